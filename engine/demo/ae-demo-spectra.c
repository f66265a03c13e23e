/* ae-demo-spectra.c: six reflectance spectra from formulas, not from any library.
 *
 * Each is continuum (λ) · exp (−Σ strength · G(λ; centre, width)), Gaussians in the
 * logarithm of reflectance as in the modified Gaussian model (Sunshine, Pieters and Pratt,
 * J. Geophys. Res. 95, 1990). So a deeper feature is not a multiple of a shallow one, and
 * the scene lies on curved surfaces that no linear map flattens. Centres are those of the
 * textbooks: chlorophyll 450 and 672 nm, liquid water 970, 1200, 1450, 1940 nm, ferric iron
 * 480, 660 and 870–920 nm, Al-OH 1410 and 2206 nm, cellulose and lignin 1730, 2100, 2300 nm,
 * carbonate 1880, 1995, 2340 nm. Depths are chosen by eye.
 */
#include "ae-demo-spectra.h"

#include <math.h>
#include <string.h>

/* A fixed absorption: which part of the state makes it deeper, and by how much. */
typedef struct
{
  AeDemoMaterial material;
  float centre_nm, width_nm, strength;
  float gain; /* strength × (1 + gain × state) */
  gsize state;
} Feature;

#define STATE(member) G_STRUCT_OFFSET (AeDemoState, member)

static const Feature features[] = {
  { AE_DEMO_VEGETATION, 450, 45, 0.95f, 0.40f, STATE (chlorophyll) },
  { AE_DEMO_VEGETATION, 672, 24, 1.25f, 0.40f, STATE (chlorophyll) },
  { AE_DEMO_VEGETATION, 625, 35, 0.45f, 0.40f, STATE (chlorophyll) },
  { AE_DEMO_VEGETATION, 970, 32, 0.09f, 0.60f, STATE (leaf_water) },
  { AE_DEMO_VEGETATION, 1200, 42, 0.22f, 0.60f, STATE (leaf_water) },
  { AE_DEMO_VEGETATION, 1450, 62, 1.10f, 0.45f, STATE (leaf_water) },
  { AE_DEMO_VEGETATION, 1940, 80, 1.60f, 0.45f, STATE (leaf_water) },
  { AE_DEMO_VEGETATION, 2500, 230, 1.20f, 0.35f, STATE (leaf_water) },
  { AE_DEMO_DRY_GRASS, 672, 22, 0.12f, 0.80f, STATE (chlorophyll) },
  { AE_DEMO_DRY_GRASS, 1450, 55, 0.18f, 0.90f, STATE (moisture) },
  { AE_DEMO_DRY_GRASS, 1730, 28, 0.07f, 0.00f, STATE (moisture) },
  { AE_DEMO_DRY_GRASS, 1940, 70, 0.30f, 0.90f, STATE (moisture) },
  { AE_DEMO_DRY_GRASS, 2300, 38, 0.17f, -0.30f, STATE (moisture) },
  { AE_DEMO_CLAY, 490, 55, 0.22f, 0.50f, STATE (oxidation) },
  { AE_DEMO_CLAY, 1410, 22, 0.16f, 0.45f, STATE (mineral) },
  { AE_DEMO_CLAY, 1450, 60, 0.12f, 0.95f, STATE (moisture) },
  { AE_DEMO_CLAY, 1915, 45, 0.30f, 0.80f, STATE (moisture) },
  { AE_DEMO_CLAY, 2165, 16, 0.10f, 0.70f, STATE (mineral) },
  { AE_DEMO_IRON_OXIDE, 480, 60, 0.55f, 0.30f, STATE (oxidation) },
  { AE_DEMO_IRON_OXIDE, 660, 40, 0.12f, 0.60f, STATE (oxidation) },
  { AE_DEMO_IRON_OXIDE, 1450, 60, 0.08f, 0.95f, STATE (moisture) },
  { AE_DEMO_IRON_OXIDE, 1930, 60, 0.20f, 0.90f, STATE (moisture) },
  { AE_DEMO_IRON_OXIDE, 2206, 24, 0.08f, 0.50f, STATE (mineral) },
  { AE_DEMO_LIMESTONE, 1430, 40, 0.05f, 0.90f, STATE (moisture) },
  { AE_DEMO_LIMESTONE, 1880, 24, 0.07f, 0.40f, STATE (mineral) },
  { AE_DEMO_LIMESTONE, 1930, 60, 0.12f, 0.90f, STATE (moisture) },
};

