/* plot-chart.c: holds what a plot shows. Points are in plot-chart-points, images and signs in
 * plot-chart-annotations; where things go is plot-layout's matter, ink is plot-paint's. */
#include "plot-chart-private.h"

#include <math.h>

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

enum
{
  PROP_EMPTY_TEXT = 1,
  PROP_HAS_AXES,
  PROP_HAS_LEGEND,
  N_PROPERTIES
};

/* Both written once, in class_init. */
static guint signals[N_SIGNALS];
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (PlotChart, plot_chart, G_TYPE_OBJECT)

static void
clear_mark (gpointer data)
{
  g_free (((PlotMark *) data)->text);
}

/**
 * plot_chart_changed:
 *
 * Tells views that there is something new to draw. Private to the kit; main thread.
 */
void
plot_chart_changed (PlotChart *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
set_text (PlotChart *self, char **field, const char *text)
{
  if (g_strcmp0 (*field, text) == 0)
    return FALSE;
  g_free (*field);
  *field = g_strdup (text);
  plot_chart_changed (self);
  return TRUE;
}

static void
plot_chart_finalize (GObject *object)
{
  PlotChart *self = PLOT_CHART (object);

  for (guint i = 0; i < 2; i++)
    {
      g_free (self->axes[i].title);
      g_free (self->axes[i].unit);
    }
  g_free (self->title);
  g_free (self->note);
  g_free (self->empty_text);
  g_free (self->bar_title);
  g_strfreev (self->categories);
  g_strfreev (self->keys);
  g_free (self->key_colors);
  g_strfreev (self->class_names);
  g_ptr_array_unref (self->series);
  g_array_unref (self->marks);
  g_array_unref (self->pins);
  g_array_unref (self->radii);
  g_clear_pointer (&self->image, cairo_surface_destroy);
  g_clear_pointer (&self->overlay, cairo_surface_destroy);
  G_OBJECT_CLASS (plot_chart_parent_class)->finalize (object);
}

static void
plot_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  PlotChart *self = PLOT_CHART (object);

  if (id == PROP_EMPTY_TEXT)
    g_value_set_string (value, self->empty_text);
  else if (id == PROP_HAS_AXES)
    g_value_set_boolean (value, self->has_axes);
  else if (id == PROP_HAS_LEGEND)
    g_value_set_boolean (value, self->has_legend);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
plot_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  PlotChart *self = PLOT_CHART (object);

  if (id == PROP_EMPTY_TEXT)
    plot_chart_set_empty_text (self, g_value_get_string (value));
  else if (id == PROP_HAS_AXES)
    plot_chart_set_has_axes (self, g_value_get_boolean (value));
  else if (id == PROP_HAS_LEGEND)
    plot_chart_set_has_legend (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
init_properties (GObjectClass *class)
{
  const GParamFlags flags
      = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, flags);
  properties[PROP_HAS_AXES] = g_param_spec_boolean ("has-axes", NULL, NULL, TRUE, flags);
  properties[PROP_HAS_LEGEND] = g_param_spec_boolean ("has-legend", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
}

static void
plot_chart_class_init (PlotChartClass *class)
{
  G_OBJECT_CLASS (class)->finalize = plot_chart_finalize;
  G_OBJECT_CLASS (class)->get_property = plot_chart_get_property;
  G_OBJECT_CLASS (class)->set_property = plot_chart_set_property;
  init_properties (G_OBJECT_CLASS (class));

  /**
   * PlotChart::changed:
   *
   * Something was set; emitted once a setter, so listeners must be cheap.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PLOT_TYPE_CHART, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
plot_chart_init (PlotChart *self)
{
  for (guint i = 0; i < 2; i++)
    {
      self->axes[i].limits = (PlotRange){ NAN, NAN };
      self->axes[i].include = PLOT_RANGE_EMPTY;
      self->axes[i].shown = PLOT_RANGE_EMPTY;
      self->axes[i].zoom = PLOT_RANGE_EMPTY;
      self->axes[i].own = self->axes[i].linked = PLOT_RANGE_EMPTY;
    }
  self->has_axes = self->has_legend = TRUE;
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify) plot_series_free);
  self->marks = g_array_new (FALSE, TRUE, sizeof (PlotMark));
  self->pins = g_array_new (FALSE, TRUE, sizeof (PlotMark));
  self->radii = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_set_clear_func (self->marks, clear_mark);
  g_array_set_clear_func (self->pins, clear_mark);
  self->cursor_x = self->cursor_y = NAN;
}

/**
 * plot_chart_set_measured_func:
 * @func: (nullable): called while the chart is fitted, once it is known what its data span
 *
 * For a link of several charts. Private to the kit.
 */
void
plot_chart_set_measured_func (PlotChart *self, PlotChartMeasuredFunc func, gpointer user_data)
{
  self->measured = func;
  self->measured_data = user_data;
}

/**
 * plot_chart_new:
 *
 * Makes an empty chart. The caller owns it. Needs no display.
 */
PlotChart *
plot_chart_new (void)
{
  return g_object_new (PLOT_TYPE_CHART, NULL);
}

/**
 * plot_chart_clear:
 *
 * Takes away all series, marks, pins and images, and forgets the ranges, the limits and the
 * zoom, which were those of what is gone; titles and settings stay.
 */
void
plot_chart_clear (PlotChart *self)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  g_ptr_array_set_size (self->series, 0);
  g_array_set_size (self->marks, 0);
  g_array_set_size (self->pins, 0);
  g_array_set_size (self->radii, 0);
  g_clear_pointer (&self->image, cairo_surface_destroy);
  g_clear_pointer (&self->overlay, cairo_surface_destroy);
  g_clear_pointer (&self->keys, g_strfreev);
  self->lines = self->samples = 0;
  self->n_orders = 0;
  self->cursor_x = self->cursor_y = NAN;
  for (guint i = 0; i < 2; i++)
    {
      self->axes[i].shown = self->axes[i].zoom = PLOT_RANGE_EMPTY;
      self->axes[i].limits = (PlotRange){ NAN, NAN };
    }
  plot_chart_changed (self);
}

/**
 * plot_chart_set_title:
 * @title: (nullable): short; NULL takes no room
 *
 * Names the plot, above it at the left.
 */
void
plot_chart_set_title (PlotChart *self, const char *title)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  set_text (self, &self->title, title);
}

/**
 * plot_chart_get_title:
 *
 * Returns: (transfer none) (nullable): the title
 */
const char *
plot_chart_get_title (PlotChart *self)
{
  g_return_val_if_fail (PLOT_IS_CHART (self), NULL);
  return self->title;
}

/**
 * plot_chart_set_note:
 * @note: (nullable): such as "21,025 of 21,025 points"
 *
 * Sets a quiet remark at the lower left, beside the x axis title.
 */
void
plot_chart_set_note (PlotChart *self, const char *note)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  set_text (self, &self->note, note);
}

