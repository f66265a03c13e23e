/* ae-stage-private.h: the inside of a stage, for its step, its evaluation and its life. */
#pragma once

#include "ae-stage.h"

G_BEGIN_DECLS

#define SLICE_ROWS    128 /* rows of a slice, while there are no more than SLICES_MAX */
#define SLICES_MAX    8
#define CHUNK         4096 /* parameters updated at a time */
#define EVALUATE_ROWS 256
#define BLOCKS_BITS   24 /* a slice may use 2^24 blocks of its random stream a step */

/* What a slice of the batch leaves behind. */
typedef struct
{
  ae_real *gradient; /* (n_values) */
  double *code_sums; /* (code) */
  AePassLoss loss;
} Slice;

/* Scratch for a slice on its way through. One a member, so that it stays in that core's cache;
 * with sparsity one a slice, as all slices wait half way. */
typedef struct
{
  AePass *pass;
  ae_real *target; /* (rows, bands): the clean input where something corrupts */
  float *normals;  /* (rows × code): deviates for z */
} Bench;

struct _AeStage
{
  AeNetwork *network;
  AePlan plan;
  AeStageRows rows;
  AeTeam *team; /* borrowed */
  guint64 seed;
  guint64 substream; /* tells the stages of one run apart */

  ae_real *values, *good, *candidate;
  ae_real *moment1, *moment2;
  ae_real *values_t; /* each weight transposed in its place, made anew at the start of a step */
  guint64 step;
  guint32 *order; /* (n_training): this epoch's */
  guint batch_in_epoch, batches;

  guint n_slices; /* allocated */
  gsize slice_capacity;
  Slice *slices;
  guint n_benches;
  Bench *benches;
  AePass **evaluation; /* one a member */
  ae_real *slopes;     /* (code) */
  double *means;       /* (code) */
  double *chunk_squares;
  gsize n_chunks;
  ae_real *chunk_gradient; /* (members, CHUNK) */
};

static inline gboolean
ae_stage_has_variant (const AeStage *self, AeVariant variant)
{
  return (self->network->spec.variants & variant) != 0;
}

guint ae_stage_count_slices (gsize batch);
void ae_stage_shuffle (AeStage *self);

G_END_DECLS
