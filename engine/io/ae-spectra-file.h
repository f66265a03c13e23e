/* ae-spectra-file.h: spectra to a file that other programs read. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For titles, helps and refusals: a table, an array, an ENVI spectral library. */
#define AE_SPECTRA_ENDINGS ".csv, .npy or .sli"

gboolean ae_spectra_save (const char *path, const float *spectra, guint n, guint bands,
                          const double *wavelengths_nm, const char *const *names,
                          GError **error);

G_END_DECLS
