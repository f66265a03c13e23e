/* bl-cli.c: the command line's start: finds the command and hands over. What a command does is
 * in bl-cli-NAME.c; numbers come from the engine, which knows nothing of terminals.
 */
#include "bl-cli.h"

#include "ae-error.h"

#include "ae-file.h"
#include "ae-reader.h"
#include "ae-formats.h"

#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const BlCliCommand commands[] = {
  { "info", "SCENE", "dimensions, wavelengths and what else a scene's file says", bl_cli_info },
  { "train", "SCENE", "trains one model and reports how good it became", bl_cli_train },
  { "compare", "SCENE", "trains several models and puts them side by side", bl_cli_compare },
  { "sweep", "SCENE", "one run again and again, with its seed, a knob or its code changed",
    bl_cli_sweep },
  { "encode", "MODEL SCENE", "writes the codes of a scene's pixels", bl_cli_encode },
  { "reconstruct", "MODEL SCENE", "writes what a model makes of a scene", bl_cli_reconstruct },
  { "transfer", "MODEL SCENE", "carries a model over to another scene", bl_cli_transfer },
  { "anomaly", "SCENE", "what is unusual in a scene: RX, PCA's residual, a model's error",
    bl_cli_anomaly },
  { "endmembers", "MODEL SCENE", "spectra at the corners of the codes, matched to a library",
    bl_cli_endmembers },
  { "unmix", "SCENE", "how much of each endmember is in each pixel: FCLS or NNLS",
    bl_cli_unmix },
  { "sample", "MODEL", "draws spectra from a variational model", bl_cli_sample },
  { "decode", "MODEL", "decodes one code to a spectrum", bl_cli_decode },
  { "export", "MODEL", "writes a model for other programs: .onnx or .npz", bl_cli_export },
  { "bench", "", "measures speed against this machine's own matrix product", bl_cli_bench },
};

static void
print_usage (FILE *out)
{
  g_autofree char *formats = ae_formats_dup_names ("or");

  fputs ("Usage: bandloom-cli COMMAND [OPTIONS] …\n\n", out);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (out, "  %-11s %-12s  %s\n", commands[i].name, commands[i].arguments,
             commands[i].summary);
  fprintf (
      out,
      "\nSCENE is demo:, the built-in scene, or a file:\n"
      "%s.\n"
      "MODEL is a saved project (FILE.bandloom; its last run), or FILE#RUN.\n"
      "`bandloom-cli COMMAND --help` lists a command's options; all take --json. Exit code 0\n"
      "is success, 1 a failure, 2 a mistake in the options.\n",
      formats);
}

static gboolean
asks_for_help (int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++)
    if (strcmp (argv[i], "--help") == 0 || strcmp (argv[i], "-h") == 0)
      return TRUE;
  return FALSE;
}

static void
print_help (GOptionContext *context, const char *command)
{
  g_autofree char *name = g_strdup_printf ("bandloom-cli %s", command);
  g_autofree char *help = NULL;

  g_set_prgname (name); /* the usage line's first words */
  help = g_option_context_get_help (context, FALSE, NULL);
  fputs (help, stdout);
}

/* What stands behind it is no option; it itself is no argument. */
static void
drop_dashes (int *argc, char **argv)
{
  int i = 1;

  while (i < *argc && strcmp (argv[i], "--") != 0)
    i++;
  if (i == *argc)
    return;
  memmove (argv + i, argv + i + 1, (gsize) (*argc - i) * sizeof *argv);
  (*argc)--;
}

/**
 * bl_cli_options_parse:
 * @context: with the command's options
 * @argc: (inout): arguments from the command's name on
 * @argv: (inout): what is no option stays
 * @exit_code: (out): where %FALSE is returned
 *
 * Returns: whether the command goes on. Otherwise help or a sentence has been printed.
 */
gboolean
bl_cli_options_parse (GOptionContext *context, int *argc, char ***argv, int *exit_code)
{
  GError *error = NULL;

  if (asks_for_help (*argc, *argv))
    {
      print_help (context, (*argv)[0]);
      *exit_code = BL_CLI_OK;
      return FALSE;
    }
  if (g_option_context_parse (context, argc, argv, &error))
    {
      drop_dashes (argc, *argv);
      return TRUE;
    }
  *exit_code = bl_cli_report (error, BL_CLI_USAGE);
  return FALSE;
}

static int
report (const char *message, int exit_code)
{
  g_autofree char *shown = ae_file_dup_display (message);

  fprintf (stderr, "bandloom-cli: %s\n", shown);
  return exit_code;
}

/**
 * bl_cli_report:
 * @error: (transfer full): what went wrong
 * @exit_code: %BL_CLI_FAILED or %BL_CLI_USAGE
 *
 * Prints the sentence on standard error.
 *
 * Returns: @exit_code.
 */
int
bl_cli_report (GError *error, int exit_code)
{
  report (error->message, exit_code);
  g_error_free (error);
  return exit_code;
}

/**
 * bl_cli_report_by_code:
 * @error: (transfer full): what went wrong
 *
 * Prints the sentence on standard error.
 *
 * Returns: %BL_CLI_USAGE where what was asked for is not possible, else %BL_CLI_FAILED.
 */
int
bl_cli_report_by_code (GError *error)
{
  return bl_cli_report (error, g_error_matches (error, AE_ERROR, AE_ERROR_INVALID)
                                   ? BL_CLI_USAGE
                                   : BL_CLI_FAILED);
}

/**
 * bl_cli_refuse:
 * @format: a sentence, as printf() takes it
 *
 * Returns: %BL_CLI_USAGE, after the sentence on standard error.
 */
int
bl_cli_refuse (const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  return report (message, BL_CLI_USAGE);
}

static const BlCliCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (name, commands[i].name) == 0)
      return &commands[i];
  return NULL;
}

static int
close_output (int exit_code)
{
  /* A full disk shows only now. */
  if (fflush (stdout) == 0 && !ferror (stdout))
    return exit_code;
  return report ("Standard output cannot be written; is the disk full?", BL_CLI_FAILED);
}

int
main (int argc, char *argv[])
{
  const BlCliCommand *command;
  int exit_code = 0;

  if (!ae_reader_start_server (&exit_code))
    _exit (exit_code);
  signal (SIGXFSZ, SIG_IGN); /* too large a file is an error with a sentence */
  setlocale (LC_CTYPE, "");  /* names of files; numbers keep their point everywhere */
  if (argc < 2)
    {
      print_usage (stderr);
      return BL_CLI_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0
      || strcmp (argv[1], "help") == 0)
    print_usage (stdout);
  else if (strcmp (argv[1], "--version") == 0)
    puts ("bandloom-cli " BL_VERSION);
  else if ((command = find_command (argv[1])) != NULL)
    return close_output (command->run (argc - 1, argv + 1));
  else
    return bl_cli_refuse ("“%s” is no command; bandloom-cli --help lists those there are",
                          argv[1]);
  return close_output (BL_CLI_OK);
}
