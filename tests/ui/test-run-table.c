/* test-run-table.c: the items of the table stay while their rows change, tell of a change once,
 * and are what its cells say.
 */
#include <math.h>
#include <string.h>

#include "bl-run-table.h"
#include "count.h"
#include "find.h"

typedef struct
{
  GtkWidget *window;
  BlRunTable *table;
  GPtrArray *rows;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->window = gtk_window_new ();
  self->table = g_object_ref_sink (g_object_new (BL_TYPE_RUN_TABLE, NULL));
  self->rows = g_ptr_array_new_with_free_func (ae_comparison_row_free);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 900, 400);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->table));
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gpointer table = self->table;

  g_object_add_weak_pointer (G_OBJECT (self->table), &table);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->table);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (table);
  g_ptr_array_unref (self->rows);
}

static AeComparisonRow *
add (Fixture *self, const char *name, double rmse)
{
  AeComparisonRow *row = ae_comparison_row_new (name);

  row->values[AE_COMPARISON_RMSE] = rmse;
  g_ptr_array_add (self->rows, row);
  return row;
}

static GtkColumnView *
find_view (GtkWidget *widget)
{
  if (GTK_IS_COLUMN_VIEW (widget))
    return GTK_COLUMN_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkColumnView *found = find_view (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GListModel *
get_items (Fixture *self)
{
  return G_LIST_MODEL (gtk_column_view_get_model (find_view (GTK_WIDGET (self->table))));
}

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Cells are made in the next frames. */
static GtkWidget *
wait_for_label (Fixture *self, const char *text)
{
  GtkWidget *label;

  while ((label = find_label (GTK_WIDGET (self->table), text)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return label;
}

static GtkWidget *
wait_for_rmse (Fixture *self, guint row)
{
  g_autofree char *text = ae_comparison_dup_cell (self->rows->pdata[row], AE_COMPARISON_RMSE);

  return wait_for_label (self, text);
}

static void
test_cells (Fixture *self, gconstpointer unused)
{
  GtkWidget *best, *other;

  add (self, "one", 0.5);
  add (self, "two", 0.25);
  add (self, "PCA-20", 0.75)->is_baseline = TRUE;
  add (self, "three", NAN)->failure = g_strdup ("it exploded");
  bl_run_table_set_rows (self->table, self->rows);
  other = wait_for_rmse (self, 0);
  best = wait_for_rmse (self, 1);
  g_assert_true (gtk_widget_has_css_class (best, "bl-best"));
  g_assert_false (gtk_widget_has_css_class (other, "bl-best"));
  g_assert_true (gtk_widget_has_css_class (best, "bl-numeric"));
  g_assert_true (gtk_widget_has_css_class (wait_for_label (self, "PCA-20"), "dim-label"));
  g_assert_false (gtk_widget_has_css_class (wait_for_label (self, "one"), "dim-label"));
  g_assert_true (gtk_widget_has_css_class (wait_for_label (self, "three"), "error"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (wait_for_label (self, "three")), ==,
                   "it exploded");
  /* The same cells show other numbers, and which is best now. */
  ((AeComparisonRow *) self->rows->pdata[0])->values[AE_COMPARISON_RMSE] = 0.0625;
  bl_run_table_set_rows (self->table, self->rows);
  g_assert_true (wait_for_rmse (self, 0) == other);
  g_assert_true (gtk_widget_has_css_class (other, "bl-best"));
  g_assert_false (gtk_widget_has_css_class (best, "bl-best"));
}

static void
test_notifies (Fixture *self, gconstpointer unused)
{
  g_autoptr (GObject) first = NULL;
  g_autoptr (GObject) second = NULL;
  g_autoptr (GObject) again = NULL;
  g_autoptr (AeComparisonRow) row = NULL;
  guint one, two, changed;

  add (self, "one", 0.5);
  add (self, "two", 0.25);
  bl_run_table_set_rows (self->table, self->rows);
  g_assert_cmpuint (g_list_model_get_n_items (get_items (self)), ==, 2);
  first = g_list_model_get_item (get_items (self), 0);
  second = g_list_model_get_item (get_items (self), 1);
  count_signal (first, "notify::row", &one);
  count_signal (second, "notify::row", &two);
  count_signal (get_items (self), "items-changed", &changed);
  bl_run_table_set_rows (self->table, self->rows);
  g_assert_cmpuint (one + two, ==, 0);
  ((AeComparisonRow *) self->rows->pdata[1])->values[AE_COMPARISON_SECONDS] = 3;
  bl_run_table_set_rows (self->table, self->rows);
  g_assert_cmpuint (one, ==, 0);
  g_assert_cmpuint (two, ==, 1);
  g_assert_cmpuint (changed, ==, 0);
  g_object_get (second, "row", &row, NULL);
  g_assert_cmpfloat (row->values[AE_COMPARISON_SECONDS], ==, 3);
  /* What is best is another although the row says the same. */
  ((AeComparisonRow *) self->rows->pdata[0])->values[AE_COMPARISON_RMSE] = 0.125;
  bl_run_table_set_rows (self->table, self->rows);
  g_assert_cmpuint (one, ==, 1);
  g_assert_cmpuint (two, ==, 2);
  add (self, "three", 1);
  bl_run_table_set_rows (self->table, self->rows);
  g_assert_cmpuint (g_list_model_get_n_items (get_items (self)), ==, 3);
  again = g_list_model_get_item (get_items (self), 0);
  g_assert_true (again == first);
}

/* Columns without a number are left out. */
static void
test_columns (Fixture *self, gconstpointer unused)
{
  g_autoptr (GListModel) columns
      = g_object_ref (gtk_column_view_get_columns (find_view (GTK_WIDGET (self->table))));
  guint shown = 0;

  add (self, "one", 0.5);
  bl_run_table_set_rows (self->table, self->rows);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      shown += gtk_column_view_column_get_visible (column);
    }
  g_assert_cmpuint (shown, ==, 2); /* name and RMSE */
}

static gboolean
is_sentence (const char *text)
{
  gsize length = text != NULL ? strcspn (text, "\n") : 0;

  return length > 20 && g_unichar_isupper (g_utf8_get_char (text)) && text[length - 1] == '.';
}

/* Every column explains itself, and its head stands over its numbers. */
static void
test_heads (Fixture *self, gconstpointer unused)
{
  GtkWidget *heads
      = gtk_widget_get_first_child (GTK_WIDGET (find_view (GTK_WIDGET (self->table))));
  int column = -1;

  for (GtkWidget *head = gtk_widget_get_first_child (heads); head != NULL;
       head = gtk_widget_get_next_sibling (head), column++)
    {
      const char *tooltip = gtk_widget_get_tooltip_text (head);
      GtkLabel *label = GTK_LABEL (find_type (head, GTK_TYPE_LABEL));

      g_assert_true (is_sentence (tooltip));
      g_assert_cmpfloat (gtk_label_get_xalign (label), ==, column < 0 ? 0 : 1);
      if (column >= 0)
        {
          g_autofree char *wanted = ae_comparison_dup_tooltip (column);

          g_assert_cmpstr (tooltip, ==, wanted);
          g_assert_cmpstr (gtk_label_get_label (label), ==, ae_comparison_get_title (column));
        }
    }
  g_assert_cmpint (column, ==, AE_COMPARISON_N_COLUMNS);
}

/* As people read them: three digits; the file has them all. */
static void
test_digits (Fixture *self, gconstpointer unused)
{
  g_autoptr (AeComparisonRow) row = ae_comparison_row_new ("one");
  g_autofree char *mse = NULL, *angle = NULL, *psnr = NULL, *csv = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  row->values[AE_COMPARISON_MSE] = 0.00012345678;
  row->values[AE_COMPARISON_SAM] = 1.23456;
  row->values[AE_COMPARISON_PSNR_CLEAN] = 33.7421;
  mse = ae_comparison_dup_cell (row, AE_COMPARISON_MSE);
  angle = ae_comparison_dup_cell (row, AE_COMPARISON_SAM);
  psnr = ae_comparison_dup_cell (row, AE_COMPARISON_PSNR_CLEAN);
  g_assert_cmpstr (mse, ==, "0.000123");
  g_assert_cmpstr (angle, ==, "1.23");
  g_assert_cmpstr (psnr, ==, "33.7");
  g_ptr_array_add (rows, row);
  csv = ae_comparison_dup_csv (rows);
  g_assert_nonnull (strstr (csv, "0.00012345678"));
}

#define ADD(name)                                                                              \
  g_test_add ("/run-table/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD (cells);
  ADD (notifies);
  ADD (columns);
  ADD (heads);
  ADD (digits);
  return g_test_run ();
}
