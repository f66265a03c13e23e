/* ae-model-export.h: a saved model in files that other programs read. */
#pragma once

#include "ae-onnx.h"
#include "ae-project.h"

G_BEGIN_DECLS

gboolean ae_model_export (const AeProjectRun *run, const char *path, AeOnnxPart part,
                          gsize *bytes, GError **error);

G_END_DECLS
