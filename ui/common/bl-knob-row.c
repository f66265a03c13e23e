/* bl-knob-row.c: a slider whose value is what it says: the scale runs over the logarithm where
 * rates are meant, but the accessible value and the entry are the number itself.
 */
#include "bl-knob-row.h"

#include "ae-number.h"

#include <math.h>

struct _BlKnobRow
{
  AdwPreferencesRow parent_instance;
  GtkWidget *scale, *entry;
  GtkWidget *ground; /* the density behind the scale */
  GtkWidget *remark;
  GtkAdjustment *adjustment; /* log10 of the value, or the value */
  double low, high;
  gboolean is_log, has_zero; /* the lowest place of a logarithmic scale is 0 */
  gboolean is_setting;
  double value;
  float *density; /* (n_bins): 0 … 1, over the whole scale */
  guint n_bins;
};

enum
{
  PROP_VALUE = 1,
  PROP_REMARK,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES]; /* written once, in class_init */
static guint changed;                        /* too */

G_DEFINE_FINAL_TYPE (BlKnobRow, bl_knob_row, ADW_TYPE_PREFERENCES_ROW)

static double
to_place (const BlKnobRow *self, double value)
{
  if (!self->is_log)
    return value;
  return log10 (CLAMP (value, self->low, self->high));
}

static double
from_place (const BlKnobRow *self, double place)
{
  if (!self->is_log)
    return place;
  if (self->has_zero && place <= log10 (self->low) + 1e-9)
    return 0;
  return pow (10, place);
}

