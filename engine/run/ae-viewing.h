/* ae-viewing.h: computes views of one scene: codes, maps, pinned pixels. For the observer's
 * thread alone. */
#pragma once

#include "ae-team-lease.h"
#include "ae-view.h"

G_BEGIN_DECLS

typedef struct _AeViewing AeViewing;

AeViewing *ae_viewing_new (AeScene *scene);
void ae_viewing_set_share (AeViewing *self, AeLend share, gpointer user_data);
void ae_viewing_free (AeViewing *self);
void ae_viewing_cancel (AeViewing *self);
AeView *ae_viewing_look (AeViewing *self, AeSnapshot *snapshot, const AeViewRequest *request,
                         gboolean is_full);

G_END_DECLS
