/* bl-setting-row.c: a preferences row for a setting: words to choose from, a number, or
 * whatever a parameter of the table is.
 */
#include "bl-setting-row.h"

#include "bl-knob-row.h"

/**
 * bl_setting_row_new_words:
 * @title: of the row
 * @words: (array zero-terminated=1): to choose from
 *
 * Returns: (transfer floating): a row whose first word is chosen. Main thread, as all of these.
 */
GtkWidget *
bl_setting_row_new_words (const char *title, const char *const *words)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (words);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  return row;
}

/**
 * bl_setting_row_new_number:
 * @title: of the row
 * @note: (nullable): a few words below it
 * @low: lowest value
 * @high: highest
 * @step: of its buttons
 * @digits: behind the point
 *
 * Returns: (transfer floating): a spin button in a row of its own, which
 * bl_setting_row_get_row() gives.
 */
GtkWidget *
bl_setting_row_new_number (const char *title, const char *note, double low, double high,
                           double step, guint digits)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (low, high, step);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (note != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), note);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), digits);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  return spin;
}

static GtkWidget *
new_words_of (const AeParamInfo *info)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  for (const AeParamWord *word = info->words; word->key != NULL; word++)
    if (word->title != NULL)
      g_ptr_array_add (titles, (gpointer) word->title);
  g_ptr_array_add (titles, NULL);
  return bl_setting_row_new_words (info->title, (const char *const *) titles->pdata);
}

/**
 * bl_setting_row_new_param:
 * @info: a parameter with a section
 *
 * Returns: (transfer floating): the control of it: a slider's row, a row of words, or a spin
 * button in a row; it stands at the preset, and its tooltip is that of the table.
 */
GtkWidget *
bl_setting_row_new_param (const AeParamInfo *info)
{
  GtkWidget *control
      = info->kind == AE_PARAM_DOUBLE
            ? bl_knob_row_new (info->title, info->low, info->high, info->is_log, info->has_zero)
        : info->kind == AE_PARAM_ENUM
            ? new_words_of (info)
            : bl_setting_row_new_number (info->title, info->note, info->low, info->high,
                                         info->step, info->digits);
  g_autofree char *tooltip = ae_param_info_dup_tooltip (info);

  bl_setting_row_set_value (control, info, info->preset);
  gtk_widget_set_tooltip_text (bl_setting_row_get_row (control), tooltip);
  return control;
}

/**
 * bl_setting_row_connect:
 * @control: a control
 * @callback: called, swapped, when its value changes
 * @user_data: its first argument
 */
void
bl_setting_row_connect (GtkWidget *control, GCallback callback, gpointer user_data)
{
  g_signal_connect_swapped (control,
                            BL_IS_KNOB_ROW (control)     ? "changed"
                            : ADW_IS_COMBO_ROW (control) ? "notify::selected"
                                                         : "value-changed",
                            callback, user_data);
}

/**
 * bl_setting_row_get_row:
 * @control: a control
 *
 * Returns: (transfer none): the row that it is, or stands in.
 */
GtkWidget *
bl_setting_row_get_row (GtkWidget *control)
{
  return gtk_widget_get_ancestor (control, ADW_TYPE_PREFERENCES_ROW);
}

/* The place of a word in the list; -1 where it is not offered. */
static int
find_place (const AeParamInfo *info, guint value)
{
  int place = 0;

  for (const AeParamWord *word = info->words; word->key != NULL; word++)
    {
      if (word->value == value)
        return word->title != NULL ? place : -1;
      place += word->title != NULL;
    }
  return -1;
}

/**
 * bl_setting_row_get_value:
 * @control: of bl_setting_row_new_param()
 * @info: the same parameter
 *
 * Returns: what the user has chosen; of an enum its value.
 */
double
bl_setting_row_get_value (GtkWidget *control, const AeParamInfo *info)
{
  const AeParamWord *word = info->words;

  if (info->kind == AE_PARAM_DOUBLE)
    return bl_knob_row_get_value (BL_KNOB_ROW (control));
  if (info->kind != AE_PARAM_ENUM)
    return gtk_spin_button_get_value (GTK_SPIN_BUTTON (control));
  while (word[1].key != NULL
         && find_place (info, word->value)
                != (int) adw_combo_row_get_selected (ADW_COMBO_ROW (control)))
    word++;
  return word->value;
}

/**
 * bl_setting_row_set_value:
 * @control: of bl_setting_row_new_param()
 * @info: the same parameter
 * @value: to show; what the window does not offer changes nothing
 */
void
bl_setting_row_set_value (GtkWidget *control, const AeParamInfo *info, double value)
{
  if (info->kind == AE_PARAM_DOUBLE)
    bl_knob_row_set_value (BL_KNOB_ROW (control), value);
  else if (info->kind != AE_PARAM_ENUM)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), value);
  else if (find_place (info, (guint) value) >= 0)
    adw_combo_row_set_selected (ADW_COMBO_ROW (control),
                                (guint) find_place (info, (guint) value));
}
