/* ae-reader-serve.c: the other side: a process that reads one file and ends. Whatever the file
 * does to the library that reads it, it does here.
 */
#include "ae-reader-process.h"
#include "ae-reader.h"
#include "ae-format-table.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "ae-error.h"
#include "ae-gdal.h"
#include "ae-sandbox.h"

static char *
dup_text (GVariant *question, const char *key)
{
  g_autoptr (GVariant) value
      = g_variant_lookup_value (question, key, G_VARIANT_TYPE_BYTESTRING);

  return value != NULL ? g_variant_dup_bytestring (value, NULL) : NULL;
}

static gboolean
write_all (int fd, const void *data, gsize n)
{
  for (gsize at = 0; at < n;)
    {
      gssize done = write (fd, (const char *) data + at, n - at);

      if (done <= 0)
        return FALSE;
      at += (gsize) done;
    }
  return TRUE;
}

static void
progress_cb (double fraction, gpointer user_data)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE + 1];

  g_ascii_formatd (number, G_ASCII_DTOSTR_BUF_SIZE, "%.4f", fraction);
  strcat (number, "\n");
  write_all (STDOUT_FILENO, number, strlen (number));
}

static void
put_choices (GPtrArray *choices, GVariantBuilder *out)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(ayayuuu)"));
  for (guint i = 0; i < choices->len; i++)
    {
      const AeReaderChoice *choice = choices->pdata[i];

      g_variant_builder_add (&list, "(^ay^ayuuu)", choice->variable, choice->shape,
                             choice->lines, choice->samples, choice->bands);
    }
  g_variant_builder_add (out, "{sv}", "choices", g_variant_builder_end (&list));
}

/* The cube is shared with the process that asked and goes with this one. */
static gboolean
answer_scene (AeReadContext *reading, const AeFormat *format, AeSceneBuilder *builder,
              GVariantBuilder *out, GError **error)
{
  gboolean ok = format->load (reading, builder, error);

  if (ok)
    {
      ae_reader_process_pack (builder, out);
      g_variant_builder_add (out, "{sv}", "on-demand",
                             g_variant_new_boolean (builder->cube == NULL));
    }
  builder->cube = NULL;
  return ok;
}

static gboolean
answer (AeReadContext *reading, gboolean is_list, AeSceneBuilder *builder, GVariantBuilder *out,
        GError **error)
{
  const AeFormat *format = ae_read_context_find_format (reading, error);
  g_autoptr (GPtrArray) choices
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_reader_choice_free);

  if (format == NULL)
    return FALSE;
  if (!is_list)
    return answer_scene (reading, format, builder, out, error);
  if (format->list != NULL && !format->list (reading, choices, error))
    return FALSE;
  put_choices (choices, out);
  return TRUE;
}

static gboolean
send (GVariantBuilder *out)
{
  g_autoptr (GVariant) told = g_variant_ref_sink (g_variant_builder_end (out));

  return write_all (AE_READER_PROCESS_ANSWER, g_variant_get_data (told),
                    g_variant_get_size (told));
}

/* ------------------------------------------------------------------ lines on demand */

static gboolean
hear (AeReaderLines *lines)
{
  gsize at = 0;

  while (at < sizeof *lines)
    {
      gssize got = read (STDIN_FILENO, (char *) lines + at, sizeof *lines - at);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return FALSE;
      at += (gsize) got;
    }
  return TRUE;
}

static void
tell (const char *word)
{
  g_autofree char *line = g_strconcat (word, "\n", NULL);

  write_all (STDOUT_FILENO, line, strlen (line));
}

/* Until who asks has had enough. */
static void
serve_lines (const AeSceneBuilder *b)
{
  gsize line = (gsize) b->samples * b->bands * sizeof (float), mapped = 0;
  float *cube = NULL;
  AeReaderLines lines;

  tell (AE_READER_PROCESS_READY);
  while (hear (&lines))
    {
      g_autoptr (GError) error = NULL;

      if (lines.n * line > mapped)
        {
          if (cube != NULL)
            munmap (cube, mapped);
          mapped = lines.n * line;
          cube = ftruncate (AE_READER_PROCESS_CUBE, (off_t) mapped) == 0
                     ? mmap (NULL, mapped, PROT_READ | PROT_WRITE, MAP_SHARED,
                             AE_READER_PROCESS_CUBE, 0)
                     : MAP_FAILED;
          if (cube == MAP_FAILED)
            return;
        }
      if (b->read (b->source, lines.first, lines.n, cube, &error))
        tell (AE_READER_PROCESS_DONE);
      else
        tell (g_strdelimit (error->message, "\n\r", ' '));
    }
}

