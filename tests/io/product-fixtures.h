/* product-fixtures.h: small files built as the public descriptions of products have them: the
 * names, places, types and orders of their arrays and attributes. One function a family;
 * numbers tell line, sample and band.
 */
#pragma once

#include <math.h>

#include <cpl_conv.h>

#include "array-fixtures.h"

#define P_LINES   6
#define P_SAMPLES 7
#define P_BANDS   8
#define P_PIXELS  (P_LINES * P_SAMPLES)

/* Numbers as stored, and degrees. */
static inline double
product_number (guint l, guint s, guint b)
{
  return 100 + 1000 * l + 100 * s + b;
}

static inline double
product_latitude (guint l, guint s)
{
  return 45 - 0.001 * l + 0.0001 * s;
}

static inline double
product_longitude (guint l, guint s)
{
  return 10 + 0.002 * s + 0.0002 * l;
}

static inline double
product_nm (guint b)
{
  return 400 + 7.5 * b;
}

static inline GDALGroupH
product_group (GDALGroupH parent, const char *name)
{
  GDALGroupH group = GDALGroupCreateGroup (parent, name, NULL);

  g_assert_nonnull (group);
  return group;
}

/* A cube in the order of axes that `order` says: "lsb", "bls", "lbs"; `fill` may be NAN. */
static inline GDALMDArrayH
product_cube (GDALGroupH group, const char *name, const char *order, const char *const dims[3],
              guint bands, GDALDataType type, double fill)
{
  GDALExtendedDataTypeH given = GDALExtendedDataTypeCreate (GDT_Float64);
  const GUInt64 start[3] = { 0 };
  GDALMDArrayH array;
  const size_t sizes_of[] = { P_LINES, P_SAMPLES, bands };
  size_t sizes[3], at[3];
  g_autofree double *data = g_new (double, P_PIXELS *bands);
  guint n = 0;

  for (guint k = 0; k < 3; k++)
    sizes[k] = sizes_of[strchr ("lsb", order[k]) - "lsb"];
  for (at[0] = 0; at[0] < sizes[0]; at[0]++)
    for (at[1] = 0; at[1] < sizes[1]; at[1]++)
      for (at[2] = 0; at[2] < sizes[2]; at[2]++)
        {
          guint place[3];

          for (guint k = 0; k < 3; k++)
            place[strchr ("lsb", order[k]) - "lsb"] = (guint) at[k];
          data[n++] = product_number (place[0], place[1], place[2]);
        }
  array = arrays_add (group, name, dims, sizes, 3, type, NULL);
  if (isfinite (fill))
    arrays_set_numbers (array, "_FillValue", &fill, 1);
  g_assert_true (GDALMDArrayWrite (array, start, sizes, NULL, NULL, given, data, NULL, 0));
  GDALExtendedDataTypeRelease (given);
  return array;
}

static inline void
product_list (GDALGroupH group, const char *name, const char *dim, const double *numbers,
              size_t n)
{
  GDALMDArrayRelease (arrays_add (group, name, &dim, &n, 1, GDT_Float32, numbers));
}

/* Wavelengths and widths, flags of which band 3 and 6 are 0. */
static inline void
product_bands (GDALGroupH group, const char *wavelengths, const char *widths, const char *good,
               const char *dim)
{
  double nm[P_BANDS], fwhm[P_BANDS], flags[P_BANDS];

  for (guint b = 0; b < P_BANDS; b++)
    {
      nm[b] = product_nm (b);
      fwhm[b] = 5 + 0.5 * b;
      flags[b] = b != 3 && b != 6;
    }
  if (wavelengths != NULL)
    product_list (group, wavelengths, dim, nm, P_BANDS);
  if (widths != NULL)
    product_list (group, widths, dim, fwhm, P_BANDS);
  if (good != NULL)
    product_list (group, good, dim, flags, P_BANDS);
}

static inline void
product_degrees (GDALGroupH group, const char *lat, const char *lon, const char *const dims[2])
{
  const size_t sizes[] = { P_LINES, P_SAMPLES };
  double latitudes[P_PIXELS], longitudes[P_PIXELS];

  for (guint p = 0; p < P_PIXELS; p++)
    {
      latitudes[p] = product_latitude (p / P_SAMPLES, p % P_SAMPLES);
      longitudes[p] = product_longitude (p / P_SAMPLES, p % P_SAMPLES);
    }
  GDALMDArrayRelease (arrays_add (group, lat, dims, sizes, 2, GDT_Float64, latitudes));
  GDALMDArrayRelease (arrays_add (group, lon, dims, sizes, 2, GDT_Float64, longitudes));
}

