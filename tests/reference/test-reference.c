/* test-reference.c: losses, gradients and optimiser steps against another implementation.
 *
 * reference.json was made by make-reference.py beside it (PyTorch, double). Built twice: the
 * double twin has to agree to 1e-10, the program's own single precision to 1e-5; ten steps of
 * either optimiser to 1e-6.
 */
#include "ae-phase-trainer.h"
#include "network-problem.h"

#include <math.h>

#ifdef AE_DOUBLE
#define TOLERANCE      1e-10
#define TOLERANCE_STEP 1e-10
#else
#define TOLERANCE      1e-5
#define TOLERANCE_STEP 1e-6
#endif

enum
{
  STEPS = 10
};

typedef struct
{
  JsonObject *root;
  JsonObject *c; /* the case */
  AeSpec spec;
  AeHyperparams hyperparams;
  gsize rows, bands;
  ae_real *input, *target, *eps;
  float *rows_float; /* (rows, bands): the clean input as the stage takes it */
  float *origin, *unit;
  NetworkProblem problem;
} Reference;

/* ------------------------------------------------------------------ reading */

static gsize
get_length (JsonObject *object, const char *name)
{
  return json_array_get_length (json_object_get_array_member (object, name));
}

static double
get_number (JsonObject *object, const char *name, gsize i)
{
  return json_array_get_double_element (json_object_get_array_member (object, name), (guint) i);
}

static ae_real *
dup_numbers (JsonObject *object, const char *name)
{
  gsize n = get_length (object, name);
  ae_real *out = ae_real_alloc (n);

  for (gsize i = 0; i < n; i++)
    out[i] = (ae_real) get_number (object, name, i);
  return out;
}

static float *
dup_floats (JsonObject *object, const char *name)
{
  gsize n = get_length (object, name);
  float *out = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    {
      out[i] = (float) get_number (object, name, i);
      g_assert_cmpfloat ((double) out[i], ==, get_number (object, name, i));
    }
  return out;
}

/* The stored parameters, where the table says they belong; none may be left over. */
static void
fill_values (const Reference *self, ae_real *values)
{
  JsonObject *stored = json_object_get_object_member (self->c, "parameters");
  const AeParams *params = self->problem.network->params;
  guint seen = 0;

  memset (values, 0, params->n_values * sizeof *values);
  for (guint i = 0; i < params->n_views; i++)
    {
      const AeParamView *view = &params->views[i];

      if (view->is_alias)
        continue;
      g_assert_cmpuint (get_length (stored, view->name), ==, view->rows * view->cols);
      for (gsize j = 0; j < (gsize) view->rows * view->cols; j++)
        values[view->offset + j] = (ae_real) get_number (stored, view->name, j);
      seen++;
    }
  g_assert_cmpuint (seen, ==, json_object_get_size (stored));
}

static void
reference_init (Reference *self, JsonObject *root, JsonObject *c)
{
  g_autoptr (GError) error = NULL;
  gboolean is_denoising;

  *self = (Reference){ .root = root, .c = c };
  ae_spec_from_json (&self->spec, json_object_get_member (c, "spec"), &error);
  g_assert_no_error (error);
  ae_hyperparams_from_json (&self->hyperparams, json_object_get_member (c, "knobs"), &error);
  g_assert_no_error (error);
  self->rows = (gsize) json_object_get_int_member (root, "rows");
  self->bands = (gsize) json_object_get_int_member (root, "bands");
  is_denoising = (self->spec.variants & AE_VARIANT_DENOISING) != 0;
  self->target = dup_numbers (root, "clean");
  self->input = dup_numbers (root, is_denoising ? "corrupted" : "clean");
  self->eps = dup_numbers (root, "eps");
  self->rows_float = dup_floats (root, "clean");
  self->origin = dup_floats (root, "origin");
  self->unit = dup_floats (root, "unit");
  network_problem_init (&self->problem, &self->spec, self->rows, 1);
  self->problem.input = self->input;
  self->problem.target = self->target;
  self->problem.eps = self->eps;
  self->problem.pass->origin = self->origin;
  self->problem.pass->unit = self->unit;
  self->problem.hyperparams = self->hyperparams;
  fill_values (self, self->problem.values);
}

static void
reference_clear (Reference *self)
{
  network_problem_clear (&self->problem);
  ae_real_free (self->target);
  ae_real_free (self->input);
  ae_real_free (self->eps);
  g_free (self->rows_float);
  g_free (self->origin);
  g_free (self->unit);
}

