/* bl-scene-loader.h: reads a scene on a worker thread, with progress and cancel. */
#pragma once

#include <gio/gio.h>

#include "ae-progress.h"
#include "ae-reader.h"

G_BEGIN_DECLS

typedef struct _BlSceneLoader BlSceneLoader;

/* On the main thread, once, unless it was freed before: a scene, or an error. */
typedef void (*BlSceneLoaderDone) (AeScene *scene, const char *path, const GError *error,
                                   gpointer user_data);

BlSceneLoader *bl_scene_loader_new (const char *path,
                                    const AeReaderOptions *options /* nullable */,
                                    AeProgressFunc progress /* on the main thread */,
                                    BlSceneLoaderDone done, gpointer user_data);
void bl_scene_loader_free (BlSceneLoader *self);

G_END_DECLS
