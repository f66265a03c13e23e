/* ae-unmixing-score.c: abundances of all pixels of a training, and their distance from the
 * truth. Which endmember is which material is the assignment with the least sum of spectral
 * angles; the abundances follow it, and do not choose.
 */
#include "ae-unmixing-score.h"

#include <math.h>
#include <string.h>

#include "ae-endmembers.h"
#include "ae-generator.h"
#include "ae-loss.h"
#include "ae-metrics.h"

#define ROWS 256

typedef struct
{
  AeUnmixingScore *score;
  const AeModel *model;
  AePixels *pixels;
  const AeTruth *truth; /* nullable */
  gboolean has_abundances;
  double *most; /* (n): abundance of the purest pixel */
  double angles, squares;
} Work;

static void
decode (AeUnmixingScore *self, const AeModel *model, AePixels *pixels)
{
  g_autofree float *codes = g_new0 (float, (gsize) self->n *self->n);

  for (guint j = 0; j < self->n; j++)
    codes[(gsize) j * self->n + j] = 1;
  self->endmembers = g_new (float, (gsize) self->n *self->bands);
  ae_generator_decode (model, ae_pixels_get_scaler (pixels), codes, self->n, self->endmembers);
}

/* ------------------------------------------------------------------ which is which */

/* Rows are the fewer of both. */
static void
match (AeUnmixingScore *self, const AeTruth *truth)
{
  gboolean is_turned = self->n > truth->n;
  guint rows = MIN (self->n, truth->n), columns = MAX (self->n, truth->n);
  g_autofree double *cost = g_new (double, (gsize) rows *columns);
  g_autofree guint *chosen = g_new (guint, rows);

  for (guint r = 0; r < rows; r++)
    for (guint c = 0; c < columns; c++)
      {
        guint i = is_turned ? c : r, k = is_turned ? r : c;
        double angle = ae_metrics_get_angle (self->endmembers + (gsize) i * self->bands,
                                             truth->endmembers + (gsize) k * self->bands,
                                             self->bands);

        cost[(gsize) r * columns + c] = isnan (angle) ? G_PI : angle;
      }
  self->mean_angle_rad = ae_endmembers_assign (cost, rows, columns, chosen) / rows;
  for (guint r = 0; r < rows; r++)
    {
      guint i = is_turned ? chosen[r] : r;

      self->match[i] = is_turned ? r : chosen[r];
      self->angles[i] = cost[(gsize) r * columns + chosen[r]];
    }
}

/* ------------------------------------------------------------------ the pixels */

static void
add_pixel (Work *w, const float *a, guint32 pixel)
{
  AeUnmixingScore *self = w->score;
  double sum = 0;

  for (guint j = 0; j < self->n; j++)
    {
      sum += (double) a[j];
      self->mean_abundance[j] += (double) a[j];
      if ((double) a[j] > w->most[j])
        {
          w->most[j] = (double) a[j];
          self->purest[j] = pixel;
        }
      if (w->has_abundances)
        {
          double error = (double) a[j]
                         - (double) w->truth->abundances[(gsize) pixel * w->truth->n
                                                         + self->match[j]];

          w->squares += error * error;
        }
    }
  self->sum_error = MAX (self->sum_error, fabs (sum - 1));
}

static void
add_rows (Work *w, const float *rows, const guint32 *indices, gsize n)
{
  AeUnmixingScore *self = w->score;
  AeScaler *scaler = ae_pixels_get_scaler (w->pixels);
  g_autofree float *y = g_new (float, (gsize) ROWS *self->bands);
  g_autofree float *a = g_new (float, (gsize) ROWS *self->n);

  for (gsize first = 0; first < n; first += ROWS)
    {
      gsize count = MIN (ROWS, n - first);
      const float *x = rows + first * self->bands;

      ae_model_reconstruct (w->model, x, count, y, a);
      w->angles += ae_loss_sum_angles (y, x, count, self->bands, ae_scaler_get_offset (scaler),
                                       ae_scaler_get_unit (scaler));
      for (gsize i = 0; i < count; i++)
        add_pixel (w, a + i * self->n, indices[first + i]);
    }
  self->pixels += n;
}

/**
 * ae_unmixing_score_new:
 * @model: of unmixing, frozen; of the bands of @pixels
 * @pixels: those it was trained and held out on
 * @truth: (nullable): of the scene of @pixels
 *
 * Any thread; a tenth of a second for 10,000 pixels.
 *
 * Returns: (transfer full): what the model comes to.
 */
AeUnmixingScore *
ae_unmixing_score_new (const AeModel *model, AePixels *pixels, const AeTruth *truth)
{
  AeUnmixingScore *self = g_new0 (AeUnmixingScore, 1);
  guint n = ae_model_get_code (model);
  g_autofree double *most = g_new (double, n);
  Work w = { self, model, pixels, truth, FALSE, most, 0, 0 };

  *self = (AeUnmixingScore){ .n = n,
                             .bands = ae_model_get_bands (model),
                             .mean_abundance = g_new0 (double, n),
                             .purest = g_new0 (guint32, n),
                             .match = g_new (guint, n),
                             .angles = g_new (double, n),
                             .mean_angle_rad = NAN,
                             .abundance_rmse = NAN };
  for (guint j = 0; j < n; j++)
    {
      self->match[j] = G_MAXUINT;
      self->angles[j] = NAN;
      most[j] = -1;
    }
  decode (self, model, pixels);
  if (truth != NULL)
    match (self, truth);
  w.has_abundances = truth != NULL && truth->abundances != NULL && truth->n == n;
  add_rows (&w, ae_pixels_get_training_rows (pixels), ae_pixels_get_training (pixels),
            ae_pixels_get_n_training (pixels));
  add_rows (&w, ae_pixels_get_validation_rows (pixels), ae_pixels_get_validation (pixels),
            ae_pixels_get_n_validation (pixels));
  for (guint j = 0; j < n; j++)
    self->mean_abundance[j] /= (double) self->pixels;
  self->angle_rad = w.angles / (double) self->pixels;
  if (w.has_abundances)
    self->abundance_rmse = sqrt (w.squares / ((double) self->pixels * n));
  return self;
}

/**
 * ae_unmixing_score_free:
 * @self: (nullable) (transfer full): a score
 */
void
ae_unmixing_score_free (AeUnmixingScore *self)
{
  if (self == NULL)
    return;
  g_free (self->endmembers);
  g_free (self->mean_abundance);
  g_free (self->purest);
  g_free (self->match);
  g_free (self->angles);
  g_free (self);
}
