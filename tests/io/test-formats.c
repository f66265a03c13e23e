/* test-formats.c: what the table of formats says is so, and whatever names the formats without
 * reading the table (README, launcher, metainfo, manual page) names the same ones.
 */
#include <string.h>

#include "ae-format-table.h"
#include "ae-formats.h"

/* ------------------------------------------------------------------ the table itself */

static void
test_rows (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (ae_formats_get_n (), >=, 5);
  for (guint i = 0; i < ae_formats_get_n (); i++)
    {
      const AeFormatInfo *info = ae_formats_get (i);

      g_assert_nonnull (info->names[0]);
      g_assert_nonnull (info->suffixes[0]);
      g_assert_null (info->names[G_N_ELEMENTS (info->names) - 1]);
      g_assert_null (info->suffixes[G_N_ELEMENTS (info->suffixes) - 1]);
      g_assert_null (info->mime_types[G_N_ELEMENTS (info->mime_types) - 1]);
      for (guint n = 0; info->names[n] != NULL; n++)
        g_assert_true (g_hash_table_add (seen, (char *) info->names[n]));
      for (guint s = 0; info->suffixes[s] != NULL; s++)
        for (const char *c = info->suffixes[s]; *c != '\0'; c++)
          g_assert_true (g_ascii_islower (*c) || g_ascii_isdigit (*c));
    }
}

static void
test_names (void)
{
  g_autofree char *names = ae_formats_dup_names ("or");
  g_autofree char *others = ae_formats_dup_names ("and");

  g_assert_true (g_str_has_prefix (names, "ENVI (with its .hdr), MATLAB, "));
  g_assert_true (g_str_has_suffix (names, ", GeoTIFF or ERDAS"));
  g_assert_true (g_str_has_suffix (others, ", GeoTIFF and ERDAS"));
}

/* A refusal names every format, so that whoever adds a row need not. */
static void
test_refusal (void)
{
  g_autofree char *names = ae_formats_dup_names ("and");
  g_autoptr (GError) error = NULL;
  AeReadContext reading = { .path = (char *) "/nowhere/a.xyz", .name = (char *) "a.xyz" };

  g_assert_null (ae_read_context_find_format (&reading, &error));
  g_assert_nonnull (strstr (error->message, names));
}

/* ------------------------------------------------------------------ who repeats it */

typedef char *(*CheckFunc) (const char *text);

static gboolean
has_word (const char *text, const char *word)
{
  g_autofree char *quoted = g_regex_escape_string (word, -1);
  g_autofree char *pattern = g_strdup_printf ("\\b%s\\b", quoted);

  return g_regex_match_simple (pattern, text, 0, 0);
}

/* Every name, somewhere in the text. */
static char *
check_prose (const char *text)
{
  for (guint i = 0; i < ae_formats_get_n (); i++)
    for (const char *const *name = ae_formats_get (i)->names; *name != NULL; name++)
      if (!has_word (text, *name))
        return g_strdup (*name);
  return NULL;
}

static const AeFormatInfo *
find_named (const char *cell)
{
  for (guint i = 0; i < ae_formats_get_n (); i++)
    for (const char *const *name = ae_formats_get (i)->names; *name != NULL; name++)
      if (has_word (cell, *name))
        return ae_formats_get (i);
  return NULL;
}

/* A line a format; lines of what is no scene's file are known. */
static char *
check_readme_line (const char *line, GHashTable *seen)
{
  g_auto (GStrv) cells = g_strsplit (line, "|", -1);
  const AeFormatInfo *info;

  if (g_strv_length (cells) < 4 || g_str_has_prefix (cells[1], " format")
      || g_str_has_prefix (cells[1], "---") || strstr (cells[1], "spectral libraries") != NULL
      || strstr (cells[1], "`demo:`") != NULL)
    return NULL;
  info = find_named (cells[1]);
  if (info == NULL)
    return g_strdup_printf ("no row for %s", cells[1]);
  for (const char *const *name = info->names; *name != NULL; name++)
    if (!has_word (cells[1], *name))
      return g_strdup_printf ("%s is missing beside %s", *name, info->names[0]);
  if (info->needs_subprocess != (strstr (cells[2], "process of its own") != NULL))
    return g_strdup_printf ("%s: in which process?", info->names[0]);
  if (!g_hash_table_add (seen, (gpointer) info))
    return g_strdup_printf ("%s stands there twice", info->names[0]);
  return NULL;
}

