/* bl-knob-row.h: one live knob: a slider and a number that can be typed, linear or logarithmic.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BL_TYPE_KNOB_ROW (bl_knob_row_get_type ())
G_DECLARE_FINAL_TYPE (BlKnobRow, bl_knob_row, BL, KNOB_ROW, AdwPreferencesRow)

/* Properties "value" (double) and "remark" (string), told by notify when they are others.
 * Signal "changed" (): the value, by the user, not by the setter. */
GtkWidget *bl_knob_row_new (const char *name, double low, double high, gboolean is_log,
                            gboolean has_zero);
double bl_knob_row_get_value (BlKnobRow *self);
void bl_knob_row_set_value (BlKnobRow *self, double value);
void bl_knob_row_set_range (BlKnobRow *self, double low, double high);

void bl_knob_row_set_density (BlKnobRow *self, const float *bins, guint n);
void bl_knob_row_set_remark (BlKnobRow *self, const char *remark);

G_END_DECLS
