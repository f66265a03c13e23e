/* main.c: the window's process begins and ends here. */
#include "bl-application.h"

#include "ae-reader.h"

#include <signal.h>
#include <unistd.h>

int
main (int argc, char *argv[])
{
  g_autoptr (BlApplication) application = NULL;
  int exit_code = 0;

  if (!ae_reader_start_server (&exit_code))
    _exit (exit_code);
  signal (SIGXFSZ, SIG_IGN); /* too large a file is an error with a sentence */
  g_set_application_name ("Bandloom");
  application = bl_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
