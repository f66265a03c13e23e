/* ae-product-xml.c: the METADATA.XML of products whose image is a TIFF: EnMAP and DESIS. Which
 * element tells what stands in one table; everything else in the file is passed over.
 */
#include "ae-product-xml.h"

#include <math.h>
#include <string.h>

#include "ae-companion.h"
#include "ae-file.h"
#include "ae-wavelengths.h"

/* A text longer than this is none of one band. */
#define MAX_FILE (64u << 20)
#define MAX_TEXT 65536

typedef enum
{
  WAVELENGTH,
  WIDTH,
  GAIN,
  OFFSET,
  EXPECTED,
  BACKGROUND,
  SENSOR,
  START,
} Meaning;

static const struct
{
  const char *element;
  gboolean is_of_band; /* counts within `bandCharacterisation` alone */
  Meaning meaning;
} elements[] = {
  { "wavelengthCenterOfBand", TRUE, WAVELENGTH }, /* both */
  { "FWHMOfBand", TRUE, WIDTH },                  /* EnMAP */
  { "wavelengthWidthOfBand", TRUE, WIDTH },       /* DESIS */
  { "GainOfBand", TRUE, GAIN },
  { "OffsetOfBand", TRUE, OFFSET },
  { "expectedChannelsList", FALSE, EXPECTED },
  { "backgroundValue", FALSE, BACKGROUND },
  { "mission", FALSE, SENSOR },
  { "startTime", FALSE, START },
};

typedef struct
{
  AeProductXml *xml;
  GString *text;
  guint bands_depth; /* > 0 within `bandCharacterisation` */
} Parsing;

static void
start_cb (GMarkupParseContext *context, const char *name, const char **keys,
          const char **values, gpointer data, GError **error)
{
  Parsing *parsing = data;

  g_string_truncate (parsing->text, 0);
  if (parsing->bands_depth > 0 || g_ascii_strcasecmp (name, "bandCharacterisation") == 0)
    parsing->bands_depth++;
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize n, gpointer data, GError **error)
{
  Parsing *parsing = data;

  if (parsing->text->len + n < MAX_TEXT)
    g_string_append_len (parsing->text, text, (gssize) n);
}

static void
add_number (GArray *list, const char *text)
{
  char *end;
  double number = g_ascii_strtod (text, &end);

  if (end == text || !isfinite (number))
    number = NAN;
  g_array_append_val (list, number);
}

static void
add_list (GArray *list, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, ", \t\r\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      add_number (list, words[i]);
}

static void
take (AeProductXml *xml, Meaning meaning, const char *text)
{
  char **string = meaning == SENSOR ? &xml->sensor : &xml->acquired;

  switch (meaning)
    {
    case WAVELENGTH:
      add_number (xml->wavelengths, text);
      return;
    case WIDTH:
      add_number (xml->widths, text);
      return;
    case GAIN:
      add_number (xml->gains, text);
      return;
    case OFFSET:
      add_number (xml->offsets, text);
      return;
    case EXPECTED:
      add_list (xml->expected, text);
      return;
    case BACKGROUND:
      xml->background = g_ascii_strtod (text, NULL);
      return;
    case SENSOR:
    case START:
    default:
      if (*string == NULL && *text != '\0')
        *string = g_strdup (text);
    }
}

static void
end_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Parsing *parsing = data;
  const char *local = strrchr (name, ':') != NULL ? strrchr (name, ':') + 1 : name;

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    if (g_ascii_strcasecmp (local, elements[i].element) == 0
        && (parsing->bands_depth > 0 || !elements[i].is_of_band))
      {
        g_autofree char *text = g_strstrip (g_strdup (parsing->text->str));

        take (parsing->xml, elements[i].meaning, text);
      }
  g_string_truncate (parsing->text, 0);
  if (parsing->bands_depth > 0)
    parsing->bands_depth--;
}

/**
 * ae_product_xml_free:
 * @self: (nullable) (transfer full): metadata
 */
void
ae_product_xml_free (AeProductXml *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->wavelengths);
  g_array_unref (self->widths);
  g_array_unref (self->gains);
  g_array_unref (self->offsets);
  g_array_unref (self->expected);
  g_free (self->sensor);
  g_free (self->acquired);
  g_free (self);
}

static GArray *
list_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (double));
}

/**
 * ae_product_xml_new_load:
 * @path: of an XML file
 *
 * Returns: (transfer full) (nullable): what it says of bands; %NULL where it is no XML or says
 * nothing of them.
 */
AeProductXml *
ae_product_xml_new_load (const char *path)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb, NULL, NULL };
  g_autoptr (AeProductXml) self = g_new0 (AeProductXml, 1);
  g_autofree char *text = NULL;
  Parsing parsing = { self, g_string_new (NULL), 0 };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &parsing, NULL);
  gsize n;
  gboolean ok;

  self->wavelengths = list_new ();
  self->widths = list_new ();
  self->gains = list_new ();
  self->offsets = list_new ();
  self->expected = list_new ();
  self->background = NAN;
  ok = ae_file_read (path, MAX_FILE, &text, &n, NULL)
       && g_markup_parse_context_parse (context, text, (gssize) n, NULL)
       && self->wavelengths->len > 0;
  g_markup_parse_context_free (context);
  g_string_free (parsing.text, TRUE);
  return ok ? g_steal_pointer (&self) : NULL;
}

/**
 * ae_product_xml_find:
 * @path: of the image or of its metadata
 *
 * Returns: (transfer full) (nullable): path of the metadata.
 */
char *
ae_product_xml_find (const char *path)
{
  gsize n = strlen (path);

  if (n > 4 && g_ascii_strcasecmp (path + n - 4, ".xml") == 0)
    return g_strdup (path);
  return ae_companion_find (path, "SPECTRAL_IMAGE", "METADATA", ".xml");
}

/* Bands that are not among the expected hold nothing. */
static void
fill_bad_bands (const AeProductXml *self, AeSceneBuilder *b)
{
  g_autofree guint8 *bad = g_malloc (b->bands);
  guint n_good = 0;

  memset (bad, 1, b->bands);
  for (guint i = 0; i < self->expected->len; i++)
    {
      double number = g_array_index (self->expected, double, i);

      if (number >= 1 && number <= b->bands && bad[(guint) number - 1])
        {
          bad[(guint) number - 1] = 0;
          n_good++;
        }
    }
  if (n_good == 0)
    return;
  if (b->bad_bands == NULL)
    b->bad_bands = g_new0 (guint8, b->bands);
  for (guint i = 0; i < b->bands; i++)
    b->bad_bands[i] |= bad[i];
}

/**
 * ae_product_xml_fill_bands:
 * @builder: with its bands; gets wavelengths, widths, bad bands, sensor and time
 *
 * Metadata of another number of bands are passed over with a note.
 */
void
ae_product_xml_fill_bands (const AeProductXml *self, AeSceneBuilder *builder)
{
  guint n = builder->bands;

  builder->sensor = g_strdup (self->sensor);
  builder->acquired = g_strdup (self->acquired);
  if (self->wavelengths->len != n)
    {
      ae_scene_builder_warn (builder,
                             "The metadata describe %u bands and the image has %u; they are "
                             "left out.",
                             self->wavelengths->len, n);
      return;
    }
  if (builder->axis == NULL)
    ae_wavelengths_put (
        builder, g_memdup2 (self->wavelengths->data, n * sizeof (double)), n,
        self->widths->len == n ? g_memdup2 (self->widths->data, n * sizeof (double)) : NULL,
        self->widths->len == n ? n : 0, "nm");
  fill_bad_bands (self, builder);
}
