/* bl-samples-panel.c: asks a worker thread for spectra and draws what comes back; one request
 * at a time, the newest wins.
 */
#include "bl-samples-panel.h"

#include "bl-widgets.h"
#include "bl-file-dialog.h"

#include <math.h>
#include <string.h>

#include "ae-spectra-file.h"
#include "bl-band-axis.h"
#include "bl-card.h"
#include "bl-throttle.h"
#include "bl-plots.h"
#include "bl-samples-job.h"
#include "bl-worker.h"
#include "plot-view.h"

struct _BlSamplesPanel
{
  BlPanel parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkDropDown *choice;
  GtkWidget *overlay, *save;
  GtkWidget *start; /* of a line; its number of steps is beside it */
  GtkSpinButton *steps;
  GtkWidget *drawn; /* of samples; Again is beside it */
  GtkSpinButton *samples, *seed;
  float *shown; /* (n_shown, good bands): what is drawn */
  guint n_shown;
  BlBandAxis *axis;
  AeScene *scene;
  BlSamplesStretch stretch;
  AeAngles *angles;
  double typical, most; /* of real pixels: see bl_samples_panel_set_angles() */
  AeView *view;
  float *code, *from; /* (n): where the point is, and where a line begins, if that was chosen */
  guint n, x, y;
  gboolean has_prior;
  BlThrottle *follow; /* the model while it trains */
  BlWorker *worker;   /* computes the spectra */
};

G_DEFINE_FINAL_TYPE (BlSamplesPanel, bl_samples_panel, BL_TYPE_PANEL)

/* ------------------------------------------------------------------ asking and drawing */

static BlSamplesKind
get_kind (BlSamplesPanel *self)
{
  guint selected = gtk_drop_down_get_selected (self->choice);

  return self->has_prior ? selected : selected + 1;
}

/* How far the steps of a line are from its ends, for whoever does not see the plots. */
static void
append_angles (GString *text, const BlSamplesResult *result)
{
  const double *angles = result->angles_deg;
  guint middle = result->n / 2;

  g_string_append_printf (text,
                          ", %u steps, %.2f° apart; in the middle %.2f° from the first, %.2f° "
                          "from the last; grey: the straight mixture",
                          result->n, angles[2 * (result->n - 1)], angles[2 * middle],
                          angles[2 * middle + 1]);
}

static char *
dup_words (BlSamplesPanel *self, const BlSamplesJob *job, const BlSamplesResult *result)
{
  static const char *const origins[] = { "N(0, 1)", "like the codes", "quantiles 0.05 to 0.95",
                                         "quantiles 0.05 to 0.95, in the scene's colours",
                                         "from the pinned pixel to the point" };
  g_autoptr (GString) text = g_string_new (NULL);

  if (job->kind == BL_SAMPLES_LINE && self->from != NULL)
    g_string_append (text, "from the start that was set to the point");
  else
    g_string_append (text, origins[job->kind]);
  if (job->kind == BL_SAMPLES_PRIOR || job->kind == BL_SAMPLES_MIXTURE)
    g_string_append_printf (text, ", %u samples, seed %" G_GUINT64_FORMAT, result->n,
                            job->seed);
  if (!isnan (result->least))
    g_string_append_printf (text, "; %.2f° from a pixel (pixels %.2f°, nine in ten %.2f°)",
                            result->least, self->typical, self->most);
  if (result->angles_deg != NULL)
    append_angles (text, result);
  return g_strdup (text->str);
}

/* What the controls beside it do not say already; the rest is spoken, and in the file. */
static char *
dup_note (BlSamplesPanel *self, const BlSamplesResult *result, const char *words)
{
  if (result->mixture != NULL)
    return g_strdup ("angles to both ends; grey: mixture");
  if (!isnan (result->least))
    return g_strdup_printf ("%.2f° from a pixel, real ones %.2f°", result->least,
                            self->typical);
  return g_strdup (words);
}

static void
keep_rows (BlSamplesPanel *self, const BlSamplesResult *result)
{
  g_free (self->shown);
  self->n_shown = result->n;
  self->shown
      = g_memdup2 (result->rows, (gsize) result->n * self->axis->n_good * sizeof *result->rows);
  gtk_widget_set_sensitive (self->save, TRUE);
}

