/* test-look.c: what the values of a scene show that its file does not say. */
#include <math.h>
#include <string.h>

#include "ae-error.h"
#include "ae-scene-edits.h"

#define LINES   20
#define SAMPLES 25
#define BANDS   6
#define N       (LINES * SAMPLES)

/* Values between 100 and 200; the first @n_filled pixels are @value in every band. */
static AeScene *
make_scene (guint n_filled, float value)
{
  AeSceneBuilder b = { .name = g_strdup ("test"),
                       .lines = LINES,
                       .samples = SAMPLES,
                       .bands = BANDS,
                       .cube = g_new (float, N *BANDS) };
  g_autoptr (GError) error = NULL;
  AeScene *scene;

  for (guint i = 0; i < N * BANDS; i++)
    b.cube[i] = i / BANDS < n_filled ? value : 150 + 50 * sinf ((float) (i * i % 977));
  scene = ae_scene_new_take (&b, &error);
  g_assert_no_error (error);
  return scene;
}

static gboolean
says (const AeScene *scene, const char *words)
{
  for (guint i = 0; i < ae_scene_get_n_warnings (scene); i++)
    if (strstr (ae_scene_get_warning (scene, i), words) != NULL)
      return TRUE;
  return FALSE;
}

/* Extreme or zero, in many pixels; and left out when asked for. */
static void
test_undeclared (void)
{
  static const float values[] = { -9999, 0, 65535, -1, 1e20f };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (AeScene) scene = make_scene (150, values[i]);
      AeSceneEdits edits = { .has_nodata = TRUE, .nodata = (double) values[i] };
      g_autoptr (GError) error = NULL;
      g_autoptr (AeScene) without = NULL;
      double value;

      g_assert_true (ae_scene_get_undeclared_nodata (scene, &value));
      g_assert_cmpfloat (value, ==, values[i]);
      g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, 0);
      g_assert_true (says (scene, "30 % of the pixels are"));
      without = ae_scene_apply_edits (scene, &edits, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (ae_scene_get_n_masked (without), ==, 150);
      g_assert_true (ae_scene_is_masked (without, 149) && !ae_scene_is_masked (without, 150));
      g_assert_true (ae_scene_get_chosen_nodata (without, &value));
      g_assert_false (ae_scene_get_undeclared_nodata (without, &value));
      g_assert_cmpuint (ae_scene_get_n_warnings (without), ==, 0);
      g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, 0);
    }
}

/* A spectrum without features in the midst of the others, two pixels, no pixel: none of them.
 */
static void
test_not_undeclared (void)
{
  static const struct
  {
    guint n;
    float value;
  } cases[] = { { 150, 150 }, { 2, -9999 }, { 0, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AeScene) scene = make_scene (cases[i].n, cases[i].value);
      double value;

      g_assert_false (ae_scene_get_undeclared_nodata (scene, &value));
      g_assert_false (says (scene, "--nodata -9999) if"));
    }
}

static void
test_nothing_left (void)
{
  g_autoptr (AeScene) scene = make_scene (N, 7);
  AeSceneEdits edits = { .has_nodata = TRUE, .nodata = 7 };
  g_autoptr (GError) error = NULL;

  g_assert_true (says (scene, "Every value of the scene is 7"));
  g_assert_null (ae_scene_apply_edits (scene, &edits, NULL, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_NO_DATA);
}

/* One pixel that makes the range, high or low; and a scene in which none does. */
static void
test_outliers (void)
{
  g_autoptr (AeScene) hot = make_scene (1, 65535);
  g_autoptr (AeScene) cold = make_scene (2, -30000);
  g_autoptr (AeScene) plain = make_scene (1, 220);

  g_assert_true (says (hot, "1 pixel makes the range"));
  g_assert_true (says (hot, "--nodata 65535"));
  g_assert_true (says (cold, "2 pixels make the range"));
  g_assert_cmpuint (ae_scene_get_n_warnings (plain), ==, 0);
}

static void
test_constant_band (void)
{
  AeSceneBuilder b = { .name = g_strdup ("test"),
                       .lines = LINES,
                       .samples = SAMPLES,
                       .bands = BANDS,
                       .cube = g_new (float, N *BANDS) };
  g_autoptr (AeScene) scene = NULL;

  for (guint i = 0; i < N * BANDS; i++)
    b.cube[i] = i % BANDS == 2 ? 40 : 150 + 50 * sinf ((float) (i * i % 977));
  scene = ae_scene_new_take (&b, NULL);
  g_assert_true (says (scene, "Band 3 has one value"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/look/undeclared", test_undeclared);
  g_test_add_func ("/look/not-undeclared", test_not_undeclared);
  g_test_add_func ("/look/nothing-left", test_nothing_left);
  g_test_add_func ("/look/outliers", test_outliers);
  g_test_add_func ("/look/constant-band", test_constant_band);
  return g_test_run ();
}
