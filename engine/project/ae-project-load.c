/* ae-project-load.c: reads a project from a file that may be anything. Sizes are held against
 * the file's own before memory is asked for, and numbers against what a training can have come
 * to; nothing is ever written.
 */
#include "ae-project-private.h"

#include "ae-error.h"
#include "ae-network.h"
#include "ae-sql.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define MOST_RUNS     1000
#define MOST_SETTINGS 10000

/* ------------------------------------------------------------------ the file */

static void
check_schema (AeSql *sql)
{
  gint64 application = ae_sql_ask (sql, "PRAGMA application_id", 0);
  gint64 version = ae_sql_ask (sql, "PRAGMA user_version", 0);

  if (sql->error != NULL)
    return;
  if (application != AE_PROJECT_APPLICATION)
    g_set_error (&sql->error, AE_ERROR, AE_ERROR_UNKNOWN_FORMAT,
                 "%s is a database, but not a Bandloom project; choose a .bandloom file",
                 sql->path);
  else if (version > AE_PROJECT_VERSION)
    g_set_error (&sql->error, AE_ERROR, AE_ERROR_UNSUPPORTED,
                 "%s is from a later Bandloom (its format is version %d, this one reads up to "
                 "%d); open it there, or update. It has been left as it is",
                 sql->path, (int) version, AE_PROJECT_VERSION);
  else if (version < 1)
    ae_sql_damaged (sql, "its format has no version");
  else
    ae_project_check_schema (sql);
}

/* SQLite reads what a cut file lacks as zeroes, which may be numbers. */
static void
check_size (AeSql *sql)
{
  gint64 pages = ae_sql_ask (sql, "PRAGMA page_count", 0);
  gint64 wanted = pages * ae_sql_ask (sql, "PRAGMA page_size", 0);
  GStatBuf status;

  if (sql->error == NULL && (g_stat (sql->path, &status) != 0 || status.st_size < wanted))
    ae_sql_damaged (sql, "it is cut off; %" G_GINT64_FORMAT " bytes were expected", wanted);
}

static void
check_pages (AeSql *sql)
{
  sqlite3_stmt *row = ae_sql_prepare (sql, "PRAGMA quick_check(1)");

  if (ae_sql_next (sql, row))
    {
      g_autofree char *text = ae_sql_dup_text (row, 0);

      if (g_strcmp0 (text, "ok") != 0)
        ae_sql_damaged (sql, "its pages do not agree");
    }
  ae_sql_finish (row);
}

/* ------------------------------------------------------------------ the scene */

/**
 * ae_project_dup_needed:
 * @sql: a database
 * @row: of a query
 * @column: of it, from 0
 *
 * Returns: (nullable) (transfer full): a text that must be there; without it the file is
 * damaged.
 */
char *
ae_project_dup_needed (AeSql *sql, sqlite3_stmt *row, int column)
{
  char *text = ae_sql_dup_text (row, column);

  if (text == NULL)
    ae_sql_damaged (sql, "%s is missing", sqlite3_column_name (row, column));
  return text;
}

