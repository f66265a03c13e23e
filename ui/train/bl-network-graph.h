/* bl-network-graph.h: the drawing of a network: its layers as columns of units. */
#pragma once

#include "ae-model.h"
#include "plot-graph.h"

G_BEGIN_DECLS

/* Strongest links of a unit that are drawn. */
#define BL_NETWORK_LINKS 2

/* Units of a column, at most, and the gap that stands for those that are left out. */
#define BL_NETWORK_ROWS 13

/**
 * BlNetworkState:
 * @spec: what is drawn
 * @model: (nullable): whose weights are the links
 * @input: (nullable) (bands): of the pinned pixel, scaled
 * @corrupted: (nullable) (bands): what of it the network is trained on
 * @values: (nullable) (n_units): what its units give, as ae_model_fill_units()
 * @deviations: (nullable) (n_units): how much that varies over the scene
 * @kl_per_unit: (nullable) (code): of a variational model, nats
 *
 * All that a drawing is made of; borrowed.
 */
typedef struct
{
  const AeSpec *spec;
  const AeModel *model;
  const float *input, *corrupted;
  const float *values, *deviations, *kl_per_unit;
} BlNetworkState;

/**
 * BlNetworkCounts:
 * @n_parameters: weights and biases, tied ones once
 * @n_untied: how many there are, or would be, with a decoder of its own
 * @n_tied: the same where it is the encoder's transpose; 0 where it cannot be
 * @n_dead: hidden units that give the same for all pixels
 * @n_inactive: units of the code that carry nothing
 */
typedef struct
{
  gsize n_parameters, n_untied, n_tied;
  guint n_dead, n_inactive;
} BlNetworkCounts;

void bl_network_count (const BlNetworkState *state, BlNetworkCounts *counts);
char *bl_network_dup_size_text (const BlNetworkState *state);
PlotGraph *bl_network_graph_new (const BlNetworkState *state);

G_END_DECLS
