/* bl-cli-outcome.c: what a training came to, as members of a JSON object and as lines for
 * people.
 */
#include "ae-metrics.h"
#include "bl-cli-print.h"
#include "bl-cli-training.h"

#include <math.h>

/* ------------------------------------------------------------------ JSON */

static void
add_layers (const AeSpec *spec, JsonBuilder *json)
{
  json_builder_set_member_name (json, "layers");
  json_builder_begin_array (json);
  for (guint i = 0; i < spec->n_layers; i++)
    json_builder_add_int_value (json, spec->layers[i]);
  json_builder_end_array (json);
}

static void
add_settings (const BlCliTraining *self, JsonBuilder *json)
{
  g_autofree char *variant = ae_spec_dup_variant_names (&self->spec);

  bl_cli_json_string (json, "scene", ae_scene_get_name (ae_pixels_get_scene (self->pixels)));
  bl_cli_json_string (json, "variant", variant);
  add_layers (&self->spec, json);
  json_builder_set_member_name (json, "spec");
  json_builder_add_value (json, ae_spec_to_json (&self->spec));
  json_builder_set_member_name (json, "plan");
  json_builder_add_value (json, ae_plan_to_json (&self->plan));
  json_builder_set_member_name (json, "knobs");
  json_builder_add_value (json, ae_hyperparams_to_json (&self->hyperparams));
  bl_cli_json_int (json, "parameters", (gint64) ae_model_get_n_parameters (self->model));
  bl_cli_json_int (json, "weights", (gint64) ae_model_get_n_weights (self->model));
  bl_cli_json_int (json, "training_pixels", (gint64) ae_pixels_get_n_training (self->pixels));
  bl_cli_json_int (json, "validation_pixels",
                   (gint64) ae_pixels_get_n_validation (self->pixels));
  bl_cli_json_int (json, "batch", self->plan.batch);
  bl_cli_json_int (json, "seed", (gint64) self->plan.seed);
  bl_cli_json_int (json, "threads", self->plan.threads);
}

static void
add_count (JsonBuilder *json, const char *key, guint count, gboolean is_known)
{
  json_builder_set_member_name (json, key);
  if (is_known)
    json_builder_add_int_value (json, count);
  else
    json_builder_add_null_value (json);
}

static void
add_progress (const BlCliTraining *self, JsonBuilder *json)
{
  bl_cli_json_int (json, "epochs", self->epochs);
  add_count (json, "best_epoch", self->best_epoch, self->result->validation.n > 0);
  bl_cli_json_number (json, "start_loss", self->start_loss);
  add_count (json, "start_components", self->n_carried, !self->is_resumed);
  bl_cli_json_int (json, "steps", (gint64) self->steps);
  bl_cli_json_number (json, "seconds", self->seconds);
  bl_cli_json_number (json, "samples_per_s", self->samples_per_s);
  bl_cli_json_string (json, "reason", self->reason);
  json_builder_set_member_name (json, "interrupted");
  json_builder_add_boolean_value (json, self->is_interrupted);
}

/* Where nothing is held out, psnr_db and its companions are those of the training pixels. */
static const AeEvaluationPart *
judged_part (const AeEvaluation *result)
{
  return result->validation.n > 0 ? &result->validation : &result->training;
}

static void
add_errors (const AeEvaluation *result, JsonBuilder *json)
{
  const AeEvaluationPart *train = &result->training, *held = &result->validation;
  const AeEvaluationPart *judged = judged_part (result);

  bl_cli_json_number (json, "train_loss", train->loss.total);
  bl_cli_json_number (json, "val_loss", held->loss.total);
  for (guint t = 0; t < AE_N_TERMS; t++)
    bl_cli_json_number (json, ae_term_info_get (t)->key,
                        t == AE_TERM_RECONSTRUCTION ? train->mse : train->loss.values[t]);
  bl_cli_json_number (json, "train_rmse", train->rmse);
  bl_cli_json_number (json, "train_sam_deg", train->sam_deg);
  bl_cli_json_number (json, "val_rmse", held->rmse);
  bl_cli_json_number (json, "val_sam_deg", held->sam_deg);
  bl_cli_json_number (json, "psnr_db", judged->psnr_db);
  bl_cli_json_number (json, "psnr_clean_db", judged->psnr_clean_db);
  bl_cli_json_number (json, "mean_activation", result->mean_activation);
  bl_cli_json_int (json, "active_units", result->active_units);
  bl_cli_json_numbers (json, "kl_per_unit", result->kl_per_unit, result->code);
  bl_cli_json_number (json, "pca_mse", train->pca_mse);
  bl_cli_json_number (json, "pca_rmse", sqrt (train->pca_mse));
  bl_cli_json_number (json, "pca_val_rmse", sqrt (held->pca_mse));
  bl_cli_json_number (json, "pca_psnr_clean_db", judged->pca_psnr_clean_db);
}

