/* ae-file.c: opens regular files for reading, and shows names. Pipes, devices and folders are
 * refused before anything waits for them. Writing is in ae-file-writer.c.
 */
#include "ae-file.h"

#include "ae-error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define AT_ONCE ((gsize) 1 << 24)

/* ------------------------------------------------------------------ names */

/**
 * ae_file_dup_display:
 * @text: a file's name, any bytes
 *
 * For a terminal or a label: what is not UTF-8 becomes U+FFFD, and control characters become
 * their picture (U+2400 and on), so that a name cannot steer what shows it.
 *
 * Returns: (transfer full): one line of valid UTF-8.
 */
char *
ae_file_dup_display (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c < 0x20)
        g_string_append_unichar (out, 0x2400 + c);
      else if (c == 0x7f)
        g_string_append_unichar (out, 0x2421);
      else
        g_string_append_unichar (out, g_unichar_type (c) == G_UNICODE_CONTROL
                                              || (c >= 0x202a && c <= 0x202e)
                                              || (c >= 0x2066 && c <= 0x2069)
                                          ? 0xfffd
                                          : c);
    }
  return g_string_free (out, FALSE);
}

/* ------------------------------------------------------------------ reading */

static void
set_not_opened (const char *path, int code, GError **error)
{
  g_autofree char *shown = ae_file_dup_display (path);

  if (code == ENOENT || code == ENOTDIR || code == EACCES || code == EPERM || code == ELOOP
      || code == ENAMETOOLONG)
    g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                 "%s: there is no such file, or it may not be read; check the path", shown);
  else
    g_set_error (error, AE_ERROR, AE_ERROR_IO, "%s cannot be read: %s", shown,
                 g_strerror (code));
}

static gboolean
check_regular (const char *path, const struct stat *status, guint64 most, GError **error)
{
  g_autofree char *shown = ae_file_dup_display (path);

  if (S_ISDIR (status->st_mode))
    g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                 "%s is a folder; choose the file inside it", shown);
  else if (!S_ISREG (status->st_mode))
    g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                 "%s is not a regular file; choose another", shown);
  else if ((guint64) status->st_size > most)
    g_set_error (error, AE_ERROR, AE_ERROR_TOO_LARGE,
                 "%s is %" G_GINT64_FORMAT " bytes long and such a file has at most "
                 "%" G_GUINT64_FORMAT "; it is something else",
                 shown, (gint64) status->st_size, most);
  else
    return TRUE;
  return FALSE;
}

/**
 * ae_file_open:
 * @path: a file
 * @most: bytes that it may have, or %AE_FILE_ANY_SIZE
 * @size: (out) (nullable): how many it has
 * @error: %AE_ERROR_NOT_FOUND where there is none, or it is a folder, pipe or device;
 * %AE_ERROR_TOO_LARGE; %AE_ERROR_IO
 *
 * For reading. Waits for nobody: a pipe without a writer is refused. Any thread.
 *
 * Returns: a descriptor, which programs that are started do not get; −1 with an error.
 */
int
ae_file_open (const char *path, guint64 most, guint64 *size, GError **error)
{
  struct stat status;
  int fd;

  /* Looked at first, since opening a device may do something; and again, since it may have
   * been replaced in between. */
  if (stat (path, &status) != 0)
    {
      set_not_opened (path, errno, error);
      return -1;
    }
  if (!check_regular (path, &status, most, error))
    return -1;
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0 || fstat (fd, &status) != 0)
    set_not_opened (path, errno, error);
  else if (check_regular (path, &status, most, error))
    {
      if (size != NULL)
        *size = (guint64) status.st_size;
      return fd;
    }
  if (fd >= 0)
    close (fd);
  return -1;
}

/* Up to n bytes; fewer only at the end, −1 where it fails. */
static gssize
read_all (int fd, char *out, gsize n)
{
  gsize at = 0;

  while (at < n)
    {
      gssize got = read (fd, out + at, MIN (n - at, AT_ONCE));

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return -1;
      if (got == 0)
        break;
      at += (gsize) got;
    }
  return (gssize) at;
}

/**
 * ae_file_read:
 * @path: a file
 * @most: bytes that it may have
 * @text: (out) (transfer full): its content, and a zero byte after it
 * @n: (out) (nullable): bytes without that
 * @error: as ae_file_open()
 *
 * Any thread.
 *
 * Returns: whether it was read.
 */
gboolean
ae_file_read (const char *path, guint64 most, char **text, gsize *n, GError **error)
{
  guint64 size = 0;
  int fd = ae_file_open (path, MIN (most, (guint64) G_MAXSSIZE / 2), &size, error);
  g_autofree char *data = NULL;
  gssize got = -1;

  if (fd < 0)
    return FALSE;
  data = g_try_malloc ((gsize) size + 1);
  errno = ENOMEM;
  if (data != NULL)
    got = read_all (fd, data, (gsize) size);
  if (got < 0)
    set_not_opened (path, errno, error);
  close (fd);
  if (got < 0)
    return FALSE;
  data[got] = '\0';
  if (n != NULL)
    *n = (gsize) got;
  *text = g_steal_pointer (&data);
  return TRUE;
}

/**
 * ae_file_read_head:
 * @path: a file
 * @head: (out caller-allocates): its first bytes
 * @n: how many at most
 *
 * Any thread.
 *
 * Returns: how many there are; −1 where there is no regular file that may be read.
 */
gssize
ae_file_read_head (const char *path, void *head, gsize n)
{
  int fd = ae_file_open (path, AE_FILE_ANY_SIZE, NULL, NULL);
  gssize got;

  if (fd < 0)
    return -1;
  got = read_all (fd, head, n);
  close (fd);
  return got;
}

/**
 * ae_file_check_lfs:
 * @name: of the file, for the message
 * @head: its first bytes
 * @n: how many, all of the file or at least 30
 * @code: of the error: %AE_ERROR_UNKNOWN_FORMAT, or %AE_ERROR_DAMAGED for a part of a scene
 * @error: where it is a pointer
 *
 * A repository with Git LFS has small text files where nobody has fetched the large ones. Any
 * thread.
 *
 * Returns: %FALSE where this is one of them.
 */
gboolean
ae_file_check_lfs (const char *name, const void *head, gsize n, int code, GError **error)
{
  static const char start[] = "version https://git-lfs";

  if (n < sizeof start - 1 || memcmp (head, start, sizeof start - 1) != 0)
    return TRUE;
  g_set_error (error, AE_ERROR, code,
               "%s is a Git LFS pointer, not the file itself; fetch it with “git lfs pull”",
               name);
  return FALSE;
}
