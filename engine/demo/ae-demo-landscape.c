/* ae-demo-landscape.c: a small invented landscape: hills with strata and forest in the
 * north-west, a river with a lake, a plain of fields, a town, a quarry and a road.
 *
 * Coordinates run from 0 to 1 eastward (x) and southward (y). Every feature is a formula of
 * the place and of lattice noise from the seed, so any resolution shows the same land.
 */
#include "ae-demo-landscape.h"

#include <math.h>
#include <string.h>

#include "ae-rng.h"

#define LATTICE 64

/* Which noise a number comes from; each reads the lattice at another offset. */
enum
{
  NOISE_HEIGHT,
  NOISE_BORDER,
  NOISE_FOREST,
  NOISE_ROCK,
  NOISE_SOIL,
  NOISE_LAKE,
  NOISE_FINE,
  NOISE_CHLOROPHYLL,
  NOISE_LEAF_WATER,
  NOISE_MOISTURE,
  NOISE_MINERAL,
  NOISE_OXIDATION,
  NOISE_TURBIDITY,
};

struct _AeDemoLandscape
{
  float lattice[LATTICE][LATTICE]; /* −1 … 1 */
};

/* Shares of vegetation, dry grass, clay, iron oxide and limestone. */
typedef float Cover[AE_DEMO_N_MATERIALS];

static float
smooth (float low, float high, float x)
{
  float t = CLAMP ((x - low) / (high - low), 0.0f, 1.0f);

  return t * t * (3.0f - 2.0f * t);
}

static float
knot (const AeDemoLandscape *self, int ix, int iy, guint noise)
{
  return self->lattice[(guint) (iy + 29 * (int) noise) % LATTICE]
                      [(guint) (ix + 17 * (int) noise) % LATTICE];
}

static float
value_noise (const AeDemoLandscape *self, float x, float y, guint noise)
{
  int ix = (int) floorf (x), iy = (int) floorf (y);
  float tx = smooth (0, 1, x - (float) ix), ty = smooth (0, 1, y - (float) iy);
  float top = knot (self, ix, iy, noise) * (1 - tx) + knot (self, ix + 1, iy, noise) * tx;
  float bottom
      = knot (self, ix, iy + 1, noise) * (1 - tx) + knot (self, ix + 1, iy + 1, noise) * tx;

  return top * (1 - ty) + bottom * ty;
}

/* Octaves of noise, each of twice the frequency and half the height; about −1 … 1. */
static float
fractal (const AeDemoLandscape *self, float x, float y, float frequency, guint octaves,
         guint noise)
{
  float sum = 0.0f, height = 0.62f;

  for (guint i = 0; i < octaves; i++, frequency *= 2.03f, height *= 0.5f)
    sum += height
           * value_noise (self, x * frequency + 5.3f * (float) i,
                          y * frequency + 2.7f * (float) i, noise);
  return sum;
}

static float
height_at (const AeDemoLandscape *self, float x, float y)
{
  float ridge = 1.0f - fabsf (fractal (self, x, y, 4.5f, 4, NOISE_HEIGHT));

  return 0.75f * ridge * ridge + 0.25f * fractal (self, x, y, 3.0f, 3, NOISE_HEIGHT);
}

/* 1 in the hills, 0 on the plain. */
static float
hills_at (const AeDemoLandscape *self, float x, float y)
{
  return smooth (-0.05f, 0.07f,
                 0.47f - 0.72f * x - 0.50f * y
                     + 0.09f * fractal (self, x, y, 4, 3, NOISE_BORDER));
}

/* Signed distance to the middle of the river. */
static float
river_offset (float x, float y)
{
  return x
         - (0.83f - 0.36f * y + 0.065f * sinf (6.3f * y + 0.6f)
            + 0.022f * sinf (16.0f * y + 1.0f));
}

static float
river_at (float x, float y)
{
  float width = 0.013f + 0.012f * y;

  return smooth (width + 0.003f, width - 0.003f, fabsf (river_offset (x, y)) * 0.94f);
}

static float
lake_at (const AeDemoLandscape *self, float x, float y)
{
  float dx = (x - 0.83f) / 0.105f, dy = (y - 0.70f) / 0.065f;
  float edge
      = dx * dx + dy * dy + 0.5f * dx * dy + 0.75f * fractal (self, x, y, 8, 4, NOISE_LAKE);

  return smooth (1.04f, 0.96f, edge);
}

