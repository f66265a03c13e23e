/* bl-cli-scene.h: the options that open a scene, shared by all commands that take one. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

/**
 * BlCliScene:
 *
 * What was given. Zero-initialise.
 */
typedef struct
{
  char *variable;
  char *axes;
  gboolean assume;
  char *labels;
  char *units;
  char *bands;
  char *nodata;
  char *preprocess;
  int memory; /* MiB; 0: half of the machine's */
} BlCliScene;

void bl_cli_scene_add_options (BlCliScene *self, GOptionContext *context);
void bl_cli_scene_clear (BlCliScene *self);
AeScene *bl_cli_scene_open (const BlCliScene *self, const char *path, GError **error);

G_END_DECLS
