/* ae-reader-npy.c: NumPy's .npy files of three dimensions (scenes) or two (labels).
 *
 * Format: numpy.lib.format of the NumPy manual: magic, version, length of a header that is
 * the text of a Python dictionary, then the numbers in C or Fortran order.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ae-calibration.h"
#include "ae-error.h"
#include "ae-file.h"
#include "ae-raw.h"
#include "ae-read-context.h"
#include "ae-sidecar.h"

#define MAX_HEADER 65536

/* What the header says. */
typedef struct
{
  AeRawType type;
  gboolean swap;
  gboolean is_fortran;
  guint rank;
  gsize shape[4];
  guint64 offset; /* of the first number */
} Npy;

/* What a scene on demand reads from. */
typedef struct
{
  int fd;
  char *name;
  AeRawLayout layout;
} Source;

static void
source_free (gpointer data)
{
  Source *self = data;

  close (self->fd);
  g_free (self->name);
  g_free (self);
}

static gboolean
npy_probe (const AeReadContext *reading)
{
  return reading->n_head >= 12 && memcmp (reading->head, "\x93NUMPY", 6) == 0;
}

static gboolean
fail (const AeReadContext *reading, GError **error, const char *found, const char *expected)
{
  return ae_error_set (error, AE_ERROR_UNSUPPORTED, "%s: the .npy header %s; expected %s",
                       reading->name, found, expected);
}

