/* bl-reader.c: bandloom-reader: reads one file for the window or the command line, and ends. */
#include "ae-reader.h"

int
main (int argc, char *argv[])
{
  return ae_reader_serve (argc, argv);
}
