/* ae-raw-cube.c: reads plain cubes in strips, straight into a cube by pixel, on a few threads.
 *
 * Reading by pread and not by mapping: a file that shrinks meanwhile is an error here and
 * would be a signal there.
 */
#include <errno.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "ae-calibration.h"
#include "ae-error.h"
#include "ae-raw.h"
#include "ae-team.h"

/* Bytes of a strip: small enough for the second cache, where it is looked through, and for a
 * cancellation to be seen soon; a strip of many bands' pieces must be larger, or each piece
 * is hardly worth a call. */
#define STRIP_BYTES        (1u << 20)
#define STRIP_BYTES_PLANES (4u << 20)

#define MAX_THREADS 4

/* Pixels and bands of a tile that is turned from bands × pixels to pixels × bands. */
#define TILE 16

/* One worker's buffers. */
typedef struct
{
  guint8 *raw;  /* a strip as in the file */
  float *plane; /* the strip's numbers, not yet by pixel */
} Buffers;

static gboolean
read_fully (int fd, const char *name, void *out, gsize n, guint64 offset, GError **error)
{
  gsize done = 0;

  while (done < n)
    {
      gssize got = pread (fd, (guint8 *) out + done, n - done, (goffset) (offset + done));

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        {
          g_set_error (error, AE_ERROR, AE_ERROR_IO,
                       "%s: reading stopped at byte %" G_GUINT64_FORMAT
                       " (%s); check the disk and try again",
                       name, offset + done,
                       got < 0 ? g_strerror (errno) : "the file ends there");
          return FALSE;
        }
      done += (gsize) got;
    }
  return TRUE;
}

/* Numbers from one row of a plane to the next: rows a power of two apart would all fall on
 * the same few lines of the first cache. */
static gsize
plane_stride (gsize n)
{
  return (n + TILE - 1) / TILE * TILE + TILE;
}

/* Four by four numbers by shuffles, which a compiler does not find in the loops. */
typedef float Four __attribute__ ((vector_size (16), aligned (4)));

static inline void
transpose_4 (float *restrict out, gsize out_stride, const float *restrict in, gsize in_stride)
{
  Four a = *(const Four *) in, b = *(const Four *) (in + in_stride);
  Four c = *(const Four *) (in + 2 * in_stride), d = *(const Four *) (in + 3 * in_stride);
  Four ab0 = __builtin_shufflevector (a, b, 0, 4, 1, 5);
  Four ab1 = __builtin_shufflevector (a, b, 2, 6, 3, 7);
  Four cd0 = __builtin_shufflevector (c, d, 0, 4, 1, 5);
  Four cd1 = __builtin_shufflevector (c, d, 2, 6, 3, 7);

  *(Four *) out = __builtin_shufflevector (ab0, cd0, 0, 1, 4, 5);
  *(Four *) (out + out_stride) = __builtin_shufflevector (ab0, cd0, 2, 3, 6, 7);
  *(Four *) (out + 2 * out_stride) = __builtin_shufflevector (ab1, cd1, 0, 1, 4, 5);
  *(Four *) (out + 3 * out_stride) = __builtin_shufflevector (ab1, cd1, 2, 3, 6, 7);
}

static void
transpose_tile (float *restrict out, gsize rows, const float *restrict in, gsize stride,
                gsize n_rows, gsize n)
{
  gsize whole_rows = n_rows & ~(gsize) 3, whole_n = n & ~(gsize) 3;

  for (gsize p = 0; p < whole_n; p += 4)
    for (gsize r = 0; r < whole_rows; r += 4)
      transpose_4 (out + p * rows + r, rows, in + r * stride + p, stride);
  for (gsize p = 0; p < n; p++)
    for (gsize r = p < whole_n ? whole_rows : 0; r < n_rows; r++)
      out[p * rows + r] = in[r * stride + p];
}

/* (rows, n) at some stride → (n, rows), in tiles that fit the first cache. */
static void
transpose (float *restrict out, const float *restrict in, gsize stride, gsize rows, gsize n)
{
  for (gsize p = 0; p < n; p += TILE)
    for (gsize r = 0; r < rows; r += TILE)
      transpose_tile (out + p * rows + r, rows, in + r * stride + p, stride,
                      MIN (TILE, rows - r), MIN (TILE, n - p));
}

