/* test-pixels.c: which pixels are chosen, how they are split, and what is in their rows. */
#include "ae-error.h"
#include "ae-pixels.h"
#include "scene-fixtures.h"

/* 40 × 50 pixels, 3 bands of which the second is bad; every 7th pixel masked. */
static AeScene *
make_scene (void)
{
  AeSceneBuilder b = fixture_builder (40, 50, 3);

  b.bad_bands = g_new0 (guint8, 3);
  b.bad_bands[1] = 1;
  b.mask = g_new0 (guint8, 2000);
  for (guint p = 0; p < 2000; p += 7)
    b.mask[p] = 1;
  return fixture_scene (&b);
}

static AePixels *
make_pixels (AeScene *scene, AePixelsOptions options)
{
  g_autoptr (GError) error = NULL;
  AePixels *pixels = ae_pixels_new (scene, &options, NULL, &error);

  g_assert_no_error (error);
  return pixels;
}

static void
check_disjoint (const AePixels *pixels, gsize expected)
{
  AeScene *scene = ae_pixels_get_scene (pixels);
  g_autofree guint8 *seen = g_new0 (guint8, ae_scene_get_n_pixels (scene));
  const guint32 *lists[2]
      = { ae_pixels_get_training (pixels), ae_pixels_get_validation (pixels) };
  gsize n[2] = { ae_pixels_get_n_training (pixels), ae_pixels_get_n_validation (pixels) };

  g_assert_cmpuint (n[0] + n[1], ==, expected);
  for (guint part = 0; part < 2; part++)
    for (gsize i = 0; i < n[part]; i++)
      {
        guint32 p = lists[part][i];

        g_assert_false (ae_scene_is_masked (scene, p));
        g_assert_cmpuint (seen[p]++, ==, 0);
        g_assert_true (i == 0 || lists[part][i - 1] < p);
      }
}

static void
test_random (void)
{
  g_autoptr (AeScene) scene = make_scene ();
  gsize n = 2000 - ae_scene_get_n_masked (scene);
  g_autoptr (AePixels) a
      = make_pixels (scene, (AePixelsOptions){ .seed = 3, .validation = 0.25 });
  g_autoptr (AePixels) b
      = make_pixels (scene, (AePixelsOptions){ .seed = 3, .validation = 0.25 });
  g_autoptr (AePixels) c
      = make_pixels (scene, (AePixelsOptions){ .seed = 4, .validation = 0.25 });

  check_disjoint (a, n);
  g_assert_cmpuint (ae_pixels_get_n_validation (a), ==, (gsize) (0.25 * (double) n + 0.5));
  g_assert_cmpmem (ae_pixels_get_validation (a), ae_pixels_get_n_validation (a) * 4,
                   ae_pixels_get_validation (b), ae_pixels_get_n_validation (b) * 4);
  g_assert_cmpint (memcmp (ae_pixels_get_validation (a), ae_pixels_get_validation (c), 100 * 4),
                   !=, 0);
}

static void
test_rows (void)
{
  g_autoptr (AeScene) scene = make_scene ();
  g_autoptr (AePixels) pixels
      = make_pixels (scene, (AePixelsOptions){ .validation = 0.2, .scaling = AE_SCALING_NONE });
  const float *rows = ae_pixels_get_validation_rows (pixels);

  g_assert_cmpuint (ae_pixels_get_bands (pixels), ==, 2);
  g_assert_cmpuint ((gsize) ae_pixels_get_training_rows (pixels) % 64, ==, 0);
  for (gsize i = 0; i < ae_pixels_get_n_validation (pixels); i++)
    {
      g_assert_cmpfloat (rows[i * 2], ==,
                         fixture_value (ae_pixels_get_validation (pixels)[i], 0));
      g_assert_cmpfloat (rows[i * 2 + 1], ==,
                         fixture_value (ae_pixels_get_validation (pixels)[i], 2));
    }
}