/**
 * plot_chart_set_empty_text:
 * @text: (nullable): what to do to see something here
 *
 * Sets what is said in place of a plot without data.
 */
void
plot_chart_set_empty_text (PlotChart *self, const char *text)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  if (set_text (self, &self->empty_text, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY_TEXT]);
}

/**
 * plot_chart_is_empty:
 *
 * Tells whether there is neither an image nor a point of any series.
 */
gboolean
plot_chart_is_empty (PlotChart *self)
{
  g_return_val_if_fail (PLOT_IS_CHART (self), TRUE);
  if (self->image != NULL)
    return FALSE;
  for (guint i = 0; i < self->series->len; i++)
    if (((PlotSeries *) self->series->pdata[i])->n > 0)
      return FALSE;
  return TRUE;
}

/**
 * plot_chart_set_axis:
 * @title: (nullable): what the axis shows
 * @unit: (nullable): in what; comes in parentheses
 *
 * Names an axis.
 */
void
plot_chart_set_axis (PlotChart *self, PlotAxis axis, const char *title, const char *unit)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  set_text (self, &self->axes[axis].title, title);
  set_text (self, &self->axes[axis].unit, unit);
}

/**
 * plot_chart_set_log:
 *
 * Makes an axis logarithmic, or linear again; the zoom is forgotten. Values that are not
 * positive become gaps.
 */
void
plot_chart_set_log (PlotChart *self, PlotAxis axis, gboolean is_log)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  if (self->axes[axis].is_log == !!is_log)
    return;
  self->axes[axis].is_log = !!is_log;
  self->axes[axis].shown = PLOT_RANGE_EMPTY;
  self->axes[axis].zoom = PLOT_RANGE_EMPTY;
  plot_chart_changed (self);
}

/**
 * plot_chart_get_log:
 *
 * Tells whether an axis is logarithmic.
 */
gboolean
plot_chart_get_log (PlotChart *self, PlotAxis axis)
{
  g_return_val_if_fail (PLOT_IS_CHART (self), FALSE);
  return self->axes[axis].is_log;
}

/**
 * plot_chart_set_whole:
 *
 * Makes an axis one of what is counted: its ticks are whole numbers.
 */
void
plot_chart_set_whole (PlotChart *self, PlotAxis axis, gboolean is_whole)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  if (self->axes[axis].is_whole == !!is_whole)
    return;
  self->axes[axis].is_whole = !!is_whole;
  plot_chart_changed (self);
}

/**
 * plot_chart_can_log:
 *
 * Tells whether a logarithmic y axis would show all that there is, or is there already: never
 * of a picture, of axes of the same scale, or where something is below 0.
 */
gboolean
plot_chart_can_log (PlotChart *self)
{
  g_return_val_if_fail (PLOT_IS_CHART (self), FALSE);

  const PlotRange *own = &self->axes[PLOT_AXIS_Y].own;

  if (!self->has_axes || self->image != NULL || self->is_equal)
    return FALSE;
  return self->axes[PLOT_AXIS_Y].is_log || (own->lo >= 0 && own->hi > 0);
}

