/* ae-scene-preprocess.c: a scene whose spectra are another's, preprocessed: everything that
 * takes a scene takes it. In memory where the other is, read on demand where the other is.
 */
#include "ae-error.h"
#include "ae-preprocess.h"
#include "ae-scene-private.h"

#include <math.h>
#include <string.h>

/* Above this the copy is not made: rows are treated as they are asked for. */
#define MOST_COPY_BYTES ((gsize) 2 << 30)

#define STRIP_ROWS 512

typedef struct
{
  AeScene *scene;
  AePreprocess *steps;
} Source;

static void
source_free (gpointer data)
{
  Source *source = data;

  ae_preprocess_free (source->steps);
  ae_scene_unref (source->scene);
  g_free (source);
}

/* Bad bands, and pixels that lack a value in a good one, become NAN. */
static void
treat_rows (const Source *source, const float *in, gsize n, float *out)
{
  const guint *good = ae_scene_get_good_bands (source->scene);
  guint n_good = ae_scene_get_n_good_bands (source->scene),
        bands = ae_scene_get_bands (source->scene);
  float nodata = (float) ae_scene_get_nodata (source->scene);
  gboolean check = ae_scene_peek_cube (source->scene) == NULL;
  g_autofree float *row = g_new (float, n_good);

  for (gsize i = 0; i < n; i++)
    {
      gboolean is_there;

      for (guint g = 0; g < n_good; g++)
        row[g] = in[i * bands + good[g]];
      is_there = !check || !ae_scene_has_missing (row, n_good, nodata);
      if (is_there)
        ae_preprocess_apply (source->steps, row, 1, row);
      for (guint b = 0; b < bands; b++)
        out[i * bands + b] = NAN;
      for (guint g = 0; g < n_good && is_there; g++)
        out[i * bands + good[g]] = row[g];
    }
}

static gboolean
read_lines (gpointer data, guint first_line, guint n_lines, float *out, GError **error)
{
  Source *source = data;
  gsize samples = ae_scene_get_samples (source->scene),
        bands = ae_scene_get_bands (source->scene);
  g_autofree float *line = g_new (float, samples *bands);

  for (guint i = 0; i < n_lines; i++)
    {
      if (!ae_scene_read_lines (source->scene, first_line + i, 1, line, error))
        return FALSE;
      treat_rows (source, line, samples, out + i * samples * bands);
    }
  return TRUE;
}

static gboolean
read_pixel (gpointer data, gsize pixel, float *out, GError **error)
{
  Source *source = data;

  if (!ae_scene_read_pixel (source->scene, pixel, out, error))
    return FALSE;
  treat_rows (source, out, 1, out);
  return TRUE;
}

static gpointer
dup_array (gconstpointer values, gsize bytes)
{
  return values != NULL ? g_memdup2 (values, bytes) : NULL;
}

static void
copy_description (AeScene *scene, const char *text, AeSceneBuilder *b)
{
  const AeSceneBuilder *from = &scene->data;
  gsize n = ae_scene_get_n_pixels (scene);

  *b = *from; /* numbers; every pointer is replaced below */
  b->cube = NULL;
  b->source = NULL;
  b->calibration = NULL;
  b->read = NULL;
  b->read_band = NULL;
  b->read_pixel = NULL;
  b->source_free = NULL;
  b->warnings = NULL;
  b->truth_clean = NULL;
  b->truth_endmembers = NULL;
  b->has_nodata = FALSE;
  b->mask_is_searched = from->cube != NULL;
  b->name = g_strdup (from->name);
  b->path = g_strdup (from->path);
  b->format = g_strdup (from->format);
  b->data_type = g_strdup (from->data_type);
  b->axis = dup_array (from->axis, from->bands * sizeof (double));
  b->wavelengths_nm = dup_array (from->wavelengths_nm, from->bands * sizeof (double));
  b->fwhm_nm = dup_array (from->fwhm_nm, from->bands * sizeof (double));
  b->bad_bands = dup_array (from->bad_bands, from->bands);
  b->band_names = g_strdupv (from->band_names);
  b->mask = dup_array (from->mask, n);
  b->labels = dup_array (from->labels, n * sizeof (guint16));
  b->class_names = g_strdupv (from->class_names);
  b->class_colours = dup_array (from->class_colours, scene->n_colours * sizeof (guint32));
  b->n_classes = from->n_classes;
  b->projection = g_strdup (from->projection);
  b->location = NULL; /* that of `unprocessed` */
  b->sensor = g_strdup (from->sensor);
  b->acquired = g_strdup (from->acquired);
  b->header_text = g_strdup (from->header_text);
  b->unprocessed = ae_scene_ref (scene);
  b->preprocessing = g_strdup (text);
  b->truth_materials = g_strdupv (from->truth_materials);
  b->truth_abundances
      = dup_array (from->truth_abundances, n * from->n_truth_materials * sizeof (float));
  for (guint i = 0; from->warnings != NULL && i < from->warnings->len; i++)
    ae_scene_builder_warn (b, "%s", (const char *) from->warnings->pdata[i]);
}

