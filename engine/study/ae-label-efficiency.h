/* ae-label-efficiency.h: how far a few labels go: a classifier on few labelled rows, judged on
 * the others, over several draws. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AeLabelEfficiency:
 * @mean, @deviation: overall accuracy on the rows that were not drawn, over the draws
 * @tested: rows judged in each draw
 * @classes: that had more labelled rows than were drawn
 */
typedef struct
{
  double mean, deviation;
  gsize tested;
  guint classes;
} AeLabelEfficiency;

gboolean ae_label_efficiency_measure (const float *features, gsize n, guint columns,
                                      const guint16 *labels, guint per_class, guint draws,
                                      guint64 seed, AeLabelEfficiency *out);

G_END_DECLS
