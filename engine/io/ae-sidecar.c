/* ae-sidecar.c: wavelengths of an image whose own file has none: an ENVI header with its
 * name, or a .spc table of centres and widths, one band a row, as MultiSpec writes them. */
#include "ae-sidecar.h"

#include <string.h>

#include "ae-envi-pair.h"
#include "ae-file.h"
#include "ae-envi-header.h"
#include "ae-wavelengths.h"

/* A table longer than this is none. */
#define MAX_TABLE (4u << 20)

static gboolean
fill_from_header (AeSceneBuilder *b, const char *path)
{
  g_autofree char *header_path = ae_envi_pair_find_header (path);
  g_autoptr (AeEnviHeader) header
      = header_path != NULL ? ae_envi_header_new_load (header_path, NULL) : NULL;
  g_autofree char *units = NULL;
  guint n = 0;
  g_autofree double *values
      = header != NULL ? ae_envi_header_dup_wavelengths (header, b->bands, &n, &units) : NULL;

  if (values == NULL || n != b->bands)
    return FALSE;
  ae_envi_header_put_wavelengths (header, b);
  if (b->header_text == NULL)
    b->header_text = g_strdup (ae_envi_header_get_text (header));
  return TRUE;
}

/* ESRI's own headers have no wavelengths; some programs put a list between two words. */
static gboolean
fill_from_esri (AeSceneBuilder *b, const char *path)
{
  const char *dot = strrchr (path, '.');
  g_autofree char *stem
      = dot != NULL ? g_strndup (path, (gsize) (dot - path)) : g_strdup (path);
  g_autofree char *header = g_strconcat (stem, ".hdr", NULL);
  g_autofree char *text = NULL;
  g_autofree double *values = g_new (double, b->bands);
  const char *at;
  gsize length;
  guint n = 0;

  if (!g_file_get_contents (header, &text, &length, NULL) || length > MAX_TABLE
      || !ae_envi_pair_is_esri ((const guint8 *) text, length)
      || (at = strstr (text, "WAVELENGTHS")) == NULL)
    return FALSE;
  for (at += strlen ("WAVELENGTHS"); n < b->bands; n++)
    {
      char *end;

      values[n] = g_ascii_strtod (at, &end);
      if (end == at)
        return FALSE;
      at = end;
    }
  ae_wavelengths_put (b, g_steal_pointer (&values), n, NULL, 0, NULL);
  return b->axis != NULL;
}

static char *
find_table (const char *path)
{
  const char *dot = strrchr (path, '.');
  g_autofree char *stem
      = dot != NULL ? g_strndup (path, (gsize) (dot - path)) : g_strdup (path);
  static const char *const endings[] = { ".spc", ".SPC" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *table = g_strconcat (stem, endings[i], NULL);

      if (g_file_test (table, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&table);
    }
  return NULL;
}

/* Rows that begin with a number: centre, and a second number for the width. */
static void
parse_table (const char *text, GArray *centres, GArray *widths)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *end, *second_end;
      double centre = g_ascii_strtod (lines[i], &end);
      double width = g_ascii_strtod (end, &second_end);

      if (end == lines[i])
        continue;
      g_array_append_val (centres, centre);
      if (second_end != end)
        g_array_append_val (widths, width);
    }
}

static void
fill_from_table (AeSceneBuilder *b, const char *path)
{
  g_autofree char *table = find_table (path);
  g_autofree char *text = NULL;
  g_autoptr (GArray) centres = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) widths = g_array_new (FALSE, FALSE, sizeof (double));
  guint n, n_widths;

  if (table == NULL || !ae_file_read (table, MAX_TABLE, &text, NULL, NULL))
    return;
  parse_table (text, centres, widths);
  n = centres->len;
  n_widths = widths->len;
  if (n != b->bands)
    return;
  ae_wavelengths_put (b, (double *) g_array_steal (centres, NULL), n,
                      (double *) g_array_steal (widths, NULL), n_widths, "nm");
}

/**
 * ae_sidecar_fill:
 * @builder: with its bands set
 * @path: of the image
 *
 * Takes wavelengths from a file beside the image where the image has none; one that does not
 * fit is passed over, since it may belong to something else.
 */
void
ae_sidecar_fill (AeSceneBuilder *builder, const char *path)
{
  if (builder->axis != NULL || fill_from_header (builder, path)
      || fill_from_esri (builder, path))
    return;
  fill_from_table (builder, path);
}

/**
 * ae_sidecar_fill_calibration:
 * @builder: with its bands set
 * @path: of an array that cannot say so itself
 *
 * Takes gains, offsets and no-data from an ENVI header that is called as the file and .hdr: one
 * with the same stem may belong to another image.
 */
void
ae_sidecar_fill_calibration (AeSceneBuilder *builder, const char *path)
{
  g_autofree char *header_path = g_strconcat (path, ".hdr", NULL);
  g_autoptr (AeEnviHeader) header = g_file_test (header_path, G_FILE_TEST_IS_REGULAR)
                                        ? ae_envi_header_new_load (header_path, NULL)
                                        : NULL;

  if (header != NULL)
    ae_envi_header_put_calibration (header, builder);
}
