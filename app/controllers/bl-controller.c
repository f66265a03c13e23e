/* bl-controller.c: base of the window's controllers: the group of actions, the workspace, the
 * widget whose window dialogs stand before, and the signals that tell.
 */
#include "bl-controller.h"

typedef struct
{
  BlWorkspace *workspace;
  GSimpleActionGroup *actions;
  GtkWidget *owner; /* nullable, weak */
} BlControllerPrivate;

enum
{
  ERROR_SAID,
  TOAST,
  N_SIGNALS
};

static guint signals[N_SIGNALS]; /* written once, in class_init */

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (BlController, bl_controller, G_TYPE_OBJECT)

static BlControllerPrivate *
get (BlController *self)
{
  return bl_controller_get_instance_private (self);
}

static void
bl_controller_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  get (BL_CONTROLLER (object))->workspace = g_value_dup_object (value);
}

static void
bl_controller_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_object (value, get (BL_CONTROLLER (object))->workspace);
}

static void
bl_controller_dispose (GObject *object)
{
  BlControllerPrivate *p = get (BL_CONTROLLER (object));

  if (p->owner != NULL)
    bl_file_dialog_close (p->owner); /* its answer would be given to nobody */
  if (p->owner != NULL)
    gtk_widget_insert_action_group (p->owner, BL_CONTROLLER_GET_CLASS (object)->group, NULL);
  g_clear_weak_pointer (&p->owner);
  g_clear_object (&p->actions);
  g_clear_object (&p->workspace);
  G_OBJECT_CLASS (bl_controller_parent_class)->dispose (object);
}

static void
bl_controller_class_init (BlControllerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->set_property = bl_controller_set_property;
  object_class->get_property = bl_controller_get_property;
  object_class->dispose = bl_controller_dispose;
  g_object_class_install_property (
      object_class, 1,
      g_param_spec_object ("workspace", NULL, NULL, BL_TYPE_WORKSPACE,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                               | G_PARAM_STATIC_STRINGS));
  signals[ERROR_SAID] = g_signal_new ("error", BL_TYPE_CONTROLLER, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TOAST]
      = g_signal_new ("toast", BL_TYPE_CONTROLLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_STRING);
}

static void
bl_controller_init (BlController *self)
{
  get (self)->actions = g_simple_action_group_new ();
}

/**
 * bl_controller_get_workspace:
 * @self: a controller
 *
 * Returns: (transfer none): what it works on. Main thread, as all of these.
 */
BlWorkspace *
bl_controller_get_workspace (BlController *self)
{
  g_return_val_if_fail (BL_IS_CONTROLLER (self), NULL);
  return get (self)->workspace;
}

/**
 * bl_controller_get_actions:
 * @self: a controller
 *
 * Returns: (transfer none): its actions, without the name of the group.
 */
GActionGroup *
bl_controller_get_actions (BlController *self)
{
  g_return_val_if_fail (BL_IS_CONTROLLER (self), NULL);
  return G_ACTION_GROUP (get (self)->actions);
}

/**
 * bl_controller_add_actions:
 * @self: a controller that is being made
 * @entries: (array length=n): its actions; they are given @self
 * @n: how many
 */
void
bl_controller_add_actions (BlController *self, const GActionEntry *entries, guint n)
{
  g_return_if_fail (BL_IS_CONTROLLER (self));
  g_action_map_add_action_entries (G_ACTION_MAP (get (self)->actions), entries, (int) n, self);
}

/**
 * bl_controller_set_enabled:
 * @self: a controller
 * @action: one of its own, without the name of the group
 * @is_enabled: whether it makes sense now
 */
void
bl_controller_set_enabled (BlController *self, const char *action, gboolean is_enabled)
{
  GAction *found;

  g_return_if_fail (BL_IS_CONTROLLER (self));
  found = g_action_map_lookup_action (G_ACTION_MAP (get (self)->actions), action);
  g_return_if_fail (found != NULL);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (found), is_enabled);
}

