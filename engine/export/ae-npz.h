/* ae-npz.h: named arrays in one file, as NumPy reads them (numpy.load). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AeNpz AeNpz;

AeNpz *ae_npz_new (void);
void ae_npz_add_floats (AeNpz *self, const char *name, guint rows /* 0: one axis */, guint cols,
                        const float *data);
void ae_npz_add_doubles (AeNpz *self, const char *name, guint n, const double *data);
void ae_npz_add_uints (AeNpz *self, const char *name, guint n, const guint *data);
void ae_npz_add_text (AeNpz *self, const char *name, const char *text);
GBytes *ae_npz_free_to_bytes (AeNpz *self);

G_END_DECLS
