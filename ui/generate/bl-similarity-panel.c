/* bl-similarity-panel.c: the angle of every pixel to one spectrum as a map, and the nearest
 * pixels as a row of buttons that pin them.
 */
#include "bl-similarity-panel.h"

#include "bl-card.h"
#include "bl-composite.h"
#include "bl-widgets.h"
#include "bl-throttle.h"
#include "bl-plots.h"
#include "bl-similarity-map.h"
#include "bl-worker.h"
#include "plot-view.h"
#include <string.h>

#define PIN_FORMAT "Pin line %u, sample %u"
#define BLINKS     6 /* times that marks go or come */
#define BLINK_MS   280
/* Pixels × bands that are compared between two frames; more are compared by a worker. */
#define AT_ONCE (8u << 20)

struct _BlSimilarityPanel
{
  BlPanel parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkToggleButton *picture_button; /* the scene in its colours, not the map */
  GtkBox *nearest;                 /* of the buttons */
  GtkWidget *buttons[BL_SIMILARITY_NEAREST];
  BlThrottle *words; /* of the newest map; they follow it ten times a second */
  guint blinks, blink_id;
  AeScene *scene;
  AeAngles *angles;
  BlSimilarityMap *map; /* nullable: as it is shown */
  guint32 *picture;     /* nullable: the scene's colours, thinned as the map is */
  BlWorker *comparing;  /* of scenes that are too large for a frame */
  BlWorker *painter;    /* makes the picture */
};

enum
{
  FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BlSimilarityPanel, bl_similarity_panel, BL_TYPE_PANEL)

static void
clicked_cb (PlotView *plot, double x, double y, guint modifiers, gpointer user_data)
{
  BlSimilarityPanel *self = user_data;

  if (self->map != NULL)
    bl_panel_pin_at (BL_PANEL (self), x * self->map->step, y * self->map->step);
}

/* ------------------------------------------------------------------ drawing */

static gboolean
is_picture (BlSimilarityPanel *self)
{
  return gtk_toggle_button_get_active (self->picture_button);
}

static void
draw (BlSimilarityPanel *self)
{
  const guint32 *pixels = NULL;

  if (self->map != NULL)
    pixels = is_picture (self) ? self->picture : self->map->colors;
  if (pixels != NULL)
    plot_chart_set_image (plot_view_get_chart (self->plot), pixels, self->map->lines,
                          self->map->samples);
}

static gpointer
paint_in_thread (BlWorkerTask *task, gpointer scene, GError **error)
{
  g_autoptr (BlComposite) composite = bl_composite_new_usual (scene);

  return bl_similarity_map_dup_thinned (composite->pixels, scene);
}

static const BlWorkerJob picture_job
    = { "thinned picture", paint_in_thread, (GDestroyNotify) ae_scene_unref, g_free };

static void
painted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlSimilarityPanel *self = user_data;

  g_free (self->picture);
  self->picture = bl_worker_run_finish (result, NULL);
  draw (self);
}

/* ------------------------------------------------------------------ the nearest pixels */

static void
set_marks (BlSimilarityPanel *self, gboolean are_shown)
{
  const BlSimilarityMap *map = self->map;
  double xs[BL_SIMILARITY_NEAREST], ys[BL_SIMILARITY_NEAREST];
  guint samples = ae_scene_get_samples (self->scene);

  for (guint i = 0; i < map->n_nearest; i++)
    {
      xs[i] = (map->nearest[i] % samples + 0.5) / map->step;
      ys[i] = (map->nearest[i] / samples + 0.5) / map->step;
    }
  plot_chart_set_pins (plot_view_get_chart (self->plot), xs, ys,
                       are_shown ? map->n_nearest : 0);
}

static gboolean
blink_cb (gpointer user_data)
{
  BlSimilarityPanel *self = user_data;

  set_marks (self, self->blinks % 2 == 1);
  if (--self->blinks > 0)
    return G_SOURCE_CONTINUE;
  self->blink_id = 0;
  return G_SOURCE_REMOVE;
}

static void
stop_blinking (BlSimilarityPanel *self)
{
  if (self->blink_id != 0)
    g_source_remove (self->blink_id);
  self->blink_id = 0;
}

/* Five small marks on a map are found by their blinking, once the point has come to rest: while
 * it moves, each new place begins the wait anew. */
static void
start_blinking (BlSimilarityPanel *self)
{
  gboolean may_move;

  stop_blinking (self);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &may_move,
                NULL);
  if (!may_move)
    return;
  self->blinks = BLINKS;
  self->blink_id = g_timeout_add (BLINK_MS, blink_cb, self);
}

