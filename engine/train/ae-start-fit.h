/* ae-start-fit.h: carries a variational start on from the linear optimum by least squares,
 * before the first step. For the trainer.
 */
#pragma once

#include "ae-network.h"

G_BEGIN_DECLS

gboolean ae_start_fit_variational (const AeNetwork *network, const float *rows, gsize n,
                                   const AeHyperparams *hyperparams, guint n_units,
                                   guint64 seed, ae_real *values);

G_END_DECLS
