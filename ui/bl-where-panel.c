/* bl-where-panel.c: the angle of every pixel to one spectrum as a map, and the nearest pixels
 * as a row of buttons that pin them.
 */
#include "bl-where-panel.h"

#include "bl-card.h"
#include "bl-pin.h"
#include "plot-view.h"

#define FAR_DEGREES 12.0 /* this and more is the darkest */
#define BLINKS      6    /* times that marks go or come */
#define BLINK_MS    280

struct _BlWherePanel
{
  AdwBin parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkWidget *buttons[BL_WHERE_NEAREST];
  guint32 marks[BL_WHERE_NEAREST]; /* pixels, the nearest first */
  guint n_marks, blinks, blink_id;
  AeScene *scene;
  AeAngles *angles;
  float *degrees;  /* of the angles' pixels */
  float *map;      /* of all pixels */
  guint32 *colors; /* of all pixels */
};

G_DEFINE_FINAL_TYPE (BlWherePanel, bl_where_panel, ADW_TYPE_BIN)

static void
clicked_cb (PlotView *plot, double x, double y, guint modifiers, gpointer user_data)
{
  bl_pin_take (user_data, BL_WHERE_PANEL (user_data)->scene, x, y);
}

/* ------------------------------------------------------------------ drawing */

/* Of a large scene only some pixels are compared: those between take the angle before them. */
static void
draw_map (BlWherePanel *self)
{
  gsize n = ae_scene_get_n_pixels (self->scene), next = 0;
  const guint32 *pixels = ae_angles_get_pixels (self->angles);
  float last = NAN;

  for (gsize p = 0; p < n; p++)
    {
      if (next < ae_angles_get_n (self->angles) && pixels[next] == p)
        last = self->degrees[next++];
      self->map[p] = ae_scene_is_masked (self->scene, p) ? NAN : last;
    }
  plot_palette_map (self->colors, self->map, n, PLOT_PALETTE_VIRIDIS, FAR_DEGREES, 0);
  plot_chart_set_image (plot_view_get_chart (self->plot), self->colors,
                        ae_scene_get_lines (self->scene), ae_scene_get_samples (self->scene));
}

/* ------------------------------------------------------------------ the nearest pixels */

static void
set_marks (BlWherePanel *self, gboolean are_shown)
{
  double xs[BL_WHERE_NEAREST], ys[BL_WHERE_NEAREST];
  guint samples = ae_scene_get_samples (self->scene);

  for (guint i = 0; i < self->n_marks; i++)
    {
      xs[i] = self->marks[i] % samples + 0.5;
      ys[i] = self->marks[i] / samples + 0.5;
    }
  plot_chart_set_pins (plot_view_get_chart (self->plot), xs, ys, are_shown ? self->n_marks : 0);
}

static gboolean
blink_cb (gpointer user_data)
{
  BlWherePanel *self = user_data;

  set_marks (self, self->blinks % 2 == 1);
  if (--self->blinks > 0)
    return G_SOURCE_CONTINUE;
  self->blink_id = 0;
  return G_SOURCE_REMOVE;
}

static void
stop_blinking (BlWherePanel *self)
{
  if (self->blink_id != 0)
    g_source_remove (self->blink_id);
  self->blink_id = 0;
}

/* Five small marks on a map are found by their blinking, once the point has come to rest: while
 * it moves, each new place begins the wait anew. */
static void
start_blinking (BlWherePanel *self)
{
  gboolean may_move;

  stop_blinking (self);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &may_move,
                NULL);
  if (!may_move)
    return;
  self->blinks = BLINKS;
  self->blink_id = g_timeout_add (BLINK_MS, blink_cb, self);
}

static void
show_nearest (BlWherePanel *self, const guint32 *nearest, guint n)
{
  const guint32 *pixels = ae_angles_get_pixels (self->angles);
  guint samples = ae_scene_get_samples (self->scene);
  gboolean is_new = n != self->n_marks;

  for (guint i = 0; i < BL_WHERE_NEAREST; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *name = NULL;
      guint32 pixel;

      gtk_widget_set_visible (self->buttons[i], i < n);
      if (i >= n)
        continue;
      pixel = pixels[nearest[i]];
      is_new = is_new || pixel != self->marks[i];
      self->marks[i] = pixel;
      text = g_strdup_printf ("%.2f°", (double) self->degrees[nearest[i]]);
      name = g_strdup_printf ("Pin line %u, sample %u", pixel / samples, pixel % samples);
      gtk_button_set_label (GTK_BUTTON (self->buttons[i]), text);
      gtk_widget_set_tooltip_text (self->buttons[i], name);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "u", pixel);
    }
  self->n_marks = n;
  set_marks (self, TRUE);
  if (is_new)
    start_blinking (self);
}

