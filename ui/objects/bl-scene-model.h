/* bl-scene-model.h: the scene that is open and what is marked of it, as one object that pages
 * and panels hold and listen to. Whoever opens scenes sets it; nobody hands them on.
 */
#pragma once

#include "ae-scene.h"
#include "ae-spectral-library.h"
#include "bl-selection.h"

G_BEGIN_DECLS

/**
 * BlViewParts:
 * @BL_VIEW_CODES: the codes of all pixels
 * @BL_VIEW_CODE_MAP: the codes as colours
 * @BL_VIEW_ERROR_MAP: the errors of all pixels, three times as dear
 * @BL_VIEW_ALL_RUNS: of every run, not of the active one alone
 * @BL_VIEW_UNITS: what each unit of the network gives
 *
 * What of the runs is on screen, so that nothing else is computed.
 */
typedef enum
{
  BL_VIEW_CODES = 1 << 0,
  BL_VIEW_CODE_MAP = 1 << 1,
  BL_VIEW_ERROR_MAP = 1 << 2,
  BL_VIEW_ALL_RUNS = 1 << 3,
  BL_VIEW_UNITS = 1 << 4,
} BlViewParts;

#define BL_TYPE_SCENE_MODEL (bl_scene_model_get_type ())
G_DECLARE_FINAL_TYPE (BlSceneModel, bl_scene_model, BL, SCENE_MODEL, GObject)

/* Properties, all told by notify on the main thread:
 *   "scene"      (AeScene)            another scene, or the same one edited: nothing of before
 *                                     holds; selection and pin are set after it was told
 *   "labels"     (AeScene)            the scene again, when it has other labels and else is as
 * it was "selection"  (BlSelection)        of its pixels; stays the same object "axes" (string)
 * in which order its file's axes were read "library"    (AeSpectralLibrary)  known spectra that
 * are open "parts"      (uint, BlViewParts)  what of the runs is on screen Signal
 * "edits-refused" (): what a user wanted to change of the scene was not done.
 */
BlSceneModel *bl_scene_model_new (void);
AeScene *bl_scene_model_get_scene (BlSceneModel *self);
void bl_scene_model_set_scene (BlSceneModel *self, AeScene *scene);
void bl_scene_model_set_labels (BlSceneModel *self, AeScene *scene);
BlSelection *bl_scene_model_get_selection (BlSceneModel *self);
const char *bl_scene_model_get_axes (BlSceneModel *self);
void bl_scene_model_set_axes (BlSceneModel *self, const char *axes);
AeSpectralLibrary *bl_scene_model_get_library (BlSceneModel *self);
void bl_scene_model_set_library (BlSceneModel *self, AeSpectralLibrary *library);
guint bl_scene_model_get_parts (BlSceneModel *self);
void bl_scene_model_add_parts (BlSceneModel *self, guint parts);
void bl_scene_model_remove_parts (BlSceneModel *self, guint parts);
void bl_scene_model_refuse_edits (BlSceneModel *self);

G_END_DECLS
