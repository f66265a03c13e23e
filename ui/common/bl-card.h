/* bl-card.h: the frame around a panel: title, note, controls, and what it shows. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BL_TYPE_CARD (bl_card_get_type ())
G_DECLARE_FINAL_TYPE (BlCard, bl_card, BL, CARD, AdwBin)

/* Property "title". In a template its child is what it shows, and children of type "control" stand
 * at the right end of the title line. */
GtkWidget *bl_card_new (const char *title, GtkWidget *content);
void bl_card_set_title (BlCard *self, const char *title);
void bl_card_set_note (BlCard *self, const char *note);
void bl_card_set_content (BlCard *self, GtkWidget *content);
void bl_card_add_control (BlCard *self, GtkWidget *control);

G_END_DECLS
