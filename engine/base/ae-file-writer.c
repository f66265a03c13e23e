/* ae-file-writer.c: replaces files atomically. Whoever looks sees the old file or the new one,
 * whole, even after a crash or a power cut in between; a device, a pipe or a folder is never
 * replaced. Reading is in ae-file.c.
 */
#include "ae-file.h"

#include "ae-error.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_LINKS  40
#define MOST_TRIALS 16
#define AT_ONCE     ((gsize) 1 << 24)

/* What a full disk is asked for, to tell it from others. */
#define PROBE_BYTES 65536

struct _AeFileWriter
{
  char *path;         /* as it was given */
  char *target;       /* what a link names */
  char *beside;       /* what will become it */
  struct stat before; /* of the target, where it is there */
  gboolean is_there;
  int fd; /* of the file beside; locked */
};

static const char *
describe (int code)
{
  switch (code)
    {
    case ENOSPC:
      return "the disk is full; make room";
    case EDQUOT:
      return "your share of the disk is used up; make room";
    case EFBIG:
      return "it is larger than a file may be here (see ulimit -f); allow more";
    case EROFS:
      return "the disk may only be read";
    case EACCES:
    case EPERM:
      return "it may not be written there";
    case ENOENT:
    case ENOTDIR:
      return "there is no such folder";
    case ENAMETOOLONG:
      return "its name is too long";
    case ELOOP:
      return "its links lead in a circle";
    case EISDIR:
      return "it is a folder";
    case EEXIST:
      return "it or the file beside it with .saving in its name is a link, a pipe or a device, "
             "or somebody else's; move that away";
    case EWOULDBLOCK:
      return "another program is saving it just now";
    default:
      return g_strerror (code);
    }
}

static void
set_not_written (const char *path, AeError code, const char *why, GError **error)
{
  g_autofree char *shown = ae_file_dup_display (path);

  g_set_error (error, AE_ERROR, code,
               "%s cannot be saved: %s, or choose another place; what was saved before is as "
               "it was",
               shown, why);
}

/* A link stays a link: the file that it names is made or replaced. NULL for a circle. */
static char *
dup_target (const char *path)
{
  char *target = g_strdup (path);

  for (guint i = 0; i < MOST_LINKS; i++)
    {
      g_autofree char *named = g_file_read_link (target, NULL);
      g_autofree char *folder = NULL;

      if (named == NULL)
        return target;
      folder = g_path_get_dirname (target);
      g_free (target);
      target = g_path_is_absolute (named) ? g_steal_pointer (&named)
                                          : g_build_filename (folder, named, NULL);
    }
  g_free (target);
  errno = ELOOP;
  return NULL;
}

/* Always the same name, so that a crash leaves no heap of them. */
static char *
dup_beside (const char *target)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *name = g_path_get_basename (target);
  g_autofree char *beside = g_strconcat (name, ".saving", NULL);

  if (strlen (beside) > NAME_MAX)
    {
      g_free (beside);
      beside = g_strdup_printf ("%08x.saving", g_str_hash (name));
    }
  return g_build_filename (folder, beside, NULL);
}

/* Locked, so that two programs do not write into one. */
static int
open_beside (const char *beside)
{
  for (guint trial = 0; trial < MOST_TRIALS; trial++)
    {
      int fd = open (beside, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY,
                     0666);
      struct stat ours, there;
      int code = 0;

      if (fd < 0)
        {
          if (errno == ELOOP || errno == EISDIR || errno == ENXIO)
            errno = EEXIST;
          return -1;
        }
      if (fstat (fd, &ours) != 0)
        code = errno;
      else if (!S_ISREG (ours.st_mode) || ours.st_nlink > 1
               || (ours.st_uid != geteuid () && geteuid () != 0))
        code = ours.st_nlink == 0 ? 0 : EEXIST;
      else if (flock (fd, LOCK_EX | LOCK_NB) != 0)
        code = errno;
      /* Between opening and locking it may have become the new file, or have gone. */
      else if (stat (beside, &there) == 0 && ours.st_ino == there.st_ino
               && ours.st_dev == there.st_dev && ftruncate (fd, 0) == 0)
        return fd;
      close (fd);
      errno = code;
      if (code != 0)
        return -1;
    }
  errno = EWOULDBLOCK;
  return -1;
}

