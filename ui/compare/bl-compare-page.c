/* bl-compare-page.c: makes a column for each run, links their rows, and keeps the table. */
#include "bl-compare-page.h"

#include "bl-losses-panel.h"
#include "bl-throttle.h"
#include "bl-run-column.h"
#include "bl-run-table.h"

#include <math.h>

struct _BlComparePage
{
  BlPanel parent_instance;
  GtkBox *columns;
  GtkStack *below;
  GtkWidget *invitation, *copy, *save;
  GtkToggleButton *same_codes;
  BlRunTable *table;
  BlLossesPanel *overlay;
  BlSweepPanel *sweep;
  BlTransferPanel *transfer;

  GListModel *runs;
  GPtrArray *made; /* BlRunColumn, in the order of the runs; the box has them */
  BlColumnLinks links;
  BlRunItem *active;    /* borrowed */
  BlThrottle *throttle; /* of what is below, and of the error maps' scale */
};

G_DEFINE_FINAL_TYPE (BlComparePage, bl_compare_page, BL_TYPE_PANEL)

/* ------------------------------------------------------------------ below the columns */

static gboolean
has_baseline (GPtrArray *rows, guint code)
{
  for (guint i = 0; i < rows->len; i++)
    if (((AeComparisonRow *) rows->pdata[i])->is_baseline
        && ((AeComparisonRow *) rows->pdata[i])->code == code)
      return TRUE;
  return FALSE;
}

/* As last judged: all numbers of a row are of one moment, though the run has gone on since. A
 * run that was not judged yet has the counters of now alone.
 */
static AeComparisonRow *
dup_row (BlRunItem *run)
{
  const AeComparisonRow *judged = bl_run_item_get_metrics (run);
  const AeSnapshot *s = bl_run_item_get_snapshot (run);
  AeComparisonRow *row = judged != NULL ? ae_comparison_row_copy (judged)
                                        : ae_comparison_row_new (bl_run_item_get_name (run));

  g_free (row->name);
  row->name = g_strdup (bl_run_item_get_name (run));
  if (bl_run_item_get_state (run) == AE_RUN_FAILED)
    row->failure = g_strdup (bl_run_item_get_reason (run));
  if (judged != NULL || s == NULL)
    return row;
  if (s->model != NULL)
    row->values[AE_COMPARISON_PARAMETERS] = (double) ae_model_get_n_parameters (s->model);
  row->values[AE_COMPARISON_EPOCHS] = s->epoch;
  row->values[AE_COMPARISON_SECONDS] = s->seconds;
  row->values[AE_COMPARISON_SAMPLES_PER_S] = s->samples_per_s;
  return row;
}

/* Over several seeds: a row of its own under the run's. */
static void
add_repeat (GPtrArray *rows, BlRunItem *run)
{
  const AeComparisonRow *repeat = bl_run_item_get_repeat (run);
  AeComparisonRow *row;

  if (repeat == NULL)
    return;
  row = ae_comparison_row_copy (repeat);
  g_free (row->name);
  row->name = g_strdup_printf ("%s, %u seeds", bl_run_item_get_name (run), repeat->n_seeds);
  g_ptr_array_add (rows, row);
}

static void
show_table (BlComparePage *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (ae_comparison_row_free);
  guint n = g_list_model_get_n_items (self->runs);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BlRunItem) run = g_list_model_get_item (self->runs, i);

      g_ptr_array_add (rows, dup_row (run));
      add_repeat (rows, run);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BlRunItem) run = g_list_model_get_item (self->runs, i);
      const AeComparisonRow *pca = bl_run_item_get_baseline (run);

      if (pca != NULL && !has_baseline (rows, pca->code))
        g_ptr_array_add (rows, ae_comparison_row_copy (pca));
    }
  bl_run_table_set_rows (self->table, rows);
}

/* One scale for all error maps: that of the run with the largest errors. */
static void
share_error_scale (BlComparePage *self)
{
  double high = 0;

  for (guint i = 0; i < self->made->len; i++)
    high = fmax (high, bl_run_column_get_error_high (self->made->pdata[i]));
  for (guint i = 0; i < self->made->len; i++)
    {
      bl_run_column_set_error_high (self->made->pdata[i], high);
      bl_run_column_refresh (self->made->pdata[i]);
    }
}

static void
show_below (gpointer user_data)
{
  BlComparePage *self = user_data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->runs == NULL)
    return;
  show_table (self);
  bl_losses_panel_refresh (self->overlay);
  share_error_scale (self);
}

