/* ae-evaluation.c: evaluates a frozen model on the pixels that it was trained and held out on,
 * and exact PCA beside it. Not the trainer's own evaluation, which serves its stop conditions:
 * this one needs no trainer, so that whoever holds a snapshot gets the same digits.
 */
#include "ae-evaluation.h"

#include "ae-baseline.h"
#include "ae-latent.h"
#include "ae-loss.h"
#include "ae-metrics.h"
#include "ae-network.h"

#include <math.h>
#include <string.h>

#define ROWS 256

/* Sums over the pixels of one part. */
typedef struct
{
  double squares; /* Σ over pixels of the row's MSE */
  double loss;    /* Σ of the reconstruction term, of a variational model from drawn codes */
  double angles;  /* radians */
  double clean, pca_clean;
  double *code, *code_squares; /* (code) */
  double *unit_terms;          /* (AE_N_TERMS, code): what each unit adds to each term */
} Sums;

typedef struct
{
  const AeModel *model;
  const AeHyperparams *hyperparams;
  const AeSpec *spec;
  AePixels *pixels;
  AePca *pca;
  GCancellable *cancellable;
  float *y, *slopes;       /* (ROWS, bands) */
  float *z, *spread, *eps; /* (ROWS, code) */
  float *truth;            /* (ROWS, all bands) */
  float *clean;            /* (ROWS, bands) */
} Work;

static void
init_work (Work *self, const AeModel *model, const AeHyperparams *hyperparams, AePixels *pixels,
           GCancellable *cancellable)
{
  guint bands = ae_model_get_bands (model), code = ae_model_get_code (model);
  guint all = ae_scene_get_bands (ae_pixels_get_scene (pixels));

  *self = (Work){ .model = model,
                  .hyperparams = hyperparams,
                  .spec = ae_model_get_spec (model),
                  .pixels = pixels,
                  .cancellable = cancellable };
  self->y = g_new (float, (gsize) ROWS *bands);
  self->slopes = g_new (float, (gsize) ROWS *bands);
  self->z = g_new (float, (gsize) ROWS *code);
  self->spread = g_new (float, (gsize) ROWS *code);
  self->eps = g_new (float, (gsize) ROWS *code);
  self->truth = g_new (float, (gsize) ROWS *all);
  self->clean = g_new (float, (gsize) ROWS *bands);
}

static void
clear_work (Work *self)
{
  g_clear_pointer (&self->pca, ae_pca_free);
  g_free (self->y);
  g_free (self->slopes);
  g_free (self->z);
  g_free (self->spread);
  g_free (self->eps);
  g_free (self->truth);
  g_free (self->clean);
}

static void
clear_sums (Sums *sums)
{
  g_free (sums->code);
  g_free (sums->code_squares);
  g_free (sums->unit_terms);
}

/* ------------------------------------------------------------------ a block of pixels */

static void
add_clean (Work *self, const float *x, const guint32 *indices, gsize n, Sums *sums)
{
  AeScene *scene = ae_pixels_get_scene (self->pixels);
  const float *truth = ae_scene_get_truth_clean (scene);
  guint bands = self->spec->bands, all = ae_scene_get_bands (scene);

  if (truth == NULL)
    return;
  for (gsize i = 0; i < n; i++)
    memcpy (self->truth + i * all, truth + (gsize) indices[i] * all, all * sizeof *truth);
  ae_scaler_apply (ae_pixels_get_scaler (self->pixels), self->truth, all,
                   ae_scene_get_good_bands (scene), n, self->clean);
  sums->clean += ae_loss_mse (NULL, self->y, self->clean, n, bands, 1);
  ae_pca_reconstruct (self->pca, ae_spec_get_code (self->spec), x, n, self->slopes);
  sums->pca_clean += ae_loss_mse (NULL, self->slopes, self->clean, n, bands, 1);
}