/* Flags of each pixel: `bad` at line 2, sample 3; `fine` at line 4, sample 1. */
static inline void
product_flags (GDALGroupH group, const char *name, const char *const dims[2], double bad,
               double fine, double usual, GDALDataType type)
{
  const size_t sizes[] = { P_LINES, P_SAMPLES };
  double flags[P_PIXELS];

  for (guint p = 0; p < P_PIXELS; p++)
    flags[p] = usual;
  flags[2 * P_SAMPLES + 3] = bad;
  flags[4 * P_SAMPLES + 1] = fine;
  GDALMDArrayRelease (arrays_add (group, name, dims, sizes, 2, type, flags));
}

/* ------------------------------------------------------------------ families */

#define P_MAP_LINES   9
#define P_MAP_SAMPLES 10

/* Which pixel lies at a place of the map, from 1; 0 none: a shear. */
static inline void
product_lookup_at (guint y, guint x, double *sample, double *line)
{
  gboolean is_in = y >= 1 && y <= P_LINES && x >= y / 2 && x < P_SAMPLES + y / 2;

  *line = is_in ? y : 0;
  *sample = is_in ? x - y / 2 + 1 : 0;
}

/* EMIT L1B (radiance) and L2A (reflectance, mask): netCDF 4; arrays at the root, groups
 * sensor_band_parameters and location, lookup table counted from 1, map at the root. */
static inline void
product_emit (Folder *folder, const char *file, const char *cube, gboolean is_mask)
{
  static const char *const dims[] = { "downtrack", "crosstrack", "bands" };
  static const char *const map_dims[] = { "ortho_y", "ortho_x" };
  static const char *const mask_names[]
      = { "Cloud flag",         "Cirrus flag", "Water flag",   "Spacecraft Flag",
          "Dilated Cloud Flag", "AOD550",      "H2O (g cm-2)", "Aggregate Flag" };
  const size_t map_sizes[] = { P_MAP_LINES, P_MAP_SAMPLES };
  const double transform[] = { 10, 0.0005, 0, 45, 0, -0.0005 };
  double x[P_MAP_LINES * P_MAP_SAMPLES], y[P_MAP_LINES * P_MAP_SAMPLES];
  GDALGroupH root, bands, place;
  GDALDatasetH dataset = arrays_create (folder, file, &root);
  GDALMDArrayH array;

  arrays_set_group_text (root, "instrument", "EMIT");
  arrays_set_group_text (root, "time_coverage_start", "2022-08-14T22:35:14+0000");
  arrays_set_group_text (root, "spatial_ref",
                         "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,"
                         "298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\","
                         "0.0174532925199433]]");
  arrays_set_group_numbers (root, "geotransform", transform, 6);
  if (is_mask)
    {
      const size_t sizes[] = { P_LINES, P_SAMPLES, P_BANDS };
      double masks[P_PIXELS * P_BANDS] = { 0 };

      masks[(2 * P_SAMPLES + 3) * P_BANDS + 7] = 1; /* aggregate */
      masks[(4 * P_SAMPLES + 1) * P_BANDS + 2] = 1; /* water */
      array = arrays_add (root, cube, dims, sizes, 3, GDT_Float32, masks);
    }
  else
    array = product_cube (root, cube, "lsb", dims, P_BANDS, GDT_Float32, -9999);
  GDALMDArrayRelease (array);
  bands = product_group (root, "sensor_band_parameters");
  if (is_mask)
    arrays_add_texts (bands, "mask_bands", mask_names, P_BANDS);
  else
    product_bands (bands, "wavelengths", "fwhm",
                   strcmp (cube, "reflectance") == 0 ? "good_wavelengths" : NULL, "bands");
  GDALGroupRelease (bands);
  place = product_group (root, "location");
  product_degrees (place, "lat", "lon", dims);
  for (guint i = 0; i < P_MAP_LINES * P_MAP_SAMPLES; i++)
    product_lookup_at (i / P_MAP_SAMPLES, i % P_MAP_SAMPLES, &x[i], &y[i]);
  GDALMDArrayRelease (arrays_add (place, "glt_x", map_dims, map_sizes, 2, GDT_Int32, x));
  GDALMDArrayRelease (arrays_add (place, "glt_y", map_dims, map_sizes, 2, GDT_Int32, y));
  GDALGroupRelease (place);
  arrays_close (dataset, root);
}

