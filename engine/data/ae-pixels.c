/* ae-pixels.c: chooses the pixels that train and validate, and gathers their scaled values.
 *
 * The choice is a function of the scene's mask and the options alone: the same seed gives
 * the same pixels on any machine. Rows are shuffled by the trainer, not here.
 */
#include "ae-pixels.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "ae-error.h"
#include "ae-rng.h"

#define BLOCK_SIDE 16

/* A scene of few blocks is cut finer, or one block would decide everything. */
#define MIN_BLOCKS 20

/* Pixels between two looks at the cancellable. */
#define GATHER_STEP 512

struct _AePixels
{
  atomic_int ref_count;
  AeScene *scene;
  AeScaler *scaler;
  guint bands;
  guint32 *pixels[2]; /* training, validation */
  gsize n[2];
  float *rows[2]; /* (n, bands) */
};

static AePixelsOptions *
copy_options (const AePixelsOptions *self)
{
  return g_memdup2 (self, sizeof *self);
}

static void
free_options (AePixelsOptions *self)
{
  g_free (self);
}

G_DEFINE_BOXED_TYPE (AePixelsOptions, ae_pixels_options, copy_options, free_options)

/**
 * ae_pixels_options_equal:
 * @a: options
 * @b: others
 *
 * Returns: whether both choose and scale the same pixels alike; who is told of progress is not
 * looked at.
 */
gboolean
ae_pixels_options_equal (const AePixelsOptions *a, const AePixelsOptions *b)
{
  return a->seed == b->seed && a->validation == b->validation && a->split == b->split
         && a->scaling == b->scaling && a->max_pixels == b->max_pixels
         && a->scaler == b->scaler;
}

/* One run of gathering. */
typedef struct
{
  AePixels *self;
  const AePixelsOptions *options;
  GCancellable *cancellable;
  float *full; /* (GATHER_STEP, all bands) */
  gsize done, total;
} Gathering;

