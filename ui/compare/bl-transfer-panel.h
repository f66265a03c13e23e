/* bl-transfer-panel.h: a model from a file carried over to the open scene: its loss curves
 * beside one from scratch, and what few labels are worth.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BL_TYPE_TRANSFER_PANEL (bl_transfer_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlTransferPanel, bl_transfer_panel, BL, TRANSFER_PANEL, AdwBin)

/**
 * BlTransferLine:
 * @name: of the way
 * @losses: (n): after each epoch; borrowed
 * @first: the epoch of the first of them; 0: before any training
 * @n: how many are there; 0: none yet
 * @is_level: one loss that stays: nothing is trained
 * @epochs_to_equal: after how many it is no worse than from scratch at the end; −1: never, or
 * not known yet
 */
typedef struct
{
  const char *name;
  const double *losses;
  guint first;
  guint n;
  gboolean is_level;
  int epochs_to_equal;
} BlTransferLine;

/**
 * BlTransferAccuracy:
 * @name: what the classifier sees
 * @counts: (n): labels a class
 * @mean, @deviation: (n): overall accuracy over the draws, 0 to 1
 * @n: how many
 *
 * All borrowed.
 */
typedef struct
{
  const char *name;
  const guint *counts;
  const double *mean, *deviation;
  guint n;
} BlTransferAccuracy;

void bl_transfer_panel_set_model (BlTransferPanel *self, const char *name,
                                  const char *const *runs);
void bl_transfer_panel_set_lines (BlTransferPanel *self, const BlTransferLine *lines, guint n);
void bl_transfer_panel_set_accuracy (BlTransferPanel *self, const BlTransferAccuracy *features,
                                     guint n);
void bl_transfer_panel_set_progress (BlTransferPanel *self, const char *text, gboolean is_busy,
                                     gboolean is_done);

G_END_DECLS
