/* ae-scaler.h: maps scene units to what the network sees and back, band by band. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

/**
 * AeScaling:
 * @AE_SCALING_BAND: each band by its own range, maximum − minimum (the default)
 * @AE_SCALING_GLOBAL: all bands by one number, the largest magnitude over the pixels
 * @AE_SCALING_STANDARD: each band by its standard deviation
 * @AE_SCALING_MINMAX: all bands by one range, global maximum − minimum
 * @AE_SCALING_NONE: as they are
 * @AE_SCALING_PERCENTILE: each band by the range of the middle 99.8 % of its values, where a
 * few pixels would make the range
 *
 * All but `none` also centre each band on the mean of the fitted pixels: errors of
 * reconstruction are those of bands scaled to [0, 1] and so on, as a constant offset does
 * not change them.
 */
typedef enum
{
  AE_SCALING_BAND,
  AE_SCALING_GLOBAL,
  AE_SCALING_STANDARD,
  AE_SCALING_MINMAX,
  AE_SCALING_NONE,
  AE_SCALING_PERCENTILE,
  AE_SCALING_N,
} AeScaling;

typedef struct _AeScaler AeScaler;

/* "band", "global", "standard", "minmax", "none", "percentile" */
const char *ae_scaling_to_string (AeScaling scaling);
gboolean ae_scaling_from_string (const char *text, AeScaling *out);

/* Fits on the given pixels of the scene's good bands. Constant bands get factor 1, so they map
 * to 0. */
AeScaler *ae_scaler_new_fit (AeScaling scaling, AeScene *scene, const guint32 *pixels, gsize n,
                             GError **error);
AeScaler *ae_scaler_new_fit_rows (AeScaling scaling, const float *rows, gsize n, guint bands,
                                  GError **error);
AeScaler *ae_scaler_new_from_values (AeScaling scaling, guint bands, const double *offset,
                                     const double *factor);
AeScaler *ae_scaler_ref (AeScaler *self);
void ae_scaler_unref (AeScaler *self);
AeScaling ae_scaler_get_scaling (const AeScaler *self);
/* good bands only */
guint ae_scaler_get_bands (const AeScaler *self);
/* (bands): scaled = (value − offset) × factor */
const float *ae_scaler_get_offset (const AeScaler *self);
const float *ae_scaler_get_factor (const AeScaler *self);
/* (bands): scene units in a scaled 1 */
const float *ae_scaler_get_unit (const AeScaler *self);
/* (bands): standard deviation of the scaled band; the unit of the noise level */
const float *ae_scaler_get_deviation (const AeScaler *self);

/* `good` picks the scaler's bands out of a full spectrum: (bands) ascending, or NULL when `in`
 * has good bands only. */
void ae_scaler_apply (const AeScaler *self, const float *in, gsize in_stride, const guint *good,
                      gsize n, float *out /* (n, bands) */);
void ae_scaler_invert (const AeScaler *self, const float *in /* (n, bands) */, gsize n,
                       float *out, gsize out_stride, const guint *good);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeScaler, ae_scaler_unref)

G_END_DECLS
