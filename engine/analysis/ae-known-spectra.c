/* ae-known-spectra.c: a library on the bands of a model, or what the demo scene is made of, and
 * the assignment of others to them.
 */
#include "ae-known-spectra.h"

#include <math.h>

#include "ae-endmembers.h"
#include "ae-error.h"
#include "ae-metrics.h"

static AeKnownSpectra *
new_empty (guint n, guint bands)
{
  AeKnownSpectra *self = g_new (AeKnownSpectra, 1);

  *self = (AeKnownSpectra){ n, bands, g_new (float, (gsize) n *bands), g_new0 (char *, n + 1) };
  return self;
}

/**
 * ae_known_spectra_new_from_library:
 * @library: named spectra
 * @wavelengths_nm: (nullable) (bands): where values are wanted
 * @bands: how many
 *
 * Any thread.
 *
 * Returns: (transfer full): all of them, interpolated by wavelength.
 */
AeKnownSpectra *
ae_known_spectra_new_from_library (const AeSpectralLibrary *library,
                                   const double *wavelengths_nm, guint bands)
{
  AeKnownSpectra *self = new_empty (ae_spectral_library_get_n_spectra (library), bands);

  for (guint i = 0; i < self->n; i++)
    {
      ae_spectral_library_fill_resampled (library, i, wavelengths_nm, bands,
                                          self->spectra + (gsize) i * bands);
      self->names[i] = g_strdup (ae_spectral_library_get_spectrum_name (library, i));
    }
  return self;
}

/**
 * ae_known_spectra_new_from_truth:
 * @scene: any
 * @numbers: (bands): which of its bands
 * @bands: how many
 *
 * Returns: (transfer full) (nullable): what the demo scene is made of; %NULL for other scenes.
 */
AeKnownSpectra *
ae_known_spectra_new_from_truth (const AeScene *scene, const guint *numbers, guint bands)
{
  const float *truth = ae_scene_get_truth_endmembers (scene);
  guint all = ae_scene_get_bands (scene);
  AeKnownSpectra *self;

  if (truth == NULL)
    return NULL;
  self = new_empty (ae_scene_get_n_truth_materials (scene), bands);
  for (guint i = 0; i < self->n; i++)
    {
      for (guint b = 0; b < bands; b++)
        self->spectra[(gsize) i * bands + b] = truth[(gsize) i * all + numbers[b]];
      self->names[i] = g_strdup (ae_scene_get_truth_material (scene, i));
    }
  return self;
}

/**
 * ae_known_spectra_free:
 * @self: (nullable) (transfer full): known spectra
 */
void
ae_known_spectra_free (AeKnownSpectra *self)
{
  if (self == NULL)
    return;
  g_free (self->spectra);
  g_strfreev (self->names);
  g_free (self);
}

/**
 * ae_known_spectra_match:
 * @self: known spectra
 * @spectra: (n, bands)
 * @n: how many; no more than are known
 * @match: (out) (n): which of the known ones each is; none is given twice
 * @angles: (out) (n): radians
 * @mean: (out): of the angles
 * @error: %AE_ERROR_INVALID where fewer are known
 *
 * The sum of the spectral angles is the least there is (Kuhn, 1955, in ae_endmembers_assign()).
 * Any thread.
 *
 * Returns: whether each is one of them.
 */
gboolean
ae_known_spectra_match (const AeKnownSpectra *self, const float *spectra, guint n, guint *match,
                        double *angles, double *mean, GError **error)
{
  g_autofree double *cost = NULL;

  if (self->n < n)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "%u endmembers cannot each be one of %u known spectra; ask for fewer", n,
                   self->n);
      return FALSE;
    }
  cost = g_new (double, (gsize) n * self->n);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < self->n; k++)
      {
        double angle
            = ae_metrics_get_angle (spectra + (gsize) i * self->bands,
                                    self->spectra + (gsize) k * self->bands, self->bands);

        cost[(gsize) i * self->n + k] = isnan (angle) ? G_PI : angle;
      }
  *mean = ae_endmembers_assign (cost, n, self->n, match) / n;
  for (guint i = 0; i < n; i++)
    angles[i] = cost[(gsize) i * self->n + match[i]];
  return TRUE;
}
