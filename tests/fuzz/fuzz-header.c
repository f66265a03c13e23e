/* fuzz-header.c: an ENVI header of any bytes. */
#include "fuzz.h"

#include "ae-envi-header.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const lists[]
      = { "wavelength", "fwhm", "bbl", "band names", "map info", "default bands" };
  g_autoptr (GError) error = NULL;
  g_autoptr (AeEnviHeader) header
      = ae_envi_header_new_parse ((const char *) data, size, "fuzz.hdr", &error);
  AeRawLayout layout;
  guint n;

  if ((header == NULL) != (error != NULL))
    abort ();
  if (header == NULL)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_auto (GStrv) words = ae_envi_header_dup_list (header, lists[i]);
      g_autofree double *numbers = ae_envi_header_dup_numbers (header, lists[i], &n);
    }
  if (ae_envi_header_get_layout (header, &layout, NULL))
    for (guint assume = 0; assume < 2; assume++)
      {
        AeRawLayout repaired = layout;
        g_autofree char *note = NULL;

        ae_envi_header_check_size (header, "fuzz.img", 4096, assume != 0, &repaired, &note,
                                   NULL);
      }
  return 0;
}
