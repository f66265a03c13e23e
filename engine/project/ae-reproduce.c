/* ae-reproduce.c: writes every setting out, those that are defaults today as well: a command
 * that is kept in a notebook gives the same numbers when the defaults have changed.
 */
#include "ae-reproduce.h"

#include "ae-param-info.h"
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
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double nodata;

  if (units != AE_WAVELENGTH_NONE)
    add_word (text, "--units", ae_wavelength_units_to_word (units));
  if (bands != NULL)
    add_word (text, "--bands", bands);
  if (ae_scene_get_chosen_nodata (scene, &nodata))
    add_word (text, "--nodata", g_ascii_formatd (buffer, sizeof buffer, "%.9g", nodata));
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

/* "--variant tied,denoising", "--batch 256", "--loss mse" … */
static void
add_param (GString *text, const AeParamInfo *info, gconstpointer group)
{
  g_autofree char *option = g_strconcat ("--", info->option, NULL);
  g_autofree char *word = NULL;

  switch (info->kind)
    {
    case AE_PARAM_DOUBLE:
      add_number (text, option, ae_param_info_get_value (info, group));
      break;
    case AE_PARAM_VARIANTS:
      {
        g_autofree char *names = ae_spec_dup_variant_names (group);
        g_auto (GStrv) parts = g_strsplit (names, ", ", -1);

        word = g_strjoinv (",", parts);
        break;
      }
    case AE_PARAM_LAYERS:
      word = ae_spec_dup_layers_text (group);
      break;
    case AE_PARAM_ENUM:
      word = g_strdup (
          ae_param_info_get_word (info, (guint) ae_param_info_get_count (info, group)));
      break;
    default:
      add_count (text, option, ae_param_info_get_count (info, group));
      break;
    }
  if (word != NULL)
    add_word (text, option, word);
}

static gboolean
is_mentioned (const AeParamInfo *info, gconstpointer group, guint variants)
{
  return info->option != NULL && info->mention != AE_PARAM_NEVER
         && ae_param_info_is_needed (info, group, variants)
         && (info->mention == AE_PARAM_ALWAYS || ae_param_info_get_count (info, group) != 0);
}

static void
add_group (GString *text, AeParamGroup which, gconstpointer group, guint variants)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == which && is_mentioned (&params[i], group, variants))
      add_param (text, &params[i], group);
}

/* One without an end is told with the epochs that it came to. */
static void
add_plan (GString *text, const AePlan *plan, guint epochs, guint variants)
{
  g_autoptr (GPtrArray) rows = ae_param_info_list_options (AE_PARAM_PLAN);
  AePlan told = *plan;

  if (plan->epochs == 0)
    {
      told.epochs = MAX (epochs, 1);
      told.schedule = AE_SCHEDULE_CONSTANT;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const AeParamInfo *info = rows->pdata[i];

      if (!is_mentioned (info, &told, variants))
        continue;
      if (info->offset == G_STRUCT_OFFSET (AePlan, pretrain_epochs))
        add_word (text, "--pretrain", "greedy");
      add_param (text, info, &told);
      if (info->offset == G_STRUCT_OFFSET (AePlan, epochs) && epochs > 0
          && epochs < plan->epochs && plan->patience == 0)
        add_count (text, "--stop-after", epochs);
    }
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

      g_autofree char *words = ae_history_mark_dup_text (mark);

      if (mark->kind != AE_MARK_PARAM)
        continue;
      g_string_append_printf (text,
                              turned++ == 0
                                  ? "  # knobs were turned, so the numbers will differ: %s at "
                                    "batch %" G_GUINT64_FORMAT
                                  : ", %s at batch %" G_GUINT64_FORMAT,
                              words, mark->step);
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
  add_group (text, AE_PARAM_SPEC, self->spec, self->spec->variants);
  add_group (text, AE_PARAM_LIVE, self->hyperparams, self->spec->variants);
  add_plan (text, self->plan, self->epochs, self->spec->variants);
  add_pixels (text, self->pixels, self->plan->seed);
  add_turned_knobs (text, self->history);
  return g_string_free (text, FALSE);
}
