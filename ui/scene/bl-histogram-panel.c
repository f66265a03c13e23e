/* bl-histogram-panel.c: histogram and statistics of bands, counted on a worker over all pixels
 * (of a scene on demand, over every so-manieth, and it says so); ROC curves as they come.
 */
#include "bl-histogram-panel.h"

#include "bl-card.h"
#include "bl-plots.h"
#include "bl-worker.h"
#include "plot-view.h"

#include <math.h>
#include <string.h>

#define BINS      128
#define MOST_READ 250000 /* pixels of a scene on demand */

/* What one band comes to. */
typedef struct
{
  guint band;
  gsize n; /* pixels with a value */
  double lowest, highest, mean, deviation;
  double counts[BINS]; /* share of the pixels, a bin from lowest to highest */
} Spread;

struct _BlHistogramPanel
{
  BlPanel parent_instance;
  BlCard *card;
  PlotView *plot;
  AeScene *scene;
  BlWorker *worker; /* counts */
  guint bands[3];
  guint n;
  gboolean has_rocs;
};

/* What is to be counted. */
typedef struct
{
  AeScene *scene;
  guint bands[3];
  guint n;
} Bands;

typedef struct
{
  guint n, step;
  Spread spreads[3];
} Counted;

G_DEFINE_FINAL_TYPE (BlHistogramPanel, bl_histogram_panel, BL_TYPE_PANEL)

static void
bands_free (gpointer data)
{
  ae_scene_unref (((Bands *) data)->scene);
  g_free (data);
}

/* ------------------------------------------------------------------ counting */

static void
count (Spread *spread, const float *values, gsize n)
{
  double sum = 0, squares = 0;

  spread->lowest = INFINITY;
  spread->highest = -INFINITY;
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        spread->lowest = fmin (spread->lowest, (double) values[i]);
        spread->highest = fmax (spread->highest, (double) values[i]);
        sum += (double) values[i];
        spread->n++;
      }
  if (spread->n == 0)
    return;
  spread->mean = sum / (double) spread->n;
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        double unit = (double) values[i] - spread->lowest,
               off = (double) values[i] - spread->mean;
        double width = spread->highest - spread->lowest;
        guint bin = width > 0 ? (guint) (unit / width * BINS) : 0;

        squares += off * off;
        spread->counts[MIN (bin, BINS - 1)] += 100.0 / (double) spread->n;
      }
  spread->deviation = spread->n > 1 ? sqrt (squares / (double) (spread->n - 1)) : 0;
}

/* Pixels without data become NAN. */
static gsize
read_values (AeScene *scene, guint band, guint step, float *values)
{
  gsize n = ae_scene_get_n_pixels (scene), m = 0;
  guint samples = ae_scene_get_samples (scene), lines = ae_scene_get_lines (scene);

  if (step == 1)
    {
      if (!ae_scene_read_band (scene, band, values, NULL))
        return 0;
      for (gsize i = 0; i < n; i++)
        if (ae_scene_is_masked (scene, i))
          values[i] = NAN;
      return n;
    }
  if (!ae_scene_read_preview (scene, &band, 1, step, values, NULL))
    return 0;
  for (guint y = 0; y < lines; y += step)
    for (guint x = 0; x < samples; x += step, m++)
      if (ae_scene_is_masked (scene, (gsize) y * samples + x)
          || values[m] == (float) ae_scene_get_nodata (scene))
        values[m] = NAN;
  return m;
}

static gpointer
count_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  GCancellable *cancellable = bl_worker_task_get_cancellable (task);
  const Bands *bands = inputs;
  gsize n = ae_scene_get_n_pixels (bands->scene);
  g_autofree float *values = g_new (float, n);
  Counted *counted = g_new0 (Counted, 1);
  guint step = 1;

  while (ae_scene_peek_cube (bands->scene) == NULL && n / ((gsize) step * step) > MOST_READ)
    step++;
  counted->n = bands->n;
  counted->step = step;
  for (guint c = 0; c < bands->n && !g_cancellable_is_cancelled (cancellable); c++)
    {
      counted->spreads[c].band = bands->bands[c];
      count (&counted->spreads[c], values,
             read_values (bands->scene, bands->bands[c], step, values));
    }
  return counted;
}

