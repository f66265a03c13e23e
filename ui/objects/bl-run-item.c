/* bl-run-item.c: holds what others put into it, and tells of each change by its property. */
#include "bl-run-item.h"

#include <math.h>
#include <string.h>

typedef struct
{
  BlRunSettings *settings;
  char *name;
  guint color;
  gboolean is_built;
  AeRunState state;
  char *reason;
  AeView *view;
  AeSnapshot *snapshot;
  AeComparisonRow *metrics, *baseline, *repeat;
  BlBandPoint *band;
  guint n_band;
  double past;
  gboolean compared;
} BlRunItemPrivate;

enum
{
  PROP_SETTINGS = 1,
  PROP_NAME,
  PROP_COLOR,
  PROP_COMPARED,
  PROP_BUILT,
  PROP_STATE,
  PROP_REASON,
  PROP_SNAPSHOT,
  PROP_VIEW,
  PROP_PAST,
  PROP_METRICS,
  PROP_BASELINE,
  PROP_REPEAT,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES]; /* written once, in class_init */

G_DEFINE_TYPE_WITH_PRIVATE (BlRunItem, bl_run_item, G_TYPE_OBJECT)

static BlRunItemPrivate *
get (BlRunItem *self)
{
  return bl_run_item_get_instance_private (self);
}

static void
notify (BlRunItem *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* ------------------------------------------------------------------ the type */

static void
bl_run_item_finalize (GObject *object)
{
  BlRunItemPrivate *p = get (BL_RUN_ITEM (object));

  g_object_unref (p->settings);
  g_free (p->name);
  g_free (p->reason);
  g_clear_pointer (&p->view, ae_view_unref);
  g_clear_pointer (&p->snapshot, ae_snapshot_unref);
  ae_comparison_row_free (p->metrics);
  ae_comparison_row_free (p->baseline);
  ae_comparison_row_free (p->repeat);
  g_free (p->band);
  G_OBJECT_CLASS (bl_run_item_parent_class)->finalize (object);
}

static void
bl_run_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  const BlRunItemPrivate *p = get (BL_RUN_ITEM (object));

  switch (id)
    {
    case PROP_SETTINGS:
      g_value_set_object (value, p->settings);
      break;
    case PROP_NAME:
      g_value_set_string (value, p->name);
      break;
    case PROP_COLOR:
      g_value_set_uint (value, p->color);
      break;
    case PROP_COMPARED:
      g_value_set_boolean (value, p->compared);
      break;
    case PROP_BUILT:
      g_value_set_boolean (value, p->is_built);
      break;
    case PROP_STATE:
      g_value_set_uint (value, p->state);
      break;
    case PROP_REASON:
      g_value_set_string (value, p->reason);
      break;
    case PROP_SNAPSHOT:
      g_value_set_boxed (value, p->snapshot);
      break;
    case PROP_VIEW:
      g_value_set_boxed (value, p->view);
      break;
    case PROP_PAST:
      g_value_set_double (value, p->past);
      break;
    case PROP_METRICS:
      g_value_set_boxed (value, p->metrics);
      break;
    case PROP_BASELINE:
      g_value_set_boxed (value, p->baseline);
      break;
    case PROP_REPEAT:
      g_value_set_boxed (value, p->repeat);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

/* What belongs together, a state and its reason, a view and its snapshot, is set by functions.
 */
static void
bl_run_item_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  BlRunItem *self = BL_RUN_ITEM (object);

  switch (id)
    {
    case PROP_NAME:
      bl_run_item_set_name (self, g_value_get_string (value));
      break;
    case PROP_COLOR:
      bl_run_item_set_color (self, g_value_get_uint (value));
      break;
    case PROP_COMPARED:
      bl_run_item_set_compared (self, g_value_get_boolean (value));
      break;
    case PROP_PAST:
      bl_run_item_set_past (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS,
              writable = readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_SETTINGS]
      = g_param_spec_object ("settings", NULL, NULL, BL_TYPE_RUN_SETTINGS, readable);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, writable);
  properties[PROP_COLOR] = g_param_spec_uint ("color", NULL, NULL, 0, G_MAXUINT, 0, writable);
  properties[PROP_COMPARED] = g_param_spec_boolean ("compared", NULL, NULL, TRUE, writable);
  properties[PROP_BUILT] = g_param_spec_boolean ("built", NULL, NULL, FALSE, readable);
  properties[PROP_STATE]
      = g_param_spec_uint ("state", NULL, NULL, 0, AE_RUN_FAILED, AE_RUN_IDLE, readable);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, readable);
  properties[PROP_SNAPSHOT]
      = g_param_spec_boxed ("snapshot", NULL, NULL, AE_TYPE_SNAPSHOT, readable);
  properties[PROP_VIEW] = g_param_spec_boxed ("view", NULL, NULL, AE_TYPE_VIEW, readable);
  properties[PROP_PAST]
      = g_param_spec_double ("past", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, writable);
  properties[PROP_METRICS]
      = g_param_spec_boxed ("metrics", NULL, NULL, AE_TYPE_COMPARISON_ROW, readable);
  properties[PROP_BASELINE]
      = g_param_spec_boxed ("baseline", NULL, NULL, AE_TYPE_COMPARISON_ROW, readable);
  properties[PROP_REPEAT]
      = g_param_spec_boxed ("repeat", NULL, NULL, AE_TYPE_COMPARISON_ROW, readable);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
}

