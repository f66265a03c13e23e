/* bl-sweep-controller.c: sweeps and repeats of a run: what the panel asks for, and what it is
 * given back.
 */
#include "bl-sweep-controller.h"

#include "ae-file.h"
#include "bl-sweep-job.h"

#include <math.h>
#include <string.h>

#define REPEATS        5
#define SEEDS          8  /* that a sweep proposes */
#define EPOCHS_IF_OPEN 20 /* of a run without an end that has not done an epoch yet */

struct _BlSweepController
{
  BlController parent_instance;
  BlSweepPanel *panel; /* nullable */
  BlSweepJob *job;     /* nullable: the last one, over or not */
  guint variants;      /* of the run whose choices are offered */
};

G_DEFINE_FINAL_TYPE (BlSweepController, bl_sweep_controller, BL_TYPE_CONTROLLER)

static BlWorkspace *
get_workspace (BlSweepController *self)
{
  return bl_controller_get_workspace (BL_CONTROLLER (self));
}

/* ------------------------------------------------------------------ what may be swept */

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
show_choices (BlSweepController *self)
{
  BlRun *run = bl_workspace_get_active (get_workspace (self));
  guint n, n_choices = 0;
  const AeParamInfo *params = ae_param_info_get_all (&n);
  g_autofree BlSweepChoice *choices = g_new0 (BlSweepChoice, n);

  for (guint i = 0; run != NULL && i < n; i++)
    if (params[i].factor != NULL
        && ae_param_info_is_used (&params[i], bl_run_get_options (run)->spec.variants))
      choices[n_choices++] = make_choice (&params[i]);
  if (n_choices > 0 && self->panel != NULL)
    bl_sweep_panel_set_choices (self->panel, choices, n_choices);
}

/* ------------------------------------------------------------------ what comes in */

static void
show_progress (BlSweepController *self, const char *text, gboolean is_busy)
{
  if (self->panel != NULL)
    bl_sweep_panel_set_progress (self->panel, text, is_busy);
  bl_controller_set_enabled (BL_CONTROLLER (self), "stop", is_busy);
}

static void
show_points (BlSweepController *self, const BlSweepChoice *choice, const BlSweepPoint *points,
             guint n)
{
  if (self->panel != NULL)
    bl_sweep_panel_set_points (self->panel, choice, points, n);
}

/* In scene units; the points borrow from the array. */
static GPtrArray *
invert_outputs (BlSweepController *self, GPtrArray *trials, guint bands)
{
  GPtrArray *outputs = g_ptr_array_new_with_free_func (g_free);
  const AeScaler *scaler
      = ae_pixels_get_scaler (bl_run_get_pixels (bl_sweep_job_get_run (self->job)));
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
show_trials (BlSweepController *self)
{
  GPtrArray *trials = bl_sweep_job_get_trials (self->job);
  const AeSweep *sweep = bl_sweep_job_get_study (self->job);
  g_autofree BlSweepPoint *points = g_new0 (BlSweepPoint, trials->len + 1);
  g_autoptr (GPtrArray) outputs = NULL;
  BlSweepChoice choice = make_choice (sweep->factor);

  if (bl_run_get_pixels (bl_sweep_job_get_run (self->job)) == NULL)
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
  show_points (self, &choice, points, trials->len);
}

static void
say_progress (BlSweepController *self)
{
  const char *name = bl_run_item_get_name (BL_RUN_ITEM (bl_sweep_job_get_run (self->job)));
  g_autofree char *text = g_strdup_printf (
      "%s: trial %u of %u", name,
      MIN (bl_sweep_job_get_trials (self->job)->len + 1, bl_sweep_job_get_study (self->job)->n),
      bl_sweep_job_get_study (self->job)->n);

  show_progress (self, text, TRUE);
}

static void
trial_cb (BlSweepJob *job, gpointer user_data)
{
  BlSweepController *self = user_data;

  self->job = job;
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
take_repeat (BlSweepController *self)
{
  GPtrArray *trials = bl_sweep_job_get_trials (self->job);
  guint epochs = bl_sweep_job_get_study (self->job)->plan.epochs, n = 0;
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
  bl_run_item_set_repeat (BL_RUN_ITEM (bl_sweep_job_get_run (self->job)), mean, band, n);
}

static void
done_cb (BlSweepJob *job, gboolean is_whole, const char *message, gpointer user_data)
{
  BlSweepController *self = user_data;
  const char *name = bl_run_item_get_name (BL_RUN_ITEM (bl_sweep_job_get_run (job)));
  g_autofree char *text = NULL;

  self->job = job;
  if (is_whole && ae_sweep_is_repeat (bl_sweep_job_get_study (job)))
    take_repeat (self);
  text = is_whole ? g_strdup_printf ("%s: %u trials", name, bl_sweep_job_get_trials (job)->len)
                  : g_strdup (message != NULL ? message : "stopped");
  show_progress (self, text, FALSE);
}

/* ------------------------------------------------------------------ beginning one */

static float *
dup_scaled_pin (BlSweepController *self, AePixels *pixels)
{
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));
  g_autofree float *values = g_new0 (float, ae_scene_get_bands (scene));
  float *scaled = g_new0 (float, ae_pixels_get_bands (pixels));
  guint32 pin;

  if (!bl_selection_get_pin (bl_workspace_get_selection (get_workspace (self)), &pin)
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
dup_targets (BlSweepController *self)
{
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));
  gsize n;
  g_autofree guint8 *is_target = ae_scene_dup_targets (scene, 0, &n);

  return n > 0 && n < ae_scene_get_n_pixels (scene) ? g_steal_pointer (&is_target) : NULL;
}

