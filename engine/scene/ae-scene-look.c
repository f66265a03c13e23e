/* ae-scene-look.c: what the values of a scene show that its file does not say: a marker of no
 * data, bands and scenes of one value, a few pixels that make the whole range. Nothing is
 * changed: each is a sentence with what to do.
 */
#include "ae-scene-private.h"

#include <math.h>

/* A value in so many pixels, throughout their bands, is no accident. */
#define LEAST_PIXELS 4
#define LEAST_SHARE  0.001

/* Values of one band's neighbours that are told apart. */
#define MOST_VALUES 64

/* Of all values so many are looked at for the range, and the outermost 0.1 % at each end are
 * not of the middle; where that fills less than a fifth of the range, a few pixels make the
 * range. */
#define MOST_SAMPLED 60000
#define OUTER_SHARE  0.001
#define OUTER_PIXELS 3.0 /* of a small scene */
#define LEAST_FILLED 0.2

/* Of a scene with more values the sample's extremes must do: a look at each would be a tenth of
 * the time that it takes to open. */
#define MOST_LOOKED_AT (32u << 20)

typedef struct
{
  float value;
  gsize n;
} Filled;

/* Whether all good bands have one value; most pixels are told by three of them. */
static gboolean
is_filled (const AeSceneBuilder *b, const float *row, const guint *good, guint n_good)
{
  float value = row[good[0]];

  if (row[good[n_good / 2]] != value || row[good[n_good - 1]] != value)
    return FALSE;
  for (guint g = 1; g < n_good; g++)
    if (row[good[g]] != value)
      return FALSE;
  return TRUE;
}

static void
count_filled (GArray *found, float value)
{
  for (guint i = 0; i < found->len; i++)
    if (g_array_index (found, Filled, i).value == value)
      {
        g_array_index (found, Filled, i).n++;
        return;
      }
  if (found->len < MOST_VALUES)
    g_array_append_val (found, ((Filled){ value, 1 }));
}

static guint *
dup_good (const AeSceneBuilder *b, guint *n)
{
  guint *good = g_new (guint, b->bands);

  *n = 0;
  for (guint i = 0; i < b->bands; i++)
    if (!b->bad_bands[i])
      good[(*n)++] = i;
  return good;
}

/* The smallest and largest of the other pixels' values. */
static void
find_others (const AeSceneBuilder *b, const guint *good, guint n_good, float value, float *low,
             float *high)
{
  gsize n = (gsize) b->lines * b->samples, step = MAX (n * n_good / MOST_SAMPLED, 1);

  *low = INFINITY;
  *high = -INFINITY;
  for (gsize p = 0; p < n; p += step)
    {
      const float *row = b->cube + p * b->bands;

      if (b->mask[p] != 0 || row[good[0]] == value)
        continue;
      for (guint g = 0; g < n_good; g++)
        {
          *low = MIN (*low, row[good[g]]);
          *high = MAX (*high, row[good[g]]);
        }
    }
}

static void
look_for_nodata (AeSceneBuilder *b, const guint *good, guint n_good)
{
  gsize n = (gsize) b->lines * b->samples, n_live = 0;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Filled));
  Filled best = { 0, 0 };
  float low, high;

  for (gsize p = 0; p < n; p++)
    {
      const float *row = b->cube + p * b->bands;

      if (b->mask[p] != 0)
        continue;
      n_live++;
      if (is_filled (b, row, good, n_good))
        count_filled (found, row[good[0]]);
    }
  for (guint i = 0; i < found->len; i++)
    if (g_array_index (found, Filled, i).n > best.n)
      best = g_array_index (found, Filled, i);
  if (best.n == n_live)
    {
      ae_scene_builder_warn (b, "Every value of the scene is %g: there is nothing to learn.",
                             (double) best.value);
      return;
    }
  if (best.n < LEAST_PIXELS || (double) best.n < LEAST_SHARE * (double) n_live)
    return;
  find_others (b, good, n_good, best.value, &low, &high);
  if (best.value != 0 && best.value > low && best.value < high)
    return;
  b->has_undeclared = TRUE;
  b->undeclared = (double) best.value;
  ae_scene_builder_warn (
      b,
      "%.3g %% of the pixels are %g in every band, and the file does not say that this is no "
      "data; leave them out with that as the no-data value (--nodata %g) if it is.",
      100.0 * (double) best.n / (double) n_live, (double) best.value, (double) best.value);
}