/* PRISMA L1 and L2D: HDF-EOS 5, (line, band, sample), lists at the root in falling wavelength,
 * codes by number; L1 has degrees a detector, L2D the corners of a UTM grid. */
static inline void
product_prisma (Folder *folder, const char *file, gboolean is_l1)
{
  static const char *const names[] = { "Vnir", "Swir" };
  static const char *const uppers[] = { "VNIR", "SWIR" };
  GDALGroupH root, eos, swaths, swath, fields, places;
  GDALDatasetH dataset = arrays_create (folder, "prisma.nc", &root);
  const double corners[]
      = { 500000, 4600000, 500000 + 30 * (P_SAMPLES - 1), 4600000 - 30 * (P_LINES - 1) };

  eos = product_group (root, "HDFEOS");
  swaths = product_group (eos, "SWATHS");
  swath = product_group (swaths, is_l1 ? "PRS_L1_HCO" : "PRS_L2D_HCO");
  fields = product_group (swath, "Data Fields");
  places = product_group (swath, "Geolocation Fields");
  for (guint d = 0; d < 2; d++)
    {
      g_autofree char *cube = g_strconcat (uppers[d], "_Cube", NULL);
      g_autofree char *codes = g_strconcat (
          uppers[d], is_l1 ? "_PIXEL_SAT_ERR_MATRIX" : "_PIXEL_L2_ERR_MATRIX", NULL);
      g_autofree char *list = g_strconcat ("List_Cw_", names[d], NULL);
      g_autofree char *widths = g_strconcat ("List_Fwhm_", names[d], NULL);
      g_autofree char *scale = g_strconcat (is_l1 ? "ScaleFactor_" : "L2Scale", names[d],
                                            is_l1 ? "" : "Max", NULL);
      g_autofree char *offset
          = g_strconcat (is_l1 ? "Offset_" : "L2Scale", names[d], is_l1 ? "" : "Min", NULL);
      g_autofree char *lat = g_strconcat ("Latitude_", uppers[d], NULL);
      g_autofree char *lon = g_strconcat ("Longitude_", uppers[d], NULL);
      const char *dims[] = { "y", d == 0 ? "vb" : "sb", "x" };
      const char *plane[] = { "y", "x" };
      guint bands = d == 0 ? 5 : 6;
      const size_t sizes[] = { P_LINES, bands, P_SAMPLES };
      double nm[6], fwhm[6], errors[P_PIXELS * 6] = { 0 };
      double s = is_l1 ? 100 : d + 1, o = is_l1 ? 0.5 : 0;

      for (guint b = 0; b < bands; b++)
        {
          nm[b] = (d == 0 ? 1000 : 2000) - 50.0 * b;
          fwhm[b] = 10 + b;
        }
      nm[d == 0 ? 0 : 5] = 0; /* unused */
      errors[(2 * bands + 2) * P_SAMPLES + 3] = 1;
      errors[(4 * bands + 2) * P_SAMPLES + 1] = 2; /* L1 saturated, L2 below 0 */
      GDALMDArrayRelease (product_cube (fields, cube, "lbs", (const char *const *) dims, bands,
                                        GDT_UInt16, NAN));
      GDALMDArrayRelease (arrays_add (fields, codes, dims, sizes, 3, GDT_Byte, errors));
      arrays_set_group_numbers (root, list, nm, bands);
      arrays_set_group_numbers (root, widths, fwhm, bands);
      arrays_set_group_numbers (root, scale, &s, 1);
      arrays_set_group_numbers (root, offset, &o, 1);
      if (is_l1)
        product_degrees (places, lat, lon, plane);
    }
  arrays_set_group_text (root, "Product_StartTime", "2023-04-07T10:07:29.000");
  if (!is_l1)
    {
      const double epsg = 32632;

      arrays_set_group_numbers (root, "Epsg_Code", &epsg, 1);
      arrays_set_group_numbers (root, "Product_ULcorner_easting", &corners[0], 1);
      arrays_set_group_numbers (root, "Product_ULcorner_northing", &corners[1], 1);
      arrays_set_group_numbers (root, "Product_LRcorner_easting", &corners[2], 1);
      arrays_set_group_numbers (root, "Product_LRcorner_northing", &corners[3], 1);
    }
  GDALGroupRelease (places);
  GDALGroupRelease (fields);
  GDALGroupRelease (swath);
  GDALGroupRelease (swaths);
  GDALGroupRelease (eos);
  arrays_close (dataset, root);
  arrays_rename (folder, "prisma.nc", file);
}

