/* bl-window-annotations.c: what the user has marked, and where the user looks: into a project
 * and out of it again. Labels, selections, kept spectra, the zoom of drawings.
 */
#include "bl-window-private.h"

#include "bl-zoom.h"

#include <string.h>

#define COLLECTED "collected"
#define GENERATED "generated"

/* ------------------------------------------------------------------ labels */

static void
fill_labels (BlWindow *self, AeProjectAnnotations *notes)
{
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  guint n_classes = ae_scene_get_n_classes (scene);

  if (!bl_workspace_has_own_labels (self->workspace) || ae_scene_get_labels (scene) == NULL)
    return;
  notes->labels = ae_rle_new (ae_scene_get_labels (scene), ae_scene_get_n_pixels (scene), 2);
  for (guint c = 0; c < n_classes; c++)
    {
      const char *name = ae_scene_get_class_name (scene, c);
      guint32 colour;

      g_ptr_array_add (notes->class_names,
                       name != NULL ? g_strdup (name) : g_strdup_printf ("Class %u", c));
      if (ae_scene_get_class_colour (scene, c, &colour))
        g_array_append_val (notes->class_colours, colour);
    }
}

static void
restore_labels (BlWindow *self, const AeProject *project)
{
  const AeProjectAnnotations *notes = project->notes;
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  gsize n = ae_scene_get_n_pixels (scene);
  guint n_classes = notes->class_names->len;
  guint16 *labels;
  char **names;

  if (notes->labels == NULL)
    {
      /* A project that the command line saved names the file. */
      if (project->scene != NULL && project->scene->labels != NULL)
        bl_window_open_labels (self, project->scene->labels);
      return;
    }
  labels = g_new (guint16, n);
  if (!ae_rle_fill (notes->labels, labels, n, 2))
    {
      g_free (labels);
      bl_window_show_error (self,
                            "The project’s labels are not of this scene; they were left out");
      return;
    }
  names = g_new0 (char *, n_classes + 1);
  for (guint c = 0; c < n_classes; c++)
    names[c] = g_strdup (notes->class_names->pdata[c]);
  bl_workspace_set_labels (
      self->workspace, ae_scene_dup_with_classes (scene, labels, n_classes, names,
                                                  notes->class_colours->len > 0
                                                      ? g_memdup2 (notes->class_colours->data,
                                                                   n_classes * sizeof (guint32))
                                                      : NULL));
}

/* ------------------------------------------------------------------ selections */

static void
fill_selections (BlWindow *self, AeProjectAnnotations *notes)
{
  g_autoptr (GPtrArray) masks = bl_selection_dup_history (
      bl_workspace_get_selection (self->workspace), &notes->selected);

  for (guint i = 0; i < masks->len; i++)
    {
      gsize n = 0;
      const void *mask
          = masks->pdata[i] != NULL ? g_bytes_get_data (masks->pdata[i], &n) : NULL;

      g_ptr_array_add (notes->selections, ae_rle_new (mask, n, 1));
    }
}

static void
unref_mask (gpointer mask)
{
  if (mask != NULL)
    g_bytes_unref (mask);
}

static void
restore_selections (BlWindow *self, const AeProjectAnnotations *notes)
{
  gsize n = ae_scene_get_n_pixels (bl_workspace_get_scene (self->workspace));
  g_autoptr (GPtrArray) masks = g_ptr_array_new_with_free_func (unref_mask);

  for (guint i = 0; i < notes->selections->len; i++)
    {
      GBytes *runs = notes->selections->pdata[i];
      guint8 *mask = g_bytes_get_size (runs) > 0 ? g_malloc (n) : NULL;

      if (mask != NULL && !ae_rle_fill (runs, mask, n, 1))
        {
          g_free (mask);
          bl_window_show_error (
              self, "The project’s selections are not of this scene; they were left out");
          return;
        }
      g_ptr_array_add (masks, mask != NULL ? g_bytes_new_take (mask, n) : NULL);
    }
  if (notes->selected < masks->len)
    bl_selection_set_history (bl_workspace_get_selection (self->workspace), masks,
                              notes->selected);
}

