/* ae-input.c: what a model is fed: a value that is saved with it, so that it is never fed
 * anything else in silence. Feeding it is ae-input-adapter. */
#include "ae-input.h"

#include "ae-error.h"
#include "ae-preprocess.h"

#include <math.h>
#include <stdatomic.h>

struct _AeInput
{
  atomic_int ref_count;
  guint scene_bands, bands;
  guint *numbers;
  double *wavelengths_nm;
  char *preprocessing; /* nullable */
  AeScaler *scaler;
};

static AeInput *
input_alloc (guint scene_bands, guint bands, const guint *numbers, AeScaler *scaler)
{
  AeInput *self = g_new0 (AeInput, 1);

  atomic_init (&self->ref_count, 1);
  self->scene_bands = scene_bands;
  self->bands = bands;
  self->numbers = g_memdup2 (numbers, bands * sizeof *numbers);
  self->scaler = ae_scaler_ref (scaler);
  return self;
}

/**
 * ae_input_new:
 * @scene: what a model is trained on
 * @scaler: of its good bands; a reference is taken
 *
 * Returns: (transfer full): the scene's good bands as a model's input. Any thread.
 */
AeInput *
ae_input_new (const AeScene *scene, AeScaler *scaler)
{
  guint bands = ae_scene_get_n_good_bands (scene);
  const double *nm = ae_scene_get_wavelengths_nm (scene);
  AeInput *self = input_alloc (ae_scene_get_bands (scene), bands,
                               ae_scene_get_good_bands (scene), scaler);

  self->preprocessing = g_strdup (ae_scene_get_preprocessing (scene));
  if (nm == NULL)
    return self;
  self->wavelengths_nm = g_new (double, bands);
  for (guint i = 0; i < bands; i++)
    self->wavelengths_nm[i] = nm[self->numbers[i]];
  return self;
}

static gboolean
damaged (GError **error, const char *what)
{
  return ae_error_set (error, AE_ERROR_DAMAGED,
                       "The model's list of bands is damaged: %s; train a new model", what);
}

static gboolean
check (guint scene_bands, guint bands, const guint *numbers, const double *nm,
       const AeScaler *scaler, GError **error)
{
  const float *offset = ae_scaler_get_offset (scaler), *factor = ae_scaler_get_factor (scaler);

  if (bands == 0 || bands != ae_scaler_get_bands (scaler))
    return damaged (error, "it has not as many bands as the scaling");
  for (guint i = 0; i < bands; i++)
    {
      if (numbers[i] >= scene_bands || (i > 0 && numbers[i] <= numbers[i - 1]))
        return damaged (error, "the bands are not in order");
      if (nm != NULL && !(nm[i] > 0 && nm[i] < 1e9))
        return damaged (error, "a wavelength is no length");
      if (!isfinite (offset[i]) || !isfinite (factor[i]) || factor[i] == 0)
        return damaged (error, "a scaling cannot be undone");
    }
  return TRUE;
}

/**
 * ae_input_new_from_values:
 * @scene_bands: of the scene, bad ones included
 * @bands: inputs of the model
 * @numbers: (array length=bands): which bands of the scene, 0-based, ascending
 * @wavelengths_nm: (array length=bands) (nullable): theirs
 * @preprocessing: (nullable): steps that its spectra go through, see ae_preprocess_new()
 * @scaler: of as many bands; a reference is taken
 * @error: %AE_ERROR_DAMAGED saying what contradicts itself
 *
 * Returns: (transfer full): an input from stored numbers. Any thread.
 */
AeInput *
ae_input_new_from_values (guint scene_bands, guint bands, const guint *numbers,
                          const double *wavelengths_nm, const char *preprocessing,
                          AeScaler *scaler, GError **error)
{
  g_autofree char *steps = ae_preprocess_dup_canonical (preprocessing, NULL);
  AeInput *self;

  if (steps == NULL)
    {
      damaged (error, "its preprocessing is unknown");
      return NULL;
    }
  if (!check (scene_bands, bands, numbers, wavelengths_nm, scaler, error))
    return NULL;
  self = input_alloc (scene_bands, bands, numbers, scaler);
  if (wavelengths_nm != NULL)
    self->wavelengths_nm = g_memdup2 (wavelengths_nm, bands * sizeof *wavelengths_nm);
  if (steps[0] != '\0')
    self->preprocessing = g_steal_pointer (&steps);
  return self;
}

/**
 * ae_input_ref:
 * @self: an input
 *
 * Returns: (transfer full): the same. Any thread.
 */
AeInput *
ae_input_ref (AeInput *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_input_unref:
 * @self: (nullable) (transfer full): an input
 *
 * Any thread.
 */
void
ae_input_unref (AeInput *self)
{
  if (self == NULL
      || atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  ae_scaler_unref (self->scaler);
  g_free (self->numbers);
  g_free (self->wavelengths_nm);
  g_free (self->preprocessing);
  g_free (self);
}

/**
 * ae_input_get_scene_bands:
 * @self: an input
 *
 * Returns: bands of the scene that it is of, bad ones included.
 */
guint
ae_input_get_scene_bands (const AeInput *self)
{
  return self->scene_bands;
}

/**
 * ae_input_get_bands:
 * @self: an input
 *
 * Returns: inputs of the model.
 */
guint
ae_input_get_bands (const AeInput *self)
{
  return self->bands;
}

/**
 * ae_input_get_numbers:
 * @self: an input
 *
 * Returns: (transfer none) (bands): the scene's bands, 0-based, ascending.
 */
const guint *
ae_input_get_numbers (const AeInput *self)
{
  return self->numbers;
}

/**
 * ae_input_get_wavelengths_nm:
 * @self: an input
 *
 * Returns: (nullable) (transfer none) (bands): theirs, %NULL where the scene had none.
 */
const double *
ae_input_get_wavelengths_nm (const AeInput *self)
{
  return self->wavelengths_nm;
}

/**
 * ae_input_get_scaler:
 * @self: an input
 *
 * Returns: (transfer none): from scene units to what the model sees.
 */
AeScaler *
ae_input_get_scaler (const AeInput *self)
{
  return self->scaler;
}

/**
 * ae_input_get_preprocessing:
 * @self: an input
 *
 * Returns: (nullable) (transfer none): steps that spectra go through before they are scaled.
 */
const char *
ae_input_get_preprocessing (const AeInput *self)
{
  return self->preprocessing;
}

/**
 * ae_input_dup_units:
 * @self: an input
 *
 * Returns: (transfer full): what a model's reconstructions are in: "scene units", or
 * "preprocessed: norm,smooth:9" of one whose spectra go through such steps.
 */
char *
ae_input_dup_units (const AeInput *self)
{
  return self->preprocessing != NULL ? g_strconcat ("preprocessed: ", self->preprocessing, NULL)
                                     : g_strdup ("scene units");
}
