/* ae-envi-pair.c: the naming habits of ENVI pairs. Looks at names and sizes only.
 *
 * Seen in the wild: x.img and x.hdr, x.dat and x.dat.hdr, x and x.hdr, X.IMG and X.HDR, a
 * `data file` key, several files with one stem.
 */
#include "ae-envi-pair.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ae-file.h"
#include "ae-envi-header.h"

static gboolean
is_header_name (const char *name)
{
  gsize n = strlen (name);

  return n > 4 && g_ascii_strcasecmp (name + n - 4, ".hdr") == 0;
}

static gboolean
begins_like_envi (const char *path)
{
  char head[4096], text[sizeof head + 1];
  gssize n;
  gsize k = 0;

  if ((n = ae_file_read_head (path, head, sizeof head)) <= 0)
    return FALSE;
  /* Any mark of its encoding and the zeroes of UTF-16 do not matter here. */
  for (gssize i = 0; i < n; i++)
    if ((guchar) head[i] < 0x80 && head[i] != '\0' && (k > 0 || !g_ascii_isspace (head[i])))
      text[k++] = g_ascii_tolower (head[i]);
  text[k] = '\0';
  return g_str_has_prefix (text, "envi")
         || (strstr (text, "samples") != NULL && strstr (text, "data type") != NULL
             && strstr (text, "interleave") != NULL && strchr (text, '=') != NULL);
}

/**
 * ae_envi_pair_is_esri:
 * @head: (array length=n): the beginning of a file that ends in .hdr
 *
 * Returns: whether it is a header of ESRI's, whose lines have no equals sign.
 */
gboolean
ae_envi_pair_is_esri (const guint8 *head, gsize n)
{
  static const char *const words[]
      = { "byteorder", "layout", "nrows",     "ncols", "nbands",   "xllcorner",
          "ulxmap",    "nbits",  "pixeltype", "xdim",  "skipbytes" };
  g_autofree char *text = g_ascii_strdown ((const char *) head, (gssize) n);
  const char *first = text + strspn (text, " \t\r\n");

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (first, words[i]))
      return TRUE;
  return FALSE;
}

/* The name without its last ending; a name that begins with its only dot has none. */
static char *
dup_stem (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot > name ? g_strndup (name, (gsize) (dot - name)) : g_strdup (name);
}

/**
 * ae_envi_pair_find_header:
 * @path: of a data file
 *
 * Returns: (transfer full) (nullable): the path of a header beside it that begins with
 * ENVI: the name with .hdr added before the stem with .hdr, in any case.
 */
char *
ae_envi_pair_find_header (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *stem = dup_stem (name);
  g_autofree char *added = g_strconcat (name, ".hdr", NULL);
  g_autofree char *replaced = g_strconcat (stem, ".hdr", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *best = NULL;
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      gboolean is_added = g_ascii_strcasecmp (entry, added) == 0;
      g_autofree char *candidate = NULL;

      if (!is_added && (best != NULL || g_ascii_strcasecmp (entry, replaced) != 0))
        continue;
      candidate = g_build_filename (folder, entry, NULL);
      if (!begins_like_envi (candidate))
        continue;
      g_free (best);
      best = g_steal_pointer (&candidate);
      if (is_added)
        break;
    }
  return best;
}

/* Files that lie beside an image and are none. */
static gboolean
is_companion (const char *name)
{
  static const char *const endings[]
      = { ".hdr", ".xml", ".enp", ".png", ".jpg", ".txt", ".csv", ".sta",
          ".pdf", ".md",  ".ovr", ".prj", ".tfw", ".kml", ".json" };
  g_autofree char *folded = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (folded, endings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
get_file_size (const char *path, guint64 *size)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    return FALSE;
  *size = (guint64) info.st_size;
  return TRUE;
}

/* Higher is better: the exact size, then more than enough, then too little. */
static guint
rank (guint64 size, guint64 expected)
{
  return size == expected ? 3 : size > expected ? 2 : 1;
}

/**
 * ae_envi_pair_find_data:
 * @header_path: of a header
 * @named: (nullable): what its `data file` key says; only the last part counts
 * @expected: how many bytes the header describes
 * @size: (out): of the file found
 *
 * Returns: (transfer full) (nullable): the path of the data file: of all that share the stem
 * the one of the expected size, else one that is larger, else any.
 */
char *
ae_envi_pair_find_data (const char *header_path, const char *named, guint64 expected,
                        guint64 *size)
{
  g_autofree char *folder = g_path_get_dirname (header_path);
  g_autofree char *name = g_path_get_basename (header_path);
  g_autofree char *stem
      = is_header_name (name) ? g_strndup (name, strlen (name) - 4) : g_strdup (name);
  g_autofree char *named_last = named != NULL ? g_path_get_basename (named) : NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *best = NULL;
  guint best_rank = 0;
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *entry_stem = dup_stem (entry);
      gboolean is_named = named_last != NULL && strcmp (entry, named_last) == 0;
      gboolean is_same = g_ascii_strcasecmp (entry, stem) == 0;
      g_autofree char *candidate = NULL;
      guint64 bytes;
      guint r;

      if (!is_named && !is_same && g_ascii_strcasecmp (entry_stem, stem) != 0)
        continue;
      candidate = g_build_filename (folder, entry, NULL);
      if (is_header_name (entry) || (!is_named && is_companion (entry))
          || !get_file_size (candidate, &bytes))
        continue;
      r = rank (bytes, expected) * 4 + is_named * 2 + is_same;
      if (r <= best_rank)
        continue;
      g_free (best);
      best = g_steal_pointer (&candidate);
      best_rank = r;
      *size = bytes;
    }
  return best;
}