/* Tanager: HDF-EOS 5, (band, line, sample), lists as attributes of the array; basic products in
 * a swath with degrees, ortho products in a grid with StructMetadata. */
static inline void
product_tanager (Folder *folder, const char *file, gboolean is_ortho)
{
  static const char *const dims[] = { "b", "y", "x" };
  static const char *const metadata
      = "GROUP=GridStructure\n\tGROUP=GRID_1\n\t\tGridName=\"HYP\"\n\t\tXDim=7\n\t\tYDim=6\n"
        "\t\tUpperLeftPointMtrs=(300000.000000,4000000.000000)\n"
        "\t\tLowerRightMtrs=(300210.000000,3999820.000000)\n\tEND_GROUP=GRID_1\nEND\n";
  double nm[P_BANDS], fwhm[P_BANDS], good[P_BANDS];
  const double epsg = 32611;
  GDALGroupH root, eos, kind, hyp, fields, places, info;
  GDALDatasetH dataset = arrays_create (folder, "t.nc", &root);
  GDALMDArrayH array;

  eos = product_group (root, "HDFEOS");
  kind = product_group (eos, is_ortho ? "GRIDS" : "SWATHS");
  hyp = product_group (kind, "HYP");
  fields = product_group (hyp, "Data Fields");
  for (guint b = 0; b < P_BANDS; b++)
    {
      nm[b] = product_nm (b);
      fwhm[b] = 5 + 0.5 * b;
      good[b] = b != 3 && b != 6;
    }
  array = product_cube (fields, is_ortho ? "surface_reflectance" : "toa_radiance", "bls", dims,
                        P_BANDS, GDT_Float32, NAN);
  arrays_set_numbers (array, "wavelengths", nm, P_BANDS);
  arrays_set_numbers (array, "fwhm", fwhm, P_BANDS);
  arrays_set_numbers (array, "good_wavelengths", good, P_BANDS);
  GDALMDArrayRelease (array);
  if (is_ortho)
    GDALMDArrayRelease (product_cube (fields, "surface_reflectance_uncertainty", "bls", dims,
                                      P_BANDS, GDT_Float32, NAN));
  product_flags (fields, "nodata_pixels", dims + 1, 1, 0, 0, GDT_Byte);
  product_flags (fields, "beta_cloud_mask", dims + 1, 0, 1, 0, GDT_Byte);
  arrays_set_group_text (hyp, "strip_id", "20250321_054913_40");
  arrays_set_group_text (hyp, "acquisition_time", "2025-03-21T05:49:13Z");
  if (is_ortho)
    {
      arrays_set_group_numbers (hyp, "epsg_code", &epsg, 1);
      info = product_group (root, "HDFEOS INFORMATION");
      arrays_add_texts (info, "StructMetadata.0", &metadata, 1);
      GDALGroupRelease (info);
    }
  else
    {
      places = product_group (hyp, "Geolocation Fields");
      product_degrees (places, "Latitude", "Longitude", dims + 1);
      GDALGroupRelease (places);
    }
  GDALGroupRelease (fields);
  GDALGroupRelease (hyp);
  GDALGroupRelease (kind);
  GDALGroupRelease (eos);
  arrays_close (dataset, root);
  arrays_rename (folder, "t.nc", file);
}

/* NEON AOP reflectance: HDF5, a group of the site, divisor and fill value as attributes, map
 * info and codes as texts, windows of water vapour as attributes of the group. */