/* The angles to the line's first and last spectrum stand in each cell. */
static void
draw_captions (PlotChart *chart, const BlSamplesResult *result)
{
  g_auto (GStrv) texts = g_new0 (char *, result->n + 1);

  for (guint i = 0; i < result->n; i++)
    texts[i] = g_strdup_printf ("%.1f° · %.1f°", result->angles_deg[2 * i],
                                result->angles_deg[2 * i + 1]);
  plot_chart_set_small_multiples_captions (chart, "spectra", (const char *const *) texts,
                                           result->n);
}

static void
draw_curves (BlSamplesPanel *self, PlotChart *chart, const BlSamplesResult *result)
{
  const PlotStyle line = { .ink = PLOT_COLOR_CLASS (0), .width = 1.2 };
  const PlotStyle faint = { .ink = PLOT_COLOR_CLASS (0), .alpha = 0.5, .width = 1 };
  gboolean is_overlay = result->mixture == NULL
                        && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->overlay));

  plot_chart_set_has_axes (chart, is_overlay);
  if (is_overlay)
    {
      bl_band_axis_label (self->axis, chart);
      bl_band_axis_set_line_set (self->axis, chart, "spectra", result->rows, result->n, &faint);
      return;
    }
  bl_band_axis_set_small_multiples (self->axis, chart, "spectra", result->rows, result->n,
                                    result->columns, &line);
  if (result->mixture == NULL)
    return;
  bl_band_axis_set_small_multiples_contrast (self->axis, chart, "spectra", result->mixture,
                                             result->n);
  draw_captions (chart, result);
}

static void
draw (BlSamplesPanel *self, const BlSamplesJob *job, const BlSamplesResult *result)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  g_autofree char *words = dup_words (self, job, result);
  g_autofree char *note = dup_note (self, result, words);

  keep_rows (self, result);
  plot_chart_clear (chart);
  plot_chart_set_image (chart, NULL, 0, 0);
  if (result->colours != NULL)
    {
      plot_chart_set_has_axes (chart, FALSE);
      plot_chart_set_image (chart, result->colours, result->n / result->columns,
                            result->columns);
    }
  else
    draw_curves (self, chart, result);
  bl_card_set_note (self->card, note);
  plot_view_set_description (self->plot, words);
}

static const BlWorkerJob samples_job
    = { "spectra", bl_samples_job_work, bl_samples_job_free, bl_samples_result_free };

static void
done_cb (GObject *source, GAsyncResult *async, gpointer user_data)
{
  BlSamplesPanel *self = user_data;
  const BlSamplesJob *job = bl_worker_get_inputs (async);
  BlSamplesResult *result = bl_worker_run_finish (async, NULL);

  if (self->axis->n_good == ae_model_get_bands (job->view->snapshot->model))
    {
      self->stretch = result->stretch;
      draw (self, job, result);
    }
  bl_samples_result_free (result);
}

static guint
get_number (GtkSpinButton *spin)
{
  return (guint) gtk_spin_button_get_value_as_int (spin);
}

/* Where a line begins: the code that was chosen, else that of the pinned pixel. */
static const float *
get_start (BlSamplesPanel *self)
{
  if (self->from != NULL)
    return self->from;
  return self->view->n_pins > 0 ? self->view->pins[0].code : NULL;
}

static BlSamplesJob *
new_job (BlSamplesPanel *self)
{
  BlSamplesJob *job = g_new0 (BlSamplesJob, 1);

  job->kind = get_kind (self);
  job->view = ae_view_ref (self->view);
  job->scene = ae_scene_ref (self->scene);
  job->angles = self->angles != NULL ? ae_angles_ref (self->angles) : NULL;
  job->code = g_memdup2 (self->code, self->n * sizeof (float));
  if (job->kind == BL_SAMPLES_LINE)
    job->from = g_memdup2 (get_start (self), self->n * sizeof (float));
  job->steps = get_number (self->steps);
  job->samples = get_number (self->samples);
  job->x = self->x;
  job->y = self->y;
  job->seed = get_number (self->seed);
  job->stretch = self->stretch;
  return job;
}

