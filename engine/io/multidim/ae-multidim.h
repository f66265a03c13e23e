/* ae-multidim.h: the arrays and attributes of a netCDF or HDF5 file, and what they are called.
 * Not public. */
#pragma once

#include "ae-gdal.h"
#include "ae-names.h"

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
  GPtrArray *texts;  /* char *: paths of arrays of texts */
} AeMultidim;

/**
 * AeMultidimDetector:
 * @array: end of the path of its numbers
 * @quality: (nullable): ends of the path of flags, by pixel or by number, of which a file has
 * one
 */
typedef struct
{
  const char *array;
  const char *quality[3];
} AeMultidimDetector;

/**
 * AeMultidimProduct:
 * @family: what people call it
 * @sign: (nullable): end of the path of an array that only these files have
 * @detectors: whose bands are the scene
 * @bad_bits: of flags, that mean no data; 0: any
 * @bad_codes: numbers that mean no data, 1 << number; 0: flags are bits
 * @companion_from, @companion_to: (nullable): part of the file's name, and what stands there in
 *   the name of the file with its masks
 * @mask, @mask_name: array of masks in that file, and which of them means no data
 *
 * What the files of one family are made of.
 */
typedef struct
{
  const char *family, *sign;
  AeMultidimDetector detectors[3];
  guint32 bad_bits, bad_codes;
  const char *companion_from, *companion_to, *mask, *mask_name;
} AeMultidimProduct;

/**
 * AeMultidimCube:
 * @name: what to ask for
 * @parts: (element-type AeMultidimArray): arrays whose bands follow each other; borrowed
 * @product: (nullable): what it is a product of
 */
typedef struct
{
  char *name;
  GPtrArray *parts;
  const AeMultidimProduct *product;
} AeMultidimCube;

gboolean ae_multidim_open (AeMultidim *self, AeReadContext *reading, const AeGdalQuiet *quiet,
                           GError **error);
void ae_multidim_clear (AeMultidim *self);
GDALMDArrayH ae_multidim_open_array (const AeMultidim *self, const char *path);
double *ae_multidim_dup_attribute (const AeMultidim *self, const char *path,
                                   const char *const *names, guint *n, char **found);
char *ae_multidim_dup_text (const AeMultidim *self, const char *path, const char *const *names);
double *ae_multidim_dup_array (const AeMultidim *self, const char *path, guint n);
double *ae_multidim_dup_plane (const AeMultidim *self, const AeMultidimArray *array,
                               guint last);
char **ae_multidim_dup_text_array (const AeMultidim *self, const char *path);
gboolean ae_multidim_path_ends (const char *path, const char *end);
char *ae_multidim_dup_shape (const AeMultidimArray *array);

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
AeMultidimCube *ae_multidim_add_product (const AeMultidim *tree, GPtrArray *cubes);
void ae_multidim_read_quality (const AeMultidim *tree, const AeMultidimCube *cube,
                               const guint *places, AeSceneBuilder *builder);
void ae_multidim_fill_place (const AeMultidim *tree, const AeMultidimArray *array,
                             AeSceneBuilder *builder);
void ae_multidim_fill_origin (const AeMultidim *tree, const AeMultidimCube *cube,
                              AeSceneBuilder *builder);
const AeMultidimArray *ae_multidim_find_end (const AeMultidim *self, const char *end);
guint ae_multidim_array_list_long (const AeMultidimArray *array, int long_dims[3]);
void ae_multidim_array_set_axes (AeMultidimArray *array, const int *dims, guint n_dims,
                                 int bands);
gboolean ae_multidim_read_lines (GDALMDArrayH handle, const AeMultidimArray *array, guint first,
                                 guint n, float *out);
guint ae_multidim_array_get_size (const AeMultidimArray *array, guint axis);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AeMultidim, ae_multidim_clear)

G_END_DECLS
