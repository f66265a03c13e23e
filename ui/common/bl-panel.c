/* bl-panel.c: the base class of panels and pages. It draws nothing. */
#include "bl-panel.h"

#include "bl-card.h"
#include "plot-view.h"

#include <math.h>

typedef struct
{
  BlSceneModel *model;
  BlRunItem *run; /* nullable */
  guint parts;    /* BlViewParts: what it shows of the runs while it is on screen */
  gboolean is_counted;
} BlPanelPrivate;

enum
{
  PROP_MODEL = 1,
  PROP_RUN,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES]; /* written once, in class_init */

G_DEFINE_TYPE_WITH_PRIVATE (BlPanel, bl_panel, ADW_TYPE_BIN)

static BlPanelPrivate *
get (BlPanel *self)
{
  return bl_panel_get_instance_private (self);
}

/* ------------------------------------------------------------------ what the model tells */

static void
scene_cb (BlPanel *self)
{
  BlPanelClass *class = BL_PANEL_GET_CLASS (self);

  if (class->scene_changed != NULL)
    class->scene_changed (self, bl_panel_get_scene (self));
}

static void
labels_cb (BlPanel *self)
{
  BlPanelClass *class = BL_PANEL_GET_CLASS (self);

  if (class->labels_changed != NULL)
    class->labels_changed (self, bl_panel_get_scene (self));
}

static void
selection_cb (BlPanel *self)
{
  BlPanelClass *class = BL_PANEL_GET_CLASS (self);

  if (class->selection_changed != NULL)
    class->selection_changed (self, bl_panel_get_selection (self));
}

static void
pin_cb (BlPanel *self)
{
  BlPanelClass *class = BL_PANEL_GET_CLASS (self);
  guint32 pixel;
  gboolean has_pin = bl_panel_get_pin (self, &pixel);

  if (class->pin_changed != NULL)
    class->pin_changed (self, pixel, has_pin);
}

static void
edits_refused_cb (BlPanel *self)
{
  BlPanelClass *class = BL_PANEL_GET_CLASS (self);

  if (class->edits_refused != NULL)
    class->edits_refused (self);
}

/* ------------------------------------------------------------------ what the run tells */

static void
view_cb (BlPanel *self)
{
  BlPanelClass *class = BL_PANEL_GET_CLASS (self);
  BlRunItem *run = get (self)->run;

  if (class->view_changed != NULL)
    class->view_changed (self, run != NULL ? bl_run_item_get_view (run) : NULL);
}

static void
snapshot_cb (BlPanel *self)
{
  BlPanelClass *class = BL_PANEL_GET_CLASS (self);
  BlRunItem *run = get (self)->run;

  if (class->snapshot_changed != NULL)
    class->snapshot_changed (self, run != NULL ? bl_run_item_get_snapshot (run) : NULL);
}

static void
past_cb (BlPanel *self)
{
  BlPanelClass *class = BL_PANEL_GET_CLASS (self);
  BlRunItem *run = get (self)->run;

  if (class->past_changed != NULL)
    class->past_changed (self, run != NULL ? bl_run_item_get_past (run) : NAN);
}

static void
run_cb (BlPanel *self)
{
  past_cb (self);
  snapshot_cb (self);
  view_cb (self);
}

static void
join_run (BlPanel *self, BlRunItem *run)
{
  get (self)->run = g_object_ref (run);
  g_signal_connect_swapped (run, "notify::view", G_CALLBACK (view_cb), self);
  g_signal_connect_swapped (run, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  g_signal_connect_swapped (run, "notify::state", G_CALLBACK (snapshot_cb), self);
  g_signal_connect_swapped (run, "notify::past", G_CALLBACK (past_cb), self);
}

static void
leave_run (BlPanel *self)
{
  BlPanelPrivate *p = get (self);

  if (p->run != NULL)
    g_signal_handlers_disconnect_by_data (p->run, self);
  g_clear_object (&p->run);
}

/* ------------------------------------------------------------------ what is on screen */

static void
count (BlPanel *self, gboolean is_counted)
{
  BlPanelPrivate *p = get (self);

  if (p->is_counted == is_counted || p->model == NULL)
    return;
  p->is_counted = is_counted;
  if (is_counted)
    bl_scene_model_add_parts (p->model, p->parts);
  else
    bl_scene_model_remove_parts (p->model, p->parts);
}

static void
bl_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bl_panel_parent_class)->map (widget);
  count (BL_PANEL (widget), TRUE);
}

