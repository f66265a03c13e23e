/* bl-image-panel-private.h: the inside of the large image, for its two files. */
#pragma once

#include "bl-band-slider.h"
#include "bl-card.h"
#include "bl-rgb-bands.h"
#include "bl-image-panel.h"
#include "bl-display-presets.h"
#include "bl-anomaly-maps.h"
#include "plot-view.h"

G_BEGIN_DECLS

typedef enum
{
  SHOW_TRUE,
  SHOW_INFRARED,
  SHOW_FALSE,
  SHOW_CHOSEN,
  SHOW_BAND,
  SHOW_RX,
  SHOW_RESIDUAL,
  SHOW_ERROR,
  SHOW_LABELS,
} BlImageShow;

struct _BlImagePanel
{
  BlPanel parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkDropDown *show, *stretch;
  BlBandSlider *slider;

  AeScene *scene;
  AeView *view;
  BlRgbBands *channels;   /* NULL without a scene */
  BlAnomalyMaps *unusual; /* nullable: asked for at the first map of it */
  gboolean is_setting;
  BlDisplayPresets *memory; /* NULL without a scene */
};

BlImageShow bl_image_panel_get_show (BlImagePanel *self);
gboolean bl_image_panel_is_map (BlImageShow show);
void bl_image_panel_describe (BlImagePanel *self);
void bl_image_panel_draw_channels (BlImagePanel *self);
void bl_image_panel_refresh (BlImagePanel *self);
void bl_image_panel_start_mapping (BlImagePanel *self);

G_END_DECLS
