/* bl-code-panel.h: every unit of the code as a slider over what the scene's codes are. */
#pragma once

#include <adwaita.h>

#include "ae-view.h"

G_BEGIN_DECLS

#define BL_TYPE_CODE_PANEL (bl_code_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlCodePanel, bl_code_panel, BL, CODE_PANEL, AdwBin)

/* Signals: "changed" (guint unit, double value)  a slider was moved or a number typed
 *          "wanted" (guint what)                 BlCodeWish: a code of another origin */
typedef enum
{
  BL_CODE_MEAN,
  BL_CODE_PIN,
  BL_CODE_DRAW,
} BlCodeWish;

void bl_code_panel_set_view (BlCodePanel *self, AeView *view);
void bl_code_panel_set_code (BlCodePanel *self, const float *code, guint n);

G_END_DECLS
