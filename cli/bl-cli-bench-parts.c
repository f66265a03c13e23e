/* bl-cli-bench-parts.c: times the engine's kernels in the shapes of a training step, each kind
 * by itself. What is left of a step is activations, the loss and threads waiting for each
 * other. These are not the step: caches are warmer here, so the parts are at their best.
 */
#include "bl-cli-bench-parts.h"

#include "ae-dense.h"
#include "ae-optimizer.h"
#include "ae-product.h"
#include "ae-rng.h"

#include <string.h>

#define LAYERS     8
#define SLICE_ROWS 128
#define CHUNK      4096
#define REPEATS    2 /* short, so that the best of many falls between what others do */

/* What a member needs for its slices. */
typedef struct
{
  ae_real *acts[LAYERS + 1];   /* (SLICE_ROWS, width) */
  ae_real *deltas[LAYERS + 1]; /* the same */
  ae_real *gradient;           /* (n_weights) */
  ae_real *sum;                /* (CHUNK) */
} Scratch;

typedef struct
{
  const float *rows;
  gsize n;
  const guint32 *order; /* (n) */
  gsize at;             /* first row of the batch in the order */
  guint slices;
  gsize widths[LAYERS + 1];
  gsize offsets[LAYERS + 1]; /* of each weight; the last is their number */
  ae_real *w, *w_t, *m, *v;
  Scratch *members;
} Parts;

/* ------------------------------------------------------------------ the kinds of work */

static void
multiply_slice (const Parts *self, Scratch *scratch)
{
  for (guint l = 0; l < LAYERS; l++)
    {
      AeDense dense = { self->w + self->offsets[l],
                        self->w_t + self->offsets[l],
                        self->w,
                        self->widths[l],
                        self->widths[l + 1],
                        FALSE };

      ae_dense_forward (scratch->acts[l + 1], scratch->acts[l], &dense, SLICE_ROWS);
    }
  for (guint l = LAYERS; l-- > 0;)
    {
      AeDense dense = { self->w + self->offsets[l],
                        self->w_t + self->offsets[l],
                        self->w,
                        self->widths[l],
                        self->widths[l + 1],
                        FALSE };

      ae_dense_backward_weight (scratch->gradient + self->offsets[l], scratch->deltas[l + 1],
                                scratch->acts[l], &dense, SLICE_ROWS, FALSE);
      if (l > 0) /* the input has no gradient */
        ae_dense_backward_input (scratch->deltas[l], scratch->deltas[l + 1], &dense, SLICE_ROWS,
                                 FALSE);
    }
}

static void
run_products (guint member, guint members, gpointer user_data)
{
  Parts *self = user_data;

  for (guint s = member; s < self->slices; s += members)
    multiply_slice (self, &self->members[member]);
}

static void
transpose_share (Parts *self, guint member, guint members)
{
  for (guint l = 1; l < LAYERS; l++)
    {
      gsize blocks = (self->widths[l] + 15) / 16, rows = self->widths[l];
      gsize from = blocks * member / members * 16,
            to = MIN (blocks * (member + 1) / members * 16, rows);

      if (from < to)
        ae_transpose (self->w_t + self->offsets[l], self->w + self->offsets[l], rows,
                      self->widths[l + 1], from, to - from);
    }
}

static void
run_optimizer (guint member, guint members, gpointer user_data)
{
  Parts *self = user_data;
  gsize n = self->offsets[LAYERS], chunks = (n + CHUNK - 1) / CHUNK;
  const ae_real *parts[64];
  AeAdamStep step;

  ae_adam_prepare (&step, 1e-3, 1);
  for (guint s = 0; s < self->slices; s++)
    parts[s] = self->members[s % members].gradient;
  transpose_share (self, member, members);
  for (gsize c = chunks * member / members; c < chunks * (member + 1) / members; c++)
    {
      gsize first = c * CHUNK, size = MIN (CHUNK, n - first);

      ae_gradient_sum (self->members[member].sum, parts, self->slices, first, size);
      ae_adam_update (self->w + first, self->m + first, self->v + first,
                      self->members[member].sum, size, &step);
    }
}

