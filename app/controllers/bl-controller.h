/* bl-controller.h: one concern of the window with an action group of its own. It holds the
 * workspace and what else it needs, and knows no window: what it has to tell it emits.
 */
#pragma once

#include "bl-file-dialog.h"
#include "bl-workspace.h"

G_BEGIN_DECLS

#define BL_TYPE_CONTROLLER (bl_controller_get_type ())
G_DECLARE_DERIVABLE_TYPE (BlController, bl_controller, BL, CONTROLLER, GObject)

/**
 * BlToastSeconds:
 * @BL_TOAST_STAYS: until it is answered or closed
 * @BL_TOAST_BRIEF: what the user has just asked for and expects
 * @BL_TOAST_USUAL: to read a sentence
 * @BL_TOAST_OFFER: to read it, to decide and to get to its button
 *
 * How long short words stay at the lower edge of a window.
 */
typedef enum
{
  BL_TOAST_STAYS = 0,
  BL_TOAST_BRIEF = 2,
  BL_TOAST_USUAL = 5,
  BL_TOAST_OFFER = 10,
} BlToastSeconds;

/**
 * BlControllerClass:
 * @group: name of its action group, the word before the dot
 */
struct _BlControllerClass
{
  GObjectClass parent_class;
  const char *group;
};

/* Property "workspace" (BlWorkspace, construct only). Signals, on the main thread:
 *   "error"  (char *message)       one sentence that stays until it is dismissed
 *   "toast"  (char *text, uint seconds, char *button, char *action)  a sentence that goes by
 *                                  itself, see #BlToastSeconds; the last two nullable
 */
BlWorkspace *bl_controller_get_workspace (BlController *self);
GActionGroup *bl_controller_get_actions (BlController *self);
void bl_controller_add_actions (BlController *self, const GActionEntry *entries, guint n);
void bl_controller_set_enabled (BlController *self, const char *action, gboolean is_enabled);
void bl_controller_insert (BlController *self, GtkWidget *owner);
GtkWidget *bl_controller_get_owner (BlController *self);
void bl_controller_open_dialog (BlController *self, const char *title,
                                void (*add_filters) (GtkFileChooser *chooser),
                                BlFileChosenFunc chosen);
void bl_controller_save_dialog (BlController *self, const char *title, const char *name,
                                BlFileChosenFunc chosen);

void bl_controller_show_error (BlController *self, const char *message);
void bl_controller_show_toast (BlController *self, const char *text, BlToastSeconds seconds);
void bl_controller_offer (BlController *self, const char *text, const char *button,
                          const char *action, BlToastSeconds seconds);
void bl_controller_tell_written (BlController *self, const char *path, const GError *error);

G_END_DECLS
