/* bl-code-panel.c: rows for the units, made anew when their number changes. The scale of a row
 * is the mean of the scene's codes ± 4 standard deviations; behind it stands where the codes
 * are.
 */
#include "bl-code-panel.h"

#include <math.h>
#include <string.h>

#include "bl-knob-row.h"
#include "bl-throttle.h"

#define REACH 4.0 /* standard deviations to both sides */
/* A scale that follows the codes at every view would never rest under the pointer. */
#define FOLLOW 1.5
#define BINS   40
#define SAMPLE 5000 /* codes that a density is made of, at most */
/* Nats: a unit below this carries nothing, as the latent panel counts them. */
#define ACTIVE_KL 0.01f

struct _BlCodePanel
{
  AdwBin parent_instance;
  GtkWidget *mean, *pinned, *random; /* buttons: a code of another origin */
  AdwPreferencesGroup *group;
  GtkWidget **rows;
  double *reach; /* of each row's scale */
  float *code;   /* (n): the newest */
  guint n;
  BlThrottle *follow;    /* the code */
  BlThrottle *densities; /* behind the rows */
  AeView *view;
  guint64 dense_serial; /* of the view whose densities are shown */
  guint pressed_unit;
  guint32 pressed_at; /* of the display's clock; 0: no first press */
};

enum
{
  CHANGED,
  WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BlCodePanel, bl_code_panel, ADW_TYPE_BIN)

static void
row_cb (BlKnobRow *row, gpointer user_data)
{
  guint unit = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "unit"));

  g_signal_emit (user_data, signals[CHANGED], 0, unit, bl_knob_row_get_value (row));
}

/* After the slider has gone to where the pointer is. */
static gboolean
to_mean_cb (gpointer user_data)
{
  BlCodePanel *self = user_data;
  guint unit = self->pressed_unit;

  if (self->view != NULL && unit < self->view->code)
    g_signal_emit (self, signals[CHANGED], 0, unit, (double) self->view->code_mean[unit]);
  return G_SOURCE_REMOVE;
}

/* The slider takes the first press for itself, and with it the count of presses: whether this
 * is the second is told by the time. */
static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, gpointer user_data)
{
  BlCodePanel *self = user_data;
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  guint unit = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "unit"));
  guint32 now = gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (click));
  gboolean is_second;
  int within;

  g_object_get (gtk_widget_get_settings (row), "gtk-double-click-time", &within, NULL);
  is_second = unit == self->pressed_unit && now - self->pressed_at < (guint32) within;
  self->pressed_unit = unit;
  self->pressed_at = is_second ? 0 : now;
  if (is_second)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, to_mean_cb, g_object_ref (self), g_object_unref);
}

static void
place_cb (GtkWidget *button, gpointer user_data)
{
  BlCodePanel *self = user_data;

  g_signal_emit (self, signals[WANTED], 0,
                 button == self->mean     ? BL_CODE_MEAN
                 : button == self->random ? BL_CODE_DRAW
                                          : BL_CODE_PIN);
}

/* ------------------------------------------------------------------ rows */

static void
add_row (BlCodePanel *self, guint unit)
{
  g_autofree char *name = g_strdup_printf ("Code %u", unit + 1);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkWidget *row = bl_knob_row_new (name, -REACH, REACH, FALSE, FALSE);

  self->rows[unit] = row;
  g_object_set_data (G_OBJECT (row), "unit", GUINT_TO_POINTER (unit));
  gtk_widget_set_tooltip_text (row, "Double click: back to the mean");
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (row, "changed", G_CALLBACK (row_cb), self);
  adw_preferences_group_add (self->group, row);
}

static void
make_rows (BlCodePanel *self, guint n)
{
  for (guint i = 0; i < self->n; i++)
    adw_preferences_group_remove (self->group, self->rows[i]);
  g_free (self->rows);
  g_free (self->reach);
  g_free (self->code);
  self->rows = g_new0 (GtkWidget *, n + 1);
  self->reach = g_new0 (double, n + 1);
  self->code = g_new0 (float, n + 1);
  self->n = n;
  for (guint i = 0; i < n; i++)
    add_row (self, i);
}

static void
follow_codes (BlCodePanel *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      double mean = (double) self->view->code_mean[i];
      double reach = REACH * MAX ((double) self->view->code_deviation[i], 1e-3);

      if (self->view->kl_per_unit != NULL)
        {
          mean = 0;
          reach = MAX (reach, REACH);
        }
      if (self->reach[i] > reach / FOLLOW && self->reach[i] < reach * FOLLOW)
        continue;
      self->reach[i] = reach;
      bl_knob_row_set_range (BL_KNOB_ROW (self->rows[i]), mean - reach, mean + reach);
    }
}

