/* test-run-item.c: each property of a run is told when its value changes, once, and not when
 * the same is put in again; a panel that shows it follows, and lets it go.
 */
#include <adwaita.h>
#include <math.h>

#include "bl-panel.h"
#include "bl-run-item.h"
#include "count.h"

#define N 12

static const char *const names[N]
    = { "settings", "name", "color", "built",   "state",    "reason",
        "snapshot", "view", "past",  "metrics", "baseline", "repeat" };

typedef struct
{
  BlRunItem *run;
  guint told[N];
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->run = g_object_new (BL_TYPE_RUN_ITEM, NULL);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", names[i], NULL);

      count_signal (self->run, signal, &self->told[i]);
    }
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_assert_finalize_object (self->run);
}

/* That these were told since the last time, once each, and no others. */
static void
assert_told (Fixture *self, const char *wanted)
{
  g_auto (GStrv) words = g_strsplit (wanted, " ", -1);

  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpuint (self->told[i], ==,
                        g_strv_contains ((const char *const *) words, names[i]) ? 1 : 0);
      self->told[i] = 0;
    }
}

static void
test_simple (Fixture *self, gconstpointer unused)
{
  g_autofree char *name = NULL;
  guint color;
  double past;

  g_assert_true (isnan (bl_run_item_get_past (self->run)));
  bl_run_item_set_name (self->run, "sparse");
  bl_run_item_set_name (self->run, "sparse");
  assert_told (self, "name");
  bl_run_item_set_color (self->run, 3);
  bl_run_item_set_color (self->run, 3);
  assert_told (self, "color");
  bl_run_item_set_past (self->run, 12);
  bl_run_item_set_past (self->run, 12);
  assert_told (self, "past");
  bl_run_item_set_past (self->run, NAN);
  bl_run_item_set_past (self->run, NAN);
  assert_told (self, "past");
  bl_run_item_set_is_built (self->run, TRUE);
  bl_run_item_set_is_built (self->run, TRUE);
  assert_told (self, "built");
  g_object_set (self->run, "name", "plain", "color", 4, "past", 2.0, NULL);
  assert_told (self, "name color past");
  g_object_get (self->run, "name", &name, "color", &color, "past", &past, NULL);
  g_assert_cmpstr (name, ==, "plain");
  g_assert_cmpuint (color, ==, 4);
  g_assert_cmpfloat (past, ==, 2);
  g_assert_cmpuint (bl_run_item_get_ink (self->run), ==, PLOT_COLOR_CLASS (4));
}

static void
reason_is_there_cb (BlRunItem *run, GParamSpec *property, char **reason)
{
  *reason = g_strdup (bl_run_item_get_reason (run));
}

static void
test_state (Fixture *self, gconstpointer unused)
{
  g_autofree char *seen = NULL;
  g_autofree char *reason = NULL;
  guint state;

  bl_run_item_set_state (self->run, AE_RUN_IDLE, NULL);
  assert_told (self, "");
  bl_run_item_set_state (self->run, AE_RUN_RUNNING, NULL);
  assert_told (self, "state");
  g_signal_connect (self->run, "notify::state", G_CALLBACK (reason_is_there_cb), &seen);
  bl_run_item_set_state (self->run, AE_RUN_FAILED, "it exploded");
  bl_run_item_set_state (self->run, AE_RUN_FAILED, "it exploded");
  assert_told (self, "state reason");
  g_assert_cmpstr (seen, ==, "it exploded");
  bl_run_item_set_state (self->run, AE_RUN_FAILED, "it exploded again");
  assert_told (self, "reason");
  g_object_get (self->run, "state", &state, "reason", &reason, NULL);
  g_assert_cmpuint (state, ==, AE_RUN_FAILED);
  g_assert_cmpstr (reason, ==, "it exploded again");
}

static void
test_view (Fixture *self, gconstpointer unused)
{
  g_autoptr (AeView) view = ae_view_new ();
  g_autoptr (AeSnapshot) snapshot = ae_snapshot_new ();
  g_autoptr (AeSnapshot) next = ae_snapshot_new ();
  AeSnapshot *got;

  bl_run_item_set_view (self->run, view, snapshot);
  assert_told (self, "snapshot view");
  bl_run_item_set_view (self->run, view, snapshot);
  assert_told (self, "");
  bl_run_item_set_view (self->run, view, next);
  assert_told (self, "snapshot");
  g_object_get (self->run, "snapshot", &got, NULL);
  g_assert_true (got == next);
  ae_snapshot_unref (got);
  bl_run_item_set_view (self->run, NULL, NULL);
  assert_told (self, "snapshot view");
  g_assert_null (bl_run_item_get_view (self->run));
}

static AeComparisonRow *
make_numbers (double rmse)
{
  AeComparisonRow *row = ae_comparison_row_new ("run");

  row->values[AE_COMPARISON_RMSE] = rmse;
  return row;
}

