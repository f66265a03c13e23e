/* ae-read-context.c: one file while it is opened: what every format's reader asks and tells. */
#include "ae-read-context.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ae-error.h"
#include "ae-file.h"

/* No compression of these formats packs numbers tighter than deflate's 1032 : 1. */
#define HIGHEST_COMPRESSION 1100

/* From this size on a cube is worth pages of two megabytes. */
#define LARGE_PAGE (2u << 20)

static const AeReaderOptions default_options = { 0 };

/**
 * ae_read_context_has_ending:
 * @ending: with its dot, in lower case
 *
 * Returns: whether the file's name ends so, in any case.
 */
gboolean
ae_read_context_has_ending (const AeReadContext *reading, const char *ending)
{
  gsize n = strlen (reading->name), m = strlen (ending);

  return n > m && g_ascii_strcasecmp (reading->name + n - m, ending) == 0;
}

/**
 * ae_read_context_check_cancelled:
 *
 * Returns: %FALSE with %AE_ERROR_CANCELLED once the user has had enough.
 */
gboolean
ae_read_context_check_cancelled (const AeReadContext *reading, GError **error)
{
  if (!g_cancellable_is_cancelled (reading->cancellable))
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_CANCELLED, "%s: opening was cancelled", reading->name);
  return FALSE;
}

/**
 * ae_read_context_report:
 * @fraction: 0 … 1
 */
void
ae_read_context_report (const AeReadContext *reading, double fraction)
{
  if (reading->options->progress != NULL)
    reading->options->progress (fraction, reading->options->progress_data);
}

static guint64
cube_bytes (const AeSceneBuilder *b)
{
  guint64 n = (guint64) b->lines * b->samples;

  if (!g_uint64_checked_mul (&n, n, b->bands) || !g_uint64_checked_mul (&n, n, sizeof (float)))
    return G_MAXUINT64;
  return n;
}

/**
 * ae_read_context_get_memory_limit:
 * @reading: a file
 *
 * Returns: bytes of pixels that may be held: what was said, or half of the machine's memory.
 */
guint64
ae_read_context_get_memory_limit (const AeReadContext *reading)
{
  if (reading->options->memory_limit > 0)
    return reading->options->memory_limit;
  return (guint64) sysconf (_SC_PHYS_PAGES) * (guint64) sysconf (_SC_PAGESIZE) / 2;
}

/**
 * ae_read_context_fits_memory:
 * @builder: with its dimensions set
 *
 * Returns: whether the scene should be held in memory; otherwise it is read on demand.
 */
gboolean
ae_read_context_fits_memory (const AeReadContext *reading, const AeSceneBuilder *builder)
{
  return cube_bytes (builder) <= ae_read_context_get_memory_limit (reading);
}

