/* ae-label-efficiency.c: the nearest of the drawn rows gives a row its class, in features of
 * unit deviation. No tuning, so that what differs is the features alone.
 */
#include "ae-label-efficiency.h"

#include "ae-rng.h"

#include <math.h>
#include <string.h>

#define MOST_TESTED 1000 /* rows a draw */

typedef struct
{
  guint columns;
  const guint16 *labels;
  float *scaled;  /* (n, columns) */
  guint32 *order; /* (n): shuffled */
  gsize n;
  guint32 *drawn, *others;
  gsize n_drawn, n_others;
} Work;

static float *
dup_scaled (const float *features, gsize n, guint columns)
{
  float *out = g_new (float, n *columns);

  for (guint j = 0; j < columns; j++)
    {
      double sum = 0, squares = 0, mean, deviation;

      for (gsize i = 0; i < n; i++)
        sum += (double) features[i * columns + j];
      mean = sum / (double) n;
      for (gsize i = 0; i < n; i++)
        squares += pow ((double) features[i * columns + j] - mean, 2);
      deviation = sqrt (squares / (double) n);
      for (gsize i = 0; i < n; i++)
        out[i * columns + j]
            = deviation > 0 ? (float) (((double) features[i * columns + j] - mean) / deviation)
                            : 0;
    }
  return out;
}

/* The same number of rows of each class that has more; classes with fewer are left out. */
static guint
draw (Work *w, guint per_class, AeRng *rng)
{
  g_autofree gsize *counts = g_new0 (gsize, G_MAXUINT16 + 1);
  g_autofree guint *taken = g_new0 (guint, G_MAXUINT16 + 1);
  guint classes = 0;

  w->n_drawn = w->n_others = 0;
  for (gsize i = 0; i < w->n; i++)
    counts[w->labels[i]]++;
  for (guint c = 1; c <= G_MAXUINT16; c++)
    classes += counts[c] > per_class;
  ae_rng_shuffle (rng, w->order, w->n);
  for (gsize i = 0; i < w->n; i++)
    {
      guint32 row = w->order[i];
      guint16 label = w->labels[row];

      if (label == 0 || counts[label] <= per_class)
        continue;
      if (taken[label] < per_class)
        {
          taken[label]++;
          w->drawn[w->n_drawn++] = row;
        }
      else if (w->n_others < MOST_TESTED)
        w->others[w->n_others++] = row;
    }
  return classes;
}

static float
distance (const float *a, const float *b, guint n)
{
  float sum = 0;

  for (guint j = 0; j < n; j++)
    sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sum;
}

static guint16
classify (const Work *w, guint32 row)
{
  const float *x = w->scaled + (gsize) row * w->columns;
  float least = INFINITY;
  guint16 label = 0;

  for (gsize i = 0; i < w->n_drawn; i++)
    {
      float d = distance (x, w->scaled + (gsize) w->drawn[i] * w->columns, w->columns);

      if (d < least)
        {
          least = d;
          label = w->labels[w->drawn[i]];
        }
    }
  return label;
}

static double
evaluator (const Work *w)
{
  gsize right = 0;

  for (gsize i = 0; i < w->n_others; i++)
    right += classify (w, w->others[i]) == w->labels[w->others[i]];
  return (double) right / (double) w->n_others;
}

/**
 * ae_label_efficiency_measure:
 * @features: (n, columns): of labelled and unlabelled rows
 * @n: rows
 * @columns: of features
 * @labels: (n): 0 = unlabelled
 * @per_class: labels drawn of each class
 * @draws: how often, each with its own rows; at most 1000 others are judged in each
 * @seed: of the draws: the same rows for the same seed, whatever the features
 * @out: (out): accuracy
 *
 * Any thread.
 *
 * Returns: whether two or more classes have that many labels.
 */
gboolean
ae_label_efficiency_measure (const float *features, gsize n, guint columns,
                             const guint16 *labels, guint per_class, guint draws, guint64 seed,
                             AeLabelEfficiency *out)
{
  Work w = { .columns = columns, .labels = labels, .n = n };
  double sum = 0, squares = 0;

  *out = (AeLabelEfficiency){ NAN, NAN, 0, 0 };
  w.scaled = dup_scaled (features, n, columns);
  w.order = g_new (guint32, n);
  w.drawn = g_new (guint32, n);
  w.others = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    w.order[i] = (guint32) i;
  for (guint k = 0; k < draws; k++)
    {
      AeRng rng;
      double accuracy;

      ae_rng_init (&rng, seed, AE_STREAM_SAMPLE, k + 1);
      out->classes = draw (&w, per_class, &rng);
      if (out->classes < 2 || w.n_others == 0)
        break;
      accuracy = evaluator (&w);
      sum += accuracy;
      squares += accuracy * accuracy;
      out->tested = w.n_others;
    }
  if (out->tested > 0)
    {
      out->mean = sum / draws;
      out->deviation = sqrt (MAX (squares / draws - out->mean * out->mean, 0));
    }
  g_free (w.scaled);
  g_free (w.order);
  g_free (w.drawn);
  g_free (w.others);
  return out->tested > 0;
}
