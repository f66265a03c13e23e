/* bl-project-marks.c: what the user has marked of a scene, into a project and out of it again:
 * labels, selections, the pin. What a page shows is the window's.
 */
#include "bl-project-marks.h"

#include "ae-error.h"

/* ------------------------------------------------------------------ labels */

static void
fill_labels (BlWorkspace *workspace, AeProjectAnnotations *notes)
{
  AeScene *scene = bl_workspace_get_scene (workspace);
  guint n_classes = ae_scene_get_n_classes (scene);

  if (!bl_workspace_has_own_labels (workspace) || ae_scene_get_labels (scene) == NULL)
    return;
  notes->labels = ae_rle_new (ae_scene_get_labels (scene), ae_scene_get_n_pixels (scene), 2);
  for (guint c = 0; c < n_classes; c++)
    {
      const char *name = ae_scene_get_class_name (scene, c);
      guint32 colour;

      g_ptr_array_add (notes->class_names,
                       name != NULL ? g_strdup (name) : g_strdup_printf ("Class %u", c));
      if (ae_scene_get_class_colour (scene, c, &colour))
        g_array_append_val (notes->class_colours, colour);
    }
}

static gboolean
restore_labels (BlWorkspace *workspace, const AeProjectAnnotations *notes, GError **error)
{
  AeScene *scene = bl_workspace_get_scene (workspace);
  gsize n = ae_scene_get_n_pixels (scene);
  guint n_classes = notes->class_names->len;
  guint16 *labels;
  char **names;

  if (notes->labels == NULL)
    return TRUE;
  labels = g_new (guint16, n);
  if (!ae_rle_fill (notes->labels, labels, n, 2))
    {
      g_free (labels);
      ae_error_set (error, AE_ERROR_INVALID,
                    "The project’s labels are not of this scene; they were left out");
      return FALSE;
    }
  names = g_new0 (char *, n_classes + 1);
  for (guint c = 0; c < n_classes; c++)
    names[c] = g_strdup (notes->class_names->pdata[c]);
  bl_workspace_set_labels (
      workspace, ae_scene_dup_with_classes (
                     scene, labels, n_classes, names,
                     notes->class_colours->len > 0
                         ? g_memdup2 (notes->class_colours->data, n_classes * sizeof (guint32))
                         : NULL));
  return TRUE;
}

/* ------------------------------------------------------------------ selections */

static void
fill_selections (BlWorkspace *workspace, AeProjectAnnotations *notes)
{
  g_autoptr (GPtrArray) masks
      = bl_selection_dup_history (bl_workspace_get_selection (workspace), &notes->selected);

  for (guint i = 0; i < masks->len; i++)
    {
      gsize n = 0;
      const void *mask
          = masks->pdata[i] != NULL ? g_bytes_get_data (masks->pdata[i], &n) : NULL;

      g_ptr_array_add (notes->selections, ae_rle_new (mask, n, 1));
    }
}

static void
unref_mask (gpointer mask)
{
  if (mask != NULL)
    g_bytes_unref (mask);
}

static gboolean
restore_selections (BlWorkspace *workspace, const AeProjectAnnotations *notes, GError **error)
{
  gsize n = ae_scene_get_n_pixels (bl_workspace_get_scene (workspace));
  g_autoptr (GPtrArray) masks = g_ptr_array_new_with_free_func (unref_mask);

  for (guint i = 0; i < notes->selections->len; i++)
    {
      GBytes *runs = notes->selections->pdata[i];
      guint8 *mask = g_bytes_get_size (runs) > 0 ? g_malloc (n) : NULL;

      if (mask != NULL && !ae_rle_fill (runs, mask, n, 1))
        {
          g_free (mask);
          ae_error_set (error, AE_ERROR_INVALID,
                        "The project’s selections are not of this scene; they were left out");
          return FALSE;
        }
      g_ptr_array_add (masks, mask != NULL ? g_bytes_new_take (mask, n) : NULL);
    }
  if (notes->selected < masks->len)
    bl_selection_set_history (bl_workspace_get_selection (workspace), masks, notes->selected);
  return TRUE;
}

/* ------------------------------------------------------------------ all of it */

static void
fill_pin (BlWorkspace *workspace, AeProject *project)
{
  guint32 pin;
  gboolean has_pin = bl_selection_get_pin (bl_workspace_get_selection (workspace), &pin);
  g_autofree char *text = has_pin ? g_strdup_printf ("%u", pin) : NULL;

  ae_project_set_text (project, "pin", text);
}

static void
restore_pin (BlWorkspace *workspace, const AeProject *project)
{
  g_autofree char *text = ae_project_dup_text (project, "pin");

  if (text != NULL)
    bl_selection_set_pin (bl_workspace_get_selection (workspace),
                          (guint32) g_ascii_strtoull (text, NULL, 10));
}

/**
 * bl_project_marks_fill:
 * @workspace: with a scene
 * @project: its notes are made anew
 */
void
bl_project_marks_fill (BlWorkspace *workspace, AeProject *project)
{
  g_return_if_fail (BL_IS_WORKSPACE (workspace));
  ae_project_annotations_free (project->notes);
  project->notes = ae_project_annotations_new ();
  fill_pin (workspace, project);
  fill_labels (workspace, project->notes);
  fill_selections (workspace, project->notes);
}

/**
 * bl_project_marks_restore:
 * @workspace: that shows the scene of @project
 * @project: just opened
 * @error: which of them are not of this scene
 *
 * Returns: whether all fit; those that do not are left out.
 */
gboolean
bl_project_marks_restore (BlWorkspace *workspace, const AeProject *project, GError **error)
{
  g_autoptr (GError) other = NULL;
  gboolean is_good;

  g_return_val_if_fail (BL_IS_WORKSPACE (workspace), FALSE);
  restore_pin (workspace, project);
  is_good = restore_labels (workspace, project->notes, error);
  return restore_selections (workspace, project->notes, is_good ? error : &other) && is_good;
}
