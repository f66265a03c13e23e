/* ae-project-schema.c: what is in a project file. The text below goes into every file, remarks
 * and all: `sqlite3 FILE.bandloom .schema` shows it.
 *
 * `PRAGMA application_id` is 0x424C4F4D ("BLOM"), `PRAGMA user_version` the version of this
 * schema. A change that an older Bandloom would misread raises the version.
 */
#include "ae-project-private.h"

#include "ae-loss-terms.h"

#include <string.h>

static const char schema[]
    = "CREATE TABLE scene ( -- at most one: which scene the runs are on\n"
      "  path TEXT NOT NULL, -- absolute, or demo:\n"
      "  relative TEXT, -- from the folder of this file\n"
      "  name TEXT NOT NULL,\n"
      "  variable TEXT, axes TEXT, assume INTEGER NOT NULL, -- how it was opened\n"
      "  labels TEXT, -- the file of its labels\n"
      "  units TEXT, -- of its wavelengths, where the user said so\n"
      "  kept_bands TEXT, -- numbers from 1, where the user chose them\n"
      "  preprocessing TEXT, -- steps that its spectra go through\n"
      "  lines INTEGER NOT NULL, samples INTEGER NOT NULL, bands INTEGER NOT NULL,\n"
      "  size INTEGER NOT NULL, -- bytes\n"
      "  hash TEXT NOT NULL, -- SHA-256 of the header, or of the first 64 KiB\n"
      "  nodata REAL -- a value that stands for no data, where the user said so\n"
      ") STRICT;\n"
      "CREATE TABLE label ( -- at most one: labels other than those of the scene's file\n"
      "  runs BLOB NOT NULL -- of equal pixels: first, how many, class; uint32, least byte "
      "first\n"
      ") STRICT;\n"
      "CREATE TABLE class ( -- of the labels; 0 is unlabelled\n"
      "  number INTEGER PRIMARY KEY, name TEXT NOT NULL, colour INTEGER -- 0xRRGGBB\n"
      ") STRICT;\n"
      "CREATE TABLE selection ( -- of pixels, those one can go back to among them\n"
      "  position INTEGER PRIMARY KEY, is_shown INTEGER NOT NULL,\n"
      "  runs BLOB NOT NULL -- as in label\n"
      ") STRICT;\n"
      "CREATE TABLE spectrum ( -- that was kept\n"
      "  position INTEGER PRIMARY KEY,\n"
      "  list TEXT NOT NULL, -- which list: collected, or made from codes\n"
      "  name TEXT NOT NULL,\n"
      "  value BLOB NOT NULL -- float32, least byte first; a band that is not left out each\n"
      ") STRICT;\n"
      "CREATE TABLE run ( -- one model in training\n"
      "  id INTEGER PRIMARY KEY, -- their order\n"
      "  name TEXT NOT NULL UNIQUE,\n"
      "  spec TEXT NOT NULL, -- JSON: what was built\n"
      "  plan TEXT NOT NULL, -- JSON: how it trains, the seed among it\n"
      "  knobs TEXT NOT NULL, -- JSON: where they stood last\n"
      "  pixel_seed INTEGER NOT NULL, validation REAL NOT NULL, split INTEGER NOT NULL,\n"
      "  max_pixels INTEGER NOT NULL, -- which pixels; split: 0 random, 1 blocks\n"
      "  training_pixels INTEGER NOT NULL, validation_pixels INTEGER NOT NULL,\n"
      "  scaling TEXT NOT NULL, scene_bands INTEGER NOT NULL,\n"
      "  phase INTEGER NOT NULL, step INTEGER NOT NULL, epoch INTEGER NOT NULL,\n"
      "  phase_epoch INTEGER NOT NULL, seconds REAL NOT NULL,\n"
      "  first_loss REAL, best REAL, best_epoch INTEGER NOT NULL,\n"
      "  stage_step INTEGER NOT NULL, -- counter of the random streams\n"
      "  batch_in_epoch INTEGER NOT NULL,\n"
      "  part TEXT NOT NULL, -- JSON: the network under training: spec, or a greedy part of "
      "it\n"
      "  preprocessing TEXT -- steps that spectra go through before they are scaled\n"
      ") STRICT;\n"
      "CREATE TABLE input ( -- what a model is fed: scaled = (value - offset) * factor\n"
      "  run INTEGER NOT NULL, position INTEGER NOT NULL,\n"
      "  band INTEGER NOT NULL, -- of the scene, from 0\n"
      "  wavelength_nm REAL, \"offset\" REAL NOT NULL, factor REAL NOT NULL,\n"
      "  PRIMARY KEY (run, position)\n"
      ") STRICT, WITHOUT ROWID;\n"
      "CREATE TABLE parameter ( -- of the whole model; a weight is (inputs, units), rows "
      "first\n"
      "  run INTEGER NOT NULL, name TEXT NOT NULL,\n"
      "  \"rows\" INTEGER NOT NULL, columns INTEGER NOT NULL,\n"
      "  value BLOB NOT NULL, -- float32, least byte first\n"
      "  PRIMARY KEY (run, name)\n"
      ") STRICT;\n"
      "CREATE TABLE training ( -- of the network under training, the optimiser's state\n"
      "  run INTEGER NOT NULL, name TEXT NOT NULL,\n"
      "  value BLOB NOT NULL, good BLOB NOT NULL, -- as they are; the last ones known to be "
      "good\n"
      "  moment1 BLOB NOT NULL, moment2 BLOB NOT NULL,\n"
      "  PRIMARY KEY (run, name)\n"
      ") STRICT;\n"
      "CREATE TABLE history ( -- the loss curves: each point the mean of so many batches\n"
      "  run INTEGER NOT NULL, position INTEGER NOT NULL,\n"
      "  step INTEGER NOT NULL, epoch REAL NOT NULL, seconds REAL NOT NULL,\n"
      "  phase INTEGER NOT NULL, batches INTEGER NOT NULL,\n"
      "  total REAL, %s,\n"
      "  validation REAL, validation_reconstruction REAL,\n"
      "  PRIMARY KEY (run, position)\n"
      ") STRICT, WITHOUT ROWID;\n"
      "CREATE TABLE mark ( -- knobs that were turned, phases that began\n"
      "  run INTEGER NOT NULL, position INTEGER NOT NULL,\n"
      "  step INTEGER NOT NULL, epoch REAL NOT NULL,\n"
      "  kind TEXT NOT NULL, -- parameter, phase or fine-tuning\n"
      "  parameter TEXT, -- its name in the knobs\n"
      "  phase INTEGER NOT NULL, -- from 1; 0 where none began\n"
      "  value_before REAL, value_after REAL, -- of a phase: inputs and outputs\n"
      "  text TEXT NOT NULL, -- for people and older programs: nothing depends on it\n"
      "  PRIMARY KEY (run, position)\n"
      ") STRICT, WITHOUT ROWID;\n"
      "CREATE TABLE setting ( -- where the user was: pins, page, zoom\n"
      "  key TEXT PRIMARY KEY, value BLOB NOT NULL\n"
      ") STRICT, WITHOUT ROWID;\n";

/**
 * ae_project_dup_term_columns:
 * @suffix: behind the name of each
 *
 * Returns: (transfer full): the columns of the loss's terms, separated by commas. A file from
 * before a term came into the world has no column for it.
 */
char *
ae_project_dup_term_columns (const char *suffix)
{
  GString *text = g_string_new (NULL);

  for (guint t = 0; t < AE_N_TERMS; t++)
    g_string_append_printf (text, "%s%s%s", t == 0 ? "" : ", ", ae_term_info_get (t)->key,
                            suffix);
  return g_string_free (text, FALSE);
}

/**
 * ae_project_dup_schema:
 *
 * Returns: (transfer full): the statements that make an empty project.
 */
char *
ae_project_dup_schema (void)
{
  g_autofree char *columns = ae_project_dup_term_columns (" REAL");
  const char *place = strstr (schema, "%s");

  return g_strdup_printf ("%.*s%s%s", (int) (place - schema), schema, columns,
                          place + strlen ("%s"));
}
