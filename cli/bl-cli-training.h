/* bl-cli-training.h: trains one model on the calling thread and keeps what is reported of it.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "ae-evaluation.h"
#include "bl-cli-project.h"

G_BEGIN_DECLS

/**
 * BlCliEpoch:
 * @epoch: 1 for the first
 * @seconds: of training up to its end
 * @phase: of greedy pretraining
 * @train: mean over the epoch's batches, as they were trained on
 * @validation: on the held-out pixels at its end; NAN where there are none
 */
typedef struct
{
  guint epoch;
  double seconds;
  guint phase;
  AeLossTerms train;
  AeLossTerms validation;
} BlCliEpoch;

/**
 * BlCliTraining:
 * @spec, @plan, @hyperparams, @pixels: what was trained, and on what
 * @result: owned
 * @history: (element-type BlCliEpoch): owned
 * @reason: why it ended; owned
 * @is_interrupted: the user ended it
 * @best_epoch: of the least validation loss; 0 = before the first step
 * @start_loss: validation loss before the first step; NAN where there is none
 * @is_resumed: it began in another process
 * @has_endmembers: unmixing began at endmembers that were given
 * @n_carried: components that the start at PCA carries; 0 for a random one
 */
typedef struct
{
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;
  AePixels *pixels;
  AeModel *model;
  AeEvaluation *result;
  GArray *history;
  char *reason;
  gboolean is_interrupted;
  guint epochs, best_epoch;
  double start_loss;
  gboolean is_resumed, has_endmembers;
  guint n_carried;
  guint64 steps;
  double seconds;
  double samples_per_s;
} BlCliTraining;

BlCliTraining *bl_cli_training_run (const AeSpec *spec, const AePlan *plan,
                                    const AeHyperparams *hyperparams, AePixels *pixels,
                                    GError **error);
BlCliTraining *bl_cli_training_run_kept (const AeSpec *spec, const AePlan *plan,
                                         const AeHyperparams *hyperparams, AePixels *pixels,
                                         BlCliKeeping *keeping, GError **error);
void bl_cli_training_free (BlCliTraining *self);
void bl_cli_training_add_json (const BlCliTraining *self, JsonBuilder *json);
void bl_cli_training_print (const BlCliTraining *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlCliTraining, bl_cli_training_free)

G_END_DECLS
