/* bl-run-row.c: a line for a run. What the menu wishes is done by actions of the window, which
 * take the run's place in the list.
 */
#include "bl-run-row.h"

#include "bl-throttle.h"
#include "bl-swatch.h"

struct _BlRunRow
{
  AdwBin parent_instance;
  BlRunItem *run;
  GListModel *runs;
  GtkWidget *name, *state, *menu, *popover, *entry;
  BlThrottle *throttle; /* of the state while it trains */
};

G_DEFINE_FINAL_TYPE (BlRunRow, bl_run_row, ADW_TYPE_BIN)

static gboolean
find_position (BlRunRow *self, guint *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->runs); i++)
    {
      g_autoptr (GObject) run = g_list_model_get_item (self->runs, i);

      if (run != (GObject *) self->run)
        continue;
      *position = i;
      return TRUE;
    }
  return FALSE;
}

static void
show_state (gpointer user_data)
{
  BlRunRow *self = user_data;
  g_autofree char *text = bl_run_item_dup_state_text (self->run);

  if (g_strcmp0 (text, gtk_label_get_label (GTK_LABEL (self->state))) != 0)
    gtk_label_set_label (GTK_LABEL (self->state), text);
}

static void
changed_cb (BlRunRow *self)
{
  const char *reason = bl_run_item_get_reason (self->run);
  gboolean has_failed = bl_run_item_get_state (self->run) == AE_RUN_FAILED;
  g_autofree char *menu = g_strdup_printf ("Menu of %s", bl_run_item_get_name (self->run));

  gtk_label_set_label (GTK_LABEL (self->name), bl_run_item_get_name (self->run));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  menu, -1);
  gtk_widget_set_tooltip_text (self->state, reason);
  if (has_failed)
    gtk_widget_add_css_class (self->state, "error");
  else
    gtk_widget_remove_css_class (self->state, "error");
  show_state (self);
}

static void
moved_cb (BlRunRow *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    bl_throttle_request (self->throttle);
}

static void
button_cb (GtkButton *button, BlRunRow *self)
{
  const char *action = g_object_get_data (G_OBJECT (button), "action");
  guint position;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (find_position (self, &position))
    gtk_widget_activate_action (GTK_WIDGET (self), action, "u", position);
}

static void
renamed_cb (BlRunRow *self)
{
  guint position;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (find_position (self, &position))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.rename-run", "(us)", position,
                                gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
shown_cb (BlRunRow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), bl_run_item_get_name (self->run));
}

static void
add_button (BlRunRow *self, GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
  g_object_set_data (G_OBJECT (button), "action", (gpointer) action);
  g_signal_connect (button, "clicked", G_CALLBACK (button_cb), self);
  gtk_box_append (GTK_BOX (box), button);
}

/* Made with the line: few runs, small menus. */
static void
add_menu (BlRunRow *self, GtkWidget *line)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->entry = gtk_entry_new ();
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                     "object-select-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Name of the run", -1);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (renamed_cb), self);
  g_signal_connect_swapped (self->entry, "icon-press", G_CALLBACK (renamed_cb), self);
  gtk_box_append (GTK_BOX (box), self->entry);
  add_button (self, box, "Train or pause", "win.toggle-run");
  add_button (self, box, "Settings", "win.set-up-run");
  add_button (self, box, "Duplicate", "win.duplicate-run");
  add_button (self, box, "Repeat with other seeds", "sweep.repeat");
  add_button (self, box, "Remove", "win.remove-run");
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (shown_cb), self);
  self->menu = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->menu), "view-more-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->menu), self->popover);
  gtk_widget_set_valign (self->menu, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->menu, "flat");
  gtk_widget_add_css_class (self->menu, "circular");
  gtk_widget_set_tooltip_text (self->menu, "What to do with this run");
  gtk_box_append (GTK_BOX (line), self->menu);
}

static void
bl_run_row_dispose (GObject *object)
{
  BlRunRow *self = BL_RUN_ROW (object);

  g_clear_pointer (&self->throttle, bl_throttle_free);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_object (&self->runs);
  G_OBJECT_CLASS (bl_run_row_parent_class)->dispose (object);
}

static void
bl_run_row_class_init (BlRunRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_run_row_dispose;
}

static void
bl_run_row_init (BlRunRow *self)
{
  self->throttle = bl_throttle_new (BL_COST_WORDS, show_state, self);
}

static GtkWidget *
make_words (BlRunRow *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->name = gtk_label_new (NULL);
  self->state = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  gtk_label_set_xalign (GTK_LABEL (self->state), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (self->state), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->name, "heading");
  gtk_widget_add_css_class (self->state, "caption");
  gtk_widget_add_css_class (self->state, "dim-label");
  gtk_widget_add_css_class (self->state, "bl-numeric");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), self->name);
  gtk_box_append (GTK_BOX (words), self->state);
  return words;
}

/**
 * bl_run_row_new:
 * @run: a reference is taken
 * @runs: the list that it is in; a reference is taken
 *
 * Returns: (transfer floating): a line that follows the run. Main thread.
 */
GtkWidget *
bl_run_row_new (BlRunItem *run, GListModel *runs)
{
  BlRunRow *self = g_object_new (BL_TYPE_RUN_ROW, NULL);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  g_return_val_if_fail (BL_IS_RUN_ITEM (run), NULL);
  self->run = g_object_ref (run);
  self->runs = g_object_ref (runs);
  gtk_widget_add_css_class (line, "bl-run-row");
  gtk_box_append (GTK_BOX (line), bl_swatch_new (run));
  gtk_box_append (GTK_BOX (line), make_words (self));
  add_menu (self, line);
  adw_bin_set_child (ADW_BIN (self), line);
  g_signal_connect_swapped (run, "notify::name", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (run, "notify::state", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (run, "notify::reason", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (run, "notify::snapshot", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (run, "notify::past", G_CALLBACK (moved_cb), self);
  changed_cb (self);
  return GTK_WIDGET (self);
}