static int
compare_indices_cb (const void *a, const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

static guint32 *
list_unmasked (const AeScene *scene, gsize *n)
{
  const guint8 *mask = ae_scene_get_mask (scene);
  gsize n_pixels = ae_scene_get_n_pixels (scene);
  guint32 *pixels = g_new (guint32, n_pixels);

  *n = 0;
  for (gsize p = 0; p < n_pixels; p++)
    if (!mask[p])
      pixels[(*n)++] = (guint32) p;
  return pixels;
}

/* A scene that does not fit in memory is not gathered whole unless the user says so. */
static gsize
choose_highest (const AeScene *scene, const AePixelsOptions *options)
{
  if (options->max_pixels > 0)
    return options->max_pixels;
  if (ae_scene_peek_cube (scene) != NULL)
    return G_MAXSIZE;
  return MAX (ae_scene_get_cache_bytes (scene)
                  / (ae_scene_get_n_good_bands (scene) * sizeof (float)),
              1);
}

static void
keep_sample (guint32 *pixels, gsize *n, gsize highest, const AePixelsOptions *options)
{
  AeRng rng;

  if (*n <= highest)
    return;
  ae_rng_init (&rng, options->seed, AE_STREAM_SAMPLE, 0);
  ae_rng_shuffle (&rng, pixels, *n);
  *n = highest;
  qsort (pixels, *n, sizeof *pixels, compare_indices_cb);
}

/* At least one pixel trains; where any is to validate, at least one does. */
static gsize
count_held_out (gsize n, double validation)
{
  gsize wanted = (gsize) floor (validation * (double) n + 0.5);

  if (validation <= 0.0 || n < 2)
    return 0;
  return CLAMP (wanted, 1, n - 1);
}

/* The list position of a held-out pixel is marked 1. */
static void
hold_out_random (guint8 *held, gsize n, gsize wanted, guint64 seed)
{
  g_autofree guint32 *order = g_new (guint32, n);
  AeRng rng;

  for (gsize i = 0; i < n; i++)
    order[i] = (guint32) i;
  ae_rng_init (&rng, seed, AE_STREAM_SPLIT, 0);
  ae_rng_shuffle (&rng, order, n);
  for (gsize i = 0; i < wanted; i++)
    held[order[i]] = 1;
}

static guint
choose_block_side (guint lines, guint samples)
{
  guint side = BLOCK_SIDE;

  while (side > 1
         && (guint64) ((lines + side - 1) / side) * ((samples + side - 1) / side) < MIN_BLOCKS)
    side /= 2;
  return side;
}

/* Takes whole blocks in random order until enough pixels are held out; a block that would
 * leave nothing to train on is passed over. */
static void
hold_out_blocks (guint8 *held, const guint32 *pixels, gsize n, gsize wanted,
                 const AeScene *scene, guint64 seed)
{
  guint samples = ae_scene_get_samples (scene);
  guint side = choose_block_side (ae_scene_get_lines (scene), samples);
  guint across = (samples + side - 1) / side;
  gsize n_blocks = (gsize) across * ((ae_scene_get_lines (scene) + side - 1) / side), taken = 0;
  g_autofree guint32 *order = g_new (guint32, n_blocks);
  g_autofree guint32 *counts = g_new0 (guint32, n_blocks);
  g_autofree guint8 *chosen = g_new0 (guint8, n_blocks);
  AeRng rng;

  for (gsize i = 0; i < n; i++)
    counts[(gsize) (pixels[i] / samples / side) * across + pixels[i] % samples / side]++;
  for (gsize i = 0; i < n_blocks; i++)
    order[i] = (guint32) i;
  ae_rng_init (&rng, seed, AE_STREAM_SPLIT, 1);
  ae_rng_shuffle (&rng, order, n_blocks);
  for (gsize i = 0; i < n_blocks && taken < wanted; i++)
    if (taken + counts[order[i]] < n)
      {
        chosen[order[i]] = 1;
        taken += counts[order[i]];
      }
  for (gsize i = 0; i < n; i++)
    held[i]
        = chosen[(gsize) (pixels[i] / samples / side) * across + pixels[i] % samples / side];
}

static void
split (AePixels *self, const guint32 *pixels, gsize n, const AePixelsOptions *options)
{
  g_autofree guint8 *held = g_new0 (guint8, n);
  gsize wanted = count_held_out (n, options->validation);

  if (wanted > 0 && options->split == AE_SPLIT_BLOCKS)
    hold_out_blocks (held, pixels, n, wanted, self->scene, options->seed);
  else if (wanted > 0)
    hold_out_random (held, n, wanted, options->seed);
  self->pixels[0] = g_new (guint32, n);
  self->pixels[1] = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    self->pixels[held[i]][self->n[held[i]]++] = pixels[i];
}

/* Copies the good bands of `step` pixels. A scene read on demand has not been looked
 * through for missing values, so that is done here and such pixels are dropped. */
static gsize
copy_rows (Gathering *g, guint part, gsize from, gsize step, gsize to)
{
  AePixels *self = g->self;
  const guint *good = ae_scene_get_good_bands (self->scene);
  guint all = ae_scene_get_bands (self->scene);
  gboolean check = ae_scene_peek_cube (self->scene) == NULL;
  float nodata = (float) ae_scene_get_nodata (self->scene);

  for (gsize i = 0; i < step; i++)
    {
      float *row = self->rows[part] + to * self->bands;

      for (guint b = 0; b < self->bands; b++)
        row[b] = g->full[i * all + good[b]];
      self->pixels[part][to] = self->pixels[part][from + i];
      to += !check || !ae_scene_has_missing (row, self->bands, nodata);
    }
  return to;
}

static void
report (Gathering *g, gsize step)
{
  gsize before = g->done * 100 / g->total;

  g->done += step;
  if (g->options->progress != NULL && g->done * 100 / g->total != before)
    g->options->progress ((double) g->done / (double) g->total, g->options->progress_data);
}

static gboolean
gather_part (Gathering *g, guint part, GError **error)
{
  AePixels *self = g->self;
  gsize n = self->n[part], kept = 0;

  self->rows[part]
      = (float *) g_aligned_alloc (MAX (n, 1) * self->bands, sizeof (float), AE_ALIGNMENT);
  for (gsize from = 0; from < n; from += GATHER_STEP)
    {
      gsize step = MIN (GATHER_STEP, n - from);

      if (g_cancellable_is_cancelled (g->cancellable))
        {
          g_set_error_literal (error, AE_ERROR, AE_ERROR_CANCELLED,
                               "Gathering the training pixels was cancelled");
          return FALSE;
        }
      if (!ae_scene_read_pixels (self->scene, self->pixels[part] + from, step, g->full, error))
        return FALSE;
      kept = copy_rows (g, part, from, step, kept);
      report (g, step);
    }
  self->n[part] = kept;
  return TRUE;
}

static gboolean
gather (AePixels *self, const AePixelsOptions *options, GCancellable *cancellable,
        GError **error)
{
  g_autofree float *full = g_new (float, (gsize) GATHER_STEP *ae_scene_get_bands (self->scene));
  Gathering g = { self, options, cancellable, full, 0, self->n[0] + self->n[1] };

  if (!gather_part (&g, 0, error) || !gather_part (&g, 1, error))
    return FALSE;
  self->scaler = options->scaler != NULL
                     ? ae_scaler_ref (options->scaler)
                     : ae_scaler_new_fit_rows (options->scaling, self->rows[0], self->n[0],
                                               self->bands, error);
  if (self->scaler == NULL)
    return FALSE;
  for (guint part = 0; part < 2; part++)
    ae_scaler_apply (self->scaler, self->rows[part], self->bands, NULL, self->n[part],
                     self->rows[part]);
  return TRUE;
}

static gboolean
check_options (const AePixelsOptions *options, GError **error)
{
  if (options->validation >= 0.0 && options->validation <= 0.9)
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
               "The validation fraction is %g; choose a number from 0 to 0.9",
               options->validation);
  return FALSE;
}

