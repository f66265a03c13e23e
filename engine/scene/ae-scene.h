/* ae-scene.h: a hyperspectral image, immutable once made, shared by reference between threads.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * AeWavelengthUnits:
 *
 * What the file says its spectral axis is in. Where sensors meet, all are nanometres; a Raman
 * shift is no wavelength and is not converted. New ones go to the end: see ae-wavelengths.c.
 */
typedef enum
{
  AE_WAVELENGTH_NONE, /* no wavelengths: bands are numbered from 1 */
  AE_WAVELENGTH_NANOMETRES,
  AE_WAVELENGTH_MICROMETRES,
  AE_WAVELENGTH_METRES,
  AE_WAVELENGTH_WAVENUMBERS, /* cm⁻¹ */
  AE_WAVELENGTH_ANGSTROMS,
  AE_WAVELENGTH_MILLIMETRES,
  AE_WAVELENGTH_CENTIMETRES,
  AE_WAVELENGTH_MEGAHERTZ,
  AE_WAVELENGTH_GIGAHERTZ,
  AE_WAVELENGTH_TERAHERTZ,
  AE_WAVELENGTH_ELECTRONVOLTS,
  AE_WAVELENGTH_MILLIELECTRONVOLTS,
  AE_WAVELENGTH_KILOELECTRONVOLTS,
  AE_WAVELENGTH_HERTZ,
  AE_WAVELENGTH_RAMAN_SHIFT, /* cm⁻¹ from the laser's line; may be negative */
  AE_WAVELENGTH_N_UNITS,
} AeWavelengthUnits;

typedef enum
{
  AE_INTERLEAVE_BSQ,
  AE_INTERLEAVE_BIL,
  AE_INTERLEAVE_BIP,
} AeInterleave;

/* A magnitude from which a value is taken for a marker of deleted data (−1.23e34 is common
 * in spectral libraries), never for a measurement. Infinities fall under it too. */
#define AE_SCENE_HUGE 1e30f

typedef struct _AeScene AeScene;
typedef struct _AeCalibration AeCalibration; /* ae-calibration.h */

/**
 * AeSceneReadFunc:
 * @source: what the maker of the scene handed over
 * @first_line: 0-based
 * @n_lines: at least 1
 * @out: (n_lines, samples, bands), band fastest
 *
 * Fills whole lines from the file, in the file's units with gains applied. Called from any
 * thread, never from two at once for one scene.
 */
typedef gboolean (*AeSceneReadFunc) (gpointer source, guint first_line, guint n_lines,
                                     float *out, GError **error);

/**
 * AeSceneReadBandFunc:
 * @out: (n_lines, samples)
 *
 * Fills whole lines of one band; under the same conditions as #AeSceneReadFunc. Given by
 * sources that need not read the other bands for it.
 */
typedef gboolean (*AeSceneReadBandFunc) (gpointer source, guint band, guint first_line,
                                         guint n_lines, float *out, GError **error);

/**
 * AeSceneReadPixelFunc:
 * @out: (bands)
 *
 * Fills one spectrum; under the same conditions as #AeSceneReadFunc. Given by sources that
 * need not read the whole line for it.
 */
typedef gboolean (*AeSceneReadPixelFunc) (gpointer source, gsize pixel, float *out,
                                          GError **error);

/**
 * AeSceneLocation:
 * @latitudes, @longitudes: (nullable) (lines × samples): degrees, NAN where unknown
 * @lookup: (nullable) (map_lines × map_samples): which pixel of the scene lies at each place of
 *   a map, %AE_SCENE_NOWHERE for none
 * @map_transform: of the map, in GDAL's order
 * @map_projection: (nullable): of the map, WKT
 *
 * Where the pixels of an image in the sensor's own geometry lie on the ground.
 */
typedef struct
{
  double *latitudes, *longitudes;
  guint32 *lookup;
  guint map_lines, map_samples;
  double map_transform[6];
  char *map_projection;
} AeSceneLocation;

#define AE_SCENE_NOWHERE G_MAXUINT32

/**
 * AeSceneBuilder:
 *
 * Everything a reader knows of a scene; ae_scene_new_take() empties it. Zero-initialise.
 * All arrays are owned by the builder until then (g_malloc, g_free).
 */
