/* test-collected-spectra.c: the collected spectra are a list model whose rows are bound to its
 * items; what is taken out comes back where it was.
 */
#include "ae-demo-scene.h"
#include "bl-collected-spectra.h"
#include "count.h"

typedef struct
{
  BlCollectedSpectra *panel;
  BlSceneModel *model;
  guint bands, changed, removed, added;
} Fixture;

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, Fixture *self)
{
  self->changed++;
  self->removed += removed;
  self->added += added;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (3, 20, 16);

  self->bands = ae_scene_get_n_good_bands (scene);
  self->model = bl_scene_model_new ();
  bl_scene_model_set_scene (self->model, scene);
  self->panel = g_object_ref_sink (
      g_object_new (BL_TYPE_COLLECTED_SPECTRA, "model", self->model, NULL));
  g_signal_connect (self->panel, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_assert_finalize_object (self->panel);
  g_assert_finalize_object (self->model);
}

static void
add (Fixture *self, const char *name, float first)
{
  g_autofree float *values = g_new0 (float, self->bands);

  values[0] = first;
  bl_collected_spectra_add (self->panel, name, values);
}

static GtkWidget *
find (GtkWidget *widget, GType type, guint *skip)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (*skip)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, skip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get_row (Fixture *self, guint i)
{
  return find (GTK_WIDGET (self->panel), ADW_TYPE_ENTRY_ROW, &i);
}

static void
click (Fixture *self, guint row, const char *tooltip)
{
  GtkWidget *inside = get_row (self, row), *button;

  for (guint i = 0;; i++)
    {
      guint skip = i;

      button = find (inside, GTK_TYPE_BUTTON, &skip);
      g_assert_nonnull (button);
      if (g_strcmp0 (gtk_widget_get_tooltip_text (button), tooltip) == 0)
        break;
    }
  g_signal_emit_by_name (button, "clicked");
}

static char *
dup_names (Fixture *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->panel)); i++)
    {
      g_autoptr (BlCollectedSpectrum) item
          = g_list_model_get_item (G_LIST_MODEL (self->panel), i);

      g_assert_cmpstr (bl_collected_spectrum_get_name (item), ==,
                       gtk_editable_get_text (GTK_EDITABLE (get_row (self, i))));
      g_string_append (text, bl_collected_spectrum_get_name (item));
    }
  return g_strdup (text->str);
}

static void
assert_names (Fixture *self, const char *wanted)
{
  g_autofree char *names = dup_names (self);

  g_assert_cmpstr (names, ==, wanted);
}

static void
test_item (void)
{
  const float values[] = { 1, 2, 3 };
  BlCollectedSpectrum *item = bl_collected_spectrum_new ("one", 4, values, 3);
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint notified, number, n;

  count_signal (item, "notify::name", &notified);
  bl_collected_spectrum_set_name (item, "one");
  g_assert_cmpuint (notified, ==, 0);
  bl_collected_spectrum_set_name (item, "two");
  g_object_set (item, "name", "three", NULL);
  g_object_set (item, "name", "three", NULL);
  g_assert_cmpuint (notified, ==, 2);
  g_object_get (item, "name", &name, "number", &number, "values", &bytes, NULL);
  g_assert_cmpstr (name, ==, "three");
  g_assert_cmpuint (number, ==, 4);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), values,
                   sizeof values);
  g_assert_cmpfloat ((double) bl_collected_spectrum_get_values (item, &n)[2], ==, 3);
  g_assert_cmpuint (n, ==, 3);
  g_assert_finalize_object (item);
}

static void
test_model (Fixture *self, gconstpointer unused)
{
  g_autoptr (BlCollectedSpectrum) second = NULL;
  guint n;

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (self->panel))
                 == BL_TYPE_COLLECTED_SPECTRUM);
  add (self, "a", 0.5f);
  add (self, "b", 0.25f);
  g_assert_cmpuint (self->changed, ==, 2);
  g_assert_cmpuint (self->added, ==, 2);
  second = g_list_model_get_item (G_LIST_MODEL (self->panel), 1);
  g_assert_cmpfloat ((double) bl_collected_spectrum_get_values (second, &n)[0], ==, 0.25);
  g_assert_cmpuint (n, ==, self->bands);
  assert_names (self, "ab");
}

