/* ae-error.h: the one error domain of the engine. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AE_ERROR (ae_error_quark ())

/**
 * AeError:
 * @AE_ERROR_NOT_FOUND: nothing at that path ("/data/x.img: no such file"), or a directory
 * @AE_ERROR_UNKNOWN_FORMAT: a file that no reader knows (a text file, a photograph)
 * @AE_ERROR_DAMAGED: a known format whose parts do not agree (a truncated pair, a bad size)
 * @AE_ERROR_UNSUPPORTED: well formed, but not something Bandloom reads (complex numbers in a
 * label file)
 * @AE_ERROR_AMBIGUOUS: several arrays of the file could be the scene; the message lists them
 * @AE_ERROR_NO_DATA: nothing left to work on (every pixel masked, every value NaN)
 * @AE_ERROR_INVALID: settings that cannot be built or trained (no layers, target 1)
 * @AE_ERROR_NON_FINITE: training left the finite numbers; the message names the likely cause
 * @AE_ERROR_CANCELLED: the caller's cancellable fired
 * @AE_ERROR_TOO_LARGE: more memory than is allowed, with both figures
 * @AE_ERROR_MISMATCH: a model and a scene whose bands do not fit
 * @AE_ERROR_IO: reading or writing failed half way (disk full, device gone)
 * @AE_ERROR_SIZE_MISMATCH: a header that does not fit its file, where another reading would:
 * the message has the arithmetic and that reading
 * @AE_ERROR_BUSY: another program is writing that file just now; a moment later it may go
 * @AE_ERROR_CONFLICT: a run was changed here and in the project's file; the message names them
 *
 * Every message is one sentence that a user can act on: where (file, key, offset, band), what
 * was found, what was expected, what to do. It has no full stop at its end, as it may stand
 * within another.
 */
typedef enum
{
  AE_ERROR_NOT_FOUND,
  AE_ERROR_UNKNOWN_FORMAT,
  AE_ERROR_DAMAGED,
  AE_ERROR_UNSUPPORTED,
  AE_ERROR_AMBIGUOUS,
  AE_ERROR_NO_DATA,
  AE_ERROR_INVALID,
  AE_ERROR_NON_FINITE,
  AE_ERROR_CANCELLED,
  AE_ERROR_TOO_LARGE,
  AE_ERROR_MISMATCH,
  AE_ERROR_IO,
  AE_ERROR_SIZE_MISMATCH,
  AE_ERROR_BUSY,
  AE_ERROR_CONFLICT,
} AeError;

GQuark ae_error_quark (void);
gboolean ae_error_set (GError **error, AeError code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
