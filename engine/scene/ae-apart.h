/* ae-apart.h: reads a file in a process of its own. For formats whose library follows what a
 * damaged file says into memory that is not there: then that process ends, and not this one.
 *
 * The program is `bandloom-reader`; ae_reader_serve() is all that it does. Not public.
 */
#pragma once

#include "ae-reading.h"

G_BEGIN_DECLS

/* Descriptors of the child. */
#define AE_APART_ANSWER 3
#define AE_APART_CUBE   4

/* Of what is asked for and what is answered. */
#define AE_APART_TYPE "a{sv}"

gboolean ae_apart_load (AeReading *reading, const AeFormat *format, AeSceneBuilder *builder,
                        GError **error);
gboolean ae_apart_list (AeReading *reading, const AeFormat *format, GPtrArray *choices,
                        GError **error);

void ae_apart_pack (const AeSceneBuilder *builder, GVariantBuilder *out);
gboolean ae_apart_unpack (GVariant *packed, AeSceneBuilder *builder);

G_END_DECLS
