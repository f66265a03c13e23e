/* plot-decimate.c: min/max decimation. Of all points that fall into one pixel column the first,
 * lowest, highest and last are kept, in their order, so the ink is the same as that of all; of
 * a crowded column the lowest and highest alone. */
#include "plot-decimate.h"

#include <math.h>

#define CROWDED 4

typedef struct
{
  guint count;
  int column;
  PlotPoint first, lowest, highest, last;
  guint lowest_at, highest_at;
} Bucket;

static gboolean
is_same (PlotPoint a, PlotPoint b)
{
  return a.x == b.x && a.y == b.y;
}

static void
append_new (GArray *out, PlotPoint point)
{
  if (out->len == 0 || !is_same (g_array_index (out, PlotPoint, out->len - 1), point))
    g_array_append_val (out, point);
}

static void
flush (GArray *out, Bucket *bucket)
{
  if (bucket->count == 0)
    return;
  gboolean low_first = bucket->lowest_at <= bucket->highest_at;
  gboolean is_crowded
      = bucket->count > CROWDED; /* its ends lie inside the upright stroke anyway */
  if (!is_crowded)
    append_new (out, bucket->first);
  if (bucket->count > 2)
    {
      append_new (out, low_first ? bucket->lowest : bucket->highest);
      append_new (out, low_first ? bucket->highest : bucket->lowest);
    }
  if (!is_crowded)
    append_new (out, bucket->last);
  bucket->count = 0;
}

static void
collect (Bucket *bucket, PlotPoint point, int column)
{
  if (bucket->count == 0)
    *bucket = (Bucket){ .column = column, .first = point, .lowest = point, .highest = point };
  if (point.y < bucket->lowest.y)
    bucket->lowest = point, bucket->lowest_at = bucket->count;
  if (point.y > bucket->highest.y)
    bucket->highest = point, bucket->highest_at = bucket->count;
  bucket->last = point;
  bucket->count++;
}

static void
append_gap (GArray *out)
{
  PlotPoint gap = { NAN, NAN };

  if (out->len > 0 && !isnan (g_array_index (out, PlotPoint, out->len - 1).x))
    g_array_append_val (out, gap);
}

/**
 * plot_decimate:
 * @out: (element-type PlotPoint): emptied, then filled with places on the paper
 * @xs: (n), not decreasing for a result of bounded length; (nullable): NULL counts 0, 1, 2 …
 * @ys: (n), NAN for a gap
 *
 * Turns data into a polyline with at most four points a pixel column. Values that the axes
 * cannot show become gaps; a gap is one point of NANs. Any thread.
 */
void
plot_decimate (GArray *out, const PlotFrame *frame, const double *xs, const double *ys, gsize n)
{
  Bucket bucket = { 0 };

  g_array_set_size (out, 0);
  for (gsize i = 0; i < n; i++)
    {
      PlotPoint p = { plot_frame_to_x (frame, xs != NULL ? xs[i] : (double) i),
                      plot_frame_to_y (frame, ys[i]) };

      if (!isfinite (p.x) || !isfinite (p.y))
        {
          flush (out, &bucket);
          append_gap (out);
          continue;
        }
      int column = (int) floor (CLAMP (p.x - frame->x, -1.0, frame->width + 1.0));
      if (bucket.count > 0 && column != bucket.column)
        flush (out, &bucket);
      collect (&bucket, p, column);
    }
  flush (out, &bucket);
}
