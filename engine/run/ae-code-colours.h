/* ae-code-colours.h: codes as colours that do not jump from one moment of training to the next.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AeCodeColours AeCodeColours;

AeCodeColours *ae_code_colours_new (void);
void ae_code_colours_free (AeCodeColours *self);
void ae_code_colours_fill (AeCodeColours *self, const float *codes, gsize n, guint code,
                           guint32 *out);

G_END_DECLS
