/* ae-apply.c: reads a scene strip by strip, gives it to a model, and writes what comes out. No
 * more than a strip is in memory, whatever the scene's size.
 */
#include "ae-apply.h"

#include "ae-error.h"
#include "ae-loss.h"
#include "ae-raster-writer.h"
#include "ae-team.h"

#include <math.h>
#include <string.h>

/* Rows of a strip: enough for all threads, a few megabytes. */
#define STRIP_ROWS 8192
#define BLOCK_ROWS 256

#define FAR_FROM_ZERO 3 /* in ranges of a band */

typedef struct
{
  const AeModel *model;
  AeInputAdapter *adapter;
  const AeApplyOptions *options;
  AeRasterWriter *writer; /* nullable */
  AeTeam *team;
  guint bands, code, all, columns;
  gsize capacity;  /* rows of a strip */
  float *x, *y;    /* (capacity, bands) */
  float *z;        /* (capacity, code) */
  float *written;  /* (capacity, columns) */
  guint32 *pixels; /* (capacity) */
  float *lengths;  /* (capacity): of what is in scene units */
  gsize n;         /* of this strip */
  gsize n_pixels, n_far, n_beyond;
  double squares, angles;
} Work;

static guint
count_columns (const Work *w)
{
  switch (w->options->what)
    {
    case AE_APPLY_CODES:
      return w->code;
    case AE_APPLY_ERROR:
      return 1;
    case AE_APPLY_RECONSTRUCTION:
    default:
      return ae_input_adapter_is_resampled (w->adapter) ? w->bands : w->all;
    }
}

static void
init_work (Work *w, const AeModel *model, AeInputAdapter *adapter,
           const AeApplyOptions *options)
{
  AeScene *scene = ae_input_adapter_get_scene (adapter);
  guint samples = ae_scene_get_samples (scene);

  *w = (Work){ .model = model, .adapter = adapter, .options = options };
  w->bands = ae_model_get_bands (model);
  w->code = ae_model_get_code (model);
  w->all = ae_scene_get_bands (scene);
  w->columns = count_columns (w);
  w->capacity = (gsize) MAX (STRIP_ROWS / samples, 1) * samples;
  w->team = ae_team_new (options->threads > 0 ? options->threads : g_get_num_processors ());
  w->x = g_new (float, w->capacity * w->bands);
  w->y = g_new (float, w->capacity * w->bands);
  w->z = g_new (float, w->capacity * w->code);
  w->written = g_new (float, w->capacity * w->columns);
  w->pixels = g_new (guint32, w->capacity);
}

static void
clear_work (Work *w)
{
  ae_raster_writer_free (w->writer);
  ae_team_free (w->team);
  g_free (w->x);
  g_free (w->y);
  g_free (w->z);
  g_free (w->written);
  g_free (w->pixels);
  g_free (w->lengths);
}

/* ------------------------------------------------------------------ what is written */

static gboolean
is_unmixing (const Work *w)
{
  return (ae_model_get_spec (w->model)->variants & AE_VARIANT_UNMIXING) != 0;
}

static char **
dup_names (const Work *w)
{
  char **names = g_new0 (char *, w->columns + 1);

  for (guint i = 0; i < w->columns; i++)
    names[i] = w->options->what != AE_APPLY_CODES ? g_strdup ("RMSE, scaled units")
               : is_unmixing (w)                  ? g_strdup_printf ("endmember %u", i + 1)
                                                  : g_strdup_printf ("code %u", i + 1);
  return names;
}

/* Bands that the model does not know have no reconstruction. */
static guint8 *
dup_unknown (const Work *w)
{
  AeInput *input = ae_input_adapter_get_input (w->adapter);
  guint8 *unknown = g_malloc (w->all);

  memset (unknown, 1, w->all);
  for (guint i = 0; i < w->bands; i++)
    unknown[ae_input_get_numbers (input)[i]] = 0;
  return unknown;
}

