/* ae-params.h: one table of named views into one flat buffer, shared by parameters, gradients
 * and moments. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

/**
 * AeParamView:
 * @name: "encoder.0.weight", "encoder.0.bias", "decoder.1.weight", "latent.mean.weight",
 * "latent.spread.weight"
 * @rows, @cols: a weight is (inputs, units); a bias is (1, units). An alias keeps its source's
 * shape
 * @offset: into the flat buffer, a multiple of 16 numbers
 * @is_weight: decayed by weight decay; biases are not
 * @is_alias: shares the offset of an earlier weight and is used transposed (tied)
 * @is_endmembers: a spectrum each row, which no step makes negative
 * @is_fixed: says how numbers are read; no step changes it and it is not counted
 */
typedef struct
{
  char name[40];
  guint rows, cols;
  gsize offset;
  gboolean is_weight;
  gboolean is_alias;
  gboolean is_endmembers;
  gboolean is_fixed;
} AeParamView;

/**
 * AeParams:
 * @views: (n_views): weights first, then biases, then what is fixed
 * @n_values: length of the flat buffer, padding included (padding stays 0)
 * @n_decayed: weight decay acts on [0, n_decayed): all weights and their padding
 * @n_used: parameters that exist: no padding; aliases and what is fixed are not counted
 * @n_weights: of those, weights
 */
typedef struct
{
  AeParamView *views;
  guint n_views;
  gsize n_values;
  gsize n_decayed;
  gsize n_used;
  gsize n_weights;
} AeParams;

AeParams *ae_params_new (void);
void ae_params_free (AeParams *self);
guint ae_params_add (AeParams *self, guint rows, guint cols, gboolean is_weight,
                     const char *format, ...) G_GNUC_PRINTF (5, 6);
guint ae_params_add_alias (AeParams *self, guint of, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
guint ae_params_add_fixed (AeParams *self, guint rows, guint cols, const char *name);
const AeParamView *ae_params_find (const AeParams *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeParams, ae_params_free)

G_END_DECLS
