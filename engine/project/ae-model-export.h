/* ae-model-export.h: a saved model in files that other programs read. */
#pragma once

#include "ae-onnx.h"
#include "ae-project.h"

G_BEGIN_DECLS

/* For helps and refusals: which ending makes which format. */
#define AE_MODEL_EXPORT_ENDINGS ".onnx, .npz, or .csv for the loss curves"

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

/**
 * AeModelExportWhat:
 * @AE_MODEL_EXPORT_MODEL: parameters, preprocessing and scaling
 * @AE_MODEL_EXPORT_HISTORY: the loss curves
 *
 * What the ending of a file asks for.
 */
typedef enum
{
  AE_MODEL_EXPORT_MODEL,
  AE_MODEL_EXPORT_HISTORY,
} AeModelExportWhat;

const char *ae_model_export_get_ending (AeModelExportWhat what, guint i);
gboolean ae_model_export (const AeProjectRun *run, const char *path, AeOnnxPart part,
                          AeModelExportInput input,
                          gsize *bytes, GError **error);

G_END_DECLS
