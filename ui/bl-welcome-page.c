/* bl-welcome-page.c: two buttons and the files opened last. It opens nothing itself: it
 * activates win.open, win.open-demo and win.open-uri.
 */
#include "bl-welcome-page.h"

#include "ae-formats.h"

#define MOST_RECENT 5

struct _BlWelcomePage
{
  AdwBin parent_instance;
  AdwPreferencesGroup *recent_group;
  GtkWidget *demo;
  GtkLabel *formats;
  GPtrArray *rows; /* borrowed */
};

G_DEFINE_FINAL_TYPE (BlWelcomePage, bl_welcome_page, ADW_TYPE_BIN)

static void
add_row (BlWelcomePage *self, const char *uri)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *place = folder != NULL ? g_file_get_parse_name (folder) : NULL;
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *subtitle = g_markup_escape_text (place != NULL ? place : "", -1);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-uri");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", uri);
  /* A file that went missing is shown, but greyed: it is no error. */
  gtk_widget_set_sensitive (row, g_file_query_exists (file, NULL));
  adw_preferences_group_add (self->recent_group, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_formats (BlWelcomePage *self)
{
  g_autofree char *names = ae_formats_dup_names ("or");
  g_autofree char *text = g_strdup_printf ("%s.\nDrop a file anywhere in this window.", names);

  gtk_label_set_text (self->formats, text);
}

static void
bl_welcome_page_dispose (GObject *object)
{
  BlWelcomePage *self = BL_WELCOME_PAGE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (bl_welcome_page_parent_class)->dispose (object);
}

static void
bl_welcome_page_class_init (BlWelcomePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_welcome_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BlWelcomePage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, BlWelcomePage, demo);
  gtk_widget_class_bind_template_child (widget_class, BlWelcomePage, formats);
}

static void
bl_welcome_page_init (BlWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  show_formats (self);
}

/**
 * bl_welcome_page_new:
 *
 * Returns: (transfer floating): the page. Main thread.
 */
GtkWidget *
bl_welcome_page_new (void)
{
  return g_object_new (BL_TYPE_WELCOME_PAGE, NULL);
}

/**
 * bl_welcome_page_set_recent:
 * @self: the page
 * @uris: (array zero-terminated=1): newest first; at most five are shown
 */
void
bl_welcome_page_set_recent (BlWelcomePage *self, const char *const *uris)
{
  g_return_if_fail (BL_IS_WELCOME_PAGE (self));
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->recent_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; uris[i] != NULL && i < MOST_RECENT; i++)
    add_row (self, uris[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->recent_group), self->rows->len > 0);
}
