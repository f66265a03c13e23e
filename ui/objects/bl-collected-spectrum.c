/* bl-collected-spectrum.c: an item of the list of collected spectra. Its name can be changed,
 * the rest is as it was collected.
 */
#include "bl-collected-spectrum.h"

struct _BlCollectedSpectrum
{
  GObject parent_instance;
  char *name;
  guint number;
  GBytes *values; /* (good bands) floats, scene units */
};

enum
{
  PROP_NAME = 1,
  PROP_NUMBER,
  PROP_VALUES,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES]; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlCollectedSpectrum, bl_collected_spectrum, G_TYPE_OBJECT)

static void
bl_collected_spectrum_finalize (GObject *object)
{
  BlCollectedSpectrum *self = BL_COLLECTED_SPECTRUM (object);

  g_free (self->name);
  g_clear_pointer (&self->values, g_bytes_unref);
  G_OBJECT_CLASS (bl_collected_spectrum_parent_class)->finalize (object);
}

static void
bl_collected_spectrum_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BlCollectedSpectrum *self = BL_COLLECTED_SPECTRUM (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_NUMBER:
      g_value_set_uint (value, self->number);
      break;
    case PROP_VALUES:
      g_value_set_boxed (value, self->values);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bl_collected_spectrum_set_property (GObject *object, guint id, const GValue *value,
                                    GParamSpec *spec)
{
  BlCollectedSpectrum *self = BL_COLLECTED_SPECTRUM (object);

  switch (id)
    {
    case PROP_NAME:
      bl_collected_spectrum_set_name (self, g_value_get_string (value));
      break;
    case PROP_NUMBER:
      self->number = g_value_get_uint (value);
      break;
    case PROP_VALUES:
      self->values = g_value_dup_boxed (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bl_collected_spectrum_class_init (BlCollectedSpectrumClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = bl_collected_spectrum_finalize;
  object_class->get_property = bl_collected_spectrum_get_property;
  object_class->set_property = bl_collected_spectrum_set_property;
  properties[PROP_NAME]
      = g_param_spec_string ("name", NULL, NULL, "", flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 0, G_MAXUINT, 0,
                                               flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_VALUES]
      = g_param_spec_boxed ("values", NULL, NULL, G_TYPE_BYTES, flags | G_PARAM_CONSTRUCT_ONLY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bl_collected_spectrum_init (BlCollectedSpectrum *self)
{
  self->name = g_strdup ("");
}

/**
 * bl_collected_spectrum_new:
 * @name: for people; copied
 * @number: how many were collected before it
 * @values: (n): scene units; copied
 * @n: good bands
 *
 * Returns: (transfer full): an item. Main thread, as all of these.
 */
BlCollectedSpectrum *
bl_collected_spectrum_new (const char *name, guint number, const float *values, guint n)
{
  g_autoptr (GBytes) bytes = g_bytes_new (values, n * sizeof *values);

  return g_object_new (BL_TYPE_COLLECTED_SPECTRUM, "name", name, "number", number, "values",
                       bytes, NULL);
}

/**
 * bl_collected_spectrum_get_name:
 * @self: an item
 *
 * Returns: (transfer none): for people.
 */
const char *
bl_collected_spectrum_get_name (BlCollectedSpectrum *self)
{
  g_return_val_if_fail (BL_IS_COLLECTED_SPECTRUM (self), NULL);
  return self->name;
}

/**
 * bl_collected_spectrum_set_name:
 * @self: an item
 * @name: for people; copied
 */
void
bl_collected_spectrum_set_name (BlCollectedSpectrum *self, const char *name)
{
  g_return_if_fail (BL_IS_COLLECTED_SPECTRUM (self) && name != NULL);
  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * bl_collected_spectrum_get_number:
 * @self: an item
 *
 * Returns: how many were collected before it.
 */
guint
bl_collected_spectrum_get_number (BlCollectedSpectrum *self)
{
  g_return_val_if_fail (BL_IS_COLLECTED_SPECTRUM (self), 0);
  return self->number;
}

/**
 * bl_collected_spectrum_get_values:
 * @self: an item
 * @n: (out): good bands
 *
 * Returns: (transfer none): (n), scene units.
 */
const float *
bl_collected_spectrum_get_values (BlCollectedSpectrum *self, guint *n)
{
  gsize bytes;
  const float *values;

  *n = 0;
  g_return_val_if_fail (BL_IS_COLLECTED_SPECTRUM (self), NULL);
  values = g_bytes_get_data (self->values, &bytes);
  *n = (guint) (bytes / sizeof *values);
  return values;
}
