/* bl-run-item.c: holds what others put into it, and tells when that changes. */
#include "bl-run-item.h"

#include <math.h>

typedef struct
{
  BlRunSettings *settings;
  char *name;
  guint color;
  AeRunState state;
  char *reason;
  AeView *view;
  AeSnapshot *snapshot;
  AeComparisonRow *row, *baseline;
  AeComparisonRow *repeat;
  BlBandPoint *band;
  guint n_band;
  double past;
} BlRunItemPrivate;

enum
{
  CHANGED,
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS]; /* written once, in class_init */

G_DEFINE_TYPE_WITH_PRIVATE (BlRunItem, bl_run_item, G_TYPE_OBJECT)

static BlRunItemPrivate *
get (BlRunItem *self)
{
  return bl_run_item_get_instance_private (self);
}

static void
tell_changed (BlRunItem *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
bl_run_item_finalize (GObject *object)
{
  BlRunItemPrivate *p = get (BL_RUN_ITEM (object));

  g_object_unref (p->settings);
  g_free (p->name);
  g_free (p->reason);
  g_clear_pointer (&p->view, ae_view_unref);
  g_clear_pointer (&p->snapshot, ae_snapshot_unref);
  ae_comparison_row_free (p->row);
  ae_comparison_row_free (p->baseline);
  ae_comparison_row_free (p->repeat);
  g_free (p->band);
  G_OBJECT_CLASS (bl_run_item_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, BL_TYPE_RUN_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
bl_run_item_class_init (BlRunItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bl_run_item_finalize;
  signals[CHANGED] = add_signal ("changed");
  signals[VIEW_CHANGED] = add_signal ("view-changed");
}

static void
bl_run_item_init (BlRunItem *self)
{
  get (self)->settings = bl_run_settings_new ();
  get (self)->name = g_strdup ("run");
  get (self)->past = NAN;
}

/**
 * bl_run_item_get_settings:
 * @self: a run
 *
 * Returns: (transfer none): what it is made from; stays the same object.
 */
BlRunSettings *
bl_run_item_get_settings (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  return get (self)->settings;
}

/**
 * bl_run_item_get_name:
 * @self: a run
 *
 * Returns: (transfer none): for people.
 */
const char *
bl_run_item_get_name (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  return get (self)->name;
}

/**
 * bl_run_item_set_name:
 * @self: a run
 * @name: for people; copied
 */
void
bl_run_item_set_name (BlRunItem *self, const char *name)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));

  BlRunItemPrivate *p = get (self);

  if (g_strcmp0 (p->name, name) == 0)
    return;
  g_free (p->name);
  p->name = g_strdup (name);
  tell_changed (self);
}

/**
 * bl_run_item_get_color:
 * @self: a run
 *
 * Returns: which of the class colours is its own.
 */
guint
bl_run_item_get_color (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), 0);
  return get (self)->color;
}

/**
 * bl_run_item_set_color:
 * @self: a run
 * @color: which of the class colours, and of the markers
 */
void
bl_run_item_set_color (BlRunItem *self, guint color)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));
  get (self)->color = color;
}

/**
 * bl_run_item_get_ink:
 * @self: a run
 *
 * Returns: its colour in plots.
 */
PlotColorRole
bl_run_item_get_ink (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), PLOT_COLOR_CLASS (0));
  return PLOT_COLOR_CLASS (get (self)->color);
}

/**
 * bl_run_item_get_marker:
 * @self: a run
 *
 * Returns: its marker, so that runs differ by more than colour.
 */
PlotMarker
bl_run_item_get_marker (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), PLOT_MARKER_DISC);
  return PLOT_MARKER_DISC + get (self)->color % 6;
}

/**
 * bl_run_item_get_state:
 * @self: a run
 *
 * Returns: what it does; running while it is being made, idle before.
 */
AeRunState
bl_run_item_get_state (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), AE_RUN_IDLE);
  return get (self)->state;
}

/**
 * bl_run_item_get_reason:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): why it finished or failed.
 */
const char *
bl_run_item_get_reason (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  return get (self)->reason;
}

/**
 * bl_run_item_set_state:
 * @self: a run
 * @state: what it does
 * @reason: (nullable): why; copied
 *
 * Emits "changed", also when only the reason is new.
 */
void
bl_run_item_set_state (BlRunItem *self, AeRunState state, const char *reason)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));

  BlRunItemPrivate *p = get (self);
  char *copy = g_strdup (reason);

  g_free (p->reason);
  p->reason = copy;
  p->state = state;
  tell_changed (self);
}

/**
 * bl_run_item_get_view:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): the newest view.
 */
AeView *
bl_run_item_get_view (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  return get (self)->view;
}

/**
 * bl_run_item_get_snapshot:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): the newest snapshot that was taken, perhaps newer than
 * the view's.
 */
