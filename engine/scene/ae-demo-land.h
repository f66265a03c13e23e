/* ae-demo-land.h: the demo scene's map: what lies where, and how it is lit. */
#pragma once

#include "ae-demo-spectra.h"

G_BEGIN_DECLS

typedef struct
{
  float       abundance[AE_DEMO_N_MATERIALS]; /* sums to 1 */
  float       shade;                          /* 1 on level ground */
  AeDemoState state;
} AeDemoPlace;

typedef struct _AeDemoLand AeDemoLand;

AeDemoLand *ae_demo_land_new (guint64 seed);
void        ae_demo_land_free (AeDemoLand *self);
void        ae_demo_land_fill (const AeDemoLand *self, float x, float y, float size, AeDemoPlace *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeDemoLand, ae_demo_land_free)

G_END_DECLS
