/* ae-mailbox.c: one exchange puts a letter in, one exchange takes it out. */
#include "ae-mailbox.h"

/**
 * ae_mailbox_init:
 * @self: (out): an empty mailbox
 * @free_letter: what to do with a letter that a newer one replaces
 */
void
ae_mailbox_init (AeMailbox *self, GDestroyNotify free_letter)
{
  atomic_init (&self->slot, NULL);
  self->free_letter = free_letter;
}

/**
 * ae_mailbox_clear:
 * @self: a mailbox that no other thread uses any more
 *
 * Drops the letter in it.
 */
void
ae_mailbox_clear (AeMailbox *self)
{
  gpointer letter = ae_mailbox_take (self);

  if (letter != NULL)
    self->free_letter (letter);
}

/**
 * ae_mailbox_post:
 * @self: a mailbox
 * @letter: (transfer full): not %NULL; nobody writes to it from now on
 *
 * Puts a letter in; one that waits there is dropped. Any thread. Release order: who takes the
 * letter sees all that was written into it.
 *
 * Returns: whether the slot was empty, so that the reader wants to be told.
 */
gboolean
ae_mailbox_post (AeMailbox *self, gpointer letter)
{
  gpointer older = atomic_exchange_explicit (&self->slot, letter, memory_order_acq_rel);

  if (older == NULL)
    return TRUE;
  self->free_letter (older);
  return FALSE;
}

/**
 * ae_mailbox_take:
 * @self: a mailbox
 *
 * Returns: (nullable) (transfer full): the newest letter. Any thread.
 */
gpointer
ae_mailbox_take (AeMailbox *self)
{
  return atomic_exchange_explicit (&self->slot, NULL, memory_order_acq_rel);
}
