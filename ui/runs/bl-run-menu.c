/* bl-run-menu.c: menu of a run. What it asks for is done by actions of the window; those on
 * runs take the run's place in the list, others are about the active run, which it is made
 * first.
 */
#include "bl-run-menu.h"

struct _BlRunMenu
{
  AdwBin parent_instance;
  BlRunItem *run;
  GListModel *runs;
  GtkWidget *button, *popover, *entry;
};

G_DEFINE_FINAL_TYPE (BlRunMenu, bl_run_menu, ADW_TYPE_BIN)

static const struct
{
  const char *label, *action;
  gboolean is_of_active; /* acts on the active run, not on one by its place */
} entries[] = {
  { "Train or pause", "win.toggle-run", FALSE },
  { "Settings", "win.set-up-run", FALSE },
  { "Duplicate", "win.duplicate-run", FALSE },
  { "Repeat with other seeds", "sweep.repeat", FALSE },
  { "Command line…", "export.command", TRUE },
  { "Export model…", "export.model", TRUE },
  { "Remove", "win.remove-run", FALSE },
};

static gboolean
find_position (BlRunMenu *self, guint *position)
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

/* The button is gone once its run is removed: nothing of it is touched after that. */
static void
activate (BlRunMenu *self, guint entry)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint position;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (!find_position (self, &position))
    return;
  if (!entries[entry].is_of_active)
    {
      gtk_widget_activate_action (widget, entries[entry].action, "u", position);
      return;
    }
  gtk_widget_activate_action (widget, "win.select-run", "u", position);
  gtk_widget_activate_action_variant (widget, entries[entry].action, NULL);
}

/* Its place among the buttons is that of its entry. */
static void
clicked_cb (GtkWidget *button, BlRunMenu *self)
{
  guint entry = 0;

  for (GtkWidget *before = gtk_widget_get_prev_sibling (button); before != NULL;
       before = gtk_widget_get_prev_sibling (before))
    entry++;
  activate (self, entry);
}

static void
renamed_cb (BlRunMenu *self)
{
  guint position;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (find_position (self, &position))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.rename-run", "(us)", position,
                                gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
shown_cb (BlRunMenu *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), bl_run_item_get_name (self->run));
}

static void
changed_cb (BlRunMenu *self)
{
  g_autofree char *label = g_strdup_printf ("Menu of %s", bl_run_item_get_name (self->run));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
bl_run_menu_dispose (GObject *object)
{
  BlRunMenu *self = BL_RUN_MENU (object);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_object (&self->runs);
  G_OBJECT_CLASS (bl_run_menu_parent_class)->dispose (object);
}

static void
bl_run_menu_class_init (BlRunMenuClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_run_menu_dispose;
}

static GtkWidget *
make_entry (BlRunMenu *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (entry), GTK_ENTRY_ICON_SECONDARY,
                                     "object-select-symbolic");
  gtk_entry_set_icon_tooltip_text (GTK_ENTRY (entry), GTK_ENTRY_ICON_SECONDARY, "Rename");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Name of the run", -1);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (renamed_cb), self);
  g_signal_connect_swapped (entry, "icon-press", G_CALLBACK (renamed_cb), self);
  return entry;
}

static GtkWidget *
make_buttons (BlRunMenu *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (entries[i].label);

      gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
      gtk_widget_add_css_class (button, "flat");
      g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_widget_add_css_class (box, "bl-run-menu");
  return box;
}

static void
bl_run_menu_init (BlRunMenu *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->entry = make_entry (self);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), make_buttons (self));
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (shown_cb), self);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "view-more-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "circular");
  gtk_widget_set_tooltip_text (self->button, "What to do with this run");
  adw_bin_set_child (ADW_BIN (self), self->button);
}

/**
 * bl_run_menu_new:
 * @run: a reference is taken
 * @runs: the list that it is in; a reference is taken
 *
 * Returns: (transfer floating): a button that opens the menu of the run. Main thread.
 */
GtkWidget *
bl_run_menu_new (BlRunItem *run, GListModel *runs)
{
  BlRunMenu *self;

  g_return_val_if_fail (BL_IS_RUN_ITEM (run) && G_IS_LIST_MODEL (runs), NULL);
  self = g_object_new (BL_TYPE_RUN_MENU, NULL);
  self->run = g_object_ref (run);
  self->runs = g_object_ref (runs);
  g_signal_connect_swapped (run, "notify::name", G_CALLBACK (changed_cb), self);
  changed_cb (self);
  return GTK_WIDGET (self);
}
