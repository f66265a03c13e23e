/* bl-spectrum-panel.c: one curve, and where red, green and blue of the picture are taken. */
#include "bl-spectrum-panel.h"

#include "bl-band-axis.h"
#include "bl-card.h"
#include "bl-composite.h"
#include "bl-plots.h"
#include "bl-worker.h"
#include "plot-view.h"

#include <math.h>
#include <string.h>

struct _BlSpectrumPanel
{
  BlPanel parent_instance;
  BlCard *card;
  PlotView *plot;
  AeScene *scene;
  BlBandAxis *axis;
  BlWorker *worker;  /* computes the selection's mean */
  guint channels[3]; /* bands of the picture */
  guint n_channels;  /* 1 or 3 */
  guint order[3];    /* of them, from left to right */
  guint dragged;
  guint n_shown; /* spectra to compare with */
  char *pin_text;
  gsize n_mean; /* pixels that the mean on screen is of */
};

typedef struct
{
  AeScene *scene;
  guint32 *pixels;
  gsize n;
} Selected;

/* The mean of the selected pixels, and how they spread. */
typedef struct
{
  float *mean, *low, *high; /* (all bands) */
} Mean;

/* Of the lines. */
static const char *const ids[]
    = { [BL_SPECTRUM_PINNED] = "input", [BL_SPECTRUM_SELECTED] = "selection" };

static guint channel_dragged; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlSpectrumPanel, bl_spectrum_panel, BL_TYPE_PANEL)

/* Marks go from left to right, or their words give way to each other. */
static void
sort_channels (BlSpectrumPanel *self)
{
  for (guint c = 0; c < self->n_channels; c++)
    {
      guint at = c;

      for (; at > 0
             && self->axis->xs[self->channels[self->order[at - 1]]]
                    > self->axis->xs[self->channels[c]];
           at--)
        self->order[at] = self->order[at - 1];
      self->order[at] = c;
    }
}

static void
mark_channels (BlSpectrumPanel *self)
{
  static const char *const letters[] = { "R", "G", "B" };
  const char *names[3];
  g_autofree char *together = NULL;
  double xs[3], span = fabs (self->axis->xs[self->axis->n - 1] - self->axis->xs[0]);

  sort_channels (self);
  for (guint c = 0; c < self->n_channels; c++)
    {
      xs[c] = self->axis->xs[self->channels[self->order[c]]];
      names[c] = self->n_channels == 1 ? "shown" : letters[self->order[c]];
    }
  if (self->n_channels == 3 && xs[2] - xs[0] < 0.1 * span)
    {
      together = g_strjoin (" ", names[0], names[1], names[2], NULL);
      names[2] = together;
      names[0] = names[1] = "";
    }
  plot_chart_set_marks (plot_view_get_chart (self->plot), xs, names, self->n_channels);
}

static guint
find_band (BlSpectrumPanel *self, double x)
{
  guint best = 0;

  for (guint b = 1; b < self->axis->n; b++)
    if (fabs (self->axis->xs[b] - x) < fabs (self->axis->xs[best] - x))
      best = b;
  return best;
}

static void
mark_drag_cb (PlotView *plot, guint mark, guint phase, double x, gpointer user_data)
{
  BlSpectrumPanel *self = user_data;
  guint band;

  if (self->axis == NULL || mark >= self->n_channels)
    return;
  /* Marks change places as they pass each other: the one that was taken stays in the hand. */
  if (phase == 0)
    self->dragged = self->order[mark];
  band = find_band (self, x);
  if (band == self->channels[self->dragged])
    return;
  self->channels[self->dragged] = band;
  mark_channels (self);
  g_signal_emit (self, channel_dragged, 0, self->dragged, band);
}

/* ------------------------------------------------------------------ the selection's mean */

static void
selected_free (gpointer data)
{
  Selected *selected = data;

  ae_scene_unref (selected->scene);
  g_free (selected->pixels);
  g_free (selected);
}

static void
mean_free (gpointer data)
{
  Mean *mean = data;

  g_free (mean->mean);
  g_free (mean->low);
  g_free (mean->high);
  g_free (mean);
}

