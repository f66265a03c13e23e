/* ae-project-file.c: saves a project where others may save, too. Under the lock of the writer
 * one looks whether the file is still what was read or written last; where not, it is read
 * again, and no run is lost: one that is not known is taken in, one that only the file changed
 * is the file's, and one that both changed is asked for, kept twice or replaced.
 */
#include "ae-project-file.h"

#include "ae-error.h"
#include "ae-project-private.h"

#include <string.h>

/* Stamp, digests, marks and settings, as text. */
#define KNOWN "(tttxa(ayay)msms)"

struct _AeProjectFile
{
  char *path;
  AeFileStamp stamp;   /* of what is known */
  GHashTable *digests; /* utf8 → utf8: its runs as they were read or written last */
  char *marks;         /* nullable: the same of what is marked on the scene */
  char *settings;      /* nullable: and of where the user was */
  gboolean keeps_marks;
};

/* ------------------------------------------------------------------ what a run is */

static void
add_json (GChecksum *sum, JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  g_checksum_update (sum, (const guchar *) text, -1);
  json_node_unref (node);
}

static void
add_values (GChecksum *sum, const void *data, gsize bytes)
{
  const guchar *at = data;

  for (gsize n; bytes > 0; at += n, bytes -= n)
    g_checksum_update (sum, at, (gssize) (n = MIN (bytes, (gsize) G_MAXINT)));
}

/* What training made of it. Not how it is looked at, nor what the machine adds (clock,
 * threads): that comes back from a file in another form. */
static char *
dup_digest (const AeProjectRun *run)
{
  const AeTrainingState *t = run->training;
  const AePixelsOptions *p = &run->pixels;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *counters = g_strdup_printf (
      "%u %" G_GUINT64_FORMAT " %u %u %" G_GUINT64_FORMAT " %u; %" G_GUINT64_FORMAT
      " %.17g %d %" G_GSIZE_FORMAT " %d",
      t->phase, t->step, t->epoch, t->phase_epoch, t->stage_step, t->batch_in_epoch, p->seed,
      p->validation, (int) p->split, p->max_pixels, (int) p->scaling);

  g_checksum_update (sum, (const guchar *) counters, -1);
  add_json (sum, ae_spec_to_json (&t->spec));
  add_json (sum, ae_hyperparams_to_json (&t->hyperparams));
  add_values (sum, t->values, t->n_values * sizeof *t->values);
  add_values (sum, ae_model_get_values (t->model),
              ae_model_get_n_values (t->model) * sizeof (ae_real));
  return g_strdup (g_checksum_get_string (sum));
}

static void
add_bytes (GChecksum *sum, GBytes *bytes)
{
  gsize n;
  const void *data = g_bytes_get_data (bytes, &n);

  g_checksum_update (sum, (const guchar *) "|", 1);
  add_values (sum, data, n);
}

static char *
dup_marks_digest (const AeProjectAnnotations *notes)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  if (notes->labels != NULL)
    {
      add_bytes (sum, notes->labels);
      for (guint i = 0; i < notes->class_names->len; i++)
        g_checksum_update (sum, notes->class_names->pdata[i], -1);
      add_values (sum, notes->class_colours->data,
                  notes->class_colours->len * sizeof (guint32));
    }
  for (guint i = 0; i < notes->selections->len; i++)
    add_bytes (sum, notes->selections->pdata[i]);
  for (guint i = 0; i < notes->spectra->len; i++)
    {
      const AeProjectSpectrum *spectrum = notes->spectra->pdata[i];

      g_checksum_update (sum, (const guchar *) spectrum->name, -1);
      add_bytes (sum, spectrum->values);
    }
  return g_strdup (g_checksum_get_string (sum));
}

static char *
dup_settings_digest (GHashTable *settings)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GList) keys
      = g_list_sort (g_hash_table_get_keys (settings), (GCompareFunc) strcmp);

  for (const GList *key = keys; key != NULL; key = key->next)
    {
      g_checksum_update (sum, key->data, -1);
      add_bytes (sum, g_hash_table_lookup (settings, key->data));
    }
  return g_strdup (g_checksum_get_string (sum));
}

static void
forget (AeProjectFile *self)
{
  g_hash_table_remove_all (self->digests);
  g_clear_pointer (&self->marks, g_free);
  g_clear_pointer (&self->settings, g_free);
}

