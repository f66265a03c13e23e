/* bl-undo-history.c: undo and redo of what a person did, as a list of steps with a position in
 * it. Whoever changes something pushes a step that can take the change back and make it again;
 * a step pushed while another is taken back is part of that one, and not kept.
 */
#include "bl-undo-history.h"

typedef struct
{
  char *title;
  BlUndoFunc undo, redo;
  gpointer user_data;
  GDestroyNotify destroy;
} Step;

struct _BlUndoHistory
{
  GObject parent_instance;
  GQueue done;   /* of Step, the newest last */
  GQueue undone; /* of Step, the one to be made again first last */
  gboolean is_applying;
};

G_DEFINE_FINAL_TYPE (BlUndoHistory, bl_undo_history, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_UNDO_TITLE,
  PROP_REDO_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
free_step (gpointer data)
{
  Step *step = data;

  if (step->destroy != NULL)
    step->destroy (step->user_data);
  g_free (step->title);
  g_free (step);
}

static const char *
get_title (const GQueue *steps)
{
  const Step *step = steps->tail != NULL ? steps->tail->data : NULL;

  return step != NULL ? step->title : NULL;
}

static void
notify_titles (BlUndoHistory *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDO_TITLE]);
}

static void
bl_undo_history_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BlUndoHistory *self = BL_UNDO_HISTORY (object);

  switch (id)
    {
    case PROP_UNDO_TITLE:
      g_value_set_string (value, get_title (&self->done));
      break;
    case PROP_REDO_TITLE:
      g_value_set_string (value, get_title (&self->undone));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bl_undo_history_finalize (GObject *object)
{
  BlUndoHistory *self = BL_UNDO_HISTORY (object);

  g_queue_clear_full (&self->done, free_step);
  g_queue_clear_full (&self->undone, free_step);
  G_OBJECT_CLASS (bl_undo_history_parent_class)->finalize (object);
}

static void
bl_undo_history_class_init (BlUndoHistoryClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bl_undo_history_get_property;
  object_class->finalize = bl_undo_history_finalize;
  /**
   * BlUndoHistory:undo-title:
   *
   * What undo takes back, as "Remove “plain”"; %NULL where there is nothing.
   */
  properties[PROP_UNDO_TITLE]
      = g_param_spec_string ("undo-title", NULL, NULL, NULL, G_PARAM_READABLE);
  /**
   * BlUndoHistory:redo-title:
   *
   * What redo makes again; %NULL where there is nothing.
   */
  properties[PROP_REDO_TITLE]
      = g_param_spec_string ("redo-title", NULL, NULL, NULL, G_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bl_undo_history_init (BlUndoHistory *self)
{
  g_queue_init (&self->done);
  g_queue_init (&self->undone);
}

/**
 * bl_undo_history_new:
 *
 * Returns: (transfer full): an empty history. Main thread, as all of it.
 */
BlUndoHistory *
bl_undo_history_new (void)
{
  return g_object_new (BL_TYPE_UNDO_HISTORY, NULL);
}

/**
 * bl_undo_history_push:
 * @self: a history
 * @title: what was done, in the words of a menu; copied
 * @undo: takes it back
 * @redo: does it again
 * @user_data: (transfer full): for both
 * @destroy: (nullable): for @user_data, when the step is forgotten
 *
 * Keeps a step that has just been taken. What was undone before cannot be made again any more.
 * While another step is being undone or redone nothing is kept.
 */
void
bl_undo_history_push (BlUndoHistory *self, const char *title, BlUndoFunc undo, BlUndoFunc redo,
                      gpointer user_data, GDestroyNotify destroy)
{
  Step *step;

  g_return_if_fail (BL_IS_UNDO_HISTORY (self) && title != NULL && undo != NULL && redo != NULL);
  step = g_new0 (Step, 1);
  *step = (Step){ g_strdup (title), undo, redo, user_data, destroy };
  if (self->is_applying)
    {
      free_step (step);
      return;
    }
  g_queue_clear_full (&self->undone, free_step);
  g_queue_push_tail (&self->done, step);
  while (self->done.length > BL_UNDO_HISTORY_DEPTH)
    free_step (g_queue_pop_head (&self->done));
  notify_titles (self);
}

/* The newest step of @from goes over to @to. */
static gboolean
apply (BlUndoHistory *self, GQueue *from, GQueue *to, gboolean is_undo)
{
  Step *step = from->tail != NULL ? from->tail->data : NULL;
  gboolean has_worked;

  if (step == NULL || self->is_applying)
    return FALSE;
  g_object_ref (self);
  self->is_applying = TRUE;
  has_worked = (is_undo ? step->undo : step->redo) (step->user_data);
  self->is_applying = FALSE;
  if (has_worked && g_queue_remove (from, step))
    g_queue_push_tail (to, step);
  notify_titles (self);
  g_object_unref (self);
  return has_worked;
}

/**
 * bl_undo_history_undo:
 * @self: a history
 *
 * Takes back the newest step.
 *
 * Returns: whether there was one that could be.
 */
gboolean
bl_undo_history_undo (BlUndoHistory *self)
{
  g_return_val_if_fail (BL_IS_UNDO_HISTORY (self), FALSE);
  return apply (self, &self->done, &self->undone, TRUE);
}

/**
 * bl_undo_history_redo:
 * @self: a history
 *
 * Takes the step again that was undone last.
 *
 * Returns: whether there was one that could be.
 */
gboolean
bl_undo_history_redo (BlUndoHistory *self)
{
  g_return_val_if_fail (BL_IS_UNDO_HISTORY (self), FALSE);
  return apply (self, &self->undone, &self->done, FALSE);
}

/**
 * bl_undo_history_clear:
 * @self: a history
 *
 * Forgets all steps, as when another scene is opened. Not from within a step.
 */
void
bl_undo_history_clear (BlUndoHistory *self)
{
  g_return_if_fail (BL_IS_UNDO_HISTORY (self) && !self->is_applying);
  g_queue_clear_full (&self->done, free_step);
  g_queue_clear_full (&self->undone, free_step);
  notify_titles (self);
}

/**
 * bl_undo_history_get_undo_title:
 * @self: a history
 *
 * Returns: (nullable) (transfer none): see #BlUndoHistory:undo-title.
 */
const char *
bl_undo_history_get_undo_title (BlUndoHistory *self)
{
  g_return_val_if_fail (BL_IS_UNDO_HISTORY (self), NULL);
  return get_title (&self->done);
}

/**
 * bl_undo_history_get_redo_title:
 * @self: a history
 *
 * Returns: (nullable) (transfer none): see #BlUndoHistory:redo-title.
 */
const char *
bl_undo_history_get_redo_title (BlUndoHistory *self)
{
  g_return_val_if_fail (BL_IS_UNDO_HISTORY (self), NULL);
  return get_title (&self->undone);
}

/**
 * bl_undo_history_is_applying:
 * @self: a history
 *
 * Returns: whether a step is being undone or redone: who is called then does not ask or say.
 */
gboolean
bl_undo_history_is_applying (BlUndoHistory *self)
{
  g_return_val_if_fail (BL_IS_UNDO_HISTORY (self), FALSE);
  return self->is_applying;
}
