/* test-reader-envi.c: ENVI pairs in every layout, naming habit and state of damage. */
#include <math.h>

#include "ae-error.h"
#include "file-fixtures.h"

#define LINES   5
#define SAMPLES 7
#define BANDS   6

static const struct
{
  guint code, size;
  const char *name;
} types[] = {
  { 1, 1, "uint8" },   { 2, 2, "int16" },     { 3, 4, "int32" },       { 4, 4, "float32" },
  { 5, 8, "float64" }, { 6, 8, "complex64" }, { 9, 16, "complex128" }, { 12, 2, "uint16" },
  { 13, 4, "uint32" }, { 14, 8, "int64" },    { 15, 8, "uint64" },
};

/* Whole numbers that every type can hold; negative ones where it has a sign. */
static double
value_at (guint type, guint line, guint sample, guint band)
{
  double value = (line * SAMPLES + sample) * BANDS + band;
  gboolean is_signed = types[type].code != 1 && types[type].code != 12 && types[type].code != 13
                       && types[type].code != 15;

  return is_signed && (line + sample + band) % 3 == 0 ? -value : value;
}

/* The bytes of one number in this machine's order. */
static void
encode (guint type, double value, guint8 *out)
{
  const float f[2] = { (float) value, 99.0f };
  const double d[2] = { value, -99.0 };
  const gint64 i = (gint64) value;

  memset (out, 0, 16);
  switch (types[type].code)
    {
    case 4:
    case 6:
      memcpy (out, f, types[type].size);
      break;
    case 5:
    case 9:
      memcpy (out, d, types[type].size);
      break;
    default:
      memcpy (out, &i, types[type].size);
      break;
    }
}

static gsize
index_of (const char *interleave, guint line, guint sample, guint band)
{
  if (strcmp (interleave, "bip") == 0)
    return (line * SAMPLES + sample) * BANDS + band;
  if (strcmp (interleave, "bil") == 0)
    return (line * BANDS + band) * SAMPLES + sample;
  return (band * LINES + line) * SAMPLES + sample;
}

static guint8 *
make_data (guint type, const char *interleave, gboolean big, guint offset, gsize *n_bytes)
{
  guint size = types[type].size, word = types[type].code == 6   ? 4
                                        : types[type].code == 9 ? 8
                                                                : size;
  guint8 *data, bytes[16];

  *n_bytes = offset + LINES * SAMPLES * BANDS * size;
  data = g_malloc0 (*n_bytes);
  for (guint l = 0; l < LINES; l++)
    for (guint s = 0; s < SAMPLES; s++)
      for (guint b = 0; b < BANDS; b++)
        {
          guint8 *out = data + offset + index_of (interleave, l, s, b) * size;

          encode (type, value_at (type, l, s, b), bytes);
          for (guint i = 0; i < size; i++)
            out[i] = big == (G_BYTE_ORDER == G_BIG_ENDIAN)
                         ? bytes[i]
                         : bytes[i / word * word + word - 1 - i % word];
        }
  return data;
}

static char *
make_header (guint code, const char *interleave, gboolean big, guint offset, const char *more)
{
  return g_strdup_printf ("ENVI\nsamples = %d\nlines = %d\nbands = %d\nheader offset = "
                          "%u\nfile type = ENVI Standard\n"
                          "data type = %u\ninterleave = %s\nbyte order = %d\n%s",
                          SAMPLES, LINES, BANDS, offset, code, interleave, big, more);
}

static void
write_text (Folder *folder, const char *name, const char *text)
{
  folder_write (folder, name, text, -1);
}

static void
write_pair (Folder *folder, guint type, const char *interleave, gboolean big, guint offset,
            const char *more)
{
  gsize n;
  g_autofree guint8 *data = make_data (type, interleave, big, offset, &n);
  g_autofree char *header = make_header (types[type].code, interleave, big, offset, more);

  folder_write (folder, "cube.img", data, (gssize) n);
  write_text (folder, "cube.hdr", header);
}