static void
bl_panel_unmap (GtkWidget *widget)
{
  count (BL_PANEL (widget), FALSE);
  GTK_WIDGET_CLASS (bl_panel_parent_class)->unmap (widget);
}

/* ------------------------------------------------------------------ the type */

static void
leave (BlPanel *self)
{
  BlPanelPrivate *p = get (self);

  if (p->model == NULL)
    return;
  count (self, FALSE);
  g_signal_handlers_disconnect_by_data (p->model, self);
  g_signal_handlers_disconnect_by_data (bl_scene_model_get_selection (p->model), self);
  g_clear_object (&p->model);
}

static void
join (BlPanel *self, BlSceneModel *model)
{
  BlSelection *selection = bl_scene_model_get_selection (model);

  get (self)->model = g_object_ref (model);
  g_signal_connect_swapped (model, "notify::scene", G_CALLBACK (scene_cb), self);
  g_signal_connect_swapped (model, "notify::labels", G_CALLBACK (labels_cb), self);
  g_signal_connect_swapped (model, "edits-refused", G_CALLBACK (edits_refused_cb), self);
  g_signal_connect_swapped (selection, "changed", G_CALLBACK (selection_cb), self);
  g_signal_connect_swapped (selection, "notify::pin", G_CALLBACK (pin_cb), self);
  count (self, gtk_widget_get_mapped (GTK_WIDGET (self)));
}

static void
bl_panel_dispose (GObject *object)
{
  leave (BL_PANEL (object));
  leave_run (BL_PANEL (object));
  G_OBJECT_CLASS (bl_panel_parent_class)->dispose (object);
}

