/* ae-map-info.c: ENVI's `map info`, which NEON's files have too: {projection, x, y of a tie
 * point in pixels from 1, its easting, northing, pixel width and height, …, rotation=degrees}.
 */
#include "ae-map-info.h"

#include <math.h>
#include <string.h>

static double
get_rotation (char **info)
{
  for (guint i = 7; info[i] != NULL; i++)
    {
      const char *text = info[i] + strspn (info[i], " \t");

      if (g_ascii_strncasecmp (text, "rotation", 8) == 0 && strchr (text, '=') != NULL)
        return g_ascii_strtod (strchr (text, '=') + 1, NULL) * G_PI / 180;
    }
  return 0;
}

/**
 * ae_map_info_parse:
 * @info: (array zero-terminated=1): its parts
 * @geotransform: (out): in GDAL's order
 *
 * The rotation turns the image counter-clockwise about its tie point, as ENVI and GDAL have it.
 *
 * Returns: whether it places an image.
 */
gboolean
ae_map_info_parse (char **info, double geotransform[6])
{
  double v[6], turn, *t = geotransform;

  if (info == NULL || g_strv_length (info) < 7
      || g_ascii_strcasecmp (info[0], "arbitrary") == 0)
    return FALSE;
  for (guint i = 0; i < 6; i++)
    {
      char *end;

      v[i] = g_ascii_strtod (info[i + 1], &end);
      if (end == info[i + 1] || !isfinite (v[i]))
        return FALSE;
    }
  turn = get_rotation (info);
  t[1] = v[4] * cos (turn);
  t[2] = turn != 0 ? v[5] * sin (turn) : 0;
  t[4] = turn != 0 ? v[4] * sin (turn) : 0;
  t[5] = -v[5] * cos (turn);
  t[0] = v[2] - (v[0] - 1) * t[1] - (v[1] - 1) * t[2];
  t[3] = v[3] - (v[0] - 1) * t[4] - (v[1] - 1) * t[5];
  return TRUE;
}
