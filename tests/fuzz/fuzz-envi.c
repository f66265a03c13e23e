/* fuzz-envi.c: an ENVI pair: the header up to the first byte 0, the data after it; in memory,
 * on demand, and with what does not fit assumed. A library, too. */
#include "fuzz.h"

#include "ae-spectral-library-file.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *end = memchr (data, 0, size);
  size_t n = end != NULL ? (size_t) (end - data) : size;
  g_autofree char *header = fuzz_write ("pair.hdr", data, n);
  g_autofree char *image
      = fuzz_write ("pair.img", end != NULL ? end + 1 : data, end != NULL ? size - n - 1 : 0);
  AeReaderOptions options = { .memory_limit = 1 << 20 };
  g_autoptr (AeSpectralLibrary) library = NULL;

  fuzz_read (header, &options);
  options.memory_limit = 16;
  options.assume = TRUE;
  fuzz_read (image, &options);
  library = ae_spectral_library_new_load (header, NULL);
  return 0;
}
