/* test-sandbox.c: what a process in the sandbox can do no more, tried one by one; and files
 * that say that their numbers lie elsewhere. */
#include <errno.h>
#include <fcntl.h>
#include <hdf5.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ae-error.h"
#include "ae-sandbox.h"
#include "cube-fixtures.h"

#define LANDLOCK_VERSION 444

/* An act is tried in a copy of this process; what it returns is that copy's exit code. */
typedef int (*Act) (const char *folder);

static char *
in (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static int
try_open (const char *folder, const char *name, int flags)
{
  g_autofree char *path = in (folder, name);
  int fd = open (path, flags | O_CLOEXEC, 0600);

  return fd >= 0 ? 0 : errno;
}

static int
open_scene (const char *folder)
{
  return try_open (folder, "scene.tif", O_RDONLY);
}

static int
open_companion (const char *folder)
{
  return try_open (folder, "scene.ige", O_RDONLY);
}

static int
list_folder (const char *folder)
{
  return try_open (folder, ".", O_RDONLY | O_DIRECTORY);
}

static int
open_neighbour (const char *folder)
{
  return try_open (folder, "scenery.tif", O_RDONLY);
}

static int
open_below (const char *folder)
{
  return try_open (folder, "below/scene.txt", O_RDONLY);
}

static int
open_link (const char *folder)
{
  return try_open (folder, "scene.lnk", O_RDONLY);
}

static int
open_passwd (const char *folder)
{
  return try_open ("/etc", "passwd", O_RDONLY);
}

static int
open_self (const char *folder)
{
  return try_open ("/proc/self", "mem", O_RDONLY);
}

static int
write_scene (const char *folder)
{
  return try_open (folder, "scene.tif", O_RDWR);
}

static int
make_file (const char *folder)
{
  return try_open (folder, "scene.new", O_WRONLY | O_CREAT);
}

static int
remove_scene (const char *folder)
{
  g_autofree char *path = in (folder, "scene.tif");

  return unlink (path) == 0 ? 0 : errno;
}

static int
rename_scene (const char *folder)
{
  g_autofree char *path = in (folder, "scene.tif"), *other = in (folder, "scene.old");

  return rename (path, other) == 0 ? 0 : errno;
}

static int
make_socket (const char *folder)
{
  return socket (AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : errno;
}

static int
make_local_socket (const char *folder)
{
  return socket (AF_UNIX, SOCK_STREAM, 0) >= 0 ? 0 : errno;
}

static int
make_pair (const char *folder)
{
  int ends[2];

  return socketpair (AF_UNIX, SOCK_STREAM, 0, ends) == 0 ? 0 : errno;
}

static int
make_ring (const char *folder)
{
#ifdef SYS_io_uring_setup
  return syscall (SYS_io_uring_setup, 1, NULL) >= 0 ? 0 : errno == EFAULT ? 0 : errno;
#else
  return EPERM;
#endif
}

static int
make_process (const char *folder)
{
  pid_t child = fork ();

  if (child == 0)
    _exit (0);
  return child > 0 ? 0 : errno;
}

static int
start_program (const char *folder)
{
  execl ("/bin/true", "true", NULL);
  return errno;
}

static int
signal_parent (const char *folder)
{
  return kill (getppid (), SIGCONT) == 0 ? 0 : errno;
}

static int
look_into_parent (const char *folder)
{
  char byte;
  struct iovec here = { &byte, 1 }, there = { &byte, 1 };

  return syscall (SYS_process_vm_readv, getppid (), &here, 1, &there, 1, 0) == 1 ? 0 : errno;
}

static void *
do_nothing (void *data)
{
  return data;
}

static int
make_thread (const char *folder)
{
  pthread_t thread;
  int code = pthread_create (&thread, NULL, do_nothing, NULL);

  return code != 0 ? code : pthread_join (thread, NULL);
}

static int
share_memory (const char *folder)
{
  int fd = memfd_create ("pixels", MFD_CLOEXEC);

  return fd >= 0 && ftruncate (fd, 5000000) == 0 ? 0 : errno;
}

static int
take_memory (const char *folder)
{
  gsize n = (gsize) 3 << 30;
  void *data = mmap (NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return data != MAP_FAILED ? 0 : errno;
}

static int
catch_abort (const char *folder)
{
  signal (SIGABRT, SIG_DFL);
  abort ();
  return 1;
}

/* 0 = done, an errno = refused, 128 + number = a signal. */
static int
act_in_sandbox (Act act, const char *folder, gboolean is_outside)
{
  g_autofree char *scene = in (folder, "scene.tif");
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      const struct rlimit none = { 0, 0 };

      setrlimit (RLIMIT_CORE, &none);
      if (!is_outside && !ae_sandbox_enter (scene, 1 << 20))
        _exit (126);
      _exit (act (folder));
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFSIGNALED (status) ? 128 + WTERMSIG (status) : WEXITSTATUS (status);
}

static const struct
{
  const char *name;
  Act act;
  gboolean is_allowed;
  gboolean needs_landlock;
} acts[] = {
  { "the scene itself", open_scene, TRUE, FALSE },
  { "a file called as it is", open_companion, TRUE, FALSE },
  { "the names in its folder", list_folder, TRUE, FALSE },
  { "a thread", make_thread, TRUE, FALSE },
  { "shared memory", share_memory, TRUE, FALSE },
  { "another file of the folder", open_neighbour, FALSE, TRUE },
  { "a file in a folder of the folder", open_below, FALSE, TRUE },
  { "a link out of the folder", open_link, FALSE, TRUE },
  { "a file of the system", open_passwd, FALSE, TRUE },
  { "its own memory as a file", open_self, FALSE, TRUE },
  { "writing to the scene", write_scene, FALSE, FALSE },
  { "making a file", make_file, FALSE, FALSE },
  { "removing the scene", remove_scene, FALSE, FALSE },
  { "renaming the scene", rename_scene, FALSE, FALSE },
  { "a socket", make_socket, FALSE, FALSE },
  { "a local socket", make_local_socket, FALSE, FALSE },
  { "a pair of sockets", make_pair, FALSE, FALSE },
  { "a ring of calls", make_ring, FALSE, FALSE },
  { "a process", make_process, FALSE, FALSE },
  { "a program", start_program, FALSE, FALSE },
  { "a signal to another", signal_parent, FALSE, FALSE },
  { "another's memory", look_into_parent, FALSE, FALSE },
};

static void
test_acts (Folder *folder, gconstpointer unused)
{
  gboolean has_landlock = syscall (LANDLOCK_VERSION, NULL, 0, 1) > 0;
  g_autofree char *below = folder_path (folder, "below"),
                  *inside = g_build_filename (below, "scene.txt", NULL),
                  *link_path = folder_path (folder, "scene.lnk");

  folder_write (folder, "scene.tif", "II", 2);
  folder_write (folder, "scene.ige", "pixels", 6);
  folder_write (folder, "scenery.tif", "another's", 9);
  g_assert_cmpint (g_mkdir (below, 0700), ==, 0);
  g_assert_true (g_file_set_contents (inside, "private", -1, NULL));
  g_assert_cmpint (symlink ("/etc/passwd", link_path), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      int code;

      if (acts[i].needs_landlock && !has_landlock)
        {
          g_test_message ("%s: this kernel has no Landlock", acts[i].name);
          continue;
        }
      code = act_in_sandbox (acts[i].act, folder->folder, FALSE);
      g_test_message ("%s: %s", acts[i].name, code == 0 ? "done" : g_strerror (code));
      if (acts[i].is_allowed)
        g_assert_cmpint (code, ==, 0);
      else
        g_assert_true (code > 0 && code < 126);
    }
  /* The same acts outside: what was refused above is not refused for another reason. */
  g_assert_cmpint (act_in_sandbox (open_neighbour, folder->folder, TRUE), ==, 0);
  g_assert_cmpint (act_in_sandbox (open_link, folder->folder, TRUE), ==, 0);
  g_assert_cmpint (act_in_sandbox (make_process, folder->folder, TRUE), ==, 0);
  g_assert_cmpint (act_in_sandbox (start_program, folder->folder, TRUE), ==, 0);
  g_assert_cmpint (act_in_sandbox (make_pair, folder->folder, TRUE), ==, 0);
  /* It can still break down, and that shows. */
  g_assert_cmpint (act_in_sandbox (catch_abort, folder->folder, FALSE), ==, 128 + SIGABRT);
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
  g_assert_cmpint (act_in_sandbox (take_memory, folder->folder, FALSE), ==, ENOMEM);
  g_assert_cmpint (act_in_sandbox (take_memory, folder->folder, TRUE), ==, 0);
#endif
  g_assert_cmpint (g_remove (inside), ==, 0);
}

/* Where the pixels of a label may be: any file beside it, none elsewhere. */
static void
test_label (Folder *folder, gconstpointer unused)
{
  folder_write (folder, "scene.tif", "\n <?xml version='1.0'?>", -1);
  folder_write (folder, "scenery.tif", "pixels under any name", -1);
  g_assert_cmpint (act_in_sandbox (open_neighbour, folder->folder, FALSE), ==, 0);
}

static void
test_environment (void)
{
  g_assert_true (g_setenv ("GDAL_DRIVER_PATH", "/somewhere", TRUE));
  g_assert_true (g_setenv ("HDF5_PLUGIN_PATH", "/somewhere", TRUE));
  g_assert_true (g_setenv ("PROJ_DATA", "/tables", TRUE));
  ae_sandbox_clear_environment ();
  g_assert_null (g_getenv ("GDAL_DRIVER_PATH"));
  g_assert_null (g_getenv ("HDF5_PLUGIN_PATH"));
  g_assert_null (g_getenv ("HOME"));
  g_assert_cmpstr (g_getenv ("PROJ_DATA"), ==, "/tables");
}

/* ------------------------------------------------------------------ numbers elsewhere */

static void
write_hdf5 (const char *path, hid_t (*describe) (const char *source), const char *source)
{
  const hsize_t dims[3] = { LINES, SAMPLES, BANDS };
  hid_t file = H5Fcreate (path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  hid_t space = H5Screate_simple (3, dims, NULL);
  hid_t list = describe (source);
  hid_t group = H5Gcreate2 (file, "deep", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  hid_t array
      = H5Dcreate2 (group, "cube", H5T_NATIVE_FLOAT, space, H5P_DEFAULT, list, H5P_DEFAULT);

  g_assert_true (array >= 0);
  H5Dclose (array);
  H5Gclose (group);
  H5Pclose (list);
  H5Sclose (space);
  H5Fclose (file);
}

static hid_t
describe_plain (const char *source)
{
  return H5Pcreate (H5P_DATASET_CREATE);
}

static hid_t
describe_external (const char *source)
{
  hid_t list = H5Pcreate (H5P_DATASET_CREATE);

  g_assert_true (H5Pset_external (list, source, 0, LINES * SAMPLES * BANDS * sizeof (float))
                 >= 0);
  return list;
}

static hid_t
describe_virtual (const char *source)
{
  const hsize_t dims[3] = { LINES, SAMPLES, BANDS };
  hid_t list = H5Pcreate (H5P_DATASET_CREATE), space = H5Screate_simple (3, dims, NULL);

  g_assert_true (H5Pset_virtual (list, space, source, "/there", space) >= 0);
  H5Sclose (space);
  return list;
}

static void
test_sources (Folder *folder, gconstpointer unused)
{
  g_autofree char *plain = folder_path (folder, "plain.h5"),
                  *external = folder_path (folder, "external.h5"),
                  *beside = folder_path (folder, "beside.h5"),
                  *mixed = folder_path (folder, "virtual.h5"),
                  *elsewhere = folder_path (folder, "elsewhere.h5");
  g_autoptr (AeScene) scene = NULL;

  write_hdf5 (plain, describe_plain, NULL);
  write_hdf5 (external, describe_external, "/etc/passwd");
  write_hdf5 (beside, describe_external, "beside.raw");
  write_hdf5 (mixed, describe_virtual, "another.h5");
  write_hdf5 (elsewhere, describe_virtual, "/elsewhere/another.h5");
  scene = folder_open (folder, "plain.h5", NULL);
  g_assert_cmpuint (ae_scene_get_bands (scene), ==, BANDS);
  folder_refuse (folder, "external.h5", NULL, AE_ERROR_UNSUPPORTED, "/etc/passwd");
  folder_refuse (folder, "beside.h5", NULL, AE_ERROR_UNSUPPORTED, "beside.raw");
  folder_refuse (folder, "virtual.h5", NULL, AE_ERROR_UNSUPPORTED, "another.h5");
  folder_refuse (folder, "elsewhere.h5", NULL, AE_ERROR_UNSUPPORTED, "/elsewhere/another.h5");
}

#define ADD(name, func)                                                                        \
  g_test_add ("/sandbox/" name, Folder, NULL, folder_set_up, func, folder_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("acts", test_acts);
  ADD ("label", test_label);
  ADD ("sources", test_sources);
  g_test_add_func ("/sandbox/environment", test_environment);
  return g_test_run ();
}
