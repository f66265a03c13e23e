/* bl-cli-anomaly.c: `bandloom-cli anomaly`: what is unusual in a scene, by RX, by PCA's
 * residual and by a model's error. */
#include "ae-apply.h"
#include "ae-rx.h"
#include "ae-raster-writer.h"
#include "ae-roc.h"
#include "bl-cli-model.h"
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli.h"

#include <math.h>

#define CODES 10 /* of the residual where no model says */

enum
{
  MAP_RX,
  MAP_PCA,
  MAP_MODEL,
  N_MAPS
};

typedef struct
{
  BlCliScene scene;
  BlCliModel model;
  gboolean on_map;
  char *output;
  int codes, target, threads;
  gboolean as_json;
} Options;

typedef struct
{
  const Options *options;
  AeProjectRun *run; /* nullable */
  AeScene *scene;
  AeInputAdapter *adapter;
  guint codes;
  gsize pixels;
  float *maps[N_MAPS]; /* (lines × samples); the model's is NULL without one */
  AeRoc *rocs[N_MAPS]; /* NULL without labels */
  BlCliProgress progress;
} Work;

static const char *const map_names[] = { "RX", "PCA residual", "model error" };

static void
add_options (Options *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->as_json, "Print one JSON object", NULL },
    { "on-map", 0, 0, G_OPTION_ARG_NONE, &self->on_map,
      "Write a map, of a scene whose file has a lookup table", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      "The maps as one image: " AE_RASTER_WRITER_ENDINGS, "FILE" },
    { "codes", 0, 0, G_OPTION_ARG_INT, &self->codes,
      "Components of PCA's residual (default: the model's code size, 10 without one)", "K" },
    { "target", 0, 0, G_OPTION_ARG_INT, &self->target,
      "The label that marks targets (default: every label but 0)", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self->threads,
      "Default all cores; results are the same on any number", "N" },
    { NULL },
  };

  self->target = -1;
  bl_cli_options_add (context, entries);
  bl_cli_model_add_options (&self->model, context);
  bl_cli_scene_add_options (&self->scene, context);
}

/* ------------------------------------------------------------------ the maps */

/* Distances are measured in the model's scaled units where there is one. */
static gboolean
open_feed (Work *w, GError **error)
{
  if (w->run != NULL)
    return (w->adapter = bl_cli_model_feed (&w->options->model, w->run, w->scene, error))
           != NULL;
  return (w->adapter = ae_input_adapter_new_plain (w->scene, error)) != NULL;
}

static gboolean
fill_maps (Work *w, GError **error)
{
  gsize n = ae_scene_get_n_pixels (w->scene);
  g_autoptr (AeRx) background = NULL;
  AeApplyOptions wanted = { .what = AE_APPLY_ERROR,
                            .threads = (guint) w->options->threads,
                            .progress = bl_cli_progress_take,
                            .progress_data = &w->progress };
  AeApplied applied;

  if ((background = ae_rx_new (w->adapter, bl_cli_progress_take, &w->progress, NULL, error))
      == NULL)
    return FALSE;
  w->pixels = ae_rx_get_n_pixels (background);
  w->maps[MAP_RX] = g_new (float, n);
  w->maps[MAP_PCA] = g_new (float, n);
  if (!ae_rx_fill_maps (background, w->adapter, w->codes, w->maps[MAP_RX], w->maps[MAP_PCA],
                        bl_cli_progress_take, &w->progress, NULL, error))
    return FALSE;
  if (w->run == NULL)
    return TRUE;
  wanted.map = w->maps[MAP_MODEL] = g_new (float, n);
  return ae_apply (w->run->training->model, w->adapter, &wanted, &applied, NULL, error);
}

