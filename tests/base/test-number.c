/* test-number.c: what is a number that a person typed, and what is none. */
#include "ae-number.h"

#include <math.h>

static void
test_numbers (void)
{
  static const struct
  {
    const char *text;
    double value;
  } good[] = { { "1", 1 },         { "-0.5", -0.5 }, { ".5", 0.5 }, { "5.", 5 },
               { "2e-3", 2e-3 },   { "1E+2", 100 },  { "010", 10 }, { "-0", -0.0 },
               { "1e308", 1e308 }, { "1e-400", 0 } };
  static const char *const bad[]
      = { "",      " ",      "nan", "NaN", "inf", "-inf", "infinity", "0x10",
          "1e999", "-1e999", "+1",  "1 ",  " 1",  "1,5",  "1.5.2",    "--1",
          "1e",    "e5",     ".",   "-",   "1-2", "five" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      double value = NAN;

      g_assert_true (ae_number_parse (good[i].text, &value));
      g_assert_cmpfloat (value, ==, good[i].value);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      double value = 7;

      g_assert_false (ae_number_parse (bad[i], &value));
      g_assert_cmpfloat (value, ==, 7);
    }
}

static void
test_counts (void)
{
  static const char *const bad[] = { "",     " ",   "-1", "+1", "1.0",
                                     "0x10", "1e3", " 1", "1 ", "18446744073709551616",
                                     "nan" };
  guint64 value = 7;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ae_number_parse_count (bad[i], G_MAXUINT64, &value));
  g_assert_false (ae_number_parse_count ("11", 10, &value));
  g_assert_cmpuint (value, ==, 7);
  g_assert_true (ae_number_parse_count ("010", 10, &value));
  g_assert_cmpuint (value, ==, 10);
  g_assert_true (ae_number_parse_count ("18446744073709551615", G_MAXUINT64, &value));
  g_assert_cmpuint (value, ==, G_MAXUINT64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/numbers", test_numbers);
  g_test_add_func ("/number/counts", test_counts);
  return g_test_run ();
}
