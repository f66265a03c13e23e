/* bl-run-item.h: what pages see of a run: a name, a colour, and what it has come to. Whoever
 * knows how runs are made derives from it.
 */
#pragma once

#include "ae-comparison.h"
#include "ae-view.h"
#include "bl-run-settings.h"
#include "plot-series.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define BL_TYPE_RUN_ITEM (bl_run_item_get_type ())
G_DECLARE_DERIVABLE_TYPE (BlRunItem, bl_run_item, BL, RUN_ITEM, GObject)

/* Properties, each told by notify when its value changes, on the main thread:
 *   "settings"   (BlRunSettings)    what it is made from; stays the same object
 *   "name"       (string)           for people
 *   "color"      (uint)             which of the class colours, and of the markers
 *   "built"      (boolean)          whether there is a training, or one is being made
 *   "state"      (uint, AeRunState) what it does
 *   "reason"     (string)           why it finished or failed
 *   "snapshot"   (AeSnapshot)       counters and curves
 *   "view"       (AeView)           codes, maps and pinned pixels, perhaps older than those
 *   "past"       (double)           the epoch that is looked back to; NAN for now
 *   "metrics"    (AeComparisonRow)  its numbers, as last evaluated
 *   "baseline"   (AeComparisonRow)  those of PCA of its code size on its pixels
 *   "repeat"     (AeComparisonRow)  its numbers over several seeds; its band with them
 */

/**
 * BlBandPoint:
 *
 * A loss over several seeds at the end of an epoch.
 */
typedef struct
{
  double epoch, mean, deviation;
} BlBandPoint;

struct _BlRunItemClass
{
  GObjectClass parent_class;
};

BlRunSettings *bl_run_item_get_settings (BlRunItem *self);
const char *bl_run_item_get_name (BlRunItem *self);
void bl_run_item_set_name (BlRunItem *self, const char *name);
gboolean bl_run_item_get_compared (BlRunItem *self);
void bl_run_item_set_compared (BlRunItem *self, gboolean compared);
guint bl_run_item_get_color (BlRunItem *self);
void bl_run_item_set_color (BlRunItem *self, guint color);
PlotColorRole bl_run_item_get_ink (BlRunItem *self);
PlotMarker bl_run_item_get_marker (BlRunItem *self);
gboolean bl_run_item_get_is_built (BlRunItem *self);
void bl_run_item_set_is_built (BlRunItem *self, gboolean is_built);
AeRunState bl_run_item_get_state (BlRunItem *self);
const char *bl_run_item_get_reason (BlRunItem *self);
void bl_run_item_set_state (BlRunItem *self, AeRunState state, const char *reason);
AeView *bl_run_item_get_view (BlRunItem *self);
AeSnapshot *bl_run_item_get_snapshot (BlRunItem *self);
void bl_run_item_set_view (BlRunItem *self, AeView *view, AeSnapshot *snapshot);
const AeComparisonRow *bl_run_item_get_metrics (BlRunItem *self);
const AeComparisonRow *bl_run_item_get_baseline (BlRunItem *self);
void bl_run_item_set_metrics (BlRunItem *self, AeComparisonRow *metrics,
                              AeComparisonRow *baseline);
void bl_run_item_set_repeat (BlRunItem *self, AeComparisonRow *mean, const BlBandPoint *band,
                             guint n);
const AeComparisonRow *bl_run_item_get_repeat (BlRunItem *self);
const BlBandPoint *bl_run_item_get_band (BlRunItem *self, guint *n);
double bl_run_item_get_past (BlRunItem *self);
void bl_run_item_set_past (BlRunItem *self, double epoch);
char *bl_run_item_dup_state_text (BlRunItem *self);

G_END_DECLS