static void
show_value (BlKnobRow *self)
{
  g_autofree char *text = g_strdup_printf ("%.4g", self->value);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_widget_remove_css_class (self->entry, "error");
  gtk_widget_set_tooltip_text (self->entry, NULL); /* that of the row */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
keep_value (BlKnobRow *self, double value)
{
  gboolean is_other = self->value != value;

  self->value = value;
  show_value (self);
  if (is_other)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

static void
moved_cb (GtkAdjustment *adjustment, gpointer user_data)
{
  BlKnobRow *self = user_data;

  if (self->is_setting)
    return;
  keep_value (self, from_place (self, gtk_adjustment_get_value (adjustment)));
  g_signal_emit (self, changed, 0);
}

static void
typed_cb (GtkEntry *entry, gpointer user_data)
{
  BlKnobRow *self = user_data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  double value = NAN;
  double low = self->has_zero ? 0 : self->low;

  if (!ae_number_parse (text, &value) || !(value >= low && value <= self->high))
    {
      g_autofree char *hint = g_strdup_printf ("Type a number from %g to %g", low, self->high);

      gtk_widget_add_css_class (self->entry, "error");
      gtk_widget_set_tooltip_text (self->entry, hint);
      return;
    }
  bl_knob_row_set_value (self, value);
  g_signal_emit (self, changed, 0);
}

/* Bars that stand on the scale's trough, where its values are. */
static void
draw_ground (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  BlKnobRow *self = user_data;
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (area));
  GdkRectangle trough;
  GtkBorder padding;
  GdkRGBA color;

  if (self->n_bins == 0)
    return;
  gtk_range_get_range_rect (GTK_RANGE (self->scale), &trough);
  gtk_style_context_get_padding (gtk_widget_get_style_context (self->scale), &padding);
  trough.x += padding.left; /* the rectangle is counted from within it */
  gtk_style_context_get_color (style, &color);
  color.alpha *= 0.22f;
  gdk_cairo_set_source_rgba (cr, &color);
  for (guint i = 0; i < self->n_bins; i++)
    {
      double x = trough.x + trough.width * (double) i / self->n_bins;
      double bar = (double) self->density[i] * (height / 2.0 - 1);

      cairo_rectangle (cr, x, height / 2.0 - bar, trough.width / (double) self->n_bins, bar);
    }
  cairo_fill (cr);
}

static void
bl_knob_row_finalize (GObject *object)
{
  g_free (BL_KNOB_ROW (object)->density);
  G_OBJECT_CLASS (bl_knob_row_parent_class)->finalize (object);
}

static void
bl_knob_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BlKnobRow *self = BL_KNOB_ROW (object);

  switch (id)
    {
    case PROP_VALUE:
      g_value_set_double (value, self->value);
      break;
    case PROP_REMARK:
      g_value_set_string (value, gtk_label_get_text (GTK_LABEL (self->remark)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bl_knob_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  BlKnobRow *self = BL_KNOB_ROW (object);

  switch (id)
    {
    case PROP_VALUE:
      bl_knob_row_set_value (self, g_value_get_double (value));
      break;
    case PROP_REMARK:
      bl_knob_row_set_remark (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bl_knob_row_class_init (BlKnobRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = bl_knob_row_finalize;
  object_class->get_property = bl_knob_row_get_property;
  object_class->set_property = bl_knob_row_set_property;
  properties[PROP_VALUE]
      = g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  properties[PROP_REMARK] = g_param_spec_string ("remark", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  changed = g_signal_new ("changed", BL_TYPE_KNOB_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
bl_knob_row_init (BlKnobRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

static GtkWidget *
with_ground (BlKnobRow *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->ground = gtk_drawing_area_new ();
  gtk_widget_set_can_target (self->ground, FALSE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->ground), draw_ground, self, NULL);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->ground);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->scale);
  gtk_overlay_set_measure_overlay (GTK_OVERLAY (overlay), self->scale, TRUE);
  return overlay;
}

static void
build (BlKnobRow *self, const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (name);

  self->adjustment = gtk_adjustment_new (to_place (self, self->low), to_place (self, self->low),
                                         to_place (self, self->high),
                                         self->is_log ? 0.05 : (self->high - self->low) / 100,
                                         self->is_log ? 0.5 : (self->high - self->low) / 10, 0);
  self->scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, self->adjustment);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_entry_set_alignment (GTK_ENTRY (self->entry), 1);
  gtk_entry_set_has_frame (GTK_ENTRY (self->entry), FALSE);
  gtk_widget_add_css_class (self->entry, "bl-numeric");
  g_autofree char *entry_name = g_strconcat (name, " as a number", NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  entry_name, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  self->remark = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->remark, "dim-label");
  gtk_widget_add_css_class (self->remark, "caption");
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), self->remark);
  gtk_box_append (GTK_BOX (head), self->entry);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), with_ground (self));
  gtk_widget_add_css_class (box, "bl-knob");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  g_signal_connect (self->adjustment, "value-changed", G_CALLBACK (moved_cb), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (typed_cb), self);
}

/**
 * bl_knob_row_new:
 * @name: shown and spoken
 * @low: lowest place of the scale
 * @high: highest
 * @is_log: whether the scale is logarithmic; @low must then be above 0
 * @has_zero: whether the lowest place of a logarithmic scale stands for 0
 *
 * Returns: (transfer floating): a row for a preferences group. Main thread.
 */
GtkWidget *
bl_knob_row_new (const char *name, double low, double high, gboolean is_log, gboolean has_zero)
{
  BlKnobRow *self = g_object_new (BL_TYPE_KNOB_ROW, "title", name, NULL);

  self->low = low;
  self->high = high;
  self->is_log = is_log;
  self->has_zero = has_zero && is_log;
  build (self, name);
  bl_knob_row_set_value (self, has_zero ? 0 : low);
  return GTK_WIDGET (self);
}

/**
 * bl_knob_row_get_value:
 * @self: a row
 *
 * Returns: the number itself, never its logarithm.
 */
double
bl_knob_row_get_value (BlKnobRow *self)
{
  g_return_val_if_fail (BL_IS_KNOB_ROW (self), 0);
  return self->value;
}

/**
 * bl_knob_row_set_value:
 * @self: a row
 * @value: may lie beyond the scale's ends: the slider then stands at the end
 *
 * Notifies, but does not emit "changed".
 */
void
bl_knob_row_set_value (BlKnobRow *self, double value)
{
  g_return_if_fail (BL_IS_KNOB_ROW (self));
  self->is_setting = TRUE;
  gtk_adjustment_set_value (self->adjustment, to_place (self, value));
  self->is_setting = FALSE;
  keep_value (self, value);
}

/**
 * bl_knob_row_set_range:
 * @self: a linear row
 * @low: lowest place of the scale
 * @high: highest
 *
 * The value stays, also where it is now beyond an end. Emits nothing.
 */
void
bl_knob_row_set_range (BlKnobRow *self, double low, double high)
{
  g_return_if_fail (BL_IS_KNOB_ROW (self));
  self->low = low;
  self->high = high;
  self->is_setting = TRUE;
  gtk_adjustment_configure (self->adjustment, to_place (self, self->value), low, high,
                            (high - low) / 100, (high - low) / 10, 0);
  self->is_setting = FALSE;
}

/**
 * bl_knob_row_set_density:
 * @self: a row
 * @bins: (n): how often values lie in each part of the scale, 0 … 1; copied
 * @n: how many parts
 *
 * Shows behind the scale where real values are.
 */
void
bl_knob_row_set_density (BlKnobRow *self, const float *bins, guint n)
{
  g_return_if_fail (BL_IS_KNOB_ROW (self));
  g_free (self->density);
  self->density = g_memdup2 (bins, n * sizeof *bins);
  self->n_bins = n;
  gtk_widget_queue_draw (self->ground);
}

/**
 * bl_knob_row_set_remark:
 * @self: a row
 * @remark: (nullable): a word after the name, such as "inactive"
 */
void
bl_knob_row_set_remark (BlKnobRow *self, const char *remark)
{
  const char *text = remark != NULL ? remark : "";

  g_return_if_fail (BL_IS_KNOB_ROW (self));
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->remark)), text) == 0)
    return;
  gtk_label_set_text (GTK_LABEL (self->remark), text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMARK]);
}
