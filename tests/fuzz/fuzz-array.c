/* fuzz-array.c: a file of arrays (FUZZ_ENDING says which kind) of any bytes. HDF5, and with it
 * MATLAB 7.3, is read in a process of its own, a hundred times slower: it is a target of its
 * own (FUZZ_APART), where that process may break down, and this one may not. The others are
 * read here, which the environment asks for.
 */
#include "fuzz.h"

#ifndef FUZZ_APART
#define FUZZ_APART 0
#endif

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *path = NULL;
  AeReaderOptions options = { .memory_limit = 1 << 20 };
  g_autoptr (GPtrArray) choices = NULL;

  if ((memmem (data, size, "\x89HDF", 4) != NULL) != FUZZ_APART)
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
