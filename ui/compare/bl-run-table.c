/* bl-run-table.c: a column view over rows that change while it is looked at: the items stay,
 * and their cells listen to them.
 */
#include "bl-run-table.h"

#include "ae-file.h"
#include "bl-file-dialog.h"

#include <string.h>

/* ------------------------------------------------------------------ an item */

#define BL_TYPE_TABLE_ITEM (bl_table_item_get_type ())
G_DECLARE_FINAL_TYPE (BlTableItem, bl_table_item, BL, TABLE_ITEM, GObject)

struct _BlTableItem
{
  GObject parent_instance;
  AeComparisonRow *row; /* never NULL */
  gboolean is_best[AE_COMPARISON_N_COLUMNS];
};

enum
{
  PROP_ROW = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES]; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlTableItem, bl_table_item, G_TYPE_OBJECT)

static void
bl_table_item_finalize (GObject *object)
{
  ae_comparison_row_free (BL_TABLE_ITEM (object)->row);
  G_OBJECT_CLASS (bl_table_item_parent_class)->finalize (object);
}

static void
bl_table_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_ROW)
    g_value_set_boxed (value, BL_TABLE_ITEM (object)->row);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
bl_table_item_class_init (BlTableItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bl_table_item_finalize;
  G_OBJECT_CLASS (class)->get_property = bl_table_item_get_property;
  properties[PROP_ROW] = g_param_spec_boxed ("row", NULL, NULL, AE_TYPE_COMPARISON_ROW,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPERTIES, properties);
}

static void
bl_table_item_init (BlTableItem *self)
{
  self->row = ae_comparison_row_new ("");
}

/* What is best may change though the numbers of a row do not. */
static void
set_item (BlTableItem *item, GPtrArray *rows, guint i)
{
  const AeComparisonRow *row = rows->pdata[i];
  gboolean is_other = !ae_comparison_row_equal (item->row, row);

  ae_comparison_row_free (item->row);
  item->row = ae_comparison_row_copy (row);
  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    {
      gboolean is_best = ae_comparison_is_best (rows, row, c);

      is_other = is_other || is_best != item->is_best[c];
      item->is_best[c] = is_best;
    }
  if (is_other)
    g_object_notify_by_pspec (G_OBJECT (item), properties[PROP_ROW]);
}

/* ------------------------------------------------------------------ the table */

