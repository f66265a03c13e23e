/* test-header-forms.c: ENVI headers as other programs write them, and the axis that they give.
 */
#include <math.h>

#include "ae-error.h"
#include "file-fixtures.h"

#define SIZE "samples = 1\nlines = 1\nbands = 4\ninterleave = bip\n"

static const struct
{
  const char *text;
  AeWavelengthUnits units;
  double nm[2]; /* of the first and the last band; 0: none */
  guint n_good;
  const char *says; /* in a note; NULL: no note at all */
} cases[] = {
  { "\n\nENVI\n" SIZE "data type = 1\nwavelength = {400,500,600,700}\nwavelength units=nm\n",
    AE_WAVELENGTH_NANOMETRES,
    { 400, 700 },
    4,
    NULL },
  { SIZE "data type = uint8\nwavelength_units = Angstroms\nwavelength={4000,5000,6000,7000}\n",
    AE_WAVELENGTH_ANGSTROMS,
    { 400, 700 },
    4,
    NULL },
  { "ENVI\n" SIZE "data type = byte\nwavelength units = \"eV\"\nwavelength = {4,3,2,1}\n",
    AE_WAVELENGTH_ELECTRONVOLTS,
    { 309.960496, 1239.841984 },
    4,
    NULL },
  { "ENVI\n" SIZE "data type = 1\nwavelength units = THz\nwavelength = {700,600,500,400}\n",
    AE_WAVELENGTH_TERAHERTZ,
    { 428.27494, 749.481145 },
    4,
    NULL },
  { "ENVI\n" SIZE "data type = 1\nwavelength = {400 nm, 500 nm, 600 nm, 700 nm}\n",
    AE_WAVELENGTH_NANOMETRES,
    { 400, 700 },
    4,
    NULL },
  { "ENVI\n" SIZE
    "data type = 1\nwavelengths = {400,5; 500,5; 600,5; 700,5}\nwavelength unit=nm\n",
    AE_WAVELENGTH_NANOMETRES,
    { 400.5, 700.5 },
    4,
    NULL },
  { "ENVI\n" SIZE "data type = 1\nwavelength = {400,50, 500,50, 600,50, 700,50}\n"
    "wavelength units = nm\n",
    AE_WAVELENGTH_NANOMETRES,
    { 400.5, 700.5 },
    4,
    NULL },
  { "ENVI\n" SIZE "data type = 1\nwavelength = {400,500,-1,700}\nwavelength units = nm\n",
    AE_WAVELENGTH_NANOMETRES,
    { 400, 700 },
    3,
    "band 3" },
  { "ENVI\n" SIZE "data type = 1\nwavelength = {400,oops,600,700}\nwavelength units = nm\n",
    AE_WAVELENGTH_NANOMETRES,
    { 400, 700 },
    3,
    "band 2" },
  { "ENVI\n" SIZE
    "data type = 1\nwavelength = {400,500,600,700}\nwavelength units = furlongs\n",
    AE_WAVELENGTH_NANOMETRES,
    { 400, 700 },
    4,
    "“furlongs”" },
  { "ENVI\n" SIZE "data type = 1\nwavelength = {-50,0,50,1000}\nwavelength units=Raman Shift\n",
    AE_WAVELENGTH_RAMAN_SHIFT,
    { 0, 0 },
    4,
    NULL },
  { "ENVI\n" SIZE
    "data type = 1\nband names = {b (0.4 um), b (0.5 um), b (0.6 um), b (0.7 um)}\n",
    AE_WAVELENGTH_MICROMETRES,
    { 400, 700 },
    4,
    "names of the bands" },
  { "ENVI\n" SIZE "data type = 1\nband names = {band 400, band 401, band 402, band 403}\n",
    AE_WAVELENGTH_NONE,
    { 0, 0 },
    4,
    NULL },
};

static void
check (AeScene *scene, guint i)
{
  const double *nm = ae_scene_get_wavelengths_nm (scene);

  g_assert_cmpint (ae_scene_get_wavelength_units (scene), ==, cases[i].units);
  g_assert_cmpint (nm != NULL, ==, cases[i].nm[0] > 0);
  for (guint k = 0; k < 2 && nm != NULL; k++)
    g_assert_cmpfloat_with_epsilon (nm[3 * k], cases[i].nm[k], 1e-5);
  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, cases[i].n_good);
  if (cases[i].says != NULL)
    g_assert_nonnull (strstr (ae_scene_get_warning (scene, 0), cases[i].says));
  else
    g_assert_cmpuint (ae_scene_get_n_warnings (scene), ==, 0);
}

/* Each as it stands, in UTF-16 with its mark, and with lines that end in CR alone. */
static void
test_forms (Folder *folder, gconstpointer unused)
{
  folder_write (folder, "h.img", "\1\2\3\4", 4);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint form = 0; form < 3; form++)
      {
        g_autofree char *text = g_strdup (cases[i].text);
        g_autofree char *wide = NULL;
        g_autoptr (AeScene) scene = NULL;
        gsize n = strlen (text);

        if (form == 2)
          g_strdelimit (text, "\n", '\r');
        if (form == 1)
          wide = g_convert (text, -1, "UTF-16", "UTF-8", NULL, &n, NULL);
        folder_write (folder, "h.hdr", wide != NULL ? wide : text, (gssize) n);
        scene = folder_open (folder, "h.img", NULL);
        check (scene, i);
      }
}

/* A list that is not closed is blamed, not the key that it swallows. */
static void
test_unclosed (Folder *folder, gconstpointer unused)
{
  folder_write (folder, "h.img", "\1\2\3\4", 4);
  folder_write (
      folder, "h.hdr",
      "ENVI\nfwhm = {5,5,\n5,5\nwavelength = {400,500,600,700}\n" SIZE "data type = 1\n", -1);
  folder_refuse (folder, "h.hdr", NULL, AE_ERROR_DAMAGED, "line 2: the list “fwhm”");
}

#define ADD(name, func)                                                                        \
  g_test_add ("/header-forms/" name, Folder, NULL, folder_set_up, func, folder_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("forms", test_forms);
  ADD ("unclosed", test_unclosed);
  return g_test_run ();
}