static const BlWorkerJob count_job = { "histogram", count_in_thread, bands_free, g_free };

/* ------------------------------------------------------------------ drawing */

static char *
dup_band_name (AeScene *scene, guint band)
{
  const double *nm = ae_scene_get_wavelengths_nm (scene);

  return nm != NULL ? g_strdup_printf ("%.0f nm", nm[band])
                    : g_strdup_printf ("band %u", band + 1);
}

static void
draw_spread (BlHistogramPanel *self, const Spread *spread, guint c, guint n)
{
  static const guint32 colours[] = { 0xd8453e, 0x3f9b4b, 0x4472d8 };
  g_autofree char *id = g_strdup_printf ("band %u", c);
  g_autofree char *name = dup_band_name (self->scene, spread->band);
  double xs[BINS];

  for (guint i = 0; i < BINS; i++)
    xs[i] = spread->lowest + (spread->highest - spread->lowest) * (i + 0.5) / BINS;
  plot_chart_set_line (
      plot_view_get_chart (self->plot), id, xs, spread->counts, BINS,
      &(PlotStyle){ .label = name,
                    .ink = n == 1 ? PLOT_COLOR_ACCENT : PLOT_COLOR_RGB (colours[c]) });
}

/* Under the title there is room for little. */
static char *
dup_note (const Counted *counted)
{
  g_autoptr (GString) text = g_string_new (counted->n > 1 ? "means " : NULL);

  for (guint c = 0; c < counted->n; c++)
    {
      const Spread *s = &counted->spreads[c];

      if (counted->n == 1)
        g_string_append_printf (text, "%.4g to %.4g, mean ", s->lowest, s->highest);
      g_string_append_printf (text, "%s%.4g ± %.3g", c > 0 ? " · " : "", s->mean, s->deviation);
    }
  if (counted->step > 1)
    g_string_append_printf (text, " · one pixel in %u", counted->step * counted->step);
  return g_strdup (text->str);
}

static void
say (BlHistogramPanel *self, const Counted *counted)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *note = dup_note (counted);

  for (guint c = 0; c < counted->n; c++)
    {
      const Spread *s = &counted->spreads[c];
      g_autofree char *name = dup_band_name (self->scene, s->band);

      g_string_append_printf (text, "%s%s: %.4g to %.4g, mean %.4g ± %.3g", c > 0 ? " · " : "",
                              name, s->lowest, s->highest, s->mean, s->deviation);
    }
  bl_card_set_note (self->card, note);
  plot_view_set_description (self->plot, text->str);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlHistogramPanel *self = user_data;
  g_autofree Counted *counted = bl_worker_run_finish (result, NULL);
  PlotChart *chart = plot_view_get_chart (self->plot);

  plot_chart_clear (chart);
  bl_card_set_title (self->card, "Histogram");
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Value", NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "Pixels", "%");
  plot_chart_set_include (chart, PLOT_AXIS_Y, 0);
  for (guint c = 0; c < counted->n; c++)
    if (counted->spreads[c].n > 0)
      draw_spread (self, &counted->spreads[c], c, counted->n);
  say (self, counted);
}

static void
start (BlHistogramPanel *self)
{
  Bands *bands = g_new0 (Bands, 1);

  bands->scene = ae_scene_ref (self->scene);
  bands->n = self->n;
  memcpy (bands->bands, self->bands, sizeof bands->bands);
  bl_worker_run_async (self->worker, &count_job, bands, counted_cb, self);
}

/* ------------------------------------------------------------------ the type */

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlHistogramPanel *self = BL_HISTOGRAM_PANEL (panel);

  bl_worker_cancel (self->worker);
  g_clear_pointer (&self->scene, ae_scene_unref);
  self->scene = scene != NULL ? ae_scene_ref (scene) : NULL;
  self->n = 0;
  self->has_rocs = FALSE;
  plot_chart_clear (plot_view_get_chart (self->plot));
}

