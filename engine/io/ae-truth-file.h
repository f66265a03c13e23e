/* ae-truth-file.h: what a scene is known to be made of, from a file beside it. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

/**
 * AeTruth:
 * @n: materials
 * @bands: good bands of the scene
 * @endmembers: (n, bands): any unit
 * @abundances: (nullable) (pixels, n)
 * @names: (n) and %NULL
 *
 * All are owned; immutable once made, so that any thread may read it.
 */
typedef struct
{
  guint n, bands;
  float *endmembers, *abundances;
  char **names;
} AeTruth;

AeTruth *ae_truth_new_load (const char *path, AeScene *scene, GError **error);
AeTruth *ae_truth_new_from_scene (AeScene *scene);
void ae_truth_free (AeTruth *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeTruth, ae_truth_free)

G_END_DECLS
