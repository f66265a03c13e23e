/* ae-pca-start.h: parameters of a network that is the best linear autoencoder of its pixels:
 * where training begins unless it is told to begin at random. For the trainer.
 */
#pragma once

#include "ae-baseline.h"
#include "ae-network.h"

G_BEGIN_DECLS

/**
 * AePcaStartRows:
 * @pca: of @rows
 * @rows: (n, bands): training pixels, scaled
 * @n: rows
 * @deviation: (bands): unit of the noise level
 * @keeps_scale: whether codes keep the scale of the pixels, as the input of a further part of a
 * stack must; otherwise their variance is 1
 *
 * All borrowed.
 */
typedef struct
{
  const AePca *pca;
  const float *rows;
  gsize n;
  const float *deviation;
  gboolean keeps_scale;
} AePcaStartRows;

gboolean ae_pca_start_fill (const AeNetwork *network, const AePcaStartRows *rows,
                            const AeHyperparams *hyperparams, guint64 seed, ae_real *values,
                            guint *n_carried, GError **error);

G_END_DECLS
