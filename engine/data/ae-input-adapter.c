/* ae-input-adapter.c: finds the bands that a model knows in a scene, and feeds them. A scene
 * with another grid is refused with both grids named, or resampled where that was asked for;
 * nothing is guessed. The scaling is the model's own: the same radiance gives the same number
 * everywhere.
 */
#include "ae-input-adapter.h"

#include "ae-error.h"
#include "ae-preprocess.h"

#include <math.h>
#include <string.h>

/* Two wavelengths are the same when they differ by no more: headers round to 0.01 nm. */
#define SAME_NM 0.011

/* A band may lie so far beyond the scene's last one, in steps of its grid: then it still
 * overlaps with that band. */
#define BEYOND_STEPS 0.5

/* Between two bands of the scene that are so many median steps apart there is a gap. */
#define GAP_STEPS 3.0

/* One band of the model out of two of the scene: a + t (b − a). */
typedef struct
{
  guint a, b;
  float t;
} Source;

struct _AeInputAdapter
{
  AeInput *input;
  AeScene *scene;
  Source *sources; /* (bands); NULL: the bands as numbered */
  guint n_resampled, n_bridged;
  AePreprocess *steps; /* NULL: the scene's spectra are what the model wants already */
  float *row;          /* (bands), scene units */
  float *full;         /* (lines, samples, scene bands), grown as needed */
  gsize n_full;
  float *lengths; /* nullable, borrowed: see ae_input_adapter_undo() */
  float *raw;     /* (bands), with those */
};

/* ------------------------------------------------------------------ matching */

static gboolean
is_same_grid (const AeInput *input, const AeScene *scene)
{
  const guint *numbers = ae_input_get_numbers (input);
  const double *wanted = ae_input_get_wavelengths_nm (input);
  const double *given = ae_scene_get_wavelengths_nm (scene);

  if (ae_input_get_scene_bands (input) != ae_scene_get_bands (scene))
    return FALSE;
  for (guint i = 0; i < ae_input_get_bands (input) && wanted != NULL; i++)
    if (!(fabs (wanted[i] - given[numbers[i]]) <= SAME_NM))
      return FALSE;
  return TRUE;
}

static gboolean
are_known (const AeInput *input, const AeScene *scene, GError **error)
{
  const guint *numbers = ae_input_get_numbers (input);

  for (guint i = 0; i < ae_input_get_bands (input); i++)
    if (ae_scene_is_bad_band (scene, numbers[i]))
      return ae_error_set (
          error, AE_ERROR_MISMATCH,
          "%s leaves out band %u, which the model was trained on; resample to fill "
          "it from its neighbours, or keep the band",
          ae_scene_get_name (scene), numbers[i] + 1);
  return TRUE;
}

/* Both have wavelengths or neither has; otherwise there is nothing to compare. */
static gboolean
are_comparable (const AeInput *input, const AeScene *scene, GError **error)
{
  gboolean wants = ae_input_get_wavelengths_nm (input) != NULL;
  gboolean has = ae_scene_get_wavelengths_nm (scene) != NULL;

  if (wants && !has)
    return ae_error_set (
        error, AE_ERROR_MISMATCH,
        "The model was trained on given wavelengths, and %s has none; add them to "
        "its header",
        ae_scene_get_name (scene));
  if (!wants && has)
    return ae_error_set (
        error, AE_ERROR_MISMATCH,
        "The model was trained on a scene without wavelengths, and %s has some, so "
        "they cannot be compared; train a model on a scene with wavelengths",
        ae_scene_get_name (scene));
  return TRUE;
}

/* A scene as it was opened goes through the model's steps; one that has been through others
 * cannot be taken back. */
static gboolean
choose_steps (AeInputAdapter *self, GError **error)
{
  const char *wanted = ae_input_get_preprocessing (self->input);
  const char *has = ae_scene_get_preprocessing (self->scene);

  if (g_strcmp0 (wanted, has) == 0)
    return TRUE;
  if (has != NULL)
    return ae_error_set (
        error, AE_ERROR_MISMATCH,
        "%s is preprocessed (%s), and the model was trained on %s; open the scene "
        "without preprocessing, and the model's own is applied",
        ae_scene_get_name (self->scene), has, wanted != NULL ? wanted : "spectra as they are");
  self->steps = ae_preprocess_new (wanted, ae_input_get_bands (self->input),
                                   ae_input_get_numbers (self->input),
                                   ae_input_get_wavelengths_nm (self->input), error);
  return self->steps != NULL;
}

