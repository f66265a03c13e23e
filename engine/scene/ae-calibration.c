/* ae-calibration.c: from the numbers of a file to values: value = gain × number + offset, and
 * numbers that stand for no data, or lie outside the valid range, become NAN. Knows no format:
 * a reader says what its file declares, and has this applied to whatever it reads.
 *
 * The order is that of the CF conventions (section 8.1) and of ENVI: fill values and valid
 * range are of the numbers as stored, before gain and offset.
 */
#include "ae-calibration.h"

#include <math.h>
#include <string.h>

/* More markers of no data than this are not told apart. */
#define MOST_MISSING 8

struct _AeCalibration
{
  guint bands;
  gboolean is_scaled;
  double *gains;   /* (bands) */
  double *offsets; /* (bands) */
  guint n_missing;
  float *missing[MOST_MISSING]; /* (bands) each; NAN where a band has none */
  gboolean has_zero;            /* 0 stands for no data: of a pixel that is 0 in every band */
  gboolean has_range, range_is_of_values;
  float *lowest, *highest; /* (bands), of those with a range; NULL without */
};

/**
 * ae_calibration_new:
 * @bands: of the scene
 *
 * Returns: (transfer full): one under which numbers are values.
 */
AeCalibration *
ae_calibration_new (guint bands)
{
  AeCalibration *self = g_new0 (AeCalibration, 1);

  self->bands = bands;
  self->gains = g_new (double, bands);
  self->offsets = g_new0 (double, bands);
  for (guint b = 0; b < bands; b++)
    self->gains[b] = 1;
  return self;
}

/**
 * ae_calibration_free:
 * @self: (nullable) (transfer full): a calibration
 */
void
ae_calibration_free (AeCalibration *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_missing; i++)
    g_free (self->missing[i]);
  g_free (self->lowest);
  g_free (self->highest);
  g_free (self->gains);
  g_free (self->offsets);
  g_free (self);
}

static gboolean
is_list (const AeCalibration *self, const double *numbers, guint n)
{
  for (guint i = 0; numbers != NULL && i < n; i++)
    if (!isfinite (numbers[i]))
      return FALSE;
  return numbers == NULL || n == 1 || n == self->bands;
}

/**
 * ae_calibration_scale:
 * @gains: (nullable) (array length=n_gains): one for all, or one a band
 * @offsets: (nullable) (array length=n_offsets): likewise
 *
 * Returns: %FALSE, and nothing changed, where a list has another length, a number that is none,
 * or a gain of 0, which would make all values alike.
 */
gboolean
ae_calibration_scale (AeCalibration *self, const double *gains, guint n_gains,
                      const double *offsets, guint n_offsets)
{
  if (!is_list (self, gains, n_gains) || !is_list (self, offsets, n_offsets))
    return FALSE;
  for (guint i = 0; gains != NULL && i < n_gains; i++)
    if (gains[i] == 0)
      return FALSE;
  for (guint b = 0; b < self->bands; b++)
    {
      self->gains[b] = gains != NULL ? gains[n_gains > 1 ? b : 0] : 1;
      self->offsets[b] = offsets != NULL ? offsets[n_offsets > 1 ? b : 0] : 0;
      self->is_scaled |= self->gains[b] != 1 || self->offsets[b] != 0;
    }
  return TRUE;
}

/**
 * ae_calibration_add_missing:
 * @numbers: (array length=n): as stored; one for all bands, or one a band with NAN for none
 *
 * Adds a number that stands for no data. NAN always does.
 *
 * Returns: %FALSE, and nothing changed, where the list has another length or is one too many.
 */
gboolean
ae_calibration_add_missing (AeCalibration *self, const double *numbers, guint n)
{
  g_autofree float *missing = NULL;
  gboolean is_any = FALSE;

  if ((n != 1 && n != self->bands) || self->n_missing == MOST_MISSING)
    return FALSE;
  missing = g_new (float, self->bands);
  for (guint b = 0; b < self->bands; b++)
    {
      missing[b] = (float) numbers[n > 1 ? b : 0];
      is_any |= isfinite (missing[b]);
    }
  for (guint i = 0; i < self->n_missing; i++)
    if (memcmp (self->missing[i], missing, self->bands * sizeof *missing) == 0)
      return TRUE;
  if (is_any)
    self->missing[self->n_missing++] = g_steal_pointer (&missing);
  return TRUE;
}

