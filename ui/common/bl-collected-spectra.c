/* bl-collected-spectra.c: a list model of spectra with the widgets that show it: a row each,
 * which is the name. What is taken out can be put back, one after the other, each where it was.
 */
#include "bl-collected-spectra.h"

#include "ae-spectra-file.h"
#include "bl-file-dialog.h"

#define NAME_CHARS 12 /* that a row asks for: the panel is no wider than what is above it */

struct _BlCollectedSpectra
{
  BlPanel parent_instance;
  AdwPreferencesGroup *group;
  GtkListBox *list;
  GtkWidget *buttons, *keep, *save, *undo, *said;
  AeScene *scene;
  GListStore *items;  /* BlCollectedSpectrum, by number */
  GPtrArray *removed; /* BlCollectedSpectrum, the last one last */
  guint n_collected;
  BlUndoHistory *history; /* nullable */
};

static guint keep_wanted; /* written once, in class_init */

static void bl_collected_spectra_init_list_model (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BlCollectedSpectra, bl_collected_spectra, BL_TYPE_PANEL,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      bl_collected_spectra_init_list_model))

/* ------------------------------------------------------------------ as a list model */

static GType
get_item_type (GListModel *model)
{
  return BL_TYPE_COLLECTED_SPECTRUM;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (BL_COLLECTED_SPECTRA (model)->items));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (BL_COLLECTED_SPECTRA (model)->items), position);
}

static void
bl_collected_spectra_init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
show_buttons (BlCollectedSpectra *self)
{
  guint n = get_n_items (G_LIST_MODEL (self));

  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_sensitive (self->save, n > 0);
  gtk_widget_set_visible (self->undo, self->removed->len > 0);
}

static void
items_changed_cb (BlCollectedSpectra *self, guint position, guint removed, guint added)
{
  show_buttons (self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
say (BlCollectedSpectra *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->said), text);
  gtk_widget_set_visible (self->said, text[0] != '\0');
}

/* ------------------------------------------------------------------ the list */

static int
compare_numbers (gconstpointer a, gconstpointer b, gpointer user_data)
{
  guint x = bl_collected_spectrum_get_number ((BlCollectedSpectrum *) a),
        y = bl_collected_spectrum_get_number ((BlCollectedSpectrum *) b);

  return (x > y) - (x < y);
}

static void
insert (BlCollectedSpectra *self, BlCollectedSpectrum *item)
{
  g_autoptr (BlCollectedSpectrum) held = g_object_ref (item);

  if (g_list_store_find (self->items, item, NULL))
    return;
  g_ptr_array_remove (self->removed, item); /* first: what is shown of it follows the items */
  g_list_store_insert_sorted (self->items, item, compare_numbers, NULL);
}

static void
take_out (BlCollectedSpectra *self, BlCollectedSpectrum *item)
{
  guint found;

  if (!g_list_store_find (self->items, item, &found))
    return;
  g_ptr_array_add (self->removed, g_object_ref (item));
  g_list_store_remove (self->items, found);
}

/* ------------------------------------------------------------------ undo */

typedef struct
{
  BlCollectedSpectra *panel;
  BlCollectedSpectrum *item;
  gboolean was_added; /* or taken out */
} Step;

static void
free_step (gpointer data)
{
  Step *step = data;

  g_object_unref (step->item);
  g_object_unref (step->panel);
  g_free (step);
}

static gboolean
undo_step_cb (gpointer user_data)
{
  Step *step = user_data;

  (step->was_added ? take_out : insert) (step->panel, step->item);
  return TRUE;
}

static gboolean
redo_step_cb (gpointer user_data)
{
  Step *step = user_data;

  (step->was_added ? insert : take_out) (step->panel, step->item);
  return TRUE;
}

static void
push_step (BlCollectedSpectra *self, BlCollectedSpectrum *item, gboolean was_added)
{
  Step *step;

  if (self->history == NULL)
    return;
  step = g_new (Step, 1);
  *step = (Step){ g_object_ref (self), g_object_ref (item), was_added };
  bl_undo_history_push (self->history, was_added ? "Keep a spectrum" : "Remove a spectrum",
                        undo_step_cb, redo_step_cb, step, free_step);
}

/**
 * bl_collected_spectra_set_undo_history:
 * @self: the panel
 * @history: where what is kept and taken out is a step; a reference is taken
 */
void
bl_collected_spectra_set_undo_history (BlCollectedSpectra *self, BlUndoHistory *history)
{
  g_return_if_fail (BL_IS_COLLECTED_SPECTRA (self));
  g_set_object (&self->history, history);
}

