/* bl-window-toast.c: short words at the lower edge of the window, which go by themselves. */
#include "bl-window-private.h"

/* One that writes its words to the debugging log too: who follows the window by program cannot
 * count on seeing what is gone in seconds. */
static AdwToast *
make (const char *text)
{
  g_autofree char *title = g_markup_escape_text (text, -1); /* a file's name may hold & or < */

  g_log ("bandloom", G_LOG_LEVEL_DEBUG, "told: %s", text);
  return adw_toast_new (title);
}

/**
 * bl_window_show_toast:
 * @self: a window
 * @text: a sentence without a full stop, as it is to be read (not markup)
 *
 * Shows @text for as long as it takes to read it. What asks for an answer, or must not be
 * missed, is bl_window_show_error() or bl_window_show_toast_with_action().
 */
void
bl_window_show_toast (BlWindow *self, const char *text)
{
  bl_window_show_toast_with_action (self, text, BL_TOAST_USUAL, NULL, NULL);
}

/**
 * bl_window_show_toast_with_action:
 * @self: a window
 * @text: as for bl_window_show_toast()
 * @seconds: how long it stays
 * @button: (nullable): what may be done now, with its mnemonic
 * @action: (nullable): the name of the action that does it
 *
 * Shows @text; with a button, before what other words wait.
 */
void
bl_window_show_toast_with_action (BlWindow *self, const char *text, BlToastSeconds seconds,
                                  const char *button, const char *action)
{
  AdwToast *toast;

  g_return_if_fail (BL_IS_WINDOW (self));
  toast = make (text);
  adw_toast_set_timeout (toast, seconds);
  if (button != NULL)
    {
      adw_toast_set_button_label (toast, button);
      adw_toast_set_action_name (toast, action);
      adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}
