/* bl-corners.c: endmember guesses of the model that is looked at. */
#include "bl-corners.h"

#include "ae-endmembers.h"
#include "ae-generator.h"

#include <string.h>

#define MOST_CORNERS 6 /* more materials than that are told apart with a library at hand */
#define SEED         1

static void
find_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const AeView *view = task_data;
  const AeModel *model = view->snapshot->model;
  guint code = view->code, n = MIN (code + 1, MOST_CORNERS);
  gsize rows[MOST_CORNERS];
  g_autofree float *chosen = g_new (float, (gsize) n *code);
  GError *error = NULL;
  BlCorners *corners;

  if (!ae_endmembers_find (view->codes, view->n_points, code, n, SEED, rows, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  corners = g_new0 (BlCorners, 1);
  corners->n = n;
  corners->pixels = g_new (guint32, n);
  corners->spectra = g_new (float, (gsize) n *ae_model_get_bands (model));
  for (guint i = 0; i < n; i++)
    {
      corners->pixels[i] = view->points[rows[i]];
      memcpy (chosen + (gsize) i * code, view->codes + rows[i] * code, code * sizeof *chosen);
    }
  ae_generator_decode (model, view->snapshot->scaler, chosen, n, corners->spectra);
  g_task_return_pointer (task, corners, (GDestroyNotify) bl_corners_free);
}

/**
 * bl_corners_find_async:
 * @view: with codes and a scaler; a reference is taken
 * @owner: whose task it is
 * @cancellable: (nullable)
 * @callback: told the end, on the main thread
 * @user_data: for it
 *
 * As many corners as the code has, six at most: N-FINDR, then decoded.
 */
void
bl_corners_find_async (AeView *view, GObject *owner, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (owner, cancellable, callback, user_data);

  g_task_set_task_data (task, ae_view_ref (view), (GDestroyNotify) ae_view_unref);
  g_task_run_in_thread (task, find_in_thread);
}

/**
 * bl_corners_find_finish:
 * @result: from the callback
 * @error: as ae_endmembers_find(), or the cancellable's
 *
 * Returns: (transfer full): the corners.
 */
BlCorners *
bl_corners_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bl_corners_free:
 * @self: (transfer full): corners
 */
void
bl_corners_free (BlCorners *self)
{
  g_free (self->pixels);
  g_free (self->spectra);
  g_free (self);
}