/* Welford's recurrence: means of millions of pixels lose no digits. */
static gpointer
mean_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  GCancellable *cancellable = bl_worker_task_get_cancellable (task);
  const Selected *selected = inputs;
  guint bands = ae_scene_get_bands (selected->scene);
  g_autofree float *row = g_new (float, bands);
  g_autofree double *m = g_new0 (double, bands);
  g_autofree double *squares = g_new0 (double, bands);
  Mean *mean;

  for (gsize i = 0; i < selected->n && !g_cancellable_is_cancelled (cancellable); i++)
    {
      if (!ae_scene_read_pixel (selected->scene, selected->pixels[i], row, error))
        return NULL;
      for (guint b = 0; b < bands; b++)
        {
          double off = (double) row[b] - m[b];

          m[b] += off / (double) (i + 1);
          squares[b] += off * ((double) row[b] - m[b]);
        }
    }
  mean = g_new (Mean, 1);
  mean->mean = g_new (float, bands);
  mean->low = g_new (float, bands);
  mean->high = g_new (float, bands);
  for (guint b = 0; b < bands; b++)
    {
      double deviation = selected->n > 1 ? sqrt (squares[b] / (double) (selected->n - 1)) : 0;

      mean->mean[b] = (float) m[b];
      mean->low[b] = (float) (m[b] - deviation);
      mean->high[b] = (float) (m[b] + deviation);
    }
  return mean;
}

static const BlWorkerJob mean_job
    = { "mean of a selection", mean_in_thread, selected_free, mean_free };

static void
say (BlSpectrumPanel *self)
{
  const char *pin = self->pin_text != NULL ? self->pin_text : "no pinned pixel";
  g_autofree char *note = NULL;
  g_autofree char *words = NULL;

  if (self->n_mean > 0)
    {
      note = g_strdup_printf ("%s · %" G_GSIZE_FORMAT " selected", pin, self->n_mean);
      words = g_strdup_printf ("%s; mean ± deviation of %" G_GSIZE_FORMAT " selected", pin,
                               self->n_mean);
    }
  bl_card_set_note (self->card, note != NULL ? note : self->pin_text != NULL ? pin : "");
  plot_view_set_description (self->plot, words != NULL ? words : pin);
}

static void
pick_good (BlSpectrumPanel *self, float *out, const float *values)
{
  for (guint i = 0; i < self->axis->n_good; i++)
    out[i] = values[self->axis->good[i]];
}

static void
mean_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlSpectrumPanel *self = user_data;
  const Selected *selected = bl_worker_get_inputs (result);
  Mean *mean = bl_worker_run_finish (result, NULL);
  PlotChart *chart = plot_view_get_chart (self->plot);
  g_autofree float *good = NULL;
  g_autofree float *low = NULL;
  g_autofree float *high = NULL;

  if (mean == NULL)
    return;
  good = g_new (float, self->axis->n_good + 1);
  low = g_new (float, self->axis->n_good + 1);
  high = g_new (float, self->axis->n_good + 1);
  pick_good (self, good, mean->mean);
  pick_good (self, low, mean->low);
  pick_good (self, high, mean->high);
  bl_band_axis_set_line (self->axis, chart, ids[BL_SPECTRUM_SELECTED], good,
                         &(PlotStyle){ .label = "selection", .ink = PLOT_COLOR_CLASS (1) });
  bl_band_axis_set_error_band (self->axis, chart, ids[BL_SPECTRUM_SELECTED], low, high);
  self->n_mean = selected->n;
  mean_free (mean);
  say (self);
}

static void
selection_changed (BlPanel *panel, BlSelection *selection)
{
  BlSpectrumPanel *self = BL_SPECTRUM_PANEL (panel);
  const guint8 *mask = bl_selection_get_mask (selection);
  Selected *selected;

  bl_worker_cancel (self->worker);
  if (mask == NULL || self->scene == NULL)
    {
      plot_chart_remove (plot_view_get_chart (self->plot), ids[BL_SPECTRUM_SELECTED]);
      self->n_mean = 0;
      say (self);
      return;
    }
  selected = g_new0 (Selected, 1);
  selected->scene = ae_scene_ref (self->scene);
  selected->pixels = g_new (guint32, bl_selection_get_n (selection));
  for (gsize i = 0; i < ae_scene_get_n_pixels (self->scene); i++)
    if (mask[i])
      selected->pixels[selected->n++] = (guint32) i;
  bl_worker_run_async (self->worker, &mean_job, selected, mean_cb, self);
}