static void
add_codes (Work *self, const float *x, gsize n, Sums *sums)
{
  guint code = ae_spec_get_code (self->spec);

  if (self->spec->variants & AE_VARIANT_VARIATIONAL)
    ae_model_encode_variational (self->model, x, n, self->z, self->spread);
  ae_network_add_unit_terms (self->spec, self->z, self->spread, n, sums->unit_terms);
  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < code; j++)
      {
        double z = (double) self->z[i * code + j];

        sums->code[j] += z;
        sums->code_squares[j] += z * z;
      }
}

/* Takes y to what is rebuilt from codes that are drawn, as the loss is of those. */
static void
draw (Work *self, gsize first, gsize n)
{
  gsize code = ae_spec_get_code (self->spec);

  ae_latent_fill_eps (self->eps, first, n, code);
  ae_latent_forward (self->eps, self->z, self->spread, self->eps, AE_LATENT_LOG_VARIANCE, n,
                     code);
  ae_model_decode (self->model, self->eps, n, self->y);
}

static void
add_block (Work *self, const float *x, const guint32 *indices, gsize first, gsize n, Sums *sums)
{
  AeScaler *scaler = ae_pixels_get_scaler (self->pixels);
  const float *origin = ae_scaler_get_offset (scaler), *unit = ae_scaler_get_unit (scaler);
  guint bands = self->spec->bands;

  ae_model_reconstruct (self->model, x, n, self->y, self->z);
  sums->squares += ae_loss_mse (NULL, self->y, x, n, bands, 1);
  sums->angles += ae_loss_sum_angles (self->y, x, n, bands, origin, unit);
  add_clean (self, x, indices, n, sums);
  add_codes (self, x, n, sums);
  if (self->spec->variants & AE_VARIANT_VARIATIONAL)
    draw (self, first, n);
  sums->loss += ae_network_get_reconstruction (self->spec, self->hyperparams, NULL, NULL,
                                               self->y, x, n, 1, origin, unit);
}

static gboolean
add_all (Work *self, const float *rows, const guint32 *indices, gsize n, Sums *sums,
         GError **error)
{
  guint code = ae_spec_get_code (self->spec);

  sums->code = g_new0 (double, code);
  sums->code_squares = g_new0 (double, code);
  sums->unit_terms = g_new0 (double, AE_N_TERMS *code);
  for (gsize first = 0; first < n; first += ROWS)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      add_block (self, rows + first * self->spec->bands, indices + first, first,
                 MIN (ROWS, n - first), sums);
    }
  return TRUE;
}

/* ------------------------------------------------------------------ what they come to */

static void
fill_terms (const Work *self, const Sums *sums, double n, AeLossTerms *out)
{
  guint code = ae_spec_get_code (self->spec);
  g_autofree double *means = g_new0 (double, code);
  double raw[AE_N_TERMS] = { [AE_TERM_RECONSTRUCTION] = sums->loss / n };

  for (guint j = 0; j < code; j++)
    {
      means[j] = sums->code[j] / n;
      for (guint t = 0; t < AE_N_TERMS; t++)
        raw[t] += sums->unit_terms[t * code + j] / n;
    }
  ae_network_add_mean_terms (self->spec, self->hyperparams, means, raw);
  ae_network_add_weight_terms (ae_model_get_params (self->model),
                               ae_model_get_values (self->model), raw);
  ae_loss_terms_weigh (out, raw, self->spec, self->hyperparams);
}

static void
fill_part (const Work *self, const Sums *sums, gsize n_pixels, AeEvaluationPart *out)
{
  gboolean has_truth = ae_scene_get_truth_clean (ae_pixels_get_scene (self->pixels)) != NULL;
  double n = n_pixels > 0 ? (double) n_pixels : NAN; /* nothing is known of no pixels */

  out->n = n_pixels;
  fill_terms (self, sums, n, &out->loss);
  out->mse = sums->squares / n;
  out->rmse = sqrt (out->mse);
  out->sam_deg = sums->angles / n * 180.0 / G_PI;
  out->psnr_db = ae_metrics_get_psnr (out->mse);
  out->psnr_clean_db = has_truth ? ae_metrics_get_psnr (sums->clean / n) : NAN;
  out->pca_psnr_clean_db = has_truth ? ae_metrics_get_psnr (sums->pca_clean / n) : NAN;
  if (n_pixels == 0)
    {
      ae_loss_terms_set_unknown (&out->loss);
      out->psnr_db = out->psnr_clean_db = out->pca_psnr_clean_db = NAN;
    }
}

