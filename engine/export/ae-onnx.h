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

GBytes *ae_onnx_new_bytes (const AeModel *model, AeOnnxPart part,
                           const float *offset /* (bands) */, const float *factor /* (bands) */,
                           const char *const *metadata /* key, value, …, NULL; nullable */);

G_END_DECLS
