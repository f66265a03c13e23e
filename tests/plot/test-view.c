/* test-view.c: the widget under a real display: one redraw for many setters, zoom, keys,
 * actions, the pointer through its controllers, and its life's end. */
#include <adwaita.h>
#include <math.h>

#include "plot-chart-private.h"
#include "plot-link.h"
#include "plot-view-private.h"

#define PATIENCE 300 /* tenths of a second, for what a slow machine does late */

typedef struct
{
  GtkWidget *window;
  PlotView *view;
  PlotChart *chart;
} Stage;

static gboolean
flag_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean is_over = FALSE;
  g_timeout_add (ms, flag_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_curve (Stage *stage, double scale)
{
  double ys[64];
  for (int i = 0; i < 64; i++)
    ys[i] = scale * (1.0 + i);
  plot_chart_set_line (stage->chart, "a", NULL, ys, 64, &(PlotStyle){ .label = "A" });
}

static void
set_up (Stage *stage, gconstpointer data)
{
  stage->window = adw_window_new ();
  stage->view = PLOT_VIEW (plot_view_new ());
  stage->chart = plot_view_get_chart (stage->view);
  gtk_window_set_default_size (GTK_WINDOW (stage->window), 500, 320);
  adw_window_set_content (ADW_WINDOW (stage->window), GTK_WIDGET (stage->view));
  set_curve (stage, 1.0);
  gtk_window_present (GTK_WINDOW (stage->window));
  for (int i = 0; i < 100 && plot_view_get_n_draws (stage->view) == 0; i++)
    run_for (20);
  run_for (120);
}

static void
tear_down (Stage *stage, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (stage->view), (gpointer *) &stage->view);
  gtk_window_destroy (GTK_WINDOW (stage->window));
  run_for (50);
  g_assert_null (stage->view);
}

/* On a busy machine a frame is late. */
static void
await_draw (Stage *stage, guint before)
{
  for (int i = 0; i < PATIENCE && plot_view_get_n_draws (stage->view) == before; i++)
    run_for (100);
}

static void
test_setters_are_gathered (Stage *stage, gconstpointer data)
{
  guint before = plot_view_get_n_draws (stage->view);
  g_assert_cmpuint (before, >, 0);
  for (int i = 0; i < 200; i++)
    set_curve (stage, 1.0 + i);
  run_for (300);
  await_draw (stage, before);
  guint draws = plot_view_get_n_draws (stage->view) - before;
  g_assert_cmpuint (draws, >=, 1);
  g_assert_cmpuint (draws, <=, 3);
}

static void
test_redraws_are_bounded (Stage *stage, gconstpointer data)
{
  guint before = plot_view_get_n_draws (stage->view);
  gint64 start = g_get_monotonic_time ();
  /* A second, or as long as a busy machine takes for enough of them to tell a rate by. */
  while (g_get_monotonic_time () - start < 1000000
         || plot_view_get_n_draws (stage->view) - before < 6)
    {
      set_curve (stage, 1.0);
      run_for (2);
    }
  double seconds = (double) (g_get_monotonic_time () - start) * 1e-6;
  guint draws = plot_view_get_n_draws (stage->view) - before;
  g_test_message ("%u draws in %.2f s", draws, seconds);
  g_assert_cmpfloat (draws, <=, 31.0 * seconds + 1.0);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  return G_SOURCE_CONTINUE; /* frames go on, as where something else moves */
}

/* Frames until the view is drawn again. */
static gint64
count_frames (Stage *stage)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (stage->view));
  gint64 frame = gdk_frame_clock_get_frame_counter (clock);
  guint before = plot_view_get_n_draws (stage->view);
  while (plot_view_get_n_draws (stage->view) == before)
    g_main_context_iteration (NULL, TRUE);
  return gdk_frame_clock_get_frame_counter (clock) - frame;
}

