/* ae-envi-header.h: the text header of an ENVI file. */
#pragma once

#include <glib.h>

#include "ae-raw.h"

G_BEGIN_DECLS

typedef struct _AeEnviHeader AeEnviHeader;

typedef enum
{
  AE_ENVI_HEADER_STANDARD,
  AE_ENVI_HEADER_LIBRARY,        /* ENVI Spectral Library */
  AE_ENVI_HEADER_CLASSIFICATION, /* ENVI Classification */
} AeEnviHeaderKind;

/* No header of a real file comes near; more is not a header. */
#define AE_ENVI_HEADER_MAX_BYTES (16u << 20)

AeEnviHeader *ae_envi_header_new_parse (const char *text, gsize length, const char *name,
                                        GError **error);
AeEnviHeader *ae_envi_header_new_load (const char *path, GError **error);
void ae_envi_header_free (AeEnviHeader *self);
const char *ae_envi_header_get_name (const AeEnviHeader *self);
const char *ae_envi_header_get_text (const AeEnviHeader *self);
AeEnviHeaderKind ae_envi_header_get_kind (const AeEnviHeader *self);
const char *ae_envi_header_get (const AeEnviHeader *self, const char *key);
gboolean ae_envi_header_get_layout (const AeEnviHeader *self, AeRawLayout *out, GError **error);
gboolean ae_envi_header_is_compressed (const AeEnviHeader *self);
char **ae_envi_header_dup_list (const AeEnviHeader *self, const char *key);
double *ae_envi_header_dup_numbers (const AeEnviHeader *self, const char *key, guint *n);
double *ae_envi_header_dup_wavelengths (const AeEnviHeader *self, guint wanted, guint *n,
                                        char **units);
void ae_envi_header_put_wavelengths (const AeEnviHeader *self, AeSceneBuilder *builder);
void ae_envi_header_put_calibration (const AeEnviHeader *self, AeSceneBuilder *builder);
gboolean ae_envi_header_check_size (const AeEnviHeader *self, const char *data_name,
                                    guint64 actual, gboolean assume, AeRawLayout *layout,
                                    char **note, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeEnviHeader, ae_envi_header_free)

G_END_DECLS
