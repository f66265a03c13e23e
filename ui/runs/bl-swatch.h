/* bl-swatch.h: the colour and the marker of a run, as plots show them. */
#pragma once

#include <gtk/gtk.h>

#include "bl-run-item.h"

G_BEGIN_DECLS

GtkWidget *bl_swatch_new (BlRunItem *run);

G_END_DECLS
