/* ae-rng.h: seeded random numbers in separate streams (Philox 4×32-10).
 *
 * Counter-based: number i of a stream is a pure function of (seed, stream, i). So a draw
 * can be cut over threads, a run can be resumed from its counter, and two streams never
 * meet. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011.
 */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

/**
 * AeStream:
 *
 * What a draw is for. Changing how many numbers one purpose takes leaves all others as
 * they were.
 */
typedef enum
{
  AE_STREAM_WEIGHTS,
  AE_STREAM_SPLIT,
  AE_STREAM_SHUFFLE,
  AE_STREAM_NOISE,
  AE_STREAM_MASK,
  AE_STREAM_LATENT,
  AE_STREAM_SCENE,
  AE_STREAM_SAMPLE,
} AeStream;

/**
 * AeRng:
 * @seed: the user's seed
 * @stream: an #AeStream, in the low bits; callers may add a sub-stream in the high bits
 * @counter: index of the next block of four 32-bit numbers
 *
 * A plain value: copy it to fork, store it to resume.
 */
typedef struct
{
  guint64 seed;
  guint64 stream;
  guint64 counter;
} AeRng;

void ae_rng_init (AeRng *self, guint64 seed, AeStream stream, guint64 substream);
void ae_rng_block (const AeRng *self, guint64 index, guint32 out[4]);
guint32 ae_rng_next (AeRng *self);
guint32 ae_rng_below (AeRng *self, guint32 n);
double ae_rng_uniform (AeRng *self);
double ae_rng_normal (AeRng *self);
void ae_rng_fill_bits (AeRng *self, guint32 *out, gsize n);
void ae_rng_fill_uniform (AeRng *self, float *out, gsize n);
void ae_rng_fill_normal (AeRng *self, float *out, gsize n);
void ae_rng_shuffle (AeRng *self, guint32 *items, gsize n);

G_END_DECLS