/**
 * plot_chart_set_limits:
 * @lo: lower end, or NAN for that of the data
 * @hi: upper end, or NAN for that of the data
 *
 * Fixes one or both ends of an axis.
 */
void
plot_chart_set_limits (PlotChart *self, PlotAxis axis, double lo, double hi)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  self->axes[axis].limits = (PlotRange){ lo, hi };
  self->axes[axis].shown = PLOT_RANGE_EMPTY;
  plot_chart_changed (self);
}

/**
 * plot_chart_set_include:
 * @value: such as 0
 *
 * Keeps a value in view whatever the data. Adds up over calls.
 */
void
plot_chart_set_include (PlotChart *self, PlotAxis axis, double value)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  self->axes[axis].include = plot_range_add (self->axes[axis].include, value);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_categories:
 * @names: (nullable): NULL-terminated; copied; NULL counts the bars from 1
 *
 * Names the bars along x.
 */
void
plot_chart_set_categories (PlotChart *self, const char *const *names)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  g_strfreev (self->categories);
  self->categories = g_strdupv ((char **) names);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_has_axes:
 *
 * Shows axes and grid (the default), or none: for images and small multiples.
 */
void
plot_chart_set_has_axes (PlotChart *self, gboolean has_axes)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  if (self->has_axes != has_axes)
    {
      self->has_axes = has_axes;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_AXES]);
    }
  plot_chart_changed (self);
}

/**
 * plot_chart_set_has_legend:
 *
 * Shows the names of the series (the default), or not.
 */
void
plot_chart_set_has_legend (PlotChart *self, gboolean has_legend)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  if (self->has_legend != has_legend)
    {
      self->has_legend = has_legend;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_LEGEND]);
    }
  plot_chart_changed (self);
}

/**
 * plot_chart_set_is_compact:
 *
 * Leaves less room around everything: for small multiples.
 */
void
plot_chart_set_is_compact (PlotChart *self, gboolean is_compact)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  self->is_compact = is_compact;
  plot_chart_changed (self);
}

/**
 * plot_chart_set_equal_aspect:
 *
 * Makes a unit of x as long as a unit of y; an image always has it.
 */
void
plot_chart_set_equal_aspect (PlotChart *self, gboolean is_equal)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  self->is_equal = is_equal;
  plot_chart_changed (self);
}

static void
set_zoom (PlotChartAxis *axis, const PlotRange *zoom)
{
  gboolean usable = zoom != NULL && zoom->hi > zoom->lo && isfinite (zoom->hi - zoom->lo)
                    && (!axis->is_log || zoom->lo > 0.0);

  if (zoom == NULL || usable)
    axis->zoom = zoom != NULL ? *zoom : PLOT_RANGE_EMPTY;
}

/**
 * plot_chart_set_zoom:
 * @x: (nullable): the part to show; NULL shows everything
 * @y: (nullable): the part to show; NULL shows everything
 *
 * Looks closer at a part. A range that the axis cannot show is left out.
 */
void
plot_chart_set_zoom (PlotChart *self, const PlotRange *x, const PlotRange *y)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  set_zoom (&self->axes[PLOT_AXIS_X], x);
  set_zoom (&self->axes[PLOT_AXIS_Y], y);
  plot_chart_changed (self);
}

/**
 * plot_chart_get_zoom:
 * @x: (out) (optional): empty while everything is shown
 * @y: (out) (optional): empty while everything is shown
 *
 * Returns: whether only a part is in view
 */
gboolean
plot_chart_get_zoom (PlotChart *self, PlotRange *x, PlotRange *y)
{
  g_return_val_if_fail (PLOT_IS_CHART (self), FALSE);
  if (x != NULL)
    *x = self->axes[PLOT_AXIS_X].zoom;
  if (y != NULL)
    *y = self->axes[PLOT_AXIS_Y].zoom;
  return !plot_range_is_empty (self->axes[PLOT_AXIS_X].zoom)
         || !plot_range_is_empty (self->axes[PLOT_AXIS_Y].zoom);
}

/**
 * plot_chart_get_series:
 *
 * Returns: (transfer none) (nullable): the series of that id; the chart's own, valid until it
 *   is set or removed
 */
PlotSeries *
plot_chart_get_series (PlotChart *self, const char *id)
{
  g_return_val_if_fail (PLOT_IS_CHART (self) && id != NULL, NULL);
  for (guint i = 0; i < self->series->len; i++)
    {
      PlotSeries *series = self->series->pdata[i];

      if (g_str_equal (series->id, id))
        return series;
    }
  return NULL;
}

/**
 * plot_chart_remove:
 *
 * Takes a series away; one that is not there is no matter.
 */
void
plot_chart_remove (PlotChart *self, const char *id)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  PlotSeries *series = plot_chart_get_series (self, id);
  if (series != NULL && g_ptr_array_remove (self->series, series))
    plot_chart_changed (self);
}
