/* bl-recovery.c: where unsaved work is kept aside: one file a process, with its number in the
 * name. A file whose process is gone was left over by a crash, or by a window that was closed
 * unsaved.
 */
#include "bl-recovery.h"

#include "ae-project.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OLDEST_DAYS 30
#define PREFIX      "unsaved-"

static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "bandloom", NULL);
}

/**
 * bl_recovery_dup_own:
 *
 * Returns: (transfer full): this process's file, there or not.
 */
char *
bl_recovery_dup_own (void)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *name = g_strdup_printf (PREFIX "%d." AE_PROJECT_SUFFIX, (int) getpid ());

  return g_build_filename (folder, name, NULL);
}

static gboolean
is_running (const char *name)
{
  long pid = strtol (name + strlen (PREFIX), NULL, 10);

  return pid <= 0 || kill ((pid_t) pid, 0) == 0 || errno == EPERM;
}

/* When it was written, seconds; removes what is from long ago. 0: not to be offered. */
static gint64
look_at (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  GStatBuf status;

  if (!g_str_has_prefix (name, PREFIX) || !g_str_has_suffix (name, "." AE_PROJECT_SUFFIX)
      || is_running (name) || g_stat (path, &status) != 0)
    return 0;
  if ((gint64) status.st_mtime > now - OLDEST_DAYS * 86400)
    return status.st_mtime;
  g_remove (path);
  return 0;
}

/**
 * bl_recovery_dup_newest:
 *
 * Returns: (nullable) (transfer full): the newest file of a process that is gone.
 */
char *
bl_recovery_dup_newest (void)
{
  g_autofree char *folder = dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *newest = NULL;
  gint64 newest_time = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      gint64 time = look_at (folder, name);

      if (time <= newest_time)
        continue;
      newest_time = time;
      g_free (newest);
      newest = g_build_filename (folder, name, NULL);
    }
  return newest;
}