static gboolean
begin (AeFileWriter *self, const char *beside)
{
  if ((self->target = dup_target (self->path)) == NULL)
    return FALSE;
  self->is_there = stat (self->target, &self->before) == 0;
  if (self->is_there && !S_ISREG (self->before.st_mode))
    errno = S_ISDIR (self->before.st_mode) ? EISDIR : EEXIST;
  else if (!self->is_there || access (self->target, W_OK) == 0)
    {
      self->beside = beside != NULL ? g_strdup (beside) : dup_beside (self->target);
      self->fd = open_beside (self->beside);
    }
  return self->fd >= 0;
}

/**
 * ae_file_writer_new:
 * @path: a file, there or not; where it is a link, what the link names
 * @beside: (nullable): what is written first, in the same folder; %NULL is its name and
 * ".saving"
 * @error: %AE_ERROR_IO with the reason: no permission, no folder, a device; %AE_ERROR_BUSY for
 * another writer
 *
 * Begins to replace a file: nobody sees it before ae_file_writer_finish(). It is locked against
 * other writers of ours meanwhile. Any thread.
 *
 * Returns: (transfer full): a writer, for one thread.
 */
AeFileWriter *
ae_file_writer_new (const char *path, const char *beside, GError **error)
{
  AeFileWriter *self = g_new0 (AeFileWriter, 1);

  self->path = g_strdup (path);
  self->fd = -1;
  if (begin (self, beside))
    return self;
  set_not_written (path, errno == EWOULDBLOCK ? AE_ERROR_BUSY : AE_ERROR_IO, describe (errno),
                   error);
  ae_file_writer_free (self);
  return NULL;
}

/**
 * ae_file_writer_get_beside:
 * @self: a writer
 *
 * Returns: (transfer none): the path of the file that is being written, empty at first: for
 * libraries that write by name. They may empty it, not remove it.
 */
const char *
ae_file_writer_get_beside (const AeFileWriter *self)
{
  return self->beside;
}

static gboolean
write_all (int fd, const char *at, gsize n)
{
  while (n > 0)
    {
      gssize written = write (fd, at, MIN (n, AT_ONCE));

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      at += written;
      n -= (gsize) written;
    }
  return TRUE;
}

/**
 * ae_file_writer_put:
 * @self: a writer
 * @data: (array length=n): what comes next
 * @n: bytes
 * @error: %AE_ERROR_IO
 *
 * Returns: whether it was taken.
 */
gboolean
ae_file_writer_put (AeFileWriter *self, const void *data, gsize n, GError **error)
{
  if (write_all (self->fd, data, n))
    return TRUE;
  set_not_written (self->path, AE_ERROR_IO, describe (errno), error);
  return FALSE;
}

/* Why a library could not write: the disk is asked, as libraries do not tell. */
static int
probe (int fd)
{
  static const char zeros[PROBE_BYTES];
  struct stat status;
  int code = 0;

  if (fstat (fd, &status) != 0)
    return errno;
  for (guint i = 0; i < 2 && code == 0; i++)
    {
      gssize done = pwrite (fd, zeros, sizeof zeros, status.st_size + i * PROBE_BYTES);

      code = done < 0 ? errno : 0;
    }
  return code;
}

/**
 * ae_file_writer_fail:
 * @self: a writer
 * @why: (nullable): what a library said that wrote by name
 * @error: %AE_ERROR_IO: what the disk says, else @why
 *
 * Returns: %FALSE, for the caller to return.
 */
gboolean
ae_file_writer_fail (AeFileWriter *self, const char *why, GError **error)
{
  int code = probe (self->fd);
  g_autofree char *said = ae_file_dup_display (why != NULL ? why : "");

  set_not_written (self->path, AE_ERROR_IO,
                   code != 0       ? describe (code)
                   : *said != '\0' ? said
                                   : "is there space, and may you write there",
                   error);
  return FALSE;
}

