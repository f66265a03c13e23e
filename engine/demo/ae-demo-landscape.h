/* ae-demo-landscape.h: the demo scene's map: what lies where, and how it is lit. */
#pragma once

#include "ae-demo-spectra.h"

G_BEGIN_DECLS

typedef struct
{
  float abundance[AE_DEMO_N_MATERIALS]; /* sums to 1 */
  float shade;                          /* 1 on level ground */
  AeDemoState state;
} AeDemoPlace;

typedef struct _AeDemoLandscape AeDemoLandscape;

AeDemoLandscape *ae_demo_landscape_new (guint64 seed);
void ae_demo_landscape_free (AeDemoLandscape *self);
void ae_demo_landscape_fill (const AeDemoLandscape *self, float x, float y, float size,
                             AeDemoPlace *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeDemoLandscape, ae_demo_landscape_free)

G_END_DECLS