/* Where the scene is not at its old place but beside the project, it is that one. */
static void
find_beside (AeProjectScene *scene, const char *relative, const char *project)
{
  g_autofree char *absolute = g_canonicalize_filename (project, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *beside
      = relative != NULL ? g_canonicalize_filename (relative, folder) : NULL;

  if (strcmp (scene->path, "demo:") == 0 || beside == NULL
      || g_file_test (scene->path, G_FILE_TEST_EXISTS)
      || !g_file_test (beside, G_FILE_TEST_EXISTS))
    return;
  g_free (scene->path);
  scene->path = g_steal_pointer (&beside);
}

/* Without what a user changes of a scene. */
static gboolean
is_first_version (AeSql *sql)
{
  return ae_sql_ask (sql, "PRAGMA user_version", 0) == 1;
}

/* A project of before a user could say so has no column for it. */
static gboolean
has_nodata (AeSql *sql)
{
  return ae_sql_ask (sql,
                     "SELECT count(*) FROM pragma_table_info('scene') WHERE name = 'nodata'", 0)
         == 1;
}

static void
read_scene (AeSql *sql, AeProject *project)
{
  sqlite3_stmt *row = ae_sql_prepare (
      sql,
      is_first_version (sql)
          ? "SELECT path, name, hash, variable, axes, labels, relative, assume, lines, "
            "samples, bands, size, NULL, NULL, NULL, NULL FROM scene LIMIT 1"
      : has_nodata (sql)
          ? "SELECT path, name, hash, variable, axes, labels, relative, assume, lines, "
            "samples, bands, size, units, kept_bands, preprocessing, nodata FROM scene LIMIT 1"
          : "SELECT path, name, hash, variable, axes, labels, relative, assume, lines, "
            "samples, bands, size, units, kept_bands, preprocessing, NULL FROM scene LIMIT 1");

  if (ae_sql_next (sql, row))
    {
      AeProjectScene *scene = project->scene = g_new0 (AeProjectScene, 1);
      g_autofree char *relative = ae_sql_dup_path (row, 6);

      if ((scene->path = ae_sql_dup_path (row, 0)) == NULL)
        ae_sql_damaged (sql, "its scene has no path");
      scene->name = ae_project_dup_needed (sql, row, 1);
      scene->hash = ae_project_dup_needed (sql, row, 2);
      scene->variable = ae_sql_dup_text (row, 3);
      scene->axes = ae_sql_dup_text (row, 4);
      scene->labels = ae_sql_dup_path (row, 5);
      scene->assume = sqlite3_column_int (row, 7) != 0;
      scene->lines = ae_sql_uint (sql, row, 8);
      scene->samples = ae_sql_uint (sql, row, 9);
      scene->bands = ae_sql_uint (sql, row, 10);
      scene->size = (guint64) sqlite3_column_int64 (row, 11);
      scene->units = ae_sql_dup_text (row, 12);
      scene->kept_bands = ae_sql_dup_text (row, 13);
      scene->preprocessing = ae_sql_dup_text (row, 14);
      scene->has_nodata = sqlite3_column_type (row, 15) != SQLITE_NULL;
      scene->nodata = sqlite3_column_double (row, 15);
      if (scene->path != NULL)
        find_beside (scene, relative, sql->path);
    }
  ae_sql_finish (row);
}

/* ------------------------------------------------------------------ a run's settings */

static JsonNode *
parse (AeSql *sql, sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);
  g_autoptr (GError) error = NULL;
  JsonNode *node = text != NULL ? ae_json_parse (text, &error) : NULL;

  if (node == NULL)
    ae_sql_damaged (sql, "%s: %s", sqlite3_column_name (row, column),
                    error != NULL ? error->message : "it is missing");
  return node;
}

static void
read_spec (AeSql *sql, sqlite3_stmt *row, int column, AeSpec *out)
{
  g_autoptr (JsonNode) node = parse (sql, row, column);
  g_autoptr (GError) error = NULL;

  if (node != NULL && !ae_spec_from_json (out, node, &error))
    ae_sql_damaged (sql, "%s", error->message);
}

static void
read_plan (AeSql *sql, sqlite3_stmt *row, int column, AePlan *out)
{
  g_autoptr (JsonNode) node = parse (sql, row, column);
  g_autoptr (GError) error = NULL;

  if (node != NULL && !ae_plan_from_json (out, node, &error))
    ae_sql_damaged (sql, "%s", error->message);
}

static void
read_knobs (AeSql *sql, sqlite3_stmt *row, int column, const AeSpec *spec, AeHyperparams *out)
{
  g_autoptr (JsonNode) node = parse (sql, row, column);
  g_autoptr (GError) error = NULL;

  if (sql->error != NULL)
    return;
  ae_hyperparams_init (out, spec);
  if (!ae_hyperparams_from_json (out, node, &error)
      || !ae_hyperparams_validate (out, spec, &error))
    ae_sql_damaged (sql, "%s", error->message);
}

static void
read_pixels (AeSql *sql, sqlite3_stmt *row, AePixelsOptions *out)
{
  g_autofree char *scaling = ae_sql_dup_text (row, 10);

  out->seed = (guint64) sqlite3_column_int64 (row, 4);
  out->validation = ae_sql_number (row, 5);
  out->split = ae_sql_uint (sql, row, 6);
  out->max_pixels = (gsize) sqlite3_column_int64 (row, 7);
  if (!(out->validation >= 0 && out->validation <= 0.9) || out->split > AE_SPLIT_BLOCKS
      || scaling == NULL || !ae_scaling_from_string (scaling, &out->scaling))
    ae_sql_damaged (sql, "its choice of pixels cannot be");
}

