/* ae-sidecar.h: wavelengths and calibration from a file beside the image. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

void ae_sidecar_fill (AeSceneBuilder *builder, const char *path);
void ae_sidecar_fill_calibration (AeSceneBuilder *builder, const char *path);

G_END_DECLS