/* All 66: three interleaves, eleven types, two byte orders; one checksum a type. */
static void
test_matrix (Folder *folder, gconstpointer unused)
{
  static const char *const interleaves[] = { "bsq", "bil", "bip" };

  for (guint type = 0; type < G_N_ELEMENTS (types); type++)
    {
      g_autofree char *first = NULL;

      for (guint i = 0; i < 6; i++)
        {
          g_autoptr (AeScene) scene = NULL;
          g_autofree char *sum = NULL;
          const float *cube;

          write_pair (folder, type, interleaves[i / 2], i % 2, i == 3 ? 37 : 0, "");
          scene = folder_open (folder, i % 2 ? "cube.hdr" : "cube.img", NULL);
          g_assert_cmpstr (ae_scene_get_data_type (scene), ==, types[type].name);
          g_assert_cmpuint (ae_scene_get_interleave (scene), ==, i / 2);
          cube = ae_scene_peek_cube (scene);
          for (guint n = 0; n < LINES * SAMPLES * BANDS; n++)
            g_assert_cmpfloat (
                cube[n], ==,
                (float) value_at (type, n / BANDS / SAMPLES, n / BANDS % SAMPLES, n % BANDS));
          sum = g_compute_checksum_for_data (G_CHECKSUM_SHA1, (const guchar *) cube,
                                             LINES * SAMPLES * BANDS * 4);
          if (first == NULL)
            first = g_steal_pointer (&sum);
          else
            g_assert_cmpstr (sum, ==, first);
        }
    }
}

/* A scene on demand gives the same spectra and the same thin picture as one in memory. */
static void
check_picks (AeScene *scene, AeScene *lazy)
{
  const guint32 pixels[5] = { 89999, 3, 70000, 4, 70001 };
  const guint bands[3] = { 60, 0, 33 };
  float rows[2][5 * 70], pictures[2][3 * 10 * 1];

  g_assert_true (ae_scene_read_pixels (scene, pixels, 5, rows[0], NULL));
  g_assert_true (ae_scene_read_pixels (lazy, pixels, 5, rows[1], NULL));
  g_assert_cmpmem (rows[0], sizeof rows[0], rows[1], sizeof rows[1]);
  g_assert_true (ae_scene_read_preview (scene, bands, 3, 150, pictures[0], NULL));
  g_assert_true (ae_scene_read_preview (lazy, bands, 3, 150, pictures[1], NULL));
  g_assert_cmpmem (pictures[0], sizeof pictures[0], pictures[1], sizeof pictures[1]);
  g_assert_cmpfloat (pictures[0][10 + 3], ==, (float) (guint16) (450 * 31));
}

/* Strips and several threads: a cube of more than one strip, in each interleave. */
static void
test_large (Folder *folder, gconstpointer unused)
{
  static const char *const interleaves[] = { "bsq", "bil", "bip" };
  const guint lines = 1500, samples = 60, bands = 70;
  g_autofree guint16 *data = g_new (guint16, (gsize) lines * samples * bands);
  AeReaderOptions on_demand = { .memory_limit = 1 << 20 };

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *header = g_strdup_printf (
          "ENVI\nsamples = %u\nlines = %u\nbands = %u\ndata type = 12\ninterleave = %s\n",
          samples, lines, bands, interleaves[i]);
      g_autoptr (AeScene) scene = NULL;
      g_autoptr (AeScene) lazy = NULL;
      g_autofree float *band = g_new (float, lines *samples);
      g_autofree float *lazy_band = g_new (float, lines *samples);

      for (guint l = 0; l < lines; l++)
        for (guint s = 0; s < samples; s++)
          for (guint b = 0; b < bands; b++)
            data[i == 0   ? ((gsize) b * lines + l) * samples + s
                 : i == 1 ? ((gsize) l * bands + b) * samples + s
                          : ((gsize) l * samples + s) * bands + b]
                = (guint16) (l * 31 + s * 7 + b);
      folder_write (folder, "large.raw", data, (gssize) lines * samples * bands * 2);
      write_text (folder, "large.hdr", header);
      scene = folder_open (folder, "large.hdr", NULL);
      for (gsize n = 0; n < (gsize) lines * samples * bands; n++)
        if (ae_scene_peek_cube (scene)[n]
            != (float) (guint16) (n / bands / samples * 31 + n / bands % samples * 7
                                  + n % bands))
          g_error ("%s: number %" G_GSIZE_FORMAT " is wrong", interleaves[i], n);
      lazy = folder_open (folder, "large.raw", &on_demand);
      g_assert_null (ae_scene_peek_cube (lazy));
      g_assert_true (ae_scene_read_band (scene, 41, band, NULL));
      g_assert_true (ae_scene_read_band (lazy, 41, lazy_band, NULL));
      g_assert_cmpmem (band, lines * samples * 4, lazy_band, lines * samples * 4);
      check_picks (scene, lazy);
    }
}

