/* bl-window-sidebar.c: which sidebar a page shows: the settings of a run, or the page's own;
 * none where the window is narrow.
 */
#include "bl-window-private.h"

#define NARROW 1200 /* pixels */

static gboolean
is_page (BlWindow *self, const char *name)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), name) == 0;
}

/* Generate and Scene have a sidebar of their own. */
static BlSplit *
get_split (BlWindow *self)
{
  return is_page (self, "generate") ? bl_generate_page_get_split (self->generate_page)
         : is_page (self, "scene")  ? bl_scene_page_get_split (self->scene_page)
                                    : self->split;
}

/**
 * bl_window_get_shows_sidebar:
 * @self: a window
 *
 * Returns: whether the page that is shown has its sidebar out.
 */
gboolean
bl_window_get_shows_sidebar (BlWindow *self)
{
  g_return_val_if_fail (BL_IS_WINDOW (self), FALSE);
  return bl_split_get_shows_sidebar (get_split (self));
}

/**
 * bl_window_set_shows_sidebar:
 * @self: a window
 * @is_shown: whether the page that is shown has its sidebar out; Train and Compare each keep it
 */
void
bl_window_set_shows_sidebar (BlWindow *self, gboolean is_shown)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  if (is_page (self, "compare"))
    self->shows_settings_to_compare = is_shown;
  else if (is_page (self, "train"))
    self->shows_settings = is_shown;
  bl_split_set_shows_sidebar (get_split (self), is_shown);
}

/**
 * bl_window_show_settings:
 * @self: a window whose page has changed
 *
 * The settings are a run's: Train shows them, Compare where it is asked to.
 */
void
bl_window_show_settings (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  bl_split_set_shows_sidebar (self->split, is_page (self, "train")
                                               ? self->shows_settings
                                               : is_page (self, "compare")
                                                     && self->shows_settings_to_compare);
}

/* Where the window becomes narrow the sidebars go, for they would lie over the plots; where it
 * becomes wide they come back. */
static gboolean
fold_cb (gpointer user_data)
{
  BlWindow *self = user_data;
  BlSplit *splits[] = { self->split, bl_generate_page_get_split (self->generate_page),
                        bl_scene_page_get_split (self->scene_page) };

  self->narrow_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->title), !self->is_narrow);
  adw_view_switcher_set_policy (self->switcher, self->is_narrow
                                                    ? ADW_VIEW_SWITCHER_POLICY_NARROW
                                                    : ADW_VIEW_SWITCHER_POLICY_WIDE);
  self->shows_settings = !self->is_narrow;
  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      bl_split_set_is_overlay (splits[i], self->is_narrow);
      bl_split_set_shows_sidebar (splits[i], !self->is_narrow);
    }
  bl_window_show_settings (self);
  g_object_notify (G_OBJECT (self), "inspector-visible");
  return G_SOURCE_REMOVE;
}

/**
 * bl_window_follow_width:
 * @self: a window
 * @width: that it is given; sidebars fold and unfold in the next frame
 */
void
bl_window_follow_width (BlWindow *self, int width)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  if ((width < NARROW) == self->is_narrow)
    return;
  self->is_narrow = width < NARROW;
  if (self->narrow_id == 0)
    self->narrow_id = g_idle_add (fold_cb, self);
}
