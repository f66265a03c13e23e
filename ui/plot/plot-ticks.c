/* plot-ticks.c: round places for ticks, and numbers written for people: in the locale's
 * decimal sign, with a real minus and raised exponents. Files use plot-export instead. */
#include "plot-ticks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MINUS "\u2212"

/* Widest of 1, 2, 2.5, 5 × 10^k that gives no more than @wanted intervals. */
static double
nice_step (double width, guint wanted)
{
  static const double steps[] = { 1.0, 2.0, 2.5, 5.0, 10.0 };
  double raw = width / MAX (wanted, 1), power = pow (10.0, floor (log10 (raw)));

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * power >= raw * 0.999999)
      return steps[i] * power;
  return 10.0 * power;
}

static int
decimals_of (double step)
{
  for (int d = 0; d < 12; d++)
    {
      double scaled = step * pow (10.0, d);

      if (fabs (scaled - round (scaled)) < 1e-6 * scaled)
        return d;
    }
  return 12;
}

/* g_snprintf writes in the locale; only the hyphen has to become a minus. */
static void
with_minus (char *out, gsize size, const char *text)
{
  if (text[0] == '-')
    g_snprintf (out, size, MINUS "%s", text + 1);
  else
    g_strlcpy (out, text, size);
}

static void
format_fixed (char *out, gsize size, double value, int decimals)
{
  char text[PLOT_LABEL_SIZE];

  g_snprintf (text, sizeof text, "%.*f", decimals, value == 0.0 ? 0.0 : value);
  with_minus (out, size, text);
}

/* A power that keeps labels short: 0 while plain numbers are readable. */
static int
common_exponent (PlotRange range, double step)
{
  double size = fmax (fabs (range.lo), fabs (range.hi));
  int power = (int) floor (log10 (size) + 1e-9);

  if (power >= 6 || power <= -4 || (decimals_of (step) > 4 && power < -1))
    return power;
  return 0;
}

/**
 * plot_ticks_linear:
 * @wanted: intervals to aim at; never more than PLOT_TICKS_MAX − 1 come
 *
 * Places ticks at round values inside a range, and writes them with as many decimals as their
 * step needs. Any thread.
 */
void
plot_ticks_linear (PlotTicks *self, PlotRange range, guint wanted)
{
  memset (self, 0, sizeof *self);
  if (!(range.hi > range.lo) || !isfinite (range.hi - range.lo))
    return;
  double step = nice_step (range.hi - range.lo, MIN (wanted, PLOT_TICKS_MAX - 2));
  self->exponent = common_exponent (range, step);
  double unit = pow (10.0, self->exponent);
  int decimals = decimals_of (step / unit);
  double first = ceil (range.lo / step - 1e-6);
  for (guint i = 0; self->n < PLOT_TICKS_MAX; i++)
    {
      double value = (first + i) * step;

      if (value > range.hi + 1e-6 * step)
        break;
      self->values[self->n] = value;
      format_fixed (self->labels[self->n++], PLOT_LABEL_SIZE, value / unit, decimals);
    }
}

static gboolean
is_whole (double value)
{
  return fabs (value - round (value)) < 1e-6;
}

static gboolean
are_whole (const PlotTicks *self)
{
  for (guint i = 0; i < self->n; i++)
    if (!is_whole (self->values[i]))
      return FALSE;
  return TRUE;
}

/**
 * plot_ticks_whole:
 * @wanted: intervals to aim at
 *
 * As plot_ticks_linear(), of what is counted, such as bands: at whole numbers only, which are
 * fewer, or none, where the range is short. Any thread.
 */
void
plot_ticks_whole (PlotTicks *self, PlotRange range, guint wanted)
{
  guint kept = 0;

  plot_ticks_linear (self, range, wanted);
  while (wanted > 1 && !are_whole (self))
    plot_ticks_linear (self, range, --wanted);
  for (guint i = 0; i < self->n; i++)
    if (is_whole (self->values[i]))
      {
        self->values[kept] = self->values[i];
        memmove (self->labels[kept++], self->labels[i], PLOT_LABEL_SIZE);
      }
  self->n = kept;
}

/* Plain numbers while all of them are short, so that an axis does not mix two ways of writing.
 */
static void
add_log_tick (PlotTicks *self, PlotRange range, double value)
{
  gboolean is_plain = range.lo >= 0.9999e-4 && range.hi < 1.0001e5;

  if (value < range.lo * (1.0 - 1e-9) || value > range.hi * (1.0 + 1e-9)
      || self->n == PLOT_TICKS_MAX)
    return;
  self->values[self->n] = value;
  int power = (int) floor (log10 (value) + 1e-9);
  double mantissa = value / pow (10.0, power);
  char *label = self->labels[self->n++];
  if (fabs (mantissa - 1.0) > 1e-6 || is_plain)
    plot_format_value (label, PLOT_LABEL_SIZE, value);
  else
    plot_format_power (label, PLOT_LABEL_SIZE, power);
}

static void
add_minor_ticks (PlotTicks *self, PlotRange range, int first, int last)
{
  for (int power = first; power <= last; power++)
    for (int m = 2; m <= 9; m++)
      {
        double value = m * pow (10.0, power);

        if (value > range.lo && value < range.hi && self->n_minor < PLOT_TICKS_MINOR)
          self->minor[self->n_minor++] = value;
      }
}

