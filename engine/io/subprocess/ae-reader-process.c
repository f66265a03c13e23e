/* ae-reader-process.c: this side of a reading in another process. Progress comes by a pipe, the
 * answer and the pixels in memory that both share; a child that is cancelled is killed.
 */
#include "ae-reader-process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ae-error.h"

#define PROGRAM     "bandloom-reader"
#define LOOK_MS     50          /* between two looks at whether it was cancelled */
#define PATIENCE_S  60          /* without a sign of life, and a second more for each MiB */
#define MOST_ANSWER (1u << 30)  /* bytes: labels and mask of a very large image */
#define COPY_BYTES  (16u << 20) /* given back to the system as they are copied */

/* Beside this program, or where it was installed; a test says where. */
static char *
find_program (void)
{
  const char *given = g_getenv ("BANDLOOM_READER");
  g_autofree char *self = given == NULL ? g_file_read_link ("/proc/self/exe", NULL) : NULL;
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = folder != NULL ? g_build_filename (folder, PROGRAM, NULL) : NULL;
  const char *const places[] = { given, beside, AE_LIBEXECDIR "/" PROGRAM };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (places[i] != NULL && g_file_test (places[i], G_FILE_TEST_IS_EXECUTABLE))
      return g_strdup (places[i]);
  return NULL;
}

typedef struct
{
  AeReadContext *reading;
  GPid pid;
  int answer, cube, pipe; /* descriptors; −1: closed */
  GVariant *told;         /* what was answered */
} Child;

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
  if (self->pid > 0)
    {
      kill (self->pid, SIGKILL);
      wait_for (self->pid);
    }
  if (self->answer >= 0)
    close (self->answer);
  if (self->cube >= 0)
    close (self->cube);
  if (self->pipe >= 0)
    close (self->pipe);
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
  if (reading->wants_labels)
    {
      g_variant_builder_add (&builder, "{sv}", "lines", g_variant_new_uint32 (reading->lines));
      g_variant_builder_add (&builder, "{sv}", "samples",
                             g_variant_new_uint32 (reading->samples));
    }
  question = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (question, TRUE);
}

static gboolean
start (Child *self, const char *program, gboolean is_list)
{
  g_autofree char *question = dup_question (self->reading, is_list);
  const char *const argv[] = { program, question, NULL };
  const int targets[] = { AE_READER_PROCESS_ANSWER, AE_READER_PROCESS_CUBE };

  self->answer = memfd_create ("answer", MFD_CLOEXEC);
  self->cube = memfd_create ("cube", MFD_CLOEXEC);
  return self->answer >= 0 && self->cube >= 0
         && g_spawn_async_with_pipes_and_fds (
             NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
             NULL, -1, -1, -1, (int[]){ self->answer, self->cube }, targets, 2, &self->pid,
             NULL, &self->pipe, NULL, NULL);
}

/* Lines of a number each, the newest counts. */
static void
report (Child *self, const char *text, gsize n)
{
  const char *end = memrchr (text, '\n', n), *begin;
  double fraction;

  if (end == NULL)
    return;
  begin = memrchr (text, '\n', (gsize) (end - text));
  fraction = g_ascii_strtod (begin != NULL ? begin + 1 : text, NULL);
  ae_read_context_report (self->reading, CLAMP (fraction, 0.0, 1.0));
}

static gint64
get_patience_us (const AeReadContext *reading)
{
  const char *given = g_getenv ("BANDLOOM_READER_SECONDS"); /* for the fuzzer */
  double seconds = given != NULL ? g_ascii_strtod (given, NULL) : PATIENCE_S;

  return (gint64) (1e6 * (seconds + (double) reading->size / 0x1p20));
}

static gboolean
fail_damaged (const Child *self, const char *how, GError **error)
{
  g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
               "%s is damaged: the library that reads its format %s; copy or save the file "
               "again.",
               self->reading->name, how);
  return FALSE;
}

/* Until the child has closed its end. */
static gboolean
listen (Child *self, GError **error)
{
  struct pollfd look = { .fd = self->pipe, .events = POLLIN };
  gint64 patience_us = get_patience_us (self->reading), heard_us = g_get_monotonic_time ();
  char text[4096];

  for (;;)
    {
      int ready = poll (&look, 1, LOOK_MS);
      gssize n = ready > 0 ? read (self->pipe, text, sizeof text - 1) : 0;

      if (!ae_read_context_check_cancelled (self->reading, error))
        return FALSE;
      if (ready > 0 && (n == 0 || (n < 0 && errno != EINTR)))
        return TRUE;
      if (g_get_monotonic_time () - heard_us > patience_us)
        return fail_damaged (self, "comes to no end", error);
      if (n > 0)
        {
          text[n] = '\0';
          heard_us = g_get_monotonic_time ();
          report (self, text, (gsize) n);
        }
    }
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

static gboolean
ask (Child *self, const char *program, gboolean is_list, GError **error)
{
  int status;

  if (!start (self, program, is_list))
    {
      g_set_error (error, AE_ERROR, AE_ERROR_IO,
                   "%s cannot be read: %s does not start; install Bandloom again.",
                   self->reading->name, program);
      return FALSE;
    }
  if (!listen (self, error))
    return FALSE;
  status = wait_for (self->pid);
  self->pid = 0;
  if (status != 0)
    return fail_damaged (self, "broke down on it", error);
  return take_answer (self, error);
}

/* What is copied is given back at once, so that the pixels are there once. */
static gboolean
take_cube (Child *self, AeSceneBuilder *b, GError **error)
{
  gsize bytes = (gsize) b->lines * b->samples * b->bands * sizeof (float), at = 0;
  struct stat status;

  if (fstat (self->cube, &status) != 0 || (guint64) status.st_size != bytes)
    return fail_damaged (self, "gave other pixels than it said", error);
  if (!ae_read_context_alloc_cube (self->reading, b, error))
    return FALSE;
  while (at < bytes)
    {
      gssize n
          = pread (self->cube, (char *) b->cube + at, MIN (COPY_BYTES, bytes - at), (off_t) at);

      if (n <= 0)
        return fail_damaged (self, "gave other pixels than it said", error);
      fallocate (self->cube, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t) at, n);
      at += (gsize) n;
    }
  return TRUE;
}

/**
 * ae_reader_process_load:
 * @reading: a file
 * @format: its
 * @builder: gets what is in it
 * @error: as @format's own; %AE_ERROR_DAMAGED where its library ended; %AE_ERROR_CANCELLED
 *
 * Reads here where that is the reader itself, or where there is none. Worker thread.
 *
 * Returns: whether it could be read.
 */
gboolean
ae_reader_process_load (AeReadContext *reading, const AeFormat *format, AeSceneBuilder *builder,
                        GError **error)
{
  g_autofree char *program = reading->is_subprocess ? NULL : find_program ();
  g_auto (Child) child = { reading, 0, -1, -1, -1, NULL };

  if (program == NULL)
    return format->load (reading, builder, error);
  if (!ask (&child, program, FALSE, error))
    return FALSE;
  if (!ae_reader_process_unpack (child.told, builder))
    return fail_damaged (&child, "gave no image", error);
  return take_cube (&child, builder, error);
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
  g_autofree char *program = reading->is_subprocess ? NULL : find_program ();
  g_auto (Child) child = { reading, 0, -1, -1, -1, NULL };
  g_autoptr (GVariant) list = NULL;
  GVariantIter iter;
  GVariant *one;
  char *variable, *shape;
  guint32 lines, samples, bands;

  if (program == NULL)
    return format->list == NULL || format->list (reading, choices, error);
  if (!ask (&child, program, TRUE, error))
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
