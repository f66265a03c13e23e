/* bl-train-page.h: the page of one run: scene, spectrum, loss, latent space, reconstruction,
 * model. */
#pragma once

#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_TRAIN_PAGE (bl_train_page_get_type ())
G_DECLARE_FINAL_TYPE (BlTrainPage, bl_train_page, BL, TRAIN_PAGE, BlPanel)

GtkWidget *bl_train_page_new (void);
void bl_train_page_set_untrained_view (BlTrainPage *self, AeView *view);

G_END_DECLS
