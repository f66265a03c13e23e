/* ae-map-info.h: ENVI's way to say where an image lies. Not public. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean ae_map_info_parse (char **info, double geotransform[6]);

G_END_DECLS
