/* bl-band-axis.c: good bands out of a model, all bands onto a plot. */
#include "bl-band-axis.h"

#include <math.h>

/* Fewer bands than this are a multispectral sensor's, whose bands lie far apart anyway. */
#define MANY_BANDS 30
/* A step of so many usual ones is a gap: bands were left out of the file. */
#define GAP_STEPS 5

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
find_usual_step (const double *xs, guint n)
{
  g_autofree double *steps = g_new (double, n);

  for (guint i = 1; i < n; i++)
    steps[i - 1] = fabs (xs[i] - xs[i - 1]);
  qsort (steps, n - 1, sizeof *steps, compare_doubles);
  return steps[(n - 1) / 2];
}

/* A line is broken where bands are missing, and where a second detector begins below the end of
 * the first: joined, it would run back over itself.
 */
static void
find_breaks (BlBandAxis *self)
{
  gboolean needs_subprocess = self->is_nm && self->n > MANY_BANDS;
  double usual = needs_subprocess ? find_usual_step (self->xs, self->n) : 0;
  double direction = self->xs[self->n - 1] >= self->xs[0] ? 1 : -1;

  self->column = g_new (guint, self->n);
  self->drawn_xs = g_new (double, 2 * self->n);
  for (guint i = 0; i < self->n; i++)
    {
      double step = i > 0 ? (self->xs[i] - self->xs[i - 1]) * direction : 0;

      if (needs_subprocess && (step < 0 || step > GAP_STEPS * usual))
        self->drawn_xs[self->n_drawn++] = self->xs[i];
      self->column[i] = self->n_drawn;
      self->drawn_xs[self->n_drawn++] = self->xs[i];
    }
}

/**
 * bl_band_axis_new:
 * @scene: a scene
 *
 * Returns: (transfer full): its axis; keeps nothing of the scene.
 */
BlBandAxis *
bl_band_axis_new (AeScene *scene)
{
  BlBandAxis *self = g_new0 (BlBandAxis, 1);
  const double *nm = ae_scene_get_wavelengths_nm (scene);

  self->n = ae_scene_get_bands (scene);
  self->n_good = ae_scene_get_n_good_bands (scene);
  self->is_nm = nm != NULL;
  self->xs = g_new (double, self->n);
  for (guint i = 0; i < self->n; i++)
    self->xs[i] = nm != NULL ? nm[i] : i + 1;
  self->good = g_memdup2 (ae_scene_get_good_bands (scene), self->n_good * sizeof (guint));
  find_breaks (self);
  return self;
}

/**
 * bl_band_axis_free:
 * @self: (transfer full): an axis
 */
void
bl_band_axis_free (BlBandAxis *self)
{
  g_free (self->xs);
  g_free (self->good);
  g_free (self->drawn_xs);
  g_free (self->column);
  g_free (self);
}

/**
 * bl_band_axis_label:
 * @self: an axis
 * @chart: whose x axis gets its title and unit
 */
void
bl_band_axis_label (const BlBandAxis *self, PlotChart *chart)
{
  plot_chart_set_axis (chart, PLOT_AXIS_X, self->is_nm ? "Wavelength" : "Band",
                       self->is_nm ? "nm" : NULL);
  plot_chart_set_whole (chart, PLOT_AXIS_X, !self->is_nm);
  if (self->n > 1)
    plot_chart_set_limits (chart, PLOT_AXIS_X, MIN (self->xs[0], self->xs[self->n - 1]),
                           MAX (self->xs[0], self->xs[self->n - 1]));
}

/**
 * bl_band_axis_set_line:
 * @self: an axis
 * @chart: where
 * @id: of the series
 * @good_values: (n_good)
 * @style: how
 *
 * Draws a spectrum with gaps where bands are bad.
 */
void
bl_band_axis_set_line (const BlBandAxis *self, PlotChart *chart, const char *id,
                       const float *good_values, const PlotStyle *style)
{
  g_autofree double *ys = g_new (double, self->n_drawn);

  for (guint i = 0; i < self->n_drawn; i++)
    ys[i] = NAN;
  for (guint i = 0; i < self->n_good; i++)
    ys[self->column[self->good[i]]] = (double) good_values[i];
  plot_chart_set_line (chart, id, self->drawn_xs, ys, self->n_drawn, style);
}

