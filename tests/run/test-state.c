/* test-state.c: the mailbox, the bounded history, and colours that do not jump. */
#include "ae-code-map.h"
#include "ae-history.h"
#include "ae-mailbox.h"
#include "ae-rng.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

/* ------------------------------------------------------------------ mailbox */

typedef struct
{
  guint64 number, twice;
} Letter;

static atomic_uint freed;

static void
free_letter (gpointer letter)
{
  atomic_fetch_add (&freed, 1);
  g_free (letter);
}

static Letter *
new_letter (guint64 number)
{
  Letter *letter = g_new (Letter, 1);

  *letter = (Letter){ number, 2 * number };
  return letter;
}

static void
test_newest_wins (void)
{
  AeMailbox box;
  Letter *letter;

  ae_mailbox_init (&box, free_letter);
  atomic_store (&freed, 0);
  g_assert_null (ae_mailbox_take (&box));
  g_assert_true (ae_mailbox_post (&box, new_letter (1)));
  g_assert_false (ae_mailbox_post (&box, new_letter (2)));
  g_assert_cmpuint (atomic_load (&freed), ==, 1);
  letter = ae_mailbox_take (&box);
  g_assert_cmpuint (letter->number, ==, 2);
  g_free (letter);
  ae_mailbox_post (&box, new_letter (3));
  ae_mailbox_clear (&box);
  g_assert_cmpuint (atomic_load (&freed), ==, 2);
}

#define LETTERS 20000

static void *
post_many (void *data)
{
  for (guint i = 1; i <= LETTERS; i++)
    ae_mailbox_post (data, new_letter (i));
  return NULL;
}

static void
test_two_threads (void)
{
  AeMailbox box;
  pthread_t thread;
  guint64 last = 0;
  guint taken = 0;

  ae_mailbox_init (&box, free_letter);
  atomic_store (&freed, 0);
  pthread_create (&thread, NULL, post_many, &box);
  while (last < LETTERS)
    {
      Letter *letter = ae_mailbox_take (&box);

      if (letter == NULL)
        continue;
      g_assert_cmpuint (letter->twice, ==, 2 * letter->number);
      g_assert_cmpuint (letter->number, >, last);
      last = letter->number;
      taken++;
      g_free (letter);
    }
  pthread_join (thread, NULL);
  g_assert_cmpuint (taken + atomic_load (&freed), ==, LETTERS);
}

/* ------------------------------------------------------------------ history */

static void
test_history_is_bounded (void)
{
  g_autoptr (AeHistory) history = ae_history_new ();
  const AeHistoryPoint *points;
  guint n, epochs = 0;

  for (guint i = 1; i <= 100000; i++)
    {
      AeHistoryPoint point = { .step = i, .train = { .total = 3.5 }, .validation = NAN };

      if (i % 100 == 0)
        point.validation = i;
      ae_history_add (history, &point);
    }
  n = ae_history_get_n_points (history);
  points = ae_history_get_points (history);
  g_assert_cmpuint (n, <=, AE_HISTORY_MAX_POINTS);
  g_assert_cmpuint (n, >, AE_HISTORY_MAX_POINTS / 4);
  g_assert_cmpuint (points[n - 1].step, ==, 100000);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpfloat (points[i].train.total, ==, 3.5);
      if (i > 0)
        g_assert_cmpuint (points[i].step, >, points[i - 1].step);
      epochs += !isnan (points[i].validation);
    }
  g_assert_cmpuint (epochs, ==, 1000);
}

static void
test_history_averages (void)
{
  g_autoptr (AeHistory) history = ae_history_new ();
  double sum = 0;
  guint n;

  for (guint i = 0; i < AE_HISTORY_MAX_POINTS + 1; i++)
    ae_history_add (history, &(AeHistoryPoint){
                                 .step = i + 1, .train = { .total = i }, .validation = NAN });
  n = ae_history_get_n_points (history);
  g_assert_cmpuint (n, ==, AE_HISTORY_MAX_POINTS / 2 + 1);
  for (guint i = 0; i + 1 < n; i++)
    sum += ae_history_get_points (history)[i].train.total;
  g_assert_cmpfloat_with_epsilon (sum / (n - 1), (AE_HISTORY_MAX_POINTS - 1) / 2.0, 1e-6);
}

static void
test_marks (void)
{
  g_autoptr (AeHistory) history = ae_history_new ();
  g_autoptr (AeHistory) copy = NULL;

  for (guint i = 0; i < AE_HISTORY_MAX_MARKS + 3; i++)
    ae_history_add_mark (
        history, &(AeHistoryMark){ .step = i, .epoch = i, .kind = AE_MARK_FINE_TUNING });
  copy = ae_history_copy (history);
  g_assert_cmpuint (ae_history_get_n_marks (copy), ==, AE_HISTORY_MAX_MARKS);
  g_assert_cmpuint (ae_history_get_marks (copy)[0].step, ==, 3);
}

/* ------------------------------------------------------------------ colours */

#define POINTS 500

static double
mean_change (const guint32 *a, const guint32 *b)
{
  double sum = 0;

  for (guint i = 0; i < POINTS; i++)
    for (guint shift = 0; shift < 24; shift += 8)
      sum += fabs ((double) (a[i] >> shift & 255) - (double) (b[i] >> shift & 255));
  return sum / (3 * POINTS);
}

/* The same latent space with two axes swapped and one flipped shows the same colours; without
 * the memory of the last frame it would not. */
static void
test_colours_follow (void)
{
  AeCodeMap *colours = ae_code_map_new (), *forgetful = ae_code_map_new ();
  float codes[POINTS * 4], turned[POINTS * 4];
  guint32 before[POINTS], after[POINTS];
  AeRng rng;

  ae_rng_init (&rng, 1, AE_STREAM_SAMPLE, 0);
  ae_rng_fill_normal (&rng, codes, POINTS * 4);
  for (guint i = 0; i < POINTS; i++)
    {
      codes[i * 4 + 1] *= 0.98f;
      codes[i * 4 + 3] *= 0.1f;
      turned[i * 4] = -codes[i * 4 + 1] * 1.05f;
      turned[i * 4 + 1] = codes[i * 4];
      turned[i * 4 + 2] = -codes[i * 4 + 2] + 7;
      turned[i * 4 + 3] = codes[i * 4 + 3];
    }
  ae_code_map_fill (colours, codes, POINTS, 4, before);
  ae_code_map_fill (colours, turned, POINTS, 4, after);
  g_assert_cmpfloat (mean_change (before, after), <, 2);
  ae_code_map_fill (forgetful, turned, POINTS, 4, after);
  g_assert_cmpfloat (mean_change (before, after), >, 20);
  ae_code_map_free (colours);
  ae_code_map_free (forgetful);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/newest-wins", test_newest_wins);
  g_test_add_func ("/mailbox/two-threads", test_two_threads);
  g_test_add_func ("/history/bounded", test_history_is_bounded);
  g_test_add_func ("/history/averages", test_history_averages);
  g_test_add_func ("/history/marks", test_marks);
  g_test_add_func ("/code-colours/follow", test_colours_follow);
  return g_test_run ();
}
