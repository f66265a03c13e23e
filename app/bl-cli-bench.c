/* bl-cli-bench.c: `bandloom-cli bench`: how much of this machine's own matrix product a training
 * step keeps. Measured in one run, so that the share means something on a busy machine too.
 */
#include "ae-blas.h"
#include "ae-demo-scene.h"
#include "ae-rng.h"
#include "ae-team.h"
#include "ae-trainer.h"
#include "bl-cli-print.h"
#include "bl-cli.h"

#include <math.h>
#include <string.h>

#define GEMM       2048
#define STRETCHES  3  /* the best counts: others use this machine as well */
#define WARM_STEPS 20 /* caches, threads, pages */

typedef struct
{
  double samples_per_s;
  double gflops;
  double efficiency; /* share of the matrix product */
} Rate;

typedef struct
{
  gboolean as_json;
  double seconds; /* of each stretch */
  guint threads;
  AePixels *pixels;
  double gemm_gflops;
  BlCliProgress progress;
} Bench;

static double
now_s (void)
{
  return (double) g_get_monotonic_time () * 1e-6;
}

static void
say (Bench *self, const char *what)
{
  if (bl_cli_progress_is_due (&self->progress))
    bl_cli_progress_show (&self->progress, "measuring %s", what);
}

static Rate
make_rate (const Bench *self, double samples_per_s, double flops_a_sample)
{
  double gflops = samples_per_s * flops_a_sample * 1e-9;

  return (Rate){ samples_per_s, gflops, gflops / self->gemm_gflops };
}

/* ------------------------------------------------------------------ the yardstick */

static void
multiply (guint member, guint members, gpointer user_data)
{
  ae_real **matrices = (ae_real **) user_data + 3 * member;

  ae_gemm (FALSE, FALSE, GEMM, GEMM, GEMM, 1, matrices[0], GEMM, matrices[1], GEMM, 0,
           matrices[2], GEMM);
}

static ae_real *
new_matrix (guint64 seed)
{
  ae_real *out = ae_real_alloc ((gsize) GEMM * GEMM);
  AeRng rng;

  ae_rng_init (&rng, seed, AE_STREAM_SCENE, 0);
  ae_rng_fill_uniform (&rng, out, (gsize) GEMM * GEMM);
  return out;
}

/* Every core multiplies matrices of its own: nothing waits for anything. */
static double
measure_gemm (Bench *self)
{
  guint n = self->threads;
  g_autoptr (AeTeam) team = ae_team_new (n);
  g_autofree ae_real **matrices = g_new (ae_real *, 3 * n);
  double best = 0, end = now_s () + STRETCHES * self->seconds;

  ae_blas_init ();
  for (guint i = 0; i < 3 * n; i++)
    matrices[i] = new_matrix (i);
  ae_team_run (team, multiply, matrices);
  do
    {
      double start = now_s ();

      say (self, "this machine's matrix product");
      ae_team_run (team, multiply, matrices);
      best = MAX (best, 2.0 * GEMM * GEMM * GEMM * n / (now_s () - start));
    }
  while (now_s () < end);
  for (guint i = 0; i < 3 * n; i++)
    ae_real_free (matrices[i]);
  return best * 1e-9;
}

/* ------------------------------------------------------------------ training */

static double
run_stretch (AeTrainer *trainer, const AeKnobs *knobs, double seconds)
{
  guint batch = ae_trainer_get_plan (trainer)->batch;
  gsize n = ae_pixels_get_n_training (ae_trainer_get_pixels (trainer));
  double start = now_s (), elapsed;
  guint64 samples = 0;

  do
    {
      AeTrainerReport report;

      if (!ae_trainer_step (trainer, knobs, &report, NULL))
        return NAN;
      samples += report.epoch_ended ? n - (n - 1) / batch * batch : batch;
      elapsed = now_s () - start;
    }
  while (elapsed < seconds);
  return (double) samples / elapsed;
}

