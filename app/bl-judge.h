/* bl-judge.h: keeps the numbers of the workspace's runs, one run after the other, on a worker. */
#pragma once

#include "bl-workspace.h"

G_BEGIN_DECLS

typedef struct _BlJudge BlJudge;

BlJudge *bl_judge_new (BlWorkspace *workspace);
void bl_judge_free (BlJudge *self);
void bl_judge_set_is_watched (BlJudge *self, gboolean is_watched);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlJudge, bl_judge_free)

G_END_DECLS
