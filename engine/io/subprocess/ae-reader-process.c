/* ae-reader-process.c: this side of a reading in another process. Progress comes by a socket,
 * the answer and the pixels in memory that both share; a child that is cancelled is killed. A
 * scene that is larger than memory stays open there, and its lines are asked for.
 */
#include "ae-reader-process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ae-error.h"
#include "ae-file.h"

#define PROGRAM     "bandloom-reader"
#define LOOK_MS     50         /* between two looks at whether it was cancelled */
#define PATIENCE_S  60         /* without a sign of life, and a second more for each MiB */
#define MOST_LINE   65536      /* bytes without an end */
#define MOST_ANSWER (1u << 30) /* bytes: labels and mask of a very large image */

/* A test says where; an empty word says here, in this process: for who looks for mistakes in
 * it.
 */
static const char *
get_given_program (void)
{
  return g_getenv ("BANDLOOM_READER");
}

static gboolean
is_read_here (const AeReadContext *reading)
{
  return reading->is_subprocess || g_strcmp0 (get_given_program (), "") == 0;
}

/* Beside this program, or where it was installed. */
static char *
find_program (void)
{
  const char *given = get_given_program ();
  g_autofree char *self = given == NULL ? g_file_read_link ("/proc/self/exe", NULL) : NULL;
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = folder != NULL ? g_build_filename (folder, PROGRAM, NULL) : NULL;
  const char *const places[] = { given, beside, AE_LIBEXECDIR "/" PROGRAM };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (places[i] != NULL && g_file_test (places[i], G_FILE_TEST_IS_EXECUTABLE))
      return g_strdup (places[i]);
  return g_strdup (PROGRAM);
}

typedef struct
{
  const char *name;       /* of the file, for messages */
  guint64 size;           /* of the file */
  AeReadContext *reading; /* while it is opened */
  GPid pid;               /* of a program that was started; 0: none */
  int handle;             /* of a process that the server made */
  int answer, cube, talk; /* descriptors; −1: closed */
  GString *heard;         /* what has come, but for whole lines */
  gboolean is_done;       /* it said that it has told all */
  gboolean is_ready;      /* and that it waits for questions */
  GVariant *told;         /* what was answered */
} Child;

static void
child_init (Child *self, AeReadContext *reading)
{
  *self = (Child){ .name = reading->name, .size = reading->size, .reading = reading };
  self->handle = self->answer = self->cube = self->talk = -1;
  self->heard = g_string_new (NULL);
}

/* Its status; −1 where nobody knows. */
static int
wait_for (GPid pid)
{
  int status = -1;
  pid_t done;

  do
    done = waitpid (pid, &status, 0);
  while (done < 0 && errno == EINTR);
  return done == pid ? status : -1;
}

static void
child_clear (Child *self)
{
  const int fds[] = { self->handle, self->answer, self->cube, self->talk };

  if (self->pid > 0)
    {
      kill (self->pid, SIGKILL);
      wait_for (self->pid);
    }
  if (self->handle >= 0)
    syscall (SYS_pidfd_send_signal, self->handle, SIGKILL, NULL, 0);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    if (fds[i] >= 0)
      close (fds[i]);
  if (self->heard != NULL)
    g_string_free (self->heard, TRUE);
  g_clear_pointer (&self->told, g_variant_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Child, child_clear)

static char *
dup_question (const AeReadContext *reading, gboolean is_list)
{
  GVariantBuilder builder;
  g_autoptr (GVariant) question = NULL;
  const AeReaderOptions *o = reading->options;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (AE_READER_PROCESS_TYPE));
  g_variant_builder_add (&builder, "{sv}", "path", g_variant_new_bytestring (reading->path));
  g_variant_builder_add (&builder, "{sv}", "list", g_variant_new_boolean (is_list));
  if (o->variable != NULL)
    g_variant_builder_add (&builder, "{sv}", "variable",
                           g_variant_new_bytestring (o->variable));
  if (o->axes != NULL)
    g_variant_builder_add (&builder, "{sv}", "axes", g_variant_new_bytestring (o->axes));
  g_variant_builder_add (&builder, "{sv}", "memory", g_variant_new_uint64 (o->memory_limit));
  g_variant_builder_add (&builder, "{sv}", "arrays",
                         g_variant_new_boolean (reading->wants_arrays));
  if (reading->wants_labels)
    {
      g_variant_builder_add (&builder, "{sv}", "lines", g_variant_new_uint32 (reading->lines));
      g_variant_builder_add (&builder, "{sv}", "samples",
                             g_variant_new_uint32 (reading->samples));
    }
  question = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (question, TRUE);
}

