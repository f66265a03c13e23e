/* bl-cli-unmixing.h: where unmixing begins, how sparse it is to be, and how near it comes to
 * the truth: for commands that train it.
 */
#pragma once

#include "ae-known-spectra.h"
#include "ae-unmixing-rule.h"
#include "ae-unmixing-score.h"
#include "bl-cli-training.h"

G_BEGIN_DECLS

/**
 * BlCliUnmixing:
 * @endmembers, @truth_path, @spectra, @n_seeds: what was given
 * @n: endmembers; 0: not said
 * @start: (nullable): where training begins, by good bands; owned
 * @truth: (nullable): owned
 * @rule: of the sparsity, where @has_rule
 * @why: (nullable): how @n was found; owned
 *
 * Zero-initialise.
 */
typedef struct
{
  char *endmembers, *truth_path, *spectra;
  int n_seeds;
  guint n;
  AeKnownSpectra *start;
  AeTruth *truth;
  AeUnmixingRule rule;
  gboolean has_rule;
  char *why;
} BlCliUnmixing;

/**
 * BlCliSeed:
 * @seed: of its training
 * @loss: its whole loss over the training pixels
 * @angle_rad, @abundance_rmse: to the truth; NAN without
 */
typedef struct
{
  guint64 seed;
  double loss, angle_rad, abundance_rmse;
} BlCliSeed;

/**
 * BlCliSeeds:
 * @seeds: (element-type BlCliSeed) (nullable): owned
 * @best: the one of least loss
 *
 * Zero-initialise.
 */
typedef struct
{
  GArray *seeds;
  guint64 best;
} BlCliSeeds;

void bl_cli_unmixing_add_options (BlCliUnmixing *self, GOptionContext *context);
void bl_cli_unmixing_clear (BlCliUnmixing *self);
gboolean bl_cli_unmixing_take_number (BlCliUnmixing *self, BlCliSettings *settings,
                                      GError **error);
gboolean bl_cli_unmixing_prepare (BlCliUnmixing *self, BlCliSettings *settings, AeScene *scene,
                                  GError **error);
gboolean bl_cli_unmixing_choose (BlCliUnmixing *self, const BlCliSettings *settings,
                                 const AeSpec *spec, const AePlan *plan, AePixels *pixels,
                                 AeHyperparams *knobs, GError **error);
AeKnownSpectra *bl_cli_unmixing_load_spectra (const char *path, AeScene *scene, GError **error);
gboolean bl_cli_unmixing_save (const BlCliUnmixing *self, const AeUnmixingScore *score,
                               AePixels *pixels, GError **error);
void bl_cli_unmixing_add_json (const BlCliUnmixing *self, const AeUnmixingScore *score,
                               AePixels *pixels, const AeHyperparams *knobs, JsonBuilder *json);
void bl_cli_unmixing_print (const BlCliUnmixing *self, const AeUnmixingScore *score,
                            AePixels *pixels, const AeHyperparams *knobs);

gboolean bl_cli_seeds_run (BlCliSeeds *self, const BlCliUnmixing *unmixing, guint n,
                           const AeSpec *spec, const AePlan *plan, const AeHyperparams *knobs,
                           AePixels *pixels, GError **error);
void bl_cli_seeds_clear (BlCliSeeds *self);
void bl_cli_seeds_add_json (const BlCliSeeds *self, JsonBuilder *json);
void bl_cli_seeds_print (const BlCliSeeds *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BlCliSeeds, bl_cli_seeds_clear)

G_END_DECLS