static void
fill_units (AeEvaluation *self, const Work *work, const Sums *sums, gsize n_pixels)
{
  gboolean is_variational = (work->spec->variants & AE_VARIANT_VARIATIONAL) != 0;
  g_autofree double *deviation = g_new0 (double, self->code);
  double n = (double) n_pixels, most = 0;

  if (is_variational)
    self->kl_per_unit = g_new0 (double, self->code);
  for (guint j = 0; j < self->code; j++)
    {
      double mean = sums->code[j] / n;

      self->mean_activation += mean / self->code;
      deviation[j] = sqrt (MAX (sums->code_squares[j] / n - mean * mean, 0.0));
      most = MAX (most, deviation[j]);
      if (is_variational)
        self->kl_per_unit[j] = sums->unit_terms[AE_TERM_LATENT * self->code + j] / n;
    }
  for (guint j = 0; j < self->code; j++)
    if (is_variational ? ae_metrics_is_active_kl (self->kl_per_unit[j])
                       : ae_metrics_is_active_deviation (deviation[j], most))
      self->active_units++;
}

static gboolean
fill (AeEvaluation *self, Work *work, GError **error)
{
  AePixels *pixels = work->pixels;
  gsize n = ae_pixels_get_n_training (pixels), held = ae_pixels_get_n_validation (pixels);
  Sums training = { 0 }, validation = { 0 };
  gboolean is_done;

  self->code = ae_spec_get_code (work->spec);
  is_done = add_all (work, ae_pixels_get_training_rows (pixels),
                     ae_pixels_get_training (pixels), n, &training, error)
            && add_all (work, ae_pixels_get_validation_rows (pixels),
                        ae_pixels_get_validation (pixels), held, &validation, error);
  if (is_done)
    {
      guint k = MIN (self->code, work->spec->bands);

      fill_part (work, &training, n, &self->training);
      fill_part (work, &validation, held, &self->validation);
      fill_units (self, work, &training, n);
      self->training.pca_mse = ae_pca_get_training_mse (work->pca, k);
      self->validation.pca_mse
          = held > 0
                ? ae_pca_get_mse (work->pca, k, ae_pixels_get_validation_rows (pixels), held)
                : NAN;
    }
  clear_sums (&training);
  clear_sums (&validation);
  return is_done;
}

/**
 * ae_evaluation_new:
 * @model: frozen; of the bands of @pixels
 * @hyperparams: weights of the terms
 * @pixels: those it was trained and held out on
 * @cancellable: (nullable)
 * @error: the cancellable's, or as ae_pca_new()
 *
 * Returns: (transfer full): what the model comes to. One thread's work, any thread: about
 * 0.3 s for 20,000 pixels of 268 bands, PCA included.
 */
AeEvaluation *
ae_evaluation_new (const AeModel *model, const AeHyperparams *hyperparams, AePixels *pixels,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (AeEvaluation) self = g_new0 (AeEvaluation, 1);
  gboolean is_done;
  Work work;

  g_return_val_if_fail (ae_model_get_bands (model) == ae_pixels_get_bands (pixels), NULL);
  init_work (&work, model, hyperparams, pixels, cancellable);
  work.pca
      = ae_pca_new (ae_pixels_get_training_rows (pixels), ae_pixels_get_n_training (pixels),
                    ae_pixels_get_bands (pixels), cancellable, error);
  is_done = work.pca != NULL && fill (self, &work, error);
  clear_work (&work);
  return is_done ? g_steal_pointer (&self) : NULL;
}

