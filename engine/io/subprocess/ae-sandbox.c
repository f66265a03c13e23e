/* ae-sandbox.c: seccomp, Landlock and limits for the process that reads a file with another's
 * library. Afterwards it can read that file, those that belong to it and the system's own
 * libraries and tables; it has no network, starts nothing and writes nothing by name. The
 * filter names what is refused, as what a library and the C library need differs from system to
 * system.
 */
#include "ae-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ae-companion.h"
#include "ae-file.h"

/* Beyond the pixels: decoded blocks, tables, a chunk. */
#define SPARE_BYTES ((guint64) 2 << 30)
#define MOST_FILES  256

/* ------------------------------------------------------------------ the environment */

/**
 * ae_sandbox_clear_environment:
 *
 * Leaves what says language, time and where tables lie. What makes a library load code, open
 * other files or talk to a network goes. Before there are threads.
 */
void
ae_sandbox_clear_environment (void)
{
  static const char *const kept[]
      = { "LANG",      "LC_ALL",   "LC_CTYPE",  "LC_MESSAGES",    "TZ",
          "GDAL_DATA", "PROJ_LIB", "PROJ_DATA", "BANDLOOM_READER" };
  g_auto (GStrv) names = g_listenv ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      gboolean is_kept = FALSE;

      for (guint k = 0; k < G_N_ELEMENTS (kept); k++)
        is_kept = is_kept || strcmp (names[i], kept[k]) == 0;
      if (!is_kept)
        g_unsetenv (names[i]);
    }
}

/* ------------------------------------------------------------------ Landlock */

/* <linux/landlock.h> of the oldest system that is built on lacks the newer ones. */
#define READ_FILE        (1u << 2)
#define READ_DIR         (1u << 3)
#define N_RIGHTS(abi)    ((abi) >= 5 ? 16 : (abi) >= 3 ? 15 : (abi) == 2 ? 14 : 13)
#define ALL_RIGHTS(abi)  ((1u << N_RIGHTS (abi)) - 1)
#define ALL_PORTS        3u
#define ALL_SCOPES       3u
#define PATH_BENEATH     1
#define CREATE_RULESET   444
#define ADD_RULE         445
#define RESTRICT_SELF    446
#define VERSION_IS_ASKED 1u

typedef struct
{
  guint64 files, network, scopes;
} Ruleset;

typedef struct __attribute__ ((packed))
{
  guint64 rights;
  gint32 fd;
} Rule;

static void
allow (int ruleset, const char *path, guint64 rights)
{
  int fd = open (path, O_PATH | O_CLOEXEC);
  struct stat status;

  if (fd < 0)
    return;
  if (fstat (fd, &status) == 0 && (S_ISDIR (status.st_mode) || S_ISREG (status.st_mode)))
    {
      Rule rule = { S_ISDIR (status.st_mode) ? rights : READ_FILE, fd };

      syscall (ADD_RULE, ruleset, PATH_BENEATH, &rule, 0);
    }
  close (fd);
}

/* Whether a name is the stem and what does not go on as a word: "x.tif", "x.ige", "x_RPC.TXT".
 */
static gboolean
belongs (const char *name, const char *stem)
{
  gsize n = strlen (stem);

  return g_ascii_strncasecmp (name, stem, n) == 0 && !g_ascii_isalnum (name[n]);
}

/* Labels say which file the pixels lie in, under any name. */
static gboolean
is_label (const char *path)
{
  char head[1024] = "";
  gssize n = ae_file_read_head (path, head, sizeof head - 1);
  const char *at = head;

  while (g_ascii_isspace (*at))
    at++;
  return n > 0 && (*at == '<' || strstr (head, "IsisCube") != NULL);
}

/* The file, those in its folder that are called as it is or belong to it by their names, or all
 * there for a label; not those in folders of the folder. */
