/* bl-generate-page.c: holds the code, decodes it with the newest frozen model, and hands the
 * spectrum to whoever draws it. One decode is some 20 µs, the angles to all pixels a few
 * milliseconds: both are done in the frame that asks.
 */
#include "bl-generate-page.h"

#include <math.h>
#include <string.h>

#include "ae-angles.h"
#include "ae-error.h"
#include "ae-generator.h"
#include "ae-rng.h"
#include "bl-code-panel.h"
#include "bl-endmember-search.h"
#include "bl-generated-panel.h"
#include "bl-collected-spectra.h"
#include "bl-latent-pad.h"
#include "bl-throttle.h"
#include "bl-samples-panel.h"
#include "bl-similarity-panel.h"
#include "bl-worker.h"
#include "bl-split.h"

#define PROBES    200 /* pixels for the yardstick of realism */
#define BAND_SEED 1

struct _BlGeneratePage
{
  BlPanel parent_instance;
  BlSplit *split;
  BlLatentPad *pad;
  BlGeneratedPanel *generated;
  BlSimilarityPanel *where;
  BlSamplesPanel *sheet;
  BlCodePanel *codes;
  BlCollectedSpectra *kept;

  AeScene *scene;
  AeView *view;
  AeAngles *angles;
  BlWorker *reader;  /* of the scene's pixels */
  BlWorker *corners; /* finds them */
  gboolean is_read;  /* or being read */
  float *code;       /* (n) */
  guint n;
  guint64 seed;
  BlThrottle *follow;        /* the model, while it trains and nobody drags */
  gboolean is_found;         /* what is nearest to the spectrum */
  float *spectrum, *nearest; /* (good bands) */
};

G_DEFINE_FINAL_TYPE (BlGeneratePage, bl_generate_page, BL_TYPE_PANEL)

/* ------------------------------------------------------------------ the scene's pixels */

typedef struct
{
  AeAngles *angles;
  double typical,
      most; /* angle of a pixel to the nearest other one: median, and of nine in ten */
} Pixels;

static void
pixels_free (gpointer data)
{
  Pixels *pixels = data;

  ae_angles_unref (pixels->angles);
  g_free (pixels);
}

static gpointer
read_in_thread (BlWorkerTask *task, gpointer scene, GError **error)
{
  AeAngles *angles = ae_angles_new (scene, ae_scene_get_cache_bytes (scene),
                                    bl_worker_task_get_cancellable (task), error);
  double least[PROBES];
  Pixels *pixels;
  guint n;

  if (angles == NULL)
    return NULL;
  pixels = g_new (Pixels, 1);
  pixels->angles = angles;
  n = ae_angles_fill_least (angles, PROBES, least);
  pixels->typical = n > 0 ? least[n / 2] : NAN;
  pixels->most = n > 0 ? least[n * 9 / 10] : NAN;
  return pixels;
}

static const BlWorkerJob read_job
    = { "pixels", read_in_thread, (GDestroyNotify) ae_scene_unref, pixels_free };

static void show (BlGeneratePage *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlGeneratePage *self = user_data;
  g_autoptr (GError) error = NULL;
  Pixels *pixels = bl_worker_run_finish (result, &error);

  if (pixels == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", error->message);
      return;
    }
  g_clear_pointer (&self->angles, ae_angles_unref);
  self->angles = ae_angles_ref (pixels->angles);
  bl_similarity_panel_set_angles (self->where, self->angles);
  bl_samples_panel_set_angles (self->sheet, self->angles, pixels->typical, pixels->most);
  pixels_free (pixels);
  show (self);
}

/* Only once somebody looks: who never opens this page pays nothing. */
static void
read_pixels (BlGeneratePage *self)
{
  if (self->scene == NULL || self->is_read)
    return;
  self->is_read = TRUE;
  bl_worker_run_async (self->reader, &read_job, ae_scene_ref (self->scene), read_cb, self);
}

/* ------------------------------------------------------------------ the point */

/* The spread that the encoder gives to the nearest real pixel. */
static float *
dup_spread (BlGeneratePage *self)
{
  const AeSnapshot *snapshot = self->view->snapshot;
  g_autofree float *mu = g_new (float, self->n);
  g_autofree float *scaled = g_new (float, ae_model_get_bands (snapshot->model));
  float *spread = g_new (float, self->n);

  ae_scaler_apply (snapshot->scaler, self->nearest, ae_model_get_bands (snapshot->model), NULL,
                   1, scaled);
  ae_model_encode_variational (snapshot->model, scaled, 1, mu, spread);
  for (guint j = 0; j < self->n; j++)
    spread[j] = expf (0.5f * spread[j]);
  return spread;
}

