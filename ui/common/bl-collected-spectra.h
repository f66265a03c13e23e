/* bl-collected-spectra.h: spectra that somebody wants to keep, with names, to be saved: a panel
 * that is a #GListModel of #BlCollectedSpectrum itself. */
#pragma once

#include "ae-scene.h"
#include "bl-undo-history.h"
#include "bl-collected-spectrum.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_COLLECTED_SPECTRA (bl_collected_spectra_get_type ())
G_DECLARE_FINAL_TYPE (BlCollectedSpectra, bl_collected_spectra, BL, COLLECTED_SPECTRA, BlPanel)

/* Signal "keep-wanted" (): answer with bl_collected_spectra_add(). */
void bl_collected_spectra_add (BlCollectedSpectra *self, const char *name,
                               const float *spectrum);
void bl_collected_spectra_set_undo_history (BlCollectedSpectra *self, BlUndoHistory *history);
gboolean bl_collected_spectra_undo (BlCollectedSpectra *self);
void bl_collected_spectra_set_words (BlCollectedSpectra *self, const char *title,
                                     const char *hint);
void bl_collected_spectra_add_button (BlCollectedSpectra *self, const char *label,
                                      const char *hint, GCallback callback, gpointer user_data);
guint bl_collected_spectra_fill_shown (BlCollectedSpectra *self, GPtrArray *names,
                                       GArray *spectra);

G_END_DECLS
