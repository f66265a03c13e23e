/* ae-transfer.h: a trained model carried over to other pixels: as it is, with its decoder
 * fitted anew, trained on whole, and beside them one trained from scratch. */
#pragma once

#include <gio/gio.h>

#include "ae-model.h"
#include "ae-pixels.h"
#include "ae-training-state.h"

G_BEGIN_DECLS

typedef enum
{
  AE_TRANSFER_AS_IS,   /* nothing is trained */
  AE_TRANSFER_DECODER, /* the encoder stays byte for byte, the decoder is fitted */
  AE_TRANSFER_ALL,     /* everything is trained on */
  AE_TRANSFER_SCRATCH, /* another model of the same spec, from the seed */
} AeTransferWay;

#define AE_TRANSFER_WAYS 4

/**
 * AeTransferCurve:
 * @way: which
 * @is_possible: a tied decoder cannot be fitted while its encoder stays
 * @n: epochs trained
 * @losses: (n + 1): the watched loss before the first epoch and after each; without corruption,
 * on the held-out pixels, or where there are none on those that train
 * @rmse, @sam_deg: at the end, on the same pixels: scaled units, degrees
 * @epochs_to_equal: the first epoch after which the loss is no higher than that of the model
 * from scratch at its end; −1: none
 * @is_encoder_same: its parameters are those of the carried model, byte for byte
 * @training: at the end: its model and all else; owned
 */
typedef struct
{
  AeTransferWay way;
  gboolean is_possible;
  guint n;
  double *losses;
  double rmse, sam_deg;
  int epochs_to_equal;
  gboolean is_encoder_same;
  AeTrainingState *training;
} AeTransferCurve;

typedef struct
{
  AeTransferCurve curves[AE_TRANSFER_WAYS]; /* by #AeTransferWay */
} AeTransfer;

typedef void (*AeTransferProgress) (AeTransferWay way, guint epoch, double loss,
                                    gpointer user_data);

AeTransfer *ae_transfer_new (const AeModel *model, const AePlan *plan,
                             const AeHyperparams *hyperparams, AePixels *pixels,
                             AeTransferProgress progress, gpointer user_data,
                             GCancellable *cancellable, GError **error);
void ae_transfer_free (AeTransfer *self);
const char *ae_transfer_way_to_string (AeTransferWay way);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeTransfer, ae_transfer_free)

G_END_DECLS