/**
 * ae_reader_serve:
 * @argc: 2
 * @argv: the second is what to read, as ae_reader_process_load() writes it
 *
 * All that the program does which reads a file apart.
 *
 * Returns: its exit code: 0 where there is an answer, even a refusal.
 */
int
ae_reader_serve (int argc, char **argv)
{
  g_autoptr (GVariant) question
      = argc == 2 ? g_variant_parse (G_VARIANT_TYPE (AE_READER_PROCESS_TYPE), argv[1], NULL,
                                     NULL, NULL)
                  : NULL;
  g_autofree char *path = question != NULL ? dup_text (question, "path") : NULL;
  g_autofree char *variable = question != NULL ? dup_text (question, "variable") : NULL;
  g_autofree char *axes = question != NULL ? dup_text (question, "axes") : NULL;
  AeReaderOptions options = { .variable = variable, .axes = axes, .progress = progress_cb };
  g_auto (AeReadContext) reading = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *absolute = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  AeSceneBuilder builder = { 0 };
  gboolean is_list = FALSE, is_on_demand, ok;
  GVariantBuilder out;

  if (path == NULL)
    return 2;
  prctl (PR_SET_PDEATHSIG, SIGKILL); /* who is gone is not worked for */
  g_variant_lookup (question, "memory", "t", &options.memory_limit);
  g_variant_lookup (question, "list", "b", &is_list);
  g_variant_builder_init (&out, G_VARIANT_TYPE (AE_READER_PROCESS_TYPE));
  if (!ae_sandbox_enter (absolute, options.memory_limit))
    g_set_error (&error, AE_ERROR, AE_ERROR_UNSUPPORTED,
                 "%s is not read: this system does not let a program give up its rights (%s)",
                 path, g_strerror (errno));
  else if (ae_read_context_init (&reading, path, &options, NULL, &error))
    {
      reading.is_subprocess = TRUE;
      reading.cube_fd = AE_READER_PROCESS_CUBE;
      g_variant_lookup (question, "arrays", "b", &reading.wants_arrays);
      reading.wants_labels = g_variant_lookup (question, "lines", "u", &reading.lines)
                             && g_variant_lookup (question, "samples", "u", &reading.samples);
      answer (&reading, is_list, &builder, &out, &error);
    }
  if (error != NULL)
    {
      g_variant_builder_add (&out, "{sv}", "error", g_variant_new_bytestring (error->message));
      g_variant_builder_add (&out, "{sv}", "code",
                             g_variant_new_uint32 (error->domain == AE_ERROR
                                                       ? (guint32) error->code
                                                       : AE_ERROR_DAMAGED));
    }
  is_on_demand = error == NULL && builder.read != NULL;
  ok = send (&out);
  if (ok && is_on_demand)
    {
      prctl (PR_SET_PDEATHSIG, 0); /* the thread that asked may end before the scene does */
      serve_lines (&builder);
    }
  ae_scene_builder_clear (&builder);
  if (ok)
    tell (AE_READER_PROCESS_DONE);
  return ok ? 0 : 1;
}

/**
 * ae_reader_start_server:
 * @exit_code: (out): where this returns %FALSE
 *
 * Makes what reads files faster and with fewer rights than a program that is started each time.
 * First of all in main(): before there are threads, windows and files. Without it, files are
 * read by starting `bandloom-reader`.
 *
 * Returns: %FALSE in a copy of the program that has done its work; it must end with _exit().
 */
gboolean
ae_reader_start_server (int *exit_code)
{
  return ae_reader_process_start_server (ae_gdal_start, ae_reader_serve, exit_code);
}
