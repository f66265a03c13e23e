/* ae-reader-envi.c: ENVI images, from either half of the pair.
 *
 * Read directly and not through a library: that reads all eleven types, and at the speed of
 * the disk. Values are as stored but for `data gain values` and `data offset values`;
 * a `reflectance scale factor` is mentioned and not applied, so that what is shown and
 * exported equals the file.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>

#include "ae-envi-pair.h"
#include "ae-error.h"
#include "ae-file.h"
#include "ae-map-info.h"
#include "ae-envi-header.h"
#include "ae-raw.h"
#include "ae-read-context.h"

/* A pair being opened; also what a scene on demand reads from. */
typedef struct
{
  int fd;
  char *data_path;
  char *data_name;
  AeRawLayout layout;
} Pair;

static void
pair_free (Pair *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->data_path);
  g_free (self->data_name);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pair, pair_free)

static gboolean
is_other_format (const AeReadContext *reading)
{
  static const char *const magics[]
      = { "II*", "MM", "\x89HDF", "CDF", "MATLAB", "\x93NUMPY", "\x89PNG", "\xff\xd8\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (reading->n_head > 8 && memcmp (reading->head, magics[i], strlen (magics[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
envi_probe (const AeReadContext *reading)
{
  g_autofree char *header = NULL;

  if (ae_read_context_has_ending (reading, ".hdr"))
    return !ae_envi_pair_is_esri (reading->head, reading->n_head);
  header = ae_envi_pair_find_header (reading->path);
  return header != NULL && !is_other_format (reading);
}

static gboolean
check_kind (const AeReadContext *reading, const AeEnviHeader *header, GError **error)
{
  AeEnviHeaderKind kind = ae_envi_header_get_kind (header);

  if (kind == AE_ENVI_HEADER_LIBRARY)
    g_set_error (error, AE_ERROR, AE_ERROR_UNSUPPORTED,
                 "%s is a spectral library, not an image; add it as a library to an open scene",
                 ae_envi_header_get_name (header));
  else if (kind == AE_ENVI_HEADER_CLASSIFICATION && !reading->wants_labels)
    g_set_error (error, AE_ERROR, AE_ERROR_UNSUPPORTED,
                 "%s is a classification image, not a scene; open its scene and add this file "
                 "as labels",
                 ae_envi_header_get_name (header));
  else
    return TRUE;
  return FALSE;
}

/* Is the file that was found a stand-in? */
static gboolean
check_lfs (int fd, const char *name, GError **error)
{
  char head[64];
  gssize n = pread (fd, head, sizeof head, 0);

  return ae_file_check_lfs (name, head, (gsize) MAX (n, 0), AE_ERROR_DAMAGED, error);
}

/* Copies at most `expected` bytes of a stream to a file; stops where the stream ends. */
static gboolean
copy_stream (const AeReadContext *reading, GInputStream *stream, int fd, guint64 expected,
             guint64 *size, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (1 << 20);

  for (*size = 0; *size < expected;)
    {
      gssize got
          = g_input_stream_read (stream, chunk, MIN (1 << 20, expected - *size), NULL, NULL);

      if (!ae_read_context_check_cancelled (reading, error))
        return FALSE;
      if (got == 0)
        break;
      if (got < 0 || write (fd, chunk, (gsize) got) != got)
        {
          g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
                       "The packed data of %s end after %" G_GUINT64_FORMAT
                       " bytes; the file is damaged, or the disk is full",
                       reading->name, *size);
          return FALSE;
        }
      *size += (guint64) got;
      ae_read_context_report (reading, 0.5 * (double) *size / (double) expected);
    }
  return TRUE;
}

/* A gzip stream is unpacked once into a file that has no name, no further than expected. */
static int
unpack (const AeReadContext *reading, const Pair *pair, guint64 expected, guint64 *size,
        GError **error)
{
  int packed_fd = ae_file_open (pair->data_path, AE_FILE_ANY_SIZE, NULL, error);
  g_autoptr (GInputStream) packed
      = packed_fd >= 0 ? g_unix_input_stream_new (packed_fd, TRUE) : NULL;
  g_autoptr (GConverter) converter
      = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GInputStream) stream
      = packed != NULL ? g_converter_input_stream_new (packed, converter) : NULL;
  g_autofree char *path = NULL;
  int fd = stream != NULL ? g_file_open_tmp ("bandloom-XXXXXX", &path, error) : -1;

  if (fd < 0)
    return -1;
  g_unlink (path);
  if (copy_stream (reading, stream, fd, expected, size, error))
    return fd;
  close (fd);
  return -1;
}

