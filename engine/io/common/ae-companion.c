/* ae-companion.c: files that belong to a product and are called as it is but for one word: the
 * masks of EMIT, the metadata and quality images of EnMAP and DESIS. Opens none of them.
 */
#include "ae-companion.h"

#include <string.h>

/* The word in the name of what is opened, and what stands there in the name of the other. */
static const struct
{
  const char *from, *to;
} words[] = {
  { "_RFL_", "_MASK_" },
  { "_L1B_RAD_", "_L2A_MASK_" },
  { "SPECTRAL_IMAGE", "METADATA" },
  { "SPECTRAL_IMAGE", "QL_QUALITY_CLASSES" },
  { "METADATA", "SPECTRAL_IMAGE" },
  { "METADATA", "QL_QUALITY_CLASSES" },
};

static gboolean
has_ending (const char *name, const char *ending)
{
  gsize n = strlen (name), m = strlen (ending);

  return n > m && g_ascii_strcasecmp (name + n - m, ending) == 0;
}

/**
 * ae_companion_find:
 * @path: of a file
 * @from: a word in its name
 * @to: what stands there in the other's
 * @ending: (nullable): of the other, in any case; %NULL: the same as the file's
 *
 * Returns: (transfer full) (nullable): the other's path, of a regular file in the same folder.
 */
char *
ae_companion_find (const char *path, const char *from, const char *to, const char *ending)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  const char *at = strstr (name, from), *dot = strrchr (name, '.');
  g_autofree char *stem = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *other;

  if (at == NULL || dot == NULL || dot < at)
    return NULL;
  stem = g_strdup_printf ("%.*s%s%.*s", (int) (at - name), name, to,
                          (int) (dot - at - (gssize) strlen (from)), at + strlen (from));
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (other = g_dir_read_name (dir)) != NULL)
    if (strncmp (other, stem, strlen (stem)) == 0 && other[strlen (stem)] == '.'
        && has_ending (other, ending != NULL ? ending : dot)
        && strchr (other + strlen (stem) + 1, '.') == NULL)
      {
        g_autofree char *found = g_build_filename (folder, other, NULL);

        if (g_file_test (found, G_FILE_TEST_IS_REGULAR)
            && !g_file_test (found, G_FILE_TEST_IS_SYMLINK))
          return g_steal_pointer (&found);
      }
  return NULL;
}

/**
 * ae_companion_list:
 * @path: of a file
 *
 * Returns: (transfer full) (element-type filename): paths of the files that belong to it.
 */
GPtrArray *
ae_companion_list (const char *path)
{
  static const char *const endings[] = { ".nc", ".tif", ".xml" };
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint k = 0; k < G_N_ELEMENTS (endings); k++)
      {
        char *found = ae_companion_find (path, words[i].from, words[i].to, endings[k]);

        if (found != NULL)
          g_ptr_array_add (list, found);
      }
  return list;
}
