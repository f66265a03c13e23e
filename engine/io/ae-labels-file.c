/* ae-labels-file.c: labels as an ENVI classification image: one byte a pixel where that is
 * enough, and a header that names and colours the classes.
 */
#include "ae-labels-file.h"

#include <string.h>

#include "ae-error.h"
#include "ae-file.h"

#define ENVI_BYTE   1
#define ENVI_UINT16 12

static void *
dup_numbers (AeScene *scene, gboolean is_wide, gsize *bytes)
{
  const guint16 *labels = ae_scene_get_labels (scene);
  gsize n = ae_scene_get_n_pixels (scene);
  guint8 *out = g_malloc (is_wide ? 2 * n : n);

  for (gsize i = 0; i < n; i++)
    if (is_wide)
      {
        out[2 * i] = (guint8) (labels[i] & 0xff);
        out[2 * i + 1] = (guint8) (labels[i] >> 8);
      }
    else
      out[i] = (guint8) labels[i];
  *bytes = is_wide ? 2 * n : n;
  return out;
}

/* What ends an item or the list in a header becomes a space. */
static void
append_names (GString *text, AeScene *scene)
{
  g_string_append (text, "class names = {");
  for (guint c = 0; c < ae_scene_get_n_classes (scene); c++)
    {
      const char *known = ae_scene_get_class_name (scene, c);
      g_autofree char *name
          = known != NULL ? g_strdup (known) : g_strdup_printf ("Class %u", c);

      g_string_append_printf (text, "%s%s", c > 0 ? ", " : "",
                              g_strdelimit (name, ",{}\n\r", ' '));
    }
  g_string_append (text, "}\n");
}

static void
append_colours (GString *text, AeScene *scene)
{
  guint32 colour;

  if (!ae_scene_get_class_colour (scene, 0, &colour))
    return;
  g_string_append (text, "class lookup = {");
  for (guint c = 0; c < ae_scene_get_n_classes (scene); c++)
    {
      if (!ae_scene_get_class_colour (scene, c, &colour))
        colour = 0;
      g_string_append_printf (text, "%s%u, %u, %u", c > 0 ? ", " : "", colour >> 16 & 0xff,
                              colour >> 8 & 0xff, colour & 0xff);
    }
  g_string_append (text, "}\n");
}

static char *
dup_header (AeScene *scene, gboolean is_wide)
{
  GString *text = g_string_new ("ENVI\ndescription = {Labels made in Bandloom}\n");

  g_string_append_printf (text,
                          "samples = %u\nlines = %u\nbands = 1\nheader offset = 0\n"
                          "file type = ENVI Classification\ndata type = %d\n"
                          "interleave = bsq\nbyte order = 0\nclasses = %u\n",
                          ae_scene_get_samples (scene), ae_scene_get_lines (scene),
                          is_wide ? ENVI_UINT16 : ENVI_BYTE, ae_scene_get_n_classes (scene));
  append_names (text, scene);
  append_colours (text, scene);
  return g_string_free (text, FALSE);
}

/* The name of one half of the pair, from either. */
static char *
dup_sibling (const char *path, const char *ending)
{
  gboolean is_either = g_str_has_suffix (path, ".hdr") || g_str_has_suffix (path, ".img")
                       || g_str_has_suffix (path, ".dat");
  g_autofree char *stem = g_strndup (path, strlen (path) - (is_either ? 4 : 0));

  return g_strconcat (stem, ending, NULL);
}

/**
 * ae_labels_save:
 * @scene: with labels
 * @path: of either file of the pair, or without an ending: .img or .dat for the numbers, .hdr
 * beside it
 * @error: %AE_ERROR_INVALID without labels, %AE_ERROR_IO
 *
 * Writes an ENVI classification image, names and colours of the classes in its header. Any
 * thread.
 *
 * Returns: whether both files are on the disk.
 */
gboolean
ae_labels_save (AeScene *scene, const char *path, GError **error)
{
  gboolean is_wide = ae_scene_get_n_classes (scene) > 256;
  g_autofree char *image
      = dup_sibling (path, g_str_has_suffix (path, ".dat") ? ".dat" : ".img");
  g_autofree char *header_path = dup_sibling (path, ".hdr");
  g_autofree char *header = NULL;
  g_autofree void *numbers = NULL;
  gsize bytes;

  if (ae_scene_get_labels (scene) == NULL)
    {
      g_set_error_literal (error, AE_ERROR, AE_ERROR_INVALID,
                           "The scene has no labels; select pixels and type a digit, or open a "
                           "file of labels");
      return FALSE;
    }
  numbers = dup_numbers (scene, is_wide, &bytes);
  header = dup_header (scene, is_wide);
  return ae_file_write (image, numbers, bytes, error)
         && ae_file_write (header_path, header, strlen (header), error);
}
