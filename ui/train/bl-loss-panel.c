/* bl-loss-panel.c: training, validation, their terms, the PCA line and the marks of turned
 * hyperparams. */
#include "bl-loss-panel.h"

#include "bl-card.h"
#include "bl-loss-lines.h"
#include "bl-plots.h"
#include "plot-smooth.h"
#include "plot-view.h"

#include <math.h>

#define SMOOTHING   0.9
#define MARKS_SHOWN 12

struct _BlLossPanel
{
  AdwBin parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkToggleButton *look_back;
  double past; /* epoch that is looked back to; NAN: none */
  guint shown_points;
  guint64 shown_step, shown_generation;
};

G_DEFINE_FINAL_TYPE (BlLossPanel, bl_loss_panel, ADW_TYPE_BIN)

static void
set_term (PlotChart *chart, const AeHistoryPoint *points, guint n, const double *xs,
          AeLossTerm term, gboolean is_alone)
{
  const AeTermInfo *info = ae_term_info_get (term);
  g_autofree double *ys = g_new (double, n);
  gboolean is_there = FALSE;

  for (guint i = 0; i < n; i++)
    {
      ys[i] = points[i].train.values[term];
      is_there = is_there || ys[i] > 0;
    }
  if (is_there && !is_alone)
    {
      g_autofree double *smooth = g_new (double, n);

      plot_smooth (smooth, ys, n, SMOOTHING);
      plot_chart_set_line (chart, info->key, xs, smooth, n,
                           &(PlotStyle){ .label = info->title,
                                         .ink = PLOT_COLOR_CLASS (info->colour),
                                         .width = 1.0,
                                         .dash = PLOT_DASH_DASHED });
    }
  else
    plot_chart_remove (chart, info->key);
}

/* Reconstruction alone would only repeat the total. */
static gboolean
has_other_terms (const AeHistoryPoint *last)
{
  for (guint t = 0; t < AE_N_TERMS; t++)
    if (t != AE_TERM_RECONSTRUCTION && last->train.values[t] > 0)
      return TRUE;
  return FALSE;
}

static void
set_training (PlotChart *chart, const AeHistory *history)
{
  bl_loss_lines_set_training (
      chart, history,
      &(PlotStyle){ .label = "batch", .ink = PLOT_COLOR_CLASS (0), .width = 1, .alpha = 0.3 },
      &(PlotStyle){ .label = "training", .ink = PLOT_COLOR_CLASS (0), .width = 1.8 });
}

static void
set_validation (PlotChart *chart, const AeSnapshot *snapshot)
{
  bl_loss_lines_set_validation (
      chart, snapshot->history,
      &(PlotStyle){ .label = "validation",
                    .ink = PLOT_COLOR_CLASS (1),
                    .width = 1.8,
                    .marker = snapshot->epoch < 40 ? PLOT_MARKER_DISC : PLOT_MARKER_NONE });
}

static void
set_marks (PlotChart *chart, const AeHistory *history)
{
  guint n = ae_history_get_n_marks (history), first = n > MARKS_SHOWN ? n - MARKS_SHOWN : 0;
  const AeHistoryMark *marks = ae_history_get_marks (history);
  double xs[MARKS_SHOWN];
  char *texts[MARKS_SHOWN];

  for (guint i = first; i < n; i++)
    {
      xs[i - first] = marks[i].epoch;
      texts[i - first] = ae_history_mark_dup_text (&marks[i]);
    }
  plot_chart_set_marks (chart, xs, (const char *const *) texts, n - first);
  for (guint i = 0; i < n - first; i++)
    g_free (texts[i]);
}

static void
append_losses (GString *text, const AeSnapshot *s)
{
  g_string_append_printf (text, "training %.3g", s->batch_loss.total);
  if (!isnan (s->validation_loss.total))
    g_string_append_printf (text, ", validation %.3g", s->validation_loss.total);
}

