/* bl-window-private.h: the window's inside, for its several files. */
#pragma once

#include "bl-compare-page.h"
#include "bl-generate-page.h"
#include "bl-run-settings-panel.h"
#include "bl-evaluator.h"
#include "bl-project-saver.h"
#include "bl-throttle.h"
#include "bl-run-list.h"
#include "bl-scene-page.h"
#include "bl-status-bar.h"
#include "bl-sweep-job.h"
#include "bl-train-page.h"
#include "bl-transfer-job.h"
#include "bl-welcome-page.h"
#include "bl-window.h"
#include "bl-worker.h"

G_BEGIN_DECLS

struct _BlWindow
{
  AdwApplicationWindow parent_instance;
  BlWorkspace *workspace;
  BlProjectSaver *saver;
  BlEvaluator *evaluator;
  BlWorker *changing; /* the scene: units, bands, preprocessing */
  BlWorker *worker;   /* files that are looked into, or written */
  BlSweepJob *sweep;  /* nullable: the last one, over or not */
  guint studied_variants;
  BlTransferJob *transfer; /* nullable: the last one, done or not */
  char *transfer_model;    /* nullable: a project */
  guint opening_tick_id;
  BlThrottle *status_throttle;
  gboolean was_finished; /* the active run: its end is told once */

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkStack *stack;
  AdwViewStack *pages;
  AdwViewSwitcher *switcher;
  BlSplit *split; /* of the pages Train and Compare, whose sidebar is the settings */
  gboolean is_narrow, shows_settings, shows_settings_to_compare;
  guint narrow_id;
  BlWelcomePage *welcome;
  BlTrainPage *train_page;
  BlComparePage *compare_page;
  BlGeneratePage *generate_page;
  BlScenePage *scene_page;
  BlRunList *runs;
  BlRunSettingsPanel *settings_panel;
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
void bl_window_update_actions (BlWindow *self);
void bl_window_show_error (BlWindow *self, const char *message);
void bl_window_show_toast (BlWindow *self, const char *text);
void bl_window_show_toast_briefly (BlWindow *self, const char *text);
void bl_window_show_toast_with_action (BlWindow *self, const char *text, const char *button,
                                       const char *action, gboolean stays);
void bl_window_remember (BlWindow *self, const char *path);
void bl_window_show_recent (BlWindow *self);
void bl_window_choose_cb (BlWorkspace *workspace, const char *path, const char *message,
                          gpointer user_data);
void bl_window_size_mismatch_cb (BlWorkspace *workspace, const char *path, const char *message,
                                 gpointer user_data);

void bl_window_add_filters (GtkFileChooser *chooser);
void bl_window_start_saving (BlWindow *self);
void bl_window_save_with_scene (BlWindow *self);
void bl_window_class_install_saving (GtkWidgetClass *class);
void bl_window_start_annotations (BlWindow *self);
void bl_window_fill_annotations (BlWindow *self, AeProject *project);
void bl_window_restore_annotations (BlWindow *self, const AeProject *project);
void bl_window_open_labels (BlWindow *self, const char *path);
void bl_window_class_install_labels (GtkWidgetClass *class);
void bl_window_class_install_scene_edits (GtkWidgetClass *class);
void bl_window_start_sweeps (BlWindow *self);
void bl_window_follow_variant (BlWindow *self);
void bl_window_class_install_sweeps (GtkWidgetClass *class);
void bl_window_class_install_open_dialogs (GtkWidgetClass *class);
void bl_window_start_transfers (BlWindow *self);
void bl_window_class_install_transfers (GtkWidgetClass *class);
void bl_window_start_runs (BlWindow *self);
gboolean bl_window_is_comparing (BlWindow *self);
void bl_window_class_install_runs (GtkWidgetClass *class);
void bl_window_class_install_exports (GtkWidgetClass *class);
char *bl_window_dup_stem (BlWindow *self);

G_END_DECLS
