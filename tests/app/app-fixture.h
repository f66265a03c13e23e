/* app-fixture.h: a workspace with a small scene, and waiting for what it does. */
#pragma once

#include "ae-demo-scene.h"
#include "bl-controller.h"

static inline void
fixture_give_scene (BlWorkspace *workspace)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (1, 16, 16);

  bl_workspace_set_scene (workspace, scene);
}

/* Turns the main loop until the condition holds; a test that hangs is ended by its runner. */
#define fixture_wait(condition)                                                                \
  G_STMT_START                                                                                 \
  {                                                                                            \
    while (!(condition))                                                                       \
      g_main_context_iteration (NULL, TRUE);                                                   \
  }                                                                                            \
  G_STMT_END

/* To the end of two epochs. */
static inline void
fixture_train (BlWorkspace *workspace)
{
  BlRun *run = bl_workspace_get_active (workspace);
  BlRunOptions options = *bl_run_get_options (run);

  options.plan.epochs = 2;
  options.plan.threads = 1;
  bl_run_settings_set_options (bl_run_item_get_settings (BL_RUN_ITEM (run)), &options);
  bl_workspace_train (workspace);
  fixture_wait (bl_workspace_get_state (workspace) == AE_RUN_FINISHED);
}

static inline gboolean
fixture_is_enabled (gpointer controller, const char *action)
{
  return g_action_group_get_action_enabled (bl_controller_get_actions (controller), action);
}

static inline void
fixture_activate (gpointer controller, const char *action, GVariant *parameter)
{
  g_action_group_activate_action (bl_controller_get_actions (controller), action, parameter);
}

/* What a controller told last. */
typedef struct
{
  char *error, *toast;
  guint n_errors, n_toasts;
} FixtureTold;

static inline void
fixture_error_cb (gpointer controller, const char *message, FixtureTold *told)
{
  g_free (told->error);
  told->error = g_strdup (message);
  told->n_errors++;
}

static inline void
fixture_toast_cb (gpointer controller, const char *text, guint seconds, const char *button,
                  const char *action, FixtureTold *told)
{
  g_free (told->toast);
  told->toast = g_strdup (text);
  told->n_toasts++;
}

static inline void
fixture_listen (gpointer controller, FixtureTold *told)
{
  g_signal_connect (controller, "error", G_CALLBACK (fixture_error_cb), told);
  g_signal_connect (controller, "toast", G_CALLBACK (fixture_toast_cb), told);
}

static inline void
fixture_told_clear (FixtureTold *told)
{
  g_clear_pointer (&told->error, g_free);
  g_clear_pointer (&told->toast, g_free);
}

/* Milliseconds that the main loop would sleep at most where nothing comes from outside; −1: for
 * ever, as no timeout is armed. */
static inline int
fixture_get_sleep_ms (void)
{
  GMainContext *context = g_main_context_default ();
  GPollFD fds[64];
  int sleep_ms = -1, priority;

  g_assert_true (g_main_context_acquire (context));
  while (g_main_context_iteration (context, FALSE))
    ;
  if (g_main_context_prepare (context, &priority))
    sleep_ms = 0;
  else
    g_main_context_query (context, G_MAXINT, &sleep_ms, fds, G_N_ELEMENTS (fds));
  g_main_context_release (context);
  return sleep_ms;
}
