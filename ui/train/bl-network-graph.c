/* bl-network-graph.c: lays a network out as columns of units: input, what the corruption leaves
 * of it, the layers to the code with its two heads, and their mirror to the output. A pure
 * function of the spec and, where there are any, the weights and what the units give.
 */
#include "bl-network-graph.h"

#include "ae-metrics.h"
#include "ae-network.h"

#include <math.h>

#define MOST_COLUMNS (2 * AE_SPEC_MAX_LAYERS + 3)
#define NO_VALUES    G_MAXUINT

/* Rows of words above the units and below them. */
#define HEAD 1.2
#define FOOT 2.6

typedef enum
{
  COLUMN_INPUT,
  COLUMN_CORRUPTED,
  COLUMN_HIDDEN,
  COLUMN_CODE, /* of a variational network the means */
  COLUMN_SPREAD,
  COLUMN_SAMPLE,
  COLUMN_OUTPUT,
} ColumnKind;

/**
 * Column:
 * @units: that the layer has
 * @n_shown: that are drawn
 * @layer: its number among the hidden ones, from 1
 * @values_at: where its units are in @values; %NO_VALUES
 * @x, @y: of its first unit
 * @node: of its first unit
 */
typedef struct
{
  ColumnKind kind;
  guint units, n_shown, layer, values_at;
  double x, y;
  guint node;
} Column;

/* A layer of weights between two columns. */
typedef struct
{
  guint from, to;
  char view[40];
  gboolean by_source; /* the strongest of each unit that it comes from, not goes to */
} Gap;

typedef struct
{
  const BlNetworkState *state;
  Column columns[MOST_COLUMNS];
  Gap gaps[2 * AE_SPEC_MAX_LAYERS + 1];
  guint n_columns, n_gaps, n_places; /* places: columns beside each other */
  guint most_units;
  double height;
  PlotGraph *graph;
} Drawing;

static gboolean
has (const AeSpec *spec, AeVariant variant)
{
  return (spec->variants & variant) != 0;
}

/* ------------------------------------------------------------------ which columns */

static guint
add_column (Drawing *self, ColumnKind kind, guint units, guint layer, guint values_at)
{
  self->columns[self->n_columns]
      = (Column){ .kind = kind, .units = units, .layer = layer, .values_at = values_at };
  self->columns[self->n_columns].x = 0.5 + self->n_places;
  self->n_places += kind != COLUMN_SPREAD;
  self->most_units = MAX (self->most_units, units);
  return self->n_columns++;
}

/* @half: whose layer @l the weights are; NULL for those of the second head. */
static void
add_gap (Drawing *self, guint from, guint to, gboolean by_source, const char *half, guint l)
{
  Gap *gap = &self->gaps[self->n_gaps++];

  *gap = (Gap){ .from = from, .to = to, .by_source = by_source };
  if (half != NULL)
    g_snprintf (gap->view, sizeof gap->view, "%s.%u.weight", half, l);
  else
    g_strlcpy (gap->view, "latent.spread.weight", sizeof gap->view);
}

static guint
add_encoder (Drawing *self, guint *values_at)
{
  const AeSpec *spec = self->state->spec;
  guint last = add_column (self, COLUMN_INPUT, spec->bands, 0, NO_VALUES), next;

  if (has (spec, AE_VARIANT_DENOISING))
    last = add_column (self, COLUMN_CORRUPTED, spec->bands, 0, NO_VALUES);
  for (guint l = 0; l < spec->n_layers; l++)
    {
      gboolean is_code = l + 1 == spec->n_layers;

      next = add_column (self, is_code ? COLUMN_CODE : COLUMN_HIDDEN, spec->layers[l], l + 1,
                         *values_at);
      *values_at += spec->layers[l];
      add_gap (self, last, next, FALSE, "encoder", l);
      if (!is_code)
        last = next;
    }
  if (!has (spec, AE_VARIANT_VARIATIONAL))
    return self->n_columns - 1;
  self->n_places--; /* the heads stand over each other */
  next = add_column (self, COLUMN_SPREAD, spec->layers[spec->n_layers - 1], 0, NO_VALUES);
  self->n_places++;
  add_gap (self, last, next, FALSE, NULL, 0);
  return add_column (self, COLUMN_SAMPLE, spec->layers[spec->n_layers - 1], 0,
                     self->columns[next - 1].values_at);
}

