/* bl-generate-page.h: the latent space as a place to drag through, and the spectra that form
 * there.
 */
#pragma once

#include "bl-collected-spectra.h"
#include "bl-panel.h"
#include "bl-split.h"

G_BEGIN_DECLS

#define BL_TYPE_GENERATE_PAGE (bl_generate_page_get_type ())
G_DECLARE_FINAL_TYPE (BlGeneratePage, bl_generate_page, BL, GENERATE_PAGE, BlPanel)

BlCollectedSpectra *bl_generate_page_get_collected (BlGeneratePage *self);
BlSplit *bl_generate_page_get_split (BlGeneratePage *self);

G_END_DECLS
