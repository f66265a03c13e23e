/* plot-link.h: several plots side by side on the same axes: ranges, zoom and pointer are
 * shared. */
#pragma once

#include "plot-view.h"

G_BEGIN_DECLS

typedef struct _PlotLink PlotLink;

/**
 * PlotLinkAxes:
 *
 * Which axes of the plots are the same. Pointer and zoom are shared along those.
 */
typedef enum
{
  PLOT_LINK_X = 1 << 0,
  PLOT_LINK_Y = 1 << 1,
  PLOT_LINK_BOTH = PLOT_LINK_X | PLOT_LINK_Y,
} PlotLinkAxes;

PlotLink *plot_link_new (PlotLinkAxes axes);
void plot_link_free (PlotLink *self);
void plot_link_add (PlotLink *self, PlotView *view);
void plot_link_remove (PlotLink *self, PlotView *view);
void plot_link_set_axes (PlotLink *self, PlotLinkAxes axes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotLink, plot_link_free)

G_END_DECLS
