/* bl-latent-panel.c: a scatter of all codes; which axes and which colours is chosen here. */
#include "bl-latent-panel.h"

#include "bl-widgets.h"
#include "bl-card.h"
#include "bl-latent-points.h"
#include "bl-plots.h"
#include "plot-view.h"

#include <math.h>

/* Other units are shown when these carry less than this share of what those do. */
#define FOLLOW_BELOW 0.6f

typedef enum
{
  COLOR_DENSITY,
  COLOR_CLASS,
  COLOR_ERROR,
  COLOR_CODES,
} ColorBy;

struct _BlLatentPanel
{
  BlPanel parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkDropDown *x_axis, *y_axis, *color;
  AeScene *scene;
  AeView *view;
  guint code; /* what the axis choices are for */
  guint64 shown_serial;
  gboolean is_chosen;  /* the axes, by a person */
  gboolean is_filling; /* the choices are being changed by us */
};

G_DEFINE_FINAL_TYPE (BlLatentPanel, bl_latent_panel, BL_TYPE_PANEL)

static guint
get_axis (GtkDropDown *choice, guint code)
{
  guint selected = gtk_drop_down_get_selected (choice);

  return selected == GTK_INVALID_LIST_POSITION ? 0 : MIN (selected, code - 1);
}

/* ------------------------------------------------------------------ colours */

static void
color_by_error (BlLatentPanel *self, PlotChart *chart)
{
  g_autofree float *values = g_new (float, self->view->n_points);
  double low, high;

  for (gsize i = 0; i < self->view->n_points; i++)
    values[i] = self->view->error_map[self->view->points[i]];
  plot_palette_find_limits (values, self->view->n_points, 0.02, &low, &high);
  plot_chart_set_point_values (chart, BL_LATENT_POINTS, values, self->view->n_points,
                               PLOT_PALETTE_VIRIDIS, 0, high);
}

static void
color_by_codes (BlLatentPanel *self, PlotChart *chart)
{
  g_autofree guint32 *colors = g_new (guint32, self->view->n_points);

  for (gsize i = 0; i < self->view->n_points; i++)
    colors[i] = self->view->code_map[self->view->points[i]];
  plot_chart_set_point_colors (chart, BL_LATENT_POINTS, colors, self->view->n_points);
}

static void
set_colors (BlLatentPanel *self, PlotChart *chart)
{
  guint by = gtk_drop_down_get_selected (self->color);

  plot_chart_set_class_names (chart, NULL);
  plot_chart_set_color_bar (chart, NULL, PLOT_PALETTE_VIRIDIS, 0, NAN);
  if (by == COLOR_CLASS && ae_scene_get_labels (self->scene) != NULL)
    bl_latent_points_color_by_class (chart, self->view, self->scene);
  else if (by == COLOR_ERROR && self->view->error_map != NULL)
    color_by_error (self, chart);
  else if (by == COLOR_CODES && self->view->code_map != NULL)
    color_by_codes (self, chart);
  else
    plot_chart_set_point_density (chart, BL_LATENT_POINTS, PLOT_PALETTE_VIRIDIS);
}

/* ------------------------------------------------------------------ words */

/* Beside three choices there is little room: what matters most comes first. */
static void
note_points (BlLatentPanel *self)
{
  const AeView *view = self->view;
  g_autofree char *text = NULL;

  if (view->kl_per_unit != NULL && view->active_units == 0)
    text = g_strdup ("collapsed: lower the KL weight");
  else if (view->kl_per_unit != NULL)
    text = g_strdup_printf ("%u of %u units active", view->active_units, view->code);
  else if (view->n_points == view->n_points_total)
    text = g_strdup_printf ("all %" G_GSIZE_FORMAT " pixels", view->n_points);
  else
    text = g_strdup_printf ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " pixels", view->n_points,
                            view->n_points_total);
  bl_card_set_note (self->card, text);
}

static void
describe (BlLatentPanel *self)
{
  const AeView *view = self->view;
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " points shown",
                          view->n_points, view->n_points_total);
  if (view->kl_per_unit != NULL)
    {
      g_string_append_printf (text, " · %u of %u units active", view->active_units, view->code);
      if (view->active_units == 0)
        g_string_append (text, ": the latent space has collapsed, lower the KL weight");
    }
  bl_selection_append_words (bl_panel_get_selection (BL_PANEL (self)), text);
  plot_view_set_description (self->plot, text->str);
  note_points (self);
}

/* ------------------------------------------------------------------ drawing */