struct _AeDemoSpectra
{
  guint bands;
  double *wavelengths_nm;                   /* (bands) */
  float *continuum[AE_DEMO_N_MATERIALS];    /* (bands) */
  float *profiles[G_N_ELEMENTS (features)]; /* (bands): strength × Gaussian */
};

static double
gaussian (double x, double centre, double width)
{
  double t = (x - centre) / width;

  return exp (-0.5 * t * t);
}

static double
step (double x, double centre, double width)
{
  return 1.0 / (1.0 + exp (-(x - centre) / width));
}

/* What remains of each material when every absorption is taken away. Vegetation's red edge
 * and iron's slope depend on the state and are put on in ae_demo_spectra_add(). */
static double
continuum (AeDemoMaterial material, double nm)
{
  switch (material)
    {
    case AE_DEMO_WATER:
      return 0.004 + 0.070 * gaussian (nm, 480, 75) * (1 - step (nm, 720, 18))
             + 0.010 * (1 - step (nm, 690, 25));
    case AE_DEMO_VEGETATION:
      return 1.0 - 0.17 * step (nm, 1350, 90) - 0.20 * step (nm, 1850, 120);
    case AE_DEMO_DRY_GRASS:
      return 0.07 + 0.44 * (1 - exp (-(nm - 380) / 420)) - 0.10 * step (nm, 2050, 160);
    case AE_DEMO_CLAY:
      return 0.11 + 0.44 * (1 - exp (-(nm - 380) / 400)) - 0.05 * step (nm, 2150, 120);
    case AE_DEMO_IRON_OXIDE:
      return 1.0 - 0.06 * step (nm, 2000, 180);
    case AE_DEMO_LIMESTONE:
      return 0.22 + 0.34 * (1 - exp (-(nm - 380) / 330)) - 0.07 * step (nm, 2150, 200);
    case AE_DEMO_N_MATERIALS:
    default:
      g_return_val_if_reached (0.0);
    }
}

/**
 * ae_demo_spectra_new:
 * @wavelengths_nm: (bands)
 * @bands: how many
 *
 * Prepares what does not depend on the state.
 *
 * Returns: (transfer full): the formulas at these wavelengths. Any thread.
 */
AeDemoSpectra *
ae_demo_spectra_new (const double *wavelengths_nm, guint bands)
{
  AeDemoSpectra *self = g_new0 (AeDemoSpectra, 1);

  self->bands = bands;
  self->wavelengths_nm = g_memdup2 (wavelengths_nm, bands * sizeof *wavelengths_nm);
  for (guint m = 0; m < AE_DEMO_N_MATERIALS; m++)
    {
      self->continuum[m] = g_new (float, bands);
      for (guint i = 0; i < bands; i++)
        self->continuum[m][i] = (float) continuum ((AeDemoMaterial) m, wavelengths_nm[i]);
    }
  for (guint f = 0; f < G_N_ELEMENTS (features); f++)
    {
      self->profiles[f] = g_new (float, bands);
      for (guint i = 0; i < bands; i++)
        self->profiles[f][i] = features[f].strength
                               * (float) gaussian (wavelengths_nm[i], features[f].centre_nm,
                                                   features[f].width_nm);
    }
  return self;
}

/**
 * ae_demo_spectra_free:
 * @self: (nullable) (transfer full): formulas
 */
void
ae_demo_spectra_free (AeDemoSpectra *self)
{
  if (self == NULL)
    return;
  for (guint m = 0; m < AE_DEMO_N_MATERIALS; m++)
    g_free (self->continuum[m]);
  for (guint f = 0; f < G_N_ELEMENTS (features); f++)
    g_free (self->profiles[f]);
  g_free (self->wavelengths_nm);
  g_free (self);
}

/**
 * ae_demo_spectra_get_name:
 *
 * Returns: what to call a material on screen.
 */
const char *
ae_demo_spectra_get_name (AeDemoMaterial material)
{
  static const char *const names[]
      = { "Water", "Vegetation", "Dry grass", "Clay", "Iron oxide", "Limestone" };

  g_return_val_if_fail (material < AE_DEMO_N_MATERIALS, NULL);
  return names[material];
}

/* Absorptions whose centre moves with the state: montmorillonite to kaolinite, hematite to
 * goethite, dolomite to calcite, and cellulose as it decays. */