static char *
check_readme (const char *text)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  const char *start = strstr (text, "## What it reads"),
             *end = start != NULL ? strstr (start + 2, "\n## ") : NULL;
  g_autofree char *section = end != NULL ? g_strndup (start, (gsize) (end - start)) : NULL;
  g_auto (GStrv) lines = section != NULL ? g_strsplit (section, "\n", -1) : NULL;

  if (lines == NULL)
    return g_strdup ("no section of formats");
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *fault = check_readme_line (lines[i], seen);

      if (fault != NULL)
        return fault;
    }
  return g_hash_table_size (seen) == ae_formats_get_n () ? NULL : g_strdup ("a row is missing");
}

static char *
check_launcher (const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) types = NULL;

  g_assert_true (g_key_file_load_from_data (file, text, (gsize) -1, 0, NULL));
  types = g_key_file_get_string_list (file, "Desktop Entry", "MimeType", NULL, NULL);
  for (guint i = 0; i < ae_formats_get_n (); i++)
    for (const char *const *type = ae_formats_get (i)->mime_types; *type != NULL; type++)
      g_hash_table_add (wanted, (char *) *type);
  for (guint t = 0; types != NULL && types[t] != NULL; t++)
    if (!g_hash_table_remove (wanted, types[t]))
      return g_strdup_printf ("no row has the type %s", types[t]);
  return g_hash_table_size (wanted) == 0 ? NULL : g_strdup ("a type is missing");
}

/* A text that names the formats, how it is checked, and what is planted in it as a fault. */
typedef struct
{
  const char *path;
  CheckFunc check;
  const char *good;
  const char *bad;
} Repeat;

static const Repeat repeats[] = {
  { "README.md", check_readme, "| NumPy `.npy`", "| Fortran `.f77`" },
  { "README.md", check_readme, "| netCDF, HDF5 | GDAL, in a process of its own",
    "| netCDF, HDF5 | GDAL" },
  { "README.md", check_readme, "| GeoTIFF, ERDAS", "| GeoTIFF" },
  { "resources/desktop/org.bandloom.Bandloom.desktop", check_launcher, "image/tiff;", "" },
  { "resources/desktop/org.bandloom.Bandloom.desktop", check_launcher, "image/tiff;",
    "image/tiff;image/png;" },
  { "resources/desktop/org.bandloom.Bandloom.metainfo.xml", check_prose, "NumPy", "numbers" },
  { "resources/cli/bandloom.1", check_prose, "HDF5", "HDF" },
};

static void
test_repeated (gconstpointer data)
{
  const Repeat *repeat = data;
  g_autofree char *path = g_build_filename (SOURCE_ROOT, repeat->path, NULL);
  g_autofree char *text = NULL, *fault = NULL, *planted_fault = NULL;
  g_autoptr (GString) planted = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  fault = repeat->check (text);
  g_assert_cmpstr (fault, ==, NULL);
  planted = g_string_new (text);
  g_assert_cmpuint (g_string_replace (planted, repeat->good, repeat->bad, 0), >, 0);
  planted_fault = repeat->check (planted->str);
  g_assert_nonnull (planted_fault);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/rows", test_rows);
  g_test_add_func ("/formats/names", test_names);
  g_test_add_func ("/formats/refusal", test_refusal);
  for (guint i = 0; i < G_N_ELEMENTS (repeats); i++)
    {
      g_autofree char *base = g_path_get_basename (repeats[i].path);
      g_autofree char *name = g_strdup_printf ("/formats/repeated/%u/%s", i, base);

      g_test_add_data_func (name, &repeats[i], test_repeated);
    }
  return g_test_run ();
}
