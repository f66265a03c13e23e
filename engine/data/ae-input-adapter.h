/* ae-input-adapter.h: one scene as the input of one model: the bands that it knows, resampled
 * by wavelength where that was asked for, and scaled. */
#pragma once

#include "ae-input.h"

G_BEGIN_DECLS

typedef struct _AeInputAdapter AeInputAdapter;

AeInputAdapter *ae_input_adapter_new (AeInput *input, AeScene *scene, gboolean resample,
                                      GError **error);
AeInputAdapter *ae_input_adapter_new_plain (AeScene *scene, GError **error);
void ae_input_adapter_free (AeInputAdapter *self);
AeScene *ae_input_adapter_get_scene (const AeInputAdapter *self);
AeInput *ae_input_adapter_get_input (const AeInputAdapter *self);
gboolean ae_input_adapter_is_resampled (const AeInputAdapter *self);
/* bands that lie between the scene's */
guint ae_input_adapter_count_resampled (const AeInputAdapter *self);
/* of them, across a gap of the scene */
guint ae_input_adapter_count_bridged (const AeInputAdapter *self);
void ae_input_adapter_fill (const AeInputAdapter *self,
                            const float *rows /* (n, scene bands) */, gsize n,
                            float *out /* (n, bands), scaled */);
gboolean ae_input_adapter_undo (AeInputAdapter *self,
                                float *lengths /* (pixels of a reading), nullable */,
                                GError **error);
AeScene *ae_input_adapter_dup_scene (AeInputAdapter *self, GError **error);
gboolean ae_input_adapter_read_lines (AeInputAdapter *self, guint first, guint n_lines,
                                      float *out /* (n_lines × samples, bands), scaled */,
                                      guint32 *pixels /* (n_lines × samples) */, gsize *n,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeInputAdapter, ae_input_adapter_free)

G_END_DECLS
