/* bl-train-page.c: six panels in a grid; shows in them what its run tells. */
#include "bl-train-page.h"

#include "bl-latent-panel.h"
#include "bl-loss-panel.h"
#include "bl-model-panel.h"
#include "bl-throttle.h"
#include "bl-reconstruction-panel.h"
#include "bl-scene-panel.h"
#include "bl-spectrum-panel.h"

struct _BlTrainPage
{
  BlPanel parent_instance;
  BlScenePanel *scene_panel;
  BlSpectrumPanel *spectrum_panel;
  BlLossPanel *loss_panel;
  BlLatentPanel *latent_panel;
  BlReconstructionPanel *reconstruction_panel;
  BlModelPanel *model_panel;
  BlThrottle *curves, *model;
  AeView *untrained; /* nullable: of what the run would begin with */
};

G_DEFINE_FINAL_TYPE (BlTrainPage, bl_train_page, BL_TYPE_PANEL)

static void
show_curves (gpointer user_data)
{
  BlTrainPage *self = user_data;
  BlRunItem *run = bl_panel_get_run (BL_PANEL (self));

  bl_loss_panel_set_snapshot (self->loss_panel,
                              run != NULL ? bl_run_item_get_snapshot (run) : NULL);
}

static AeView *
get_run_view (BlTrainPage *self)
{
  BlRunItem *run = bl_panel_get_run (BL_PANEL (self));

  return run != NULL ? bl_run_item_get_view (run) : NULL;
}

/* The run's, or before its first step what it would begin with. */
static AeView *
get_view (BlTrainPage *self)
{
  AeView *view = get_run_view (self);

  return view != NULL ? view : self->untrained;
}

static void
show_model (gpointer user_data)
{
  BlTrainPage *self = user_data;

  bl_model_panel_set_view (self->model_panel, get_view (self));
}

/* ------------------------------------------------------------------ what the run tells */

static gboolean
is_running (BlPanel *panel)
{
  BlRunItem *run = bl_panel_get_run (panel);

  return run != NULL && bl_run_item_get_state (run) == AE_RUN_RUNNING;
}

static void
snapshot_changed (BlPanel *panel, AeSnapshot *snapshot)
{
  BlTrainPage *self = BL_TRAIN_PAGE (panel);

  if (is_running (panel) && snapshot != NULL)
    bl_throttle_request (self->curves);
  else
    {
      bl_throttle_flush (self->curves);
      bl_throttle_flush (self->model);
    }
}

static void
view_changed (BlPanel *panel, AeView *run_view)
{
  BlTrainPage *self = BL_TRAIN_PAGE (panel);
  AeView *view = get_view (self);

  bl_scene_panel_set_view (self->scene_panel, view);
  bl_latent_panel_set_view (self->latent_panel, view);
  bl_reconstruction_panel_set_view (self->reconstruction_panel, view);
  if (is_running (panel) && run_view != NULL)
    bl_throttle_request (self->model);
  else
    bl_throttle_flush (self->model);
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlTrainPage *self = BL_TRAIN_PAGE (panel);

  g_clear_pointer (&self->untrained, ae_view_unref);
}

static void
past_changed (BlPanel *panel, double epoch)
{
  BlTrainPage *self = BL_TRAIN_PAGE (panel);

  bl_loss_panel_set_past (self->loss_panel, epoch);
  bl_throttle_flush (self->curves); /* they say where one looks */
}

/* ------------------------------------------------------------------ the type */

static void
bl_train_page_dispose (GObject *object)
{
  BlTrainPage *self = BL_TRAIN_PAGE (object);

  g_clear_pointer (&self->curves, bl_throttle_free);
  g_clear_pointer (&self->model, bl_throttle_free);
  g_clear_pointer (&self->untrained, ae_view_unref);
  G_OBJECT_CLASS (bl_train_page_parent_class)->dispose (object);
}

static void
bl_train_page_class_init (BlTrainPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_train_page_dispose;
  panel_class->snapshot_changed = snapshot_changed;
  panel_class->view_changed = view_changed;
  panel_class->past_changed = past_changed;
  panel_class->scene_changed = scene_changed;
  g_type_ensure (BL_TYPE_SCENE_PANEL);
  g_type_ensure (BL_TYPE_SPECTRUM_PANEL);
  g_type_ensure (BL_TYPE_LOSS_PANEL);
  g_type_ensure (BL_TYPE_LATENT_PANEL);
  g_type_ensure (BL_TYPE_RECONSTRUCTION_PANEL);
  g_type_ensure (BL_TYPE_MODEL_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-train-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BlTrainPage, scene_panel);
  gtk_widget_class_bind_template_child (widget_class, BlTrainPage, spectrum_panel);
  gtk_widget_class_bind_template_child (widget_class, BlTrainPage, loss_panel);
  gtk_widget_class_bind_template_child (widget_class, BlTrainPage, latent_panel);
  gtk_widget_class_bind_template_child (widget_class, BlTrainPage, reconstruction_panel);
  gtk_widget_class_bind_template_child (widget_class, BlTrainPage, model_panel);
}

static void
bl_train_page_init (BlTrainPage *self)
{
  self->curves = bl_throttle_new (BL_COST_CURVES, show_curves, self);
  self->model = bl_throttle_new (BL_COST_MODEL, show_model, self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bl_train_page_new:
 *
 * Returns: (transfer floating): the page. Main thread, as all of these.
 */
GtkWidget *
bl_train_page_new (void)
{
  return g_object_new (BL_TYPE_TRAIN_PAGE, NULL);
}

/**
 * bl_train_page_set_untrained_view:
 * @self: the page
 * @view: (nullable): what the run would give before its first step, shown as long as it has no
 *   view of its own; a reference is taken
 */
void
bl_train_page_set_untrained_view (BlTrainPage *self, AeView *view)
{
  g_return_if_fail (BL_IS_TRAIN_PAGE (self));
  if (view == self->untrained)
    return;
  g_clear_pointer (&self->untrained, ae_view_unref);
  self->untrained = view != NULL ? ae_view_ref (view) : NULL;
  if (get_run_view (self) == NULL)
    view_changed (BL_PANEL (self), NULL);
}
