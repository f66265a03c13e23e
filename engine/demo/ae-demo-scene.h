/* ae-demo-scene.h: the bundled synthetic scene with known truth. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

#define AE_DEMO_SCENE_BANDS   268
#define AE_DEMO_SCENE_LINES   145
#define AE_DEMO_SCENE_SAMPLES 145
#define AE_DEMO_SCENE_SEED    2024

AeScene *ae_demo_scene_new (guint64 seed, guint lines, guint samples);

G_END_DECLS
