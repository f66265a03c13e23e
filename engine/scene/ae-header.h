/* ae-header.h: the text header of an ENVI file. */
#pragma once

#include <glib.h>

#include "ae-raw.h"

G_BEGIN_DECLS

typedef struct _AeHeader AeHeader;

typedef enum
{
  AE_HEADER_STANDARD,
  AE_HEADER_LIBRARY,        /* ENVI Spectral Library */
  AE_HEADER_CLASSIFICATION, /* ENVI Classification */
} AeHeaderKind;

/* No header of a real file comes near; more is not a header. */
#define AE_HEADER_MAX_BYTES (16u << 20)

AeHeader    *ae_header_new_parse (const char *text, gsize length, const char *name, GError **error);
AeHeader    *ae_header_new_load (const char *path, GError **error);
void         ae_header_free (AeHeader *self);
const char  *ae_header_get_name (const AeHeader *self);
const char  *ae_header_get_text (const AeHeader *self);
AeHeaderKind ae_header_get_kind (const AeHeader *self);
const char  *ae_header_get (const AeHeader *self, const char *key);
gboolean     ae_header_get_layout (const AeHeader *self, AeRawLayout *out, GError **error);
gboolean     ae_header_is_compressed (const AeHeader *self);
char       **ae_header_dup_list (const AeHeader *self, const char *key);
double      *ae_header_dup_numbers (const AeHeader *self, const char *key, guint *n);
gboolean     ae_header_check_size (const AeHeader *self, const char *data_name, guint64 actual, gboolean assume,
                                   AeRawLayout *layout, char **note, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeHeader, ae_header_free)

G_END_DECLS
