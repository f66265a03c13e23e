/* bl-run-settings.c: the settings of a run as an observable object. It knows no widget and no
 * training; what follows from a change is for those who listen.
 */
#include "bl-run-settings.h"

#include <string.h>

#define BANDS_BEFORE_ANY_SCENE 268

struct _BlRunSettings
{
  GObject parent_instance;
  BlRunOptions options;
  char *layers; /* as they are typed */
};

enum
{
  PROP_SPEC = 1,
  PROP_LAYERS,
  PROP_PLAN,
  PROP_PIXELS,
  PROP_HYPERPARAMS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES]; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlRunSettings, bl_run_settings, G_TYPE_OBJECT)

static void
bl_run_settings_finalize (GObject *object)
{
  g_free (BL_RUN_SETTINGS (object)->layers);
  G_OBJECT_CLASS (bl_run_settings_parent_class)->finalize (object);
}

static void
bl_run_settings_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BlRunSettings *self = BL_RUN_SETTINGS (object);

  switch (id)
    {
    case PROP_SPEC:
      g_value_set_boxed (value, &self->options.spec);
      break;
    case PROP_LAYERS:
      g_value_set_string (value, self->layers);
      break;
    case PROP_PLAN:
      g_value_set_boxed (value, &self->options.plan);
      break;
    case PROP_PIXELS:
      g_value_set_boxed (value, &self->options.pixels);
      break;
    case PROP_HYPERPARAMS:
      g_value_set_boxed (value, &self->options.hyperparams);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bl_run_settings_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  BlRunSettings *self = BL_RUN_SETTINGS (object);
  BlRunOptions options = self->options;

  switch (id)
    {
    case PROP_SPEC:
      options.spec = *(const AeSpec *) g_value_get_boxed (value);
      break;
    case PROP_LAYERS:
      bl_run_settings_set_layers (self, g_value_get_string (value));
      return;
    case PROP_PLAN:
      options.plan = *(const AePlan *) g_value_get_boxed (value);
      break;
    case PROP_PIXELS:
      options.pixels = *(const AePixelsOptions *) g_value_get_boxed (value);
      break;
    case PROP_HYPERPARAMS:
      options.hyperparams = *(const AeHyperparams *) g_value_get_boxed (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }
  bl_run_settings_set_options (self, &options);
}

static void
bl_run_settings_class_init (BlRunSettingsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = bl_run_settings_finalize;
  object_class->get_property = bl_run_settings_get_property;
  object_class->set_property = bl_run_settings_set_property;
  properties[PROP_SPEC] = g_param_spec_boxed ("spec", NULL, NULL, AE_TYPE_SPEC, flags);
  properties[PROP_LAYERS] = g_param_spec_string ("layers", NULL, NULL, NULL, flags);
  properties[PROP_PLAN] = g_param_spec_boxed ("plan", NULL, NULL, AE_TYPE_PLAN, flags);
  properties[PROP_PIXELS]
      = g_param_spec_boxed ("pixels", NULL, NULL, AE_TYPE_PIXELS_OPTIONS, flags);
  properties[PROP_HYPERPARAMS]
      = g_param_spec_boxed ("hyperparams", NULL, NULL, AE_TYPE_HYPERPARAMS, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bl_run_settings_init (BlRunSettings *self)
{
  bl_run_options_init (&self->options, AE_VARIANT_STACKED, BANDS_BEFORE_ANY_SCENE);
  self->layers = ae_spec_dup_layers_text (&self->options.spec);
}

/**
 * bl_run_options_init:
 * @self: (out): the preset
 * @variants: #AeVariant bits
 * @good_bands: of the scene that it is for
 */
void
bl_run_options_init (BlRunOptions *self, guint variants, guint good_bands)
{
  *self = (BlRunOptions){ .pixels = { .seed = 1, .validation = 0.1 } };
  ae_spec_init (&self->spec, variants, good_bands);
  ae_plan_init_for (&self->plan, &self->spec);
  ae_hyperparams_init (&self->hyperparams, &self->spec);
}

/**
 * bl_run_settings_new:
 *
 * Returns: (transfer full): the preset of the stacked variant. Main thread, as all of these.
 */
BlRunSettings *
bl_run_settings_new (void)
{
  return g_object_new (BL_TYPE_RUN_SETTINGS, NULL);
}

/**
 * bl_run_settings_get_options:
 * @self: settings
 *
 * Returns: (transfer none): all of them, as they are now.
 */
const BlRunOptions *
bl_run_settings_get_options (BlRunSettings *self)
{
  g_return_val_if_fail (BL_IS_RUN_SETTINGS (self), NULL);
  return &self->options;
}

/* Whether the text says these layers, in whatever words. */
static gboolean
is_text_of (const char *text, const AeSpec *spec)
{
  AeSpec typed = *spec;

  return ae_spec_set_layers_from_string (&typed, text, NULL) && ae_spec_equal (&typed, spec);
}

/* What is typed stays as long as it means the same, or no layers are known. */
static gboolean
follow_layers (BlRunSettings *self)
{
  if (self->options.spec.n_layers == 0 || is_text_of (self->layers, &self->options.spec))
    return FALSE;
  g_free (self->layers);
  self->layers = ae_spec_dup_layers_text (&self->options.spec);
  return TRUE;
}

/**
 * bl_run_settings_set_options:
 * @self: settings
 * @options: all of them; copied
 *
 * Tells of each that is another, when all are set: first of the network, last of what is live.
 */
void
bl_run_settings_set_options (BlRunSettings *self, const BlRunOptions *options)
{
  gboolean has_changed[N_PROPERTIES] = { FALSE };

  g_return_if_fail (BL_IS_RUN_SETTINGS (self) && options != NULL);
  has_changed[PROP_SPEC] = !ae_spec_equal (&self->options.spec, &options->spec);
  has_changed[PROP_PLAN] = !ae_plan_equal (&self->options.plan, &options->plan);
  has_changed[PROP_PIXELS] = !ae_pixels_options_equal (&self->options.pixels, &options->pixels);
  has_changed[PROP_HYPERPARAMS]
      = !ae_hyperparams_equal (&self->options.hyperparams, &options->hyperparams);
  self->options = *options;
  has_changed[PROP_LAYERS] = follow_layers (self);
  g_object_ref (self);
  for (guint id = PROP_SPEC; id < N_PROPERTIES; id++)
    if (has_changed[id])
      g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
  g_object_unref (self);
}

/**
 * bl_run_settings_set_hyperparams:
 * @self: settings
 * @hyperparams: act from the next batch on; copied
 */
void
bl_run_settings_set_hyperparams (BlRunSettings *self, const AeHyperparams *hyperparams)
{
  BlRunOptions options;

  g_return_if_fail (BL_IS_RUN_SETTINGS (self) && hyperparams != NULL);
  options = self->options;
  options.hyperparams = *hyperparams;
  bl_run_settings_set_options (self, &options);
}

/**
 * bl_run_settings_get_layers:
 * @self: settings
 *
 * Returns: (transfer none): the layers as they are typed.
 */
const char *
bl_run_settings_get_layers (BlRunSettings *self)
{
  g_return_val_if_fail (BL_IS_RUN_SETTINGS (self), NULL);
  return self->layers;
}

/**
 * bl_run_settings_set_layers:
 * @self: settings
 * @layers: as they are typed, perhaps none at all; copied
 *
 * The network is another only when they are applied.
 */
void
bl_run_settings_set_layers (BlRunSettings *self, const char *layers)
{
  g_return_if_fail (BL_IS_RUN_SETTINGS (self) && layers != NULL);
  if (strcmp (self->layers, layers) == 0)
    return;
  g_free (self->layers);
  self->layers = g_strdup (layers);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAYERS]);
}

/**
 * bl_run_settings_apply_layers:
 * @self: settings
 * @error: AE_ERROR_INVALID naming what is no layer
 *
 * Makes the network what is typed; one without layers where those cannot be read, so that none
 * can be made of it.
 *
 * Returns: whether they could be read.
 */
gboolean
bl_run_settings_apply_layers (BlRunSettings *self, GError **error)
{
  BlRunOptions options;
  gboolean is_read;

  g_return_val_if_fail (BL_IS_RUN_SETTINGS (self), FALSE);
  options = self->options;
  is_read = ae_spec_set_layers_from_string (&options.spec, self->layers, error);
  if (!is_read)
    options.spec.n_layers = 0;
  bl_run_settings_set_options (self, &options);
  return is_read;
}

/**
 * bl_run_settings_check:
 * @self: settings
 * @error: AE_ERROR_INVALID with a sentence
 *
 * Returns: whether a run can be made from them, once the layers that are typed are applied.
 */
gboolean
bl_run_settings_check (BlRunSettings *self, GError **error)
{
  AeSpec spec;

  g_return_val_if_fail (BL_IS_RUN_SETTINGS (self), FALSE);
  spec = self->options.spec;
  return ae_spec_set_layers_from_string (&spec, self->layers, error)
         && ae_spec_validate (&spec, error) && ae_plan_validate (&self->options.plan, error)
         && ae_hyperparams_validate (&self->options.hyperparams, &spec, error);
}
