/* ae-project-file.h: a project's file that other programs may write, too: what is known of it,
 * and how a project and the file come together where it is no longer what was read.
 */
#pragma once

#include "ae-project.h"

G_BEGIN_DECLS

/**
 * AeProjectMerge:
 * @AE_PROJECT_ASK: nothing is written, and %AE_ERROR_CONFLICT names what differs
 * @AE_PROJECT_KEEP_BOTH: ours goes in under another name; of marks ours are kept
 * @AE_PROJECT_REPLACE: ours takes the place of the file's
 *
 * What is done where a run was changed both here and in the file.
 */
typedef enum
{
  AE_PROJECT_ASK,
  AE_PROJECT_KEEP_BOTH,
  AE_PROJECT_REPLACE,
} AeProjectMerge;

/**
 * AeProjectMerged:
 * @taken: (element-type utf8): names of runs that the project has now as the file had them
 * @renamed: (element-type utf8): pairs: what a run of the project was called, and is called now
 *
 * What a saving changed of the project. Zero-initialise; free with ae_project_merged_clear().
 */
typedef struct
{
  GPtrArray *taken;
  GPtrArray *renamed;
} AeProjectMerged;

typedef struct _AeProjectFile AeProjectFile;

AeProjectFile *ae_project_file_new (const char *path);
void ae_project_file_free (AeProjectFile *self);
const char *ae_project_file_get_path (const AeProjectFile *self);
AeProject *ae_project_file_load (AeProjectFile *self, GError **error);
void ae_project_file_give_up (AeProjectFile *self);
void ae_project_file_set_keeps_marks (AeProjectFile *self, gboolean keeps_marks);
char *ae_project_file_dup_known (const AeProjectFile *self);
void ae_project_file_set_known (AeProjectFile *self, const char *known);
gboolean ae_project_file_save (AeProjectFile *self, AeProject *project, AeProjectMerge merge,
                               AeProjectMerged *merged, GError **error);
void ae_project_merged_clear (AeProjectMerged *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeProjectFile, ae_project_file_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AeProjectMerged, ae_project_merged_clear)

G_END_DECLS
