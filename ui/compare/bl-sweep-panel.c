/* bl-sweep-panel.c: asks for a sweep and shows it as it comes in. */
#include "bl-sweep-panel.h"

#include "ae-number.h"
#include "bl-band-axis.h"
#include "bl-plots.h"
#include "bl-widgets.h"

#include <math.h>
#include <string.h>

#define MOST_CHOICES 16

struct _BlSweepPanel
{
  BlPanel parent_instance;
  GtkDropDown *factor;
  GtkEditable *from, *to;
  GtkSpinButton *steps;
  GtkWidget *run, *stop, *save;
  GtkCheckButton *by_auc;
  GtkLabel *progress;
  PlotView *curve, *strip;
  AeScene *scene;
  BlBandAxis *axis;
  BlSweepChoice choices[MOST_CHOICES];
  guint n_choices;
  BlSweepChoice shown; /* what the points are of */
  BlSweepPoint *points;
  guint n;
};

G_DEFINE_FINAL_TYPE (BlSweepPanel, bl_sweep_panel, BL_TYPE_PANEL)

static gboolean
read_number (GtkEditable *entry, double *value)
{
  return ae_number_parse (gtk_editable_get_text (entry), value);
}

static void
write_number (GtkEditable *entry, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%g", value);
  gtk_editable_set_text (entry, text);
}

static void
chosen_cb (BlSweepPanel *self)
{
  guint i = gtk_drop_down_get_selected (self->factor);

  if (i >= self->n_choices)
    return;
  write_number (self->from, self->choices[i].from);
  write_number (self->to, self->choices[i].to);
}

static void
run_cb (BlSweepPanel *self)
{
  guint i = gtk_drop_down_get_selected (self->factor);
  double from, to;

  if (i >= self->n_choices)
    return;
  if (read_number (self->from, &from) && read_number (self->to, &to))
    gtk_widget_activate_action (GTK_WIDGET (self), "sweep.start", "(sddu)",
                                self->choices[i].key, from, to,
                                (guint) gtk_spin_button_get_value_as_int (self->steps));
  else
    gtk_label_set_label (self->progress, "From and to are numbers, such as 0.1");
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlSweepPanel *self = BL_SWEEP_PANEL (panel);

  g_clear_pointer (&self->axis, bl_band_axis_free);
  g_clear_pointer (&self->scene, ae_scene_unref);
  plot_chart_clear (plot_view_get_chart (self->curve));
  plot_chart_clear (plot_view_get_chart (self->strip));
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
  self->axis = bl_band_axis_new (scene);
}

static void
bl_sweep_panel_dispose (GObject *object)
{
  BlSweepPanel *self = BL_SWEEP_PANEL (object);

  g_clear_pointer (&self->axis, bl_band_axis_free);
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->points, g_free);
  G_OBJECT_CLASS (bl_sweep_panel_parent_class)->dispose (object);
}

/* Held-out error, the less the better; or, where labels mark what is to be found, how well the
 * errors find it, the more the better. */
static void
draw_curve (BlSweepPanel *self)
{
  PlotChart *chart = plot_view_get_chart (self->curve);
  gboolean is_auc = gtk_widget_get_visible (GTK_WIDGET (self->by_auc))
                    && gtk_check_button_get_active (self->by_auc);
  g_autofree double *xs = g_new (double, self->n);
  g_autofree double *ys = g_new (double, self->n);
  g_autofree double *pca = g_new (double, self->n);
  gboolean is_log = self->shown.is_log;
  g_autofree char *words = NULL;
  guint best = 0;

  for (guint i = 0; i < self->n; i++)
    {
      const BlSweepPoint *point = &self->points[i];

      xs[i] = point->value;
      ys[i] = is_auc ? point->auc : point->rmse;
      pca[i] = is_auc ? point->pca_auc : point->pca_rmse;
      is_log = is_log && xs[i] > 0;
      if (is_auc ? !(ys[i] <= ys[best]) : !(ys[i] >= ys[best]))
        best = i;
    }
  plot_chart_set_log (chart, PLOT_AXIS_X, is_log);
  plot_chart_set_log (chart, PLOT_AXIS_Y, !is_auc);
  plot_chart_set_axis (chart, PLOT_AXIS_X, self->shown.name, NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, is_auc ? "AUC of the error map" : "RMSE, held out",
                       NULL);
  plot_chart_set_line (chart, "rmse", xs, ys, self->n,
                       &(PlotStyle){ .label = "autoencoder",
                                     .ink = PLOT_COLOR_CLASS (0),
                                     .marker = PLOT_MARKER_DISC });
  plot_chart_set_line (chart, "pca", xs, pca, self->n,
                       &(PlotStyle){ .label = "exact PCA",
                                     .ink = PLOT_COLOR_TEXT,
                                     .dash = PLOT_DASH_DOTTED,
                                     .marker = PLOT_MARKER_SQUARE });
  words = g_strdup_printf ("%u trials, %s %.5g at %s %g is the best", self->n,
                           is_auc ? "AUC" : "RMSE", ys[best], self->shown.name, xs[best]);
  plot_view_set_description (self->curve, words);
}

