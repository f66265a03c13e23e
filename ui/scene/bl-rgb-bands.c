/* bl-rgb-bands.c: one band is read at a time; while it is, requests may change, and the newest
 * is read next. What is read is kept until another is wanted in its place, so a colour that is
 * dragged costs one band.
 */
#include "bl-rgb-bands.h"

#include "bl-worker.h"

#include <string.h>

#define USUAL_CUT 0.02

struct _BlRgbBands
{
  AeScene *scene;
  BlRgbBandsFunc changed;
  gpointer user_data;
  guint n; /* 1: grey, or 3 */
  guint bands[3];
  double cut;
  BlChannel *channels[3]; /* as they are drawn; NULL: not yet */
  BlWorker *worker;
};

typedef struct
{
  AeScene *scene;
  guint band;
  double cut;
} Request;

static void
request_free (gpointer data)
{
  ae_scene_unref (((Request *) data)->scene);
  g_free (data);
}

static gpointer
read_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Request *request = inputs;

  return bl_channel_new (request->scene, request->band, request->cut);
}

static const BlWorkerJob read_job
    = { "read band", read_in_thread, request_free, (GDestroyNotify) bl_channel_free };

static gboolean
is_read (const BlRgbBands *self, guint c)
{
  return self->channels[c] != NULL && self->channels[c]->band == self->bands[c];
}

static BlChannel *
dup_channel (const BlRgbBands *self, const BlChannel *channel)
{
  BlChannel *copy = g_memdup2 (channel, sizeof *channel);

  copy->levels = g_memdup2 (channel->levels, ae_scene_get_n_pixels (self->scene));
  return copy;
}

/* Wherever it is wanted, unless another stretch is wanted by now. */
static void
take_channel (BlRgbBands *self, const BlChannel *channel, double cut)
{
  for (guint c = 0; c < self->n && cut == self->cut; c++)
    if (self->bands[c] == channel->band && !is_read (self, c))
      {
        g_clear_pointer (&self->channels[c], bl_channel_free);
        self->channels[c] = dup_channel (self, channel);
      }
}

static void start (BlRgbBands *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlRgbBands *self = user_data;
  const Request *request = bl_worker_get_inputs (result);
  g_autoptr (BlChannel) channel = bl_worker_run_finish (result, NULL);

  take_channel (self, channel, request->cut);
  start (self);
}

static void
start (BlRgbBands *self)
{
  Request *request;
  guint c = 0;

  while (c < self->n && is_read (self, c))
    c++;
  if (bl_worker_is_busy (self->worker))
    return;
  self->changed (c == self->n, self->user_data);
  if (c == self->n)
    return;
  request = g_new0 (Request, 1);
  *request = (Request){ ae_scene_ref (self->scene), self->bands[c], self->cut };
  bl_worker_run_async (self->worker, &read_job, request, read_cb, self);
}

/**
 * bl_rgb_bands_new:
 * @scene: a scene; a reference is taken
 * @changed: told of each band that is there
 * @user_data: for it
 *
 * Returns: (transfer full): channels without bands. Main thread, as all of these.
 */
BlRgbBands *
bl_rgb_bands_new (AeScene *scene, BlRgbBandsFunc changed, gpointer user_data)
{
  BlRgbBands *self = g_new0 (BlRgbBands, 1);

  self->scene = ae_scene_ref (scene);
  self->changed = changed;
  self->user_data = user_data;
  self->cut = USUAL_CUT;
  self->worker = bl_worker_new (BL_WORKER_NEXT);
  return self;
}

/**
 * bl_rgb_bands_free:
 * @self: (transfer full): channels
 *
 * Returns at once; what is being read is dropped.
 */
void
bl_rgb_bands_free (BlRgbBands *self)
{
  bl_worker_free (self->worker);
  for (guint c = 0; c < 3; c++)
    g_clear_pointer (&self->channels[c], bl_channel_free);
  ae_scene_unref (self->scene);
  g_free (self);
}

/**
 * bl_rgb_bands_set_bands:
 * @self: channels
 * @bands: (array length=n): 0-based: red, green, blue, or the one that is grey
 * @n: 1 or 3
 */
void
bl_rgb_bands_set_bands (BlRgbBands *self, const guint *bands, guint n)
{
  self->n = n;
  memcpy (self->bands, bands, n * sizeof *bands);
  start (self);
}

/**
 * bl_rgb_bands_set_cut:
 * @self: channels
 * @cut: share of the pixels that is drawn darkest, and as many brightest
 */
void
bl_rgb_bands_set_cut (BlRgbBands *self, double cut)
{
  self->cut = cut;
  for (guint c = 0; c < 3; c++)
    g_clear_pointer (&self->channels[c], bl_channel_free);
  start (self);
}

/**
 * bl_rgb_bands_get_bands:
 * @self: channels
 * @bands: (out): those that are wanted: red, green, blue
 *
 * Returns: 3, or 1 where it is grey.
 */
guint
bl_rgb_bands_get_bands (BlRgbBands *self, guint bands[3])
{
  for (guint c = 0; c < 3; c++)
    bands[c] = self->bands[self->n == 1 ? 0 : c];
  return self->n;
}

/**
 * bl_rgb_bands_mix:
 * @self: channels
 * @pixels: (out) (lines × samples): 0xFFRRGGBB
 *
 * Returns: whether all are there; they may be of bands that were wanted before.
 */
gboolean
bl_rgb_bands_mix (BlRgbBands *self, guint32 *pixels)
{
  const BlChannel *of[3];

  for (guint c = 0; c < 3; c++)
    if ((of[c] = bl_rgb_bands_peek (self, c)) == NULL)
      return FALSE;
  bl_composite_mix (pixels, self->scene, of[0], of[1], of[2]);
  return TRUE;
}

/**
 * bl_rgb_bands_peek:
 * @self: channels
 * @channel: 0 red, 1 green, 2 blue
 *
 * Returns: (nullable) (transfer none): it, until the next change.
 */
const BlChannel *
bl_rgb_bands_peek (BlRgbBands *self, guint channel)
{
  return self->channels[self->n == 1 ? 0 : channel];
}
