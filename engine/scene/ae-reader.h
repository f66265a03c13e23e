/* ae-reader.h: opens a scene from any file that Bandloom knows. */
#pragma once

#include <gio/gio.h>

#include "ae-progress.h"
#include "ae-scene.h"
#include "ae-treatment.h"

G_BEGIN_DECLS

/**
 * AeReaderOptions:
 * @variable: (nullable): the array or subdataset to take where several fit
 * @axes: (nullable): the order of a 3-D array's axes where a file cannot tell: "lsb" is
 *   lines, samples, bands; "bls", "slb" and so on
 * @assume: where a header does not fit its file, take the nearest consistent reading
 * @memory_limit: bytes of pixels above which a scene is read on demand; 0 = half of the
 *   machine's memory
 * @treatment: what is changed of the scene once it is open
 * @progress: (nullable): called on the thread that reads
 *
 * Zero-initialise for the defaults.
 */
typedef struct
{
  const char    *variable;
  AeProgressFunc progress;
  gpointer       progress_data;
  const char    *axes;
  gboolean       assume;
  guint64        memory_limit;
  AeTreatment    treatment;
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

void       ae_reader_choice_free (AeReaderChoice *self);

/* "demo:" opens the demo scene. AE_ERROR_AMBIGUOUS: ask ae_reader_list_choices() and try again with one. */
AeScene   *ae_reader_open (const char *path, const AeReaderOptions *options, GCancellable *cancellable, GError **error);
GPtrArray *ae_reader_list_choices (const char *path, GError **error); /* AeReaderChoice */
int        ae_reader_serve (int argc, char **argv); /* the whole of bandloom-reader */

/* A label image of any readable format, checked against the scene's size: a new scene that shares the pixels. */
AeScene   *ae_reader_open_labels (AeScene *scene, const char *path, const char *variable, GError **error);

G_END_DECLS
