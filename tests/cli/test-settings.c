/* test-settings.c: each row of the table of parameters with an option can be given on the
 * command line, is told apart from what was not given, and comes through; and the command that
 * repeats a training says it again.
 */
#include "ae-param-info.h"
#include "ae-reproduce.h"
#include "bl-cli-settings.h"
#include "bl-cli.h"

#include <string.h>

typedef struct
{
  AeSpec spec;
  AePlan plan;
  AeHyperparams live;
} Parsed;

static gboolean
parse (const char *line, Parsed *out, char **given, GError **error)
{
  g_autoptr (GOptionContext) context = bl_cli_options_new (NULL, NULL);
  BlCliSettings settings;
  char **argv;
  gboolean is_good;

  bl_cli_settings_init (&settings);
  bl_cli_settings_add_options (&settings, context);
  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  is_good = g_option_context_parse_strv (context, &argv, error)
            && bl_cli_settings_fill_spec (&settings, 40, &out->spec, error)
            && bl_cli_settings_fill_plan (&settings, &out->spec, &out->plan, error)
            && bl_cli_settings_fill_knobs (&settings, &out->spec, &out->live, error);
  if (given != NULL)
    *given = bl_cli_settings_dup_given (&settings);
  g_strfreev (argv);
  bl_cli_settings_clear (&settings);
  return is_good;
}

static gpointer
get_group (Parsed *parsed, const AeParamInfo *info)
{
  return info->group == AE_PARAM_SPEC   ? (gpointer) &parsed->spec
         : info->group == AE_PARAM_PLAN ? (gpointer) &parsed->plan
                                        : &parsed->live;
}

/* Something else than the preset, as a person would type it. */
static char *
dup_argument (const AeParamInfo *info)
{
  switch (info->kind)
    {
    case AE_PARAM_VARIANTS:
      return g_strdup ("tied,denoising");
    case AE_PARAM_LAYERS:
      return g_strdup ("17,5");
    case AE_PARAM_ENUM:
      return g_strdup (info->words[info->words[0].value == (guint) info->preset].key);
    case AE_PARAM_DOUBLE:
      return g_strdup_printf ("%.17g", info->low + 0.625 * (info->high - info->low));
    default:
      return g_strdup ("3");
    }
}

static void
test_each (void)
{
  guint n, n_told = 0;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *argument = NULL;
      g_autofree char *line = NULL;
      g_autofree char *option = NULL;
      g_autofree char *plain_given = NULL;
      g_autofree char *given = NULL;
      g_autoptr (GError) error = NULL;
      Parsed plain, parsed;

      if (params[i].option == NULL)
        continue;
      argument = dup_argument (&params[i]);
      option = g_strconcat ("--", params[i].option, NULL);
      line = g_strdup_printf ("test %s %s", option, argument);
      g_assert_true (parse ("test", &plain, &plain_given, NULL));
      g_assert_null (plain_given);
      g_assert_true (parse (line, &parsed, &given, &error));
      g_assert_no_error (error);
      g_assert_false (ae_param_info_equal (&params[i], get_group (&plain, &params[i]),
                                           get_group (&parsed, &params[i])));
      if (params[i].is_length)
        g_assert_null (given);
      else
        g_assert_cmpstr (given, ==, option);
      if (params[i].group == AE_PARAM_LIVE && params[i].variants != 0)
        g_assert_cmpuint (parsed.spec.variants & params[i].variants, !=, 0);
      n_told++;
    }
  g_assert_cmpuint (n_told, >, 20);
}

static void
test_refused (void)
{
  static const char *const lines[][2] = {
    { "test --loss nonsense", "mse, angle, sad" },   { "test --batch 0", "--batch: 0" },
    { "test --epochs 0", "give 1 or more" },         { "test --kl-weight -1", "KL weight: -1" },
    { "test --pretrain nonsense", "none and" },      { "test --layers nonsense", "nonsense" },
    { "test --variant nonsense", "variational" },    { "test --threads 1000", "256" },
    { "test --optimizer nonsense", "adam and sgd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      Parsed parsed;

      g_assert_false (parse (lines[i][0], &parsed, NULL, &error));
      g_assert_nonnull (strstr (error->message, lines[i][1]));
    }
}

/* What a command says is what it was made of, but for how long and on how many threads. */
static void
test_repeats (void)
{
  static const char *const lines[] = {
    "test --variant tied,denoising --noise 0.123456789012 --mask 0.1 --epochs 7",
    "test --variant linear --optimizer sgd --momentum 0.7 --seed 99 --loss angle",
    "test --variant variational --kl-warmup 4 --kl-weight 0.02 --latent-form sigma",
    "test --variant stacked,sparse --sparsity-target 0.07 --activation tanh --weight-decay "
    "1e-6 "
    "--schedule constant --pretrain greedy --pretrain-epochs 3",
  };
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);
  AePixelsOptions pixels = { .validation = 0.1 };

  for (guint l = 0; l < G_N_ELEMENTS (lines); l++)
    {
      g_autofree char *command = NULL;
      g_autofree char *again = NULL;
      g_autoptr (GError) error = NULL;
      Parsed first, second;

      g_assert_true (parse (lines[l], &first, NULL, &error));
      pixels.seed = first.plan.seed;
      command = ae_reproduce_dup_train (&(AeCommand){ .path = "demo:",
                                                      .pixels = &pixels,
                                                      .spec = &first.spec,
                                                      .plan = &first.plan,
                                                      .hyperparams = &first.live,
                                                      .epochs = first.plan.epochs });
      again = g_strconcat ("test ", strstr (command, "--"), NULL);
      g_assert_true (parse (again, &second, NULL, &error));
      g_assert_no_error (error);
      for (guint i = 0; i < n; i++)
        if (!ae_param_info_equal (&params[i], get_group (&first, &params[i]),
                                  get_group (&second, &params[i])))
          g_error ("%s is lost in: %s", params[i].title, command);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/each", test_each);
  g_test_add_func ("/settings/refused", test_refused);
  g_test_add_func ("/settings/repeats", test_repeats);
  return g_test_run ();
}
