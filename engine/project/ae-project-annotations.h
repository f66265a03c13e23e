/* ae-project-annotations.h: what a user has marked on the scene of a project: labels,
 * selections, and spectra that were kept.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AE_PROJECT_MOST_CLASSES 65536
#define AE_PROJECT_MOST_NOTES   10000 /* selections, and spectra */

/**
 * AeProjectSpectrum:
 * @list: which list of the window it is in: "collected" or "generated"
 * @name: the user's
 * @values: float32, one for each band that is not left out, scene units
 *
 * A spectrum that was kept. All are owned.
 */
typedef struct
{
  char *list;
  char *name;
  GBytes *values;
} AeProjectSpectrum;

/**
 * AeProjectAnnotations:
 * @labels: (nullable): runs, as ae_rle_new() makes them; %NULL: those of the scene's
 * own file
 * @class_names: (element-type utf8): one for each class, the first is "unlabelled"
 * @class_colours: (element-type guint32): 0xRRGGBB, as many; empty where there are none
 * @selections: (element-type GBytes): runs each, in the order in which they were made
 * @selected: index of the one that is shown
 * @spectra: (element-type AeProjectSpectrum): in their order
 *
 * All are owned. Used by one thread at a time.
 */
typedef struct
{
  GBytes *labels;
  GPtrArray *class_names;
  GArray *class_colours;
  GPtrArray *selections;
  guint selected;
  GPtrArray *spectra;
} AeProjectAnnotations;

AeProjectAnnotations *ae_project_annotations_new (void);
void ae_project_annotations_free (AeProjectAnnotations *self);
void ae_project_annotations_add_spectrum (AeProjectAnnotations *self, const char *list,
                                          const char *name, const float *values, guint bands);

GBytes *ae_rle_new (const void *values, gsize n, gsize width);
gboolean ae_rle_fill (GBytes *runs, void *out, gsize n, gsize width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeProjectAnnotations, ae_project_annotations_free)

G_END_DECLS
