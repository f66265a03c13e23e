/* bl-latent-pad.c: what is drawn on the pad and what the pointer and keys mean there. It
 * decodes nothing.
 */
#include "bl-latent-pad.h"

#include "bl-widgets.h"
#include "bl-latent-points.h"

#include <math.h>

#include "bl-card.h"
#include "bl-plots.h"
#include "plot-view.h"

#define KEY_STEP  0.1  /* of a unit's standard deviation */
#define FINE_STEP 0.01 /* with Shift */
/* Other units are shown when these carry less than this share of what those do. */
#define FOLLOW_BELOW 0.6f

struct _BlLatentPad
{
  AdwBin parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkDropDown *x_axis, *y_axis;
  AeView *view;
  guint code; /* what the axis choices are for */
  guint64 shown_serial;
  double x, y;
  gboolean is_filling, is_chosen, had_prior;
};

enum
{
  MOVED,
  AXES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BlLatentPad, bl_latent_pad, ADW_TYPE_BIN)

static gboolean
has_prior (BlLatentPad *self)
{
  return self->view != NULL && self->view->kl_per_unit != NULL;
}

/* No unit tells one pixel from another: the decoder answers all codes alike. */
static gboolean
has_collapsed (BlLatentPad *self)
{
  return has_prior (self) && self->view->active_units == 0;
}

/* ------------------------------------------------------------------ drawing */

/* The rings are part of the place, however few codes lie out there. */
static void
prepare_place (BlLatentPad *self)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  const double radii[] = { 1, 2, 3 };

  plot_chart_clear (chart);
  plot_chart_set_empty_text (chart, "Train a model, then drag through its latent space");
  plot_chart_set_equal_aspect (chart, has_prior (self));
  if (!has_prior (self))
    return;
  plot_chart_set_rings (chart, 0, 0, radii, G_N_ELEMENTS (radii));
  for (guint i = 0; i < 2; i++)
    {
      plot_chart_set_include (chart, i, -3.2);
      plot_chart_set_include (chart, i, 3.2);
    }
}

static void
redraw (BlLatentPad *self)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  const AeView *view = self->view;
  guint units[2];

  if (view == NULL || view->codes == NULL)
    return;
  bl_latent_pad_get_axes (self, &units[0], &units[1]);
  plot_chart_set_points (chart, BL_LATENT_POINTS, view->codes + units[0],
                         view->codes + units[1], view->n_points, view->code,
                         &(PlotStyle){ .alpha = 0.8 });
  plot_chart_set_point_density (chart, BL_LATENT_POINTS, PLOT_PALETTE_VIRIDIS);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *title = has_prior (self)
                                   ? g_strdup_printf ("Code %u (KL %.2f)", units[i] + 1,
                                                      (double) view->kl_per_unit[units[i]])
                                   : g_strdup_printf ("Code %u", units[i] + 1);

      plot_chart_set_axis (chart, i, title, NULL);
    }
}

/* ------------------------------------------------------------------ axes */

static void
select_best (BlLatentPad *self)
{
  guint best, second;

  bl_latent_points_find_best (self->view, &best, &second);
  self->is_filling = TRUE;
  gtk_drop_down_set_selected (self->x_axis, best);
  gtk_drop_down_set_selected (self->y_axis, second);
  self->is_filling = FALSE;
}

/* Until somebody chooses axes or takes the point: other units, when these carry plainly less.
 */
static void
follow_best (BlLatentPad *self)
{
  const AeView *view = self->view;
  const float *weights = view->kl_per_unit != NULL ? view->kl_per_unit : view->code_deviation;
  guint x, y, best, second;

  bl_latent_pad_get_axes (self, &x, &y);
  bl_latent_points_find_best (view, &best, &second);
  if (MIN (weights[x], weights[y]) < FOLLOW_BELOW * weights[second])
    select_best (self);
}

static void
fill_axes (BlLatentPad *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint j = 0; j < self->view->code; j++)
    {
      g_autofree char *name = g_strdup_printf ("%u", j + 1);

      gtk_string_list_append (names, name);
    }
  self->is_filling = TRUE;
  gtk_drop_down_set_model (self->x_axis, G_LIST_MODEL (names));
  gtk_drop_down_set_model (self->y_axis, G_LIST_MODEL (names));
  self->is_filling = FALSE;
  self->code = self->view->code;
  self->had_prior = has_prior (self);
  self->is_chosen = FALSE;
  prepare_place (self);
  select_best (self);
}

static void
axis_cb (BlLatentPad *self)
{
  if (self->is_filling || self->view == NULL)
    return;
  self->is_chosen = TRUE;
  redraw (self);
  g_signal_emit (self, signals[AXES_CHANGED], 0);
}

/**
 * bl_latent_pad_get_axes:
 * @self: the pad
 * @x: (out): unit along the horizontal axis
 * @y: (out): unit along the vertical axis
 */
void
bl_latent_pad_get_axes (BlLatentPad *self, guint *x, guint *y)
{
  g_return_if_fail (BL_IS_LATENT_PAD (self));

  guint last = MAX (self->code, 1) - 1;

  *x = MIN (gtk_drop_down_get_selected (self->x_axis), last);
  *y = MIN (gtk_drop_down_get_selected (self->y_axis), last);
}

/* ------------------------------------------------------------------ moving */

