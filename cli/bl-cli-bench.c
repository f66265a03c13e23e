/* bl-cli-bench.c: `bandloom-cli bench`: how much of this machine's own matrix product a
 * training step keeps. Measured in one run, so that the share means something on a busy machine
 * too.
 */
#include "ae-blas.h"
#include "ae-demo-scene.h"
#include "ae-rng.h"
#include "ae-team.h"
#include "ae-trainer.h"
#include "bl-cli-bench-parts.h"
#include "bl-cli-bench-together.h"
#include "bl-cli-print.h"
#include "bl-cli.h"

#include <math.h>
#include <string.h>

#define GEMM       2048
#define ROUNDS     4 /* each measures everything; the best counts, as others use this machine */
#define WARM_STEPS 20 /* caches, threads, pages */

typedef struct
{
  double samples_per_s;
  double gflops;
  double efficiency; /* share of the matrix product */
} Rate;

/* Who is measured: plain with each batch, then the variants. All have the stacked layers. */
typedef struct
{
  const char *name;
  guint bits;
  double wanted; /* share of plain's samples a second */
} Variant;

static const Variant variants[] = {
  { "plain", AE_VARIANT_STACKED, 1 },
  { "tied", AE_VARIANT_STACKED | AE_VARIANT_TIED, 0.9 },
  { "denoising", AE_VARIANT_STACKED | AE_VARIANT_DENOISING, 0.8 },
  { "sparse", AE_VARIANT_STACKED | AE_VARIANT_SPARSE, 0.8 },
  { "variational", AE_VARIANT_STACKED | AE_VARIANT_VARIATIONAL, 0.8 },
};

typedef struct
{
  guint batch;
  double wanted; /* share of the matrix product */
} Batch;

static const Batch batches[] = { { 256, 0.65 }, { 1024, 0.8 } };

#define N_VARIANTS G_N_ELEMENTS (variants)
#define N_BATCHES  G_N_ELEMENTS (batches)

typedef struct
{
  gboolean as_json;
  double seconds; /* of each stretch */
  guint threads;
  AePixels *pixels;
  AeTeam *team;
  ae_real **matrices; /* three a thread */
  AeTrainer *trainers[N_VARIANTS][N_BATCHES];
  AeHyperparams hyperparams[N_VARIANTS];
  AeModel *model; /* to encode with */
  ae_real *codes;
  BlCliProgress progress;

  double gemm_gflops;
  double speeds[N_VARIANTS][N_BATCHES]; /* samples a second */
  double encoding_speed;
  gsize weights;
  Rate training[N_BATCHES], encoding;
  BlCliTogether together;
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
static void
measure_gemm (Bench *self)
{
  double end = now_s () + self->seconds;

  say (self, "this machine's matrix product");
  do
    {
      double start = now_s ();

      ae_team_run (self->team, multiply, self->matrices);
      self->gemm_gflops = MAX (self->gemm_gflops,
                               2e-9 * GEMM * GEMM * GEMM * self->threads / (now_s () - start));
    }
  while (now_s () < end);
}

/* ------------------------------------------------------------------ training */

static AeTrainer *
new_trainer (const Bench *self, const Variant *variant, guint batch, AeHyperparams *hyperparams)
{
  AeSpec spec, stacked;
  AePlan plan;

  ae_spec_init (&spec, variant->bits, ae_pixels_get_bands (self->pixels));
  spec.start = AE_START_RANDOM; /* a step is as long from anywhere */
  ae_spec_init (&stacked, AE_VARIANT_STACKED, spec.bands);
  spec.n_layers = stacked.n_layers;
  memcpy (spec.layers, stacked.layers, sizeof spec.layers);
  ae_plan_init (&plan);
  plan.batch = batch;
  plan.epochs = 0;
  plan.threads = self->threads;
  ae_hyperparams_init (hyperparams, &spec);
  return ae_trainer_new (&spec, &plan, self->pixels, NULL);
}

static double
run_stretch (AeTrainer *trainer, const AeHyperparams *hyperparams, double seconds)
{
  guint batch = ae_trainer_get_plan (trainer)->batch;
  gsize n = ae_pixels_get_n_training (ae_trainer_get_pixels (trainer));
  AeTrainerReport report;
  guint64 samples = 0;
  double start, elapsed;

  for (guint i = 0; i < WARM_STEPS; i++)
    ae_trainer_step (trainer, hyperparams, &report, NULL);
  start = now_s ();
  do
    {
      if (!ae_trainer_step (trainer, hyperparams, &report, NULL))
        return 0;
      samples += report.epoch_ended ? n - (n - 1) / batch * batch : batch;
      elapsed = now_s () - start;
    }
  while (elapsed < seconds);
  return (double) samples / elapsed;
}

static void
measure_training (Bench *self, guint variant, guint batch)
{
  say (self, variants[variant].name);
  self->speeds[variant][batch] = MAX (
      self->speeds[variant][batch],
      run_stretch (self->trainers[variant][batch], &self->hyperparams[variant], self->seconds));
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

static void
measure_encoding (Bench *self)
{
  gsize n = ae_pixels_get_n_training (self->pixels);
  double end = now_s () + self->seconds;

  say (self, "encoding");
  do
    {
      double start = now_s ();

      ae_model_encode_with_team (self->model, self->team,
                                 ae_pixels_get_training_rows (self->pixels), n, self->codes);
      self->encoding_speed = MAX (self->encoding_speed, (double) n / (now_s () - start));
    }
  while (now_s () < end);
}

/* ------------------------------------------------------------------ all of it */

static void
set_up (Bench *self)
{
  ae_blas_init ();
  self->team = ae_team_new (self->threads);
  self->matrices = g_new (ae_real *, 3 * self->threads);
  for (guint i = 0; i < 3 * self->threads; i++)
    self->matrices[i] = new_matrix (i);
  for (guint v = 0; v < N_VARIANTS; v++)
    for (guint b = 0; b < N_BATCHES; b++)
      self->trainers[v][b]
          = new_trainer (self, &variants[v], batches[b].batch, &self->hyperparams[v]);
  self->model = ae_trainer_dup_model (self->trainers[0][0]);
  self->weights = ae_model_get_n_weights (self->model);
  self->codes = ae_real_alloc (ae_pixels_get_n_training (self->pixels)
                               * ae_model_get_code (self->model));
}

static void
tear_down (Bench *self)
{
  for (guint i = 0; i < 3 * self->threads; i++)
    ae_real_free (self->matrices[i]);
  g_free (self->matrices);
  for (guint v = 0; v < N_VARIANTS; v++)
    for (guint b = 0; b < N_BATCHES; b++)
      ae_trainer_free (self->trainers[v][b]);
  ae_model_unref (self->model);
  ae_real_free (self->codes);
  ae_team_free (self->team);
}

static void
measure (Bench *self)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      measure_gemm (self);
      for (guint v = 0; v < N_VARIANTS; v++)
        for (guint b = 0; b < N_BATCHES; b++)
          measure_training (self, v, b);
      measure_encoding (self);
    }
  for (guint b = 0; b < N_BATCHES; b++)
    self->training[b] = make_rate (self, self->speeds[0][b], 6.0 * (double) self->weights);
  self->encoding = make_rate (self, self->encoding_speed,
                              2.0 * (double) count_encoder_weights (self->model));
  bl_cli_progress_clear (&self->progress);
}