static float
road_at (float x, float y)
{
  float middle = 0.86f - 0.70f * x + 0.045f * sinf (7.0f * x + 0.5f);

  return smooth (0.0062f, 0.0036f, fabsf (y - middle) * 0.82f);
}

static void
set_cover (Cover cover, float vegetation, float dry, float clay, float iron, float limestone)
{
  const Cover values = { 0.0f, vegetation, dry, clay, iron, limestone };

  memcpy (cover, values, sizeof (Cover));
}

/* cover ← (1 − amount) · cover + amount · layer */
static void
lay (Cover cover, const Cover layer, float amount)
{
  for (guint m = 0; m < AE_DEMO_N_MATERIALS; m++)
    cover[m] += amount * (layer[m] - cover[m]);
}

static void
lay_parts (Cover cover, float amount, float vegetation, float dry, float clay, float iron,
           float limestone)
{
  Cover layer;

  set_cover (layer, vegetation, dry, clay, iron, limestone);
  lay (cover, layer, amount);
}

static void
cover_hills (const AeDemoLandscape *self, float x, float y, Cover cover)
{
  float height = height_at (self, x, y);
  float forest = fractal (self, x, y, 6, 4, NOISE_FOREST) - 0.9f * (height - 0.45f);
  float rock = fractal (self, x, y, 8, 4, NOISE_ROCK);
  float layer = height + 0.04f * rock;

  set_cover (cover, 0.22f, 0.63f, 0.12f, 0.03f, 0.0f);
  lay_parts (cover, smooth (0.05f, 0.35f, rock), 0.04f, 0.16f, 0.62f, 0.16f, 0.02f);
  lay_parts (cover, smooth (0.50f, 0.58f, layer), 0.03f, 0.10f, 0.20f, 0.67f, 0.0f);
  lay_parts (cover, smooth (0.66f, 0.68f, layer) * smooth (0.76f, 0.74f, layer), 0.02f, 0.03f,
             0.10f, 0.02f, 0.83f);
  lay_parts (cover, smooth (0.82f, 0.86f, layer), 0.0f, 0.05f, 0.83f, 0.10f, 0.02f);
  lay_parts (cover, smooth (0.02f, 0.16f, forest), 0.95f, 0.03f, 0.02f, 0.0f, 0.0f);
}

/* What a field grows, by its lot. */
static void
cover_crop (guint lot, float rows, Cover cover)
{
  static const float crops[7][5] = {
    { 0.93f, 0.02f, 0.05f, 0.00f, 0.00f }, { 0.62f, 0.08f, 0.30f, 0.00f, 0.00f },
    { 0.10f, 0.83f, 0.07f, 0.00f, 0.00f }, { 0.03f, 0.08f, 0.84f, 0.03f, 0.02f },
    { 0.03f, 0.05f, 0.42f, 0.49f, 0.01f }, { 0.34f, 0.46f, 0.18f, 0.02f, 0.00f },
    { 0.80f, 0.15f, 0.05f, 0.00f, 0.00f },
  };
  const float *c = crops[lot % 7];

  set_cover (cover, c[0], c[1], c[2], c[3], c[4]);
  lay_parts (cover, 0.16f * MAX (rows, 0.0f), 0.05f, 0.10f, 0.80f, 0.05f, 0.0f);
}

/* Strips of land, each cut across into fields; a hash of both numbers is the field's lot. */
static guint
find_field (float x, float y, float *edge, float *across)
{
  float a = 0.93f * x + 0.37f * y, b = -0.37f * x + 0.93f * y;
  float strip = a * 9.0f + 0.35f * sinf (5.0f * a);
  int i = (int) floorf (strip);
  float length = 3.4f + (float) ((guint) (i * 7 + 3) % 4u);
  float field = (b + 1.0f) * length + 0.37f * (float) i;
  int j = (int) floorf (field);
  float from_side = MIN (strip - (float) i, (float) i + 1 - strip) / 9.0f;
  float from_end = MIN (field - (float) j, (float) j + 1 - field) / length;
  guint hash = (guint) i * 2654435761u ^ (guint) j * 2246822519u;

  *edge = MIN (from_side, from_end);
  *across = a;
  hash ^= hash >> 15;
  hash *= 2246822519u;
  return hash >> 11;
}