typedef struct
{
  char *name;              /* shown in the title: "samson_1.mat" */
  char *path;              /* nullable; absolute */
  char *format;            /* "ENVI", "GeoTIFF", "MATLAB 5", "demo" */
  char *data_type;         /* as in the file: "uint16", "float32" */
  AeInterleave interleave; /* as in the file */
  gboolean has_axis_order; /* whoever opens it may say in which order its axes lie */
  guint lines, samples, bands;
  float *cube; /* (lines, samples, bands), band fastest; or NULL and a source */
  gsize
      mapped_bytes; /* of the cube where it is a mapping, which may only be read; 0: g_malloc */
  gpointer source;  /* with read and source_free, for scenes larger than memory */
  AeSceneReadFunc read;
  AeSceneReadBandFunc read_band;   /* nullable: a quicker way */
  AeSceneReadPixelFunc read_pixel; /* nullable: a quicker way */
  GDestroyNotify source_free;
  double *axis;            /* (bands): the spectral axis as in the file, in `units`; or NULL */
  double *wavelengths_nm;  /* (bands) or NULL */
  double *fwhm_nm;         /* (bands) or NULL */
  AeWavelengthUnits units; /* of the file */
  gboolean units_guessed;
  guint8 *bad_bands; /* (bands), 1 = left out; or NULL */
  char **band_names; /* (bands) + NULL, or NULL */
  guint8 *mask; /* (lines × samples), 1 = no data, 2 = look closer; or NULL. Completed from the
                   values for scenes in memory */
  gboolean mask_is_searched; /* pixels whose mask is 0 are known to hold no missing value */
  double nodata;             /* a value that stands for no data; valid when has_nodata */
  gboolean has_nodata;
  double file_nodata; /* as the file says; valid when has_file_nodata */
  gboolean has_file_nodata;
  AeCalibration
      *calibration; /* what is done to the numbers of the file where they are read; nullable */
  guint16 *labels;  /* (lines × samples), 0 = unlabelled; or NULL */
  char **class_names;     /* n_classes + NULL, [0] names class 0; or NULL */
  guint32 *class_colours; /* n_classes, 0xRRGGBB; or NULL */
  guint n_classes;        /* highest label + 1; 0 without labels */
  double geotransform[6]; /* GDAL's order; valid when has_georeference */
  gboolean has_georeference;
  char *projection;          /* WKT, nullable */
  AeSceneLocation *location; /* of a scene that no geotransform places; nullable */
  char *sensor;              /* as the file says: "EMIT"; nullable */
  char *acquired;            /* when, as the file says: "2022-08-14T22:35:14Z"; nullable */
  guint default_bands[3];    /* 0-based red, green, blue; valid when has_default_bands */
  gboolean has_default_bands;
  guint64 memory_limit;  /* bytes of pixels that may be held; 0: no one said */
  gboolean units_chosen; /* by a user, not by the file */
  gboolean bands_chosen;
  gboolean nodata_chosen;
  gboolean has_undeclared; /* a value fills all bands of many pixels, and is not declared */
  double undeclared;
  AeScene
      *unprocessed;    /* what it was made from, with preprocessing; owned reference; or NULL */
  char *preprocessing; /* steps that its spectra have been through, as
                          ae_preprocess_dup_canonical(); nullable */
  char *header_text;   /* the file's own header for the Scene page, nullable */
  GPtrArray *warnings; /* char *: one sentence each; what was assumed, guessed, repaired */
  float *truth_clean;  /* demo scene: the cube without noise, same layout; or NULL */
  float *truth_endmembers; /* demo scene: (n_truth_materials, bands); or NULL */
  float *truth_abundances; /* demo scene: (lines × samples, n_truth_materials); or NULL */
  char **truth_materials;  /* names + NULL */
  guint n_truth_materials;
} AeSceneBuilder;

