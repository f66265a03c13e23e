/* bl-selection.c: a mask over the scene with its history, and the pinned pixel. How they look
 * in a scatter and on an image is said here once for all panels.
 */
#include "bl-selection.h"

#define MOST_KEPT 24          /* selections that one can go back to */
#define VEIL      0x99202028u /* over what is not selected; premultiplied below */

struct _BlSelection
{
  GObject parent_instance;
  AeScene *scene;
  GPtrArray *masks; /* GBytes, or NULL for none; the first is none */
  guint at;
  gsize n;
  gint64 pin;
  BlUndoHistory *history; /* nullable, borrowed */
};

enum
{
  PROP_PIN = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES]; /* written once, in class_init */
static guint changed;                        /* too */

G_DEFINE_FINAL_TYPE (BlSelection, bl_selection, G_TYPE_OBJECT)

static void
free_mask (gpointer mask)
{
  if (mask != NULL)
    g_bytes_unref (mask);
}

static void
bl_selection_finalize (GObject *object)
{
  BlSelection *self = BL_SELECTION (object);

  g_ptr_array_unref (self->masks);
  g_clear_pointer (&self->scene, ae_scene_unref);
  G_OBJECT_CLASS (bl_selection_parent_class)->finalize (object);
}

static void
bl_selection_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_PIN)
    g_value_set_int64 (value, BL_SELECTION (object)->pin);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