static void
remove_cb (GtkButton *button, gpointer user_data)
{
  BlCollectedSpectra *self = user_data;
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW);
  guint position = (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  g_autoptr (BlCollectedSpectrum) item = get_item (G_LIST_MODEL (self), position);

  take_out (self, item);
  push_step (self, item, FALSE);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_entry_row_new (),
            *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, "Remove");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Remove", -1);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), user_data);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "Name");
  gtk_editable_set_max_width_chars (GTK_EDITABLE (row), NAME_CHARS);
  g_object_bind_property (item, "name", row, "text",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  return row;
}

/**
 * bl_collected_spectra_undo:
 * @self: the panel
 *
 * Puts back what was removed last, where it was. Main thread.
 *
 * Returns: whether there was anything.
 */
gboolean
bl_collected_spectra_undo (BlCollectedSpectra *self)
{
  g_return_val_if_fail (BL_IS_COLLECTED_SPECTRA (self), FALSE);
  g_autoptr (BlCollectedSpectrum) item = NULL;

  if (self->removed->len == 0)
    return FALSE;
  item = g_object_ref (self->removed->pdata[self->removed->len - 1]);
  insert (self, item);
  push_step (self, item, TRUE);
  return TRUE;
}

static void
undo_cb (GtkButton *button, gpointer user_data)
{
  bl_collected_spectra_undo (user_data);
}

static void
keep_cb (GtkButton *button, gpointer user_data)
{
  g_signal_emit (user_data, keep_wanted, 0);
}

/* ------------------------------------------------------------------ saving */

static double *
dup_good_wavelengths (AeScene *scene)
{
  const double *all = ae_scene_get_wavelengths_nm (scene);
  const guint *good = ae_scene_get_good_bands (scene);
  guint n = ae_scene_get_n_good_bands (scene);
  double *out = all != NULL ? g_new (double, n) : NULL;

  for (guint j = 0; j < n && out != NULL; j++)
    out[j] = all[good[j]];
  return out;
}

static void
save_to (BlCollectedSpectra *self, const char *path)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) spectra = g_array_new (FALSE, FALSE, sizeof (float));
  guint bands = ae_scene_get_n_good_bands (self->scene),
        n = bl_collected_spectra_fill_shown (self, names, spectra);
  g_autofree double *wavelengths = dup_good_wavelengths (self->scene);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (names, NULL);
  if (ae_spectra_save (path, (const float *) (void *) spectra->data, n, bands, wavelengths,
                       (const char **) names->pdata, &error))
    text = g_strdup_printf (n == 1 ? "%u spectrum saved in %s" : "%u spectra saved in %s", n,
                            name);
  say (self, text != NULL ? text : error->message);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  BlCollectedSpectra *self = user_data;

  if (get_n_items (G_LIST_MODEL (self)) > 0)
    save_to (self, path);
}

static void
save_cb (GtkButton *button, gpointer user_data)
{
  bl_file_dialog_save (GTK_WIDGET (button), "Save spectra as " AE_SPECTRA_ENDINGS,
                       "spectra.csv", chosen_cb, user_data);
}

/* ------------------------------------------------------------------ the type */

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlCollectedSpectra *self = BL_COLLECTED_SPECTRA (panel);

  g_ptr_array_set_size (self->removed, 0);
  g_list_store_remove_all (self->items);
  g_clear_pointer (&self->scene, ae_scene_unref);
  self->scene = scene != NULL ? ae_scene_ref (scene) : NULL;
  say (self, "");
  show_buttons (self);
}

static void
bl_collected_spectra_dispose (GObject *object)
{
  BlCollectedSpectra *self = BL_COLLECTED_SPECTRA (object);

  g_signal_handlers_disconnect_by_data (self->items, self);
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_object (&self->history);
  G_OBJECT_CLASS (bl_collected_spectra_parent_class)->dispose (object);
}

static void
bl_collected_spectra_finalize (GObject *object)
{
  BlCollectedSpectra *self = BL_COLLECTED_SPECTRA (object);

  g_object_unref (self->items);
  g_ptr_array_unref (self->removed);
  G_OBJECT_CLASS (bl_collected_spectra_parent_class)->finalize (object);
}

static void
bl_collected_spectra_class_init (BlCollectedSpectraClass *class)
{
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_collected_spectra_dispose;
  G_OBJECT_CLASS (class)->finalize = bl_collected_spectra_finalize;
  keep_wanted = g_signal_new ("keep-wanted", BL_TYPE_COLLECTED_SPECTRA, G_SIGNAL_RUN_LAST, 0,
                              NULL, NULL, NULL, G_TYPE_NONE, 0);
  panel_class->scene_changed = scene_changed;
}