/* In memory that is shared with who asked; it goes with the process. */
static float *
map_cube (int fd, guint64 bytes)
{
  void *cube = ftruncate (fd, (off_t) bytes) == 0
                   ? mmap (NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
                   : MAP_FAILED;

  return cube != MAP_FAILED ? cube : NULL;
}

/**
 * ae_read_context_alloc_cube:
 * @builder: with its dimensions set; gets @cube, uninitialised
 *
 * Large cubes lie on large pages, which take a fraction of the time to come into being.
 *
 * Returns: %FALSE with %AE_ERROR_TOO_LARGE.
 */
gboolean
ae_read_context_alloc_cube (const AeReadContext *reading, AeSceneBuilder *builder,
                            GError **error)
{
  guint64 bytes = cube_bytes (builder);
  void *cube = NULL;

  if (reading->is_subprocess && bytes <= ae_read_context_get_memory_limit (reading))
    {
      builder->cube = map_cube (reading->cube_fd, bytes);
      if (builder->cube != NULL)
        return TRUE;
    }
  else if (bytes <= ae_read_context_get_memory_limit (reading)
           && posix_memalign (&cube, bytes >= LARGE_PAGE ? LARGE_PAGE : 64, MAX (bytes, 1))
                  == 0)
    {
      if (bytes >= LARGE_PAGE)
        madvise (cube, bytes, MADV_HUGEPAGE);
      builder->cube = cube;
      return TRUE;
    }
  g_set_error (error, AE_ERROR, AE_ERROR_TOO_LARGE,
               "%s: %u × %u × %u values need %.1f GiB of memory and %.1f are allowed; cut the "
               "image or convert it to ENVI, "
               "which is read on demand",
               reading->name, builder->lines, builder->samples, builder->bands,
               (double) bytes / 0x1p30,
               (double) ae_read_context_get_memory_limit (reading) / 0x1p30);
  return FALSE;
}

/**
 * ae_read_context_alloc_mask:
 * @builder: with its dimensions set; its mask is promised to be searched
 *
 * Returns: (transfer none): (lines × samples) for a reader that looks for missing values
 * while it reads.
 */
guint8 *
ae_read_context_alloc_mask (AeSceneBuilder *builder)
{
  builder->mask = g_new0 (guint8, (gsize) builder->lines * builder->samples);
  builder->mask_is_searched = TRUE;
  return builder->mask;
}

/**
 * ae_read_context_check_plausible:
 * @bytes: what the file claims to hold
 * @may_be_packed: whether its format knows compression
 *
 * Returns: %FALSE with %AE_ERROR_DAMAGED where no compression could put that into a file of
 * this size.
 */
gboolean
ae_read_context_check_plausible (const AeReadContext *reading, guint64 bytes,
                                 gboolean may_be_packed, GError **error)
{
  if (bytes / (may_be_packed ? HIGHEST_COMPRESSION : 1) <= reading->size)
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
               "%s is %" G_GUINT64_FORMAT " bytes long and claims to hold %" G_GUINT64_FORMAT
               "; it is damaged or cut off",
               reading->name, reading->size, bytes);
  return FALSE;
}

/**
 * ae_read_context_choice_new: (skip)
 * @variable: (transfer full): what to ask for
 * @shape: (transfer full): for people
 */
AeReaderChoice *
ae_read_context_choice_new (char *variable, char *shape, guint lines, guint samples,
                            guint bands)
{
  AeReaderChoice *self = g_new (AeReaderChoice, 1);

  *self = (AeReaderChoice){ variable, shape, lines, samples, bands };
  return self;
}

/**
 * ae_reader_choice_free:
 * @self: (nullable) (transfer full): a choice
 */
void
ae_reader_choice_free (AeReaderChoice *self)
{
  if (self == NULL)
    return;
  g_free (self->variable);
  g_free (self->shape);
  g_free (self);
}

static char *
describe_choices (GPtrArray *choices)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (choices->len, 8); i++)
    {
      const AeReaderChoice *choice = g_ptr_array_index (choices, i);

      g_string_append_printf (text, "%s%s (%s)", i > 0 ? ", " : "", choice->variable,
                              choice->shape);
    }
  if (choices->len > 8)
    g_string_append_printf (text, " and %u more", choices->len - 8);
  return g_string_free (text, FALSE);
}

/* A cube with many times the bands of all others is the one that is meant: abundance maps
 * and pictures beside it have a few. */
static gboolean
find_obvious (GPtrArray *choices, guint *chosen)
{
  guint second = 0;
  const AeReaderChoice *best;

  *chosen = 0;
  for (guint i = 1; i < choices->len; i++)
    {
      const AeReaderChoice *choice = g_ptr_array_index (choices, i);

      best = g_ptr_array_index (choices, *chosen);
      if (choice->bands > best->bands)
        *chosen = i;
    }
  best = g_ptr_array_index (choices, *chosen);
  for (guint i = 0; i < choices->len; i++)
    if (i != *chosen)
      second = MAX (second, ((const AeReaderChoice *) g_ptr_array_index (choices, i))->bands);
  return best->bands >= 16 && best->bands >= 4 * second;
}