/* What the button pins, asked when the pointer rests on it: GTK asks the display where the
 * pointer is whenever a tooltip's text is set. */
static gboolean
tooltip_cb (GtkWidget *button, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip,
            gpointer user_data)
{
  BlSimilarityPanel *self = user_data;
  g_autofree char *name = NULL;
  GVariant *pixel = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));
  guint samples;

  if (self->scene == NULL || pixel == NULL)
    return FALSE;
  samples = ae_scene_get_samples (self->scene);
  name = g_strdup_printf (PIN_FORMAT, g_variant_get_uint32 (pixel) / samples,
                          g_variant_get_uint32 (pixel) % samples);
  gtk_tooltip_set_text (tooltip, name);
  return TRUE;
}

static void
show_nearest (BlSimilarityPanel *self)
{
  const BlSimilarityMap *map = self->map;
  guint samples = ae_scene_get_samples (self->scene);

  for (guint i = 0; i < BL_SIMILARITY_NEAREST; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *name = NULL;

      gtk_widget_set_visible (self->buttons[i], i < map->n_nearest);
      if (i >= map->n_nearest)
        continue;
      text = g_strdup_printf ("%.2f°", map->nearest_deg[i]);
      name = g_strdup_printf (PIN_FORMAT, map->nearest[i] / samples, map->nearest[i] % samples);
      gtk_button_set_label (GTK_BUTTON (self->buttons[i]), text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "u",
                                        map->nearest[i]);
    }
}

static void
describe (BlSimilarityPanel *self)
{
  const BlSimilarityMap *map = self->map;
  guint samples = ae_scene_get_samples (self->scene);
  double near_percent = 100.0 * (double) map->n_near / (double) map->n;
  g_autofree char *text = g_strdup_printf (
      "nearest pixel line %u, sample %u, angle %.2f°; %.1f %% of %" G_GSIZE_FORMAT
      " pixels within 2°",
      map->nearest[0] / samples, map->nearest[0] % samples, map->nearest_deg[0], near_percent,
      map->n);
  g_autofree char *dark = g_strdup_printf ("; dark: %.0f° and more", BL_SIMILARITY_FAR_DEG);
  g_autofree char *note
      = g_strdup_printf ("%.1f %% within 2°%s", near_percent, is_picture (self) ? "" : dark);

  plot_view_set_description (self->plot, text);
  bl_card_set_note (self->card, note);
}

static void
write_words (gpointer user_data)
{
  BlSimilarityPanel *self = user_data;

  if (self->map == NULL)
    return;
  show_nearest (self);
  describe (self);
}

/* Its marks stay: where they lie is seen on either. */
static void
toggled_cb (BlSimilarityPanel *self)
{
  draw (self);
  if (self->map != NULL)
    describe (self);
  if (self->scene == NULL || self->picture != NULL || !is_picture (self))
    return;
  bl_worker_run_async (self->painter, &picture_job, ae_scene_ref (self->scene), painted_cb,
                       self);
}

/* ------------------------------------------------------------------ comparing */

static gboolean
is_as_near (const BlSimilarityMap *a, const BlSimilarityMap *b)
{
  return a != NULL && b != NULL && a->n_nearest == b->n_nearest
         && memcmp (a->nearest, b->nearest, a->n_nearest * sizeof *a->nearest) == 0;
}

static void
set_map (BlSimilarityPanel *self, BlSimilarityMap *map)
{
  gboolean is_new = !is_as_near (self->map, map);

  bl_similarity_map_free (self->map);
  self->map = map;
  draw (self);
  set_marks (self, TRUE);
  bl_throttle_request (self->words);
  if (is_new)
    start_blinking (self);
  g_signal_emit (self, signals[FOUND], 0, map->nearest[0], map->nearest_deg[0]);
}

typedef struct
{
  AeScene *scene;
  AeAngles *angles;
  float *spectrum;
} CompareRequest;

static void
compare_request_free (gpointer data)
{
  CompareRequest *request = data;

  ae_scene_unref (request->scene);
  ae_angles_unref (request->angles);
  g_free (request->spectrum);
  g_free (request);
}

static gpointer
compare_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const CompareRequest *request = inputs;

  return bl_similarity_map_new (request->scene, request->angles, request->spectrum);
}

static const BlWorkerJob compare_job = { "angle map", compare_in_thread, compare_request_free,
                                         (GDestroyNotify) bl_similarity_map_free };

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  set_map (user_data, bl_worker_run_finish (result, NULL));
}

/* ------------------------------------------------------------------ the type */