static void
drag_cb (PlotView *plot, guint phase, double x, double y, gpointer user_data)
{
  BL_LATENT_PAD (user_data)->is_chosen = TRUE;
  g_signal_emit (user_data, signals[MOVED], 0, x, y);
}

static void
clicked_cb (PlotView *plot, double x, double y, guint modifiers, gpointer user_data)
{
  BL_LATENT_PAD (user_data)->is_chosen = TRUE;
  g_signal_emit (user_data, signals[MOVED], 0, x, y);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        gpointer user_data)
{
  BlLatentPad *self = user_data;
  double step = state & GDK_SHIFT_MASK ? FINE_STEP : KEY_STEP, dx = 0, dy = 0;
  guint x, y;

  if (self->view == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return FALSE;
  dx = (key == GDK_KEY_Right) - (key == GDK_KEY_Left);
  dy = (key == GDK_KEY_Up) - (key == GDK_KEY_Down);
  if (dx == 0 && dy == 0)
    return FALSE;
  bl_latent_pad_get_axes (self, &x, &y);
  dx *= step * (has_prior (self) ? 1 : (double) self->view->code_deviation[x]);
  dy *= step * (has_prior (self) ? 1 : (double) self->view->code_deviation[y]);
  g_signal_emit (self, signals[MOVED], 0, self->x + dx, self->y + dy);
  return TRUE;
}

/* ------------------------------------------------------------------ the type */

static void
bl_latent_pad_dispose (GObject *object)
{
  g_clear_pointer (&BL_LATENT_PAD (object)->view, ae_view_unref);
  G_OBJECT_CLASS (bl_latent_pad_parent_class)->dispose (object);
}

static void
bl_latent_pad_class_init (BlLatentPadClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_latent_pad_dispose;
  signals[MOVED] = g_signal_new ("moved", BL_TYPE_LATENT_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[AXES_CHANGED] = g_signal_new ("axes-changed", BL_TYPE_LATENT_PAD, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (BL_TYPE_CARD);
  g_type_ensure (PLOT_TYPE_VIEW);
  g_type_ensure (PLOT_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-latent-pad.ui");
  gtk_widget_class_bind_template_child (widget_class, BlLatentPad, card);
  gtk_widget_class_bind_template_child (widget_class, BlLatentPad, plot);
  gtk_widget_class_bind_template_child (widget_class, BlLatentPad, x_axis);
  gtk_widget_class_bind_template_child (widget_class, BlLatentPad, y_axis);
  gtk_widget_class_bind_template_callback (widget_class, axis_cb);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
}

static void
bl_latent_pad_init (BlLatentPad *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_widgets_set_description (GTK_WIDGET (self->x_axis), "Horizontal axis");
  bl_widgets_set_description (GTK_WIDGET (self->y_axis), "Vertical axis");
  bl_plots_name (self->plot, BL_PLOT_LATENT_PAD, NULL);
  plot_view_set_tool (self->plot, PLOT_TOOL_POINT);
}

/**
 * bl_latent_pad_set_view:
 * @self: the pad
 * @view: (nullable): a reference is taken; points are drawn anew only when they are new
 */
void
bl_latent_pad_set_view (BlLatentPad *self, AeView *view)
{
  g_return_if_fail (BL_IS_LATENT_PAD (self));
  g_clear_pointer (&self->view, ae_view_unref);
  if (view == NULL || view->codes == NULL)
    {
      plot_chart_clear (plot_view_get_chart (self->plot));
      plot_view_set_description (self->plot, "no codes yet");
      bl_card_set_note (self->card, "");
      self->code = 0;
      self->shown_serial = 0;
      return;
    }
  self->view = ae_view_ref (view);
  if (self->code != view->code || self->had_prior != has_prior (self))
    fill_axes (self);
  else if (!self->is_chosen && self->shown_serial != view->full_serial)
    follow_best (self);
  if (self->shown_serial != view->full_serial)
    redraw (self);
  self->shown_serial = view->full_serial;
}

/**
 * bl_latent_pad_set_code:
 * @self: the pad
 * @code: (code): where the point is
 */
void
bl_latent_pad_set_code (BlLatentPad *self, const float *code)
{
  guint x, y;

  g_return_if_fail (BL_IS_LATENT_PAD (self));
  bl_latent_pad_get_axes (self, &x, &y);
  self->x = (double) code[x];
  self->y = (double) code[y];
  plot_chart_set_cursor (plot_view_get_chart (self->plot), self->x, self->y);
}

/**
 * bl_latent_pad_set_words:
 * @self: the pad
 * @words: what is nearest; shown above and spoken with the coordinates
 */
void
bl_latent_pad_set_words (BlLatentPad *self, const char *words)
{
  g_autofree char *text = NULL;
  guint x, y;

  g_return_if_fail (BL_IS_LATENT_PAD (self));
  bl_latent_pad_get_axes (self, &x, &y);
  text = g_strdup_printf (
      "code %u: %.3f, code %u: %.3f; %s%s", x + 1, self->x, y + 1, self->y, words,
      has_collapsed (self) ? "; the latent space has collapsed, lower the KL weight" : "");
  plot_view_set_description (self->plot, text);
  if (has_collapsed (self))
    bl_card_set_note (self->card,
                      "collapsed, all codes give one spectrum: lower the KL weight");
  else if (has_prior (self))
    bl_card_set_note (self->card, "drag to generate; rings: 1, 2, 3 σ of the prior");
  else
    bl_card_set_note (self->card, "drag to decode; no prior: codes of pixels are the guide");
}
