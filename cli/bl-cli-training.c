/* bl-cli-training.c: the training loop of the command line: no thread but the trainer's team,
 * no main loop. Ctrl-C ends it after the step under way. How the outcome is told is in
 * bl-cli-outcome.c.
 */
#include "bl-cli-training.h"

#include "ae-trainer.h"
#include "bl-cli-print.h"

#include <math.h>
#include <signal.h>

/* ------------------------------------------------------------------ Ctrl-C */

/* A signal reaches whatever thread it likes and knows no pointer of ours, so this one flag
 * stands at file level. */
static volatile sig_atomic_t is_interrupted;

static void
interrupted_cb (int signal_number)
{
  is_interrupted = TRUE;
}

/* The second Ctrl-C ends the program, should the first one not be heeded. */
static void
catch_signals (struct sigaction before[2])
{
  struct sigaction ours = { .sa_handler = interrupted_cb, .sa_flags = (int) SA_RESETHAND };

  is_interrupted = FALSE;
  sigemptyset (&ours.sa_mask);
  sigaction (SIGINT, &ours, &before[0]);
  sigaction (SIGTERM, &ours, &before[1]);
}

static void
release_signals (const struct sigaction before[2])
{
  sigaction (SIGINT, &before[0], NULL);
  sigaction (SIGTERM, &before[1], NULL);
}

/* ------------------------------------------------------------------ the loop */

/* What an epoch under way adds up to. */
typedef struct
{
  AeLossTerms sum;
  guint batches;
} EpochSums;

static void
add_batches (EpochSums *sums, const AeLossTerms *loss, guint n)
{
  ae_loss_terms_add (&sums->sum, loss, n);
  sums->batches += n;
}

static void
end_epoch (BlCliTraining *self, const AeTrainer *trainer, guint phase,
           const AeTrainerReport *report, EpochSums *sums)
{
  BlCliEpoch epoch = { .epoch = ae_trainer_get_epoch (trainer),
                       .seconds = ae_trainer_get_seconds (trainer),
                       .phase = phase,
                       .train = sums->sum,
                       .validation = report->validation };

  ae_loss_terms_divide (&epoch.train, sums->batches);
  g_array_append_val (self->history, epoch);
  *sums = (EpochSums){ 0 };
}

static double
count_samples (const BlCliTraining *self, const AeTrainer *trainer)
{
  return (double) ae_trainer_get_epoch (trainer)
             * (double) ae_pixels_get_n_training (self->pixels)
         + (double) ae_trainer_get_batch_in_epoch (trainer) * (double) self->plan.batch;
}

static void
show_progress (const BlCliTraining *self, const AeTrainer *trainer, BlCliProgress *progress)
{
  const BlCliEpoch *last;

  if (self->history->len == 0 || !bl_cli_progress_is_due (progress))
    return;
  last = &g_array_index (self->history, BlCliEpoch, self->history->len - 1);
  bl_cli_progress_show (
      progress, "epoch %u of %u  training %.4g  validation %.4g  %.0f k samples/s", last->epoch,
      self->plan.epochs, last->train.total, last->validation.total,
      count_samples (self, trainer) / ae_trainer_get_seconds (trainer) / 1e3);
}

/* The beginning, and the epochs before a break, out of the loss curves. */
static void
recall (BlCliTraining *self, const AeHistory *history, EpochSums *sums)
{
  const AeHistoryPoint *points = ae_history_get_points (history);
  const guint32 *weights = ae_history_get_weights (history);

  for (guint i = 0; i < ae_history_get_n_points (history); i++)
    {
      const AeHistoryPoint *p = &points[i];
      BlCliEpoch epoch
          = { .epoch = (guint) p->epoch, .seconds = p->seconds, .phase = p->phase };

      /* A beginning is of no batch. */
      add_batches (sums, &p->train, MAX (weights[i], 1));
      if (p->epoch != floor (p->epoch))
        continue;
      epoch.train = sums->sum;
      ae_loss_terms_divide (&epoch.train, sums->batches);
      epoch.validation = (AeLossTerms){
        .total = p->validation,
        .values = { [AE_TERM_RECONSTRUCTION] = p->validation_reconstruction },
      };
      g_array_append_val (self->history, epoch);
      *sums = (EpochSums){ 0 };
    }
}

static gboolean
is_stop_reached (const BlCliKeeping *keeping, const AeTrainer *trainer)
{
  return keeping != NULL && keeping->stop_after > 0
         && ae_trainer_get_epoch (trainer) >= (guint) keeping->stop_after;
}

