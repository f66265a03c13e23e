/* bl-split.c: a container of two: the content, and a sidebar of one width at its end. Neither a
 * long subtitle nor a number that grows moves the content, and a hidden sidebar leaves no room
 * behind. As an overlay it lies over the content, which keeps all of the width.
 *
 * In a template the sidebar is the child of the type "sidebar".
 */
#include "bl-split.h"

/* Pixels, on all pages. */
#define SIDEBAR_WIDTH 320

struct _BlSplit
{
  GtkWidget parent_instance;
  GtkWidget *content, *sidebar;
  gboolean shows_sidebar, is_overlay;
};

enum
{
  PROP_0,
  PROP_SHOWS_SIDEBAR,
  PROP_IS_OVERLAY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable;

/* Above the content: the last child is drawn last. */
static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  BlSplit *self = BL_SPLIT (buildable);
  GtkWidget **place = g_strcmp0 (type, "sidebar") == 0 ? &self->sidebar : &self->content;

  if (!GTK_IS_WIDGET (child))
    {
      parent_buildable->add_child (buildable, builder, child, type);
      return;
    }
  g_return_if_fail (*place == NULL);
  *place = GTK_WIDGET (child);
  gtk_widget_set_parent (*place, GTK_WIDGET (self));
  if (place == &self->content)
    gtk_widget_insert_after (*place, GTK_WIDGET (self), NULL);
  else
    {
      gtk_widget_add_css_class (*place, "bl-sidebar");
      gtk_widget_set_overflow (*place, GTK_OVERFLOW_HIDDEN);
      gtk_widget_set_visible (*place, self->shows_sidebar);
    }
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BlSplit, bl_split, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static int
get_sidebar_width (BlSplit *self)
{
  int least = 0;

  if (self->sidebar == NULL || !gtk_widget_get_visible (self->sidebar))
    return 0;
  gtk_widget_measure (self->sidebar, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return MAX (least, SIDEBAR_WIDTH);
}

static void
bl_split_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  BlSplit *self = BL_SPLIT (widget);
  int side = get_sidebar_width (self), least = 0, usual = 0;

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (self->content != NULL)
    gtk_widget_measure (self->content, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      /* The sidebar is none of it: it folds where the window becomes narrow, and must not keep
       * the window from becoming so. */
      *minimum = MAX (*minimum, side);
      *natural = self->is_overlay ? MAX (*natural, side) : *natural + side;
    }
  else if (side > 0)
    {
      gtk_widget_measure (self->sidebar, orientation, side, &least, &usual, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, usual);
    }
}

static void
bl_split_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BlSplit *self = BL_SPLIT (widget);
  int side = get_sidebar_width (self), least = 0;
  GtkAllocation at_end = { width - side, 0, side, height };

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    at_end.x = 0;
  if (self->content != NULL)
    {
      GtkAllocation rest = { 0, 0, self->is_overlay ? width : width - side, height };

      gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                          NULL);
      rest.width = MAX (rest.width, MIN (least, width));
      if (at_end.x == 0)
        rest.x = width - rest.width;
      gtk_widget_size_allocate (self->content, &rest, -1);
    }
  if (side > 0)
    gtk_widget_size_allocate (self->sidebar, &at_end, -1);
}

/* What a sidebar's child wants to have widened it to a third of a wide window. */
static void
bl_split_compute_expand (GtkWidget *widget, gboolean *horizontal, gboolean *vertical)
{
  *horizontal = *vertical = TRUE;
}

static void
bl_split_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BlSplit *self = BL_SPLIT (object);

  g_value_set_boolean (value,
                       id == PROP_SHOWS_SIDEBAR ? self->shows_sidebar : self->is_overlay);
}

static void
bl_split_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_SHOWS_SIDEBAR)
    bl_split_set_shows_sidebar (BL_SPLIT (object), g_value_get_boolean (value));
  else
    bl_split_set_is_overlay (BL_SPLIT (object), g_value_get_boolean (value));
}

static void
bl_split_dispose (GObject *object)
{
  BlSplit *self = BL_SPLIT (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  G_OBJECT_CLASS (bl_split_parent_class)->dispose (object);
}

static void
bl_split_class_init (BlSplitClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  G_OBJECT_CLASS (class)->dispose = bl_split_dispose;
  G_OBJECT_CLASS (class)->get_property = bl_split_get_property;
  G_OBJECT_CLASS (class)->set_property = bl_split_set_property;
  widget_class->measure = bl_split_measure;
  widget_class->size_allocate = bl_split_size_allocate;
  widget_class->compute_expand = bl_split_compute_expand;
  properties[PROP_SHOWS_SIDEBAR]
      = g_param_spec_boolean ("shows-sidebar", NULL, NULL, TRUE, flags);
  properties[PROP_IS_OVERLAY] = g_param_spec_boolean ("is-overlay", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPS, properties);
}

static void
bl_split_init (BlSplit *self)
{
  self->shows_sidebar = TRUE;
}

/**
 * bl_split_set_shows_sidebar:
 * @self: the container
 * @shows_sidebar: a hidden sidebar takes no room and no keyboard focus
 *
 * Main thread, as all of these.
 */
void
bl_split_set_shows_sidebar (BlSplit *self, gboolean shows_sidebar)
{
  g_return_if_fail (BL_IS_SPLIT (self));
  shows_sidebar = !!shows_sidebar;
  if (self->shows_sidebar == shows_sidebar)
    return;
  self->shows_sidebar = shows_sidebar;
  if (self->sidebar != NULL)
    gtk_widget_set_visible (self->sidebar, shows_sidebar);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWS_SIDEBAR]);
}

/**
 * bl_split_get_shows_sidebar:
 * @self: the container
 *
 * Returns: whether the sidebar is there.
 */
gboolean
bl_split_get_shows_sidebar (BlSplit *self)
{
  g_return_val_if_fail (BL_IS_SPLIT (self), FALSE);
  return self->shows_sidebar;
}

/**
 * bl_split_set_is_overlay:
 * @self: the container
 * @is_overlay: whether the sidebar lies over the content
 */
void
bl_split_set_is_overlay (BlSplit *self, gboolean is_overlay)
{
  g_return_if_fail (BL_IS_SPLIT (self));
  is_overlay = !!is_overlay;
  if (self->is_overlay == is_overlay)
    return;
  self->is_overlay = is_overlay;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_OVERLAY]);
}

/**
 * bl_split_get_is_overlay:
 * @self: the container
 *
 * Returns: whether the sidebar lies over the content.
 */
gboolean
bl_split_get_is_overlay (BlSplit *self)
{
  g_return_val_if_fail (BL_IS_SPLIT (self), FALSE);
  return self->is_overlay;
}
