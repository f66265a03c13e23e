/* bl-panel.h: what all widgets have in common that show something of the scene, or of a run on
 * it: they hold the objects and are called when those change.
 */
#pragma once

#include <adwaita.h>

#include "bl-run-item.h"
#include "bl-scene-model.h"
#include "plot-chart.h"

G_BEGIN_DECLS

#define BL_TYPE_PANEL (bl_panel_get_type ())
G_DECLARE_DERIVABLE_TYPE (BlPanel, bl_panel, BL, PANEL, AdwBin)

/**
 * BlPanelClass:
 * @scene_changed: another scene is open, or none; what was selected and pinned is let go
 * @labels_changed: the scene has other labels, and else is as it was
 * @selection_changed: other pixels are selected
 * @pin_changed: another pixel is pinned, or none
 * @edits_refused: what was asked of the scene was not done
 * @view_changed: the run has another view, or none
 * @snapshot_changed: the run has other counters and curves, or none, or is in another state
 * @past_changed: another epoch is looked back to; NAN for now
 *
 * What a panel does when the model or the run changes; each may be left out. Called with
 * another model or run, too; of a run first as if it had nothing, so that nothing of the one
 * before holds.
 */
struct _BlPanelClass
{
  AdwBinClass parent_class;
  void (*scene_changed) (BlPanel *self, AeScene *scene);
  void (*labels_changed) (BlPanel *self, AeScene *scene);
  void (*selection_changed) (BlPanel *self, BlSelection *selection);
  void (*pin_changed) (BlPanel *self, guint32 pixel, gboolean has_pin);
  void (*edits_refused) (BlPanel *self);
  void (*view_changed) (BlPanel *self, AeView *view);
  void (*snapshot_changed) (BlPanel *self, AeSnapshot *snapshot);
  void (*past_changed) (BlPanel *self, double epoch);
};

/* Property "model" (BlSceneModel): never NULL; a model of its own until it is given one. A page
 * binds those of its panels to its own. Property "run" (BlRunItem): the one that it shows, or
 * NULL. */
BlSceneModel *bl_panel_get_model (BlPanel *self);
void bl_panel_set_model (BlPanel *self, BlSceneModel *model);
BlRunItem *bl_panel_get_run (BlPanel *self);
void bl_panel_set_run (BlPanel *self, BlRunItem *run);
AeScene *bl_panel_get_scene (BlPanel *self);
BlSelection *bl_panel_get_selection (BlPanel *self);
gboolean bl_panel_get_pin (BlPanel *self, guint32 *pixel);
void bl_panel_set_parts (BlPanel *self, guint parts);
gboolean bl_panel_find_pixel (BlPanel *self, double x, double y, guint32 *pixel);
void bl_panel_pin_at (BlPanel *self, double x, double y);
void bl_panel_show_pin (BlPanel *self, PlotChart *chart);

G_END_DECLS