/* A view that was drawn a moment ago waits for its slot, but not with what a user selects. */
static void
test_hurry (Stage *stage, gconstpointer data)
{
  gint64 patient = 0, hurried = 0;
  guint id = gtk_widget_add_tick_callback (stage->window, tick_cb, NULL, NULL);
  set_curve (stage, 2.0);
  count_frames (stage);
  for (int i = 0; i < 5; i++)
    {
      gint64 frames;
      set_curve (stage, 3.0 + i);
      frames = count_frames (stage);
      patient = MAX (patient, frames);
      set_curve (stage, 10.0 + i);
      plot_view_redraw_now (stage->view);
      frames = count_frames (stage);
      hurried = MAX (hurried, frames);
    }
  g_test_message ("drawn after %d frames, hurried after %d", (int) patient, (int) hurried);
  g_assert_cmpint (hurried, ==, 1);
  g_assert_cmpint (patient, >, 1);
  gtk_widget_remove_tick_callback (stage->window, id);
}

static void
test_nothing_new_draws_nothing (Stage *stage, gconstpointer data)
{
  run_for (300);
  guint before = plot_view_get_n_draws (stage->view);
  run_for (400);
  g_assert_cmpuint (plot_view_get_n_draws (stage->view), ==, before);
}

static void
test_zoom_and_back (Stage *stage, gconstpointer data)
{
  guint before = plot_view_get_n_draws (stage->view);
  PlotRange x;
  plot_view_zoom_at (stage->view, 250, 150, 0.5, TRUE, TRUE);
  g_assert_true (plot_chart_get_zoom (stage->chart, &x, NULL));
  g_assert_cmpfloat_with_epsilon (x.hi - x.lo, 31.5, 1e-6);
  await_draw (stage, before);
  g_assert_cmpfloat_with_epsilon (stage->view->layout.frame.x_range.hi, x.hi, 1e-9);
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (stage->view), "plot.reset-zoom", NULL));
  g_assert_false (plot_chart_get_zoom (stage->chart, NULL, NULL));
}

static void
test_log_action (Stage *stage, gconstpointer data)
{
  guint before = plot_view_get_n_draws (stage->view);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage->view), "plot.log-y", NULL));
  g_assert_true (plot_chart_get_log (stage->chart, PLOT_AXIS_Y));
  await_draw (stage, before);
  g_assert_true (stage->view->layout.frame.log_y);
}

typedef struct
{
  gboolean is_done;
  char *text;
} Clip;

static void
clip_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Clip *clip = data;
  clip->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  clip->is_done = TRUE;
}

static void
test_copy_csv (Stage *stage, gconstpointer data)
{
  Clip clip = { 0 };
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage->view), "plot.copy-csv", NULL));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (stage->view)), NULL,
                                 clip_cb, &clip);
  while (!clip.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (clip.text);
  g_assert_true (g_str_has_prefix (clip.text, "series,x,y,"));
  g_free (clip.text);
}

static GtkEventController *
find_controller (PlotView *view, GType type, guint button)
{
  g_autoptr (GListModel) list = gtk_widget_observe_controllers (GTK_WIDGET (view));
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkEventController) one = g_list_model_get_item (list, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (one, type)
          && (!GTK_IS_GESTURE_SINGLE (one)
              || gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (one)) == button))
        return one;
    }
  return NULL;
}

static void
hover_cb (PlotView *view, gboolean is_inside, double x, double y, double *out)
{
  out[0] = is_inside, out[1] = x, out[2] = y;
}

