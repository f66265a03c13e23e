/* bl-model-panel.c: several looks into a frozen model, one at a time. Each asks the model a
 * small question (some decodes, some weights), never the scene.
 */
#include "bl-model-panel.h"

#include "bl-widgets.h"

#include "ae-corruption.h"
#include "ae-loss.h"
#include "ae-metrics.h"
#include "ae-rng.h"
#include "ae-sparsity.h"
#include "bl-band-axis.h"
#include "bl-card.h"
#include "bl-network-graph.h"
#include "bl-plots.h"
#include "plot-view.h"

#include <math.h>
#include <string.h>

#define UNITS_SHOWN  8  /* the strongest; more are a thicket */
#define SMOOTH_SHARE 40 /* of the bands, to either side */
#define SAMPLES      60
#define SAMPLE_SEED  1

typedef enum
{
  LOOK_NETWORK,
  LOOK_WEIGHTS,
  LOOK_SAMPLES,
  LOOK_KL,
  LOOK_SPARSITY,
  LOOK_NOISE,
  N_LOOKS
} Look;

static const char *const names[N_LOOKS] = { "Network",     "First-layer weights", "Samples",
                                            "KL per unit", "Sparsity cost",       "Denoising" };
static const BlPlot plots[N_LOOKS] = { BL_PLOT_NETWORK, BL_PLOT_WEIGHTS,  BL_PLOT_SAMPLES,
                                       BL_PLOT_KL,      BL_PLOT_SPARSITY, BL_PLOT_DENOISING };

struct _BlModelPanel
{
  BlPanel parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkDropDown *choice;
  AeScene *scene;
  BlBandAxis *axis;
  AeView *view;
  Look looks[N_LOOKS]; /* what the choice offers, in its order */
  guint n_looks;
  guint variants; /* of the model the choice is for */
  gboolean is_filling;
  Look shown;
};

G_DEFINE_FINAL_TYPE (BlModelPanel, bl_model_panel, BL_TYPE_PANEL)

static void
set_note (BlModelPanel *self, const char *text)
{
  bl_card_set_note (self->card, text);
  plot_view_set_description (self->plot, text);
}

/* ------------------------------------------------------------------ weights */

/* A running mean over neighbouring bands: what a unit learned is smooth, what it was born with
 * is not.
 */
static void
smooth_row (float *out, const float *row, guint n)
{
  guint reach = MAX (n / SMOOTH_SHARE, 1);

  for (guint i = 0; i < n; i++)
    {
      guint first = i > reach ? i - reach : 0, last = MIN (i + reach, n - 1);
      double sum = 0;

      for (guint k = first; k <= last; k++)
        sum += (double) row[k];
      out[i] = (float) (sum / (last - first + 1));
    }
}

typedef struct
{
  double energy;
  guint unit;
} Rank;

static int
compare_ranks (gconstpointer a, gconstpointer b)
{
  const Rank *x = a, *y = b;

  return (x->energy < y->energy) - (x->energy > y->energy);
}

/* The units that listen most clearly, by the energy of their smoothed weights. */
static Rank *
rank_units (const float *smooth, guint units, guint bands)
{
  Rank *ranks = g_new0 (Rank, units);

  for (guint u = 0; u < units; u++)
    {
      ranks[u].unit = u;
      for (guint i = 0; i < bands; i++)
        ranks[u].energy += (double) smooth[u * bands + i] * (double) smooth[u * bands + i];
    }
  qsort (ranks, units, sizeof *ranks, compare_ranks);
  return ranks;
}

static void
set_rows (BlModelPanel *self, PlotChart *chart, const char *id, const float *rows, guint bands,
          const Rank *ranks, guint shown, const PlotStyle *style)
{
  g_autofree float *chosen = g_new (float, shown *bands);

  for (guint r = 0; r < shown; r++)
    memcpy (chosen + r * bands, rows + ranks[r].unit * bands, bands * sizeof (float));
  bl_band_axis_set_line_set (self->axis, chart, id, chosen, shown, style);
}

