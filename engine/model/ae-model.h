/* ae-model.h: spec + parameters: encode, decode, reconstruct; loss and gradient for the
 * trainer. */
#pragma once

#include "ae-params.h"
#include "ae-spec.h"
#include "ae-team.h"

G_BEGIN_DECLS

/**
 * AeModel:
 *
 * Reference counted. A model handed out by a snapshot is frozen: nobody writes its
 * parameters again, so any thread may use it. All values are in scaled units.
 */
typedef struct _AeModel AeModel;

/* initial weights drawn from the seed */
AeModel *ae_model_new (const AeSpec *spec, guint64 seed, GError **error);
AeModel *ae_model_new_from_values (const AeSpec *spec, const ae_real *values, gsize n,
                                   GError **error);
AeModel *ae_model_ref (AeModel *self);
void ae_model_unref (AeModel *self);
const AeSpec *ae_model_get_spec (const AeModel *self);
/* the table: names, shapes, offsets, aliases */
const AeParams *ae_model_get_params (const AeModel *self);
/* (n_values): the flat buffer */
const ae_real *ae_model_get_values (const AeModel *self);
/* of the flat buffer, padding included */
gsize ae_model_get_n_values (const AeModel *self);
/* that exist: tied ones once */
gsize ae_model_get_n_parameters (const AeModel *self);
/* without biases */
gsize ae_model_get_n_weights (const AeModel *self);
guint ae_model_get_bands (const AeModel *self);
/* units of the coding layer */
guint ae_model_get_code (const AeModel *self);

/* Evaluation: no corruption; the code of a variational model is its mean. Any thread, allocate
 * their own scratch, bounded. */
void ae_model_encode (const AeModel *self, const ae_real *x /* (n, bands) */, gsize n,
                      ae_real *z /* (n, code) */);
void ae_model_encode_variational (const AeModel *self, const ae_real *x, gsize n,
                                  ae_real *mu /* (n, code) */,
                                  ae_real *log_variance /* (n, code) */);
void ae_model_decode (const AeModel *self, const ae_real *z /* (n, code) */, gsize n,
                      ae_real *y /* (n, bands) */);
void ae_model_reconstruct (const AeModel *self, const ae_real *x, gsize n,
                           ae_real *y /* (n, bands) */, ae_real *z /* (n, code) or NULL */);

/* of all layers, and of a second head */
guint ae_model_get_n_units (const AeModel *self);
void ae_model_fill_units (const AeModel *self, const ae_real *x /* (n, bands) */, gsize n,
                          ae_real *units /* (n, n_units) */);

void ae_model_encode_with_team (const AeModel *self, AeTeam *team /* nullable */,
                                const ae_real *x, gsize n, ae_real *z);

/* One spectrum a unit; free with ae_real_free (). The two are equal where the weights are tied.
 */
/* (units, bands) */
ae_real *ae_model_dup_first_weights (const AeModel *self, guint *units, guint *bands);
/* (units, bands) */
ae_real *ae_model_dup_last_weights (const AeModel *self, guint *units, guint *bands);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeModel, ae_model_unref)

G_END_DECLS
