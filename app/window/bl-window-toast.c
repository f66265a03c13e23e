/* bl-window-toast.c: short words at the lower edge of the window, which go by themselves. */
#include "bl-window-private.h"

#define OFFER_S 10 /* to read it, to decide and to get there */

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
 * Shows @text for five seconds. What asks for an answer, or must not be missed, is
 * bl_window_show_error() or bl_window_show_toast_with_action().
 */
void
bl_window_show_toast (BlWindow *self, const char *text)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  adw_toast_overlay_add_toast (self->toasts, make (text));
}

/**
 * bl_window_show_toast_briefly:
 * @self: a window
 * @text: as for bl_window_show_toast()
 *
 * Shows @text for two seconds: for what the user has just asked for and expects.
 */
void
bl_window_show_toast_briefly (BlWindow *self, const char *text)
{
  AdwToast *toast = make (text);

  g_return_if_fail (BL_IS_WINDOW (self));
  adw_toast_set_timeout (toast, 2);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/**
 * bl_window_show_toast_with_action:
 * @self: a window
 * @text: as for bl_window_show_toast()
 * @button: what may be done now, with its mnemonic
 * @action: the name of the action that does it
 * @stays: whether it stays until it is answered or closed; else it goes after ten seconds
 *
 * Shows @text with a button, before what other words wait.
 */
void
bl_window_show_toast_with_action (BlWindow *self, const char *text, const char *button,
                                  const char *action, gboolean stays)
{
  AdwToast *toast = make (text);

  g_return_if_fail (BL_IS_WINDOW (self));
  adw_toast_set_button_label (toast, button);
  adw_toast_set_action_name (toast, action);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, stays ? 0 : OFFER_S);
  adw_toast_overlay_add_toast (self->toasts, toast);
}