static void
show_band (BlGeneratePage *self)
{
  const AeSnapshot *snapshot = self->view->snapshot;
  guint bands = ae_model_get_bands (snapshot->model);
  g_autofree float *spread = NULL;
  g_autofree float *low = NULL;
  g_autofree float *high = NULL;

  if (self->view->kl_per_unit == NULL || !bl_generated_panel_get_wants_band (self->generated))
    return;
  spread = dup_spread (self);
  low = g_new (float, bands);
  high = g_new (float, bands);
  ae_generator_measure_band (snapshot->model, snapshot->scaler, self->code, spread, BAND_SEED,
                             low, high);
  bl_generated_panel_set_band (self->generated, low, high);
}

static gboolean
read_nearest (BlGeneratePage *self, guint32 pixel)
{
  guint n_good = ae_scene_get_n_good_bands (self->scene);
  const guint *good = ae_scene_get_good_bands (self->scene);
  g_autofree float *all = g_new (float, ae_scene_get_bands (self->scene));

  if (!ae_scene_read_pixel (self->scene, pixel, all, NULL))
    return FALSE;
  for (guint j = 0; j < n_good; j++)
    self->nearest[j] = all[good[j]];
  return TRUE;
}

static void
show_spectrum (BlGeneratePage *self, const float *nearest, const char *words)
{
  bl_generated_panel_set_spectrum (self->generated, self->spectrum, nearest, self->angles);
  bl_latent_pad_set_words (self->pad, words);
}

/* Of a large scene it comes later, and for a spectrum that may have been left. */
static void
found_cb (BlSimilarityPanel *where, guint pixel, double degrees, gpointer user_data)
{
  BlGeneratePage *self = user_data;
  guint samples = ae_scene_get_samples (self->scene);
  g_autofree char *words = NULL;

  if (self->view == NULL || self->code == NULL || !read_nearest (self, pixel))
    return;
  self->is_found = TRUE;
  words = g_strdup_printf ("nearest pixel line %u, sample %u, angle %.2f°", pixel / samples,
                           pixel % samples, degrees);
  show_spectrum (self, self->nearest, words);
  show_band (self);
}

