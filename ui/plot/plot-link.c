/* plot-link.c: what one plot of a row shows, the others show as well. A chart tells its link
 * what its data span when it is fitted; the link answers with what all of them span. */
#include "plot-link.h"

#include "plot-chart-private.h"
#include "plot-view-private.h"

#include <math.h>

struct _PlotLink
{
  GPtrArray *views; /* PlotView; borrowed, they leave when they are disposed of */
  PlotLinkAxes axes;
  PlotRange together[2]; /* what all of them show */
  gboolean is_telling;
};

static gboolean
is_shared (const PlotLink *self, guint axis)
{
  return (self->axes & (1u << axis)) != 0;
}

static gboolean
is_same (PlotRange a, PlotRange b)
{
  return (plot_range_is_empty (a) && plot_range_is_empty (b)) || (a.lo == b.lo && a.hi == b.hi);
}

/* ------------------------------------------------------------------ ranges */

static PlotRange
join (PlotLink *self, guint axis)
{
  PlotRange all = PLOT_RANGE_EMPTY;

  for (guint i = 0; i < self->views->len; i++)
    all = plot_range_union (all, plot_view_get_chart (self->views->pdata[i])->axes[axis].own);
  return all;
}

/* A chart was measured: if all span more or less than before, the others are to be drawn anew.
 */
static void
measured_cb (PlotChart *chart, gpointer user_data)
{
  PlotLink *self = user_data;

  for (guint axis = 0; axis < 2; axis++)
    {
      PlotRange all = is_shared (self, axis) ? join (self, axis) : PLOT_RANGE_EMPTY;

      for (guint i = 0; i < self->views->len; i++)
        {
          PlotChart *other = plot_view_get_chart (self->views->pdata[i]);

          other->axes[axis].together = is_shared (self, axis) ? &self->together[axis] : NULL;
          if (is_same (other->axes[axis].linked, all))
            continue;
          other->axes[axis].linked = all;
          if (other != chart && !plot_chart_is_empty (other))
            plot_chart_changed (other);
        }
    }
}

/* ------------------------------------------------------------------ zoom */

static void
copy_axis (PlotChart *to, const PlotChart *from, guint axis)
{
  PlotChartAxis *target = &to->axes[axis];
  const PlotChartAxis *source = &from->axes[axis];

  if (target->is_log != source->is_log)
    plot_chart_set_log (to, axis, source->is_log);
  if (is_same (target->zoom, source->zoom))
    return;
  target->zoom = source->zoom;
  plot_chart_changed (to);
}

static void
changed_cb (PlotChart *chart, gpointer user_data)
{
  PlotLink *self = user_data;

  if (self->is_telling)
    return;
  self->is_telling = TRUE;
  for (guint i = 0; i < self->views->len; i++)
    {
      PlotChart *other = plot_view_get_chart (self->views->pdata[i]);

      for (guint axis = 0; axis < 2 && other != chart; axis++)
        if (is_shared (self, axis))
          copy_axis (other, chart, axis);
    }
  self->is_telling = FALSE;
}

/* ------------------------------------------------------------------ pointer */

static void
hover_cb (PlotView *view, gboolean is_inside, double x, double y, gpointer user_data)
{
  PlotLink *self = user_data;

  for (guint i = 0; i < self->views->len; i++)
    if (self->views->pdata[i] != view)
      plot_view_set_ghost (self->views->pdata[i],
                           is_inside && is_shared (self, PLOT_AXIS_X) ? x : NAN,
                           is_inside && is_shared (self, PLOT_AXIS_Y) ? y : NAN);
}

/* ------------------------------------------------------------------ life */

/**
 * plot_link_new:
 * @axes: that are shared
 *
 * Makes a link of no plots. The caller owns it. Main thread, as all of these.
 */
PlotLink *
plot_link_new (PlotLinkAxes axes)
{
  PlotLink *self = g_new0 (PlotLink, 1);

  self->views = g_ptr_array_new ();
  self->axes = axes;
  self->together[0] = self->together[1] = PLOT_RANGE_EMPTY;
  return self;
}

static void
let_go (PlotLink *self, PlotView *view)
{
  PlotChart *chart = plot_view_get_chart (view);

  g_signal_handlers_disconnect_by_data (view, self);
  g_signal_handlers_disconnect_by_data (chart, self);
  plot_chart_set_measured_func (chart, NULL, NULL);
  for (guint axis = 0; axis < 2; axis++)
    {
      chart->axes[axis].linked = PLOT_RANGE_EMPTY;
      chart->axes[axis].together = NULL;
    }
  plot_view_set_ghost (view, NAN, NAN);
}

/**
 * plot_link_free:
 * @self: (transfer full): a link
 *
 * Lets the plots go their own ways.
 */
void
plot_link_free (PlotLink *self)
{
  while (self->views->len > 0)
    plot_link_remove (self, self->views->pdata[self->views->len - 1]);
  g_ptr_array_unref (self->views);
  g_free (self);
}

/**
 * plot_link_add:
 * @view: borrowed; take it out before it is disposed of
 *
 * Puts a plot beside the others; it takes over their zoom.
 */
void
plot_link_add (PlotLink *self, PlotView *view)
{
  PlotChart *chart = plot_view_get_chart (view);

  g_return_if_fail (!g_ptr_array_find (self->views, view, NULL));
  if (self->views->len > 0)
    for (guint axis = 0; axis < 2; axis++)
      if (is_shared (self, axis))
        copy_axis (chart, plot_view_get_chart (self->views->pdata[0]), axis);
  g_ptr_array_add (self->views, view);
  plot_chart_set_measured_func (chart, measured_cb, self);
  g_signal_connect (chart, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (view, "hover", G_CALLBACK (hover_cb), self);
  plot_chart_changed (chart);
}

/**
 * plot_link_remove:
 * @view: a plot of the link
 *
 * Takes a plot out; the others no longer make room for its data.
 */
void
plot_link_remove (PlotLink *self, PlotView *view)
{
  if (!g_ptr_array_remove (self->views, view))
    return;
  let_go (self, view);
  if (self->views->len > 0)
    measured_cb (NULL, self);
}

/**
 * plot_link_set_axes:
 * @axes: that are shared from now on
 *
 * Shares other axes, or fewer.
 */
void
plot_link_set_axes (PlotLink *self, PlotLinkAxes axes)
{
  self->axes = axes;
  self->together[0] = self->together[1] = PLOT_RANGE_EMPTY;
  for (guint i = 0; i < self->views->len; i++)
    plot_chart_changed (plot_view_get_chart (self->views->pdata[i]));
  if (self->views->len > 0)
    measured_cb (NULL, self);
}