static void
allow_scene (int ruleset, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *stem = g_path_get_basename (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean may_be_any = is_label (path);
  char *dot = strchr (stem + 1, '.');
  g_autoptr (GPtrArray) companions = ae_companion_list (path);
  const char *name;

  allow (ruleset, path, READ_FILE);
  allow (ruleset, folder, READ_DIR);
  for (guint i = 0; i < companions->len; i++)
    allow (ruleset, companions->pdata[i], READ_FILE);
  if (dot != NULL)
    *dot = '\0';
  for (guint n = 0; dir != NULL && (name = g_dir_read_name (dir)) != NULL && n < MOST_FILES;)
    if (may_be_any || belongs (name, stem))
      {
        g_autofree char *file = g_build_filename (folder, name, NULL);

        if (g_file_test (file, G_FILE_TEST_IS_REGULAR)
            && !g_file_test (file, G_FILE_TEST_IS_SYMLINK))
          {
            allow (ruleset, file, READ_FILE);
            n++;
          }
      }
}

static void
allow_system (int ruleset)
{
  static const char *const folders[] = { "/usr", "/lib", "/lib64", "/etc/ld.so.cache" };
  static const char *const tables[] = { "GDAL_DATA", "PROJ_LIB", "PROJ_DATA" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    allow (ruleset, folders[i], READ_FILE | READ_DIR);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_getenv (tables[i]) != NULL)
      allow (ruleset, g_getenv (tables[i]), READ_FILE | READ_DIR);
}

/* Where the kernel has it. */
static void
limit_files (const char *path)
{
  long abi = syscall (CREATE_RULESET, NULL, 0, VERSION_IS_ASKED);
  Ruleset rights = { abi > 0 ? ALL_RIGHTS (abi) : 0, ALL_PORTS, ALL_SCOPES };
  gsize size = abi >= 6 ? sizeof rights : abi >= 4 ? 2 * sizeof (guint64) : sizeof (guint64);
  char *real = realpath (path, NULL);
  int ruleset = abi > 0 ? (int) syscall (CREATE_RULESET, &rights, size, 0) : -1;

  if (ruleset >= 0)
    {
      allow_system (ruleset);
      allow_scene (ruleset, path);
      if (real != NULL && strcmp (real, path) != 0)
        allow_scene (ruleset, real);
      syscall (RESTRICT_SELF, ruleset, 0);
      close (ruleset);
    }
  free (real);
}

/* ------------------------------------------------------------------ seccomp */

#if defined __x86_64__ && !defined __ILP32__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__ && defined __LP64__ && !defined __AARCH64EB__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined __powerpc64__ && defined __LITTLE_ENDIAN__
#define ARCHITECTURE AUDIT_ARCH_PPC64LE
#elif defined __i386__
#define ARCHITECTURE AUDIT_ARCH_I386
#elif defined __arm__ && defined __ARM_EABI__
#define ARCHITECTURE AUDIT_ARCH_ARM
#endif

#ifdef ARCHITECTURE

/* Calls that a reader of files has no use for. */
static const int refused[] = {
  /* the network, and ways around this filter */
  __NR_socketpair,
  __NR_socket,
  __NR_connect,
  __NR_bind,
  __NR_listen,
  __NR_accept4,
  __NR_sendto,
  __NR_recvfrom,
  __NR_sendmsg,
  __NR_recvmsg,
  __NR_sendmmsg,
  __NR_recvmmsg,
#ifdef __NR_accept
  __NR_accept,
#endif
#ifdef __NR_socketcall
  __NR_socketcall,
#endif
#ifdef __NR_io_uring_setup
  __NR_io_uring_setup,
  __NR_io_uring_enter,
  __NR_io_uring_register,
#endif
  /* other programs and other processes */
  __NR_execve,
  __NR_execveat,
  __NR_ptrace,
  __NR_process_vm_readv,
  __NR_process_vm_writev,
  __NR_kill,
  __NR_tkill,
  __NR_rt_sigqueueinfo,
  __NR_rt_tgsigqueueinfo,
  __NR_kcmp,
#ifdef __NR_fork
  __NR_fork,
  __NR_vfork,
#endif
#ifdef __NR_pidfd_open
  __NR_pidfd_open,
  __NR_pidfd_send_signal,
#endif
#ifdef __NR_pidfd_getfd
  __NR_pidfd_getfd,
#endif
  /* names of files */
  __NR_unlinkat,
  __NR_renameat2,
  __NR_linkat,
  __NR_symlinkat,
  __NR_mkdirat,
  __NR_mknodat,
  __NR_fchmodat,
  __NR_fchownat,
  __NR_fchmod,
  __NR_fchown,
  __NR_truncate,
  __NR_utimensat,
  __NR_setxattr,
  __NR_lsetxattr,
  __NR_fsetxattr,
  __NR_open_by_handle_at,
  __NR_name_to_handle_at,
  __NR_fanotify_init,
  __NR_inotify_add_watch,
  __NR_chroot,
#ifdef __NR_renameat
  __NR_renameat,
#endif
#ifdef __NR_unlink
  __NR_unlink,
  __NR_rename,
  __NR_link,
  __NR_symlink,
  __NR_mkdir,
  __NR_rmdir,
  __NR_mknod,
  __NR_chmod,
  __NR_chown,
  __NR_lchown,
  __NR_creat,
  __NR_utime,
  __NR_utimes,
#endif
#ifdef __NR_openat2
  __NR_openat2,
#endif
  /* the system */
  __NR_mount,
  __NR_umount2,
  __NR_pivot_root,
  __NR_unshare,
  __NR_setns,
  __NR_bpf,
  __NR_perf_event_open,
  __NR_add_key,
  __NR_request_key,
  __NR_keyctl,
  __NR_init_module,
  __NR_finit_module,
  __NR_delete_module,
  __NR_reboot,
  __NR_swapon,
  __NR_swapoff,
  __NR_setuid,
  __NR_setgid,
  __NR_setgroups,
  __NR_setresuid,
  __NR_setresgid,
  __NR_capset,
  __NR_personality,
  __NR_shmget,
  __NR_shmat,
  __NR_semget,
  __NR_msgget,
  __NR_mq_open,
#ifdef __NR_userfaultfd
  __NR_userfaultfd,
#endif
#ifdef __NR_kexec_load
  __NR_kexec_load,
#endif
#ifdef __NR_open_tree
  __NR_open_tree,
  __NR_move_mount,
  __NR_fsopen,
  __NR_fsconfig,
  __NR_fsmount,
  __NR_fspick,
#endif
};

#define MOST_STEPS   (G_N_ELEMENTS (refused) * 2 + 64)
#define ARGUMENT(i)  ((guint32) (offsetof (struct seccomp_data, args) + (i) *8))
#define FOR_WRITING  (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)
#define REFUSE(code) (SECCOMP_RET_ERRNO | (code))

typedef struct
{
  struct sock_filter steps[MOST_STEPS];
  gushort n;
} Filter;

static void
add (Filter *self, guint code, guint32 value, guint if_true, guint if_false)
{
  self->steps[self->n++] = (struct sock_filter) BPF_JUMP ((gushort) code, value,
                                                          (guint8) if_true, (guint8) if_false);
}

static void
load (Filter *self, guint32 offset)
{
  add (self, BPF_LD | BPF_W | BPF_ABS, offset, 0, 0);
}

static void
answer (Filter *self, guint32 what)
{
  add (self, BPF_RET | BPF_K, what, 0, 0);
}

static void
refuse (Filter *self, int number, int code)
{
  add (self, BPF_JMP | BPF_JEQ | BPF_K, (guint32) number, 0, 1);
  answer (self, REFUSE ((guint32) code));
}

/* A call whose answer hangs on bits of an argument. */
static void
refuse_bits (Filter *self, int number, guint argument, guint32 bits, gboolean must_be_set,
             int code)
{
  add (self, BPF_JMP | BPF_JEQ | BPF_K, (guint32) number, 0, 4);
  load (self, ARGUMENT (argument));
  add (self, BPF_JMP | BPF_JSET | BPF_K, bits, must_be_set ? 1 : 0, must_be_set ? 0 : 1);
  answer (self, REFUSE ((guint32) code));
  answer (self, SECCOMP_RET_ALLOW);
}

/* Signals go to this process alone. */
static void
refuse_others (Filter *self, int number)
{
  add (self, BPF_JMP | BPF_JEQ | BPF_K, (guint32) number, 0, 4);
  load (self, ARGUMENT (0));
  add (self, BPF_JMP | BPF_JEQ | BPF_K, (guint32) getpid (), 1, 0);
  answer (self, REFUSE (EPERM));
  answer (self, SECCOMP_RET_ALLOW);
}

static gboolean
limit_calls (void)
{
  Filter filter = { .n = 0 };
  struct sock_fprog program;

  load (&filter, offsetof (struct seccomp_data, arch));
  add (&filter, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  answer (&filter, SECCOMP_RET_KILL_PROCESS);
  load (&filter, offsetof (struct seccomp_data, nr));
#ifdef __x86_64__
  add (&filter, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1); /* calls of x32 */
  answer (&filter, SECCOMP_RET_KILL_PROCESS);
#endif
  refuse_bits (&filter, __NR_openat, 2, FOR_WRITING, FALSE, EACCES);
#ifdef __NR_open
  refuse_bits (&filter, __NR_open, 1, FOR_WRITING, FALSE, EACCES);
#endif
  refuse_bits (&filter, __NR_clone, 0, CLONE_THREAD, TRUE, EPERM);
#ifdef __NR_clone3
  refuse (&filter, __NR_clone3, ENOSYS); /* the C library then takes the other */
#endif
  refuse_others (&filter, __NR_tgkill);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    refuse (&filter, refused[i], EPERM);
  answer (&filter, SECCOMP_RET_ALLOW);
  program = (struct sock_fprog){ filter.n, filter.steps };
  return prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

#else /* a machine whose calls nobody has looked at: Landlock and limits alone */

static gboolean
limit_calls (void)
{
  return TRUE;
}

#endif

/* ------------------------------------------------------------------ limits */

static void
set_limit (int which, guint64 value)
{
  const struct rlimit limit = { value, value };

  setrlimit (which, &limit);
}

/* A crash leaves no file behind; memory beyond the pixels is bounded, but for sanitizers, which
 * map all of it. */
static void
limit_resources (guint64 memory_limit)
{
  set_limit (RLIMIT_CORE, 0);
  set_limit (RLIMIT_NOFILE, 256);
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
  if (memory_limit < G_MAXINT64 - SPARE_BYTES)
    set_limit (RLIMIT_DATA, memory_limit + SPARE_BYTES);
#endif
}

/**
 * ae_sandbox_enter:
 * @path: of the file that is to be read; absolute
 * @memory_limit: bytes of pixels that may be held
 *
 * There is no way back, and none for what this process would start.
 *
 * Returns: whether calls are filtered, without which nothing should be read.
 */
gboolean
ae_sandbox_enter (const char *path, guint64 memory_limit)
{
  limit_resources (memory_limit);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return FALSE;
  limit_files (path);
  return limit_calls ();
}