AeSnapshot *
bl_run_item_get_snapshot (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  return get (self)->snapshot;
}

/**
 * bl_run_item_set_view:
 * @self: a run
 * @view: (nullable): a reference is taken
 * @snapshot: (nullable): a reference is taken
 *
 * Emits "view-changed".
 */
void
bl_run_item_set_view (BlRunItem *self, AeView *view, AeSnapshot *snapshot)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));

  BlRunItemPrivate *p = get (self);
  AeView *old_view = p->view;
  AeSnapshot *old_snapshot = p->snapshot;

  p->view = view != NULL ? ae_view_ref (view) : NULL;
  p->snapshot = snapshot != NULL ? ae_snapshot_ref (snapshot) : NULL;
  g_clear_pointer (&old_view, ae_view_unref);
  g_clear_pointer (&old_snapshot, ae_snapshot_unref);
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

/**
 * bl_run_item_get_row:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): its numbers, as last judged.
 */
const AeComparisonRow *
bl_run_item_get_row (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  return get (self)->row;
}

/**
 * bl_run_item_get_baseline:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): those of PCA of its code size on its pixels.
 */
const AeComparisonRow *
bl_run_item_get_baseline (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  return get (self)->baseline;
}

/**
 * bl_run_item_set_rows:
 * @self: a run
 * @row: (nullable) (transfer full): its numbers
 * @baseline: (nullable) (transfer full): those of PCA
 *
 * Emits "changed".
 */
void
bl_run_item_set_rows (BlRunItem *self, AeComparisonRow *row, AeComparisonRow *baseline)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));

  BlRunItemPrivate *p = get (self);

  ae_comparison_row_free (p->row);
  ae_comparison_row_free (p->baseline);
  p->row = row;
  p->baseline = baseline;
  tell_changed (self);
}

/**
 * bl_run_item_set_repeat:
 * @self: a run
 * @mean: (nullable) (transfer full): its numbers over several seeds
 * @band: (n) (nullable): its losses over them; copied
 * @n: epochs
 *
 * Emits "changed".
 */
void
bl_run_item_set_repeat (BlRunItem *self, AeComparisonRow *mean, const BlBandPoint *band,
                        guint n)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));

  BlRunItemPrivate *p = get (self);

  ae_comparison_row_free (p->repeat);
  g_free (p->band);
  p->repeat = mean;
  p->band = g_memdup2 (band, n * sizeof *band);
  p->n_band = n;
  tell_changed (self);
}

/**
 * bl_run_item_get_repeat:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): its numbers over several seeds.
 */
const AeComparisonRow *
bl_run_item_get_repeat (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  return get (self)->repeat;
}

/**
 * bl_run_item_get_band:
 * @self: a run
 * @n: (out): epochs; 0 where it was not repeated
 *
 * Returns: (nullable) (transfer none): (n) its losses over several seeds.
 */
const BlBandPoint *
bl_run_item_get_band (BlRunItem *self, guint *n)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  *n = get (self)->n_band;
  return get (self)->band;
}

/**
 * bl_run_item_get_past:
 * @self: a run
 *
 * Returns: the epoch that its view is of, where that is looked back to; NAN for now.
 */
double
bl_run_item_get_past (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NAN);
  return get (self)->past;
}

/**
 * bl_run_item_set_past:
 * @self: a run
 * @epoch: that its view is of, or will be; NAN for now
 *
 * Emits "view-changed" where that is another.
 */
void
bl_run_item_set_past (BlRunItem *self, double epoch)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));

  BlRunItemPrivate *p = get (self);

  if (p->past == epoch || (isnan (p->past) && isnan (epoch)))
    return;
  p->past = epoch;
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

/**
 * bl_run_item_dup_state_text:
 * @self: a run
 *
 * Returns: (transfer full): where it is, in a few words.
 */
char *
bl_run_item_dup_state_text (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  static const char *const words[] = {
    [AE_RUN_IDLE] = "ready",        [AE_RUN_RUNNING] = "training", [AE_RUN_PAUSED] = "paused",
    [AE_RUN_STOPPING] = "stopping", [AE_RUN_FINISHED] = "ended",   [AE_RUN_FAILED] = "failed"
  };
  const BlRunItemPrivate *p = get (self);

  if (p->snapshot == NULL || p->snapshot->step == 0)
    return g_strdup (words[p->state]);
  if (!isnan (p->past))
    return g_strdup_printf ("as of epoch %g, now at %u", p->past, (guint) p->snapshot->epoch);
  if (p->state == AE_RUN_RUNNING)
    return g_strdup_printf ("epoch %u", (guint) p->snapshot->epoch);
  return g_strdup_printf ("%s at epoch %u", words[p->state], (guint) p->snapshot->epoch);
}