/* The stacked network's layers, whatever else the variant does. */
static double
measure_training (Bench *self, guint variants, guint batch, gsize *weights)
{
  g_autoptr (AeTrainer) trainer = NULL;
  g_autoptr (AeModel) model = NULL;
  AeSpec spec, stacked;
  AePlan plan;
  AeKnobs knobs;
  double best = 0;

  ae_spec_init (&spec, variants, ae_pixels_get_bands (self->pixels));
  ae_spec_init (&stacked, AE_VARIANT_STACKED, spec.bands);
  spec.n_layers = stacked.n_layers;
  memcpy (spec.layers, stacked.layers, sizeof spec.layers);
  ae_plan_init (&plan);
  plan.batch = batch;
  plan.epochs = 0;
  plan.threads = self->threads;
  ae_knobs_init (&knobs, &spec);
  trainer = ae_trainer_new (&spec, &plan, self->pixels, NULL);
  model = ae_trainer_dup_model (trainer);
  *weights = ae_model_get_n_weights (model);
  for (guint i = 0; i < WARM_STEPS; i++)
    {
      AeTrainerReport report;

      ae_trainer_step (trainer, &knobs, &report, NULL);
    }
  for (guint i = 0; i < STRETCHES; i++)
    best = MAX (best, run_stretch (trainer, &knobs, self->seconds));
  return best;
}

/* ------------------------------------------------------------------ encoding */

static gsize
count_encoder_weights (const AeModel *model)
{
  const AeParams *params = ae_model_get_params (model);
  gsize n = 0;

  for (guint i = 0; i < params->n_views; i++)
    if (params->views[i].is_weight && g_str_has_prefix (params->views[i].name, "encoder."))
      n += (gsize) params->views[i].rows * params->views[i].cols;
  return n;
}

static Rate
measure_encoding (Bench *self)
{
  guint bands = ae_pixels_get_bands (self->pixels);
  gsize n = ae_pixels_get_n_training (self->pixels);
  g_autoptr (AeTeam) team = ae_team_new (self->threads);
  g_autoptr (AeModel) model = NULL;
  ae_real *codes;
  AeSpec spec;
  double best = 0, end;

  ae_spec_init (&spec, AE_VARIANT_STACKED, bands);
  model = ae_model_new (&spec, 1, NULL);
  codes = ae_real_alloc (n * ae_model_get_code (model));
  end = now_s () + STRETCHES * self->seconds;
  do
    {
      double start = now_s ();

      ae_model_encode_with_team (model, team, ae_pixels_get_training_rows (self->pixels), n,
                                 codes);
      best = MAX (best, (double) n / (now_s () - start));
    }
  while (now_s () < end);
  ae_real_free (codes);
  return make_rate (self, best, 2.0 * (double) count_encoder_weights (model));
}

/* ------------------------------------------------------------------ the report */

static const guint batches[] = { 256, 1024 };

typedef struct
{
  const char *name;
  guint bits;
  double wanted; /* share of plain's samples a second */
} Variant;

static const Variant variants[] = {
  { "tied", AE_VARIANT_STACKED | AE_VARIANT_TIED, 0.9 },
  { "denoising", AE_VARIANT_STACKED | AE_VARIANT_DENOISING, 0.8 },
  { "sparse", AE_VARIANT_STACKED | AE_VARIANT_SPARSE, 0.8 },
  { "variational", AE_VARIANT_STACKED | AE_VARIANT_VARIATIONAL, 0.8 },
};

typedef struct
{
  Rate training[G_N_ELEMENTS (batches)];
  double variants[G_N_ELEMENTS (variants)][G_N_ELEMENTS (batches)]; /* samples a second */
  Rate encoding;
  gsize weights;
} Figures;

static void
measure (Bench *self, Figures *out)
{
  double speeds[G_N_ELEMENTS (batches)];
  gsize weights;

  self->gemm_gflops = measure_gemm (self);
  for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
    {
      say (self, "training");
      speeds[b] = measure_training (self, AE_VARIANT_STACKED, batches[b], &out->weights);
    }
  for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
    for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
      {
        say (self, variants[v].name);
        out->variants[v][b]
            = measure_training (self, variants[v].bits, batches[b], &weights);
      }
  /* Once more, as the clock of a processor moves: the share is of its best moment. */
  self->gemm_gflops = MAX (self->gemm_gflops, measure_gemm (self));
  for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
    out->training[b] = make_rate (self, speeds[b], 6.0 * (double) out->weights);
  say (self, "encoding");
  out->encoding = measure_encoding (self);
  bl_cli_progress_clear (&self->progress);
}

static void
add_rate (JsonBuilder *json, const Rate *rate)
{
  bl_cli_json_number (json, "samples_per_s", rate->samples_per_s);
  bl_cli_json_number (json, "gflops", rate->gflops);
  bl_cli_json_number (json, "efficiency", rate->efficiency);
}

