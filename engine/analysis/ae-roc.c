/* ae-roc.c: receiver operating characteristic of a map against labels. */
#include "ae-roc.h"

#include "ae-error.h"

#include <math.h>
#include <stdlib.h>

#define POINTS 512 /* of the curve that is kept; the area is of all */

typedef struct
{
  float score;
  guint8 is_target;
} Scored;

static int
compare_descending_cb (const void *a, const void *b)
{
  float x = ((const Scored *) a)->score, y = ((const Scored *) b)->score;

  return (x < y) - (x > y);
}

static Scored *
dup_sorted (const float *scores, const guint8 *is_target, gsize n, AeRoc *out, gsize *n_scored)
{
  Scored *all = g_new (Scored, n + 1);
  gsize m = 0;

  for (gsize i = 0; i < n; i++)
    if (!isnan (scores[i]))
      {
        all[m++] = (Scored){ scores[i], is_target[i] != 0 };
        out->n_targets += is_target[i] != 0;
      }
  out->n_background = m - out->n_targets;
  qsort (all, m, sizeof *all, compare_descending_cb);
  *n_scored = m;
  return all;
}

static void
add_point (AeRoc *self, gsize n_false, gsize n_true)
{
  self->false_rate[self->n] = (double) n_false / (double) self->n_background;
  self->true_rate[self->n++] = (double) n_true / (double) self->n_targets;
}

/* Pixels of one score come together: a tie counts half. */
static void
integrate (AeRoc *self, const Scored *all, gsize n)
{
  gsize n_true = 0, n_false = 0, step = n / POINTS + 1, next = step;
  double area = 0;

  self->false_rate = g_new (double, POINTS + 3);
  self->true_rate = g_new (double, POINTS + 3);
  add_point (self, 0, 0);
  for (gsize i = 0, end; i < n; i = end)
    {
      gsize true_before = n_true, false_before = n_false;

      for (end = i; end < n && !(all[end].score < all[i].score); end++)
        {
          n_true += all[end].is_target;
          n_false += !all[end].is_target;
        }
      area += 0.5 * (double) (n_false - false_before) * (double) (n_true + true_before);
      if (end >= next && end < n)
        {
          add_point (self, n_false, n_true);
          next = end + step;
        }
    }
  add_point (self, n_false, n_true);
  self->auc = area / ((double) self->n_targets * (double) self->n_background);
}

/**
 * ae_roc_new:
 * @scores: (n): higher is more like a target; pixels of NaN are left out
 * @is_target: (n): not 0 = is to be found
 * @n: pixels
 * @error: %AE_ERROR_NO_DATA where there are no targets, or nothing else
 *
 * The area is the chance that a target drawn at random has a higher score than a pixel of the
 * background drawn at random, a tie counting half (Hanley and McNeil, 1982). Any thread.
 *
 * Returns: (transfer full): curve and area.
 */
AeRoc *
ae_roc_new (const float *scores, const guint8 *is_target, gsize n, GError **error)
{
  g_autoptr (AeRoc) self = g_new0 (AeRoc, 1);
  gsize n_scored;
  g_autofree Scored *all = dup_sorted (scores, is_target, n, self, &n_scored);

  if (self->n_targets == 0 || self->n_background == 0)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_NO_DATA,
                   "The labels mark %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                   " pixels as targets; a curve needs both targets and background",
                   self->n_targets, n_scored);
      return NULL;
    }
  integrate (self, all, n_scored);
  return g_steal_pointer (&self);
}

/**
 * ae_roc_free:
 * @self: (transfer full): a curve
 */
void
ae_roc_free (AeRoc *self)
{
  g_free (self->false_rate);
  g_free (self->true_rate);
  g_free (self);
}