static gboolean
open_data (const AeReadContext *reading, const AeEnviHeader *header, const char *header_path,
           Pair *pair, AeSceneBuilder *b, GError **error)
{
  guint64 expected = 0, size = 0;
  g_autofree char *note = NULL;

  ae_raw_layout_get_size (&pair->layout, &expected);
  if (ae_read_context_has_ending (reading, ".hdr"))
    pair->data_path = ae_envi_pair_find_data (
        header_path, ae_envi_header_get (header, "data file"), expected, &size);
  else
    pair->data_path = g_strdup (reading->path);
  if (pair->data_path == NULL)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                   "%s describes a data file of %" G_GUINT64_FORMAT
                   " bytes, and none lies beside it; put both into one folder",
                   ae_envi_header_get_name (header), expected);
      return FALSE;
    }
  pair->data_name = g_path_get_basename (pair->data_path);
  size = ae_read_context_has_ending (reading, ".hdr") ? size : reading->size;
  if (ae_envi_header_is_compressed (header))
    pair->fd = unpack (reading, pair, expected, &size, error);
  else
    pair->fd = ae_file_open (pair->data_path, AE_FILE_ANY_SIZE, NULL, error);
  if (pair->fd < 0)
    return FALSE;
  if (!check_lfs (pair->fd, pair->data_name, error)
      || !ae_envi_header_check_size (header, pair->data_name, size, reading->options->assume,
                                     &pair->layout, &note, error))
    return FALSE;
  if (note != NULL)
    ae_scene_builder_warn (b, "%s", note);
  return TRUE;
}

static gboolean
are_all (const double *numbers, guint n, double value)
{
  for (guint i = 0; numbers != NULL && i < n; i++)
    if (numbers[i] != value)
      return FALSE;
  return TRUE;
}

static void
fill_bad_bands (const AeEnviHeader *header, AeSceneBuilder *b)
{
  guint n;
  g_autofree double *bbl = ae_envi_header_dup_numbers (header, "bbl", &n);

  if (bbl == NULL)
    return;
  if (n != b->bands || are_all (bbl, n, 0.0))
    {
      ae_scene_builder_warn (b, "The bad-band list (bbl) %s; it is left out.",
                             n != b->bands ? "has not one number a band"
                                           : "marks every band bad");
      return;
    }
  b->bad_bands = g_new (guint8, n);
  for (guint i = 0; i < n; i++)
    b->bad_bands[i] = bbl[i] == 0.0;
}

static void
fill_band_names (const AeEnviHeader *header, AeSceneBuilder *b)
{
  g_auto (GStrv) names = ae_envi_header_dup_list (header, "band names");

  if (names != NULL && g_strv_length (names) == b->bands)
    b->band_names = g_steal_pointer (&names);
}

static void
fill_default_bands (const AeEnviHeader *header, AeSceneBuilder *b)
{
  guint n;
  g_autofree double *bands = ae_envi_header_dup_numbers (header, "default bands", &n);

  if (bands == NULL || (n != 1 && n != 3))
    return;
  for (guint i = 0; i < 3; i++)
    {
      double band = bands[n == 1 ? 0 : i];

      if (!(band >= 1.0 && band <= b->bands))
        {
          ae_scene_builder_warn (
              b, "The default band %g does not exist; the header's choice is left out.", band);
          return;
        }
      b->default_bands[i] = (guint) band - 1;
    }
  b->has_default_bands = TRUE;
}

static void
fill_georeference (const AeEnviHeader *header, AeSceneBuilder *b)
{
  static const char *const sensors[] = { "sensor type", "sensor", "instrument" };
  static const char *const times[]
      = { "acquisition time", "acquisition date", "acquisition datetime", "start time" };
  g_auto (GStrv) info = ae_envi_header_dup_list (header, "map info");

  b->has_georeference = ae_map_info_parse (info, b->geotransform);
  if (b->has_georeference)
    b->projection = g_strdup (ae_envi_header_get (header, "coordinate system string"));
  for (guint i = 0; b->sensor == NULL && i < G_N_ELEMENTS (sensors); i++)
    b->sensor = g_strdup (ae_envi_header_get (header, sensors[i]));
  for (guint i = 0; b->acquired == NULL && i < G_N_ELEMENTS (times); i++)
    b->acquired = g_strdup (ae_envi_header_get (header, times[i]));
}

