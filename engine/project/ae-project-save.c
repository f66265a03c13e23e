/* ae-project-save.c: writes a project: as a database in memory first, then in one go. */
#include "ae-project-private.h"

#include "ae-error.h"
#include "ae-file.h"
#include "ae-network.h"
#include "ae-sql.h"

#include <math.h>
#include <string.h>

static char *
dup_json (JsonNode *node)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  char *text;

  json_generator_set_root (generator, node);
  text = json_generator_to_data (generator, NULL);
  json_node_unref (node);
  return text;
}

/* So that a folder with scene and project in it may move as a whole. */
static char *
dup_relative (const char *scene_path, const char *project_path)
{
  g_autofree char *project = g_canonicalize_filename (project_path, NULL);
  g_autofree char *folder = g_path_get_dirname (project);
  g_autofree char *prefix = g_strconcat (folder, G_DIR_SEPARATOR_S, NULL);

  return g_str_has_prefix (scene_path, prefix) ? g_strdup (scene_path + strlen (prefix)) : NULL;
}

static void
put_scene (AeSql *sql, const AeProjectScene *scene)
{
  g_autofree char *relative = NULL;
  sqlite3_stmt *row;

  if (scene == NULL)
    return;
  relative = dup_relative (scene->path, sql->path);
  row = ae_sql_prepare (sql, "INSERT INTO scene VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  ae_sql_put (sql, row, "tttttittttiiiitd", scene->path, relative, scene->name, scene->variable,
              scene->axes, (gint64) scene->assume, scene->labels, scene->units,
              scene->kept_bands, scene->preprocessing, (gint64) scene->lines,
              (gint64) scene->samples, (gint64) scene->bands, (gint64) scene->size, scene->hash,
              scene->has_nodata ? scene->nodata : NAN);
  ae_sql_finish (row);
}

static void
put_run (AeSql *sql, gint64 id, const AeProjectRun *run)
{
  const AeTrainingState *t = run->training;
  const AePixelsOptions *p = &run->pixels;
  g_autofree char *spec = dup_json (ae_spec_to_json (&t->spec));
  g_autofree char *plan = dup_json (ae_plan_to_json (&t->plan));
  g_autofree char *hyperparams = dup_json (ae_hyperparams_to_json (&t->hyperparams));
  g_autofree char *part = dup_json (ae_spec_to_json (&t->part));
  sqlite3_stmt *row = ae_sql_prepare (
      sql, "INSERT INTO run VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");

  ae_sql_put (sql, row,
              "itttt"
              "idii"
              "iiti"
              "iiiid"
              "ddi"
              "iitt",
              id, run->name, spec, plan, hyperparams, (gint64) p->seed, p->validation,
              (gint64) p->split, (gint64) p->max_pixels, (gint64) t->n_training,
              (gint64) t->n_validation, ae_scaling_to_string (p->scaling),
              (gint64) ae_input_get_scene_bands (run->input), (gint64) t->phase,
              (gint64) t->step, (gint64) t->epoch, (gint64) t->phase_epoch, t->seconds,
              t->first_loss, t->best, (gint64) t->best_epoch, (gint64) t->stage_step,
              (gint64) t->batch_in_epoch, part, ae_input_get_preprocessing (run->input));
  ae_sql_finish (row);
}

static void
put_input (AeSql *sql, gint64 id, const AeInput *input)
{
  const guint *numbers = ae_input_get_numbers (input);
  const double *nm = ae_input_get_wavelengths_nm (input);
  const float *offset = ae_scaler_get_offset (ae_input_get_scaler (input));
  const float *factor = ae_scaler_get_factor (ae_input_get_scaler (input));
  sqlite3_stmt *row = ae_sql_prepare (sql, "INSERT INTO input VALUES (?,?,?,?,?,?)");

  for (guint i = 0; i < ae_input_get_bands (input); i++)
    ae_sql_put (sql, row, "iiiddd", id, (gint64) i, (gint64) numbers[i],
                nm != NULL ? nm[i] : (double) NAN, (double) offset[i], (double) factor[i]);
  ae_sql_finish (row);
}

