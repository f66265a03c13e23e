/* ae-read-options.h: what a caller asks of a reader, and what a file may leave to choose. */
#pragma once

#include <gio/gio.h>

#include "ae-progress.h"
#include "ae-scene.h"
#include "ae-scene-edits.h"

G_BEGIN_DECLS

/**
 * AeReaderOptions:
 * @variable: (nullable): the array or subdataset to take where several fit
 * @axes: (nullable): the order of a 3-D array's axes where a file cannot tell: "lsb" is
 *   lines, samples, bands; "bls", "slb" and so on
 * @assume: where a header does not fit its file, take the nearest consistent reading
 * @memory_limit: bytes of pixels above which a scene is read on demand; 0 = half of the
 *   machine's memory
 * @edits: what is changed of the scene once it is open
 * @progress: (nullable): called on the thread that reads
 *
 * Zero-initialise for the defaults.
 */
typedef struct
{
  const char *variable;
  AeProgressFunc progress;
  gpointer progress_data;
  const char *axes;
  gboolean assume;
  guint64 memory_limit;
  AeSceneEdits edits;
} AeReaderOptions;

/**
 * AeReaderChoice:
 * @variable: what to put into #AeReaderOptions.variable
 * @shape: "95 × 95 × 156 float64", for people
 * @lines, @samples, @bands: as the scene would have them
 */
typedef struct
{
  char *variable;
  char *shape;
  guint lines, samples, bands;
} AeReaderChoice;

void ae_reader_choice_free (AeReaderChoice *self);

G_END_DECLS