static void
test_hover_is_told (Stage *stage, gconstpointer data)
{
  double told[3] = { -1, 0, 0 };
  const PlotFrame *f = &stage->view->layout.frame;
  g_signal_connect (stage->view, "hover", G_CALLBACK (hover_cb), told);
  g_signal_emit_by_name (find_controller (stage->view, GTK_TYPE_EVENT_CONTROLLER_MOTION, 0),
                         "motion", plot_frame_to_x (f, 31.5), plot_frame_to_y (f, 20.0));
  g_assert_cmpfloat (told[0], ==, 1.0);
  g_assert_cmpfloat_with_epsilon (told[1], 31.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (told[2], 20.0, 1e-6);
  guint before = plot_view_get_n_draws (stage->view);
  run_for (150);
  g_assert_cmpuint (plot_view_get_n_draws (stage->view), ==,
                    before); /* the bubble alone was drawn */
  g_signal_emit_by_name (find_controller (stage->view, GTK_TYPE_EVENT_CONTROLLER_MOTION, 0),
                         "leave");
  g_assert_cmpfloat (told[0], ==, 0.0);
}

static void
lasso_cb (PlotView *view, const double *polygon, guint n, guint *out)
{
  float xs[] = { 32.0f, 2.0f, NAN }, ys[] = { 32.0f, 60.0f, 32.0f };
  guint8 selected[3];
  *out = (guint) plot_view_find_in_polygon (selected, xs, ys, 3, 1, polygon, n) * 10
         + selected[0];
}

static void
test_lasso_finds_points (Stage *stage, gconstpointer data)
{
  guint found = 0;
  static const double CORNERS[][2] = { { 20, 20 }, { 20, 45 }, { 45, 45 }, { 45, 20 } };
  const PlotFrame *f = &stage->view->layout.frame;
  GtkEventController *drag = find_controller (stage->view, GTK_TYPE_GESTURE_DRAG, 0);
  double x0 = plot_frame_to_x (f, 20), y0 = plot_frame_to_y (f, 20);
  g_signal_connect (stage->view, "lasso", G_CALLBACK (lasso_cb), &found);
  plot_view_set_tool (stage->view, PLOT_TOOL_LASSO);
  g_signal_emit_by_name (drag, "drag-begin", x0, y0);
  for (guint i = 0; i < 4; i++)
    g_signal_emit_by_name (drag, "drag-update", plot_frame_to_x (f, CORNERS[i][0]) - x0 + 0.01,
                           plot_frame_to_y (f, CORNERS[i][1]) - y0);
  g_signal_emit_by_name (drag, "drag-update", 0.0, 9.0);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 9.0);
  g_assert_cmpuint (found, ==, 11);
}

static void
point_cb (PlotView *view, guint phase, double x, double y, double *out)
{
  out[phase] = x;
}

