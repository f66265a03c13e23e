/* bl-run-strip.c: a chip for each run. A click on one makes it the active run; its menu does
 * the rest. While runs are compared, a mark in each chip says whether that run is among them.
 */
#include "bl-run-strip.h"

#include "bl-run-label.h"
#include "bl-run-menu.h"

typedef struct
{
  BlRunItem *run; /* borrowed: the button's label holds it */
  GtkWidget *box, *button, *mark;
} Chip;

struct _BlRunStrip
{
  AdwBin parent_instance;
  GtkWidget *box, *chips, *add;
  GListModel *runs;
  GArray *made;      /* of Chip, in the order of the runs */
  BlRunItem *active; /* borrowed */
  gboolean is_comparing, is_showing;
};

G_DEFINE_FINAL_TYPE (BlRunStrip, bl_run_strip, ADW_TYPE_BIN)

static void
toggled_cb (BlRunStrip *self, GtkToggleButton *button)
{
  if (self->is_showing || !gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < self->made->len; i++)
    if (g_array_index (self->made, Chip, i).button == GTK_WIDGET (button))
      {
        gtk_widget_activate_action (GTK_WIDGET (self), "win.select-run", "u", i);
        return;
      }
}

static void
name_chip (BlRunItem *run, GParamSpec *pspec, GtkWidget *button)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  bl_run_item_get_name (run), -1);
}

static void
show_active (BlRunStrip *self)
{
  self->is_showing = TRUE;
  for (guint i = 0; i < self->made->len; i++)
    {
      Chip *chip = &g_array_index (self->made, Chip, i);

      if (chip->run == self->active)
        {
          gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip->button), TRUE);
          gtk_widget_add_css_class (chip->box, "active");
        }
      else
        gtk_widget_remove_css_class (chip->box, "active");
      gtk_widget_set_visible (chip->mark, self->is_comparing && self->made->len > 1);
    }
  self->is_showing = FALSE;
}

static GtkWidget *
make_mark (BlRunItem *run)
{
  GtkWidget *mark = gtk_check_button_new ();

  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (mark, 4);
  gtk_widget_set_tooltip_text (mark, "Shown on Compare");
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Shown on Compare", -1);
  g_object_bind_property (run, "compared", mark, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  return mark;
}

static void
add_chip (BlRunStrip *self, guint position)
{
  g_autoptr (BlRunItem) run = g_list_model_get_item (self->runs, position);
  Chip chip = { run, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), gtk_toggle_button_new (),
                make_mark (run) };
  GtkWidget *before = NULL;

  if (self->made->len > 0)
    gtk_toggle_button_set_group (
        GTK_TOGGLE_BUTTON (chip.button),
        GTK_TOGGLE_BUTTON (g_array_index (self->made, Chip, 0).button));
  if (position > 0)
    before = g_array_index (self->made, Chip, position - 1).box;
  gtk_button_set_child (GTK_BUTTON (chip.button), bl_run_label_new (run));
  gtk_widget_add_css_class (chip.button, "flat");
  g_signal_connect_object (run, "notify::name", G_CALLBACK (name_chip), chip.button, 0);
  name_chip (run, NULL, chip.button);
  g_signal_connect_swapped (chip.button, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_widget_add_css_class (chip.box, "bl-run-chip");
  gtk_widget_set_hexpand (chip.box, FALSE); /* a run is no wider than its words */
  gtk_box_append (GTK_BOX (chip.box), chip.mark);
  gtk_box_append (GTK_BOX (chip.box), chip.button);
  gtk_box_append (GTK_BOX (chip.box), bl_run_menu_new (run, self->runs));
  gtk_box_insert_child_after (GTK_BOX (self->chips), chip.box, before);
  g_array_insert_val (self->made, position, chip);
}

static void
items_changed_cb (BlRunStrip *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++)
    gtk_box_remove (GTK_BOX (self->chips), g_array_index (self->made, Chip, position + i).box);
  g_array_remove_range (self->made, position, removed);
  for (guint i = 0; i < added; i++)
    add_chip (self, position + i);
  show_active (self);
}

static void
forget_runs (BlRunStrip *self)
{
  if (self->runs == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->runs, self);
  items_changed_cb (self, 0, self->made->len, 0);
  g_clear_object (&self->runs);
}

static void
bl_run_strip_dispose (GObject *object)
{
  forget_runs (BL_RUN_STRIP (object));
  G_OBJECT_CLASS (bl_run_strip_parent_class)->dispose (object);
}

static void
bl_run_strip_finalize (GObject *object)
{
  g_array_unref (BL_RUN_STRIP (object)->made);
  G_OBJECT_CLASS (bl_run_strip_parent_class)->finalize (object);
}

static void
bl_run_strip_class_init (BlRunStripClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_run_strip_dispose;
  G_OBJECT_CLASS (class)->finalize = bl_run_strip_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-run-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, BlRunStrip, box);
  gtk_widget_class_bind_template_child (widget_class, BlRunStrip, chips);
  gtk_widget_class_bind_template_child (widget_class, BlRunStrip, add);
}

static void
bl_run_strip_init (BlRunStrip *self)
{
  self->made = g_array_new (FALSE, FALSE, sizeof (Chip));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bl_run_strip_set_runs:
 * @self: the strip
 * @runs: (element-type BlRunItem): a reference is taken. Main thread, as all of these
 */
void
bl_run_strip_set_runs (BlRunStrip *self, GListModel *runs)
{
  g_return_if_fail (BL_IS_RUN_STRIP (self) && G_IS_LIST_MODEL (runs));
  forget_runs (self);
  self->runs = g_object_ref (runs);
  g_signal_connect_swapped (runs, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (runs));
}

/**
 * bl_run_strip_set_active:
 * @self: the strip
 * @run: (nullable): which one is marked
 */
void
bl_run_strip_set_active (BlRunStrip *self, BlRunItem *run)
{
  g_return_if_fail (BL_IS_RUN_STRIP (self));
  self->active = run;
  show_active (self);
}

/**
 * bl_run_strip_set_is_comparing:
 * @self: the strip
 * @is_comparing: whether several runs are on screen: then each chip has a mark for being among
 * them
 */
void
bl_run_strip_set_is_comparing (BlRunStrip *self, gboolean is_comparing)
{
  g_return_if_fail (BL_IS_RUN_STRIP (self));
  self->is_comparing = is_comparing;
  show_active (self);
}