/* Many runs tell of themselves; one answer serves them all. */
static void
run_changed_cb (BlComparePage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    bl_throttle_request (self->throttle);
}

static void
refresh_cb (BlComparePage *self)
{
  bl_throttle_flush (self->throttle);
}

/* ------------------------------------------------------------------ columns */

static void
add_column (BlComparePage *self, guint position)
{
  g_autoptr (BlRunItem) run = g_list_model_get_item (self->runs, position);
  BlRunColumn *column = BL_RUN_COLUMN (bl_run_column_new (run, &self->links));
  GtkWidget *before = position > 0 ? self->made->pdata[position - 1] : NULL;

  g_object_bind_property (self, "model", column, "model", G_BINDING_SYNC_CREATE);
  bl_run_column_set_is_active (column, run == self->active);
  gtk_widget_set_size_request (GTK_WIDGET (column), 200, -1);
  g_signal_connect_swapped (run, "notify", G_CALLBACK (run_changed_cb), self);
  gtk_box_insert_child_after (self->columns, GTK_WIDGET (column), before);
  g_ptr_array_insert (self->made, (int) position, column);
}

static void
remove_column (BlComparePage *self, guint position)
{
  BlRunColumn *column = self->made->pdata[position];

  g_signal_handlers_disconnect_by_data (bl_run_column_get_run (column), self);
  bl_run_column_unlink (column);
  g_ptr_array_remove_index (self->made, position);
  gtk_box_remove (self->columns, GTK_WIDGET (column));
}

static void
items_changed_cb (GListModel *runs, guint position, guint removed, guint added,
                  BlComparePage *self)
{
  for (guint i = 0; i < removed; i++)
    remove_column (self, position);
  for (guint i = 0; i < added; i++)
    add_column (self, position + i);
  gtk_widget_set_visible (self->invitation, self->made->len < 2);
  refresh_cb (self);
}

/* ------------------------------------------------------------------ the type */

static void
copy_cb (BlComparePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->table), "table.copy", NULL);
}

/* What belongs to the table stands beside it alone. */
static void
tab_cb (BlComparePage *self)
{
  gboolean is_table = g_strcmp0 (gtk_stack_get_visible_child_name (self->below), "table") == 0;

  gtk_widget_set_visible (self->copy, is_table);
  gtk_widget_set_visible (self->save, is_table);
}

static void
save_cb (BlComparePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->table), "table.save", NULL);
}

static void
same_codes_cb (BlComparePage *self)
{
  plot_link_set_axes (self->links.latent,
                      gtk_toggle_button_get_active (self->same_codes) ? PLOT_LINK_BOTH : 0);
}

static void
forget_runs (BlComparePage *self)
{
  if (self->runs == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->runs, self);
  while (self->made->len > 0)
    remove_column (self, self->made->len - 1);
  g_clear_object (&self->runs);
}

static void
bl_compare_page_dispose (GObject *object)
{
  BlComparePage *self = BL_COMPARE_PAGE (object);

  forget_runs (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), BL_TYPE_COMPARE_PAGE);
  g_clear_pointer (&self->throttle, bl_throttle_free);
  G_OBJECT_CLASS (bl_compare_page_parent_class)->dispose (object);
}

static void
bl_compare_page_finalize (GObject *object)
{
  BlComparePage *self = BL_COMPARE_PAGE (object);

  plot_link_free (self->links.loss);
  plot_link_free (self->links.latent);
  plot_link_free (self->links.spectrum);
  plot_link_free (self->links.residual);
  plot_link_free (self->links.maps);
  g_ptr_array_unref (self->made);
  G_OBJECT_CLASS (bl_compare_page_parent_class)->finalize (object);
}

static void
bl_compare_page_class_init (BlComparePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_compare_page_dispose;
  G_OBJECT_CLASS (class)->finalize = bl_compare_page_finalize;
  g_type_ensure (BL_TYPE_RUN_TABLE);
  g_type_ensure (BL_TYPE_LOSSES_PANEL);
  g_type_ensure (BL_TYPE_SWEEP_PANEL);
  g_type_ensure (BL_TYPE_TRANSFER_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BlComparePage, columns);
  gtk_widget_class_bind_template_child (widget_class, BlComparePage, invitation);
  gtk_widget_class_bind_template_child (widget_class, BlComparePage, same_codes);
  gtk_widget_class_bind_template_child (widget_class, BlComparePage, below);
  gtk_widget_class_bind_template_child (widget_class, BlComparePage, copy);
  gtk_widget_class_bind_template_child (widget_class, BlComparePage, save);
  gtk_widget_class_bind_template_child (widget_class, BlComparePage, table);
  gtk_widget_class_bind_template_child (widget_class, BlComparePage, overlay);
  gtk_widget_class_bind_template_child (widget_class, BlComparePage, sweep);
  gtk_widget_class_bind_template_child (widget_class, BlComparePage, transfer);
}

