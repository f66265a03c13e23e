/* bl-opening.h: reads a scene on a worker thread, with progress and cancel. */
#pragma once

#include <gio/gio.h>

#include "ae-progress.h"
#include "ae-reader.h"

G_BEGIN_DECLS

typedef struct _BlOpening BlOpening;

/* On the main thread, once, unless it was freed before: a scene, or an error. */
typedef void (*BlOpeningDone) (AeScene *scene, const char *path, const GError *error,
                               gpointer user_data);

BlOpening *bl_opening_new (const char *path, const AeReaderOptions *options /* nullable */,
                           AeProgressFunc progress /* on the main thread */, BlOpeningDone done, gpointer user_data);
void bl_opening_free (BlOpening *self);

G_END_DECLS
