/* ae-mailbox.h: one slot between two threads; the newest letter wins. No lock, no queue. */
#pragma once

#include <glib.h>
#include <stdatomic.h>

G_BEGIN_DECLS

typedef struct
{
  _Atomic (gpointer) slot;
  GDestroyNotify free_letter;
} AeMailbox;

void ae_mailbox_init (AeMailbox *self, GDestroyNotify free_letter);
void ae_mailbox_clear (AeMailbox *self);
/* (transfer full); TRUE when the slot was empty */
gboolean ae_mailbox_post (AeMailbox *self, gpointer letter);
/* (nullable) (transfer full) */
gpointer ae_mailbox_take (AeMailbox *self);

G_END_DECLS
