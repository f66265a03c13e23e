/* fake-backend.h: a backend with a scripted curve, for tests of the seam without BLAS. */
#pragma once

#include "ae-training-backend.h"

/**
 * FakeScript:
 * @fail_at: step that fails, 0 = never
 * @done_at: step that ends the plan, 0 = never
 * @step_us: how long a step takes
 * @epoch: steps of an epoch
 */
typedef struct
{
  guint64 fail_at;
  guint64 done_at;
  guint step_us;
  guint epoch;
} FakeScript;

AeTrainingBackend *fake_backend_new (const FakeScript *script);
double fake_backend_loss (guint64 seed, guint64 step, double learning_rate);
