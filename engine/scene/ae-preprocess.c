/* ae-preprocess.c: the steps that a user names, one after the other, on the good bands of a
 * spectrum. Smoothing and derivative never reach across a gap of the bands.
 *
 * Not scaling: that is fitted on pixels and can be undone, see ae-scaler.c.
 */
#include "ae-preprocess.h"

#include "ae-error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_STEPS   8
#define LEAST_WINDOW 3
#define MOST_WINDOW  101
#define USUAL_WINDOW 9

/* Bands so many median steps apart have a gap between them. */
#define GAP_STEPS 3.0

typedef enum
{
  STEP_NORM,
  STEP_SMOOTH,
  STEP_DERIVATIVE,
  STEP_CONTINUUM,
} StepKind;

typedef struct
{
  StepKind kind;
  guint window; /* of the middle two */
} Step;

/* A linear step: each band is a weighted sum over neighbours. */
typedef struct
{
  guint *first;   /* (bands) */
  guint *count;   /* (bands) */
  float *weights; /* (bands, window) */
} Filter;

struct _AePreprocess
{
  guint bands;
  guint n;
  Step steps[MOST_STEPS];
  Filter filters[MOST_STEPS]; /* empty for the others */
  double *xs;                 /* (bands): nm, or band numbers */
  guint *order;               /* (bands): by position */
};

static const char *const names[] = { "norm", "smooth", "derivative", "continuum" };

/* ------------------------------------------------------------------ the words */

static gboolean
has_window (StepKind kind)
{
  return kind == STEP_SMOOTH || kind == STEP_DERIVATIVE;
}

static gboolean
parse_step (const char *word, Step *out, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (word, ":", 2);
  guint64 window = USUAL_WINDOW;

  out->kind = G_N_ELEMENTS (names);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (parts[0], names[i]) == 0)
      out->kind = (StepKind) i;
  if (out->kind == G_N_ELEMENTS (names) || (parts[1] != NULL && !has_window (out->kind)))
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "“%s” is no preprocessing; there are norm, smooth:BANDS, derivative:BANDS "
                   "and continuum",
                   word);
      return FALSE;
    }
  if (parts[1] != NULL
      && !g_ascii_string_to_unsigned (parts[1], 10, LEAST_WINDOW, MOST_WINDOW, &window, NULL))
    window = 0;
  if (window % 2 == 0)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "%s: a window of “%s” bands; choose an odd number from %d to %d", parts[0],
                   parts[1], LEAST_WINDOW, MOST_WINDOW);
      return FALSE;
    }
  out->window = (guint) window;
  return TRUE;
}

static gboolean
parse (const char *text, Step *steps, guint *n, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ",", -1);

  *n = 0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = g_strstrip (words[i]);

      if (word[0] == '\0' || strcmp (word, "none") == 0)
        continue;
      if (*n == MOST_STEPS)
        {
          g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                       "Preprocessing takes at most %d steps", MOST_STEPS);
          return FALSE;
        }
      if (!parse_step (word, &steps[(*n)++], error))
        return FALSE;
    }
  return TRUE;
}

/**
 * ae_preprocess_dup_canonical:
 * @text: (nullable): steps in their order: norm, smooth:BANDS, derivative:BANDS, continuum
 * @error: %AE_ERROR_INVALID with the word and what there is
 *
 * Returns: (transfer full) (nullable): the same steps always in the same words, "" for none;
 * %NULL with @error. Any thread.
 */
char *
ae_preprocess_dup_canonical (const char *text, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Step steps[MOST_STEPS];
  guint n;

  if (!parse (text, steps, &n, error))
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (out, "%s%s", i > 0 ? "," : "", names[steps[i].kind]);
      if (has_window (steps[i].kind))
        g_string_append_printf (out, ":%u", steps[i].window);
    }
  return g_strdup (out->str);
}

/* ------------------------------------------------------------------ filters */

