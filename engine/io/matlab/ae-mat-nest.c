/* ae-mat-nest.c: walks through cells, structures and objects of version 5. The library that
 * reads them believes every length in them; here each is held against the bytes that are there.
 *
 * Layout: MAT-File Format, The MathWorks, "MAT-file array data element formats".
 */
#include "ae-mat-nest.h"

#include <string.h>

#define MOST_DEPTH    12
#define MOST_DIMS     32
#define MOST_CHILDREN 1000000
#define LONGEST_NAME  4096

enum
{
  TYPE_INT8 = 1,
  TYPE_INT32 = 5,
  TYPE_UINT32 = 6,
  TYPE_MATRIX = 14,
  CLASS_CELL = 1,
  CLASS_STRUCT = 2,
  CLASS_OBJECT = 3,
  CLASS_SPARSE = 5,
  CLASS_LAST = 16,   /* the last with dimensions: functions */
  CLASS_OPAQUE = 17, /* objects of later versions: a name comes first */
};

/* One data element within a body. */
typedef struct
{
  guint32 type;
  gsize n;
  const guint8 *data;
} Element;

typedef struct
{
  const guint8 *at;
  gsize left;
  gboolean swap;
} Reader;

static guint32
get_word (const Reader *r, const guint8 *bytes)
{
  guint32 word;

  memcpy (&word, bytes, sizeof word);
  return r->swap ? GUINT32_SWAP_LE_BE (word) : word;
}

/* Short ones have type and length in one word; the others end at a multiple of eight. */
static gboolean
next (Reader *r, Element *out)
{
  guint32 first;
  gsize step;

  if (r->left < 8)
    return FALSE;
  first = get_word (r, r->at);
  if (first >> 16 != 0)
    {
      *out = (Element){ first & 0xffff, first >> 16, r->at + 4 };
      step = 8;
      if (out->n > 4)
        return FALSE;
    }
  else
    {
      *out = (Element){ first, get_word (r, r->at + 4), r->at + 8 };
      if (out->n > r->left - 8)
        return FALSE;
      step = 8 + (out->n + 7) / 8 * 8;
    }
  step = MIN (step, r->left);
  r->at += step;
  r->left -= step;
  return TRUE;
}

static gboolean
next_of (Reader *r, guint32 type, Element *out)
{
  return next (r, out) && out->type == type;
}

static gboolean check_matrix (const guint8 *body, gsize n, gboolean swap, guint depth);

static gboolean
check_children (Reader *r, guint64 n, guint depth)
{
  if (n > MOST_CHILDREN)
    return FALSE;
  for (guint64 i = 0; i < n; i++)
    {
      Element child;

      if (!next_of (r, TYPE_MATRIX, &child)
          || (child.n > 0 && !check_matrix (child.data, child.n, r->swap, depth + 1)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_fields (Reader *r, guint64 count, guint depth)
{
  Element length, names;
  guint32 each;
  guint64 n;

  if (!next_of (r, TYPE_INT32, &length) || length.n != 4 || !next_of (r, TYPE_INT8, &names))
    return FALSE;
  each = get_word (r, length.data);
  if (each == 0 || each > LONGEST_NAME || names.n % each != 0)
    return FALSE;
  /* Every name ends within its room. */
  for (gsize i = 0; i < names.n; i += each)
    if (memchr (names.data + i, 0, each) == NULL)
      return FALSE;
  return g_uint64_checked_mul (&n, count, names.n / each) && check_children (r, n, depth);
}

static gboolean
check_numbers (Reader *r, guint class_type, gboolean is_complex)
{
  guint n = (class_type == CLASS_SPARSE ? 3 : 1) + (is_complex ? 1 : 0);
  Element element;

  /* An empty array may end without its numbers. */
  for (guint i = 0; i < n && r->left > 0; i++)
    if (!next (r, &element))
      return FALSE;
  return TRUE;
}

static gboolean
count_dims (const Reader *r, const Element *dims, guint64 *count)
{
  *count = 1;
  if (dims->n < 8 || dims->n % 4 != 0 || dims->n / 4 > MOST_DIMS)
    return FALSE;
  for (gsize i = 0; i < dims->n; i += 4)
    if (!g_uint64_checked_mul (count, *count, get_word (r, dims->data + i)))
      return FALSE;
  return TRUE;
}

/* Flags, dimensions and name. */
static gboolean
read_head (Reader *r, guint32 *word, guint64 *count)
{
  Element flags, dims, name;

  if (!next_of (r, TYPE_UINT32, &flags) || flags.n != 8)
    return FALSE;
  *word = get_word (r, flags.data);
  return (*word & 0xff) > 0 && (*word & 0xff) <= CLASS_LAST && next_of (r, TYPE_INT32, &dims)
         && count_dims (r, &dims, count) && next_of (r, TYPE_INT8, &name)
         && name.n <= LONGEST_NAME;
}

static gboolean
check_matrix (const guint8 *body, gsize n, gboolean swap, guint depth)
{
  Reader r = { body, n, swap };
  Element class_name;
  guint64 count;
  guint32 word;

  if (depth > MOST_DEPTH || !read_head (&r, &word, &count))
    return FALSE;
  switch (word & 0xff)
    {
    case CLASS_CELL:
      return check_children (&r, count, depth);
    case CLASS_STRUCT:
      return check_fields (&r, count, depth);
    case CLASS_OBJECT:
      return next_of (&r, TYPE_INT8, &class_name) && class_name.n <= LONGEST_NAME
             && check_fields (&r, count, depth);
    default:
      return check_numbers (&r, word & 0xff, (word & 0x0800) != 0);
    }
}

/**
 * ae_mat_nest_is_head_sane:
 * @body: (array length=n): the beginning of a miMATRIX without its tag
 * @n: bytes, enough for flags, dimensions and name
 * @swap: whether the file has the other byte order
 *
 * Returns: whether those three lie within it. Any thread.
 */
gboolean
ae_mat_nest_is_head_sane (const guint8 *body, gsize n, gboolean swap)
{
  Reader r = { body, n, swap };
  Element element;
  guint64 count;
  guint32 word;

  if (n >= 12 && (get_word (&r, body + 8) & 0xff) == CLASS_OPAQUE)
    return next_of (&r, TYPE_UINT32, &element) && element.n == 8 && next (&r, &element)
           && element.n <= LONGEST_NAME;
  return read_head (&r, &word, &count);
}

/**
 * ae_mat_nest_is_sane:
 * @body: (array length=n): a miMATRIX without its tag
 * @n: bytes
 * @swap: whether the file has the other byte order
 *
 * Returns: whether every element in it lies within it. Any thread.
 */
gboolean
ae_mat_nest_is_sane (const guint8 *body, gsize n, gboolean swap)
{
  return check_matrix (body, n, swap, 0);
}
