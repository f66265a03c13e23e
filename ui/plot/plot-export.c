/* plot-export.c: a chart as PNG, SVG or PDF by the same painters, and the data behind it as
 * CSV. On paper the ground is white whatever the screen shows; numbers in CSV have a '.' in
 * every locale and enough digits to come back to the same bits. */
#include "plot-export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <string.h>

#include "ae-file.h"
#include "plot-chart-private.h"
#include "plot-paint.h"

#define PNG_SCALE 2.0

static void
append_number (GString *out, double value, gboolean is_float)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == value)
    g_string_append (out, is_float ? g_ascii_formatd (text, sizeof text, "%.9g", value)
                                   : g_ascii_dtostr (text, sizeof text, value));
}

/* RFC 4180: quotes around what has a comma, a quote or a line break; quotes doubled. */
static void
append_text (GString *out, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}

static const char *
name_of (const PlotSeries *series)
{
  return series->label != NULL ? series->label : series->id;
}

static void
append_row (GString *out, const PlotSeries *series, gsize row, gsize i)
{
  gboolean is_float = series->kind->is_scattered;
  double x, y;

  append_text (out, name_of (series));
  if (series->kind->has_rows)
    g_string_append_printf (out, " %" G_GSIZE_FORMAT, row + 1);
  series->kind->get_values (series, row, i, &x, &y);
  g_string_append_c (out, ',');
  append_number (out, x, is_float);
  g_string_append_c (out, ',');
  append_number (out, y, is_float);
}

static void
append_extra (GString *out, const PlotSeries *series, gsize i)
{
  g_string_append_c (out, ',');
  if (series->lo != NULL)
    append_number (out, series->lo[i], FALSE);
  g_string_append_c (out, ',');
  if (series->hi != NULL)
    append_number (out, series->hi[i], FALSE);
  g_string_append_c (out, ',');
  if (series->classes != NULL && series->classes[i] != 0xff)
    g_string_append_printf (out, "%u", series->classes[i]);
  g_string_append_c (out, ',');
  if (series->values != NULL)
    append_number (out, series->values[i], TRUE);
  g_string_append (out, "\n");
}

static void
append_header (GString *out, PlotChart *chart)
{
  char x[160], y[160];

  plot_format_axis (x, sizeof x, chart->axes[0].title != NULL ? chart->axes[0].title : "x",
                    chart->axes[0].unit, 0);
  plot_format_axis (y, sizeof y, chart->axes[1].title != NULL ? chart->axes[1].title : "y",
                    chart->axes[1].unit, 0);
  g_string_append (out, "series,");
  append_text (out, x);
  g_string_append_c (out, ',');
  append_text (out, y);
  g_string_append (out, ",lower,upper,class,value\n");
}

/**
 * plot_export_csv:
 *
 * Writes all data of a chart's series as one table, a row a point: series, x, y, error band,
 * class and value; empty where there is none.
 *
 * Returns: (transfer full): UTF-8 text
 */
char *
plot_export_csv (PlotChart *chart)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (PLOT_IS_CHART (chart), g_string_free (out, FALSE));
  append_header (out, chart);
  for (guint s = 0; s < chart->series->len; s++)
    {
      const PlotSeries *series = chart->series->pdata[s];
      gsize rows = series->kind->has_rows ? series->n_rows : 1;

      for (gsize row = 0; row < rows; row++)
        for (gsize i = 0; i < series->n; i++)
          {
            append_row (out, series, row, i);
            append_extra (out, series, i);
          }
    }
  return g_string_free (out, FALSE);
}

static gboolean
has_ending (const char *path, const char *ending)
{
  gsize n = strlen (path), m = strlen (ending);

  return n > m && g_ascii_strcasecmp (path + n - m, ending) == 0;
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
make_surface (const char *path, GByteArray *bytes, double width, double height)
{
  if (has_ending (path, ".svg"))
    return cairo_svg_surface_create_for_stream (write_cb, bytes, width, height);
  if (has_ending (path, ".pdf"))
    return cairo_pdf_surface_create_for_stream (write_cb, bytes, width, height);
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width * PNG_SCALE),
                                     (int) (height * PNG_SCALE));
}

static cairo_status_t
paint_to_bytes (PlotChart *chart, const char *path, GByteArray *bytes, double width,
                double height)
{
  PlotTheme theme;
  cairo_surface_t *surface = make_surface (path, bytes, width, height);
  gboolean is_picture = cairo_surface_get_type (surface) == CAIRO_SURFACE_TYPE_IMAGE;
  cairo_t *cr = cairo_create (surface);

  plot_theme_init (&theme, FALSE, FALSE);
  if (is_picture)
    cairo_scale (cr, PNG_SCALE, PNG_SCALE);
  PlotRange shown[2] = { chart->axes[0].shown, chart->axes[1].shown };
  plot_paint (cr, chart, &theme, width, height, is_picture ? PNG_SCALE : 4.0);
  chart->axes[0].shown = shown[0], chart->axes[1].shown = shown[1];
  cairo_show_page (cr);
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && is_picture)
    status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

/**
 * plot_export_file:
 * @path: its ending says what it becomes: .png, .svg, .pdf or .csv
 * @width: of the plot in logical pixels (points on paper)
 * @height: of the plot
 *
 * Writes a chart with legend and units, or the data behind it, to a file; an existing one is
 * replaced only once the new one is whole. Main thread.
 *
 * Returns: whether it is written; %FALSE with #GIOErrorEnum for an ending that is not known, or
 *   the error of ae_file_write()
 */
gboolean
plot_export_file (PlotChart *chart, const char *path, double width, double height,
                  GError **error)
{
  g_return_val_if_fail (PLOT_IS_CHART (chart) && path != NULL, FALSE);
  if (has_ending (path, ".csv"))
    {
      g_autofree char *text = plot_export_csv (chart);

      return ae_file_write (path, text, strlen (text), error);
    }
  if (!has_ending (path, ".png") && !has_ending (path, ".svg") && !has_ending (path, ".pdf"))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   "%s: the ending says no format for a plot; use .png, .svg, .pdf or .csv",
                   path);
      return FALSE;
    }
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status = paint_to_bytes (chart, path, bytes, width, height);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: the plot could not be drawn (%s)",
                   path, cairo_status_to_string (status));
      return FALSE;
    }
  return ae_file_write (path, bytes->data, bytes->len, error);
}
