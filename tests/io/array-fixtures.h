/* array-fixtures.h: netCDF files with arrays and attributes. With GDAL's netCDF driver; called
 * .h5 such a file is read as HDF5. */
#pragma once

#include <gdal.h>

#include "cube-fixtures.h"

static inline GDALDatasetH
arrays_create (Folder *folder, const char *name, GDALGroupH *root)
{
  g_autofree char *path = folder_path (folder, name);
  GDALDatasetH dataset;

  GDALAllRegister ();
  dataset = GDALCreateMultiDimensional (GDALGetDriverByName ("netCDF"), path, NULL, NULL);
  g_assert_nonnull (dataset);
  *root = GDALDatasetGetRootGroup (dataset);
  return dataset;
}

static inline void
arrays_close (GDALDatasetH dataset, GDALGroupH root)
{
  GDALGroupRelease (root);
  GDALClose (dataset);
}

static inline void
arrays_rename (Folder *folder, const char *from, const char *to)
{
  g_autofree char *old_path = folder_path (folder, from);
  g_autofree char *new_path = folder_path (folder, to);

  g_assert_cmpint (g_rename (old_path, new_path), ==, 0);
}

/* An array of @n dimensions that are called @names and shared with others of the group. */
static inline GDALMDArrayH
arrays_add (GDALGroupH group, const char *name, const char *const *names, const size_t *sizes,
            guint n, GDALDataType type, const double *data)
{
  GDALExtendedDataTypeH stored = GDALExtendedDataTypeCreate (type);
  GDALExtendedDataTypeH given = GDALExtendedDataTypeCreate (GDT_Float64);
  GDALDimensionH dims[4];
  const GUInt64 start[4] = { 0 };
  GDALMDArrayH array;

  for (guint k = 0; k < n; k++)
    {
      size_t n_dims = 0;
      GDALDimensionH *all = GDALGroupGetDimensions (group, &n_dims, NULL);

      dims[k] = NULL;
      for (size_t i = 0; i < n_dims; i++)
        if (strcmp (GDALDimensionGetName (all[i]), names[k]) == 0)
          {
            dims[k] = all[i];
            all[i] = NULL;
          }
      for (size_t i = 0; i < n_dims; i++)
        if (all[i] != NULL)
          GDALDimensionRelease (all[i]);
      CPLFree (all);
      if (dims[k] == NULL)
        dims[k] = GDALGroupCreateDimension (group, names[k], NULL, NULL, sizes[k], NULL);
      g_assert_nonnull (dims[k]);
    }
  array = GDALGroupCreateMDArray (group, name, n, dims, stored, NULL);
  g_assert_nonnull (array);
  for (guint k = 0; k < n; k++)
    GDALDimensionRelease (dims[k]);
  if (data != NULL)
    g_assert_true (GDALMDArrayWrite (array, start, sizes, NULL, NULL, given, data, NULL, 0));
  GDALExtendedDataTypeRelease (stored);
  GDALExtendedDataTypeRelease (given);
  return array;
}

static inline void
arrays_fill_attribute (GDALAttributeH attribute, const double *numbers, size_t n)
{
  g_assert_nonnull (attribute);
  g_assert_true (n == 1 ? GDALAttributeWriteDouble (attribute, numbers[0])
                        : GDALAttributeWriteDoubleArray (attribute, numbers, n));
  GDALAttributeRelease (attribute);
}

static inline void
arrays_set_numbers (GDALMDArrayH array, const char *name, const double *numbers, size_t n)
{
  GDALExtendedDataTypeH type = GDALExtendedDataTypeCreate (GDT_Float64);
  const GUInt64 size = n;

  /* This one has the type of the array. */
  if (strcmp (name, "_FillValue") == 0)
    g_assert_true (GDALMDArraySetNoDataValueAsDouble (array, numbers[0]));
  else
    arrays_fill_attribute (GDALMDArrayCreateAttribute (array, name, n > 1, &size, type, NULL),
                           numbers, n);
  GDALExtendedDataTypeRelease (type);
}

static inline void
arrays_set_group_numbers (GDALGroupH group, const char *name, const double *numbers, size_t n)
{
  GDALExtendedDataTypeH type = GDALExtendedDataTypeCreate (GDT_Float64);
  const GUInt64 size = n;

  arrays_fill_attribute (GDALGroupCreateAttribute (group, name, n > 1, &size, type, NULL),
                         numbers, n);
  GDALExtendedDataTypeRelease (type);
}

static inline void
arrays_fill_text (GDALAttributeH attribute, const char *text)
{
  g_assert_nonnull (attribute);
  g_assert_true (GDALAttributeWriteString (attribute, text));
  GDALAttributeRelease (attribute);
}

static inline void
arrays_set_text (GDALMDArrayH array, const char *name, const char *text)
{
  GDALExtendedDataTypeH type = GDALExtendedDataTypeCreateString (0);

  arrays_fill_text (GDALMDArrayCreateAttribute (array, name, 0, NULL, type, NULL), text);
  GDALExtendedDataTypeRelease (type);
}

static inline void
arrays_set_group_text (GDALGroupH group, const char *name, const char *text)
{
  GDALExtendedDataTypeH type = GDALExtendedDataTypeCreateString (0);

  arrays_fill_text (GDALGroupCreateAttribute (group, name, 0, NULL, type, NULL), text);
  GDALExtendedDataTypeRelease (type);
}

/* Texts along one dimension; without a dimension where there is one text. */
static inline void
arrays_add_texts (GDALGroupH group, const char *name, const char *const *texts, size_t n)
{
  GDALExtendedDataTypeH type = GDALExtendedDataTypeCreateString (0);
  GDALDimensionH dim
      = n > 1 ? GDALGroupCreateDimension (group, "texts", NULL, NULL, n, NULL) : NULL;
  GDALMDArrayH array = GDALGroupCreateMDArray (group, name, n > 1, &dim, type, NULL);
  const GUInt64 start = 0;

  g_assert_nonnull (array);
  g_assert_true (GDALMDArrayWrite (array, &start, &n, NULL, NULL, type, texts, NULL, 0));
  GDALMDArrayRelease (array);
  if (dim != NULL)
    GDALDimensionRelease (dim);
  GDALExtendedDataTypeRelease (type);
}
