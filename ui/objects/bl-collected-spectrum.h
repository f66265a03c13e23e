/* bl-collected-spectrum.h: a spectrum that somebody wants to keep. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BL_TYPE_COLLECTED_SPECTRUM (bl_collected_spectrum_get_type ())
G_DECLARE_FINAL_TYPE (BlCollectedSpectrum, bl_collected_spectrum, BL, COLLECTED_SPECTRUM,
                      GObject)

/* Properties, on the main thread:
 *   "name"    (string)  told by notify when it is another
 *   "number"  (uint)    how many were collected before it: its order among them; never changes
 *   "values"  (GBytes)  (good bands) floats, scene units; never change
 */
BlCollectedSpectrum *bl_collected_spectrum_new (const char *name, guint number,
                                                const float *values, guint n);
const char *bl_collected_spectrum_get_name (BlCollectedSpectrum *self);
void bl_collected_spectrum_set_name (BlCollectedSpectrum *self, const char *name);
guint bl_collected_spectrum_get_number (BlCollectedSpectrum *self);
const float *bl_collected_spectrum_get_values (BlCollectedSpectrum *self, guint *n);

G_END_DECLS