bl_selection_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_PIN)
    bl_selection_set_pin (BL_SELECTION (object), g_value_get_int64 (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
bl_selection_class_init (BlSelectionClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bl_selection_finalize;
  G_OBJECT_CLASS (class)->get_property = bl_selection_get_property;
  G_OBJECT_CLASS (class)->set_property = bl_selection_set_property;
  properties[PROP_PIN] = g_param_spec_int64 (
      "pin", NULL, NULL, BL_SELECTION_NO_PIN, G_MAXUINT32, BL_SELECTION_NO_PIN,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPERTIES, properties);
  changed = g_signal_new ("changed", BL_TYPE_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
bl_selection_init (BlSelection *self)
{
  self->masks = g_ptr_array_new_with_free_func (free_mask);
  g_ptr_array_add (self->masks, NULL);
  self->pin = BL_SELECTION_NO_PIN;
}

/**
 * bl_selection_new:
 *
 * Returns: (transfer full): a selection of nothing.
 */
BlSelection *
bl_selection_new (void)
{
  return g_object_new (BL_TYPE_SELECTION, NULL);
}

static void
tell (BlSelection *self)
{
  const guint8 *mask = bl_selection_get_mask (self);

  self->n = 0;
  for (gsize i = 0; mask != NULL && i < ae_scene_get_n_pixels (self->scene); i++)
    self->n += mask[i] != 0;
  g_signal_emit (self, changed, 0);
}

/**
 * bl_selection_set_scene:
 * @self: a selection
 * @scene: (nullable): whose pixels; a reference is taken
 *
 * Begins anew with nothing selected and nothing pinned.
 */
void
bl_selection_set_scene (BlSelection *self, AeScene *scene)
{
  g_return_if_fail (BL_IS_SELECTION (self));
  g_clear_pointer (&self->scene, ae_scene_unref);
  self->scene = scene != NULL ? ae_scene_ref (scene) : NULL;
  g_ptr_array_set_size (self->masks, 0);
  g_ptr_array_add (self->masks, NULL);
  self->at = 0;
  tell (self);
  bl_selection_set_pin (self, BL_SELECTION_NO_PIN);
}

/* ------------------------------------------------------------------ undo */

typedef struct
{
  BlSelection *selection;
  GBytes *before, *after; /* nullable: nothing is selected */
} Step;

static void
free_step (gpointer data)
{
  Step *step = data;

  free_mask (step->before);
  free_mask (step->after);
  g_object_unref (step->selection);
  g_free (step);
}

/* Goes to it where it is among those before and after; else it comes after what is shown. */
static gboolean
show_mask (BlSelection *self, GBytes *mask)
{
  guint found;

  if (!g_ptr_array_find (self->masks, mask, &found))
    {
      g_ptr_array_set_size (self->masks, (int) self->at + 1);
      g_ptr_array_add (self->masks, g_bytes_ref (mask));
      found = self->masks->len - 1;
    }
  self->at = found;
  tell (self);
  return TRUE;
}

static gboolean
undo_cb (gpointer user_data)
{
  Step *step = user_data;

  return show_mask (step->selection, step->before);
}

static gboolean
redo_cb (gpointer user_data)
{
  Step *step = user_data;

  return show_mask (step->selection, step->after);
}

static void
push_step (BlSelection *self, GBytes *before, GBytes *after)
{
  Step *step;

  if (self->history == NULL)
    return;
  step = g_new (Step, 1);
  *step = (Step){ g_object_ref (self), before != NULL ? g_bytes_ref (before) : NULL,
                  after != NULL ? g_bytes_ref (after) : NULL };
  bl_undo_history_push (self->history, after != NULL ? "Select pixels" : "Select nothing",
                        undo_cb, redo_cb, step, free_step);
}

/**
 * bl_selection_set_undo_history:
 * @self: a selection
 * @history: (nullable): where bl_selection_set() keeps its steps; borrowed, it outlives the
 * selection or is taken back with %NULL
 */
void
bl_selection_set_undo_history (BlSelection *self, BlUndoHistory *history)
{
  g_return_if_fail (BL_IS_SELECTION (self));
  self->history = history;
}

/**
 * bl_selection_set:
 * @self: a selection
 * @mask: (nullable): (n_pixels) non-zero for those that are selected; copied; %NULL or none is
 * nothing
 *
 * Selects other pixels; those before can be gone back to.
 */
void
bl_selection_set (BlSelection *self, const guint8 *mask)
{
  g_return_if_fail (BL_IS_SELECTION (self));

  gsize n = self->scene != NULL ? ae_scene_get_n_pixels (self->scene) : 0;
  gboolean is_empty = mask == NULL || n == 0;
  gsize first = 0;

  while (!is_empty && first < n && mask[first] == 0)
    first++;
  is_empty = is_empty || first == n;
  if (is_empty && self->masks->pdata[self->at] == NULL)
    return;
  g_ptr_array_set_size (self->masks, (int) self->at + 1);
  g_ptr_array_add (self->masks, is_empty ? NULL : g_bytes_new (mask, n));
  push_step (self, self->masks->pdata[self->at], self->masks->pdata[self->at + 1]);
  if (self->masks->len > MOST_KEPT)
    g_ptr_array_remove_index (self->masks, 0);
  self->at = self->masks->len - 1;
  tell (self);
}

/**
 * bl_selection_get_mask:
 * @self: a selection
 *
 * Returns: (nullable) (transfer none): (n_pixels) non-zero for those that are selected; %NULL
 * while none is.
 */
const guint8 *
bl_selection_get_mask (BlSelection *self)
{
  g_return_val_if_fail (BL_IS_SELECTION (self), NULL);

  GBytes *bytes = self->masks->pdata[self->at];

  return bytes != NULL ? g_bytes_get_data (bytes, NULL) : NULL;
}

/**
 * bl_selection_get_n:
 * @self: a selection
 *
 * Returns: how many pixels are selected.
 */
gsize
bl_selection_get_n (BlSelection *self)
{
  g_return_val_if_fail (BL_IS_SELECTION (self), 0);
  return self->n;
}

/**
 * bl_selection_can_go:
 * @self: a selection
 * @by: −1 or 1
 *
 * Returns: whether there is one before, or after.
 */
gboolean
bl_selection_can_go (BlSelection *self, int by)
{
  g_return_val_if_fail (BL_IS_SELECTION (self), FALSE);
  return by < 0 ? self->at > 0 : self->at + 1 < self->masks->len;
}

/**
 * bl_selection_go:
 * @self: a selection
 * @by: −1 for the one before, 1 for the one after
 *
 * Returns: whether there was one.
 */
gboolean
bl_selection_go (BlSelection *self, int by)
{
  g_return_val_if_fail (BL_IS_SELECTION (self), FALSE);
  if (!bl_selection_can_go (self, by))
    return FALSE;
  self->at = by < 0 ? self->at - 1 : self->at + 1;
  tell (self);
  return TRUE;
}

/**
 * bl_selection_dup_history:
 * @self: a selection
 * @at: (out): which one is shown
 *
 * Returns: (transfer container) (element-type GBytes): masks (n_pixels), %NULL for nothing; in
 * the order in which they were made.
 */
GPtrArray *
bl_selection_dup_history (BlSelection *self, guint *at)
{
  GPtrArray *masks = g_ptr_array_new_with_free_func (free_mask);

  g_return_val_if_fail (BL_IS_SELECTION (self), NULL);
  for (guint i = 0; i < self->masks->len; i++)
    g_ptr_array_add (masks, self->masks->pdata[i] != NULL ? g_bytes_ref (self->masks->pdata[i])
                                                          : NULL);
  *at = self->at;
  return masks;
}

/**
 * bl_selection_set_history:
 * @self: a selection with a scene
 * @masks: (element-type GBytes): as bl_selection_dup_history() gives them, one at least;
 * references are taken
 * @at: which one is shown
 */
void
bl_selection_set_history (BlSelection *self, GPtrArray *masks, guint at)
{
  g_return_if_fail (BL_IS_SELECTION (self));
  g_return_if_fail (self->scene != NULL && at < masks->len);
  g_ptr_array_set_size (self->masks, 0);
  for (guint i = 0; i < masks->len; i++)
    g_ptr_array_add (self->masks,
                     masks->pdata[i] != NULL ? g_bytes_ref (masks->pdata[i]) : NULL);
  self->at = at;
  tell (self);
}

/**
 * bl_selection_set_pin:
 * @self: a selection
 * @pixel: of its scene, or #BL_SELECTION_NO_PIN; one beyond the scene's end is ignored
 *
 * Pins a pixel: whatever shows a spectrum shows this one's.
 */
void
bl_selection_set_pin (BlSelection *self, gint64 pixel)
{
  g_return_if_fail (BL_IS_SELECTION (self));
  if (pixel >= 0
      && (self->scene == NULL || (guint64) pixel >= ae_scene_get_n_pixels (self->scene)))
    return;
  pixel = MAX (pixel, BL_SELECTION_NO_PIN);
  if (pixel == self->pin)
    return;
  self->pin = pixel;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PIN]);
}

/**
 * bl_selection_get_pin:
 * @self: a selection
 * @pixel: (out): the pinned pixel, 0 where none is
 *
 * Returns: whether one is pinned.
 */
gboolean
bl_selection_get_pin (BlSelection *self, guint32 *pixel)
{
  *pixel = 0;
  g_return_val_if_fail (BL_IS_SELECTION (self), FALSE);
  *pixel = (guint32) MAX (self->pin, 0);
  return self->pin != BL_SELECTION_NO_PIN;
}

/* ------------------------------------------------------------------ taking */

/**
 * bl_selection_select_points:
 * @self: a selection
 * @view: with codes
 * @x_unit, @y_unit: the axes of the plot
 * @polygon, @n_corners: as #PlotView::lasso tells them
 *
 * Selects the pixels whose codes lie inside.
 */
void
bl_selection_select_points (BlSelection *self, const AeView *view, guint x_unit, guint y_unit,
                            const double *polygon, guint n_corners)
{
  g_autofree guint8 *inside = g_new0 (guint8, view->n_points + 1);
  g_autofree guint8 *mask = NULL;

  g_return_if_fail (BL_IS_SELECTION (self));
  if (self->scene == NULL)
    return;
  mask = g_new0 (guint8, ae_scene_get_n_pixels (self->scene));
  plot_view_find_in_polygon (inside, view->codes + x_unit, view->codes + y_unit, view->n_points,
                             view->code, polygon, n_corners);
  for (gsize i = 0; i < view->n_points; i++)
    mask[view->points[i]] = inside[i];
  bl_selection_set (self, mask);
}

/**
 * bl_selection_select_area:
 * @self: a selection
 * @polygon, @n_corners: as #PlotView::lasso tells them, on an image of the scene
 *
 * Selects the pixels whose middle lies inside, those without data left out.
 */
void
bl_selection_select_area (BlSelection *self, const double *polygon, guint n_corners)
{
  guint samples;
  gsize n;
  g_autofree float *xs = NULL;
  g_autofree float *ys = NULL;
  g_autofree guint8 *mask = NULL;

  g_return_if_fail (BL_IS_SELECTION (self));
  if (self->scene == NULL)
    return;
  n = ae_scene_get_n_pixels (self->scene);
  samples = ae_scene_get_samples (self->scene);
  xs = g_new (float, n);
  ys = g_new (float, n);
  mask = g_new0 (guint8, n);
  for (gsize i = 0; i < n; i++)
    {
      xs[i] = (float) (i % samples) + 0.5f;
      ys[i] = (float) (i / samples) + 0.5f;
    }
  plot_view_find_in_polygon (mask, xs, ys, n, 1, polygon, n_corners);
  for (gsize i = 0; i < n; i++)
    mask[i] = mask[i] && !ae_scene_is_masked (self->scene, i);
  bl_selection_set (self, mask);
}

/* ------------------------------------------------------------------ showing */

/**
 * bl_selection_show_points:
 * @self: a selection
 * @chart: with a scatter of @view's points
 * @id: of the scatter
 * @view: with codes
 *
 * Brings the selected points out; all alike while none is.
 */
void
bl_selection_show_points (BlSelection *self, PlotChart *chart, const char *id,
                          const AeView *view)
{
  g_return_if_fail (BL_IS_SELECTION (self));

  const guint8 *mask = bl_selection_get_mask (self);
  const PlotSeries *series = plot_chart_get_series (chart, id);
  g_autofree guint8 *selected = NULL;

  if (series == NULL)
    return;
  /* A density is of the selected points alone: the others would not step back, but be gone. */
  if (mask != NULL && series->color_by == PLOT_POINT_DENSITY)
    plot_chart_set_point_plain (chart, id);
  if (mask == NULL)
    {
      plot_chart_set_selection (chart, id, NULL, view->n_points);
      return;
    }
  selected = g_new (guint8, view->n_points + 1);
  for (gsize i = 0; i < view->n_points; i++)
    selected[i] = mask[view->points[i]];
  plot_chart_set_selection (chart, id, selected, view->n_points);
}

/* Colours multiplied by their alpha. */
static guint32
premultiply (guint32 argb)
{
  guint32 a = argb >> 24, r = (argb >> 16 & 0xff) * a / 255, g = (argb >> 8 & 0xff) * a / 255,
          b = (argb & 0xff) * a / 255;

  return a << 24 | r << 16 | g << 8 | b;
}

/**
 * bl_selection_show_area:
 * @self: a selection
 * @chart: with an image of the scene
 *
 * Veils what is not selected; nothing while none is.
 */
void
bl_selection_show_area (BlSelection *self, PlotChart *chart)
{
  g_return_if_fail (BL_IS_SELECTION (self));

  const guint8 *mask = bl_selection_get_mask (self);
  guint32 veil = premultiply (VEIL);
  g_autofree guint32 *pixels = NULL;
  gsize n;

  if (mask == NULL || plot_chart_is_empty (chart))
    {
      plot_chart_set_image_overlay (chart, NULL, 0, 0);
      return;
    }
  n = ae_scene_get_n_pixels (self->scene);
  pixels = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    pixels[i] = mask[i] ? 0 : veil;
  plot_chart_set_image_overlay (chart, pixels, ae_scene_get_lines (self->scene),
                                ae_scene_get_samples (self->scene));
}

/**
 * bl_selection_append_words:
 * @self: a selection
 * @text: a description of a panel, to which how many are selected is added, where any is
 */
void
bl_selection_append_words (BlSelection *self, GString *text)
{
  g_return_if_fail (BL_IS_SELECTION (self));
  if (self->n > 0)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT " selected", text->len > 0 ? ", " : "",
                            self->n);
}

static void
toggled_cb (GtkToggleButton *button, PlotView *view)
{
  plot_view_set_tool (view,
                      gtk_toggle_button_get_active (button) ? PLOT_TOOL_LASSO : PLOT_TOOL_PAN);
}

/**
 * bl_selection_tool_new:
 * @view: a scatter or an image; outlives the button
 *
 * Returns: (transfer floating): a button that makes a drag in @view a lasso, as Shift does.
 */
GtkWidget *
bl_selection_tool_new (PlotView *view)
{
  GtkWidget *button = gtk_toggle_button_new ();

  g_return_val_if_fail (PLOT_IS_VIEW (view), NULL);
  gtk_button_set_icon_name (GTK_BUTTON (button), "selection-mode-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "bl-small");
  gtk_widget_set_tooltip_text (
      button, "Drag to select pixels (Shift+drag always does; with Ctrl+Shift a "
              "rectangle)");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Select pixels", -1);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), view, 0);
  return button;
}
