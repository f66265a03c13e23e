/* bl-window-sweep.c: sweeps and repeats of a run: what the Compare page asks for, and what it
 * is given back.
 */
#include "bl-window-private.h"

#include "ae-file.h"
#include "bl-file-dialog.h"

#include <math.h>
#include <string.h>

#define REPEATS        5
#define SEEDS          8  /* that a sweep proposes */
#define EPOCHS_IF_OPEN 20 /* of a run without an end that has not done an epoch yet */

/* From and to, as proposed: where the slider goes. Seeds are names, not numbers on a scale: as
 * many as there are steps. */
static BlSweepChoice
make_choice (const AeParamInfo *factor)
{
  gboolean is_seed = factor->kind == AE_PARAM_UINT64;

  return (BlSweepChoice){ factor->title, factor->factor, is_seed ? 1 : factor->low,
                          is_seed ? SEEDS : factor->high, factor->is_log };
}

/* In the order of the table: the code's size first. */
static void
show_choices (BlWindow *self)
{
  BlRun *run = self->workspace != NULL ? bl_workspace_get_active (self->workspace) : NULL;
  guint n, n_choices = 0;
  const AeParamInfo *params = ae_param_info_get_all (&n);
  g_autofree BlSweepChoice *choices = g_new0 (BlSweepChoice, n);

  for (guint i = 0; run != NULL && i < n; i++)
    if (params[i].factor != NULL
        && ae_param_info_is_used (&params[i], bl_run_get_options (run)->spec.variants))
      choices[n_choices++] = make_choice (&params[i]);
  if (n_choices > 0)
    bl_sweep_panel_set_choices (bl_compare_page_get_sweep (self->compare_page), choices,
                                n_choices);
}

/* ------------------------------------------------------------------ what comes in */

/* In scene units; the points borrow from the array. */
static GPtrArray *
invert_outputs (BlWindow *self, GPtrArray *trials, guint bands)
{
  GPtrArray *outputs = g_ptr_array_new_with_free_func (g_free);
  const AeScaler *scaler
      = ae_pixels_get_scaler (bl_run_get_pixels (bl_sweep_job_get_run (self->sweep)));
  g_autofree guint *columns = g_new (guint, bands);

  for (guint b = 0; b < bands; b++)
    columns[b] = b;
  for (guint i = 0; i < trials->len; i++)
    {
      const AeSweepTrial *trial = trials->pdata[i];
      float *out = trial->output != NULL ? g_new (float, bands) : NULL;

      if (out != NULL)
        ae_scaler_invert (scaler, trial->output, 1, out, bands, columns);
      g_ptr_array_add (outputs, out);
    }
  return outputs;
}

static void
show_trials (BlWindow *self)
{
  GPtrArray *trials = bl_sweep_job_get_trials (self->sweep);
  const AeSweep *sweep = bl_sweep_job_get_study (self->sweep);
  g_autofree BlSweepPoint *points = g_new0 (BlSweepPoint, trials->len + 1);
  g_autoptr (GPtrArray) outputs = NULL;
  BlSweepChoice choice = make_choice (sweep->factor);

  if (bl_run_get_pixels (bl_sweep_job_get_run (self->sweep)) == NULL)
    return; /* the run was changed in the meantime */
  outputs = invert_outputs (self, trials, sweep->spec.bands);
  for (guint i = 0; i < trials->len; i++)
    {
      const AeSweepTrial *trial = trials->pdata[i];

      points[i] = (BlSweepPoint){ trial->value,
                                  trial->row->values[AE_COMPARISON_RMSE],
                                  trial->baseline != NULL
                                      ? trial->baseline->values[AE_COMPARISON_RMSE]
                                      : NAN,
                                  trial->auc,
                                  trial->pca_auc,
                                  outputs->pdata[i] };
    }
  bl_sweep_panel_set_points (bl_compare_page_get_sweep (self->compare_page), &choice, points,
                             trials->len);
}

static void
say_progress (BlWindow *self)
{
  const char *name = bl_run_item_get_name (BL_RUN_ITEM (bl_sweep_job_get_run (self->sweep)));
  g_autofree char *text = g_strdup_printf ("%s: trial %u of %u", name,
                                           MIN (bl_sweep_job_get_trials (self->sweep)->len + 1,
                                                bl_sweep_job_get_study (self->sweep)->n),
                                           bl_sweep_job_get_study (self->sweep)->n);

  bl_sweep_panel_set_progress (bl_compare_page_get_sweep (self->compare_page), text, TRUE);
}

static void
trial_cb (BlSweepJob *job, gpointer user_data)
{
  BlWindow *self = user_data;

  self->sweep = job;
  say_progress (self);
  show_trials (self);
}

