/* bl-sheet-panel.c: asks a worker thread for spectra and draws what comes back; one request at
 * a time, the newest wins.
 */
#include "bl-sheet-panel.h"

#include "bl-controls.h"
#include "bl-choose.h"

#include <math.h>
#include <string.h>

#include "ae-generator.h"
#include "ae-mixture.h"
#include "ae-spectra-file.h"
#include "bl-band-axis.h"
#include "bl-card.h"
#include "plot-view.h"

#define SAMPLES 36
#define COLUMNS 6
#define SIDE    7 /* of the grid */
#define STEPS   8 /* of the line */
/* While training the model changes all the time: a new sheet no more often than this. */
#define REFRESH_US (700 * 1000)

typedef enum
{
  SHEET_PRIOR,
  SHEET_MIXTURE,
  SHEET_GRID,
  SHEET_LINE,
  N_SHEETS,
} Sheet;

struct _BlSheetPanel
{
  AdwBin parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkDropDown *choice;
  GtkWidget *overlay, *again, *save;
  float *shown; /* (n_shown, good bands): what is drawn */
  guint n_shown;
  BlBandAxis *axis;
  AeAngles *angles;
  double typical;
  AeView *view;
  float *code;
  guint n, x, y;
  guint64 seed;
  gboolean is_busy, is_stale, has_prior;
  gint64 asked_us;
  GCancellable *cancellable;
};

/* All that the worker needs, so that it shares nothing that changes. */
typedef struct
{
  Sheet sheet;
  AeView *view;
  AeAngles *angles; /* nullable */
  float *code;
  guint x, y;
  guint64 seed;
} Job;

typedef struct
{
  float *rows;
  guint n, columns;
  double least; /* median angle to the nearest pixel, degrees; NAN where it does not apply */
} Result;

G_DEFINE_FINAL_TYPE (BlSheetPanel, bl_sheet_panel, ADW_TYPE_BIN)

static void
job_free (gpointer data)
{
  Job *job = data;

  ae_view_unref (job->view);
  g_clear_pointer (&job->angles, ae_angles_unref);
  g_free (job->code);
  g_free (job);
}

static void
result_free (gpointer data)
{
  Result *result = data;

  g_free (result->rows);
  g_free (result);
}

/* ------------------------------------------------------------------ the worker */

