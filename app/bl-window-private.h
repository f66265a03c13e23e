/* bl-window-private.h: the window's inside, for its several files. */
#pragma once

#include "bl-compare-page.h"
#include "bl-generate-page.h"
#include "bl-inspector.h"
#include "bl-judge.h"
#include "bl-keeper.h"
#include "bl-pace.h"
#include "bl-run-list.h"
#include "bl-scene-page.h"
#include "bl-status-bar.h"
#include "bl-study-job.h"
#include "bl-train-page.h"
#include "bl-transfer-job.h"
#include "bl-welcome-page.h"
#include "bl-window.h"

G_BEGIN_DECLS

struct _BlWindow
{
  AdwApplicationWindow parent_instance;
  BlWorkspace *workspace;
  BlKeeper *keeper;
  BlJudge *judge;
  BlSelection *selection;
  GCancellable *treating; /* nullable: of a change to the scene that is under way */
  BlStudyJob *study;      /* nullable: the last one, over or not */
  guint studied_variants;
  BlTransferJob *transfer; /* nullable: the last one, done or not */
  char *transfer_model;    /* nullable: a project */
  gint64 opening_since_us;
  guint opening_tick_id;
  BlPace *status_pace;
  gboolean was_finished; /* the active run: its end is told once */

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkStack *stack;
  AdwViewStack *pages;
  AdwViewSwitcher *switcher;
  GtkRevealer *side;
  BlWelcomePage *welcome;
  BlTrainPage *train_page;
  BlComparePage *compare_page;
  BlGeneratePage *generate_page;
  BlScenePage *scene_page;
  BlRunList *runs;
  BlInspector *inspector;
  BlStatusBar *status;
  GtkWidget *train_button;
  AdwButtonContent *train_content;
  GtkRevealer *message_revealer;
  GtkLabel *message;
  GtkRevealer *opening_revealer;
  GtkLabel *opening_label;
  GtkProgressBar *opening_bar;
  GMenu *recent_section;
};

void bl_window_class_install_actions (GtkWidgetClass *class);
void bl_window_look_again (BlWindow *self);
void bl_window_update_actions (BlWindow *self);
void bl_window_say (BlWindow *self, const char *message);
void bl_window_tell (BlWindow *self, const char *text);
void bl_window_tell_briefly (BlWindow *self, const char *text);
void bl_window_offer (BlWindow *self, const char *text, const char *button, const char *action,
                      gboolean stays);
void bl_window_remember (BlWindow *self, const char *path);
void bl_window_show_recent (BlWindow *self);
void bl_window_choose_cb (BlWorkspace *workspace, const char *path, const char *message,
                          gpointer user_data);
void bl_window_misfit_cb (BlWorkspace *workspace, const char *path, const char *message,
                          gpointer user_data);

void bl_window_add_filters (GtkFileChooser *chooser);
void bl_window_start_keeping (BlWindow *self);
void bl_window_keep_scene (BlWindow *self);
void bl_window_class_install_keeping (GtkWidgetClass *class);
void bl_window_start_notes (BlWindow *self);
void bl_window_fill_notes (BlWindow *self, AeProject *project);
void bl_window_restore_notes (BlWindow *self, const AeProject *project);
void bl_window_open_labels (BlWindow *self, const char *path);
void bl_window_start_labels (BlWindow *self);
void bl_window_class_install_labels (GtkWidgetClass *class);
void bl_window_class_install_treatments (GtkWidgetClass *class);
void bl_window_start_studies (BlWindow *self);
void bl_window_follow_variant (BlWindow *self);
void bl_window_class_install_studies (GtkWidgetClass *class);
void bl_window_class_install_choices (GtkWidgetClass *class);
void bl_window_start_transfers (BlWindow *self);
void bl_window_class_install_transfers (GtkWidgetClass *class);
void bl_window_start_runs (BlWindow *self);
gboolean bl_window_is_comparing (BlWindow *self);
void bl_window_class_install_runs (GtkWidgetClass *class);
void bl_window_class_install_exports (GtkWidgetClass *class);
char *bl_window_dup_stem (BlWindow *self);

G_END_DECLS