static void
show_weights (BlModelPanel *self, PlotChart *chart, const AeModel *model)
{
  gboolean is_tied = (ae_model_get_spec (model)->variants & AE_VARIANT_TIED) != 0;
  guint units, bands, shown;
  ae_real *weights = ae_model_dup_first_weights (model, &units, &bands);
  g_autofree float *smooth = g_new (float, units *bands);
  g_autofree Rank *ranks = NULL;
  g_autofree char *text = NULL;

  for (guint u = 0; u < units; u++)
    smooth_row (smooth + u * bands, weights + u * bands, bands);
  ranks = rank_units (smooth, units, bands);
  shown = MIN (units, UNITS_SHOWN);
  set_rows (self, chart, "weights", weights, bands, ranks, shown,
            &(PlotStyle){ .ink = PLOT_COLOR_CLASS (0), .alpha = 0.12, .width = 1 });
  ae_real_free (weights);
  set_rows (self, chart, "smooth", smooth, bands, ranks, shown,
            &(PlotStyle){ .ink = PLOT_COLOR_CLASS (0), .alpha = 0.9, .width = 1.5 });
  if (is_tied)
    {
      weights = ae_model_dup_last_weights (model, &units, &bands);
      for (guint u = 0; u < units; u++)
        smooth_row (smooth + u * bands, weights + u * bands, bands);
      set_rows (self, chart, "partners", smooth, bands, ranks, shown,
                &(PlotStyle){ .ink = PLOT_COLOR_CLASS (1), .alpha = 0.9, .width = 0.8 });
      ae_real_free (weights);
    }
  else
    plot_chart_remove (chart, "partners");
  text = g_strdup_printf ("%u of %u units shown%s", shown, units,
                          is_tied ? ", tied pairs over each other" : "");
  set_note (self, text);
}

/* ------------------------------------------------------------------ samples and KL */

static void
show_samples (BlModelPanel *self, PlotChart *chart, const AeModel *model)
{
  guint code = ae_model_get_code (model), bands = ae_model_get_bands (model);
  g_autofree float *z = g_new (float, SAMPLES *code);
  g_autofree float *y = g_new (float, SAMPLES *bands);
  g_autofree char *text = NULL;
  PlotRange range;
  AeRng rng;

  ae_rng_init (&rng, SAMPLE_SEED, AE_STREAM_SAMPLE, 0);
  ae_rng_fill_normal (&rng, z, SAMPLES * code);
  ae_model_decode (model, z, SAMPLES, y);
  ae_scaler_invert (self->view->snapshot->scaler, y, SAMPLES, y, bands, NULL);
  bl_band_axis_set_line_set (
      self->axis, chart, "samples", y, SAMPLES,
      &(PlotStyle){ .ink = PLOT_COLOR_CLASS (0), .alpha = 0.4, .width = 1 });
  range = plot_range_of_floats (y, SAMPLES * bands, 1);
  text = g_strdup_printf ("%d spectra decoded from N(0, 1) at epoch %u, %.3g to %.3g", SAMPLES,
                          self->view->snapshot->epoch, range.lo, range.hi);
  set_note (self, text);
}

static void
show_kl (BlModelPanel *self, PlotChart *chart)
{
  const AeView *view = self->view;
  g_autofree double *values = g_new (double, view->code);
  g_autofree char *text = NULL;

  for (guint j = 0; j < view->code; j++)
    values[j] = view->kl_per_unit != NULL ? (double) view->kl_per_unit[j] : 0;
  plot_chart_set_bars (chart, "kl", values, view->code,
                       &(PlotStyle){ .ink = PLOT_COLOR_CLASS (0) });
  text = view->active_units == 0
             ? g_strdup ("collapsed: no unit carries anything, lower the KL weight")
             : g_strdup_printf ("%u of %u units active (above %g nats)", view->active_units,
                                view->code, AE_METRICS_ACTIVE_KL);
  set_note (self, text);
}

/* ------------------------------------------------------------------ sparsity */

#define CURVE 199