static void
request (BlSamplesPanel *self)
{
  if (self->view == NULL || self->view->codes == NULL || self->code == NULL
      || self->scene == NULL || self->n != self->view->code
      || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (get_kind (self) == BL_SAMPLES_LINE && get_start (self) == NULL)
    {
      bl_worker_cancel (self->worker);
      bl_card_set_note (self->card, "click a pixel of the scene to start from, or Start here");
      return;
    }
  bl_worker_run_async (self->worker, &samples_job, new_job (self), done_cb, self);
}

static void
follow_cb (gpointer user_data)
{
  request (user_data);
}

/* What a kind of sheet has no use for is not there. */
static void
choice_cb (BlSamplesPanel *self)
{
  BlSamplesKind kind = get_kind (self);
  gboolean is_drawn = kind == BL_SAMPLES_PRIOR || kind == BL_SAMPLES_MIXTURE;

  gtk_widget_set_visible (self->drawn, is_drawn);
  gtk_widget_set_visible (self->overlay, kind <= BL_SAMPLES_GRID);
  gtk_widget_set_visible (self->start, kind == BL_SAMPLES_LINE);
  request (self);
}

/* The point becomes the start; where it goes then, the line ends. */
static void
start_cb (BlSamplesPanel *self)
{
  if (self->code == NULL)
    return;
  g_free (self->from);
  self->from = g_memdup2 (self->code, self->n * sizeof *self->code);
  request (self);
}

/* ------------------------------------------------------------------ saving */

static void
save_to (BlSamplesPanel *self, const char *path)
{
  guint bands = self->axis->n_good;
  g_autofree double *wavelengths = g_new (double, bands + 1);
  g_autoptr (GError) error = NULL;

  for (guint j = 0; j < bands; j++)
    wavelengths[j] = self->axis->xs[self->axis->good[j]];
  if (!ae_spectra_save (path, self->shown, self->n_shown, bands,
                        self->axis->is_nm ? wavelengths : NULL, NULL, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", error->message);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  BlSamplesPanel *self = user_data;

  if (self->axis != NULL && self->shown != NULL)
    save_to (self, path);
}

static void
save_cb (BlSamplesPanel *self)
{
  bl_file_dialog_save (GTK_WIDGET (self), "Save these spectra as " AE_SPECTRA_ENDINGS,
                       "samples.csv", chosen_cb, self);
}

static void
again_cb (BlSamplesPanel *self)
{
  gtk_spin_button_spin (self->seed, GTK_SPIN_STEP_FORWARD, 1);
}

/* How many are drawn, and from which seed: the button says it, what it opens changes it. */
static void
drawn_cb (BlSamplesPanel *self)
{
  g_autofree char *text
      = g_strdup_printf ("%u, seed %u", get_number (self->samples), get_number (self->seed));

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->drawn), text);
  request (self);
}

static void
fill_choice (BlSamplesPanel *self, gboolean has_prior)
{
  static const char *const names[] = { "Prior", "Mixture", "Grid", "Colours", "Line", NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (names + (has_prior ? 0 : 1));

  self->has_prior = has_prior;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (list));
}

/* ------------------------------------------------------------------ the type */

static void
bl_samples_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bl_samples_panel_parent_class)->map (widget);
  request (BL_SAMPLES_PANEL (widget));
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlSamplesPanel *self = BL_SAMPLES_PANEL (panel);

  bl_worker_cancel (self->worker);
  g_clear_pointer (&self->axis, bl_band_axis_free);
  g_clear_pointer (&self->angles, ae_angles_unref);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->scene, ae_scene_unref);
  self->stretch.is_known = FALSE;
  gtk_widget_set_sensitive (self->save, FALSE);
  self->typical = NAN;
  plot_chart_clear (plot_view_get_chart (self->plot));
  if (scene == NULL)
    return;
  self->axis = bl_band_axis_new (scene);
  self->scene = ae_scene_ref (scene);
}

static void
bl_samples_panel_dispose (GObject *object)
{
  BlSamplesPanel *self = BL_SAMPLES_PANEL (object);

  g_clear_pointer (&self->follow, bl_throttle_free);
  g_clear_pointer (&self->worker, bl_worker_free);
  g_clear_pointer (&self->axis, bl_band_axis_free);
  g_clear_pointer (&self->angles, ae_angles_unref);
  g_clear_pointer (&self->view, ae_view_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->from, g_free);
  G_OBJECT_CLASS (bl_samples_panel_parent_class)->dispose (object);
}

static void
bl_samples_panel_finalize (GObject *object)
{
  g_free (BL_SAMPLES_PANEL (object)->shown);
  G_OBJECT_CLASS (bl_samples_panel_parent_class)->finalize (object);
}

