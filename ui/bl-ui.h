/* bl-ui.h: makes the pages' resources and style known to the process. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void bl_ui_init (void);

G_END_DECLS
