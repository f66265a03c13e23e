/* bl-cli-transfer.c: `bandloom-cli transfer MODEL SCENE`: a trained model carried over to
 * another scene, in every way, beside one trained there from scratch.
 */
#include "ae-error.h"
#include "bl-cli-model.h"
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli-training.h"
#include "bl-cli.h"
#include "ae-transfer-work.h"

#include <math.h>
#include <string.h>

typedef struct
{
  BlCliScene scene;
  BlCliModel model;
  int epochs, batch, threads, max_pixels;
  gint64 seed;
  double learning_rate, validation;
  char *save;
  gboolean as_json;

  AeTransferWork work;
} Options;

static void
add_options (Options *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->as_json, "Print one JSON object", NULL },
    { "epochs", 0, 0, G_OPTION_ARG_INT, &self->epochs, "Of each way; default 30", "N" },
    { "batch", 0, 0, G_OPTION_ARG_INT, &self->batch, "Pixels a step; default the model's",
      "N" },
    { "learning-rate", 0, 0, G_OPTION_ARG_DOUBLE, &self->learning_rate,
      "Default where the model's stood", "RATE" },
    { "validation", 0, 0, G_OPTION_ARG_DOUBLE, &self->validation,
      "Share of the pixels held out; default 0.1", "SHARE" },
    { "max-pixels", 0, 0, G_OPTION_ARG_INT, &self->max_pixels,
      "Use a random sample of at most so many pixels", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self->seed, "Of split, batches and draws; default 1",
      "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self->threads,
      "Default all cores; results are the same on any number", "N" },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &self->save,
      "Save the fitted models as runs of a new project", "FILE" },
    { NULL },
  };

  bl_cli_options_add (context, entries);
  bl_cli_model_add_options (&self->model, context);
  bl_cli_scene_add_options (&self->scene, context);
}

static gboolean
check (const Options *self, GError **error)
{
  const char *what = self->epochs < 1       ? "--epochs: give 1 or more"
                     : self->batch < 0      ? "--batch: give 1 or more"
                     : self->threads < 0    ? "--threads: give 0 or more"
                     : self->max_pixels < 0 ? "--max-pixels: give 2 or more"
                     : !(self->validation >= 0 && self->validation <= 0.9)
                         ? "--validation: give 0 to 0.9"
                     : self->learning_rate <= 0 ? "--learning-rate: give more than 0"
                     : self->save != NULL && g_file_test (self->save, G_FILE_TEST_EXISTS)
                         ? "--save: the file is there already; give another name"
                         : NULL;

  if (what == NULL)
    return TRUE;
  g_set_error_literal (error, AE_ERROR, AE_ERROR_INVALID, what);
  return FALSE;
}

/* ------------------------------------------------------------------ the work */

static gboolean
open_all (Options *self, const char *path, GError **error)
{
  AeTransferWork *work = &self->work;
  g_autoptr (AeScene) scene = NULL;

  *work = (AeTransferWork){ .epochs = (guint) self->epochs,
                            .batch = (guint) self->batch,
                            .threads = (guint) self->threads,
                            .max_pixels = (gsize) self->max_pixels,
                            .seed = (guint64) self->seed,
                            .learning_rate = self->learning_rate,
                            .validation = self->validation };
  return (work->run = ae_project_load_model (self->model.name, error)) != NULL
         && (scene = bl_cli_scene_open (&self->scene, path, error)) != NULL
         && (work->adapter = bl_cli_model_feed (&self->model, work->run, scene, error)) != NULL;
}

static void
progress_cb (AeTransferWay way, guint epoch, double loss, gpointer user_data)
{
  BlCliProgress *progress = user_data;

  if (bl_cli_progress_is_due (progress))
    bl_cli_progress_show (progress, "%s  epoch %u  loss %.4g", ae_transfer_way_to_string (way),
                          epoch, loss);
}

static gboolean
train (Options *self, GError **error)
{
  BlCliProgress progress = { 0 };
  gboolean is_done = ae_transfer_work_run (&self->work, progress_cb, &progress, NULL, error);

  bl_cli_progress_clear (&progress);
  return is_done;
}

static gboolean
save (const Options *self, GError **error)
{
  g_autoptr (AeProject) project = NULL;

  if (self->save == NULL)
    return TRUE;
  project = ae_transfer_work_dup_project (&self->work);
  return ae_project_save (project, self->save, error);
}