static gboolean
is_plain_float (const AeRawLayout *layout)
{
  return layout->type == AE_RAW_FLOAT32 && !layout->swap;
}

/* BIP and BIL: lines lie together. */
static gboolean
read_adjacent (int fd, const char *name, const AeRawLayout *l, guint first, guint n_lines,
               float *out, Buffers *buffers, GError **error)
{
  gsize line = (gsize) l->samples * l->bands, size = ae_raw_type_get_size (l->type);
  guint64 offset = l->offset + (guint64) first * line * size;
  gboolean direct = l->interleave == AE_INTERLEAVE_BIP && is_plain_float (l);
  float *numbers = l->interleave == AE_INTERLEAVE_BIP ? out : buffers->plane;

  if (!read_fully (fd, name, direct ? (void *) out : buffers->raw, n_lines * line * size,
                   offset, error))
    return FALSE;
  if (!direct)
    ae_raw_convert (numbers, buffers->raw, n_lines * line, l->type, l->swap);
  if (l->interleave == AE_INTERLEAVE_BIL)
    for (guint i = 0; i < n_lines; i++)
      transpose (out + i * line, numbers + i * line, l->samples, l->bands, l->samples);
  return TRUE;
}

/* BSQ: a piece of every band. */
static gboolean
read_planes (int fd, const char *name, const AeRawLayout *l, guint first, guint n_lines,
             float *out, Buffers *buffers, GError **error)
{
  gsize n = (gsize) n_lines * l->samples, size = ae_raw_type_get_size (l->type);
  gboolean direct = is_plain_float (l);

  for (guint b = 0; b < l->bands; b++)
    {
      guint64 pixel = ((guint64) b * l->lines + first) * l->samples;
      float *plane = buffers->plane + b * plane_stride (n);

      if (!read_fully (fd, name, direct ? (void *) plane : buffers->raw, n * size,
                       l->offset + pixel * size, error))
        return FALSE;
      if (!direct)
        ae_raw_convert (plane, buffers->raw, n, l->type, l->swap);
    }
  transpose (out, buffers->plane, plane_stride (n), l->bands, n);
  return TRUE;
}

static gboolean
read_strip (int fd, const char *name, const AeRawLayout *layout, guint first_line,
            guint n_lines, float *out, Buffers *buffers, GError **error)
{
  gboolean ok
      = layout->interleave == AE_INTERLEAVE_BSQ
            ? read_planes (fd, name, layout, first_line, n_lines, out, buffers, error)
            : read_adjacent (fd, name, layout, first_line, n_lines, out, buffers, error);

  if (ok)
    ae_calibration_apply (layout->calibration, out, (gsize) n_lines * layout->samples);
  return ok;
}

static guint
strip_lines (const AeRawLayout *layout)
{
  guint64 bytes = layout->interleave == AE_INTERLEAVE_BSQ ? STRIP_BYTES_PLANES : STRIP_BYTES;
  guint64 line = (guint64) layout->samples * layout->bands
                 * MAX (ae_raw_type_get_size (layout->type), sizeof (float));

  return (guint) CLAMP (bytes / line, 1, layout->lines);
}

static void
buffers_init (Buffers *self, const AeRawLayout *layout, guint n_lines)
{
  gsize n = (gsize) n_lines * layout->samples * layout->bands;
  gsize n_raw = layout->interleave == AE_INTERLEAVE_BSQ ? n / layout->bands : n;

  self->raw = is_plain_float (layout) && layout->interleave == AE_INTERLEAVE_BSQ
                  ? NULL
                  : g_malloc (n_raw * ae_raw_type_get_size (layout->type));
  self->plane = layout->interleave == AE_INTERLEAVE_BIP
                    ? NULL
                    : g_new (float, plane_stride (n / layout->bands) * layout->bands);
}

static void
buffers_clear (Buffers *self)
{
  g_free (self->raw);
  g_free (self->plane);
}

