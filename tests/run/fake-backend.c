/* fake-backend.c: the loss is a formula of seed, step and learning rate; nothing is learnt. */
#include "fake-backend.h"

#include "ae-error.h"

#include <math.h>

typedef struct
{
  AeTrainingBackend base;
  FakeScript script;
  guint64 seed;
  guint64 step;
  AeHyperparams hyperparams;
  double loss;
  AeHistory *history;
  AeModel *model;
} Fake;

double
fake_backend_loss (guint64 seed, guint64 step, double learning_rate)
{
  return 1.0 / (1.0 + (double) step) + 1e-3 * (double) seed + learning_rate;
}

static AeTrainingBackendResult
step (AeTrainingBackend *base, const AeHyperparams *hyperparams, gboolean *epoch_ended,
      char **reason, GError **error)
{
  Fake *self = (Fake *) base;
  AeHistoryPoint point = { .validation = NAN };

  if (hyperparams != NULL)
    self->hyperparams = *hyperparams;
  if (self->script.step_us > 0)
    g_usleep (self->script.step_us);
  if (self->step + 1 == self->script.fail_at)
    {
      self->script.fail_at = 0; /* once: it can be started again */
      g_set_error_literal (error, AE_ERROR, AE_ERROR_NON_FINITE,
                           "The scripted loss is not finite");
      return AE_LEARNER_FAILED;
    }
  self->step++;
  self->loss = fake_backend_loss (self->seed, self->step, self->hyperparams.learning_rate);
  point.step = self->step;
  point.train.total = self->loss;
  ae_history_add (self->history, &point);
  *epoch_ended = self->script.epoch > 0 && self->step % self->script.epoch == 0;
  if (self->step != self->script.done_at)
    return AE_LEARNER_MORE;
  *reason = g_strdup ("The script ends");
  return AE_LEARNER_DONE;
}

static void
fill_snapshot (AeTrainingBackend *base, AeSnapshot *snapshot)
{
  Fake *self = (Fake *) base;

  snapshot->step = self->step;
  snapshot->hyperparams = self->hyperparams;
  snapshot->batch_loss.total = self->loss;
  snapshot->history = ae_history_copy (self->history);
  snapshot->model = ae_model_ref (self->model);
}

static void
reset (AeTrainingBackend *base, guint64 seed)
{
  Fake *self = (Fake *) base;

  self->seed = seed;
  self->step = 0;
  ae_history_unref (self->history);
  self->history = ae_history_new ();
}

static void
free_fake (AeTrainingBackend *base)
{
  Fake *self = (Fake *) base;

  ae_history_unref (self->history);
  ae_model_unref (self->model);
  g_free (self);
}

static const AeTrainingBackendClass class = {
  .step = step, .fill_snapshot = fill_snapshot, .reset = reset, .free = free_fake
};

AeTrainingBackend *
fake_backend_new (const FakeScript *script)
{
  Fake *self = g_new0 (Fake, 1);
  AeSpec spec;

  ae_spec_init (&spec, AE_VARIANT_PLAIN, 16);
  self->base.class = &class;
  self->script = *script;
  self->seed = 1;
  self->history = ae_history_new ();
  self->model = ae_model_new (&spec, 1, NULL);
  return &self->base;
}