static int
compare_numbers_cb (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
find_median_step (const double *xs, guint n)
{
  g_autofree double *steps = g_new (double, n + 1);

  for (guint i = 1; i < n; i++)
    steps[i - 1] = fabs (xs[i] - xs[i - 1]);
  qsort (steps, n - 1, sizeof *steps, compare_numbers_cb);
  return steps[(n - 1) / 2];
}

/* The number of the stretch without gaps that each band is in. */
static guint *
dup_stretches (const AePreprocess *self, const guint *numbers, gboolean has_nm)
{
  guint *stretches = g_new0 (guint, self->bands);
  double step = self->bands > 1 ? find_median_step (self->xs, self->bands) : 1;

  for (guint i = 1; i < self->bands; i++)
    {
      double d = self->xs[i] - self->xs[i - 1];
      gboolean is_gap
          = has_nm ? !(d > 0) || d > GAP_STEPS * step : numbers[i] != numbers[i - 1] + 1;

      stretches[i] = stretches[i - 1] + is_gap;
    }
  return stretches;
}

/* Weights of the value (order 0) or slope (order 1) at @at of the least-squares polynomial
 * through the points @xs: Savitzky and Golay (1964), for points that need not be evenly
 * spaced. Normal equations in units of the window's half width, so that they are sound. */
static void
fill_weights (const double *xs, guint n, double at, guint order, float *out)
{
  guint terms = MIN (n, 3);
  double unit = n > 1 ? MAX (fabs (xs[n - 1] - xs[0]) / 2, 1e-12) : 1;
  double m[3][4] = { { 0 } };

  for (guint i = 0; i < n; i++)
    {
      double t = (xs[i] - at) / unit, powers[5] = { 1, t, t * t, t * t * t, t * t * t * t };

      for (guint r = 0; r < terms; r++)
        for (guint c = 0; c < terms; c++)
          m[r][c] += powers[r + c];
    }
  if (order < terms)
    m[order][3] = 1;
  for (guint k = 0; k < terms; k++)
    for (guint r = 0; r < terms; r++)
      if (r != k)
        {
          double f = m[r][k] / m[k][k];

          for (guint c = k; c < 4; c++)
            m[r][c] -= f * m[k][c];
        }
  for (guint i = 0; i < n; i++)
    {
      double t = (xs[i] - at) / unit, power = 1, weight = 0;

      for (guint r = 0; r < terms; r++, power *= t)
        weight += m[r][3] / m[r][r] * power;
      out[i] = order < terms ? (float) (weight / (order == 1 ? unit : 1)) : 0;
    }
}

static void
init_filter (AePreprocess *self, const Step *step, const guint *stretches, Filter *out)
{
  guint half = step->window / 2;

  out->first = g_new (guint, self->bands);
  out->count = g_new (guint, self->bands);
  out->weights = g_new (float, (gsize) self->bands * step->window);
  for (guint i = 0; i < self->bands; i++)
    {
      guint from = i, to = i + 1;

      while (from > 0 && i - from < half && stretches[from - 1] == stretches[i])
        from--;
      while (to < self->bands && to - i <= half && stretches[to] == stretches[i])
        to++;
      out->first[i] = from;
      out->count[i] = to - from;
      fill_weights (self->xs + from, to - from, self->xs[i], step->kind == STEP_DERIVATIVE,
                    out->weights + (gsize) i * step->window);
    }
}

static void
apply_filter (const AePreprocess *self, guint step, float *row, float *scratch)
{
  const Filter *filter = &self->filters[step];
  guint window = self->steps[step].window;

  for (guint i = 0; i < self->bands; i++)
    {
      const float *weights = filter->weights + (gsize) i * window;
      const float *values = row + filter->first[i];
      float sum = 0;

      for (guint k = 0; k < filter->count[i]; k++)
        sum += weights[k] * values[k];
      scratch[i] = sum;
    }
  memcpy (row, scratch, self->bands * sizeof *row);
}

/* ------------------------------------------------------------------ the other steps */

/* To unit length; a spectrum of zeroes stays. */
static void
apply_norm (const AePreprocess *self, float *row)
{
  double squares = 0;

  for (guint i = 0; i < self->bands; i++)
    squares += (double) row[i] * (double) row[i];
  for (guint i = 0; i < self->bands && squares > 0; i++)
    row[i] = (float) (row[i] / sqrt (squares));
}

/* Bands of the upper convex hull, left to right, by Andrew's monotone chain: their places in
 * the order of positions. */
static guint
find_hull (const AePreprocess *self, const float *row, guint *hull)
{
  guint n = 0;

  for (guint i = 0; i < self->bands; i++)
    {
      guint c = self->order[i];

      while (n >= 2)
        {
          guint a = self->order[hull[n - 2]], b = self->order[hull[n - 1]];
          double turn = (self->xs[b] - self->xs[a]) * ((double) row[c] - (double) row[a])
                        - ((double) row[b] - (double) row[a]) * (self->xs[c] - self->xs[a]);

          if (turn < 0)
            break;
          n--;
        }
      hull[n++] = i;
    }
  return n;
}

/* Divided by the upper convex hull over the wavelengths (Clark and Roush, 1984); 1 where the
 * hull is not above nothing. */
static void
apply_continuum (const AePreprocess *self, float *row, guint *hull, float *scratch)
{
  guint n = find_hull (self, row, hull), at = 0;

  for (guint i = 0; i < self->bands; i++)
    {
      guint a, b, c = self->order[i];
      double t = 0, top;

      while (at + 2 < n && hull[at + 1] < i)
        at++;
      a = self->order[hull[at]];
      b = self->order[hull[MIN (at + 1, n - 1)]];
      if (self->xs[b] > self->xs[a])
        t = (self->xs[c] - self->xs[a]) / (self->xs[b] - self->xs[a]);
      top = (double) row[a] + t * ((double) row[b] - (double) row[a]);
      scratch[c] = top > 0 ? (float) ((double) row[c] / top) : 1.0f;
    }
  memcpy (row, scratch, self->bands * sizeof *row);
}

/* ------------------------------------------------------------------ life */

static void
fill_xs (AePreprocess *self, const guint *numbers, const double *wavelengths_nm)
{
  gboolean falls
      = wavelengths_nm != NULL && wavelengths_nm[self->bands - 1] < wavelengths_nm[0];

  self->xs = g_new (double, self->bands);
  self->order = g_new (guint, self->bands);
  for (guint i = 0; i < self->bands; i++)
    {
      guint at = i;

      self->xs[i] = wavelengths_nm == NULL ? (double) numbers[i]
                    : falls                ? -wavelengths_nm[i]
                                           : wavelengths_nm[i];
      /* Almost always in order already. */
      for (; at > 0 && self->xs[self->order[at - 1]] > self->xs[i]; at--)
        self->order[at] = self->order[at - 1];
      self->order[at] = i;
    }
}

/* Of falling wavelengths the negative is kept, so that positions rise: slopes turn with it. */
static void
turn_slopes (AePreprocess *self, guint step)
{
  gsize n = (gsize) self->bands * self->steps[step].window;

  for (gsize i = 0; i < n; i++)
    self->filters[step].weights[i] *= -1;
}

/**
 * ae_preprocess_new:
 * @text: steps in their order, see ae_preprocess_dup_canonical(); at least one
 * @bands: of the spectra: the good ones of a scene
 * @numbers: (array length=bands): theirs in the scene, ascending
 * @wavelengths_nm: (nullable) (array length=bands): theirs
 * @error: %AE_ERROR_INVALID
 *
 * smooth:W is the value, derivative:W the slope per nm (per band without wavelengths) at each
 * band of the parabola that fits the W bands around it best; both stop at gaps. continuum
 * divides by the upper convex hull, norm by the Euclidean length.
 *
 * Returns: (transfer full): the steps for these bands; any number of threads may use it.
 */
AePreprocess *
ae_preprocess_new (const char *text, guint bands, const guint *numbers,
                   const double *wavelengths_nm, GError **error)
{
  g_autoptr (AePreprocess) self = g_new0 (AePreprocess, 1);
  g_autofree guint *stretches = NULL;

  self->bands = bands;
  if (!parse (text, self->steps, &self->n, error))
    return NULL;
  fill_xs (self, numbers, wavelengths_nm);
  stretches = dup_stretches (self, numbers, wavelengths_nm != NULL);
  for (guint s = 0; s < self->n; s++)
    if (has_window (self->steps[s].kind))
      {
        init_filter (self, &self->steps[s], stretches, &self->filters[s]);
        if (self->steps[s].kind == STEP_DERIVATIVE && wavelengths_nm != NULL
            && wavelengths_nm[bands - 1] < wavelengths_nm[0])
          turn_slopes (self, s);
      }
  return g_steal_pointer (&self);
}

/**
 * ae_preprocess_get_n_steps:
 * @self: steps
 *
 * Returns: how many there are.
 */
guint
ae_preprocess_get_n_steps (const AePreprocess *self)
{
  return self->n;
}

/**
 * ae_preprocess_get_step_name:
 * @self: steps
 * @step: from 0
 *
 * Returns: "norm", "smooth", "derivative" or "continuum".
 */
const char *
ae_preprocess_get_step_name (const AePreprocess *self, guint step)
{
  return names[self->steps[step].kind];
}

/**
 * ae_preprocess_dup_matrix:
 * @self: steps
 * @step: from 0
 *
 * Returns: (transfer full) (nullable): (bands, bands) so that spectra after the step are
 * spectra before it times the matrix; %NULL for a step that is not linear.
 */
float *
ae_preprocess_dup_matrix (const AePreprocess *self, guint step)
{
  const Filter *filter = &self->filters[step];
  float *matrix;

  if (!has_window (self->steps[step].kind))
    return NULL;
  matrix = g_new0 (float, (gsize) self->bands * self->bands);
  for (guint i = 0; i < self->bands; i++)
    for (guint k = 0; k < filter->count[i]; k++)
      matrix[(gsize) (filter->first[i] + k) * self->bands + i]
          = filter->weights[(gsize) i * self->steps[step].window + k];
  return matrix;
}

/**
 * ae_preprocess_free:
 * @self: (transfer full): steps
 */
void
ae_preprocess_free (AePreprocess *self)
{
  for (guint s = 0; s < self->n; s++)
    {
      g_free (self->filters[s].first);
      g_free (self->filters[s].count);
      g_free (self->filters[s].weights);
    }
  g_free (self->xs);
  g_free (self->order);
  g_free (self);
}

/**
 * ae_preprocess_apply:
 * @self: steps
 * @in: (n, bands): spectra in scene units, without missing values
 * @n: how many
 * @out: (out) (n, bands): may be @in
 *
 * Any thread.
 */
void
ae_preprocess_apply (const AePreprocess *self, const float *in, gsize n, float *out)
{
  g_autofree float *scratch = g_new (float, self->bands);
  g_autofree guint *hull = g_new (guint, self->bands);

  if (out != in)
    memcpy (out, in, n * self->bands * sizeof *out);
  for (gsize i = 0; i < n; i++)
    for (guint s = 0; s < self->n; s++)
      {
        float *row = out + i * self->bands;

        if (self->steps[s].kind == STEP_NORM)
          apply_norm (self, row);
        else if (self->steps[s].kind == STEP_CONTINUUM)
          apply_continuum (self, row, hull, scratch);
        else
          apply_filter (self, s, row, scratch);
      }
}
