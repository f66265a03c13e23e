/* test-model.c: the frozen model: its parts agree with each other, on any number of threads. */
#include "ae-error.h"
#include "ae-model.h"
#include "ae-rng.h"

#include <math.h>
#include <string.h>

enum
{
  BANDS = 30,
  ROWS = 1000,
};

static AeModel *
make_model (guint variants, guint64 seed)
{
  AeSpec spec;

  ae_spec_init (&spec, variants, BANDS);
  return ae_model_new (&spec, seed, NULL);
}

static ae_real *
draw (gsize n)
{
  ae_real *out = ae_real_alloc (n);
  AeRng rng;

  ae_rng_init (&rng, 1, AE_STREAM_SAMPLE, 0);
  for (gsize i = 0; i < n; i++)
    out[i] = (ae_real) (0.3 * ae_rng_normal (&rng));
  return out;
}

/* Reconstructing is decoding the code. */
static void
test_parts (void)
{
  static const guint variants[]
      = { 0, AE_VARIANT_TIED, AE_VARIANT_SPARSE, AE_VARIANT_VARIATIONAL };
  ae_real *x = draw (ROWS * BANDS);

  for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
    {
      g_autoptr (AeModel) model = make_model (variants[v], 3);
      guint code = ae_model_get_code (model);
      ae_real *z = ae_real_alloc (ROWS * code), *z2 = ae_real_alloc (ROWS * code);
      ae_real *y = ae_real_alloc (ROWS * BANDS), *y2 = ae_real_alloc (ROWS * BANDS);

      ae_model_encode (model, x, ROWS, z);
      ae_model_decode (model, z, ROWS, y);
      ae_model_reconstruct (model, x, ROWS, y2, z2);
      g_assert_cmpmem (z, ROWS * code * sizeof *z, z2, ROWS * code * sizeof *z2);
      g_assert_cmpmem (y, ROWS * BANDS * sizeof *y, y2, ROWS * BANDS * sizeof *y2);
      for (guint members = 1; members <= 4; members++)
        {
          g_autoptr (AeTeam) team = ae_team_new (members);

          memset (z2, 0, ROWS * code * sizeof *z2);
          ae_model_encode_with_team (model, team, x, ROWS, z2);
          g_assert_cmpmem (z, ROWS * code * sizeof *z, z2, ROWS * code * sizeof *z2);
        }
      /* One pixel at a time, as a click asks for it. */
      ae_model_encode (model, x + 17 * BANDS, 1, z2);
      for (guint j = 0; j < code; j++)
        g_assert_cmpfloat_with_epsilon ((double) z2[j], (double) z[17 * code + j], 1e-5);
      ae_real_free (z);
      ae_real_free (z2);
      ae_real_free (y);
      ae_real_free (y2);
    }
  ae_real_free (x);
}

static void
test_variational (void)
{
  for (AeLatentForm form = AE_LATENT_LOG_VARIANCE; form <= AE_LATENT_SIGMA; form++)
    {
      AeSpec spec;
      g_autoptr (AeModel) model = NULL;
      ae_real *x = draw (50 * BANDS), *mu, *log_variance, *z;
      guint code;

      ae_spec_init (&spec, AE_VARIANT_VARIATIONAL, BANDS);
      spec.latent_form = form;
      model = ae_model_new (&spec, 4, NULL);
      code = ae_model_get_code (model);
      mu = ae_real_alloc (50 * code);
      log_variance = ae_real_alloc (50 * code);
      z = ae_real_alloc (50 * code);
      ae_model_encode (model, x, 50, z);
      ae_model_encode_variational (model, x, 50, mu, log_variance);
      g_assert_cmpmem (z, 50 * code * sizeof *z, mu, 50 * code * sizeof *mu);
      /* Untrained, the spread is near that of the prior in both forms. */
      for (guint i = 0; i < 50 * code; i++)
        g_assert_cmpfloat (fabs ((double) log_variance[i]), <, 0.5);
      ae_real_free (x);
      ae_real_free (mu);
      ae_real_free (log_variance);
      ae_real_free (z);
    }
}

