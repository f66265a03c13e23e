/* ae-demo-spectra.h: reflectance formulas of the demo scene's materials. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  AE_DEMO_WATER,
  AE_DEMO_VEGETATION,
  AE_DEMO_DRY_GRASS,
  AE_DEMO_CLAY,
  AE_DEMO_IRON_OXIDE,
  AE_DEMO_LIMESTONE,
  AE_DEMO_N_MATERIALS,
} AeDemoMaterial;

/**
 * AeDemoState:
 *
 * What differs from place to place within one material, each about −1 … 1, 0 for the
 * nominal spectrum.
 */
typedef struct
{
  float chlorophyll; /* depth of 450 and 672 nm; moves the red edge */
  float leaf_water;  /* depth of 970, 1200, 1450, 1940 nm in leaves */
  float moisture;    /* of soils and straw: darker, deeper 1450 and 1940 nm */
  float mineral;   /* clay and carbonate: grain size, so depth; place of the 2200 nm feature */
  float oxidation; /* hematite to goethite: 870 to 920 nm, and the slope at 600 nm */
  float turbidity; /* of water */
} AeDemoState;

typedef struct _AeDemoSpectra AeDemoSpectra;

AeDemoSpectra *ae_demo_spectra_new (const double *wavelengths_nm, guint bands);
void ae_demo_spectra_free (AeDemoSpectra *self);
const char *ae_demo_spectra_get_name (AeDemoMaterial material);
void ae_demo_spectra_add (const AeDemoSpectra *self, AeDemoMaterial material,
                          const AeDemoState *state, float weight, float *out /* (bands) */,
                          float *scratch /* (2 × bands) */);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeDemoSpectra, ae_demo_spectra_free)

G_END_DECLS
