/* ae-file.h: opens, reads and replaces files: regular ones, or none. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where any size will do. */
#define AE_FILE_ANY_SIZE G_MAXINT64

int ae_file_open (const char *path, guint64 most, guint64 *size, GError **error);
gboolean ae_file_read (const char *path, guint64 most, char **text, gsize *n, GError **error);
gssize ae_file_read_head (const char *path, void *head, gsize n);
gboolean ae_file_check_lfs (const char *name, const void *head, gsize n, int code,
                            GError **error);

/**
 * AeFileStamp:
 *
 * Which file is at a path, and in which state; a plain value.
 */
typedef struct
{
  guint64 device, inode, size;
  gint64 changed_ns;
} AeFileStamp;

AeFileStamp ae_file_stamp (const char *path);
gboolean ae_file_stamp_equal (AeFileStamp a, AeFileStamp b);

gboolean ae_file_write (const char *path, const void *data, gsize n, GError **error);

typedef struct _AeFileWriter AeFileWriter;

AeFileWriter *ae_file_writer_new (const char *path, const char *beside, GError **error);
const char *ae_file_writer_get_beside (const AeFileWriter *self);
gboolean ae_file_writer_put (AeFileWriter *self, const void *data, gsize n, GError **error);
gboolean ae_file_writer_fail (AeFileWriter *self, const char *why, GError **error);
gboolean ae_file_writer_finish (AeFileWriter *self, GError **error);
const char *ae_file_writer_get_target (const AeFileWriter *self);
AeFileStamp ae_file_writer_get_stamp (const AeFileWriter *self);
void ae_file_writer_free (AeFileWriter *self);

char *ae_file_dup_display (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeFileWriter, ae_file_writer_free)

G_END_DECLS
