/* plot-palette.c: colour maps and class colours as tables. No drawing. */
#include "plot-palette.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sixteen even steps of viridis (S. van der Walt and N. Smith 2015, public domain, CC0), as
 * printed in the documentation of its ports; in between a cubic passes through them, which
 * stays within two steps of 255 of the full table. */
static const guint32 viridis[] = {
  0x440154, 0x481a6c, 0x472f7d, 0x414487, 0x39568c, 0x31688e, 0x2a788e, 0x23888e,
  0x1f988b, 0x22a884, 0x35b779, 0x54c568, 0x7ad151, 0xa5db36, 0xd2e21b, 0xfde725,
};

/* Ten even steps of cividis (Nuñez, Anderton and Renslow 2018, PLOS ONE 13(7), e0199239). */
static const guint32 cividis[] = {
  0x00204d, 0x00336f, 0x39486b, 0x575c6d, 0x707173,
  0x8a8779, 0xa69d75, 0xc4b56c, 0xe4cf5b, 0xffea46,
};

/* Our own: even steps of lightness from both ends to the middle; blue and orange are the pair
 * that every common kind of colour blindness keeps apart. */
static const guint32 diverging[] = {
  0x123a75, 0x2c64a8, 0x5f92cc, 0xa3c3e3, 0xf1f0ee, 0xf0bf95, 0xda8a49, 0xb35a17, 0x7a3503,
};

static const guint32 gray[] = { 0x000000, 0x555555, 0xaaaaaa, 0xffffff };

/* After the eight of Okabe and Ito (2008), darkened or lightened so that each keeps a contrast
 * of at least 2.6 to 1 against its ground, and every pair a distance of 10 in CIELAB, with
 * deuteranopia too (both are tested). */
static const guint32 classes_light[PLOT_CLASS_COLORS] = {
  0x0072b2, 0xd55e00, 0x009e73, 0xd06aae, 0x7d6400, 0x2ba3e0, 0x2e2a36, 0x7b1f2b,
};
static const guint32 classes_dark[PLOT_CLASS_COLORS] = {
  0x56b4e9, 0xff8a3d, 0x2ec49a, 0xe58bc2, 0xf0e442, 0x3a7fd5, 0xdedde0, 0xc95f4f,
};

static const guint32 *
anchors_of (PlotPalette palette, guint *n)
{
  switch (palette)
    {
    case PLOT_PALETTE_CIVIDIS:
      *n = G_N_ELEMENTS (cividis);
      return cividis;
    case PLOT_PALETTE_DIVERGING:
      *n = G_N_ELEMENTS (diverging);
      return diverging;
    case PLOT_PALETTE_GRAY:
      *n = G_N_ELEMENTS (gray);
      return gray;
    case PLOT_PALETTE_VIRIDIS:
    default:
      *n = G_N_ELEMENTS (viridis);
      return viridis;
    }
}

/* Catmull-Rom through four neighbouring anchors. */
static double
cubic (double a, double b, double c, double d, double t)
{
  return b
         + 0.5 * t
               * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)));
}

static guint32
channel_at (const guint32 *anchors, guint n, guint cell, double t, guint shift)
{
  double v[4];

  for (int k = 0; k < 4; k++)
    {
      int at = CLAMP ((int) cell + k - 1, 0, (int) n - 1);

      v[k] = (anchors[at] >> shift) & 0xff;
    }
  return (guint32) CLAMP (lrint (cubic (v[0], v[1], v[2], v[3], t)), 0, 255) << shift;
}

/**
 * plot_palette_lookup:
 * @unit: from 0 to 1; beyond is clamped
 *
 * The colour of a value as 0xFFRRGGBB; 0 (transparent) for NAN. Any thread.
 */
guint32
plot_palette_lookup (PlotPalette palette, double unit)
{
  guint n;
  const guint32 *anchors = anchors_of (palette, &n);

  if (isnan (unit))
    return 0;
  double at = CLAMP (unit, 0.0, 1.0) * (n - 1);
  guint cell = MIN ((guint) at, n - 2);
  return 0xff000000u | channel_at (anchors, n, cell, at - cell, 16)
         | channel_at (anchors, n, cell, at - cell, 8)
         | channel_at (anchors, n, cell, at - cell, 0);
}

/**
 * plot_palette_fill_table:
 * @table: (256) filled with 0xFFRRGGBB
 *
 * The whole map in 256 steps, for loops over many values. Any thread.
 */
void
plot_palette_fill_table (guint32 table[256], PlotPalette palette)
{
  for (guint i = 0; i < 256; i++)
    table[i] = plot_palette_lookup (palette, i / 255.0);
}

/**
 * plot_palette_map:
 * @out: (n) 0xFFRRGGBB, 0 where the value is NAN
 * @values: (n)
 * @lo: the value of the first colour
 * @hi: the value of the last; may be below @lo, which turns the map round
 *
 * Colours a field of values, for plot_chart_set_image(). Any thread.
 */
void
plot_palette_map (guint32 *out, const float *values, gsize n, PlotPalette palette, double lo,
                  double hi)
{
  guint32 table[256];

  plot_palette_fill_table (table, palette);
  float base = (float) lo, scale = hi != lo ? (float) (255.0 / (hi - lo)) : 0.0f;
  for (gsize i = 0; i < n; i++)
    {
      float at = (values[i] - base) * scale + 0.5f;

      out[i] = isnan (at) ? 0 : table[at < 0.0f ? 0 : at > 255.0f ? 255 : (int) at];
    }
}

static int
compare_floats_cb (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/**
 * plot_palette_find_limits:
 * @cut: share of the values to leave beyond either end, such as 0.02
 * @lo: (out): lower limit; 0 when there is no finite value
 * @hi: (out): upper limit; 1 when there is no finite value
 *
 * Limits for a colour map by percentiles of at most 20,000 evenly spaced values. Any thread.
 */
void
plot_palette_find_limits (const float *values, gsize n, double cut, double *lo, double *hi)
{
  gsize step = n / 20000 + 1, kept = 0;
  g_autofree float *sorted = g_new (float, n / step + 1);

  for (gsize i = 0; i < n; i += step)
    if (isfinite (values[i]))
      sorted[kept++] = values[i];
  *lo = 0.0, *hi = 1.0;
  if (kept == 0)
    return;
  qsort (sorted, kept, sizeof *sorted, compare_floats_cb);
  *lo = sorted[(gsize) (cut * (kept - 1))];
  *hi = sorted[kept - 1 - (gsize) (cut * (kept - 1))];
  if (!(*hi > *lo))
    *hi = *lo + MAX (1e-6, fabs (*lo) * 1e-3);
}

/**
 * plot_palette_class:
 * @index: of the class; beyond the table it starts again (markers still differ)
 *
 * The colour of a class or of a series as 0xFFRRGGBB. Any thread.
 */
guint32
plot_palette_class (guint index, gboolean is_dark)
{
  const guint32 *table = is_dark ? classes_dark : classes_light;

  return 0xff000000u | table[index % PLOT_CLASS_COLORS];
}

/**
 * plot_color:
 * @rgb: 0xRRGGBB; a higher byte is ignored
 *
 * A colour for GTK and cairo from its hexadecimal form. Any thread.
 */
GdkRGBA
plot_color (guint32 rgb, double alpha)
{
  return (GdkRGBA){ ((rgb >> 16) & 0xff) / 255.0f, ((rgb >> 8) & 0xff) / 255.0f,
                    (rgb & 0xff) / 255.0f, (float) alpha };
}
