/* ae-raw.h: number types of files, and cubes of them laid out plainly on disk. */
#pragma once

#include <gio/gio.h>

#include "ae-progress.h"
#include "ae-scene.h"

G_BEGIN_DECLS

typedef enum
{
  AE_RAW_UINT8,
  AE_RAW_INT8,
  AE_RAW_INT16,
  AE_RAW_UINT16,
  AE_RAW_INT32,
  AE_RAW_UINT32,
  AE_RAW_INT64,
  AE_RAW_UINT64,
  AE_RAW_FLOAT32,
  AE_RAW_FLOAT64,
  AE_RAW_COMPLEX64,  /* two float32; the real part is taken */
  AE_RAW_COMPLEX128, /* two float64; the real part is taken */
} AeRawType;

/* bytes */
gsize ae_raw_type_get_size (AeRawType type);
/* "uint16" */
const char *ae_raw_type_get_name (AeRawType type);
void ae_raw_convert (float *out, const void *in, gsize n, AeRawType type, gboolean swap);

/**
 * AeRawLayout:
 * @offset: bytes before the first number
 * @interleave: BIP (line, sample, band), BIL (line, band, sample) or BSQ (band, line, sample),
 * last fastest
 * @swap: bytes are in the other order than this machine's
 * @calibration: (nullable): from these numbers to values; borrowed
 * @nodata: a value that stands for no data; NAN for none
 */
typedef struct
{
  guint64 offset;
  guint lines, samples, bands;
  AeRawType type;
  AeInterleave interleave;
  gboolean swap;
  const AeCalibration *calibration;
  double nodata;
} AeRawLayout;

gboolean ae_raw_layout_get_size (const AeRawLayout *self, guint64 *bytes);
gboolean ae_raw_read_lines (int fd, const char *name, const AeRawLayout *layout,
                            guint first_line, guint n_lines, float *out, GError **error);
gboolean ae_raw_read_band_lines (int fd, const char *name, const AeRawLayout *layout,
                                 guint band, guint first_line, guint n_lines, float *out,
                                 GError **error);
gboolean ae_raw_read_pixel (int fd, const char *name, const AeRawLayout *layout, gsize pixel,
                            float *out, GError **error);
gboolean ae_raw_read_cube (int fd, const char *name, const AeRawLayout *layout, float *cube,
                           guint8 *suspects, AeProgressFunc progress, gpointer progress_data,
                           GCancellable *cancellable, GError **error);

G_END_DECLS
