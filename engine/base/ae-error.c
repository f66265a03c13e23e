/* ae-error.c: the error domain's quark, nothing else. */
#include "ae-error.h"

/* The formatter would take the name for a difference. */
/* clang-format off */
G_DEFINE_QUARK (ae-error-quark, ae_error)
/* clang-format on */