static void
test_names (Folder *folder, gconstpointer unused)
{
  static const char *const pairs[][2] = {
    { "a.img", "a.hdr" }, { "b.dat", "b.dat.hdr" },   { "c", "c.hdr" },
    { "D.IMG", "D.HDR" }, { "e.v1.dat", "e.v1.hdr" },
  };
  gsize n;
  g_autofree guint8 *data = make_data (1, "bsq", FALSE, 0, &n);
  g_autofree char *header = make_header (2, "bsq", FALSE, 0, "");
  g_autofree char *named
      = make_header (2, "bsq", FALSE, 0, "data file = /elsewhere/other.bin\n");

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (AeScene) by_header = NULL;
      g_autoptr (AeScene) by_data = NULL;

      folder_write (folder, pairs[i][0], data, (gssize) n);
      write_text (folder, pairs[i][1], header);
      by_header = folder_open (folder, pairs[i][1], NULL);
      by_data = folder_open (folder, pairs[i][0], NULL);
      g_assert_cmpstr (ae_scene_get_name (by_header), ==, pairs[i][0]);
      g_assert_cmpuint (ae_scene_get_bands (by_data), ==, BANDS);
    }
  {
    g_autoptr (AeScene) scene = NULL;

    folder_write (folder, "other.bin", data, (gssize) n);
    write_text (folder, "f.hdr", named);
    scene = folder_open (folder, "f.hdr", NULL);
    g_assert_cmpstr (ae_scene_get_name (scene), ==, "other.bin");
  }
}

/* Of several files with one stem the one of the right size is the data. */
static void
test_siblings (Folder *folder, gconstpointer unused)
{
  g_autoptr (AeScene) scene = NULL;

  write_pair (folder, 1, "bsq", FALSE, 0, "");
  write_text (folder, "cube.aux", "not the data");
  write_text (folder, "cube.jpg", "nor this");
  scene = folder_open (folder, "cube.hdr", NULL);
  g_assert_cmpstr (ae_scene_get_name (scene), ==, "cube.img");
}

