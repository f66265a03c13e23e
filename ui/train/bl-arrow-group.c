/* bl-arrow-group.c: one of the buttons takes the focus, the others do not until an arrow key or
 * a click leads there: the Tab key stops once, and comes back to where it was.
 */
#include "bl-arrow-group.h"

#include <math.h>

#define BUTTONS "bl-arrow-group"

static GPtrArray *
get_buttons (GtkWidget *box)
{
  return g_object_get_data (G_OBJECT (box), BUTTONS);
}

static void
give_stop (GtkWidget *box, GtkWidget *button)
{
  GPtrArray *buttons = get_buttons (box);

  gtk_widget_set_focusable (button, TRUE);
  for (guint i = 0; i < buttons->len; i++)
    if (buttons->pdata[i] != button)
      gtk_widget_set_focusable (buttons->pdata[i], FALSE);
}

/* How far it is from one to the other, down or up; infinite where it lies elsewhere. */
static double
measure (GtkWidget *box, GtkWidget *from, GtkWidget *to, int dy)
{
  graphene_rect_t a, b;
  double x, y;

  if (!gtk_widget_is_visible (to) || !gtk_widget_compute_bounds (from, box, &a)
      || !gtk_widget_compute_bounds (to, box, &b))
    return INFINITY;
  x = b.origin.x + b.size.width / 2 - a.origin.x - a.size.width / 2;
  y = (b.origin.y + b.size.height / 2 - a.origin.y - a.size.height / 2) * dy;
  return y > 1 ? y + 2 * fabs (x) : INFINITY;
}

/* Across the next in order, beyond the end of a line too; down or up the nearest there. */
static GtkWidget *
find_next (GtkWidget *box, GtkWidget *from, int dx, int dy)
{
  GPtrArray *buttons = get_buttons (box);
  GtkWidget *best = NULL;
  double least = INFINITY;
  guint at;

  if (dx != 0)
    {
      int step = gtk_widget_get_direction (box) == GTK_TEXT_DIR_RTL ? -dx : dx;

      if (!g_ptr_array_find (buttons, from, &at) || (step < 0 && at == 0)
          || (step > 0 && at + 1 == buttons->len))
        return NULL;
      return buttons->pdata[(int) at + step];
    }
  for (guint i = 0; i < buttons->len; i++)
    {
      double far = measure (box, from, buttons->pdata[i], dy);

      if (far < least)
        {
          least = far;
          best = buttons->pdata[i];
        }
    }
  return best;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        gpointer user_data)
{
  GtkWidget *box = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkRoot *root = gtk_widget_get_root (box);
  GtkWidget *from = root != NULL ? gtk_root_get_focus (root) : NULL, *to;
  int dx = (key == GDK_KEY_Right) - (key == GDK_KEY_Left),
      dy = (key == GDK_KEY_Down) - (key == GDK_KEY_Up);

  if ((dx == 0 && dy == 0) || from == NULL || !g_ptr_array_find (get_buttons (box), from, NULL)
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  to = find_next (box, from, dx, dy);
  if (to != NULL)
    {
      give_stop (box, to);
      gtk_widget_grab_focus (to);
    }
  return TRUE;
}

static void
clicked_cb (GtkButton *button, gpointer user_data)
{
  give_stop (user_data, GTK_WIDGET (button));
  gtk_widget_grab_focus (GTK_WIDGET (button));
}

/**
 * bl_arrow_group_init:
 * @box: holds the buttons, or widgets that hold them
 *
 * Makes a group of it, without buttons yet. Main thread.
 */
void
bl_arrow_group_init (GtkWidget *box)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_object_set_data_full (G_OBJECT (box), BUTTONS, g_ptr_array_new (),
                          (GDestroyNotify) g_ptr_array_unref);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), NULL);
  gtk_widget_add_controller (box, keys);
}

/**
 * bl_arrow_group_add:
 * @box: a group
 * @button: within it; the first is where the Tab key stops until another was used
 */
void
bl_arrow_group_add (GtkWidget *box, GtkWidget *button)
{
  g_return_if_fail (GTK_IS_BUTTON (button));
  g_ptr_array_add (get_buttons (box), button);
  gtk_widget_set_focusable (button, get_buttons (box)->len == 1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), box, 0);
}