/* "<f4" and the like. */
static gboolean
parse_type (const char *text, Npy *npy)
{
  static const struct
  {
    const char *code;
    AeRawType type;
  } codes[] = {
    { "u1", AE_RAW_UINT8 },   { "b1", AE_RAW_UINT8 },   { "i1", AE_RAW_INT8 },
    { "i2", AE_RAW_INT16 },   { "u2", AE_RAW_UINT16 },  { "i4", AE_RAW_INT32 },
    { "u4", AE_RAW_UINT32 },  { "i8", AE_RAW_INT64 },   { "u8", AE_RAW_UINT64 },
    { "f4", AE_RAW_FLOAT32 }, { "f8", AE_RAW_FLOAT64 },
  };

  npy->swap = text[0] != '\0' && text[0] == (G_BYTE_ORDER == G_LITTLE_ENDIAN ? '>' : '<');
  for (guint i = 0;
       strchr ("<>|=", text[0]) != NULL && text[0] != '\0' && i < G_N_ELEMENTS (codes); i++)
    if (strncmp (text + 1, codes[i].code, 2) == 0 && text[3] == '\'')
      {
        npy->type = codes[i].type;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_shape (const char *text, Npy *npy)
{
  for (npy->rank = 0; npy->rank < 4; npy->rank++)
    {
      char *end;

      text += strspn (text, " ,");
      if (*text == ')')
        return TRUE;
      npy->shape[npy->rank] = g_ascii_strtoull (text, &end, 10);
      if (end == text || npy->shape[npy->rank] == 0 || npy->shape[npy->rank] > G_MAXINT32)
        return FALSE;
      text = end + (*end == 'L');
    }
  return *text == ')' || *(text + strspn (text, " ,")) == ')';
}

/* What follows a key of the dictionary, from the first of `from` on. */
static const char *
find_value (const char *header, const char *key, const char *from)
{
  const char *at = strstr (header, key);
  const char *colon = at != NULL ? strchr (at, ':') : NULL;

  return colon != NULL ? strpbrk (colon, from) : NULL;
}

static gboolean
parse_dictionary (const AeReadContext *reading, const char *header, Npy *npy, GError **error)
{
  const char *descr = find_value (header, "'descr'", "'["),
             *order = find_value (header, "'fortran_order'", "TF");
  const char *shape = find_value (header, "'shape'", "(");

  if (descr == NULL || *descr == '[' || !parse_type (descr + 1, npy))
    return fail (reading, error, "names no number type that Bandloom reads",
                 "integers or floats of 1 to 8 bytes");
  if (order == NULL || shape == NULL || !parse_shape (shape + 1, npy))
    return fail (reading, error, "gives no usable shape", "two or three sizes above 0");
  npy->is_fortran = *order == 'T';
  return TRUE;
}

static gboolean
read_header (const AeReadContext *reading, int fd, Npy *npy, GError **error)
{
  const guint8 *head = reading->head;
  gboolean is_wide = head[6] >= 2;
  gsize start = is_wide ? 12 : 10;
  gsize length = is_wide ? (gsize) head[8] | (gsize) head[9] << 8 | (gsize) head[10] << 16
                               | (gsize) head[11] << 24
                         : (gsize) head[8] | (gsize) head[9] << 8;
  g_autofree char *header = NULL;

  if (length > MAX_HEADER || start + length > reading->size)
    return fail (reading, error, "is longer than the file", "a complete file");
  header = g_malloc0 (length + 1);
  if (pread (fd, header, length, (goffset) start) != (gssize) length)
    return fail (reading, error, "cannot be read", "a complete file");
  npy->offset = start + length;
  return parse_dictionary (reading, header, npy, error);
}

/* The order of the axes, as in the shape. */
static gboolean
choose_axes (const AeReadContext *reading, const Npy *npy, char axes[4], AeSceneBuilder *b,
             GError **error)
{
  const char *wanted = reading->options->axes;

  strcpy (axes, "lsb");
  if (npy->rank == 2 && reading->wants_labels)
    return TRUE;
  if (npy->rank != 3)
    {
      return ae_error_set (error, AE_ERROR_UNSUPPORTED,
                           "%s has %u dimensions; a scene has three: lines, samples and bands",
                           reading->name, npy->rank);
    }
  if (wanted != NULL
      && (strlen (wanted) != 3 || !strchr (wanted, 'l') || !strchr (wanted, 's')
          || !strchr (wanted, 'b')))
    {
      return ae_error_set (
          error, AE_ERROR_INVALID,
          "The order of axes “%s” is none; write l, s and b (lines, samples, bands) "
          "once each, for example lsb",
          wanted);
    }
  if (wanted != NULL)
    strcpy (axes, wanted);
  else if (npy->shape[1] == npy->shape[2] && npy->shape[0] != npy->shape[1])
    {
      strcpy (axes, "bls");
      ae_scene_builder_warn (b, "The first axis of the array was taken for the bands.");
    }
  return TRUE;
}

static guint
size_of (const Npy *npy, const char *axes, char axis)
{
  guint i = (guint) (strchr (axes, axis) - axes);

  return i < npy->rank ? (guint) npy->shape[i] : 1;
}

/* The interleaves are three of the six orders; the others are turned number by number. */
static gboolean
find_interleave (const char *fastest_last, AeInterleave *out)
{
  static const char *const orders[] = {
    [AE_INTERLEAVE_BSQ] = "bls", [AE_INTERLEAVE_BIL] = "lbs", [AE_INTERLEAVE_BIP] = "lsb"
  };

  for (guint i = 0; i < 3; i++)
    if (strcmp (orders[i], fastest_last) == 0)
      {
        *out = (AeInterleave) i;
        return TRUE;
      }
  return FALSE;
}

static gsize
step_of (char axis, const AeSceneBuilder *b)
{
  return axis == 'b' ? 1 : axis == 's' ? b->bands : (gsize) b->samples * b->bands;
}

/* Plane by plane of the slowest axis. */
static gboolean
read_turned (const AeReadContext *reading, int fd, const Npy *npy, const char *order,
             AeSceneBuilder *b, GError **error)
{
  gsize n0 = size_of (npy, order, order[0]), n1 = size_of (npy, order, order[1]),
        n2 = size_of (npy, order, order[2]);
  AeRawLayout plane = { .lines = 1,
                        .samples = (guint) n1,
                        .bands = (guint) n2,
                        .type = npy->type,
                        .swap = npy->swap,
                        .nodata = NAN,
                        .interleave = AE_INTERLEAVE_BIP };
  g_autofree float *numbers = g_new (float, n1 *n2);

  for (gsize i = 0; i < n0; i++)
    {
      float *out = b->cube + i * step_of (order[0], b);

      plane.offset = npy->offset + i * n1 * n2 * ae_raw_type_get_size (npy->type);
      if (!ae_read_context_check_cancelled (reading, error)
          || !ae_raw_read_lines (fd, reading->name, &plane, 0, 1, numbers, error))
        return FALSE;
      for (gsize j = 0; j < n1; j++)
        for (gsize k = 0; k < n2; k++)
          out[j * step_of (order[1], b) + k * step_of (order[2], b)] = numbers[j * n2 + k];
      ae_read_context_report (reading, (double) i / (double) n0);
    }
  ae_calibration_apply (b->calibration, b->cube, (gsize) b->lines * b->samples);
  return TRUE;
}

static gboolean
read_on_demand_cb (gpointer source, guint first_line, guint n_lines, float *out, GError **error)
{
  const Source *self = source;

  return ae_raw_read_lines (self->fd, self->name, &self->layout, first_line, n_lines, out,
                            error);
}

static void
set_source (const AeReadContext *reading, int *fd, const AeRawLayout *layout, AeSceneBuilder *b)
{
  Source *source = g_new0 (Source, 1);

  source->fd = *fd;
  source->name = g_strdup (reading->name);
  source->layout = *layout;
  b->read = read_on_demand_cb;
  b->source = source;
  b->source_free = source_free;
  *fd = -1;
}

static gboolean
read_numbers (AeReadContext *reading, int *fd, Npy *npy, const char *axes, AeSceneBuilder *b,
              GError **error)
{
  AeRawLayout layout = { .offset = npy->offset,
                         .lines = b->lines,
                         .samples = b->samples,
                         .bands = b->bands,
                         .type = npy->type,
                         .swap = npy->swap,
                         .calibration = b->calibration,
                         .nodata = b->has_nodata ? b->nodata : NAN };
  char order[4] = { axes[0], axes[1], axes[2], '\0' };
  guint64 expected;
  gboolean is_plain;

  if (!ae_raw_layout_get_size (&layout, &expected) || expected > reading->size)
    {
      return ae_error_set (error, AE_ERROR_DAMAGED,
                           "%s is %" G_GUINT64_FORMAT
                           " bytes long and its header promises more; it is damaged or cut off",
                           reading->name, reading->size);
    }
  if (npy->is_fortran)
    {
      order[0] = axes[2];
      order[2] = axes[0];
    }
  is_plain = find_interleave (order, &layout.interleave);
  b->interleave = layout.interleave;
  if (is_plain && !ae_read_context_fits_memory (reading, b))
    {
      set_source (reading, fd, &layout, b);
      return TRUE;
    }
  if (!ae_read_context_alloc_cube (reading, b, error))
    return FALSE;
  if (is_plain)
    return ae_raw_read_cube (*fd, reading->name, &layout, b->cube,
                             ae_read_context_alloc_mask (b), reading->options->progress,
                             reading->options->progress_data, reading->cancellable, error);
  if (npy->is_fortran)
    {
      Npy turned = *npy;
      char turned_axes[4] = { order[0], order[1], order[2], '\0' };

      turned.shape[0] = npy->rank == 3 ? npy->shape[2] : 1;
      turned.shape[1] = npy->shape[1];
      turned.shape[2] = npy->shape[0];
      turned.rank = 3;
      return read_turned (reading, *fd, &turned, turned_axes, b, error);
    }
  return read_turned (reading, *fd, npy, order, b, error);
}

static gboolean
npy_load (AeReadContext *reading, AeSceneBuilder *b, GError **error)
{
  int fd = ae_file_open (reading->path, AE_FILE_ANY_SIZE, NULL, error);
  Npy npy = { 0 };
  char axes[4];
  gboolean ok;

  if (fd < 0)
    return FALSE;
  ok = read_header (reading, fd, &npy, error) && choose_axes (reading, &npy, axes, b, error);
  if (ok)
    {
      b->format = g_strdup ("NumPy");
      b->data_type = g_strdup (ae_raw_type_get_name (npy.type));
      b->lines = size_of (&npy, axes, 'l');
      b->samples = size_of (&npy, axes, 's');
      b->bands = size_of (&npy, axes, 'b');
      if (!reading->wants_labels)
        {
          ae_sidecar_fill (b, reading->path);
          ae_sidecar_fill_calibration (b, reading->path);
        }
      ok = read_numbers (reading, &fd, &npy, axes, b, error);
    }
  if (fd >= 0)
    close (fd);
  return ok;
}

const AeFormat ae_format_npy = {
  .info = { .names = { "NumPy" }, .suffixes = { "npy" }, .has_axis_order = TRUE },
  .probe = npy_probe,
  .load = npy_load,
};