static void
learn (AeProjectFile *self, const AeProject *project, AeFileStamp stamp)
{
  forget (self);
  self->stamp = stamp;
  for (guint i = 0; i < project->runs->len; i++)
    {
      const AeProjectRun *run = project->runs->pdata[i];

      g_hash_table_replace (self->digests, g_strdup (run->name), dup_digest (run));
    }
  self->marks = dup_marks_digest (project->notes);
  self->settings = dup_settings_digest (project->settings);
}

/* ------------------------------------------------------------------ two become one */

static AeProjectRun *
find_run (const AeProject *project, const char *name)
{
  for (guint i = 0; i < project->runs->len; i++)
    if (strcmp (((AeProjectRun *) project->runs->pdata[i])->name, name) == 0)
      return project->runs->pdata[i];
  return NULL;
}

typedef enum
{
  OURS,
  THEIRS,
  DIFFER,
} Outcome;

/* Digests: as it was known, nullable; here; in the file. */
static Outcome
choose (const char *known, const char *ours, const char *theirs)
{
  if (g_strcmp0 (theirs, known) == 0 || g_strcmp0 (theirs, ours) == 0)
    return OURS;
  return g_strcmp0 (ours, known) == 0 ? THEIRS : DIFFER;
}

/* Of a run that the file has. One that was taken out here is taken in where the file changed
 * it.
 */
static Outcome
compare_run (const AeProjectFile *self, const AeProjectRun *ours, const AeProjectRun *theirs)
{
  const char *known = g_hash_table_lookup (self->digests, theirs->name);
  g_autofree char *their_digest = dup_digest (theirs);
  g_autofree char *our_digest = ours != NULL ? dup_digest (ours) : NULL;
  Outcome outcome = choose (known, our_digest, their_digest);

  return ours == NULL && outcome == DIFFER ? THEIRS : outcome;
}

static Outcome
compare_marks (const AeProjectFile *self, const AeProject *ours, const AeProject *theirs)
{
  g_autoptr (AeProjectAnnotations) nothing = ae_project_annotations_new ();
  g_autofree char *without = dup_marks_digest (nothing);
  Outcome outcome;
  g_autofree char *our_digest = dup_marks_digest (ours->notes);
  g_autofree char *their_digest = dup_marks_digest (theirs->notes);

  outcome = choose (self->marks != NULL ? self->marks : without, our_digest, their_digest);
  return outcome == THEIRS && self->keeps_marks ? DIFFER : outcome;
}

static Outcome
compare_settings (const AeProjectFile *self, const AeProject *ours, const AeProject *theirs)
{
  g_autofree char *our_digest = dup_settings_digest (ours->settings);
  g_autofree char *their_digest = dup_settings_digest (theirs->settings);

  return g_hash_table_size (ours->settings) == 0
             ? THEIRS
             : choose (self->settings, our_digest, their_digest);
}

static char *
dup_free_name (const AeProject *ours, const AeProject *theirs, const char *stem)
{
  char *name = NULL;

  for (guint number = 2; name == NULL; number++)
    {
      name = g_strdup_printf ("%s %u", stem, number);
      if (find_run (ours, name) != NULL || find_run (theirs, name) != NULL)
        g_clear_pointer (&name, g_free);
    }
  return name;
}

static gboolean
check_same_scene (const char *path, const AeProjectScene *ours, const AeProjectScene *theirs,
                  GError **error)
{
  if (ours == NULL || theirs == NULL
      || (ours->lines == theirs->lines && ours->samples == theirs->samples
          && ours->bands == theirs->bands && ours->size == theirs->size
          && strcmp (ours->hash, theirs->hash) == 0))
    return TRUE;
  return ae_error_set (error, AE_ERROR_MISMATCH,
                       "%s is a project on another scene by now, %s; save under another name",
                       path, theirs->name);
}