/* ------------------------------------------------------------------ comparing */

static double
compare_losses (const Reference *self, double total)
{
  JsonObject *stored = json_object_get_object_member (self->c, "losses");
  double worst = 0;

  for (guint t = 0; t <= AE_N_TERMS; t++)
    {
      const char *name = t < AE_N_TERMS ? ae_term_info_get (t)->key : "total";
      double value = t < AE_N_TERMS ? self->problem.terms.values[t] : total;
      double expected = json_object_has_member (stored, name)
                            ? json_object_get_double_member (stored, name)
                            : 0; /* a term that none of these networks has */

      worst = fmax (worst, fabs (value - expected) / fmax (fabs (expected), 1e-3));
    }
  return worst;
}

/* Relative for each number; those that are small beside the largest of their array are held
 * against a part of it. */
static double
compare_gradients (const Reference *self, const ae_real *gradient)
{
  JsonObject *stored = json_object_get_object_member (self->c, "gradients");
  const AeParams *params = self->problem.network->params;
#ifdef AE_DOUBLE
  const double floor = 1e-3;
#else
  const double floor = 0.05; /* sums of 70 terms of either sign carry their rounding */
#endif
  double worst = 0;

  for (guint i = 0; i < params->n_views; i++)
    {
      const AeParamView *view = &params->views[i];
      gsize n = (gsize) view->rows * view->cols;
      double most = 0;

      for (gsize j = 0; j < n && !view->is_alias; j++)
        most = fmax (most, fabs (get_number (stored, view->name, j)));
      for (gsize j = 0; j < n && !view->is_alias; j++)
        {
          double expected = get_number (stored, view->name, j);

          worst = fmax (worst, fabs ((double) gradient[view->offset + j] - expected)
                                   / fmax (fabs (expected), floor * most));
        }
    }
  return worst;
}

static void
test_gradient (gconstpointer data)
{
  JsonObject *const *pair = (gpointer) data;
  Reference r;
  ae_real *gradient;
  double losses, gradients;

  reference_init (&r, pair[0], pair[1]);
  gradient = ae_real_alloc0 (r.problem.network->params->n_values);
  losses = compare_losses (&r, network_problem_run (&r.problem, gradient));
  gradients = compare_gradients (&r, gradient);
  g_test_message ("%s: losses differ by %.1e, gradients by %.1e",
                  json_object_get_string_member (r.c, "name"), losses, gradients);
  g_assert_cmpfloat (losses, <=, TOLERANCE);
  g_assert_cmpfloat (gradients, <=, TOLERANCE);
  /* The same comparison sees a wrong sign in any one array. */
  for (guint i = 0; i < r.problem.network->params->n_views; i++)
    {
      const AeParamView *view = &r.problem.network->params->views[i];

      if (view->is_fixed)
        continue;
      for (gsize j = 0; j < (gsize) view->rows * view->cols; j++)
        gradient[view->offset + j] = -gradient[view->offset + j];
      g_assert_cmpfloat (compare_gradients (&r, gradient), >, 1);
      for (gsize j = 0; j < (gsize) view->rows * view->cols; j++)
        gradient[view->offset + j] = -gradient[view->offset + j];
    }
  ae_real_free (gradient);
  reference_clear (&r);
}

/* ------------------------------------------------------------------ steps */

static void
check_step (const Reference *self, const char *optimizer, guint step, double total,
            double *worst)
{
  double expected = get_number (self->c, optimizer, step);

  *worst = fmax (*worst, fabs (total - expected) / fmax (fabs (expected), 0.1));
}

static double
run_optimizer (Reference *self, const char *optimizer, double sign)
{
  NetworkProblem *p = &self->problem;
  gsize n = p->network->params->n_values;
  ae_real *m = ae_real_alloc0 (n), *v = ae_real_alloc0 (n), *g = ae_real_alloc0 (n);
  double rate = sign * self->hyperparams.learning_rate, worst = 0;

  fill_values (self, p->values);
  for (guint t = 1; t <= STEPS; t++)
    {
      AeAdamStep step;

      check_step (self, optimizer, t - 1, network_problem_run (p, g), &worst);
      ae_adam_prepare (&step, rate, t);
      if (g_str_equal (optimizer, "adam"))
        ae_adam_update (p->values, m, v, g, n, &step);
      else
        ae_momentum_update (p->values, m, g, n, rate, 0.9);
    }
  ae_real_free (m);
  ae_real_free (v);
  ae_real_free (g);
  return worst;
}