/* The scaling knows the training pixels only: their mean is 0, their extremes 1 apart. */
static void
test_scaling (void)
{
  g_autoptr (AeScene) scene = make_scene ();
  g_autoptr (AePixels) pixels
      = make_pixels (scene, (AePixelsOptions){ .validation = 0.5, .seed = 9 });
  gsize n = ae_pixels_get_n_training (pixels);
  const float *rows = ae_pixels_get_training_rows (pixels);

  double sum = 0, values = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum += rows[i * 2];
      values += fixture_value (ae_pixels_get_training (pixels)[i], 0);
    }
  g_assert_cmpfloat_with_epsilon (sum / n, 0.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (rows[(n - 1) * 2] - rows[0], 1.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (ae_scaler_get_offset (ae_pixels_get_scaler (pixels))[0],
                                  values / n, 1e-3);
}

static void
test_blocks (void)
{
  AeSceneBuilder builder = fixture_builder (160, 160, 1);
  g_autoptr (AeScene) scene = fixture_scene (&builder);
  g_autoptr (AePixels) pixels
      = make_pixels (scene, (AePixelsOptions){ .validation = 0.2, .split = AE_SPLIT_BLOCKS });
  guint counts[100] = { 0 };

  check_disjoint (pixels, 160 * 160);
  g_assert_cmpuint (ae_pixels_get_n_validation (pixels), ==, 20 * 256);
  for (gsize i = 0; i < ae_pixels_get_n_validation (pixels); i++)
    {
      guint32 p = ae_pixels_get_validation (pixels)[i];

      counts[p / 160 / 16 * 10 + p % 160 / 16]++;
    }
  for (guint i = 0; i < 100; i++)
    g_assert_true (counts[i] == 0 || counts[i] == 256);
}

static void
test_sample (void)
{
  g_autoptr (AeScene) scene = make_scene ();
  g_autoptr (AePixels) pixels
      = make_pixels (scene, (AePixelsOptions){ .validation = 0.1, .max_pixels = 300 });
  guint in_upper_half = 0;

  check_disjoint (pixels, 300);
  g_assert_cmpuint (ae_pixels_get_n_validation (pixels), ==, 30);
  for (gsize i = 0; i < 270; i++)
    in_upper_half += ae_pixels_get_training (pixels)[i] < 1000;
  g_assert_cmpuint (in_upper_half, >, 90);
  g_assert_cmpuint (in_upper_half, <, 180);
}

static void
test_edges (void)
{
  AeSceneBuilder builder = fixture_builder (1, 1, 2);
  g_autoptr (AeScene) one = fixture_scene (&builder);
  g_autoptr (AePixels) alone = make_pixels (one, (AePixelsOptions){ .validation = 0.5 });
  g_autoptr (AeScene) scene = make_scene ();
  g_autoptr (AePixels) whole = make_pixels (scene, (AePixelsOptions){ .validation = 0 });
  AePixelsOptions bad = { .validation = 0.95 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (ae_pixels_get_n_training (alone), ==, 1);
  g_assert_cmpuint (ae_pixels_get_n_validation (alone), ==, 0);
  g_assert_cmpuint (ae_pixels_get_n_validation (whole), ==, 0);
  g_assert_null (ae_pixels_new (scene, &bad, NULL, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
}

static void
count_cb (double fraction, gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >, *last);
  *last = fraction;
}

static void
test_cancel_and_progress (void)
{
  g_autoptr (AeScene) scene = make_scene ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  double last = 0;
  AePixelsOptions options = { .validation = 0.1, .progress = count_cb, .progress_data = &last };
  g_autoptr (AePixels) pixels = make_pixels (scene, options);
  g_autoptr (GError) error = NULL;

  g_assert_cmpfloat (last, ==, 1.0);
  g_cancellable_cancel (cancellable);
  g_assert_null (ae_pixels_new (scene, &options, cancellable, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_CANCELLED);
}

static gboolean
read_cb (gpointer data, guint first_line, guint n_lines, float *out, GError **error)
{
  for (gsize p = 0; p < (gsize) n_lines * 10; p++)
    out[p] = first_line * 10 + p == 33 ? NAN : (float) (first_line * 10 + p);
  return TRUE;
}

/* What a scene on demand cannot tell beforehand is dropped while gathering. */
static void
test_on_demand (void)
{
  AeSceneBuilder b = { .lines = 10, .samples = 10, .bands = 1, .read = read_cb };
  g_autoptr (AeScene) scene = fixture_scene (&b);
  g_autoptr (AePixels) pixels
      = make_pixels (scene, (AePixelsOptions){ .validation = 0, .scaling = AE_SCALING_NONE });

  g_assert_cmpuint (ae_pixels_get_n_training (pixels), ==, 99);
  for (gsize i = 0; i < 99; i++)
    g_assert_cmpfloat (ae_pixels_get_training_rows (pixels)[i], ==,
                       (float) ae_pixels_get_training (pixels)[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pixels/random", test_random);
  g_test_add_func ("/pixels/rows", test_rows);
  g_test_add_func ("/pixels/scaling", test_scaling);
  g_test_add_func ("/pixels/blocks", test_blocks);
  g_test_add_func ("/pixels/sample", test_sample);
  g_test_add_func ("/pixels/edges", test_edges);
  g_test_add_func ("/pixels/cancel-and-progress", test_cancel_and_progress);
  g_test_add_func ("/pixels/on-demand", test_on_demand);
  return g_test_run ();
}
