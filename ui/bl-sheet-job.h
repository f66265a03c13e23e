/* bl-sheet-job.h: what a sheet of spectra is made of, computed away from the main thread. */
#pragma once

#include "ae-angles.h"
#include "ae-view.h"
#include "bl-worker.h"

G_BEGIN_DECLS

#define BL_SHEET_SIDE        7  /* of the grid of spectra */
#define BL_SHEET_COLOUR_SIDE 20 /* of the grid of colours */

/**
 * BlSheetKind:
 * @BL_SHEET_PRIOR: samples of N(0, 1)
 * @BL_SHEET_MIXTURE: samples of Gaussians fitted to the codes
 * @BL_SHEET_GRID: a grid over two units, even in probability
 * @BL_SHEET_COLOURS: the same, larger, as the colours that the spectra have
 * @BL_SHEET_LINE: from one code to another, beside the straight mixture of the two spectra
 */
typedef enum
{
  BL_SHEET_PRIOR,
  BL_SHEET_MIXTURE,
  BL_SHEET_GRID,
  BL_SHEET_COLOURS,
  BL_SHEET_LINE,
} BlSheetKind;

/**
 * BlSheetStretch:
 * @is_known: whether the rest is filled
 * @columns: red, green and blue among the good bands
 * @low, @high: values that are drawn darkest and brightest, as in the scene's picture
 */
typedef struct
{
  gboolean is_known;
  guint columns[3];
  float low[3], high[3];
} BlSheetStretch;

/**
 * BlSheetJob:
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
  BlSheetKind kind;
  AeView *view;
  AeScene *scene;
  AeAngles *angles;
  float *from, *code;
  guint x, y, steps, samples;
  guint64 seed;
  BlSheetStretch stretch;
} BlSheetJob;

/**
 * BlSheetResult:
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
  BlSheetStretch stretch;
} BlSheetResult;

void bl_sheet_job_free (gpointer job);
gpointer bl_sheet_job_work (BlWorkerTask *task, gpointer job, GError **error);
void bl_sheet_result_free (gpointer result);

G_END_DECLS
