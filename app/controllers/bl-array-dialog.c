/* bl-array-dialog.c: dialog of the arrays of a file, with a picture of each that is not too
 * large.
 */
#include "bl-array-dialog.h"

#include "ae-reader.h"
#include "bl-composite.h"
#include "bl-worker.h"

#include <adwaita.h>
#include <string.h>

#define THUMB      72           /* pixels */
#define MOST_BYTES (256u << 20) /* of an array whose picture is worth reading it */

/* What a dialog holds, with the pictures below: who asked. */
typedef struct
{
  char *path;
  BlArrayChosenFunc chosen;
  gpointer owner; /* nullable, weak: gone, nobody is told */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_weak_pointer (&question->owner);
  g_free (question->path);
  g_free (question);
}

/* ------------------------------------------------------------------ pictures of the arrays */

/* A file and its arrays, of which pictures are wanted. */
typedef struct
{
  char *path;
  GPtrArray *choices; /* AeReaderChoice */
} Arrays;

typedef struct
{
  guint i; /* of which array */
  GdkTexture *texture;
} Thumb;

/* What a dialog holds: one array after the other is read until it is gone. */
typedef struct
{
  BlWorker *worker;
  GPtrArray *images; /* GtkPicture, one a choice: held */
} Thumbs;

static void
arrays_free (gpointer data)
{
  Arrays *arrays = data;

  g_free (arrays->path);
  g_ptr_array_unref (arrays->choices);
  g_free (arrays);
}

static void
thumb_free (gpointer data)
{
  g_object_unref (((Thumb *) data)->texture);
  g_free (data);
}

static void
thumbs_free (gpointer data)
{
  Thumbs *thumbs = data;

  bl_worker_free (thumbs->worker);
  g_ptr_array_unref (thumbs->images);
  g_free (thumbs);
}

/* Every so many pixels of the composite. */
static GdkTexture *
make_texture (const BlComposite *composite)
{
  guint step = MAX (1, MAX (composite->lines, composite->samples) / THUMB),
        width = MAX (1, composite->samples / step), height = MAX (1, composite->lines / step);
  guint32 *pixels = g_new (guint32, (gsize) width * height);
  g_autoptr (GBytes) bytes = NULL;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      pixels[(gsize) y * width + x]
          = composite->pixels[(gsize) y * step * composite->samples + (gsize) x * step];
  bytes = g_bytes_new_take (pixels, (gsize) width * height * sizeof *pixels);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_DEFAULT, bytes,
                                 width * sizeof *pixels);
}

static gpointer
read_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  GCancellable *cancellable = bl_worker_task_get_cancellable (task);
  const Arrays *arrays = inputs;

  for (guint i = 0; i < arrays->choices->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const AeReaderChoice *choice = arrays->choices->pdata[i];
      const AeReaderOptions options
          = { .variable = choice->variable, .memory_limit = MOST_BYTES };
      guint64 bytes
          = (guint64) choice->lines * choice->samples * choice->bands * sizeof (float);
      g_autoptr (AeScene) scene
          = bytes <= MOST_BYTES ? ae_reader_open (arrays->path, &options, cancellable, NULL)
                                : NULL;
      g_autoptr (BlComposite) composite = scene != NULL ? bl_composite_new_usual (scene) : NULL;
      Thumb *thumb;

      if (composite == NULL)
        continue;
      thumb = g_new (Thumb, 1);
      *thumb = (Thumb){ i, make_texture (composite) };
      bl_worker_task_post (task, thumb);
    }
  return NULL;
}

static void
thumb_cb (gpointer item, gpointer user_data)
{
  const Thumb *thumb = item;
  const Thumbs *thumbs = user_data;

  gtk_picture_set_paintable (thumbs->images->pdata[thumb->i], GDK_PAINTABLE (thumb->texture));
}

static const BlWorkerJob thumbs_job = { .name = "pictures of arrays",
                                        .func = read_in_thread,
                                        .free_inputs = arrays_free,
                                        .free_item = thumb_free,
                                        .item = thumb_cb };

/* All that could be read were told before. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
}

static Thumbs *
read_thumbs (const char *path, GPtrArray *choices, GPtrArray *images)
{
  Thumbs *thumbs = g_new (Thumbs, 1);
  Arrays *arrays = g_new (Arrays, 1);

  *thumbs = (Thumbs){ bl_worker_new (BL_WORKER_REPLACE), g_ptr_array_ref (images) };
  *arrays = (Arrays){ g_strdup (path), g_ptr_array_ref (choices) };
  bl_worker_run_async (thumbs->worker, &thumbs_job, arrays, read_cb, thumbs);
  return thumbs;
}

/* ------------------------------------------------------------------ a choice of arrays */

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Question *question = user_data;

  if (g_str_has_prefix (response, "take:") && question->owner != NULL)
    question->chosen (question->path, response + strlen ("take:"), question->owner);
}

static void
choice_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  AdwMessageDialog *dialog = user_data;
  const char *variable = g_object_get_data (G_OBJECT (row), "variable");
  g_autofree char *response = g_strconcat ("take:", variable, NULL);

  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static GtkWidget *
make_choice_row (const AeReaderChoice *choice, GPtrArray *images)
{
  GtkWidget *row = adw_action_row_new (), *image = gtk_picture_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), choice->variable);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), choice->shape);
  gtk_picture_set_can_shrink (GTK_PICTURE (image), TRUE);
  gtk_widget_set_size_request (image, THUMB, THUMB);
  gtk_widget_set_margin_top (image, 4);
  gtk_widget_set_margin_bottom (image, 4);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "variable", g_strdup (choice->variable), g_free);
  g_ptr_array_add (images, g_object_ref (image));
  return row;
}

static GtkWidget *
make_choice_list (GPtrArray *choices, GtkWidget *dialog, GPtrArray *images)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; i < choices->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_choice_row (choices->pdata[i], images));
  g_signal_connect (list, "row-activated", G_CALLBACK (choice_activated_cb), dialog);
  return list;
}

/**
 * bl_array_dialog_show:
 * @parent: it stands before this window
 * @path: a file
 * @choices: (element-type AeReaderChoice): its arrays that could be the scene; a reference is
 *   taken
 * @chosen: called once where one is chosen
 * @owner: (type GObject): who is told; a reference is not taken
 */
void
bl_array_dialog_show (GtkWindow *parent, const char *path, GPtrArray *choices,
                      BlArrayChosenFunc chosen, gpointer owner)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, "Which array is the scene?", NULL);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  Question *question = g_new0 (Question, 1);

  question->path = g_strdup (path);
  question->chosen = chosen;
  g_set_weak_pointer (&question->owner, owner);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  "%s holds several that could be.", name);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog),
                                      make_choice_list (choices, dialog, images));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel");
  g_object_set_data_full (G_OBJECT (dialog), "question", question, question_free);
  g_object_set_data_full (G_OBJECT (dialog), "thumbs", read_thumbs (path, choices, images),
                          thumbs_free);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  gtk_window_present (GTK_WINDOW (dialog));
}
