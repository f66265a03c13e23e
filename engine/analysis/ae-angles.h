/* ae-angles.h: spectral angles between one spectrum and the pixels of a scene, many a second.
 */
#pragma once

#include <gio/gio.h>

#include "ae-scene.h"

G_BEGIN_DECLS

/**
 * AeAngles:
 *
 * The pixels of a scene as spectra of length one, over the good bands. Immutable; reference
 * counted; any thread may use it.
 */
typedef struct _AeAngles AeAngles;

AeAngles *ae_angles_new (AeScene *scene, gsize max_bytes, GCancellable *cancellable,
                         GError **error);
AeAngles *ae_angles_ref (AeAngles *self);
void ae_angles_unref (AeAngles *self);
gsize ae_angles_get_n (const AeAngles *self);
/* (n): which pixels of the scene they are */
const guint32 *ae_angles_get_pixels (const AeAngles *self);
/* good bands */
guint ae_angles_get_bands (const AeAngles *self);
double ae_angles_get_usual_roughness (const AeAngles *self);
double ae_angles_get_usual_step (const AeAngles *self);

void ae_angles_measure (const AeAngles *self, const float *spectrum, float *degrees);
guint ae_angles_find_nearest (const AeAngles *self, const float *degrees, guint k,
                              guint32 *nearest);
double ae_angles_find_least (const AeAngles *self, const float *spectrum, gssize but);
guint ae_angles_fill_least (const AeAngles *self, guint n_probes, double *least);
double ae_angles_get_typical_least (const AeAngles *self, guint n_probes);

/**
 * AeSpectrumFlags:
 * @n_negative: bands below zero by more than a fiftieth of the largest value
 * @has_step: whether neighbouring bands differ more than in nearly all real spectra
 * @step_band: the second of the two
 * @is_rough: whether it is rougher than nearly all real spectra
 *
 * What no real spectrum does, or hardly one.
 */
typedef struct
{
  guint n_negative;
  gboolean has_step;
  guint step_band;
  gboolean is_rough;
} AeSpectrumFlags;

void ae_spectrum_find_flags (const float *spectrum, guint bands, const AeAngles *real,
                             AeSpectrumFlags *flags);
double ae_spectrum_get_roughness (const float *spectrum, guint bands);
double ae_spectrum_get_step (const float *spectrum, guint bands, guint *band);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeAngles, ae_angles_unref)

G_END_DECLS
