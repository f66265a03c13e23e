/* file-fixtures.h: small files in a temporary folder, written byte by byte. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ae-reader.h"

typedef struct
{
  char *folder;
} Folder;

static inline void
folder_set_up (Folder *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("bandloom-test-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
}

static inline void
folder_tear_down (Folder *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
}

static inline char *
folder_path (Folder *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static inline void
folder_write (Folder *self, const char *name, const void *bytes, gssize n)
{
  g_autofree char *path = folder_path (self, name);

  g_assert_true (g_file_set_contents (path, bytes, n, NULL));
}

static inline AeScene *
folder_open (Folder *self, const char *name, const AeReaderOptions *options)
{
  g_autofree char *path = folder_path (self, name);
  g_autoptr (GError) error = NULL;
  AeScene *scene = ae_reader_open (path, options, NULL, &error);

  g_assert_no_error (error);
  return scene;
}

/* The file must be refused with that code, in a sentence that holds the given words. */
static inline void
folder_refuse (Folder *self, const char *name, const AeReaderOptions *options, int code,
               const char *words)
{
  g_autofree char *path = folder_path (self, name);
  g_autoptr (GError) error = NULL;
  AeScene *scene = ae_reader_open (path, options, NULL, &error);

  g_assert_null (scene);
  g_assert_nonnull (error);
  g_assert_cmpint (error->code, ==, code);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in: %s", words, error->message);
  g_assert_null (strchr (error->message, '\n'));
}
