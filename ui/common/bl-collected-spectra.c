/* bl-collected-spectra.c: a list whose rows are the names; what is taken out can be put back,
 * one after the other, each where it was.
 */
#include "bl-collected-spectra.h"

#include "bl-file-dialog.h"
#include "ae-spectra-file.h"

#define NAME_CHARS 12 /* that a row asks for: the panel is no wider than what is above it */

typedef struct
{
  GtkWidget *row;
  float *spectrum; /* (good bands), scene units */
  guint place;     /* in the list, when it was taken out */
} Kept;

struct _BlCollectedSpectra
{
  BlPanel parent_instance;
  AdwPreferencesGroup *group;
  GtkWidget *buttons, *keep, *save, *undo, *said;
  AeScene *scene;
  GPtrArray *kept;    /* Kept */
  GPtrArray *removed; /* Kept, the last one last */
};

static guint keep_wanted, changed; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlCollectedSpectra, bl_collected_spectra, BL_TYPE_PANEL)

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_object_unref (kept->row);
  g_free (kept->spectrum);
  g_free (kept);
}

static void
refresh (BlCollectedSpectra *self)
{
  gtk_widget_set_sensitive (self->save, self->kept->len > 0);
  gtk_widget_set_visible (self->undo, self->removed->len > 0);
  g_signal_emit (self, changed, 0);
}

static void
say (BlCollectedSpectra *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->said), text);
  gtk_widget_set_visible (self->said, text[0] != '\0');
}

/* ------------------------------------------------------------------ the list */

static void
remove_cb (GtkButton *button, gpointer user_data)
{
  BlCollectedSpectra *self = user_data;
  GtkWidget *row = g_object_get_data (G_OBJECT (button), "row");

  for (guint i = 0; i < self->kept->len; i++)
    {
      Kept *kept = self->kept->pdata[i];

      if (kept->row != row)
        continue;
      adw_preferences_group_remove (self->group, row);
      kept->place = i;
      g_ptr_array_add (self->removed, g_ptr_array_steal_index (self->kept, i));
      break;
    }
  refresh (self);
}

/* A group only adds at its end: what comes after is added again. */
static void
put_back (BlCollectedSpectra *self, Kept *kept)
{
  guint place = MIN (kept->place, self->kept->len);

  g_ptr_array_insert (self->kept, (int) place, kept);
  for (guint i = place + 1; i < self->kept->len; i++)
    adw_preferences_group_remove (self->group, ((Kept *) self->kept->pdata[i])->row);
  for (guint i = place; i < self->kept->len; i++)
    adw_preferences_group_add (self->group, ((Kept *) self->kept->pdata[i])->row);
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
  if (self->removed->len == 0)
    return FALSE;
  put_back (self, g_ptr_array_steal_index (self->removed, self->removed->len - 1));
  refresh (self);
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
  guint bands = ae_scene_get_n_good_bands (self->scene), n = self->kept->len;
  g_autofree float *spectra = g_new (float, (gsize) n *bands);
  g_autofree double *wavelengths = dup_good_wavelengths (self->scene);
  g_autofree const char **names = g_new0 (const char *, n + 1);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      const Kept *kept = self->kept->pdata[i];

      memcpy (spectra + (gsize) i * bands, kept->spectrum, bands * sizeof *spectra);
      names[i] = gtk_editable_get_text (GTK_EDITABLE (kept->row));
    }
  if (ae_spectra_save (path, spectra, n, bands, wavelengths, names, &error))
    text = g_strdup_printf (n == 1 ? "%u spectrum saved in %s" : "%u spectra saved in %s", n,
                            name);
  say (self, text != NULL ? text : error->message);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  BlCollectedSpectra *self = user_data;

  if (self->kept->len > 0)
    save_to (self, path);
}

static void
save_cb (GtkButton *button, gpointer user_data)
{
  bl_file_dialog_save (GTK_WIDGET (button), "Save spectra as .csv, .npy or .sli", "spectra.csv",
                       chosen_cb, user_data);
}

/* ------------------------------------------------------------------ the type */

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlCollectedSpectra *self = BL_COLLECTED_SPECTRA (panel);

  for (guint i = 0; i < self->kept->len; i++)
    adw_preferences_group_remove (self->group, ((Kept *) self->kept->pdata[i])->row);
  g_ptr_array_set_size (self->kept, 0);
  g_ptr_array_set_size (self->removed, 0);
  g_clear_pointer (&self->scene, ae_scene_unref);
  self->scene = scene != NULL ? ae_scene_ref (scene) : NULL;
  say (self, "");
  refresh (self);
}

static void
bl_collected_spectra_dispose (GObject *object)
{
  BlCollectedSpectra *self = BL_COLLECTED_SPECTRA (object);

  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  G_OBJECT_CLASS (bl_collected_spectra_parent_class)->dispose (object);
}

static void
bl_collected_spectra_class_init (BlCollectedSpectraClass *class)
{
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_collected_spectra_dispose;
  keep_wanted = g_signal_new ("keep-wanted", BL_TYPE_COLLECTED_SPECTRA, G_SIGNAL_RUN_LAST, 0,
                              NULL, NULL, NULL, G_TYPE_NONE, 0);
  changed = g_signal_new ("changed", BL_TYPE_COLLECTED_SPECTRA, G_SIGNAL_RUN_LAST, 0, NULL,
                          NULL, NULL, G_TYPE_NONE, 0);
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

  self->kept = g_ptr_array_new_with_free_func (kept_free);
  self->removed = g_ptr_array_new_with_free_func (kept_free);
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
  self->said = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->said), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->said), 0);
  gtk_widget_add_css_class (self->said, "caption");
  gtk_widget_set_visible (self->said, FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->group));
  gtk_box_append (GTK_BOX (box), self->said);
  gtk_widget_add_css_class (box, "bl-run-settings-panel");
  adw_bin_set_child (ADW_BIN (self), box);
  refresh (self);
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
  GtkWidget *row = adw_entry_row_new (), *button;
  Kept *kept;

  g_return_if_fail (BL_IS_COLLECTED_SPECTRA (self));
  if (self->scene == NULL)
    return;
  button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, "Remove");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Remove", -1);
  g_object_set_data (G_OBJECT (button), "row", row);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "Name");
  gtk_editable_set_text (GTK_EDITABLE (row), name);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (row), NAME_CHARS);
  kept = g_new0 (Kept, 1);
  kept->row = g_object_ref_sink (row);
  kept->spectrum
      = g_memdup2 (spectrum, ae_scene_get_n_good_bands (self->scene) * sizeof *spectrum);
  g_ptr_array_add (self->kept, kept);
  adw_preferences_group_add (self->group, row);
  say (self, "");
  refresh (self);
}

/**
 * bl_collected_spectra_get_n:
 * @self: the panel
 *
 * Returns: how many spectra are kept.
 */
guint
bl_collected_spectra_get_n (BlCollectedSpectra *self)
{
  g_return_val_if_fail (BL_IS_COLLECTED_SPECTRA (self), 0);
  return self->kept->len;
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

  guint bands = self->scene != NULL ? ae_scene_get_n_good_bands (self->scene) : 0;

  for (guint i = 0; i < self->kept->len; i++)
    {
      const Kept *kept = self->kept->pdata[i];

      g_ptr_array_add (names, g_strdup (gtk_editable_get_text (GTK_EDITABLE (kept->row))));
      g_array_append_vals (spectra, kept->spectrum, bands);
    }
  return self->kept->len;
}