static void
put_parameters (AeSql *sql, gint64 id, const AeModel *model)
{
  const AeParams *params = ae_model_get_params (model);
  const ae_real *values = ae_model_get_values (model);
  sqlite3_stmt *row = ae_sql_prepare (sql, "INSERT INTO parameter VALUES (?,?,?,?,?)");

  for (guint i = 0; i < params->n_views; i++)
    {
      const AeParamView *view = &params->views[i];

      if (!view->is_alias)
        ae_sql_put (sql, row, "itiif", id, view->name, (gint64) view->rows, (gint64) view->cols,
                    values + view->offset, (gsize) view->rows * view->cols);
    }
  ae_sql_finish (row);
}

static void
put_training (AeSql *sql, gint64 id, const AeTrainingState *t)
{
  g_autoptr (AeNetwork) network = ae_network_new (&t->part, NULL);
  sqlite3_stmt *row = ae_sql_prepare (sql, "INSERT INTO training VALUES (?,?,?,?,?,?)");

  for (guint i = 0; i < network->params->n_views; i++)
    {
      const AeParamView *view = &network->params->views[i];
      gsize n = (gsize) view->rows * view->cols, at = view->offset;

      if (!view->is_alias)
        ae_sql_put (sql, row, "itffff", id, view->name, t->values + at, n, t->good + at, n,
                    t->moment1 + at, n, t->moment2 + at, n);
    }
  ae_sql_finish (row);
}

static void
put_history (AeSql *sql, gint64 id, const AeHistory *history)
{
  const AeHistoryPoint *points = ae_history_get_points (history);
  const guint32 *weights = ae_history_get_weights (history);
  g_autoptr (GString) statement = g_string_new ("INSERT INTO history VALUES (?,?,?,?,?,?,?,?");
  sqlite3_stmt *row;

  for (guint i = 0; i < AE_N_TERMS + 2; i++)
    g_string_append (statement, ",?");
  g_string_append_c (statement, ')');
  row = ae_sql_prepare (sql, statement->str);
  for (guint i = 0; i < ae_history_get_n_points (history); i++)
    {
      const AeHistoryPoint *p = &points[i];

      ae_sql_put (sql, row, "iiiddiidndd", id, (gint64) i, (gint64) p->step, p->epoch,
                  p->seconds, (gint64) p->phase, (gint64) weights[i], p->train.total,
                  p->train.values, (guint) AE_N_TERMS, p->validation,
                  p->validation_reconstruction);
    }
  ae_sql_finish (row);
}

static void
put_marks (AeSql *sql, gint64 id, const AeHistory *history)
{
  const AeHistoryMark *marks = ae_history_get_marks (history);
  sqlite3_stmt *row = ae_sql_prepare (sql, "INSERT INTO mark VALUES (?,?,?,?,?,?,?,?,?,?)");

  for (guint i = 0; i < ae_history_get_n_marks (history); i++)
    {
      const AeHistoryMark *mark = &marks[i];
      g_autofree char *text = ae_history_mark_dup_text (mark);

      ae_sql_put (sql, row, "iiidttiddt", id, (gint64) i, (gint64) mark->step, mark->epoch,
                  ae_mark_kind_to_string (mark->kind),
                  mark->param != NULL ? mark->param->key : NULL, (gint64) mark->phase,
                  mark->before, mark->after, text);
    }
  ae_sql_finish (row);
}

static void
put_classes (AeSql *sql, const AeProjectAnnotations *notes)
{
  sqlite3_stmt *row = ae_sql_prepare (sql, "INSERT INTO class VALUES (?,?,?)");

  for (guint c = 0; c < notes->class_names->len; c++)
    ae_sql_put (sql, row, c < notes->class_colours->len ? "iti" : "it", (gint64) c,
                notes->class_names->pdata[c],
                c < notes->class_colours->len
                    ? (gint64) g_array_index (notes->class_colours, guint32, c)
                    : (gint64) 0);
  ae_sql_finish (row);
}