static float *
dup_treated (const Source *source, const float *rows, gsize n, GCancellable *cancellable)
{
  gsize bands = ae_scene_get_bands (source->scene);
  float *out = rows != NULL ? g_try_new (float, n *bands) : NULL;

  for (gsize i = 0; out != NULL && i < n && !g_cancellable_is_cancelled (cancellable);
       i += STRIP_ROWS)
    treat_rows (source, rows + i * bands, MIN (STRIP_ROWS, n - i), out + i * bands);
  return out;
}

static void
take_pixels (AeSceneBuilder *b, Source *source, GCancellable *cancellable)
{
  const AeSceneBuilder *from = &source->scene->data;
  gsize n = ae_scene_get_n_pixels (source->scene);

  b->truth_clean = dup_treated (source, from->truth_clean, n, cancellable);
  b->truth_endmembers
      = dup_treated (source, from->truth_endmembers, from->n_truth_materials, cancellable);
  if (n * from->bands * sizeof (float) <= MOST_COPY_BYTES)
    b->cube = dup_treated (source, from->cube, n, cancellable);
  if (b->cube != NULL)
    {
      source_free (source);
      return;
    }
  b->mask_is_searched = FALSE;
  b->source = source;
  b->source_free = source_free;
  b->read = read_lines;
  b->read_pixel = read_pixel;
}

/**
 * ae_scene_dup_preprocessed:
 * @scene: as it was opened; not one that is preprocessed already
 * @text: steps, see ae_preprocess_new()
 * @cancellable: (nullable): looked at every few hundred pixels
 * @error: %AE_ERROR_INVALID, %AE_ERROR_CANCELLED
 *
 * The good bands are treated together; bad ones and pixels without data are NAN. Labels, mask
 * and georeference stay; so does the truth, treated as the pixels are. Worker thread for large
 * scenes.
 *
 * Returns: (transfer full): the scene itself with a reference where there is nothing to do,
 * else another one.
 */
AeScene *
ae_scene_dup_preprocessed (AeScene *scene, const char *text, GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *canonical = ae_preprocess_dup_canonical (text, error);
  guint n_good = ae_scene_get_n_good_bands (scene);
  const guint *good = ae_scene_get_good_bands (scene);
  const double *all_nm = ae_scene_get_wavelengths_nm (scene);
  g_autofree double *nm = all_nm != NULL ? g_new (double, n_good) : NULL;
  AeSceneBuilder b = { 0 };
  Source *source;

  g_return_val_if_fail (ae_scene_get_preprocessing (scene) == NULL, NULL);
  if (canonical == NULL)
    return NULL;
  if (canonical[0] == '\0')
    return ae_scene_ref (scene);
  for (guint g = 0; nm != NULL && g < n_good; g++)
    nm[g] = all_nm[good[g]];
  source = g_new0 (Source, 1);
  source->scene = ae_scene_ref (scene);
  source->steps = ae_preprocess_new (canonical, n_good, good, nm, NULL);
  copy_description (scene, canonical, &b);
  take_pixels (&b, source, cancellable);
  if (!g_cancellable_is_cancelled (cancellable))
    return ae_scene_new_take (&b, error);
  ae_scene_builder_clear (&b);
  g_set_error_literal (error, AE_ERROR, AE_ERROR_CANCELLED, "Preprocessing was cancelled");
  return NULL;
}
