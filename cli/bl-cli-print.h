/* bl-cli-print.h: results as JSON or as aligned lines, and progress on a terminal. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of the object that a builder is in. What is not a finite number becomes null. */
void bl_cli_json_string (JsonBuilder *json, const char *key, const char *value /* nullable */);
void bl_cli_json_int (JsonBuilder *json, const char *key, gint64 value);
void bl_cli_json_number (JsonBuilder *json, const char *key, double value);
void bl_cli_json_numbers (JsonBuilder *json, const char *key,
                          const double *values /* nullable */, gsize n);
void bl_cli_json_print (JsonBuilder *json);

void bl_cli_title (const char *text);
void bl_cli_line (const char *label, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * BlCliProgress:
 *
 * One line on a terminal's standard error, rewritten; nothing anywhere else. Zero-initialise.
 */
typedef struct
{
  gboolean is_known, is_terminal, is_shown;
  gint64 last_us;
} BlCliProgress;

gboolean bl_cli_progress_is_due (BlCliProgress *self);
void bl_cli_progress_show (BlCliProgress *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void bl_cli_progress_take (double fraction, gpointer progress);
void bl_cli_progress_clear (BlCliProgress *self);

G_END_DECLS
