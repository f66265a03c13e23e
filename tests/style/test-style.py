#!/usr/bin/python3
"""Checks the habits that a program can check; first that each check finds what it is there for.

usage: test-style.py SOURCE-FOLDER
"""
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
import rules  # noqa: E402
from tap import Tap  # noqa: E402

GOOD = {
    'engine/base/ae-thing.h': '''/* A thing. */
#pragma once

#include <glib.h>

typedef struct
{
  int (*call) (int a);
} AeThing;

typedef void (*AeThingFunc) (gpointer data);

#define AE_THING(x) ((x) + 1)

int          ae_thing_count (const AeThing *self);
const char  *ae_thing_get_name (const AeThing *self); /* printf (is only spoken of) */
void         ae_thing_warn (AeThing *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeThing, ae_thing_free)
''',
    'engine/base/ae-thing.c': '''/* A thing, for the test of the tests. */
#include "ae-thing.h"

static const int table[] = { 1, 2 };

static int
helper (void)
{
  return table[0];
}

/**
 * ae_thing_count:
 *
 * Returns: one. exit (1) stands only in a comment.
 */
int
ae_thing_count (const AeThing *self)
{
  return helper ();
}

/**
 * ae_thing_get_name:
 *
 * Returns: its name.
 */
const char *
ae_thing_get_name (const AeThing *self)
{
  g_set_error (NULL, AE_ERROR, 1, "One. Two; the name ends (…) with %s", ".");
  return "printf (not called)";
}

/**
 * ae_thing_warn:
 *
 * Warns.
 */
void
ae_thing_warn (AeThing *self, const char *format, ...)
{
}
''',
    'ui/bl-thing.h': '''/* A widget. */
#pragma once

#include <gtk/gtk.h>

G_DECLARE_FINAL_TYPE (BlThing, bl_thing, BL, THING, GtkWidget)

int bl_thing_get_size (BlThing *self);
''',
    'ui/bl-thing.c': '''/* A widget, for the test of the tests. */
#include "bl-thing.h"

/**
 * bl_thing_get_size:
 *
 * Returns: its size.
 */
int
bl_thing_get_size (BlThing *self)
{
  int factor = 2;

  g_return_val_if_fail (BL_IS_THING (self), 0);
  return factor * self->size;
}

static void
press_cb (BlThing *self)
{
  if (strcmp (self->name, "reset") == 0 && strcmp (self->title, bl_thing_get_title (self)) == 0)
    self->size = 0;
}

static void
bl_thing_class_init (BlThingClass *class)
{
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (class), BlThing, button);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (class), press_cb);
}
''',
    'ui/bl-thing.ui': '''<interface>
  <template class="BlThing" parent="GtkWidget">
    <child>
      <object class="GtkButton" id="button">
        <property name="label" translatable="yes">Press</property>
        <property name="sensitive" bind-source="switch" bind-property="active"/>
        <signal name="clicked" handler="press_cb"/>
      </object>
    </child>
    <child><object class="GtkSwitch" id="switch"/></child>
  </template>
</interface>
''',
    'ui/ui.gresource.xml': '<file>bl-thing.ui</file>\n',
}

HEADER, SOURCE = 'engine/base/ae-thing.h', 'engine/base/ae-thing.c'

