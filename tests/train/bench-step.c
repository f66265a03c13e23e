/* bench-step.c: samples a second of the training step and of encoding, as a share of this
 * machine's own matrix product. Where a bar is missed, it prints where the time goes.
 *
 * A benchmark for people and for the log; it fails only when something does not run.
 */
#include "ae-activation.h"
#include "ae-blas.h"
#include "ae-corruption.h"
#include "ae-dense.h"
#include "ae-loss.h"
#include "ae-model.h"
#include "ae-optimizer.h"
#include "ae-product.h"
#include "ae-phase-trainer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum
{
  BANDS = 268,
  PIXELS = 21025,
  GEMM = 2048,
  REPEATS = 5,
  WINDOWS = 60, /* short ones, of which the best counts: other programs only ever take away */
  WINDOW_ROWS = 3072,
};

/* Everything that the measurements share. */
typedef struct
{
  AeTeam *team;
  guint threads;
  float *rows; /* (PIXELS, BANDS) */
  float deviation[BANDS];
  ae_real *gemm[3];
  double gemm_gflops;
} Machine;

typedef struct
{
  const char *name;
  guint variants;
  guint batch;
  double bar;          /* share of sgemm, or 0 */
  double bar_of_plain; /* share of plain's samples a second, or 0 */
} Row;

static const Row rows[] = {
  { "plain 256", AE_VARIANT_STACKED, 256, 0.65, 0 },
  { "plain 1024", AE_VARIANT_STACKED, 1024, 0.80, 0 },
  { "tied", AE_VARIANT_STACKED | AE_VARIANT_TIED, 256, 0, 0.9 },
  { "denoising", AE_VARIANT_STACKED | AE_VARIANT_DENOISING, 256, 0, 0.8 },
  { "sparse", AE_VARIANT_STACKED | AE_VARIANT_SPARSE, 256, 0, 0.8 },
  { "variational", AE_VARIANT_STACKED | AE_VARIANT_VARIATIONAL, 256, 0, 0.8 },
};

static double
now (void)
{
  return (double) g_get_monotonic_time () * 1e-6;
}

/* ------------------------------------------------------------------ the machine's own rate */

static void
gemm_member (guint member, guint members, gpointer user_data)
{
  Machine *self = user_data;
  gsize from = (gsize) GEMM * member / members, to = (gsize) GEMM * (member + 1) / members;

  ae_gemm (FALSE, FALSE, to - from, GEMM, GEMM, 1, self->gemm[0] + from * GEMM, GEMM,
           self->gemm[1], GEMM, 0, self->gemm[2] + from * GEMM, GEMM);
}

static void
measure_gemm (Machine *self, guint repeats)
{
  for (guint i = 0; i < repeats; i++)
    {
      double start = now (), seconds;

      ae_team_run (self->team, gemm_member, self);
      seconds = now () - start;
      self->gemm_gflops
          = MAX (self->gemm_gflops, 2.0 * GEMM * GEMM * (double) GEMM / seconds * 1e-9);
    }
}

static void
machine_init (Machine *self, guint threads)
{
  AeRng rng;

  memset (self, 0, sizeof *self);
  self->threads = threads;
  self->team = ae_team_new (threads);
  self->rows = (float *) ae_real_alloc ((gsize) PIXELS * BANDS);
  ae_rng_init (&rng, 1, AE_STREAM_SCENE, 0);
  ae_rng_fill_uniform (&rng, self->rows, (gsize) PIXELS * BANDS);
  for (guint j = 0; j < BANDS; j++)
    self->deviation[j] = 0.3f;
  for (guint i = 0; i < 3; i++)
    {
      self->gemm[i] = ae_real_alloc0 ((gsize) GEMM * GEMM);
      for (gsize k = 0; k < (gsize) GEMM * GEMM; k++)
        self->gemm[i][k] = self->rows[k];
    }
}

static void
machine_clear (Machine *self)
{
  ae_team_free (self->team);
  ae_real_free ((ae_real *) self->rows);
  for (guint i = 0; i < 3; i++)
    ae_real_free (self->gemm[i]);
}

/* ------------------------------------------------------------------ a step */

typedef struct
{
  double samples_per_s, gflops, step_us;
} Speed;