static inline void
product_neon (Folder *folder, const char *file)
{
  static const char *const dims[] = { "l", "s", "b" };
  static const char *const map
      = "UTM,  1.000,  1.000,       732000.00,       4713000.0,       1.0,       1.0,  18,  "
        "North,  WGS-84,  units=Meters, 0";
  static const char *const epsg = "32618";
  const double divisor = 10000, fill = -9999, window_1[] = { 420, 424 },
               window_2[] = { 444, 446 };
  GDALGroupH root, site, reflectance, metadata, spectral, system;
  GDALDatasetH dataset = arrays_create (folder, "n.nc", &root);
  GDALMDArrayH array;

  site = product_group (root, "HARV");
  reflectance = product_group (site, "Reflectance");
  array = product_cube (reflectance, "Reflectance_Data", "lsb", dims, P_BANDS, GDT_Int16, NAN);
  arrays_set_numbers (array, "Scale_Factor", &divisor, 1);
  arrays_set_numbers (array, "Data_Ignore_Value", &fill, 1);
  GDALMDArrayRelease (array);
  arrays_set_group_numbers (reflectance, "Band_Window_1_Nanometers", window_1, 2);
  arrays_set_group_numbers (reflectance, "Band_Window_2_Nanometers", window_2, 2);
  metadata = product_group (reflectance, "Metadata");
  spectral = product_group (metadata, "Spectral_Data");
  product_bands (spectral, "Wavelength", "FWHM", NULL, "n");
  system = product_group (metadata, "Coordinate_System");
  arrays_add_texts (system, "Map_Info", &map, 1);
  arrays_add_texts (system, "EPSG Code", &epsg, 1);
  GDALGroupRelease (system);
  GDALGroupRelease (spectral);
  GDALGroupRelease (metadata);
  GDALGroupRelease (reflectance);
  GDALGroupRelease (site);
  arrays_close (dataset, root);
  arrays_rename (folder, "n.nc", file);
}

/* AVIRIS-3 and reprocessed AVIRIS-NG: netCDF 4, a group of the quantity with wavelength and
 * fwhm, coordinates and grid mapping at the root, (band, line, sample). */
static inline void
product_aviris (Folder *folder, const char *file, const char *quantity)
{
  static const char *const dims[] = { "wavelength", "northing", "easting" };
  static const char *const utm
      = "PROJCS[\"WGS 84 / UTM zone 11N\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS "
        "84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0."
        "0174532925199433]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_"
        "origin\",0],PARAMETER[\"central_meridian\",-117],PARAMETER[\"scale_factor\",0.9996],"
        "PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1]"
        "]";
  double northing[P_LINES], easting[P_SAMPLES];
  GDALGroupH root, group;
  GDALDatasetH dataset = arrays_create (folder, file, &root);
  GDALMDArrayH array;
  GDALExtendedDataTypeH type = GDALExtendedDataTypeCreate (GDT_Byte);

  arrays_set_group_text (root, "instrument", "AVIRIS-3");
  arrays_set_group_text (root, "time_coverage_start", "2023-09-26T20:16:18Z");
  for (guint i = 0; i < P_LINES; i++)
    northing[i] = 4000002.5 - 5.0 * i;
  for (guint i = 0; i < P_SAMPLES; i++)
    easting[i] = 400002.5 + 5.0 * i;
  product_list (root, "northing", "northing", northing, P_LINES);
  product_list (root, "easting", "easting", easting, P_SAMPLES);
  array = GDALGroupCreateMDArray (root, "transverse_mercator", 0, NULL, type, NULL);
  arrays_set_text (array, "crs_wkt", utm);
  GDALMDArrayRelease (array);
  group = product_group (root, quantity);
  product_bands (group, "wavelength", "fwhm", NULL, "wavelength");
  array = product_cube (group, quantity, "bls", dims, P_BANDS, GDT_Float32, -9999);
  arrays_set_text (array, "grid_mapping", "transverse_mercator");
  GDALMDArrayRelease (array);
  GDALGroupRelease (group);
  GDALExtendedDataTypeRelease (type);
  arrays_close (dataset, root);
}

/* HICO L1B: HDF5, products/Lt of int16 with slope, wavelengths and fwhm as attributes, degrees
 * in navigation, flags of bits in quality: 4 (position not precise) is always set. */