/* One header with all the liberties that real ones take. */
static void
test_liberties (Folder *folder, gconstpointer unused)
{
  static const char *header
      = "\xef\xbb\xbf"
        "ENVI \r\n; written = by hand\r\nDescription = {a = b,\r\n  {nested} = {x}}\r\n"
        "SAMPLES=7\r\nlines   = 5   \r\nBands = 6\r\nvendor key with = signs = and = "
        "more\r\ndata type = 2\r\n"
        "interleave =  BIP \r\nwavelength   units = \r\nwavelength = {\r\n, 400.5\r\n, "
        "500\r\n,600,700,\r\n"
        "; a comment\r\n800,900}\r\nbbl = { 1, 1,0, 1,1 ,1}\r\nfwhm = {5,5,5,5,5,5}\r\ndefault "
        "bands = {6, 3, 1}\r\n"
        "band names = {one, two (a=b), three, four, five, six}\r\nreflectance scale factor = "
        "0\r\n"
        "data ignore value = -5";
  gsize n;
  g_autofree guint8 *data = make_data (1, "bip", FALSE, 0, &n);
  g_autoptr (AeScene) scene = NULL;
  guint rgb[3];

  folder_write (folder, "cube", data, (gssize) n);
  write_text (folder, "cube.hdr", header);
  scene = folder_open (folder, "cube.hdr", NULL);
  g_assert_cmpuint (ae_scene_get_lines (scene), ==, 5);
  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, 5);
  g_assert_true (ae_scene_is_bad_band (scene, 2));
  g_assert_cmpfloat (ae_scene_get_wavelengths_nm (scene)[0], ==, 400.5);
  g_assert_cmpfloat (ae_scene_get_wavelengths_nm (scene)[5], ==, 900);
  g_assert_cmpfloat (ae_scene_get_fwhm_nm (scene)[3], ==, 5);
  g_assert_true (ae_scene_get_units_guessed (scene));
  g_assert_true (ae_scene_get_default_bands (scene, rgb));
  g_assert_cmpuint (rgb[0], ==, 5);
  g_assert_cmpstr (ae_scene_get_band_name (scene, 1), ==, "two (a=b)");
  g_assert_cmpfloat (ae_scene_get_nodata (scene), ==, -5);
  g_assert_cmpuint (ae_scene_get_n_warnings (scene), ==, 1);
}

static void
test_units (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *lines;
    double first, fwhm;
    AeWavelengthUnits units;
    gboolean guessed;
  } cases[] = {
    { "wavelength units = Micrometers\nwavelength = "
      "{.4,.5,.6,.7,.8,2.5}\nfwhm={.01,.01,.01,.01,.01,.01}\n",
      400, 10, AE_WAVELENGTH_MICROMETRES, FALSE },
    { "wavelength = {.4,.5,.6,.7,.8,2.5}\n", 400, 0, AE_WAVELENGTH_MICROMETRES, TRUE },
    { "wavelength units = Unknown\nwavelength = {400,500,600,700,800,2500}\n", 400, 0,
      AE_WAVELENGTH_NANOMETRES, TRUE },
    { "wavelength units = Micrometers\nwavelength = {400,500,600,700,800,2500}\n", 400, 0,
      AE_WAVELENGTH_NANOMETRES, TRUE },
    { "wavelength units = m\nwavelength = {4e-7,5e-7,6e-7,7e-7,8e-7,9e-7}\n", 400, 0,
      AE_WAVELENGTH_METRES, FALSE },
    { "z plot titles = {Wavenumber, Absorbance}\nwavelength = "
      "{1000,2000,2500,3000,3500,4000}\nfwhm={4,4,4,4,4,4}\n",
      10000, 40, AE_WAVELENGTH_WAVENUMBERS, FALSE },
    { "wavelength = {oops,zero,600,inf,none,900}\nfwhm={5,5,5,5,5,5}\n", 0, 0,
      AE_WAVELENGTH_NONE, FALSE },
    { "wavelength units = SP1\nwavelength = {0.0,.05,.6,.7,.8,9000}\n", 0, 0,
      AE_WAVELENGTH_NONE, FALSE },
    { "wavelength units = nm\nwavelength = {400,500}\n", 0, 0, AE_WAVELENGTH_NONE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AeScene) scene = NULL;
      const double *wavelengths;

      write_pair (folder, 1, "bip", FALSE, 0, cases[i].lines);
      scene = folder_open (folder, "cube.hdr", NULL);
      wavelengths = ae_scene_get_wavelengths_nm (scene);
      g_assert_cmpint (ae_scene_get_wavelength_units (scene), ==, cases[i].units);
      g_assert_cmpint (ae_scene_get_units_guessed (scene), ==, cases[i].guessed);
      g_assert_cmpint (wavelengths != NULL, ==, cases[i].first > 0);
      if (wavelengths != NULL)
        g_assert_cmpfloat_with_epsilon (wavelengths[0], cases[i].first, 1e-9);
      if (cases[i].fwhm > 0)
        g_assert_cmpfloat_with_epsilon (ae_scene_get_fwhm_nm (scene)[0], cases[i].fwhm, 1e-9);
      g_assert_cmpuint (ae_scene_get_n_warnings (scene), ==,
                        cases[i].guessed || wavelengths == NULL);
    }
}

