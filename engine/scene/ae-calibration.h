/* ae-calibration.h: from the numbers of a file to values, the same for every reader. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

AeCalibration *ae_calibration_new (guint bands);
void ae_calibration_free (AeCalibration *self);
gboolean ae_calibration_scale (AeCalibration *self, const double *gains, guint n_gains,
                               const double *offsets, guint n_offsets);
gboolean ae_calibration_add_missing (AeCalibration *self, const double *numbers, guint n);
void ae_calibration_set_range (AeCalibration *self, double lowest, double highest,
                               gboolean is_of_values);
AeCalibration *ae_calibration_new_joined (AeCalibration *const *parts, guint n,
                                          const guint *places);
void ae_calibration_apply (const AeCalibration *self, float *values, gsize n_pixels);
void ae_calibration_apply_band (const AeCalibration *self, guint band, float *values, gsize n);
void ae_calibration_put (AeSceneBuilder *builder, AeCalibration *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeCalibration, ae_calibration_free)

G_END_DECLS
