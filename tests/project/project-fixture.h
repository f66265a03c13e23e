/* project-fixture.h: small projects on the demo scene, for the tests of this folder. */
#pragma once

#include <glib/gstdio.h>
#include <string.h>

#include "ae-demo-scene.h"
#include "ae-error.h"
#include "ae-project.h"
#include "ae-trainer-state.h"

typedef struct
{
  AePixels *pixels;
  AePixelsOptions options;
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;
} Fixture;

static inline void
fixture_init (Fixture *f, guint variants, const char *layers)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (AE_DEMO_SCENE_SEED, 20, 20);

  *f = (Fixture){ .options = { .seed = 3, .validation = 0.1, .split = AE_SPLIT_BLOCKS } };
  f->pixels = ae_pixels_new (scene, &f->options, NULL, NULL);
  g_assert_nonnull (f->pixels);
  ae_spec_init (&f->spec, variants, ae_pixels_get_bands (f->pixels));
  g_assert_true (ae_spec_set_layers_from_string (&f->spec, layers, NULL));
  ae_plan_init (&f->plan);
  f->plan.batch = 64;
  f->plan.epochs = 8;
  f->plan.seed = 5;
  f->plan.threads = 2;
  ae_hyperparams_init (&f->hyperparams, &f->spec);
}

static inline void
fixture_clear (Fixture *f)
{
  ae_pixels_unref (f->pixels);
}

static inline AeTrainer *
fixture_trainer (const Fixture *f)
{
  g_autoptr (GError) error = NULL;
  AeTrainer *trainer = ae_trainer_new (&f->spec, &f->plan, f->pixels, &error);

  g_assert_no_error (error);
  return trainer;
}

static inline void
fixture_step (AeTrainer *trainer, const AeHyperparams *hyperparams, guint batches)
{
  AeTrainerReport report;

  for (guint i = 0; i < batches; i++)
    g_assert_true (ae_trainer_step (trainer, hyperparams, &report, NULL));
}

static inline void
fixture_finish (AeTrainer *trainer, const AeHyperparams *hyperparams)
{
  while (!ae_trainer_is_done (trainer, NULL))
    fixture_step (trainer, hyperparams, 1);
}

static inline AeProjectRun *
fixture_run (const Fixture *f, const AeTrainer *trainer, const char *name)
{
  g_autoptr (AeInput) input
      = ae_input_new (ae_pixels_get_scene (f->pixels), ae_pixels_get_scaler (f->pixels));

  return ae_project_run_new (name, &f->options, input,
                             ae_trainer_dup_state (trainer, &f->hyperparams));
}

static inline AeProject *
fixture_project (const Fixture *f, const AeTrainer *trainer, const char *name)
{
  AeProject *project = ae_project_new ();

  project->scene = ae_project_scene_new (ae_pixels_get_scene (f->pixels), NULL);
  g_assert_nonnull (project->scene);
  ae_project_add_run (project, fixture_run (f, trainer, name));
  return project;
}

static inline void
fixture_save (const AeProject *project, const char *path)
{
  g_autoptr (GError) error = NULL;

  ae_project_save (project, path, &error);
  g_assert_no_error (error);
}

static inline AeProject *
fixture_load (const char *path)
{
  g_autoptr (GError) error = NULL;
  AeProject *project = ae_project_load (path, &error);

  g_assert_no_error (error);
  return project;
}

static inline char *
fixture_folder (void)
{
  char *folder = g_dir_make_tmp ("bandloom-project-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

static inline void
fixture_remove (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_dir_close (dir);
  g_rmdir (folder);
}
