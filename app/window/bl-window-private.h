/* bl-window-private.h: the window's inside, for its several files. */
#pragma once

#include "bl-compare-page.h"
#include "bl-generate-page.h"
#include "bl-run-settings-panel.h"
#include "bl-code-curve-job.h"
#include "bl-evaluator.h"
#include "bl-export-controller.h"
#include "bl-opening-bar.h"
#include "bl-project-controller.h"
#include "bl-throttle.h"
#include "bl-run-strip.h"
#include "bl-scene-page.h"
#include "bl-status-bar.h"
#include "bl-scene-controller.h"
#include "bl-sweep-controller.h"
#include "bl-train-page.h"
#include "bl-transfer-controller.h"
#include "bl-untrained-view.h"
#include "bl-welcome-page.h"
#include "bl-window.h"

G_BEGIN_DECLS

struct _BlWindow
{
  AdwApplicationWindow parent_instance;
  BlWorkspace *workspace;
  BlEvaluator *evaluator;
  BlCodeCurveJob *code_curve;
  BlUntrainedView *untrained;
  BlSceneController *scene;
  BlSweepController *sweep;
  BlTransferController *transfer;
  BlLabelsController *labels;
  BlProjectController *project;
  BlExportController *export;
  BlThrottle *status_throttle;
  gboolean was_finished; /* the active run: its end is told once */

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkStack *stack;
  AdwViewStack *pages;
  AdwViewSwitcher *switcher;
  BlSplit *split; /* of the pages Train and Compare, whose sidebar is the settings */
  gboolean is_narrow, shows_settings, shows_settings_to_compare;
  gboolean same_code_size; /* of runs that are added */
  guint narrow_id;
  BlWelcomePage *welcome;
  BlTrainPage *train_page;
  BlComparePage *compare_page;
  BlGeneratePage *generate_page;
  BlScenePage *scene_page;
  BlRunStrip *runs;
  BlRunSettingsPanel *settings_panel;
  BlStatusBar *status;
  GtkWidget *train_button;
  AdwButtonContent *train_content;
  GtkRevealer *message_revealer;
  GtkLabel *message;
  BlOpeningBar *opening_bar;
  GMenu *recent_section;
};

void bl_window_class_install_actions (GtkWidgetClass *class);
void bl_window_update_actions (BlWindow *self);
void bl_window_show_error (BlWindow *self, const char *message);
void bl_window_show_toast (BlWindow *self, const char *text);
void bl_window_show_toast_with_action (BlWindow *self, const char *text, BlToastSeconds seconds,
                                       const char *button, const char *action);
void bl_window_remember (BlWindow *self, const char *path);
void bl_window_show_recent (BlWindow *self);

void bl_window_start_annotations (BlWindow *self);
gboolean bl_window_get_shows_sidebar (BlWindow *self);
void bl_window_set_shows_sidebar (BlWindow *self, gboolean is_shown);
void bl_window_show_settings (BlWindow *self);
void bl_window_follow_width (BlWindow *self, int width);
void bl_window_start_runs (BlWindow *self);
gboolean bl_window_is_comparing (BlWindow *self);
void bl_window_class_install_runs (GtkWidgetClass *class);

G_END_DECLS
