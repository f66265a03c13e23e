/* ae-scene-edits.h: what a user changes of a scene as it was opened: the unit of its
 * wavelengths, the bands that are used, the preprocessing of its spectra. */
#pragma once

#include <gio/gio.h>

#include "ae-scene.h"

G_BEGIN_DECLS

/**
 * AeSceneEdits:
 * @units: of the file's wavelengths; %AE_WAVELENGTH_NONE: as the file says
 * @kept_bands: (nullable): numbers from 1, or wavelengths: "1-103, 109-148", "400-1340nm";
 * %NULL: as the file says
 * @has_nodata: whether @nodata holds
 * @nodata: a value of the scene that stands for no data, besides what the file says
 * @preprocessing: (nullable): steps, see ae_preprocess_new()
 *
 * Texts are borrowed. Zero-initialise for the scene as it was opened.
 */
typedef struct
{
  AeWavelengthUnits units;
  const char *kept_bands;
  const char *preprocessing;
  gboolean has_nodata;
  double nodata;
} AeSceneEdits;

AeScene *ae_scene_apply_edits (AeScene *scene, const AeSceneEdits *edits,
                               GCancellable *cancellable, GError **error);
AeScene *ae_scene_get_opened (AeScene *scene);
AeWavelengthUnits ae_scene_get_chosen_units (const AeScene *scene);
gboolean ae_scene_get_chosen_nodata (const AeScene *scene, double *value);
char *ae_scene_dup_chosen_bands (const AeScene *scene);
guint8 *ae_scene_edits_parse_bands (const char *text, const AeScene *scene, GError **error);
char *ae_scene_edits_dup_bands_text (const guint8 *bad_bands, guint bands);

G_END_DECLS
