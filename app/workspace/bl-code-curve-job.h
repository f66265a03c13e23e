/* bl-code-curve-job.h: keeps the curve of PCA's error against the code size up to date with the
 * scene and the pixels that the active run is to be trained on. */
#pragma once

#include "ae-code-curve.h"
#include "bl-workspace.h"

G_BEGIN_DECLS

typedef struct _BlCodeCurveJob BlCodeCurveJob;
typedef void (*BlCodeCurveFunc) (const AeCodeCurve *curve, gpointer user_data);

BlCodeCurveJob *bl_code_curve_job_new (BlWorkspace *workspace, BlCodeCurveFunc func,
                                       gpointer user_data);
void bl_code_curve_job_free (BlCodeCurveJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlCodeCurveJob, bl_code_curve_job_free)

G_END_DECLS
