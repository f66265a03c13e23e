/* bl-workspace.c: opens scenes, makes the run, hands its views on. It draws nothing and reads
 * no widget.
 */
#include "bl-workspace.h"

#include "ae-error.h"
#include "ae-rng.h"
#include "ae-run.h"
#include "ae-trainer-learner.h"
#include "bl-opening.h"

struct _BlWorkspace
{
  GObject parent_instance;
  BlOpening *opening;
  AeScene *scene;
  char *variable; /* nullable: as which it was opened */

  /* The run, or the pixels that are prepared for it. */
  BlBuild build;
  gboolean has_build;
  GCancellable *preparing;
  guint steps_wanted; /* what to do when it is ready: STEPS_RUN, or so many batches */
  AeRun *run;
  char *reason;
  AeView *view;
  gboolean is_train_wanted; /* Train was pressed while a scene was on its way */

  guint32 pin;
  gboolean has_pin;
};

#define STEPS_RUN   0
#define STEPS_EPOCH G_MAXUINT
#define STEPS_NONE  (G_MAXUINT - 1)

enum
{
  SCENE_CHANGED,
  OPENING,
  AMBIGUOUS,
  ERROR_SAID,
  BUILD_WANTED,
  RUN_CHANGED,
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BlWorkspace, bl_workspace, G_TYPE_OBJECT)

static void
say_error (BlWorkspace *self, const char *message)
{
  g_signal_emit (self, signals[ERROR_SAID], 0, message);
}

/* ------------------------------------------------------------------ the run */

static void
send_request (BlWorkspace *self)
{
  AeViewRequest request = { .want_codes = TRUE, .want_code_map = TRUE, .want_error_map = TRUE };

  if (self->run == NULL)
    return;
  if (self->has_pin)
    request.pins[request.n_pins++] = self->pin;
  ae_run_set_request (self->run, &request);
}

static void
state_changed_cb (AeRun *run, AeRunState state, const char *reason, gpointer user_data)
{
  BlWorkspace *self = user_data;

  g_free (self->reason);
  self->reason = g_strdup (reason);
  g_signal_emit (self, signals[RUN_CHANGED], 0);
  if (state == AE_RUN_FAILED)
    say_error (self, reason);
}

