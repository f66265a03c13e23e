/* ae-run-commands.c: how one command follows another that was not taken yet. */
#include "ae-run-commands.h"

/**
 * ae_run_commands_merge:
 * @self: commands that were not taken yet; changed
 * @wanted: what is asked for now
 *
 * Steps that are asked for in quick succession add up; a stop ends them; what was asked before
 * a reset no longer counts, but knobs do.
 */
void
ae_run_commands_merge (AeRunCommands *self, const AeRunCommands *wanted)
{
  if (wanted->has_reset)
    {
      self->has_reset = TRUE;
      self->seed = wanted->seed;
      self->has_quota = self->is_stop = FALSE;
    }
  if (wanted->has_quota)
    {
      gboolean adds = self->has_quota && self->quota != AE_RUN_OPEN_END
                      && wanted->quota != AE_RUN_OPEN_END && wanted->quota > 0;

      self->quota = adds ? self->quota + wanted->quota : wanted->quota;
      self->has_quota = TRUE;
      self->until_epoch = wanted->until_epoch;
      self->is_stop = FALSE;
    }
  if (wanted->is_stop)
    {
      self->is_stop = TRUE;
      self->has_quota = FALSE;
    }
  if (wanted->has_knobs)
    {
      self->has_knobs = TRUE;
      self->knobs = wanted->knobs;
    }
  if (wanted->share > 0)
    self->share = wanted->share;
  self->has_ask = self->has_ask || wanted->has_ask;
  self->is_quit = self->is_quit || wanted->is_quit;
}
