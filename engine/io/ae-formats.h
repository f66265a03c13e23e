/* ae-formats.h: which formats a scene may have: what they are called, their suffixes and types.
 */
#pragma once

#include "ae-format-info.h"

G_BEGIN_DECLS

guint ae_formats_get_n (void);
const AeFormatInfo *ae_formats_get (guint i);
char *ae_formats_dup_names (const char *conjunction);

G_END_DECLS