static void
begin (BlSweepController *self, BlRun *run, const AeParamInfo *factor, double from, double to,
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
      bl_controller_show_error (BL_CONTROLLER (self),
                                "Train this run first: its trials use the same pixels");
      return;
    }
  fill_sweep (&sweep, run, pixels);
  sweep.factor = factor;
  sweep.is_target = is_target;
  ae_sweep_space (&sweep, from, to, steps);
  if (!ae_sweep_validate (&sweep, &error))
    {
      bl_controller_show_error (BL_CONTROLLER (self), error->message);
      return;
    }
  g_clear_pointer (&self->job, bl_sweep_job_free);
  pin = dup_scaled_pin (self, pixels);
  show_points (self, NULL, NULL, 0);
  self->job = bl_sweep_job_new (run, &sweep, pixels, pin, &events, self);
  say_progress (self);
}

static void
start_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlSweepController *self = user_data;
  const AeParamInfo *factor;
  const char *key;
  double from, to;
  guint steps;

  g_variant_get (parameter, "(&sddu)", &key, &from, &to, &steps);
  if (bl_workspace_get_active (get_workspace (self)) != NULL
      && (factor = ae_sweep_find_factor (key, NULL)) != NULL)
    begin (self, bl_workspace_get_active (get_workspace (self)), factor, from, to, steps);
}

static void
repeat_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlSweepController *self = user_data;
  g_autoptr (BlRun) run = g_list_model_get_item (bl_workspace_get_runs (get_workspace (self)),
                                                 g_variant_get_uint32 (parameter));
  double seed;

  if (run == NULL)
    return;
  seed = (double) bl_run_get_options (run)->plan.seed;
  begin (self, run, ae_param_info_find (AE_PARAM_PLAN, "seed"), seed, seed + REPEATS - 1,
         REPEATS);
}

static void
stop_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlSweepController *self = user_data;

  g_clear_pointer (&self->job, bl_sweep_job_free);
  show_progress (self, "stopped", FALSE);
}

/* ------------------------------------------------------------------ its file */

static void
chosen_cb (const char *path, gpointer user_data)
{
  BlSweepController *self = user_data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (self->job == NULL)
    return;
  text = ae_sweep_dup_csv (bl_sweep_job_get_study (self->job),
                           bl_sweep_job_get_trials (self->job));
  if (!ae_file_write (path, text, strlen (text), &error))
    bl_controller_show_error (BL_CONTROLLER (self), error->message);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlSweepController *self = user_data;

  if (self->job == NULL)
    {
      bl_controller_show_error (BL_CONTROLLER (self), "There is no sweep to save yet");
      return;
    }
  bl_controller_save_dialog (BL_CONTROLLER (self), "Save the sweep as CSV", "sweep.csv",
                             chosen_cb);
}