static void
add_history (const BlCliTraining *self, JsonBuilder *json)
{
  json_builder_set_member_name (json, "history");
  json_builder_begin_array (json);
  for (guint i = 0; i < self->history->len; i++)
    {
      const BlCliEpoch *epoch = &g_array_index (self->history, BlCliEpoch, i);

      json_builder_begin_object (json);
      bl_cli_json_int (json, "epoch", epoch->epoch);
      bl_cli_json_number (json, "seconds", epoch->seconds);
      bl_cli_json_int (json, "phase", epoch->phase);
      bl_cli_json_number (json, "train", epoch->train.total);
      bl_cli_json_number (json, "validation", epoch->validation.total);
      for (guint t = 0; t < AE_N_TERMS; t++)
        bl_cli_json_number (json, ae_term_info_get (t)->key, epoch->train.values[t]);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

/**
 * bl_cli_training_add_json:
 * @self: a training
 * @json: within an object, which gets the members
 *
 * The terms are those of the whole training set after training, without corruption; within
 * `history` they are means over the epoch's batches as they were trained on.
 */
void
bl_cli_training_add_json (const BlCliTraining *self, JsonBuilder *json)
{
  add_settings (self, json);
  add_progress (self, json);
  add_errors (self->result, json);
  add_history (self, json);
}

/* ------------------------------------------------------------------ for people */

static void
print_part (const char *label, const AeEvaluationPart *part)
{
  if (part->n == 0)
    return;
  bl_cli_line (label, "%10" G_GSIZE_FORMAT "  %11.6g  %10.6f  %8.4f  %10.2f  %10.6f", part->n,
               part->loss.total, part->rmse, part->sam_deg, part->psnr_db,
               sqrt (part->pca_mse));
}

static void
print_terms (const BlCliTraining *self)
{
  const AeLossTerms *loss = &self->result->training.loss;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint t = 0; t < AE_N_TERMS; t++)
    if (ae_loss_term_is_present (t, &self->spec, &self->hyperparams))
      g_string_append_printf (text, "%s%s %.6g", text->len > 0 ? " + " : "",
                              ae_term_info_get (t)->key, loss->values[t]);
  bl_cli_line ("loss", "%s", text->str);
}

static void
print_code (const BlCliTraining *self)
{
  const AeEvaluation *result = self->result;

  bl_cli_line ("code", "%u of %u units active, mean activation %.4f", result->active_units,
               result->code, result->mean_activation);
  if (result->kl_per_unit == NULL)
    return;
  for (guint j = 0; j < result->code; j++)
    bl_cli_line (j == 0 ? "KL a unit" : "", "%3u  %8.4f nats%s", j + 1, result->kl_per_unit[j],
                 ae_metrics_is_active_kl (result->kl_per_unit[j]) ? "" : "  inactive");
  if (result->active_units == 0)
    bl_cli_line ("", "The latent space has collapsed: every pixel has the same code; lower "
                     "--kl-weight");
}

static void
print_start (const BlCliTraining *self)
{
  g_autofree char *loss = isfinite (self->start_loss)
                              ? g_strdup_printf (", validation loss %.6g", self->start_loss)
                              : g_strdup ("");

  if ((self->spec.variants & AE_VARIANT_UNMIXING) && !self->is_resumed)
    bl_cli_line ("start", "endmembers by %s%s",
                 self->has_endmembers ? "what was given"
                                      : ae_param_info_get_word (
                                          ae_param_info_find (AE_PARAM_SPEC, "start"),
                                          self->spec.start),
                 loss);
  else if (self->n_carried > 0)
    bl_cli_line ("start", "PCA, %u components%s", self->n_carried, loss);
  else
    bl_cli_line ("start", "%s%s", self->is_resumed ? "of the saved run" : "random weights",
                 loss);
  if (self->plan.keep == AE_KEEP_BEST && self->result->validation.n > 0)
    bl_cli_line ("result", "the model of epoch %u, with the least validation loss",
                 self->best_epoch);
}

/* The best linear answer is the bar that an autoencoder has to take. */
static void
print_verdict (const BlCliTraining *self)
{
  const AeEvaluationPart *part = judged_part (self->result);
  double pca = sqrt (part->pca_mse), change = 100 * (part->rmse / pca - 1);

  if (!(pca > 0) || !isfinite (change))
    return;
  bl_cli_line ("beside PCA", "RMSE %.2f %% %s than PCA with %u codes on the %s pixels",
               fabs (change), change <= 0 ? "lower" : "higher", self->result->code,
               self->result->validation.n > 0 ? "held-out" : "training");
}

/**
 * bl_cli_training_print:
 * @self: a training
 *
 * Prints the outcome as aligned lines.
 */
void
bl_cli_training_print (const BlCliTraining *self)
{
  g_autofree char *variant = ae_spec_dup_variant_names (&self->spec);
  g_autofree char *shape = ae_spec_dup_shape_text (&self->spec);
  const AeEvaluationPart *judged = judged_part (self->result);

  bl_cli_title (ae_scene_get_name (ae_pixels_get_scene (self->pixels)));
  bl_cli_line ("variant", "%s", variant);
  bl_cli_line ("layers", "%s", shape);
  bl_cli_line ("parameters", "%" G_GSIZE_FORMAT ", of them %" G_GSIZE_FORMAT " weights",
               ae_model_get_n_parameters (self->model), ae_model_get_n_weights (self->model));
  bl_cli_line ("training",
               "%u epochs, %" G_GUINT64_FORMAT " batches of %u, %.2f s, %.0f samples/s on %u "
               "threads",
               self->epochs, self->steps, self->plan.batch, self->seconds, self->samples_per_s,
               self->plan.threads);
  print_start (self);
  bl_cli_line ("ended", "%s", self->reason);
  print_terms (self);
  print_code (self);
  bl_cli_title ("");
  bl_cli_line ("", "%10s  %11s  %10s  %8s  %10s  %10s", "pixels", "loss", "RMSE", "SAM deg",
               "PSNR dB", "PCA RMSE");
  print_part ("training", &self->result->training);
  print_part ("validation", &self->result->validation);
  bl_cli_title ("");
  print_verdict (self);
  if (isfinite (judged->psnr_clean_db))
    bl_cli_line ("against clean", "PSNR %.2f dB, PCA %.2f dB", judged->psnr_clean_db,
                 judged->pca_psnr_clean_db);
}