static void
show_sparsity (BlModelPanel *self, PlotChart *chart)
{
  const AeHyperparams *hyperparams = &self->view->snapshot->hyperparams;
  const AeView *view = self->view;
  double target = CLAMP (hyperparams->sparsity_target, 1e-3, 1 - 1e-3), xs[CURVE], ys[CURVE];
  g_autofree double *means = g_new (double, view->code + 1);
  g_autofree char *text = NULL;

  for (guint i = 0; i < CURVE; i++)
    {
      xs[i] = (i + 1.0) / (CURVE + 1.0);
      ys[i] = ae_sparsity_kl (target, xs[i]);
    }
  for (guint j = 0; j < view->code; j++)
    means[j] = CLAMP ((double) view->code_mean[j], 0.0, 1.0);
  plot_chart_set_line (
      chart, "cost", xs, ys, CURVE,
      &(PlotStyle){ .label = "KL(target ‖ activation)", .ink = PLOT_COLOR_CLASS (0) });
  plot_chart_set_rug (chart, "units", means, view->code,
                      &(PlotStyle){ .label = "units now", .ink = PLOT_COLOR_CLASS (1) });
  plot_chart_set_limits (chart, PLOT_AXIS_Y, 0, 2);
  text = g_strdup_printf ("activation %.3f, target %.3g", view->mean_activation, target);
  set_note (self, text);
}

/* ------------------------------------------------------------------ denoising */

/* What a batch would be of the pinned pixel: noise and mask always from the same deviates. */
static void
corrupt (BlModelPanel *self, float *row, guint bands)
{
  const AeSnapshot *snapshot = self->view->snapshot;
  AeRng rng;

  ae_rng_init (&rng, SAMPLE_SEED, AE_STREAM_NOISE, 0xFFFF);
  ae_corruption_add_noise (row, ae_scaler_get_deviation (snapshot->scaler),
                           snapshot->hyperparams.noise_level, &rng, 1, bands);
  ae_corruption_mask (row, snapshot->hyperparams.masked_fraction, &rng, 1, bands);
}

static double
get_psnr (const float *a, const float *b, guint n)
{
  return ae_metrics_get_psnr (ae_loss_mse (NULL, a, b, 1, n, 1));
}

/* What the reconstruction is held against: the true spectrum where the scene knows it. Scaled.
 */
static void
fill_clean (BlModelPanel *self, const AeViewPin *pin, float *clean)
{
  AeScaler *scaler = self->view->snapshot->scaler;
  const float *truth = ae_scene_get_truth_clean (self->scene);
  guint all = ae_scene_get_bands (self->scene);

  if (truth != NULL)
    ae_scaler_apply (scaler, truth + (gsize) pin->pixel * all, all,
                     ae_scene_get_good_bands (self->scene), 1, clean);
  else
    ae_scaler_apply (scaler, pin->input, ae_scaler_get_bands (scaler), NULL, 1, clean);
}

static void
set_scaled_line (BlModelPanel *self, PlotChart *chart, const char *id, const float *scaled,
                 const PlotStyle *style)
{
  AeScaler *scaler = self->view->snapshot->scaler;
  guint bands = ae_scaler_get_bands (scaler);
  g_autofree float *values = g_new (float, bands);

  ae_scaler_invert (scaler, scaled, 1, values, bands, NULL);
  bl_band_axis_set_line (self->axis, chart, id, values, style);
}

static char *
dup_denoising_text (const AeSnapshot *snapshot, const float *noisy, const float *out,
                    const float *clean, guint bands)
{
  g_autofree float *linear = NULL;

  if (snapshot->pca == NULL)
    return g_strdup_printf ("PSNR noisy %.1f → %.1f dB", get_psnr (noisy, clean, bands),
                            get_psnr (out, clean, bands));
  linear = g_new (float, bands);
  ae_pca_code_reconstruct (snapshot->pca, noisy, 1, linear);
  return g_strdup_printf ("PSNR noisy %.1f → %.1f, PCA %.1f dB", get_psnr (noisy, clean, bands),
                          get_psnr (out, clean, bands), get_psnr (linear, clean, bands));
}