/* ------------------------------------------------------------------ the type */

static const GActionEntry actions[] = {
  { "start", start_action, "(sddu)", NULL, NULL, { 0 } },
  { "repeat", repeat_action, "u", NULL, NULL, { 0 } },
  { "stop", stop_action, NULL, NULL, NULL, { 0 } },
  { "save", save_action, NULL, NULL, NULL, { 0 } },
};

static void
scene_changed_cb (BlSweepController *self)
{
  g_clear_pointer (&self->job, bl_sweep_job_free);
  show_progress (self, "", FALSE);
}

static void
active_changed_cb (BlSweepController *self)
{
  gboolean has_run = bl_workspace_get_active (get_workspace (self)) != NULL;

  bl_controller_set_enabled (BL_CONTROLLER (self), "start", has_run);
  bl_controller_set_enabled (BL_CONTROLLER (self), "repeat", has_run);
  show_choices (self);
}

/* Another variant has other hyperparameters to sweep. */
static void
run_changed_cb (BlSweepController *self)
{
  BlRun *run = bl_workspace_get_active (get_workspace (self));
  guint variants = run != NULL ? bl_run_get_options (run)->spec.variants : G_MAXUINT;

  if (variants == self->variants)
    return;
  self->variants = variants;
  show_choices (self);
}

static void
bl_sweep_controller_constructed (GObject *object)
{
  BlSweepController *self = BL_SWEEP_CONTROLLER (object);
  BlWorkspace *workspace = get_workspace (self);

  G_OBJECT_CLASS (bl_sweep_controller_parent_class)->constructed (object);
  g_signal_connect_object (workspace, "active-changed", G_CALLBACK (active_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "run-changed", G_CALLBACK (run_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "scene-changed", G_CALLBACK (scene_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
bl_sweep_controller_dispose (GObject *object)
{
  BlSweepController *self = BL_SWEEP_CONTROLLER (object);

  g_clear_pointer (&self->job, bl_sweep_job_free);
  g_clear_object (&self->panel);
  G_OBJECT_CLASS (bl_sweep_controller_parent_class)->dispose (object);
}

static void
bl_sweep_controller_class_init (BlSweepControllerClass *class)
{
  G_OBJECT_CLASS (class)->constructed = bl_sweep_controller_constructed;
  G_OBJECT_CLASS (class)->dispose = bl_sweep_controller_dispose;
  BL_CONTROLLER_CLASS (class)->group = "sweep";
}

static void
bl_sweep_controller_init (BlSweepController *self)
{
  bl_controller_add_actions (BL_CONTROLLER (self), actions, G_N_ELEMENTS (actions));
  bl_controller_set_enabled (BL_CONTROLLER (self), "start", FALSE);
  bl_controller_set_enabled (BL_CONTROLLER (self), "repeat", FALSE);
  bl_controller_set_enabled (BL_CONTROLLER (self), "stop", FALSE);
}

/**
 * bl_sweep_controller_new:
 * @workspace: whose runs are swept; a reference is taken
 * @panel: (nullable): what asks and shows; a reference is taken
 *
 * Returns: (transfer full): a controller without a sweep. Main thread, as all of these.
 */
BlSweepController *
bl_sweep_controller_new (BlWorkspace *workspace, BlSweepPanel *panel)
{
  BlSweepController *self;

  g_return_val_if_fail (BL_IS_WORKSPACE (workspace), NULL);
  self = g_object_new (BL_TYPE_SWEEP_CONTROLLER, "workspace", workspace, NULL);
  g_set_object (&self->panel, panel);
  return self;
}

/**
 * bl_sweep_controller_get_n_trials:
 * @self: a controller
 *
 * Returns: how many trials of the last sweep are there; 0 where there is none.
 */
guint
bl_sweep_controller_get_n_trials (BlSweepController *self)
{
  g_return_val_if_fail (BL_IS_SWEEP_CONTROLLER (self), 0);
  return self->job != NULL ? bl_sweep_job_get_trials (self->job)->len : 0;
}