/* A copy that the server makes, or the program. */
static gboolean
start (Child *self, gboolean is_list)
{
  g_autofree char *question = dup_question (self->reading, is_list);
  g_autofree char *program = NULL;
  int talk[2] = { -1, -1 };
  gboolean ok;

  self->answer = memfd_create ("answer", MFD_CLOEXEC);
  self->cube = memfd_create ("cube", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (self->answer < 0 || self->cube < 0
      || socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, talk) != 0)
    return FALSE;
  self->talk = talk[0];
  ok = get_given_program () == NULL
       && ae_reader_process_ask_server (question, (int[]){ self->answer, self->cube, talk[1] },
                                        &self->handle);
  if (!ok)
    {
      const int targets[] = { AE_READER_PROCESS_ANSWER, AE_READER_PROCESS_CUBE };
      const char *const argv[] = { program = find_program (), question, NULL };

      ok = g_spawn_async_with_pipes_and_fds (
          NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
          talk[1], talk[1], -1, (int[]){ self->answer, self->cube }, targets, 2, &self->pid,
          NULL, NULL, NULL, NULL);
    }
  close (talk[1]);
  return ok;
}

/* A number tells how far it is; a word that there is an end to it. FALSE for another word. */
static gboolean
hear_line (Child *self, const char *line)
{
  char *end;
  double fraction = g_ascii_strtod (line, &end);

  if (strcmp (line, AE_READER_PROCESS_DONE) == 0)
    self->is_done = TRUE;
  else if (strcmp (line, AE_READER_PROCESS_READY) == 0)
    self->is_ready = TRUE;
  else if (end == line || *end != '\0')
    return FALSE;
  else if (self->reading != NULL)
    ae_read_context_report (self->reading, CLAMP (fraction, 0.0, 1.0));
  return TRUE;
}

/* Line by line; FALSE, with the line in front, where one is neither number nor known word. */
static gboolean
hear (Child *self, const char *text, gsize n)
{
  const char *end;

  g_string_append_len (self->heard, text, (gssize) n);
  while ((end = memchr (self->heard->str, '\n', self->heard->len)) != NULL)
    {
      gsize length = (gsize) (end - self->heard->str);

      self->heard->str[length] = '\0';
      if (!hear_line (self, self->heard->str))
        return FALSE;
      g_string_erase (self->heard, 0, (gssize) length + 1);
    }
  return TRUE;
}

static gint64
get_patience_us (const Child *self)
{
  const char *given = g_getenv ("BANDLOOM_READER_SECONDS"); /* for the fuzzer */
  double seconds = given != NULL ? g_ascii_strtod (given, NULL) : PATIENCE_S;

  return (gint64) (1e6 * (seconds + (double) self->size / 0x1p20));
}

static gboolean
fail_damaged (const Child *self, const char *how, GError **error)
{
  g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
               "%s is damaged: the library that reads its format %s; copy or save the file "
               "again",
               self->name, how);
  return FALSE;
}

/* Until it has told all, or has closed its end. */
static gboolean
listen_to (Child *self, GError **error)
{
  struct pollfd look = { .fd = self->talk, .events = POLLIN };
  gint64 patience_us = get_patience_us (self), heard_us = g_get_monotonic_time ();
  char text[4096];

  while (!self->is_ready && !self->is_done)
    {
      int ready = poll (&look, 1, LOOK_MS);
      gssize n = ready > 0 ? read (self->talk, text, sizeof text) : 0;

      if (self->reading != NULL && !ae_read_context_check_cancelled (self->reading, error))
        return FALSE;
      if (ready > 0 && (n == 0 || (n < 0 && errno != EINTR)))
        return TRUE;
      if (g_get_monotonic_time () - heard_us > patience_us)
        return fail_damaged (self, "comes to no end", error);
      if (n > 0)
        heard_us = g_get_monotonic_time ();
      if (n > 0 && (!hear (self, text, (gsize) n) || self->heard->len > MOST_LINE))
        return fail_damaged (self, "says what nobody understands", error);
    }
  return TRUE;
}