static inline void
product_hico (Folder *folder, const char *file)
{
  static const char *const dims[] = { "scan_lines", "samples", "bands" };
  double nm[P_BANDS], fwhm[P_BANDS];
  const double slope = 0.02, intercept = 0;
  GDALGroupH root, products, navigation, quality;
  GDALDatasetH dataset = arrays_create (folder, "h.nc", &root);
  GDALMDArrayH array;

  arrays_set_group_text (root, "instrument", "HICO");
  products = product_group (root, "products");
  array = product_cube (products, "Lt", "lsb", dims, P_BANDS, GDT_UInt16, NAN);
  for (guint b = 0; b < P_BANDS; b++)
    {
      nm[b] = product_nm (b);
      fwhm[b] = 5 + 0.5 * b;
    }
  arrays_set_numbers (array, "slope", &slope, 1);
  arrays_set_numbers (array, "intercept", &intercept, 1);
  arrays_set_numbers (array, "wavelengths", nm, P_BANDS);
  arrays_set_numbers (array, "fwhm", fwhm, P_BANDS);
  GDALMDArrayRelease (array);
  navigation = product_group (root, "navigation");
  product_degrees (navigation, "latitudes", "longitudes", dims);
  quality = product_group (root, "quality");
  product_flags (quality, "flags", dims, 4 + 32, 4 + 1, 4, GDT_Byte);
  GDALGroupRelease (quality);
  GDALGroupRelease (navigation);
  GDALGroupRelease (products);
  arrays_close (dataset, root);
  arrays_rename (folder, "h.nc", file);
}

/* PACE OCI L1B: netCDF 4, three detectors (band, line, sample) with flags by number, lists of
 * the detectors in sensor_band_parameters; the red one begins within the blue. */
static inline void
product_pace (Folder *folder, const char *file)
{
  static const char *const names[] = { "blue", "red", "SWIR" };
  static const double first[] = { 400, 437.5, 940 };
  GDALGroupH root, data, bands, places;
  GDALDatasetH dataset = arrays_create (folder, file, &root);
  static const char *const plane[] = { "scans", "pixels" };

  arrays_set_group_text (root, "instrument", "OCI");
  arrays_set_group_text (root, "time_coverage_start", "2024-05-01T12:00:00Z");
  data = product_group (root, "observation_data");
  bands = product_group (root, "sensor_band_parameters");
  for (guint d = 0; d < 3; d++)
    {
      g_autofree char *cube = g_strconcat ("rhot_", names[d], NULL);
      g_autofree char *quality = g_strconcat ("qual_", names[d], NULL);
      g_autofree char *list = g_strconcat (names[d], "_wavelength", NULL);
      g_autofree char *dim = g_strconcat (names[d], "_bands", NULL);
      const char *dims[] = { dim, "scans", "pixels" };
      guint n = d == 2 ? 3 : P_BANDS;
      const size_t sizes[] = { n, P_LINES, P_SAMPLES };
      double nm[P_BANDS], flags[P_BANDS * P_PIXELS] = { 0 };
      GDALMDArrayH array = product_cube (data, cube, "bls", (const char *const *) dims, n,
                                         GDT_Float32, -32767);

      for (guint b = 0; b < n; b++)
        nm[b] = first[d] + 5.5 * b;
      flags[(1 * P_LINES + 2) * P_SAMPLES + 3] = d == 0 ? 1 : 0;
      GDALMDArrayRelease (array);
      GDALMDArrayRelease (arrays_add (data, quality, dims, sizes, 3, GDT_Byte, flags));
      product_list (bands, list, dim, nm, n);
    }
  places = product_group (root, "geolocation_data");
  product_degrees (places, "latitude", "longitude", plane);
  GDALGroupRelease (places);
  GDALGroupRelease (bands);
  GDALGroupRelease (data);
  arrays_close (dataset, root);
}

static inline void
product_tiff (Folder *folder, const char *file, guint bands, GDALDataType type,
              const float *data)
{
  g_autofree char *path = folder_path (folder, file);
  const double transform[] = { 370000, 30, 0, 5800000, 0, -30 };
  GDALDatasetH dataset;

  GDALAllRegister ();
  dataset = GDALCreate (GDALGetDriverByName ("GTiff"), path, P_SAMPLES, P_LINES, (int) bands,
                        type, NULL);
  g_assert_nonnull (dataset);
  GDALSetGeoTransform (dataset, (double *) transform);
  for (guint b = 0; b < bands; b++)
    g_assert_cmpint (GDALRasterIO (GDALGetRasterBand (dataset, (int) b + 1), GF_Write, 0, 0,
                                   P_SAMPLES, P_LINES, (void *) (data + b * P_PIXELS),
                                   P_SAMPLES, P_LINES, GDT_Float32, 0, 0),
                     ==, CE_None);
  GDALClose (dataset);
}

