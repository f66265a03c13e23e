/* bl-histogram-panel.h: how the values of the shown bands are spread; or, beside a map of what
 * is unusual, how well it finds what is labelled. */
#pragma once

#include "ae-roc.h"
#include "ae-scene.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_HISTOGRAM_PANEL (bl_histogram_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlHistogramPanel, bl_histogram_panel, BL, HISTOGRAM_PANEL, BlPanel)

GtkWidget *bl_histogram_panel_new (void);
void bl_histogram_panel_set_bands (BlHistogramPanel *self, const guint *bands, guint n);
void bl_histogram_panel_set_rocs (BlHistogramPanel *self, const char *const *names,
                                  AeRoc *const *rocs, guint n);

G_END_DECLS
