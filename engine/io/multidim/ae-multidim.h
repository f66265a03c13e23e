/* ae-multidim.h: the arrays and attributes of a netCDF or HDF5 file, and what they are called.
 * Not public. */
#pragma once

#include "ae-gdal.h"

G_BEGIN_DECLS

#define AE_MULTIDIM_MAX_RANK 8

/**
 * AeMultidimArray:
 * @path: "/group/name"
 * @dims: (rank), the last fastest
 * @dim_names: (rank)
 * @axis: dimension of lines, samples, bands; −1 where there is none
 * @is_named: the bands were told, not guessed
 */
typedef struct
{
  char *path;
  guint rank;
  guint64 dims[AE_MULTIDIM_MAX_RANK];
  char *dim_names[AE_MULTIDIM_MAX_RANK];
  GDALDataType type;
  int axis[3];
  gboolean is_named;
} AeMultidimArray;

/**
 * AeMultidimRole:
 *
 * What a list of one number a band may tell.
 */
typedef enum
{
  AE_MULTIDIM_WAVELENGTHS,
  AE_MULTIDIM_WIDTHS,
  AE_MULTIDIM_GOOD, /* 1 where a band is good */
  AE_MULTIDIM_BAD,  /* 1 where a band is bad */
} AeMultidimRole;

/**
 * AeMultidimList:
 * @owner: path of the array itself, or of what has the attribute; "" is the root
 * @name: of the array or attribute
 * @units: (nullable)
 */
typedef struct
{
  char *owner;
  char *name;
  char *units;
  guint n;
  gboolean is_attribute;
} AeMultidimList;

typedef struct
{
  AeReadContext *reading;
  GDALDatasetH dataset;
  GDALGroupH root;
  GPtrArray *arrays; /* AeMultidimArray: everything numeric */
  GPtrArray *groups; /* char *: paths, the root's "" first */
  GPtrArray *lists;  /* AeMultidimList */
} AeMultidim;

/**
 * AeMultidimCube:
 * @name: what to ask for
 * @parts: (element-type AeMultidimArray): arrays whose bands follow each other; borrowed
 */
typedef struct
{
  char *name;
  GPtrArray *parts;
} AeMultidimCube;

gboolean ae_multidim_open (AeMultidim *self, AeReadContext *reading, const AeGdalQuiet *quiet,
                           GError **error);
void ae_multidim_clear (AeMultidim *self);
GDALMDArrayH ae_multidim_open_array (const AeMultidim *self, const char *path);
double *ae_multidim_dup_attribute (const AeMultidim *self, const char *path,
                                   const char *const *names, guint *n, char **found);
char *ae_multidim_dup_text (const AeMultidim *self, const char *path, const char *const *names);
double *ae_multidim_dup_array (const AeMultidim *self, const char *path, guint n);
char *ae_multidim_dup_shape (const AeMultidimArray *array);
char *ae_multidim_dup_folded (const char *name);

const AeMultidimList *ae_multidim_find_list (const AeMultidim *self, const char *path,
                                             guint64 n, AeMultidimRole role);
void ae_multidim_fill_bands (const AeMultidim *self, const char *path, AeSceneBuilder *builder);
AeCalibration *ae_multidim_dup_calibration (const AeMultidim *self,
                                            const AeMultidimArray *array, guint bands,
                                            AeSceneBuilder *builder);

AeMultidimCube *ae_multidim_add_cube (GPtrArray *cubes, const char *name);
void ae_multidim_cube_free (AeMultidimCube *self);
guint ae_multidim_cube_count_bands (const AeMultidimCube *cube);
char *ae_multidim_cube_dup_shape (const AeMultidimCube *cube);
guint *ae_multidim_cube_join (const AeMultidim *tree, const AeMultidimCube *cube,
                              AeSceneBuilder *b);
void ae_multidim_add_stacks (AeMultidim *tree, GPtrArray *cubes);
AeMultidimCube *ae_multidim_add_detectors (GPtrArray *cubes);
guint ae_multidim_array_list_long (const AeMultidimArray *array, int long_dims[3]);
void ae_multidim_array_set_axes (AeMultidimArray *array, const int *dims, guint n_dims,
                                 int bands);
guint ae_multidim_array_get_size (const AeMultidimArray *array, guint axis);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AeMultidim, ae_multidim_clear)

G_END_DECLS
