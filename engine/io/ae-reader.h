/* ae-reader.h: opens a scene from any file that Bandloom knows. */
#pragma once

#include <gio/gio.h>

#include "ae-read-options.h"

G_BEGIN_DECLS

/* "demo:" opens the demo scene. AE_ERROR_AMBIGUOUS: ask ae_reader_list_choices() and try again
 * with one. */
AeScene *ae_reader_open (const char *path, const AeReaderOptions *options,
                         GCancellable *cancellable, GError **error);
/* AeReaderChoice */
GPtrArray *ae_reader_list_choices (const char *path, GError **error);
/* AeReaderChoice: arrays of any meaning */
GPtrArray *ae_reader_list_arrays (const char *path, GError **error);
float *ae_reader_dup_array (const char *path, const AeReaderChoice *array, GError **error);
/* first of all in main() */
gboolean ae_reader_start_server (int *exit_code);
/* the whole of bandloom-reader */
int ae_reader_serve (int argc, char **argv);

/* A label image of any readable format, checked against the scene's size: a new scene that
 * shares the pixels. */
AeScene *ae_reader_open_labels (AeScene *scene, const char *path, const char *variable,
                                GError **error);

G_END_DECLS
