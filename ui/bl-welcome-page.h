/* bl-welcome-page.h: what a start without a file shows: open, recent files, the demo scene. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BL_TYPE_WELCOME_PAGE (bl_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (BlWelcomePage, bl_welcome_page, BL, WELCOME_PAGE, AdwBin)

GtkWidget *bl_welcome_page_new (void);
void bl_welcome_page_set_recent (BlWelcomePage *self, const char *const *uris);

G_END_DECLS