/**
 * bl_controller_insert:
 * @self: a controller
 * @owner: a window: it and all within may use the actions, and dialogs stand before it
 *
 * The actions go when @self does.
 */
void
bl_controller_insert (BlController *self, GtkWidget *owner)
{
  g_return_if_fail (BL_IS_CONTROLLER (self) && GTK_IS_WIDGET (owner));
  g_set_weak_pointer (&get (self)->owner, owner);
  gtk_widget_insert_action_group (owner, BL_CONTROLLER_GET_CLASS (self)->group,
                                  bl_controller_get_actions (self));
}

/**
 * bl_controller_get_owner:
 * @self: a controller
 *
 * Returns: (transfer none) (nullable): the widget that its dialogs belong to.
 */
GtkWidget *
bl_controller_get_owner (BlController *self)
{
  g_return_val_if_fail (BL_IS_CONTROLLER (self), NULL);
  return get (self)->owner;
}

/**
 * bl_controller_open_dialog:
 * @self: a controller with an owner; without one nobody is asked
 * @title: what is asked for
 * @add_filters: (nullable): says which files are shown
 * @chosen: called with @self where a file was chosen
 */
void
bl_controller_open_dialog (BlController *self, const char *title,
                           void (*add_filters) (GtkFileChooser *chooser),
                           BlFileChosenFunc chosen)
{
  g_return_if_fail (BL_IS_CONTROLLER (self));
  if (get (self)->owner != NULL)
    bl_file_dialog_open (get (self)->owner, title, add_filters, chosen, self);
}

/**
 * bl_controller_save_dialog:
 * @self: a controller with an owner; without one nobody is asked
 * @title: what is saved, and which endings there are
 * @name: proposed; its ending says the format
 * @chosen: called with @self where a place was chosen
 */
void
bl_controller_save_dialog (BlController *self, const char *title, const char *name,
                           BlFileChosenFunc chosen)
{
  g_return_if_fail (BL_IS_CONTROLLER (self));
  if (get (self)->owner != NULL)
    bl_file_dialog_save (get (self)->owner, title, name, chosen, self);
}

/**
 * bl_controller_show_error:
 * @self: a controller
 * @message: one sentence without a full stop
 */
void
bl_controller_show_error (BlController *self, const char *message)
{
  g_return_if_fail (BL_IS_CONTROLLER (self) && message != NULL);
  g_signal_emit (self, signals[ERROR_SAID], 0, message);
}

/**
 * bl_controller_show_toast:
 * @self: a controller
 * @text: one sentence without a full stop
 * @seconds: how long it stays
 */
void
bl_controller_show_toast (BlController *self, const char *text, BlToastSeconds seconds)
{
  g_return_if_fail (BL_IS_CONTROLLER (self));
  bl_controller_offer (self, text, NULL, NULL, seconds);
}

/**
 * bl_controller_offer:
 * @self: a controller
 * @text: one sentence without a full stop
 * @button: (nullable): what may be done now, with its mnemonic
 * @action: (nullable): what the button does, with the name of its group
 * @seconds: how long it stays
 */
void
bl_controller_offer (BlController *self, const char *text, const char *button,
                     const char *action, BlToastSeconds seconds)
{
  g_return_if_fail (BL_IS_CONTROLLER (self) && text != NULL);
  g_signal_emit (self, signals[TOAST], 0, text, (guint) seconds, button, action);
}

/**
 * bl_controller_tell_written:
 * @self: a controller
 * @path: a file that was to be written
 * @error: (nullable): why it was not
 */
void
bl_controller_tell_written (BlController *self, const char *path, const GError *error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf ("Written: %s", name);

  g_return_if_fail (BL_IS_CONTROLLER (self));
  if (error != NULL)
    bl_controller_show_error (self, error->message);
  else
    bl_controller_show_toast (self, text, BL_TOAST_USUAL);
}
