/* ae-types.c: aligned buffers of numbers. Not a general allocator. */
#include "ae-types.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/**
 * ae_real_alloc:
 * @n: how many numbers
 *
 * Returns: (transfer full): @n uninitialised numbers aligned to a cache line; aborts when
 * memory is out, as GLib does. Free with ae_real_free(). Any thread.
 */
ae_real *
ae_real_alloc (gsize n)
{
  gsize bytes = MAX (n, 1) * sizeof (ae_real);
  void *data
      = aligned_alloc (AE_ALIGNMENT, (bytes + AE_ALIGNMENT - 1) / AE_ALIGNMENT * AE_ALIGNMENT);

  if (data == NULL)
    g_error ("out of memory: %" G_GSIZE_FORMAT " bytes for numbers", bytes);
  return data;
}

/**
 * ae_real_alloc0:
 * @n: how many numbers
 *
 * Returns: (transfer full): like ae_real_alloc(), with every number 0. Any thread.
 */
ae_real *
ae_real_alloc0 (gsize n)
{
  ae_real *data = ae_real_alloc (n);

  memset (data, 0, n * sizeof (ae_real));
  return data;
}

/**
 * ae_real_free:
 * @data: (nullable) (transfer full): what ae_real_alloc() gave
 *
 * Any thread.
 */
void
ae_real_free (ae_real *data)
{
  free (data);
}

/**
 * ae_real_are_finite:
 * @values: (n)
 * @n: how many
 *
 * Returns: whether all are numbers, none of them infinite. Any thread.
 */
gboolean
ae_real_are_finite (const ae_real *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return FALSE;
  return TRUE;
}
