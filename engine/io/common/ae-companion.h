/* ae-companion.h: files that belong to a product under another name. Not public. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ae_companion_find (const char *path, const char *from, const char *to,
                         const char *ending);
GPtrArray *ae_companion_list (const char *path);

G_END_DECLS
