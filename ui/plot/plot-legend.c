/* plot-legend.c: collects, breaks into rows and paints the names of series and classes. */
#include "plot-legend.h"

#include "plot-chart-private.h"
#include "plot-line.h"
#include "plot-scatter.h"

#define SWATCH     16.0
#define GAP        5.0
#define SPACE      14.0
#define TABLE_FROM 4 /* more keys than that stand in columns */

static void
add (PlotLegend *self, cairo_t *cr, const PlotTheme *theme, PlotLegendEntry entry)
{
  double width;

  if (entry.label == NULL || entry.label[0] == '\0')
    return;
  if (self->n == PLOT_LEGEND_MAX)
    {
      self->n_left_out++;
      return;
    }
  plot_text_measure (cr, theme, PLOT_TEXT_LABEL, entry.label, &width, NULL);
  entry.width = (entry.marker != PLOT_MARKER_NONE ? 10.0 : SWATCH) + GAP + width;
  self->entries[self->n++] = entry;
}

static void
add_classes (PlotLegend *self, PlotChart *chart, const PlotSeries *series, cairo_t *cr,
             const PlotTheme *theme)
{
  gboolean is_used[256] = { FALSE };

  for (gsize i = 0; i < series->n; i++)
    is_used[series->classes[i]] = TRUE;
  for (guint i = 0; chart->class_names != NULL && chart->class_names[i] != NULL && i < 255; i++)
    if (is_used[i])
      add (self, cr, theme,
           (PlotLegendEntry){ .label = chart->class_names[i],
                              .color = plot_theme_ink (theme, PLOT_COLOR_CLASS (i), 0),
                              .marker
                              = series->n <= 4000 ? plot_scatter_marker (i) : PLOT_MARKER_DISC,
                              .series = series });
}

static void
add_keys (PlotLegend *self, PlotChart *chart, cairo_t *cr, const PlotTheme *theme)
{
  double widest = 0.0;

  for (guint i = 0; chart->keys != NULL && chart->keys[i] != NULL; i++)
    add (self, cr, theme,
         (PlotLegendEntry){ .label = chart->keys[i],
                            .color = chart->key_colors[i],
                            .marker = PLOT_MARKER_SQUARE });
  self->is_table = chart->keys != NULL && self->n > TABLE_FROM;
  for (guint i = 0; i < self->n && self->is_table; i++)
    widest = MAX (widest, self->entries[i].width);
  for (guint i = 0; i < self->n && self->is_table; i++)
    self->entries[i].width = widest;
}

/**
 * plot_legend_collect:
 *
 * Gathers what a chart's legend has to name, on one row. The labels stay the chart's.
 */
void
plot_legend_collect (PlotLegend *self, PlotChart *chart, cairo_t *cr, const PlotTheme *theme)
{
  *self = (PlotLegend){ 0 };
  plot_text_measure (cr, theme, PLOT_TEXT_LABEL, "Ag", NULL, &self->row_height);
  self->row_height += 3.0;
  for (guint i = 0; chart->has_legend && i < chart->series->len; i++)
    {
      const PlotSeries *series = chart->series->pdata[i];

      if (series->n == 0 || series->kind->swatch == PLOT_SWATCH_NONE)
        continue;
      if (series->color_by == PLOT_POINT_CLASS)
        add_classes (self, chart, series, cr, theme);
      else
        add (self, cr, theme,
             (PlotLegendEntry){
                 .label = series->label,
                 .color = plot_theme_ink (theme, series->style.ink, series->order),
                 .marker = series->kind->swatch == PLOT_SWATCH_DISC ? PLOT_MARKER_DISC
                                                                    : PLOT_MARKER_NONE,
                 .series = series });
    }
  if (chart->has_legend)
    add_keys (self, chart, cr, theme);
  plot_legend_wrap (self, G_MAXDOUBLE, 1);
}

/**
 * plot_legend_wrap:
 * @width: room
 * @max_rows: entries beyond are counted in n_left_out
 *
 * Breaks the entries into rows.
 */
void
plot_legend_wrap (PlotLegend *self, double width, guint max_rows)
{
  double x = 0.0;
  guint row = 0;

  self->width = 0.0;
  for (guint i = 0; i < self->n; i++)
    {
      PlotLegendEntry *entry = &self->entries[i];

      if (x > 0.0 && x + entry->width > width)
        x = 0.0, row++;
      if (row >= max_rows)
        {
          self->n_left_out += self->n - i;
          self->n = i;
          break;
        }
      entry->x = x;
      entry->row = row;
      self->width = MAX (self->width, x + entry->width);
      x += entry->width + SPACE;
    }
  self->n_rows = self->n > 0 ? self->entries[self->n - 1].row + 1 : 0;
}

static void
paint_line_swatch (cairo_t *cr, const PlotLegendEntry *entry, double x, double y,
                   const PlotTheme *theme)
{
  const PlotStyle *style = &entry->series->style;
  double width = CLAMP (style->width > 0.0 ? style->width : theme->line_width, 1.5, 3.0);
  GdkRGBA color = entry->color;

  if (style->alpha > 0.0)
    color.alpha *= (float) MAX (style->alpha, 0.35);
  gdk_cairo_set_source_rgba (cr, &color);
  if (entry->series->kind->swatch == PLOT_SWATCH_BOX)
    {
      cairo_rectangle (cr, x + 2.0, y - 5.0, SWATCH - 5.0, 10.0);
      cairo_fill (cr);
      return;
    }
  cairo_save (cr);
  cairo_set_line_cap (cr, style->dash == PLOT_DASH_DASHED ? CAIRO_LINE_CAP_BUTT
                                                          : CAIRO_LINE_CAP_ROUND);
  plot_line_set_dash (cr, style->dash, width);
  cairo_set_line_width (cr, width);
  cairo_move_to (cr, x + 1.0, y);
  cairo_line_to (cr, x + SWATCH - 1.0, y);
  cairo_stroke (cr);
  cairo_restore (cr);
  if (style->marker != PLOT_MARKER_NONE)
    plot_line_paint_marker (cr, style->marker, x + 0.5 * SWATCH, y, 7.0);
}

/**
 * plot_legend_paint:
 * @x: left edge
 * @y: top edge
 *
 * Paints the rows.
 */
void
plot_legend_paint (const PlotLegend *self, cairo_t *cr, double x, double y,
                   const PlotTheme *theme)
{
  for (guint i = 0; i < self->n; i++)
    {
      const PlotLegendEntry *entry = &self->entries[i];
      double left = x + entry->x, middle = y + (entry->row + 0.5) * self->row_height;
      double swatch = SWATCH;

      if (entry->marker != PLOT_MARKER_NONE)
        {
          swatch = 10.0;
          gdk_cairo_set_source_rgba (cr, &entry->color);
          plot_line_paint_marker (cr, entry->marker, left + 5.0, middle, 8.0);
        }
      else
        paint_line_swatch (cr, entry, left, middle, theme);
      plot_text_paint (cr, theme, PLOT_TEXT_LABEL, entry->label, &theme->text,
                       left + swatch + GAP, middle, 0.0, 0.5);
    }
}
