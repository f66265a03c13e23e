/* bl-train-page.h: the page of one run: scene, spectrum, loss, latent space, reconstruction,
 * model. */
#pragma once

#include <adwaita.h>

#include "ae-view.h"
#include "bl-selection.h"

G_BEGIN_DECLS

#define BL_TYPE_TRAIN_PAGE (bl_train_page_get_type ())
G_DECLARE_FINAL_TYPE (BlTrainPage, bl_train_page, BL, TRAIN_PAGE, AdwBin)

GtkWidget *bl_train_page_new (void);
void bl_train_page_set_scene (BlTrainPage *self, AeScene *scene);
void bl_train_page_set_selection (BlTrainPage *self, BlSelection *selection);
void bl_train_page_set_view (BlTrainPage *self, AeView *view, AeSnapshot *snapshot);
void bl_train_page_add_to_view_request (BlTrainPage *self, AeViewRequest *request);
void bl_train_page_set_labels (BlTrainPage *self, AeScene *scene);
void bl_train_page_set_past (BlTrainPage *self, double epoch);
void bl_train_page_set_pin (BlTrainPage *self, guint32 pixel, gboolean has_pin);

G_END_DECLS
