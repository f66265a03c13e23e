/* bl-samples-job.c: codes of each kind, decoded; samples are judged, a line is held against the
 * straight mixture of its ends, a grid may become colours. It draws nothing.
 */
#include "bl-samples-job.h"

#include <math.h>

#include "ae-generator.h"
#include "ae-metrics.h"
#include "ae-mixture.h"
#include "bl-composite.h"

#define CUT 0.02 /* of the scene's picture, darkest and brightest */

/**
 * bl_samples_job_free:
 * @job: (transfer full): a #BlSamplesJob
 */
void
bl_samples_job_free (gpointer job)
{
  BlSamplesJob *self = job;

  ae_view_unref (self->view);
  ae_scene_unref (self->scene);
  g_clear_pointer (&self->angles, ae_angles_unref);
  g_free (self->from);
  g_free (self->code);
  g_free (self);
}

/**
 * bl_samples_result_free:
 * @result: (transfer full): a #BlSamplesResult
 */
void
bl_samples_result_free (gpointer result)
{
  BlSamplesResult *self = result;

  g_free (self->rows);
  g_free (self->mixture);
  g_free (self->angles_deg);
  g_free (self->colours);
  g_free (self);
}

/* ------------------------------------------------------------------ codes */

static void
set_size (const BlSamplesJob *job, BlSamplesResult *result)
{
  switch (job->kind)
    {
    case BL_SAMPLES_GRID:
      result->n = BL_SAMPLES_SIDE * BL_SAMPLES_SIDE;
      result->columns = BL_SAMPLES_SIDE;
      break;
    case BL_SAMPLES_COLOURS:
      result->n = BL_SAMPLES_COLOUR_SIDE * BL_SAMPLES_COLOUR_SIDE;
      result->columns = BL_SAMPLES_COLOUR_SIDE;
      break;
    case BL_SAMPLES_LINE:
      result->n = job->steps;
      result->columns = job->steps > 4 ? (job->steps + 1) / 2 : job->steps;
      break;
    case BL_SAMPLES_PRIOR:
    case BL_SAMPLES_MIXTURE:
    default:
      result->n = job->samples;
      result->columns = (guint) ceil (sqrt (job->samples));
      break;
    }
}

static void
fill_grid (const BlSamplesJob *job, guint side, float *codes)
{
  const AeView *view = job->view;
  gboolean has_prior = view->kl_per_unit != NULL;
  double mean[2] = { 0, 0 }, deviation[2] = { 1, 1 };
  guint units[2] = { job->x, job->y };

  for (guint i = 0; i < 2 && !has_prior; i++)
    {
      mean[i] = (double) view->code_mean[units[i]];
      deviation[i] = (double) view->code_deviation[units[i]];
    }
  ae_generator_fill_sheet (codes, side, job->code, view->code, job->x, job->y, mean, deviation);
}

static void
fill_codes (const BlSamplesJob *job, const BlSamplesResult *result, float *codes)
{
  const AeView *view = job->view;

  if (job->kind == BL_SAMPLES_PRIOR)
    ae_generator_fill_prior (codes, result->n, view->code, job->seed);
  else if (job->kind == BL_SAMPLES_MIXTURE)
    ae_mixture_fill_like (codes, result->n, view->codes, view->n_points, view->code, job->seed);
  else if (job->kind == BL_SAMPLES_LINE)
    ae_generator_fill_line (codes, result->n, job->from, job->code, view->code);
  else
    fill_grid (job, result->columns, codes);
}

/* ------------------------------------------------------------------ what is made of spectra */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* How real samples are: the median angle to the nearest pixel. */
static double
evaluator (const BlSamplesJob *job, const BlSamplesResult *result, guint bands)
{
  g_autofree double *least = g_new (double, result->n);

  if (job->angles == NULL || job->kind > BL_SAMPLES_MIXTURE)
    return NAN;
  for (guint i = 0; i < result->n; i++)
    least[i] = ae_angles_find_least (job->angles, result->rows + (gsize) i * bands, -1);
  qsort (least, result->n, sizeof *least, compare_doubles);
  return least[result->n / 2];
}

