/* ae-gdal.h: GDAL made quiet: its complaints become our errors. Not public. */
#pragma once

#include <gdal.h>

#include "ae-read-context.h"

G_BEGIN_DECLS

/* While one lives, what GDAL says on this thread is kept here and printed nowhere. */
typedef struct
{
  GString *said;
} AeGdalQuiet;

void ae_gdal_start (void);
void ae_gdal_quiet_begin (AeGdalQuiet *self);
void ae_gdal_quiet_end (AeGdalQuiet *self);
gboolean ae_gdal_fail (const AeGdalQuiet *self, const char *name, const char *what,
                       GError **error);
const char *ae_gdal_type_name (GDALDataType type);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AeGdalQuiet, ae_gdal_quiet_end)

G_END_DECLS
