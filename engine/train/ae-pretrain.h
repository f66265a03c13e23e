/* ae-pretrain.h: the greedy plan: which small autoencoder each phase trains, and on what. For
 * ae-trainer alone. */
#pragma once

#include "ae-network.h"
#include "ae-phase-trainer.h"

G_BEGIN_DECLS

/**
 * AeCodes:
 *
 * The codes of a trained layer over all rows: the input of the next autoencoder of the stack.
 */
typedef struct
{
  float *training;
  float *validation;
  float *deviation;
} AeCodes;

void ae_pretrain_init_spec (const AeSpec *whole, guint phase, AeSpec *part);
void ae_pretrain_copy_values (const AeNetwork *whole, guint phase, const AeNetwork *part,
                              ae_real *whole_values, ae_real *part_values, gboolean to_whole);
void ae_pretrain_fill_codes (AePhaseTrainer *stage, AeTeam *team, AeCodes *out);
void ae_codes_clear (AeCodes *self);

G_END_DECLS