static double
compare_weights (guint variants)
{
  g_autoptr (AeModel) model = make_model (variants, 5);
  guint units, bands, last_units, last_bands;
  ae_real *first = ae_model_dup_first_weights (model, &units, &bands);
  ae_real *last = ae_model_dup_last_weights (model, &last_units, &last_bands);
  double most = 0;

  g_assert_cmpuint (bands, ==, BANDS);
  g_assert_cmpuint (last_bands, ==, BANDS);
  g_assert_cmpuint (units, ==, last_units);
  for (guint i = 0; i < units * bands; i++)
    most = MAX (most, fabs ((double) first[i] - (double) last[i]));
  /* The first unit's spectrum is the first column of the stored weight. */
  for (guint j = 0; j < bands; j++)
    g_assert_cmpfloat ((double) first[j], ==, (double) ae_model_get_values (model)[j * units]);
  ae_real_free (first);
  ae_real_free (last);
  return most;
}

static void
test_tied (void)
{
  g_assert_cmpfloat (compare_weights (AE_VARIANT_TIED), ==, 0);
  g_assert_cmpfloat (compare_weights (0), >, 0.1);
}

static void
test_values (void)
{
  g_autoptr (AeModel) model = make_model (AE_VARIANT_TIED, 6);
  gsize n = ae_model_get_n_values (model);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeModel) copy = ae_model_new_from_values (ae_model_get_spec (model),
                                                       ae_model_get_values (model), n, NULL);

  g_assert_cmpmem (ae_model_get_values (model), n * sizeof (ae_real),
                   ae_model_get_values (copy), ae_model_get_n_values (copy) * sizeof (ae_real));
  g_assert_cmpuint (ae_model_get_n_weights (model) + 15 + 2 + 15 + 30, ==,
                    ae_model_get_n_parameters (model));
  g_assert_null (ae_model_new_from_values (ae_model_get_spec (model),
                                           ae_model_get_values (model), n - 1, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_MISMATCH);
}

/* The units of the coding layer are the code, the last ones of the layers the output, and those
 * behind them the second head; layers in between are no other layer's. */
static void
test_units (void)
{
  static const guint variants[] = { 0, AE_VARIANT_TIED, AE_VARIANT_VARIATIONAL };
  ae_real *x = draw (ROWS * BANDS);

  for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
    {
      g_autoptr (AeModel) model = make_model (variants[v], 3);
      const AeSpec *spec = ae_model_get_spec (model);
      gboolean has_heads = (spec->variants & AE_VARIANT_VARIATIONAL) != 0;
      guint code = ae_model_get_code (model), n = ae_model_get_n_units (model);
      guint before = 0, after;
      ae_real *units = ae_real_alloc ((gsize) ROWS * n);
      ae_real *z = ae_real_alloc (ROWS * code), *spread = ae_real_alloc (ROWS * code);
      ae_real *y = ae_real_alloc (ROWS * BANDS);

      for (guint l = 0; l + 1 < spec->n_layers; l++)
        before += spec->layers[l];
      after = 2 * before + code + BANDS;
      g_assert_cmpuint (n, ==, after + (has_heads ? code : 0));
      ae_model_fill_units (model, x, ROWS, units);
      ae_model_reconstruct (model, x, ROWS, y, z);
      if (has_heads)
        ae_model_encode_variational (model, x, ROWS, z, spread);
      for (guint i = 0; i < ROWS; i += 111)
        {
          const ae_real *row = units + (gsize) i * n;

          g_assert_cmpmem (row + before, code * sizeof *z, z + i * code, code * sizeof *z);
          g_assert_cmpmem (row + after - BANDS, BANDS * sizeof *y, y + i * BANDS,
                           BANDS * sizeof *y);
          if (has_heads)
            g_assert_cmpmem (row + after, code * sizeof *z, spread + i * code,
                             code * sizeof *z);
          g_assert_true (memcmp (row, row + before + code, sizeof *row) != 0);
        }
      ae_real_free (units);
      ae_real_free (z);
      ae_real_free (spread);
      ae_real_free (y);
    }
  ae_real_free (x);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/parts", test_parts);
  g_test_add_func ("/model/variational", test_variational);
  g_test_add_func ("/model/tied", test_tied);
  g_test_add_func ("/model/units", test_units);
  g_test_add_func ("/model/values", test_values);
  return g_test_run ();
}