static gboolean
refuse_grid (const AeInput *input, const AeScene *scene, GError **error)
{
  const double *wanted = ae_input_get_wavelengths_nm (input);
  const double *given = ae_scene_get_wavelengths_nm (scene);
  guint n = ae_input_get_bands (input), m = ae_scene_get_bands (scene);

  if (wanted == NULL)
    return ae_error_set (error, AE_ERROR_MISMATCH,
                         "The model was trained on a scene of %u bands, and %s has %u; without "
                         "wavelengths they cannot be matched",
                         ae_input_get_scene_bands (input), ae_scene_get_name (scene), m);
  return ae_error_set (
      error, AE_ERROR_MISMATCH,
      "The model was trained on other bands (%u from %.4g to %.4g nm) than %s has "
      "(%u from %.4g to %.4g nm); ask for resampling by wavelength",
      n, wanted[0], wanted[n - 1], ae_scene_get_name (scene), m, given[0], given[m - 1]);
}

/* ------------------------------------------------------------------ resampling */

typedef struct
{
  double nm;
  guint band;
} Centre;

static int
compare_centres_cb (const void *a, const void *b)
{
  double x = ((const Centre *) a)->nm, y = ((const Centre *) b)->nm;

  return (x > y) - (x < y);
}

static int
compare_numbers_cb (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static Centre *
dup_centres (const AeScene *scene, guint *n)
{
  const guint *good = ae_scene_get_good_bands (scene);
  const double *nm = ae_scene_get_wavelengths_nm (scene);
  Centre *centres;

  *n = ae_scene_get_n_good_bands (scene);
  centres = g_new (Centre, *n);
  for (guint i = 0; i < *n; i++)
    centres[i] = (Centre){ nm[good[i]], good[i] };
  qsort (centres, *n, sizeof *centres, compare_centres_cb);
  return centres;
}

static double
find_median_step (const Centre *centres, guint n)
{
  g_autofree double *steps = g_new (double, n);

  for (guint i = 1; i < n; i++)
    steps[i - 1] = centres[i].nm - centres[i - 1].nm;
  qsort (steps, n - 1, sizeof *steps, compare_numbers_cb);
  return steps[(n - 1) / 2];
}

static void
choose_source (AeInputAdapter *self, double nm, const Centre *centres, guint n, double step,
               Source *out)
{
  guint i = 1;
  double t;

  while (i + 1 < n && centres[i].nm < nm)
    i++;
  t = (nm - centres[i - 1].nm) / MAX (centres[i].nm - centres[i - 1].nm, 1e-9);
  *out = (Source){ centres[i - 1].band, centres[i].band, (float) CLAMP (t, 0, 1) };
  if (fabs (nm - centres[i - 1].nm) <= SAME_NM || fabs (nm - centres[i].nm) <= SAME_NM)
    return;
  self->n_resampled++;
  if (centres[i].nm - centres[i - 1].nm > GAP_STEPS * step)
    self->n_bridged++;
}

static gboolean
resample (AeInputAdapter *self, GError **error)
{
  const double *wanted = ae_input_get_wavelengths_nm (self->input);
  guint bands = ae_input_get_bands (self->input), n, outside = 0;
  g_autofree Centre *centres = dup_centres (self->scene, &n);
  double step;

  if (n < 2)
    return ae_error_set (error, AE_ERROR_MISMATCH,
                         "%s has fewer than two usable bands: nothing can be resampled",
                         ae_scene_get_name (self->scene));
  step = find_median_step (centres, n);
  self->sources = g_new (Source, bands);
  for (guint i = 0; i < bands; i++)
    {
      outside += wanted[i] < centres[0].nm - BEYOND_STEPS * step
                 || wanted[i] > centres[n - 1].nm + BEYOND_STEPS * step;
      choose_source (self, wanted[i], centres, n, step, &self->sources[i]);
    }
  if (outside == 0)
    return TRUE;
  return ae_error_set (
      error, AE_ERROR_MISMATCH,
      "%u of the model's %u bands (%.4g to %.4g nm) lie outside what %s covers "
      "(%.4g to %.4g nm); no resampling can make them up",
      outside, bands, wanted[0], wanted[bands - 1], ae_scene_get_name (self->scene),
      centres[0].nm, centres[n - 1].nm);
}

/* ------------------------------------------------------------------ life */

/**
 * ae_input_adapter_new:
 * @input: what a model is fed; a reference is taken
 * @scene: to be fed to it; a reference is taken
 * @resample: where its bands are others, interpolate between the two nearest by wavelength
 * @error: %AE_ERROR_MISMATCH naming both grids and what to do
 *
 * A scene as it was opened goes through the steps that the model's own went through.
 *
 * Returns: (transfer full): the scene as that model's input, for one thread at a time.
 */
AeInputAdapter *
ae_input_adapter_new (AeInput *input, AeScene *scene, gboolean resample_too, GError **error)
{
  g_autoptr (AeInputAdapter) self = g_new0 (AeInputAdapter, 1);

  self->input = ae_input_ref (input);
  self->scene = ae_scene_ref (scene);
  self->row = g_new (float, ae_input_get_bands (input));
  if (!choose_steps (self, error))
    return NULL;
  if (!are_comparable (input, scene, error))
    return NULL;
  if (is_same_grid (input, scene) && are_known (input, scene, resample_too ? NULL : error))
    return g_steal_pointer (&self);
  if (is_same_grid (input, scene) && !resample_too)
    return NULL;
  if (!resample_too || ae_input_get_wavelengths_nm (input) == NULL)
    {
      refuse_grid (input, scene, error);
      return NULL;
    }
  return resample (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * ae_input_adapter_new_plain:
 * @scene: a reference is taken
 * @error: as ae_input_adapter_new()
 *
 * Returns: (transfer full): its good bands in its own units, for what needs no model.
 */
AeInputAdapter *
ae_input_adapter_new_plain (AeScene *scene, GError **error)
{
  guint bands = ae_scene_get_n_good_bands (scene);
  g_autofree double *offset = g_new0 (double, bands);
  g_autofree double *factor = g_new (double, bands);
  g_autoptr (AeScaler) scaler = NULL;
  g_autoptr (AeInput) input = NULL;

  for (guint i = 0; i < bands; i++)
    factor[i] = 1;
  scaler = ae_scaler_new_from_values (AE_SCALING_NONE, bands, offset, factor);
  input = ae_input_new (scene, scaler);
  return ae_input_adapter_new (input, scene, FALSE, error);
}

/**
 * ae_input_adapter_free:
 * @self: (nullable) (transfer full): a feed
 */
void
ae_input_adapter_free (AeInputAdapter *self)
{
  if (self == NULL)
    return;
  ae_input_unref (self->input);
  ae_scene_unref (self->scene);
  g_clear_pointer (&self->steps, ae_preprocess_free);
  g_free (self->sources);
  g_free (self->row);
  g_free (self->full);
  g_free (self->raw);
  g_free (self);
}

/**
 * ae_input_adapter_get_scene:
 * @self: a feed
 *
 * Returns: (transfer none): what is fed.
 */
AeScene *
ae_input_adapter_get_scene (const AeInputAdapter *self)
{
  return self->scene;
}

/**
 * ae_input_adapter_get_input:
 * @self: a feed
 *
 * Returns: (transfer none): what the model wants.
 */
AeInput *
ae_input_adapter_get_input (const AeInputAdapter *self)
{
  return self->input;
}

/**
 * ae_input_adapter_is_resampled:
 * @self: a feed
 *
 * Returns: whether the scene has another grid than the model.
 */
gboolean
ae_input_adapter_is_resampled (const AeInputAdapter *self)
{
  return self->sources != NULL;
}

/**
 * ae_input_adapter_count_resampled:
 * @self: a feed
 *
 * Returns: how many of the model's bands lie between two of the scene's.
 */
guint
ae_input_adapter_count_resampled (const AeInputAdapter *self)
{
  return self->n_resampled;
}

/**
 * ae_input_adapter_count_bridged:
 * @self: a feed
 *
 * Returns: how many of those lie in a gap, three or more of the scene's steps wide.
 */
guint
ae_input_adapter_count_bridged (const AeInputAdapter *self)
{
  return self->n_bridged;
}

/* ------------------------------------------------------------------ feeding */

/* What the preprocessed spectrum is to be multiplied by to be the one before. */
static float
get_length (const float *before, const float *after, guint bands)
{
  double squares = 0, products = 0;

  for (guint i = 0; i < bands; i++)
    {
      squares += (double) before[i] * before[i];
      products += (double) before[i] * after[i];
    }
  return products > 0 ? (float) (squares / products) : 1;
}

/* One spectrum at the model's bands, in scene units. */
static void
pick_raw (const AeInputAdapter *self, const float *row, float *out)
{
  const guint *numbers = ae_input_get_numbers (self->input);

  for (guint j = 0; j < ae_input_get_bands (self->input); j++)
    {
      const Source *s = self->sources != NULL ? &self->sources[j] : NULL;

      out[j] = s == NULL ? row[numbers[j]] : row[s->a] + s->t * (row[s->b] - row[s->a]);
    }
}

/* The same, preprocessed, not scaled yet. */
static void
pick (const AeInputAdapter *self, const float *row, float *out)
{
  pick_raw (self, row, out);
  if (self->steps != NULL)
    ae_preprocess_apply (self->steps, out, 1, out);
}

/**
 * ae_input_adapter_fill:
 * @self: a feed
 * @rows: (n, scene bands): spectra of the scene, in its units
 * @n: how many
 * @out: (out) (n, bands): what the model sees
 */
void
ae_input_adapter_fill (const AeInputAdapter *self, const float *rows, gsize n, float *out)
{
  AeScaler *scaler = ae_input_get_scaler (self->input);
  guint all = ae_scene_get_bands (self->scene), bands = ae_input_get_bands (self->input);

  for (gsize i = 0; i < n; i++)
    {
      pick (self, rows + i * all, self->row);
      ae_scaler_apply (scaler, self->row, bands, NULL, 1, out + i * bands);
    }
}

/* Scenes on demand have not been looked through for missing values. */
static gboolean
is_there (const AeInputAdapter *self, gsize pixel, const float *row)
{
  return ae_scene_get_mask (self->scene)[pixel] != 1
         && (ae_scene_peek_cube (self->scene) != NULL
             || !ae_scene_has_missing (row, ae_scene_get_bands (self->scene),
                                       (float) ae_scene_get_nodata (self->scene)));
}

/* Of the row that was filled last. */
static float
measure (const AeInputAdapter *self, const float *row)
{
  guint bands = ae_input_get_bands (self->input);

  pick_raw (self, row, self->raw);
  return get_length (self->raw, self->row, bands);
}

/**
 * ae_input_adapter_undo:
 * @self: a feed
 * @lengths: (nullable): (pixels of a reading) borrowed; ae_input_adapter_read_lines() fills it
 *   with what each pixel's preprocessed spectrum, and so its reconstruction, is multiplied by
 * to be in scene units
 * @error: %AE_ERROR_INVALID
 *
 * Returns: %FALSE where the preprocessing cannot be undone: all but dividing by the norm lose
 * what they take away.
 */
gboolean
ae_input_adapter_undo (AeInputAdapter *self, float *lengths, GError **error)
{
  const char *wanted = ae_input_get_preprocessing (self->input);

  if (wanted == NULL)
    return TRUE;
  if (self->steps == NULL)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "%s is open with its preprocessing (%s) done, which takes its units "
                         "away; open it as it is",
                         ae_scene_get_name (self->scene), wanted);
  if (strcmp (wanted, "norm") != 0)
    return ae_error_set (
        error, AE_ERROR_INVALID,
        "The preprocessing that the model was trained on (%s) cannot be undone; "
        "its reconstructions have no scene units",
        wanted);
  self->lengths = lengths;
  g_free (self->raw);
  self->raw = g_new (float, ae_input_get_bands (self->input));
  return TRUE;
}

/**
 * ae_input_adapter_read_lines:
 * @self: a feed
 * @first: first line
 * @n_lines: how many
 * @out: (out) (n_lines × samples, bands): gets the pixels that have data, one after the other
 * @pixels: (out) (n_lines × samples): gets their indices in the scene
 * @n: (out): how many there are
 * @error: as ae_scene_read_lines()
 *
 * Returns: whether they could be read.
 */
gboolean
ae_input_adapter_read_lines (AeInputAdapter *self, guint first, guint n_lines, float *out,
                             guint32 *pixels, gsize *n, GError **error)
{
  gsize samples = ae_scene_get_samples (self->scene), all = ae_scene_get_bands (self->scene);
  gsize count = n_lines * samples, from = first * samples;
  guint bands = ae_input_get_bands (self->input);

  if (self->n_full < count * all)
    {
      g_free (self->full);
      self->full = g_new (float, count *all);
      self->n_full = count * all;
    }
  if (!ae_scene_read_lines (self->scene, first, n_lines, self->full, error))
    return FALSE;
  *n = 0;
  for (gsize i = 0; i < count; i++)
    if (is_there (self, from + i, self->full + i * all))
      {
        ae_input_adapter_fill (self, self->full + i * all, 1, out + *n * bands);
        if (self->lengths != NULL)
          self->lengths[*n] = measure (self, self->full + i * all);
        pixels[(*n)++] = (guint32) (from + i);
      }
  return TRUE;
}

static void
describe (const AeInputAdapter *self, AeSceneBuilder *b)
{
  AeScene *scene = self->scene;
  const double *nm = ae_input_get_wavelengths_nm (self->input);
  const guint16 *labels = ae_scene_get_labels (scene);
  gsize n = ae_scene_get_n_pixels (scene);

  b->name = g_strdup (ae_scene_get_name (scene));
  b->path = g_strdup (ae_scene_get_path (scene));
  b->format = g_strdup (ae_scene_get_format (scene));
  b->data_type = g_strdup ("float32");
  b->lines = ae_scene_get_lines (scene);
  b->samples = ae_scene_get_samples (scene);
  b->bands = ae_input_get_bands (self->input);
  b->mask = g_memdup2 (ae_scene_get_mask (scene), n);
  b->preprocessing = g_strdup (ae_input_get_preprocessing (self->input));
  b->units = nm != NULL ? AE_WAVELENGTH_NANOMETRES : AE_WAVELENGTH_NONE;
  if (nm != NULL)
    b->wavelengths_nm = g_memdup2 (nm, b->bands * sizeof *nm);
  if (labels == NULL)
    return;
  b->labels = g_memdup2 (labels, n * sizeof *labels);
  b->n_classes = ae_scene_get_n_classes (scene);
}

/**
 * ae_input_adapter_dup_scene:
 * @self: a feed
 * @error: as ae_scene_read_lines(); %AE_ERROR_TOO_LARGE for a scene that is read on demand
 *
 * Returns: (transfer full): the scene at the model's bands, in its own units, to train on.
 */
AeScene *
ae_input_adapter_dup_scene (AeInputAdapter *self, GError **error)
{
  gsize n = ae_scene_get_n_pixels (self->scene);
  guint all = ae_scene_get_bands (self->scene), bands = ae_input_get_bands (self->input);
  const float *cube = ae_scene_peek_cube (self->scene);
  AeSceneBuilder b = { 0 };

  if (cube == NULL)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_TOO_LARGE,
                   "%s is too large to be carried over whole; cut a part of it out first",
                   ae_scene_get_name (self->scene));
      return NULL;
    }
  describe (self, &b);
  b.cube = g_new (float, n *bands);
  for (gsize p = 0; p < n; p++)
    pick (self, cube + p * all, b.cube + p * bands);
  return ae_scene_new_take (&b, error);
}