static void
by_auc_cb (BlSweepPanel *self)
{
  if (self->n > 0)
    draw_curve (self);
}

static void
bl_sweep_panel_class_init (BlSweepPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_sweep_panel_dispose;
  panel_class->scene_changed = scene_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-sweep-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, factor);
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, from);
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, to);
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, steps);
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, run);
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, stop);
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, save);
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, by_auc);
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, progress);
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, curve);
  gtk_widget_class_bind_template_child (widget_class, BlSweepPanel, strip);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
  gtk_widget_class_bind_template_callback (widget_class, by_auc_cb);
}

static void
bl_sweep_panel_init (BlSweepPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_widgets_set_accessible_label (GTK_WIDGET (self->factor), "What changes");
  bl_plots_name (self->curve, BL_PLOT_SWEEP, NULL);
  bl_plots_name (self->strip, BL_PLOT_SWEEP_SPECTRA, NULL);
  bl_sweep_panel_set_progress (self, "", FALSE);
}

/**
 * bl_sweep_panel_set_choices:
 * @self: the panel
 * @choices: (n) what can change in the active run; the texts are static
 * @n: at most 16
 *
 * Main thread, as all of these.
 */
void
bl_sweep_panel_set_choices (BlSweepPanel *self, const BlSweepChoice *choices, guint n)
{
  g_return_if_fail (BL_IS_SWEEP_PANEL (self));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->n_choices = MIN (n, MOST_CHOICES);
  memcpy (self->choices, choices, self->n_choices * sizeof *choices);
  for (guint i = 0; i < self->n_choices; i++)
    gtk_string_list_append (names, choices[i].name);
  gtk_drop_down_set_model (self->factor, G_LIST_MODEL (names));
  chosen_cb (self);
}

/* Copies what the curve is of; the spectra are drawn at once. */
static void
keep_points (BlSweepPanel *self, const BlSweepChoice *factor, const BlSweepPoint *points,
             guint n)
{
  gboolean has_auc = FALSE;

  g_free (self->points);
  self->points = g_memdup2 (points, n * sizeof *points);
  self->n = n;
  self->shown = *factor;
  for (guint i = 0; i < n; i++)
    {
      self->points[i].output = NULL;
      has_auc = has_auc || isfinite (points[i].auc);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->by_auc), has_auc);
}

static void
draw_strip (BlSweepPanel *self, const BlSweepPoint *points, guint n)
{
  guint good = self->axis->n_good, columns = n <= 4 ? n : (n + 1) / 2;
  g_autofree float *rows = g_new (float, (gsize) n *good + 1);
  guint m = 0;

  for (guint i = 0; i < n; i++)
    if (points[i].output != NULL)
      memcpy (rows + (gsize) m++ * good, points[i].output, good * sizeof (float));
  if (m > 0)
    bl_band_axis_set_small_multiples (
        self->axis, plot_view_get_chart (self->strip), "trials", rows, m, columns,
        &(PlotStyle){ .ink = PLOT_COLOR_CLASS (0), .width = 1.2 });
  plot_view_set_description (self->strip,
                             m > 0 ? "the pinned pixel as each trial has it" : "nothing yet");
}

/**
 * bl_sweep_panel_set_points:
 * @self: a panel with a scene
 * @factor: what changes
 * @points: (n) in the order of their values
 * @n: how many there are by now; 0 clears the plots
 */
void
bl_sweep_panel_set_points (BlSweepPanel *self, const BlSweepChoice *factor,
                           const BlSweepPoint *points, guint n)
{
  g_return_if_fail (BL_IS_SWEEP_PANEL (self));
  if (n == 0 || self->axis == NULL)
    {
      plot_chart_clear (plot_view_get_chart (self->curve));
      plot_chart_clear (plot_view_get_chart (self->strip));
      self->n = 0;
      return;
    }
  keep_points (self, factor, points, n);
  draw_curve (self);
  draw_strip (self, points, n);
}

/**
 * bl_sweep_panel_set_progress:
 * @self: the panel
 * @text: how far it is, or what came of it
 * @is_busy: whether trials are running
 */
void
bl_sweep_panel_set_progress (BlSweepPanel *self, const char *text, gboolean is_busy)
{
  g_return_if_fail (BL_IS_SWEEP_PANEL (self));
  gtk_label_set_label (self->progress, text);
  gtk_widget_set_sensitive (self->run, !is_busy);
  gtk_widget_set_visible (self->stop, is_busy);
  gtk_widget_set_visible (self->save, !is_busy);
}