static void
read_counters (AeSql *sql, sqlite3_stmt *row, AeTrainingState *t)
{
  t->n_training = (guint64) sqlite3_column_int64 (row, 8);
  t->n_validation = (guint64) sqlite3_column_int64 (row, 9);
  t->phase = ae_sql_uint (sql, row, 12);
  t->step = (guint64) sqlite3_column_int64 (row, 13);
  t->epoch = ae_sql_uint (sql, row, 14);
  t->phase_epoch = ae_sql_uint (sql, row, 15);
  t->seconds = ae_sql_number (row, 16);
  t->first_loss = ae_sql_number (row, 17);
  t->best = ae_sql_number (row, 18);
  t->best_epoch = ae_sql_uint (sql, row, 19);
  t->stage_step = (guint64) sqlite3_column_int64 (row, 20);
  t->batch_in_epoch = ae_sql_uint (sql, row, 21);
  if (!(t->seconds >= 0 && t->seconds < 1e12) || isnan (t->best))
    ae_sql_damaged (sql, "its clock cannot be");
}

/* ------------------------------------------------------------------ a run's arrays */

static sqlite3_stmt *
prepare_for (AeSql *sql, const char *query, gint64 id)
{
  sqlite3_stmt *row = ae_sql_prepare (sql, query);

  if (row != NULL)
    sqlite3_bind_int64 (row, 1, id);
  return row;
}

/* Bytes that the parameters take at least: what the file has must be as many. */
static guint64
count_bytes (const AeSpec *spec)
{
  guint64 n = 0, in = spec->bands;

  for (guint i = 0; i < spec->n_layers; i++)
    {
      n += in * spec->layers[i];
      in = spec->layers[i];
    }
  return n * sizeof (ae_real);
}

static AeNetwork *
make_network (AeSql *sql, const AeSpec *spec, const char *query, gint64 id)
{
  sqlite3_stmt *row = prepare_for (sql, query, id);
  guint64 held = ae_sql_next (sql, row) ? (guint64) sqlite3_column_int64 (row, 0) : 0;
  g_autoptr (GError) error = NULL;
  AeNetwork *network = NULL;

  ae_sql_finish (row);
  if (sql->error != NULL)
    return NULL;
  if (held < count_bytes (spec))
    ae_sql_damaged (sql, "its layers want more parameters than it holds");
  else if ((network = ae_network_new (spec, &error)) == NULL)
    ae_sql_damaged (sql, "%s", error->message);
  return network;
}

static void
fill_view (AeSql *sql, sqlite3_stmt *row, int column, const AeParamView *view, ae_real *buffer)
{
  gsize n = (gsize) view->rows * view->cols;

  if (!ae_sql_fill_floats (row, column, buffer + view->offset, n))
    ae_sql_damaged (sql, "%s has not the %" G_GSIZE_FORMAT " numbers of its shape", view->name,
                    n);
}

/* Fills @n buffers from as many columns, every parameter of the network once. */
static void
fill_views (AeSql *sql, const AeNetwork *network, const char *query, gint64 id,
            ae_real *const *buffers, guint n)
{
  sqlite3_stmt *row = ae_sql_prepare (sql, query);

  for (guint i = 0; i < network->params->n_views && sql->error == NULL; i++)
    {
      const AeParamView *view = &network->params->views[i];

      if (view->is_alias)
        continue;
      sqlite3_reset (row);
      sqlite3_bind_int64 (row, 1, id);
      sqlite3_bind_text (row, 2, view->name, -1, SQLITE_STATIC);
      if (ae_sql_next (sql, row))
        for (guint b = 0; b < n; b++)
          fill_view (sql, row, (int) b, view, buffers[b]);
      else
        ae_sql_damaged (sql, "%s is missing", view->name);
    }
  ae_sql_finish (row);
}

static AeModel *
read_model (AeSql *sql, const AeSpec *spec, gint64 id)
{
  g_autoptr (AeNetwork) network
      = make_network (sql, spec, "SELECT sum(length(value)) FROM parameter WHERE run = ?", id);
  gsize n = network != NULL ? network->params->n_values : 0;
  ae_real *values;
  AeModel *model = NULL;

  if (network == NULL)
    return NULL;
  values = ae_real_alloc0 (n);
  fill_views (sql, network, "SELECT value FROM parameter WHERE run = ? AND name = ?", id,
              &values, 1);
  if (sql->error == NULL && !ae_real_are_finite (values, n))
    ae_sql_damaged (sql, "not all parameters are finite numbers");
  if (sql->error == NULL)
    model = ae_model_new_from_values (spec, values, n, NULL);
  ae_real_free (values);
  return model;
}

