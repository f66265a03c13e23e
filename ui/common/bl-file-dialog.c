/* bl-file-dialog.c: the desktop's file dialog. It belongs to the widget that asked, and goes
 * with it; a second question takes the place of the first.
 */
#include "bl-file-dialog.h"

#define OWNED "bl-file-dialog"

typedef struct
{
  GtkWidget *owner; /* outlives the dialog */
  BlFileChosenFunc chosen;
  gpointer user_data;
} Question;

static void
free_question (gpointer question, GClosure *closure)
{
  g_free (question);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Question question = *(Question *) user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_object_set_data (G_OBJECT (question.owner), OWNED, NULL); /* and with it the dialog */
  if (path != NULL)
    question.chosen (path, question.user_data);
  else if (file != NULL)
    gtk_widget_activate_action (question.owner, "win.show-error", "s",
                                "Choose a folder on this computer: the place has no path");
}

static GtkFileChooserNative *
ask (GtkWidget *owner, const char *title, GtkFileChooserAction action, BlFileChosenFunc chosen,
     gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (owner);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, action,
      action == GTK_FILE_CHOOSER_ACTION_SAVE ? "_Save" : "_Open", "_Cancel");
  Question *question = g_new (Question, 1);

  *question = (Question){ owner, chosen, user_data };
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question,
                         0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_object_set_data_full (G_OBJECT (owner), OWNED, dialog, g_object_unref);
  return dialog;
}

/**
 * bl_file_dialog_open:
 * @owner: a widget in a window; the dialog is its own
 * @title: what is asked for
 * @add_filters: (nullable): says which files are shown
 * @chosen: called once on the main thread where a file was chosen
 * @user_data: for it; outlives @owner or is it
 */
void
bl_file_dialog_open (GtkWidget *owner, const char *title,
                     void (*add_filters) (GtkFileChooser *chooser), BlFileChosenFunc chosen,
                     gpointer user_data)
{
  GtkFileChooserNative *dialog
      = ask (owner, title, GTK_FILE_CHOOSER_ACTION_OPEN, chosen, user_data);

  if (add_filters != NULL)
    add_filters (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * bl_file_dialog_save:
 * @owner: a widget in a window; the dialog is its own
 * @title: what is saved, and which endings there are
 * @name: proposed; its ending says the format
 * @chosen: called once on the main thread where a place was chosen
 * @user_data: for it; outlives @owner or is it
 */
void
bl_file_dialog_save (GtkWidget *owner, const char *title, const char *name,
                     BlFileChosenFunc chosen, gpointer user_data)
{
  GtkFileChooserNative *dialog
      = ask (owner, title, GTK_FILE_CHOOSER_ACTION_SAVE, chosen, user_data);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * bl_file_dialog_close:
 * @owner: a widget that may have asked
 *
 * Closes its dialog: nothing is chosen any more.
 */
void
bl_file_dialog_close (GtkWidget *owner)
{
  g_return_if_fail (GTK_IS_WIDGET (owner));
  g_object_set_data (G_OBJECT (owner), OWNED, NULL);
}