/**
 * ae_calibration_set_range:
 * @lowest: valid number; −INFINITY for none
 * @highest: likewise, INFINITY for none
 * @is_of_values: whether it is of values, not of numbers as stored
 *
 * What lies outside is no data.
 */
void
ae_calibration_set_range (AeCalibration *self, double lowest, double highest,
                          gboolean is_of_values)
{
  if (!(lowest <= highest) || (isinf (lowest) && isinf (highest)))
    return;
  self->has_range = TRUE;
  self->range_is_of_values = is_of_values;
  self->lowest = g_renew (float, self->lowest, self->bands);
  self->highest = g_renew (float, self->highest, self->bands);
  for (guint b = 0; b < self->bands; b++)
    {
      self->lowest[b] = (float) lowest;
      self->highest[b] = (float) highest;
    }
}

/**
 * ae_calibration_new_joined:
 * @parts: (array length=n): of arrays whose bands are put together
 * @n: how many
 * @places: where in the scene each band of theirs goes, in their order
 *
 * Returns: (transfer full): the same for the scene.
 */
AeCalibration *
ae_calibration_new_joined (AeCalibration *const *parts, guint n, const guint *places)
{
  AeCalibration *self;
  guint bands = 0, first = 0;

  for (guint i = 0; i < n; i++)
    bands += parts[i]->bands;
  self = ae_calibration_new (bands);
  for (guint i = 0; i < n; first += parts[i++]->bands)
    {
      const AeCalibration *part = parts[i];

      if (part->has_range && !self->has_range)
        ae_calibration_set_range (self, -G_MAXFLOAT, G_MAXFLOAT, part->range_is_of_values);
      while (self->n_missing < part->n_missing)
        {
          float *missing = self->missing[self->n_missing++] = g_new (float, bands);

          for (guint b = 0; b < bands; b++)
            missing[b] = NAN;
        }
      for (guint b = 0; b < part->bands; b++)
        {
          guint to = places[first + b];

          self->gains[to] = part->gains[b];
          self->offsets[to] = part->offsets[b];
          for (guint k = 0; k < part->n_missing; k++)
            self->missing[k][to] = part->missing[k][b];
          if (part->has_range)
            {
              self->lowest[to] = part->lowest[b];
              self->highest[to] = part->highest[b];
            }
        }
      self->is_scaled |= part->is_scaled;
    }
  return self;
}

static gboolean
is_zero_everywhere (const float *row, guint n)
{
  for (guint b = 0; b < n; b++)
    if (row[b] != 0.0f)
      return FALSE;
  return TRUE;
}

static void
apply_range (const AeCalibration *self, guint first, guint n, float *row)
{
  const float *lowest = self->lowest + first, *highest = self->highest + first;

  for (guint b = 0; b < n; b++)
    row[b] = row[b] < lowest[b] || row[b] > highest[b] ? NAN : row[b];
}

static void
apply_row (const AeCalibration *self, guint first, guint n, float *row)
{
  const double *gains = self->gains + first, *offsets = self->offsets + first;

  for (guint i = 0; i < self->n_missing; i++)
    for (guint b = 0; b < n; b++)
      row[b] = row[b] == self->missing[i][first + b] ? NAN : row[b];
  if (self->has_range && !self->range_is_of_values)
    apply_range (self, first, n, row);
  if (self->has_zero && is_zero_everywhere (row, n))
    for (guint b = 0; b < n; b++)
      row[b] = NAN;
  if (self->is_scaled)
    for (guint b = 0; b < n; b++)
      row[b] = (float) (row[b] * gains[b] + offsets[b]);
  if (self->has_range && self->range_is_of_values)
    apply_range (self, first, n, row);
}

/**
 * ae_calibration_apply:
 * @self: (nullable): a calibration
 * @values: (inout) (n_pixels, bands): numbers as stored, values afterwards
 *
 * Any thread.
 */
void
ae_calibration_apply (const AeCalibration *self, float *values, gsize n_pixels)
{
  for (gsize p = 0; self != NULL && p < n_pixels; p++)
    apply_row (self, 0, self->bands, values + p * self->bands);
}

/**
 * ae_calibration_apply_band:
 * @self: (nullable): a calibration
 * @band: 0-based
 * @values: (inout) (n): of that band alone
 *
 * Any thread.
 */
void
ae_calibration_apply_band (const AeCalibration *self, guint band, float *values, gsize n)
{
  for (gsize p = 0; self != NULL && p < n; p++)
    apply_row (self, band, 1, values + p);
}

