/* ae-format-info.h: what people and programs call a file format: a part of its row in the
 * table. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AeFormatInfo:
 * @names: what people call it, ended by %NULL; two where one reader reads both
 * @companion: (nullable): suffix of the file that must lie beside it, with its dot
 * @suffixes: of its files: lower case, without the dot, ended by %NULL
 * @mime_types: as the desktop knows them, ended by %NULL
 * @has_axis_order: whether #AeReaderOptions.axes says in which order its axes lie
 * @needs_subprocess: whether somebody else's library reads it: in a process of its own, which
 * has no rights but to read it
 *
 * A format as people see it. Every list of formats is made from these, or compared with them.
 */
typedef struct
{
  const char *names[3];
  const char *companion;
  const char *suffixes[8];
  const char *mime_types[3];
  gboolean has_axis_order;
  gboolean needs_subprocess;
} AeFormatInfo;

G_END_DECLS
