/* bl-sweep-controller.h: sweeps and repeats of a run, the actions "sweep.…". */
#pragma once

#include "bl-controller.h"
#include "bl-sweep-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_SWEEP_CONTROLLER (bl_sweep_controller_get_type ())
G_DECLARE_FINAL_TYPE (BlSweepController, bl_sweep_controller, BL, SWEEP_CONTROLLER, BlController)

/* Actions: start (s factor, d from, d to, u steps), of the active run; repeat (u place of a
 * run), with other seeds; stop; save, as CSV. */
BlSweepController *bl_sweep_controller_new (BlWorkspace *workspace, BlSweepPanel *panel);
guint bl_sweep_controller_get_n_trials (BlSweepController *self);

G_END_DECLS
