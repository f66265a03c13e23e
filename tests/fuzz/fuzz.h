/* fuzz.h: what the fuzzed entrances share: a file of their own, and what every reader must
 * keep.
 *
 * libFuzzer calls LLVMFuzzerTestOneInput() with bytes of its making; a crash, a leak, five
 * seconds, or one allocation beyond 64 MiB and four times the bytes ends it, and the bytes are
 * kept.
 */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ae-reader.h"

G_BEGIN_DECLS

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Made once a process, in the folder for temporary files. */
static inline const char *
fuzz_folder (void)
{
  static char *folder;

  if (folder == NULL)
    folder = g_dir_make_tmp ("bandloom-fuzz-XXXXXX", NULL);
  return folder;
}

static inline char *
fuzz_write (const char *name, const uint8_t *data, size_t size)
{
  char *path = g_build_filename (fuzz_folder (), name, NULL);

  FILE *file = fopen (path, "wb");

  if (file == NULL || fwrite (data, 1, size, file) != size || fclose (file) != 0)
    abort ();
  return path;
}

/* A failure has a sentence; a success can be read to its last line. */
static inline void
fuzz_read (const char *path, const AeReaderOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AeScene) scene = ae_reader_open (path, options, NULL, &error);

  if ((scene == NULL) != (error != NULL) || (error != NULL && strlen (error->message) < 10))
    abort ();
  if (scene != NULL)
    {
      gsize n = (gsize) ae_scene_get_samples (scene) * ae_scene_get_bands (scene);
      g_autofree float *line = g_new (float, n);

      ae_scene_read_lines (scene, ae_scene_get_lines (scene) - 1, 1, line, NULL);
    }
}

G_END_DECLS
