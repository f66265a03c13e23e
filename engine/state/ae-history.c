/* ae-history.c: loss curves in bounded memory. When full, neighbouring batches are averaged, so
 * a long run keeps its whole course with the finest detail at its end. Not thread-safe while it
 * is written; a copy is.
 */
#include "ae-history.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

struct _AeHistory
{
  atomic_int ref_count;
  guint n_points;
  guint n_marks;
  AeHistoryPoint *points; /* (AE_HISTORY_MAX_POINTS) */
  guint32 *weights;       /* (AE_HISTORY_MAX_POINTS): batches in a point */
  AeHistoryMark *marks;   /* (AE_HISTORY_MAX_MARKS) */
};

/**
 * ae_history_new:
 *
 * Returns: (transfer full): an empty history.
 */
AeHistory *
ae_history_new (void)
{
  AeHistory *self = g_new0 (AeHistory, 1);

  atomic_init (&self->ref_count, 1);
  self->points = g_new (AeHistoryPoint, AE_HISTORY_MAX_POINTS);
  self->weights = g_new (guint32, AE_HISTORY_MAX_POINTS);
  self->marks = g_new (AeHistoryMark, AE_HISTORY_MAX_MARKS);
  return self;
}

/**
 * ae_history_copy:
 * @self: a history
 *
 * Returns: (transfer full): a copy that nobody writes, for another thread. It holds no more
 * than is there.
 */
AeHistory *
ae_history_copy (const AeHistory *self)
{
  AeHistory *copy = g_new0 (AeHistory, 1);

  atomic_init (&copy->ref_count, 1);
  copy->n_points = self->n_points;
  copy->n_marks = self->n_marks;
  copy->points = g_memdup2 (self->points, self->n_points * sizeof *self->points);
  copy->weights = g_memdup2 (self->weights, self->n_points * sizeof *self->weights);
  copy->marks = g_memdup2 (self->marks, self->n_marks * sizeof *self->marks);
  return copy;
}

/**
 * ae_history_new_from_values:
 * @points: (array length=n_points): in the order of time; copied
 * @weights: (array length=n_points): batches in each point; copied
 * @n_points: at most %AE_HISTORY_MAX_POINTS
 * @marks: (array length=n_marks): in the order of time; copied
 * @n_marks: at most %AE_HISTORY_MAX_MARKS
 *
 * Returns: (transfer full): a history that holds these and may be added to.
 */
AeHistory *
ae_history_new_from_values (const AeHistoryPoint *points, const guint32 *weights,
                            guint n_points, const AeHistoryMark *marks, guint n_marks)
{
  AeHistory *self = ae_history_new ();

  self->n_points = MIN (n_points, AE_HISTORY_MAX_POINTS);
  self->n_marks = MIN (n_marks, AE_HISTORY_MAX_MARKS);
  if (self->n_points > 0)
    {
      memcpy (self->points, points, self->n_points * sizeof *points);
      memcpy (self->weights, weights, self->n_points * sizeof *weights);
    }
  if (self->n_marks > 0)
    memcpy (self->marks, marks, self->n_marks * sizeof *marks);
  return self;
}

/**
 * ae_history_thaw:
 * @self: a history, perhaps a copy that nobody writes
 *
 * Returns: (transfer full): one that may be added to, with all that @self holds.
 */
AeHistory *
ae_history_thaw (const AeHistory *self)
{
  return ae_history_new_from_values (self->points, self->weights, self->n_points, self->marks,
                                     self->n_marks);
}

/**
 * ae_history_ref:
 * @self: a history
 *
 * Returns: (transfer full): the same. Any thread.
 */
