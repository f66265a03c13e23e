/* bl-sweep-panel.h: what one thing changes: a curve over its values, and what each made of the
 * pinned pixel. */
#pragma once

#include "ae-scene.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_SWEEP_PANEL (bl_sweep_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlSweepPanel, bl_sweep_panel, BL, SWEEP_PANEL, BlPanel)

/**
 * BlSweepChoice:
 * @name: of a factor, for people
 * @key: that the window knows it by
 * @from, @to: what to propose
 * @is_log: spaced in equal ratios
 */
typedef struct
{
  const char *name, *key;
  double from, to;
  gboolean is_log;
} BlSweepChoice;

/**
 * BlSweepPoint:
 * @value: of the factor
 * @rmse: on held-out pixels, scaled units; NAN where it failed
 * @pca_rmse: of PCA of the same code size
 * @auc, @pca_auc: how well the errors of each find what labels mark; NAN without such labels
 * @output: (good bands) reconstruction of the pinned pixel, scene units; nullable
 */
typedef struct
{
  double value, rmse, pca_rmse, auc, pca_auc;
  const float *output;
} BlSweepPoint;

/* Asks with the actions sweep.start (s factor, d from, d to, u steps), sweep.stop and
 * sweep.save. */
void bl_sweep_panel_set_choices (BlSweepPanel *self, const BlSweepChoice *choices, guint n);
void bl_sweep_panel_set_points (BlSweepPanel *self, const BlSweepChoice *factor,
                                const BlSweepPoint *points, guint n);
void bl_sweep_panel_set_progress (BlSweepPanel *self, const char *text, gboolean is_busy);

G_END_DECLS