void ae_scene_builder_warn (AeSceneBuilder *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void ae_scene_builder_clear (AeSceneBuilder *self);
void ae_scene_location_free (AeSceneLocation *self);

AeScene *ae_scene_new_take (AeSceneBuilder *builder, GError **error);
#define AE_TYPE_SCENE (ae_scene_get_type ()) /* boxed: properties and signals may carry it */
GType ae_scene_get_type (void);
AeScene *ae_scene_ref (AeScene *self);
void ae_scene_unref (AeScene *self);

const char *ae_scene_get_name (const AeScene *self);
const char *ae_scene_get_path (const AeScene *self);
const char *ae_scene_get_format (const AeScene *self);
gboolean ae_scene_has_axis_order (const AeScene *self);
const char *ae_scene_get_data_type (const AeScene *self);
/* nullable: as in the file */
const char *ae_scene_get_preprocessing (const AeScene *self);
const char *ae_scene_get_header_text (const AeScene *self);
AeInterleave ae_scene_get_interleave (const AeScene *self);
guint ae_scene_get_lines (const AeScene *self);
guint ae_scene_get_samples (const AeScene *self);
guint ae_scene_get_bands (const AeScene *self);
/* lines × samples */
gsize ae_scene_get_n_pixels (const AeScene *self);

/* (bands) or NULL */
const double *ae_scene_get_wavelengths_nm (const AeScene *self);
/* (bands) or NULL */
const double *ae_scene_get_fwhm_nm (const AeScene *self);
AeWavelengthUnits ae_scene_get_wavelength_units (const AeScene *self);
/* (bands) in those units, or NULL */
const double *ae_scene_get_axis (const AeScene *self);
gboolean ae_scene_get_units_guessed (const AeScene *self);
/* nullable */
const char *ae_scene_get_band_name (const AeScene *self, guint band);
/* nearest good band */
guint ae_scene_find_band (const AeScene *self, double wavelength_nm);
gboolean ae_scene_get_default_bands (const AeScene *self, guint rgb[3]);

gboolean ae_scene_is_bad_band (const AeScene *self, guint band);
guint ae_scene_get_n_good_bands (const AeScene *self);
/* (n_good_bands), ascending */
const guint *ae_scene_get_good_bands (const AeScene *self);
gboolean ae_scene_is_masked (const AeScene *self, gsize pixel);
/* (n_pixels), never NULL */
const guint8 *ae_scene_get_mask (const AeScene *self);
gsize ae_scene_get_n_masked (const AeScene *self);
/* NAN where no value stands for it */
double ae_scene_get_nodata (const AeScene *self);
/* NAN where the file names none */
gboolean ae_scene_get_undeclared_nodata (const AeScene *self, double *value);
double ae_scene_get_file_nodata (const AeScene *self);
/* (n_pixels) or NULL */
const guint16 *ae_scene_get_labels (const AeScene *self);
guint8 *ae_scene_dup_targets (const AeScene *self, guint label, gsize *n_targets);
guint ae_scene_get_n_classes (const AeScene *self);
/* nullable */
const char *ae_scene_get_class_name (const AeScene *self, guint label);
/* 0xRRGGBB */
gboolean ae_scene_get_class_colour (const AeScene *self, guint label, guint32 *colour);
gboolean ae_scene_get_georeference (const AeScene *self, double geotransform[6],
                                    const char **projection);
/* (bands) in the units of the axis, or NULL */
double *ae_scene_dup_widths (const AeScene *self);
/* nullable */
const AeSceneLocation *ae_scene_get_location (const AeScene *self);
/* nullable */
const char *ae_scene_get_sensor (const AeScene *self);
/* nullable */
const char *ae_scene_get_acquired (const AeScene *self);
guint ae_scene_get_n_warnings (const AeScene *self);
const char *ae_scene_get_warning (const AeScene *self, guint index);

/* Pixel p lies at line p / samples, sample p % samples. Values are in scene units. */
/* (n_pixels, bands) or NULL when read on demand */
const float *ae_scene_peek_cube (const AeScene *self);
gboolean ae_scene_read_lines (AeScene *self, guint first_line, guint n_lines, float *out,
                              GError **error);
gboolean ae_scene_read_pixel (AeScene *self, gsize pixel, float *out /* (bands) */,
                              GError **error);
gboolean ae_scene_read_pixels (AeScene *self, const guint32 *pixels, gsize n,
                               float *out /* (n, bands) */, GError **error);
gboolean ae_scene_read_band (AeScene *self, guint band, float *out /* (n_pixels) */,
                             GError **error);
gsize ae_scene_get_cache_bytes (const AeScene *self);
gboolean ae_scene_read_preview (AeScene *self, const guint *bands, guint n_bands, guint step,
                                float *out /* (n_bands, ⌈lines / step⌉, ⌈samples / step⌉) */,
                                GError **error);

/* (n_pixels, bands) or NULL */
const float *ae_scene_get_truth_clean (const AeScene *self);
/* (n_truth_materials, bands) or NULL */
const float *ae_scene_get_truth_endmembers (const AeScene *self);
/* (n_pixels, n_truth_materials) or NULL */
const float *ae_scene_get_truth_abundances (const AeScene *self);
guint ae_scene_get_n_truth_materials (const AeScene *self);
const char *ae_scene_get_truth_material (const AeScene *self, guint index);

AeScene *ae_scene_dup_with_labels (AeScene *self, guint16 *labels, guint n_classes,
                                   char **class_names);
AeScene *ae_scene_dup_with_classes (AeScene *self, guint16 *labels, guint n_classes,
                                    char **class_names, guint32 *class_colours);

/* Other scenes that share the pixels. */
AeScene *ae_scene_dup_with_units (AeScene *self, AeWavelengthUnits units, GError **error);
AeScene *ae_scene_dup_with_nodata (AeScene *self, double value, GError **error);
AeScene *ae_scene_dup_with_bad_bands (AeScene *self,
                                      const guint8 *bad_bands /* (bands), 1 = left out */,
                                      GError **error);
guint ae_scene_fill_water_bands (const AeScene *self,
                                 guint8 *out /* (bands), 1 = in water vapour */);

/**
 * ae_scene_has_missing:
 * @row: (bands) one pixel
 * @bands: how many
 * @nodata: the number that stands for no data; NAN where there is none
 *
 * The quick look at one pixel: almost every pixel of almost every scene has nothing to
 * report. Any thread.
 *
 * Returns: whether a value is not finite, beyond %AE_SCENE_HUGE, or @nodata.
 */
static inline gboolean
ae_scene_has_missing (const float *row, guint bands, float nodata)
{
  guint found = 0;

  for (guint i = 0; i < bands; i++)
    found |= (guint) !(__builtin_fabsf (row[i]) < AE_SCENE_HUGE) | (guint) (row[i] == nodata);
  return found != 0;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeScene, ae_scene_unref)

G_END_DECLS