AeHistory *
ae_history_ref (AeHistory *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_history_unref:
 * @self: (transfer full): a history
 *
 * Any thread.
 */
void
ae_history_unref (AeHistory *self)
{
  if (atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  g_free (self->points);
  g_free (self->weights);
  g_free (self->marks);
  g_free (self);
}

/* The later point takes the earlier one in: means of the terms, its own place and validation.
 */
static void
merge (AeHistoryPoint *later, guint32 *later_weight, const AeHistoryPoint *earlier,
       guint32 weight)
{
  double share = (double) weight / (double) (weight + *later_weight);

  ae_loss_terms_mix (&later->train, &earlier->train, share);
  if (isnan (later->validation))
    {
      later->validation = earlier->validation;
      later->validation_reconstruction = earlier->validation_reconstruction;
    }
  *later_weight += weight;
}

/* Averages neighbours of one phase; pairs of epoch ends only where @all. */
static void
thin (AeHistory *self, gboolean all)
{
  guint n = 0;

  for (guint i = 0; i < self->n_points; i++)
    {
      AeHistoryPoint point = self->points[i];
      guint32 weight = self->weights[i];
      gboolean may = i + 1 < self->n_points && self->points[i + 1].phase == point.phase
                     && weight > 0 && (all || isnan (point.validation));

      if (may)
        {
          i++;
          merge (&self->points[i], &self->weights[i], &point, weight);
          point = self->points[i];
          weight = self->weights[i];
        }
      self->points[n] = point;
      self->weights[n++] = weight;
    }
  self->n_points = n;
}

/**
 * ae_history_add:
 * @self: a history
 * @point: one batch; copied
 *
 * Appends. A full history first averages neighbouring batches; epoch ends, where the validation
 * loss is known, are merged only when there is nothing else left.
 */
void
ae_history_add (AeHistory *self, const AeHistoryPoint *point)
{
  if (self->n_points == AE_HISTORY_MAX_POINTS)
    {
      thin (self, FALSE);
      if (self->n_points > AE_HISTORY_MAX_POINTS * 3 / 4)
        thin (self, TRUE);
    }
  self->points[self->n_points] = *point;
  self->weights[self->n_points++] = 1;
}

/**
 * ae_history_set_start:
 * @self: a history of no batch yet
 * @point: before the first step: of step 0, and the mean of no batch; copied
 *
 * Puts the point at its beginning, in place of one that may be there. It is never averaged with
 * others.
 */
void
ae_history_set_start (AeHistory *self, const AeHistoryPoint *point)
{
  g_return_if_fail (self->n_points == 0 || (self->n_points == 1 && self->weights[0] == 0));
  self->points[0] = *point;
  self->weights[0] = 0;
  self->n_points = 1;
}

/**
 * ae_history_get_start:
 * @self: a history
 *
 * Returns: (nullable) (transfer none): the point before the first step; %NULL where it was not
 * measured, as in files of earlier versions.
 */
const AeHistoryPoint *
ae_history_get_start (const AeHistory *self)
{
  return self->n_points > 0 && self->weights[0] == 0 ? &self->points[0] : NULL;
}

/**
 * ae_history_add_mark:
 * @self: a history
 * @mark: copied
 *
 * Adds a mark; when there are too many the oldest goes.
 */
void
ae_history_add_mark (AeHistory *self, const AeHistoryMark *mark)
{
  if (self->n_marks == AE_HISTORY_MAX_MARKS)
    {
      memmove (self->marks, self->marks + 1, (self->n_marks - 1) * sizeof *self->marks);
      self->n_marks--;
    }
  self->marks[self->n_marks++] = *mark;
}

/**
 * ae_history_get_n_points:
 * @self: a history
 *
 * Returns: how many points, at most AE_HISTORY_MAX_POINTS.
 */
guint
ae_history_get_n_points (const AeHistory *self)
{
  return self->n_points;
}

/**
 * ae_history_get_points:
 * @self: a history
 *
 * Returns: (transfer none) (n_points): in the order of time.
 */
const AeHistoryPoint *
ae_history_get_points (const AeHistory *self)
{
  return self->points;
}

/**
 * ae_history_get_weights:
 * @self: a history
 *
 * Returns: (transfer none) (n_points): how many batches each point is the mean of.
 */
const guint32 *
ae_history_get_weights (const AeHistory *self)
{
  return self->weights;
}

/**
 * ae_history_get_n_marks:
 * @self: a history
 *
 * Returns: how many marks, at most AE_HISTORY_MAX_MARKS.
 */
guint
ae_history_get_n_marks (const AeHistory *self)
{
  return self->n_marks;
}

/**
 * ae_history_get_marks:
 * @self: a history
 *
 * Returns: (transfer none) (n_marks): in the order of time.
 */
const AeHistoryMark *
ae_history_get_marks (const AeHistory *self)
{
  return self->marks;
}
