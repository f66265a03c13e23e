/* bl-pixel-store.c: a scaled scene is the largest thing that a run needs: six runs on the same
 * pixels need it once.
 */
#include "bl-pixel-store.h"

#include <stdatomic.h>

#define KEPT 3 /* of the latest; runs hold on to theirs anyway */

typedef struct
{
  AePixelsOptions options;
  AePixels *pixels;
} Entry;

struct _BlPixelStore
{
  AeScene *scene;
  GMutex mutex; /* held while pixels are made: who wants the same waits for them */
  GArray *entries;
  atomic_int ref_count;
};

static void
clear_entry (gpointer data)
{
  ae_pixels_unref (((Entry *) data)->pixels);
}

/**
 * bl_pixel_store_new:
 * @scene: a reference is taken
 *
 * Returns: (transfer full): a store with nothing in it.
 */
BlPixelStore *
bl_pixel_store_new (AeScene *scene)
{
  BlPixelStore *self = g_new0 (BlPixelStore, 1);

  self->scene = ae_scene_ref (scene);
  g_mutex_init (&self->mutex);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);
  atomic_init (&self->ref_count, 1);
  return self;
}

/**
 * bl_pixel_store_ref:
 * @self: a store
 *
 * Returns: (transfer full): the same. Any thread.
 */
BlPixelStore *
bl_pixel_store_ref (BlPixelStore *self)
{
  atomic_fetch_add (&self->ref_count, 1);
  return self;
}

/**
 * bl_pixel_store_unref:
 * @self: (transfer full): a store. Any thread
 */
void
bl_pixel_store_unref (BlPixelStore *self)
{
  if (atomic_fetch_sub (&self->ref_count, 1) > 1)
    return;
  g_array_unref (self->entries);
  g_mutex_clear (&self->mutex);
  ae_scene_unref (self->scene);
  g_free (self);
}

static gboolean
is_same (const AePixelsOptions *a, const AePixelsOptions *b)
{
  return a->seed == b->seed && a->validation == b->validation && a->split == b->split
         && a->scaling == b->scaling && a->max_pixels == b->max_pixels;
}

static AePixels *
find (BlPixelStore *self, const AePixelsOptions *options)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (is_same (&entry->options, options))
        return ae_pixels_ref (entry->pixels);
    }
  return NULL;
}

/**
 * bl_pixel_store_get:
 * @self: a store
 * @options: which pixels, and how scaled
 * @cancellable: (nullable)
 * @error: as ae_pixels_new()
 *
 * Returns: (transfer full): the pixels, made where they are not there yet. Any thread that may
 * wait.
 */
AePixels *
bl_pixel_store_get (BlPixelStore *self, const AePixelsOptions *options,
                    GCancellable *cancellable, GError **error)
{
  AePixels *pixels;

  g_mutex_lock (&self->mutex);
  pixels = find (self, options);
  if (pixels == NULL)
    {
      Entry made = { *options, ae_pixels_new (self->scene, options, cancellable, error) };

      if (made.pixels != NULL)
        {
          if (self->entries->len == KEPT)
            g_array_remove_index (self->entries, 0);
          g_array_append_val (self->entries, made);
          pixels = ae_pixels_ref (made.pixels);
        }
    }
  g_mutex_unlock (&self->mutex);
  return pixels;
}
