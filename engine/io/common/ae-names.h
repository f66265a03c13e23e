/* ae-names.h: what files call the numbers that turn their numbers into values. Not public. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each ended by NULL. */
extern const char *const ae_names_gains[];
extern const char *const ae_names_divisors[];
extern const char *const ae_names_offsets[];
extern const char *const ae_names_missing[];

char *ae_names_dup_folded (const char *name);
gboolean ae_names_divides (const char *name, double factor, gboolean is_whole);

G_END_DECLS
