/* bl-opening-bar.c: progress bar of a file that is being read. It is shown after a while, and
 * moves by itself until the reader says how far it is.
 */
#include "bl-opening-bar.h"

#define SHOW_MS  400    /* shorter readings come and go without a bar */
#define PULSE_US 100000 /* from one pulse to the next */

struct _BlOpeningBar
{
  AdwBin parent_instance;
  GtkRevealer *revealer;
  GtkLabel *text;
  GtkProgressBar *bar;
  guint show_timer; /* until it is shown */
  guint pulse_id;   /* tick callback of the bar */
  gint64 pulsed_us; /* on the clock of its frames */
};

G_DEFINE_FINAL_TYPE (BlOpeningBar, bl_opening_bar, ADW_TYPE_BIN)

/* The bar's own frames are the clock, so that nothing runs once it is gone. */
static gboolean
pulse_cb (GtkWidget *bar, GdkFrameClock *clock, gpointer user_data)
{
  BlOpeningBar *self = user_data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (gtk_progress_bar_get_fraction (self->bar) > 0)
    {
      self->pulse_id = 0;
      return G_SOURCE_REMOVE;
    }
  if (now - self->pulsed_us >= PULSE_US)
    {
      self->pulsed_us = now;
      gtk_progress_bar_pulse (self->bar);
    }
  return G_SOURCE_CONTINUE;
}

/* A reader that says nothing must not look like a window that does nothing. */
static gboolean
show_cb (gpointer user_data)
{
  BlOpeningBar *self = user_data;

  self->show_timer = 0;
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  self->pulse_id = gtk_widget_add_tick_callback (GTK_WIDGET (self->bar), pulse_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
stop_clocks (BlOpeningBar *self)
{
  g_clear_handle_id (&self->show_timer, g_source_remove);
  if (self->pulse_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->bar), self->pulse_id);
  self->pulse_id = 0;
}

static void
bl_opening_bar_dispose (GObject *object)
{
  BlOpeningBar *self = BL_OPENING_BAR (object);

  if (self->bar != NULL)
    stop_clocks (self);
  self->bar = NULL;
  G_OBJECT_CLASS (bl_opening_bar_parent_class)->dispose (object);
}

static void
bl_opening_bar_class_init (BlOpeningBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_opening_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/app/bl-opening-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BlOpeningBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, BlOpeningBar, text);
  gtk_widget_class_bind_template_child (widget_class, BlOpeningBar, bar);
}

static void
bl_opening_bar_init (BlOpeningBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bl_opening_bar_set_text:
 * @self: a bar
 * @text: what is under way. Main thread, as all of these
 */
void
bl_opening_bar_set_text (BlOpeningBar *self, const char *text)
{
  g_return_if_fail (BL_IS_OPENING_BAR (self));
  gtk_label_set_label (self->text, text);
}

/**
 * bl_opening_bar_set_fraction:
 * @self: a bar
 * @fraction: how far it is, 0 to 1; 0: not known yet; below 0: it has ended
 */
void
bl_opening_bar_set_fraction (BlOpeningBar *self, double fraction)
{
  g_return_if_fail (BL_IS_OPENING_BAR (self));
  if (fraction < 0)
    {
      stop_clocks (self);
      gtk_progress_bar_set_fraction (self->bar, 0);
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      return;
    }
  if (self->show_timer == 0 && !bl_opening_bar_get_is_shown (self))
    self->show_timer = g_timeout_add (SHOW_MS, show_cb, self);
  if (fraction > 0) /* until then it moves by itself */
    gtk_progress_bar_set_fraction (self->bar, MIN (fraction, 1.0));
}

/**
 * bl_opening_bar_get_is_shown:
 * @self: a bar
 *
 * Returns: whether it is on screen, or on its way there.
 */
gboolean
bl_opening_bar_get_is_shown (BlOpeningBar *self)
{
  g_return_val_if_fail (BL_IS_OPENING_BAR (self), FALSE);
  return gtk_revealer_get_reveal_child (self->revealer);
}
