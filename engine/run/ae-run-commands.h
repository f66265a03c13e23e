/* ae-run-commands.h: what the owner of a run wants of its thread. For ae-run. */
#pragma once

#include "ae-spec.h"

G_BEGIN_DECLS

#define AE_RUN_OPEN_END G_MAXUINT64

/**
 * AeRunCommands:
 *
 * Those that have not been taken yet, merged: the newest wins. A plain value; zero is none.
 */
typedef struct
{
  gboolean has_steps_left;
  guint64 steps_left;   /* batches to do from now; AE_RUN_OPEN_END = until the plan's end */
  gboolean until_epoch; /* and no further than the end of the epoch */
  gboolean has_reset;
  guint64 seed;
  gboolean has_knobs;
  AeHyperparams hyperparams;
  guint share; /* so many runs train; 0: no word of it */
  gboolean has_ask;
  gboolean is_stop;
  gboolean is_quit;
} AeRunCommands;

void ae_run_commands_merge (AeRunCommands *self, const AeRunCommands *wanted);

G_END_DECLS