static void
test_gains (Folder *folder, gconstpointer unused)
{
  g_autoptr (AeScene) scene = NULL;
  const float *cube;

  write_pair (folder, 7, "bsq", TRUE, 0,
              "data gain values = {2,2,2,2,2,0.5}\ndata offset values = {1,1,1,1,1,-10}\ndata "
              "ignore value = 11\n");
  scene = folder_open (folder, "cube.hdr", NULL);
  cube = ae_scene_peek_cube (scene);
  g_assert_cmpfloat (cube[0], ==, 1);
  g_assert_cmpfloat (cube[BANDS], ==, 2 * 6 + 1);
  g_assert_true (isnan (cube[11]));
  g_assert_true (ae_scene_is_masked (scene, 1));
  g_assert_cmpfloat (cube[17], ==, 17 * 0.5f - 10);
}

static void
test_georeference (Folder *folder, gconstpointer unused)
{
  g_autoptr (AeScene) scene = NULL;
  double t[6];
  const char *projection;

  write_pair (folder, 1, "bsq", FALSE, 0,
              "map info = {UTM, 1.5, 2.0, 440720.0, 3751320.0, 60.0, 30.0, 11, "
              "North}\ncoordinate system string = {PROJCS[\"x\"]}\n");
  scene = folder_open (folder, "cube.hdr", NULL);
  g_assert_true (ae_scene_get_georeference (scene, t, &projection));
  g_assert_cmpfloat (t[0], ==, 440690);
  g_assert_cmpfloat (t[1], ==, 60);
  g_assert_cmpfloat (t[3], ==, 3751350);
  g_assert_cmpfloat (t[5], ==, -30);
  g_assert_cmpstr (projection, ==, "PROJCS[\"x\"]");
}

/* A file that is not what its header says: the arithmetic, and a proposal that works. */
static void
test_size_mismatch (Folder *folder, gconstpointer unused)
{
  gsize n;
  g_autofree guint8 *data = make_data (7, "bip", FALSE, 0, &n);
  g_autofree char *bytes = make_header (1, "bip", FALSE, 0, "");
  g_autofree char *doubles = make_header (5, "bip", FALSE, 0, "");
  const AeReaderOptions assume = { .assume = TRUE };
  g_autoptr (AeScene) repaired = NULL;
  g_autoptr (AeScene) cut = NULL;
  g_autoptr (AeScene) longer = NULL;

  folder_write (folder, "cube.img", data, (gssize) n);
  write_text (folder, "cube.hdr", bytes);
  folder_refuse (folder, "cube.hdr", NULL, AE_ERROR_SIZE_MISMATCH,
                 "420 bytes long, but cube.hdr describes 0 + 5 × 7 × 6 × 1 = 210");
  folder_refuse (folder, "cube.img", NULL, AE_ERROR_SIZE_MISMATCH,
                 "data type = 12 (uint16) would fit");
  repaired = folder_open (folder, "cube.hdr", &assume);
  g_assert_cmpstr (ae_scene_get_data_type (repaired), ==, "uint16");
  g_assert_cmpfloat (ae_scene_peek_cube (repaired)[209], ==, 209);

  write_text (folder, "cube.hdr", doubles);
  folder_refuse (folder, "cube.hdr", NULL, AE_ERROR_SIZE_MISMATCH, "= 1680");

  write_pair (folder, 7, "bip", FALSE, 0, "");
  folder_write (folder, "cube.img", data, (gssize) n - 100);
  folder_refuse (folder, "cube.hdr", NULL, AE_ERROR_SIZE_MISMATCH,
                 "the first 3 lines are complete");
  cut = folder_open (folder, "cube.hdr", &assume);
  g_assert_cmpuint (ae_scene_get_lines (cut), ==, 3);

  write_pair (folder, 7, "bip", FALSE, 0, "");
  data = g_realloc (data, n + 10);
  memset (data + n, 0, 10);
  folder_write (folder, "cube.img", data, (gssize) n + 10);
  longer = folder_open (folder, "cube.hdr", NULL);
  g_assert_nonnull (strstr (ae_scene_get_warning (longer, 0), "10 bytes at the end"));
}

