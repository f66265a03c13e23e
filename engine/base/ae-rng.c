/* ae-rng.c: Philox 4×32-10 and the distributions drawn from it. Keeps no state of its own.
 *
 * The filling functions work on chunks of 16 blocks in lanes, which the compiler turns into
 * vector code; a noisy batch draws as many normal deviates as it has inputs, so this is part
 * of the training step's hot path.
 */
#include "ae-rng.h"

#include <math.h>
#include <string.h>

/* Constants of Salmon et al. 2011, table 2 and section 3.2. */
#define PHILOX_M0     0xD2511F53u
#define PHILOX_M1     0xCD9E8D57u
#define PHILOX_W0     0x9E3779B9u
#define PHILOX_W1     0xBB67AE85u
#define PHILOX_ROUNDS 10

#define LANES 16
#define CHUNK (4 * LANES)

/* One round on one block. */
static inline void
philox_round (guint32 c[4], guint32 k0, guint32 k1)
{
  guint64 p0 = (guint64) PHILOX_M0 * c[0];
  guint64 p1 = (guint64) PHILOX_M1 * c[2];
  guint32 next[4] = { (guint32) (p1 >> 32) ^ c[1] ^ k0, (guint32) p1,
                      (guint32) (p0 >> 32) ^ c[3] ^ k1, (guint32) p0 };

  memcpy (c, next, sizeof next);
}

/* 16 blocks with consecutive indices: out[w][lane] is word w of block index + lane. */
static void
philox_chunk (const AeRng *self, guint64 index, guint32 out[4][LANES])
{
  guint32 *restrict c0 = out[0], *restrict c1 = out[1], *restrict c2 = out[2],
                    *restrict c3 = out[3];
  guint32 k0 = (guint32) self->seed, k1 = (guint32) (self->seed >> 32);

  for (guint l = 0; l < LANES; l++)
    {
      c0[l] = (guint32) (index + l);
      c1[l] = (guint32) ((index + l) >> 32);
      c2[l] = (guint32) self->stream;
      c3[l] = (guint32) (self->stream >> 32);
    }
  for (guint r = 0; r < PHILOX_ROUNDS; r++, k0 += PHILOX_W0, k1 += PHILOX_W1)
    for (guint l = 0; l < LANES; l++)
      {
        guint64 p0 = (guint64) PHILOX_M0 * c0[l];
        guint64 p1 = (guint64) PHILOX_M1 * c2[l];
        guint32 n0 = (guint32) (p1 >> 32) ^ c1[l] ^ k0;
        guint32 n2 = (guint32) (p0 >> 32) ^ c3[l] ^ k1;

        c1[l] = (guint32) p1;
        c3[l] = (guint32) p0;
        c0[l] = n0;
        c2[l] = n2;
      }
}

/* (0, 1), never an end: 23 random bits and a half. With 24 the half would round up to 1. */
static inline float
open_unit (guint32 bits)
{
  return ((float) (bits >> 9) + 0.5f) * 0x1p-23f;
}

/* ln u for u in (0, 1): u = m·2^e with m in [√½, √2), ln m = 2 artanh ((m − 1)/(m + 1)). */
static inline float
log_unit (float u)
{
  union
  {
    float f;
    gint32 i;
  } v = { u };
  gint32 e = (v.i - 0x3F3504F3) >> 23;
  float s, s2, p;

  v.i -= e * (1 << 23);
  s = (v.f - 1.0f) / (v.f + 1.0f);
  s2 = s * s;
  p = 0.11111111f;
  p = 0.14285715f + s2 * p;
  p = 0.2f + s2 * p;
  p = 0.33333333f + s2 * p;
  p = 1.0f + s2 * p;
  return (float) e * 0.69314718f + 2.0f * s * p;
}

/* sin and cos of 2πu for u in (0, 1): reduced to ±π/4 around a quadrant, Taylor series there.
 */
static inline void
sincos_turn (float u, float *sine, float *cosine)
{
  float a = u * 4.0f;
  gint32 q = (gint32) (a + 0.5f);
  float r = (a - (float) q) * 1.57079633f;
  float r2 = r * r;
  float s, c, s_q, c_q;

  s = 2.7557319e-6f;
  s = -1.9841270e-4f + r2 * s;
  s = 8.3333333e-3f + r2 * s;
  s = -1.6666667e-1f + r2 * s;
  s = 1.0f + r2 * s;
  s = r * s;
  c = 2.4801587e-5f;
  c = -1.3888889e-3f + r2 * c;
  c = 4.1666667e-2f + r2 * c;
  c = -0.5f + r2 * c;
  c = 1.0f + r2 * c;
  s_q = (q & 1) ? c : s;
  c_q = (q & 1) ? s : c;
  *sine = (q & 2) ? -s_q : s_q;
  *cosine = ((q + 1) & 2) ? -c_q : c_q;
}

/* Box and Muller (1958): two uniforms give two independent normal deviates. */
static inline void
box_muller (guint32 bits0, guint32 bits1, float *n0, float *n1)
{
  float r = sqrtf (-2.0f * log_unit (open_unit (bits0)));
  float s, c;

  sincos_turn (open_unit (bits1), &s, &c);
  *n0 = r * c;
  *n1 = r * s;
}

static void
normal_chunk (const AeRng *self, guint64 index, float *out)
{
  guint32 bits[4][LANES];

  philox_chunk (self, index, bits);
  for (guint l = 0; l < LANES; l++)
    box_muller (bits[0][l], bits[1][l], &out[l], &out[LANES + l]);
  for (guint l = 0; l < LANES; l++)
    box_muller (bits[2][l], bits[3][l], &out[2 * LANES + l], &out[3 * LANES + l]);
}

