/* bl-cli-options.c: the options of a command; every number among them is read in one way. */
#include "bl-cli.h"

#include "ae-error.h"
#include "ae-number.h"

#define NUMBERS "bl-numbers"

/* Where an option's number goes, and of which kind it is. */
typedef struct
{
  GOptionArg kind;
  gpointer at;
} Number;

/* Goes with the group. */
typedef struct
{
  GOptionGroup *group;
  GHashTable *table; /* utf8 "--name" → Number */
} Numbers;

/* The library's own reading takes 010 for eight, and nan for a number. */
static gboolean
number_cb (const char *option, const char *text, gpointer user_data, GError **error)
{
  const Numbers *numbers = user_data;
  const Number *number = g_hash_table_lookup (numbers->table, option);
  guint64 count = 0;

  if (number->kind == G_OPTION_ARG_DOUBLE)
    return ae_number_parse (text, number->at)
           || ae_error_set (error, AE_ERROR_INVALID,
                            "%s: “%s” is no finite number; write for example 0.25", option,
                            text);
  if (!ae_number_parse_count (
          text, number->kind == G_OPTION_ARG_INT ? (guint64) G_MAXINT : G_MAXUINT64, &count))
    return ae_error_set (
        error, AE_ERROR_INVALID,
        number->kind == G_OPTION_ARG_INT
            ? "%s: “%s” is no whole number from 0 to 2147483647; give digits "
              "alone"
            : "%s: “%s” is no whole number from 0 to 18446744073709551615; give "
              "digits alone",
        option, text);
  if (number->kind == G_OPTION_ARG_INT)
    *(int *) number->at = (int) count;
  else
    *(gint64 *) number->at = (gint64) count;
  return TRUE;
}

static void
free_numbers (gpointer data)
{
  Numbers *self = data;

  g_dataset_destroy (self->group);
  g_hash_table_unref (self->table);
  g_free (self);
}

static void
add_number (Numbers *self, char *option, const GOptionEntry *entry)
{
  const Number number = { entry->arg, entry->arg_data };

  g_hash_table_replace (self->table, option, g_memdup2 (&number, sizeof number));
}

static void
add_entry (GOptionContext *context, Numbers *numbers, const GOptionEntry *entry)
{
  GOptionEntry entries[] = { *entry, { NULL } };

  if (entry->arg == G_OPTION_ARG_INT || entry->arg == G_OPTION_ARG_INT64
      || entry->arg == G_OPTION_ARG_DOUBLE)
    {
      add_number (numbers, g_strconcat ("--", entry->long_name, NULL), entry);
      if (entry->short_name != 0)
        add_number (numbers, g_strdup_printf ("-%c", entry->short_name), entry);
      entries[0].arg = G_OPTION_ARG_CALLBACK;
      entries[0].arg_data = number_cb;
    }
  g_option_context_add_main_entries (context, entries, NULL);
}

/**
 * bl_cli_options_new:
 * @arguments: the usage line after the command's name
 * @description: a paragraph below the options
 *
 * Returns: (transfer full): a context without a --help of its own; see bl_cli_options_parse().
 */
GOptionContext *
bl_cli_options_new (const char *arguments, const char *description)
{
  GOptionContext *context = g_option_context_new (arguments);
  Numbers *numbers = g_new0 (Numbers, 1);

  numbers->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  numbers->group = g_option_group_new (NULL, NULL, NULL, numbers, free_numbers);
  g_dataset_set_data (numbers->group, NUMBERS, numbers);
  g_option_context_set_main_group (context, numbers->group);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_description (context, description);
  return context;
}

/**
 * bl_cli_options_add:
 * @context: of bl_cli_options_new()
 * @entries: ended by one without a name. Whole numbers of %G_OPTION_ARG_INT and
 * %G_OPTION_ARG_INT64 are 0 or more; all bits of the latter may be given
 *
 * Adds options; numbers are read as ae_number_parse() does.
 */
void
bl_cli_options_add (GOptionContext *context, const GOptionEntry *entries)
{
  GOptionGroup *group = g_option_context_get_main_group (context);
  Numbers *numbers = g_dataset_get_data (group, NUMBERS);

  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    add_entry (context, numbers, entry);
}
