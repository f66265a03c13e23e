/* main.c: the window's process begins and ends here. */
#include "bl-application.h"

#include <signal.h>

int
main (int argc, char *argv[])
{
  g_autoptr (BlApplication) application = NULL;

  signal (SIGXFSZ, SIG_IGN); /* too large a file is an error with a sentence */
  g_set_application_name ("Bandloom");
  application = bl_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