static void
test_numbers (Fixture *self, gconstpointer unused)
{
  const BlBandPoint band[] = { { 1, 0.5, 0.1 }, { 2, 0.25, 0.1 } }, other = { 1, 0.5, 0.2 };
  g_autoptr (AeComparisonRow) got = NULL;
  guint n;

  bl_run_item_set_metrics (self->run, make_numbers (0.5), make_numbers (0.75));
  assert_told (self, "metrics baseline");
  bl_run_item_set_metrics (self->run, make_numbers (0.5), make_numbers (0.75));
  assert_told (self, "");
  bl_run_item_set_metrics (self->run, make_numbers (0.25), make_numbers (0.75));
  assert_told (self, "metrics");
  g_object_get (self->run, "metrics", &got, NULL);
  g_assert_cmpfloat (got->values[AE_COMPARISON_RMSE], ==, 0.25);
  bl_run_item_set_metrics (self->run, NULL, NULL);
  assert_told (self, "metrics baseline");

  bl_run_item_set_repeat (self->run, make_numbers (1), band, 2);
  bl_run_item_set_repeat (self->run, make_numbers (1), band, 2);
  assert_told (self, "repeat");
  g_assert_cmpfloat (bl_run_item_get_band (self->run, &n)[1].mean, ==, 0.25);
  g_assert_cmpuint (n, ==, 2);
  bl_run_item_set_repeat (self->run, make_numbers (1), &other, 1);
  assert_told (self, "repeat"); /* the same numbers, another band */
}

static void
test_settings (Fixture *self, gconstpointer unused)
{
  g_autoptr (BlRunSettings) settings = NULL;
  AeHyperparams values;

  g_object_get (self->run, "settings", &settings, NULL);
  g_assert_true (settings == bl_run_item_get_settings (self->run));
  values = bl_run_settings_get_options (settings)->hyperparams;
  values.learning_rate = 0.5;
  bl_run_settings_set_hyperparams (settings, &values);
  assert_told (self, ""); /* the same object; it tells by itself */
}

/* ------------------------------------------------------------------ a panel that listens */

#define TEST_TYPE_PANEL (test_panel_get_type ())
G_DECLARE_FINAL_TYPE (TestPanel, test_panel, TEST, PANEL, BlPanel)

struct _TestPanel
{
  BlPanel parent_instance;
  guint views, snapshots, pasts;
  AeView *view; /* borrowed */
  double past;
};

G_DEFINE_FINAL_TYPE (TestPanel, test_panel, BL_TYPE_PANEL)

static void
view_changed (BlPanel *panel, AeView *view)
{
  TEST_PANEL (panel)->views++;
  TEST_PANEL (panel)->view = view;
}

static void
snapshot_changed (BlPanel *panel, AeSnapshot *snapshot)
{
  TEST_PANEL (panel)->snapshots++;
}

static void
past_changed (BlPanel *panel, double past)
{
  TEST_PANEL (panel)->pasts++;
  TEST_PANEL (panel)->past = past;
}

static void
test_panel_class_init (TestPanelClass *class)
{
  BL_PANEL_CLASS (class)->view_changed = view_changed;
  BL_PANEL_CLASS (class)->snapshot_changed = snapshot_changed;
  BL_PANEL_CLASS (class)->past_changed = past_changed;
}

static void
test_panel_init (TestPanel *self)
{
}

static void
test_panel (Fixture *self, gconstpointer unused)
{
  TestPanel *panel = g_object_ref_sink (g_object_new (TEST_TYPE_PANEL, NULL));
  g_autoptr (BlRunItem) other = g_object_new (BL_TYPE_RUN_ITEM, NULL);
  g_autoptr (AeView) view = ae_view_new ();
  guint told;

  count_signal (panel, "notify::run", &told);
  g_object_set (panel, "run", self->run, NULL);
  g_object_set (panel, "run", self->run, NULL);
  g_assert_cmpuint (told, ==, 1);
  g_assert_cmpuint (panel->views, ==, 2); /* nothing of before, then what it has */
  bl_run_item_set_view (self->run, view, NULL);
  g_assert_cmpuint (panel->views, ==, 3);
  g_assert_true (panel->view == view);
  g_assert_cmpuint (panel->snapshots, ==, 2);
  bl_run_item_set_state (self->run, AE_RUN_RUNNING, NULL);
  g_assert_cmpuint (panel->snapshots, ==, 3);
  bl_run_item_set_past (self->run, 4);
  g_assert_cmpfloat (panel->past, ==, 4);
  bl_panel_set_run (BL_PANEL (panel), other);
  g_assert_null (panel->view);
  g_assert_true (isnan (panel->past));
  told = panel->views;
  bl_run_item_set_view (self->run, NULL, NULL); /* of the run before */
  g_assert_cmpuint (panel->views, ==, told);
  bl_panel_set_run (BL_PANEL (panel), self->run);
  g_assert_finalize_object (panel);
}

#define ADD(name) g_test_add ("/run-item/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD (simple);
  ADD (state);
  ADD (view);
  ADD (numbers);
  ADD (settings);
  ADD (panel);
  return g_test_run ();
}