static AePhaseTrainer *
make_stage (Machine *machine, const Row *row, AeHyperparams *hyperparams, double *weights)
{
  AePhaseRows data = { .training = machine->rows,
                       .n_training = PIXELS,
                       .validation = machine->rows,
                       .deviation = machine->deviation };
  AeSpec spec;
  AePlan plan;
  AeNetwork *network;
  ae_real *initial;
  AePhaseTrainer *stage;

  ae_spec_init (&spec, row->variants, BANDS);
  ae_spec_set_layers_from_string (&spec, "130,70,40,20", NULL);
  ae_plan_init (&plan);
  plan.batch = row->batch;
  ae_hyperparams_init (hyperparams, &spec);
  network = ae_network_new (&spec, NULL);
  /* What the products touch: a tied array is used as often as two. */
  *weights = (double) network->params->n_weights * (row->variants & AE_VARIANT_TIED ? 2 : 1);
  initial = ae_real_alloc (network->params->n_values);
  ae_network_fill_initial (network, 1, initial);
  stage = ae_phase_trainer_new (network, &plan, &data, machine->team);
  ae_phase_trainer_restart (stage, 1, initial);
  ae_real_free (initial);
  return stage;
}

/* One multiplication and addition forward, two back: 6 operations a weight and sample. */
static Speed
measure_step (Machine *machine, const Row *row)
{
  AeHyperparams hyperparams;
  double weights, best = INFINITY;
  g_autoptr (AePhaseTrainer) stage = make_stage (machine, row, &hyperparams, &weights);
  guint steps = MAX (1, WINDOW_ROWS / row->batch);
  Speed out;

  hyperparams.learning_rate = 1e-3;
  for (guint r = 0; r < WINDOWS; r++)
    {
      double start = now ();
      AePhaseTerms terms;

      for (guint i = 0; i < steps; i++)
        ae_phase_trainer_step (stage, &hyperparams, &terms);
      best = MIN (best, (now () - start) / steps);
      if (r % 20 == 0)
        measure_gemm (machine, 1);
    }
  out.samples_per_s = row->batch / best;
  out.gflops = 6 * weights * out.samples_per_s * 1e-9;
  out.step_us = best * 1e6;
  return out;
}

/* ------------------------------------------------------------------ where the time goes */

/* Pieces of a step, each run by itself on one thread on a slice of 128 rows. */
typedef enum
{
  PIECE_GATHER,
  PIECE_CORRUPT,
  PIECE_EPS,
  PIECE_PRODUCTS,
  PIECE_ACTIVATIONS,
  PIECE_LOSS,
  PIECE_TRANSPOSE,
  PIECE_OPTIMISER,
  PIECE_MEETING,
  N_PIECES,
} Piece;

static const char *const piece_names[]
    = { "gather", "corruption",  "latent draws", "products", "activations",
        "loss",   "transposing", "optimiser",    "meetings" };

typedef struct
{
  Machine *machine;
  const AeNetwork *network;
  gsize n; /* rows of a slice */
  AeActivations *pass;
  ae_real *values, *values_t, *gradient, *moments;
  float *normals;
} Parts;

static void
run_products (const Parts *p)
{
  for (guint l = 0; l < p->network->n_layers; l++)
    {
      const AeLayer *layer = &p->network->layers[l];
      AeDense dense = { p->values + layer->weight,
                        p->values_t + layer->weight,
                        p->values + layer->bias,
                        layer->in,
                        layer->out,
                        layer->transposed };

      ae_dense_forward (p->pass->acts[l + 1], p->pass->acts[l], &dense, p->n);
      ae_dense_backward_weight (p->gradient + layer->weight, p->pass->acts[l + 1],
                                p->pass->acts[l], &dense, p->n, FALSE);
      if (l > 0)
        ae_dense_backward_input (p->pass->grad[0], p->pass->acts[l + 1], &dense, p->n, FALSE);
    }
}

