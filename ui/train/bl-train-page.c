/* bl-train-page.c: six panels in a grid; hands to each what it shows. */
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
  AeView *view;         /* nullable: the newest */
  AeSnapshot *snapshot; /* nullable: the newest */
  BlThrottle *curves, *model;
};

G_DEFINE_FINAL_TYPE (BlTrainPage, bl_train_page, BL_TYPE_PANEL)

static void
show_curves (gpointer user_data)
{
  BlTrainPage *self = user_data;

  bl_loss_panel_set_snapshot (self->loss_panel, self->snapshot);
}

static void
show_model (gpointer user_data)
{
  BlTrainPage *self = user_data;

  bl_model_panel_set_view (self->model_panel, self->view);
}

static void
bl_train_page_dispose (GObject *object)
{
  BlTrainPage *self = BL_TRAIN_PAGE (object);

  g_clear_pointer (&self->curves, bl_throttle_free);
  g_clear_pointer (&self->model, bl_throttle_free);
  g_clear_pointer (&self->view, ae_view_unref);
  g_clear_pointer (&self->snapshot, ae_snapshot_unref);
  G_OBJECT_CLASS (bl_train_page_parent_class)->dispose (object);
}

static void
bl_train_page_class_init (BlTrainPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_train_page_dispose;
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
 * bl_train_page_set_view:
 * @self: the page
 * @view: (nullable): codes, maps and the pinned pixel; a reference is taken
 * @snapshot: (nullable): counters and curves, perhaps newer than the view's; a reference is
 * taken
 */
void
bl_train_page_set_view (BlTrainPage *self, AeView *view, AeSnapshot *snapshot)
{
  gboolean is_running = snapshot != NULL && snapshot->state == AE_RUN_RUNNING;

  g_return_if_fail (BL_IS_TRAIN_PAGE (self));
  g_clear_pointer (&self->snapshot, ae_snapshot_unref);
  self->snapshot = snapshot != NULL ? ae_snapshot_ref (snapshot) : NULL;
  g_clear_pointer (&self->view, ae_view_unref);
  self->view = view != NULL ? ae_view_ref (view) : NULL;
  if (is_running)
    bl_throttle_request (self->curves);
  else
    bl_throttle_flush (self->curves);
  bl_scene_panel_set_view (self->scene_panel, view);
  bl_latent_panel_set_view (self->latent_panel, view);
  bl_reconstruction_panel_set_view (self->reconstruction_panel, view);
  if (is_running && view != NULL)
    bl_throttle_request (self->model);
  else
    bl_throttle_flush (self->model);
}

/**
 * bl_train_page_set_past:
 * @self: the page
 * @epoch: that the view is of; NAN: now
 */
void
bl_train_page_set_past (BlTrainPage *self, double epoch)
{
  g_return_if_fail (BL_IS_TRAIN_PAGE (self));
  bl_loss_panel_set_past (self->loss_panel, epoch);
}
