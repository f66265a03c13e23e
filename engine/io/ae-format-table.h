/* ae-format-table.h: which of all formats a file is of. Not public. */
#pragma once

#include "ae-read-context.h"

G_BEGIN_DECLS

const AeFormat *ae_read_context_find_format (const AeReadContext *reading, GError **error);

G_END_DECLS
