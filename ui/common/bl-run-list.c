/* bl-run-list.c: a line for each run; a click makes it the active one. With one run there is
 * nothing to choose, and no list.
 */
#include "bl-run-list.h"

#include "bl-run-row.h"

struct _BlRunList
{
  AdwBin parent_instance;
  GtkListBox *list;
  GListModel *runs;
};

G_DEFINE_FINAL_TYPE (BlRunList, bl_run_list, ADW_TYPE_BIN)

static void
row_activated_cb (BlRunList *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.select-run", "u",
                              (guint) gtk_list_box_row_get_index (row));
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  BlRunList *self = user_data;
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), bl_run_row_new (item, self->runs));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  bl_run_item_get_name (item), -1);
  return row;
}

static void
items_changed_cb (BlRunList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (self->runs) > 1);
}

static void
bl_run_list_dispose (GObject *object)
{
  BlRunList *self = BL_RUN_LIST (object);

  if (self->runs != NULL)
    g_signal_handlers_disconnect_by_data (self->runs, self);
  g_clear_object (&self->runs);
  G_OBJECT_CLASS (bl_run_list_parent_class)->dispose (object);
}

static void
bl_run_list_class_init (BlRunListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_run_list_dispose;
}

static void
bl_run_list_init (BlRunList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self), "bl-run-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Runs", -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

/**
 * bl_run_list_set_runs:
 * @self: the list
 * @runs: (element-type BlRunItem): a reference is taken. Main thread
 */
void
bl_run_list_set_runs (BlRunList *self, GListModel *runs)
{
  g_return_if_fail (BL_IS_RUN_LIST (self));
  g_set_object (&self->runs, runs);
  gtk_list_box_bind_model (self->list, runs, make_row, self, NULL);
  g_signal_connect_swapped (runs, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (self);
}

/**
 * bl_run_list_set_active:
 * @self: the list
 * @run: (nullable): which one is marked
 */
void
bl_run_list_set_active (BlRunList *self, BlRunItem *run)
{
  g_return_if_fail (BL_IS_RUN_LIST (self));
  for (guint i = 0; self->runs != NULL && i < g_list_model_get_n_items (self->runs); i++)
    {
      g_autoptr (BlRunItem) item = g_list_model_get_item (self->runs, i);

      if (item == run)
        gtk_list_box_select_row (self->list,
                                 gtk_list_box_get_row_at_index (self->list, (int) i));
    }
}
