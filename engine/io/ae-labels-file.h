/* ae-labels-file.h: writes the labels of a scene for other programs. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

gboolean ae_labels_save (AeScene *scene, const char *path, GError **error);

G_END_DECLS
