/* bl-display-presets.c: a key file in the user's configuration, one group a sensor. What a
 * sensor is called is in few files; its grid of wavelengths tells it apart. It keeps no scene
 * and no path.
 */
#include "bl-display-presets.h"

#define MOST_SENSORS 200 /* the file is read and written whole */
#define REST_MS      500 /* written once nothing moves any more */

struct _BlDisplayPresets
{
  AeScene *scene;
  BlSensorPicture picture;
  guint timeout; /* 0: nothing waits to be written */
};

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "bandloom", "sensors.ini", NULL);
}

/* For example "268 bands, 400.0 to 2500.0 nm". */
static char *
dup_sensor (AeScene *scene)
{
  const double *nm = ae_scene_get_wavelengths_nm (scene);
  guint n = ae_scene_get_bands (scene);

  if (nm == NULL)
    return g_strdup_printf ("%u bands", n);
  return g_strdup_printf ("%u bands, %.1f to %.1f nm", n, nm[0], nm[n - 1]);
}

/* FALSE where one is missing, is no number, or is not below the limit. */
static gboolean
read_number (GKeyFile *file, const char *sensor, const char *key, guint limit, guint *number)
{
  g_autoptr (GError) error = NULL;
  int value = g_key_file_get_integer (file, sensor, key, &error);

  if (error != NULL || value < 0 || (guint) value >= limit)
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

static void
write_picture (BlDisplayPresets *self)
{
  const BlSensorPicture *picture = &self->picture;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *sensor = dup_sensor (self->scene);
  g_auto (GStrv) groups = NULL;
  gsize n;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  g_key_file_remove_group (file, sensor, NULL); /* the newest comes last */
  groups = g_key_file_get_groups (file, &n);
  if (n >= MOST_SENSORS)
    g_key_file_remove_group (file, groups[0], NULL);
  g_key_file_set_integer (file, sensor, "picture", (int) picture->show);
  g_key_file_set_integer (file, sensor, "stretch", (int) picture->stretch);
  g_key_file_set_integer (file, sensor, "red", (int) picture->bands[0]);
  g_key_file_set_integer (file, sensor, "green", (int) picture->bands[1]);
  g_key_file_set_integer (file, sensor, "blue", (int) picture->bands[2]);
  g_mkdir_with_parents (folder, 0700);
  g_key_file_save_to_file (file, path, NULL);
}

static gboolean
rest_cb (gpointer user_data)
{
  BlDisplayPresets *self = user_data;

  self->timeout = 0;
  write_picture (self);
  return G_SOURCE_REMOVE;
}

/**
 * bl_display_presets_new:
 * @scene: whose sensor; a reference is taken
 *
 * Returns: (transfer full): its memory. Main thread, as all of these.
 */
BlDisplayPresets *
bl_display_presets_new (AeScene *scene)
{
  BlDisplayPresets *self = g_new0 (BlDisplayPresets, 1);

  self->scene = ae_scene_ref (scene);
  return self;
}

/**
 * bl_display_presets_free:
 * @self: (transfer full): a memory; what waits is written
 */
void
bl_display_presets_free (BlDisplayPresets *self)
{
  if (self->timeout != 0)
    write_picture (self);
  g_clear_handle_id (&self->timeout, g_source_remove);
  ae_scene_unref (self->scene);
  g_free (self);
}

/**
 * bl_display_presets_recall:
 * @self: a memory
 * @picture: (out): how scenes of the sensor were last shown; the bands are bands of the scene
 *
 * Returns: FALSE where none was shown otherwise than at first, or the file is damaged.
 */
gboolean
bl_display_presets_recall (BlDisplayPresets *self, BlSensorPicture *picture)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = dup_path ();
  g_autofree char *sensor = dup_sensor (self->scene);
  static const char *const keys[] = { "red", "green", "blue" };

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL)
      || !read_number (file, sensor, "picture", 100, &picture->show)
      || !read_number (file, sensor, "stretch", 100, &picture->stretch))
    return FALSE;
  for (guint c = 0; c < 3; c++)
    if (!read_number (file, sensor, keys[c], ae_scene_get_bands (self->scene),
                      &picture->bands[c]))
      return FALSE;
  return TRUE;
}

/**
 * bl_display_presets_keep:
 * @self: a memory
 * @picture: how the scene is shown now
 *
 * A folder that cannot be written to is no reason to trouble anybody: nothing is kept then.
 */
void
bl_display_presets_keep (BlDisplayPresets *self, const BlSensorPicture *picture)
{
  self->picture = *picture;
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (REST_MS, rest_cb, self);
}
