/* bl-cli.h: what the commands of the command line share. One file a command: bl-cli-NAME.c. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit codes. */
#define BL_CLI_OK     0
#define BL_CLI_FAILED 1
#define BL_CLI_USAGE  2

/**
 * BlCliCommand:
 * @name: what is typed
 * @arguments: after the name, for the usage line
 * @summary: one line
 * @run: gets the arguments from the name on; returns the exit code
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  int (*run) (int argc, char **argv);
} BlCliCommand;

int bl_cli_info (int argc, char **argv);
int bl_cli_train (int argc, char **argv);
int bl_cli_compare (int argc, char **argv);
int bl_cli_sweep (int argc, char **argv);
int bl_cli_bench (int argc, char **argv);
int bl_cli_encode (int argc, char **argv);
int bl_cli_reconstruct (int argc, char **argv);
int bl_cli_export (int argc, char **argv);
int bl_cli_sample (int argc, char **argv);
int bl_cli_decode (int argc, char **argv);
int bl_cli_endmembers (int argc, char **argv);
int bl_cli_anomaly (int argc, char **argv);
int bl_cli_transfer (int argc, char **argv);
int bl_cli_unmix (int argc, char **argv);

void bl_cli_options_add (GOptionContext *context, const GOptionEntry *entries);
GOptionContext *bl_cli_options_new (const char *arguments, const char *description);
gboolean bl_cli_options_parse (GOptionContext *context, int *argc, char ***argv,
                               int *exit_code);
int bl_cli_report (GError *error /* (transfer full) */, int exit_code);
int bl_cli_report_by_code (GError *error /* (transfer full) */);
int bl_cli_refuse (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