static void
set_pin_mark (BlLatentPanel *self, PlotChart *chart, guint x, guint y)
{
  double px = 0, py = 0;
  guint32 pin;
  gboolean is_found = FALSE, has_pin = bl_panel_get_pin (BL_PANEL (self), &pin);

  for (guint i = 0; i < self->view->n_pins && has_pin && !is_found; i++)
    if (self->view->pins[i].pixel == pin)
      {
        px = (double) self->view->pins[i].code[x];
        py = (double) self->view->pins[i].code[y];
        is_found = TRUE;
      }
  plot_chart_set_pins (chart, &px, &py, is_found ? 1 : 0);
}

static void
label_axis (BlLatentPanel *self, PlotChart *chart, PlotAxis axis, guint unit)
{
  g_autofree char *text = NULL;

  if (self->view->kl_per_unit != NULL)
    text = g_strdup_printf ("Code %u (KL %.2f)", unit + 1,
                            (double) self->view->kl_per_unit[unit]);
  else
    text = g_strdup_printf ("Code %u", unit + 1);
  plot_chart_set_axis (chart, axis, text, NULL);
}

static void
redraw (BlLatentPanel *self)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  const AeView *view = self->view;
  guint x, y;

  if (view == NULL || view->codes == NULL || view->n_points == 0 || self->scene == NULL)
    return;
  x = get_axis (self->x_axis, view->code);
  y = get_axis (self->y_axis, view->code);
  plot_chart_set_points (chart, BL_LATENT_POINTS, view->codes + x, view->codes + y,
                         view->n_points, view->code, NULL);
  set_colors (self, chart);
  label_axis (self, chart, PLOT_AXIS_X, x);
  label_axis (self, chart, PLOT_AXIS_Y, y);
  set_pin_mark (self, chart, x, y);
  bl_selection_show_points (bl_panel_get_selection (BL_PANEL (self)), chart, BL_LATENT_POINTS,
                            view);
  describe (self);
}

static void
choice_cb (BlLatentPanel *self)
{
  static const guint parts[] = { [COLOR_DENSITY] = 0,
                                 [COLOR_CLASS] = 0,
                                 [COLOR_ERROR] = BL_VIEW_ERROR_MAP,
                                 [COLOR_CODES] = BL_VIEW_CODE_MAP };

  bl_panel_set_parts (BL_PANEL (self),
                      BL_VIEW_CODES | parts[gtk_drop_down_get_selected (self->color)]);
  if (self->is_filling)
    return;
  redraw (self);
}

static void
axis_cb (BlLatentPanel *self)
{
  choice_cb (self);
  if (!self->is_filling)
    self->is_chosen = TRUE;
}

/* How much a unit carries: its KL where there is one. */
static const float *
get_weights (const AeView *view)
{
  return view->kl_per_unit != NULL ? view->kl_per_unit : view->code_deviation;
}

static void
select_axes (BlLatentPanel *self, guint x, guint y)
{
  self->is_filling = TRUE;
  gtk_drop_down_set_selected (self->x_axis, x);
  gtk_drop_down_set_selected (self->y_axis, y);
  self->is_filling = FALSE;
}

/* By default the two units that carry most. */
static void
fill_axes (BlLatentPanel *self)
{
  const AeView *view = self->view;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint best, second;

  for (guint j = 0; j < view->code; j++)
    {
      g_autofree char *name = g_strdup_printf ("%u", j + 1);

      gtk_string_list_append (names, name);
    }
  self->is_filling = TRUE;
  gtk_drop_down_set_model (self->x_axis, G_LIST_MODEL (names));
  gtk_drop_down_set_model (self->y_axis, G_LIST_MODEL (names));
  self->is_filling = FALSE;
  bl_latent_points_find_best (view, &best, &second);
  select_axes (self, best, second);
  self->code = view->code;
  self->is_chosen = FALSE;
}

/* Units that carried most at first may fall silent. As long as nobody chose, the plot follows
 * those that do, but only when the difference is plain: axes that jump are no help.
 */
static void
follow_axes (BlLatentPanel *self)
{
  const float *weights = get_weights (self->view);
  guint x = get_axis (self->x_axis, self->code), y = get_axis (self->y_axis, self->code);
  guint best, second;

  bl_latent_points_find_best (self->view, &best, &second);
  if (MIN (weights[x], weights[y]) < FOLLOW_BELOW * weights[second])
    select_axes (self, best, second);
}

