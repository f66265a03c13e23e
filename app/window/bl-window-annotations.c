/* bl-window-annotations.c: where the user looks, and the spectra kept on pages: into a project
 * and out of it again.
 */
#include "bl-window-private.h"

#include "bl-zoom.h"

#include <string.h>

#define COLLECTED "collected"
#define GENERATED "generated"

/* ------------------------------------------------------------------ kept spectra */

static void
fill_spectra (BlCollectedSpectra *kept, const char *list, guint bands,
              AeProjectAnnotations *notes)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) spectra = g_array_new (FALSE, FALSE, sizeof (float));
  guint n = bl_collected_spectra_fill_shown (kept, names, spectra);

  for (guint i = 0; i < n; i++)
    ae_project_annotations_add_spectrum (
        notes, list, names->pdata[i], &g_array_index (spectra, float, (gsize) i *bands), bands);
}

/* Bands may be left out since, in a project that somebody else wrote: then it does not fit. */
static void
restore_spectra (BlWindow *self, const AeProjectAnnotations *notes)
{
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  gsize bytes = ae_scene_get_n_good_bands (scene) * sizeof (float);

  for (guint i = 0; i < notes->spectra->len; i++)
    {
      const AeProjectSpectrum *spectrum = notes->spectra->pdata[i];

      if (g_bytes_get_size (spectrum->values) == bytes)
        bl_collected_spectra_add (strcmp (spectrum->list, GENERATED) == 0
                                      ? bl_generate_page_get_collected (self->generate_page)
                                      : bl_scene_page_get_collected (self->scene_page),
                                  spectrum->name, g_bytes_get_data (spectrum->values, NULL));
    }
}

/* ------------------------------------------------------------------ all of it */

static void
fill_cb (BlWindow *self, AeProject *project)
{
  guint bands = ae_scene_get_n_good_bands (bl_workspace_get_scene (self->workspace));
  g_autofree char *zoom = bl_zoom_dup_text (GTK_WIDGET (self->pages));

  fill_spectra (bl_scene_page_get_collected (self->scene_page), COLLECTED, bands,
                project->notes);
  fill_spectra (bl_generate_page_get_collected (self->generate_page), GENERATED, bands,
                project->notes);
  ae_project_set_text (project, "page", adw_view_stack_get_visible_child_name (self->pages));
  ae_project_set_text (project, "zoom", zoom);
}

static void
restored_cb (BlWindow *self, const AeProject *project)
{
  g_autofree char *zoom = ae_project_dup_text (project, "zoom");
  g_autofree char *page = ae_project_dup_text (project, "page");

  if (page != NULL && adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
  restore_spectra (self, project->notes);
  if (zoom != NULL)
    bl_zoom_restore (GTK_WIDGET (self->pages), zoom);
  /* What was done to bring it here is no person's. */
  bl_undo_history_clear (bl_workspace_get_history (self->workspace));
}

/**
 * bl_window_start_annotations:
 * @self: a window whose project controller is there
 *
 * What the pages show is kept with the project from now on.
 */
void
bl_window_start_annotations (BlWindow *self)
{
  BlCollectedSpectra *lists[2];

  g_return_if_fail (BL_IS_WINDOW (self));
  lists[0] = bl_scene_page_get_collected (self->scene_page);
  lists[1] = bl_generate_page_get_collected (self->generate_page);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_signal_connect_object (lists[i], "items-changed",
                             G_CALLBACK (bl_project_controller_touch), self->project,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "fill", G_CALLBACK (fill_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "restored", G_CALLBACK (restored_cb), self,
                           G_CONNECT_SWAPPED);
}
