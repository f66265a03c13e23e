/* bl-card.h: the frame around a panel: title, note, controls, and what it shows. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BL_TYPE_CARD (bl_card_get_type ())
G_DECLARE_FINAL_TYPE (BlCard, bl_card, BL, CARD, AdwBin)

GtkWidget *bl_card_new (const char *title, GtkWidget *content);
void bl_card_set_title (BlCard *self, const char *title);
void bl_card_set_note (BlCard *self, const char *note);
void bl_card_set_content (BlCard *self, GtkWidget *content);
GtkDropDown *bl_card_add_choice (BlCard *self, const char *const *choices, const char *name,
                                 const char *hint);
void bl_card_add_control (BlCard *self, GtkWidget *control);

G_END_DECLS
