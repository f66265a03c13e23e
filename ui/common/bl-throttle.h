/* bl-throttle.h: when a part of a page that is stale is shown: the one table of how often. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BlCost:
 * @BL_COST_ROWS: controls that follow a drag
 * @BL_COST_CURVES: a long curve, or a spectrum that is decoded and compared with the scene
 * @BL_COST_SMALL_CURVES: the curves of one of several runs
 * @BL_COST_WORDS: labels
 * @BL_COST_MODEL: what a model makes of many codes, and its weights
 * @BL_COST_TABLE: a table of all runs, all their curves in one plot
 * @BL_COST_SPECTRA: hundreds of spectra, or a density behind each of forty sliders
 *
 * What showing it costs; how often that may be is in one table, bl-throttle.c. Plots are drawn
 * in slots of their own (plot-slots), however often they are given something new.
 */
typedef enum
{
  BL_COST_ROWS,
  BL_COST_CURVES,
  BL_COST_SMALL_CURVES,
  BL_COST_WORDS,
  BL_COST_MODEL,
  BL_COST_TABLE,
  BL_COST_SPECTRA,
  BL_N_COSTS,
} BlCost;

typedef struct _BlThrottle BlThrottle;
typedef void (*BlThrottleFunc) (gpointer user_data);

BlThrottle *bl_throttle_new (BlCost cost, BlThrottleFunc func, gpointer user_data);
void bl_throttle_free (BlThrottle *self);
void bl_throttle_request (BlThrottle *self);
void bl_throttle_flush (BlThrottle *self);

guint bl_cost_get_interval_ms (BlCost cost);
gint64 bl_cost_get_due (BlCost cost, gint64 done_us, gint64 now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlThrottle, bl_throttle_free)

G_END_DECLS