static GtkWidget *
add_button (BlCollectedSpectra *self, GtkWidget *box, const char *label, const char *hint,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, hint);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "bl-small");
  g_signal_connect (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
bl_collected_spectra_init (BlCollectedSpectra *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2),
            *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->items = g_list_store_new (BL_TYPE_COLLECTED_SPECTRUM);
  self->removed = g_ptr_array_new_with_free_func (g_object_unref);
  self->buttons = buttons;
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, "Kept spectra");
  self->undo = add_button (self, buttons, "Undo",
                           "Put back what was removed last; again, what was removed before it",
                           G_CALLBACK (undo_cb));
  self->save = add_button (self, buttons, "Save…", "As .csv, .npy or an ENVI spectral library",
                           G_CALLBACK (save_cb));
  self->keep
      = add_button (self, buttons, "Keep", "Keep the generated spectrum", G_CALLBACK (keep_cb));
  adw_preferences_group_set_header_suffix (self->group, buttons);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->items), make_row, self, NULL);
  adw_preferences_group_add (self->group, GTK_WIDGET (self->list));
  g_signal_connect_swapped (self->items, "items-changed", G_CALLBACK (items_changed_cb), self);
  self->said = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->said), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->said), 0);
  gtk_widget_add_css_class (self->said, "caption");
  gtk_widget_set_visible (self->said, FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->group));
  gtk_box_append (GTK_BOX (box), self->said);
  gtk_widget_add_css_class (box, "bl-run-settings-panel");
  adw_bin_set_child (ADW_BIN (self), box);
  show_buttons (self);
}

/**
 * bl_collected_spectra_add:
 * @self: the panel
 * @name: to begin with; it can be changed in its row
 * @spectrum: (good bands), scene units; copied
 */
void
bl_collected_spectra_add (BlCollectedSpectra *self, const char *name, const float *spectrum)
{
  g_autoptr (BlCollectedSpectrum) item = NULL;

  g_return_if_fail (BL_IS_COLLECTED_SPECTRA (self));
  if (self->scene == NULL)
    return;
  item = bl_collected_spectrum_new (name, self->n_collected++, spectrum,
                                    ae_scene_get_n_good_bands (self->scene));
  say (self, "");
  g_list_store_append (self->items, item);
  push_step (self, item, TRUE);
}

/**
 * bl_collected_spectra_set_words:
 * @self: the panel
 * @title: over the list
 * @hint: what Keep keeps
 */
void
bl_collected_spectra_set_words (BlCollectedSpectra *self, const char *title, const char *hint)
{
  g_return_if_fail (BL_IS_COLLECTED_SPECTRA (self));
  adw_preferences_group_set_title (self->group, title);
  gtk_widget_set_tooltip_text (self->keep, hint);
}

/**
 * bl_collected_spectra_add_button:
 * @self: the panel
 * @label: of a button beside Keep
 * @hint: what it does
 * @callback: for "clicked"
 * @user_data: for it
 */
void
bl_collected_spectra_add_button (BlCollectedSpectra *self, const char *label, const char *hint,
                                 GCallback callback, gpointer user_data)
{
  g_return_if_fail (BL_IS_COLLECTED_SPECTRA (self));

  GtkWidget *button = add_button (self, self->buttons, label, hint, G_CALLBACK (keep_cb));

  g_signal_handlers_disconnect_by_func (button, keep_cb, self);
  g_signal_connect_swapped (button, "clicked", callback, user_data);
  gtk_box_reorder_child_after (GTK_BOX (self->buttons), button, self->save);
}

/**
 * bl_collected_spectra_fill_shown:
 * @self: the panel
 * @names: (element-type utf8): gets the names
 * @spectra: (element-type float): gets (n, good bands), scene units
 *
 * Returns: how many there are.
 */
guint
bl_collected_spectra_fill_shown (BlCollectedSpectra *self, GPtrArray *names, GArray *spectra)
{
  g_return_val_if_fail (BL_IS_COLLECTED_SPECTRA (self), 0);

  guint n = get_n_items (G_LIST_MODEL (self));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BlCollectedSpectrum) item = get_item (G_LIST_MODEL (self), i);
      guint bands;
      const float *values = bl_collected_spectrum_get_values (item, &bands);

      g_ptr_array_add (names, g_strdup (bl_collected_spectrum_get_name (item)));
      g_array_append_vals (spectra, values, bands);
    }
  return n;
}
