/* bl-code-size-picker.h: exact PCA's error against the code size, beside the scene's noise: how
 * many codes are worth having. */
#pragma once

#include <adwaita.h>

#include "ae-code-curve.h"

G_BEGIN_DECLS

#define BL_TYPE_CODE_SIZE_PICKER (bl_code_size_picker_get_type ())
G_DECLARE_FINAL_TYPE (BlCodeSizePicker, bl_code_size_picker, BL, CODE_SIZE_PICKER,
                      AdwPreferencesRow)

/* Signal "chosen" (uint size): somebody wants codes of that size. Main thread. */
GtkWidget *bl_code_size_picker_new (void);
void bl_code_size_picker_set_curve (BlCodeSizePicker *self, const AeCodeCurve *curve);
void bl_code_size_picker_set_size (BlCodeSizePicker *self, guint size);

G_END_DECLS