/* ------------------------------------------------------------------ the type */

static void
clear (BlSpectrumPanel *self)
{
  g_clear_pointer (&self->pin_text, g_free);
  self->n_mean = 0;
  g_clear_pointer (&self->axis, bl_band_axis_free);
  g_clear_pointer (&self->scene, ae_scene_unref);
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlSpectrumPanel *self = BL_SPECTRUM_PANEL (panel);
  PlotChart *chart = plot_view_get_chart (self->plot);
  gboolean is_grey;

  clear (self);
  plot_chart_clear (chart);
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
  self->axis = bl_band_axis_new (scene);
  bl_band_axis_label (self->axis, chart);
  bl_composite_choose_bands (scene, self->channels, &is_grey);
  self->n_channels = is_grey ? 0 : 3;
  self->n_shown = 0;
  mark_channels (self);
}

static void
pin_changed (BlPanel *panel, guint32 pixel, gboolean has_pin)
{
  BlSpectrumPanel *self = BL_SPECTRUM_PANEL (panel);
  PlotChart *chart = plot_view_get_chart (self->plot);
  g_autofree float *values = NULL;
  g_autofree float *good = NULL;
  guint samples;

  if (self->scene == NULL || !has_pin)
    {
      plot_chart_remove (chart, ids[BL_SPECTRUM_PINNED]);
      g_clear_pointer (&self->pin_text, g_free);
      say (self);
      return;
    }
  values = g_new0 (float, self->axis->n);
  good = g_new0 (float, self->axis->n_good + 1);
  samples = ae_scene_get_samples (self->scene);
  ae_scene_read_pixel (self->scene, pixel, values, NULL);
  pick_good (self, good, values);
  bl_band_axis_set_line (self->axis, chart, ids[BL_SPECTRUM_PINNED], good,
                         &(PlotStyle){ .ink = PLOT_COLOR_CLASS (0) });
  g_free (self->pin_text);
  self->pin_text
      = g_strdup_printf ("pinned line %u, sample %u%s", pixel / samples, pixel % samples,
                         ae_scene_is_masked (self->scene, pixel) ? " (no data)" : "");
  say (self);
}

static void
bl_spectrum_panel_dispose (GObject *object)
{
  g_clear_pointer (&BL_SPECTRUM_PANEL (object)->worker, bl_worker_free);
  clear (BL_SPECTRUM_PANEL (object));
  G_OBJECT_CLASS (bl_spectrum_panel_parent_class)->dispose (object);
}

static void
bl_spectrum_panel_class_init (BlSpectrumPanelClass *class)
{
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_spectrum_panel_dispose;
  channel_dragged
      = g_signal_new ("channel-dragged", BL_TYPE_SPECTRUM_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  panel_class->scene_changed = scene_changed;
  panel_class->selection_changed = selection_changed;
  panel_class->pin_changed = pin_changed;
}

static void
bl_spectrum_panel_init (BlSpectrumPanel *self)
{
  self->worker = bl_worker_new (BL_WORKER_REPLACE);
  self->plot = PLOT_VIEW (plot_view_new ());
  self->card = BL_CARD (bl_card_new ("Pixel spectrum", GTK_WIDGET (self->plot)));
  bl_plots_name (self->plot, BL_PLOT_SPECTRUM, NULL);
  plot_chart_set_empty_text (plot_view_get_chart (self->plot), "Click a pixel of the scene");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->card));
}

/**
 * bl_spectrum_panel_let_channels_move:
 * @self: the panel
 *
 * From now on its upright marks can be dragged: "channel-dragged" tells. It is the large one
 * of the Scene page, and its drawing is named so.
 */