static void
view_ready_cb (AeRun *run, gpointer user_data)
{
  BlWorkspace *self = user_data;
  AeView *view = ae_run_take_view (run);

  if (view == NULL)
    return;
  g_clear_pointer (&self->view, ae_view_unref);
  self->view = view;
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

static void
drop_run (BlWorkspace *self)
{
  if (self->preparing != NULL)
    g_cancellable_cancel (self->preparing);
  g_clear_object (&self->preparing);
  g_clear_pointer (&self->run, ae_run_free);
  g_clear_pointer (&self->view, ae_view_unref);
  g_clear_pointer (&self->reason, g_free);
}

static void
go (BlWorkspace *self)
{
  if (self->steps_wanted == STEPS_RUN)
    ae_run_start (self->run);
  else if (self->steps_wanted == STEPS_EPOCH)
    ae_run_step_epoch (self->run);
  else if (self->steps_wanted != STEPS_NONE)
    ae_run_step (self->run, self->steps_wanted);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  BlBuild *build = task_data;
  AeScene *scene = g_object_get_data (G_OBJECT (task), "scene");
  AeTrainingState *state = g_object_get_data (G_OBJECT (task), "state");
  GError *error = NULL;
  g_autoptr (AePixels) pixels = ae_pixels_new (scene, &build->pixels, cancellable, &error);
  AeLearner *learner = NULL;

  if (pixels != NULL)
    {
      build->spec.bands = ae_pixels_get_bands (pixels);
      learner
          = ae_trainer_learner_new (&build->spec, &build->plan, &build->knobs, pixels, &error);
    }
  if (learner != NULL && state != NULL && !ae_trainer_learner_restore (learner, state, &error))
    g_clear_pointer (&learner, learner->class->free);
  if (learner != NULL)
    g_task_return_pointer (task, learner, (GDestroyNotify) learner->class->free);
  else
    g_task_return_error (task, error);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlWorkspace *self = user_data;
  GTask *task = G_TASK (result);
  g_autoptr (GError) error = NULL;
  AeLearner *learner;

  /* Cancelled: the workspace may be gone. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;
  g_clear_object (&self->preparing);
  learner = g_task_propagate_pointer (task, &error);
  if (learner == NULL)
    {
      say_error (self, error->message);
      g_signal_emit (self, signals[RUN_CHANGED], 0);
      return;
    }
  self->run = ae_run_new (learner, self->scene, state_changed_cb, view_ready_cb, self);
  send_request (self);
  ae_run_set_knobs (self->run, &self->build.knobs);
  go (self);
  g_signal_emit (self, signals[RUN_CHANGED], 0);
}

/* Scaling a whole scene is not for the main thread. */
static void
prepare_build (BlWorkspace *self, AeTrainingState *state)
{
  g_autoptr (GTask) task
      = g_task_new (NULL, self->preparing = g_cancellable_new (), prepared_cb, self);

  g_task_set_task_data (task, g_memdup2 (&self->build, sizeof self->build), g_free);
  g_object_set_data_full (G_OBJECT (task), "scene", ae_scene_ref (self->scene),
                          (GDestroyNotify) ae_scene_unref);
  g_object_set_data_full (G_OBJECT (task), "state", state,
                          (GDestroyNotify) ae_training_state_unref);
  g_task_run_in_thread (task, prepare_in_thread);
  g_signal_emit (self, signals[RUN_CHANGED], 0);
}

static void
prepare (BlWorkspace *self)
{
  self->has_build = FALSE;
  g_signal_emit (self, signals[BUILD_WANTED], 0);
  if (self->has_build)
    prepare_build (self, NULL);
}

static void
proceed (BlWorkspace *self, guint steps)
{
  if (self->scene == NULL)
    {
      self->is_train_wanted = bl_workspace_is_opening (self);
      return;
    }
  self->steps_wanted = steps;
  if (self->run != NULL)
    go (self);
  else if (self->preparing == NULL)
    prepare (self);
}

/* ------------------------------------------------------------------ opening */

static void
opening_progress_cb (double fraction, gpointer user_data)
{
  g_signal_emit (user_data, signals[OPENING], 0, fraction);
}

/* A pixel in the middle, so that there is a spectrum to look at from the first moment. */
static void
choose_pin (BlWorkspace *self)
{
  gsize n = ae_scene_get_n_pixels (self->scene);
  gsize middle
      = (gsize) ae_scene_get_lines (self->scene) / 2 * ae_scene_get_samples (self->scene)
        + ae_scene_get_samples (self->scene) / 2;

  for (gsize i = 0; i < n; i++)
    {
      gsize pixel = (middle + i) % n;

      if (ae_scene_is_masked (self->scene, pixel))
        continue;
      self->pin = (guint32) pixel;
      self->has_pin = TRUE;
      return;
    }
  self->has_pin = FALSE;
}

static void
take_scene (BlWorkspace *self, AeScene *scene)
{
  drop_run (self);
  g_clear_pointer (&self->scene, ae_scene_unref);
  self->scene = ae_scene_ref (scene);
  choose_pin (self);
  g_signal_emit (self, signals[SCENE_CHANGED], 0);
  g_signal_emit (self, signals[RUN_CHANGED], 0);
}

static void
opening_done_cb (AeScene *scene, const char *path, const GError *error, gpointer user_data)
{
  BlWorkspace *self = user_data;
  g_autofree char *opened = g_strdup (path);
  gboolean train = self->is_train_wanted;

  self->is_train_wanted = FALSE;
  if (scene != NULL)
    take_scene (self, scene);
  else if (g_error_matches (error, AE_ERROR, AE_ERROR_AMBIGUOUS))
    g_signal_emit (self, signals[AMBIGUOUS], 0, opened, error->message);
  else
    say_error (self, error->message);
  g_clear_pointer (&self->opening, bl_opening_free);
  g_signal_emit (self, signals[OPENING], 0, -1.0);
  if (scene != NULL && train)
    bl_workspace_train (self);
}

/**
 * bl_workspace_open:
 * @self: the workspace
 * @path: a file, or "demo:"
 * @variable: (nullable): which array of it, where several fit
 *
 * Reads it on a worker; the scene that is open stays until the new one is there, and for good
 * when it does not come.
 */
void
bl_workspace_open (BlWorkspace *self, const char *path, const char *variable)
{
  g_clear_pointer (&self->opening, bl_opening_free);
  g_free (self->variable);
  self->variable = g_strdup (variable);
  self->opening = bl_opening_new (path, variable, opening_progress_cb, opening_done_cb, self);
  g_signal_emit (self, signals[OPENING], 0, 0.0);
}

/**
 * bl_workspace_cancel_opening:
 * @self: the workspace
 *
 * Stops reading at once; what was open stays.
 */
void
bl_workspace_cancel_opening (BlWorkspace *self)
{
  g_clear_pointer (&self->opening, bl_opening_free);
  self->is_train_wanted = FALSE;
  g_signal_emit (self, signals[OPENING], 0, -1.0);
}

/**
 * bl_workspace_is_opening:
 * @self: the workspace
 *
 * Returns: whether a file is being read.
 */
gboolean
bl_workspace_is_opening (BlWorkspace *self)
{
  return self->opening != NULL;
}

/**
 * bl_workspace_get_scene:
 * @self: the workspace
 *
 * Returns: (nullable) (transfer none): the scene that is open.
 */
AeScene *
bl_workspace_get_scene (BlWorkspace *self)
{
  return self->scene;
}

/* ------------------------------------------------------------------ commands */

/**
 * bl_workspace_set_build:
 * @self: the workspace
 * @build: copied
 *
 * Answers "build-wanted".
 */
void
bl_workspace_set_build (BlWorkspace *self, const BlBuild *build)
{
  self->build = *build;
  self->has_build = TRUE;
}

/**
 * bl_workspace_train:
 * @self: the workspace
 *
 * Makes the run where there is none, and trains. While a scene is still being read it waits for
 * it.
 */
void
bl_workspace_train (BlWorkspace *self)
{
  if (self->scene == NULL || self->opening != NULL)
    self->is_train_wanted = self->opening != NULL;
  if (self->scene != NULL && self->opening == NULL)
    proceed (self, STEPS_RUN);
}

/**
 * bl_workspace_pause:
 * @self: the workspace
 */
void
bl_workspace_pause (BlWorkspace *self)
{
  if (self->run != NULL)
    ae_run_pause (self->run);
}

/**
 * bl_workspace_step:
 * @self: the workspace
 * @whole_epoch: to the end of the epoch, or one batch
 */
void
bl_workspace_step (BlWorkspace *self, gboolean whole_epoch)
{
  proceed (self, whole_epoch ? STEPS_EPOCH : 1);
}

/**
 * bl_workspace_reset:
 * @self: the workspace
 * @new_seed: another seed, or the same again
 *
 * Back to the first batch, idle.
 */
void
bl_workspace_reset (BlWorkspace *self, gboolean new_seed)
{
  if (self->run == NULL)
    return;
  if (new_seed)
    self->build.plan.seed++;
  ae_run_reset (self->run, self->build.plan.seed);
}

/**
 * bl_workspace_discard_run:
 * @self: the workspace
 *
 * Ends the run; the next Train builds another. For a change of layers or variant.
 */
void
bl_workspace_discard_run (BlWorkspace *self)
{
  if (self->run == NULL && self->preparing == NULL)
    return;
  drop_run (self);
  g_signal_emit (self, signals[RUN_CHANGED], 0);
}

/**
 * bl_workspace_set_knobs:
 * @self: the workspace
 * @knobs: act from the next batch on; copied
 */
void
bl_workspace_set_knobs (BlWorkspace *self, const AeKnobs *knobs)
{
  self->build.knobs = *knobs;
  if (self->run != NULL)
    ae_run_set_knobs (self->run, knobs);
}

/**
 * bl_workspace_set_pin:
 * @self: the workspace
 * @pixel: of the scene; beyond its end is ignored
 */
void
bl_workspace_set_pin (BlWorkspace *self, guint32 pixel)
{
  if (self->scene == NULL || pixel >= ae_scene_get_n_pixels (self->scene))
    return;
  self->pin = pixel;
  self->has_pin = TRUE;
  send_request (self);
}

/**
 * bl_workspace_get_pin:
 * @self: the workspace
 * @pixel: (out)
 *
 * Returns: whether a pixel is pinned.
 */
gboolean
bl_workspace_get_pin (BlWorkspace *self, guint32 *pixel)
{
  *pixel = self->pin;
  return self->has_pin;
}

/**
 * bl_workspace_has_run:
 * @self: the workspace
 *
 * Returns: whether there is a run, or one is being made.
 */
gboolean
bl_workspace_has_run (BlWorkspace *self)
{
  return self->run != NULL || self->preparing != NULL;
}

/**
 * bl_workspace_get_state:
 * @self: the workspace
 *
 * Returns: of the run; running while it is being made, idle without one.
 */
AeRunState
bl_workspace_get_state (BlWorkspace *self)
{
  if (self->run != NULL)
    return ae_run_get_state (self->run);
  return self->preparing != NULL ? AE_RUN_RUNNING : AE_RUN_IDLE;
}

/**
 * bl_workspace_get_reason:
 * @self: the workspace
 *
 * Returns: (nullable) (transfer none): why the run finished or failed.
 */
const char *
bl_workspace_get_reason (BlWorkspace *self)
{
  return self->reason;
}

/**
 * bl_workspace_get_view:
 * @self: the workspace
 *
 * Returns: (nullable) (transfer none): the newest view.
 */
AeView *
bl_workspace_get_view (BlWorkspace *self)
{
  return self->view;
}

/**
 * bl_workspace_dup_snapshot:
 * @self: the workspace
 *
 * Returns: (nullable) (transfer full): the newest snapshot.
 */
AeSnapshot *
bl_workspace_dup_snapshot (BlWorkspace *self)
{
  return self->run != NULL ? ae_run_dup_snapshot (self->run) : NULL;
}

/**
 * bl_workspace_restore:
 * @self: a workspace with a scene
 * @build: what the run was made from
 * @state: (transfer full): how far it came
 *
 * Makes a run that was kept; it stands where it stood.
 */
void
bl_workspace_restore (BlWorkspace *self, const BlBuild *build, AeTrainingState *state)
{
  drop_run (self);
  self->build = *build;
  self->steps_wanted = STEPS_NONE;
  prepare_build (self, state);
}

/**
 * bl_workspace_peek:
 * @self: the workspace
 * @build: (out): what the run was made from
 * @variable: (out) (nullable) (transfer none): which array of its file the scene is
 *
 * Returns: (nullable) (transfer none): the run, to ask it for its state.
 */
AeRun *
bl_workspace_peek (BlWorkspace *self, BlBuild *build, const char **variable)
{
  *build = self->build;
  *variable = self->variable;
  return self->run;
}

/* ------------------------------------------------------------------ the type */

static void
bl_workspace_dispose (GObject *object)
{
  BlWorkspace *self = BL_WORKSPACE (object);

  g_clear_pointer (&self->opening, bl_opening_free);
  drop_run (self);
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->variable, g_free);
  G_OBJECT_CLASS (bl_workspace_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, guint n, GType first, GType second)
{
  return g_signal_new (name, BL_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n, first, second);
}

static void
bl_workspace_class_init (BlWorkspaceClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_workspace_dispose;
  signals[SCENE_CHANGED] = add_signal ("scene-changed", 0, 0, 0);
  signals[OPENING] = add_signal ("opening", 1, G_TYPE_DOUBLE, 0);
  signals[AMBIGUOUS] = add_signal ("ambiguous", 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[ERROR_SAID] = add_signal ("error", 1, G_TYPE_STRING, 0);
  signals[BUILD_WANTED] = add_signal ("build-wanted", 0, 0, 0);
  signals[RUN_CHANGED] = add_signal ("run-changed", 0, 0, 0);
  signals[VIEW_CHANGED] = add_signal ("view-changed", 0, 0, 0);
}

static void
bl_workspace_init (BlWorkspace *self)
{
}

/**
 * bl_workspace_new:
 *
 * Returns: (transfer full): an empty workspace. Main thread.
 */
BlWorkspace *
bl_workspace_new (void)
{
  return g_object_new (BL_TYPE_WORKSPACE, NULL);
}
