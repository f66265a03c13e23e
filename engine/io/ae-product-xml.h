/* ae-product-xml.h: what the metadata of an EnMAP or DESIS product say of its bands. Not
 * public. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

/**
 * AeProductXml:
 * @wavelengths, @widths: (element-type double): nm, one a band
 * @gains, @offsets: (element-type double): one a band, or none
 * @expected: (element-type double): numbers from 1 of the bands that hold data; or none
 * @background: a number that stands for no data; NAN for none
 * @sensor, @acquired: (nullable)
 */
typedef struct
{
  GArray *wavelengths, *widths, *gains, *offsets, *expected;
  double background;
  char *sensor, *acquired;
} AeProductXml;

AeProductXml *ae_product_xml_new_load (const char *path);
void ae_product_xml_free (AeProductXml *self);
char *ae_product_xml_find (const char *path);
void ae_product_xml_fill_bands (const AeProductXml *self, AeSceneBuilder *builder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeProductXml, ae_product_xml_free)

G_END_DECLS
