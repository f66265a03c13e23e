/* bl-sidebar.c: a container of fixed width. Neither a long subtitle nor a number that grows
 * moves the plots beside it, and a child that wants to expand does not widen it.
 */
#include "bl-sidebar.h"

struct _BlSidebar
{
  GtkWidget parent_instance;
  GtkWidget *child;
};

static GtkBuildableIface *parent_buildable;

static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child))
    bl_sidebar_set_child (BL_SIDEBAR (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BlSidebar, bl_sidebar, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static void
bl_sidebar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  BlSidebar *self = BL_SIDEBAR (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? BL_SIDEBAR_WIDTH : 0;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_VERTICAL && self->child != NULL)
    gtk_widget_measure (self->child, orientation, BL_SIDEBAR_WIDTH, minimum, natural, NULL,
                        NULL);
}

static void
bl_sidebar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BlSidebar *self = BL_SIDEBAR (widget);
  int least = 0;

  if (self->child == NULL)
    return;
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_allocate (self->child, MAX (width, least), height, baseline, NULL);
}

static void
bl_sidebar_compute_expand (GtkWidget *widget, gboolean *horizontal, gboolean *vertical)
{
  *horizontal = FALSE;
  *vertical = TRUE;
}

static void
bl_sidebar_dispose (GObject *object)
{
  g_clear_pointer (&BL_SIDEBAR (object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS (bl_sidebar_parent_class)->dispose (object);
}

static void
bl_sidebar_class_init (BlSidebarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_sidebar_dispose;
  widget_class->measure = bl_sidebar_measure;
  widget_class->size_allocate = bl_sidebar_size_allocate;
  widget_class->compute_expand = bl_sidebar_compute_expand;
}

static void
bl_sidebar_init (BlSidebar *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "background");
}

/**
 * bl_sidebar_set_child:
 * @self: the column
 * @child: (nullable) (transfer floating): what it shows; replaces what was there
 *
 * Main thread.
 */
void
bl_sidebar_set_child (BlSidebar *self, GtkWidget *child)
{
  g_return_if_fail (BL_IS_SIDEBAR (self));
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}