/* The note leaves out what the status line and the legend say already: room is short. */
static void
describe (BlLossPanel *self, const AeSnapshot *s)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) note = g_string_new (NULL);
  guint n_marks = ae_history_get_n_marks (s->history);

  if (s->step > 0)
    {
      append_losses (note, s);
      g_string_append_printf (text, "epoch %u, ", s->epoch);
      append_losses (text, s);
      if (!isnan (s->pca_mse))
        g_string_append_printf (text, ", PCA %.3g", s->pca_mse);
    }
  else
    g_string_append (text, "no batch yet");
  if (n_marks > 0)
    {
      g_autofree char *mark
          = ae_history_mark_dup_text (&ae_history_get_marks (s->history)[n_marks - 1]);

      g_string_append_printf (text, "; %s", mark);
    }
  if (!isnan (self->past))
    {
      g_string_printf (note, "looked back to epoch %g of %u", self->past, s->epoch);
      g_string_append_printf (text, "; looked back to epoch %g", self->past);
    }
  bl_card_set_note (self->card, note->str);
  plot_view_set_description (self->plot, text->str);
}

/* ------------------------------------------------------------------ looking back */

static void
drag_cb (PlotView *plot, guint phase, double x, double y, BlLossPanel *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.look-back", "d", x);
}

static void
toggled_cb (BlLossPanel *self)
{
  gboolean is_on = gtk_toggle_button_get_active (self->look_back);

  plot_view_set_tool (self->plot, is_on ? PLOT_TOOL_POINT : PLOT_TOOL_PAN);
  if (!is_on)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.look-back", "d", (double) NAN);
}

/* ------------------------------------------------------------------ the type */

static void
bl_loss_panel_class_init (BlLossPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (BL_TYPE_CARD);
  g_type_ensure (PLOT_TYPE_VIEW);
  g_type_ensure (PLOT_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-loss-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlLossPanel, card);
  gtk_widget_class_bind_template_child (widget_class, BlLossPanel, plot);
  gtk_widget_class_bind_template_child (widget_class, BlLossPanel, look_back);
  gtk_widget_class_bind_template_callback (widget_class, drag_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
bl_loss_panel_init (BlLossPanel *self)
{
  PlotChart *chart;

  self->past = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_plots_name (self->plot, BL_PLOT_LOSS, NULL);
  chart = plot_view_get_chart (self->plot);
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Epoch", NULL);
  plot_chart_set_log (chart, PLOT_AXIS_Y, TRUE);
}

/**
 * bl_loss_panel_set_snapshot:
 * @self: the panel
 * @snapshot: (nullable): nothing of it is kept
 */
void
bl_loss_panel_set_snapshot (BlLossPanel *self, const AeSnapshot *snapshot)
{
  g_return_if_fail (BL_IS_LOSS_PANEL (self));

  PlotChart *chart = plot_view_get_chart (self->plot);
  const AeHistoryPoint *points;
  g_autofree double *xs = NULL;
  guint n;

  if (snapshot == NULL || snapshot->history == NULL
      || ae_history_get_n_points (snapshot->history) == 0)
    {
      bl_loss_lines_clear (chart);
      plot_chart_set_marks (chart, NULL, NULL, 0);
      plot_view_set_description (self->plot, "no batch yet");
      bl_card_set_note (self->card, "");
      return;
    }
  n = ae_history_get_n_points (snapshot->history);
  points = ae_history_get_points (snapshot->history);
  xs = g_new (double, n);
  for (guint i = 0; i < n; i++)
    xs[i] = points[i].epoch;
  set_training (chart, snapshot->history);
  set_validation (chart, snapshot);
  for (guint t = 0; t < AE_N_TERMS; t++)
    set_term (chart, points, n, xs, t, !has_other_terms (&points[n - 1]));
  bl_loss_lines_set_pca (chart, snapshot);
  set_marks (chart, snapshot->history);
  describe (self, snapshot);
}

/**
 * bl_loss_panel_set_past:
 * @self: the panel
 * @epoch: that the other panels show; NAN: now
 *
 * Marks it on the curve.
 */
void
bl_loss_panel_set_past (BlLossPanel *self, double epoch)
{
  g_return_if_fail (BL_IS_LOSS_PANEL (self));
  if (self->past == epoch || (isnan (self->past) && isnan (epoch)))
    return;
  self->past = epoch;
  plot_chart_set_cursor (plot_view_get_chart (self->plot), epoch, NAN);
  if (!isnan (epoch) && !gtk_toggle_button_get_active (self->look_back))
    gtk_toggle_button_set_active (self->look_back, TRUE);
}