/* Whether there is nothing to be asked. */
static gboolean
check_agreed (const AeProjectFile *self, const AeProject *ours, const AeProject *theirs,
              GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < theirs->runs->len; i++)
    {
      const AeProjectRun *run = theirs->runs->pdata[i];

      if (compare_run (self, find_run (ours, run->name), run) == DIFFER)
        g_string_append_printf (names, "%s“%s”", names->len > 0 ? ", " : "", run->name);
    }
  if (compare_marks (self, ours, theirs) == DIFFER)
    g_string_append_printf (names, "%swhat is marked on the scene", names->len > 0 ? ", " : "");
  return names->len == 0
         || ae_error_set (error, AE_ERROR_CONFLICT,
                          "%s was changed by another program as well: %s; keep both, or "
                          "replace its",
                          self->path, names->str);
}

static void
take (AeProject *ours, AeProject *theirs, AeProjectRun *run, AeProjectMerged *merged)
{
  guint index;

  if (!g_ptr_array_find (theirs->runs, run, &index))
    return;
  g_ptr_array_add (merged->taken, g_strdup (run->name));
  ae_project_add_run (ours, g_ptr_array_steal_index (theirs->runs, index));
}

static void
rename_run (AeProjectRun *run, char *name, AeProjectMerged *merged)
{
  g_ptr_array_add (merged->renamed, run->name);
  g_ptr_array_add (merged->renamed, g_strdup (name));
  run->name = name;
}

static void
merge_runs (const AeProjectFile *self, AeProject *ours, AeProject *theirs, AeProjectMerge how,
            AeProjectMerged *merged)
{
  for (guint i = 0; i < theirs->runs->len;)
    {
      AeProjectRun *run = theirs->runs->pdata[i], *own = find_run (ours, run->name);
      Outcome outcome = compare_run (self, own, run);

      if (outcome == OURS || (outcome == DIFFER && how == AE_PROJECT_REPLACE))
        {
          i++;
          continue;
        }
      if (outcome == DIFFER)
        rename_run (own, dup_free_name (ours, theirs, own->name), merged);
      take (ours, theirs, run, merged);
    }
}

static gboolean
merge_file (const AeProjectFile *self, AeProject *project, const char *target,
            AeProjectMerge how, AeProjectMerged *merged, GError **error)
{
  g_autoptr (AeProject) theirs = ae_project_load (target, error);

  if (theirs == NULL || !check_same_scene (self->path, project->scene, theirs->scene, error)
      || (how == AE_PROJECT_ASK && !check_agreed (self, project, theirs, error)))
    return FALSE;
  merge_runs (self, project, theirs, how, merged);
  if (compare_marks (self, project, theirs) == THEIRS)
    {
      ae_project_annotations_free (project->notes);
      project->notes = g_steal_pointer (&theirs->notes);
      theirs->notes = ae_project_annotations_new ();
    }
  if (compare_settings (self, project, theirs) == THEIRS)
    {
      g_hash_table_unref (project->settings);
      project->settings = g_hash_table_ref (theirs->settings);
    }
  return TRUE;
}

/* ------------------------------------------------------------------ the file */

/**
 * ae_project_file_new:
 * @path: where it is or will be
 *
 * Of which nothing is known: what is there by the time of ae_project_file_save() is merged.
 *
 * Returns: (transfer full): for one thread at a time.
 */
