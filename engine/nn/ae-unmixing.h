/* ae-unmixing.h: what makes a code abundances and a decoder's weights endmembers. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

/**
 * AeUnmixingScale:
 * @origin, @unit: (bands): borrowed; scene units of a scaled 0 and of a scaled 1 above it
 */
typedef struct
{
  const ae_real *origin, *unit;
} AeUnmixingScale;

void ae_unit_spectra_forward (ae_real *u, const ae_real *x, const AeUnmixingScale *scale,
                              const ae_real *mean, const ae_real *gain, gsize n, gsize bands);
void ae_mixed_spectra_forward (ae_real *y, ae_real *brightness, const ae_real *x,
                               const AeUnmixingScale *scale, gsize n, gsize bands);
void ae_mixed_spectra_backward (ae_real *dy, const ae_real *brightness,
                                const AeUnmixingScale *scale, gsize n, gsize bands);
void ae_abundances_forward (ae_real *a, double temperature, gsize n, gsize units);
void ae_abundances_backward (ae_real *da, const ae_real *a, double temperature, gsize n,
                             gsize units);
void ae_abundance_sparsity_add_sums (double *sums, const ae_real *a, gsize n, gsize units);
void ae_abundance_sparsity_backward (ae_real *da, const ae_real *a, double scale, gsize n,
                                     gsize units);
double ae_simplex_volume_forward (const ae_real *e, double size, gsize units, gsize bands);
void ae_simplex_volume_backward (ae_real *de, const ae_real *e, double scale, double size,
                                 gsize units, gsize bands);
void ae_endmembers_project (ae_real *e, const ae_real *before, double rate, gsize n);

G_END_DECLS
