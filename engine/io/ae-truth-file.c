/* ae-truth-file.c: endmembers and abundances of a scene as public MATLAB files hold them: under
 * all kinds of names, materials along rows or columns, pixels as an image or down its columns.
 * So they are found by their shapes, and a name decides only where several fit.
 */
#include "ae-truth-file.h"

#include <string.h>

#include "ae-error.h"
#include "ae-reader.h"

#define MOST_MATERIALS 64

/* ------------------------------------------------------------------ which array is which */

/* The place of a name in a list of usual ones; behind them all where it is none. */
static guint
get_rank (const char *name, const char *const *usual)
{
  guint i = 0;

  while (usual[i] != NULL && g_ascii_strcasecmp (usual[i], name) != 0)
    i++;
  return i;
}

static guint
get_rank_of_endmembers (const char *name)
{
  static const char *const usual[]
      = { "GT", "M", "E", "endmembers", "endmember", "EM", "Endm", "S", NULL };

  return get_rank (name, usual);
}

static guint
get_rank_of_abundances (const char *name)
{
  static const char *const usual[]
      = { "S_GT", "A", "abundances", "abundance", "A_GT", "abund", "fractions", NULL };

  return get_rank (name, usual);
}

/* Where the bands run, and how many materials there are; FALSE where these are no endmembers.
 * */
static gboolean
are_endmembers (const AeReaderChoice *array, guint bands, guint *n, gboolean *is_by_column)
{
  if (array->bands != 1 || (array->lines == bands) == (array->samples == bands))
    return FALSE;
  *is_by_column = array->lines == bands;
  *n = *is_by_column ? array->samples : array->lines;
  return *n >= 1 && *n <= MOST_MATERIALS;
}

/* Whose steps between lines, samples and materials of the scene these are. */
typedef struct
{
  gsize line, sample, material;
} Steps;

static gboolean
are_abundances (const AeReaderChoice *array, guint lines, guint samples, guint n, Steps *steps)
{
  guint pixels = lines * samples;

  if (array->lines == lines && array->samples == samples && array->bands == n)
    *steps = (Steps){ (gsize) samples * n, n, 1 };
  else if (array->lines == n && array->samples == lines && array->bands == samples)
    *steps = (Steps){ samples, 1, pixels };
  else if (array->bands == 1 && array->lines == n && array->samples == pixels)
    *steps = (Steps){ 1, lines, pixels };
  else if (array->bands == 1 && array->lines == pixels && array->samples == n)
    *steps = (Steps){ n, (gsize) lines * n, 1 };
  else
    return FALSE;
  return TRUE;
}

static const AeReaderChoice *
find_endmembers (GPtrArray *arrays, guint bands, guint *n, gboolean *is_by_column)
{
  const AeReaderChoice *best = NULL;
  guint found;
  gboolean by_column;

  for (guint i = 0; i < arrays->len; i++)
    {
      const AeReaderChoice *array = arrays->pdata[i];

      if (!are_endmembers (array, bands, &found, &by_column)
          || (best != NULL
              && get_rank_of_endmembers (array->variable)
                     >= get_rank_of_endmembers (best->variable)))
        continue;
      best = array;
      *n = found;
      *is_by_column = by_column;
    }
  return best;
}

static const AeReaderChoice *
find_abundances (GPtrArray *arrays, AeScene *scene, guint n, Steps *steps)
{
  const AeReaderChoice *best = NULL;
  Steps found;

  for (guint i = 0; i < arrays->len; i++)
    {
      const AeReaderChoice *array = arrays->pdata[i];

      if (!are_abundances (array, ae_scene_get_lines (scene), ae_scene_get_samples (scene), n,
                           &found)
          || (best != NULL
              && get_rank_of_abundances (array->variable)
                     >= get_rank_of_abundances (best->variable)))
        continue;
      best = array;
      *steps = found;
    }
  return best;
}

/* ------------------------------------------------------------------ reading them */

static AeTruth *
new_empty (guint n, guint bands)
{
  AeTruth *self = g_new0 (AeTruth, 1);

  self->n = n;
  self->bands = bands;
  self->endmembers = g_new (float, (gsize) n *bands);
  self->names = g_new0 (char *, n + 1);
  return self;
}