static void
fill_codes (const Job *job, float *codes)
{
  const AeView *view = job->view;
  gboolean has_prior = view->kl_per_unit != NULL;
  double mean[2] = { 0, 0 }, deviation[2] = { 1, 1 };
  guint units[2] = { job->x, job->y };

  if (job->sheet == SHEET_PRIOR)
    ae_generator_fill_prior (codes, SAMPLES, view->code, job->seed);
  else if (job->sheet == SHEET_MIXTURE)
    ae_mixture_fill_like (codes, SAMPLES, view->codes, view->n_points, view->code, job->seed);
  else if (job->sheet == SHEET_GRID)
    {
      for (guint i = 0; i < 2 && !has_prior; i++)
        {
          mean[i] = (double) view->code_mean[units[i]];
          deviation[i] = (double) view->code_deviation[units[i]];
        }
      ae_generator_fill_sheet (codes, SIDE, job->code, view->code, job->x, job->y, mean,
                               deviation);
    }
  else
    ae_generator_fill_line (codes, STEPS, view->pins[0].code, job->code, view->code);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* How real samples are: the median angle to the nearest pixel. */
static double
judge (const Job *job, const Result *result, guint bands)
{
  g_autofree double *least = g_new (double, result->n);

  if (job->angles == NULL || job->sheet > SHEET_MIXTURE)
    return NAN;
  for (guint i = 0; i < result->n; i++)
    least[i] = ae_angles_find_least (job->angles, result->rows + (gsize) i * bands, -1);
  qsort (least, result->n, sizeof *least, compare_doubles);
  return least[result->n / 2];
}

static void
work (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Job *job = task_data;
  const AeSnapshot *snapshot = job->view->snapshot;
  guint bands = ae_model_get_bands (snapshot->model);
  Result *result = g_new0 (Result, 1);
  g_autofree float *codes = NULL;

  result->n = job->sheet == SHEET_GRID   ? SIDE * SIDE
              : job->sheet == SHEET_LINE ? STEPS
                                         : SAMPLES;
  result->columns = job->sheet == SHEET_GRID   ? SIDE
                    : job->sheet == SHEET_LINE ? STEPS / 2
                                               : COLUMNS;
  codes = g_new (float, (gsize) result->n * job->view->code);
  result->rows = g_new (float, (gsize) result->n *bands);
  fill_codes (job, codes);
  ae_generator_decode (snapshot->model, snapshot->scaler, codes, result->n, result->rows);
  result->least = judge (job, result, bands);
  g_task_return_pointer (task, result, result_free);
}

/* ------------------------------------------------------------------ asking and drawing */

static void request (BlSheetPanel *self);

static char *
dup_words (BlSheetPanel *self, const Job *job, const Result *result)
{
  static const char *const origins[] = { "N(0, 1)", "like the codes", "quantiles 0.05 to 0.95",
                                         "from the pinned pixel to the point" };
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append (text, origins[job->sheet]);
  if (job->sheet == SHEET_PRIOR || job->sheet == SHEET_MIXTURE)
    g_string_append_printf (text, ", seed %" G_GUINT64_FORMAT, job->seed);
  if (!isnan (result->least))
    g_string_append_printf (text, "; %.2f° from a pixel (pixels %.2f°)", result->least,
                            self->typical);
  return g_strdup (text->str);
}

static void
draw (BlSheetPanel *self, const Job *job, const Result *result)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  g_autofree char *words = dup_words (self, job, result);
  gboolean is_overlay = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->overlay));
  const PlotStyle line = { .ink = PLOT_INK_CLASS (0), .width = 1.2 };
  const PlotStyle faint = { .ink = PLOT_INK_CLASS (0), .alpha = 0.5, .width = 1 };

  g_free (self->shown);
  self->n_shown = result->n;
  self->shown
      = g_memdup2 (result->rows, (gsize) result->n * self->axis->n_good * sizeof *result->rows);
  gtk_widget_set_sensitive (self->save, TRUE);
  plot_chart_clear (chart);
  plot_chart_set_has_axes (chart, is_overlay);
  if (is_overlay)
    {
      bl_band_axis_label (self->axis, chart);
      bl_band_axis_set_bundle (self->axis, chart, "spectra", result->rows, result->n, &faint);
    }
  else
    bl_band_axis_set_sheet (self->axis, chart, "spectra", result->rows, result->n,
                            result->columns, &line);
  bl_card_set_note (self->card, words);
  plot_view_set_description (self->plot, words);
}

static void
done_cb (GObject *source, GAsyncResult *async, gpointer user_data)
{
  BlSheetPanel *self = BL_SHEET_PANEL (source);
  const Job *job = g_task_get_task_data (G_TASK (async));
  Result *result = g_task_propagate_pointer (G_TASK (async), NULL);

  self->is_busy = FALSE;
  if (result == NULL)
    return;
  if (self->axis != NULL
      && self->axis->n_good == ae_model_get_bands (job->view->snapshot->model))
    draw (self, job, result);
  result_free (result);
  if (self->is_stale)
    request (self);
}

static Sheet
get_sheet (BlSheetPanel *self)
{
  guint selected = gtk_drop_down_get_selected (self->choice);

  return self->has_prior ? selected : selected + 1;
}