/* ------------------------------------------------------------------ repeats */

static double
get_loss (const AeHistoryPoint *point)
{
  return isnan (point->validation) ? point->train.total : point->validation;
}

/* The loss at the end of an epoch; NAN where there is no such point. */
static double
find_loss (const AeHistory *history, guint epoch)
{
  const AeHistoryPoint *points = ae_history_get_points (history);

  for (guint i = ae_history_get_n_points (history); i > 0; i--)
    if (points[i - 1].epoch == epoch)
      return get_loss (&points[i - 1]);
  return NAN;
}

/* Mean and deviation over the seeds at each epoch that all of them reached. */
static void
take_repeat (BlWindow *self)
{
  GPtrArray *trials = bl_sweep_job_get_trials (self->sweep);
  guint epochs = bl_sweep_job_get_study (self->sweep)->plan.epochs, n = 0;
  g_autofree BlBandPoint *band = g_new0 (BlBandPoint, epochs + 1);
  AeComparisonRow *mean = ae_sweep_dup_mean (trials);

  for (guint e = 1; e <= epochs && mean != NULL; e++)
    {
      double sum = 0, squares = 0;
      guint m = 0;

      for (guint i = 0; i < trials->len; i++)
        {
          const AeSweepTrial *trial = trials->pdata[i];
          double loss = trial->history != NULL ? find_loss (trial->history, e) : NAN;

          if (isnan (loss))
            continue;
          m++;
          squares += (loss - sum / MAX (m - 1, 1)) * (loss - (sum + loss) / m) * (m > 1);
          sum += loss;
        }
      if (m > 1)
        band[n++] = (BlBandPoint){ e, sum / m, sqrt (fmax (squares, 0) / (m - 1)) };
    }
  bl_run_item_set_repeat (BL_RUN_ITEM (bl_sweep_job_get_run (self->sweep)), mean, band, n);
}

static void
done_cb (BlSweepJob *job, gboolean is_whole, const char *message, gpointer user_data)
{
  BlWindow *self = user_data;
  BlSweepPanel *panel = bl_compare_page_get_sweep (self->compare_page);
  const char *name = bl_run_item_get_name (BL_RUN_ITEM (bl_sweep_job_get_run (job)));
  g_autofree char *text = NULL;

  self->sweep = job;
  if (is_whole && ae_sweep_is_repeat (bl_sweep_job_get_study (job)))
    take_repeat (self);
  text = is_whole ? g_strdup_printf ("%s: %u trials", name, bl_sweep_job_get_trials (job)->len)
                  : g_strdup (message != NULL ? message : "stopped");
  bl_sweep_panel_set_progress (panel, text, FALSE);
}

/* ------------------------------------------------------------------ beginning one */

static float *
dup_scaled_pin (BlWindow *self, AePixels *pixels)
{
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  g_autofree float *values = g_new0 (float, ae_scene_get_bands (scene));
  float *scaled = g_new0 (float, ae_pixels_get_bands (pixels));
  guint32 pin;

  if (!bl_selection_get_pin (bl_workspace_get_selection (self->workspace), &pin)
      || !ae_scene_read_pixel (scene, pin, values, NULL))
    {
      g_free (scaled);
      return NULL;
    }
  ae_scaler_apply (ae_pixels_get_scaler (pixels), values, ae_scene_get_bands (scene),
                   ae_scene_get_good_bands (scene), 1, scaled);
  return scaled;
}

static void
fill_sweep (AeSweep *sweep, BlRun *run, AePixels *pixels)
{
  const AeSnapshot *snapshot = bl_run_item_get_snapshot (BL_RUN_ITEM (run));
  const BlRunOptions *build = bl_run_get_options (run);

  *sweep = (AeSweep){ .spec = build->spec,
                      .plan = build->plan,
                      .hyperparams = build->hyperparams };
  sweep->spec.bands = ae_pixels_get_bands (pixels);
  if (sweep->plan.epochs == 0)
    sweep->plan.epochs
        = snapshot != NULL && snapshot->epoch > 0 ? snapshot->epoch : EPOCHS_IF_OPEN;
}

/* What labels mark is to be found, where they mark some pixels and not all. */
static guint8 *
dup_targets (BlWindow *self)
{
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  gsize n;
  g_autofree guint8 *is_target = ae_scene_dup_targets (scene, 0, &n);

  return n > 0 && n < ae_scene_get_n_pixels (scene) ? g_steal_pointer (&is_target) : NULL;
}

