/* bl-cli-bench-together.h: four runs at once, as the window trains them side by side. */
#pragma once

#include "ae-pixels.h"

G_BEGIN_DECLS

#define BL_CLI_TOGETHER 4

/**
 * BlCliTogether:
 *
 * Samples a second of plain, denoising, sparse and variational runs.
 */
typedef struct
{
  double alone[BL_CLI_TOGETHER];
  double together[BL_CLI_TOGETHER];
} BlCliTogether;

const char *bl_cli_together_get_name (guint run);
gboolean bl_cli_together_measure (AePixels *pixels, guint threads, double seconds,
                                  BlCliTogether *out, GError **error);
double bl_cli_together_get_share (const BlCliTogether *self);

G_END_DECLS
