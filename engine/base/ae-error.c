/* ae-error.c: the error domain's quark, and how an error of it is set. */
#include "ae-error.h"

/* The formatter would take the name for a difference. */
/* clang-format off */
G_DEFINE_QUARK (ae-error-quark, ae_error)
/* clang-format on */

/**
 * ae_error_set:
 * @error: (out) (optional): a #GError in %AE_ERROR
 * @code: which
 * @format: printf() format of a sentence without a full stop
 * @...: its arguments
 *
 * Any thread.
 *
 * Returns: %FALSE, for a function that fails to return.
 */
gboolean
ae_error_set (GError **error, AeError code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error, g_error_new_valist (AE_ERROR, code, format, args));
  va_end (args);
  return FALSE;
}
