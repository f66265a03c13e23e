/* bl-controls.h: the small controls and plots that panels below the Compare page are made of.
 */
#pragma once

#include "bl-plots.h"

G_BEGIN_DECLS

void bl_controls_say (GtkWidget *widget, const char *label);
void bl_controls_name (GtkWidget *widget, const char *label);
GtkWidget *bl_controls_add_button (GtkWidget *box, const char *label, const char *action);
GtkWidget *bl_controls_new_words (void);
PlotView *bl_controls_add_plot (GtkWidget *box, BlPlot plot, const char *empty);

G_END_DECLS
