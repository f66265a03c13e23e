/* bl-status-bar.c: words and numbers of the newest snapshot. */
#include "bl-status-bar.h"

#include <math.h>

struct _BlStatusBar
{
  AdwBin parent_instance;
  GtkLabel *state, *progress, *loss, *scene, *speed;
};

G_DEFINE_FINAL_TYPE (BlStatusBar, bl_status_bar, ADW_TYPE_BIN)

static const char *
get_state_word (AeRunState state)
{
  static const char *const words[]
      = { "Ready", "Training", "Paused", "Stopping", "Finished", "Failed" };

  return words[MIN (state, G_N_ELEMENTS (words) - 1)];
}

static char *
dup_progress (const AeSnapshot *s)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "epoch %u", s->epoch);
  if (s->epochs_planned > 0)
    g_string_append_printf (text, " of %u", s->epochs_planned);
  if (s->n_phases > 0)
    g_string_append_printf (text, " · phase %u of %u", s->phase + 1, s->n_phases);
  g_string_append_printf (text, " · %.1f s", s->seconds);
  return g_strdup (text->str);
}

/* RMSE in scaled units on the held-out pixels, beside the best linear answer; another loss is
 * none, and stands as it is. */
static char *
dup_loss (const AeSnapshot *s)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (isnan (s->validation_loss.values[AE_TERM_RECONSTRUCTION]))
    return g_strdup ("");
  if (s->model != NULL && ae_model_get_spec (s->model)->loss != AE_LOSS_MSE)
    return g_strdup_printf ("validation loss %.4g",
                            s->validation_loss.values[AE_TERM_RECONSTRUCTION]);
  g_string_append_printf (text, "validation RMSE %.5f",
                          sqrt (s->validation_loss.values[AE_TERM_RECONSTRUCTION]));
  if (!isnan (s->pca_validation_mse))
    g_string_append_printf (text, " · PCA-%u %.5f", ae_model_get_code (s->model),
                            sqrt (s->pca_validation_mse));
  return g_strdup (text->str);
}

static char *
dup_speed (double samples_per_s)
{
  if (samples_per_s <= 0)
    return g_strdup ("");
  if (samples_per_s < 1e4)
    return g_strdup_printf ("%.0f samples/s", samples_per_s);
  return g_strdup_printf ("%.0f k samples/s", samples_per_s * 1e-3);
}

static void
bl_status_bar_class_init (BlStatusBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-status-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BlStatusBar, state);
  gtk_widget_class_bind_template_child (widget_class, BlStatusBar, progress);
  gtk_widget_class_bind_template_child (widget_class, BlStatusBar, loss);
  gtk_widget_class_bind_template_child (widget_class, BlStatusBar, scene);
  gtk_widget_class_bind_template_child (widget_class, BlStatusBar, speed);
}

static void
bl_status_bar_init (BlStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bl_status_bar_new:
 *
 * Returns: (transfer floating): an empty bar. Main thread.
 */
GtkWidget *
bl_status_bar_new (void)
{
  return g_object_new (BL_TYPE_STATUS_BAR, NULL);
}

/**
 * bl_status_bar_set_snapshot:
 * @self: the bar
 * @snapshot: (nullable): the newest; nothing of it is kept
 */
void
bl_status_bar_set_snapshot (BlStatusBar *self, const AeSnapshot *snapshot)
{
  g_autofree char *progress = snapshot != NULL ? dup_progress (snapshot) : g_strdup ("");
  g_autofree char *loss = snapshot != NULL ? dup_loss (snapshot) : g_strdup ("");
  g_autofree char *speed
      = snapshot != NULL ? dup_speed (snapshot->samples_per_s) : g_strdup ("");

  g_return_if_fail (BL_IS_STATUS_BAR (self));
  gtk_label_set_label (self->state, snapshot != NULL ? get_state_word (snapshot->state) : "");
  gtk_label_set_label (self->progress, progress);
  gtk_label_set_label (self->loss, loss);
  gtk_label_set_label (self->speed, speed);
}

/**
 * bl_status_bar_set_scene_text:
 * @self: the bar
 * @text: of the scene: masked pixels, bad bands, guessed units
 */
void
bl_status_bar_set_scene_text (BlStatusBar *self, const char *text)
{
  g_return_if_fail (BL_IS_STATUS_BAR (self));
  gtk_label_set_label (self->scene, text);
}
