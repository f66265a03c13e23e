/* bl-cli-bench-parts.h: the parts of a training step by themselves, for when a step is slow. */
#pragma once

#include "ae-team.h"

G_BEGIN_DECLS

/**
 * BlCliParts:
 *
 * Seconds a step of the stacked network, all threads at work.
 */
typedef struct
{
  double products;
  double optimizer; /* adding gradients, Adam, transposing the weights for the next step */
  double gathering; /* the batch's rows out of all pixels */
} BlCliParts;

void bl_cli_parts_measure (AeTeam *team, const float *rows, gsize n, guint bands, guint batch,
                           double seconds, BlCliParts *out);

G_END_DECLS
