/* ae-raw.c: numbers of any type and byte order to float. Knows no file: see ae-raw-cube.c. */
#include "ae-raw.h"

#include <string.h>

static const struct
{
  const char *name;
  gsize size;
} types[] = {
  [AE_RAW_UINT8] = { "uint8", 1 },         [AE_RAW_INT8] = { "int8", 1 },
  [AE_RAW_INT16] = { "int16", 2 },         [AE_RAW_UINT16] = { "uint16", 2 },
  [AE_RAW_INT32] = { "int32", 4 },         [AE_RAW_UINT32] = { "uint32", 4 },
  [AE_RAW_INT64] = { "int64", 8 },         [AE_RAW_UINT64] = { "uint64", 8 },
  [AE_RAW_FLOAT32] = { "float32", 4 },     [AE_RAW_FLOAT64] = { "float64", 8 },
  [AE_RAW_COMPLEX64] = { "complex64", 8 }, [AE_RAW_COMPLEX128] = { "complex128", 16 },
};

/**
 * ae_raw_type_get_size:
 *
 * Returns: bytes of one number.
 */
gsize
ae_raw_type_get_size (AeRawType type)
{
  return types[type].size;
}

/**
 * ae_raw_type_get_name:
 *
 * Returns: the type in words, for example "uint16".
 */
const char *
ae_raw_type_get_name (AeRawType type)
{
  return types[type].name;
}

static inline guint8
same8 (guint8 x)
{
  return x;
}

static inline float
as_float (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static inline float
as_double (guint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  return (float) value;
}

/* Every number of width `bits` at place `step · i` goes through `swap` and `cast`. The input
 * need not be aligned; the compiler makes vector code of it. */
#define CONVERT(bits, step, swap_bits, cast)                                                   \
  for (gsize i = 0; i < n; i++)                                                                \
    {                                                                                          \
      guint##bits word;                                                                        \
                                                                                               \
      memcpy (&word, (const guint8 *) in + i * (step) * sizeof word, sizeof word);             \
      word = swap_bits (word);                                                                 \
      out[i] = (float) cast (word);                                                            \
    }

static void
convert_native (float *restrict out, const void *restrict in, gsize n, AeRawType type)
{
  switch (type)
    {
    case AE_RAW_UINT8:
      CONVERT (8, 1, same8, (guint8));
      break;
    case AE_RAW_INT8:
      CONVERT (8, 1, same8, (gint8));
      break;
    case AE_RAW_INT16:
      CONVERT (16, 1, , (gint16));
      break;
    case AE_RAW_UINT16:
      CONVERT (16, 1, , (guint16));
      break;
    case AE_RAW_INT32:
      CONVERT (32, 1, , (gint32));
      break;
    case AE_RAW_UINT32:
      CONVERT (32, 1, , (guint32));
      break;
    case AE_RAW_INT64:
      CONVERT (64, 1, , (gint64));
      break;
    case AE_RAW_UINT64:
      CONVERT (64, 1, , (guint64));
      break;
    case AE_RAW_FLOAT32:
      memcpy (out, in, n * sizeof *out);
      break;
    case AE_RAW_FLOAT64:
      CONVERT (64, 1, , as_double);
      break;
    case AE_RAW_COMPLEX64:
      CONVERT (32, 2, , as_float);
      break;
    case AE_RAW_COMPLEX128:
      CONVERT (64, 2, , as_double);
      break;
    default:
      g_return_if_reached ();
    }
}

static void
convert_swapped (float *restrict out, const void *restrict in, gsize n, AeRawType type)
{
  switch (type)
    {
    case AE_RAW_UINT8:
    case AE_RAW_INT8:
      convert_native (out, in, n, type);
      break;
    case AE_RAW_INT16:
      CONVERT (16, 1, __builtin_bswap16, (gint16));
      break;
    case AE_RAW_UINT16:
      CONVERT (16, 1, __builtin_bswap16, (guint16));
      break;
    case AE_RAW_INT32:
      CONVERT (32, 1, __builtin_bswap32, (gint32));
      break;
    case AE_RAW_UINT32:
      CONVERT (32, 1, __builtin_bswap32, (guint32));
      break;
    case AE_RAW_INT64:
      CONVERT (64, 1, __builtin_bswap64, (gint64));
      break;
    case AE_RAW_UINT64:
      CONVERT (64, 1, __builtin_bswap64, (guint64));
      break;
    case AE_RAW_FLOAT32:
      CONVERT (32, 1, __builtin_bswap32, as_float);
      break;
    case AE_RAW_FLOAT64:
      CONVERT (64, 1, __builtin_bswap64, as_double);
      break;
    case AE_RAW_COMPLEX64:
      CONVERT (32, 2, __builtin_bswap32, as_float);
      break;
    case AE_RAW_COMPLEX128:
      CONVERT (64, 2, __builtin_bswap64, as_double);
      break;
    default:
      g_return_if_reached ();
    }
}

/**
 * ae_raw_convert:
 * @out: (n)
 * @in: n numbers of @type, any alignment; must not overlap @out
 * @swap: whether their bytes are in the other order
 *
 * Any thread.
 */
void
ae_raw_convert (float *out, const void *in, gsize n, AeRawType type, gboolean swap)
{
  if (swap)
    convert_swapped (out, in, n, type);
  else
    convert_native (out, in, n, type);
}