/**
 * plot_ticks_log:
 * @wanted: labels to aim at
 *
 * Places ticks at powers of ten, with 2 and 5 between them where there is room, and unlabelled
 * ones at the other multiples; a range inside one decade gets linear ticks. Any thread.
 */
void
plot_ticks_log (PlotTicks *self, PlotRange range, guint wanted)
{
  memset (self, 0, sizeof *self);
  if (!(range.lo > 0.0) || !(range.hi > range.lo) || !isfinite (range.hi))
    return;
  double decades = log10 (range.hi / range.lo);
  if (decades < 0.8)
    {
      plot_ticks_linear (self, range, MIN (wanted, 4));
      return;
    }
  int first = (int) floor (log10 (range.lo) + 1e-9),
      last = (int) ceil (log10 (range.hi) - 1e-9);
  int skip = MAX (1, (int) ceil (decades / MAX (wanted, 1)));
  gboolean has_room = decades * 3 <= wanted || decades < 1.7;
  for (int power = first - ((first % skip) + skip) % skip; power <= last; power += skip)
    {
      double base = pow (10.0, power);

      add_log_tick (self, range, base);
      if (skip == 1 && has_room)
        {
          add_log_tick (self, range, 2.0 * base);
          add_log_tick (self, range, 5.0 * base);
        }
    }
  if (decades <= 12)
    add_minor_ticks (self, range, first, last);
}

/**
 * plot_ticks_categories:
 * @names: (nullable): NULL-terminated names of 0, 1, 2 …; NULL writes the number counted from 1
 * @wanted: labels to aim at; names in between are left out evenly
 *
 * Places ticks at whole numbers, for bars. Any thread.
 */
void
plot_ticks_categories (PlotTicks *self, PlotRange range, const char *const *names, guint wanted)
{
  memset (self, 0, sizeof *self);
  guint n_names = names != NULL ? g_strv_length ((char **) names) : 0;
  int first = (int) ceil (fmax (range.lo, 0.0)), last = (int) floor (fmin (range.hi, 1e6));
  int wide = (last - first + 1 + (int) MAX (wanted, 1) - 1) / (int) MAX (wanted, 1);
  int skip = wide <= 1 ? 1 : (int) nice_step (wide, 1);
  for (int i = first; i <= last && self->n < PLOT_TICKS_MAX; i++)
    {
      if ((names != NULL && (guint) i >= n_names)
          || (skip > 1 && (i + 1) % skip != 0 && i != 0))
        continue;
      self->values[self->n] = i;
      if (names != NULL)
        g_strlcpy (self->labels[self->n++], names[i], PLOT_LABEL_SIZE);
      else
        g_snprintf (self->labels[self->n++], PLOT_LABEL_SIZE, "%d", i + 1);
    }
}

/**
 * plot_format_power:
 *
 * Writes ten to a power with a raised exponent. Any thread.
 */
void
plot_format_power (char *out, gsize size, int exponent)
{
  static const char *raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  char digits[12];

  g_snprintf (digits, sizeof digits, "%d", ABS (exponent));
  g_strlcpy (out, exponent < 0 ? "10⁻" : "10", size);
  for (const char *d = digits; *d != '\0'; d++)
    g_strlcat (out, raised[*d - '0'], size);
}

/**
 * plot_format_digits:
 * @out: (size) at least PLOT_LABEL_SIZE
 * @digits: significant ones, at most 9
 *
 * Writes a value for people, "no value" for one that is not finite. Any thread.
 */
void
plot_format_digits (char *out, gsize size, double value, int digits)
{
  char text[PLOT_LABEL_SIZE], power[PLOT_LABEL_SIZE], number[PLOT_LABEL_SIZE];
  double a = fabs (value);

  if (!isfinite (value))
    {
      g_strlcpy (out, "no value", size);
      return;
    }
  if (a != 0.0 && (a < 1e-4 || a >= 1e7))
    {
      int exponent = (int) floor (log10 (a));

      g_snprintf (text, sizeof text, "%.*g", digits, value / pow (10.0, exponent));
      with_minus (number, sizeof number, text);
      plot_format_power (power, sizeof power, exponent);
      g_snprintf (out, size, "%s·%s", number, power);
      return;
    }
  g_snprintf (text, sizeof text, "%.*g", a >= 1.0 ? MAX (digits, (int) log10 (a) + 1) : digits,
              value);
  with_minus (out, size, text);
}

/**
 * plot_format_value:
 * @out: (size) at least PLOT_LABEL_SIZE
 *
 * Writes a value for people with four significant digits. Any thread.
 */
void
plot_format_value (char *out, gsize size, double value)
{
  plot_format_digits (out, size, value, 4);
}

/**
 * plot_format_axis:
 * @title: (nullable): what the axis shows
 * @unit: (nullable): in what
 * @exponent: of ten, by which the labels are to be multiplied; 0 for none
 *
 * Writes an axis title with its unit and power in parentheses. Any thread.
 */
void
plot_format_axis (char *out, gsize size, const char *title, const char *unit, int exponent)
{
  char power[PLOT_LABEL_SIZE] = "", inside[128] = "";
  gboolean has_unit = unit != NULL && unit[0] != '\0';

  if (exponent != 0)
    plot_format_power (power, sizeof power, exponent);
  if (exponent != 0 || has_unit)
    g_snprintf (inside, sizeof inside, " (%s%s%s%s)", exponent != 0 ? "×" : "", power,
                exponent != 0 && has_unit ? " " : "", has_unit ? unit : "");
  g_snprintf (out, size, "%s%s", title != NULL ? title : "", inside);
}
