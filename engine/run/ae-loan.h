/* ae-loan.h: the threads that train, lent to whoever views between two steps. */
#pragma once

#include "ae-team.h"

G_BEGIN_DECLS

typedef struct _AeLoan AeLoan;

/**
 * AeLend:
 * @func: to be run on every thread there is, as by ae_team_run()
 * @data: for @func
 * @lender: what ae_loan_new() was given
 */
typedef void (*AeLend) (AeTeamFunc func, gpointer data, gpointer lender);

AeLoan *ae_loan_new (AeLend lend, gpointer lender);
void ae_loan_free (AeLoan *self);
void ae_loan_open (AeLoan *self);
void ae_loan_serve (AeLoan *self);
void ae_loan_close (AeLoan *self);
gboolean ae_loan_run (AeLoan *self, AeTeamFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeLoan, ae_loan_free)

G_END_DECLS
