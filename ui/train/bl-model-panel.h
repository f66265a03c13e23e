/* bl-model-panel.h: the inside of a model: weights, samples, sparsity, noise. */
#pragma once

#include "ae-view.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_MODEL_PANEL (bl_model_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlModelPanel, bl_model_panel, BL, MODEL_PANEL, BlPanel)

void bl_model_panel_set_view (BlModelPanel *self, AeView *view);

G_END_DECLS