/* ------------------------------------------------------------------ kept spectra */

static void
fill_spectra (BlCollectedSpectra *kept, const char *list, guint bands,
              AeProjectAnnotations *notes)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) spectra = g_array_new (FALSE, FALSE, sizeof (float));
  guint n = bl_collected_spectra_fill_shown (kept, names, spectra);

  for (guint i = 0; i < n; i++)
    ae_project_annotations_add_spectrum (
        notes, list, names->pdata[i], &g_array_index (spectra, float, (gsize) i *bands), bands);
}

/* Bands may be left out since, in a project that somebody else wrote: then it does not fit. */
static void
restore_spectra (BlWindow *self, const AeProjectAnnotations *notes)
{
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  gsize bytes = ae_scene_get_n_good_bands (scene) * sizeof (float);

  for (guint i = 0; i < notes->spectra->len; i++)
    {
      const AeProjectSpectrum *spectrum = notes->spectra->pdata[i];

      if (g_bytes_get_size (spectrum->values) == bytes)
        bl_collected_spectra_add (strcmp (spectrum->list, GENERATED) == 0
                                      ? bl_generate_page_get_collected (self->generate_page)
                                      : bl_scene_page_get_collected (self->scene_page),
                                  spectrum->name, g_bytes_get_data (spectrum->values, NULL));
    }
}

/* ------------------------------------------------------------------ all of it */

/**
 * bl_window_fill_annotations:
 * @self: a window with a scene
 * @project: its notes are made anew, its zoom is set
 */
void
bl_window_fill_annotations (BlWindow *self, AeProject *project)
{
  g_return_if_fail (BL_IS_WINDOW (self));

  guint bands = ae_scene_get_n_good_bands (bl_workspace_get_scene (self->workspace));
  g_autofree char *zoom = bl_zoom_dup_text (GTK_WIDGET (self->pages));

  ae_project_annotations_free (project->notes);
  project->notes = ae_project_annotations_new ();
  fill_labels (self, project->notes);
  fill_selections (self, project->notes);
  fill_spectra (bl_scene_page_get_collected (self->scene_page), COLLECTED, bands,
                project->notes);
  fill_spectra (bl_generate_page_get_collected (self->generate_page), GENERATED, bands,
                project->notes);
  ae_project_set_text (project, "zoom", zoom);
}

/**
 * bl_window_restore_annotations:
 * @self: a window that shows the scene of @project
 * @project: just opened
 */
void
bl_window_restore_annotations (BlWindow *self, const AeProject *project)
{
  g_autofree char *zoom = ae_project_dup_text (project, "zoom");

  g_return_if_fail (BL_IS_WINDOW (self));
  restore_labels (self, project);
  restore_selections (self, project->notes);
  restore_spectra (self, project->notes);
  if (zoom != NULL)
    bl_zoom_restore (GTK_WIDGET (self->pages), zoom);
}

static void
touched_cb (BlWindow *self)
{
  if (self->saver != NULL)
    bl_project_saver_touch (self->saver);
}

/**
 * bl_window_start_annotations:
 * @self: a window that keeps what is in it
 *
 * What the user marks from now on is kept with the rest, whether anything trains or not.
 */
void
bl_window_start_annotations (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  g_signal_connect_object (bl_workspace_get_model (self->workspace), "notify::labels",
                           G_CALLBACK (touched_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bl_workspace_get_selection (self->workspace), "changed",
                           G_CALLBACK (touched_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bl_scene_page_get_collected (self->scene_page), "items-changed",
                           G_CALLBACK (touched_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bl_generate_page_get_collected (self->generate_page),
                           "items-changed", G_CALLBACK (touched_cb), self, G_CONNECT_SWAPPED);
}
