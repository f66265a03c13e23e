/* ae-reader-process.h: reads a file in a process of its own. For formats whose library follows
 * what a damaged file says into memory that is not there: then that process ends, and not this
 * one.
 *
 * The program is `bandloom-reader`; ae_reader_serve() is all that it does. Not public.
 */
#pragma once

#include "ae-read-context.h"

G_BEGIN_DECLS

/* Descriptors of the child. It hears what is wanted of it at 0 and reports at 1. */
#define AE_READER_PROCESS_ANSWER 3
#define AE_READER_PROCESS_CUBE   4

/* What it says when it has a scene from which lines are to be asked for, and after them. */
#define AE_READER_PROCESS_READY "ready"
#define AE_READER_PROCESS_DONE  "done"

/* Lines that are asked for: they come in the place of the cube. */
typedef struct
{
  guint32 first, n;
} AeReaderLines;

/* Of what is asked for and what is answered. */
#define AE_READER_PROCESS_TYPE "a{sv}"

gboolean ae_reader_process_load (AeReadContext *reading, const AeFormat *format,
                                 AeSceneBuilder *builder, GError **error);
typedef int (*AeReaderServeFunc) (int argc, char **argv);

gboolean ae_reader_process_start_server (void (*prepare) (void), AeReaderServeFunc serve,
                                         int *exit_code);
gboolean ae_reader_process_ask_server (const char *question, const int fds[3], int *handle);
gboolean ae_reader_process_list (AeReadContext *reading, const AeFormat *format,
                                 GPtrArray *choices, GError **error);

void ae_reader_process_pack (const AeSceneBuilder *builder, GVariantBuilder *out);
gboolean ae_reader_process_unpack (GVariant *packed, AeSceneBuilder *builder);

G_END_DECLS
