/* ae-gdal.c: starting GDAL once, and catching what it says. Opens no file. */
#include "ae-gdal.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
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

/* Files that a file names are opened by drivers, too: there are no others than these. */
static void
register_drivers (void)
{
  static const char *const wanted[]
      = { "GTiff", "LAN", "HFA", "NITF", "PDS4", "ISIS3", "netCDF", "HDF5", "EHdr", "ENVI",
          "VRT" };

  GDALAllRegister ();
  for (int i = GDALGetDriverCount () - 1; i >= 0; i--)
    {
      GDALDriverH driver = GDALGetDriver (i);
      gboolean is_wanted = FALSE;

      for (guint k = 0; k < G_N_ELEMENTS (wanted); k++)
        is_wanted = is_wanted || strcmp (GDALGetDriverShortName (driver), wanted[k]) == 0;
      if (!is_wanted)
        {
          GDALDeregisterDriver (driver);
          GDALDestroyDriver (driver);
        }
    }
}

static void *
open_nothing_cb (void *user_data, const char *name, const char *access)
{
  return NULL;
}

static size_t
read_nothing_cb (void *file, void *buffer, size_t size, size_t n)
{
  return 0;
}

static vsi_l_offset
tell_nothing_cb (void *file)
{
  return 0;
}

static int
seek_nothing_cb (void *file, vsi_l_offset offset, int whence)
{
  return -1;
}

static int
close_nothing_cb (void *file)
{
  return 0;
}

static int
stat_nothing_cb (void *user_data, const char *name, VSIStatBufL *status, int flags)
{
  return -1;
}

/* Names that GDAL would ask a network for lead nowhere. */
static void
close_network (void)
{
  static const char *const kinds[]
      = { "curl", "s3", "gs", "az", "adls", "oss", "swift", "hdfs", "webhdfs" };
  VSIFilesystemPluginCallbacksStruct *nothing = VSIAllocFilesystemPluginCallbacksStruct ();

  nothing->open = open_nothing_cb;
  nothing->read = read_nothing_cb;
  nothing->tell = tell_nothing_cb;
  nothing->seek = seek_nothing_cb;
  nothing->close = close_nothing_cb;
  nothing->stat = stat_nothing_cb;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *whole = g_strdup_printf ("/vsi%s/", kinds[i]);
      g_autofree char *stream = g_strdup_printf ("/vsi%s_streaming/", kinds[i]);

      VSIInstallPluginHandler (whole, nothing);
      VSIInstallPluginHandler (stream, nothing);
    }
  VSIFreeFilesystemPluginCallbacksStruct (nothing);
}

/**
 * ae_gdal_start:
 *
 * Registers the drivers that are used, and no way to a network. Once; any thread.
 */
void
ae_gdal_start (void)
{
  static gsize is_ready = 0;

  if (!g_once_init_enter (&is_ready))
    return;
  CPLSetConfigOption ("GDAL_PAM_ENABLED", "NO");
  if (g_getenv ("GDAL_DRIVER_PATH") != NULL) /* code that somebody put somewhere */
    CPLSetConfigOption ("GDAL_DRIVER_PATH", "disable");
  CPLSetConfigOption ("PROJ_NETWORK", "OFF");
  GDALSetCacheMax64 (CACHE_BYTES);
  register_drivers ();
  close_network ();
  g_once_init_leave (&is_ready, 1);
}

/**
 * ae_gdal_quiet_begin:
 * @self: (out): to be ended on the same thread
 *
 * Starts GDAL when called first. No side files are written.
 */
void
ae_gdal_quiet_begin (AeGdalQuiet *self)
{
  self->said = g_string_new (NULL);
  CPLPushErrorHandlerEx (keep_cb, self);
  ae_gdal_start ();
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
  g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED, "%s %s; it is damaged or cut off%s%s%s", name,
               what, *said != '\0' ? " (" : "", said, *said != '\0' ? ")" : "");
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
