/* bl-untrained-view.h: what the active run would give before its first step, for pages that
 * have no view of it yet. */
#pragma once

#include "bl-workspace.h"

G_BEGIN_DECLS

typedef struct _BlUntrainedView BlUntrainedView;
/* The view, or NULL where there is none any more. Main thread. */
typedef void (*BlUntrainedViewFunc) (AeView *view, gpointer user_data);

BlUntrainedView *bl_untrained_view_new (BlWorkspace *workspace, BlUntrainedViewFunc func,
                                        gpointer user_data);
void bl_untrained_view_free (BlUntrainedView *self);

G_END_DECLS
