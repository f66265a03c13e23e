/* fuzz-project.c: a project of any bytes: a sentence or a project, and not a byte is written.
 */
#include "fuzz.h"

#include "ae-project.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *path = fuzz_write ("fuzz.bandloom", data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeProject) project = ae_project_load (path, &error);
  g_autofree char *after = NULL;
  gsize n_after = 0;

  if ((project == NULL) != (error != NULL))
    abort ();
  if (!g_file_get_contents (path, &after, &n_after, NULL) || n_after != size
      || memcmp (after, data, size) != 0)
    abort ();
  return 0;
}