static gboolean
train (BlCliTraining *self, AeTrainer *trainer, BlCliKeeping *keeping, GError **error)
{
  BlCliProgress progress = { 0 };
  EpochSums sums = { 0 };
  const char *reason = NULL;

  if (!ae_trainer_prepare (trainer, &self->hyperparams, error))
    return FALSE;
  recall (self, ae_trainer_get_history (trainer), &sums);
  while (!ae_trainer_is_done (trainer, &reason) && !self->is_interrupted
         && !is_stop_reached (keeping, trainer))
    {
      guint phase = ae_trainer_get_phase (trainer);
      AeTrainerReport report;

      if (!ae_trainer_step (trainer, &self->hyperparams, &report, error))
        {
          bl_cli_progress_clear (&progress);
          return FALSE;
        }
      add_batches (&sums, &report.loss, 1);
      if (report.epoch_ended)
        end_epoch (self, trainer, phase, &report, &sums);
      show_progress (self, trainer, &progress);
      if (keeping != NULL && bl_cli_keeping_is_due (keeping)
          && !bl_cli_keeping_save (keeping, trainer, &self->hyperparams, error))
        {
          bl_cli_progress_clear (&progress);
          return FALSE;
        }
      self->is_interrupted = is_interrupted;
    }
  bl_cli_progress_clear (&progress);
  self->reason = g_strdup (self->is_interrupted ? "Interrupted"
                           : reason != NULL     ? reason
                                                : "Stopped, to be resumed");
  return keeping == NULL || bl_cli_keeping_save (keeping, trainer, &self->hyperparams, error);
}

static gboolean
finish (BlCliTraining *self, const AeTrainer *trainer, GError **error)
{
  self->plan.threads = ae_trainer_get_threads (trainer);
  self->epochs = ae_trainer_get_epoch (trainer);
  self->steps = ae_trainer_get_step (trainer);
  self->seconds = ae_trainer_get_seconds (trainer);
  self->samples_per_s = count_samples (self, trainer) / self->seconds;
  self->model = ae_trainer_dup_result (trainer);
  self->best_epoch = ae_trainer_get_best_epoch (trainer);
  self->start_loss = ae_trainer_get_start_loss (trainer);
  self->n_carried = ae_trainer_get_n_carried (trainer);
  self->result = ae_evaluation_new (self->model, &self->hyperparams, self->pixels, NULL, error);
  return self->result != NULL;
}

/**
 * bl_cli_training_run:
 * @spec: what to build
 * @plan: how to train it
 * @hyperparams: where they stand throughout
 * @pixels: on what; a reference is taken
 * @error: as ae_trainer_new(), ae_trainer_step() and ae_evaluation_new()
 *
 * Trains to the plan's end or to Ctrl-C, with progress on a terminal.
 *
 * Returns: (transfer full): what became of it.
 */
BlCliTraining *
bl_cli_training_run (const AeSpec *spec, const AePlan *plan, const AeHyperparams *hyperparams,
                     AePixels *pixels, GError **error)
{
  return bl_cli_training_run_kept (spec, plan, hyperparams, pixels, NULL, error);
}

/**
 * bl_cli_training_run_kept:
 * @spec, @plan, @hyperparams, @pixels: as for bl_cli_training_run()
 * @keeping: (nullable): begun: what to go on from, and where to save
 * @error: also as ae_trainer_restore() and ae_project_save()
 *
 * Returns: (transfer full): what became of it.
 */
BlCliTraining *
bl_cli_training_run_kept (const AeSpec *spec, const AePlan *plan,
                          const AeHyperparams *hyperparams, AePixels *pixels,
                          BlCliKeeping *keeping, GError **error)
{
  g_autoptr (BlCliTraining) self = g_new0 (BlCliTraining, 1);
  g_autoptr (AeTrainer) trainer = NULL;
  struct sigaction before[2];
  gboolean is_good;

  self->spec = *spec;
  self->plan = *plan;
  self->hyperparams = *hyperparams;
  self->pixels = ae_pixels_ref (pixels);
  self->is_resumed = keeping != NULL && keeping->resumed != NULL;
  self->history = g_array_new (FALSE, FALSE, sizeof (BlCliEpoch));
  catch_signals (before);
  trainer = ae_trainer_new (spec, plan, pixels, error);
  if (trainer != NULL && keeping != NULL && keeping->endmembers != NULL)
    {
      ae_trainer_set_endmembers (trainer, keeping->endmembers);
      self->has_endmembers = TRUE;
    }
  is_good = trainer != NULL
            && (keeping == NULL || keeping->resumed == NULL
                || ae_trainer_restore (trainer, keeping->resumed->training, error))
            && train (self, trainer, keeping, error);
  release_signals (before);
  return is_good && finish (self, trainer, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * bl_cli_training_free:
 * @self: (nullable) (transfer full): a training
 */
void
bl_cli_training_free (BlCliTraining *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->model, ae_model_unref);
  g_clear_pointer (&self->result, ae_evaluation_free);
  ae_pixels_unref (self->pixels);
  g_array_unref (self->history);
  g_free (self->reason);
  g_free (self);
}