/* ------------------------------------------------------------------ telling */

/* The way that is told in full: the decoder's, or where that cannot be, of everything. */
static const AeTransferCurve *
main_curve (const Options *self)
{
  const AeTransferCurve *decoder = &self->work.transfer->curves[AE_TRANSFER_DECODER];

  return decoder->is_possible ? decoder : &self->work.transfer->curves[AE_TRANSFER_ALL];
}

static BlCliTraining *
make_training (const Options *self, GError **error)
{
  const AeTransferCurve *curve = main_curve (self);
  const AeTrainingState *t = curve->training;
  BlCliTraining *told = g_new0 (BlCliTraining, 1);

  told->spec = t->spec;
  told->plan = t->plan;
  told->hyperparams = t->hyperparams;
  told->pixels = ae_pixels_ref (self->work.pixels);
  told->model = ae_model_ref (t->model);
  told->history = g_array_new (FALSE, TRUE, sizeof (BlCliEpoch));
  for (guint i = 1; i <= curve->n; i++)
    {
      BlCliEpoch epoch = { .epoch = i, .validation = { .total = curve->losses[i] } };

      ae_loss_terms_set_unknown (&epoch.train);
      g_array_append_val (told->history, epoch);
    }
  told->reason = g_strdup_printf ("All %u epochs are done", curve->n);
  told->epochs = t->epoch;
  told->steps = t->step;
  told->seconds = t->seconds;
  told->samples_per_s
      = (double) t->epoch * (double) ae_pixels_get_n_training (self->work.pixels) / t->seconds;
  told->result = ae_evaluation_new (t->model, &t->hyperparams, self->work.pixels, NULL, error);
  if (told->result == NULL)
    g_clear_pointer (&told, bl_cli_training_free);
  return told;
}

static void
add_curve (const AeTransferCurve *curve, JsonBuilder *json)
{
  json_builder_begin_object (json);
  bl_cli_json_string (json, "way", ae_transfer_way_to_string (curve->way));
  json_builder_set_member_name (json, "possible");
  json_builder_add_boolean_value (json, curve->is_possible);
  if (curve->is_possible)
    {
      bl_cli_json_numbers (json, "losses", curve->losses, curve->n + 1);
      bl_cli_json_number (json, "rmse", curve->rmse);
      bl_cli_json_number (json, "sam_deg", curve->sam_deg);
      bl_cli_json_number (json, "epochs_to_equal_loss",
                          curve->epochs_to_equal < 0 ? (double) NAN : curve->epochs_to_equal);
      json_builder_set_member_name (json, "encoder_unchanged");
      json_builder_add_boolean_value (json, curve->is_encoder_same);
    }
  json_builder_end_object (json);
}

static void
add_labels (const Options *self, JsonBuilder *json)
{
  json_builder_set_member_name (json, "label_efficiency");
  if (!self->work.has_labels)
    {
      json_builder_add_null_value (json);
      return;
    }
  json_builder_begin_array (json);
  for (guint f = 0; f < AE_TRANSFER_N_FEATURES; f++)
    for (guint c = 0; c < AE_TRANSFER_N_COUNTS; c++)
      {
        const AeLabelEfficiency *found = &self->work.labels[f][c];

        json_builder_begin_object (json);
        bl_cli_json_string (json, "features", ae_transfer_features[f]);
        bl_cli_json_int (json, "labels_per_class", ae_transfer_counts[c]);
        bl_cli_json_int (json, "draws", AE_TRANSFER_DRAWS);
        bl_cli_json_int (json, "classes", found->classes);
        bl_cli_json_number (json, "accuracy", found->mean);
        bl_cli_json_number (json, "deviation", found->deviation);
        json_builder_end_object (json);
      }
  json_builder_end_array (json);
}

static void
print_json (const Options *self, const BlCliTraining *told)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  const AeTransferCurve *curve = main_curve (self);

  json_builder_begin_object (json);
  bl_cli_model_add_json (self->work.adapter, 0, 0, json);
  bl_cli_json_string (json, "way", ae_transfer_way_to_string (curve->way));
  json_builder_set_member_name (json, "frozen");
  json_builder_add_boolean_value (json, curve->is_encoder_same);
  bl_cli_json_number (json, "epochs_to_equal_loss",
                      curve->epochs_to_equal < 0 ? (double) NAN : curve->epochs_to_equal);
  json_builder_set_member_name (json, "curves");
  json_builder_begin_array (json);
  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    add_curve (&self->work.transfer->curves[way], json);
  json_builder_end_array (json);
  add_labels (self, json);
  bl_cli_json_string (json, "file", self->save);
  bl_cli_training_add_json (told, json);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

