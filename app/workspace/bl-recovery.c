/* bl-recovery.c: where unsaved work is kept aside: files of random names, each with a lock that
 * its window holds. A file whose lock is free was left over by a crash, by a window that was
 * closed unsaved or by one that went on to another scene. It stays where it is until it is
 * removed by name, or is old.
 */
#include "bl-recovery.h"

#include "ae-project.h"
#include "bl-lock.h"

#include <glib/gstdio.h>
#include <string.h>

#define OLDEST_DAYS 30
#define PREFIX      "unsaved-"
#define SUFFIX      "." AE_PROJECT_SUFFIX

struct _BlRecovery
{
  char *path;
  BlLock *lock; /* nullable: where nothing can be written */
};

static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "bandloom", NULL);
}

/* The lock of the file of that name. */
static BlLock *
lock_file (const char *path, gboolean *is_taken)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (SUFFIX));
  g_autofree char *lock = g_strconcat (stem, ".lock", NULL);

  return bl_lock_new (lock, is_taken);
}

/**
 * bl_recovery_new:
 *
 * Returns: (transfer full): a place of one's own; there is no file yet.
 */
BlRecovery *
bl_recovery_new (void)
{
  BlRecovery *self = g_new0 (BlRecovery, 1);
  g_autofree char *folder = dup_folder ();
  g_autofree char *id = g_uuid_string_random ();

  self->path = g_strconcat (folder, G_DIR_SEPARATOR_S PREFIX, id, SUFFIX, NULL);
  self->lock = lock_file (self->path, NULL);
  return self;
}

/**
 * bl_recovery_get_path:
 * @self: a place
 *
 * Returns: (transfer none): its file, there or not.
 */
const char *
bl_recovery_get_path (const BlRecovery *self)
{
  return self->path;
}

static void
remove_files (const char *path)
{
  g_autofree char *beside = g_strconcat (path, ".saving", NULL);

  g_remove (path);
  g_remove (beside);
}

/**
 * bl_recovery_remove:
 * @self: (nullable) (transfer full): a place whose content is elsewhere by now
 */
void
bl_recovery_remove (BlRecovery *self)
{
  if (self != NULL)
    remove_files (self->path);
  bl_recovery_free (self);
}

/**
 * bl_recovery_free:
 * @self: (nullable) (transfer full): a place
 *
 * Its file stays, left over for the next start.
 */
void
bl_recovery_free (BlRecovery *self)
{
  if (self == NULL)
    return;
  bl_lock_free (self->lock);
  g_free (self->path);
  g_free (self);
}

/* The file whose work this name belongs to, be it whole, half written or a lock. */
static char *
dup_file_of (const char *folder, const char *name)
{
  static const char *const endings[] = { SUFFIX, SUFFIX ".saving", ".lock" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_prefix (name, PREFIX) && g_str_has_suffix (name, endings[i]))
      {
        g_autofree char *stem = g_strndup (name, strlen (name) - strlen (endings[i]));
        g_autofree char *file = g_strconcat (stem, SUFFIX, NULL);

        return g_build_filename (folder, file, NULL);
      }
  return NULL;
}

/* When it was written, seconds; 0 where nobody left it over. Removes what is from long ago, and
 * what a crash left of a file that never was. */
static gint64
look_at (const char *path)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (BlLock) lock = lock_file (path, NULL);
  GStatBuf status;

  if (lock == NULL)
    return 0;
  if (g_stat (path, &status) == 0 && (gint64) status.st_mtime > now - OLDEST_DAYS * 86400)
    return status.st_mtime;
  remove_files (path);
  return 0;
}

static char *
dup_newest (void)
{
  g_autofree char *folder = dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *newest = NULL;
  gint64 newest_time = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = dup_file_of (folder, name);
      gint64 time = path != NULL ? look_at (path) : 0;

      if (time <= newest_time)
        continue;
      newest_time = time;
      g_free (newest);
      newest = g_steal_pointer (&path);
    }
  return newest;
}

/**
 * bl_recovery_claim_newest:
 *
 * Returns: (nullable) (transfer full): the newest file that was left over, as it is; no other
 * window is offered it from now on.
 */
BlRecovery *
bl_recovery_claim_newest (void)
{
  g_autoptr (BlRecovery) self = g_new0 (BlRecovery, 1);

  if ((self->path = dup_newest ()) == NULL
      || (self->lock = lock_file (self->path, NULL)) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * bl_recovery_has_left_over:
 *
 * Returns: whether there is a file to be claimed.
 */
gboolean
bl_recovery_has_left_over (void)
{
  g_autofree char *newest = dup_newest ();

  return newest != NULL;
}