/* Everything that hangs on the code, in one frame. */
static void
show_code (gpointer user_data)
{
  BlGeneratePage *self = user_data;
  guint x, y;

  if (self->view == NULL || self->code == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  ae_generator_decode (self->view->snapshot->model, self->view->snapshot->scaler, self->code, 1,
                       self->spectrum);
  bl_latent_pad_set_code (self->pad, self->code);
  self->is_found = FALSE;
  bl_similarity_panel_set_spectrum (self->where, self->spectrum);
  if (!self->is_found)
    show_spectrum (self, NULL, "comparing with the scene");
  bl_code_panel_set_code (self->codes, self->code, self->n);
  bl_latent_pad_get_axes (self->pad, &x, &y);
  bl_samples_panel_set_code (self->sheet, self->code, self->n, x, y);
}

/* A person moves it: in this frame. */
static void
show (BlGeneratePage *self)
{
  bl_throttle_flush (self->follow);
}

static void
moved_cb (BlLatentPad *pad, double x, double y, gpointer user_data)
{
  BlGeneratePage *self = user_data;
  guint units[2];

  if (self->code == NULL)
    return;
  bl_latent_pad_get_axes (pad, &units[0], &units[1]);
  self->code[units[0]] = (float) x;
  self->code[units[1]] = (float) y;
  show (self);
}

static void
unit_cb (BlCodePanel *panel, guint unit, double value, gpointer user_data)
{
  BlGeneratePage *self = user_data;

  if (self->code == NULL || unit >= self->n)
    return;
  self->code[unit] = (float) value;
  show (self);
}

static void
set_mean (BlGeneratePage *self)
{
  memcpy (self->code, self->view->code_mean, self->n * sizeof *self->code);
}

/* From the prior; a model without one lends the code of a pixel. */
static void
set_drawn (BlGeneratePage *self)
{
  AeRng rng;

  self->seed++;
  if (self->view->kl_per_unit != NULL)
    {
      ae_generator_fill_prior (self->code, 1, self->n, self->seed);
      return;
    }
  ae_rng_init (&rng, self->seed, AE_STREAM_SAMPLE, 0);
  memcpy (self->code,
          self->view->codes
              + (gsize) ae_rng_below (&rng, (guint32) self->view->n_points) * self->n,
          self->n * sizeof *self->code);
}

static void
wanted_cb (BlCodePanel *panel, guint what, gpointer user_data)
{
  BlGeneratePage *self = user_data;

  if (self->code == NULL || self->view == NULL)
    return;
  if (what == BL_CODE_MEAN)
    set_mean (self);
  else if (what == BL_CODE_DRAW)
    set_drawn (self);
  else if (self->view->n_pins > 0)
    memcpy (self->code, self->view->pins[0].code, self->n * sizeof *self->code);
  show (self);
}

/* Its first name is where it comes from. */
static void
keep_cb (BlCollectedSpectra *kept, gpointer user_data)
{
  BlGeneratePage *self = user_data;
  g_autofree char *name = NULL;
  guint x, y;

  if (self->code == NULL)
    return;
  bl_latent_pad_get_axes (self->pad, &x, &y);
  name = g_strdup_printf ("%.2f, %.2f", (double) self->code[x], (double) self->code[y]);
  bl_collected_spectra_add (kept, name, self->spectrum);
}

/* The model may have moved on meanwhile; its corners are of the view that was asked about. */
static void
corners_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlGeneratePage *self = user_data;
  g_autoptr (BlEndmemberSearch) corners = bl_endmember_search_find_finish (result, NULL);
  guint samples = ae_scene_get_samples (self->scene);

  for (guint i = 0; corners != NULL && i < corners->n; i++)
    {
      g_autofree char *name
          = corners->names != NULL
                ? g_strdup_printf ("Corner %u: %s", i + 1, corners->names[i])
                : g_strdup_printf ("Corner %u: line %u, sample %u", i + 1,
                                   corners->pixels[i] / samples, corners->pixels[i] % samples);

      bl_collected_spectra_add (self->kept, name,
                                corners->spectra
                                    + (gsize) i * ae_scene_get_n_good_bands (self->scene));
    }
}

static void
find_corners_cb (BlGeneratePage *self)
{
  if (self->view != NULL && self->view->n_points > self->view->code)
    bl_endmember_search_find_async (
        self->corners, self->view, self->scene,
        bl_scene_model_get_library (bl_panel_get_model (BL_PANEL (self))), corners_cb, self);
}

/* A model of another size has another code. */
static void
take_code (BlGeneratePage *self)
{
  if (self->code != NULL && self->n == self->view->code)
    return;
  g_free (self->code);
  self->n = self->view->code;
  self->code = g_new (float, self->n);
  set_mean (self);
}

static void
view_changed (BlPanel *panel, AeView *view)
{
  BlGeneratePage *self = BL_GENERATE_PAGE (panel);
  AeView *held = view != NULL && view->codes != NULL && view->snapshot->scaler != NULL
                     ? ae_view_ref (view)
                     : NULL;

  g_clear_pointer (&self->view, ae_view_unref);
  self->view = held;
  if (held == NULL)
    {
      bl_latent_pad_set_view (self->pad, NULL);
      bl_code_panel_set_view (self->codes, NULL);
      bl_samples_panel_set_view (self->sheet, NULL);
      bl_generated_panel_set_spectrum (self->generated, NULL, NULL, NULL);
      g_clear_pointer (&self->code, g_free);
      self->n = 0;
      return;
    }
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  bl_generated_panel_set_has_spread (self->generated, held->kl_per_unit != NULL);
  take_code (self);
  bl_latent_pad_set_view (self->pad, held);
  bl_code_panel_set_view (self->codes, held);
  bl_samples_panel_set_view (self->sheet, held);
  if (held->snapshot->state == AE_RUN_RUNNING)
    bl_throttle_request (self->follow);
  else
    show (self);
}

/* ------------------------------------------------------------------ the type */

static void
bl_generate_page_map (GtkWidget *widget)
{
  BlGeneratePage *self = BL_GENERATE_PAGE (widget);

  GTK_WIDGET_CLASS (bl_generate_page_parent_class)->map (widget);
  read_pixels (self);
  view_changed (BL_PANEL (self), self->view);
}

