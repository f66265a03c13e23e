/* ae-view.h: what a window wants to see of a run (AeViewRequest), and what it gets (AeView). */
#pragma once

#include "ae-snapshot.h"

G_BEGIN_DECLS

#define AE_VIEW_MAX_PINS 8

/**
 * AeViewRequest:
 * @pins: pixels whose reconstruction is wanted
 * @n_pins: how many
 * @want_codes: the codes of all unmasked pixels (the scatter)
 * @want_error_map: reconstruction error of all pixels
 * @want_code_map: first three codes as colours
 * @want_units: what each unit of the network gives, of the first pin and over some pixels
 * @max_points: at most so many points of the scatter; 0 = all
 *
 * A plain value; copied into the observer.
 */
typedef struct
{
  guint32 pins[AE_VIEW_MAX_PINS];
  guint n_pins;
  gboolean want_codes;
  gboolean want_error_map;
  gboolean want_code_map;
  gboolean want_units;
  gsize max_points;
} AeViewRequest;

/**
 * AeViewPin:
 * @pixel: index
 * @input: (good bands), scene units
 * @output: (good bands), scene units
 * @code: (code)
 * @rmse: in scaled units
 * @sam_deg: spectral angle between input and output in scene units, degrees
 */
typedef struct
{
  guint32 pixel;
  float *input;
  float *output;
  float *code;
  double rmse;
  double sam_deg;
} AeViewPin;

/**
 * AeView:
 *
 * Immutable once posted; all pointers owned by it.
 */
typedef struct
{
  AeSnapshot *snapshot;
  guint n_pins;
  AeViewPin pins[AE_VIEW_MAX_PINS];

  /* Which full view codes and maps are of: the same number, the same arrays. */
  guint64 full_serial;
  gsize n_points;        /* rows of codes; 0 when not wanted */
  guint code;            /* columns of codes */
  float *codes;          /* (n_points, code) */
  guint32 *points;       /* (n_points): their pixels */
  gsize n_points_total;  /* unmasked pixels of the scene */
  float *code_mean;      /* (code), over the points */
  float *code_deviation; /* (code) */
  float *kl_per_unit;    /* (code), nats, mean over the points; NULL unless variational */
  guint active_units; /* units whose code varies (variational: KL above AE_METRICS_ACTIVE_KL) */
  double mean_activation; /* of the coding layer over the points */

  /* (n_pixels) RMSE in scaled units, NAN where masked; NULL when not wanted. */
  float *error_map;
  double rmse, sam_deg, psnr_db; /* over the same pixels as error_map; NAN when not computed */
  double psnr_clean_db; /* against the scene's true clean cube; NAN where it has none */
  guint32 *code_map;    /* (n_pixels) 0xFFRRGGBB, 0 where masked; NULL when not wanted */

  /* Of every unit, in the order of ae_model_fill_units(); of the newest model also in a light
   * view. NULL when not wanted. */
  guint n_units;
  float *unit_values;     /* (n_units): of the first pin; NULL without one */
  float *unit_deviations; /* (n_units): over some pixels */

  gint64 made_us;
  double compute_ms; /* what it took */

  /*< private >*/
  atomic_int ref_count;
} AeView;

AeView *ae_view_new (void);
#define AE_TYPE_VIEW (ae_view_get_type ()) /* boxed */
GType ae_view_get_type (void);
AeView *ae_view_ref (AeView *self);
void ae_view_unref (AeView *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeView, ae_view_unref)

G_END_DECLS