static const struct
{
  AeDemoMaterial material;
  float centre_nm, shift_nm, width_nm, strength, gain;
  gsize shift_state, gain_state;
} moving[] = {
  { AE_DEMO_CLAY, 2199, 11, 20, 0.42f, 0.45f, STATE (oxidation), STATE (mineral) },
  { AE_DEMO_IRON_OXIDE, 895, 33, 70, 0.55f, 0.25f, STATE (oxidation), STATE (mineral) },
  { AE_DEMO_LIMESTONE, 2331, 12, 28, 0.52f, 0.45f, STATE (oxidation), STATE (mineral) },
  { AE_DEMO_LIMESTONE, 1992, 9, 24, 0.13f, 0.40f, STATE (oxidation), STATE (mineral) },
  { AE_DEMO_DRY_GRASS, 2096, 10, 44, 0.28f, -0.40f, STATE (chlorophyll), STATE (moisture) },
};

static void
add_moving (const AeDemoSpectra *self, AeDemoMaterial material, const AeDemoState *state,
            float *depth)
{
  for (guint m = 0; m < G_N_ELEMENTS (moving); m++)
    {
      float shift = G_STRUCT_MEMBER (float, state, moving[m].shift_state);
      float gain = G_STRUCT_MEMBER (float, state, moving[m].gain_state);
      float centre = moving[m].centre_nm + moving[m].shift_nm * shift;
      float strength = moving[m].strength * (1.0f + moving[m].gain * gain);

      for (guint i = 0; moving[m].material == material && i < self->bands; i++)
        {
          float t = ((float) self->wavelengths_nm[i] - centre) / moving[m].width_nm;

          if (t > -5.0f && t < 5.0f)
            depth[i] += strength * expf (-0.5f * t * t);
        }
    }
}

/* What multiplies the continuum besides absorptions. */
static void
scale_by_state (const AeDemoSpectra *self, AeDemoMaterial material, const AeDemoState *state,
                float *factor)
{
  float dark = expf (-0.22f * (state->moisture + 0.3f));

  for (guint i = 0; i < self->bands; i++)
    {
      float nm = (float) self->wavelengths_nm[i];

      if (material == AE_DEMO_VEGETATION)
        factor[i]
            = 0.150f
              + 0.370f / (1.0f + expf (-(nm - 716.0f - 14.0f * state->chlorophyll) / 12.0f));
      else if (material == AE_DEMO_IRON_OXIDE)
        factor[i]
            = dark
              * (0.085f
                 + 0.29f / (1.0f + expf (-(nm - 592.0f + 24.0f * state->oxidation) / 27.0f)));
      else if (material == AE_DEMO_WATER)
        factor[i] = 1.0f;
      else
        factor[i] = dark;
    }
}

/* Suspended matter scatters most where water itself absorbs least. */
static void
add_turbidity (const AeDemoSpectra *self, const AeDemoState *state, float weight, float *out)
{
  float amount = weight * 0.05f * expf (0.9f * (state->turbidity - 1.0f));

  for (guint i = 0; i < self->bands; i++)
    {
      float t = ((float) self->wavelengths_nm[i] - 575.0f - 25.0f * state->turbidity) / 65.0f;

      if (t > -5.0f && t < 5.0f)
        out[i] += amount * expf (-0.5f * t * t);
    }
}

/**
 * ae_demo_spectra_add:
 * @material: whose spectrum
 * @state: in what state
 * @weight: its share of the pixel
 * @out: (bands) reflectance to add to
 * @scratch: (2 × bands) for use meanwhile: a scene asks a hundred thousand times
 *
 * out += weight × reflectance. Any thread.
 */
void
ae_demo_spectra_add (const AeDemoSpectra *self, AeDemoMaterial material,
                     const AeDemoState *state, float weight, float *out, float *scratch)
{
  const guint bands = self->bands;
  const float *base = self->continuum[material];
  float *depth = scratch;
  float *factor = scratch + bands;

  memset (depth, 0, bands * sizeof *depth);
  for (guint f = 0; f < G_N_ELEMENTS (features); f++)
    if (features[f].material == material)
      {
        float gain
            = 1.0f + features[f].gain * G_STRUCT_MEMBER (float, state, features[f].state);
        const float *profile = self->profiles[f];

        for (guint i = 0; i < bands; i++)
          depth[i] += gain * profile[i];
      }
  add_moving (self, material, state, depth);
  scale_by_state (self, material, state, factor);
  for (guint i = 0; i < bands; i++)
    out[i] += weight * factor[i] * base[i] * expf (-depth[i]);
  if (material == AE_DEMO_WATER)
    add_turbidity (self, state, weight, out);
}
