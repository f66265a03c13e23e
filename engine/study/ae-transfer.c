/* ae-transfer.c: trains the ways of carrying a model over, one after the other, on the same
 * pixels, split, batches and seed, so that their curves can be laid over each other.
 */
#include "ae-transfer.h"

#include "ae-trainer-state.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const AeModel *model;
  const AePlan *plan;
  const AeHyperparams *hyperparams;
  AePixels *pixels;
  AeTransferProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} Work;

/**
 * ae_transfer_way_to_string:
 * @way: one of them
 *
 * Returns: (transfer none): "as-is", "decoder", "all" or "scratch".
 */
const char *
ae_transfer_way_to_string (AeTransferWay way)
{
  static const char *const names[AE_TRANSFER_WAYS] = { "as-is", "decoder", "all", "scratch" };

  return way < AE_TRANSFER_WAYS ? names[way] : "unknown";
}

static double
watch (const Work *w, AeTrainer *trainer, AeTransferCurve *curve)
{
  gsize held = ae_pixels_get_n_validation (w->pixels);
  AeTrainerErrors out;

  ae_trainer_evaluate (trainer, w->hyperparams,
                       held > 0 ? ae_pixels_get_validation_rows (w->pixels)
                                : ae_pixels_get_training_rows (w->pixels),
                       held > 0 ? held : ae_pixels_get_n_training (w->pixels), &out);
  curve->rmse = out.rmse;
  curve->sam_deg = out.sam_deg;
  return out.loss.total;
}

static gboolean
train (const Work *w, AeTrainer *trainer, AeTransferCurve *curve, GError **error)
{
  guint epochs = curve->way == AE_TRANSFER_AS_IS ? 0 : w->plan->epochs;

  if (!ae_trainer_prepare (trainer, w->hyperparams, error))
    return FALSE;
  curve->losses = g_new (double, epochs + 1);
  curve->losses[0] = watch (w, trainer, curve);
  for (curve->n = 0; curve->n < epochs;)
    {
      AeTrainerReport report = { 0 };

      while (!report.epoch_ended)
        if (g_cancellable_set_error_if_cancelled (w->cancellable, error)
            || !ae_trainer_step (trainer, w->hyperparams, &report, error))
          return FALSE;
      curve->losses[++curve->n] = watch (w, trainer, curve);
      if (w->progress != NULL)
        w->progress (curve->way, curve->n, curve->losses[curve->n], w->user_data);
    }
  return TRUE;
}

static gboolean
is_same_encoder (const AeModel *a, const AeModel *b)
{
  const AeParams *params = ae_model_get_params (a);

  for (guint i = 0; i < params->n_views; i++)
    {
      const AeParamView *view = &params->views[i];

      if (!view->is_alias && !g_str_has_prefix (view->name, "decoder.")
          && memcmp (ae_model_get_values (a) + view->offset,
                     ae_model_get_values (b) + view->offset,
                     (gsize) view->rows * view->cols * sizeof (ae_real))
                 != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
go (const Work *w, AeTransferWay way, AeTransferCurve *curve, GError **error)
{
  g_autoptr (AeTrainer) trainer = NULL;
  AeSpec spec = *ae_model_get_spec (w->model);

  curve->way = way;
  curve->is_possible = way != AE_TRANSFER_DECODER
                       || !(ae_model_get_spec (w->model)->variants & AE_VARIANT_TIED);
  if (!curve->is_possible)
    return TRUE;
  if (way == AE_TRANSFER_SCRATCH) /* what the model is worth is told beside knowing nothing */
    spec.start = AE_START_RANDOM;
  trainer = ae_trainer_new (&spec, w->plan, w->pixels, error);
  if (trainer == NULL
      || (way != AE_TRANSFER_SCRATCH
          && !ae_trainer_start_from (trainer, w->model, way == AE_TRANSFER_DECODER, error))
      || !train (w, trainer, curve, error))
    return FALSE;
  curve->training = ae_trainer_dup_state (trainer, w->hyperparams);
  curve->is_encoder_same = is_same_encoder (w->model, curve->training->model);
  return TRUE;
}

static void
compare (AeTransfer *self)
{
  const AeTransferCurve *scratch = &self->curves[AE_TRANSFER_SCRATCH];
  double wanted = scratch->losses[scratch->n];

  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    {
      AeTransferCurve *curve = &self->curves[way];

      curve->epochs_to_equal = -1;
      for (guint i = 0; curve->is_possible && i <= curve->n && curve->epochs_to_equal < 0; i++)
        if (curve->losses[i] <= wanted)
          curve->epochs_to_equal = (int) i;
    }
}

/**
 * ae_transfer_new:
 * @model: to be carried over
 * @plan: how the ways train; its epochs are those of each, greedy pretraining is left out
 * @hyperparams: where they stand
 * @pixels: scaled by the model's own scaler
 * @progress: (nullable): told of each epoch, on the calling thread
 * @user_data: for it
 * @cancellable: (nullable): looked at between batches
 * @error: as ae_trainer_new() and ae_trainer_step(); %AE_ERROR_CANCELLED by GLib's own code
 *
 * Trains all ways, one after the other.
 *
 * Returns: (transfer full): their curves.
 */
AeTransfer *
ae_transfer_new (const AeModel *model, const AePlan *plan, const AeHyperparams *hyperparams,
                 AePixels *pixels, AeTransferProgress progress, gpointer user_data,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (AeTransfer) self = g_new0 (AeTransfer, 1);
  AePlan whole = *plan;
  Work w = { model, &whole, hyperparams, pixels, progress, user_data, cancellable };

  whole.pretrain_epochs = 0;
  whole.patience = 0;
  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    if (!go (&w, (AeTransferWay) way, &self->curves[way], error))
      return NULL;
  compare (self);
  return g_steal_pointer (&self);
}

/**
 * ae_transfer_free:
 * @self: (nullable) (transfer full): curves
 */
void
ae_transfer_free (AeTransfer *self)
{
  if (self == NULL)
    return;
  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    {
      g_free (self->curves[way].losses);
      ae_training_state_unref (self->curves[way].training);
    }
  g_free (self);
}