static void
add_decoder (Drawing *self, guint last, guint values_at)
{
  const AeSpec *spec = self->state->spec;
  guint n = has (spec, AE_VARIANT_UNMIXING) ? 1 : spec->n_layers; /* endmembers are one layer */

  for (guint l = 0; l < n; l++)
    {
      gboolean is_output = l + 1 == n;
      guint units = is_output ? spec->bands : spec->layers[n - 2 - l];
      guint next = add_column (self, is_output ? COLUMN_OUTPUT : COLUMN_HIDDEN, units,
                               spec->n_layers + 1 + l, values_at);

      values_at += units;
      add_gap (self, last, next, has (spec, AE_VARIANT_TIED), "decoder", l);
      last = next;
    }
  for (guint c = 0; c < self->n_columns; c++)
    if (self->columns[c].kind == COLUMN_SPREAD)
      self->columns[c].values_at = values_at;
}

/* ------------------------------------------------------------------ where they stand */

static gboolean
is_head (const Drawing *self, const Column *column)
{
  return has (self->state->spec, AE_VARIANT_VARIATIONAL)
         && (column->kind == COLUMN_CODE || column->kind == COLUMN_SPREAD
             || column->kind == COLUMN_SAMPLE);
}

/* The more units, the higher the column, by their logarithm; two heads share one height. */
static guint
count_rows (const Drawing *self, const Column *column)
{
  double share = self->most_units > 1
                     ? log ((double) column->units) / log ((double) self->most_units)
                     : 1.0;
  guint rows = (guint) round (BL_NETWORK_ROWS * (0.45 + 0.55 * share));

  if (is_head (self, column))
    rows = (BL_NETWORK_ROWS - 3) / 2;
  return MIN (rows, column->units);
}

static void
place_column (Drawing *self, Column *column)
{
  guint rows = count_rows (self, column);
  double middle = HEAD + 0.5 * BL_NETWORK_ROWS;

  column->n_shown = rows < column->units ? rows - 1 : column->units;
  if (column->kind == COLUMN_SPREAD)
    column->y = middle + 1.5;
  else if (column->kind == COLUMN_CODE && is_head (self, column))
    column->y = middle - rows - 0.5;
  else
    column->y = middle - 0.5 * rows + 0.5;
}

/* Bands are drawn all along the spectrum; of other layers the first units and the last. */
static guint
get_unit (const Column *column, guint i)
{
  gboolean is_spectrum = column->kind == COLUMN_INPUT || column->kind == COLUMN_CORRUPTED
                         || column->kind == COLUMN_OUTPUT;

  if (column->n_shown == column->units)
    return i;
  if (is_spectrum)
    return (guint) ((gsize) i * (column->units - 1) / MAX (column->n_shown - 1, 1));
  return i + 1 < column->n_shown ? i : column->units - 1;
}

/* The last one stands below the gap. */
static double
get_y (const Column *column, guint i)
{
  gboolean is_below = column->n_shown < column->units && i + 1 == column->n_shown;

  return column->y + i + (is_below ? 1.0 : 0.0);
}

/* ------------------------------------------------------------------ units */

static double
get_value (const Drawing *self, const Column *column, guint unit)
{
  const BlNetworkState *state = self->state;
  const float *bands = column->kind == COLUMN_INPUT ? state->input : state->corrupted;
  double value;

  if (column->kind == COLUMN_INPUT || column->kind == COLUMN_CORRUPTED)
    return bands != NULL ? (double) bands[unit] : NAN;
  if (state->values == NULL)
    return NAN;
  value = (double) state->values[column->values_at + unit];
  if (column->kind != COLUMN_SPREAD)
    return value;
  return state->spec->latent_form == AE_LATENT_SIGMA ? fabs (value) : exp (0.5 * value);
}

/* What is the full colour: the largest of the layer; of the second head the prior's. */
static double
get_scale (const Drawing *self, const Column *column)
{
  double most = column->kind == COLUMN_SPREAD ? 1.0 : 0.0;

  for (guint u = 0; u < column->units && column->kind != COLUMN_SPREAD; u++)
    {
      double value = fabs (get_value (self, column, u));

      most = isfinite (value) ? MAX (most, value) : most;
    }
  return most > 0.0 ? most : 1.0;
}

static double
get_most_deviation (const BlNetworkState *state, const Column *column)
{
  double most = 0;

  for (guint u = 0; u < column->units; u++)
    most = MAX (most, (double) state->deviations[column->values_at + u]);
  return most;
}

