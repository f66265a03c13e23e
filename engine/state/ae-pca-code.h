/* ae-pca-code.h: the best linear code (PCA of one code size) as a value that may cross threads.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AePcaCode AePcaCode;

AePcaCode *ae_pca_code_new (guint bands, guint code, const double *mean,
                            const double *components);
AePcaCode *ae_pca_code_ref (AePcaCode *self);
void ae_pca_code_unref (AePcaCode *self);
guint ae_pca_code_get_code (const AePcaCode *self);
void ae_pca_code_reconstruct (const AePcaCode *self, const float *x, gsize n, float *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AePcaCode, ae_pca_code_unref)

G_END_DECLS
