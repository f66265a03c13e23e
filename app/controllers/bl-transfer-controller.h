/* bl-transfer-controller.h: a model of another scene carried over to the open one, the actions
 * "transfer.…".
 */
#pragma once

#include "bl-controller.h"
#include "bl-transfer-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_TRANSFER_CONTROLLER (bl_transfer_controller_get_type ())
G_DECLARE_FINAL_TYPE (BlTransferController, bl_transfer_controller, BL, TRANSFER_CONTROLLER,
                      BlController)

/* Actions: open, asks for a project; start (u run of it, u epochs, b resample); stop; save, the
 * fitted models as a project. */
BlTransferController *bl_transfer_controller_new (BlWorkspace *workspace,
                                                  BlTransferPanel *panel);

G_END_DECLS