static gboolean
take_answer (Child *self, GError **error)
{
  struct stat status;
  g_autofree void *data = NULL;
  g_autofree char *message = NULL;
  g_autoptr (GVariant) text = NULL;
  g_autoptr (GVariant) told = NULL;
  guint32 code = 0;

  if (fstat (self->answer, &status) != 0 || status.st_size <= 0 || status.st_size > MOST_ANSWER)
    return fail_damaged (self, "gave no answer", error);
  data = g_malloc ((gsize) status.st_size);
  if (pread (self->answer, data, (gsize) status.st_size, 0) != status.st_size)
    return fail_damaged (self, "gave no answer", error);
  told = g_variant_ref_sink (g_variant_new_from_data (G_VARIANT_TYPE (AE_READER_PROCESS_TYPE),
                                                      data, (gsize) status.st_size, FALSE,
                                                      g_free, data));
  data = NULL;
  self->told = g_variant_get_normal_form (told);
  text = g_variant_lookup_value (self->told, "error", G_VARIANT_TYPE_BYTESTRING);
  if (text == NULL)
    return TRUE;
  message = g_utf8_make_valid (g_variant_get_bytestring (text), -1);
  g_variant_lookup (self->told, "code", "u", &code);
  g_set_error_literal (error, AE_ERROR, (int) MIN (code, AE_ERROR_SIZE_MISMATCH), message);
  return FALSE;
}

/* A program that was started says by its exit code whether it came to its end, too. */
static gboolean
has_ended_well (Child *self)
{
  int status;

  if (self->is_ready)
    return TRUE;
  if (self->pid == 0)
    return self->is_done;
  status = wait_for (self->pid);
  self->pid = 0;
  return status == 0;
}

static gboolean
ask (Child *self, gboolean is_list, GError **error)
{
  if (!start (self, is_list))
    {
      g_set_error (error, AE_ERROR, AE_ERROR_IO,
                   "%s cannot be read: %s does not start; install Bandloom again", self->name,
                   PROGRAM);
      return FALSE;
    }
  if (!listen_to (self, error))
    return FALSE;
  if (!has_ended_well (self))
    return fail_damaged (self, "broke down on it", error);
  return take_answer (self, error);
}

static gsize
get_cube_bytes (const AeSceneBuilder *b)
{
  return (gsize) b->lines * b->samples * b->bands * sizeof (float);
}

