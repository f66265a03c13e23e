/* ae-linear.h: the best linear code (PCA of one code size) as a value that may cross threads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AeLinear AeLinear;

AeLinear *ae_linear_new (guint bands, guint code, const double *mean, const double *components);
AeLinear *ae_linear_ref (AeLinear *self);
void      ae_linear_unref (AeLinear *self);
guint     ae_linear_get_code (const AeLinear *self);
void      ae_linear_reconstruct (const AeLinear *self, const float *x, gsize n, float *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeLinear, ae_linear_unref)

G_END_DECLS
