/* bl-loop-monitor.c: a short timer at the highest priority: what it is late by, the loop was
 * away; and how much of that it was computing, or waiting for a processor, for a busy machine
 * keeps it waiting too. It also times drags: from the pointer's motion to the end of the frame
 * that answers it. Only where BANDLOOM_TRACE is set; it reports on standard error when the
 * application ends.
 */
#include "bl-loop-monitor.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS 5
/* Before the window is there the loop is busy with starting, which the first frame's time
 * tells. */
#define SETTLE_US (300 * 1000)

typedef struct
{
  gint64 us, at_us;          /* how long; and when it ended, since the start */
  gint64 busy_us, queued_us; /* of it: computing, and ready without a processor */
} Stall;

struct _BlLoopMonitor
{
  guint timer;
  BlWindow *window; /* weak */
  gint64 started_us, due_us;
  Stall longest, training; /* of all, and of those while a model trained */
  gint64 busy_us;          /* this thread's processor time, at the last tick */
  gint64 queued_us;        /* how long it was ready and had no processor */
  int schedstat;           /* -1 where the system keeps none */
  gint64 first_frame_us;
  gint64 second_us;  /* start of the second in which redraws are counted */
  gint64 dragged_us; /* when the pointer moved and no frame has answered yet; 0: none */
  GArray *drags;     /* double: milliseconds from there to the frame */
  gboolean is_over;  /* the window is closing */
  guint redraws, last_redraws, most_redraws; /* in this second, the one before, the busiest */
};

static gint64
get_thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Linux: "running queued slices" of this thread, in nanoseconds. */
static gint64
get_queued_time (BlLoopMonitor *self)
{
  char text[96] = { 0 };
  char *queued;

  if (self->schedstat < 0 || pread (self->schedstat, text, sizeof text - 1, 0) <= 0)
    return 0;
  g_ascii_strtoull (text, &queued, 10);
  return (gint64) (g_ascii_strtoull (queued, NULL, 10) / 1000);
}

static gboolean
tick_cb (gpointer user_data)
{
  BlLoopMonitor *self = user_data;
  gint64 now = g_get_monotonic_time (), busy = get_thread_time ();
  gint64 queued = get_queued_time (self);
  gint64 late = now - self->due_us;

  if (!self->is_over && self->first_frame_us > 0 && now - self->first_frame_us > SETTLE_US)
    {
      Stall stall
          = { late, now - self->started_us, busy - self->busy_us, queued - self->queued_us };

      if (late > self->longest.us)
        self->longest = stall;
      if (late > self->training.us && self->window != NULL
          && bl_window_is_training (self->window))
        self->training = stall;
    }
  self->busy_us = busy;
  self->queued_us = queued;
  self->due_us = now + TICK_MS * 1000;
  return G_SOURCE_CONTINUE;
}

static void
after_paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  BlLoopMonitor *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (self->first_frame_us == 0)
    self->first_frame_us = now;
  if (self->dragged_us > 0)
    {
      double ms = (double) (now - self->dragged_us) * 1e-3;

      g_array_append_val (self->drags, ms);
      self->dragged_us = 0;
    }
  if (now - self->second_us >= G_USEC_PER_SEC)
    {
      self->second_us = now;
      self->last_redraws = self->redraws;
      self->redraws = 0;
    }
  self->redraws++;
  self->most_redraws = MAX (self->most_redraws, self->redraws);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_drag_quantile (BlLoopMonitor *self, double share)
{
  if (self->drags->len == 0)
    return 0;
  g_array_sort (self->drags, compare_doubles);
  return g_array_index (self->drags, double, (guint) (share * (self->drags->len - 1)));
}

/* One line a drag, once it is over. */
static void
report_drag (BlLoopMonitor *self)
{
  if (self->drags->len > 0)
    g_printerr ("trace: drag_frames=%u drag_median_ms=%.1f drag_p95_ms=%.1f\n",
                self->drags->len, get_drag_quantile (self, 0.5),
                get_drag_quantile (self, 0.95));
  g_array_set_size (self->drags, 0);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, gpointer user_data)
{
  BlLoopMonitor *self = user_data;
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (motion));

  if ((state & GDK_BUTTON1_MASK) == 0)
    report_drag (self);
  else if (self->dragged_us == 0)
    self->dragged_us = g_get_monotonic_time ();
}

static void
realize_cb (GtkWidget *window, gpointer user_data)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint",
                    G_CALLBACK (after_paint_cb), user_data);
}

/**
 * bl_loop_monitor_new:
 *
 * Returns: (transfer full): a watch that has begun. Main thread.
 */
BlLoopMonitor *
bl_loop_monitor_new (void)
{
  BlLoopMonitor *self = g_new0 (BlLoopMonitor, 1);

  self->schedstat = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  self->drags = g_array_new (FALSE, FALSE, sizeof (double));
  self->started_us = g_get_monotonic_time ();
  self->due_us = self->started_us + TICK_MS * 1000;
  self->timer = g_timeout_add_full (G_PRIORITY_HIGH, TICK_MS, tick_cb, self, NULL);
  return self;
}

/**
 * bl_loop_monitor_set_window:
 * @self: a watch
 * @window: whose redraws are counted; no reference is taken
 */
void
bl_loop_monitor_set_window (BlLoopMonitor *self, BlWindow *window)
{
  GtkWidget *widget = GTK_WIDGET (window);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_set_weak_pointer (&self->window, window);

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (widget, motion);
  if (gtk_widget_get_realized (widget))
    realize_cb (widget, self);
  else
    g_signal_connect (window, "realize", G_CALLBACK (realize_cb), self);
}

/**
 * bl_loop_monitor_end:
 * @self: (nullable): a watch
 *
 * The window is about to close: nobody waits for it to answer any more.
 */
void
bl_loop_monitor_end (BlLoopMonitor *self)
{
  if (self != NULL)
    self->is_over = TRUE;
}

/**
 * bl_loop_monitor_report:
 * @self: a watch
 *
 * Writes a line on the longest stall to standard error, one on the longest while a model
 * trained, and one on a drag that has not been told yet.
 */
void
bl_loop_monitor_report (BlLoopMonitor *self)
{
  g_printerr ("trace: stall_max_ms=%.1f busy_ms=%.1f queued_ms=%.1f at_s=%.2f "
              "redraws_per_s_max=%u redraws_per_s_last=%u first_frame_ms=%.0f\n",
              (double) self->longest.us * 1e-3, (double) self->longest.busy_us * 1e-3,
              (double) self->longest.queued_us * 1e-3, (double) self->longest.at_us * 1e-6,
              self->most_redraws, self->last_redraws,
              (double) (self->first_frame_us - self->started_us) * 1e-3);
  if (self->training.us > 0)
    g_printerr ("trace: training_stall_ms=%.1f busy_ms=%.1f queued_ms=%.1f at_s=%.2f\n",
                (double) self->training.us * 1e-3, (double) self->training.busy_us * 1e-3,
                (double) self->training.queued_us * 1e-3, (double) self->training.at_us * 1e-6);
  report_drag (self);
}

/**
 * bl_loop_monitor_free:
 * @self: (transfer full): a watch
 */
void
bl_loop_monitor_free (BlLoopMonitor *self)
{
  g_source_remove (self->timer);
  g_clear_weak_pointer (&self->window);
  g_array_unref (self->drags);
  if (self->schedstat >= 0)
    close (self->schedstat);
  g_free (self);
}