static void
request (BlSheetPanel *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  self->is_stale = TRUE;
  if (self->is_busy || self->view == NULL || self->view->codes == NULL || self->code == NULL
      || self->n != self->view->code || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (get_sheet (self) == SHEET_LINE && self->view->n_pins == 0)
    {
      bl_card_set_note (self->card, "click a pixel of the scene to start from");
      return;
    }
  self->is_stale = FALSE;
  self->is_busy = TRUE;
  self->asked_us = g_get_monotonic_time ();
  job = g_new0 (Job, 1);
  job->sheet = get_sheet (self);
  job->view = ae_view_ref (self->view);
  job->angles = self->angles != NULL ? ae_angles_ref (self->angles) : NULL;
  job->code = g_memdup2 (self->code, self->n * sizeof (float));
  job->x = self->x;
  job->y = self->y;
  job->seed = self->seed;
  task = g_task_new (self, self->cancellable, done_cb, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, work);
}

/* ------------------------------------------------------------------ saving */

static void
save_to (BlSheetPanel *self, const char *path)
{
  guint bands = self->axis->n_good;
  g_autofree double *wavelengths = g_new (double, bands + 1);
  g_autoptr (GError) error = NULL;

  for (guint j = 0; j < bands; j++)
    wavelengths[j] = self->axis->xs[self->axis->good[j]];
  if (!ae_spectra_save (path, self->shown, self->n_shown, bands,
                        self->axis->is_nm ? wavelengths : NULL, NULL, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", error->message);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  BlSheetPanel *self = user_data;

  if (self->axis != NULL && self->shown != NULL)
    save_to (self, path);
}

static void
save_cb (BlSheetPanel *self)
{
  bl_choose_to_save (GTK_WIDGET (self), "Save these spectra as .csv, .npy or .sli",
                     "samples.csv", chosen_cb, self);
}

static void
again_cb (BlSheetPanel *self)
{
  self->seed++;
  request (self);
}

static void
fill_choice (BlSheetPanel *self, gboolean has_prior)
{
  static const char *const names[] = { "Prior", "Mixture", "Grid", "Line", NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (names + (has_prior ? 0 : 1));

  self->has_prior = has_prior;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (list));
}

/* ------------------------------------------------------------------ the type */

static void
bl_sheet_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bl_sheet_panel_parent_class)->map (widget);
  request (BL_SHEET_PANEL (widget));
}

static void
bl_sheet_panel_dispose (GObject *object)
{
  BlSheetPanel *self = BL_SHEET_PANEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->axis, bl_band_axis_free);
  g_clear_pointer (&self->angles, ae_angles_unref);
  g_clear_pointer (&self->view, ae_view_unref);
  g_clear_pointer (&self->code, g_free);
  G_OBJECT_CLASS (bl_sheet_panel_parent_class)->dispose (object);
}

static void
bl_sheet_panel_finalize (GObject *object)
{
  g_clear_object (&BL_SHEET_PANEL (object)->cancellable);
  g_free (BL_SHEET_PANEL (object)->shown);
  G_OBJECT_CLASS (bl_sheet_panel_parent_class)->finalize (object);
}

static void
bl_sheet_panel_class_init (BlSheetPanelClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_sheet_panel_dispose;
  G_OBJECT_CLASS (class)->finalize = bl_sheet_panel_finalize;
  GTK_WIDGET_CLASS (class)->map = bl_sheet_panel_map;
}

