/* bl-spectrum-panel.h: the spectrum of the pinned pixel, as measured. */
#pragma once

#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_SPECTRUM_PANEL (bl_spectrum_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlSpectrumPanel, bl_spectrum_panel, BL, SPECTRUM_PANEL, BlPanel)

/**
 * BlSpectrum:
 * @BL_SPECTRUM_PINNED: of the pinned pixel
 * @BL_SPECTRUM_SELECTED: the mean of the selected ones
 *
 * The spectra that can be kept.
 */
typedef enum
{
  BL_SPECTRUM_PINNED,
  BL_SPECTRUM_SELECTED,
} BlSpectrum;

/* Signal "channel-dragged" (guint channel, guint band): a mark of the picture's bands. */
void bl_spectrum_panel_let_channels_move (BlSpectrumPanel *self);
void bl_spectrum_panel_set_channels (BlSpectrumPanel *self, const guint *bands, guint n);
void bl_spectrum_panel_set_pointed (BlSpectrumPanel *self, gboolean is_in, guint32 pixel);
void bl_spectrum_panel_set_shown (BlSpectrumPanel *self, const char *const *names,
                                  const float *spectra, guint n);
float *bl_spectrum_panel_dup_spectrum (BlSpectrumPanel *self, BlSpectrum which);

G_END_DECLS