/* The pinned pixel with noise added, always the same deviates, so that only the model moves. */
static void
show_denoising (BlModelPanel *self, PlotChart *chart, const AeModel *model)
{
  const AeSnapshot *snapshot = self->view->snapshot;
  const AeViewPin *pin = &self->view->pins[0];
  guint bands = ae_model_get_bands (model);
  gboolean is_true = ae_scene_get_truth_clean (self->scene) != NULL;
  g_autofree float *clean = g_new (float, bands);
  g_autofree float *noisy = g_new (float, bands);
  g_autofree float *out = g_new (float, bands);
  g_autofree char *text = NULL;

  fill_clean (self, pin, clean);
  ae_scaler_apply (snapshot->scaler, pin->input, bands, NULL, 1, noisy);
  corrupt (self, noisy, bands);
  ae_model_reconstruct (model, noisy, 1, out, NULL);
  text = dup_denoising_text (snapshot, noisy, out, clean, bands);
  set_scaled_line (
      self, chart, "noisy", noisy,
      &(PlotStyle){ .label = "noisy", .ink = PLOT_COLOR_DIM, .alpha = 0.6, .width = 1 });
  set_scaled_line (self, chart, "clean", clean,
                   &(PlotStyle){ .label = is_true ? "true" : "measured",
                                 .ink = PLOT_COLOR_CLASS (0),
                                 .width = 1.6 });
  set_scaled_line (
      self, chart, "denoised", out,
      &(PlotStyle){ .label = "denoised", .ink = PLOT_COLOR_CLASS (1), .width = 1.6 });
  set_note (self, text);
}

/* ------------------------------------------------------------------ the network */

static char *
dup_network_text (const BlNetworkState *state)
{
  BlNetworkCounts counts;

  bl_network_count (state, &counts);
  if (state->deviations == NULL)
    return g_strdup ("not looked at yet");
  if (counts.n_dead + counts.n_inactive == 0)
    return g_strdup ("all units active");
  return g_strdup_printf ("%u units dead, %u codes inactive", counts.n_dead, counts.n_inactive);
}

static void
show_network (BlModelPanel *self, PlotChart *chart, const AeModel *model)
{
  const AeView *view = self->view;
  guint bands = ae_model_get_bands (model);
  g_autofree float *rows = g_new0 (float, 2 * (gsize) bands);
  BlNetworkState state = { .spec = ae_model_get_spec (model), .model = model };
  g_autofree char *text = NULL, *size = NULL, *all = NULL;

  if (view->n_units == ae_model_get_n_units (model))
    {
      state.values = view->unit_values;
      state.deviations = view->unit_deviations;
    }
  if (view->code == ae_model_get_code (model))
    state.kl_per_unit = view->kl_per_unit;
  if (view->n_pins > 0 && view->snapshot->scaler != NULL)
    {
      ae_scaler_apply (view->snapshot->scaler, view->pins[0].input, bands, NULL, 1, rows);
      memcpy (rows + bands, rows, bands * sizeof *rows);
      corrupt (self, rows + bands, bands);
      state.input = rows;
      state.corrupted = rows + bands;
    }
  plot_chart_set_graph_take (chart, "network", bl_network_graph_new (&state), NULL);
  text = dup_network_text (&state);
  size = bl_network_dup_size_text (&state);
  all = g_strdup_printf ("%s; %s", size, text);
  bl_card_set_note (self->card, text);
  plot_view_set_description (self->plot, all);
}

/* ------------------------------------------------------------------ choosing */

static void
prepare_axes (BlModelPanel *self, PlotChart *chart, Look look)
{
  plot_chart_clear (chart);
  plot_chart_set_axis (chart, PLOT_AXIS_X, NULL, NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, NULL, NULL);
  plot_chart_set_whole (chart, PLOT_AXIS_X, FALSE);
  plot_chart_set_has_axes (chart, look != LOOK_NETWORK);
  plot_chart_set_has_legend (chart, look == LOOK_NOISE || look == LOOK_SPARSITY);
  bl_plots_name (self->plot, plots[look], NULL);
  bl_card_set_title (self->card, "Model");
  if (look == LOOK_KL)
    {
      plot_chart_set_axis (chart, PLOT_AXIS_X, "Code", NULL);
      plot_chart_set_axis (chart, PLOT_AXIS_Y, "KL", "nats");
    }
  else if (look == LOOK_SPARSITY)
    {
      plot_chart_set_axis (chart, PLOT_AXIS_X, "Mean activation", NULL);
      plot_chart_set_axis (chart, PLOT_AXIS_Y, "Cost of a unit", "nats");
    }
  else if (look != LOOK_NETWORK)
    bl_band_axis_label (self->axis, chart);
}

