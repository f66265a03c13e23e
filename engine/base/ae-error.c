/* ae-error.c: the error domain's quark, nothing else. */
#include "ae-error.h"

G_DEFINE_QUARK (ae - error - quark, ae_error)