AeProjectFile *
ae_project_file_new (const char *path)
{
  AeProjectFile *self = g_new0 (AeProjectFile, 1);

  self->path = g_strdup (path);
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * ae_project_file_free:
 * @self: (nullable) (transfer full): a file
 */
void
ae_project_file_free (AeProjectFile *self)
{
  if (self == NULL)
    return;
  forget (self);
  g_hash_table_unref (self->digests);
  g_free (self->path);
  g_free (self);
}

/**
 * ae_project_file_get_path:
 * @self: a file
 *
 * Returns: (transfer none): its path.
 */
const char *
ae_project_file_get_path (const AeProjectFile *self)
{
  return self->path;
}

/**
 * ae_project_file_load:
 * @self: a file
 * @error: as ae_project_load()
 *
 * What it says is known from then on.
 *
 * Returns: (transfer full): the project in it.
 */
AeProject *
ae_project_file_load (AeProjectFile *self, GError **error)
{
  /* Where it is replaced in between, that is seen as a change later. */
  AeFileStamp stamp = ae_file_stamp (self->path);
  AeProject *project = ae_project_load (self->path, error);

  if (project != NULL)
    learn (self, project, stamp);
  return project;
}

/**
 * ae_project_file_give_up:
 * @self: a file
 *
 * What is there now may be replaced as a whole: the user said so.
 */
void
ae_project_file_give_up (AeProjectFile *self)
{
  forget (self);
  self->stamp = ae_file_stamp (self->path);
}

/**
 * ae_project_file_set_keeps_marks:
 * @self: a file
 * @keeps_marks: whether what is marked on the scene is always the project's: the file's is not
 * taken in, but asked for where it has changed
 */
void
ae_project_file_set_keeps_marks (AeProjectFile *self, gboolean keeps_marks)
{
  self->keeps_marks = keeps_marks;
}

/**
 * ae_project_file_dup_known:
 * @self: a file
 *
 * Returns: (transfer full): what is known of it, for ae_project_file_set_known() in another
 * process.
 */
char *
ae_project_file_dup_known (const AeProjectFile *self)
{
  GVariantBuilder digests;
  GHashTableIter iter;
  gpointer name, digest;
  g_autoptr (GVariant) known = NULL;

  g_variant_builder_init (&digests, G_VARIANT_TYPE ("a(ayay)"));
  g_hash_table_iter_init (&iter, self->digests);
  while (g_hash_table_iter_next (&iter, &name, &digest))
    g_variant_builder_add (&digests, "(^ay^ay)", name, digest);
  known = g_variant_ref_sink (g_variant_new (KNOWN, self->stamp.device, self->stamp.inode,
                                             self->stamp.size, self->stamp.changed_ns, &digests,
                                             self->marks, self->settings));
  return g_variant_print (known, FALSE);
}

/**
 * ae_project_file_set_known:
 * @self: a file of which nothing is known
 * @known: from ae_project_file_dup_known(); anything else is ignored
 */
void
ae_project_file_set_known (AeProjectFile *self, const char *known)
{
  g_autoptr (GVariant) value
      = g_variant_parse (G_VARIANT_TYPE (KNOWN), known, NULL, NULL, NULL);
  g_autoptr (GVariantIter) digests = NULL;
  char *name, *digest;

  if (value == NULL)
    return;
  forget (self);
  g_variant_get (value, KNOWN, &self->stamp.device, &self->stamp.inode, &self->stamp.size,
                 &self->stamp.changed_ns, &digests, &self->marks, &self->settings);
  while (g_variant_iter_next (digests, "(^ay^ay)", &name, &digest))
    g_hash_table_replace (self->digests, name, digest);
}

/**
 * ae_project_file_save:
 * @self: a file
 * @project: to be saved; where the file has changed, it gets the runs that the file has
 * @merge: what to do with what was changed on both sides
 * @merged: (out caller-allocates): what became of the project's runs
 * @error: as ae_project_save(); %AE_ERROR_BUSY where another program is saving it just now;
 * %AE_ERROR_CONFLICT; %AE_ERROR_MISMATCH where it is on another scene by now; as
 * ae_project_load() for what is there by now
 *
 * Any thread, while nobody else uses the project.
 *
 * Returns: whether it is on the disk: each run of the project, and each of the file's that was
 * not taken out or replaced. Where not, the file is as it was.
 */
gboolean
ae_project_file_save (AeProjectFile *self, AeProject *project, AeProjectMerge merge,
                      AeProjectMerged *merged, GError **error)
{
  g_autoptr (AeFileWriter) writer = ae_file_writer_new (self->path, NULL, error);
  AeFileStamp now;

  *merged = (AeProjectMerged){ .taken = g_ptr_array_new_with_free_func (g_free),
                               .renamed = g_ptr_array_new_with_free_func (g_free) };
  if (writer == NULL)
    return FALSE;
  now = ae_file_stamp (ae_file_writer_get_target (writer));
  if (now.inode != 0 && !ae_file_stamp_equal (now, self->stamp)
      && !merge_file (self, project, ae_file_writer_get_target (writer), merge, merged, error))
    return FALSE;
  if (!ae_project_write (project, writer, self->path, error))
    return FALSE;
  learn (self, project, ae_file_writer_get_stamp (writer));
  return TRUE;
}

/**
 * ae_project_merged_clear:
 * @self: what a saving changed
 */
void
ae_project_merged_clear (AeProjectMerged *self)
{
  g_clear_pointer (&self->taken, g_ptr_array_unref);
  g_clear_pointer (&self->renamed, g_ptr_array_unref);
}