static void
uniform_chunk (const AeRng *self, guint64 index, float *out)
{
  guint32 bits[4][LANES];

  philox_chunk (self, index, bits);
  for (guint w = 0; w < 4; w++)
    for (guint l = 0; l < LANES; l++)
      out[w * LANES + l] = open_unit (bits[w][l]);
}

/* Fills by chunks; the counter moves on by whole chunks. */
static void
fill_chunks (AeRng *self, void (*chunk) (const AeRng *, guint64, float *), float *out, gsize n)
{
  float last[CHUNK];
  gsize i = 0;

  for (; i + CHUNK <= n; i += CHUNK, self->counter += LANES)
    chunk (self, self->counter, out + i);
  if (i < n)
    {
      chunk (self, self->counter, last);
      memcpy (out + i, last, (n - i) * sizeof *out);
      self->counter += LANES;
    }
}

/**
 * ae_rng_init:
 * @self: (out): the generator
 * @seed: the user's seed
 * @stream: what the numbers are for
 * @substream: a number below 2^56 that tells users of one stream apart, for example a row block
 *
 * Sets the generator to the start of its stream. Any thread; the value is the caller's.
 */
void
ae_rng_init (AeRng *self, guint64 seed, AeStream stream, guint64 substream)
{
  self->seed = seed;
  self->stream = (guint64) stream | substream << 8;
  self->counter = 0;
}

/**
 * ae_rng_block:
 * @self: a generator; its counter is not looked at
 * @index: which block of the stream
 * @out: (out): four 32-bit numbers
 *
 * The generator's core, as published: counter (index, stream), key seed. Any thread.
 */
void
ae_rng_block (const AeRng *self, guint64 index, guint32 out[4])
{
  guint32 k0 = (guint32) self->seed, k1 = (guint32) (self->seed >> 32);

  out[0] = (guint32) index;
  out[1] = (guint32) (index >> 32);
  out[2] = (guint32) self->stream;
  out[3] = (guint32) (self->stream >> 32);
  for (guint r = 0; r < PHILOX_ROUNDS; r++, k0 += PHILOX_W0, k1 += PHILOX_W1)
    philox_round (out, k0, k1);
}

/**
 * ae_rng_next:
 * @self: a generator
 *
 * Returns: 32 random bits: the first word of the next block. For occasional draws; use the
 * filling functions for many. Any thread that owns @self.
 */
guint32
ae_rng_next (AeRng *self)
{
  guint32 out[4];

  ae_rng_block (self, self->counter++, out);
  return out[0];
}

/**
 * ae_rng_below:
 * @self: a generator
 * @n: at least 1
 *
 * Returns: an unbiased number in 0 … n − 1 (rejection of the incomplete last interval).
 */
guint32
ae_rng_below (AeRng *self, guint32 n)
{
  guint32 threshold = -n % n;
  guint64 product;

  g_return_val_if_fail (n > 0, 0);
  do
    product = (guint64) ae_rng_next (self) * n;
  while ((guint32) product < threshold);
  return (guint32) (product >> 32);
}

/**
 * ae_rng_uniform:
 * @self: a generator
 *
 * Returns: a number in (0, 1) with 53 random bits.
 */
double
ae_rng_uniform (AeRng *self)
{
  guint32 out[4];

  ae_rng_block (self, self->counter++, out);
  return ((double) ((((guint64) out[0] << 32) | out[1]) >> 11) + 0.5) * 0x1p-53;
}

/**
 * ae_rng_normal:
 * @self: a generator
 *
 * Returns: a deviate of N(0, 1) (Box and Muller 1958).
 */
double
ae_rng_normal (AeRng *self)
{
  double u = ae_rng_uniform (self);

  return sqrt (-2.0 * log (u)) * cos (2.0 * G_PI * ae_rng_uniform (self));
}

/**
 * ae_rng_fill_bits:
 * @self: a generator
 * @out: (n)
 * @n: how many
 *
 * Fills with 32-bit random numbers. They come in chunks of 64: word 0 of 16 consecutive
 * blocks, then word 1, 2 and 3; the counter moves by whole chunks.
 */
void
ae_rng_fill_bits (AeRng *self, guint32 *out, gsize n)
{
  guint32 bits[4][LANES];

  for (gsize i = 0; i < n; i += CHUNK, self->counter += LANES)
    {
      philox_chunk (self, self->counter, bits);
      memcpy (out + i, bits, MIN (n - i, CHUNK) * sizeof *out);
    }
}

/**
 * ae_rng_fill_uniform:
 * @self: a generator
 * @out: (n)
 * @n: how many
 *
 * Fills with single-precision numbers in (0, 1).
 */
void
ae_rng_fill_uniform (AeRng *self, float *out, gsize n)
{
  fill_chunks (self, uniform_chunk, out, n);
}

/**
 * ae_rng_fill_normal:
 * @self: a generator
 * @out: (n)
 * @n: how many
 *
 * Fills with single-precision deviates of N(0, 1); none is beyond 5.7. (Box and Muller
 * 1958; polynomials good to 1e-6.)
 */
void
ae_rng_fill_normal (AeRng *self, float *out, gsize n)
{
  fill_chunks (self, normal_chunk, out, n);
}

/**
 * ae_rng_shuffle:
 * @self: a generator
 * @items: (n)
 * @n: how many
 *
 * Puts the items into a uniformly random order (Fisher and Yates; Durstenfeld 1964).
 */
void
ae_rng_shuffle (AeRng *self, guint32 *items, gsize n)
{
  for (gsize i = n; i > 1; i--)
    {
      guint32 j = ae_rng_below (self, (guint32) i);
      guint32 held = items[i - 1];

      items[i - 1] = items[j];
      items[j] = held;
    }
}