/* What a linear mixture of the two materials would look like on the way, and how far each step
 * is from both. */
static void
compare_line (BlSamplesResult *result, guint bands)
{
  const float *first = result->rows, *last = result->rows + (gsize) (result->n - 1) * bands;

  result->mixture = g_new (float, (gsize) result->n *bands);
  result->angles_deg = g_new (double, 2 * (gsize) result->n);
  for (guint i = 0; i < result->n; i++)
    {
      const float *row = result->rows + (gsize) i * bands;
      float t = (float) i / (float) (result->n - 1);

      for (guint j = 0; j < bands; j++)
        result->mixture[(gsize) i * bands + j] = (1 - t) * first[j] + t * last[j];
      result->angles_deg[2 * i] = ae_metrics_get_angle (row, first, bands) * 180 / G_PI;
      result->angles_deg[2 * i + 1] = ae_metrics_get_angle (row, last, bands) * 180 / G_PI;
    }
}

/* Where a band is among the good ones: the nearest of them. */
static guint
find_column (AeScene *scene, guint band)
{
  const guint *good = ae_scene_get_good_bands (scene);
  guint n = ae_scene_get_n_good_bands (scene), best = 0;

  for (guint i = 1; i < n; i++)
    if (ABS ((int) good[i] - (int) band) < ABS ((int) good[best] - (int) band))
      best = i;
  return best;
}

static void
find_stretch (AeScene *scene, BlSamplesStretch *stretch)
{
  guint bands[3];
  gboolean is_grey;

  bl_composite_choose_bands (scene, bands, &is_grey);
  for (guint c = 0; c < 3; c++)
    {
      g_autoptr (BlChannel) channel = bl_channel_new (scene, bands[c], CUT);

      stretch->columns[c] = find_column (scene, bands[c]);
      stretch->low[c] = channel->low;
      stretch->high[c] = channel->high;
    }
  stretch->is_known = TRUE;
}

static void
fill_colours (BlSamplesResult *result, guint bands)
{
  const BlSamplesStretch *stretch = &result->stretch;

  result->colours = g_new (guint32, result->n);
  for (guint i = 0; i < result->n; i++)
    {
      result->colours[i] = 0xFF;
      for (guint c = 0; c < 3; c++)
        {
          float value = result->rows[(gsize) i * bands + stretch->columns[c]];
          float unit = (value - stretch->low[c]) / (stretch->high[c] - stretch->low[c]);
          float level = 255.0f * (unit > 0 ? MIN (unit, 1.0f) : 0.0f) + 0.5f;

          result->colours[i] = result->colours[i] << 8 | (guint32) level;
        }
    }
}

/**
 * bl_samples_job_work:
 * @task: ignored: it is a matter of milliseconds
 * @job: a #BlSamplesJob
 * @error: never set
 *
 * A #BlWorkerFunc.
 *
 * Returns: (transfer full): a #BlSamplesResult.
 */
gpointer
bl_samples_job_work (BlWorkerTask *task, gpointer job, GError **error)
{
  const BlSamplesJob *self = job;
  const AeSnapshot *snapshot = self->view->snapshot;
  guint bands = ae_model_get_bands (snapshot->model);
  BlSamplesResult *result = g_new0 (BlSamplesResult, 1);
  g_autofree float *codes = NULL;

  set_size (self, result);
  codes = g_new (float, (gsize) result->n * self->view->code);
  result->rows = g_new (float, (gsize) result->n *bands);
  fill_codes (self, result, codes);
  ae_generator_decode (snapshot->model, snapshot->scaler, codes, result->n, result->rows);
  result->least = evaluator (self, result, bands);
  result->stretch = self->stretch;
  if (self->kind == BL_SAMPLES_LINE)
    compare_line (result, bands);
  if (self->kind == BL_SAMPLES_COLOURS)
    {
      if (!result->stretch.is_known)
        find_stretch (self->scene, &result->stretch);
      fill_colours (result, bands);
    }
  return result;
}