static void
test_bad_headers (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *text;
    int code;
    const char *words;
  } cases[] = {
    { "BYTEORDER I\nLAYOUT BIL\n", AE_ERROR_UNKNOWN_FORMAT, "no format" },
    { "ncols 321\nnrows 2\n", AE_ERROR_DAMAGED, "cube.hdr" },
    { "hello\n", AE_ERROR_UNKNOWN_FORMAT, "first line must be" },
    { "ENVI\nlines = 5\nbands = 6\ndata type = 2\ninterleave = bsq\n", AE_ERROR_DAMAGED,
      "no “samples”" },
    { "ENVI\nsamples = 7\nlines = 5\nbands = 0\ndata type = 2\ninterleave = bsq\n",
      AE_ERROR_DAMAGED, "“bands” is 0" },
    { "ENVI\nsamples = 7\nlines = 5\nbands = 6\ndata type = 2\ninterleave = bup\n",
      AE_ERROR_DAMAGED, "“bup”; expected bsq, bil or bip" },
    { "ENVI\nsamples = 7\nlines = 5\nbands = 6\ndata type = 7\ninterleave = bsq\n",
      AE_ERROR_UNSUPPORTED, "“data type” is 7" },
    { "ENVI\nsamples = -7\nlines = 5\nbands = 6\ndata type = 2\ninterleave = bsq\n",
      AE_ERROR_DAMAGED, "“samples” is “-7”" },
    { "ENVI\nsamples = 7e9\nlines = 5\nbands = 6\ndata type = 2\ninterleave = bsq\n",
      AE_ERROR_DAMAGED, "“samples” is “7e9”" },
    { "ENVI\nsamples = 2000000000\nlines = 2000000000\nbands = 2000000000\ndata type = "
      "9\ninterleave = bsq\n",
      AE_ERROR_DAMAGED, "cannot be the size" },
    { "ENVI\nsamples = 7\nwavelength = {1, 2,\n3\nlines = 5\n", AE_ERROR_DAMAGED,
      "line 3: the list “wavelength” opens" },
    { "ENVI\nsamples = 7\nlines = 5\nbands = 1\nfile type = ENVI Spectral Library\ndata type = "
      "2\ninterleave = bsq\n",
      AE_ERROR_UNSUPPORTED, "spectral library" },
    { "ENVI\nsamples = 7\nlines = 5\nbands = 1\nclasses = 3\ndata type = 2\ninterleave = bsq\n",
      AE_ERROR_UNSUPPORTED, "classification" },
  };

  write_pair (folder, 1, "bsq", FALSE, 0, "");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_text (folder, "cube.hdr", cases[i].text);
      folder_refuse (folder, "cube.hdr", NULL, cases[i].code, cases[i].words);
    }
}

static void
test_lone_halves (Folder *folder, gconstpointer unused)
{
  g_autofree char *header = make_header (2, "bsq", FALSE, 0, "");

  write_text (folder, "alone.hdr", header);
  folder_refuse (folder, "alone.hdr", NULL, AE_ERROR_NOT_FOUND,
                 "420 bytes, and none lies beside it");
  write_text (folder, "alone.img",
              "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 420\n");
  folder_refuse (folder, "alone.hdr", NULL, AE_ERROR_DAMAGED, "Git LFS pointer");
  folder_refuse (folder, "alone.img", NULL, AE_ERROR_UNKNOWN_FORMAT, "Git LFS pointer");
  write_text (folder, "lost.img", "data without a header");
  folder_refuse (folder, "lost.img", NULL, AE_ERROR_UNKNOWN_FORMAT,
                 "no format that Bandloom reads");
}