static void
clicked_cb (PlotView *plot, double x, double y, guint modifiers, gpointer user_data)
{
  BlLatentPanel *self = user_data;
  const AeView *view = self->view;

  if (view == NULL || view->n_points == 0)
    return;
  bl_selection_set_pin (
      bl_panel_get_selection (BL_PANEL (self)),
      bl_latent_points_find_nearest (view, get_axis (self->x_axis, view->code),
                                     get_axis (self->y_axis, view->code), x, y));
}

static void
lasso_cb (PlotView *plot, const double *polygon, guint n, gpointer user_data)
{
  BlLatentPanel *self = user_data;

  if (self->view != NULL && self->code > 0)
    bl_selection_select_points (bl_panel_get_selection (BL_PANEL (self)), self->view,
                                get_axis (self->x_axis, self->code),
                                get_axis (self->y_axis, self->code), polygon, n);
}

/* With the colours, too: they may be others while some points are selected. */
static void
selection_changed (BlPanel *panel, BlSelection *selection)
{
  BlLatentPanel *self = BL_LATENT_PANEL (panel);

  redraw (self);
  plot_view_redraw_now (self->plot);
}

static void
take_scene (BlLatentPanel *self, AeScene *scene)
{
  g_clear_pointer (&self->scene, ae_scene_unref);
  self->scene = scene != NULL ? ae_scene_ref (scene) : NULL;
  if (scene != NULL && ae_scene_get_labels (scene) != NULL)
    gtk_drop_down_set_selected (self->color, COLOR_CLASS);
}

/* The points are of the scene before. */
static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  bl_latent_panel_set_view (BL_LATENT_PANEL (panel), NULL);
  take_scene (BL_LATENT_PANEL (panel), scene);
}

static void
labels_changed (BlPanel *panel, AeScene *scene)
{
  take_scene (BL_LATENT_PANEL (panel), scene);
  redraw (BL_LATENT_PANEL (panel));
}

/* Where it is among the codes comes with the next view. */
static void
pin_changed (BlPanel *panel, guint32 pixel, gboolean has_pin)
{
  BL_LATENT_PANEL (panel)->shown_serial = 0;
}

static void
bl_latent_panel_dispose (GObject *object)
{
  BlLatentPanel *self = BL_LATENT_PANEL (object);

  g_clear_pointer (&self->view, ae_view_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  G_OBJECT_CLASS (bl_latent_panel_parent_class)->dispose (object);
}

static void
bl_latent_panel_class_init (BlLatentPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_latent_panel_dispose;
  panel_class->scene_changed = scene_changed;
  panel_class->labels_changed = labels_changed;
  panel_class->selection_changed = selection_changed;
  panel_class->pin_changed = pin_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-latent-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlLatentPanel, card);
  gtk_widget_class_bind_template_child (widget_class, BlLatentPanel, plot);
  gtk_widget_class_bind_template_child (widget_class, BlLatentPanel, x_axis);
  gtk_widget_class_bind_template_child (widget_class, BlLatentPanel, y_axis);
  gtk_widget_class_bind_template_child (widget_class, BlLatentPanel, color);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, lasso_cb);
  gtk_widget_class_bind_template_callback (widget_class, axis_cb);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
}

static void
bl_latent_panel_init (BlLatentPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_widgets_set_description (GTK_WIDGET (self->x_axis), "Horizontal axis");
  bl_widgets_set_description (GTK_WIDGET (self->y_axis), "Vertical axis");
  bl_widgets_set_description (GTK_WIDGET (self->color), "Colour points by");
  bl_card_add_control (self->card, bl_selection_tool_new (self->plot));
  bl_plots_name (self->plot, BL_PLOT_LATENT, NULL);
  bl_panel_set_parts (BL_PANEL (self), BL_VIEW_CODES);
}

/**
 * bl_latent_panel_set_view:
 * @self: the panel
 * @view: (nullable): a reference is taken; points are drawn anew only when they are new
 */
void
bl_latent_panel_set_view (BlLatentPanel *self, AeView *view)
{
  g_return_if_fail (BL_IS_LATENT_PANEL (self));
  g_clear_pointer (&self->view, ae_view_unref);
  if (view == NULL || view->codes == NULL)
    {
      plot_chart_clear (plot_view_get_chart (self->plot));
      plot_view_set_description (self->plot, "no points yet");
      bl_card_set_note (self->card, "");
      self->shown_serial = 0;
      self->code = 0;
      return;
    }
  self->view = ae_view_ref (view);
  if (self->code != view->code)
    fill_axes (self);
  else if (!self->is_chosen && self->shown_serial != view->full_serial)
    follow_axes (self);
  if (self->shown_serial != view->full_serial)
    redraw (self);
  self->shown_serial = view->full_serial;
}
