/* bl-ui.c: registers what templates name, and the style sheet. Once, after GTK is ready. */
#include "bl-ui.h"

#include "bl-ui-resources.h"

#include <gtk/gtk.h>

/**
 * bl_ui_init:
 *
 * Call it on the main thread before the first page is made.
 */
void
bl_ui_init (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  g_resources_register (bl_ui_get_resource ());
  gtk_css_provider_load_from_resource (style, "/org/bandloom/Bandloom/ui/bl-ui.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