/**
 * ae_raw_layout_get_size:
 * @bytes: (out): offset + lines × samples × bands × bytes of a number
 *
 * Returns: %FALSE when that does not fit 63 bits.
 */
gboolean
ae_raw_layout_get_size (const AeRawLayout *self, guint64 *bytes)
{
  guint64 n = (guint64) self->lines * self->samples;

  return g_uint64_checked_mul (&n, n, self->bands)
         && g_uint64_checked_mul (&n, n, ae_raw_type_get_size (self->type))
         && g_uint64_checked_add (bytes, n, self->offset) && *bytes <= G_MAXINT64;
}

/**
 * ae_raw_read_lines:
 * @fd: open for reading; its position is not used
 * @name: of the file, for messages
 * @out: (n_lines, samples, bands)
 *
 * Reads whole lines. Any thread; several may share @fd.
 *
 * Returns: %FALSE with %AE_ERROR_IO.
 */
gboolean
ae_raw_read_lines (int fd, const char *name, const AeRawLayout *layout, guint first_line,
                   guint n_lines, float *out, GError **error)
{
  gsize line = (gsize) layout->samples * layout->bands;
  guint step = MIN (strip_lines (layout), n_lines);
  gboolean ok = TRUE;
  Buffers buffers;

  buffers_init (&buffers, layout, step);
  for (guint done = 0; ok && done < n_lines; done += step)
    ok = read_strip (fd, name, layout, first_line + done, MIN (step, n_lines - done),
                     out + done * line, &buffers, error);
  buffers_clear (&buffers);
  return ok;
}

/* Numbers that follow each other in the file. */
static gboolean
read_run (int fd, const char *name, const AeRawLayout *layout, guint64 first, gsize n,
          float *out, GError **error)
{
  gsize size = ae_raw_type_get_size (layout->type);
  g_autofree guint8 *raw = g_malloc (n * size);

  if (!read_fully (fd, name, raw, n * size, layout->offset + first * size, error))
    return FALSE;
  ae_raw_convert (out, raw, n, layout->type, layout->swap);
  return TRUE;
}

/**
 * ae_raw_read_band_lines:
 * @layout: BSQ or BIL; of BIP a band cannot be read by itself
 * @out: (n_lines, samples)
 *
 * Reads whole lines of one band and nothing else. Any thread.
 *
 * Returns: %FALSE with %AE_ERROR_IO.
 */
gboolean
ae_raw_read_band_lines (int fd, const char *name, const AeRawLayout *layout, guint band,
                        guint first_line, guint n_lines, float *out, GError **error)
{
  gsize samples = layout->samples;

  g_return_val_if_fail (layout->interleave != AE_INTERLEAVE_BIP, FALSE);

  if (layout->interleave == AE_INTERLEAVE_BSQ)
    {
      guint64 first = ((guint64) band * layout->lines + first_line) * samples;

      if (!read_run (fd, name, layout, first, n_lines * samples, out, error))
        return FALSE;
    }
  else
    for (guint i = 0; i < n_lines; i++)
      {
        guint64 first = ((guint64) (first_line + i) * layout->bands + band) * samples;

        if (!read_run (fd, name, layout, first, samples, out + i * samples, error))
          return FALSE;
      }
  ae_calibration_apply_band (layout->calibration, band, out, n_lines * samples);
  return TRUE;
}

/**
 * ae_raw_read_pixel:
 * @layout: BIP; of the others a spectrum lies all over the line or the file
 * @out: (bands)
 *
 * Reads one spectrum and nothing else. Any thread.
 *
 * Returns: %FALSE with %AE_ERROR_IO.
 */
gboolean
ae_raw_read_pixel (int fd, const char *name, const AeRawLayout *layout, gsize pixel, float *out,
                   GError **error)
{
  g_return_val_if_fail (layout->interleave == AE_INTERLEAVE_BIP, FALSE);

  if (!read_run (fd, name, layout, (guint64) pixel * layout->bands, layout->bands, out, error))
    return FALSE;
  ae_calibration_apply (layout->calibration, out, 1);
  return TRUE;
}

