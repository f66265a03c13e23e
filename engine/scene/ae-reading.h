/* ae-reading.h: what the readers of formats share while one file is opened. Not public. */
#pragma once

#include "ae-formats.h"
#include "ae-reader.h"

G_BEGIN_DECLS

/**
 * AeReading:
 * @path: absolute
 * @name: its last part, for messages
 * @options: never %NULL
 * @head: the file's first bytes
 * @is_apart: this is the process that reads for another, whose pixels go into @cube_fd
 * @wants_labels: a label image is asked for, of @lines × @samples, in one band
 */
typedef struct
{
  char                  *path;
  char                  *name;
  const AeReaderOptions *options;
  GCancellable          *cancellable;
  guint8                 head[1024];
  gsize                  n_head;
  guint64                size;
  gboolean               is_apart;
  int                    cube_fd;
  gboolean               wants_labels;
  guint                  lines, samples;
} AeReading;

/**
 * AeFormat:
 * @info: what people see of it
 * @probe: whether the file is of this format, from its name and first bytes
 * @load: fills a builder
 * @list: (nullable): the choices of a file that may hold several scenes
 * @may_break: (nullable): which files need the subprocess, where the format says that some do;
 *   %NULL: all of them
 */
typedef struct
{
  AeFormatInfo info;
  gboolean (*probe) (const AeReading *reading);
  gboolean (*load) (AeReading *reading, AeSceneBuilder *builder, GError **error);
  gboolean (*list) (AeReading *reading, GPtrArray *choices, GError **error);
  gboolean (*may_break) (const AeReading *reading);
} AeFormat;

/* All of them, in the order in which they are asked whether a file is theirs. */
#define AE_FORMATS(ROW) ROW (envi) ROW (mat) ROW (npy) ROW (multidim) ROW (raster)

#define AE_FORMAT_DECLARE(name) extern const AeFormat ae_format_##name;
AE_FORMATS (AE_FORMAT_DECLARE)
#undef AE_FORMAT_DECLARE

gboolean  ae_reading_init (AeReading *self, const char *path, const AeReaderOptions *options,
                           GCancellable *cancellable, GError **error);
void      ae_reading_clear (AeReading *self);
const AeFormat *ae_reading_find_format (const AeReading *reading, GError **error);
gboolean  ae_reading_has_ending (const AeReading *reading, const char *ending);
gboolean  ae_reading_check_cancelled (const AeReading *reading, GError **error);
void      ae_reading_report (const AeReading *reading, double fraction);
guint64   ae_reading_get_memory_limit (const AeReading *reading);
gboolean  ae_reading_fits_memory (const AeReading *reading, const AeSceneBuilder *builder);
gboolean  ae_reading_alloc_cube (const AeReading *reading, AeSceneBuilder *builder, GError **error);
guint8   *ae_reading_alloc_mask (AeSceneBuilder *builder);
gboolean  ae_reading_check_plausible (const AeReading *reading, guint64 bytes, gboolean may_be_packed, GError **error);
gboolean  ae_reading_choose (const AeReading *reading, GPtrArray *choices, guint *chosen, GError **error);
AeReaderChoice *ae_reading_choice_new (char *variable, char *shape, guint lines, guint samples, guint bands);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AeReading, ae_reading_clear)

G_END_DECLS