/* Where the codes of the scene are on a row's scale. */
static void
show_density (BlCodePanel *self, guint unit)
{
  const AeView *view = self->view;
  gsize stride = view->n_points / SAMPLE + 1;
  double middle = view->kl_per_unit != NULL ? 0 : (double) view->code_mean[unit];
  double low = middle - self->reach[unit], width = 2 * self->reach[unit];
  float bins[BINS] = { 0 }, most = 0;

  for (gsize i = 0; i < view->n_points; i += stride)
    {
      double place = ((double) view->codes[i * view->code + unit] - low) / width * BINS;

      if (place >= 0 && place < BINS)
        bins[(guint) place]++;
    }
  for (guint b = 0; b < BINS; b++)
    most = MAX (most, bins[b]);
  for (guint b = 0; b < BINS && most > 0; b++)
    bins[b] /= most;
  bl_knob_row_set_density (BL_KNOB_ROW (self->rows[unit]), bins, BINS);
}

static void
show_densities (gpointer user_data)
{
  BlCodePanel *self = user_data;
  const AeView *view = self->view;

  if (view == NULL || self->dense_serial == view->full_serial)
    return;
  self->dense_serial = view->full_serial;
  for (guint i = 0; i < self->n; i++)
    {
      show_density (self, i);
      bl_knob_row_set_remark (
          BL_KNOB_ROW (self->rows[i]),
          view->kl_per_unit != NULL && view->kl_per_unit[i] <= ACTIVE_KL ? "inactive" : NULL);
    }
}

/* ------------------------------------------------------------------ the type */

static void
bl_code_panel_finalize (GObject *object)
{
  BlCodePanel *self = BL_CODE_PANEL (object);

  g_free (self->rows);
  g_free (self->reach);
  g_free (self->code);
  bl_throttle_free (self->follow);
  bl_throttle_free (self->densities);
  g_clear_pointer (&self->view, ae_view_unref);
  G_OBJECT_CLASS (bl_code_panel_parent_class)->finalize (object);
}

static void
bl_code_panel_class_init (BlCodePanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bl_code_panel_finalize;
  signals[CHANGED] = g_signal_new ("changed", BL_TYPE_CODE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_DOUBLE);
  signals[WANTED] = g_signal_new ("wanted", BL_TYPE_CODE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-code-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlCodePanel, mean);
  gtk_widget_class_bind_template_child (widget_class, BlCodePanel, pinned);
  gtk_widget_class_bind_template_child (widget_class, BlCodePanel, random);
  gtk_widget_class_bind_template_child (widget_class, BlCodePanel, group);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
}

static void
show_code (gpointer user_data)
{
  BlCodePanel *self = user_data;

  for (guint i = 0; i < self->n; i++)
    if (bl_knob_row_get_value (BL_KNOB_ROW (self->rows[i])) != (double) self->code[i])
      bl_knob_row_set_value (BL_KNOB_ROW (self->rows[i]), (double) self->code[i]);
}

static void
bl_code_panel_init (BlCodePanel *self)
{
  self->follow = bl_throttle_new (BL_COST_ROWS, show_code, self);
  self->densities = bl_throttle_new (BL_COST_SPECTRA, show_densities, self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bl_code_panel_set_view:
 * @self: the panel
 * @view: (nullable): a reference is taken
 */
void
bl_code_panel_set_view (BlCodePanel *self, AeView *view)
{
  g_return_if_fail (BL_IS_CODE_PANEL (self));
  g_clear_pointer (&self->view, ae_view_unref);
  if (view == NULL || view->codes == NULL)
    {
      make_rows (self, 0);
      return;
    }
  self->view = ae_view_ref (view);
  if (self->n != view->code)
    {
      make_rows (self, view->code);
      self->dense_serial = 0;
    }
  follow_codes (self);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (view->snapshot->state == AE_RUN_RUNNING)
    bl_throttle_request (self->densities);
  else
    bl_throttle_flush (self->densities);
}

/**
 * bl_code_panel_set_code:
 * @self: the panel
 * @code: (n): emits nothing
 * @n: units
 *
 * The rows follow in slots of their cost.
 */
void
bl_code_panel_set_code (BlCodePanel *self, const float *code, guint n)
{
  g_return_if_fail (BL_IS_CODE_PANEL (self));
  memcpy (self->code, code, MIN (n, self->n) * sizeof *code);
  bl_throttle_request (self->follow);
}