static void
fill_classes (const AeEnviHeader *header, AeSceneBuilder *b)
{
  guint n;
  g_autofree double *lookup = ae_envi_header_dup_numbers (header, "class lookup", &n);

  b->class_names = ae_envi_header_dup_list (header, "class names");
  if (b->class_names == NULL)
    return;
  b->n_classes = g_strv_length (b->class_names);
  if (lookup == NULL || n < 3 * b->n_classes)
    return;
  b->class_colours = g_new (guint32, b->n_classes);
  for (guint i = 0; i < b->n_classes; i++)
    b->class_colours[i] = (guint32) CLAMP (lookup[3 * i], 0, 255) << 16
                          | (guint32) CLAMP (lookup[3 * i + 1], 0, 255) << 8
                          | (guint32) CLAMP (lookup[3 * i + 2], 0, 255);
}

static void
fill_remarks (const AeEnviHeader *header, const Pair *pair, AeSceneBuilder *b)
{
  guint n;
  g_autofree double *scale
      = ae_envi_header_dup_numbers (header, "reflectance scale factor", &n);

  if (scale != NULL && scale[0] != 1.0 && scale[0] > 0.0)
    ae_scene_builder_warn (
        b, "The header gives a reflectance scale factor of %g; values are shown as stored.",
        scale[0]);
  if (pair->layout.type == AE_RAW_COMPLEX64 || pair->layout.type == AE_RAW_COMPLEX128)
    ae_scene_builder_warn (b, "The numbers are complex; their real part is taken.");
}

static void
fill_metadata (const AeEnviHeader *header, Pair *pair, AeSceneBuilder *b)
{
  const AeRawLayout *l = &pair->layout;

  g_free (b->name);
  b->name = g_strdup (pair->data_name);
  b->format = g_strdup ("ENVI");
  b->data_type = g_strdup (ae_raw_type_get_name (l->type));
  b->interleave = l->interleave;
  b->lines = l->lines;
  b->samples = l->samples;
  b->bands = l->bands;
  b->header_text = g_strdup (ae_envi_header_get_text (header));
  ae_envi_header_put_calibration (header, b);
  pair->layout.calibration = b->calibration;
  pair->layout.nodata = b->has_nodata ? b->nodata : NAN;
  fill_bad_bands (header, b);
  ae_envi_header_put_wavelengths (header, b);
  fill_band_names (header, b);
  fill_default_bands (header, b);
  fill_georeference (header, b);
  fill_classes (header, b);
  fill_remarks (header, pair, b);
}

static gboolean
read_on_demand_cb (gpointer source, guint first_line, guint n_lines, float *out, GError **error)
{
  const Pair *pair = source;

  return ae_raw_read_lines (pair->fd, pair->data_name, &pair->layout, first_line, n_lines, out,
                            error);
}

static gboolean
read_band_on_demand_cb (gpointer source, guint band, guint first_line, guint n_lines,
                        float *out, GError **error)
{
  const Pair *pair = source;

  return ae_raw_read_band_lines (pair->fd, pair->data_name, &pair->layout, band, first_line,
                                 n_lines, out, error);
}

static gboolean
read_pixel_on_demand_cb (gpointer source, gsize pixel, float *out, GError **error)
{
  const Pair *pair = source;

  return ae_raw_read_pixel (pair->fd, pair->data_name, &pair->layout, pixel, out, error);
}

static gboolean
envi_load (AeReadContext *reading, AeSceneBuilder *b, GError **error)
{
  g_autofree char *header_path = ae_read_context_has_ending (reading, ".hdr")
                                     ? g_strdup (reading->path)
                                     : ae_envi_pair_find_header (reading->path);
  g_autoptr (AeEnviHeader) header = ae_envi_header_new_load (header_path, error);
  g_autoptr (Pair) pair = g_new0 (Pair, 1);

  pair->fd = -1;
  if (header == NULL || !check_kind (reading, header, error)
      || !ae_envi_header_get_layout (header, &pair->layout, error)
      || !open_data (reading, header, header_path, pair, b, error))
    return FALSE;
  fill_metadata (header, pair, b);
  if (ae_read_context_fits_memory (reading, b))
    return ae_read_context_alloc_cube (reading, b, error)
           && ae_raw_read_cube (pair->fd, pair->data_name, &pair->layout, b->cube,
                                ae_read_context_alloc_mask (b), reading->options->progress,
                                reading->options->progress_data, reading->cancellable, error);
  b->read = read_on_demand_cb;
  if (pair->layout.interleave == AE_INTERLEAVE_BIP)
    b->read_pixel = read_pixel_on_demand_cb;
  else
    b->read_band = read_band_on_demand_cb;
  b->source_free = (GDestroyNotify) pair_free;
  b->source = g_steal_pointer (&pair);
  return TRUE;
}

const AeFormat ae_format_envi = {
  .info = { .names = { "ENVI" },
            .companion = ".hdr",
            .suffixes = { "hdr", "img", "dat", "raw", "bsq", "bil", "bip" } },
  .probe = envi_probe,
  .load = envi_load,
};
