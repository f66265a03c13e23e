/* bl-reader.c: bandloom-reader: reads one file for the window or the command line, and ends. */
#include "ae-reader.h"
#include "ae-sandbox.h"

#include <unistd.h>

int
main (int argc, char *argv[])
{
  ae_sandbox_clear_environment ();
  _exit (ae_reader_serve (argc, argv)); /* what would look at leaks now may not */
}
