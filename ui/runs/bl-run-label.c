/* bl-run-label.c: label of a run, which follows it: swatch, name, and under them size of the
 * code and state.
 */
#include "bl-run-label.h"

#include "bl-swatch.h"
#include "bl-throttle.h"

struct _BlRunLabel
{
  AdwBin parent_instance;
  BlRunItem *run;
  GtkWidget *name, *state;
  BlThrottle *throttle; /* of the state while it trains */
};

G_DEFINE_FINAL_TYPE (BlRunLabel, bl_run_label, ADW_TYPE_BIN)

static void
show_state (gpointer user_data)
{
  BlRunLabel *self = user_data;
  BlRunSettings *settings = bl_run_item_get_settings (self->run);
  guint code = ae_spec_get_code (&bl_run_settings_get_options (settings)->spec);
  g_autofree char *state = bl_run_item_dup_state_text (self->run);
  g_autofree char *text
      = code > 0 ? g_strdup_printf ("%u code%s · %s", code, code == 1 ? "" : "s", state)
                 : g_strdup (state);

  if (g_strcmp0 (text, gtk_label_get_label (GTK_LABEL (self->state))) != 0)
    gtk_label_set_label (GTK_LABEL (self->state), text);
}

static void
changed_cb (BlRunLabel *self)
{
  gtk_label_set_label (GTK_LABEL (self->name), bl_run_item_get_name (self->run));
  gtk_widget_set_tooltip_text (self->state, bl_run_item_get_reason (self->run));
  if (bl_run_item_get_state (self->run) == AE_RUN_FAILED)
    gtk_widget_add_css_class (self->state, "error");
  else
    gtk_widget_remove_css_class (self->state, "error");
  show_state (self);
}

static void
moved_cb (BlRunLabel *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    bl_throttle_request (self->throttle);
}

static void
bl_run_label_dispose (GObject *object)
{
  BlRunLabel *self = BL_RUN_LABEL (object);

  g_clear_pointer (&self->throttle, bl_throttle_free);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (bl_run_label_parent_class)->dispose (object);
}

static void
bl_run_label_class_init (BlRunLabelClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_run_label_dispose;
}

static GtkWidget *
add_line (GtkWidget *words, const char *first_class, const char *second_class)
{
  GtkWidget *line = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (line), 0);
  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (line, first_class);
  gtk_widget_add_css_class (line, second_class);
  gtk_box_append (GTK_BOX (words), line);
  return line;
}

static void
bl_run_label_init (BlRunLabel *self)
{
  self->throttle = bl_throttle_new (BL_COST_WORDS, show_state, self);
}

/**
 * bl_run_label_new:
 * @run: a reference is taken
 *
 * Returns: (transfer floating): a label that follows the run. Main thread.
 */
GtkWidget *
bl_run_label_new (BlRunItem *run)
{
  BlRunLabel *self;
  GtkWidget *line, *words;

  g_return_val_if_fail (BL_IS_RUN_ITEM (run), NULL);
  self = g_object_new (BL_TYPE_RUN_LABEL, NULL);
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->run = g_object_ref (run);
  self->name = add_line (words, "heading", "bl-run-name");
  self->state = add_line (words, "caption", "bl-numeric");
  gtk_widget_add_css_class (self->state, "dim-label");
  gtk_label_set_width_chars (GTK_LABEL (self->state),
                             19); /* numbers grow; the label does not */
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), bl_swatch_new (run));
  gtk_box_append (GTK_BOX (line), words);
  adw_bin_set_child (ADW_BIN (self), line);
  g_signal_connect_swapped (run, "notify::name", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (run, "notify::state", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (run, "notify::reason", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (run, "notify::snapshot", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (run, "notify::past", G_CALLBACK (moved_cb), self);
  g_signal_connect_object (bl_run_item_get_settings (run), "notify::spec",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self, "map", G_CALLBACK (show_state), self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "bl-run-label");
  changed_cb (self);
  return GTK_WIDGET (self);
}
