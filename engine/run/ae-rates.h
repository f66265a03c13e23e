/* ae-rates.h: how often a run that trains is heard of. Who shows it relies on these and on no
 * number of its own.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Microseconds between two snapshots: half of what separates two views, so that a view is of a
 * model that is never older than that. Copying the model is some tens of microseconds. */
#define AE_RATES_SNAPSHOT_US 40000

/* Milliseconds between two views of a run that trains alone: twelve a second look like motion,
 * and plots are drawn no more often than ten to twenty times. Among n runs they come n times
 * more rarely, for each has an n-th part of the cores. */
#define AE_RATES_VIEW_MS 80

/* After a full view (all points, all maps) the observer rests so many times as long as it took,
 * so that training keeps the cores: about 6 % of a core. A map of the codes is there to be
 * watched, and may take twice that. But on a busy machine, too, the picture is not to look as
 * if nothing happened: no rest is longer than the last. */
#define AE_RATES_REST_FACTOR     16
#define AE_RATES_REST_FACTOR_MAP 8
#define AE_RATES_REST_MOST_US    G_USEC_PER_SEC

/* Microseconds that the samples a second are over. */
#define AE_RATES_SPEED_US 1000000

G_END_DECLS
