/* ae-code-map.h: codes as colours that do not jump from one moment of training to the next.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AeCodeMap AeCodeMap;

AeCodeMap *ae_code_map_new (void);
void ae_code_map_free (AeCodeMap *self);
void ae_code_map_fill (AeCodeMap *self, const float *codes, gsize n, guint code, guint32 *out);

G_END_DECLS
