/* bl-project-controller.h: the project file of the workspace, the actions "project.…". */
#pragma once

#include "ae-project.h"
#include "bl-labels-controller.h"

G_BEGIN_DECLS

#define BL_TYPE_PROJECT_CONTROLLER (bl_project_controller_get_type ())
G_DECLARE_FINAL_TYPE (BlProjectController, bl_project_controller, BL, PROJECT_CONTROLLER,
                      BlController)

/* Actions: save; save-as; restore, what a crash left behind. Property "title" (string): the name
 * of the file, or of the program before there is one. Signals, on the main thread:
 *   "saved"     (char *path)          it is on the disk
 *   "fill"      (AeProject *project)  add what else of the window is to be kept
 *   "restored"  (AeProject *project)  it is open, its runs are being made: show the rest of it
 */
BlProjectController *bl_project_controller_new (BlWorkspace *workspace,
                                                BlLabelsController *labels);
void bl_project_controller_open (BlProjectController *self, const char *path);
void bl_project_controller_touch (BlProjectController *self);
void bl_project_controller_offer_recovery (BlProjectController *self);

G_END_DECLS
