/* bl-card.c: a title, a quiet line under it and small controls over a drawing. */
#include "bl-card.h"

#include "bl-widgets.h"
#include "bl-throttle.h"

struct _BlCard
{
  AdwBin parent_instance;
  GtkWidget *box, *title, *note, *controls;
  GtkWidget *content;
  char *waiting; /* the newest note, until it is shown */
  BlThrottle *throttle;
};

G_DEFINE_FINAL_TYPE (BlCard, bl_card, ADW_TYPE_BIN)

static GtkWidget *
make_label (const char *style, PangoEllipsizeMode ellipsize)
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
bl_card_class_init (BlCardClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_card_dispose;
}

static void
bl_card_init (BlCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->throttle = bl_throttle_new (BL_COST_WORDS, show_note, self);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->title = make_label ("heading", PANGO_ELLIPSIZE_NONE); /* whole: the note gives way */
  self->note = make_label ("dim-label", PANGO_ELLIPSIZE_END);
  self->controls = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
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
  gtk_label_set_label (GTK_LABEL (self->title), title);
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

/**
 * bl_card_add_choice:
 * @self: a card
 * @choices: (array zero-terminated=1): its words
 * @name: for those who cannot see it
 * @hint: for those who rest on it
 *
 * Returns: (transfer none): a drop-down at the right end of the title line.
 */
GtkDropDown *
bl_card_add_choice (BlCard *self, const char *const *choices, const char *name,
                    const char *hint)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (choices);

  g_return_val_if_fail (BL_IS_CARD (self), NULL);
  gtk_widget_set_tooltip_text (choice, hint);
  gtk_widget_add_css_class (choice, "flat");
  bl_widgets_set_description (choice, name);
  bl_card_add_control (self, choice);
  return GTK_DROP_DOWN (choice);
}