/* Nothing is copied: the child's pages become the scene's. It can make them no fewer. */
static gboolean
take_cube (Child *self, AeSceneBuilder *b, GError **error)
{
  gsize bytes = get_cube_bytes (b);
  struct stat status;
  void *cube;

  if (!ae_read_context_fits_memory (self->reading, b)
      || fcntl (self->cube, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0
      || fstat (self->cube, &status) != 0 || (guint64) status.st_size != bytes)
    return fail_damaged (self, "gave other pixels than it said", error);
  cube = mmap (NULL, bytes, PROT_READ, MAP_SHARED | MAP_POPULATE, self->cube, 0);
  if (cube == MAP_FAILED)
    return fail_damaged (self, "gave pixels that cannot be taken", error);
  b->cube = cube;
  b->mapped_bytes = bytes;
  return TRUE;
}

/* ------------------------------------------------------------------ lines on demand */

typedef struct
{
  Child child;
  char *name;
  gsize line_bytes;
} Source;

static void
source_free (gpointer data)
{
  Source *self = data;

  child_clear (&self->child);
  g_free (self->name);
  g_free (self);
}

/* It is asked once for each strip; what it says that is no known word is why it cannot. */
static gboolean
read_lines_cb (gpointer data, guint first, guint n, float *out, GError **error)
{
  Source *self = data;
  Child *child = &self->child;
  const AeReaderLines lines = { first, n };
  gsize bytes = n * self->line_bytes, at = 0;
  gboolean is_good;

  child->is_done = child->is_ready = FALSE;
  is_good = send (child->talk, &lines, sizeof lines, MSG_NOSIGNAL) == sizeof lines
            && listen_to (child, NULL) && child->is_done;
  while (is_good && at < bytes)
    {
      gssize got = pread (child->cube, (char *) out + at, bytes - at, (off_t) at);

      is_good = got > 0;
      at += (gsize) MAX (got, 0);
    }
  if (is_good)
    return TRUE;
  if (child->heard->len > 0)
    {
      g_autofree char *said = ae_file_dup_display (child->heard->str);

      g_set_error_literal (error, AE_ERROR, AE_ERROR_DAMAGED, said);
      g_string_truncate (child->heard, 0);
      return FALSE;
    }
  return fail_damaged (child, "broke down on it", error);
}

/* The child lives as long as the scene. */
static void
keep_child (Child *self, AeSceneBuilder *b)
{
  Source *source = g_new0 (Source, 1);

  source->child = *self;
  source->name = g_strdup (self->name);
  source->child.name = source->name;
  source->child.reading = NULL;
  source->line_bytes = (gsize) b->samples * b->bands * sizeof (float);
  child_init (self, self->reading);
  b->source = source;
  b->source_free = source_free;
  b->read = read_lines_cb;
}

/**
 * ae_reader_process_load:
 * @reading: a file
 * @format: its
 * @builder: gets what is in it
 * @error: as @format's own; %AE_ERROR_DAMAGED where its library ended; %AE_ERROR_CANCELLED
 *
 * Reads here where that is the reader itself. Worker thread.
 *
 * Returns: whether it could be read.
 */
gboolean
ae_reader_process_load (AeReadContext *reading, const AeFormat *format, AeSceneBuilder *builder,
                        GError **error)
{
  g_auto (Child) child = { 0 };
  gboolean is_on_demand = FALSE;

  child_init (&child, reading);
  if (is_read_here (reading))
    return format->load (reading, builder, error);
  if (!ask (&child, FALSE, error))
    return FALSE;
  if (!ae_reader_process_unpack (child.told, builder))
    return fail_damaged (&child, "gave no image", error);
  g_variant_lookup (child.told, "on-demand", "b", &is_on_demand);
  if (!is_on_demand)
    return take_cube (&child, builder, error);
  if (!child.is_ready)
    return fail_damaged (&child, "gave no pixels", error);
  keep_child (&child, builder);
  return TRUE;
}

/**
 * ae_reader_process_list:
 * @reading: a file
 * @format: its
 * @choices: (element-type AeReaderChoice): gets the arrays that could be a scene
 * @error: as ae_reader_process_load()
 *
 * Returns: whether it could be looked into.
 */
gboolean
ae_reader_process_list (AeReadContext *reading, const AeFormat *format, GPtrArray *choices,
                        GError **error)
{
  g_auto (Child) child = { 0 };
  g_autoptr (GVariant) list = NULL;
  GVariantIter iter;
  GVariant *one;
  char *variable, *shape;
  guint32 lines, samples, bands;

  child_init (&child, reading);
  if (is_read_here (reading))
    return format->list == NULL || format->list (reading, choices, error);
  if (!ask (&child, TRUE, error))
    return FALSE;
  list = g_variant_lookup_value (child.told, "choices", G_VARIANT_TYPE ("a(ayayuuu)"));
  if (list == NULL)
    return TRUE;
  g_variant_iter_init (&iter, list);
  while ((one = g_variant_iter_next_value (&iter)) != NULL)
    {
      g_variant_get (one, "(^ay^ayuuu)", &variable, &shape, &lines, &samples, &bands);
      g_ptr_array_add (choices,
                       ae_read_context_choice_new (variable, shape, lines, samples, bands));
      g_variant_unref (one);
    }
  return TRUE;
}