static void
bl_samples_panel_class_init (BlSamplesPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_samples_panel_dispose;
  G_OBJECT_CLASS (class)->finalize = bl_samples_panel_finalize;
  widget_class->map = bl_samples_panel_map;
  panel_class->scene_changed = scene_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-samples-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlSamplesPanel, card);
  gtk_widget_class_bind_template_child (widget_class, BlSamplesPanel, plot);
  gtk_widget_class_bind_template_child (widget_class, BlSamplesPanel, choice);
  gtk_widget_class_bind_template_child (widget_class, BlSamplesPanel, overlay);
  gtk_widget_class_bind_template_child (widget_class, BlSamplesPanel, save);
  gtk_widget_class_bind_template_child (widget_class, BlSamplesPanel, start);
  gtk_widget_class_bind_template_child (widget_class, BlSamplesPanel, steps);
  gtk_widget_class_bind_template_child (widget_class, BlSamplesPanel, drawn);
  gtk_widget_class_bind_template_child (widget_class, BlSamplesPanel, samples);
  gtk_widget_class_bind_template_child (widget_class, BlSamplesPanel, seed);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, drawn_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, request);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
}

static void
bl_samples_panel_init (BlSamplesPanel *self)
{
  self->typical = NAN;
  self->follow = bl_throttle_new (BL_COST_SPECTRA, follow_cb, self);
  self->worker = bl_worker_new (BL_WORKER_NEXT);
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_widgets_set_description (GTK_WIDGET (self->choice), "Which spectra");
  bl_plots_name (self->plot, BL_PLOT_LATENT_SPECTRA, NULL);
  fill_choice (self, TRUE);
  drawn_cb (self);
}

/**
 * bl_samples_panel_set_angles:
 * @self: the panel
 * @angles: the scene's pixels, for the realism of samples; a reference is taken
 * @typical_degrees: median angle from a real pixel to the nearest other one
 * @most_degrees: nine in ten real pixels are as near, or nearer
 */
void
bl_samples_panel_set_angles (BlSamplesPanel *self, AeAngles *angles, double typical_degrees,
                             double most_degrees)
{
  g_return_if_fail (BL_IS_SAMPLES_PANEL (self));
  g_clear_pointer (&self->angles, ae_angles_unref);
  self->angles = ae_angles_ref (angles);
  self->typical = typical_degrees;
  self->most = most_degrees;
  request (self);
}

/**
 * bl_samples_panel_set_view:
 * @self: the panel
 * @view: (nullable): a reference is taken
 */
void
bl_samples_panel_set_view (BlSamplesPanel *self, AeView *view)
{
  gboolean is_running;

  g_return_if_fail (BL_IS_SAMPLES_PANEL (self));
  g_clear_pointer (&self->view, ae_view_unref);
  if (view == NULL || view->codes == NULL)
    {
      bl_worker_cancel (self->worker);
      plot_chart_clear (plot_view_get_chart (self->plot));
      bl_card_set_note (self->card, "");
      return;
    }
  self->view = ae_view_ref (view);
  if (self->has_prior != (view->kl_per_unit != NULL))
    fill_choice (self, view->kl_per_unit != NULL);
  is_running = view->snapshot->state == AE_RUN_RUNNING;
  /* Colours are one small image: they follow each view. */
  if (is_running && get_kind (self) != BL_SAMPLES_COLOURS)
    bl_throttle_request (self->follow);
  else
    bl_throttle_flush (self->follow);
}

/**
 * bl_samples_panel_set_code:
 * @self: the panel
 * @code: (n): of the point; copied
 * @n: units
 * @x: unit along the pad's horizontal axis
 * @y: unit along the vertical axis
 */
void
bl_samples_panel_set_code (BlSamplesPanel *self, const float *code, guint n, guint x, guint y)
{
  g_return_if_fail (BL_IS_SAMPLES_PANEL (self));

  gboolean is_first = self->code == NULL || self->n != n;

  if (self->n != n)
    g_clear_pointer (&self->from, g_free); /* another model's */
  g_free (self->code);
  self->code = g_memdup2 (code, n * sizeof *code);
  self->n = n;
  self->x = x;
  self->y = y;
  if (is_first || get_kind (self) >= BL_SAMPLES_GRID)
    request (self);
}
