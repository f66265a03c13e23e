/* ae-reader-serve.c: the other side: a process that reads one file and ends. Whatever the file
 * does to the library that reads it, it does here.
 */
#include "ae-reader-process.h"
#include "ae-reader.h"
#include "ae-format-table.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ae-error.h"

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

/* A crash leaves no file behind, and a parent that is gone is not worked for. */
static void
be_a_child (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* The cube is shared with the process that asked and goes with this one. */
static gboolean
answer_scene (AeReadContext *reading, const AeFormat *format, GVariantBuilder *out,
              GError **error)
{
  AeSceneBuilder builder = { 0 };
  gboolean ok = format->load (reading, &builder, error);

  if (ok)
    ae_reader_process_pack (&builder, out);
  builder.cube = NULL;
  ae_scene_builder_clear (&builder);
  return ok;
}

static gboolean
answer (AeReadContext *reading, gboolean is_list, GVariantBuilder *out, GError **error)
{
  const AeFormat *format = ae_read_context_find_format (reading, error);
  g_autoptr (GPtrArray) choices
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_reader_choice_free);

  if (format == NULL)
    return FALSE;
  if (!is_list)
    return answer_scene (reading, format, out, error);
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
  gboolean is_list = FALSE;
  GVariantBuilder out;

  if (path == NULL)
    return 2;
  be_a_child ();
  g_variant_lookup (question, "memory", "t", &options.memory_limit);
  g_variant_lookup (question, "list", "b", &is_list);
  g_variant_builder_init (&out, G_VARIANT_TYPE (AE_READER_PROCESS_TYPE));
  if (ae_read_context_init (&reading, path, &options, NULL, &error))
    {
      reading.is_subprocess = TRUE;
      reading.cube_fd = AE_READER_PROCESS_CUBE;
      reading.wants_labels = g_variant_lookup (question, "lines", "u", &reading.lines)
                             && g_variant_lookup (question, "samples", "u", &reading.samples);
      answer (&reading, is_list, &out, &error);
    }
  if (error != NULL)
    {
      g_variant_builder_add (&out, "{sv}", "error", g_variant_new_bytestring (error->message));
      g_variant_builder_add (&out, "{sv}", "code",
                             g_variant_new_uint32 (error->domain == AE_ERROR
                                                       ? (guint32) error->code
                                                       : AE_ERROR_DAMAGED));
    }
  return send (&out) ? 0 : 1;
}