static AeTrainingState *
read_training (AeSql *sql, const AeSpec *part, gint64 id)
{
  g_autoptr (AeNetwork) network
      = make_network (sql, part, "SELECT sum(length(value)) FROM training WHERE run = ?", id);
  AeTrainingState *t;

  if (network == NULL)
    return NULL;
  t = ae_training_state_new (network->params->n_values);
  t->part = *part;
  fill_views (sql, network,
              "SELECT value, good, moment1, moment2 FROM training WHERE run = ? AND name = ?",
              id, (ae_real *[]){ t->values, t->good, t->moment1, t->moment2 }, 4);
  return t;
}

static AeInput *
read_input (AeSql *sql, gint64 id, guint bands, guint scene_bands, AeScaling scaling,
            const char *preprocessing)
{
  g_autofree guint *numbers = g_new0 (guint, bands);
  g_autofree double *values = g_new0 (double, (gsize) 3 * bands);
  double *nm = values, *offset = values + bands, *factor = values + (gsize) 2 * bands;
  g_autoptr (AeScaler) scaler = NULL;
  g_autoptr (GError) error = NULL;
  AeInput *input = NULL;
  gboolean has_nm = TRUE;
  guint n = 0;
  sqlite3_stmt *row = prepare_for (sql,
                                   "SELECT band, wavelength_nm, \"offset\", factor FROM input "
                                   "WHERE run = ? ORDER BY position",
                                   id);

  for (; ae_sql_next (sql, row) && n < bands; n++)
    {
      numbers[n] = ae_sql_uint (sql, row, 0);
      nm[n] = ae_sql_number (row, 1);
      offset[n] = ae_sql_number (row, 2);
      factor[n] = ae_sql_number (row, 3);
      has_nm = has_nm && !isnan (nm[n]);
    }
  ae_sql_finish (row);
  if (sql->error != NULL)
    return NULL;
  scaler = ae_scaler_new_from_values (scaling, bands, offset, factor);
  input = n < bands ? NULL
                    : ae_input_new_from_values (scene_bands, bands, numbers, has_nm ? nm : NULL,
                                                preprocessing, scaler, &error);
  if (input == NULL)
    ae_sql_damaged (sql, "%s", error != NULL ? error->message : "bands are missing");
  return input;
}

/* A file from before a term came into the world has no column for it; it was 0 then. */
static char *
dup_terms (AeSql *sql)
{
  GString *text = g_string_new (NULL);

  for (guint t = 0; t < AE_N_TERMS; t++)
    {
      const char *key = ae_term_info_get (t)->key;
      g_autofree char *query = g_strdup_printf (
          "SELECT count(*) FROM pragma_table_info('history') WHERE name = '%s'", key);

      g_string_append_printf (text, "%s%s", t == 0 ? "" : ", ",
                              ae_sql_ask (sql, query, 0) > 0 ? key : "0.0");
    }
  return g_string_free (text, FALSE);
}

static guint
read_points (AeSql *sql, gint64 id, AeHistoryPoint *points, guint32 *weights)
{
  g_autofree char *terms = dup_terms (sql);
  g_autofree char *query = g_strdup_printf (
      "SELECT step, epoch, seconds, phase, batches, total, validation, "
      "validation_reconstruction, %s FROM history WHERE run = ? ORDER BY position",
      terms);
  guint n = 0;
  sqlite3_stmt *row = prepare_for (sql, query, id);

  for (; n < AE_HISTORY_MAX_POINTS && ae_sql_next (sql, row); n++)
    {
      points[n] = (AeHistoryPoint){
        .step = (guint64) sqlite3_column_int64 (row, 0),
        .epoch = ae_sql_number (row, 1),
        .seconds = ae_sql_number (row, 2),
        .phase = ae_sql_uint (sql, row, 3),
        .train = { .total = ae_sql_number (row, 5) },
        .validation = ae_sql_number (row, 6),
        .validation_reconstruction = ae_sql_number (row, 7),
      };
      for (int t = 0; t < AE_N_TERMS; t++)
        points[n].train.values[t] = ae_sql_number (row, 8 + t);
      /* Only a beginning is the mean of no batch. */
      weights[n] = n == 0 && points[n].step == 0 ? 0 : MAX (ae_sql_uint (sql, row, 4), 1);
      if (n > 0 && points[n].step < points[n - 1].step)
        ae_sql_damaged (sql, "its loss curve runs backwards");
    }
  ae_sql_finish (row);
  return n;
}