/* One cube being read by several threads. */
typedef struct
{
  int fd;
  const char *name;
  const AeRawLayout *layout;
  float *cube;
  guint8 *suspects; /* (lines × samples), 2 where a value may be missing; or NULL */
  AeProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
  guint step;       /* lines of a strip */
  atomic_uint next; /* first line that nobody has taken */
  atomic_uint done; /* lines read */
  atomic_bool is_over;
  GMutex lock;
  GError *error; /* the first one; under the lock */
} Job;

static void
job_fail (Job *job, GError *error)
{
  g_mutex_lock (&job->lock);
  if (job->error == NULL)
    job->error = error;
  else
    g_error_free (error);
  g_mutex_unlock (&job->lock);
  atomic_store (&job->is_over, TRUE);
}

static void
job_check_cancelled (Job *job)
{
  if (g_cancellable_is_cancelled (job->cancellable))
    job_fail (job, g_error_new (AE_ERROR, AE_ERROR_CANCELLED, "%s: opening was cancelled",
                                job->name));
}

/* While the strip is in the cache, which a later look through the whole cube would not find
 * there. */
static void
mark_suspects (const Job *job, guint first_line, guint n_lines)
{
  const AeRawLayout *l = job->layout;
  float nodata = (float) l->nodata;
  gsize end = (gsize) (first_line + n_lines) * l->samples;

  for (gsize p = (gsize) first_line * l->samples; p < end; p++)
    job->suspects[p]
        = ae_scene_has_missing (job->cube + p * l->bands, l->bands, nodata) ? 2 : 0;
}

static void
read_strips_cb (guint member, guint members, gpointer user_data)
{
  Job *job = user_data;
  const AeRawLayout *l = job->layout;
  gsize line = (gsize) l->samples * l->bands;
  gint64 reported = 0;
  Buffers buffers;
  guint first;

  buffers_init (&buffers, l, job->step);
  while (!atomic_load (&job->is_over)
         && (first = atomic_fetch_add (&job->next, job->step)) < l->lines)
    {
      guint n = MIN (job->step, l->lines - first);
      GError *error = NULL;

      if (!read_strip (job->fd, job->name, l, first, n, job->cube + first * line, &buffers,
                       &error))
        job_fail (job, error);
      else if (job->suspects != NULL)
        mark_suspects (job, first, n);
      atomic_fetch_add (&job->done, n);
      job_check_cancelled (job);
      if (member == 0 && job->progress != NULL && g_get_monotonic_time () - reported > 50000)
        {
          reported = g_get_monotonic_time ();
          job->progress ((double) atomic_load (&job->done) / l->lines, job->progress_data);
        }
    }
  buffers_clear (&buffers);
}

/**
 * ae_raw_read_cube:
 * @fd: open for reading
 * @name: of the file, for messages
 * @cube: (lines, samples, bands)
 * @suspects: (nullable): (lines × samples) gets 2 where a value of the pixel may be missing,
 * else 0
 * @progress: (nullable): called on this thread
 * @cancellable: (nullable): looked at after each strip of a few megabytes
 *
 * Reads everything, on several threads where there is much. Worker thread.
 *
 * Returns: %FALSE with %AE_ERROR_IO or %AE_ERROR_CANCELLED.
 */
gboolean
ae_raw_read_cube (int fd, const char *name, const AeRawLayout *layout, float *cube,
                  guint8 *suspects, AeProgressFunc progress, gpointer progress_data,
                  GCancellable *cancellable, GError **error)
{
  guint step = strip_lines (layout), n_strips = (layout->lines + step - 1) / step;
  guint members = CLAMP (MIN (g_get_num_processors (), n_strips / 4), 1, MAX_THREADS);
  g_autoptr (AeTeam) team = ae_team_new (members);
  Job job = { .fd = fd,
              .name = name,
              .layout = layout,
              .cube = cube,
              .suspects = suspects,
              .progress = progress,
              .progress_data = progress_data,
              .cancellable = cancellable,
              .step = step };

  g_mutex_init (&job.lock);
  job_check_cancelled (&job);
  ae_team_run (team, read_strips_cb, &job);
  g_mutex_clear (&job.lock);
  if (job.error == NULL)
    return TRUE;
  g_propagate_error (error, job.error);
  return FALSE;
}
