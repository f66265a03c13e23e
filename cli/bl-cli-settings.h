/* bl-cli-settings.h: the options that describe a model and its training, for every command that
 * trains one. */
#pragma once

#include "ae-param-info.h"
#include "ae-pixels.h"

G_BEGIN_DECLS

/* An option's argument as it was given; which member it is says the kind of the parameter. */
typedef union
{
  char **texts;
  char *text;
  double number;
  int count;
  gint64 seed;
} BlCliGiven;

/**
 * BlCliSettings:
 * @given: (array): for each row of the table of parameters
 * @helps: (element-type utf8): texts that the options borrow
 * @n_endmembers: of unmixing; 0: not given
 *
 * What was given, as it was given; what was not keeps the value of bl_cli_settings_init().
 */
typedef struct
{
  BlCliGiven *given;
  GPtrArray *helps;
  char *pretrain, *split, *scale;
  double validation;
  int max_pixels;
  gint64 split_seed;
  guint n_endmembers;
} BlCliSettings;

void bl_cli_settings_init (BlCliSettings *self);
void bl_cli_settings_clear (BlCliSettings *self);
void bl_cli_settings_add_options (BlCliSettings *self, GOptionContext *context);
char *bl_cli_settings_dup_given (const BlCliSettings *self);
gboolean bl_cli_settings_take_length (const BlCliSettings *self, AePlan *plan, GError **error);
gboolean bl_cli_settings_fill_pixels (const BlCliSettings *self, AePixelsOptions *out,
                                      GError **error);
gboolean bl_cli_settings_fill_spec (const BlCliSettings *self, guint bands, AeSpec *out,
                                    GError **error);
gboolean bl_cli_settings_fill_plan (const BlCliSettings *self, const AeSpec *spec, AePlan *out,
                                    GError **error);
gboolean bl_cli_settings_is_given (const BlCliSettings *self, AeParamGroup group,
                                   const char *key);
gboolean bl_cli_settings_fill_knobs (const BlCliSettings *self, const AeSpec *spec,
                                     AeHyperparams *out, GError **error);

G_END_DECLS