static gboolean
open_writer (Work *w, GError **error)
{
  AeScene *scene = ae_input_adapter_get_scene (w->adapter);
  AeInput *input = ae_input_adapter_get_input (w->adapter);
  g_auto (GStrv) names = NULL;
  g_autofree guint8 *unknown = NULL;
  g_autofree char *units = ae_input_dup_units (input);
  g_autofree char *text = NULL;
  AeRasterInfo info = { .lines = ae_scene_get_lines (scene),
                        .samples = ae_scene_get_samples (scene),
                        .bands = w->columns,
                        .like = scene,
                        .on_map = w->options->on_map };

  if (w->options->path == NULL)
    return TRUE;
  if (w->options->what != AE_APPLY_RECONSTRUCTION)
    {
      info.band_names = (const char *const *) (names = dup_names (w));
      info.description = w->options->what != AE_APPLY_CODES
                             ? "Error of an autoencoder's reconstruction"
                         : is_unmixing (w) ? "Abundances by an autoencoder, each sum is one"
                                           : "Codes of an autoencoder";
    }
  else
    {
      info.description = text
          = g_strconcat ("Reconstruction by an autoencoder, ",
                         w->options->in_scene_units ? "scene units" : units, NULL);
      info.wavelengths_nm = ae_input_adapter_is_resampled (w->adapter)
                                ? ae_input_get_wavelengths_nm (input)
                                : ae_scene_get_wavelengths_nm (scene);
      if (!ae_input_adapter_is_resampled (w->adapter) && w->bands < w->all)
        info.bad_bands = unknown = dup_unknown (w);
    }
  return (w->writer = ae_raster_writer_new (w->options->path, &info, error)) != NULL;
}

static void
fill_written (Work *w, gsize first_pixel)
{
  AeInput *input = ae_input_adapter_get_input (w->adapter);
  const guint *numbers = w->columns == w->bands ? NULL : ae_input_get_numbers (input);

  for (gsize i = 0; i < w->n; i++)
    {
      float *out = w->written + (w->pixels[i] - first_pixel) * w->columns;

      if (w->options->what == AE_APPLY_CODES)
        memcpy (out, w->z + i * w->code, w->code * sizeof *out);
      else if (w->options->what == AE_APPLY_ERROR)
        *out = (float) sqrt (
            ae_loss_mse (NULL, w->y + i * w->bands, w->x + i * w->bands, 1, w->bands, 1));
      else
        {
          ae_scaler_invert (ae_input_get_scaler (input), w->y + i * w->bands, 1, out,
                            w->columns, numbers);
          for (guint b = 0; w->lengths != NULL && b < w->columns; b++)
            out[b] *= w->lengths[i];
        }
    }
}

/* ------------------------------------------------------------------ a strip */

static void
reconstruct_share (guint member, guint members, gpointer user_data)
{
  Work *w = user_data;

  for (gsize first = (gsize) member * BLOCK_ROWS; first < w->n;
       first += (gsize) members * BLOCK_ROWS)
    ae_model_reconstruct (w->model, w->x + first * w->bands, MIN (BLOCK_ROWS, w->n - first),
                          w->y + first * w->bands, w->z + first * w->code);
}

static void
add_sums (Work *w)
{
  AeScaler *scaler = ae_input_get_scaler (ae_input_adapter_get_input (w->adapter));
  AeScaling scaling = ae_scaler_get_scaling (scaler);
  gboolean has_range = scaling == AE_SCALING_BAND || scaling == AE_SCALING_MINMAX
                       || scaling == AE_SCALING_PERCENTILE;

  w->n_pixels += w->n;
  w->squares += ae_loss_mse (NULL, w->y, w->x, w->n, w->bands, 1);
  w->angles += ae_loss_sum_angles (w->y, w->x, w->n, w->bands, ae_scaler_get_offset (scaler),
                                   ae_scaler_get_unit (scaler));
  for (gsize i = 0; i < w->n * w->bands; i++)
    {
      w->n_far += fabsf (w->x[i]) > FAR_FROM_ZERO;
      w->n_beyond += has_range && fabsf (w->x[i]) > 1;
    }
}

static gboolean
apply_strip (Work *w, guint first, guint n_lines, GError **error)
{
  guint samples = ae_scene_get_samples (ae_input_adapter_get_scene (w->adapter));
  gsize count = (gsize) n_lines * samples * w->columns;

  if (!ae_input_adapter_read_lines (w->adapter, first, n_lines, w->x, w->pixels, &w->n, error))
    return FALSE;
  ae_team_run (w->team, reconstruct_share, w);
  add_sums (w);
  if (w->writer == NULL && w->options->map == NULL)
    return TRUE;
  for (gsize i = 0; i < count; i++)
    w->written[i] = NAN;
  fill_written (w, (gsize) first * samples);
  if (w->options->map != NULL)
    memcpy (w->options->map + (gsize) first * samples * w->columns, w->written,
            count * sizeof *w->written);
  return w->writer == NULL
         || ae_raster_writer_write (w->writer, first, n_lines, w->written, error);
}

