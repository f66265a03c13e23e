/* bl-undo-history.h: undo and redo: what was done, several steps deep, with a way back and a
 * way forth again.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BL_TYPE_UNDO_HISTORY (bl_undo_history_get_type ())
G_DECLARE_FINAL_TYPE (BlUndoHistory, bl_undo_history, BL, UNDO_HISTORY, GObject)

/* Steps that are kept; the oldest is forgotten first. */
#define BL_UNDO_HISTORY_DEPTH 32

/**
 * BlUndoFunc:
 * @user_data: the step's
 *
 * Takes a step back, or takes it again.
 *
 * Returns: whether it could; if not, nothing has changed, and the step stays where it is.
 */
typedef gboolean (*BlUndoFunc) (gpointer user_data);

BlUndoHistory *bl_undo_history_new (void);
void bl_undo_history_push (BlUndoHistory *self, const char *title, BlUndoFunc undo,
                           BlUndoFunc redo, gpointer user_data, GDestroyNotify destroy);
gboolean bl_undo_history_undo (BlUndoHistory *self);
gboolean bl_undo_history_redo (BlUndoHistory *self);
void bl_undo_history_clear (BlUndoHistory *self);
const char *bl_undo_history_get_undo_title (BlUndoHistory *self);
const char *bl_undo_history_get_redo_title (BlUndoHistory *self);
gboolean bl_undo_history_is_applying (BlUndoHistory *self);

G_END_DECLS
