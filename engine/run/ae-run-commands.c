/* ae-run-commands.c: how one command follows another that was not taken yet. */
#include "ae-run-commands.h"

/**
 * ae_run_commands_merge:
 * @self: commands that were not taken yet; changed
 * @wanted: what is asked for now
 *
 * Steps that are asked for in quick succession add up; a stop ends them; what was asked before
 * a reset no longer counts, but hyperparams do.
 */
void
ae_run_commands_merge (AeRunCommands *self, const AeRunCommands *wanted)
{
  if (wanted->has_reset)
    {
      self->has_reset = TRUE;
      self->seed = wanted->seed;
      self->has_steps_left = self->is_stop = FALSE;
    }
  if (wanted->has_steps_left)
    {
      gboolean adds = self->has_steps_left && self->steps_left != AE_RUN_OPEN_END
                      && wanted->steps_left != AE_RUN_OPEN_END && wanted->steps_left > 0;

      self->steps_left = adds ? self->steps_left + wanted->steps_left : wanted->steps_left;
      self->has_steps_left = TRUE;
      self->until_epoch = wanted->until_epoch;
      self->is_stop = FALSE;
    }
  if (wanted->is_stop)
    {
      self->is_stop = TRUE;
      self->has_steps_left = FALSE;
    }
  if (wanted->has_knobs)
    {
      self->has_knobs = TRUE;
      self->hyperparams = wanted->hyperparams;
    }
  if (wanted->share > 0)
    self->share = wanted->share;
  self->has_ask = self->has_ask || wanted->has_ask;
  self->is_quit = self->is_quit || wanted->is_quit;
}
