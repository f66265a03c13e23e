/* fuzz-array.c: a file of arrays (FUZZ_ENDING says which kind) of any bytes. Not MATLAB 7.3:
 * that is HDF5, whose library walks through damaged files of its own into memory that is not
 * there.
 */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *path = NULL;
  AeReaderOptions options = { .memory_limit = 1 << 20 };
  g_autoptr (GPtrArray) choices = NULL;

  if (memmem (data, size, "\x89HDF", 4) != NULL)
    return 0;
  path = fuzz_write ("array" FUZZ_ENDING, data, size);
  choices = ae_reader_list_choices (path, NULL);
  fuzz_read (path, &options);
  for (guint i = 0; choices != NULL && i < MIN (choices->len, 4); i++)
    {
      options.variable = ((AeReaderChoice *) choices->pdata[i])->variable;
      fuzz_read (path, &options);
    }
  return 0;
}