/* @most: the largest deviation of its layer. */
static PlotNodeMark
get_mark (const BlNetworkState *state, const Column *column, guint unit, double most)
{
  gboolean is_hidden = column->kind == COLUMN_HIDDEN;
  gboolean is_code = column->kind == COLUMN_CODE || column->kind == COLUMN_SPREAD
                     || column->kind == COLUMN_SAMPLE;

  if (is_code && state->kl_per_unit != NULL)
    return ae_metrics_is_active_kl ((double) state->kl_per_unit[unit]) ? PLOT_NODE_PLAIN
                                                                       : PLOT_NODE_FAINT;
  if (state->deviations == NULL || !(is_hidden || column->kind == COLUMN_CODE)
      || ae_metrics_is_active_deviation ((double) state->deviations[column->values_at + unit],
                                         most))
    return PLOT_NODE_PLAIN;
  return is_hidden ? PLOT_NODE_CROSSED : PLOT_NODE_FAINT;
}

static void
name_node (const Column *column, guint unit, PlotNode *node)
{
  g_autofree char *value
      = isfinite (node->value) ? g_strdup_printf (": %.3g", node->value) : g_strdup ("");
  const char *remark = node->mark == PLOT_NODE_CROSSED ? ", dead"
                       : node->mark == PLOT_NODE_FAINT
                           ? column->kind == COLUMN_CORRUPTED ? ", masked" : ", inactive"
                           : "";
  static const char *const words[]
      = { [COLUMN_INPUT] = "Input", [COLUMN_CORRUPTED] = "Corrupted input",
          [COLUMN_CODE] = "Code",   [COLUMN_SPREAD] = "σ of code",
          [COLUMN_SAMPLE] = "z",    [COLUMN_OUTPUT] = "Output" };

  if (column->kind == COLUMN_HIDDEN)
    g_snprintf (node->name, sizeof node->name, "Layer %u, unit %u%s%s", column->layer, unit + 1,
                value, remark);
  else
    g_snprintf (node->name, sizeof node->name, "%s %u%s%s", words[column->kind], unit + 1,
                value, remark);
}

static gboolean
is_masked (const BlNetworkState *state, const Column *column, guint unit)
{
  return column->kind == COLUMN_CORRUPTED && state->corrupted != NULL && state->input != NULL
         && state->corrupted[unit] == 0 && state->input[unit] != 0;
}

static void
add_units (Drawing *self, Column *column)
{
  const BlNetworkState *state = self->state;
  double scale = get_scale (self, column), most = 0;

  if (state->deviations != NULL && column->values_at != NO_VALUES)
    most = get_most_deviation (state, column);
  column->node = self->graph->nodes->len;
  for (guint i = 0; i < column->n_shown; i++)
    {
      guint unit = get_unit (column, i);
      PlotNode node = { .x = column->x, .y = get_y (column, i) };

      node.value = get_value (self, column, unit);
      node.shade = node.value / scale;
      node.mark = is_masked (state, column, unit) ? PLOT_NODE_FAINT
                                                  : get_mark (state, column, unit, most);
      name_node (column, unit, &node);
      plot_graph_add_node (self->graph, &node);
    }
}

/* ------------------------------------------------------------------ links */

/* Weight from unit i of one column to unit j of the next. */
static double
get_weight (const AeModel *model, const AeParamView *view, guint i, guint j)
{
  const ae_real *values = ae_model_get_values (model) + view->offset;

  return (double) (view->is_alias ? values[(gsize) j * view->cols + i]
                                  : values[(gsize) i * view->cols + j]);
}

typedef struct
{
  guint from, to;
  double weight;
} Strong;

/* Puts the strongest links of one unit into @strong, strongest first. */
static guint
find_strong (const Drawing *self, const Gap *gap, const AeParamView *view, guint own,
             Strong *strong)
{
  const Column *from = &self->columns[gap->from], *to = &self->columns[gap->to];
  guint others = gap->by_source ? to->n_shown : from->n_shown, n = 0;

  for (guint other = 0; other < others; other++)
    {
      guint a = gap->by_source ? own : other, b = gap->by_source ? other : own, at = n;
      double weight
          = get_weight (self->state->model, view, get_unit (from, a), get_unit (to, b));

      while (at > 0 && fabs (strong[at - 1].weight) < fabs (weight))
        at--;
      if (at == BL_NETWORK_LINKS || weight == 0)
        continue;
      n = MIN (n + 1, BL_NETWORK_LINKS);
      for (guint k = n - 1; k > at; k--)
        strong[k] = strong[k - 1];
      strong[at] = (Strong){ a, b, weight };
    }
  return n;
}

