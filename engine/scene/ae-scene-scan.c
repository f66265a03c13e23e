/* ae-scene-scan.c: finds the bands and pixels of a scene in memory that hold no data.
 *
 * Not part of reading: a reader says what the file declares, this says what the values show.
 * The rules, in order:
 *   1. a value is missing when it is not finite, beyond AE_SCENE_HUGE, or the no-data value;
 *   2. a pixel whose good bands are all missing is masked;
 *   3. a band missing in all other pixels, or in more than half of them, becomes a bad band;
 *   4. a pixel with a missing value in a band that is still good is masked.
 * A no-data value of 0 may be a measurement as well (a dark pixel in a water band), so it
 * counts under rules 2 and 3 only when nothing else is there, and never under rule 4.
 */
#include "ae-scene-private.h"

#include <math.h>

#include "ae-error.h"

/* What a scan knows while it runs. */
typedef struct
{
  AeSceneBuilder *builder;
  float nodata;
  gboolean soft; /* no-data is 0: see above */
  guint *good;   /* (n_good) */
  guint n_good;
  gsize *hard;    /* (bands): pixels where the value cannot be one */
  gsize *missing; /* (bands): those and no-data */
} Scan;

static void
scan_list_good (Scan *scan)
{
  const AeSceneBuilder *b = scan->builder;

  scan->n_good = 0;
  for (guint i = 0; i < b->bands; i++)
    if (!b->bad_bands[i])
      scan->good[scan->n_good++] = i;
}

static inline gboolean
is_impossible (float value)
{
  return !(fabsf (value) < AE_SCENE_HUGE);
}

static void
count_row (const Scan *scan, const float *row, guint *hard, guint *missing)
{
  *hard = *missing = 0;
  for (guint g = 0; g < scan->n_good; g++)
    {
      float value = row[scan->good[g]];

      *hard += is_impossible (value);
      *missing += is_impossible (value) || value == scan->nodata;
    }
}

static void
add_to_bands (const Scan *scan, const float *row)
{
  for (guint g = 0; g < scan->n_good; g++)
    {
      float value = row[scan->good[g]];

      scan->hard[scan->good[g]]
          += is_impossible (value) || (!scan->soft && value == scan->nodata);
      scan->missing[scan->good[g]] += is_impossible (value) || value == scan->nodata;
    }
}

/* Rules 1 and 2. Marks a pixel 1 when it is empty and 2 when it wants a second look. */
static gsize
scan_pixels (Scan *scan)
{
  AeSceneBuilder *b = scan->builder;
  gsize n = (gsize) b->lines * b->samples, n_live = 0;

  for (gsize p = 0; p < n; p++)
    {
      const float *row = b->cube + p * b->bands;
      guint hard, missing;

      if (b->mask[p] == 1)
        continue;
      n_live++;
      if (b->mask_is_searched ? b->mask[p] == 0
                              : !ae_scene_has_missing (row, b->bands, scan->nodata))
        continue;
      b->mask[p] = 0;
      count_row (scan, row, &hard, &missing);
      if (missing == scan->n_good)
        {
          b->mask[p] = 1;
          n_live--;
        }
      else if (missing > 0)
        {
          b->mask[p] = 2;
          add_to_bands (scan, row);
        }
    }
  return n_live;
}

/* Rule 3. */
static void
scan_bands (Scan *scan, gsize n_live)
{
  AeSceneBuilder *b = scan->builder;
  guint n_found = 0, first = 0, n_partial = 0;

  for (guint i = 0; i < b->bands && n_live > 0; i++)
    if (!b->bad_bands[i] && (scan->missing[i] == n_live || scan->hard[i] > n_live / 2))
      {
        first = n_found++ ? first : i;
        n_partial += scan->missing[i] < n_live;
        b->bad_bands[i] = 1;
      }
  if (n_found > n_partial)
    ae_scene_builder_warn (
        b,
        n_found - n_partial == 1
            ? "%u band holds no data in any pixel and is left out (band %u)."
            : "%u bands hold no data in any pixel and are left out (the first is band %u).",
        n_found - n_partial, first + 1);
  if (n_partial > 0)
    ae_scene_builder_warn (
        b,
        n_partial == 1
            ? "%u band holds no data in more than half of the pixels and is left out."
            : "%u bands hold no data in more than half of the pixels and are left out.",
        n_partial);
  scan_list_good (scan);
}

/* Rule 4, and the final mask of zeros and ones. */
static gsize
settle_mask (Scan *scan)
{
  AeSceneBuilder *b = scan->builder;
  gsize n = (gsize) b->lines * b->samples, n_masked = 0;

  for (gsize p = 0; p < n; p++)
    {
      if (b->mask[p] == 2)
        {
          guint hard, missing;

          count_row (scan, b->cube + p * b->bands, &hard, &missing);
          b->mask[p] = hard > 0 || missing == scan->n_good || (!scan->soft && missing > 0);
        }
      n_masked += b->mask[p] != 0;
    }
  return n_masked;
}

/**
 * ae_scene_scan: (skip)
 * @builder: a scene in memory with @bad_bands and @mask allocated
 * @n_masked: (out): how many pixels are left out
 *
 * Completes the mask and the bad bands from the values.
 *
 * Returns: %FALSE with %AE_ERROR_NO_DATA when nothing is left. Worker thread.
 */
gboolean
ae_scene_scan (AeSceneBuilder *builder, gsize *n_masked, GError **error)
{
  g_autofree guint *good = g_new (guint, builder->bands);
  g_autofree gsize *hard = g_new0 (gsize, builder->bands);
  g_autofree gsize *missing = g_new0 (gsize, builder->bands);
  Scan scan
      = { builder, (float) builder->nodata, builder->nodata == 0.0, good, 0, hard, missing };
  gsize n_live;

  scan_list_good (&scan);
  n_live = scan_pixels (&scan);
  scan_bands (&scan, n_live);
  *n_masked = settle_mask (&scan);
  if (*n_masked < (gsize) builder->lines * builder->samples && scan.n_good > 0)
    return TRUE;
  g_set_error (
      error, AE_ERROR, AE_ERROR_NO_DATA,
      "%s: none of the %u × %u pixels holds usable values (all are missing, not a number "
      "or no-data); choose another file",
      builder->name, builder->lines, builder->samples);
  return FALSE;
}