static void
cover_plain (const AeDemoLandscape *self, float x, float y, Cover cover)
{
  float edge, across;
  guint lot = find_field (x, y, &edge, &across);
  float soil = fractal (self, x, y, 5, 3, NOISE_SOIL);

  cover_crop (lot, sinf (across * 420.0f), cover);
  lay_parts (cover, 0.35f * smooth (0.05f, 0.5f, soil), 0.05f, 0.15f, 0.70f, 0.05f, 0.05f);
  lay_parts (cover, (lot & 64 ? 0.9f : 0.0f) * smooth (0.0055f, 0.0035f, edge), 0.90f, 0.08f,
             0.02f, 0.0f, 0.0f);
}

/* Houses in gardens; roofs of tiles or of pale concrete. */
static void
cover_town (float x, float y, Cover cover)
{
  float dx = (x - 0.545f) / 0.085f, dy = (y - 0.415f) / 0.060f;
  float u = 0.82f * x + 0.57f * y, v = -0.57f * x + 0.82f * y;
  float town
      = smooth (1.1f, 0.8f, dx * dx + dy * dy + 0.3f * sinf (40.0f * x) * sinf (37.0f * y));
  float fu = u * 46.0f - floorf (u * 46.0f), fv = v * 46.0f - floorf (v * 46.0f);
  guint hash = ((guint) (int) floorf (u * 46.0f) * 73856093u)
               ^ ((guint) (int) floorf (v * 46.0f) * 19349663u);
  gboolean tiles = (hash >> 5) % 5 < 3;

  lay_parts (cover, town, 0.58f, 0.22f, 0.12f, 0.0f, 0.08f);
  if (fu > 0.22f && fu < 0.82f && fv > 0.22f && fv < 0.82f && (hash >> 9) % 6 != 0)
    lay_parts (cover, town, 0.02f, 0.0f, tiles ? 0.10f : 0.05f, tiles ? 0.85f : 0.03f,
               tiles ? 0.03f : 0.90f);
}

/* Terraces of pale stone going down. */
static void
cover_quarry (const AeDemoLandscape *self, float x, float y, Cover cover)
{
  float dx = (x - 0.30f) / 0.070f, dy = (y - 0.79f) / 0.055f;
  float r = sqrtf (dx * dx + dy * dy) + 0.12f * fractal (self, x, y, 12, 2, NOISE_ROCK);
  float terrace = 0.5f + 0.5f * sinf (r * 19.0f);

  lay_parts (cover, smooth (1.03f, 0.97f, r), 0.0f, 0.01f, 0.10f + 0.30f * terrace, 0.02f,
             0.87f - 0.30f * terrace);
}

static void
cover_at (const AeDemoLandscape *self, float x, float y, Cover cover)
{
  Cover hills;
  float bank = fabsf (river_offset (x, y)) + 0.012f * fractal (self, x, y, 18, 2, NOISE_FOREST);
  float water = MAX (river_at (x, y), lake_at (self, x, y));

  cover_plain (self, x, y, cover);
  cover_hills (self, x, y, hills);
  lay (cover, hills, hills_at (self, x, y));
  cover_town (x, y, cover);
  cover_quarry (self, x, y, cover);
  lay_parts (cover, smooth (0.062f, 0.046f, bank), 0.90f, 0.07f, 0.03f, 0.0f, 0.0f);
  lay_parts (cover, smooth (0.027f, 0.021f, bank) * smooth (0.0f, 0.3f, sinf (31.0f * y)),
             0.05f, 0.08f, 0.52f, 0.0f, 0.35f);
  for (guint m = 0; m < AE_DEMO_N_MATERIALS; m++)
    cover[m] *= 1.0f - water;
  cover[AE_DEMO_WATER] += water;
  lay_parts (cover, road_at (x, y), 0.0f, 0.04f, 0.16f, 0.0f, 0.80f);
}

