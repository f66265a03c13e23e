/* bl-project-marks.h: what the user has marked of a scene, kept in a project. */
#pragma once

#include "ae-project.h"
#include "bl-workspace.h"

G_BEGIN_DECLS

void bl_project_marks_fill (BlWorkspace *workspace, AeProject *project);
gboolean bl_project_marks_restore (BlWorkspace *workspace, const AeProject *project,
                                   GError **error);

G_END_DECLS