static void
bl_histogram_panel_dispose (GObject *object)
{
  BlHistogramPanel *self = BL_HISTOGRAM_PANEL (object);

  g_clear_pointer (&self->worker, bl_worker_free);
  g_clear_pointer (&self->scene, ae_scene_unref);
  G_OBJECT_CLASS (bl_histogram_panel_parent_class)->dispose (object);
}

static void
bl_histogram_panel_class_init (BlHistogramPanelClass *class)
{
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_histogram_panel_dispose;
  panel_class->scene_changed = scene_changed;
}

static void
bl_histogram_panel_init (BlHistogramPanel *self)
{
  self->worker = bl_worker_new (BL_WORKER_REPLACE);
  self->plot = PLOT_VIEW (plot_view_new ());
  self->card = BL_CARD (bl_card_new ("Histogram", GTK_WIDGET (self->plot)));
  bl_plots_name (self->plot, BL_PLOT_HISTOGRAM, NULL);
  plot_chart_set_empty_text (plot_view_get_chart (self->plot), "The values are being counted");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->card));
}

/**
 * bl_histogram_panel_new:
 *
 * Returns: (transfer floating): the panel. Main thread, as all of these.
 */
GtkWidget *
bl_histogram_panel_new (void)
{
  return g_object_new (BL_TYPE_HISTOGRAM_PANEL, NULL);
}

/**
 * bl_histogram_panel_set_bands:
 * @self: the panel, with a scene
 * @bands: (array length=n): 0-based: red, green and blue, or one
 * @n: 3 or 1
 */
void
bl_histogram_panel_set_bands (BlHistogramPanel *self, const guint *bands, guint n)
{
  g_return_if_fail (BL_IS_HISTOGRAM_PANEL (self));
  if (self->scene == NULL
      || (!self->has_rocs && n == self->n
          && memcmp (bands, self->bands, n * sizeof *bands) == 0))
    return;
  self->has_rocs = FALSE;
  self->n = n;
  memcpy (self->bands, bands, n * sizeof *bands);
  start (self);
}

/**
 * bl_histogram_panel_set_rocs:
 * @self: the panel
 * @names: (array length=n): of the maps
 * @rocs: (array length=n): how well each finds what is labelled; copied
 * @n: how many; 0 where there are no labels
 */
void
bl_histogram_panel_set_rocs (BlHistogramPanel *self, const char *const *names,
                             AeRoc *const *rocs, guint n)
{
  g_return_if_fail (BL_IS_HISTOGRAM_PANEL (self));

  static const double diagonal[] = { 0, 1 };
  PlotChart *chart = plot_view_get_chart (self->plot);
  g_autoptr (GString) text = g_string_new (NULL);

  bl_worker_cancel (self->worker);
  self->has_rocs = TRUE;
  plot_chart_clear (chart);
  bl_card_set_title (self->card, "ROC");
  plot_chart_set_axis (chart, PLOT_AXIS_X, "False alarms, share of the background", NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "Targets found", NULL);
  plot_chart_set_limits (chart, PLOT_AXIS_X, 0, 1);
  plot_chart_set_limits (chart, PLOT_AXIS_Y, 0, 1);
  if (n > 0)
    plot_chart_set_line (chart, "chance", diagonal, diagonal, 2,
                         &(PlotStyle){ .ink = PLOT_COLOR_DIM, .dash = PLOT_DASH_DOTTED });
  else
    plot_chart_set_empty_text (chart, "Labels say what is to be found: open a label image");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("roc %u", i);
      g_autofree char *label = g_strdup_printf ("%s  %.4f", names[i], rocs[i]->auc);

      plot_chart_set_line (chart, id, rocs[i]->false_rate, rocs[i]->true_rate, rocs[i]->n,
                           &(PlotStyle){ .label = label, .ink = PLOT_COLOR_CLASS (i) });
      g_string_append_printf (text, "%s%s AUC %.4f", i > 0 ? " · " : "", names[i],
                              rocs[i]->auc);
    }
  if (n > 0)
    g_string_append_printf (text, " · %" G_GSIZE_FORMAT " targets", rocs[0]->n_targets);
  bl_card_set_note (self->card, text->str);
  plot_view_set_description (self->plot, n > 0 ? text->str : "no labels");
}