static void
add_weights (Drawing *self, const Gap *gap)
{
  const Column *from = &self->columns[gap->from], *to = &self->columns[gap->to];
  const AeParamView *view
      = ae_params_find (ae_model_get_params (self->state->model), gap->view);
  guint owners = gap->by_source ? from->n_shown : to->n_shown, n = 0;
  Strong all[BL_NETWORK_ROWS * BL_NETWORK_LINKS];
  double most = 0;

  g_return_if_fail (view != NULL);
  for (guint own = 0; own < owners; own++)
    n += find_strong (self, gap, view, own, all + n);
  for (guint k = 0; k < n; k++)
    most = MAX (most, fabs (all[k].weight));
  for (guint k = 0; k < n && isfinite (most); k++)
    plot_graph_add_link (self->graph, from->node + all[k].from, to->node + all[k].to,
                         copysign (sqrt (fabs (all[k].weight) / most), all[k].weight));
}

/* Thin lines: nothing is learnt there. A masked band has lost its input. */
static void
add_pairs (Drawing *self, const Column *from, const Column *to)
{
  for (guint i = 0; i < MIN (from->n_shown, to->n_shown); i++)
    if (!is_masked (self->state, to, get_unit (to, i)))
      plot_graph_add_link (self->graph, from->node + i, to->node + i, 0);
}

static void
add_links (Drawing *self)
{
  for (guint g = 0; g < self->n_gaps && self->state->model != NULL; g++)
    add_weights (self, &self->gaps[g]);
  for (guint c = 1; c < self->n_columns; c++)
    {
      if (self->columns[c].kind == COLUMN_CORRUPTED)
        add_pairs (self, &self->columns[c - 1], &self->columns[c]);
      if (self->columns[c].kind != COLUMN_SAMPLE)
        continue;
      add_pairs (self, &self->columns[c - 2], &self->columns[c]);
      add_pairs (self, &self->columns[c - 1], &self->columns[c]);
    }
}

/* ------------------------------------------------------------------ words */

/* Over its column; the second head's below it. */
static void
add_head (Drawing *self, const Column *column)
{
  static const struct
  {
    const char *word;
    double x, room;
  } heads[] = {
    [COLUMN_INPUT] = { "input", 0, 1.7 },   [COLUMN_CORRUPTED] = { "corrupted", 0.9, 2.6 },
    [COLUMN_HIDDEN] = { NULL, 0, 0 },       [COLUMN_CODE] = { "code", 0, 1.7 },
    [COLUMN_SPREAD] = { "σ", 0, 1 },        [COLUMN_SAMPLE] = { "code z", 0, 2 },
    [COLUMN_OUTPUT] = { "output", 0, 1.9 },
  };
  const char *word = heads[column->kind].word;
  double y = 0.5;

  if (word == NULL)
    return;
  if (column->kind == COLUMN_SPREAD)
    y = get_y (column, column->n_shown - 1) + 0.9;
  if (column->kind == COLUMN_CODE && is_head (self, column))
    {
      word = "μ";
      y = column->y - 0.9;
    }
  plot_graph_add_text (self->graph, column->x + heads[column->kind].x, y,
                       heads[column->kind].room, FALSE, "%s", word);
}

static void
add_words (Drawing *self)
{
  const double foot = HEAD + BL_NETWORK_ROWS + 0.6;

  for (guint c = 0; c < self->n_columns; c++)
    {
      const Column *column = &self->columns[c];

      add_head (self, column);
      if (column->kind != COLUMN_SPREAD)
        plot_graph_add_text (self->graph, column->x, foot, 1.0, TRUE, "%u", column->units);
      if (column->n_shown < column->units)
        plot_graph_add_text (self->graph, column->x, column->y + column->n_shown - 1, 1.0, TRUE,
                             "⋮");
    }
  for (guint g = 0; g < self->n_gaps && has (self->state->spec, AE_VARIANT_TIED); g++)
    {
      const Column *from = &self->columns[self->gaps[g].from];
      const Column *to = &self->columns[self->gaps[g].to];

      if (to->kind != COLUMN_SPREAD)
        plot_graph_add_text (self->graph, 0.5 * (from->x + to->x), HEAD - 0.1, 0.9, TRUE, "%s",
                             self->gaps[g].by_source ? "Wᵀ" : "W");
    }
}

