/* ae-formats.c: the table of file formats. Each row stands at the end of its reader; here they
 * are put in order, asked whose a file is, and listed.
 */
#include "ae-formats.h"

#include "ae-error.h"
#include "ae-file.h"
#include "ae-format-table.h"

#define AE_FORMAT_ROW(name) &ae_format_##name,

static const AeFormat *const formats[] = { AE_FORMATS (AE_FORMAT_ROW) };

/**
 * ae_formats_get_n:
 *
 * Returns: how many formats are read, the demo scene not counted. Any thread.
 */
guint
ae_formats_get_n (void)
{
  return G_N_ELEMENTS (formats);
}

/**
 * ae_formats_get:
 * @i: below ae_formats_get_n()
 *
 * Returns: (transfer none): one of them; static. Any thread.
 */
const AeFormatInfo *
ae_formats_get (guint i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (formats), NULL);
  return &formats[i]->info;
}

static void
append_name (GString *text, const AeFormatInfo *info, const char *name)
{
  g_string_append (text, name);
  if (info->companion != NULL)
    g_string_append_printf (text, " (with its %s)", info->companion);
}

/**
 * ae_formats_dup_names:
 * @conjunction: between the last two: "and", "or"
 *
 * Returns: (transfer full): the names of all formats for a sentence: "ENVI (with its .hdr),
 * MATLAB and NumPy". Any thread.
 */
char *
ae_formats_dup_names (const char *conjunction)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GString) last = g_string_new (NULL);

  g_return_val_if_fail (conjunction != NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    for (guint n = 0; formats[i]->info.names[n] != NULL; n++)
      {
        if (last->len > 0)
          g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", last->str);
        g_string_truncate (last, 0);
        append_name (last, &formats[i]->info, formats[i]->info.names[n]);
      }
  if (text->len > 0)
    g_string_append_printf (text, " %s ", conjunction);
  g_string_append (text, last->str);
  return g_string_free (text, FALSE);
}

/**
 * ae_read_context_find_format:
 * @reading: a file
 * @error: %AE_ERROR_UNKNOWN_FORMAT
 *
 * Returns: (nullable): what it is, by its first bytes and its name.
 */
const AeFormat *
ae_read_context_find_format (const AeReadContext *reading, GError **error)
{
  g_autofree char *names = NULL;

  if (!ae_file_check_lfs (reading->name, reading->head, reading->n_head,
                          AE_ERROR_UNKNOWN_FORMAT, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->probe (reading))
      return formats[i];
  names = ae_formats_dup_names ("and");
  g_set_error (error, AE_ERROR, AE_ERROR_UNKNOWN_FORMAT,
               "%s is of no format that Bandloom reads; it opens %s files", reading->name,
               names);
  return NULL;
}
