/* bl-cli-compare.h: runs side by side, and their table. */
#pragma once

#include "bl-cli-training.h"

G_BEGIN_DECLS

/**
 * BlComparedRun:
 * @name: for people; owned
 * @training: NULL where it failed; owned
 * @failure: why, else NULL; owned
 */
typedef struct
{
  char *name;
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;
  BlCliTraining *training;
  char *failure;
} BlComparedRun;

BlComparedRun *bl_compared_run_new (void);
void bl_compared_run_free (gpointer run);

void bl_cli_compare_print (GPtrArray *runs, const char *title);
void bl_cli_compare_print_json (GPtrArray *runs);
gboolean bl_cli_compare_save_csv (GPtrArray *runs, const char *path, GError **error);

G_END_DECLS