static void
bl_compare_page_init (BlComparePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_panel_set_parts (BL_PANEL (self),
                      BL_VIEW_ALL_RUNS | BL_VIEW_CODES | BL_VIEW_CODE_MAP | BL_VIEW_ERROR_MAP);
  self->throttle = bl_throttle_new (BL_COST_TABLE, show_below, self);
  self->made = g_ptr_array_new ();
  self->links.loss = plot_link_new (PLOT_LINK_BOTH);
  self->links.latent = plot_link_new (0); /* until asked for: no common unit */
  self->links.spectrum = plot_link_new (PLOT_LINK_BOTH);
  self->links.residual = plot_link_new (PLOT_LINK_BOTH);
  self->links.maps = plot_link_new (PLOT_LINK_BOTH);
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (copy_cb), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (save_cb), self);
  g_signal_connect_swapped (self->below, "notify::visible-child", G_CALLBACK (tab_cb), self);
  g_signal_connect_swapped (self->same_codes, "toggled", G_CALLBACK (same_codes_cb), self);
  g_signal_connect (self, "map", G_CALLBACK (refresh_cb), NULL);
}

static void
compared_cb (GtkFilter *filter)
{
  gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* A filter does not see its items change. A run that was taken out may come back: it is watched
 * once. */
static void
watch_compared (GListModel *runs, guint position, guint removed, guint added, GtkFilter *filter)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (GObject) run = g_list_model_get_item (runs, position + i);

      g_signal_handlers_disconnect_by_data (run, filter);
      g_signal_connect_object (run, "notify::compared", G_CALLBACK (compared_cb), filter,
                               G_CONNECT_SWAPPED);
    }
}

/* Those of the runs whose mark is set, and go on to be. */
static GListModel *
dup_compared (GListModel *runs)
{
  GtkExpression *compared = gtk_property_expression_new (BL_TYPE_RUN_ITEM, NULL, "compared");
  GtkFilter *filter = GTK_FILTER (gtk_bool_filter_new (compared));

  g_signal_connect_object (runs, "items-changed", G_CALLBACK (watch_compared), filter, 0);
  watch_compared (runs, 0, 0, g_list_model_get_n_items (runs), filter);
  return G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (runs), filter));
}

/**
 * bl_compare_page_set_runs:
 * @self: the page
 * @runs: (element-type BlRunItem): a reference is taken; those whose #BlRunItem:compared is set
 * have a column. Main thread, as all of these
 */
void
bl_compare_page_set_runs (BlComparePage *self, GListModel *runs)
{
  g_return_if_fail (BL_IS_COMPARE_PAGE (self));
  forget_runs (self);
  self->runs = dup_compared (runs);
  bl_losses_panel_set_runs (self->overlay, self->runs);
  g_signal_connect (self->runs, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (self->runs, 0, 0, g_list_model_get_n_items (self->runs), self);
}

/**
 * bl_compare_page_set_active:
 * @self: the page
 * @run: (nullable): which one the other pages show
 */
void
bl_compare_page_set_active (BlComparePage *self, BlRunItem *run)
{
  g_return_if_fail (BL_IS_COMPARE_PAGE (self));
  self->active = run;
  for (guint i = 0; i < self->made->len; i++)
    bl_run_column_set_is_active (self->made->pdata[i],
                                 self->made->len > 1
                                     && bl_run_column_get_run (self->made->pdata[i]) == run);
}

/**
 * bl_compare_page_get_sweep:
 * @self: the page
 *
 * Returns: (transfer none): where sweeps are asked for and shown.
 */
BlSweepPanel *
bl_compare_page_get_sweep (BlComparePage *self)
{
  g_return_val_if_fail (BL_IS_COMPARE_PAGE (self), NULL);
  return self->sweep;
}

/**
 * bl_compare_page_get_transfer:
 * @self: the page
 *
 * Returns: (transfer none): its panel for a model of another scene.
 */
BlTransferPanel *
bl_compare_page_get_transfer (BlComparePage *self)
{
  g_return_val_if_fail (BL_IS_COMPARE_PAGE (self), NULL);
  return self->transfer;
}
