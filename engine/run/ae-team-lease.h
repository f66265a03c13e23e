/* ae-team-lease.h: the threads that train, lent to whoever views between two steps. */
#pragma once

#include "ae-team.h"

G_BEGIN_DECLS

typedef struct _AeTeamLease AeTeamLease;

/**
 * AeLend:
 * @func: to be run on every thread there is, as by ae_team_run()
 * @data: for @func
 * @lender: what ae_team_lease_new() was given
 */
typedef void (*AeLend) (AeTeamFunc func, gpointer data, gpointer lender);

AeTeamLease *ae_team_lease_new (AeLend lend, gpointer lender);
void ae_team_lease_free (AeTeamLease *self);
void ae_team_lease_open (AeTeamLease *self);
void ae_team_lease_poll (AeTeamLease *self);
void ae_team_lease_close (AeTeamLease *self);
gboolean ae_team_lease_run (AeTeamLease *self, AeTeamFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeTeamLease, ae_team_lease_free)

G_END_DECLS