static void
bl_run_item_class_init (BlRunItemClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->finalize = bl_run_item_finalize;
  object_class->get_property = bl_run_item_get_property;
  object_class->set_property = bl_run_item_set_property;
  install_properties (object_class);
}

static void
bl_run_item_init (BlRunItem *self)
{
  get (self)->settings = bl_run_settings_new ();
  get (self)->name = g_strdup ("run");
  get (self)->past = NAN;
  get (self)->compared = TRUE;
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
  notify (self, PROP_NAME);
}

/**
 * bl_run_item_get_compared:
 * @self: a run
 *
 * Returns: whether it is among the runs that are shown beside each other.
 */
gboolean
bl_run_item_get_compared (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), FALSE);
  return get (self)->compared;
}

/**
 * bl_run_item_set_compared:
 * @self: a run
 * @compared: whether it is among the runs that are shown beside each other
 */
void
bl_run_item_set_compared (BlRunItem *self, gboolean compared)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));
  compared = compared != FALSE;
  if (get (self)->compared == compared)
    return;
  get (self)->compared = compared;
  notify (self, PROP_COMPARED);
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
  if (get (self)->color == color)
    return;
  get (self)->color = color;
  notify (self, PROP_COLOR);
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
 * bl_run_item_get_is_built:
 * @self: a run
 *
 * Returns: whether there is a training, or one is being made.
 */
gboolean
bl_run_item_get_is_built (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), FALSE);
  return get (self)->is_built;
}

/**
 * bl_run_item_set_is_built:
 * @self: a run
 * @is_built: whether there is a training, or one is being made
 */
void
bl_run_item_set_is_built (BlRunItem *self, gboolean is_built)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));
  if (get (self)->is_built == is_built)
    return;
  get (self)->is_built = is_built;
  notify (self, PROP_BUILT);
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
 * Who is told of the state finds its reason there.
 */
void
bl_run_item_set_state (BlRunItem *self, AeRunState state, const char *reason)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));

  BlRunItemPrivate *p = get (self);
  gboolean has_other_state = p->state != state,
           has_other_reason = g_strcmp0 (p->reason, reason) != 0;
  g_autofree char *old = p->reason;

  p->reason = g_strdup (reason);
  p->state = state;
  if (has_other_state)
    notify (self, PROP_STATE);
  if (has_other_reason)
    notify (self, PROP_REASON);
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
 * Tells of the snapshot first; both are there by then.
 */
void
bl_run_item_set_view (BlRunItem *self, AeView *view, AeSnapshot *snapshot)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));

  BlRunItemPrivate *p = get (self);
  g_autoptr (AeView) old_view = p->view;
  g_autoptr (AeSnapshot) old_snapshot = p->snapshot;

  p->view = view != NULL ? ae_view_ref (view) : NULL;
  p->snapshot = snapshot != NULL ? ae_snapshot_ref (snapshot) : NULL;
  if (old_snapshot != snapshot)
    notify (self, PROP_SNAPSHOT);
  if (old_view != view)
    notify (self, PROP_VIEW);
}

/**
 * bl_run_item_get_metrics:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): its numbers, as last evaluated.
 */
const AeComparisonRow *
bl_run_item_get_metrics (BlRunItem *self)
{
  g_return_val_if_fail (BL_IS_RUN_ITEM (self), NULL);
  return get (self)->metrics;
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

/* Takes the new row; returns whether it says anything else. */
static gboolean
replace_row (AeComparisonRow **at, AeComparisonRow *row)
{
  gboolean is_other = !ae_comparison_row_equal (*at, row);

  ae_comparison_row_free (*at);
  *at = row;
  return is_other;
}

/**
 * bl_run_item_set_metrics:
 * @self: a run
 * @metrics: (nullable) (transfer full): its numbers
 * @baseline: (nullable) (transfer full): those of PCA
 */
void
bl_run_item_set_metrics (BlRunItem *self, AeComparisonRow *metrics, AeComparisonRow *baseline)
{
  gboolean has_other_metrics, has_other_baseline;

  g_return_if_fail (BL_IS_RUN_ITEM (self));
  has_other_metrics = replace_row (&get (self)->metrics, metrics);
  has_other_baseline = replace_row (&get (self)->baseline, baseline);
  if (has_other_metrics)
    notify (self, PROP_METRICS);
  if (has_other_baseline)
    notify (self, PROP_BASELINE);
}

/**
 * bl_run_item_set_repeat:
 * @self: a run
 * @mean: (nullable) (transfer full): its numbers over several seeds
 * @band: (n) (nullable): its losses over them; copied
 * @n: epochs
 */
void
bl_run_item_set_repeat (BlRunItem *self, AeComparisonRow *mean, const BlBandPoint *band,
                        guint n)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));

  BlRunItemPrivate *p = get (self);

  gboolean is_other
      = p->n_band != n || (n > 0 && memcmp (p->band, band, n * sizeof *band) != 0);

  is_other = replace_row (&p->repeat, mean) || is_other;
  g_free (p->band);
  p->band = g_memdup2 (band, n * sizeof *band);
  p->n_band = n;
  if (is_other)
    notify (self, PROP_REPEAT);
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
 */
void
bl_run_item_set_past (BlRunItem *self, double epoch)
{
  g_return_if_fail (BL_IS_RUN_ITEM (self));

  BlRunItemPrivate *p = get (self);

  if (p->past == epoch || (isnan (p->past) && isnan (epoch)))
    return;
  p->past = epoch;
  notify (self, PROP_PAST);
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