/* The sun stands in the north-west, so south-eastern slopes are dark. */
static float
shade_at (const AeDemoLandscape *self, float x, float y)
{
  const float d = 0.006f;
  float east = (height_at (self, x + d, y) - height_at (self, x - d, y)) / (2 * d);
  float south = (height_at (self, x, y + d) - height_at (self, x, y - d)) / (2 * d);
  float slope = 0.060f * (0.7f * east + 0.7f * south) * hills_at (self, x, y);
  float ground = 0.05f * fractal (self, x, y, 7, 3, NOISE_SOIL)
                 + 0.05f * value_noise (self, x * 90, y * 90, NOISE_FINE);

  return CLAMP (1.0f + slope + ground, 0.45f, 1.35f);
}

static float
field_lot (guint lot, guint which)
{
  guint hash = (lot * 0x9E3779B9u + which) * 0x85EBCA6Bu;

  return (float) (hash >> 8) * 0x1p-23f - 1.0f;
}

static void
fill_state (const AeDemoLandscape *self, float x, float y, AeDemoState *state)
{
  float edge, across, plain = 1.0f - hills_at (self, x, y);
  guint lot = find_field (x, y, &edge, &across);

  state->chlorophyll = 1.5f * fractal (self, x, y, 8, 4, NOISE_CHLOROPHYLL)
                       + 0.55f * plain * field_lot (lot, 1);
  state->leaf_water = 1.4f * fractal (self, x, y, 6, 4, NOISE_LEAF_WATER)
                      + 0.50f * plain * field_lot (lot, 2);
  state->moisture
      = 1.4f * fractal (self, x, y, 6, 4, NOISE_MOISTURE) + 0.50f * plain * field_lot (lot, 3);
  state->mineral = 1.7f * fractal (self, x, y, 7, 4, NOISE_MINERAL);
  state->oxidation = 1.7f * fractal (self, x, y, 6, 4, NOISE_OXIDATION);
  state->turbidity = 1.2f * fractal (self, x, y, 6, 3, NOISE_TURBIDITY) + 1.5f * (y - 0.5f);
}

/**
 * ae_demo_landscape_new:
 * @seed: of all noise; the river, the fields and the town lie where they lie
 *
 * Returns: (transfer full): a landscape. Any thread.
 */
AeDemoLandscape *
ae_demo_landscape_new (guint64 seed)
{
  AeDemoLandscape *self = g_new0 (AeDemoLandscape, 1);
  AeRng rng;

  ae_rng_init (&rng, seed, AE_STREAM_SCENE, 0);
  for (guint i = 0; i < LATTICE; i++)
    for (guint j = 0; j < LATTICE; j++)
      self->lattice[i][j] = (float) (2.0 * ae_rng_uniform (&rng) - 1.0);
  return self;
}

/**
 * ae_demo_landscape_free:
 * @self: (nullable) (transfer full): a landscape
 */
void
ae_demo_landscape_free (AeDemoLandscape *self)
{
  g_free (self);
}

/**
 * ae_demo_landscape_fill:
 * @x: 0 … 1 eastward, the middle of the pixel
 * @y: 0 … 1 southward
 * @size: side of the pixel
 * @out: (out): what a sensor sees there
 *
 * Abundances are the mean of nine points of the pixel, so edges are mixed as they are in an
 * image. Any thread.
 */
void
ae_demo_landscape_fill (const AeDemoLandscape *self, float x, float y, float size,
                        AeDemoPlace *out)
{
  float total = 0.0f;

  memset (out, 0, sizeof *out);
  for (int i = -1; i <= 1; i++)
    for (int j = -1; j <= 1; j++)
      {
        Cover cover;

        cover_at (self, x + (float) j * size / 3.0f, y + (float) i * size / 3.0f, cover);
        for (guint m = 0; m < AE_DEMO_N_MATERIALS; m++)
          out->abundance[m] += cover[m];
      }
  for (guint m = 0; m < AE_DEMO_N_MATERIALS; m++)
    total += out->abundance[m];
  for (guint m = 0; m < AE_DEMO_N_MATERIALS; m++)
    out->abundance[m] /= total;
  out->shade = shade_at (self, x, y) * (1.0f - out->abundance[AE_DEMO_WATER])
               + out->abundance[AE_DEMO_WATER];
  fill_state (self, x, y, &out->state);
}
