/* ae-types.h: the number type of the engine and a few compiler words.
 *
 * The engine's kernels, models and trainer are compiled twice: once with float for
 * users, and once with double (AE_DOUBLE) for tests alone, so that a gradient check can
 * ask for 1e-6 relative. Scenes are float in both.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#ifdef AE_DOUBLE
typedef double ae_real;
#define AE_REAL_NAME "double"
#else
typedef float ae_real;
#define AE_REAL_NAME "float"
#endif

/* Alignment of every buffer that a kernel walks: one cache line, one AVX-512 register. */
#define AE_ALIGNMENT 64

#define AE_RESTRICT __restrict__

ae_real *ae_real_alloc (gsize n);
ae_real *ae_real_alloc0 (gsize n);
void ae_real_free (ae_real *data);
gboolean ae_real_are_finite (const ae_real *values, gsize n);

G_END_DECLS