static void
bl_sheet_panel_init (BlSheetPanel *self)
{
  self->seed = 1;
  self->typical = NAN;
  self->cancellable = g_cancellable_new ();
  self->plot = PLOT_VIEW (plot_view_new ());
  self->card = BL_CARD (bl_card_new ("Spectra", GTK_WIDGET (self->plot)));
  self->choice = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->choice), "flat");
  bl_controls_say (GTK_WIDGET (self->choice), "Which spectra");
  self->overlay = gtk_toggle_button_new_with_label ("Overlay");
  self->again = gtk_button_new_with_label ("Again");
  gtk_widget_set_tooltip_text (self->overlay, "All in one plot");
  gtk_widget_set_tooltip_text (self->again, "Draw others, with the next seed");
  gtk_widget_add_css_class (self->overlay, "flat");
  gtk_widget_add_css_class (self->again, "flat");
  gtk_widget_add_css_class (self->overlay, "bl-small");
  gtk_widget_add_css_class (self->again, "bl-small");
  self->save = gtk_button_new_from_icon_name ("document-save-symbolic");
  gtk_widget_set_tooltip_text (self->save, "Save these spectra");
  gtk_widget_set_sensitive (self->save, FALSE);
  gtk_widget_add_css_class (self->save, "flat");
  gtk_widget_add_css_class (self->save, "bl-small");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->save), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Save these spectra", -1);
  bl_card_add_control (self->card, self->again);
  bl_card_add_control (self->card, self->save);
  bl_card_add_control (self->card, self->overlay);
  bl_card_add_control (self->card, GTK_WIDGET (self->choice));
  fill_choice (self, TRUE);
  plot_view_set_label (self->plot, "Spectra of the latent space");
  plot_view_set_description (self->plot, "no spectra yet");
  plot_chart_set_empty_text (plot_view_get_chart (self->plot), "Train a model to draw from it");
  g_signal_connect_swapped (self->choice, "notify::selected", G_CALLBACK (request), self);
  g_signal_connect_swapped (self->overlay, "toggled", G_CALLBACK (request), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (save_cb), self);
  g_signal_connect_swapped (self->again, "clicked", G_CALLBACK (again_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->card));
}

/**
 * bl_sheet_panel_set_scene:
 * @self: the panel
 * @scene: (nullable): nothing of it is kept
 */
void
bl_sheet_panel_set_scene (BlSheetPanel *self, AeScene *scene)
{
  g_clear_pointer (&self->axis, bl_band_axis_free);
  g_clear_pointer (&self->angles, ae_angles_unref);
  g_clear_pointer (&self->shown, g_free);
  gtk_widget_set_sensitive (self->save, FALSE);
  self->typical = NAN;
  plot_chart_clear (plot_view_get_chart (self->plot));
  if (scene != NULL)
    self->axis = bl_band_axis_new (scene);
}

/**
 * bl_sheet_panel_set_angles:
 * @self: the panel
 * @angles: the scene's pixels, for the realism of samples; a reference is taken
 * @typical_degrees: median angle from a real pixel to the nearest other one
 */
void
bl_sheet_panel_set_angles (BlSheetPanel *self, AeAngles *angles, double typical_degrees)
{
  g_clear_pointer (&self->angles, ae_angles_unref);
  self->angles = ae_angles_ref (angles);
  self->typical = typical_degrees;
  request (self);
}

/**
 * bl_sheet_panel_set_view:
 * @self: the panel
 * @view: (nullable): a reference is taken
 */
void
bl_sheet_panel_set_view (BlSheetPanel *self, AeView *view)
{
  gboolean is_running;

  g_clear_pointer (&self->view, ae_view_unref);
  if (view == NULL || view->codes == NULL)
    {
      plot_chart_clear (plot_view_get_chart (self->plot));
      bl_card_set_note (self->card, "");
      return;
    }
  self->view = ae_view_ref (view);
  if (self->has_prior != (view->kl_per_unit != NULL))
    fill_choice (self, view->kl_per_unit != NULL);
  is_running = view->snapshot->state == AE_RUN_RUNNING;
  if (!is_running || g_get_monotonic_time () - self->asked_us > REFRESH_US)
    request (self);
}

/**
 * bl_sheet_panel_set_code:
 * @self: the panel
 * @code: (n): of the point; copied
 * @n: units
 * @x: unit along the pad's horizontal axis
 * @y: unit along the vertical axis
 */
void
bl_sheet_panel_set_code (BlSheetPanel *self, const float *code, guint n, guint x, guint y)
{
  gboolean is_first = self->code == NULL || self->n != n;

  g_free (self->code);
  self->code = g_memdup2 (code, n * sizeof *code);
  self->n = n;
  self->x = x;
  self->y = y;
  if (is_first || get_sheet (self) == SHEET_GRID || get_sheet (self) == SHEET_LINE)
    request (self);
}
