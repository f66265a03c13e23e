/* ae-viewing.c: what a snapshot's model makes of the scene, on one thread or on all cores:
 * when, is the caller's business. The numbers do not depend on it.
 *
 * A full view has the codes of all unmasked pixels, the maps and the metrics; between two of
 * them a light one has the pinned pixels alone and repeats the last codes and maps.
 */
#include "ae-viewing.h"

#include "ae-code-map.h"
#include "ae-latent.h"
#include "ae-loss.h"
#include "ae-metrics.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define ROWS 256

/* Pixels that tell whether a unit varies at all. */
#define UNIT_ROWS 64

struct _AeViewing
{
  AeScene *scene;
  atomic_bool is_cancelled;
  AeScaler *scaler; /* whose pixels the cache holds */
  gsize n_points;
  guint32 *points;   /* (n_points): their pixels */
  float *rows;       /* (n_points, bands): scaled */
  gboolean is_whole; /* every unmasked pixel is among the points */
  AeCodeMap *colours;
  AeView *last_full;
  AeLend share; /* nullable: how work for all pixels is done */
  gpointer share_data;
};

/**
 * ae_viewing_new:
 * @scene: (nullable): a reference is taken
 *
 * Returns: (transfer full): a viewing; cheap, the pixels are scaled at the first look.
 */
AeViewing *
ae_viewing_new (AeScene *scene)
{
  AeViewing *self = g_new0 (AeViewing, 1);

  self->scene = scene != NULL ? ae_scene_ref (scene) : NULL;
  atomic_init (&self->is_cancelled, FALSE);
  self->colours = ae_code_map_new ();
  return self;
}

/**
 * ae_viewing_free:
 * @self: (transfer full): a viewing
 */
