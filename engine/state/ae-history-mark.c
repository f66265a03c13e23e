/* ae-history-mark.c: what a mark on the loss curves says, in words for people. What it is, its
 * kind and numbers say: the words are made when they are shown, and nothing reads them.
 */
#include "ae-history.h"

static const char *const kinds[AE_N_MARK_KINDS] = {
  [AE_MARK_PARAM] = "parameter",
  [AE_MARK_PHASE] = "phase",
  [AE_MARK_FINE_TUNING] = "fine-tuning",
};

/**
 * ae_mark_kind_to_string:
 * @kind: what happened
 *
 * Returns: (transfer none): its name in a project file, which stays what it is. Any thread.
 */
const char *
ae_mark_kind_to_string (AeMarkKind kind)
{
  g_return_val_if_fail (kind < AE_N_MARK_KINDS, NULL);
  return kinds[kind];
}

/**
 * ae_mark_kind_from_string:
 * @text: (nullable): a name
 * @kind: (out): whose it is
 *
 * Returns: whether there is a kind of that name. Any thread.
 */
gboolean
ae_mark_kind_from_string (const char *text, AeMarkKind *kind)
{
  for (guint i = 0; i < AE_N_MARK_KINDS; i++)
    if (g_strcmp0 (text, kinds[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * ae_history_mark_dup_text:
 * @mark: a mark
 *
 * Returns: (transfer full): what happened: "Noise level 0.1 → 0.3". Any thread.
 */
char *
ae_history_mark_dup_text (const AeHistoryMark *mark)
{
  switch (mark->kind)
    {
    case AE_MARK_PARAM:
      return g_strdup_printf ("%s %.3g → %.3g", mark->param->title, mark->before, mark->after);
    case AE_MARK_PHASE:
      return g_strdup_printf ("Phase %u: %g → %g", mark->phase, mark->before, mark->after);
    case AE_MARK_FINE_TUNING:
      return g_strdup ("Fine-tuning the whole stack");
    case AE_N_MARK_KINDS:
    default:
      g_return_val_if_reached (NULL);
    }
}