static void
clear (BlGeneratePage *self)
{
  self->is_read = FALSE;
  g_clear_pointer (&self->angles, ae_angles_unref);
  g_clear_pointer (&self->view, ae_view_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->spectrum, g_free);
  g_clear_pointer (&self->nearest, g_free);
  self->n = 0;
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlGeneratePage *self = BL_GENERATE_PAGE (panel);

  bl_worker_cancel (self->reader);
  bl_worker_cancel (self->corners);
  clear (self);
  bl_latent_pad_set_view (self->pad, NULL);
  bl_code_panel_set_view (self->codes, NULL);
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
  self->spectrum = g_new0 (float, ae_scene_get_n_good_bands (scene) + 1);
  self->nearest = g_new0 (float, ae_scene_get_n_good_bands (scene) + 1);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_pixels (self);
}

static void
bl_generate_page_dispose (GObject *object)
{
  g_clear_pointer (&BL_GENERATE_PAGE (object)->follow, bl_throttle_free);
  g_clear_pointer (&BL_GENERATE_PAGE (object)->reader, bl_worker_free);
  g_clear_pointer (&BL_GENERATE_PAGE (object)->corners, bl_worker_free);
  clear (BL_GENERATE_PAGE (object));
  G_OBJECT_CLASS (bl_generate_page_parent_class)->dispose (object);
}

static void
bl_generate_page_class_init (BlGeneratePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_generate_page_dispose;
  widget_class->map = bl_generate_page_map;
  g_type_ensure (BL_TYPE_LATENT_PAD);
  g_type_ensure (BL_TYPE_GENERATED_PANEL);
  g_type_ensure (BL_TYPE_SIMILARITY_PANEL);
  g_type_ensure (BL_TYPE_SAMPLES_PANEL);
  g_type_ensure (BL_TYPE_CODE_PANEL);
  g_type_ensure (BL_TYPE_COLLECTED_SPECTRA);
  g_type_ensure (BL_TYPE_SPLIT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-generate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BlGeneratePage, split);
  gtk_widget_class_bind_template_child (widget_class, BlGeneratePage, pad);
  gtk_widget_class_bind_template_child (widget_class, BlGeneratePage, generated);
  gtk_widget_class_bind_template_child (widget_class, BlGeneratePage, where);
  gtk_widget_class_bind_template_child (widget_class, BlGeneratePage, sheet);
  gtk_widget_class_bind_template_child (widget_class, BlGeneratePage, codes);
  gtk_widget_class_bind_template_child (widget_class, BlGeneratePage, kept);
  panel_class->scene_changed = scene_changed;
  panel_class->view_changed = view_changed;
}

static void
bl_generate_page_init (BlGeneratePage *self)
{
  self->follow = bl_throttle_new (BL_COST_CURVES, show_code, self);
  self->reader = bl_worker_new (BL_WORKER_REPLACE);
  self->corners = bl_worker_new (BL_WORKER_NEXT);
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_panel_set_parts (BL_PANEL (self), BL_VIEW_CODES);
  bl_collected_spectra_add_button (
      self->kept, "Corners",
      "Keep what the decoder makes of the corners of the codes: guesses "
      "at the scene's materials, named by the library that is open",
      G_CALLBACK (find_corners_cb), self);
  g_signal_connect (self->pad, "moved", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (self->pad, "axes-changed", G_CALLBACK (show), self);
  g_signal_connect_swapped (self->generated, "band-toggled", G_CALLBACK (show), self);
  g_signal_connect (self->codes, "changed", G_CALLBACK (unit_cb), self);
  g_signal_connect (self->codes, "wanted", G_CALLBACK (wanted_cb), self);
  g_signal_connect (self->where, "found", G_CALLBACK (found_cb), self);
  g_signal_connect (self->kept, "keep-wanted", G_CALLBACK (keep_cb), self);
}

/**
 * bl_generate_page_get_collected:
 * @self: the page
 *
 * Returns: (transfer none): its list of kept spectra, for who saves them with the rest.
 */
BlCollectedSpectra *
bl_generate_page_get_collected (BlGeneratePage *self)
{
  g_return_val_if_fail (BL_IS_GENERATE_PAGE (self), NULL);
  return self->kept;
}

/**
 * bl_generate_page_get_split:
 * @self: the page
 *
 * Returns: (transfer none): what holds its plots and its sidebar. Main thread.
 */
BlSplit *
bl_generate_page_get_split (BlGeneratePage *self)
{
  g_return_val_if_fail (BL_IS_GENERATE_PAGE (self), NULL);
  return self->split;
}
