/* ae-project-write.c: puts a file in the place of another in one go: whoever looks sees the old
 * one or the new one, whole, even after a crash or a power cut in between.
 */
#include "ae-project-private.h"

#include "ae-error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (const char *path, int code, GError **error)
{
  const char *why = code == ENOSPC || code == EDQUOT ? "the disk is full; make room"
                    : code == EROFS || code == EACCES || code == EPERM
                        ? "it may not be written there"
                    : code == ENOENT || code == ENOTDIR ? "there is no such folder"
                    : code == EWOULDBLOCK ? "another program is saving it just now"
                                          : g_strerror (code);

  g_set_error (error, AE_ERROR, AE_ERROR_IO,
               "%s cannot be saved: %s, or choose another place; what was saved before is as "
               "it was",
               path, why);
  return FALSE;
}

/* The file that will become the new one. Its name is always the same, so that a crash leaves no
 * heap of them, and it is locked, so that two programs do not write into one. */
static int
open_beside (const char *beside)
{
  for (guint attempt = 0; attempt < 16; attempt++)
    {
      int fd = open (beside, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
      struct stat ours, there;

      if (fd < 0)
        return -1;
      /* Between opening and locking it may have become the new file, or have gone. */
      if (flock (fd, LOCK_EX | LOCK_NB) == 0 && fstat (fd, &ours) == 0
          && stat (beside, &there) == 0 && ours.st_ino == there.st_ino
          && ours.st_dev == there.st_dev && ftruncate (fd, 0) == 0)
        return fd;
      if (errno == EWOULDBLOCK)
        {
          close (fd);
          errno = EWOULDBLOCK;
          return -1;
        }
      close (fd);
    }
  errno = EBUSY;
  return -1;
}

static gboolean
write_all (int fd, const void *data, gsize n)
{
  const char *at = data;

  while (n > 0)
    {
      gssize written = write (fd, at, MIN (n, (gsize) 1 << 24));

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      at += written;
      n -= (gsize) written;
    }
  return fsync (fd) == 0;
}

/* The new name itself must survive a power cut. Not all systems can; none loses the old file.
 */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void) !fsync (fd);
  close (fd);
}

/* A link stays a link: the file that it names is replaced. */
static char *
dup_target (const char *path)
{
  char *real = realpath (path, NULL);
  char *target = g_strdup (real != NULL ? real : path);

  free (real);
  return target;
}

/**
 * ae_project_write_file:
 * @path: a file, there or not
 * @data: (array length=n): what is to be in it
 * @n: bytes
 * @error: %AE_ERROR_IO with the reason: no space, no permission, no folder
 *
 * Any thread. Where it fails, what was there before is as it was.
 *
 * Returns: whether it is on the disk.
 */
gboolean
ae_project_write_file (const char *path, const void *data, gsize n, GError **error)
{
  g_autofree char *target = dup_target (path);
  g_autofree char *beside = g_strconcat (target, ".saving", NULL);
  struct stat before;
  gboolean is_there = stat (target, &before) == 0;
  int fd, code = 0;

  if (is_there && access (target, W_OK) != 0)
    return fail (path, errno, error);
  if ((fd = open_beside (beside)) < 0)
    return fail (path, errno, error);
  if (is_there)
    (void) !fchmod (fd, before.st_mode & 07777);
  if (!write_all (fd, data, n) || rename (beside, target) != 0)
    code = errno;
  if (code != 0)
    unlink (beside);
  close (fd);
  if (code != 0)
    return fail (path, code, error);
  sync_folder (target);
  return TRUE;
}
