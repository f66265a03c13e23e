/* bl-cli-seeds.c: the same training from several seeds: how much of an answer is chance. */
#include <math.h>

#include "bl-cli-print.h"
#include "bl-cli-unmixing.h"

/**
 * bl_cli_seeds_run:
 * @self: (inout): gets the seeds; empty
 * @unmixing: where training begins, and the truth
 * @n: how many
 * @spec, @plan, @knobs, @pixels: what is trained; the plan's seed is the first
 * @error: as bl_cli_training_run()
 *
 * Returns: whether all are trained.
 */
gboolean
bl_cli_seeds_run (BlCliSeeds *self, const BlCliUnmixing *unmixing, guint n, const AeSpec *spec,
                  const AePlan *plan, const AeHyperparams *knobs, AePixels *pixels,
                  GError **error)
{
  BlCliKeeping keeping = { .endmembers = unmixing->start != NULL ? unmixing->start->spectra
                                                                 : NULL };
  double least = INFINITY;

  self->seeds = g_array_new (FALSE, FALSE, sizeof (BlCliSeed));
  self->best = plan->seed;
  for (guint i = 0; i < n; i++)
    {
      AePlan own = *plan;
      g_autoptr (BlCliTraining) training = NULL;
      g_autoptr (AeUnmixingScore) score = NULL;
      BlCliSeed seed = { .seed = plan->seed + i };

      own.seed = seed.seed;
      training = bl_cli_training_run_kept (spec, &own, knobs, pixels, &keeping, error);
      if (training == NULL)
        return FALSE;
      score = ae_unmixing_score_new (training->model, pixels, unmixing->truth);
      seed.loss = training->result->training.loss.total;
      seed.angle_rad = score->mean_angle_rad;
      seed.abundance_rmse = score->abundance_rmse;
      g_array_append_val (self->seeds, seed);
      if (seed.loss < least)
        {
          least = seed.loss;
          self->best = seed.seed;
        }
      if (training->is_interrupted)
        break;
    }
  return TRUE;
}

/**
 * bl_cli_seeds_clear:
 * @self: seeds
 */
void
bl_cli_seeds_clear (BlCliSeeds *self)
{
  g_clear_pointer (&self->seeds, g_array_unref);
}

/* Which number of a seed is meant. */
typedef enum
{
  ANGLE,
  RMSE,
} What;

static void
measure (const BlCliSeeds *self, What what, double *mean, double *deviation)
{
  double sum = 0, squares = 0, n = self->seeds->len;

  for (guint i = 0; i < self->seeds->len; i++)
    {
      const BlCliSeed *seed = &g_array_index (self->seeds, BlCliSeed, i);
      double value = what == ANGLE ? seed->angle_rad : seed->abundance_rmse;

      sum += value;
      squares += value * value;
    }
  *mean = sum / n;
  *deviation = n > 1 ? sqrt (MAX (squares - sum * sum / n, 0.0) / (n - 1)) : 0;
}

/**
 * bl_cli_seeds_add_json:
 * @self: seeds; nothing is added where there are none
 * @json: within an object, which gets the members
 */
void
bl_cli_seeds_add_json (const BlCliSeeds *self, JsonBuilder *json)
{
  double mean, deviation;

  if (self->seeds == NULL)
    return;
  json_builder_set_member_name (json, "seeds");
  json_builder_begin_array (json);
  for (guint i = 0; i < self->seeds->len; i++)
    {
      const BlCliSeed *seed = &g_array_index (self->seeds, BlCliSeed, i);

      json_builder_begin_object (json);
      bl_cli_json_int (json, "seed", (gint64) seed->seed);
      bl_cli_json_number (json, "loss", seed->loss);
      bl_cli_json_number (json, "mean_angle_rad", seed->angle_rad);
      bl_cli_json_number (json, "abundance_rmse", seed->abundance_rmse);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  bl_cli_json_int (json, "best_seed", (gint64) self->best);
  measure (self, ANGLE, &mean, &deviation);
  bl_cli_json_number (json, "seeds_mean_angle_rad", mean);
  bl_cli_json_number (json, "seeds_angle_deviation", deviation);
  measure (self, RMSE, &mean, &deviation);
  bl_cli_json_number (json, "seeds_mean_abundance_rmse", mean);
  bl_cli_json_number (json, "seeds_abundance_rmse_deviation", deviation);
}

/**
 * bl_cli_seeds_print:
 * @self: seeds; nothing is printed where there are none
 */
void
bl_cli_seeds_print (const BlCliSeeds *self)
{
  double angle, angle_deviation, rmse, rmse_deviation;

  if (self->seeds == NULL)
    return;
  measure (self, ANGLE, &angle, &angle_deviation);
  measure (self, RMSE, &rmse, &rmse_deviation);
  bl_cli_line ("seeds", "%u; the least loss is of seed %" G_GUINT64_FORMAT, self->seeds->len,
               self->best);
  if (!isnan (angle))
    bl_cli_line ("", "angle %.4f ± %.4f rad, abundance RMSE %.4f ± %.4f", angle,
                 angle_deviation, rmse, rmse_deviation);
}
