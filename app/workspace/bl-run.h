/* bl-run.h: one run of the workspace: what it is made from, and the thread that trains it once
 * it is made. Pages see it as a #BlRunItem.
 */
#pragma once

#include "ae-run.h"
#include "bl-pixel-store.h"
#include "bl-run-item.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN (bl_run_get_type ())
G_DECLARE_FINAL_TYPE (BlRun, bl_run, BL, RUN, BlRunItem)

/* How far to go; any other number is so many batches. */
#define BL_STEPS_TO_THE_END 0
#define BL_STEPS_EPOCH      G_MAXUINT
#define BL_STEPS_NONE       (G_MAXUINT - 1)

/* Signals, on the main thread:
 *   "error"           (char *message)          one sentence
 *   "network-wanted"  (BlRunOptions *options)  its settings were changed to those of another
 *                                              network; it was trained, and keeps its own
 */
BlRun *bl_run_new (AeScene *scene, BlPixelStore *store, const BlRunOptions *options);
const BlRunOptions *bl_run_get_options (BlRun *self);
void bl_run_set_request (BlRun *self, const AeViewRequest *request);
void bl_run_set_share (BlRun *self, guint n_runs);
void bl_run_proceed (BlRun *self, guint steps);
void bl_run_pause (BlRun *self);
void bl_run_reset (BlRun *self, gboolean new_seed);
void bl_run_restore (BlRun *self, AeTrainingState *state);
void bl_run_discard (BlRun *self);
void bl_run_look_back (BlRun *self, double epoch);
void bl_run_look_by (BlRun *self, int by);
gboolean bl_run_is_built (BlRun *self);
gboolean bl_run_has_steps (BlRun *self);
gboolean bl_run_is_training (BlRun *self);
AeRun *bl_run_peek (BlRun *self);
AePixels *bl_run_get_pixels (BlRun *self);
gboolean bl_run_is_named (BlRun *self);
void bl_run_set_is_named (BlRun *self, gboolean is_named);

G_END_DECLS