static AeHistory *
read_history (AeSql *sql, gint64 id)
{
  g_autofree AeHistoryPoint *points = g_new0 (AeHistoryPoint, AE_HISTORY_MAX_POINTS);
  g_autofree guint32 *weights = g_new0 (guint32, AE_HISTORY_MAX_POINTS);
  g_autofree AeHistoryMark *marks = g_new0 (AeHistoryMark, AE_HISTORY_MAX_MARKS);
  guint n_points = read_points (sql, id, points, weights),
        n_marks = ae_project_read_marks (sql, id, marks);

  return ae_history_new_from_values (points, weights, n_points, marks, n_marks);
}

/* ------------------------------------------------------------------ a run */

static void
read_run (AeSql *sql, sqlite3_stmt *row, AeProject *project)
{
  gint64 id = sqlite3_column_int64 (row, 0);
  g_autofree char *name = ae_project_dup_needed (sql, row, 1);
  g_autofree char *preprocessing = ae_sql_dup_text (row, 24);
  guint scene_bands = ae_sql_uint (sql, row, 11);
  AePixelsOptions pixels = { 0 };
  AeSpec spec, part;
  AePlan plan;
  AeHyperparams hyperparams;
  g_autoptr (AeModel) model = NULL;
  g_autoptr (AeTrainingState) t = NULL;
  g_autoptr (AeInput) input = NULL;

  read_spec (sql, row, 2, &spec);
  read_plan (sql, row, 3, &plan);
  read_spec (sql, row, 22, &part);
  read_pixels (sql, row, &pixels);
  if (sql->error != NULL)
    return;
  read_knobs (sql, row, 23, &spec, &hyperparams);
  if ((model = read_model (sql, &spec, id)) == NULL
      || (t = read_training (sql, &part, id)) == NULL
      || (input = read_input (sql, id, spec.bands, scene_bands, pixels.scaling, preprocessing))
             == NULL)
    return;
  t->spec = spec;
  t->plan = plan;
  t->hyperparams = hyperparams;
  t->model = g_steal_pointer (&model);
  t->history = read_history (sql, id);
  read_counters (sql, row, t);
  if (sql->error == NULL)
    g_ptr_array_add (project->runs,
                     ae_project_run_new (name, &pixels, input, g_steal_pointer (&t)));
}

static void
read_runs (AeSql *sql, AeProject *project)
{
  g_autofree char *query = g_strdup_printf (
      "SELECT id, name, spec, plan, pixel_seed, validation, split, max_pixels, "
      "training_pixels, validation_pixels, scaling, scene_bands, phase, step, epoch, "
      "phase_epoch, seconds, first_loss, best, best_epoch, stage_step, batch_in_epoch, "
      "part, knobs, %s FROM run ORDER BY id",
      is_first_version (sql) ? "NULL" : "preprocessing");
  sqlite3_stmt *row = ae_sql_prepare (sql, query);

  while (ae_sql_next (sql, row))
    {
      if (project->runs->len == MOST_RUNS)
        ae_sql_damaged (sql, "it has more than %d runs", MOST_RUNS);
      else
        read_run (sql, row, project);
    }
  ae_sql_finish (row);
}

static void
read_settings (AeSql *sql, AeProject *project)
{
  sqlite3_stmt *row = ae_sql_prepare (sql, "SELECT key, value FROM setting");

  while (ae_sql_next (sql, row) && g_hash_table_size (project->settings) < MOST_SETTINGS)
    {
      char *key = ae_project_dup_needed (sql, row, 0);

      if (key != NULL)
        g_hash_table_replace (project->settings, key, ae_sql_dup_bytes (row, 1));
    }
  ae_sql_finish (row);
}

/**
 * ae_project_load:
 * @path: a file
 * @error: %AE_ERROR_NOT_FOUND, %AE_ERROR_UNKNOWN_FORMAT, %AE_ERROR_UNSUPPORTED for one from a
 * later version, %AE_ERROR_DAMAGED saying what is wrong
 *
 * Reads all of it; the scene is not opened. The file is not written to in any case. Any thread.
 *
 * Returns: (transfer full): the project.
 */
AeProject *
ae_project_load (const char *path, GError **error)
{
  g_autoptr (AeProject) project = ae_project_new ();
  AeSql sql;

  ae_sql_open_file (&sql, path);
  check_schema (&sql);
  check_size (&sql);
  check_pages (&sql);
  read_scene (&sql, project);
  read_runs (&sql, project);
  ae_project_read_annotations (&sql, project->notes);
  read_settings (&sql, project);
  return ae_sql_close (&sql, error) ? g_steal_pointer (&project) : NULL;
}
