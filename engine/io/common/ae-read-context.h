/* ae-read-context.h: what the readers of formats share while one file is opened. Not public. */
#pragma once

#include "ae-format-info.h"
#include "ae-read-options.h"

G_BEGIN_DECLS

/**
 * AeReadContext:
 * @path: absolute
 * @name: its last part, for messages
 * @options: never %NULL
 * @head: the file's first bytes
 * @is_subprocess: this is the process that reads for another, whose pixels go into @cube_fd
 * @wants_labels: a label image is asked for, of @lines × @samples, in one band
 * @wants_arrays: any array of two or three dimensions is asked for, whatever it is: lines,
 * samples and bands are its dimensions
 */
typedef struct
{
  char *path;
  char *name;
  const AeReaderOptions *options;
  GCancellable *cancellable;
  guint8 head[1024];
  gsize n_head;
  guint64 size;
  gboolean is_subprocess;
  int cube_fd;
  gboolean wants_labels, wants_arrays;
  guint lines, samples;
} AeReadContext;

/**
 * AeFormat:
 * @info: what people see of it
 * @probe: whether the file is of this format, from its name and first bytes
 * @load: fills a builder
 * @list: (nullable): the choices of a file that may hold several scenes
 */
typedef struct
{
  AeFormatInfo info;
  gboolean (*probe) (const AeReadContext *reading);
  gboolean (*load) (AeReadContext *reading, AeSceneBuilder *builder, GError **error);
  gboolean (*list) (AeReadContext *reading, GPtrArray *choices, GError **error);
} AeFormat;

/* All of them, in the order in which they are asked whether a file is theirs. */
#define AE_FORMATS(ROW) ROW (envi) ROW (mat) ROW (npy) ROW (multidim) ROW (raster)

#define AE_FORMAT_DECLARE(name) extern const AeFormat ae_format_##name;
AE_FORMATS (AE_FORMAT_DECLARE)
#undef AE_FORMAT_DECLARE

gboolean ae_read_context_init (AeReadContext *self, const char *path,
                               const AeReaderOptions *options, GCancellable *cancellable,
                               GError **error);
void ae_read_context_clear (AeReadContext *self);
gboolean ae_read_context_has_ending (const AeReadContext *reading, const char *ending);
gboolean ae_read_context_check_cancelled (const AeReadContext *reading, GError **error);
void ae_read_context_report (const AeReadContext *reading, double fraction);
guint64 ae_read_context_get_memory_limit (const AeReadContext *reading);
gboolean ae_read_context_fits_memory (const AeReadContext *reading,
                                      const AeSceneBuilder *builder);
gboolean ae_read_context_alloc_cube (const AeReadContext *reading, AeSceneBuilder *builder,
                                     GError **error);
guint8 *ae_read_context_alloc_mask (AeSceneBuilder *builder);
gboolean ae_read_context_check_plausible (const AeReadContext *reading, guint64 bytes,
                                          gboolean may_be_packed, GError **error);
gboolean ae_read_context_choose (const AeReadContext *reading, GPtrArray *choices,
                                 guint *chosen, GError **error);
AeReaderChoice *ae_read_context_choice_new (char *variable, char *shape, guint lines,
                                            guint samples, guint bands);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AeReadContext, ae_read_context_clear)

G_END_DECLS
