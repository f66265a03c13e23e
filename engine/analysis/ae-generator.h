/* ae-generator.h: codes in, spectra in scene units out; and ways to choose codes. */
#pragma once

#include "ae-model.h"
#include "ae-scaler.h"

G_BEGIN_DECLS

void ae_generator_decode (const AeModel *model, const AeScaler *scaler, const float *codes,
                          gsize n, float *spectra);
void ae_generator_fill_prior (float *codes, gsize n, guint dims, guint64 seed);
void ae_generator_fill_sheet (float *codes, guint side, const float *code, guint dims, guint x,
                              guint y, const double mean[2], const double deviation[2]);
void ae_generator_fill_line (float *codes, guint steps, const float *from, const float *to,
                             guint dims);
void ae_generator_measure_band (const AeModel *model, const AeScaler *scaler, const float *code,
                                const float *deviation, guint64 seed, float *low, float *high);
double ae_normal_quantile (double p);

G_END_DECLS