static void
run_activations (const Parts *p)
{
  for (guint l = 0; l < p->network->n_layers; l++)
    {
      const AeLayer *layer = &p->network->layers[l];

      memset (p->pass->acts[l + 1], 0, p->n * layer->out * sizeof (ae_real));
      ae_activation_forward (p->pass->acts[l + 1], layer->activation, p->n * layer->out);
      ae_activation_backward (p->pass->grad[0], p->gradient + layer->bias, p->pass->acts[l + 1],
                              layer->activation, p->n, layer->out);
    }
}

static void
run_gather (const Parts *p)
{
  for (gsize i = 0; i < p->n; i++)
    memcpy (p->pass->acts[0] + i * BANDS, p->machine->rows + (i * 7919 % PIXELS) * BANDS,
            BANDS * sizeof (float));
}

static void
do_nothing (guint member, guint members, gpointer user_data)
{
  for (guint i = 0; i < 2; i++)
    ae_team_barrier (user_data);
}

static void
run_piece (const Parts *p, Piece piece, guint64 t)
{
  AeRng rng;
  AeAdamStep step;

  ae_rng_init (&rng, t, AE_STREAM_NOISE, 0);
  switch (piece)
    {
    case PIECE_GATHER:
      run_gather (p);
      break;
    case PIECE_CORRUPT:
      ae_corruption_add_noise (p->pass->acts[0], p->machine->deviation, 0.01, &rng, p->n,
                               BANDS);
      break;
    case PIECE_EPS:
      ae_rng_fill_normal (&rng, p->normals, p->n * 20);
      break;
    case PIECE_PRODUCTS:
      run_products (p);
      break;
    case PIECE_ACTIVATIONS:
      run_activations (p);
      break;
    case PIECE_LOSS:
      ae_loss_mse (p->pass->grad[0], p->pass->acts[p->network->n_layers], p->pass->acts[0],
                   p->n, BANDS, 1.0 / 256);
      break;
    case PIECE_TRANSPOSE:
      for (guint i = 1; i < p->network->params->n_views; i++)
        if (p->network->params->views[i].is_weight)
          ae_transpose (p->values_t + p->network->params->views[i].offset,
                        p->values + p->network->params->views[i].offset,
                        p->network->params->views[i].rows, p->network->params->views[i].cols, 0,
                        p->network->params->views[i].rows);
      break;
    case PIECE_OPTIMISER:
      ae_adam_prepare (&step, 1e-9, t + 1);
      ae_adam_update (p->values, p->moments, p->moments + p->network->params->n_values,
                      p->gradient, p->network->params->n_values, &step);
      break;
    case PIECE_MEETING:
    case N_PIECES:
    default:
      ae_team_run (p->machine->team, do_nothing, p->machine->team);
      break;
    }
}

static double
time_piece (const Parts *p, Piece piece)
{
  double best = INFINITY;

  for (guint r = 0; r < REPEATS; r++)
    {
      double start = now ();

      for (guint i = 0; i < 50; i++)
        run_piece (p, piece, i);
      best = MIN (best, (now () - start) / 50);
    }
  return best * 1e6;
}

/* Times of the pieces as shares of the step, so many slices in parallel as there are threads.
 */
static void
print_pieces (Machine *machine, const Row *row, const Speed *speed)
{
  Parts p = { .machine = machine, .n = 128 };
  AeHyperparams hyperparams;
  double weights, sum = 0;
  g_autoptr (AePhaseTrainer) stage = make_stage (machine, row, &hyperparams, &weights);
  gsize n_values;

  p.network = ae_phase_trainer_get_network (stage);
  n_values = p.network->params->n_values;
  p.pass = ae_activations_new (p.network, p.n, TRUE);
  p.values = ae_phase_trainer_get_values (stage);
  p.values_t = ae_real_alloc0 (n_values);
  p.gradient = ae_real_alloc0 (n_values);
  p.moments = ae_real_alloc0 (2 * n_values);
  p.normals = g_new0 (float, p.n * 20);
  for (guint i = 0; i < 2; i++)
    memset (p.pass->grad[i], 0, p.n * BANDS * sizeof (ae_real));
  run_gather (&p);
  run_piece (&p, PIECE_TRANSPOSE, 0);
  printf ("#   a step takes %.0f µs; by itself, on %u threads:", speed->step_us,
          machine->threads);
  for (Piece piece = 0; piece < N_PIECES; piece++)
    {
      gboolean is_whole = piece == PIECE_TRANSPOSE || piece == PIECE_OPTIMISER;
      double slices = (double) row->batch / (double) p.n;
      double us = time_piece (&p, piece) * (is_whole ? 1 : slices) / machine->threads;

      if ((piece == PIECE_CORRUPT && !(row->variants & AE_VARIANT_DENOISING))
          || (piece == PIECE_EPS && !(row->variants & AE_VARIANT_VARIATIONAL)))
        continue;
      if (piece == PIECE_MEETING)
        us *= machine->threads / slices; /* one a step, whatever the batch */
      sum += us;
      printf (" %s %.0f,", piece_names[piece], us);
    }
  printf (" the rest (sums of gradients, cache misses, waiting) %.0f\n", speed->step_us - sum);
  ae_activations_free (p.pass);
  ae_real_free (p.values_t);
  ae_real_free (p.gradient);
  ae_real_free (p.moments);
  g_free (p.normals);
}

