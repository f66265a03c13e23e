/* bl-cli-settings.h: the options that describe a model and its training, for every command that
 * trains one. */
#pragma once

#include "ae-pixels.h"
#include "ae-spec.h"

G_BEGIN_DECLS

/**
 * BlCliSettings:
 *
 * What was given, as it was given; what was not keeps the value of bl_cli_settings_init().
 */
typedef struct
{
  char **variants;
  char *layers, *activation, *loss, *latent_form;
  char *optimizer, *schedule, *pretrain, *split, *scale;
  double noise, mask, sparsity_target, sparsity_weight, kl_weight;
  double learning_rate, weight_decay, momentum, validation, max_seconds;
  int batch, epochs, threads, patience, kl_warmup, pretrain_epochs, max_pixels;
  gint64 seed, split_seed;
} BlCliSettings;

void bl_cli_settings_init (BlCliSettings *self);
void bl_cli_settings_clear (BlCliSettings *self);
void bl_cli_settings_add_options (BlCliSettings *self, GOptionContext *context);
const char *bl_cli_settings_find_given (const BlCliSettings *self);
gboolean bl_cli_settings_take_length (const BlCliSettings *self, AePlan *plan, GError **error);
gboolean bl_cli_settings_fill_pixels (const BlCliSettings *self, AePixelsOptions *out,
                                      GError **error);
gboolean bl_cli_settings_fill_spec (const BlCliSettings *self, guint bands, AeSpec *out,
                                    GError **error);
gboolean bl_cli_settings_fill_plan (const BlCliSettings *self, const AeSpec *spec, AePlan *out,
                                    GError **error);
gboolean bl_cli_settings_fill_knobs (const BlCliSettings *self, const AeSpec *spec,
                                     AeHyperparams *out, GError **error);

G_END_DECLS
