/* test-rng.c: the generator against published vectors, its chunks against its blocks, its
 * distributions against their moments. */
#include "ae-rng.h"

#include <math.h>
#include <string.h>

/* ------------------------------------------------------------------ known answers */

typedef struct
{
  guint32 counter[4];
  guint32 key[2];
  guint32 out[4];
} Known;

/* philox4x32-10, from the vectors published with Salmon et al. 2011: zeros, ones, digits of
 * pi. */
static const Known known[] = {
  { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
  { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
    { 0xffffffff, 0xffffffff },
    { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
  { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
    { 0xa4093822, 0x299f31d0 },
    { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
};

static AeRng
rng_of (const Known *k, guint64 *index)
{
  *index = (guint64) k->counter[1] << 32 | k->counter[0];
  return (AeRng){ .seed = (guint64) k->key[1] << 32 | k->key[0],
                  .stream = (guint64) k->counter[3] << 32 | k->counter[2] };
}

static void
test_known (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      guint64 index;
      AeRng rng = rng_of (&known[i], &index);
      guint32 out[4];

      ae_rng_block (&rng, index, out);
      g_assert_cmpmem (out, sizeof out, known[i].out, sizeof known[i].out);
      /* The planted error: one bit of the key. */
      rng.seed ^= 1;
      ae_rng_block (&rng, index, out);
      g_assert_cmpint (memcmp (out, known[i].out, sizeof out), !=, 0);
    }
}

/* ------------------------------------------------------------------ chunks */

/* The vector code fills 16 blocks at a time; each must be the block that its index says, also
 * where the index passes 2^32 within a chunk. */
static void
test_chunks (void)
{
  static const guint64 starts[] = { 0, 7, G_MAXUINT32 - 9, (guint64) 5 << 40 };

  for (guint s = 0; s < G_N_ELEMENTS (starts); s++)
    for (gsize n = 1; n < 200; n += 13)
      {
        AeRng rng;
        guint32 bits[200], block[4];

        ae_rng_init (&rng, 99, AE_STREAM_NOISE, 3);
        rng.counter = starts[s];
        ae_rng_fill_bits (&rng, bits, n);
        g_assert_cmpuint (rng.counter, ==, starts[s] + (n + 63) / 64 * 16);
        for (gsize i = 0; i < n; i++)
          {
            ae_rng_block (&rng, starts[s] + i / 64 * 16 + i % 16, block);
            g_assert_cmpuint (bits[i], ==, block[i % 64 / 16]);
          }
      }
}

/* How long a fill is does not change what its first numbers are. */
static void
test_prefix (void)
{
  float whole[300], part[300];

  for (gsize n = 1; n < 300; n += 7)
    {
      AeRng a, b;

      ae_rng_init (&a, 5, AE_STREAM_LATENT, 0);
      b = a;
      ae_rng_fill_normal (&a, whole, 300);
      ae_rng_fill_normal (&b, part, n);
      g_assert_cmpmem (whole, n * sizeof *whole, part, n * sizeof *part);
    }
}

/* ------------------------------------------------------------------ distributions */

typedef struct
{
  double mean, variance, skewness, kurtosis, most;
} Moments;

static Moments
measure (const float *x, gsize n)
{
  Moments m = { 0 };
  double m3 = 0, m4 = 0;

  for (gsize i = 0; i < n; i++)
    m.mean += (double) x[i] / (double) n;
  for (gsize i = 0; i < n; i++)
    {
      double d = (double) x[i] - m.mean;

      m.variance += d * d / (double) n;
      m3 += d * d * d / (double) n;
      m4 += d * d * d * d / (double) n;
      m.most = MAX (m.most, fabs ((double) x[i]));
    }
  m.skewness = m3 / pow (m.variance, 1.5);
  m.kurtosis = m4 / (m.variance * m.variance);
  return m;
}

/* Bounds are five standard errors of each moment over 2^20 draws. */
static void
test_normal (void)
{
  gsize n = 1 << 20;
  g_autofree float *x = g_new (float, n);
  double root = sqrt ((double) n);
  AeRng rng;
  Moments m;

  ae_rng_init (&rng, 42, AE_STREAM_NOISE, 0);
  ae_rng_fill_normal (&rng, x, n);
  m = measure (x, n);
  g_test_message ("mean %.2e variance %.6f skewness %.2e kurtosis %.4f largest %.2f", m.mean,
                  m.variance, m.skewness, m.kurtosis, m.most);
  g_assert_cmpfloat (fabs (m.mean), <, 5 / root);
  g_assert_cmpfloat (fabs (m.variance - 1), <, 5 * sqrt (2) / root);
  g_assert_cmpfloat (fabs (m.skewness), <, 5 * sqrt (6) / root);
  g_assert_cmpfloat (fabs (m.kurtosis - 3), <, 5 * sqrt (24) / root);
  g_assert_cmpfloat (m.most, >, 4.2);
  g_assert_cmpfloat (m.most, <, 5.7);
}

/* The distribution function at some points: moments alone would pass a wrong shape. */
static void
test_normal_shape (void)
{
  gsize n = 1 << 20;
  g_autofree float *x = g_new (float, n);
  AeRng rng;

  ae_rng_init (&rng, 43, AE_STREAM_LATENT, 1);
  ae_rng_fill_normal (&rng, x, n);
  for (double at = -3; at <= 3; at += 0.25)
    {
      double expected = 0.5 * erfc (-at / G_SQRT2), below = 0;

      for (gsize i = 0; i < n; i++)
        below += (double) x[i] < at;
      g_assert_cmpfloat (fabs (below / (double) n - expected), <,
                         5 * sqrt (expected * (1 - expected) / (double) n));
    }
}

/* The single-precision polynomials against libm on the same bits. */
static void
test_normal_accuracy (void)
{
  gsize n = 64 * 256;
  g_autofree float *x = g_new (float, n);
  g_autofree guint32 *bits = g_new (guint32, n);
  AeRng a, b;
  double worst = 0;

  ae_rng_init (&a, 44, AE_STREAM_NOISE, 2);
  b = a;
  ae_rng_fill_normal (&a, x, n);
  ae_rng_fill_bits (&b, bits, n);
  for (gsize i = 0; i < n; i += i % 32 == 15 ? 17 : 1)
    {
      double u = ((bits[i] >> 9) + 0.5) * 0x1p-23, v = ((bits[i + 16] >> 9) + 0.5) * 0x1p-23;
      double r = sqrt (-2 * log (u));

      worst = MAX (worst, fabs ((double) x[i] - r * cos (2 * G_PI * v)));
      worst = MAX (worst, fabs ((double) x[i + 16] - r * sin (2 * G_PI * v)));
    }
  g_test_message ("largest difference from libm: %.2e", worst);
  g_assert_cmpfloat (worst, <, 1e-6);
}

static void
test_uniform (void)
{
  gsize n = 1 << 18;
  g_autofree float *x = g_new (float, n);
  double mean = 0, square = 0;
  AeRng rng;

  ae_rng_init (&rng, 7, AE_STREAM_SAMPLE, 0);
  ae_rng_fill_uniform (&rng, x, n);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (x[i] > 0 && x[i] < 1);
      mean += (double) x[i] / (double) n;
      square += (double) x[i] * (double) x[i] / (double) n;
    }
  g_assert_cmpfloat (fabs (mean - 0.5), <, 5 * sqrt (1.0 / 12 / (double) n));
  g_assert_cmpfloat (fabs (square - 1.0 / 3), <, 5 * sqrt (4.0 / 45 / (double) n));
}

static double
correlate (const float *a, const float *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double) a[i] * (double) b[i] / (double) n;
  return sum;
}

static void
test_streams (void)
{
  gsize n = 1 << 16;
  g_autofree float *a = g_new (float, n);
  g_autofree float *b = g_new (float, n);
  AeRng first, other;

  ae_rng_init (&first, 1, AE_STREAM_NOISE, 0);
  ae_rng_fill_normal (&first, a, n);
  g_assert_cmpfloat (correlate (a, a, n), >, 0.9); /* the measure itself */
  for (guint stream = AE_STREAM_WEIGHTS; stream <= AE_STREAM_SAMPLE; stream++)
    for (guint64 sub = 0; sub < 3; sub++)
      for (guint64 seed = 1; seed < 3; seed++)
        if (stream != AE_STREAM_NOISE || sub != 0 || seed != 1)
          {
            ae_rng_init (&other, seed, stream, sub);
            ae_rng_fill_normal (&other, b, n);
            g_assert_cmpfloat (fabs (correlate (a, b, n)), <, 5 / sqrt ((double) n));
          }
}

static void
test_below (void)
{
  AeRng rng;
  guint counts[7] = { 0 };

  ae_rng_init (&rng, 8, AE_STREAM_SHUFFLE, 0);
  for (guint i = 0; i < 70000; i++)
    counts[ae_rng_below (&rng, 7)]++;
  for (guint i = 0; i < 7; i++)
    g_assert_cmpfloat (fabs (counts[i] - 10000.0), <, 5 * sqrt (10000.0 * 6 / 7));
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (ae_rng_below (&rng, 1), ==, 0);
}

/* Every item once, and each place equally likely for the first of them. */
static void
test_shuffle (void)
{
  guint at[10] = { 0 };
  AeRng rng;

  ae_rng_init (&rng, 9, AE_STREAM_SHUFFLE, 0);
  for (guint run = 0; run < 20000; run++)
    {
      guint32 items[10];
      guint seen = 0;

      for (guint i = 0; i < 10; i++)
        items[i] = i;
      ae_rng_shuffle (&rng, items, 10);
      for (guint i = 0; i < 10; i++)
        {
          seen |= 1u << items[i];
          at[i] += items[i] == 0;
        }
      g_assert_cmpuint (seen, ==, 1023);
    }
  for (guint i = 0; i < 10; i++)
    g_assert_cmpfloat (fabs (at[i] - 2000.0), <, 5 * sqrt (2000 * 0.9));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rng/known-answers", test_known);
  g_test_add_func ("/rng/chunks-are-blocks", test_chunks);
  g_test_add_func ("/rng/a-fill-is-a-prefix", test_prefix);
  g_test_add_func ("/rng/normal-moments", test_normal);
  g_test_add_func ("/rng/normal-shape", test_normal_shape);
  g_test_add_func ("/rng/normal-accuracy", test_normal_accuracy);
  g_test_add_func ("/rng/uniform", test_uniform);
  g_test_add_func ("/rng/streams", test_streams);
  g_test_add_func ("/rng/below", test_below);
  g_test_add_func ("/rng/shuffle", test_shuffle);
  return g_test_run ();
}
