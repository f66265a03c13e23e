/* bl-band-slider.h: chooses one band of a scene, with its wavelength beside it. */
#pragma once

#include <adwaita.h>

#include "ae-scene.h"

G_BEGIN_DECLS

#define BL_TYPE_BAND_SLIDER (bl_band_slider_get_type ())
G_DECLARE_FINAL_TYPE (BlBandSlider, bl_band_slider, BL, BAND_SLIDER, AdwBin)

/* Signal "band" (): another band, by the user or by the setter. */
GtkWidget *bl_band_slider_new (void);
void bl_band_slider_set_scene (BlBandSlider *self, AeScene *scene);
guint bl_band_slider_get_band (BlBandSlider *self);
void bl_band_slider_set_band (BlBandSlider *self, guint band);

G_END_DECLS
