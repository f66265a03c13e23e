/* ae-reproduce.c: writes every setting out, those that are defaults today as well: a command
 * that is kept in a notebook gives the same numbers when the defaults have changed.
 */
#include "ae-reproduce.h"

#include "ae-wavelengths.h"

#include <string.h>

/* The fewest digits that give the same number again. */
static void
add_number (GString *text, const char *option, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 6; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  g_string_append_printf (text, " %s %s", option, buffer);
}

static void
add_count (GString *text, const char *option, guint64 value)
{
  g_string_append_printf (text, " %s %" G_GUINT64_FORMAT, option, value);
}

static void
add_word (GString *text, const char *option, const char *word)
{
  g_autofree char *quoted = g_shell_quote (word);
  gboolean is_plain = *word != '\0';

  for (const char *p = word; *p != '\0' && is_plain; p++)
    is_plain = g_ascii_isalnum (*p) || strchr ("/._,-:+=@", *p) != NULL;
  g_string_append_printf (text, "%s%s %s", *option != '\0' ? " " : "", option,
                          is_plain ? word : quoted);
}

static void
add_treatment (GString *text, AeScene *scene)
{
  AeWavelengthUnits units = ae_scene_get_chosen_units (scene);
  const char *preprocessing = ae_scene_get_preprocessing (scene);
  g_autofree char *bands = ae_scene_dup_chosen_bands (scene);

  if (units != AE_WAVELENGTH_NONE)
    add_word (text, "--units", ae_wavelength_units_to_string (units));
  if (bands != NULL)
    add_word (text, "--bands", bands);
  if (preprocessing != NULL)
    add_word (text, "--preprocess", preprocessing);
}

static void
add_scene (GString *text, const AeCommand *self)
{
  add_word (text, "", self->path);
  if (self->variable != NULL)
    add_word (text, "--variable", self->variable);
  if (self->axes != NULL)
    add_word (text, "--axes", self->axes);
  if (self->assume)
    g_string_append (text, " --assume");
  if (self->labels != NULL)
    add_word (text, "--labels", self->labels);
  if (self->scene != NULL)
    add_treatment (text, self->scene);
}

static void
add_spec (GString *text, const AeSpec *spec)
{
  g_autofree char *variants = ae_spec_dup_variant_names (spec);
  g_autofree char *layers = ae_spec_dup_layers_text (spec);
  g_auto (GStrv) names = g_strsplit (variants, ", ", -1);
  g_autofree char *joined = g_strjoinv (",", names);

  add_word (text, "--variant", joined);
  add_word (text, "--layers", layers);
  if (!(spec->variants & AE_VARIANT_LINEAR))
    add_word (text, "--activation", ae_activation_to_string (spec->activation));
  add_word (text, "--loss", spec->loss == AE_LOSS_SPECTRAL_ANGLE ? "angle" : "mse");
  if (spec->variants & AE_VARIANT_VARIATIONAL)
    add_word (text, "--latent-form",
              spec->latent_form == AE_LATENT_SIGMA ? "sigma" : "log-variance");
}

static void
add_knobs (GString *text, const AeHyperparams *hyperparams, guint variants)
{
  add_number (text, "--learning-rate", hyperparams->learning_rate);
  add_number (text, "--weight-decay", hyperparams->weight_decay);
  if (variants & AE_VARIANT_DENOISING)
    {
      add_number (text, "--noise", hyperparams->noise_level);
      add_number (text, "--mask", hyperparams->masked_fraction);
    }
  if (variants & AE_VARIANT_SPARSE)
    {
      add_number (text, "--sparsity-target", hyperparams->sparsity_target);
      add_number (text, "--sparsity-weight", hyperparams->sparsity_weight);
    }
  if (variants & AE_VARIANT_VARIATIONAL)
    add_number (text, "--kl-weight", hyperparams->kl_weight);
}

static void
add_plan (GString *text, const AePlan *plan, guint epochs)
{
  add_word (text, "--optimizer", plan->optimizer == AE_OPTIMIZER_SGD ? "sgd" : "adam");
  if (plan->optimizer == AE_OPTIMIZER_SGD)
    add_number (text, "--momentum", plan->momentum);
  add_word (text, "--schedule",
            plan->schedule == AE_SCHEDULE_COSINE && plan->epochs > 0 ? "cosine" : "constant");
  add_count (text, "--batch", plan->batch);
  add_count (text, "--epochs", plan->epochs > 0 ? plan->epochs : MAX (epochs, 1));
  if (epochs > 0 && epochs < plan->epochs && plan->patience == 0)
    add_count (text, "--stop-after", epochs);
  if (plan->patience > 0)
    add_count (text, "--patience", plan->patience);
  if (plan->kl_warmup_epochs > 0)
    add_count (text, "--kl-warmup", plan->kl_warmup_epochs);
  if (plan->pretrain_epochs > 0)
    {
      add_word (text, "--pretrain", "greedy");
      add_count (text, "--pretrain-epochs", plan->pretrain_epochs);
    }
  add_count (text, "--seed", plan->seed);
}

static void
add_pixels (GString *text, const AePixelsOptions *pixels, guint64 seed)
{
  if (pixels->seed != seed)
    add_count (text, "--split-seed", pixels->seed);
  add_number (text, "--validation", pixels->validation);
  add_word (text, "--split", pixels->split == AE_SPLIT_BLOCKS ? "blocks" : "random");
  add_word (text, "--scale", ae_scaling_to_string (pixels->scaling));
  if (pixels->max_pixels > 0)
    add_count (text, "--max-pixels", pixels->max_pixels);
}

/* A command stands for one setting of the hyperparams. */
static void
add_turned_knobs (GString *text, const AeHistory *history)
{
  guint n = history != NULL ? ae_history_get_n_marks (history) : 0, turned = 0;

  for (guint i = 0; i < n; i++)
    {
      const AeHistoryMark *mark = &ae_history_get_marks (history)[i];

      if (g_str_has_prefix (mark->text, "Phase") || g_str_has_prefix (mark->text, "Fine"))
        continue;
      g_string_append_printf (text,
                              turned++ == 0
                                  ? "  # knobs were turned, so the numbers will differ: %s at "
                                    "batch %" G_GUINT64_FORMAT
                                  : ", %s at batch %" G_GUINT64_FORMAT,
                              mark->text, mark->step);
    }
}

/**
 * ae_reproduce_dup_train:
 * @self: what was trained
 *
 * Returns: (transfer full): one line for a shell; where hyperparams were turned while it
 * trained, a remark at its end says so.
 */
char *
ae_reproduce_dup_train (const AeCommand *self)
{
  GString *text = g_string_new ("bandloom-cli train");

  add_scene (text, self);
  add_spec (text, self->spec);
  add_knobs (text, self->hyperparams, self->spec->variants);
  add_plan (text, self->plan, self->epochs);
  add_pixels (text, self->pixels, self->plan->seed);
  add_turned_knobs (text, self->history);
  return g_string_free (text, FALSE);
}