# rule, file, text appended to it (or the whole of a new file)
BAD = (
    (rules.adding, 'doc/adding.md', '## A variant\n1. `engine/base/ae-thing.c`\n2. `engine/base/ae-gone.c`\n'),
    (rules.adding, 'doc/adding.md', '## A variant\n1. `engine/gone/ae-NAME.c`\n'),
    (rules.adding, 'doc/adding.md', '## A variant\n' + '1. a file\n' * 7),
    (rules.engine_includes, SOURCE, '#include <gtk/gtk.h>\n'),
    (rules.engine_includes, 'engine/nn/ae-new.c', '/* x */\n# include <adwaita.h>\n'),
    (rules.engine_calls, SOURCE, 'void\nf (void)\n{\n  g_print ("x");\n}\n'),
    (rules.engine_calls, SOURCE, 'void\nf (void)\n{\n  exit (1);\n}\n'),
    (rules.engine_calls, SOURCE, 'void\nf (void)\n{\n  g_usleep (5);\n}\n'),
    (rules.engine_calls, SOURCE, 'void\nf (void)\n{\n  g_main_loop_run (loop);\n}\n'),
    (rules.engine_random, SOURCE, 'int\nf (void)\n{\n  return rand ();\n}\n'),
    (rules.engine_state, SOURCE, 'static int counter;\n'),
    (rules.engine_state, SOURCE, 'static GHashTable *cache = NULL;\n'),
    (rules.circles, 'engine/base/ae-thing.h', '#include "ae-other.h"\n'),
    (rules.circles, 'engine/nn/ae-low.h', '#include "ae-thing.h"\n'),
    (rules.rooms, 'engine/base/ae-1.c', ''),
    (rules.blas_includes, 'ui/bl-new.c', '/* x */\n#include <cblas.h>\n'),
    (rules.layout, SOURCE, 'int\ta;\n'),
    (rules.layout, SOURCE, 'int a; \n'),
    (rules.layout, SOURCE, 'int ' + 'a' * 100 + ';\n'),
    (rules.layout, SOURCE, '\n' * 900),
    (rules.layout, SOURCE, 'int a;'),
    (rules.head_comments, 'app/bl-new.c', '#include <glib.h>\n'),
    (rules.doc_comments, HEADER, 'void ae_thing_bare (AeThing *self);\n'),
    (rules.doc_comments, SOURCE.replace('thing', 'other'), '/* x */\nvoid\nae_thing_new (void)\n{\n}\n'),
    (rules.doc_comments, HEADER, 'static inline int\nae_thing_twice (int a)\n{\n  return 2 * a;\n}\n'),
    (rules.preconditions, 'ui/bl-new.c', '/* x */\nint\nbl_thing_get_size (BlThing *self)\n{\n'
     '  return self->size;\n}\n'),
    (rules.preconditions, 'ui/bl-new.c', '/* x */\nint\nbl_thing_get_size (BlThing *self)\n{\n'
     '  int size = self->size;\n\n  g_return_val_if_fail (BL_IS_THING (self), 0);\n  return size;\n}\n'),
    (rules.preconditions, 'ui/bl-new.c', '/* x */\nint\nbl_thing_get_size (BlThing *self)\n{\n'
     '  g_return_val_if_fail (BL_IS_OTHER (self), 0);\n  return self->size;\n}\n'),
    (rules.prefixes, HEADER, 'void plot_thing (AeThing *self);\n'),
    (rules.error_sentences, SOURCE, 'g_set_error (error, AE_ERROR, 1, "%s (of \\"%s\\") is "\n'
     '             "no file.", name, f (1));\n'),
    (rules.error_sentences, SOURCE, 'ae_error_set (error, AE_ERROR_IO, is_one ? "One (1)." : "Many");\n'),
    (rules.local_paths, 'README.md', 'See /home/' + 'somebody/data.\n'),
    (rules.top_level, 'notes.txt', 'x\n'),
    (rules.templates, 'ui/bl-thing.ui', '<object class="GtkButton" id="lonely"/>\n'),
    (rules.templates, 'ui/bl-thing.ui', '<signal name="clicked" handler="gone_cb"/>\n'),
    (rules.templates, 'ui/bl-thing.ui', '<property name="label">Pull</property>\n'),
    (rules.templates, 'ui/bl-thing.c', 'gtk_widget_class_bind_template_child (class, BlThing, gone);\n'),
    (rules.templates, 'ui/bl-thing.c', 'gtk_widget_class_bind_template_callback (class, gone_cb);\n'),
    (rules.templates, 'ui/bl-new.ui', '<interface/>\n'),
    (rules.templates, 'ui/bl-other.ui', '<template class="BlOther"/>\n'),
    (rules.titles_as_identity, 'ui/bl-thing.c', 'is_fine = g_str_has_prefix (mark->text, "Fine");\n'),
    (rules.titles_as_identity, 'ui/bl-thing.c', 'plot_chart_set_line (chart, line->name, xs, ys, n, &style);\n'),
    (rules.titles_as_identity, 'ui/bl-thing.c', 'plot_chart_set_level (chart, "PCA", 1, NULL);\n'),
    (rules.titles_as_identity, 'ui/bl-thing.c', 'plot_chart_set_points (get (self), names[i], xs, ys, n, 1, NULL);\n'),
    (rules.titles_as_identity, 'ui/bl-thing.c', 'bl_band_axis_set_line (self->axis, chart, titles[i], good, &s);\n'),
    (rules.titles_as_identity, 'app/bl-new.c', 'if (strcmp (label, "loss of all") == 0)\n'),
)


def plant(root, tree):
    for name, text in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_good_tree(rule):
    with tempfile.TemporaryDirectory() as folder:
        plant(Path(folder), GOOD)
        found = rule(Path(folder))
        assert not found, 'false alarm: %s' % found


def test_bad_tree(rule, name, text):
    tree = dict(GOOD)
    tree[name] = tree.get(name, '') + text
    if rule is rules.doc_comments and name.endswith('other.c'):
        tree[HEADER] += 'void ae_thing_new (void);\n'
    if rule is rules.circles and name == HEADER:
        tree['engine/base/ae-other.h'] = '#include "ae-thing.h"\n'
    if rule is rules.circles and name.endswith('low.h'):
        tree[SOURCE] += '#include "ae-low.h"\n'
    if rule is rules.rooms:
        tree.update({'engine/base/ae-%d.c' % i: text for i in range(rules.MAX_ROOM_FILES + 1)})
    with tempfile.TemporaryDirectory() as folder:
        plant(Path(folder), tree)
        assert rule(Path(folder)), 'not found: ' + repr(text)


def test_project(rule, root):
    found = rule(root)
    assert not found, '\n'.join('%s:%d: %s' % entry for entry in found[:40]) + '\n%d in all' % len(found)


def main():
    root = Path(sys.argv[1]).resolve()
    tap = Tap()
    for rule in rules.RULES:
        tap.run('self-test %s: a good tree passes' % rule.__name__, test_good_tree, rule)
    for number, (rule, name, text) in enumerate(BAD, 1):
        tap.run('self-test %s: plant %d is found' % (rule.__name__, number), test_bad_tree, rule, name, text)
    for rule in rules.RULES:
        tap.run('project: ' + rule.__doc__, test_project, rule, root)
    lengths = rules.function_lengths(root)
    if lengths:
        tap.note('%d functions: median %d lines, nine in ten at most %d, longest %d'
                 % (len(lengths), lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10], lengths[-1]))
    tap.finish()


main()