struct _BlRunTable
{
  AdwBin parent_instance;
  GtkColumnView *view;
  GListStore *items;
  GPtrArray *rows; /* AeComparisonRow: as last set */
  GtkColumnViewColumn *columns[AE_COMPARISON_N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (BlRunTable, bl_run_table, ADW_TYPE_BIN)

#define NAME_COLUMN (-1)
#define NAME_HINT   "The run, or PCA with as many codes; a click on a head sorts by its column."
#define NAME_WIDTH  150

/* ------------------------------------------------------------------ cells */

/* What a cell shows are functions of its item, which GTK computes again when the row changes.
 */
static char *
dup_text (GtkListItem *cell, BlTableItem *item, const AeComparisonRow *row, gpointer column)
{
  int c = GPOINTER_TO_INT (column);

  return c == NAME_COLUMN ? g_strdup (row->name) : ae_comparison_dup_cell (row, (guint) c);
}

static char *
dup_tooltip (GtkListItem *cell, BlTableItem *item, const AeComparisonRow *row, gpointer column)
{
  return g_strdup (row->failure != NULL ? row->failure
                   : row->n_seeds > 1   ? "mean ± standard deviation"
                   : row->is_baseline   ? "the best linear answer"
                                        : "one seed; its menu repeats it");
}

static char **
dup_classes (GtkListItem *cell, BlTableItem *item, const AeComparisonRow *row, gpointer column)
{
  g_autoptr (GStrvBuilder) classes = g_strv_builder_new ();
  int c = GPOINTER_TO_INT (column);

  g_strv_builder_add (classes, "bl-numeric");
  if (row->is_baseline)
    g_strv_builder_add (classes, "dim-label");
  if (c == NAME_COLUMN && row->failure != NULL)
    g_strv_builder_add (classes, "error");
  if (c != NAME_COLUMN && item->is_best[c])
    g_strv_builder_add (classes, "bl-best");
  return g_strv_builder_end (classes);
}

static void
bind (GtkListItem *cell, GtkWidget *label, const char *property, GType type, GCallback function,
      gpointer column)
{
  GtkExpression *item = gtk_property_expression_new (GTK_TYPE_LIST_ITEM, NULL, "item");
  GtkExpression *params[]
      = { item,
          gtk_property_expression_new (BL_TYPE_TABLE_ITEM, gtk_expression_ref (item), "row") };

  gtk_expression_bind (
      gtk_cclosure_expression_new (type, NULL, 2, params, function, column, NULL), label,
      property, cell);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);
  gboolean is_name = GPOINTER_TO_INT (column) == NAME_COLUMN;

  gtk_label_set_xalign (GTK_LABEL (label), is_name ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (label),
                           is_name ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  bind (cell, label, "label", G_TYPE_STRING, G_CALLBACK (dup_text), column);
  bind (cell, label, "css-classes", G_TYPE_STRV, G_CALLBACK (dup_classes), column);
  if (is_name)
    bind (cell, label, "tooltip-text", G_TYPE_STRING, G_CALLBACK (dup_tooltip), column);
  gtk_list_item_set_child (cell, label);
}

/* ------------------------------------------------------------------ columns */

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const AeComparisonRow *x = BL_TABLE_ITEM ((gpointer) a)->row,
                        *y = BL_TABLE_ITEM ((gpointer) b)->row;
  int column = GPOINTER_TO_INT (user_data);

  return column == NAME_COLUMN ? g_utf8_collate (x->name, y->name)
                               : ae_comparison_compare (x, y, (guint) column);
}

static void
align_label (GtkWidget *widget, float xalign)
{
  if (GTK_IS_LABEL (widget))
    {
      gtk_label_set_xalign (GTK_LABEL (widget), xalign);
      gtk_widget_set_hexpand (widget, TRUE);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    align_label (child, xalign);
}

/* A column does not give its head away; it is the last child of the first child of the view. */
static void
finish_head (BlRunTable *self, int column)
{
  GtkWidget *heads = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *head = heads != NULL ? gtk_widget_get_last_child (heads) : NULL;
  g_autofree char *tooltip = column == NAME_COLUMN
                                 ? g_strdup (NAME_HINT)
                                 : ae_comparison_dup_tooltip ((AeComparisonColumn) column);

  if (head == NULL)
    return;
  gtk_widget_set_tooltip_text (head, tooltip);
  align_label (head, column == NAME_COLUMN ? 0 : 1);
}

static GtkColumnViewColumn *
add_column (BlRunTable *self, int column, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *made;
  g_autoptr (GtkSorter) sorter
      = GTK_SORTER (gtk_custom_sorter_new (compare_cb, GINT_TO_POINTER (column), NULL));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (column));
  made = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_sorter (made, sorter);
  gtk_column_view_column_set_resizable (made, TRUE);
  gtk_column_view_column_set_expand (made, column == NAME_COLUMN);
  if (column == NAME_COLUMN)
    gtk_column_view_column_set_fixed_width (made, NAME_WIDTH);
  gtk_column_view_append_column (self->view, made);
  finish_head (self, column);
  g_object_unref (made);
  return made;
}

/* ------------------------------------------------------------------ copy and save */

/* The clipboard gets what a spreadsheet takes. */
static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlRunTable *self = BL_RUN_TABLE (widget);
  g_autoptr (GString) text = g_string_new ("name");

  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    if (!ae_comparison_is_empty (self->rows, c))
      g_string_append_printf (text, "\t%s", ae_comparison_get_title (c));
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->rows->len; i++)
    {
      const AeComparisonRow *row = self->rows->pdata[i];

      g_string_append (text, row->name);
      for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
        {
          g_autofree char *cell = ae_comparison_dup_cell (row, c);

          if (!ae_comparison_is_empty (self->rows, c))
            g_string_append_printf (text, "\t%s", cell);
        }
      g_string_append_c (text, '\n');
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  BlRunTable *self = user_data;
  g_autofree char *text = ae_comparison_dup_csv (self->rows);
  g_autoptr (GError) error = NULL;

  if (!ae_file_write (path, text, strlen (text), &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", error->message);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_file_dialog_save (widget, "Save the table as CSV", "runs.csv", chosen_cb, widget);
}

/* ------------------------------------------------------------------ the type */

static void
bl_run_table_dispose (GObject *object)
{
  BlRunTable *self = BL_RUN_TABLE (object);

  g_clear_object (&self->items);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (bl_run_table_parent_class)->dispose (object);
}

static void
bl_run_table_class_init (BlRunTableClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_run_table_dispose;
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "table.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy",
                                       NULL);
}

static void
bl_run_table_init (BlRunTable *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkSortListModel *sorted;

  self->items = g_list_store_new (BL_TYPE_TABLE_ITEM);
  self->rows = g_ptr_array_new_with_free_func (ae_comparison_row_free);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "bl-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Runs in numbers", -1);
  add_column (self, NAME_COLUMN, "run");
  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    self->columns[c] = add_column (self, (int) c, ae_comparison_get_title (c));
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->items)),
                                    g_object_ref (gtk_column_view_get_sorter (self->view)));
  gtk_column_view_set_model (
      self->view, GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (sorted))));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    if (!ae_comparison_row_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return a->len == b->len;
}

static void
set_length (BlRunTable *self, guint n)
{
  guint have = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (; have < n; have++)
    {
      g_autoptr (BlTableItem) item = g_object_new (BL_TYPE_TABLE_ITEM, NULL);

      g_list_store_append (self->items, item);
    }
  for (; have > n; have--)
    g_list_store_remove (self->items, have - 1);
}

/**
 * bl_run_table_set_rows:
 * @self: the table
 * @rows: (element-type AeComparisonRow): copied
 *
 * Columns without a number are left out. The order stays as a person chose it, until the rows
 * themselves are others. Main thread.
 */
void
bl_run_table_set_rows (BlRunTable *self, GPtrArray *rows)
{
  g_return_if_fail (BL_IS_RUN_TABLE (self));
  if (is_same (self->rows, rows))
    return;
  g_ptr_array_set_size (self->rows, 0);
  set_length (self, rows->len);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (BlTableItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      g_ptr_array_add (self->rows, ae_comparison_row_copy (rows->pdata[i]));
      set_item (item, rows, i);
    }
  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    gtk_column_view_column_set_visible (self->columns[c], !ae_comparison_is_empty (rows, c));
}
