/* ae-network.h: the layers that a spec describes, run on a block of rows. For ae-model and the
 * trainer; windows use ae-model.h.
 */
#pragma once

#include "ae-loss-terms.h"
#include "ae-params.h"

G_BEGIN_DECLS

/**
 * AeLayer:
 * @in, @out: inputs and units
 * @weight, @bias: offsets into the flat buffer
 * @transposed: the weight is a tied encoder's, stored (out, in)
 * @activation: after the bias
 */
typedef struct
{
  guint in, out;
  gsize weight, bias;
  gboolean transposed;
  AeActivation activation;
} AeLayer;

/**
 * AeUnmixingPlaces:
 * @temperature: of the softmax, one number
 * @sizes: (code): root mean square of each endmember where training began
 * @origin, @unit: (bands): scene units of a scaled 0 and of a scaled 1 above it
 * @mean, @gain: (bands): of spectra of length one, which the encoder sees
 *
 * Offsets into the flat buffer. With them a model explains itself: its endmembers are in scene
 * units, whatever the scaling.
 */
typedef struct
{
  gsize temperature, sizes;
  gsize origin, unit;
  gsize mean, gain;
} AeUnmixingPlaces;

/**
 * AeNetwork:
 * @spec: what it was made from
 * @params: the table of its parameters
 * @n_encoder: layers up to the code; the mean head of a variational network is the last
 * @n_layers: encoder and decoder
 * @layers: in the order they run
 * @spread: second head of a variational network, on the input of the mean head
 * @unmixing: where an unmixing network keeps what is fixed
 *
 * Immutable once made: any thread may read it. It holds no values.
 */
typedef struct
{
  AeSpec spec;
  AeParams *params;
  guint n_encoder;
  guint n_layers;
  AeLayer layers[2 * AE_SPEC_MAX_LAYERS];
  AeLayer spread;
  AeUnmixingPlaces unmixing;
} AeNetwork;

/**
 * AeActivations:
 * @capacity: rows that fit
 * @acts: acts[0] is the (corrupted) input, acts[l + 1] what layer l gave; acts[n_encoder] is
 * the code's mean
 * @spread, @eps, @code: variational: second head, deviates, and z; otherwise %NULL and code =
 * acts[n_encoder]
 * @unit_input, @brightness: unmixing: (capacity, bands), what the encoder sees, and (capacity);
 * otherwise %NULL
 * @has_input: unmixing: the code is that of acts[0], so each row has a brightness
 * @grad: two buffers for gradients on their way back, (capacity, widest layer)
 * @dspread: gradient of the second head
 * @origin, @unit: (nullable) (bands): borrowed; scene units of a scaled 0 and of a scaled 1
 * above it, for angles
 * @values_t: (nullable): borrowed; the parameters with each weight transposed in its place
 * @hyperparams: (nullable): borrowed; the weights of the terms, for the way back and for a
 * reconstruction term of two parts
 *
 * Scratch for one block of rows, used by one thread at a time.
 */
typedef struct
{
  gsize capacity;
  ae_real *acts[2 * AE_SPEC_MAX_LAYERS + 1];
  ae_real *spread, *eps, *code;
  ae_real *unit_input, *brightness;
  gboolean has_input;
  ae_real *grad[2];
  ae_real *dspread;
  ae_real *storage;
  const float *origin, *unit;
  const ae_real *values_t;
  const AeHyperparams *hyperparams;
} AeActivations;

AeNetwork *ae_network_new (const AeSpec *spec, GError **error);
void ae_network_free (AeNetwork *self);
void ae_network_fill_initial (const AeNetwork *self, guint64 seed, ae_real *values);

AeActivations *ae_activations_new (const AeNetwork *network, gsize capacity, gboolean backward);
void ae_activations_free (AeActivations *self);

void ae_network_encode (const AeNetwork *self, const ae_real *values, AeActivations *pass,
                        gsize n);
void ae_network_sample_latent (const AeNetwork *self, AeActivations *pass, gboolean use_eps,
                               gsize n, double *sums);
void ae_network_decode (const AeNetwork *self, const ae_real *values, AeActivations *pass,
                        gsize n);
void ae_network_loss (const AeNetwork *self, AeActivations *pass, const ae_real *target,
                      gsize n, gsize batch, gboolean backward, double *sums);
double ae_network_get_reconstruction (const AeSpec *spec, const AeHyperparams *hyperparams,
                                      ae_real *dy, ae_real *scratch, const ae_real *y,
                                      const ae_real *target, gsize n, double scale,
                                      const float *origin, const float *unit);
void ae_network_backward (const AeNetwork *self, const ae_real *values, AeActivations *pass,
                          gsize n, gsize batch, const ae_real *mean_slopes, ae_real *gradient);

gboolean ae_network_has_mean_terms (const AeSpec *spec);
void ae_network_add_mean_terms (const AeSpec *spec, const AeHyperparams *hyperparams,
                                const double *means, double *terms);
void ae_network_fill_mean_slopes (const AeSpec *spec, const AeHyperparams *hyperparams,
                                  const double *means, gsize batch, ae_real *slopes);
void ae_network_add_unit_terms (const AeSpec *spec, const ae_real *code,
                                const ae_real *log_variance, gsize n, double *sums);
void ae_network_add_endmember_terms (const AeParams *params, const ae_real *values,
                                     double *terms);
void ae_network_add_weight_terms (const AeParams *params, const ae_real *values, double *terms);
void ae_network_set_temperature (const AeNetwork *self, const AeHyperparams *hyperparams,
                                 ae_real *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeNetwork, ae_network_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeActivations, ae_activations_free)

G_END_DECLS
