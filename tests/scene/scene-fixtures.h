/* scene-fixtures.h: small scenes with values that a test can predict. */
#pragma once

#include <math.h>
#include <string.h>

#include "ae-scene.h"

/* Value of a band of a pixel: no two alike, none zero. */
static inline float
fixture_value (gsize pixel, guint band)
{
  return 1.0f + (float) pixel * 0.25f + (float) band * 1000.0f;
}

static inline AeSceneBuilder
fixture_builder (guint lines, guint samples, guint bands)
{
  AeSceneBuilder b = { 0 };

  b.name = g_strdup ("fixture");
  b.lines = lines;
  b.samples = samples;
  b.bands = bands;
  b.cube = g_new (float, (gsize) lines *samples *bands);
  for (gsize p = 0; p < (gsize) lines * samples; p++)
    for (guint i = 0; i < bands; i++)
      b.cube[p * bands + i] = fixture_value (p, i);
  return b;
}

static inline AeScene *
fixture_scene (AeSceneBuilder *b)
{
  g_autoptr (GError) error = NULL;
  AeScene *scene = ae_scene_new_take (b, &error);

  g_assert_no_error (error);
  g_assert_nonnull (scene);
  return scene;
}
