/* bl-scene-model.c: the open scene as an observable object. It knows no file and no widget. */
#include "bl-scene-model.h"

#include "ae-scene-edits.h"

#define N_PARTS 5

struct _BlSceneModel
{
  GObject parent_instance;
  AeScene *scene;
  BlSelection *selection;
  char *axes;
  AeSpectralLibrary *library;
  guint n_wanting[N_PARTS]; /* widgets on screen that show this part */
};

enum
{
  PROP_SCENE = 1,
  PROP_LABELS,
  PROP_SELECTION,
  PROP_AXES,
  PROP_LIBRARY,
  PROP_PARTS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES]; /* written once, in class_init */
static guint edits_refused;                  /* too */

G_DEFINE_FINAL_TYPE (BlSceneModel, bl_scene_model, G_TYPE_OBJECT)

static void
tell (BlSceneModel *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* ------------------------------------------------------------------ the type */

static void
bl_scene_model_finalize (GObject *object)
{
  BlSceneModel *self = BL_SCENE_MODEL (object);

  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->library, ae_spectral_library_unref);
  g_object_unref (self->selection);
  g_free (self->axes);
  G_OBJECT_CLASS (bl_scene_model_parent_class)->finalize (object);
}

static void
bl_scene_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BlSceneModel *self = BL_SCENE_MODEL (object);

  switch (id)
    {
    case PROP_SCENE:
    case PROP_LABELS:
      g_value_set_boxed (value, self->scene);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_AXES:
      g_value_set_string (value, self->axes);
      break;
    case PROP_LIBRARY:
      g_value_set_boxed (value, self->library);
      break;
    case PROP_PARTS:
      g_value_set_uint (value, bl_scene_model_get_parts (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bl_scene_model_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  BlSceneModel *self = BL_SCENE_MODEL (object);

  switch (id)
    {
    case PROP_SCENE:
      bl_scene_model_set_scene (self, g_value_get_boxed (value));
      break;
    case PROP_LABELS:
      bl_scene_model_set_labels (self, g_value_get_boxed (value));
      break;
    case PROP_AXES:
      bl_scene_model_set_axes (self, g_value_get_string (value));
      break;
    case PROP_LIBRARY:
      bl_scene_model_set_library (self, g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
bl_scene_model_class_init (BlSceneModelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS,
              writable = readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = bl_scene_model_finalize;
  object_class->get_property = bl_scene_model_get_property;
  object_class->set_property = bl_scene_model_set_property;
  properties[PROP_SCENE] = g_param_spec_boxed ("scene", NULL, NULL, AE_TYPE_SCENE, writable);
  properties[PROP_LABELS] = g_param_spec_boxed ("labels", NULL, NULL, AE_TYPE_SCENE, writable);
  properties[PROP_SELECTION]
      = g_param_spec_object ("selection", NULL, NULL, BL_TYPE_SELECTION, readable);
  properties[PROP_AXES] = g_param_spec_string ("axes", NULL, NULL, NULL, writable);
  properties[PROP_LIBRARY]
      = g_param_spec_boxed ("library", NULL, NULL, AE_TYPE_SPECTRAL_LIBRARY, writable);
  properties[PROP_PARTS]
      = g_param_spec_uint ("parts", NULL, NULL, 0, (1 << N_PARTS) - 1, 0, readable);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  edits_refused = g_signal_new ("edits-refused", BL_TYPE_SCENE_MODEL, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bl_scene_model_init (BlSceneModel *self)
{
  self->selection = bl_selection_new ();
}

/**
 * bl_scene_model_new:
 *
 * Returns: (transfer full): a model without a scene. Main thread, as all of these.
 */
BlSceneModel *
bl_scene_model_new (void)
{
  return g_object_new (BL_TYPE_SCENE_MODEL, NULL);
}

/* ------------------------------------------------------------------ the scene */

/**
 * bl_scene_model_get_scene:
 * @self: a model
 *
 * Returns: (nullable) (transfer none): the scene with its newest labels.
 */
AeScene *
bl_scene_model_get_scene (BlSceneModel *self)
{
  g_return_val_if_fail (BL_IS_SCENE_MODEL (self), NULL);
  return self->scene;
}

/* A pixel in the middle, so that there is a spectrum to look at from the first moment. */
static gint64
find_middle (AeScene *scene)
{
  gsize n = ae_scene_get_n_pixels (scene), samples = ae_scene_get_samples (scene);
  gsize middle = (gsize) ae_scene_get_lines (scene) / 2 * samples + samples / 2;

  for (gsize i = 0; i < n; i++)
    if (!ae_scene_is_masked (scene, (middle + i) % n))
      return (gint64) ((middle + i) % n);
  return BL_SELECTION_NO_PIN;
}

/* An edited scene keeps its pin where there are still data. */
static gint64
choose_pin (BlSceneModel *self, AeScene *scene)
{
  guint32 pin;

  if (self->scene != NULL && bl_selection_get_pin (self->selection, &pin)
      && ae_scene_get_opened (self->scene) == ae_scene_get_opened (scene)
      && !ae_scene_is_masked (scene, pin))
    return pin;
  return find_middle (scene);
}

/**
 * bl_scene_model_set_scene:
 * @self: a model
 * @scene: (nullable): another scene, or an edited one; a reference is taken
 *
 * What was selected and pinned of the scene before is let go first, and a pixel of the new one
 * is pinned last: nobody is told of a pixel of a scene that is not there.
 */
void
bl_scene_model_set_scene (BlSceneModel *self, AeScene *scene)
{
  gint64 pin = BL_SELECTION_NO_PIN;
  AeScene *old;

  g_return_if_fail (BL_IS_SCENE_MODEL (self));
  if (self->scene == scene)
    return;
  if (scene != NULL)
    pin = choose_pin (self, scene);
  bl_selection_set_scene (self->selection, NULL);
  old = self->scene;
  self->scene = scene != NULL ? ae_scene_ref (scene) : NULL;
  tell (self, PROP_SCENE);
  ae_scene_unref (old);
  bl_selection_set_scene (self->selection, scene);
  bl_selection_set_pin (self->selection, pin);
}

/**
 * bl_scene_model_set_labels:
 * @self: a model with a scene
 * @scene: the same with other labels; a reference is taken
 *
 * Selection and pin stay.
 */
void
bl_scene_model_set_labels (BlSceneModel *self, AeScene *scene)
{
  AeScene *old;

  g_return_if_fail (BL_IS_SCENE_MODEL (self));
  g_return_if_fail (self->scene != NULL && scene != NULL);
  if (self->scene == scene)
    return;
  old = self->scene;
  self->scene = ae_scene_ref (scene);
  tell (self, PROP_LABELS);
  ae_scene_unref (old);
}

/**
 * bl_scene_model_refuse_edits:
 * @self: a model
 *
 * Tells whoever shows what was changed of the scene that it is not: "edits-refused".
 */
void
bl_scene_model_refuse_edits (BlSceneModel *self)
{
  g_return_if_fail (BL_IS_SCENE_MODEL (self));
  g_signal_emit (self, edits_refused, 0);
}

/**
 * bl_scene_model_get_selection:
 * @self: a model
 *
 * Returns: (transfer none): which of its pixels are selected, and which one is pinned.
 */
BlSelection *
bl_scene_model_get_selection (BlSceneModel *self)
{
  g_return_val_if_fail (BL_IS_SCENE_MODEL (self), NULL);
  return self->selection;
}

/**
 * bl_scene_model_get_axes:
 * @self: a model
 *
 * Returns: (nullable) (transfer none): the order that the file's axes were read in, such as
 * "lsb"; %NULL: as found.
 */
const char *
bl_scene_model_get_axes (BlSceneModel *self)
{
  g_return_val_if_fail (BL_IS_SCENE_MODEL (self), NULL);
  return self->axes;
}

/**
 * bl_scene_model_set_axes:
 * @self: a model
 * @axes: (nullable): the order that the file's axes were read in; copied
 */
void
bl_scene_model_set_axes (BlSceneModel *self, const char *axes)
{
  g_return_if_fail (BL_IS_SCENE_MODEL (self));
  if (g_strcmp0 (self->axes, axes) == 0)
    return;
  g_free (self->axes);
  self->axes = g_strdup (axes);
  tell (self, PROP_AXES);
}

/**
 * bl_scene_model_get_library:
 * @self: a model
 *
 * Returns: (nullable) (transfer none): known spectra to name those of the scene by.
 */
AeSpectralLibrary *
bl_scene_model_get_library (BlSceneModel *self)
{
  g_return_val_if_fail (BL_IS_SCENE_MODEL (self), NULL);
  return self->library;
}

/**
 * bl_scene_model_set_library:
 * @self: a model
 * @library: (nullable): known spectra; a reference is taken
 */
void
bl_scene_model_set_library (BlSceneModel *self, AeSpectralLibrary *library)
{
  g_return_if_fail (BL_IS_SCENE_MODEL (self));
  if (self->library == library)
    return;
  g_clear_pointer (&self->library, ae_spectral_library_unref);
  self->library = library != NULL ? ae_spectral_library_ref (library) : NULL;
  tell (self, PROP_LIBRARY);
}

/* ------------------------------------------------------------------ what is on screen */

/**
 * bl_scene_model_get_parts:
 * @self: a model
 *
 * Returns: #BlViewParts that any widget on screen shows.
 */
guint
bl_scene_model_get_parts (BlSceneModel *self)
{
  guint parts = 0;

  g_return_val_if_fail (BL_IS_SCENE_MODEL (self), 0);
  for (guint i = 0; i < N_PARTS; i++)
    parts |= self->n_wanting[i] > 0 ? 1u << i : 0;
  return parts;
}

/**
 * bl_scene_model_add_parts:
 * @self: a model
 * @parts: #BlViewParts that one more widget on screen shows
 */
void
bl_scene_model_add_parts (BlSceneModel *self, guint parts)
{
  guint before;

  g_return_if_fail (BL_IS_SCENE_MODEL (self));
  before = bl_scene_model_get_parts (self);
  for (guint i = 0; i < N_PARTS; i++)
    self->n_wanting[i] += (parts >> i) & 1;
  if (bl_scene_model_get_parts (self) != before)
    tell (self, PROP_PARTS);
}

/**
 * bl_scene_model_remove_parts:
 * @self: a model
 * @parts: what was added by bl_scene_model_add_parts()
 */
void
bl_scene_model_remove_parts (BlSceneModel *self, guint parts)
{
  guint before;

  g_return_if_fail (BL_IS_SCENE_MODEL (self));
  before = bl_scene_model_get_parts (self);
  for (guint i = 0; i < N_PARTS; i++)
    if ((parts >> i) & 1)
      {
        g_return_if_fail (self->n_wanting[i] > 0);
        self->n_wanting[i]--;
      }
  if (bl_scene_model_get_parts (self) != before)
    tell (self, PROP_PARTS);
}
