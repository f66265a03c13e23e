/* bl-cli-print.c: results as JSON or as aligned lines on standard output, progress on standard
 * error. It prints what it is given and computes nothing.
 */
#include "bl-cli-print.h"

#include "ae-file.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define LABEL_COLUMNS 18
#define PROGRESS_US   100000

/**
 * bl_cli_json_string:
 * @json: within an object
 * @key: name of the member
 * @value: (nullable): its value; %NULL gives null
 */
void
bl_cli_json_string (JsonBuilder *json, const char *key, const char *value)
{
  json_builder_set_member_name (json, key);
  if (value == NULL)
    json_builder_add_null_value (json);
  else if (g_utf8_validate (value, -1, NULL))
    json_builder_add_string_value (json, value);
  else
    {
      g_autofree char *valid = g_utf8_make_valid (value, -1);

      json_builder_add_string_value (json, valid);
    }
}

/**
 * bl_cli_json_int:
 * @json: within an object
 * @key: name of the member
 * @value: its value
 */
void
bl_cli_json_int (JsonBuilder *json, const char *key, gint64 value)
{
  json_builder_set_member_name (json, key);
  json_builder_add_int_value (json, value);
}

static void
add_number (JsonBuilder *json, double value)
{
  if (isfinite (value))
    json_builder_add_double_value (json, value);
  else
    json_builder_add_null_value (json);
}

/**
 * bl_cli_json_number:
 * @json: within an object
 * @key: name of the member
 * @value: its value; null where it is not finite, as JSON has no such numbers
 */
void
bl_cli_json_number (JsonBuilder *json, const char *key, double value)
{
  json_builder_set_member_name (json, key);
  add_number (json, value);
}

/**
 * bl_cli_json_numbers:
 * @json: within an object
 * @key: name of the member
 * @values: (nullable) (array length=n): %NULL gives null
 * @n: how many
 */
void
bl_cli_json_numbers (JsonBuilder *json, const char *key, const double *values, gsize n)
{
  json_builder_set_member_name (json, key);
  if (values == NULL)
    {
      json_builder_add_null_value (json);
      return;
    }
  json_builder_begin_array (json);
  for (gsize i = 0; i < n; i++)
    add_number (json, values[i]);
  json_builder_end_array (json);
}

/* The generator leaves DEL and the controls from U+0080 on as they are, and terminals
 * apply_commands them. */
static void
put_escaped (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c >= 0x7f && c < 0xa0)
        printf ("\\u%04x", c);
      else
        fwrite (at, 1, (gsize) (g_utf8_next_char (at) - at), stdout);
    }
  putchar ('\n');
}

/**
 * bl_cli_json_print:
 * @json: with its object ended
 *
 * Prints it on one line of standard output.
 */
void
bl_cli_json_print (JsonBuilder *json)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  put_escaped (text);
}

/**
 * bl_cli_title:
 * @text: above a block of lines
 */
void
bl_cli_title (const char *text)
{
  g_autofree char *shown = NULL;

  for (; *text == '\n'; text++)
    putchar ('\n');
  shown = ae_file_dup_display (text);
  puts (shown);
}

/**
 * bl_cli_line:
 * @label: at the left, in UTF-8
 * @format: what stands beside it, as printf() takes it
 */
void
bl_cli_line (const char *label, const char *format, ...)
{
  g_autofree char *left = ae_file_dup_display (label);
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  shown = ae_file_dup_display (text);
  printf ("  %s%*s%s\n", left, (int) MAX (LABEL_COLUMNS - g_utf8_strlen (left, -1), 1), "",
          shown);
}

/**
 * bl_cli_progress_is_due:
 * @self: a line
 *
 * Returns: whether it is worth making a new text: on a terminal, ten times a second.
 */
gboolean
bl_cli_progress_is_due (BlCliProgress *self)
{
  gint64 now;

  if (!self->is_known)
    {
      self->is_terminal = isatty (STDERR_FILENO);
      self->is_known = TRUE;
    }
  if (!self->is_terminal)
    return FALSE;
  now = g_get_monotonic_time ();
  if (now - self->last_us < PROGRESS_US)
    return FALSE;
  self->last_us = now;
  return TRUE;
}

/**
 * bl_cli_progress_show:
 * @self: a line that is due
 * @format: its new text, as printf() takes it
 */
void
bl_cli_progress_show (BlCliProgress *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  shown = ae_file_dup_display (text);
  fprintf (stderr, "\r\033[K%s", shown);
  fflush (stderr);
  self->is_shown = TRUE;
}

/**
 * bl_cli_progress_take:
 * @fraction: 0 … 1
 * @progress: a #BlCliProgress
 *
 * Shows it in percent, when it is due: what the engine's progress functions can be given.
 */
void
bl_cli_progress_take (double fraction, gpointer progress)
{
  if (bl_cli_progress_is_due (progress))
    bl_cli_progress_show (progress, "%3.0f %%", 100 * fraction);
}

/**
 * bl_cli_progress_clear:
 * @self: a line
 *
 * Takes it off the terminal.
 */
void
bl_cli_progress_clear (BlCliProgress *self)
{
  if (self->is_shown)
    fputs ("\r\033[K", stderr);
  self->is_shown = FALSE;
}
