/* bl-scene-panel.c: shows pictures that others computed; the composite is made on a worker. */
#include "bl-scene-panel.h"

#include "bl-card.h"
#include "bl-widgets.h"
#include "bl-composite.h"
#include "bl-plots.h"
#include "bl-worker.h"
#include "plot-view.h"

#include <math.h>

typedef enum
{
  SHOW_PICTURE,
  SHOW_CODES,
  SHOW_ERROR,
} Show;

struct _BlScenePanel
{
  BlPanel parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkDropDown *choice;
  AeScene *scene;
  AeView *view;
  BlComposite *composite;
  BlWorker *worker;     /* makes the picture */
  guint64 shown_serial; /* of the map on screen */
  Show shown;
  gboolean has_image;
};

G_DEFINE_FINAL_TYPE (BlScenePanel, bl_scene_panel, BL_TYPE_PANEL)

static void
describe (BlScenePanel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint samples = self->scene != NULL ? ae_scene_get_samples (self->scene) : 1;
  guint32 pin;

  if (self->scene == NULL)
    g_string_append (text, "no scene");
  else if (bl_panel_get_pin (BL_PANEL (self), &pin))
    g_string_append_printf (text, "%u lines, %u samples, pinned line %u, sample %u",
                            ae_scene_get_lines (self->scene), samples, pin / samples,
                            pin % samples);
  else
    g_string_append_printf (text, "%u lines, %u samples, no pinned pixel",
                            ae_scene_get_lines (self->scene), samples);
  bl_selection_append_words (bl_panel_get_selection (BL_PANEL (self)), text);
  plot_view_set_description (self->plot, text->str);
}

static void
show_composite (BlScenePanel *self)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  g_autofree char *note = NULL;

  if (self->composite == NULL)
    return;
  note = bl_composite_dup_text (self->composite, self->scene);
  plot_chart_set_color_bar (chart, NULL, PLOT_PALETTE_VIRIDIS, 0, NAN);
  plot_chart_set_image (chart, self->composite->pixels, self->composite->lines,
                        self->composite->samples);
  bl_card_set_note (self->card, note);
}

static void
show_codes (BlScenePanel *self)
{
  PlotChart *chart = plot_view_get_chart (self->plot);

  plot_chart_set_color_bar (chart, NULL, PLOT_PALETTE_VIRIDIS, 0, NAN);
  plot_chart_set_image (chart, self->view->code_map, ae_scene_get_lines (self->scene),
                        ae_scene_get_samples (self->scene));
  bl_card_set_note (self->card, "three main axes of the codes as colours");
}

static void
show_error (BlScenePanel *self)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  gsize n = ae_scene_get_n_pixels (self->scene);
  g_autofree guint32 *pixels = g_new (guint32, n);
  g_autofree char *note
      = g_strdup_printf ("RMSE %.5f · %.2f° mean angle", self->view->rmse, self->view->sam_deg);
  double low, high;

  plot_palette_find_limits (self->view->error_map, n, 0.02, &low, &high);
  plot_palette_map (pixels, self->view->error_map, n, PLOT_PALETTE_VIRIDIS, 0, high);
  plot_chart_set_image (chart, pixels, ae_scene_get_lines (self->scene),
                        ae_scene_get_samples (self->scene));
  plot_chart_set_color_bar (chart, "RMSE", PLOT_PALETTE_VIRIDIS, 0, high);
  bl_card_set_note (self->card, note);
}

/* Draws what was chosen, or the picture while a map is not there yet. */
static void
refresh (BlScenePanel *self)
{
  Show wanted = gtk_drop_down_get_selected (self->choice);
  guint64 serial = self->view != NULL ? self->view->full_serial : 0;

  if (self->scene == NULL)
    return;
  if (wanted == SHOW_CODES && (self->view == NULL || self->view->code_map == NULL))
    wanted = SHOW_PICTURE;
  if (wanted == SHOW_ERROR && (self->view == NULL || self->view->error_map == NULL))
    wanted = SHOW_PICTURE;
  if (self->has_image && wanted == self->shown
      && (wanted == SHOW_PICTURE || serial == self->shown_serial))
    return;
  self->has_image = wanted != SHOW_PICTURE || self->composite != NULL;
  self->shown = wanted;
  self->shown_serial = serial;
  if (wanted == SHOW_CODES)
    show_codes (self);
  else if (wanted == SHOW_ERROR)
    show_error (self);
  else
    show_composite (self);
  bl_selection_show_area (bl_panel_get_selection (BL_PANEL (self)),
                          plot_view_get_chart (self->plot));
}