/* A name that is typed is the item's, and the other way round. */
static void
test_binding (Fixture *self, gconstpointer unused)
{
  g_autoptr (BlCollectedSpectrum) item = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) spectra = g_array_new (FALSE, FALSE, sizeof (float));

  add (self, "a", 0.5f);
  item = g_list_model_get_item (G_LIST_MODEL (self->panel), 0);
  gtk_editable_set_text (GTK_EDITABLE (get_row (self, 0)), "typed");
  g_assert_cmpstr (bl_collected_spectrum_get_name (item), ==, "typed");
  bl_collected_spectrum_set_name (item, "set");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_row (self, 0))), ==, "set");
  g_assert_cmpuint (bl_collected_spectra_fill_shown (self->panel, names, spectra), ==, 1);
  g_assert_cmpstr (names->pdata[0], ==, "set");
  g_assert_cmpuint (spectra->len, ==, self->bands);
  g_assert_cmpfloat ((double) g_array_index (spectra, float, 0), ==, 0.5);
}

static void
test_undo (Fixture *self, gconstpointer unused)
{
  for (char name[] = "a"; name[0] <= 'd'; name[0]++)
    add (self, name, 0);
  gtk_editable_set_text (GTK_EDITABLE (get_row (self, 1)), "B");
  click (self, 1, "Remove");
  assert_names (self, "acd");
  click (self, 0, "Remove");
  assert_names (self, "cd");
  add (self, "e", 0);
  g_assert_true (bl_collected_spectra_undo (self->panel));
  assert_names (self, "acde");
  g_assert_true (bl_collected_spectra_undo (self->panel));
  assert_names (self, "aBcde");
  g_assert_false (bl_collected_spectra_undo (self->panel));
  g_assert_cmpuint (self->changed, ==, 9);
  g_assert_cmpuint (self->removed, ==, 2);
}

/* Keeping and removing are steps of the window's history. */
static void
test_history (Fixture *self, gconstpointer unused)
{
  BlUndoHistory *history = bl_undo_history_new ();

  bl_collected_spectra_set_undo_history (self->panel, history);
  add (self, "a", 0);
  add (self, "b", 0);
  click (self, 0, "Remove");
  assert_names (self, "b");
  g_assert_true (bl_undo_history_undo (history));
  assert_names (self, "ab");
  g_assert_false (bl_collected_spectra_undo (self->panel)); /* nothing is left to put back */
  g_assert_true (bl_undo_history_undo (history));
  assert_names (self, "a");
  g_assert_true (bl_undo_history_redo (history));
  g_assert_true (bl_undo_history_redo (history));
  assert_names (self, "b");
  g_assert_true (bl_collected_spectra_undo (self->panel)); /* by its own button: a step, too */
  assert_names (self, "ab");
  g_assert_true (bl_undo_history_undo (history));
  assert_names (self, "b");
  bl_undo_history_clear (history);
  g_object_unref (history); /* the panel has one more */
}

/* Of another scene nothing is left, nor can be put back. */
static void
test_scene (Fixture *self, gconstpointer unused)
{
  g_autoptr (AeScene) other = ae_demo_scene_new (4, 20, 16);

  add (self, "a", 0);
  add (self, "b", 0);
  click (self, 0, "Remove");
  bl_scene_model_set_scene (self->model, other);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->panel)), ==, 0);
  g_assert_false (bl_collected_spectra_undo (self->panel));
  g_assert_cmpuint (self->changed, ==, 4);
}

#define ADD(name)                                                                              \
  g_test_add ("/collected-spectra/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/collected-spectra/item", test_item);
  ADD (model);
  ADD (binding);
  ADD (undo);
  ADD (history);
  ADD (scene);
  return g_test_run ();
}