static gboolean
apply_all (Work *w, GCancellable *cancellable, GError **error)
{
  AeScene *scene = ae_input_adapter_get_scene (w->adapter);
  guint lines = ae_scene_get_lines (scene),
        step = (guint) (w->capacity / ae_scene_get_samples (scene));

  for (guint first = 0; first < lines; first += step)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !apply_strip (w, first, MIN (step, lines - first), error))
        return FALSE;
      if (w->options->progress != NULL)
        w->options->progress ((double) MIN (first + step, lines) / lines,
                              w->options->progress_data);
    }
  if (w->n_pixels > 0)
    return w->writer == NULL || ae_raster_writer_finish (w->writer, error);
  g_set_error (error, AE_ERROR, AE_ERROR_NO_DATA, "Every pixel of %s is masked",
               ae_scene_get_name (scene));
  return FALSE;
}

/* Of preprocessed spectra the adapter tells what they are to be multiplied by. */
static gboolean
begin_undo (Work *w, GError **error)
{
  AeInput *input = ae_input_adapter_get_input (w->adapter);

  if (!w->options->in_scene_units || ae_input_get_preprocessing (input) == NULL)
    return TRUE;
  w->lengths = g_new (float, w->capacity);
  return ae_input_adapter_undo (w->adapter, w->lengths, error);
}

/**
 * ae_apply:
 * @model: frozen
 * @adapter: a scene as its input
 * @options: what is wanted, and where
 * @out: (out): what came of it
 * @cancellable: (nullable): looked at between two strips
 * @error: as ae_input_adapter_read_lines(), ae_input_adapter_undo() and ae_raster_writer_new();
 *   %AE_ERROR_NO_DATA
 *
 * Pixels without data become NAN. Bands that the model does not know are NAN too, and are
 * marked as left out in an ENVI header; of a resampled scene the model's own bands are written.
 * The numbers do not depend on the threads. What is not finished is removed.
 *
 * Returns: whether it is done.
 */
gboolean
ae_apply (const AeModel *model, AeInputAdapter *adapter, const AeApplyOptions *options,
          AeApplied *out, GCancellable *cancellable, GError **error)
{
  gboolean is_good;
  double n;
  Work w;

  g_return_val_if_fail (ae_model_get_bands (model)
                            == ae_input_get_bands (ae_input_adapter_get_input (adapter)),
                        FALSE);
  init_work (&w, model, adapter, options);
  is_good
      = begin_undo (&w, error) && open_writer (&w, error) && apply_all (&w, cancellable, error);
  if (w.lengths != NULL)
    ae_input_adapter_undo (adapter, NULL, NULL);
  n = (double) MAX (w.n_pixels, 1);
  *out = (AeApplied){ .pixels = w.n_pixels,
                      .bands = w.columns,
                      .rmse = sqrt (w.squares / n),
                      .sam_deg = w.angles / n * 180.0 / G_PI,
                      .outside = (double) w.n_far / (n * w.bands),
                      .beyond = (double) w.n_beyond / (n * w.bands) };
  clear_work (&w);
  return is_good;
}

/**
 * ae_apply_dup_codes:
 * @model: frozen
 * @adapter: a scene as its input
 * @options: threads and progress; the rest is not looked at
 * @pixels: (out) (nullable) (transfer full) (array length=n): which pixels they are of
 * @n: (out): pixels that have data
 * @cancellable: (nullable)
 * @error: as ae_apply()
 *
 * Returns: (transfer full): (n, code): the codes of all pixels that have data, in their order.
 */
float *
ae_apply_dup_codes (const AeModel *model, AeInputAdapter *adapter,
                    const AeApplyOptions *options, guint32 **pixels, gsize *n,
                    GCancellable *cancellable, GError **error)
{
  gsize n_pixels = ae_scene_get_n_pixels (ae_input_adapter_get_scene (adapter));
  guint code = ae_model_get_code (model);
  g_autofree float *codes = g_new (float, n_pixels *code);
  g_autofree guint32 *which = g_new (guint32, n_pixels);
  AeApplyOptions wanted = *options;
  AeApplied applied;

  wanted.what = AE_APPLY_CODES;
  wanted.path = NULL;
  wanted.map = codes;
  if (!ae_apply (model, adapter, &wanted, &applied, cancellable, error))
    return NULL;
  *n = 0;
  for (gsize p = 0; p < n_pixels; p++)
    if (!isnan (codes[p * code]))
      {
        memmove (codes + *n * code, codes + p * code, code * sizeof *codes);
        which[(*n)++] = (guint32) p;
      }
  if (pixels != NULL)
    *pixels = g_steal_pointer (&which);
  return g_steal_pointer (&codes);
}