/**
 * ae_evaluation_free:
 * @self: (nullable) (transfer full): a result
 */
void
ae_evaluation_free (AeEvaluation *self)
{
  if (self == NULL)
    return;
  g_free (self->kl_per_unit);
  g_free (self);
}

/* ------------------------------------------------------------------ as a row */

/* Held-out pixels judge, where there are any. */
static const AeEvaluationPart *
get_judge (const AeEvaluation *self)
{
  return self->validation.n > 0 ? &self->validation : &self->training;
}

/**
 * ae_evaluation_dup_row:
 * @self: the numbers of a run
 * @model: that they are of
 * @name: of the run
 * @epochs, @seconds, @samples_per_s: of its training
 *
 * Returns: (transfer full): a row of a table.
 */
AeComparisonRow *
ae_evaluation_dup_row (const AeEvaluation *self, const AeModel *model, const char *name,
                       guint64 epochs, double seconds, double samples_per_s)
{
  AeComparisonRow *row = ae_comparison_row_new (name);
  const AeEvaluationPart *evaluator = get_judge (self);
  const AeSpec *spec = ae_model_get_spec (model);
  double *values = row->values;

  row->code = self->code;
  values[AE_COMPARISON_PARAMETERS] = (double) ae_model_get_n_parameters (model);
  values[AE_COMPARISON_EPOCHS] = (double) epochs;
  values[AE_COMPARISON_SECONDS] = seconds;
  values[AE_COMPARISON_SAMPLES_PER_S] = samples_per_s;
  values[AE_COMPARISON_MSE] = evaluator->mse;
  values[AE_COMPARISON_RMSE] = evaluator->rmse;
  if (evaluator->pca_mse > 0)
    values[AE_COMPARISON_TO_PCA] = evaluator->rmse / sqrt (evaluator->pca_mse);
  values[AE_COMPARISON_SAM] = evaluator->sam_deg;
  values[AE_COMPARISON_PSNR_CLEAN] = evaluator->psnr_clean_db;
  for (guint t = 0; t < AE_N_TERMS; t++)
    if (ae_comparison_find_term (t) < AE_COMPARISON_N_COLUMNS
        && (spec->variants & ae_term_info_get (t)->variants) != 0)
      values[ae_comparison_find_term (t)] = self->training.loss.values[t];
  if (self->kl_per_unit != NULL)
    {
      values[AE_COMPARISON_KL] = 0;
      for (guint j = 0; j < self->code; j++)
        values[AE_COMPARISON_KL] += self->kl_per_unit[j];
    }
  values[AE_COMPARISON_ACTIVE_UNITS] = self->active_units;
  values[AE_COMPARISON_MEAN_ACTIVATION] = self->mean_activation;
  return row;
}

/**
 * ae_evaluation_dup_baseline_row:
 * @self: the numbers of a run
 * @bands: of its model
 *
 * Returns: (transfer full): a row for exact PCA of the same code size on the same pixels; its
 * parameters are the axes and the mean.
 */
AeComparisonRow *
ae_evaluation_dup_baseline_row (const AeEvaluation *self, guint bands)
{
  g_autofree char *name = g_strdup_printf ("PCA-%u", self->code);
  AeComparisonRow *row = ae_comparison_row_new (name);
  const AeEvaluationPart *evaluator = get_judge (self);

  row->code = self->code;
  row->is_baseline = TRUE;
  row->values[AE_COMPARISON_PARAMETERS] = (self->code + 1.0) * bands;
  row->values[AE_COMPARISON_MSE] = evaluator->pca_mse;
  row->values[AE_COMPARISON_RMSE] = sqrt (evaluator->pca_mse);
  row->values[AE_COMPARISON_PSNR_CLEAN] = evaluator->pca_psnr_clean_db;
  row->values[AE_COMPARISON_ACTIVE_UNITS] = self->code;
  return row;
}