/**
 * bl_band_axis_set_error_band:
 * @self: an axis
 * @chart: where
 * @id: of a line that bl_band_axis_set_line() set
 * @low: (n_good): lower edge
 * @high: (n_good): upper edge
 *
 * Draws a band around a spectrum; setting the line again takes it away.
 */
void
bl_band_axis_set_error_band (const BlBandAxis *self, PlotChart *chart, const char *id,
                             const float *low, const float *high)
{
  g_autofree double *lo = g_new (double, self->n_drawn);
  g_autofree double *hi = g_new (double, self->n_drawn);

  for (guint i = 0; i < self->n_drawn; i++)
    lo[i] = hi[i] = NAN;
  for (guint j = 0; j < self->n_good; j++)
    {
      lo[self->column[self->good[j]]] = (double) low[j];
      hi[self->column[self->good[j]]] = (double) high[j];
    }
  plot_chart_set_error_band (chart, id, lo, hi, self->n_drawn);
}

/* (n_rows, n_drawn): the good bands at their columns, the rest empty. */
static float *
spread_rows (const BlBandAxis *self, const float *rows, gsize n_rows)
{
  float *ys = g_new (float, n_rows * self->n_drawn + 1);

  for (gsize i = 0; i < n_rows * self->n_drawn; i++)
    ys[i] = NAN;
  for (gsize r = 0; r < n_rows; r++)
    for (guint i = 0; i < self->n_good; i++)
      ys[r * self->n_drawn + self->column[self->good[i]]] = rows[r * self->n_good + i];
  return ys;
}

static float *
dup_drawn_xs (const BlBandAxis *self)
{
  float *xs = g_new (float, self->n_drawn);

  for (guint i = 0; i < self->n_drawn; i++)
    xs[i] = (float) self->drawn_xs[i];
  return xs;
}

/**
 * bl_band_axis_set_line_set:
 * @self: an axis
 * @chart: where
 * @id: of the series
 * @rows: (n_rows, n_good)
 * @n_rows: how many spectra
 * @style: how
 *
 * Draws many spectra at once, with gaps where bands are bad.
 */
void
bl_band_axis_set_line_set (const BlBandAxis *self, PlotChart *chart, const char *id,
                           const float *rows, gsize n_rows, const PlotStyle *style)
{
  g_autofree float *xs = dup_drawn_xs (self);
  g_autofree float *ys = spread_rows (self, rows, n_rows);

  plot_chart_set_line_set (chart, id, xs, ys, n_rows, self->n_drawn, style);
}

/**
 * bl_band_axis_set_small_multiples:
 * @self: an axis
 * @chart: where
 * @id: of the series
 * @rows: (n_rows, n_good)
 * @n_rows: how many spectra
 * @columns: small plots side by side
 * @style: how
 *
 * Draws each spectrum in a small plot of its own, all to one scale.
 */
void
bl_band_axis_set_small_multiples (const BlBandAxis *self, PlotChart *chart, const char *id,
                                  const float *rows, gsize n_rows, guint columns,
                                  const PlotStyle *style)
{
  g_autofree float *xs = dup_drawn_xs (self);
  g_autofree float *ys = spread_rows (self, rows, n_rows);

  plot_chart_set_small_multiples (chart, id, xs, ys, n_rows, self->n_drawn, columns, style);
}

/**
 * bl_band_axis_set_small_multiples_contrast:
 * @self: an axis
 * @chart: where
 * @id: of a sheet with as many cells
 * @rows: (n_rows, n_good)
 * @n_rows: how many spectra
 *
 * Draws another spectrum, faint, behind that of each cell.
 */
void
bl_band_axis_set_small_multiples_contrast (const BlBandAxis *self, PlotChart *chart,
                                           const char *id, const float *rows, gsize n_rows)
{
  g_autofree float *ys = spread_rows (self, rows, n_rows);

  plot_chart_set_small_multiples_contrast (chart, id, ys, n_rows);
}
