/* ae-onnx.h: a model as an ONNX file, for any program that runs those. */
#pragma once

#include "ae-model.h"

G_BEGIN_DECLS

#define AE_ONNX_OPSET 13

typedef enum
{
  AE_ONNX_WHOLE,   /* spectrum → code, reconstruction */
  AE_ONNX_ENCODER, /* spectrum → code */
  AE_ONNX_DECODER, /* code → reconstruction */
} AeOnnxPart;

/**
 * AeOnnxStep:
 * @matrix: (bands, bands): what a spectrum is multiplied with; %NULL: it is divided by its
 * Euclidean length
 *
 * A step between the file's spectrum and the scaling.
 */
typedef struct
{
  float *matrix;
} AeOnnxStep;

GBytes *ae_onnx_new_bytes (const AeModel *model, AeOnnxPart part, const char *input_name,
                           const AeOnnxStep *steps, guint n_steps,
                           const float *offset /* (bands) */, const float *factor /* (bands) */,
                           const char *const *metadata /* key, value, …, NULL; nullable */);

G_END_DECLS
