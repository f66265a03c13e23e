/* ae-metrics.h: measures of a reconstruction and of a code, the same wherever they are told.
 * Those that training needs as well are beside their gradients: the mean squared error of rows
 * is ae_loss_mse(), the mean spectral angle of scaled rows ae_loss_sum_angles(), the KL
 * divergence of each latent unit ae_latent_add_kl_per_unit().
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Nats. A latent unit whose KL divergence from N(0, 1) is no larger carries nothing (Burda et
 * al. 2016 set the same limit on its variance). */
#define AE_METRICS_ACTIVE_KL 0.01

double ae_metrics_get_psnr (double mse);
double ae_metrics_get_angle (const float *a, const float *b, gsize bands);
gboolean ae_metrics_is_active_kl (double kl);
gboolean ae_metrics_is_active_deviation (double deviation, double largest);

G_END_DECLS
