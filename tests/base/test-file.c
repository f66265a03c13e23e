/* test-file.c: regular files or a sentence, whatever lies in the way: pipes, devices, links,
 * folders, full disks, names of every kind. */
#include "ae-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "ae-error.h"

typedef struct
{
  char *path;
} Folder;

static void
set_up (Folder *folder, gconstpointer unused)
{
  folder->path = g_dir_make_tmp ("bandloom-file-XXXXXX", NULL);
  g_assert_nonnull (folder->path);
  signal (SIGXFSZ, SIG_IGN);
}

static void
tear_down (Folder *folder, gconstpointer unused)
{
  g_autoptr (GDir) dir = g_dir_open (folder->path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder->path, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder->path), ==, 0);
  g_free (folder->path);
}

static char *
in (const Folder *folder, const char *name)
{
  return g_build_filename (folder->path, name, NULL);
}

static guint
count (const Folder *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder->path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
assert_content (const char *path, const char *wanted)
{
  g_autofree char *text = NULL;
  gsize n = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (ae_file_read (path, 1000, &text, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (text, n, wanted, strlen (wanted));
  g_assert_cmpint (text[n], ==, '\0');
}

static void
assert_not_read (const char *path, AeError code, const char *word)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_assert_cmpint (ae_file_open (path, 100, NULL, &error), ==, -1);
  g_assert_error (error, AE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_false (ae_file_read (path, 100, &text, NULL, NULL));
  g_assert_null (text);
}

static void
assert_not_written (const char *path, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ae_file_write (path, "new", 3, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_IO);
  g_assert_nonnull (strstr (error->message, word));
}

static void
write_text (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ae_file_write (path, text, strlen (text), &error));
  g_assert_no_error (error);
}

static void
test_reading (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = in (folder, "a"), *fifo = in (folder, "fifo"),
                  *link_path = in (folder, "link"), *none = in (folder, "none");
  g_autofree char *long_text = g_strnfill (101, 'x');
  char head[4] = "";

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("fifo", link_path), ==, 0);
  assert_not_read (fifo, AE_ERROR_NOT_FOUND, "not a regular file");
  assert_not_read (link_path, AE_ERROR_NOT_FOUND, "not a regular file");
  assert_not_read (folder->path, AE_ERROR_NOT_FOUND, "is a folder");
  assert_not_read (none, AE_ERROR_NOT_FOUND, "no such file");
  g_assert_cmpint (ae_file_read_head (fifo, head, 4), ==, -1);
  write_text (path, long_text);
  assert_not_read (path, AE_ERROR_TOO_LARGE, "101 bytes long");
  g_assert_cmpint (ae_file_read_head (path, head, 4), ==, 4);
  g_assert_cmpmem (head, 4, "xxxx", 4);
  write_text (path, "ab");
  assert_content (path, "ab");
  g_assert_cmpint (ae_file_read_head (path, head, 4), ==, 2);
}

static void
test_links (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = in (folder, "real"), *link_path = in (folder, "link"),
                  *two = in (folder, "two"), *circle = in (folder, "circle");
  GStatBuf status;

  g_assert_cmpint (symlink ("real", link_path), ==, 0);
  g_assert_cmpint (symlink (link_path, two), ==, 0);
  g_assert_cmpint (symlink ("circle", circle), ==, 0);
  write_text (two, "made through a link that led nowhere");
  assert_content (path, "made through a link that led nowhere");
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  write_text (link_path, "replaced");
  assert_content (path, "replaced");
  g_assert_cmpint (g_lstat (two, &status), ==, 0);
  g_assert_true (S_ISLNK (status.st_mode));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
  assert_not_written (circle, "circle");
  g_assert_cmpuint (count (folder), ==, 4);
}

/* The owner stays where who saves may give files away. */
static void
test_owner (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = in (folder, "owned");
  GStatBuf status;

  write_text (path, "a");
  if (geteuid () != 0)
    {
      g_test_skip ("only root can give files away");
      return;
    }
  g_assert_cmpint (chown (path, 1234, 4321), ==, 0);
  g_assert_cmpint (g_chmod (path, 0604), ==, 0);
  write_text (path, "b");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_uid, ==, 1234);
  g_assert_cmpuint (status.st_gid, ==, 4321);
  g_assert_cmpint (status.st_mode & 0777, ==, 0604);
}

/* What is no file is not replaced, whoever saves. */
static void
test_odd_targets (Folder *folder, gconstpointer unused)
{
  g_autofree char *fifo = in (folder, "fifo"), *node = in (folder, "node"),
                  *link_path = in (folder, "link");
  g_autofree char *inside = g_build_filename (folder->path, "gone", "a", NULL);
  GStatBuf status;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("fifo", link_path), ==, 0);
  assert_not_written (fifo, "pipe");
  assert_not_written (link_path, "pipe");
  g_assert_cmpint (g_stat (fifo, &status), ==, 0);
  g_assert_true (S_ISFIFO (status.st_mode));
  assert_not_written (folder->path, "is a folder");
  assert_not_written (inside, "no such folder");
  /* A node with the numbers of /dev/null, made for this test. */
  if (geteuid () == 0 && mknod (node, S_IFCHR | 0666, makedev (1, 3)) == 0)
    {
      assert_not_written (node, "device");
      g_assert_cmpint (g_stat (node, &status), ==, 0);
      g_assert_true (S_ISCHR (status.st_mode));
    }
  else
    g_test_message ("only root can make a device to be kept");
}