/* ------------------------------------------------------------------ in words */

/* "× 0.0001", "÷ 10000 + 5", "× a number a band". */
static void
append_scale (const AeCalibration *self, GString *text)
{
  gboolean gains_differ = FALSE, offsets_differ = FALSE;
  double gain = self->gains[0], offset = self->offsets[0];

  for (guint b = 1; b < self->bands; b++)
    {
      gains_differ |= self->gains[b] != gain;
      offsets_differ |= self->offsets[b] != offset;
    }
  if (gains_differ)
    g_string_append (text, " × a gain for each band");
  else if (gain != 1 && fabs (1 / gain - round (1 / gain)) < 1e-9 && fabs (gain) < 1)
    g_string_append_printf (text, " ÷ %g", round (1 / gain));
  else if (gain != 1)
    g_string_append_printf (text, " × %g", gain);
  if (offsets_differ)
    g_string_append (text, " + an offset for each band");
  else if (offset != 0)
    g_string_append_printf (text, " %s %g", offset < 0 ? "−" : "+", fabs (offset));
}

static void
append_missing (const AeCalibration *self, GString *text)
{
  const char *between = self->is_scaled ? "; no data is " : "No data is ";

  for (guint i = 0; i < self->n_missing + self->has_zero; i++)
    {
      const float *missing = i < self->n_missing ? self->missing[i] : NULL;
      gboolean differs = FALSE;

      for (guint b = 1; missing != NULL && b < self->bands; b++)
        differs |= missing[b] != missing[0];
      if (differs)
        g_string_append_printf (text, "%sanother number in each band", between);
      else
        g_string_append_printf (text, "%s%g", between, missing != NULL ? missing[0] : 0.0);
      between = ", ";
    }
  if (self->has_range)
    {
      double lowest = self->lowest[0], highest = self->highest[0];

      if (isfinite (lowest) && isfinite (highest))
        g_string_append_printf (text, "%swhat lies outside %g to %g", between, lowest, highest);
      else
        g_string_append_printf (text, "%swhat lies %s %g", between,
                                isfinite (lowest) ? "below" : "above",
                                isfinite (lowest) ? lowest : highest);
    }
  if (self->n_missing + self->has_zero + (self->has_range && !self->range_is_of_values) > 0
      && self->is_scaled)
    g_string_append (text, " (as stored)");
}

static void
describe (const AeCalibration *self, AeSceneBuilder *builder)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->is_scaled)
    {
      g_string_append (text, "Values are the file's numbers");
      append_scale (self, text);
      g_string_append (text, ", as it says");
    }
  append_missing (self, text);
  ae_scene_builder_warn (builder, "%s.", text->str);
}

/* One number for all bands; a 0 may be a dark pixel in a single band as well. */
static gboolean
is_scalar (const AeCalibration *self, guint i)
{
  for (guint b = 1; b < self->bands; b++)
    if (self->missing[i][b] != self->missing[i][0])
      return FALSE;
  return TRUE;
}

static void
take_out_zero (AeCalibration *self)
{
  for (guint i = 0; i < self->n_missing; i++)
    if (self->missing[i][0] == 0.0f && is_scalar (self, i))
      {
        g_free (self->missing[i]);
        self->missing[i] = self->missing[--self->n_missing];
        self->has_zero = TRUE;
        return;
      }
}

/**
 * ae_calibration_put:
 * @builder: gets it, its no-data value, and one sentence on what it does
 * @self: (transfer full): complete
 *
 * Where nothing is to be done but to leave out one number, the builder gets that number and no
 * calibration: ae_scene_scan() does the rest, without a second look at each value.
 */
void
ae_calibration_put (AeSceneBuilder *builder, AeCalibration *self)
{
  builder->has_file_nodata = self->n_missing > 0 && is_scalar (self, 0);
  if (builder->has_file_nodata)
    builder->file_nodata = self->missing[0][0];
  if (self->n_missing == 1 && builder->has_file_nodata && !self->is_scaled && !self->has_range)
    {
      builder->has_nodata = TRUE;
      builder->nodata = builder->file_nodata;
    }
  else if (self->n_missing > 0 || self->is_scaled || self->has_range)
    {
      take_out_zero (self);
      describe (self, builder);
      builder->calibration = self;
      return;
    }
  ae_calibration_free (self);
}