/* Of all bands of the scene the good ones; a file may have the good ones alone. */
static gboolean
read_endmembers (AeTruth *self, const char *path, const AeReaderChoice *array,
                 gboolean is_by_column, AeScene *scene, GError **error)
{
  g_autofree float *numbers = ae_reader_dup_array (path, array, error);
  const guint *good = ae_scene_get_good_bands (scene);
  guint stored = is_by_column ? array->lines : array->samples;

  if (numbers == NULL)
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    for (guint b = 0; b < self->bands; b++)
      {
        guint at = stored == self->bands ? b : good[b];

        self->endmembers[(gsize) i * self->bands + b]
            = numbers[is_by_column ? (gsize) at * self->n + i : (gsize) i * stored + at];
      }
  return TRUE;
}

static gboolean
read_abundances (AeTruth *self, const char *path, const AeReaderChoice *array, Steps steps,
                 AeScene *scene, GError **error)
{
  g_autofree float *numbers = ae_reader_dup_array (path, array, error);
  guint lines = ae_scene_get_lines (scene), samples = ae_scene_get_samples (scene);

  if (numbers == NULL)
    return FALSE;
  self->abundances = g_new (float, (gsize) lines *samples *self->n);
  for (gsize line = 0; line < lines; line++)
    for (gsize sample = 0; sample < samples; sample++)
      for (guint i = 0; i < self->n; i++)
        self->abundances[(line * samples + sample) * self->n + i]
            = numbers[line * steps.line + sample * steps.sample + i * steps.material];
  return TRUE;
}

/**
 * ae_truth_new_load:
 * @path: a MATLAB file
 * @scene: whose truth it is
 * @error: %AE_ERROR_MISMATCH saying what was looked for; as ae_reader_list_arrays()
 *
 * Endmembers are a matrix one of whose sides is the bands of the scene, all or the good ones;
 * abundances an array of its lines × samples × materials, or a matrix of materials and pixels,
 * these column by column as MATLAB has them. Worker thread.
 *
 * Returns: (transfer full) (nullable): both, or endmembers alone.
 */
AeTruth *
ae_truth_new_load (const char *path, AeScene *scene, GError **error)
{
  g_autoptr (GPtrArray) arrays = ae_reader_list_arrays (path, error);
  g_autoptr (AeTruth) self = NULL;
  guint good = ae_scene_get_n_good_bands (scene), all = ae_scene_get_bands (scene), n = 0;
  const AeReaderChoice *endmembers, *abundances;
  gboolean is_by_column = FALSE;
  Steps steps = { 0 };

  if (arrays == NULL)
    return NULL;
  if ((endmembers = find_endmembers (arrays, all, &n, &is_by_column)) == NULL
      && (endmembers = find_endmembers (arrays, good, &n, &is_by_column)) == NULL)
    {
      ae_error_set (error, AE_ERROR_MISMATCH,
                    "%s has no matrix of endmembers with one side of %u bands, those of %s; "
                    "give the truth of this scene",
                    path, all, ae_scene_get_name (scene));
      return NULL;
    }
  self = new_empty (n, good);
  for (guint i = 0; i < n; i++)
    self->names[i] = g_strdup_printf ("%s %u", endmembers->variable, i + 1);
  if (!read_endmembers (self, path, endmembers, is_by_column, scene, error))
    return NULL;
  abundances = find_abundances (arrays, scene, n, &steps);
  if (abundances != NULL && !read_abundances (self, path, abundances, steps, scene, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * ae_truth_new_from_scene:
 * @scene: any
 *
 * Returns: (transfer full) (nullable): what the demo scene is made of; %NULL for other scenes.
 */
AeTruth *
ae_truth_new_from_scene (AeScene *scene)
{
  const float *endmembers = ae_scene_get_truth_endmembers (scene),
              *abundances = ae_scene_get_truth_abundances (scene);
  const guint *good = ae_scene_get_good_bands (scene);
  guint all = ae_scene_get_bands (scene);
  AeTruth *self;

  if (endmembers == NULL)
    return NULL;
  self = new_empty (ae_scene_get_n_truth_materials (scene), ae_scene_get_n_good_bands (scene));
  for (guint i = 0; i < self->n; i++)
    {
      self->names[i] = g_strdup (ae_scene_get_truth_material (scene, i));
      for (guint b = 0; b < self->bands; b++)
        self->endmembers[(gsize) i * self->bands + b] = endmembers[(gsize) i * all + good[b]];
    }
  if (abundances != NULL)
    self->abundances
        = g_memdup2 (abundances, ae_scene_get_n_pixels (scene) * self->n * sizeof *abundances);
  return self;
}

/**
 * ae_truth_free:
 * @self: (nullable) (transfer full): a truth
 */
void
ae_truth_free (AeTruth *self)
{
  if (self == NULL)
    return;
  g_free (self->endmembers);
  g_free (self->abundances);
  g_strfreev (self->names);
  g_free (self);
}
