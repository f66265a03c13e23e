/* ae-number.c: the one reading of numbers that a person typed: decimal, with a point, finite.
 * No other base, no words, no blanks; what a library would make of 010, 0x10, +1, nan or 1e999
 * nobody can have meant.
 */
#include "ae-number.h"

#include <math.h>
#include <string.h>

/**
 * ae_number_parse:
 * @text: as typed
 * @value: (out): the number; as it was where there is none
 *
 * Any thread, whatever the locale.
 *
 * Returns: whether all of the text is one finite decimal number: 1, -0.5, .5, 2e-3.
 */
gboolean
ae_number_parse (const char *text, double *value)
{
  const char *digits = text[0] == '-' ? text + 1 : text;
  char *end;
  double number;

  if ((!g_ascii_isdigit (digits[0]) && digits[0] != '.')
      || text[strspn (text, "0123456789.eE+-")] != '\0')
    return FALSE;
  number = g_ascii_strtod (text, &end);
  if (*end != '\0' || !isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}

/**
 * ae_number_parse_count:
 * @text: as typed
 * @most: the highest that can be meant
 * @value: (out): the number; as it was where there is none
 *
 * Any thread.
 *
 * Returns: whether all of the text is digits, without a sign; 010 is ten.
 */
gboolean
ae_number_parse_count (const char *text, guint64 most, guint64 *value)
{
  return g_ascii_isdigit (text[0])
         && g_ascii_string_to_unsigned (text, 10, 0, most, value, NULL);
}
