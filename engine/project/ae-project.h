/* ae-project.h: a project: a scene, the runs on it, and where the user was; and its file.
 *
 * The file (`.bandloom`) is one SQLite database; ae-project-schema.c says what is in it.
 */
#pragma once

#include "ae-input.h"
#include "ae-pixels.h"
#include "ae-project-annotations.h"
#include "ae-training-state.h"
#include "ae-reader.h"

G_BEGIN_DECLS

#define AE_PROJECT_SUFFIX "bandloom" /* of its file, without the dot */
#define AE_PROJECT_VERSION 3

/**
 * AeProjectScene:
 * @path: absolute, or "demo:"
 * @name: for people
 * @variable, @axes, @assume: how it was opened, as #AeReaderOptions
 * @labels: (nullable): the file its labels were read from
 * @has_nodata, @nodata,
 * @units, @kept_bands, @preprocessing: (nullable): what was changed of it, as #AeSceneEdits
 * @size: of the file, bytes; 0 for the demo scene
 * @hash: SHA-256 of its header (of its first 64 KiB where it has none apart), lower case hex
 *
 * Which scene a project is of. All texts are owned.
 */
typedef struct
{
  char *path;
  char *name;
  char *variable;
  char *axes;
  gboolean assume;
  char *labels;
  char *units;
  char *kept_bands;
  char *preprocessing;
  gboolean has_nodata;
  double nodata;
  guint64 size;
  char *hash;
  guint lines, samples, bands;
} AeProjectScene;

/**
 * AeProjectRun:
 * @name: unique in the project; owned
 * @pixels: which ones it trains on, and how they are scaled; no progress function
 * @input: what its model is fed; owned
 * @training: its model, its loss curves, and all that it needs to go on; owned
 *
 * Written by its maker before it goes into a project; any thread may read it then.
 */
typedef struct
{
  char *name;
  AePixelsOptions pixels;
  AeInput *input;
  AeTrainingState *training;
} AeProjectRun;

/**
 * AeProject:
 * @scene: (nullable): owned
 * @runs: (element-type AeProjectRun): owned, in their order
 * @notes: what the user has marked on the scene; owned
 * @settings: (element-type utf8 GBytes): where the user was: pins, page, zoom and whatever else
 * a window keeps; owned
 *
 * Used by one thread at a time.
 */
typedef struct
{
  AeProjectScene *scene;
  GPtrArray *runs;
  AeProjectAnnotations *notes;
  GHashTable *settings;
} AeProject;

AeProject *ae_project_new (void);
void ae_project_free (AeProject *self);
AeProject *ae_project_load (const char *path, GError **error);
gboolean ae_project_save (const AeProject *self, const char *path, GError **error);

AeProjectScene *ae_project_scene_new (AeScene *scene, GError **error);
void ae_project_scene_free (AeProjectScene *self);
AeReaderOptions ae_project_scene_get_options (const AeProjectScene *self);
void ae_project_scene_take_options (AeProjectScene *self, const AeReaderOptions *options);
gboolean ae_project_scene_check (const AeProjectScene *self, AeScene *scene, GError **error);

AeProjectRun *ae_project_run_new (const char *name, const AePixelsOptions *pixels,
                                  AeInput *input, AeTrainingState *training);
void ae_project_run_free (AeProjectRun *self);
AeProjectRun *ae_project_find_run (const AeProject *self, const char *name, GError **error);
char *ae_project_dup_free_name (const AeProject *self, const AeSpec *spec);
void ae_project_remove_run (AeProject *self, const char *name);
void ae_project_add_run (AeProject *self, AeProjectRun *run);
void ae_project_set_text (AeProject *self, const char *key, const char *text);
char *ae_project_dup_text (const AeProject *self, const char *key);

/* A model alone, named as on the command line: FILE, or FILE#RUN. */
AeProjectRun *ae_project_load_model (const char *name, GError **error);
void ae_project_split_name (const char *name, char **path, char **run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeProject, ae_project_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeProjectRun, ae_project_run_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeProjectScene, ae_project_scene_free)

G_END_DECLS
