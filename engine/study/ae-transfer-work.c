/* ae-transfer-work.c: the ways of carrying a model over on the same pixels, split, batches and
 * scaling: the model's own; and a classifier on few labels.
 */
#include "ae-transfer-work.h"

#include "ae-baseline.h"

#include <math.h>

const guint ae_transfer_counts[AE_TRANSFER_N_COUNTS] = { 10, 50, 100 };
const char *const ae_transfer_features[AE_TRANSFER_N_FEATURES] = { "codes", "pca", "bands" };

/**
 * ae_transfer_work_init:
 * @self: set to what is usual, without a model
 */
void
ae_transfer_work_init (AeTransferWork *self)
{
  *self = (AeTransferWork){
    .epochs = 30, .seed = 1, .validation = 0.1, .learning_rate = (double) NAN
  };
}

/**
 * ae_transfer_work_clear:
 * @self: what it owns is freed
 */
void
ae_transfer_work_clear (AeTransferWork *self)
{
  g_clear_pointer (&self->run, ae_project_run_free);
  g_clear_pointer (&self->adapter, ae_input_adapter_free);
  g_clear_pointer (&self->pixels, ae_pixels_unref);
  g_clear_pointer (&self->transfer, ae_transfer_free);
}

static gboolean
take_pixels (AeTransferWork *self, GError **error)
{
  g_autoptr (AeScene) matched = ae_input_adapter_dup_scene (self->adapter, error);
  AeScaler *scaler = ae_input_get_scaler (self->run->input);

  if (matched == NULL)
    return FALSE;
  self->chosen = (AePixelsOptions){ .seed = self->seed,
                                    .validation = self->validation,
                                    .scaling = ae_scaler_get_scaling (scaler),
                                    .max_pixels = self->max_pixels,
                                    .scaler = scaler };
  return (self->pixels = ae_pixels_new (matched, &self->chosen, NULL, error)) != NULL;
}

static gboolean
train (AeTransferWork *self, AeTransferProgress progress, gpointer user_data,
       GCancellable *cancellable, GError **error)
{
  AeHyperparams hyperparams = self->run->training->hyperparams;

  self->plan = self->run->training->plan;
  self->plan.epochs = self->epochs;
  self->plan.seed = self->seed;
  self->plan.threads = self->threads;
  self->plan.max_seconds = 0;
  self->plan.pretrain_epochs = 0;
  self->plan.keep = AE_KEEP_LAST; /* what is told is where the curves end */
  if (self->batch > 0)
    self->plan.batch = self->batch;
  if (!isnan (self->learning_rate))
    hyperparams.learning_rate = self->learning_rate;
  self->transfer = ae_transfer_new (self->run->training->model, &self->plan, &hyperparams,
                                    self->pixels, progress, user_data, cancellable, error);
  return self->transfer != NULL;
}

static void
fill_scores (const AePca *pca, const float *rows, gsize n, guint bands, guint code,
             float *scores)
{
  for (gsize i = 0; i < n; i++)
    for (guint k = 0; k < code; k++)
      {
        double sum = 0;

        for (guint j = 0; j < bands; j++)
          sum += pca->components[(gsize) k * bands + j]
                 * ((double) rows[i * bands + j] - pca->mean[j]);
        scores[i * code + k] = (float) sum;
      }
}

/* The pixels that train, with their labels, as codes of the carried encoder, as PCA scores of
 * as many columns, and as they are. */
static gboolean
measure_labels (AeTransferWork *self, GError **error)
{
  const AeModel *model = self->run->training->model;
  const guint16 *all = ae_scene_get_labels (ae_pixels_get_scene (self->pixels));
  gsize n = ae_pixels_get_n_training (self->pixels);
  guint bands = ae_model_get_bands (model), code = ae_model_get_code (model);
  const float *rows = ae_pixels_get_training_rows (self->pixels);
  g_autoptr (AePca) pca = NULL;
  g_autofree guint16 *labels = NULL;
  g_autofree float *codes = NULL, *scores = NULL;
  const float *features[AE_TRANSFER_N_FEATURES];
  const guint columns[AE_TRANSFER_N_FEATURES] = { code, code, bands };

  if (all == NULL)
    return TRUE;
  if ((pca = ae_pca_new (rows, n, bands, NULL, error)) == NULL)
    return FALSE;
  labels = g_new (guint16, n);
  codes = g_new (float, n *code);
  scores = g_new (float, n *code);
  ae_model_encode (model, rows, n, codes);
  fill_scores (pca, rows, n, bands, code, scores);
  for (gsize i = 0; i < n; i++)
    labels[i] = all[ae_pixels_get_training (self->pixels)[i]];
  features[0] = codes;
  features[1] = scores;
  features[2] = rows;
  for (guint f = 0; f < AE_TRANSFER_N_FEATURES; f++)
    for (guint c = 0; c < AE_TRANSFER_N_COUNTS; c++)
      self->has_labels |= ae_label_efficiency_measure (features[f], n, columns[f], labels,
                                                       ae_transfer_counts[c], AE_TRANSFER_DRAWS,
                                                       self->seed, &self->labels[f][c]);
  return TRUE;
}

/**
 * ae_transfer_work_run:
 * @self: with a run and a feed of the scene
 * @progress: (nullable): told of each epoch, on the calling thread
 * @user_data: for it
 * @cancellable: (nullable): looked at between batches
 * @error: as ae_input_adapter_dup_scene(), ae_pixels_new() and ae_transfer_new()
 *
 * Takes the time of three trainings; not for the main thread of a window.
 *
 * Returns: whether all of it is there.
 */
gboolean
ae_transfer_work_run (AeTransferWork *self, AeTransferProgress progress, gpointer user_data,
                      GCancellable *cancellable, GError **error)
{
  return take_pixels (self, error) && train (self, progress, user_data, cancellable, error)
         && measure_labels (self, error);
}

/**
 * ae_transfer_work_dup_project:
 * @self: done
 *
 * Returns: (transfer full): a project without a scene whose runs are the models that were
 * fitted.
 */
AeProject *
ae_transfer_work_dup_project (const AeTransferWork *self)
{
  AeProject *project = ae_project_new ();

  for (guint way = AE_TRANSFER_DECODER; way < AE_TRANSFER_WAYS; way++)
    {
      const AeTransferCurve *curve = &self->transfer->curves[way];
      g_autofree char *name
          = g_strdup_printf ("%s, %s", self->run->name, ae_transfer_way_to_string (curve->way));

      if (curve->is_possible)
        ae_project_add_run (project,
                            ae_project_run_new (name, &self->chosen, self->run->input,
                                                ae_training_state_ref (curve->training)));
    }
  return project;
}