static void
describe (BlWherePanel *self, guint32 pixel, double degrees)
{
  guint samples = ae_scene_get_samples (self->scene);
  gsize near = 0, n = ae_angles_get_n (self->angles);
  g_autofree char *text = NULL;
  g_autofree char *note = NULL;

  for (gsize i = 0; i < n; i++)
    near += self->degrees[i] < 2;
  text = g_strdup_printf (
      "nearest pixel line %u, sample %u, angle %.2f°; %.1f %% of %" G_GSIZE_FORMAT
      " pixels within 2°",
      pixel / samples, pixel % samples, degrees, 100.0 * (double) near / (double) n, n);
  note = g_strdup_printf ("%.1f %% within 2°; dark: %.0f° and more",
                          100.0 * (double) near / (double) n, FAR_DEGREES);
  plot_view_set_description (self->plot, text);
  bl_card_set_note (self->card, note);
}

/* ------------------------------------------------------------------ the type */

static void
clear (BlWherePanel *self)
{
  stop_blinking (self);
  self->n_marks = 0;
  g_clear_pointer (&self->angles, ae_angles_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->degrees, g_free);
  g_clear_pointer (&self->map, g_free);
  g_clear_pointer (&self->colors, g_free);
}

static void
bl_where_panel_dispose (GObject *object)
{
  clear (BL_WHERE_PANEL (object));
  G_OBJECT_CLASS (bl_where_panel_parent_class)->dispose (object);
}

static void
bl_where_panel_class_init (BlWherePanelClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_where_panel_dispose;
}

static void
bl_where_panel_init (BlWherePanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *label = gtk_label_new ("Nearest");

  self->plot = PLOT_VIEW (plot_view_new ());
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 6);
  gtk_box_append (GTK_BOX (row), label);
  for (guint i = 0; i < BL_WHERE_NEAREST; i++)
    {
      self->buttons[i] = gtk_button_new ();
      gtk_widget_add_css_class (self->buttons[i], "flat");
      gtk_widget_add_css_class (self->buttons[i], "caption");
      gtk_widget_add_css_class (self->buttons[i], "bl-numeric");
      gtk_widget_set_visible (self->buttons[i], FALSE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->buttons[i]), "win.pin-pixel");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "u", 0);
      gtk_box_append (GTK_BOX (row), self->buttons[i]);
    }
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->plot));
  gtk_box_append (GTK_BOX (box), row);
  self->card = BL_CARD (bl_card_new ("Where it lives", box));
  plot_view_set_label (self->plot, "Angle map");
  plot_view_set_redraw_rate (self->plot, 60);
  plot_view_set_description (self->plot, "no map yet");
  plot_chart_set_has_axes (plot_view_get_chart (self->plot), FALSE);
  plot_chart_set_empty_text (plot_view_get_chart (self->plot),
                             "The scene's pixels are being read");
  g_signal_connect (self->plot, "clicked", G_CALLBACK (clicked_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->card));
}

/**
 * bl_where_panel_set_scene:
 * @self: the panel
 * @scene: (nullable): a reference is taken
 */
void
bl_where_panel_set_scene (BlWherePanel *self, AeScene *scene)
{
  clear (self);
  plot_chart_clear (plot_view_get_chart (self->plot));
  plot_chart_set_has_axes (plot_view_get_chart (self->plot), FALSE);
  plot_view_set_description (self->plot, "no map yet");
  for (guint i = 0; i < BL_WHERE_NEAREST; i++)
    gtk_widget_set_visible (self->buttons[i], FALSE);
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
}

/**
 * bl_where_panel_set_angles:
 * @self: the panel
 * @angles: (nullable): of the scene that was set; a reference is taken
 */
void
bl_where_panel_set_angles (BlWherePanel *self, AeAngles *angles)
{
  g_clear_pointer (&self->angles, ae_angles_unref);
  if (angles == NULL || self->scene == NULL)
    return;
  self->angles = ae_angles_ref (angles);
  self->degrees = g_renew (float, self->degrees, ae_angles_get_n (angles) + 1);
  self->map = g_renew (float, self->map, ae_scene_get_n_pixels (self->scene));
  self->colors = g_renew (guint32, self->colors, ae_scene_get_n_pixels (self->scene));
}

/**
 * bl_where_panel_set_spectrum:
 * @self: the panel
 * @spectrum: (good bands), scene units
 * @pixel: (out): the nearest one
 * @degrees: (out): its angle
 *
 * Returns: FALSE while there are no pixels to compare with.
 */
gboolean
bl_where_panel_set_spectrum (BlWherePanel *self, const float *spectrum, guint32 *pixel,
                             double *degrees)
{
  guint32 nearest[BL_WHERE_NEAREST];
  guint n;

  if (self->angles == NULL || ae_angles_get_n (self->angles) == 0)
    return FALSE;
  ae_angles_measure (self->angles, spectrum, self->degrees);
  n = ae_angles_find_nearest (self->angles, self->degrees, BL_WHERE_NEAREST, nearest);
  *pixel = ae_angles_get_pixels (self->angles)[nearest[0]];
  *degrees = (double) self->degrees[nearest[0]];
  draw_map (self);
  show_nearest (self, nearest, n);
  describe (self, *pixel, *degrees);
  return TRUE;
}