static void
add_variants (const Figures *figures, JsonBuilder *json)
{
  json_builder_set_member_name (json, "variants");
  json_builder_begin_array (json);
  for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
    for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
      {
        double speed = figures->variants[v][b];

        json_builder_begin_object (json);
        bl_cli_json_string (json, "variant", variants[v].name);
        bl_cli_json_int (json, "batch", batches[b]);
        bl_cli_json_number (json, "samples_per_s", speed);
        bl_cli_json_number (json, "of_plain", speed / figures->training[b].samples_per_s);
        json_builder_end_object (json);
      }
  json_builder_end_array (json);
}

static void
print_json (const Bench *self, const Figures *figures)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autofree char *blas = ae_blas_dup_description ();

  json_builder_begin_object (json);
  bl_cli_json_string (json, "blas", blas);
  bl_cli_json_number (json, "gemm_gflops", self->gemm_gflops);
  bl_cli_json_int (json, "threads", self->threads);
  bl_cli_json_int (json, "weights", (gint64) figures->weights);
  json_builder_set_member_name (json, "runs");
  json_builder_begin_array (json);
  for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
    {
      json_builder_begin_object (json);
      bl_cli_json_int (json, "batch", batches[b]);
      add_rate (json, &figures->training[b]);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  add_variants (figures, json);
  json_builder_set_member_name (json, "encoding");
  json_builder_begin_object (json);
  add_rate (json, &figures->encoding);
  json_builder_end_object (json);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

static void
print_rate (const char *label, guint batch, const Rate *rate)
{
  g_autofree char *text = batch > 0 ? g_strdup_printf ("%u", batch) : g_strdup ("–");

  bl_cli_line (label, "%7s  %11.0f  %9.1f  %8.1f %%", text, rate->samples_per_s, rate->gflops,
               100 * rate->efficiency);
}

static void
print_lines (const Bench *self, const Figures *figures)
{
  g_autofree char *blas = ae_blas_dup_description ();
  const Rate *plain = figures->training;

  bl_cli_title ("This machine");
  bl_cli_line ("matrix product", "%.1f GFLOP/s: sgemm %d³, one on each of %u threads",
               self->gemm_gflops, GEMM, self->threads);
  bl_cli_line ("library", "%s", blas);
  bl_cli_title ("\nStacked network, 268 → 130 → 70 → 40 → 20 and back");
  bl_cli_line ("", "%7s  %11s  %9s  %10s", "batch", "samples/s", "GFLOP/s", "of sgemm");
  for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
    print_rate (b == 0 ? "training" : "", batches[b], &plain[b]);
  print_rate ("encoding a scene", 0, &figures->encoding);
  bl_cli_title ("\nThe same layers as other variants");
  bl_cli_line ("", "%7s  %11s  %20s", "batch", "samples/s", "of plain's");
  for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
    for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
      bl_cli_line (b == 0 ? variants[v].name : "", "%7u  %11.0f  %18.1f %%", batches[b],
                   figures->variants[v][b],
                   100 * figures->variants[v][b] / plain[b].samples_per_s);
}

static int
bench (Bench *self)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (AE_DEMO_SCENE_SEED, AE_DEMO_SCENE_LINES,
                                                 AE_DEMO_SCENE_SAMPLES);
  const AePixelsOptions options = { .seed = 1 };
  g_autoptr (AePixels) pixels = NULL;
  Figures figures = { 0 };
  GError *error = NULL;

  if ((pixels = ae_pixels_new (scene, &options, NULL, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  self->pixels = pixels;
  measure (self, &figures);
  if (self->as_json)
    print_json (self, &figures);
  else
    print_lines (self, &figures);
  return BL_CLI_OK;
}

/**
 * bl_cli_bench:
 * @argc: arguments
 * @argv: from "bench" on
 *
 * Returns: the exit code.
 */
int
bl_cli_bench (int argc, char **argv)
{
  Bench self = { .seconds = 0.7 };
  int threads = 0, exit_code = BL_CLI_OK;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.as_json, "Print one JSON object", NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, "Default all cores", "N" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &self.seconds,
      "Of each of three stretches, the best of which counts; default 0.7", "S" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "", "Training is counted as 6 floating point operations a weight and sample, encoding as "
          "2 a\nweight of the encoder; biases, activations and the optimiser count nothing.");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!bl_cli_options_parse (context, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 1)
    return bl_cli_refuse ("bench takes options only; “%s” is none", argv[1]);
  if (threads < 0 || threads > 256)
    return bl_cli_refuse ("--threads: %d; give 0 (all cores) to 256", threads);
  if (!(self.seconds > 0 && self.seconds <= 60))
    return bl_cli_refuse ("--seconds: %g; give more than 0, at most 60", self.seconds);
  self.threads = threads > 0 ? (guint) threads : g_get_num_processors ();
  return bench (&self);
}