/* Bands of one value, where the scene has others. */
static void
look_for_constant (AeSceneBuilder *b, const guint *good, guint n_good)
{
  gsize n = (gsize) b->lines * b->samples, first = 0;
  g_autofree guint8 *differs = g_malloc0 (b->bands);
  guint n_left = n_good, n_constant = 0, name = 0;

  while (first < n && b->mask[first] != 0)
    first++;
  for (gsize p = first + 1; p < n && n_left > 0; p++)
    for (guint g = 0; b->mask[p] == 0 && g < n_good; g++)
      if (!differs[g] && b->cube[p * b->bands + good[g]] != b->cube[first * b->bands + good[g]])
        {
          differs[g] = 1;
          n_left--;
        }
  for (guint g = 0; g < n_good; g++)
    if (!differs[g])
      name = n_constant++ ? name : good[g] + 1;
  if (n_constant == 1)
    ae_scene_builder_warn (b, "Band %u has one value in every pixel.", name);
  else if (n_constant > 1 && n_constant < n_good)
    ae_scene_builder_warn (
        b, "%u bands have one value each in every pixel (the first is band %u).", n_constant,
        name);
}

static int
compare_values_cb (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* Eight at a time, or the compiler takes them one after the other. */
static void
widen (const float *row, guint n, float *low, float *high)
{
  float least[8], most[8];
  guint whole = n & ~7u;

  for (guint k = 0; k < 8; k++)
    {
      least[k] = *low;
      most[k] = *high;
    }
  for (guint i = 0; i < whole; i += 8)
    for (guint k = 0; k < 8; k++)
      {
        least[k] = row[i + k] < least[k] ? row[i + k] : least[k];
        most[k] = row[i + k] > most[k] ? row[i + k] : most[k];
      }
  for (guint i = whole; i < n; i++)
    {
      least[0] = MIN (least[0], row[i]);
      most[0] = MAX (most[0], row[i]);
    }
  for (guint k = 0; k < 8; k++)
    {
      *low = MIN (*low, least[k]);
      *high = MAX (*high, most[k]);
    }
}

/* The true extremes of every value beside the middle of a sample. */
static void
look_for_outliers (AeSceneBuilder *b, const guint *good, guint n_good)
{
  gsize n = (gsize) b->lines * b->samples, step = MAX (n * n_good / MOST_SAMPLED, 1), k = 0;
  g_autofree float *sample = g_new (float, (n / step + 1) * n_good);
  float low = INFINITY, high = -INFINITY, from, to;
  double outer = CLAMP (OUTER_PIXELS / (double) n, OUTER_SHARE, 10 * OUTER_SHARE);
  gsize outside = 0;

  for (gsize p = 0; p < n; p++)
    {
      const float *row = b->cube + p * b->bands;

      if (b->mask[p] != 0 || (n * n_good > MOST_LOOKED_AT && p % step != 0))
        continue;
      if (n_good == b->bands)
        widen (row, n_good, &low, &high);
      else
        for (guint g = 0; g < n_good; g++)
          widen (row + good[g], 1, &low, &high);
      for (guint g = 0; p % step == 0 && g < n_good; g++)
        sample[k++] = row[good[g]];
    }
  if (k < 1000 || !(high > low))
    return;
  qsort (sample, k, sizeof *sample, compare_values_cb);
  from = sample[(gsize) ((double) (k - 1) * outer)];
  to = sample[(gsize) ceil ((double) (k - 1) * (1 - outer))];
  if (!(to > from) || (to - from) >= LEAST_FILLED * (high - low))
    return;
  for (gsize p = 0; p < n; p++)
    {
      gboolean is_out = FALSE;

      for (guint g = 0; b->mask[p] == 0 && g < n_good; g++)
        is_out |= b->cube[p * b->bands + good[g]] > to + (to - from)
                  || b->cube[p * b->bands + good[g]] < from - (to - from);
      outside += is_out;
    }
  ae_scene_builder_warn (
      b,
      "%" G_GSIZE_FORMAT " %s the range: values go from %g to %g, and %.3g %% of them lie "
      "between %g and %g. Scaled by the range, errors look small then: scale "
      "by the middle (--scale percentile), or leave the value out where it "
      "is none (--nodata %g).",
      outside, outside == 1 ? "pixel makes" : "pixels make", (double) low, (double) high,
      100 * (1 - 2 * outer), (double) from, (double) to,
      (double) (high - to > from - low ? high : low));
}

/**
 * ae_scene_look: (skip)
 * @builder: in memory, its mask and bad bands complete
 *
 * Adds a sentence for whatever stands out. Worker thread.
 */
void
ae_scene_look (AeSceneBuilder *builder)
{
  guint n_good;
  g_autofree guint *good = dup_good (builder, &n_good);

  if (n_good < 3 || builder->preprocessing != NULL)
    return;
  look_for_nodata (builder, good, n_good);
  look_for_constant (builder, good, n_good);
  if (!builder->has_undeclared)
    look_for_outliers (builder, good, n_good);
}
