/* ae-hdf5-sources.c: HDF5 can say of an array that its numbers lie in another file, any that
 * can be opened (external storage), or in arrays of other files (virtual data sets). Such files
 * are refused by name: what is read would be somebody else's file, or nothing but fill values
 * where that may not be opened.
 */
#include "ae-hdf5-sources.h"

#include <hdf5.h>

#include "ae-error.h"
#include "ae-file.h"

#define MOST_NAME 1024

typedef struct
{
  char *array, *source; /* the first that was found */
} Found;

static void
take_external (hid_t list, Found *found)
{
  char name[MOST_NAME] = "";

  if (H5Pget_external_count (list) > 0
      && H5Pget_external (list, 0, sizeof name - 1, name, NULL, NULL) >= 0)
    found->source = g_strdup (name);
}

/* "." is the file itself. */
static void
take_virtual (hid_t list, Found *found)
{
  size_t n = 0;

  if (H5Pget_layout (list) != H5D_VIRTUAL || H5Pget_virtual_count (list, &n) < 0)
    return;
  for (size_t i = 0; i < n && found->source == NULL; i++)
    {
      char name[MOST_NAME] = "";

      if (H5Pget_virtual_filename (list, i, name, sizeof name - 1) >= 0
          && g_strcmp0 (name, ".") != 0)
        found->source = g_strdup (name);
    }
}

static herr_t
look_cb (hid_t object, const char *name, const H5O_info_t *info, void *data)
{
  Found *found = data;
  hid_t array, list;

  if (info->type != H5O_TYPE_DATASET || (array = H5Dopen2 (object, name, H5P_DEFAULT)) < 0)
    return 0;
  list = H5Dget_create_plist (array);
  if (list >= 0)
    {
      take_external (list, found);
      if (found->source == NULL)
        take_virtual (list, found);
      H5Pclose (list);
    }
  H5Dclose (array);
  if (found->source == NULL)
    return 0;
  found->array = g_strdup (name);
  return 1;
}

/**
 * ae_hdf5_check_sources:
 * @path: any file; one that is not HDF5 is let through
 * @name: for messages
 * @error: %AE_ERROR_UNSUPPORTED with the names of an array and of the file that it is in
 *
 * Only in the process that reads for another: a damaged file may end it.
 *
 * Returns: whether all numbers lie in the file itself.
 */
gboolean
ae_hdf5_check_sources (const char *path, const char *name, GError **error)
{
  Found found = { NULL, NULL };
  gboolean has_source;
  hid_t file;

  H5Eset_auto2 (H5E_DEFAULT, NULL, NULL);
  if (H5Fis_hdf5 (path) <= 0 || (file = H5Fopen (path, H5F_ACC_RDONLY, H5P_DEFAULT)) < 0)
    return TRUE;
#if H5_VERSION_GE(1, 12, 0)
  H5Ovisit3 (file, H5_INDEX_NAME, H5_ITER_NATIVE, look_cb, &found, H5O_INFO_BASIC);
#else
  H5Ovisit1 (file, H5_INDEX_NAME, H5_ITER_NATIVE, look_cb, &found);
#endif
  H5Fclose (file);
  if (found.source != NULL)
    {
      g_autofree char *array = ae_file_dup_display (found.array);
      g_autofree char *source = ae_file_dup_display (found.source);

      g_set_error (error, AE_ERROR, AE_ERROR_UNSUPPORTED,
                   "%s takes the numbers of “%s” from another file, %s, and Bandloom reads no "
                   "file because another says so; put them into one file (h5repack)",
                   name, array, source);
    }
  has_source = found.source != NULL;
  g_free (found.array);
  g_free (found.source);
  return !has_source;
}

/* ------------------------------------------------------------------ filters */

/* As the HDF Group registers them; those below 32000 are HDF5's own. */
static const struct
{
  int id;
  const char *name;
} filters[] = {
  { 4, "SZIP" },       { 307, "bzip2" },        { 32000, "LZF" },  { 32001, "Blosc" },
  { 32004, "LZ4" },    { 32008, "Bitshuffle" }, { 32013, "ZFP" },  { 32015, "Zstandard" },
  { 32017, "SZ" },     { 32018, "FCIDECOMP" },  { 32019, "JPEG" }, { 32024, "SZ3" },
  { 32026, "Blosc2" },
};

/* The first filter that is not there; 0 for none. */
static int
find_missing_filter (hid_t list, char *told, size_t n_told)
{
  int n = H5Pget_nfilters (list);

  for (int i = 0; i < n; i++)
    {
      unsigned int flags, config;
      size_t n_values = 0;
      H5Z_filter_t id
          = H5Pget_filter2 (list, (unsigned) i, &flags, &n_values, NULL, n_told, told, &config);

      if (id > 0 && H5Zfilter_avail (id) <= 0)
        return id;
    }
  return 0;
}

/**
 * ae_hdf5_check_filters:
 * @path: any file
 * @array: path of an array in it
 * @name: for messages
 * @error: %AE_ERROR_UNSUPPORTED with the filter's name and what to do
 *
 * For an array that could not be read: is that because of how it is packed?
 *
 * Returns: %FALSE where a filter is missing.
 */
gboolean
ae_hdf5_check_filters (const char *path, const char *array, const char *name, GError **error)
{
  hid_t file = H5Fis_hdf5 (path) > 0 ? H5Fopen (path, H5F_ACC_RDONLY, H5P_DEFAULT) : -1;
  hid_t data = file >= 0 ? H5Dopen2 (file, array, H5P_DEFAULT) : -1;
  hid_t list = data >= 0 ? H5Dget_create_plist (data) : -1;
  char told[64] = "";
  const char *filter = told;
  int id = list >= 0 ? find_missing_filter (list, told, sizeof told - 1) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    if (filters[i].id == id)
      filter = filters[i].name;
  if (list >= 0)
    H5Pclose (list);
  if (data >= 0)
    H5Dclose (data);
  if (file >= 0)
    H5Fclose (file);
  if (id == 0)
    return TRUE;
  return ae_error_set (
      error, AE_ERROR_UNSUPPORTED,
      "%s: “%s” is packed with the HDF5 filter %s (%d), which this "
      "system has not; install its HDF5 plugin, or where it is there rewrite the "
      "file: h5repack -f GZIP=4 IN OUT",
      name, array, *filter != '\0' ? filter : "of no name", id);
}