void
bl_spectrum_panel_let_channels_move (BlSpectrumPanel *self)
{
  g_return_if_fail (BL_IS_SPECTRUM_PANEL (self));
  plot_view_set_marks_move (self->plot, TRUE);
  bl_plots_name (self->plot, BL_PLOT_LARGE_SPECTRUM, NULL);
  g_signal_connect (self->plot, "mark-drag", G_CALLBACK (mark_drag_cb), self);
}

/**
 * bl_spectrum_panel_set_channels:
 * @self: the panel, with a scene
 * @bands: (array length=n): red, green, blue of a picture elsewhere, or the one that it shows
 * @n: 3 or 1
 */
void
bl_spectrum_panel_set_channels (BlSpectrumPanel *self, const guint *bands, guint n)
{
  g_return_if_fail (BL_IS_SPECTRUM_PANEL (self));
  if (self->axis == NULL)
    return;
  self->n_channels = n;
  memcpy (self->channels, bands, n * sizeof *bands);
  mark_channels (self);
}

/**
 * bl_spectrum_panel_set_pointed:
 * @self: the panel
 * @is_in: whether the pointer is on a pixel
 * @pixel: which; of a scene in memory, as nothing is read from a file for it
 */
void
bl_spectrum_panel_set_pointed (BlSpectrumPanel *self, gboolean is_in, guint32 pixel)
{
  g_return_if_fail (BL_IS_SPECTRUM_PANEL (self));

  PlotChart *chart = plot_view_get_chart (self->plot);
  const float *cube = self->scene != NULL ? ae_scene_peek_cube (self->scene) : NULL;
  g_autofree float *good = NULL;

  if (!is_in || cube == NULL)
    {
      plot_chart_remove (chart, "pointed");
      return;
    }
  good = g_new (float, self->axis->n_good + 1);
  pick_good (self, good, cube + (gsize) pixel * self->axis->n);
  bl_band_axis_set_line (
      self->axis, chart, "pointed", good,
      &(PlotStyle){ .label = "pointer", .ink = PLOT_COLOR_DIM, .dash = PLOT_DASH_DOTTED });
}

/**
 * bl_spectrum_panel_set_shown:
 * @self: the panel, with a scene
 * @names: (array length=n): for the legend
 * @spectra: (n, good bands): scene units
 * @n: how many spectra to show beside the pixel's
 */
void
bl_spectrum_panel_set_shown (BlSpectrumPanel *self, const char *const *names,
                             const float *spectra, guint n)
{
  g_return_if_fail (BL_IS_SPECTRUM_PANEL (self));

  PlotChart *chart = plot_view_get_chart (self->plot);

  if (self->axis == NULL)
    return;
  for (guint i = 0; i < MAX (n, self->n_shown); i++)
    {
      g_autofree char *id = g_strdup_printf ("shown %u", i);

      if (i < n)
        bl_band_axis_set_line (self->axis, chart, id, spectra + (gsize) i * self->axis->n_good,
                               &(PlotStyle){ .label = names[i],
                                             .ink = PLOT_COLOR_CLASS (2 + i % 6),
                                             .dash = PLOT_DASH_DASHED });
      else
        plot_chart_remove (chart, id);
    }
  self->n_shown = n;
}

/**
 * bl_spectrum_panel_dup_spectrum:
 * @self: the panel
 * @which: of those that are drawn
 *
 * Returns: (transfer full) (nullable): (good bands), as it is drawn; %NULL where it is not.
 */
float *
bl_spectrum_panel_dup_spectrum (BlSpectrumPanel *self, BlSpectrum which)
{
  g_return_val_if_fail (BL_IS_SPECTRUM_PANEL (self), NULL);

  PlotSeries *series = plot_chart_get_series (plot_view_get_chart (self->plot), ids[which]);
  float *out;

  if (self->axis == NULL || series == NULL || series->ys == NULL)
    return NULL;
  out = g_new (float, self->axis->n_good + 1);
  for (guint i = 0; i < self->axis->n_good; i++)
    out[i] = (float) series->ys[self->axis->column[self->axis->good[i]]];
  return out;
}
