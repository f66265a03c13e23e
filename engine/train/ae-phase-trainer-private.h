/* ae-phase-trainer-private.h: the inside of a stage, for its step, its evaluation and its life.
 */
#pragma once

#include "ae-phase-trainer.h"

G_BEGIN_DECLS

#define ROW_BLOCK_ROWS 128 /* rows of a slice, while there are no more than SLICES_MAX */
#define ROW_BLOCKS_MAX 8
#define CHUNK          4096 /* parameters updated at a time */
#define EVALUATE_ROWS  256
#define BLOCKS_BITS    24 /* a slice may use 2^24 blocks of its random stream a step */

/* What a slice of the batch leaves behind. */
typedef struct
{
  ae_real *gradient;       /* (n_values) */
  double *code_sums;       /* (code) */
  double sums[AE_N_TERMS]; /* over its rows */
} RowBlock;

/* Scratch for a slice on its way through. One a member, so that it stays in that core's cache;
 * with sparsity one a slice, as all slices wait half way. */
typedef struct
{
  AeActivations *pass;
  ae_real *target; /* (rows, bands): the clean input where something corrupts */
  float *normals;  /* (rows × code): deviates for z */
} Workspace;

/* Parameters that move at the rate of a layer. */
typedef struct
{
  gsize first, end;
  guint layer;
} Part;

struct _AePhaseTrainer
{
  AeNetwork *network;
  AePlan plan;
  AePhaseRows rows;
  AeTeam *team; /* borrowed */
  guint64 seed;
  guint64 substream; /* tells the stages of one run apart */

  ae_real *values, *good, *candidate;
  ae_real *moment1, *moment2;
  ae_real *values_t; /* each weight transposed in its place, made anew at the start of a step */
  Part *parts;       /* without a gap, in their order */
  guint n_parts;
  double rates[2 * AE_SPEC_MAX_LAYERS]; /* of each layer, in learning rates */
  guint64 step;
  guint32 *order; /* (n_training): this epoch's */
  guint batch_in_epoch, batches;

  guint n_row_blocks; /* allocated */
  gsize row_block_capacity;
  RowBlock *row_blocks;
  guint n_benches;
  Workspace *benches;
  AeActivations **evaluation; /* one a member */
  ae_real *slopes;            /* (code) */
  double *means;              /* (code) */
  double *chunk_squares;
  gsize n_chunks;
  ae_real *chunk_gradient; /* (members, CHUNK) */
  ae_real *chunk_before;   /* (members, CHUNK): endmembers before the update */
};

static inline gboolean
ae_phase_trainer_has_variant (const AePhaseTrainer *self, AeVariant variant)
{
  return (self->network->spec.variants & variant) != 0;
}

guint ae_phase_trainer_count_row_blocks (gsize batch);
void ae_phase_trainer_shuffle (AePhaseTrainer *self);

G_END_DECLS
