/* bl-code-size-picker.c: a small chart in the settings of a run: a click on it, or its button,
 * asks for a code size. What follows from that is the settings' matter.
 */
#include "bl-code-size-picker.h"

#include "bl-plots.h"
#include "plot-view.h"

#include <math.h>

#define HEIGHT 148

struct _BlCodeSizePicker
{
  AdwPreferencesRow parent_instance;
  PlotView *plot;
  GtkLabel *words;
  GtkButton *use;
  guint n;     /* sizes of the curve; 0 while there is none */
  guint offer; /* 0: none */
  guint size;  /* of the network that the settings are of; 0: none */
  double noise;
  double *rmse; /* (n) */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS]; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlCodeSizePicker, bl_code_size_picker, ADW_TYPE_PREFERENCES_ROW)

/* ------------------------------------------------------------------ showing */

/* A ring where the size is that stands in the layers, a disc where noise is met. */
static void
mark (BlCodeSizePicker *self, const char *id, guint size, const PlotStyle *style)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  double x = size, y;

  if (size == 0 || size > self->n)
    {
      plot_chart_remove (chart, id);
      return;
    }
  y = self->rmse[size - 1];
  plot_chart_set_line (chart, id, &x, &y, 1, style);
}

static void
show_sizes (BlCodeSizePicker *self)
{
  g_autofree char *label = g_strdup_printf ("Use %u", self->offer);
  g_autofree char *text = NULL, *told = NULL;

  if (self->n == 0)
    return;
  mark (self, "offer", self->offer,
        &(PlotStyle){ .ink = PLOT_COLOR_CLASS (1), .marker = PLOT_MARKER_DISC, .width = 5 });
  mark (self, "now", self->size,
        &(PlotStyle){ .ink = PLOT_COLOR_TEXT, .marker = PLOT_MARKER_RING, .width = 4 });
  text = self->offer > 0 ? g_strdup_printf ("PCA’s error meets the noise at %u code%s",
                                            self->offer, self->offer == 1 ? "" : "s")
                         : g_strdup ("No noise is known to meet");
  gtk_label_set_label (self->words, text);
  gtk_button_set_label (self->use, label);
  gtk_widget_set_visible (GTK_WIDGET (self->use), self->offer > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->use), self->offer != self->size);
  told = g_strdup_printf ("%s; noise %.3g, PCA-%u %.3g; %u codes now", text, self->noise,
                          MAX (self->offer, 1), self->rmse[MAX (self->offer, 1) - 1],
                          self->size);
  plot_view_set_description (self->plot, told);
}

static void
show_curve (BlCodeSizePicker *self)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  g_autofree double *sizes = g_new (double, MAX (self->n, 1));

  for (guint k = 0; k < self->n; k++)
    sizes[k] = k + 1;
  plot_chart_set_line (
      chart, "pca", sizes, self->rmse, self->n,
      &(PlotStyle){ .label = "RMSE of PCA", .ink = PLOT_COLOR_CLASS (0), .width = 1.6 });
  plot_chart_set_level (
      chart, "noise", self->noise,
      &(PlotStyle){ .label = "noise", .ink = PLOT_COLOR_CLASS (1), .dash = PLOT_DASH_DASHED });
  plot_chart_set_limits (chart, PLOT_AXIS_X, 1, MAX (self->n, 2));
}

/* ------------------------------------------------------------------ choosing */

static void
clicked_cb (PlotView *plot, double x, double y, guint modifiers, BlCodeSizePicker *self)
{
  if (self->n > 0 && isfinite (x))
    g_signal_emit (self, signals[CHOSEN], 0, (guint) CLAMP (round (x), 1.0, (double) self->n));
}

static void
use_cb (BlCodeSizePicker *self)
{
  if (self->offer > 0)
    g_signal_emit (self, signals[CHOSEN], 0, self->offer);
}

/* ------------------------------------------------------------------ the type */

static void
bl_code_size_picker_finalize (GObject *object)
{
  g_free (BL_CODE_SIZE_PICKER (object)->rmse);
  G_OBJECT_CLASS (bl_code_size_picker_parent_class)->finalize (object);
}

static void
bl_code_size_picker_class_init (BlCodeSizePickerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bl_code_size_picker_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", BL_TYPE_CODE_SIZE_PICKER, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  g_type_ensure (PLOT_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bandloom/Bandloom/ui/bl-code-size-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, BlCodeSizePicker, plot);
  gtk_widget_class_bind_template_child (widget_class, BlCodeSizePicker, words);
  gtk_widget_class_bind_template_child (widget_class, BlCodeSizePicker, use);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
}

static void
bl_code_size_picker_init (BlCodeSizePicker *self)
{
  PlotChart *chart;

  gtk_widget_init_template (GTK_WIDGET (self));
  chart = plot_view_get_chart (self->plot);
  plot_chart_set_is_compact (chart, TRUE);
  plot_chart_set_log (chart, PLOT_AXIS_Y, TRUE);
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Code size", NULL);
  plot_view_set_scroll_zooms (self->plot, FALSE);
  bl_plots_name (self->plot, BL_PLOT_CODE_SIZE, NULL);
  gtk_widget_set_size_request (GTK_WIDGET (self->plot), -1, HEIGHT);
}

/**
 * bl_code_size_picker_new:
 *
 * Returns: (transfer floating): a picker that is hidden until it has a curve. Main thread.
 */
GtkWidget *
bl_code_size_picker_new (void)
{
  return g_object_new (BL_TYPE_CODE_SIZE_PICKER, "visible", FALSE, NULL);
}

/**
 * bl_code_size_picker_set_curve:
 * @self: a picker
 * @curve: (nullable): of the scene; copied. Hidden without one, and where all pixels are the
 *   same
 */
void
bl_code_size_picker_set_curve (BlCodeSizePicker *self, const AeCodeCurve *curve)
{
  g_return_if_fail (BL_IS_CODE_SIZE_PICKER (self));
  g_clear_pointer (&self->rmse, g_free);
  self->n = curve != NULL && curve->n > 0 && curve->rmse[0] > 0 ? curve->n : 0;
  gtk_widget_set_visible (GTK_WIDGET (self), self->n > 0);
  if (self->n == 0)
    return;
  self->rmse = g_memdup2 (curve->rmse, curve->n * sizeof *curve->rmse);
  self->noise = curve->noise_rmse;
  self->offer = curve->size;
  show_curve (self);
  show_sizes (self);
}

/**
 * bl_code_size_picker_set_size:
 * @self: a picker
 * @size: codes of the network that the settings are of; 0: not known
 */
void
bl_code_size_picker_set_size (BlCodeSizePicker *self, guint size)
{
  g_return_if_fail (BL_IS_CODE_SIZE_PICKER (self));
  if (self->size == size)
    return;
  self->size = size;
  show_sizes (self);
}