/* The last part of a name is enough where no other has it: cube for /data/cube and S.cube. */
static gboolean
find_by_tail (GPtrArray *choices, const char *variable, guint *chosen)
{
  gsize n = strlen (variable);
  guint n_found = 0;

  for (guint i = 0; i < choices->len; i++)
    {
      const char *name = ((const AeReaderChoice *) g_ptr_array_index (choices, i))->variable;
      gsize m = strlen (name);

      if (m <= n || strcmp (name + m - n, variable) != 0
          || strchr ("/.", name[m - n - 1]) == NULL)
        continue;
      *chosen = i;
      n_found++;
    }
  return n_found == 1;
}

/**
 * ae_read_context_choose:
 * @choices: #AeReaderChoice, at least one
 * @chosen: (out): which
 *
 * Takes the one that the user named, or the only one, or the obvious one.
 *
 * Returns: %FALSE with %AE_ERROR_AMBIGUOUS, or %AE_ERROR_NOT_FOUND for a name that is none.
 */
gboolean
ae_read_context_choose (const AeReadContext *reading, GPtrArray *choices, guint *chosen,
                        GError **error)
{
  const char *variable = reading->options->variable;
  g_autofree char *list = NULL;

  for (guint i = 0; variable != NULL && i < choices->len; i++)
    if (strcmp (((const AeReaderChoice *) g_ptr_array_index (choices, i))->variable, variable)
        == 0)
      {
        *chosen = i;
        return TRUE;
      }
  if (variable != NULL && find_by_tail (choices, variable, chosen))
    return TRUE;
  *chosen = 0;
  if (variable == NULL && (choices->len == 1 || find_obvious (choices, chosen)))
    return TRUE;
  list = describe_choices (choices);
  if (variable != NULL)
    g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                 "%s has no array “%s” that could be a scene; choose one of: %s", reading->name,
                 variable, list);
  else
    g_set_error (error, AE_ERROR, AE_ERROR_AMBIGUOUS,
                 "%s holds several arrays that could be the scene; choose one of: %s",
                 reading->name, list);
  return FALSE;
}

/**
 * ae_read_context_clear:
 * @self: a reading, or zeroes
 */
void
ae_read_context_clear (AeReadContext *self)
{
  g_free (self->path);
  g_free (self->name);
}

static char *
dup_shown_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return ae_file_dup_display (name);
}

static gboolean
read_head (AeReadContext *self, GError **error)
{
  int fd = ae_file_open (self->path, AE_FILE_ANY_SIZE, &self->size, error);
  gssize n;

  if (fd < 0)
    return FALSE;
  n = pread (fd, self->head, sizeof self->head, 0);
  close (fd);
  if (n > 0)
    {
      self->n_head = (gsize) n;
      return TRUE;
    }
  if (n == 0)
    g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
                 "%s is empty (0 bytes); copy or download it again", self->name);
  else
    g_set_error (error, AE_ERROR, AE_ERROR_IO, "%s cannot be read: %s", self->name,
                 g_strerror (errno));
  return FALSE;
}

/**
 * ae_read_context_init:
 * @self: filled
 * @path: a file
 * @options: (nullable): outlives it
 * @cancellable: (nullable): outlives it
 * @error: %AE_ERROR_NOT_FOUND, %AE_ERROR_DAMAGED, %AE_ERROR_IO
 *
 * Looks at the file itself: is it there, is it a file, does it hold anything?
 *
 * Returns: whether it can be opened; @self is to be cleared in any case.
 */
gboolean
ae_read_context_init (AeReadContext *self, const char *path, const AeReaderOptions *options,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  memset (self, 0, sizeof *self);
  self->path = g_file_get_path (file);
  self->name = dup_shown_name (path);
  self->options = options != NULL ? options : &default_options;
  self->cancellable = cancellable;
  return read_head (self, error);
}