static void
test_compressed (Folder *folder, gconstpointer unused)
{
  gsize n;
  g_autofree guint8 *data = make_data (1, "bil", FALSE, 0, &n);
  g_autofree char *header = make_header (2, "bil", FALSE, 0, "file compression = 1\n");
  g_autofree char *path = folder_path (folder, "cube.img");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) out = g_file_replace (file, NULL, FALSE, 0, NULL, NULL);
  g_autoptr (GConverter) packer
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
  g_autoptr (GOutputStream) stream
      = g_converter_output_stream_new (G_OUTPUT_STREAM (out), packer);
  g_autoptr (AeScene) scene = NULL;

  g_assert_true (g_output_stream_write_all (stream, data, n, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  write_text (folder, "cube.hdr", header);
  scene = folder_open (folder, "cube.hdr", NULL);
  g_assert_cmpfloat (ae_scene_peek_cube (scene)[5 * BANDS + 3], ==,
                     (float) value_at (1, 0, 5, 3));
  write_text (folder, "cube.img", "this is no gzip stream");
  folder_refuse (folder, "cube.hdr", NULL, AE_ERROR_DAMAGED, "packed data");
}

static void
test_labels (Folder *folder, gconstpointer unused)
{
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (AeScene) labelled = NULL;
  g_autofree char *path = folder_path (folder, "classes.hdr");
  g_autofree char *wrong = folder_path (folder, "cube.hdr");
  g_autoptr (GError) error = NULL;
  guint8 classes[LINES * SAMPLES] = { 0 };
  guint32 colour;

  write_pair (folder, 1, "bsq", FALSE, 0, "");
  scene = folder_open (folder, "cube.hdr", NULL);
  classes[9] = 2;
  folder_write (folder, "classes.img", classes, sizeof classes);
  write_text (folder, "classes.hdr",
              "ENVI\nsamples=7\nlines=5\nbands=1\ndata type=1\ninterleave=bsq\nfile type=ENVI "
              "Classification\n"
              "classes = 3\nclass names = {Unclassified, Water, Oak = tree}\nclass lookup = "
              "{0,0,0,0,0,255,0,128,1}\n");
  labelled = ae_reader_open_labels (scene, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ae_scene_get_n_classes (labelled), ==, 3);
  g_assert_cmpuint (ae_scene_get_labels (labelled)[9], ==, 2);
  g_assert_cmpstr (ae_scene_get_class_name (labelled, 2), ==, "Oak = tree");
  g_assert_true (ae_scene_get_class_colour (labelled, 2, &colour));
  g_assert_cmphex (colour, ==, 0x008001);
  g_assert_true (ae_scene_peek_cube (labelled) == ae_scene_peek_cube (scene));
  g_assert_null (ae_reader_open_labels (scene, wrong, NULL, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_MISMATCH);
}

static void
test_cancelled (Folder *folder, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = folder_path (folder, "cube.hdr");
  g_autoptr (GError) error = NULL;

  write_pair (folder, 1, "bsq", FALSE, 0, "");
  g_cancellable_cancel (cancellable);
  g_assert_null (ae_reader_open (path, NULL, cancellable, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_CANCELLED);
}

#define ADD(name, func)                                                                        \
  g_test_add ("/reader-envi/" name, Folder, NULL, folder_set_up, func, folder_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("matrix", test_matrix);
  ADD ("large", test_large);
  ADD ("names", test_names);
  ADD ("siblings", test_siblings);
  ADD ("liberties", test_liberties);
  ADD ("units", test_units);
  ADD ("gains", test_gains);
  ADD ("georeference", test_georeference);
  ADD ("size-mismatch", test_size_mismatch);
  ADD ("bad-headers", test_bad_headers);
  ADD ("lone-halves", test_lone_halves);
  ADD ("compressed", test_compressed);
  ADD ("labels", test_labels);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