/* EnMAP L2A and DESIS L2A: a TIFF of int16 whose metadata lie beside it. EnMAP's detectors
 * overlap and follow each other; bands 4 and 7 of the file are not expected to hold data; the
 * quality classes have 3 for background. */
static inline void
product_dlr (Folder *folder, const char *stem, gboolean is_desis)
{
  g_autofree char *image
      = g_strconcat (stem, is_desis ? "-SPECTRAL_IMAGE.tif" : "-SPECTRAL_IMAGE.TIF", NULL);
  g_autofree char *xml = g_strconcat (stem, is_desis ? "-METADATA.xml" : "-METADATA.XML", NULL);
  g_autofree char *classes = g_strconcat (stem, "-QL_QUALITY_CLASSES.TIF", NULL);
  g_autofree float *data = g_new (float, P_PIXELS *P_BANDS);
  g_autoptr (GString) text = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  float kinds[P_PIXELS];

  for (guint b = 0; b < P_BANDS; b++)
    for (guint p = 0; p < P_PIXELS; p++)
      data[b * P_PIXELS + p] = (float) product_number (p / P_SAMPLES, p % P_SAMPLES, b);
  for (guint b = 0; b < P_BANDS; b++)
    data[b * P_PIXELS + 5] = -32768;
  product_tiff (folder, image, P_BANDS, GDT_Int16, data);
  g_string_append_printf (text,
                          "<%s>\n<base><temporalCoverage><startTime>2022-06-11T07:23:05Z"
                          "</startTime></temporalCoverage></base>\n<specific>\n"
                          "<mission>%s</mission><backgroundValue>-32768</backgroundValue>\n"
                          "<bandCharacterisation>\n",
                          is_desis ? "hsi_doc" : "level_X", is_desis ? "DESIS" : "EnMAP");
  for (guint b = 0; b < P_BANDS; b++)
    {
      double nm = is_desis || b < 5 ? product_nm (b) : product_nm (b) - 10;

      g_string_append_printf (
          text,
          is_desis ? "<band><bandNumber>%u</bandNumber><wavelengthWidthOfBand>%g"
                     "</wavelengthWidthOfBand><wavelengthCenterOfBand>%g"
                     "</wavelengthCenterOfBand><gainOfBand>%g</gainOfBand><offsetOfBand>%g"
                     "</offsetOfBand><response>0.1,0.9</response></band>\n"
                   : "<bandID number=\"%u\"><FWHMOfBand>%g</FWHMOfBand>"
                     "<wavelengthCenterOfBand>%g</wavelengthCenterOfBand><GainOfBand>%g"
                     "</GainOfBand><OffsetOfBand>%g</OffsetOfBand></bandID>\n",
          b + 1, 5 + 0.5 * b, nm, 0.0001, b == 0 ? 0.5 : 0.0);
    }
  g_string_append (text, "</bandCharacterisation>\n");
  if (!is_desis)
    {
      g_string_append (text, "<vnirProductQuality><expectedChannelsList>1,2,3,5"
                             "</expectedChannelsList></vnirProductQuality>\n"
                             "<swirProductQuality><expectedChannelsList>6,8"
                             "</expectedChannelsList></swirProductQuality>\n");
      for (guint p = 0; p < P_PIXELS; p++)
        kinds[p] = p == 2 * P_SAMPLES + 3 ? 3 : 1 + p % 2;
      product_tiff (folder, classes, 1, GDT_Byte, kinds);
    }
  g_string_append_printf (text,
                          "<interiorOrientation><band><wavelengthCenterOfBand>1"
                          "</wavelengthCenterOfBand></band></interiorOrientation>\n"
                          "</specific>\n</%s>\n",
                          is_desis ? "hsi_doc" : "level_X");
  folder_write (folder, xml, text->str, (gssize) text->len);
}