/* Owner and group as they were, where that is allowed; then what they may do. */
static void
keep_owner_and_mode (const AeFileWriter *self)
{
  struct stat now;

  if (!self->is_there || fstat (self->fd, &now) != 0)
    return;
  if (now.st_uid != self->before.st_uid
      && fchown (self->fd, self->before.st_uid, (gid_t) -1) != 0)
    errno = 0;
  if (now.st_gid != self->before.st_gid
      && fchown (self->fd, (uid_t) -1, self->before.st_gid) != 0)
    errno = 0;
  (void) !fchmod (self->fd, self->before.st_mode & 0777);
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

/* The system sets the time of a change; a program can set no other. */
static AeFileStamp
make_stamp (const struct stat *status)
{
  return (AeFileStamp){ .device = status->st_dev,
                        .inode = status->st_ino,
                        .size = (guint64) status->st_size,
                        .changed_ns = (gint64) status->st_ctim.tv_sec * 1000000000
                                      + status->st_ctim.tv_nsec };
}

/* Whether the file beside is still the one that was opened. */
static gboolean
is_ours (const AeFileWriter *self)
{
  struct stat ours, there;

  return fstat (self->fd, &ours) == 0 && lstat (self->beside, &there) == 0
         && ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

/* What came to the target's place meanwhile is not replaced, either, unless it is a file. */
static gboolean
is_free (const AeFileWriter *self)
{
  struct stat now;

  return lstat (self->target, &now) != 0 || S_ISREG (now.st_mode);
}

/**
 * ae_file_writer_finish:
 * @self: a writer that got everything
 * @error: %AE_ERROR_IO: a full disk may show only now
 *
 * Puts the new file in the old one's place; it keeps the old one's owner and permissions where
 * that is allowed.
 *
 * Returns: whether it is on the disk; where not, what was there before is as it was.
 */
gboolean
ae_file_writer_finish (AeFileWriter *self, GError **error)
{
  int code = 0;

  keep_owner_and_mode (self);
  if (fsync (self->fd) != 0)
    code = errno;
  else if (!is_ours (self) || !is_free (self))
    code = EEXIST;
  else if (rename (self->beside, self->target) != 0)
    code = errno;
  if (code != 0)
    {
      set_not_written (self->path, AE_ERROR_IO, describe (code), error);
      return FALSE;
    }
  g_clear_pointer (&self->beside, g_free);
  sync_folder (self->target);
  return TRUE;
}

/**
 * ae_file_writer_get_target:
 * @self: a writer
 *
 * While the writer is there, no other writer of ours replaces it.
 *
 * Returns: (transfer none): the path that will be replaced: where the links lead.
 */
const char *
ae_file_writer_get_target (const AeFileWriter *self)
{
  return self->target;
}

/**
 * ae_file_writer_get_stamp:
 * @self: a writer
 *
 * Returns: which file it has written.
 */
AeFileStamp
ae_file_writer_get_stamp (const AeFileWriter *self)
{
  struct stat status;

  return fstat (self->fd, &status) == 0 ? make_stamp (&status) : (AeFileStamp){ 0 };
}

/**
 * ae_file_stamp:
 * @path: a file, there or not
 *
 * Returns: which file is there now: another after each time that it was replaced; all 0 for
 * none.
 */
AeFileStamp
ae_file_stamp (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0 ? make_stamp (&status) : (AeFileStamp){ 0 };
}

/**
 * ae_file_stamp_equal:
 * @a: a stamp
 * @b: another
 *
 * Returns: whether they are of one file that nobody has changed.
 */
gboolean
ae_file_stamp_equal (AeFileStamp a, AeFileStamp b)
{
  return a.device == b.device && a.inode == b.inode && a.size == b.size
         && a.changed_ns == b.changed_ns;
}

/**
 * ae_file_writer_free:
 * @self: (nullable) (transfer full): a writer
 *
 * Removes what was written where it was not finished, and nothing else.
 */
void
ae_file_writer_free (AeFileWriter *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    {
      if (self->beside != NULL && is_ours (self))
        unlink (self->beside);
      close (self->fd);
    }
  g_free (self->path);
  g_free (self->target);
  g_free (self->beside);
  g_free (self);
}

/**
 * ae_file_write:
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
ae_file_write (const char *path, const void *data, gsize n, GError **error)
{
  g_autoptr (AeFileWriter) writer = ae_file_writer_new (path, NULL, error);

  return writer != NULL && ae_file_writer_put (writer, data, n, error)
         && ae_file_writer_finish (writer, error);
}