static void
clear (BlSimilarityPanel *self)
{
  stop_blinking (self);
  g_clear_pointer (&self->angles, ae_angles_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->map, bl_similarity_map_free);
  g_clear_pointer (&self->picture, g_free);
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlSimilarityPanel *self = BL_SIMILARITY_PANEL (panel);

  bl_worker_cancel (self->comparing);
  bl_worker_cancel (self->painter);
  clear (self);
  plot_chart_clear (plot_view_get_chart (self->plot));
  plot_chart_set_has_axes (plot_view_get_chart (self->plot), FALSE);
  plot_view_set_description (self->plot, "no map yet");
  for (guint i = 0; i < BL_SIMILARITY_NEAREST; i++)
    gtk_widget_set_visible (self->buttons[i], FALSE);
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
  toggled_cb (self);
}

static void
bl_similarity_panel_dispose (GObject *object)
{
  g_clear_pointer (&BL_SIMILARITY_PANEL (object)->comparing, bl_worker_free);
  g_clear_pointer (&BL_SIMILARITY_PANEL (object)->painter, bl_worker_free);
  clear (BL_SIMILARITY_PANEL (object));
  g_clear_pointer (&BL_SIMILARITY_PANEL (object)->words, bl_throttle_free);
  G_OBJECT_CLASS (bl_similarity_panel_parent_class)->dispose (object);
}

static void
bl_similarity_panel_class_init (BlSimilarityPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_similarity_panel_dispose;
  signals[FOUND] = g_signal_new ("found", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_DOUBLE);
  panel_class->scene_changed = scene_changed;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bandloom/Bandloom/ui/bl-similarity-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlSimilarityPanel, card);
  gtk_widget_class_bind_template_child (widget_class, BlSimilarityPanel, plot);
  gtk_widget_class_bind_template_child (widget_class, BlSimilarityPanel, picture_button);
  gtk_widget_class_bind_template_child (widget_class, BlSimilarityPanel, nearest);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static GtkWidget *
new_button (BlSimilarityPanel *self)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "caption");
  gtk_widget_add_css_class (button, "bl-numeric");
  gtk_widget_set_visible (button, FALSE);
  gtk_widget_set_has_tooltip (button, TRUE);
  g_signal_connect (button, "query-tooltip", G_CALLBACK (tooltip_cb), self);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.pin-pixel");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", 0);
  return button;
}

static void
bl_similarity_panel_init (BlSimilarityPanel *self)
{
  self->words = bl_throttle_new (BL_COST_ROWS, write_words, self);
  self->comparing = bl_worker_new (BL_WORKER_NEXT);
  self->painter = bl_worker_new (BL_WORKER_REPLACE);
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_plots_name (self->plot, BL_PLOT_ANGLES, NULL);
  for (guint i = 0; i < BL_SIMILARITY_NEAREST; i++)
    {
      self->buttons[i] = new_button (self);
      gtk_box_append (self->nearest, self->buttons[i]);
    }
}

/**
 * bl_similarity_panel_set_angles:
 * @self: the panel
 * @angles: (nullable): of the scene that was set; a reference is taken
 */
void
bl_similarity_panel_set_angles (BlSimilarityPanel *self, AeAngles *angles)
{
  g_return_if_fail (BL_IS_SIMILARITY_PANEL (self));
  g_clear_pointer (&self->angles, ae_angles_unref);
  if (angles != NULL && self->scene != NULL)
    self->angles = ae_angles_ref (angles);
}

/**
 * bl_similarity_panel_set_spectrum:
 * @self: the panel
 * @spectrum: (good bands), scene units
 *
 * Compares it with the scene: at once, with "found" before this returns, or, where the scene is
 * too large for one frame, on a worker. Nothing happens while there are no pixels to compare
 * with.
 */
void
bl_similarity_panel_set_spectrum (BlSimilarityPanel *self, const float *spectrum)
{
  gsize bands;
  CompareRequest *request;

  g_return_if_fail (BL_IS_SIMILARITY_PANEL (self));
  if (self->angles == NULL || ae_angles_get_n (self->angles) == 0)
    return;
  bands = ae_scene_get_n_good_bands (self->scene);
  if (ae_angles_get_n (self->angles) * bands <= AT_ONCE)
    {
      set_map (self, bl_similarity_map_new (self->scene, self->angles, spectrum));
      return;
    }
  request = g_new (CompareRequest, 1);
  *request = (CompareRequest){ ae_scene_ref (self->scene), ae_angles_ref (self->angles),
                               g_memdup2 (spectrum, bands * sizeof *spectrum) };
  bl_worker_run_async (self->comparing, &compare_job, request, compared_cb, self);
}