static void
print_curve (const AeTransferCurve *curve)
{
  static const char *const words[AE_TRANSFER_WAYS]
      = { "as it is", "decoder refitted", "all fine-tuned", "from scratch" };
  g_autofree char *equal = curve->epochs_to_equal < 0
                               ? g_strdup ("not reached")
                               : g_strdup_printf ("%d", curve->epochs_to_equal);

  if (!curve->is_possible)
    bl_cli_line (words[curve->way], "not possible: the decoder is tied to the encoder");
  else
    bl_cli_line (words[curve->way], "%12.6g  %10.6f  %8.4f  %12s", curve->losses[curve->n],
                 curve->rmse, curve->sam_deg, equal);
}

static void
print_labels (const Options *self)
{
  if (!self->work.has_labels)
    return;
  bl_cli_title ("");
  bl_cli_line ("labels a class", "%16u  %16u  %16u", ae_transfer_counts[0],
               ae_transfer_counts[1], ae_transfer_counts[2]);
  for (guint f = 0; f < AE_TRANSFER_N_FEATURES; f++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint c = 0; c < AE_TRANSFER_N_COUNTS; c++)
        g_string_append_printf (text, "%s%6.2f ± %5.2f %%", c == 0 ? " " : "    ",
                                100 * self->work.labels[f][c].mean,
                                100 * self->work.labels[f][c].deviation);
      bl_cli_line (ae_transfer_features[f], "%s", text->str);
    }
}

static void
print_lines (const Options *self)
{
  bl_cli_title (ae_scene_get_name (ae_pixels_get_scene (self->work.pixels)));
  bl_cli_line ("model", "%s, run “%s”", self->model.name, self->work.run->name);
  bl_cli_model_print (self->work.adapter, 0, 0);
  bl_cli_line ("", "%12s  %10s  %8s  %12s", "loss", "RMSE", "SAM deg", "equal after");
  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    print_curve (&self->work.transfer->curves[way]);
  print_labels (self);
}

static int
carry_over (Options *self, const char *path)
{
  g_autoptr (BlCliTraining) told = NULL;
  GError *error = NULL;

  if (!check (self, &error))
    return bl_cli_report (error, BL_CLI_USAGE);
  if (!open_all (self, path, &error) || !train (self, &error) || !save (self, &error)
      || (told = make_training (self, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  if (self->as_json)
    print_json (self, told);
  else
    print_lines (self);
  return BL_CLI_OK;
}

static void
clear (Options *self)
{
  bl_cli_scene_clear (&self->scene);
  g_free (self->save);
  ae_transfer_work_clear (&self->work);
}

/**
 * bl_cli_transfer:
 * @argc: arguments
 * @argv: from "transfer" on
 *
 * Returns: the exit code.
 */
int
bl_cli_transfer (int argc, char **argv)
{
  Options options = { .epochs = 30, .seed = 1, .validation = 0.1, .learning_rate = NAN };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "MODEL SCENE",
      "The model as it is, with its decoder fitted anew (the encoder stays byte for byte), "
      "trained on\nwhole, and one from scratch, all on the same pixels, split, batches and "
      "scaling: the model's own.\nWith labels: accuracy of the nearest of 10, 50 and 100 "
      "labelled pixels a class over ten draws, on\nthe carried encoder's codes, on PCA scores "
      "and on all bands.\n\n"
      "  bandloom-cli transfer samson.bandloom jasper.hdr --resample --epochs 50");
  int exit_code = BL_CLI_OK;

  add_options (&options, context);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    {
      options.model.name = argc == 3 ? argv[1] : NULL;
      exit_code = argc == 3 ? carry_over (&options, argv[2])
                            : bl_cli_refuse ("transfer takes a model (FILE.bandloom, or "
                                             "FILE.bandloom#RUN) and a scene");
    }
  clear (&options);
  return exit_code;
}
