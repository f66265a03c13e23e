/* bl-lock.c: says that something is in use, by a lock of the system on an empty file. It ends
 * with the process, however that ends; numbers of processes say nothing in a container or on a
 * home that several machines share.
 */
#include "bl-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_TRIALS 16

struct _BlLock
{
  char *path;
  int fd;
};

static gboolean
is_at (int fd, const char *path)
{
  struct stat ours, there;

  return fstat (fd, &ours) == 0 && lstat (path, &there) == 0 && ours.st_ino == there.st_ino
         && ours.st_dev == there.st_dev;
}

/**
 * bl_lock_new:
 * @path: an empty file, there or not; its folder is made
 * @is_taken: (out) (nullable): whether another process, or another lock of this one, holds it
 *
 * Any thread.
 *
 * Returns: (nullable) (transfer full): the lock; %NULL where it is taken, or nothing can be
 * written there.
 */
BlLock *
bl_lock_new (const char *path, gboolean *is_taken)
{
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean is_held = FALSE;
  BlLock *self = NULL;

  g_mkdir_with_parents (folder, 0700);
  for (guint trial = 0; trial < MOST_TRIALS && self == NULL && !is_held; trial++)
    {
      int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

      if (fd < 0)
        break;
      is_held = flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
      /* Who held it may have removed it in between. */
      if (!is_held && is_at (fd, path))
        {
          self = g_new0 (BlLock, 1);
          self->path = g_strdup (path);
          self->fd = fd;
        }
      else
        close (fd);
    }
  if (is_taken != NULL)
    *is_taken = is_held;
  return self;
}

/**
 * bl_lock_free:
 * @self: (nullable) (transfer full): a lock
 *
 * Its file is removed.
 */
void
bl_lock_free (BlLock *self)
{
  if (self == NULL)
    return;
  if (is_at (self->fd, self->path))
    unlink (self->path);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}
