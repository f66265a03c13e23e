/* bl-samples-job.h: what a sheet of spectra is made of, computed away from the main thread. */
#pragma once

#include "ae-angles.h"
#include "ae-view.h"
#include "bl-worker.h"

G_BEGIN_DECLS

#define BL_SAMPLES_SIDE        7  /* of the grid of spectra */
#define BL_SAMPLES_COLOUR_SIDE 20 /* of the grid of colours */

/**
 * BlSamplesKind:
 * @BL_SAMPLES_PRIOR: samples of N(0, 1)
 * @BL_SAMPLES_MIXTURE: samples of Gaussians fitted to the codes
 * @BL_SAMPLES_GRID: a grid over two units, even in probability
 * @BL_SAMPLES_COLOURS: the same, larger, as the colours that the spectra have
 * @BL_SAMPLES_LINE: from one code to another, beside the straight mixture of the two spectra
 */
typedef enum
{
  BL_SAMPLES_PRIOR,
  BL_SAMPLES_MIXTURE,
  BL_SAMPLES_GRID,
  BL_SAMPLES_COLOURS,
  BL_SAMPLES_LINE,
} BlSamplesKind;

/**
 * BlSamplesStretch:
 * @is_known: whether the rest is filled
 * @columns: red, green and blue among the good bands
 * @low, @high: values that are drawn darkest and brightest, as in the scene's picture
 */
typedef struct
{
  gboolean is_known;
  guint columns[3];
  float low[3], high[3];
} BlSamplesStretch;

/**
 * BlSamplesJob:
 * @view: model, scaler and codes
 * @scene: whose colours the stretch is of
 * @angles: (nullable): the scene's pixels, to judge samples by
 * @from: (nullable) (code): where a line begins
 * @code: (code): where the point is; where a line ends
 * @x, @y: the two units of a grid
 * @steps: of a line
 * @samples: how many of the prior or the mixture; their seed is @seed
 *
 * All that the worker needs, so that it shares nothing that changes; it owns its references.
 */
typedef struct
{
  BlSamplesKind kind;
  AeView *view;
  AeScene *scene;
  AeAngles *angles;
  float *from, *code;
  guint x, y, steps, samples;
  guint64 seed;
  BlSamplesStretch stretch;
} BlSamplesJob;

/**
 * BlSamplesResult:
 * @rows: (n, good bands): scene units
 * @columns: cells side by side
 * @mixture: (nullable) (n, good bands): of a line: shares of its two ends
 * @angles_deg: (nullable) (n, 2): of a line: to its first and to its last spectrum
 * @colours: (nullable) (n): 0xFFRRGGBB
 * @least: median angle to the nearest pixel, degrees; NAN where it does not apply
 * @stretch: known once colours were made
 */
typedef struct
{
  float *rows;
  guint n, columns;
  float *mixture;
  double *angles_deg;
  guint32 *colours;
  double least;
  BlSamplesStretch stretch;
} BlSamplesResult;

void bl_samples_job_free (gpointer job);
gpointer bl_samples_job_work (BlWorkerTask *task, gpointer job, GError **error);
void bl_samples_result_free (gpointer result);

G_END_DECLS