static void
put_spectra (AeSql *sql, const AeProjectAnnotations *notes)
{
  sqlite3_stmt *row = ae_sql_prepare (sql, "INSERT INTO spectrum VALUES (?,?,?,?)");

  for (guint i = 0; i < notes->spectra->len; i++)
    {
      const AeProjectSpectrum *spectrum = notes->spectra->pdata[i];

      ae_sql_put (sql, row, "ittf", (gint64) i, spectrum->list, spectrum->name,
                  g_bytes_get_data (spectrum->values, NULL),
                  g_bytes_get_size (spectrum->values) / sizeof (float));
    }
  ae_sql_finish (row);
}

static void
put_notes (AeSql *sql, const AeProjectAnnotations *notes)
{
  sqlite3_stmt *row;

  if (notes->labels != NULL)
    {
      row = ae_sql_prepare (sql, "INSERT INTO label VALUES (?)");
      ae_sql_put (sql, row, "b", notes->labels);
      ae_sql_finish (row);
      put_classes (sql, notes);
    }
  row = ae_sql_prepare (sql, "INSERT INTO selection VALUES (?,?,?)");
  for (guint i = 0; i < notes->selections->len; i++)
    ae_sql_put (sql, row, "iib", (gint64) i, (gint64) (i == notes->selected),
                notes->selections->pdata[i]);
  ae_sql_finish (row);
  put_spectra (sql, notes);
}

static void
put_settings (AeSql *sql, GHashTable *settings)
{
  sqlite3_stmt *row = ae_sql_prepare (sql, "INSERT INTO setting VALUES (?,?)");
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    ae_sql_put (sql, row, "tb", key, value);
  ae_sql_finish (row);
}

static void
put_all (AeSql *sql, const AeProject *self)
{
  g_autofree char *pragmas
      = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d; BEGIN",
                         AE_PROJECT_APPLICATION, AE_PROJECT_VERSION);
  g_autofree char *schema = ae_project_dup_schema ();

  ae_sql_run (sql, pragmas);
  ae_sql_run (sql, schema);
  put_scene (sql, self->scene);
  for (guint i = 0; i < self->runs->len; i++)
    {
      const AeProjectRun *run = g_ptr_array_index (self->runs, i);
      gint64 id = i + 1;

      put_run (sql, id, run);
      put_input (sql, id, run->input);
      put_parameters (sql, id, run->training->model);
      put_training (sql, id, run->training);
      put_history (sql, id, run->training->history);
      put_marks (sql, id, run->training->history);
    }
  put_notes (sql, self->notes);
  put_settings (sql, self->settings);
  ae_sql_run (sql, "COMMIT");
}

/**
 * ae_project_write:
 * @self: a project
 * @writer: gets it, and is finished
 * @path: where, for messages
 * @error: as ae_project_save()
 *
 * Returns: whether it is on the disk.
 */
gboolean
ae_project_write (const AeProject *self, AeFileWriter *writer, const char *path, GError **error)
{
  AeSql sql;
  unsigned char *data = NULL;
  sqlite3_int64 n = 0;
  gboolean is_good;

  ae_sql_open_memory (&sql, path);
  put_all (&sql, self);
  if (sql.error == NULL)
    data = sqlite3_serialize (sql.db, "main", &n, 0);
  if (!ae_sql_close (&sql, error))
    return FALSE;
  if (data == NULL)
    return ae_error_set (
        error, AE_ERROR_TOO_LARGE,
        "%s: there is not enough memory to save the project; close other programs", path);
  is_good = ae_file_writer_put (writer, data, (gsize) n, error)
            && ae_file_writer_finish (writer, error);
  sqlite3_free (data);
  return is_good;
}

/**
 * ae_project_save:
 * @self: a project
 * @path: where
 * @error: %AE_ERROR_IO with the reason; %AE_ERROR_TOO_LARGE; %AE_ERROR_BUSY
 *
 * In one go, and whatever is there: for a file that others may write, too, there is
 * ae_project_file_save(). Whoever looks finds the old file or the new one, whole. Where it
 * fails, what was there before is as it was. Any thread, while nobody writes the project.
 *
 * Returns: whether it is on the disk.
 */
gboolean
ae_project_save (const AeProject *self, const char *path, GError **error)
{
  g_autoptr (AeFileWriter) writer = ae_file_writer_new (path, NULL, error);

  return writer != NULL && ae_project_write (self, writer, path, error);
}
