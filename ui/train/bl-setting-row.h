/* bl-setting-row.h: rows of settings, made from the table of parameters where they are of it.
 */
#pragma once

#include <adwaita.h>

#include "ae-param-info.h"

G_BEGIN_DECLS

GtkWidget *bl_setting_row_new_words (const char *title, const char *const *words);
GtkWidget *bl_setting_row_new_number (const char *title, const char *note, double low,
                                      double high, double step, guint digits);
GtkWidget *bl_setting_row_new_param (const AeParamInfo *info);
void bl_setting_row_connect (GtkWidget *control, GCallback callback, gpointer user_data);
GtkWidget *bl_setting_row_get_row (GtkWidget *control);
double bl_setting_row_get_value (GtkWidget *control, const AeParamInfo *info);
void bl_setting_row_set_value (GtkWidget *control, const AeParamInfo *info, double value);

G_END_DECLS
