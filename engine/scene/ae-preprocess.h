/* ae-preprocess.h: what is done to a spectrum before it is scaled: smoothing, derivative,
 * continuum removal, norm. Immutable once made. */
#pragma once

#include <gio/gio.h>

#include "ae-scene.h"

G_BEGIN_DECLS

typedef struct _AePreprocess AePreprocess;

char *ae_preprocess_dup_canonical (const char *text /* nullable */, GError **error);
AePreprocess *ae_preprocess_new (const char *text, guint bands,
                                 const guint *numbers /* (bands) */,
                                 const double *wavelengths_nm /* (bands), nullable */,
                                 GError **error);
guint ae_preprocess_get_n_steps (const AePreprocess *self);
const char *ae_preprocess_get_step_name (const AePreprocess *self, guint step);
float *ae_preprocess_dup_matrix (const AePreprocess *self, guint step);
void ae_preprocess_free (AePreprocess *self);
void ae_preprocess_apply (const AePreprocess *self, const float *in /* (n, bands) */, gsize n,
                          float *out /* (n, bands), may be in */);

AeScene *ae_scene_dup_preprocessed (AeScene *scene, const char *text, GCancellable *cancellable,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AePreprocess, ae_preprocess_free)

G_END_DECLS
