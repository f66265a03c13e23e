/* test-selection.c: what is selected and what is pinned is told once to all, can be gone back
 * to, and is let go with the scene.
 */
#include "ae-demo-scene.h"
#include "bl-selection.h"
#include "count.h"

typedef struct
{
  AeScene *scene;
  BlSelection *selection;
  guint8 *mask;
  gsize n;
  guint changed, pinned;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->scene = ae_demo_scene_new (3, 20, 16);
  self->n = ae_scene_get_n_pixels (self->scene);
  self->mask = g_new0 (guint8, self->n);
  self->selection = bl_selection_new ();
  bl_selection_set_scene (self->selection, self->scene);
  count_signal (self->selection, "changed", &self->changed);
  count_signal (self->selection, "notify::pin", &self->pinned);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_assert_finalize_object (self->selection);
  ae_scene_unref (self->scene);
  g_free (self->mask);
}

static void
test_pin (Fixture *self, gconstpointer unused)
{
  gint64 pin;
  guint32 pixel;

  g_assert_false (bl_selection_get_pin (self->selection, &pixel));
  bl_selection_set_pin (self->selection, 7);
  bl_selection_set_pin (self->selection, 7);
  g_assert_cmpuint (self->pinned, ==, 1);
  g_assert_true (bl_selection_get_pin (self->selection, &pixel));
  g_assert_cmpuint (pixel, ==, 7);
  g_object_set (self->selection, "pin", (gint64) 8, NULL);
  g_object_get (self->selection, "pin", &pin, NULL);
  g_assert_cmpint (pin, ==, 8);
  g_assert_cmpuint (self->pinned, ==, 2);
  bl_selection_set_pin (self->selection, (gint64) self->n); /* beyond the end */
  g_assert_true (bl_selection_get_pin (self->selection, &pixel));
  g_assert_cmpuint (pixel, ==, 8);
  g_assert_cmpuint (self->pinned, ==, 2);
  bl_selection_set_pin (self->selection, BL_SELECTION_NO_PIN);
  g_assert_false (bl_selection_get_pin (self->selection, &pixel));
  g_assert_cmpuint (self->pinned, ==, 3);
  g_assert_cmpuint (self->changed, ==, 0);
}

static void
test_mask (Fixture *self, gconstpointer unused)
{
  g_assert_null (bl_selection_get_mask (self->selection));
  bl_selection_set (self->selection, self->mask); /* nothing, as before */
  g_assert_cmpuint (self->changed, ==, 0);
  self->mask[3] = self->mask[self->n - 1] = 1;
  bl_selection_set (self->selection, self->mask);
  g_assert_cmpuint (self->changed, ==, 1);
  g_assert_cmpuint (bl_selection_get_n (self->selection), ==, 2);
  self->mask[3] = 0; /* it was copied */
  g_assert_cmpint (bl_selection_get_mask (self->selection)[3], ==, 1);
  bl_selection_set (self->selection, NULL);
  g_assert_cmpuint (self->changed, ==, 2);
  g_assert_cmpuint (bl_selection_get_n (self->selection), ==, 0);
  g_assert_null (bl_selection_get_mask (self->selection));
  g_assert_cmpuint (self->pinned, ==, 0);
}

static void
test_history (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) history = NULL;
  guint at;

  for (guint i = 0; i < 3; i++)
    {
      self->mask[i] = 1;
      bl_selection_set (self->selection, self->mask);
    }
  g_assert_false (bl_selection_go (self->selection, 1));
  g_assert_cmpuint (self->changed, ==, 3);
  g_assert_true (bl_selection_go (self->selection, -1));
  g_assert_cmpuint (bl_selection_get_n (self->selection), ==, 2);
  g_assert_cmpuint (self->changed, ==, 4);
  history = bl_selection_dup_history (self->selection, &at);
  g_assert_cmpuint (history->len, ==, 4);
  g_assert_cmpuint (at, ==, 2);
  bl_selection_set (self->selection, NULL); /* what came after is gone */
  g_assert_false (bl_selection_can_go (self->selection, 1));
  bl_selection_set_history (self->selection, history, at);
  g_assert_cmpuint (bl_selection_get_n (self->selection), ==, 2);
  g_assert_true (bl_selection_can_go (self->selection, 1));
  while (bl_selection_go (self->selection, -1))
    ;
  g_assert_cmpuint (bl_selection_get_n (self->selection), ==, 0);
}

static void
test_area (Fixture *self, gconstpointer unused)
{
  const double polygon[] = { 0, 0, 3, 0, 3, 2, 0, 2 };
  gsize without = 0;

  for (guint line = 0; line < 2; line++)
    for (guint sample = 0; sample < 3; sample++)
      without += ae_scene_is_masked (self->scene,
                                     line * ae_scene_get_samples (self->scene) + sample);
  bl_selection_select_area (self->selection, polygon, 4);
  g_assert_cmpuint (bl_selection_get_n (self->selection), ==, 6 - without);
  g_assert_cmpuint (bl_selection_get_n (self->selection), >, 0);
  g_assert_cmpuint (self->changed, ==, 1);
}

/* Of another scene nothing is selected, pinned or gone back to. */
static void
test_scene (Fixture *self, gconstpointer unused)
{
  guint32 pixel;

  self->mask[0] = 1;
  bl_selection_set (self->selection, self->mask);
  bl_selection_set_pin (self->selection, 5);
  bl_selection_set_scene (self->selection, NULL);
  g_assert_cmpuint (self->changed, ==, 2);
  g_assert_cmpuint (self->pinned, ==, 2);
  g_assert_cmpuint (bl_selection_get_n (self->selection), ==, 0);
  g_assert_false (bl_selection_get_pin (self->selection, &pixel));
  g_assert_false (bl_selection_can_go (self->selection, -1));
  bl_selection_set_pin (self->selection, 5);
  g_assert_false (bl_selection_get_pin (self->selection, &pixel));
}

#define ADD(name)                                                                              \
  g_test_add ("/selection/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  ADD (pin);
  ADD (mask);
  ADD (history);
  ADD (area);
  ADD (scene);
  return g_test_run ();
}