static void
refresh (BlModelPanel *self)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  guint selected = gtk_drop_down_get_selected (self->choice);
  const AeModel *model;
  Look look;

  if (self->is_filling || self->view == NULL || self->axis == NULL || selected >= self->n_looks)
    return;
  look = self->looks[selected];
  model = self->view->snapshot->model;
  if (look != self->shown)
    prepare_axes (self, chart, look);
  self->shown = look;
  bl_panel_set_parts (BL_PANEL (self), look == LOOK_NETWORK ? BL_VIEW_UNITS : 0);
  if (look == LOOK_NETWORK)
    show_network (self, chart, model);
  else if (look == LOOK_WEIGHTS)
    show_weights (self, chart, model);
  else if (look == LOOK_SAMPLES)
    show_samples (self, chart, model);
  else if (look == LOOK_KL && self->view->codes != NULL)
    show_kl (self, chart);
  else if (look == LOOK_SPARSITY && self->view->codes != NULL)
    show_sparsity (self, chart);
  else if (look == LOOK_NOISE && self->view->n_pins > 0)
    show_denoising (self, chart, model);
}

/* Offers the looks that this model has something to say to; its own comes first. */
static void
fill_choice (BlModelPanel *self, guint variants)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  self->n_looks = 0;
  if (variants & AE_VARIANT_VARIATIONAL)
    {
      self->looks[self->n_looks++] = LOOK_SAMPLES;
      self->looks[self->n_looks++] = LOOK_KL;
    }
  if (variants & AE_VARIANT_SPARSE)
    self->looks[self->n_looks++] = LOOK_SPARSITY;
  if (variants & AE_VARIANT_DENOISING)
    self->looks[self->n_looks++] = LOOK_NOISE;
  self->looks[self->n_looks++] = LOOK_NETWORK;
  self->looks[self->n_looks++] = LOOK_WEIGHTS;
  for (guint i = 0; i < self->n_looks; i++)
    gtk_string_list_append (list, names[self->looks[i]]);
  self->is_filling = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->choice, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->choice), TRUE);
  self->is_filling = FALSE;
  self->variants = variants;
  self->shown = N_LOOKS;
}

static void
clear (BlModelPanel *self)
{
  g_clear_pointer (&self->view, ae_view_unref);
  g_clear_pointer (&self->axis, bl_band_axis_free);
  g_clear_pointer (&self->scene, ae_scene_unref);
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlModelPanel *self = BL_MODEL_PANEL (panel);

  clear (self);
  plot_chart_clear (plot_view_get_chart (self->plot));
  self->shown = N_LOOKS;
  set_note (self, "");
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
  self->axis = bl_band_axis_new (scene);
}

static void
bl_model_panel_dispose (GObject *object)
{
  clear (BL_MODEL_PANEL (object));
  G_OBJECT_CLASS (bl_model_panel_parent_class)->dispose (object);
}

static void
bl_model_panel_class_init (BlModelPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_model_panel_dispose;
  panel_class->scene_changed = scene_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-model-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlModelPanel, card);
  gtk_widget_class_bind_template_child (widget_class, BlModelPanel, plot);
  gtk_widget_class_bind_template_child (widget_class, BlModelPanel, choice);
  gtk_widget_class_bind_template_callback (widget_class, refresh);
}

static void
bl_model_panel_init (BlModelPanel *self)
{
  self->variants = G_MAXUINT;
  self->shown = N_LOOKS;
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_widgets_set_description (GTK_WIDGET (self->choice), "Look into the model");
  bl_plots_name (self->plot, BL_PLOT_WEIGHTS, NULL);
}

/**
 * bl_model_panel_set_view:
 * @self: the panel
 * @view: (nullable): a reference is taken
 */
void
bl_model_panel_set_view (BlModelPanel *self, AeView *view)
{
  g_return_if_fail (BL_IS_MODEL_PANEL (self));
  g_clear_pointer (&self->view, ae_view_unref);
  if (view == NULL)
    {
      plot_chart_clear (plot_view_get_chart (self->plot));
      self->shown = N_LOOKS;
      set_note (self, "");
      return;
    }
  self->view = ae_view_ref (view);
  if (self->variants != ae_model_get_spec (view->snapshot->model)->variants)
    fill_choice (self, ae_model_get_spec (view->snapshot->model)->variants);
  refresh (self);
}
