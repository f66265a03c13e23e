/* ae-gdal.c: starting GDAL once, and catching what it says. Opens no file. */
#include "ae-gdal.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <string.h>

#include "ae-error.h"

/* Bytes of decoded blocks that GDAL may keep. */
#define CACHE_BYTES (64 << 20)

static void CPL_STDCALL
keep_cb (CPLErr level, CPLErrorNum number, const char *text)
{
  AeGdalQuiet *self = CPLGetErrorHandlerUserData ();

  if (level < CE_Warning || self == NULL || self->said->len > 500)
    return;
  if (self->said->len > 0)
    g_string_append (self->said, "; ");
  g_string_append (self->said, text);
}

/**
 * ae_gdal_quiet_begin:
 * @self: (out): to be ended on the same thread
 *
 * Registers GDAL's drivers when called first. No side files are written.
 */
void
ae_gdal_quiet_begin (AeGdalQuiet *self)
{
  static gsize is_ready = 0;

  self->said = g_string_new (NULL);
  CPLPushErrorHandlerEx (keep_cb, self);
  if (g_once_init_enter (&is_ready))
    {
      CPLSetConfigOption ("GDAL_PAM_ENABLED", "NO");
      GDALSetCacheMax64 (CACHE_BYTES);
      GDALAllRegister ();
      g_once_init_leave (&is_ready, 1);
    }
}

/**
 * ae_gdal_quiet_end:
 * @self: begun, or zeroed
 */
void
ae_gdal_quiet_end (AeGdalQuiet *self)
{
  if (self->said == NULL)
    return;
  CPLPopErrorHandler ();
  g_string_free (g_steal_pointer (&self->said), TRUE);
}

/**
 * ae_gdal_fail:
 * @name: of the file
 * @what: what could not be done: "cannot be opened"
 *
 * Makes an error of what GDAL said.
 *
 * Returns: %FALSE, for the caller to return.
 */
gboolean
ae_gdal_fail (const AeGdalQuiet *self, const char *name, const char *what, GError **error)
{
  g_autofree char *said = g_utf8_make_valid (self->said->str, -1);

  g_strdelimit (said, "\n\r", ' ');
  g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED, "%s %s; it is damaged or cut off%s%s%s.",
               name, what, *said != '\0' ? " (" : "", said, *said != '\0' ? ")" : "");
  return FALSE;
}

/**
 * ae_gdal_type_name:
 *
 * Returns: the type in our words, for example "uint16".
 */
const char *
ae_gdal_type_name (GDALDataType type)
{
  switch (type)
    {
    case GDT_Byte:
      return "uint8";
    case GDT_UInt16:
      return "uint16";
    case GDT_Int16:
      return "int16";
    case GDT_UInt32:
      return "uint32";
    case GDT_Int32:
      return "int32";
    case GDT_UInt64:
      return "uint64";
    case GDT_Int64:
      return "int64";
    case GDT_Float32:
      return "float32";
    case GDT_Float64:
      return "float64";
    case GDT_CInt16:
    case GDT_CInt32:
    case GDT_CFloat32:
      return "complex64";
    case GDT_CFloat64:
      return "complex128";
    case GDT_Unknown:
    default:
      return "unknown";
    }
}
