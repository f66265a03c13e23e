/* ae-spectral-library.c: spectra with names and wavelengths; resampling. Files: see
 * ae-spectral-library-file.c. */
#include "ae-spectral-library.h"

#include "ae-metrics.h"

#include <math.h>
#include <stdatomic.h>

struct _AeSpectralLibrary
{
  atomic_int ref_count;
  char *name;
  guint n_spectra;
  guint bands;
  float *values;          /* (n_spectra, bands) */
  double *wavelengths_nm; /* (bands) or NULL */
  gboolean units_guessed;
  char **names; /* (n_spectra) + NULL */
};

G_DEFINE_BOXED_TYPE (AeSpectralLibrary, ae_spectral_library, ae_spectral_library_ref,
                     ae_spectral_library_unref)

/**
 * ae_spectral_library_new_take:
 * @name: (transfer full): what to call it
 * @n_spectra: how many, at least 1
 * @bands: numbers in each, at least 1
 * @values: (transfer full): (n_spectra, bands), g_malloc'd; NAN marks deleted channels
 * @wavelengths_nm: (transfer full) (nullable): (bands)
 * @units_guessed: whether nothing says what the wavelengths were in
 * @names: (transfer full) (nullable): (n_spectra) and a %NULL; missing ones are numbered
 *
 * Returns: (transfer full): a library. Any thread.
 */
AeSpectralLibrary *
ae_spectral_library_new_take (char *name, guint n_spectra, guint bands, float *values,
                              double *wavelengths_nm, gboolean units_guessed, char **names)
{
  AeSpectralLibrary *self = g_new0 (AeSpectralLibrary, 1);
  guint n_names = names != NULL ? g_strv_length (names) : 0;

  atomic_init (&self->ref_count, 1);
  self->name = name;
  self->n_spectra = n_spectra;
  self->bands = bands;
  self->values = values;
  self->wavelengths_nm = wavelengths_nm;
  self->units_guessed = units_guessed;
  self->names = g_new0 (char *, n_spectra + 1);
  for (guint i = 0; i < n_spectra; i++)
    self->names[i] = i < n_names ? g_strdup (names[i]) : g_strdup_printf ("Spectrum %u", i + 1);
  g_strfreev (names);
  return self;
}

/**
 * ae_spectral_library_ref:
 *
 * Returns: (transfer full): @self. Any thread.
 */
AeSpectralLibrary *
ae_spectral_library_ref (AeSpectralLibrary *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_spectral_library_unref:
 * @self: (nullable) (transfer full): a library
 *
 * Any thread.
 */
void
ae_spectral_library_unref (AeSpectralLibrary *self)
{
  if (self == NULL
      || atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  g_free (self->name);
  g_free (self->values);
  g_free (self->wavelengths_nm);
  g_strfreev (self->names);
  g_free (self);
}

/**
 * ae_spectral_library_get_name:
 *
 * Returns: what to call it on screen. Borrowed; any thread, as all that follow.
 */
const char *
ae_spectral_library_get_name (const AeSpectralLibrary *self)
{
  return self->name;
}

/**
 * ae_spectral_library_get_n_spectra:
 *
 * Returns: how many spectra, at least 1.
 */
guint
ae_spectral_library_get_n_spectra (const AeSpectralLibrary *self)
{
  return self->n_spectra;
}

/**
 * ae_spectral_library_get_bands:
 *
 * Returns: numbers in a spectrum, at least 1.
 */
guint
ae_spectral_library_get_bands (const AeSpectralLibrary *self)
{
  return self->bands;
}

/**
 * ae_spectral_library_get_wavelengths_nm:
 *
 * Returns: (nullable): (bands) centres in nanometres.
 */
const double *
ae_spectral_library_get_wavelengths_nm (const AeSpectralLibrary *self)
{
  return self->wavelengths_nm;
}

/**
 * ae_spectral_library_get_units_guessed:
 *
 * Returns: whether the file does not say what its wavelengths are in.
 */
gboolean
ae_spectral_library_get_units_guessed (const AeSpectralLibrary *self)
{
  return self->units_guessed;
}

/**
 * ae_spectral_library_get_spectrum_name:
 *
 * Returns: the name of one spectrum.
 */
const char *
ae_spectral_library_get_spectrum_name (const AeSpectralLibrary *self, guint index)
{
  g_return_val_if_fail (index < self->n_spectra, NULL);
  return self->names[index];
}

/**
 * ae_spectral_library_get_spectrum:
 *
 * Returns: (bands) the values as stored, NAN where the file marks them deleted.
 */
const float *
ae_spectral_library_get_spectrum (const AeSpectralLibrary *self, guint index)
{
  g_return_val_if_fail (index < self->n_spectra, NULL);
  return self->values + (gsize) index * self->bands;
}

/* The nearest known value at or below and at or above a wavelength. Lists need not ascend. */
static float
interpolate (const AeSpectralLibrary *self, const float *values, double nm)
{
  double below = -INFINITY, above = INFINITY;
  float at_below = NAN, at_above = NAN;

  for (guint i = 0; i < self->bands; i++)
    {
      double centre = self->wavelengths_nm[i];

      if (centre <= nm && centre > below)
        {
          below = centre;
          at_below = values[i];
        }
      if (centre >= nm && centre < above)
        {
          above = centre;
          at_above = values[i];
        }
    }
  if (below == above)
    return at_below;
  return (float) (at_below + (at_above - at_below) * (nm - below) / (above - below));
}

/**
 * ae_spectral_library_fill_resampled:
 * @index: which spectrum
 * @wavelengths_nm: (nullable) (n) where values are wanted
 * @n: how many
 * @out: (n) linear interpolation; NAN outside the spectrum's range and beside its gaps
 *
 * Where either has no wavelengths, the values in their order if there are as many, else NAN.
 */
void
ae_spectral_library_fill_resampled (const AeSpectralLibrary *self, guint index,
                                    const double *wavelengths_nm, guint n, float *out)
{
  const float *values = ae_spectral_library_get_spectrum (self, index);

  for (guint i = 0; i < n; i++)
    if (self->wavelengths_nm != NULL && wavelengths_nm != NULL)
      out[i] = interpolate (self, values, wavelengths_nm[i]);
    else
      out[i] = n == self->bands ? values[i] : NAN;
}

/**
 * ae_spectral_library_fill_angles:
 * @wavelengths_nm: (n) of the spectrum; %NULL where it has none
 * @spectrum: (n); NAN where there is no value
 * @n: its bands
 * @degrees: (out) (n_spectra): spectral angle to each of the library (Kruse et al., 1993), over
 *   the bands that both have; NAN where they share fewer than two
 *
 * Any thread.
 */
void
ae_spectral_library_fill_angles (const AeSpectralLibrary *self, const double *wavelengths_nm,
                                 const float *spectrum, guint n, float *degrees)
{
  g_autofree float *resampled = g_new (float, n);

  for (guint s = 0; s < self->n_spectra; s++)
    {
      if (wavelengths_nm != NULL || n == self->bands)
        ae_spectral_library_fill_resampled (self, s, wavelengths_nm, n, resampled);
      degrees[s] = wavelengths_nm != NULL || n == self->bands
                       ? (float) (ae_metrics_get_angle (spectrum, resampled, n) * 180 / G_PI)
                       : NAN;
    }
}
