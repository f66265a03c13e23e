/* bl-band-axis.h: where the bands of a scene lie on a plot, with the bad ones as gaps. */
#pragma once

#include "ae-scene.h"
#include "plot-chart.h"

G_BEGIN_DECLS

/**
 * BlBandAxis:
 * @n: all bands of the scene
 * @n_good: those that are not bad
 * @xs: (n): nanometres, or numbers from 1
 * @good: (n_good): their indices
 * @n_drawn: columns on a plot: all bands, and one that is empty at each break of the line
 * @drawn_xs: (n_drawn)
 * @column: (n): of a band
 * @is_nm: whether there are wavelengths
 */
typedef struct
{
  guint n, n_good;
  double *xs;
  guint *good;
  guint n_drawn;
  double *drawn_xs;
  guint *column;
  gboolean is_nm;
} BlBandAxis;

BlBandAxis *bl_band_axis_new (AeScene *scene);
void bl_band_axis_free (BlBandAxis *self);
void bl_band_axis_label (const BlBandAxis *self, PlotChart *chart);
void bl_band_axis_set_line (const BlBandAxis *self, PlotChart *chart, const char *id,
                            const float *good_values, const PlotStyle *style);
void bl_band_axis_set_error_band (const BlBandAxis *self, PlotChart *chart, const char *id,
                                  const float *low, const float *high);
void bl_band_axis_set_line_set (const BlBandAxis *self, PlotChart *chart, const char *id,
                                const float *rows, gsize n_rows, const PlotStyle *style);
void bl_band_axis_set_small_multiples (const BlBandAxis *self, PlotChart *chart, const char *id,
                                       const float *rows, gsize n_rows, guint columns,
                                       const PlotStyle *style);
void bl_band_axis_set_small_multiples_contrast (const BlBandAxis *self, PlotChart *chart,
                                                const char *id, const float *rows,
                                                gsize n_rows);

G_END_DECLS
