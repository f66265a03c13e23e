/* bl-cli-project.h: `--save` and `--resume`: a training put into a project and taken out of
 * one. */
#pragma once

#include "ae-project-file.h"
#include "ae-trainer-state.h"
#include "bl-cli-scene.h"
#include "bl-cli-settings.h"

G_BEGIN_DECLS

/**
 * BlCliKeeping:
 * @save, @resume, @name, @autosave, @stop_after: what was given
 * @file, @project: what will be saved, without the run under way; owned
 * @resumed: what to go on from; owned
 * @endmembers: (nullable): borrowed: where unmixing begins, (code, good bands)
 * @input, @pixels: of the run under way; set by bl_cli_keeping_begin()
 *
 * Zero-initialise, then bl_cli_keeping_init().
 */
typedef struct
{
  char *save, *resume, *name;
  double autosave;
  int stop_after;
  AeProjectFile *file;
  AeProject *project;
  AeProjectRun *resumed;
  AeProjectScene *resumed_scene;
  const float *endmembers;
  AeInput *input;
  AePixelsOptions pixels;
  gint64 saved_us;
} BlCliKeeping;

void bl_cli_keeping_init (BlCliKeeping *self);
void bl_cli_keeping_clear (BlCliKeeping *self);
void bl_cli_keeping_add_options (BlCliKeeping *self, GOptionContext *context);
gboolean bl_cli_keeping_load (BlCliKeeping *self, const BlCliSettings *settings,
                              GError **error);
AeScene *bl_cli_keeping_open_scene (BlCliKeeping *self, const BlCliScene *options,
                                    const char *path, GError **error);
gboolean bl_cli_keeping_prepare (BlCliKeeping *self, const BlCliScene *options, AeScene *scene,
                                 GError **error);
gboolean bl_cli_keeping_begin (BlCliKeeping *self, AePixels *pixels,
                               const AePixelsOptions *options, const AeSpec *spec,
                               GError **error);
gboolean bl_cli_keeping_is_due (const BlCliKeeping *self);
gboolean bl_cli_keeping_save (BlCliKeeping *self, const AeTrainer *trainer,
                              const AeHyperparams *hyperparams, GError **error);

G_END_DECLS