static void
test_point_drag_is_told (Stage *stage, gconstpointer data)
{
  double told[3] = { NAN, NAN, NAN };
  const PlotFrame *f = &stage->view->layout.frame;
  GtkEventController *drag = find_controller (stage->view, GTK_TYPE_GESTURE_DRAG, 0);
  double x0 = plot_frame_to_x (f, 10), y0 = plot_frame_to_y (f, 20),
         dx = plot_frame_to_x (f, 30) - x0;
  g_signal_connect (stage->view, "point-drag", G_CALLBACK (point_cb), told);
  plot_view_set_tool (stage->view, PLOT_TOOL_POINT);
  g_signal_emit_by_name (drag, "drag-begin", x0, y0);
  g_signal_emit_by_name (drag, "drag-update", dx, 0.0);
  g_signal_emit_by_name (drag, "drag-end", dx, 0.0);
  g_assert_cmpfloat_with_epsilon (told[0], 10.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (told[1], 30.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (told[2], 30.0, 1e-6);
}

static void
test_box_zooms (Stage *stage, gconstpointer data)
{
  PlotRange x, y;
  PlotFrame f = stage->view->layout.frame;
  GtkEventController *drag = find_controller (stage->view, GTK_TYPE_GESTURE_DRAG, 0);
  double x0 = plot_frame_to_x (&f, 10), y0 = plot_frame_to_y (&f, 10);
  g_signal_emit_by_name (drag, "drag-begin", x0, y0);
  g_signal_emit_by_name (drag, "drag-update", plot_frame_to_x (&f, 30) - x0,
                         plot_frame_to_y (&f, 50) - y0);
  g_signal_emit_by_name (drag, "drag-end", plot_frame_to_x (&f, 30) - x0,
                         plot_frame_to_y (&f, 50) - y0);
  g_assert_true (plot_chart_get_zoom (stage->chart, &x, &y));
  g_assert_cmpfloat_with_epsilon (x.lo, 10.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (x.hi, 30.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (y.lo, 10.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (y.hi, 50.0, 1e-6);
}

static void
test_keys_zoom (Stage *stage, gconstpointer data)
{
  gboolean is_used = FALSE;
  GtkEventController *key = find_controller (stage->view, GTK_TYPE_EVENT_CONTROLLER_KEY, 0);
  g_signal_emit_by_name (key, "key-pressed", GDK_KEY_plus, 0, 0, &is_used);
  g_assert_true (is_used);
  g_assert_true (plot_chart_get_zoom (stage->chart, NULL, NULL));
  g_signal_emit_by_name (key, "key-pressed", GDK_KEY_0, 0, 0, &is_used);
  g_assert_false (plot_chart_get_zoom (stage->chart, NULL, NULL));
  g_signal_emit_by_name (key, "key-pressed", GDK_KEY_Tab, 0, 0, &is_used);
  g_assert_false (is_used);
}

static void
test_menu_opens (Stage *stage, gconstpointer data)
{
  plot_view_popup (stage->view, 100, 100);
  run_for (100);
  g_assert_nonnull (stage->view->menu);
  g_assert_true (gtk_widget_get_visible (stage->view->menu));
  gtk_popover_popdown (GTK_POPOVER (stage->view->menu));
  run_for (200);
}

/* Only what applies: no logarithm where values are negative or of a picture, and nothing at all
 * of a plot without data. */
static void
test_menu_applies (Stage *stage, gconstpointer data)
{
  static const guint32 pixels[4] = { 0 };

  g_assert_true (plot_chart_can_log (stage->chart));
  set_curve (stage, -1.0);
  run_for (300);
  g_assert_false (plot_chart_can_log (stage->chart));
  set_curve (stage, 1.0);
  run_for (300);
  g_assert_true (plot_chart_can_log (stage->chart));
  plot_chart_set_image (stage->chart, pixels, 2, 2);
  g_assert_false (plot_chart_can_log (stage->chart));
  plot_chart_clear (stage->chart);
  plot_view_popup (stage->view, 100, 100);
  g_assert_null (stage->view->menu);
}

static void
test_is_an_image_for_all (Stage *stage, gconstpointer data)
{
  plot_view_set_label (stage->view, "Loss curves");
  plot_view_set_description (stage->view, "epoch 12, training 0.00312");
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (stage->view)), ==,
                   GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_cmpstr (plot_view_get_description (stage->view), ==, "epoch 12, training 0.00312");
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (stage->view)));
}

static void
test_style_is_followed (Stage *stage, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  for (int i = 0; i < PATIENCE && !stage->view->theme.is_dark; i++)
    run_for (100);
  g_assert_true (stage->view->theme.is_dark);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  for (int i = 0; i < PATIENCE && stage->view->theme.is_dark; i++)
    run_for (100);
  g_assert_false (stage->view->theme.is_dark);
}

/* A page with more than a frame can hold: each is drawn all the same, a few frames later. */
static void
test_crowded_page (Stage *stage, gconstpointer data)
{
  enum
  {
    N = 24
  };
  GtkWidget *box = gtk_flow_box_new ();
  PlotView *views[N];
  g_autofree float *xs = g_new (float, 60000);
  for (int i = 0; i < 60000; i++)
    xs[i] = (float) ((i * 7919) % 60013);
  for (int v = 0; v < N; v++)
    {
      views[v] = PLOT_VIEW (plot_view_new ());
      plot_chart_set_points (plot_view_get_chart (views[v]), "p", xs, xs + 1, 59999, 1, NULL);
      plot_chart_set_point_density (plot_view_get_chart (views[v]), "p", PLOT_PALETTE_VIRIDIS);
      gtk_flow_box_insert (GTK_FLOW_BOX (box), GTK_WIDGET (views[v]), -1);
    }
  g_object_add_weak_pointer (G_OBJECT (stage->view), (gpointer *) &stage->view);
  adw_window_set_content (ADW_WINDOW (stage->window), box);
  for (int i = 0, drawn = 0; i < PATIENCE && drawn < N; i++)
    for (drawn = 0, run_for (100); drawn < N && plot_view_get_n_draws (views[drawn]) > 0;)
      drawn++;
  for (int v = 0; v < N; v++)
    g_assert_cmpuint (plot_view_get_n_draws (views[v]), >, 0);
  stage->view = views[0];
}

/* Side by side: what one spans the other makes room for, and zoom and pointer are of both. */
static void
test_link (Stage *stage, gconstpointer data)
{
  PlotView *other = g_object_ref_sink (PLOT_VIEW (plot_view_new ()));
  PlotChart *chart = plot_view_get_chart (other);
  PlotLink *link = plot_link_new (PLOT_LINK_BOTH);
  PlotRange x = { 10.0, 20.0 }, y = { 5.0, 50.0 };
  double ys[64];
  for (int i = 0; i < 64; i++)
    ys[i] = 1000.0 - i;
  plot_chart_set_line (chart, "b", NULL, ys, 64, &(PlotStyle){ .label = "B" });
  plot_chart_set_zoom (stage->chart, &x, &y);
  plot_link_add (link, stage->view);
  plot_link_add (link, other);
  g_assert_true (plot_chart_get_zoom (chart, &x, NULL));
  g_assert_cmpfloat (x.lo, ==, 10.0);
  plot_chart_fit (chart, 0);
  plot_chart_fit (stage->chart, 0);
  plot_chart_fit (chart, 0);
  g_assert_cmpfloat (stage->chart->axes[PLOT_AXIS_Y].shown.hi, >=, 1000.0);
  g_assert_cmpfloat (chart->axes[PLOT_AXIS_Y].shown.lo, <=, 1.0);
  g_assert_cmpfloat (chart->axes[PLOT_AXIS_Y].shown.hi, ==,
                     stage->chart->axes[PLOT_AXIS_Y].shown.hi);

  plot_view_reset_zoom (stage->view);
  g_assert_false (plot_chart_get_zoom (chart, NULL, NULL));
  plot_chart_set_log (chart, PLOT_AXIS_Y, TRUE);
  g_assert_true (plot_chart_get_log (stage->chart, PLOT_AXIS_Y));

  g_signal_emit_by_name (stage->view, "hover", TRUE, 31.0, 40.0);
  g_assert_cmpfloat (other->ghost_x, ==, 31.0);
  plot_link_set_axes (link, PLOT_LINK_X);
  plot_chart_fit (chart, 0);
  plot_chart_fit (stage->chart, 0);
  g_assert_cmpfloat (stage->chart->axes[PLOT_AXIS_Y].shown.hi, <, 100.0);
  plot_link_remove (link, stage->view);
  g_assert_true (isnan (stage->view->ghost_x));
  plot_link_free (link);
  g_assert_true (isnan (other->ghost_x));
  g_object_unref (other);
}

#define ADD(path, test) g_test_add (path, Stage, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  adw_init ();
  ADD ("/view/crowded-page", test_crowded_page);
  ADD ("/view/link", test_link);
  ADD ("/plot/view/setters-are-gathered", test_setters_are_gathered);
  ADD ("/plot/view/redraws-are-bounded", test_redraws_are_bounded);
  ADD ("/plot/view/hurry", test_hurry);
  ADD ("/plot/view/nothing-new", test_nothing_new_draws_nothing);
  ADD ("/plot/view/zoom", test_zoom_and_back);
  ADD ("/plot/view/log", test_log_action);
  ADD ("/plot/view/copy-csv", test_copy_csv);
  ADD ("/plot/view/hover", test_hover_is_told);
  ADD ("/plot/view/lasso", test_lasso_finds_points);
  ADD ("/plot/view/point-drag", test_point_drag_is_told);
  ADD ("/plot/view/box", test_box_zooms);
  ADD ("/plot/view/keys", test_keys_zoom);
  ADD ("/plot/view/menu", test_menu_opens);
  ADD ("/plot/view/menu-applies", test_menu_applies);
  ADD ("/plot/view/accessible", test_is_an_image_for_all);
  ADD ("/plot/view/style", test_style_is_followed);
  return g_test_run ();
}
