/* ae-reader-server.c: a fork server: a copy of this program, made before it has threads, files
 * or work in it, that makes a copy of itself for each file that is to be read. Its libraries
 * are loaded and bound already, which takes a program of its own most of a tenth of a second.
 */
#include "ae-reader-process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ae-sandbox.h"

#define MOST_QUESTION 65536
#define N_SENT        3 /* descriptors that go with a question */

/* What this process knows of its server. */
typedef struct
{
  GMutex lock; /* one question at a time: the next answer belongs to it */
  int socket;  /* −1: there is none */
} Server;

static Server *
get_server (void)
{
  static Server server = { .socket = -1 };

  return &server;
}

/* ------------------------------------------------------------------ messages */

typedef union
{
  char bytes[CMSG_SPACE (N_SENT * sizeof (int))];
  struct cmsghdr align;
} Control;

static gboolean
put_message (int socket, const void *data, gsize n, const int *fds, guint n_fds)
{
  struct iovec part = { (void *) data, n };
  Control control = { { 0 } };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  gssize done;

  if (n_fds > 0)
    {
      message.msg_control = control.bytes;
      message.msg_controllen = CMSG_SPACE (n_fds * sizeof (int));
      CMSG_FIRSTHDR (&message)->cmsg_level = SOL_SOCKET;
      CMSG_FIRSTHDR (&message)->cmsg_type = SCM_RIGHTS;
      CMSG_FIRSTHDR (&message)->cmsg_len = CMSG_LEN (n_fds * sizeof (int));
      memcpy (CMSG_DATA (CMSG_FIRSTHDR (&message)), fds, n_fds * sizeof (int));
    }
  do
    done = sendmsg (socket, &message, MSG_NOSIGNAL);
  while (done < 0 && errno == EINTR);
  return done == (gssize) n;
}

/* Bytes that came, 0 at the end; descriptors that did not come are −1. */
static gssize
take_message (int socket, void *data, gsize n, int *fds, guint n_fds)
{
  struct iovec part = { data, n };
  Control control = { { 0 } };
  struct msghdr message = { .msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes };
  const struct cmsghdr *rights;
  gssize got;

  do
    got = recvmsg (socket, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  for (guint i = 0; i < n_fds; i++)
    fds[i] = -1;
  rights = got > 0 ? CMSG_FIRSTHDR (&message) : NULL;
  if (rights != NULL && rights->cmsg_type == SCM_RIGHTS)
    memcpy (fds, CMSG_DATA (rights),
            MIN (n_fds * sizeof (int), rights->cmsg_len - CMSG_LEN (0)));
  return got;
}

/* ------------------------------------------------------------------ the server's side */

/* To the places where a reader expects them. All are above these, so that none is lost. */
static void
put_in_place (const int *fds)
{
  const int places[][2] = { { fds[2], STDIN_FILENO },
                            { fds[2], STDOUT_FILENO },
                            { fds[0], AE_READER_PROCESS_ANSWER },
                            { fds[1], AE_READER_PROCESS_CUBE } };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    dup2 (places[i][0], places[i][1]);
  for (guint i = 0; i < N_SENT; i++)
    close (fds[i]);
}

/* TRUE in the copy that is to read, with the question. */
static gboolean
serve_one (int socket, char *question, const int *fds)
{
  pid_t child = fds[0] > AE_READER_PROCESS_CUBE && fds[1] > AE_READER_PROCESS_CUBE
                        && fds[2] > AE_READER_PROCESS_CUBE
                    ? fork ()
                    : -1;
  int handle = -1;
  char sign = child > 0;

  if (child == 0)
    {
      close (socket);
      put_in_place (fds);
      return TRUE;
    }
  if (child > 0)
    handle = (int) syscall (SYS_pidfd_open, child, 0);
  put_message (socket, &sign, 1, &handle, handle >= 0 ? 1 : 0);
  if (handle >= 0)
    close (handle);
  for (guint i = 0; i < N_SENT; i++)
    if (fds[i] >= 0)
      close (fds[i]);
  return FALSE;
}

static int
run_server (int socket, AeReaderServeFunc serve)
{
  g_autofree char *question = g_malloc (MOST_QUESTION + 1);
  int fds[N_SENT];
  gssize n;

  while ((n = take_message (socket, question, MOST_QUESTION, fds, N_SENT)) > 0)
    {
      question[n] = '\0';
      if (serve_one (socket, question, fds))
        {
          char *argv[] = { (char *) "bandloom-reader", question, NULL };

          return serve (2, argv);
        }
    }
  return 0;
}

/* Nothing of the program's but the socket, which lies above the places of a reader. */
static int
be_a_server (int socket)
{
  int nowhere = open ("/dev/null", O_RDWR | O_CLOEXEC);
  int kept;

  for (int fd = 0; nowhere >= 0 && fd <= AE_READER_PROCESS_CUBE; fd++)
    if (fd != socket)
      dup2 (nowhere, fd);
  kept = fcntl (socket, F_DUPFD_CLOEXEC, 10);
  if (kept < 0 || syscall (SYS_close_range, kept + 1, ~0u, 0) != 0)
    return -1;
  for (int fd = AE_READER_PROCESS_CUBE + 1; fd < kept; fd++)
    close (fd);
  if (socket <= AE_READER_PROCESS_CUBE)
    dup2 (STDERR_FILENO, socket);
  return kept;
}

/**
 * ae_reader_process_start_server:
 * @prepare: what is done once, before the first question
 * @serve: what a copy does; gets the question as ae_reader_serve() does
 * @exit_code: (out): where this returns %FALSE
 *
 * As ae_reader_start_server().
 *
 * Returns: %FALSE in a copy of the program that has done its work; it must end with _exit().
 */
gboolean
ae_reader_process_start_server (void (*prepare) (void), AeReaderServeFunc serve, int *exit_code)
{
  Server *server = get_server ();
  int ends[2];
  pid_t child;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return TRUE;
  child = fork ();
  if (child != 0)
    {
      close (ends[1]);
      if (child > 0)
        server->socket = ends[0];
      else
        close (ends[0]);
      return TRUE;
    }
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_NAME, "bandloom-reader");
  signal (SIGCHLD, SIG_IGN); /* nobody waits for the copies */
  signal (SIGINT, SIG_IGN);  /* at a terminal it is meant for who asked */
  close (ends[0]);
  ae_sandbox_clear_environment ();
  ends[1] = be_a_server (ends[1]);
  prepare ();
  *exit_code = ends[1] >= 0 ? run_server (ends[1], serve) : 1;
  return FALSE;
}

/* ------------------------------------------------------------------ this side */

/**
 * ae_reader_process_ask_server:
 * @question: as ae_reader_serve() takes it
 * @fds: (array fixed-size=3): answer, cube, and the reader's end of the talk
 * @handle: (out): of the process that reads, as pidfd_open() gives it; −1 where there is none
 *
 * Any thread.
 *
 * Returns: whether a server has made a process that reads.
 */
gboolean
ae_reader_process_ask_server (const char *question, const int fds[3], int *handle)
{
  Server *server = get_server ();
  char sign = 0;
  gboolean ok;

  *handle = -1;
  if (server->socket < 0 || strlen (question) > MOST_QUESTION)
    return FALSE;
  g_mutex_lock (&server->lock);
  ok = put_message (server->socket, question, strlen (question), fds, N_SENT)
       && take_message (server->socket, &sign, 1, handle, 1) == 1 && sign != 0;
  g_mutex_unlock (&server->lock);
  return ok;
}
