/* bl-widgets.c: accessible names, and the expressions that templates have in common. */
#include "bl-widgets.h"

/**
 * bl_widgets_set_description:
 * @widget: a control
 * @label: what it is called when it is spoken
 *
 * What has the keyboard in a drop-down is the button within. Main thread, as all of these.
 */
void
bl_widgets_set_description (GtkWidget *widget, const char *label)
{
  GtkWidget *inner = GTK_IS_DROP_DOWN (widget) ? gtk_widget_get_first_child (widget) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  if (inner != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    label, -1);
}

/**
 * bl_widgets_set_accessible_label:
 * @widget: a control
 * @label: what it is called, seen by the pointer and spoken
 */
void
bl_widgets_set_accessible_label (GtkWidget *widget, const char *label)
{
  gtk_widget_set_tooltip_text (widget, label);
  bl_widgets_set_description (widget, label);
}

/**
 * bl_widgets_has_text:
 * @this: whose expression it is, not used
 * @text: (nullable): of a label
 *
 * For expressions of templates.
 *
 * Returns: whether there is anything to read.
 */
gboolean
bl_widgets_has_text (gpointer this, const char *text)
{
  return text != NULL && text[0] != '\0';
}
