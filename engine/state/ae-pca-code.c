/* ae-pca-code.c: applies a PCA that was computed elsewhere. */
#include "ae-pca-code.h"

#include <stdatomic.h>

struct _AePcaCode
{
  atomic_int ref_count;
  guint bands, code;
  float *mean;       /* (bands) */
  float *components; /* (code, bands), orthonormal rows */
};

static float *
dup_floats (const double *values, gsize n)
{
  float *out = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    out[i] = (float) values[i];
  return out;
}

/**
 * ae_pca_code_new:
 * @bands: columns
 * @code: components taken, at most @bands
 * @mean: (bands)
 * @components: (at least @code, bands): orthonormal rows, largest variance first; copied
 *
 * Returns: (transfer full): immutable from now on. Any thread.
 */
AePcaCode *
ae_pca_code_new (guint bands, guint code, const double *mean, const double *components)
{
  AePcaCode *self = g_new0 (AePcaCode, 1);

  atomic_init (&self->ref_count, 1);
  self->bands = bands;
  self->code = MIN (code, bands);
  self->mean = dup_floats (mean, bands);
  self->components = dup_floats (components, (gsize) self->code * bands);
  return self;
}

/**
 * ae_pca_code_ref:
 * @self: a linear code
 *
 * Returns: (transfer full): the same. Any thread.
 */
AePcaCode *
ae_pca_code_ref (AePcaCode *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_pca_code_unref:
 * @self: (transfer full): a linear code
 *
 * Any thread.
 */
void
ae_pca_code_unref (AePcaCode *self)
{
  if (atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  g_free (self->mean);
  g_free (self->components);
  g_free (self);
}

/**
 * ae_pca_code_get_code:
 * @self: a linear code
 *
 * Returns: how many components it takes.
 */
guint
ae_pca_code_get_code (const AePcaCode *self)
{
  return self->code;
}

static void
add_component (const AePcaCode *self, const float *component, const float *x, float *y)
{
  float score = 0;

  for (guint j = 0; j < self->bands; j++)
    score += component[j] * (x[j] - self->mean[j]);
  for (guint j = 0; j < self->bands; j++)
    y[j] += score * component[j];
}

/**
 * ae_pca_code_reconstruct:
 * @self: a linear code
 * @x: (n, bands): scaled
 * @n: rows
 * @y: (out) (n, bands): from the components; not @x itself
 *
 * Any thread.
 */
void
ae_pca_code_reconstruct (const AePcaCode *self, const float *x, gsize n, float *y)
{
  for (gsize i = 0; i < n; i++)
    {
      for (guint j = 0; j < self->bands; j++)
        y[i * self->bands + j] = self->mean[j];
      for (guint c = 0; c < self->code; c++)
        add_component (self, self->components + (gsize) c * self->bands, x + i * self->bands,
                       y + i * self->bands);
    }
}
