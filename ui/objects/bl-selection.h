/* bl-selection.h: which pixels are selected, with the selections before; and which one is
 * pinned. Everywhere the same. */
#pragma once

#include "ae-scene.h"
#include "ae-view.h"
#include "bl-undo-history.h"
#include "plot-view.h"

G_BEGIN_DECLS

#define BL_TYPE_SELECTION (bl_selection_get_type ())
G_DECLARE_FINAL_TYPE (BlSelection, bl_selection, BL, SELECTION, GObject)

/* Signal "changed" (): other pixels, or none. Property "pin" (int64): the pinned pixel,
 * BL_SELECTION_NO_PIN while none is. Main thread, as all of these. */
#define BL_SELECTION_NO_PIN ((gint64) -1)

BlSelection *bl_selection_new (void);
void bl_selection_set_undo_history (BlSelection *self, BlUndoHistory *history);
void bl_selection_set_scene (BlSelection *self, AeScene *scene);
void bl_selection_set (BlSelection *self, const guint8 *mask);
const guint8 *bl_selection_get_mask (BlSelection *self);
gsize bl_selection_get_n (BlSelection *self);
GPtrArray *bl_selection_dup_history (BlSelection *self, guint *at);
void bl_selection_set_history (BlSelection *self, GPtrArray *masks, guint at);
gboolean bl_selection_go (BlSelection *self, int by);
gboolean bl_selection_can_go (BlSelection *self, int by);
void bl_selection_set_pin (BlSelection *self, gint64 pixel);
gboolean bl_selection_get_pin (BlSelection *self, guint32 *pixel);

void bl_selection_select_points (BlSelection *self, const AeView *view, guint x_unit,
                                 guint y_unit, const double *polygon, guint n_corners);
void bl_selection_select_area (BlSelection *self, const double *polygon, guint n_corners);
void bl_selection_show_points (BlSelection *self, PlotChart *chart, const char *id,
                               const AeView *view);
void bl_selection_show_area (BlSelection *self, PlotChart *chart);
void bl_selection_append_words (BlSelection *self, GString *text);

GtkWidget *bl_selection_tool_new (PlotView *view);

G_END_DECLS
