/* ae-input.h: what a model is fed: which bands, at which wavelengths, scaled how. Immutable
 * once made, shared by reference between threads. */
#pragma once

#include "ae-scaler.h"

G_BEGIN_DECLS

typedef struct _AeInput AeInput;

AeInput *ae_input_new (const AeScene *scene, AeScaler *scaler);
AeInput *ae_input_new_from_values (guint scene_bands, guint bands, const guint *numbers,
                                   const double *wavelengths_nm /* nullable */,
                                   const char *preprocessing /* nullable */, AeScaler *scaler,
                                   GError **error);
AeInput *ae_input_ref (AeInput *self);
void ae_input_unref (AeInput *self);

/* bad ones included */
guint ae_input_get_scene_bands (const AeInput *self);
/* inputs of the model */
guint ae_input_get_bands (const AeInput *self);
/* (bands): 0-based, of the scene */
const guint *ae_input_get_numbers (const AeInput *self);
/* (bands) or NULL */
const double *ae_input_get_wavelengths_nm (const AeInput *self);
/* nullable */
const char *ae_input_get_preprocessing (const AeInput *self);
char *ae_input_dup_units (const AeInput *self);
AeScaler *ae_input_get_scaler (const AeInput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeInput, ae_input_unref)

G_END_DECLS
