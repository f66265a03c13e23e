/* plot-export.h: charts as files and as text. */
#pragma once

#include <gio/gio.h>

#include "plot-chart.h"

G_BEGIN_DECLS

gboolean plot_export_file (PlotChart *chart, const char *path, double width, double height,
                           GError **error);
char *plot_export_csv (PlotChart *chart);

G_END_DECLS
