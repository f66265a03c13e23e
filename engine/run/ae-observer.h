/* ae-observer.h: the viewing thread: turns the newest snapshot and the newest request into a
 * view. For ae-run. */
#pragma once

#include "ae-team-lease.h"
#include "ae-view.h"

G_BEGIN_DECLS

typedef struct _AeObserver AeObserver;

AeObserver *ae_observer_new (AeScene *scene, AeTeamLease *lease,
                             void (*heard) (gpointer user_data), gpointer user_data);
void ae_observer_free (AeObserver *self);
void ae_observer_post (AeObserver *self, AeSnapshot *snapshot);
void ae_observer_set_request (AeObserver *self, const AeViewRequest *request);
void ae_observer_set_interval (AeObserver *self, guint milliseconds);
void ae_observer_set_alone (AeObserver *self, gboolean is_alone);
AeView *ae_observer_steal_view (AeObserver *self);

G_END_DECLS