/* ------------------------------------------------------------------ encoding */

static Speed
measure_encoding (Machine *machine)
{
  AeSpec spec;
  g_autoptr (AeModel) model = NULL;
  ae_real *z = ae_real_alloc ((gsize) PIXELS * 20);
  double best = INFINITY, weights = 268 * 130 + 130 * 70 + 70 * 40 + 40 * 20;
  Speed out;

  ae_spec_init (&spec, AE_VARIANT_STACKED, BANDS);
  model = ae_model_new (&spec, 1, NULL);
  for (guint r = 0; r < WINDOWS / 2; r++)
    {
      double start = now ();

      ae_model_encode_with_team (model, machine->team, machine->rows, PIXELS, z);
      best = MIN (best, now () - start);
      if (r % 10 == 0)
        measure_gemm (machine, 1);
    }
  ae_real_free (z);
  out.samples_per_s = PIXELS / best;
  out.gflops = 2 * weights * out.samples_per_s * 1e-9;
  out.step_us = best * 1e6;
  return out;
}

/* ------------------------------------------------------------------ the table */

static void
measure_threads (guint threads)
{
  Machine machine;
  Speed speeds[G_N_ELEMENTS (rows)], encoding;

  machine_init (&machine, threads);
  measure_gemm (&machine, REPEATS);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    speeds[i] = measure_step (&machine, &rows[i]);
  encoding = measure_encoding (&machine);
  printf ("# %u thread%s: sgemm %d³ %.0f GFLOP/s\n", threads, threads > 1 ? "s" : "", GEMM,
          machine.gemm_gflops);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double share = speeds[i].gflops / machine.gemm_gflops;
      double of_plain = speeds[i].samples_per_s / speeds[0].samples_per_s;
      gboolean is_missed = share < rows[i].bar || of_plain < rows[i].bar_of_plain;

      printf ("# %-12s batch %4u %9.0f samples/s %6.1f GFLOP/s %5.1f %% of sgemm, %5.1f %% of "
              "plain%s\n",
              rows[i].name, rows[i].batch, speeds[i].samples_per_s, speeds[i].gflops,
              100 * share, 100 * of_plain, is_missed ? "  MISSED" : "");
      if (is_missed)
        {
          printf ("#   bar: %.0f %%\n", 100 * MAX (rows[i].bar, rows[i].bar_of_plain));
          print_pieces (&machine, &rows[i], &speeds[i]);
        }
    }
  printf ("# %-12s %6u px   %9.0f samples/s %6.1f GFLOP/s %5.1f %% of sgemm%s\n", "encoding",
          PIXELS, encoding.samples_per_s, encoding.gflops,
          100 * encoding.gflops / machine.gemm_gflops,
          encoding.gflops < 0.8 * machine.gemm_gflops ? "  MISSED (bar 80 %)" : "");
  machine_clear (&machine);
}

int
main (int argc, char **argv)
{
  g_autofree char *blas = ae_blas_dup_description ();
  guint cores = g_get_num_processors ();

  ae_blas_init ();
  printf ("1..1\n# %s\n", blas);
  measure_threads (1);
  if (cores > 1)
    measure_threads (cores);
  printf ("ok 1 bench-step\n");
  return 0;
}