/* The name beside is taken by something that is not ours: it stays, and nothing is saved. */
static void
test_planted (Folder *folder, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in (folder, "a"), *beside = in (folder, "a.saving"),
                  *other = in (folder, "other");
  GStatBuf status;
  int fd;

  write_text (path, "old");
  write_text (other, "precious");
  g_assert_cmpint (symlink ("other", beside), ==, 0);
  assert_not_written (path, "a link");
  g_assert_cmpint (g_remove (beside), ==, 0);
  g_assert_cmpint (mkfifo (beside, 0600), ==, 0);
  assert_not_written (path, "a pipe");
  g_assert_cmpint (g_stat (beside, &status), ==, 0);
  g_assert_cmpint (g_remove (beside), ==, 0);
  g_assert_cmpint (g_mkdir (beside, 0700), ==, 0);
  assert_not_written (path, "beside it");
  g_assert_cmpint (g_rmdir (beside), ==, 0);
  g_assert_cmpint (link (other, beside), ==, 0);
  assert_not_written (path, "beside it");
  g_assert_cmpint (g_remove (beside), ==, 0);
  assert_content (other, "precious");
  assert_content (path, "old");
  /* Another writer holds it. */
  fd = open (beside, O_RDWR | O_CREAT, 0600);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  g_assert_false (ae_file_write (path, "new", 3, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "just now"));
  close (fd);
  /* Left by a crash, it is taken up. */
  write_text (path, "new");
  assert_content (path, "new");
  g_assert_cmpuint (count (folder), ==, 2);
}

static void
test_full (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = in (folder, "a");
  g_autofree char *large = g_strnfill (50000, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) library = NULL;
  g_autoptr (AeFileWriter) writer = NULL;
  struct rlimit old, low;

  write_text (path, "old");
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  low = old;
  low.rlim_cur = 30000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &low), ==, 0);
  g_assert_false (ae_file_write (path, large, 50000, &error));
  /* A library that says nothing of use: the disk does. */
  writer = ae_file_writer_new (path, NULL, NULL);
  g_assert_true (ae_file_writer_put (writer, large, 29000, NULL));
  g_assert_false (ae_file_writer_fail (writer, "it broke", &library));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_nonnull (strstr (error->message, "ulimit -f"));
  g_assert_nonnull (strstr (library->message, "ulimit -f"));
  g_clear_error (&library);
  g_assert_false (ae_file_writer_fail (writer, "it \033[31m broke", &library));
  g_assert_nonnull (strstr (library->message, "it ␛[31m broke"));
  g_clear_pointer (&writer, ae_file_writer_free);
  assert_content (path, "old");
  g_assert_cmpuint (count (folder), ==, 1);
}

/* Nobody sees what is not finished, and what came to the place meanwhile is not lost. */
static void
test_unfinished (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = in (folder, "a"), *beside = in (folder, "a.saving");
  g_autoptr (AeFileWriter) writer = ae_file_writer_new (path, NULL, NULL);

  g_assert_nonnull (writer);
  g_assert_cmpstr (ae_file_writer_get_beside (writer), ==, beside);
  g_assert_true (ae_file_writer_put (writer, "half", 4, NULL));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (ae_file_writer_finish (writer, NULL));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
  g_assert_cmpint (g_rmdir (path), ==, 0);
  /* Somebody else's file in place of ours is not ours to remove. */
  g_assert_cmpint (g_remove (beside), ==, 0);
  g_assert_true (g_file_set_contents (beside, "foreign", -1, NULL));
  g_assert_false (ae_file_writer_finish (writer, NULL));
  g_clear_pointer (&writer, ae_file_writer_free);
  assert_content (beside, "foreign");
}

static void
test_names (Folder *folder, gconstpointer unused)
{
  static const char *const odd[]
      = { "with\nbreak", "\033[31mred", "not \xff\xfe UTF-8", "-dash", "a#b?c", "“quotes'\"" };
  g_autofree char *long_name = g_strnfill (255, 'n');
  g_autofree char *longest = in (folder, long_name);
  g_autofree char *too_long = g_strconcat (longest, "n", NULL);

  write_text (longest, "one");
  write_text (longest, "two");
  assert_content (longest, "two");
  assert_not_written (too_long, "too long");
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *path = in (folder, odd[i]);

      write_text (path, odd[i]);
      assert_content (path, odd[i]);
    }
  g_assert_cmpuint (count (folder), ==, 1 + G_N_ELEMENTS (odd));
}

static void
test_display (void)
{
  static const char *const pairs[][2] = {
    { "plain – ü", "plain – ü" },
    { "a\033[31m\n\tb", "a␛[31m␊␉b" },
    { "\x7f\xff", "␡\357\277\275" },
    { "csi \xc2\x9b 31m", "csi \357\277\275 31m" },
    { "\xe2\x80\xaegpj.exe", "\357\277\275gpj.exe" }, /* text that runs backwards */
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *shown = ae_file_dup_display (pairs[i][0]);

      g_assert_cmpstr (shown, ==, pairs[i][1]);
    }
}

#define ADD(name, func) g_test_add ("/file/" name, Folder, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("reading", test_reading);
  ADD ("links", test_links);
  ADD ("owner", test_owner);
  ADD ("odd-targets", test_odd_targets);
  ADD ("planted", test_planted);
  ADD ("full", test_full);
  ADD ("unfinished", test_unfinished);
  ADD ("names", test_names);
  g_test_add_func ("/file/display", test_display);
  return g_test_run ();
}