static void
run_gathering (guint member, guint members, gpointer user_data)
{
  Parts *self = user_data;
  gsize bands = self->widths[0];

  for (guint s = member; s < self->slices; s += members)
    for (gsize i = 0; i < SLICE_ROWS; i++)
      {
        gsize row = self->order[(self->at + s * SLICE_ROWS + i) % self->n];

        memcpy (self->members[member].acts[0] + i * bands, self->rows + row * bands,
                bands * sizeof (float));
      }
}

/* ------------------------------------------------------------------ setting up */

static ae_real *
new_small (gsize n)
{
  ae_real *out = ae_real_alloc (n);
  AeRng rng;

  ae_rng_init (&rng, 1, AE_STREAM_WEIGHTS, 0);
  ae_rng_fill_normal (&rng, out, n);
  for (gsize i = 0; i < n; i++)
    out[i] *= (ae_real) 0.05;
  return out;
}

static void
init (Parts *self, guint members, const float *rows, gsize n, guint bands, guint batch)
{
  const gsize widths[LAYERS + 1] = { bands, 130, 70, 40, 20, 40, 70, 130, bands };
  gsize at = 0;

  *self = (Parts){ .rows = rows, .n = n, .slices = MIN (MAX (batch / SLICE_ROWS, 1), 64) };
  memcpy (self->widths, widths, sizeof widths);
  for (guint l = 0; l < LAYERS; l++)
    {
      self->offsets[l] = at;
      at += (widths[l] * widths[l + 1] + 15) / 16 * 16;
    }
  self->offsets[LAYERS] = at;
  self->w = new_small (at);
  self->w_t = new_small (at);
  self->m = ae_real_alloc0 (at);
  self->v = ae_real_alloc0 (at);
  self->members = g_new0 (Scratch, members);
  for (guint i = 0; i < members; i++)
    {
      for (guint l = 0; l <= LAYERS; l++)
        {
          self->members[i].acts[l] = new_small (SLICE_ROWS * widths[l]);
          self->members[i].deltas[l] = new_small (SLICE_ROWS * widths[l]);
        }
      self->members[i].gradient = new_small (at);
      self->members[i].sum = ae_real_alloc0 (CHUNK);
    }
}

static void
clear (Parts *self, guint members)
{
  for (guint i = 0; i < members; i++)
    {
      for (guint l = 0; l <= LAYERS; l++)
        {
          ae_real_free (self->members[i].acts[l]);
          ae_real_free (self->members[i].deltas[l]);
        }
      ae_real_free (self->members[i].gradient);
      ae_real_free (self->members[i].sum);
    }
  g_free (self->members);
  ae_real_free (self->w);
  ae_real_free (self->w_t);
  ae_real_free (self->m);
  ae_real_free (self->v);
}

static double
time_part (Parts *self, AeTeam *team, AeTeamFunc work, double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * 1e6);
  double best = G_MAXDOUBLE;

  do
    {
      gint64 start = g_get_monotonic_time ();

      for (guint i = 0; i < REPEATS; i++)
        {
          ae_team_run (team, work, self);
          self->at = (self->at + self->slices * SLICE_ROWS) % self->n;
        }
      best = MIN (best, (double) (g_get_monotonic_time () - start) * 1e-6 / REPEATS);
    }
  while (g_get_monotonic_time () < end);
  return best;
}

/**
 * bl_cli_parts_measure:
 * @team: as many threads as trained
 * @rows: (n, bands): pixels
 * @n: rows
 * @bands: columns
 * @batch: pixels a step
 * @seconds: for each part
 * @out: (out): the parts of one step
 */
void
bl_cli_parts_measure (AeTeam *team, const float *rows, gsize n, guint bands, guint batch,
                      double seconds, BlCliParts *out)
{
  guint members = ae_team_get_members (team);
  g_autofree guint32 *order = g_new (guint32, n);
  Parts parts;
  AeRng rng;

  for (gsize i = 0; i < n; i++)
    order[i] = (guint32) i;
  ae_rng_init (&rng, 1, AE_STREAM_SHUFFLE, 0);
  ae_rng_shuffle (&rng, order, n);
  init (&parts, members, rows, n, bands, batch);
  parts.order = order;
  out->products = time_part (&parts, team, run_products, seconds);
  out->optimizer = time_part (&parts, team, run_optimizer, seconds);
  out->gathering = time_part (&parts, team, run_gathering, seconds);
  clear (&parts, members);
}