/* ------------------------------------------------------------------ counts */

static gsize
count_parameters (const AeSpec *spec, gboolean is_tied)
{
  AeSpec other = *spec;
  g_autoptr (AeNetwork) network = NULL;

  if (is_tied && has (spec, AE_VARIANT_UNMIXING))
    return 0;
  other.variants
      = is_tied ? other.variants | AE_VARIANT_TIED : other.variants & ~(guint) AE_VARIANT_TIED;
  network = ae_network_new (&other, NULL);
  return network != NULL ? network->params->n_used : 0;
}

static void
init_columns (Drawing *self, const BlNetworkState *state)
{
  guint values_at = 0, code;

  *self = (Drawing){ .state = state };
  code = add_encoder (self, &values_at);
  add_decoder (self, code, values_at);
  for (guint c = 0; c < self->n_columns; c++)
    place_column (self, &self->columns[c]);
}

/**
 * bl_network_count:
 * @state: a network
 * @counts: (out)
 *
 * Any thread.
 */
void
bl_network_count (const BlNetworkState *state, BlNetworkCounts *counts)
{
  Drawing drawing;

  *counts = (BlNetworkCounts){ .n_untied = count_parameters (state->spec, FALSE),
                               .n_tied = count_parameters (state->spec, TRUE) };
  counts->n_parameters = has (state->spec, AE_VARIANT_TIED) ? counts->n_tied : counts->n_untied;
  init_columns (&drawing, state);
  for (guint c = 0; c < drawing.n_columns && state->deviations != NULL; c++)
    {
      const Column *column = &drawing.columns[c];
      double most;

      if (column->kind != COLUMN_HIDDEN && column->kind != COLUMN_CODE)
        continue;
      most = get_most_deviation (state, column);
      for (guint u = 0; u < column->units; u++)
        {
          PlotNodeMark mark = get_mark (state, column, u, most);

          counts->n_dead += mark == PLOT_NODE_CROSSED;
          counts->n_inactive += mark == PLOT_NODE_FAINT;
        }
    }
}

/* 75428 as 75 428. */
static char *
dup_grouped (gsize n)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%" G_GSIZE_FORMAT, n);
  for (gssize at = (gssize) text->len - 3; at > 0; at -= 3)
    g_string_insert (text, at, "\u2009");
  return g_string_free (text, FALSE);
}

/**
 * bl_network_dup_size_text:
 * @state: a network
 *
 * Returns: (transfer full): how many parameters it has, and what tying saves of them where it
 * can be tied. Any thread.
 */
char *
bl_network_dup_size_text (const BlNetworkState *state)
{
  BlNetworkCounts counts;
  g_autofree char *parameters = NULL, *saved = NULL;

  bl_network_count (state, &counts);
  parameters = dup_grouped (counts.n_parameters);
  if (counts.n_tied == 0)
    return g_strdup_printf ("%s parameters", parameters);
  saved = dup_grouped (counts.n_untied - counts.n_tied);
  return g_strdup_printf ("%s parameters; tying %s %s", parameters,
                          has (state->spec, AE_VARIANT_TIED) ? "saves" : "would save", saved);
}

/**
 * bl_network_graph_new:
 * @state: a network
 *
 * One unit of the drawing is the distance of two units of a layer, and of two layers. Units of
 * the same column stand below each other about the middle; a column that has more than fit
 * shows some of them and a gap. Of the links of a unit the strongest few are drawn, as wide as
 * the root of their share in the strongest of their layer; where the decoder is the encoder's
 * transpose, it is drawn as its mirror. Any thread.
 *
 * Returns: (transfer full): the drawing.
 */
PlotGraph *
bl_network_graph_new (const BlNetworkState *state)
{
  g_autofree char *size = NULL;
  Drawing drawing;

  g_return_val_if_fail (state != NULL && state->spec != NULL, NULL);
  init_columns (&drawing, state);
  drawing.graph = plot_graph_new (drawing.n_places, HEAD + BL_NETWORK_ROWS + FOOT, 1.0);
  for (guint c = 0; c < drawing.n_columns; c++)
    add_units (&drawing, &drawing.columns[c]);
  add_links (&drawing);
  add_words (&drawing);
  size = bl_network_dup_size_text (state);
  plot_graph_add_text (drawing.graph, 0.5 * drawing.n_places, HEAD + BL_NETWORK_ROWS + 1.9,
                       drawing.n_places, FALSE, "%s", size);
  return drawing.graph;
}
