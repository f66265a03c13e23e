/* ae-model-export.h: a saved model in files that other programs read. */
#pragma once

#include "ae-onnx.h"
#include "ae-project.h"

G_BEGIN_DECLS

/**
 * AeModelExportInput:
 * @AE_MODEL_EXPORT_RAW: spectra as in the scene; the preprocessing is in the file
 * @AE_MODEL_EXPORT_PREPROCESSED: spectra that have been preprocessed
 */
typedef enum
{
  AE_MODEL_EXPORT_RAW,
  AE_MODEL_EXPORT_PREPROCESSED,
} AeModelExportInput;

gboolean ae_model_export (const AeProjectRun *run, const char *path, AeOnnxPart part,
                          AeModelExportInput input,
                          gsize *bytes, GError **error);

G_END_DECLS
