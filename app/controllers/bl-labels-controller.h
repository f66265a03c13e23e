/* bl-labels-controller.h: labels of the scene by hand, from a file and to one, the actions
 * "labels.…".
 */
#pragma once

#include "bl-controller.h"

G_BEGIN_DECLS

#define BL_LABELS_MOST_CLASSES 10 /* that a key can name, with 0 for none */

#define BL_TYPE_LABELS_CONTROLLER (bl_labels_controller_get_type ())
G_DECLARE_FINAL_TYPE (BlLabelsController, bl_labels_controller, BL, LABELS_CONTROLLER,
                      BlController)

/* Actions: set (u class), of the selected pixels, 0 takes their label away; open; save, as an
 * ENVI classification. */
BlLabelsController *bl_labels_controller_new (BlWorkspace *workspace);
void bl_labels_controller_open (BlLabelsController *self, const char *path);

G_END_DECLS
