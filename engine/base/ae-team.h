/* ae-team.h: a few worker threads that run one function together, over and over.
 *
 * Made for steps of under a millisecond: workers spin a little before they sleep.
 * Synchronised by C11 atomics and POSIX threads only, so the thread sanitizer sees all.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AeTeam AeTeam;

/**
 * AeTeamFunc:
 * @member: 0 … members − 1; 0 is the calling thread
 * @members: how many take part
 * @user_data: what ae_team_run() was given
 */
typedef void (*AeTeamFunc) (guint member, guint members, gpointer user_data);

AeTeam *ae_team_new (guint members);
void ae_team_free (AeTeam *self);
guint ae_team_get_members (const AeTeam *self);
guint ae_team_get_active (const AeTeam *self);
void ae_team_set_active (AeTeam *self, guint active);
void ae_team_run (AeTeam *self, AeTeamFunc func, gpointer user_data);
void ae_team_barrier (AeTeam *self);
void ae_team_lower_priority (AeTeam *self);
void ae_thread_lower_priority (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeTeam, ae_team_free)

G_END_DECLS
