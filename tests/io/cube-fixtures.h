/* cube-fixtures.h: a cube whose values tell their place, and MATLAB files of it. */
#pragma once

#include <matio.h>

#include "file-fixtures.h"

#define LINES   3
#define SAMPLES 4
#define BANDS   20

static inline float
value_at (guint line, guint sample, guint band)
{
  return (float) (1 + line * 1000 + sample * 100 + band);
}

static inline void
check_values (AeScene *scene)
{
  const float *cube = ae_scene_peek_cube (scene);

  g_assert_cmpuint (ae_scene_get_lines (scene), ==, LINES);
  g_assert_cmpuint (ae_scene_get_samples (scene), ==, SAMPLES);
  g_assert_cmpuint (ae_scene_get_bands (scene), ==, BANDS);
  for (guint l = 0; l < LINES; l++)
    for (guint s = 0; s < SAMPLES; s++)
      for (guint b = 0; b < BANDS; b++)
        g_assert_cmpfloat (cube[(l * SAMPLES + s) * BANDS + b], ==, value_at (l, s, b));
}

static inline void
put (mat_t *mat, const char *name, enum matio_classes class_type, enum matio_types type,
     int rank, size_t *dims, void *data, gboolean packed)
{
  matvar_t *var = Mat_VarCreate (name, class_type, type, rank, dims, data, 0);

  g_assert_nonnull (var);
  g_assert_cmpint (
      Mat_VarWrite (mat, var, packed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE), ==, 0);
  Mat_VarFree (var);
}

static inline mat_t *
create (Folder *folder, const char *name, enum mat_ft version)
{
  g_autofree char *path = folder_path (folder, name);
  mat_t *mat = Mat_CreateVer (path, NULL, version);

  g_assert_nonnull (mat);
  return mat;
}

static inline void
fill_column_major (double *data, const char *axes, const size_t *dims)
{
  for (size_t k = 0, n = 0; k < dims[2]; k++)
    for (size_t j = 0; j < dims[1]; j++)
      for (size_t i = 0; i < dims[0]; i++, n++)
        {
          const size_t at[3] = { i, j, k };

          data[n] = value_at ((guint) at[strchr (axes, 'l') - axes],
                              (guint) at[strchr (axes, 's') - axes],
                              (guint) at[strchr (axes, 'b') - axes]);
        }
}
