/* bl-application.h: the process: command line, files to open, quit and about. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BL_TYPE_APPLICATION (bl_application_get_type ())
G_DECLARE_FINAL_TYPE (BlApplication, bl_application, BL, APPLICATION, AdwApplication)

BlApplication *bl_application_new (void);

G_END_DECLS