static void
lasso_cb (PlotView *plot, const double *polygon, guint n, gpointer user_data)
{
  bl_selection_select_area (bl_panel_get_selection (user_data), polygon, n);
}

static void
selection_changed (BlPanel *panel, BlSelection *selection)
{
  BlScenePanel *self = BL_SCENE_PANEL (panel);

  bl_selection_show_area (selection, plot_view_get_chart (self->plot));
  plot_view_redraw_now (self->plot);
  describe (self);
}

static gpointer
make_in_thread (BlWorkerTask *task, gpointer scene, GError **error)
{
  return bl_composite_new_usual (scene);
}

static const BlWorkerJob picture_job
    = { "picture", make_in_thread, (GDestroyNotify) ae_scene_unref,
        (GDestroyNotify) bl_composite_free };

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlScenePanel *self = user_data;

  g_clear_pointer (&self->composite, bl_composite_free);
  self->composite = bl_worker_run_finish (result, NULL);
  self->has_image = FALSE;
  refresh (self);
}

static void
choice_cb (BlScenePanel *self)
{
  static const guint parts[] = {
    [SHOW_PICTURE] = 0, [SHOW_CODES] = BL_VIEW_CODE_MAP, [SHOW_ERROR] = BL_VIEW_ERROR_MAP
  };

  bl_panel_set_parts (BL_PANEL (self), parts[gtk_drop_down_get_selected (self->choice)]);
  refresh (self);
}

static void
clicked_cb (PlotView *plot, double x, double y, guint modifiers, gpointer user_data)
{
  bl_panel_pin_at (user_data, x, y);
}

static void
clear (BlScenePanel *self)
{
  g_clear_pointer (&self->composite, bl_composite_free);
  g_clear_pointer (&self->view, ae_view_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  self->has_image = FALSE;
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlScenePanel *self = BL_SCENE_PANEL (panel);

  bl_worker_cancel (self->worker);
  clear (self);
  plot_chart_clear (plot_view_get_chart (self->plot));
  plot_chart_set_has_axes (plot_view_get_chart (self->plot), FALSE);
  if (scene != NULL)
    {
      self->scene = ae_scene_ref (scene);
      bl_worker_run_async (self->worker, &picture_job, ae_scene_ref (scene), made_cb, self);
    }
  describe (self);
}

static void
pin_changed (BlPanel *panel, guint32 pixel, gboolean has_pin)
{
  BlScenePanel *self = BL_SCENE_PANEL (panel);

  bl_panel_show_pin (panel, plot_view_get_chart (self->plot));
  describe (self);
}

static void
bl_scene_panel_dispose (GObject *object)
{
  g_clear_pointer (&BL_SCENE_PANEL (object)->worker, bl_worker_free);
  clear (BL_SCENE_PANEL (object));
  G_OBJECT_CLASS (bl_scene_panel_parent_class)->dispose (object);
}

static void
bl_scene_panel_class_init (BlScenePanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_scene_panel_dispose;
  panel_class->scene_changed = scene_changed;
  panel_class->selection_changed = selection_changed;
  panel_class->pin_changed = pin_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-scene-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlScenePanel, card);
  gtk_widget_class_bind_template_child (widget_class, BlScenePanel, plot);
  gtk_widget_class_bind_template_child (widget_class, BlScenePanel, choice);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, lasso_cb);
}

static void
bl_scene_panel_init (BlScenePanel *self)
{
  self->worker = bl_worker_new (BL_WORKER_REPLACE);
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_widgets_set_description (GTK_WIDGET (self->choice), "Shown on the scene");
  bl_card_add_control (self->card, bl_selection_tool_new (self->plot));
  bl_plots_name (self->plot, BL_PLOT_SCENE_IMAGE, NULL);
}

/**
 * bl_scene_panel_set_view:
 * @self: the panel
 * @view: (nullable): a reference is taken
 */
void
bl_scene_panel_set_view (BlScenePanel *self, AeView *view)
{
  g_return_if_fail (BL_IS_SCENE_PANEL (self));
  g_clear_pointer (&self->view, ae_view_unref);
  self->view = view != NULL ? ae_view_ref (view) : NULL;
  refresh (self);
}
