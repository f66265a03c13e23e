/* bl-evaluator.h: keeps the numbers of the workspace's runs, one run after the other, on a
 * worker. */
#pragma once

#include "bl-workspace.h"

G_BEGIN_DECLS

typedef struct _BlEvaluator BlEvaluator;

BlEvaluator *bl_evaluator_new (BlWorkspace *workspace);
void bl_evaluator_free (BlEvaluator *self);
void bl_evaluator_set_is_watched (BlEvaluator *self, gboolean is_watched);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlEvaluator, bl_evaluator_free)

G_END_DECLS
