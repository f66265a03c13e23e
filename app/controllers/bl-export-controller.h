/* bl-export-controller.h: what a run came to for other programs, the actions "export.…". */
#pragma once

#include "bl-controller.h"

G_BEGIN_DECLS

#define BL_TYPE_EXPORT_CONTROLLER (bl_export_controller_get_type ())
G_DECLARE_FINAL_TYPE (BlExportController, bl_export_controller, BL, EXPORT_CONTROLLER,
                      BlController)

/* Actions: model, losses, codes, error and reconstruction, each asks for a file; command, shows
 * the command line that repeats the run. All where the active run has begun. */
BlExportController *bl_export_controller_new (BlWorkspace *workspace);

G_END_DECLS
