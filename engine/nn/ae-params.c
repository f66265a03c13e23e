/* ae-params.c: the table of parameters. It lays out, it does not hold values. */
#include "ae-params.h"

#include <stdarg.h>
#include <string.h>

#define STEP 16 /* numbers: views start on a cache line */

/**
 * ae_params_new:
 *
 * Returns: (transfer full): an empty table. Plain data: any thread may read it once built.
 */
AeParams *
ae_params_new (void)
{
  return g_new0 (AeParams, 1);
}

/**
 * ae_params_free:
 * @self: (transfer full): a table
 */
void
ae_params_free (AeParams *self)
{
  g_free (self->views);
  g_free (self);
}

static AeParamView *
append (AeParams *self, const char *format, va_list args)
{
  AeParamView *view;

  self->views = g_renew (AeParamView, self->views, self->n_views + 1);
  view = &self->views[self->n_views++];
  memset (view, 0, sizeof *view);
  g_vsnprintf (view->name, sizeof view->name, format, args);
  return view;
}

/**
 * ae_params_add:
 * @self: a table
 * @rows: of the view
 * @cols: of the view
 * @is_weight: whether weight decay acts on it; add all weights before the first bias
 * @format: its name, printf style
 * @...: arguments of @format
 *
 * Lays a new view behind those there are.
 *
 * Returns: its index.
 */
guint
ae_params_add (AeParams *self, guint rows, guint cols, gboolean is_weight, const char *format,
               ...)
{
  gsize n = (gsize) rows * cols;
  AeParamView *view;
  va_list args;

  va_start (args, format);
  view = append (self, format, args);
  va_end (args);
  view->rows = rows;
  view->cols = cols;
  view->offset = self->n_values;
  view->is_weight = is_weight;
  self->n_values += (n + STEP - 1) / STEP * STEP;
  self->n_used += n;
  if (is_weight)
    {
      self->n_weights += n;
      self->n_decayed = self->n_values;
    }
  return self->n_views - 1;
}

/**
 * ae_params_add_fixed:
 * @self: a table
 * @rows: of the view
 * @cols: of the view
 * @name: its name
 *
 * Lays a view that is stored with the parameters and is none: how a scene's numbers are read.
 * Its gradient stays 0.
 *
 * Returns: its index.
 */
guint
ae_params_add_fixed (AeParams *self, guint rows, guint cols, const char *name)
{
  guint index = ae_params_add (self, rows, cols, FALSE, "%s", name);

  self->views[index].is_fixed = TRUE;
  self->n_used -= (gsize) rows * cols;
  return index;
}

/**
 * ae_params_add_alias:
 * @self: a table
 * @of: index of an earlier weight
 * @format: the alias's name, printf style
 * @...: arguments of @format
 *
 * A view of the same numbers under another name, to be used transposed: a tied decoder.
 *
 * Returns: its index.
 */
guint
ae_params_add_alias (AeParams *self, guint of, const char *format, ...)
{
  AeParamView *view;
  va_list args;

  va_start (args, format);
  view = append (self, format, args);
  va_end (args);
  view->rows = self->views[of].rows;
  view->cols = self->views[of].cols;
  view->offset = self->views[of].offset;
  view->is_weight = TRUE;
  view->is_alias = TRUE;
  return self->n_views - 1;
}

/**
 * ae_params_find:
 * @self: a table
 * @name: a view's name
 *
 * Returns: (nullable) (transfer none): the view.
 */
const AeParamView *
ae_params_find (const AeParams *self, const char *name)
{
  for (guint i = 0; i < self->n_views; i++)
    if (strcmp (self->views[i].name, name) == 0)
      return &self->views[i];
  return NULL;
}
