/* ae-reproduce.h: a training as the command line that repeats it. */
#pragma once

#include "ae-project.h"

G_BEGIN_DECLS

/**
 * AeCommand:
 * @path, @variable, @axes, @assume, @labels: how the scene was opened; all but @path nullable
 * @scene: (nullable): what was changed of it is told too
 * @pixels, @spec, @plan, @hyperparams: what was trained, and how
 * @epochs: done so far
 * @history: (nullable): whose marks tell of turned hyperparams
 *
 * All borrowed.
 */
typedef struct
{
  const char *path, *variable, *axes, *labels;
  gboolean assume;
  AeScene *scene;
  const AePixelsOptions *pixels;
  const AeSpec *spec;
  const AePlan *plan;
  const AeHyperparams *hyperparams;
  guint epochs;
  const AeHistory *history;
} AeCommand;

char *ae_reproduce_dup_train (const AeCommand *self);

G_END_DECLS
