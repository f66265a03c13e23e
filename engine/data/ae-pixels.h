/* ae-pixels.h: which pixels train and which validate, and their scaled values in one matrix. */
#pragma once

#include <gio/gio.h>

#include "ae-progress.h"
#include "ae-scaler.h"
#include "ae-scene.h"

G_BEGIN_DECLS

typedef enum
{
  AE_SPLIT_RANDOM, /* single pixels drawn at random */
  AE_SPLIT_BLOCKS, /* squares of 16×16 pixels drawn at random, so that neighbours do not leak */
} AeSplit;

/**
 * AePixelsOptions:
 * @seed: of the sample and the split
 * @validation: fraction held out, 0 … 0.9
 * @split: how
 * @scaling: fitted on the training pixels only
 * @max_pixels: a seeded sample of at most so many unmasked pixels; 0 = all, or 256 MiB of a
 * scene on demand
 * @scaler: (nullable): borrowed: one that is known already, of another scene, in place of a
 * fitted one
 * @progress: (nullable): called on the thread that gathers
 */
typedef struct
{
  guint64 seed;
  double validation;
  AeSplit split;
  AeScaling scaling;
  gsize max_pixels;
  AeScaler *scaler;
  AeProgressFunc progress;
  gpointer progress_data;
} AePixelsOptions;

#define AE_TYPE_PIXELS_OPTIONS (ae_pixels_options_get_type ()) /* boxed */
GType ae_pixels_options_get_type (void);
gboolean ae_pixels_options_equal (const AePixelsOptions *a, const AePixelsOptions *b);

typedef struct _AePixels AePixels;

AePixels *ae_pixels_new (AeScene *scene, const AePixelsOptions *options,
                         GCancellable *cancellable, GError **error);
AePixels *ae_pixels_ref (AePixels *self);
void ae_pixels_unref (AePixels *self);
AeScene *ae_pixels_get_scene (const AePixels *self);
AeScaler *ae_pixels_get_scaler (const AePixels *self);
/* good bands */
guint ae_pixels_get_bands (const AePixels *self);
gsize ae_pixels_get_n_training (const AePixels *self);
gsize ae_pixels_get_n_validation (const AePixels *self);
/* pixel indices, ascending */
const guint32 *ae_pixels_get_training (const AePixels *self);
/* pixel indices, ascending */
const guint32 *ae_pixels_get_validation (const AePixels *self);
/* (n_training, bands), scaled, 64-byte aligned */
const float *ae_pixels_get_training_rows (const AePixels *self);
/* (n_validation, bands), scaled */
const float *ae_pixels_get_validation_rows (const AePixels *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AePixels, ae_pixels_unref)

G_END_DECLS
