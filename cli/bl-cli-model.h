/* bl-cli-model.h: a saved model on the command line, and how a scene is fed to it. */
#pragma once

#include <json-glib/json-glib.h>

#include "ae-input-adapter.h"
#include "ae-project.h"

G_BEGIN_DECLS

/**
 * BlCliModel:
 * @name: FILE, or FILE#RUN; borrowed
 * @resample: was asked for
 *
 * Zero-initialise.
 */
typedef struct
{
  const char *name;
  gboolean resample;
} BlCliModel;

void bl_cli_model_add_options (BlCliModel *self, GOptionContext *context);
AeInputAdapter *bl_cli_model_feed (const BlCliModel *self, const AeProjectRun *run,
                                   AeScene *scene, GError **error);
void bl_cli_model_add_json (const AeInputAdapter *adapter, double outside, double beyond,
                            JsonBuilder *json);
void bl_cli_model_print (const AeInputAdapter *adapter, double outside, double beyond);

G_END_DECLS
