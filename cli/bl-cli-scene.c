/* bl-cli-scene.c: opens the scene that the command line names, with its labels. */
#include "bl-cli-scene.h"

#include "ae-error.h"
#include "ae-number.h"
#include "ae-reader.h"
#include "ae-wavelengths.h"
#include "bl-cli-print.h"
#include "bl-cli.h"

#include <math.h>

/**
 * bl_cli_scene_add_options:
 * @self: where they go
 * @context: gets them
 */
void
bl_cli_scene_add_options (BlCliScene *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "variable", 0, 0, G_OPTION_ARG_STRING, &self->variable,
      "The array or subdataset to take where several fit", "NAME" },
    { "axes", 0, 0, G_OPTION_ARG_STRING, &self->axes,
      "Order of the axes where the file cannot tell: lsb is lines, samples, bands", "ORDER" },
    { "assume", 0, 0, G_OPTION_ARG_NONE, &self->assume,
      "Where a header does not fit its file, take the nearest consistent reading", NULL },
    { "labels", 0, 0, G_OPTION_ARG_FILENAME, &self->labels,
      "A label image of the scene's size, in any readable format", "FILE" },
    { "units", 0, 0, G_OPTION_ARG_STRING, &self->units,
      "What the file's wavelengths are in: nm, um, mm, m, angstrom, cm-1, GHz, THz, eV, raman, "
      "…",
      "UNIT" },
    { "bands", 0, 0, G_OPTION_ARG_STRING, &self->bands,
      "The bands to use, by number from 1 or on the axis: 1-103,109 or 400-1340nm or "
      "1000-1800cm-1",
      "LIST" },
    { "nodata", 0, 0, G_OPTION_ARG_STRING, &self->nodata,
      "A value of the scene that stands for no data, besides what the file says", "VALUE" },
    { "preprocess", 0, 0, G_OPTION_ARG_STRING, &self->preprocess,
      "Steps in their order: norm, smooth:BANDS, derivative:BANDS, continuum", "LIST" },
    { "memory", 0, 0, G_OPTION_ARG_INT, &self->memory,
      "Pixels of a larger scene stay in the file and are read as needed (default: half of the "
      "machine's memory)",
      "MIB" },
    { NULL },
  };

  bl_cli_options_add (context, entries);
}

/**
 * bl_cli_scene_clear:
 * @self: options
 */
void
bl_cli_scene_clear (BlCliScene *self)
{
  g_free (self->variable);
  g_free (self->axes);
  g_free (self->labels);
  g_free (self->units);
  g_free (self->nodata);
  g_free (self->bands);
  g_free (self->preprocess);
}

static void
progress_cb (double fraction, gpointer user_data)
{
  BlCliProgress *progress = user_data;

  if (bl_cli_progress_is_due (progress))
    bl_cli_progress_show (progress, "opening  %3.0f %%", 100 * fraction);
}

/* The engine cannot know what the option is called here. */
static void
name_the_option (GError **error)
{
  if (error != NULL && g_error_matches (*error, AE_ERROR, AE_ERROR_AMBIGUOUS))
    {
      char *message = (*error)->message;
      const char *stop = g_str_has_suffix (message, ".") ? "" : ".";

      (*error)->message
          = g_strdup_printf ("%s%s Name one with --variable NAME.", message, stop);
      g_free (message);
    }
}

/**
 * bl_cli_scene_open:
 * @self: options
 * @path: a file, or "demo:"
 * @error: as ae_reader_open() and ae_reader_open_labels()
 *
 * Returns: (transfer full): the scene, with labels where asked for.
 */
AeScene *
bl_cli_scene_open (const BlCliScene *self, const char *path, GError **error)
{
  BlCliProgress progress = { 0 };
  AeReaderOptions options
      = { .variable = self->variable,
          .axes = self->axes,
          .assume = self->assume,
          .memory_limit = (guint64) MAX (self->memory, 0) << 20,
          .edits = { .kept_bands = self->bands, .preprocessing = self->preprocess },
          .progress = progress_cb,
          .progress_data = &progress };
  g_autoptr (AeScene) scene = NULL;

  if (self->memory < 0)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID, "--memory: %d; give 1 or more MiB",
                   self->memory);
      return NULL;
    }
  if (self->nodata != NULL)
    {
      options.edits.has_nodata = TRUE;
      if (!ae_number_parse (self->nodata, &options.edits.nodata))
        {
          g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                       "--nodata: “%s” is no number; give the value that stands for no data",
                       self->nodata);
          return NULL;
        }
    }
  if (self->units != NULL
      && (options.edits.units = ae_wavelength_units_from_string (self->units))
             == AE_WAVELENGTH_NONE)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "--units: “%s” is no unit of wavelengths; give nm, um, mm, cm, m, angstrom, "
                   "cm-1, MHz, GHz, THz, eV or raman",
                   self->units);
      return NULL;
    }
  scene = ae_reader_open (path, &options, NULL, error);
  bl_cli_progress_clear (&progress);
  if (scene == NULL)
    name_the_option (error);
  if (scene == NULL || self->labels == NULL)
    return g_steal_pointer (&scene);
  return ae_reader_open_labels (scene, self->labels, NULL, error);
}