/* The code size was fixed before this: nothing above has seen a label. */
static gboolean
fill_rocs (Work *w, GError **error)
{
  gsize n = ae_scene_get_n_pixels (w->scene);
  g_autofree guint8 *is_target
      = ae_scene_dup_targets (w->scene, (guint) MAX (w->options->target, 0), NULL);

  if (is_target == NULL)
    return TRUE;
  for (guint m = 0; m < N_MAPS; m++)
    if (w->maps[m] != NULL
        && (w->rocs[m] = ae_roc_new (w->maps[m], is_target, n, error)) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
write_maps (const Work *w, GError **error)
{
  guint n_maps = w->maps[MAP_MODEL] != NULL ? 3 : 2;
  guint lines = ae_scene_get_lines (w->scene), samples = ae_scene_get_samples (w->scene);
  g_autofree float *line = g_new (float, (gsize) samples *n_maps);
  g_autoptr (AeRasterWriter) writer = NULL;
  AeRasterInfo info = { .lines = lines,
                        .samples = samples,
                        .bands = n_maps,
                        .description = "Anomalies: RX, PCA residual, model error",
                        .band_names = map_names,
                        .like = w->scene,
                        .on_map = w->options->on_map };

  if (w->options->output == NULL)
    return TRUE;
  if ((writer = ae_raster_writer_new (w->options->output, &info, error)) == NULL)
    return FALSE;
  for (guint y = 0; y < lines; y++)
    {
      for (guint x = 0; x < samples; x++)
        for (guint m = 0; m < n_maps; m++)
          line[(gsize) x * n_maps + m] = w->maps[m][(gsize) y * samples + x];
      if (!ae_raster_writer_write (writer, y, 1, line, error))
        return FALSE;
    }
  return ae_raster_writer_finish (writer, error);
}

/* ------------------------------------------------------------------ what is told */

static double
get_auc (const AeRoc *roc)
{
  return roc != NULL ? roc->auc : NAN;
}

static void
print_json (const Work *w)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  bl_cli_json_string (json, "scene", ae_scene_get_name (w->scene));
  bl_cli_json_string (json, "run", w->run != NULL ? w->run->name : NULL);
  bl_cli_json_int (json, "pixels", (gint64) w->pixels);
  bl_cli_json_int (json, "codes", w->codes);
  bl_cli_json_number (json, "auc_rx", get_auc (w->rocs[MAP_RX]));
  bl_cli_json_number (json, "auc_pca", get_auc (w->rocs[MAP_PCA]));
  bl_cli_json_number (json, "auc_model", get_auc (w->rocs[MAP_MODEL]));
  bl_cli_json_int (json, "targets",
                   w->rocs[MAP_RX] != NULL ? (gint64) w->rocs[MAP_RX]->n_targets : 0);
  bl_cli_json_string (json, "file", w->options->output);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

static void
print_lines (const Work *w)
{
  bl_cli_title (ae_scene_get_name (w->scene));
  bl_cli_line ("pixels", "%" G_GSIZE_FORMAT, w->pixels);
  if (w->run != NULL)
    bl_cli_line ("model", "%s, run “%s”, %u codes", w->options->model.name, w->run->name,
                 w->codes);
  for (guint m = 0; m < N_MAPS; m++)
    if (w->rocs[m] != NULL)
      bl_cli_line (map_names[m], "AUC %.4f", w->rocs[m]->auc);
  if (w->rocs[MAP_RX] != NULL)
    bl_cli_line ("targets", "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " pixels",
                 w->rocs[MAP_RX]->n_targets,
                 w->rocs[MAP_RX]->n_targets + w->rocs[MAP_RX]->n_background);
  else
    bl_cli_line ("note", "no labels: areas under the curve need them (--labels FILE)");
  if (w->options->output != NULL)
    bl_cli_line ("written", "%s", w->options->output);
}

static gboolean
work (Work *w, const char *path, GError **error)
{
  if (w->options->model.name != NULL
      && (w->run = ae_project_load_model (w->options->model.name, error)) == NULL)
    return FALSE;
  if ((w->scene = bl_cli_scene_open (&w->options->scene, path, error)) == NULL
      || !open_feed (w, error))
    return FALSE;
  w->codes = w->options->codes > 0 ? (guint) w->options->codes
             : w->run != NULL      ? ae_model_get_code (w->run->training->model)
                                   : CODES;
  return fill_maps (w, error) && fill_rocs (w, error) && write_maps (w, error);
}

static int
find_anomalies (const Options *options, const char *path)
{
  Work w = { .options = options };
  GError *error = NULL;
  gboolean is_good = work (&w, path, &error);

  bl_cli_progress_clear (&w.progress);
  if (is_good && options->as_json)
    print_json (&w);
  else if (is_good)
    print_lines (&w);
  for (guint m = 0; m < N_MAPS; m++)
    {
      g_free (w.maps[m]);
      g_clear_pointer (&w.rocs[m], ae_roc_free);
    }
  g_clear_pointer (&w.adapter, ae_input_adapter_free);
  g_clear_pointer (&w.scene, ae_scene_unref);
  g_clear_pointer (&w.run, ae_project_run_free);
  if (is_good)
    return BL_CLI_OK;
  return bl_cli_report_by_code (error);
}

/**
 * bl_cli_anomaly:
 * @argc: arguments
 * @argv: from "anomaly" on
 *
 * Returns: the exit code.
 */
int
bl_cli_anomaly (int argc, char **argv)
{
  Options options = { 0 };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "SCENE [MODEL]",
      "How unusual each pixel is: RX, the squared Mahalanobis distance from all pixels; what "
      "PCA of\nthe model's code size leaves; and the model's own error. With labels, the area "
      "under each\nROC curve.\n\n"
      "  bandloom-cli anomaly abu-airport-4.mat\n"
      "  bandloom-cli anomaly abu-airport-4.mat airport.bandloom -o anomalies.tif");
  int exit_code = BL_CLI_OK;

  add_options (&options, context);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    {
      if (argc != 2 && argc != 3)
        exit_code = bl_cli_refuse ("anomaly takes a scene, and a model where its error is "
                                   "wanted too");
      else if (options.codes < 0 || options.threads < 0)
        exit_code = bl_cli_refuse ("--codes and --threads are 0 or more");
      else if (options.target < -1)
        exit_code = bl_cli_refuse ("--target: %d is no label", options.target);
      else
        {
          options.model.name = argc == 3 ? argv[2] : NULL;
          exit_code = find_anomalies (&options, argv[1]);
        }
    }
  bl_cli_scene_clear (&options.scene);
  g_free (options.output);
  return exit_code;
}