/* ------------------------------------------------------------------ the report */

static void
add_rate (JsonBuilder *json, const Rate *rate)
{
  bl_cli_json_number (json, "samples_per_s", rate->samples_per_s);
  bl_cli_json_number (json, "gflops", rate->gflops);
  bl_cli_json_number (json, "efficiency", rate->efficiency);
}

static void
add_variants (const Bench *self, JsonBuilder *json)
{
  json_builder_set_member_name (json, "variants");
  json_builder_begin_array (json);
  for (guint v = 1; v < N_VARIANTS; v++)
    for (guint b = 0; b < N_BATCHES; b++)
      {
        json_builder_begin_object (json);
        bl_cli_json_string (json, "variant", variants[v].name);
        bl_cli_json_int (json, "batch", batches[b].batch);
        bl_cli_json_number (json, "samples_per_s", self->speeds[v][b]);
        bl_cli_json_number (json, "of_plain", self->speeds[v][b] / self->speeds[0][b]);
        json_builder_end_object (json);
      }
  json_builder_end_array (json);
}

static void
print_json (const Bench *self)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autofree char *blas = ae_blas_dup_description ();

  json_builder_begin_object (json);
  bl_cli_json_string (json, "blas", blas);
  bl_cli_json_number (json, "gemm_gflops", self->gemm_gflops);
  bl_cli_json_int (json, "threads", self->threads);
  bl_cli_json_int (json, "weights", (gint64) self->weights);
  json_builder_set_member_name (json, "runs");
  json_builder_begin_array (json);
  for (guint b = 0; b < N_BATCHES; b++)
    {
      json_builder_begin_object (json);
      bl_cli_json_int (json, "batch", batches[b].batch);
      add_rate (json, &self->training[b]);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  add_variants (self, json);
  json_builder_set_member_name (json, "encoding");
  json_builder_begin_object (json);
  add_rate (json, &self->encoding);
  json_builder_end_object (json);
  bl_cli_json_number (json, "together", bl_cli_together_get_share (&self->together));
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

static void
print_rate (const char *label, guint batch, const Rate *rate, double wanted)
{
  g_autofree char *text = batch > 0 ? g_strdup_printf ("%u", batch) : g_strdup ("all");

  bl_cli_line (label, "%7s  %11.0f  %9.1f  %8.1f %%  %8.0f %%", text, rate->samples_per_s,
               rate->gflops, 100 * rate->efficiency, 100 * wanted);
}

static void
print_part (const char *label, double seconds, double whole)
{
  bl_cli_line ("", "%7s  %-26s %8.1f µs  %5.1f %%", "", label, 1e6 * seconds,
               100 * seconds / whole);
}

/* Where a step's time goes, when it is longer than it should be. */
static void
print_parts (const Bench *self)
{
  guint bands = ae_pixels_get_bands (self->pixels);

  for (guint b = 0; b < N_BATCHES; b++)
    {
      double step = batches[b].batch / self->training[b].samples_per_s;
      BlCliParts parts;

      if (self->training[b].efficiency >= batches[b].wanted)
        continue;
      bl_cli_parts_measure (self->team, ae_pixels_get_training_rows (self->pixels),
                            ae_pixels_get_n_training (self->pixels), bands, batches[b].batch,
                            self->seconds / 2, &parts);
      bl_cli_line ("where it goes", "%7u  %-26s %8.1f µs", batches[b].batch, "one step",
                   1e6 * step);
      print_part ("matrix products", parts.products, step);
      print_part ("gradient sum, Adam", parts.optimizer, step);
      print_part ("gathering rows", parts.gathering, step);
      print_part ("activations, loss, waiting",
                  MAX (step - parts.products - parts.optimizer - parts.gathering, 0), step);
    }
}

static void
print_variants (const Bench *self)
{
  bl_cli_title ("\nThe same layers as other variants");
  bl_cli_line ("", "%7s  %11s  %21s  %10s", "batch", "samples/s", "of plain's", "wanted");
  for (guint v = 1; v < N_VARIANTS; v++)
    for (guint b = 0; b < N_BATCHES; b++)
      bl_cli_line (b == 0 ? variants[v].name : "", "%7u  %11.0f  %19.1f %%  %8.0f %%",
                   batches[b].batch, self->speeds[v][b],
                   100 * self->speeds[v][b] / self->speeds[0][b], 100 * variants[v].wanted);
}

/* As the window trains them side by side. */
static void
print_together (const Bench *self)
{
  const BlCliTogether *t = &self->together;

  bl_cli_title ("\nFour runs at once");
  bl_cli_line ("", "%11s  %11s", "alone", "together");
  for (guint i = 0; i < BL_CLI_TOGETHER; i++)
    bl_cli_line (bl_cli_together_get_name (i), "%11.0f  %11.0f", t->alone[i], t->together[i]);
  bl_cli_line ("shares added up", "%.0f %% (wanted 90 %%)",
               100 * bl_cli_together_get_share (t));
}

static void
print_lines (const Bench *self)
{
  g_autofree char *blas = ae_blas_dup_description ();

  bl_cli_title ("This machine");
  bl_cli_line ("matrix product", "%.1f GFLOP/s: sgemm %d³, one on each of %u threads",
               self->gemm_gflops, GEMM, self->threads);
  bl_cli_line ("library", "%s", blas);
  bl_cli_title ("\nStacked network, 268 → 130 → 70 → 40 → 20 and back");
  bl_cli_line ("", "%7s  %11s  %9s  %10s  %10s", "batch", "samples/s", "GFLOP/s", "of sgemm",
               "wanted");
  for (guint b = 0; b < N_BATCHES; b++)
    print_rate (b == 0 ? "training" : "", batches[b].batch, &self->training[b],
                batches[b].wanted);
  print_rate ("encoding a scene", 0, &self->encoding, 0.8);
  print_parts (self);
  print_variants (self);
  print_together (self);
}

static int
bench (Bench *self)
{
  g_autoptr (AeScene) scene
      = ae_demo_scene_new (AE_DEMO_SCENE_SEED, AE_DEMO_SCENE_LINES, AE_DEMO_SCENE_SAMPLES);
  const AePixelsOptions options = { .seed = 1 };
  g_autoptr (AePixels) pixels = NULL;
  GError *error = NULL;

  if ((pixels = ae_pixels_new (scene, &options, NULL, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  self->pixels = pixels;
  set_up (self);
  measure (self);
  if (!bl_cli_together_measure (pixels, self->threads, MAX (3 * self->seconds, 0.25),
                                &self->together, &error))
    {
      tear_down (self);
      return bl_cli_report (error, BL_CLI_FAILED);
    }
  if (self->as_json)
    print_json (self);
  else
    print_lines (self);
  tear_down (self);
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
  Bench self = { .seconds = 0.3 };
  int threads = 0, exit_code = BL_CLI_OK;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.as_json, "Print one JSON object", NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, "Default all cores", "N" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &self.seconds,
      "Of each stretch; the best of four counts; default 0.3", "S" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "", "Training is counted as 6 floating point operations a weight and sample, encoding as "
          "2 a\nweight of the encoder; biases, activations and the optimiser count nothing.");

  bl_cli_options_add (context, entries);
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