void
ae_viewing_free (AeViewing *self)
{
  g_clear_pointer (&self->last_full, ae_view_unref);
  g_clear_pointer (&self->scaler, ae_scaler_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  ae_code_map_free (self->colours);
  g_free (self->points);
  g_free (self->rows);
  g_free (self);
}

/**
 * ae_viewing_set_share:
 * @self: a viewing
 * @share: (nullable): calls a function on several threads; %NULL: the looker's own
 * @user_data: for it
 */
void
ae_viewing_set_share (AeViewing *self, AeLend share, gpointer user_data)
{
  self->share = share;
  self->share_data = user_data;
}

/**
 * ae_viewing_cancel:
 * @self: a viewing
 *
 * A look under way ends soon with what it has. Any thread.
 */
void
ae_viewing_cancel (AeViewing *self)
{
  atomic_store_explicit (&self->is_cancelled, TRUE, memory_order_relaxed);
}

static gboolean
is_cancelled (AeViewing *self)
{
  return atomic_load_explicit (&self->is_cancelled, memory_order_relaxed);
}

/* ------------------------------------------------------------------ the scaled pixels */

/* All unmasked pixels, or every k-th where they would not fit. */
static void
choose_points (AeViewing *self, guint bands)
{
  gsize n_pixels = ae_scene_get_n_pixels (self->scene), n = 0, seen = 0;
  gsize unmasked = n_pixels - ae_scene_get_n_masked (self->scene);
  gsize fit = MAX (ae_scene_get_cache_bytes (self->scene) / (bands * sizeof (float)), 1);
  gsize stride = unmasked > fit ? (unmasked + fit - 1) / fit : 1;

  g_free (self->points);
  self->points = g_new (guint32, unmasked / stride + 1);
  for (gsize p = 0; p < n_pixels; p++)
    if (!ae_scene_is_masked (self->scene, p) && seen++ % stride == 0)
      self->points[n++] = (guint32) p;
  self->n_points = n;
  self->is_whole = stride == 1;
}

static void
scale_points (AeViewing *self, AeScaler *scaler)
{
  guint bands = ae_scaler_get_bands (scaler), all = ae_scene_get_bands (self->scene);
  const guint *good = ae_scene_get_good_bands (self->scene);
  const float *cube = ae_scene_peek_cube (self->scene);
  g_autofree float *read = g_new0 (float, (gsize) ROWS *all);

  choose_points (self, bands);
  g_free (self->rows);
  self->rows = g_new (float, self->n_points *bands + 1);
  for (gsize first = 0; first < self->n_points && !is_cancelled (self); first += ROWS)
    {
      gsize n = MIN (ROWS, self->n_points - first);

      if (cube != NULL)
        for (gsize i = 0; i < n; i++)
          memcpy (read + i * all, cube + (gsize) self->points[first + i] * all,
                  all * sizeof *read);
      else if (!ae_scene_read_pixels (self->scene, self->points + first, n, read, NULL))
        memset (read, 0, n * all * sizeof *read);
      ae_scaler_apply (scaler, read, all, good, n, self->rows + first * bands);
    }
  g_clear_pointer (&self->scaler, ae_scaler_unref);
  self->scaler = ae_scaler_ref (scaler);
}

static void
ensure_rows (AeViewing *self, AeScaler *scaler)
{
  if (self->scaler != scaler)
    scale_points (self, scaler);
}

/* ------------------------------------------------------------------ codes */

/* One walk over the codes, row by row: they are larger than a core's cache. Around the first
 * row, so that the squares of a unit far from 0 keep their digits. */
static void
fill_moments (AeView *view)
{
  guint code = view->code;
  double n = (double) MAX (view->n_points, 1);
  g_autofree double *sums = g_new0 (double, 2 * (gsize) code);
  double *squares = sums + code;

  view->code_mean = g_new0 (float, code);
  view->code_deviation = g_new0 (float, code);
  view->mean_activation = 0;
  for (gsize i = 0; i < view->n_points; i++)
    for (guint j = 0; j < code; j++)
      {
        double d = (double) view->codes[i * code + j] - (double) view->codes[j];

        sums[j] += d;
        squares[j] += d * d;
      }
  for (guint j = 0; j < code; j++)
    {
      double shift = sums[j] / n, mean = shift + (double) view->codes[j];

      view->code_mean[j] = (float) mean;
      view->code_deviation[j] = (float) sqrt (MAX (squares[j] / n - shift * shift, 0));
      view->mean_activation += mean / code;
    }
}

static void
fill_kl (AeView *view, const float *log_variance)
{
  guint code = view->code;
  g_autofree double *sums = g_new0 (double, code);

  view->kl_per_unit = g_new0 (float, code);
  ae_latent_add_kl_per_unit (sums, view->codes, log_variance, AE_LATENT_LOG_VARIANCE,
                             view->n_points, code);
  for (guint j = 0; j < code; j++)
    view->kl_per_unit[j] = (float) (sums[j] / (double) MAX (view->n_points, 1));
}

static void
count_active (AeView *view)
{
  float most = 0;

  for (guint j = 0; j < view->code; j++)
    most = MAX (most, view->code_deviation[j]);
  for (guint j = 0; j < view->code; j++)
    if (view->kl_per_unit != NULL
            ? ae_metrics_is_active_kl ((double) view->kl_per_unit[j])
            : ae_metrics_is_active_deviation ((double) view->code_deviation[j], (double) most))
      view->active_units++;
}

/* Calls func on one thread or on several. */
static void
share (AeViewing *self, AeTeamFunc func, gpointer work)
{
  if (self->share != NULL)
    self->share (func, work, self->share_data);
  else
    func (0, 1, work);
}

/* What encode_share() shares. */
typedef struct
{
  AeViewing *viewing;
  AeView *view;
  const AeModel *model;
  float *log_variance; /* (n_points, code), or NULL: not variational */
} Encoding;

static void
encode_share (guint member, guint members, gpointer user_data)
{
  const Encoding *work = user_data;
  AeViewing *self = work->viewing;
  guint code = work->view->code, bands = ae_model_get_bands (work->model);

  for (gsize first = (gsize) member * ROWS; first < self->n_points && !is_cancelled (self);
       first += (gsize) members * ROWS)
    {
      gsize n = MIN (ROWS, self->n_points - first);
      const float *x = self->rows + first * bands;
      float *codes = work->view->codes + first * code;

      if (work->log_variance != NULL)
        ae_model_encode_variational (work->model, x, n, codes,
                                     work->log_variance + first * code);
      else
        ae_model_encode (work->model, x, n, codes);
    }
}

static void
encode_points (AeViewing *self, AeView *view, const AeModel *model)
{
  guint code = ae_model_get_code (model);
  gboolean is_variational = (ae_model_get_spec (model)->variants & AE_VARIANT_VARIATIONAL) != 0;
  g_autofree float *log_variance = NULL;
  Encoding work = { .viewing = self, .view = view, .model = model };

  view->code = code;
  view->n_points = self->n_points;
  view->points = g_memdup2 (self->points, self->n_points * sizeof *self->points);
  view->codes = g_new0 (float, self->n_points *code + 1);
  if (is_variational)
    work.log_variance = log_variance = g_new0 (float, self->n_points *code + 1);
  share (self, encode_share, &work);
  fill_moments (view);
  if (is_variational)
    fill_kl (view, log_variance);
  count_active (view);
}

static void
fill_code_map (AeViewing *self, AeView *view)
{
  g_autofree guint32 *colours = g_new0 (guint32, view->n_points + 1);

  ae_code_map_fill (self->colours, view->codes, view->n_points, view->code, colours);
  view->code_map = g_new0 (guint32, ae_scene_get_n_pixels (self->scene));
  for (gsize i = 0; i < view->n_points; i++)
    view->code_map[view->points[i]] = colours[i];
}

/* ------------------------------------------------------------------ errors */

typedef struct
{
  double squares, angles, clean_squares;
} Sums;

static double
get_angle_deg (const AeScaler *scaler, const float *y, const float *x)
{
  return ae_loss_sum_angles (y, x, 1, ae_scaler_get_bands (scaler),
                             ae_scaler_get_offset (scaler), ae_scaler_get_unit (scaler))
         * 180.0 / G_PI;
}

/* The errors of one block of rows; its sums are its own, so that they can be added in order. */
static void
add_errors (AeViewing *self, AeView *view, const float *y, gsize first, gsize n, float *clean,
            Sums *sums)
{
  guint bands = ae_scaler_get_bands (self->scaler), all = ae_scene_get_bands (self->scene);
  const guint *good = ae_scene_get_good_bands (self->scene);
  const float *truth = ae_scene_get_truth_clean (self->scene);
  const float *x = self->rows + first * bands;

  for (gsize i = 0; i < n; i++)
    {
      gsize pixel = self->points[first + i];
      double mse = ae_loss_mse (NULL, y + i * bands, x + i * bands, 1, bands, 1);

      view->error_map[pixel] = (float) sqrt (mse);
      sums->squares += mse;
      sums->angles += get_angle_deg (self->scaler, y + i * bands, x + i * bands);
      if (truth == NULL)
        continue;
      ae_scaler_apply (self->scaler, truth + pixel * all, all, good, 1, clean);
      sums->clean_squares += ae_loss_mse (NULL, y + i * bands, clean, 1, bands, 1);
    }
}

/* What error_share() shares. */
typedef struct
{
  AeViewing *viewing;
  AeView *view;
  const AeModel *model;
  Sums *sums; /* one a block of rows */
} Comparing;

static void
error_share (guint member, guint members, gpointer user_data)
{
  const Comparing *work = user_data;
  AeViewing *self = work->viewing;
  guint bands = ae_model_get_bands (work->model);
  g_autofree float *y = g_new (float, (gsize) ROWS *bands);
  g_autofree float *clean = g_new (float, bands);

  for (gsize first = (gsize) member * ROWS; first < self->n_points && !is_cancelled (self);
       first += (gsize) members * ROWS)
    {
      gsize n = MIN (ROWS, self->n_points - first);

      if (work->view->codes != NULL) /* half of the way is gone */
        ae_model_decode (work->model, work->view->codes + first * work->view->code, n, y);
      else
        ae_model_reconstruct (work->model, self->rows + first * bands, n, y, NULL);
      add_errors (self, work->view, y, first, n, clean, &work->sums[first / ROWS]);
    }
}

static void
fill_errors (AeViewing *self, AeView *view, const AeModel *model)
{
  gsize n_pixels = ae_scene_get_n_pixels (self->scene), n_blocks = self->n_points / ROWS + 1;
  g_autofree Sums *blocks = g_new0 (Sums, n_blocks);
  Comparing work = { .viewing = self, .view = view, .model = model, .sums = blocks };
  double n_points = (double) MAX (self->n_points, 1);
  Sums sums = { 0 };

  view->error_map = g_new (float, n_pixels);
  for (gsize i = 0; i < n_pixels; i++)
    view->error_map[i] = NAN;
  share (self, error_share, &work);
  for (gsize i = 0; i < n_blocks; i++)
    {
      sums.squares += blocks[i].squares;
      sums.angles += blocks[i].angles;
      sums.clean_squares += blocks[i].clean_squares;
    }
  view->rmse = sqrt (sums.squares / n_points);
  view->sam_deg = sums.angles / n_points;
  view->psnr_db = ae_metrics_get_psnr (sums.squares / n_points);
  if (ae_scene_get_truth_clean (self->scene) != NULL)
    view->psnr_clean_db = ae_metrics_get_psnr (sums.clean_squares / n_points);
}

/* ------------------------------------------------------------------ pinned pixels */

static void
fill_pin (AeViewing *self, AeViewPin *pin, guint32 pixel, const AeSnapshot *snapshot)
{
  guint bands = ae_scaler_get_bands (snapshot->scaler), all = ae_scene_get_bands (self->scene);
  g_autofree float *spectrum = g_new0 (float, all);
  g_autofree float *x = g_new (float, bands), *y = g_new (float, bands);

  pin->pixel = pixel;
  pin->input = g_new0 (float, bands);
  pin->output = g_new0 (float, bands);
  pin->code = g_new0 (float, ae_model_get_code (snapshot->model));
  if (!ae_scene_read_pixel (self->scene, pixel, spectrum, NULL))
    return;
  ae_scaler_apply (snapshot->scaler, spectrum, all, ae_scene_get_good_bands (self->scene), 1,
                   x);
  ae_model_reconstruct (snapshot->model, x, 1, y, pin->code);
  for (guint j = 0; j < bands; j++)
    pin->input[j] = spectrum[ae_scene_get_good_bands (self->scene)[j]];
  ae_scaler_invert (snapshot->scaler, y, 1, pin->output, bands, NULL);
  pin->rmse = sqrt (ae_loss_mse (NULL, y, x, 1, bands, 1));
  pin->sam_deg = get_angle_deg (snapshot->scaler, y, x);
}

/* ------------------------------------------------------------------ units */

static void
fill_unit_deviations (AeView *view, const float *units, gsize n)
{
  view->unit_deviations = g_new0 (float, view->n_units);
  for (guint u = 0; u < view->n_units; u++)
    {
      double sum = 0, squares = 0;

      for (gsize i = 0; i < n; i++)
        {
          double d = (double) units[i * view->n_units + u] - (double) units[u];

          sum += d;
          squares += d * d;
        }
      sum /= (double) n;
      view->unit_deviations[u] = (float) sqrt (MAX (squares / (double) n - sum * sum, 0));
    }
}

/* Every k-th of the points, and the first pin as the last row. */
static void
fill_units (AeViewing *self, AeView *view)
{
  const AeModel *model = view->snapshot->model;
  guint bands = ae_model_get_bands (model);
  gsize stride = MAX (self->n_points / UNIT_ROWS, 1);
  gsize n = MIN ((self->n_points + stride - 1) / stride, UNIT_ROWS);
  g_autofree float *x = g_new (float, (n + 1) * bands);
  g_autofree float *units = NULL;

  if (n == 0)
    return;
  view->n_units = ae_model_get_n_units (model);
  units = g_new (float, (n + 1) * view->n_units);
  for (gsize i = 0; i < n; i++)
    memcpy (x + i * bands, self->rows + i * stride * bands, bands * sizeof *x);
  if (view->n_pins > 0)
    ae_scaler_apply (view->snapshot->scaler, view->pins[0].input, bands, NULL, 1,
                     x + n * bands);
  ae_model_fill_units (model, x, view->n_pins > 0 ? n + 1 : n, units);
  fill_unit_deviations (view, units, n);
  if (view->n_pins > 0)
    view->unit_values = g_memdup2 (units + n * view->n_units, view->n_units * sizeof *units);
}

/* ------------------------------------------------------------------ a look */

/* A light view repeats the last full one of the same run, so that no panel goes blank. */
static void
repeat_last (AeViewing *self, AeView *view)
{
  const AeView *last = self->last_full;
  gsize n_pixels = ae_scene_get_n_pixels (self->scene);

  if (last == NULL || last->snapshot->generation != view->snapshot->generation)
    return;
  view->n_points = last->n_points;
  view->code = last->code;
  view->n_points_total = last->n_points_total;
  view->active_units = last->active_units;
  view->mean_activation = last->mean_activation;
  view->rmse = last->rmse;
  view->sam_deg = last->sam_deg;
  view->psnr_db = last->psnr_db;
  view->psnr_clean_db = last->psnr_clean_db;
  view->full_serial = last->full_serial;
  view->codes = g_memdup2 (last->codes, last->n_points * last->code * sizeof (float));
  view->points = g_memdup2 (last->points, last->n_points * sizeof (guint32));
  view->code_mean = g_memdup2 (last->code_mean, last->code * sizeof (float));
  view->code_deviation = g_memdup2 (last->code_deviation, last->code * sizeof (float));
  view->kl_per_unit
      = g_memdup2 (last->kl_per_unit, last->kl_per_unit ? last->code * sizeof (float) : 0);
  view->error_map
      = g_memdup2 (last->error_map, last->error_map ? n_pixels * sizeof (float) : 0);
  view->code_map = g_memdup2 (last->code_map, last->code_map ? n_pixels * sizeof (guint32) : 0);
}

static void
look_fully (AeViewing *self, AeView *view, const AeViewRequest *request)
{
  const AeModel *model = view->snapshot->model;

  if (request->want_codes || request->want_code_map)
    encode_points (self, view, model);
  if (request->want_code_map && self->is_whole)
    fill_code_map (self, view);
  if (request->want_error_map && self->is_whole)
    fill_errors (self, view, model);
  /* Another one for each run, too: a panel that turns to another run is to draw anew. */
  view->full_serial = (guint64) g_get_monotonic_time ();
  g_clear_pointer (&self->last_full, ae_view_unref);
  self->last_full = ae_view_ref (view);
}

/**
 * ae_viewing_look:
 * @self: a viewing
 * @snapshot: with a model; a reference is taken
 * @request: what is on screen
 * @is_full: whether to compute codes and maps anew, or the pinned pixels alone
 *
 * Returns: (transfer full): the view, immutable from now on. The observer's thread.
 */
AeView *
ae_viewing_look (AeViewing *self, AeSnapshot *snapshot, const AeViewRequest *request,
                 gboolean is_full)
{
  AeView *view = ae_view_new ();

  view->snapshot = ae_snapshot_ref (snapshot);
  if (self->scene != NULL && snapshot->scaler != NULL)
    {
      for (guint i = 0; i < request->n_pins && i < AE_VIEW_MAX_PINS; i++)
        if (request->pins[i] < ae_scene_get_n_pixels (self->scene))
          fill_pin (self, &view->pins[view->n_pins++], request->pins[i], snapshot);
      ensure_rows (self, snapshot->scaler);
      view->n_points_total
          = ae_scene_get_n_pixels (self->scene) - ae_scene_get_n_masked (self->scene);
      if (request->want_units)
        fill_units (self, view);
      if (is_full)
        look_fully (self, view, request);
      else
        repeat_last (self, view);
    }
  view->made_us = g_get_monotonic_time ();
  return view;
}