static void
bl_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_MODEL)
    g_value_set_object (value, bl_panel_get_model (BL_PANEL (object)));
  else if (id == PROP_RUN)
    g_value_set_object (value, bl_panel_get_run (BL_PANEL (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
bl_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_MODEL)
    bl_panel_set_model (BL_PANEL (object), g_value_get_object (value));
  else if (id == PROP_RUN)
    bl_panel_set_run (BL_PANEL (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
bl_panel_class_init (BlPanelClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (class)->dispose = bl_panel_dispose;
  G_OBJECT_CLASS (class)->get_property = bl_panel_get_property;
  G_OBJECT_CLASS (class)->set_property = bl_panel_set_property;
  GTK_WIDGET_CLASS (class)->map = bl_panel_map;
  GTK_WIDGET_CLASS (class)->unmap = bl_panel_unmap;
  properties[PROP_MODEL]
      = g_param_spec_object ("model", NULL, NULL, BL_TYPE_SCENE_MODEL, flags);
  properties[PROP_RUN] = g_param_spec_object ("run", NULL, NULL, BL_TYPE_RUN_ITEM, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPERTIES, properties);
  /* What templates of panels are made of. */
  g_type_ensure (BL_TYPE_CARD);
  g_type_ensure (PLOT_TYPE_VIEW);
  g_type_ensure (PLOT_TYPE_CHART);
}

static void
bl_panel_init (BlPanel *self)
{
  g_autoptr (BlSceneModel) model = bl_scene_model_new ();

  join (self, model);
}

/**
 * bl_panel_get_model:
 * @self: a panel
 *
 * Returns: (transfer none): the scene that it shows, and what is marked of it; %NULL once the
 * panel is gone. Main thread, as all of these.
 */
BlSceneModel *
bl_panel_get_model (BlPanel *self)
{
  g_return_val_if_fail (BL_IS_PANEL (self), NULL);
  return get (self)->model;
}

/**
 * bl_panel_set_model:
 * @self: a panel
 * @model: what to show; a reference is taken
 */
void
bl_panel_set_model (BlPanel *self, BlSceneModel *model)
{
  g_return_if_fail (BL_IS_PANEL (self));
  if (model == NULL || model == get (self)->model) /* a binding whose source is not there yet */
    return;
  leave (self);
  join (self, model);
  scene_cb (self);
  selection_cb (self);
  pin_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

/**
 * bl_panel_get_run:
 * @self: a panel
 *
 * Returns: (nullable) (transfer none): the run that it shows.
 */
BlRunItem *
bl_panel_get_run (BlPanel *self)
{
  g_return_val_if_fail (BL_IS_PANEL (self), NULL);
  return get (self)->run;
}

/**
 * bl_panel_set_run:
 * @self: a panel
 * @run: (nullable): what to show; a reference is taken
 */
void
bl_panel_set_run (BlPanel *self, BlRunItem *run)
{
  g_return_if_fail (BL_IS_PANEL (self));
  g_return_if_fail (run == NULL || BL_IS_RUN_ITEM (run));
  if (run == get (self)->run)
    return;
  leave_run (self);
  run_cb (self);
  if (run != NULL)
    {
      join_run (self, run);
      run_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUN]);
}

/**
 * bl_panel_get_scene:
 * @self: a panel
 *
 * Returns: (nullable) (transfer none): the scene with its newest labels.
 */
AeScene *
bl_panel_get_scene (BlPanel *self)
{
  g_return_val_if_fail (BL_IS_PANEL (self), NULL);
  return bl_scene_model_get_scene (get (self)->model);
}

/**
 * bl_panel_get_selection:
 * @self: a panel
 *
 * Returns: (transfer none): what is selected, everywhere.
 */
BlSelection *
bl_panel_get_selection (BlPanel *self)
{
  g_return_val_if_fail (BL_IS_PANEL (self), NULL);
  return bl_scene_model_get_selection (get (self)->model);
}

/**
 * bl_panel_get_pin:
 * @self: a panel
 * @pixel: (out): the pinned pixel
 *
 * Returns: whether there is one.
 */
gboolean
bl_panel_get_pin (BlPanel *self, guint32 *pixel)
{
  *pixel = 0;
  g_return_val_if_fail (BL_IS_PANEL (self), FALSE);
  return bl_selection_get_pin (bl_panel_get_selection (self), pixel);
}

/**
 * bl_panel_set_parts:
 * @self: a panel
 * @parts: #BlViewParts that it shows: asked for while it is on screen, and only then
 */
void
bl_panel_set_parts (BlPanel *self, guint parts)
{
  BlPanelPrivate *p;

  g_return_if_fail (BL_IS_PANEL (self));
  p = get (self);
  if (p->is_counted)
    {
      guint before = p->parts;

      bl_scene_model_add_parts (p->model, parts);
      p->parts = parts;
      bl_scene_model_remove_parts (p->model, before);
    }
  p->parts = parts;
}

/**
 * bl_panel_find_pixel:
 * @self: a panel with a picture of the scene
 * @x: sample, with its fraction
 * @y: line, with its fraction
 * @pixel: (out): which pixel that is
 *
 * Returns: whether there is one.
 */
gboolean
bl_panel_find_pixel (BlPanel *self, double x, double y, guint32 *pixel)
{
  AeScene *scene;
  guint samples;

  g_return_val_if_fail (BL_IS_PANEL (self), FALSE);
  scene = bl_panel_get_scene (self);
  samples = scene != NULL ? ae_scene_get_samples (scene) : 0;
  if (!(x >= 0 && y >= 0 && x < samples) || y >= ae_scene_get_lines (scene))
    return FALSE;
  *pixel = (guint32) y * samples + (guint32) x;
  return TRUE;
}

/**
 * bl_panel_pin_at:
 * @self: a panel with a picture of the scene
 * @x: sample that was clicked, with its fraction
 * @y: line
 *
 * Pins that pixel, where there is one.
 */
void
bl_panel_pin_at (BlPanel *self, double x, double y)
{
  guint32 pixel;

  g_return_if_fail (BL_IS_PANEL (self));
  if (bl_panel_find_pixel (self, x, y, &pixel))
    bl_selection_set_pin (bl_panel_get_selection (self), pixel);
}

/**
 * bl_panel_show_pin:
 * @self: a panel
 * @chart: a picture of the scene
 *
 * Marks the pinned pixel on it, where there is one.
 */
void
bl_panel_show_pin (BlPanel *self, PlotChart *chart)
{
  double x = 0, y = 0;
  guint samples;
  guint32 pixel;
  gboolean has_pin;

  g_return_if_fail (BL_IS_PANEL (self) && PLOT_IS_CHART (chart));
  has_pin = bl_panel_get_pin (self, &pixel);
  if (has_pin)
    {
      samples = ae_scene_get_samples (bl_panel_get_scene (self));
      x = pixel % samples + 0.5;
      y = pixel / samples + 0.5;
    }
  plot_chart_set_pins (chart, &x, &y, has_pin ? 1 : 0);
}
