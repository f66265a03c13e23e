/* ae-band-order.c: detectors of one instrument whose bands follow each other in a file overlap:
 * they are put into rising wavelength. Says where each band goes; who reads puts it there.
 */
#include "ae-band-order.h"

#include <string.h>

static int
compare_places_cb (gconstpointer a, gconstpointer b, gpointer wavelengths)
{
  const double *nm = wavelengths;
  guint x = *(const guint *) a, y = *(const guint *) b;

  return nm[x] != nm[y] ? (nm[x] > nm[y]) - (nm[x] < nm[y]) : (x > y) - (x < y);
}

/**
 * ae_band_order_dup_places:
 * @nm: (array length=n): wavelengths as in the file
 *
 * Returns: (transfer full) (array length=n): where each band of the file goes in rising
 * wavelength.
 */
guint *
ae_band_order_dup_places (const double *nm, guint n)
{
  g_autofree guint *order = g_new (guint, n);
  guint *places = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint) n, sizeof *order, compare_places_cb, (gpointer) nm);
  for (guint i = 0; i < n; i++)
    places[order[i]] = i;
  return places;
}

static void
move (void *list, const guint *places, guint n, gsize width)
{
  g_autofree char *old = list != NULL ? g_memdup2 (list, n * width) : NULL;

  for (guint i = 0; list != NULL && i < n; i++)
    memcpy ((char *) list + places[i] * width, old + i * width, width);
}

/**
 * ae_band_order_apply:
 * @builder: what is known of its bands is moved; calibration and pixels are not
 * @places: (array length=bands): where each goes
 */
void
ae_band_order_apply (AeSceneBuilder *builder, const guint *places)
{
  guint n = builder->bands;

  move (builder->axis, places, n, sizeof *builder->axis);
  move (builder->wavelengths_nm, places, n, sizeof *builder->wavelengths_nm);
  move (builder->fwhm_nm, places, n, sizeof *builder->fwhm_nm);
  move (builder->bad_bands, places, n, sizeof *builder->bad_bands);
  move (builder->band_names, places, n, sizeof *builder->band_names);
  for (guint i = 0; builder->has_default_bands && i < 3; i++)
    builder->default_bands[i] = places[builder->default_bands[i]];
  ae_scene_builder_warn (builder, "The bands were put into rising wavelength.");
}
