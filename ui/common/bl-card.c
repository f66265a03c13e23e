/* bl-card.c: a title, a quiet line under it and small controls over a drawing. */
#include "bl-card.h"

#include "bl-throttle.h"

struct _BlCard
{
  AdwBin parent_instance;
  GtkWidget *box, *title, *note, *controls;
  GtkWidget *content;
  char *waiting; /* the newest note, until it is shown */
  BlThrottle *throttle;
};

enum
{
  PROP_TITLE = 1,
  N_PROPERTIES
};

/* Both written once: in class_init, and with the interface. */
static GParamSpec *properties[N_PROPERTIES];
static GtkBuildableIface *parent_buildable;

/* In a template a child of type "control" is one, and the other is the content. */
static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  BlCard *self = BL_CARD (buildable);

  if (!GTK_IS_WIDGET (child))
    parent_buildable->add_child (buildable, builder, child, type);
  else if (g_strcmp0 (type, "control") == 0)
    bl_card_add_control (self, GTK_WIDGET (child));
  else
    bl_card_set_content (self, GTK_WIDGET (child));
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BlCard, bl_card, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static GtkWidget *
new_label (const char *style, PangoEllipsizeMode ellipsize)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), ellipsize);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
show_note (gpointer user_data)
{
  BlCard *self = user_data;
  g_autofree char *note = g_steal_pointer (&self->waiting);

  if (g_strcmp0 (note, gtk_label_get_label (GTK_LABEL (self->note))) == 0)
    return;
  gtk_label_set_label (GTK_LABEL (self->note), note);
}

/* Whole where it was shortened. Asked for, not set: GTK asks the display where the pointer is
 * whenever a tooltip's text is set. */
static gboolean
tooltip_cb (GtkWidget *note, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip,
            gpointer user_data)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (note))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_label (GTK_LABEL (note)));
  return TRUE;
}

static void
bl_card_dispose (GObject *object)
{
  BlCard *self = BL_CARD (object);

  g_clear_pointer (&self->throttle, bl_throttle_free);
  g_clear_pointer (&self->waiting, g_free);
  G_OBJECT_CLASS (bl_card_parent_class)->dispose (object);
}

static void
bl_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_TITLE)
    g_value_set_string (value, gtk_label_get_label (GTK_LABEL (BL_CARD (object)->title)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
bl_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_TITLE)
    bl_card_set_title (BL_CARD (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
bl_card_class_init (BlCardClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_card_dispose;
  G_OBJECT_CLASS (class)->get_property = bl_card_get_property;
  G_OBJECT_CLASS (class)->set_property = bl_card_set_property;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "",
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPERTIES, properties);
}

static void
bl_card_init (BlCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->throttle = bl_throttle_new (BL_COST_WORDS, show_note, self);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->title = new_label ("heading", PANGO_ELLIPSIZE_NONE); /* whole: the note gives way */
  self->note = new_label ("dim-label", PANGO_ELLIPSIZE_END);
  self->controls = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (self->note, "caption");
  gtk_widget_add_css_class (self->note, "bl-numeric");
  gtk_widget_set_has_tooltip (self->note, TRUE);
  g_signal_connect (self->note, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (head, "bl-card-head");
  gtk_box_append (GTK_BOX (words), self->title);
  gtk_box_append (GTK_BOX (words), self->note);
  gtk_box_append (GTK_BOX (head), words);
  gtk_box_append (GTK_BOX (head), self->controls);
  gtk_box_append (GTK_BOX (self->box), head);
  gtk_widget_add_css_class (GTK_WIDGET (self), "bl-card");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

/**
 * bl_card_new:
 * @title: in bold
 * @content: (nullable) (transfer floating): below it
 *
 * Returns: (transfer floating): a card. Main thread.
 */
GtkWidget *
bl_card_new (const char *title, GtkWidget *content)
{
  BlCard *self = g_object_new (BL_TYPE_CARD, NULL);

  bl_card_set_title (self, title);
  if (content != NULL)
    bl_card_set_content (self, content);
  return GTK_WIDGET (self);
}

/**
 * bl_card_set_title:
 * @self: a card
 * @title: in bold
 */
void
bl_card_set_title (BlCard *self, const char *title)
{
  g_return_if_fail (BL_IS_CARD (self));
  if (g_strcmp0 (title, gtk_label_get_label (GTK_LABEL (self->title))) == 0)
    return;
  gtk_label_set_label (GTK_LABEL (self->title), title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * bl_card_set_note:
 * @self: a card
 * @note: under the title, quiet; shortened where there is no room
 *
 * Shown in slots of #BL_COST_WORDS; the last one always is.
 */
void
bl_card_set_note (BlCard *self, const char *note)
{
  g_return_if_fail (BL_IS_CARD (self));
  g_free (self->waiting);
  self->waiting = g_strdup (note);
  bl_throttle_request (self->throttle);
}

/**
 * bl_card_set_content:
 * @self: a card
 * @content: (transfer floating): takes the room that is left; replaces what was there
 */
void
bl_card_set_content (BlCard *self, GtkWidget *content)
{
  g_return_if_fail (BL_IS_CARD (self));
  if (self->content != NULL)
    gtk_box_remove (GTK_BOX (self->box), self->content);
  self->content = content;
  gtk_widget_set_vexpand (content, TRUE);
  gtk_widget_set_hexpand (content, TRUE);
  gtk_box_append (GTK_BOX (self->box), content);
}

/**
 * bl_card_add_control:
 * @self: a card
 * @control: (transfer floating): goes to the right end of the title line
 */
void
bl_card_add_control (BlCard *self, GtkWidget *control)
{
  g_return_if_fail (BL_IS_CARD (self));
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->controls), control);
}
