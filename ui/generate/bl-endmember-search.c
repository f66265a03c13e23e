/* bl-endmember-search.c: endmember guesses of the model that is looked at. */
#include "bl-endmember-search.h"

#include "ae-endmembers.h"
#include "ae-generator.h"
#include "ae-known-spectra.h"

#include <string.h>

#define MOST_CORNERS 6 /* more materials than that few tell apart */
#define SEED         1
#define FAR          0.35 /* radians: no one would take one for the other */

typedef struct
{
  AeView *view;
  AeScene *scene;
  AeSpectralLibrary *library; /* nullable */
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  ae_view_unref (question->view);
  ae_scene_unref (question->scene);
  g_clear_pointer (&question->library, ae_spectral_library_unref);
  g_free (question);
}

/* By the library that is open; without one the demo scene knows what it is made of. */
static AeKnownSpectra *
find_known (const Question *question)
{
  AeScene *scene = question->scene;
  guint bands = ae_scene_get_n_good_bands (scene);
  const guint *good = ae_scene_get_good_bands (scene);
  const double *all = ae_scene_get_wavelengths_nm (scene);
  g_autofree double *nm = all != NULL ? g_new (double, bands) : NULL;

  if (question->library == NULL)
    return ae_known_spectra_new_from_truth (scene, good, bands);
  for (guint b = 0; b < bands && nm != NULL; b++)
    nm[b] = all[good[b]];
  return ae_known_spectra_new_from_library (question->library, nm, bands);
}

/* Where fewer are known than there are corners, none is named: each would have to be one. */
static void
name_corners (BlEndmemberSearch *corners, const Question *question)
{
  g_autoptr (AeKnownSpectra) known = find_known (question);
  guint match[MOST_CORNERS];
  double angles[MOST_CORNERS], mean;

  if (known == NULL
      || !ae_known_spectra_match (known, corners->spectra, corners->n, match, angles, &mean,
                                  NULL))
    return;
  corners->names = g_new0 (char *, corners->n + 1);
  for (guint i = 0; i < corners->n; i++)
    corners->names[i]
        = angles[i] < FAR
              ? g_strdup_printf ("%s, %.1f°", known->names[match[i]], angles[i] * 180 / G_PI)
              : g_strdup_printf ("like none known (%s is %.0f° away)", known->names[match[i]],
                                 angles[i] * 180 / G_PI);
}

static gpointer
find_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Question *question = inputs;
  const AeView *view = question->view;
  const AeModel *model = view->snapshot->model;
  guint code = view->code, n = MIN (code + 1, MOST_CORNERS);
  gsize rows[MOST_CORNERS];
  g_autofree float *chosen = g_new (float, (gsize) n *code);
  BlEndmemberSearch *corners;

  if (!ae_endmembers_find (view->codes, view->n_points, code, n, SEED, rows, error))
    return NULL;
  corners = g_new0 (BlEndmemberSearch, 1);
  corners->n = n;
  corners->pixels = g_new (guint32, n);
  corners->spectra = g_new (float, (gsize) n *ae_model_get_bands (model));
  for (guint i = 0; i < n; i++)
    {
      corners->pixels[i] = view->points[rows[i]];
      memcpy (chosen + (gsize) i * code, view->codes + rows[i] * code, code * sizeof *chosen);
    }
  ae_generator_decode (model, view->snapshot->scaler, chosen, n, corners->spectra);
  name_corners (corners, question);
  return corners;
}

static const BlWorkerJob find_job
    = { "corners", find_in_thread, free_question, (GDestroyNotify) bl_endmember_search_free };

/**
 * bl_endmember_search_find_async:
 * @worker: whose request it is
 * @view: with codes and a scaler; a reference is taken
 * @scene: whose codes they are; a reference is taken
 * @library: (nullable): names the corners, each by another of its spectra; a reference is taken
 * @callback: told the end; see bl_worker_run_async()
 * @user_data: for it
 *
 * As many corners as the code has, six at most: N-FINDR, then decoded.
 */
void
bl_endmember_search_find_async (BlWorker *worker, AeView *view, AeScene *scene,
                                AeSpectralLibrary *library, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Question *question = g_new (Question, 1);

  *question = (Question){ ae_view_ref (view), ae_scene_ref (scene),
                          library != NULL ? ae_spectral_library_ref (library) : NULL };
  bl_worker_run_async (worker, &find_job, question, callback, user_data);
}

/**
 * bl_endmember_search_find_finish:
 * @result: from the callback
 * @error: as ae_endmembers_find()
 *
 * Returns: (transfer full): the corners.
 */
BlEndmemberSearch *
bl_endmember_search_find_finish (GAsyncResult *result, GError **error)
{
  return bl_worker_run_finish (result, error);
}

/**
 * bl_endmember_search_free:
 * @self: (transfer full): corners
 */
void
bl_endmember_search_free (BlEndmemberSearch *self)
{
  g_free (self->pixels);
  g_free (self->spectra);
  g_strfreev (self->names);
  g_free (self);
}