static void
test_steps (gconstpointer data)
{
  static const char *const optimizers[] = { "adam", "sgd" };
  JsonObject *const *pair = (gpointer) data;
  Reference r;

  reference_init (&r, pair[0], pair[1]);
  for (guint i = 0; i < G_N_ELEMENTS (optimizers); i++)
    {
      double worst = run_optimizer (&r, optimizers[i], 1);

      g_test_message ("%s, %s: losses of %d steps differ by %.1e",
                      json_object_get_string_member (r.c, "name"), optimizers[i], STEPS, worst);
      g_assert_cmpfloat (worst, <=, TOLERANCE_STEP);
      g_assert_cmpfloat (run_optimizer (&r, optimizers[i], -1), >, 1e-3);
    }
  reference_clear (&r);
}

/* ------------------------------------------------------------------ the trainer's own step */

static double
run_stage (Reference *self, AeOptimizer optimizer, guint threads)
{
  AePlan plan;
  AePhaseRows rows = { .training = self->rows_float,
                       .n_training = self->rows,
                       .validation = self->rows_float,
                       .n_validation = self->rows,
                       .deviation = self->unit,
                       .origin = self->origin,
                       .unit = self->unit };
  g_autoptr (AeTeam) team = ae_team_new (threads);
  g_autoptr (AePhaseTrainer) stage = NULL;
  double worst = 0;

  ae_plan_init (&plan);
  plan.batch = (guint) self->rows;
  plan.optimizer = optimizer;
  stage = ae_phase_trainer_new (ae_network_new (&self->spec, NULL), &plan, &rows, team);
  fill_values (self, self->problem.values);
  ae_phase_trainer_restart (stage, 1, self->problem.values);
  for (guint t = 0; t < STEPS; t++)
    {
      AePhaseTerms terms;
      AeLossTerms loss;

      ae_phase_trainer_step (stage, &self->hyperparams, &terms);
      ae_loss_terms_weigh (&loss, terms.values, &self->spec, &self->hyperparams);
      check_step (self, optimizer == AE_OPTIMIZER_SGD ? "sgd" : "adam", t, loss.total, &worst);
    }
  return worst;
}

/* All rows in one batch, in two slices: their order does not matter. Only for networks that
 * draw nothing at random. */
static void
test_stage (gconstpointer data)
{
  JsonObject *const *pair = (gpointer) data;
  Reference r;

  reference_init (&r, pair[0], pair[1]);
  for (AeOptimizer o = AE_OPTIMIZER_ADAM; o <= AE_OPTIMIZER_SGD; o++)
    for (guint threads = 1; threads <= 2; threads++)
      {
        double worst = run_stage (&r, o, threads);

        g_test_message ("%s, optimiser %d, %u threads: losses differ by %.1e",
                        json_object_get_string_member (r.c, "name"), o, threads, worst);
        g_assert_cmpfloat (worst, <=, TOLERANCE_STEP);
      }
  reference_clear (&r);
}

/* ------------------------------------------------------------------ all cases */

static void
add_test (const char *what, JsonObject *root, JsonObject *c, GTestDataFunc func)
{
  g_autofree char *path
      = g_strdup_printf ("/reference/%s/%s", what, json_object_get_string_member (c, "name"));
  JsonObject **pair = g_new (JsonObject *, 2);

  pair[0] = root;
  pair[1] = c;
  g_test_add_data_func_full (path, pair, func, g_free);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root;
  JsonArray *list;

  g_test_init (&argc, &argv, NULL);
  json_parser_load_from_file (parser, REFERENCE_FILE, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  list = json_object_get_array_member (root, "cases");
  g_assert_cmpuint (json_array_get_length (list), >=, 17);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *c = json_array_get_object_element (list, i);
      const char *name = json_object_get_string_member (c, "name");

      add_test ("gradient", root, c, test_gradient);
      if (!json_object_has_member (c, "adam"))
        continue;
      add_test ("steps", root, c, test_steps);
      if (strstr (name, "denoising") == NULL && strstr (name, "variational") == NULL)
        add_test ("stage", root, c, test_stage);
    }
  return g_test_run ();
}