static void
begin (BlWindow *self, BlRun *run, const AeParamInfo *factor, double from, double to,
       guint steps)
{
  static const BlSweepEvents events = { trial_cb, done_cb };
  AePixels *pixels = bl_run_get_pixels (run);
  g_autofree guint8 *is_target = dup_targets (self);
  g_autofree float *pin = NULL;
  g_autoptr (GError) error = NULL;
  AeSweep sweep;

  if (pixels == NULL)
    {
      bl_window_show_error (self, "Train this run first: its trials use the same pixels");
      return;
    }
  fill_sweep (&sweep, run, pixels);
  sweep.factor = factor;
  sweep.is_target = is_target;
  ae_sweep_space (&sweep, from, to, steps);
  if (!ae_sweep_validate (&sweep, &error))
    {
      bl_window_show_error (self, error->message);
      return;
    }
  g_clear_pointer (&self->sweep, bl_sweep_job_free);
  pin = dup_scaled_pin (self, pixels);
  bl_sweep_panel_set_points (bl_compare_page_get_sweep (self->compare_page), NULL, NULL, 0);
  self->sweep = bl_sweep_job_new (run, &sweep, pixels, pin, &events, self);
  say_progress (self);
}

static void
sweep_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  const AeParamInfo *factor;
  const char *key;
  double from, to;
  guint steps;

  g_variant_get (parameter, "(&sddu)", &key, &from, &to, &steps);
  if (bl_workspace_get_active (self->workspace) != NULL
      && (factor = ae_sweep_find_factor (key, NULL)) != NULL)
    begin (self, bl_workspace_get_active (self->workspace), factor, from, to, steps);
}

static void
repeat_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  g_autoptr (BlRun) run = g_list_model_get_item (bl_workspace_get_runs (self->workspace),
                                                 g_variant_get_uint32 (parameter));
  double seed;

  if (run == NULL)
    return;
  seed = (double) bl_run_get_options (run)->plan.seed;
  begin (self, run, ae_param_info_find (AE_PARAM_PLAN, "seed"), seed, seed + REPEATS - 1,
         REPEATS);
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);

  g_clear_pointer (&self->sweep, bl_sweep_job_free);
  bl_sweep_panel_set_progress (bl_compare_page_get_sweep (self->compare_page), "stopped",
                               FALSE);
}

/* ------------------------------------------------------------------ its file */

static void
chosen_cb (const char *path, gpointer user_data)
{
  BlWindow *self = user_data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (self->sweep == NULL)
    return;
  text = ae_sweep_dup_csv (bl_sweep_job_get_study (self->sweep),
                           bl_sweep_job_get_trials (self->sweep));
  if (!ae_file_write (path, text, strlen (text), &error))
    bl_window_show_error (self, error->message);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);

  if (self->sweep == NULL)
    {
      bl_window_show_error (self, "There is no sweep to save yet");
      return;
    }
  bl_file_dialog_save (widget, "Save the sweep as CSV", "sweep.csv", chosen_cb, self);
}

/* ------------------------------------------------------------------ */

static void
scene_changed_cb (BlWindow *self)
{
  g_clear_pointer (&self->sweep, bl_sweep_job_free);
  bl_sweep_panel_set_progress (bl_compare_page_get_sweep (self->compare_page), "", FALSE);
}

/**
 * bl_window_start_sweeps:
 * @self: a window with a workspace
 *
 * Offers studies of the active run.
 */
void
bl_window_start_sweeps (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  g_signal_connect_swapped (self->workspace, "active-changed", G_CALLBACK (show_choices), self);
  g_signal_connect_swapped (self->workspace, "run-changed",
                            G_CALLBACK (bl_window_follow_variant), self);
  g_signal_connect_swapped (self->workspace, "scene-changed", G_CALLBACK (scene_changed_cb),
                            self);
}

/**
 * bl_window_follow_variant:
 * @self: a window
 *
 * Another variant has other hyperparams to sweep.
 */
void
bl_window_follow_variant (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));

  BlRun *run = self->workspace != NULL ? bl_workspace_get_active (self->workspace) : NULL;
  guint variants = run != NULL ? bl_run_get_options (run)->spec.variants : G_MAXUINT;

  if (variants == self->studied_variants)
    return;
  self->studied_variants = variants;
  show_choices (self);
}

/**
 * bl_window_class_install_sweeps:
 * @class: the window's
 *
 * Its actions on sweeps and repeats.
 */
void
bl_window_class_install_sweeps (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.study", "(sddu)", sweep_action);
  gtk_widget_class_install_action (class, "win.repeat-run", "u", repeat_action);
  gtk_widget_class_install_action (class, "win.stop-study", NULL, stop_action);
  gtk_widget_class_install_action (class, "win.save-study", NULL, save_action);
}
