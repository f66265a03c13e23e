/* bl-widgets.h: the small controls and plots that panels below the Compare page are made of.
 */
#pragma once

#include "bl-plots.h"

G_BEGIN_DECLS

void bl_widgets_set_description (GtkWidget *widget, const char *label);
void bl_widgets_set_accessible_label (GtkWidget *widget, const char *label);
GtkWidget *bl_widgets_add_button (GtkWidget *box, const char *label, const char *action);
GtkWidget *bl_widgets_new_words (void);
PlotView *bl_widgets_add_plot (GtkWidget *box, BlPlot plot, const char *empty);

G_END_DECLS