/**
 * ae_pixels_new:
 * @scene: where the pixels are; referenced
 * @options: what to choose
 * @cancellable: (nullable): looked at every few hundred pixels
 *
 * Chooses, splits, gathers and scales. Takes (pixels × good bands) floats of memory; of a
 * scene on demand a sample of ae_scene_get_cache_bytes() is taken where @options names no
 * number. Worker thread for large scenes.
 *
 * Returns: (transfer full): the pixels, or %NULL with %AE_ERROR_INVALID, %AE_ERROR_NO_DATA,
 * %AE_ERROR_CANCELLED or %AE_ERROR_IO.
 */
AePixels *
ae_pixels_new (AeScene *scene, const AePixelsOptions *options, GCancellable *cancellable,
               GError **error)
{
  g_autoptr (AePixels) self = NULL;
  g_autofree guint32 *pixels = NULL;
  gsize n;

  if (!check_options (options, error))
    return NULL;
  pixels = list_unmasked (scene, &n);
  if (n == 0)
    {
      g_set_error (
          error, AE_ERROR, AE_ERROR_NO_DATA,
          "%s: every pixel is masked, so there is nothing to train on; choose another scene",
          ae_scene_get_name (scene));
      return NULL;
    }
  self = g_new0 (AePixels, 1);
  atomic_init (&self->ref_count, 1);
  self->scene = ae_scene_ref (scene);
  self->bands = ae_scene_get_n_good_bands (scene);
  keep_sample (pixels, &n, choose_highest (scene, options), options);
  split (self, pixels, n, options);
  if (!gather (self, options, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * ae_pixels_ref:
 *
 * Returns: (transfer full): @self. Any thread.
 */
AePixels *
ae_pixels_ref (AePixels *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_pixels_unref:
 * @self: (nullable) (transfer full): pixels
 *
 * Any thread.
 */
void
ae_pixels_unref (AePixels *self)
{
  if (self == NULL
      || atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  ae_scene_unref (self->scene);
  ae_scaler_unref (self->scaler);
  for (guint part = 0; part < 2; part++)
    {
      g_free (self->pixels[part]);
      g_aligned_free (self->rows[part]);
    }
  g_free (self);
}

/**
 * ae_pixels_get_scene:
 *
 * Returns: the scene they are from. Borrowed; any thread, as all that follow.
 */
AeScene *
ae_pixels_get_scene (const AePixels *self)
{
  return self->scene;
}

/**
 * ae_pixels_get_scaler:
 *
 * Returns: the scaling fitted on the training pixels. Borrowed.
 */
AeScaler *
ae_pixels_get_scaler (const AePixels *self)
{
  return self->scaler;
}

/**
 * ae_pixels_get_bands:
 *
 * Returns: numbers in a row: the scene's good bands.
 */
guint
ae_pixels_get_bands (const AePixels *self)
{
  return self->bands;
}

/**
 * ae_pixels_get_n_training:
 *
 * Returns: how many pixels train, at least 1.
 */
gsize
ae_pixels_get_n_training (const AePixels *self)
{
  return self->n[0];
}

/**
 * ae_pixels_get_n_validation:
 *
 * Returns: how many pixels are held out; may be 0.
 */
gsize
ae_pixels_get_n_validation (const AePixels *self)
{
  return self->n[1];
}

/**
 * ae_pixels_get_training:
 *
 * Returns: (n_training) pixel indices, ascending. Borrowed.
 */
const guint32 *
ae_pixels_get_training (const AePixels *self)
{
  return self->pixels[0];
}

/**
 * ae_pixels_get_validation:
 *
 * Returns: (n_validation) pixel indices, ascending. Borrowed.
 */
const guint32 *
ae_pixels_get_validation (const AePixels *self)
{
  return self->pixels[1];
}

/**
 * ae_pixels_get_training_rows:
 *
 * Returns: (n_training, bands) scaled, aligned to a cache line. Borrowed.
 */
const float *
ae_pixels_get_training_rows (const AePixels *self)
{
  return self->rows[0];
}

/**
 * ae_pixels_get_validation_rows:
 *
 * Returns: (n_validation, bands) scaled, aligned to a cache line. Borrowed.
 */
const float *
ae_pixels_get_validation_rows (const AePixels *self)
{
  return self->rows[1];
}
