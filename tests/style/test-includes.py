#!/usr/bin/python3
"""Law 1: dependencies point down, and the build enforces it.

For each folder a source is compiled with the very flags that the build uses there. Including a
header of a folder above must not be found; including those below must work (else the flags are wrong and
every failure would look like a pass).

usage: test-includes.py SOURCE-FOLDER BUILD-FOLDER
"""
import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

# what each room may see, besides itself; every other room is refused. The rooms above the engine are in WINDOW.
SEES = {
    'engine/base': '',
    'engine/scene': 'base',
    'engine/io/common': 'scene base',
    'engine/io/envi': 'io/common scene base',
    'engine/io/matlab': 'io/common scene base',
    'engine/io/multidim': 'io/common scene base',
    'engine/io/subprocess': 'io/common scene base',
    'engine/demo': 'scene base',
    'engine/io': 'io/common io/envi io/matlab io/multidim io/subprocess demo scene base',
    'engine/data': 'scene base',
    'engine/nn': 'base',
    'engine/model': 'nn base',
    'engine/export': 'model nn base',
    'engine/analysis': 'model nn data scene base',
    'engine/state': 'model nn data scene base',
    'engine/project': 'state export model nn data io io/common io/envi io/matlab io/multidim io/subprocess demo '
                      'scene base',
    'engine/train': 'state analysis model nn data scene base',
    'engine/run': 'train state analysis model nn data scene base',
    'engine/study': 'train state model nn data analysis export project io io/common io/envi io/matlab '
                    'io/multidim io/subprocess demo scene base',
}
SEES = {room: ['engine/' + name for name in names.split()] for room, names in SEES.items()}
VALUES = [room for room in SEES if room not in ('engine/train', 'engine/run', 'engine/study', 'engine/project',
                                                'engine/export')]
SEES['ui/plot'] = ['engine/base']
SEES['ui/objects'] = ['ui/plot', *VALUES]
SEES['ui/common'] = ['ui/objects', 'ui/plot', *VALUES]
SEES['ui/runs'] = ['ui/common', 'ui/objects', 'ui/plot', *VALUES]
for page in ('train', 'compare', 'generate', 'scene'):
    SEES['ui/' + page] = ['ui/common', 'ui/runs', 'ui/objects', 'ui/plot', *VALUES]
SEES['ui'] = ['ui/common', 'ui/runs', 'ui/objects', 'ui/plot', *VALUES]
SEES['cli'] = [room for room in SEES if room.startswith('engine')]
SEES['app/workspace'] = ['ui/common', 'ui/objects', 'ui/plot', *SEES['cli']]
SEES['app/controllers'] = ['app/workspace', 'ui/compare', 'ui/runs', *SEES['app/workspace']]
SEES['app/window'] = ['app/controllers', 'app/workspace', *[room for room in SEES if room.startswith('ui')],
                      *SEES['cli']]
TOP = ['app']
LIBRARIES = ('gtk/gtk.h', 'adwaita.h')


def headers_of(root, folder):
    paths = sorted((root / folder).glob('*.h'))
    return [path.name for path in paths]


def flags_of(root, build, folder):
    """The compiler call of one source of this folder (float build), without source and output."""
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        source = (build / entry['file']).resolve()
        if source.parent != (root / folder).resolve() or 'AE_DOUBLE' in entry['command']:
            continue
        words, kept, drop = shlex.split(entry['command']), [], False
        for word in words:
            if drop:
                drop = False
            elif word in ('-o', '-MF', '-MQ', '-MT'):
                drop = True
            elif word not in ('-c', '-MD', '-MMD') and not word.endswith('.c'):
                kept.append(word)
        return kept
    return None


def compiles(build, flags, header):
    """Whether a source of one include compiles, and what the compiler said."""
    with tempfile.NamedTemporaryFile('w', suffix='.c', delete=False) as source:
        source.write('#include "%s"\n' % header)
    try:
        done = subprocess.run(flags + ['-fsyntax-only', source.name], cwd=build, capture_output=True, text=True,
                              check=False)
    finally:
        Path(source.name).unlink()
    return done.returncode == 0, done.stderr


def must_compile(build, flags, header):
    good, said = compiles(build, flags, header)
    assert good, 'does not compile: %s\n%s' % (header, said)


def find_visible(build, flags, headers):
    """Which of these headers an include would find: one call of the preprocessor asks for all."""
    with tempfile.NamedTemporaryFile('w', suffix='.c', delete=False) as source:
        for i, header in enumerate(headers):
            source.write('#if __has_include("%s")\nvisible %d\n#endif\n' % (header, i))
    try:
        said = subprocess.run(flags + ['-E', '-P', source.name], cwd=build, capture_output=True, text=True,
                              check=True).stdout
    finally:
        Path(source.name).unlink()
    return {headers[int(i)] for i in re.findall(r'visible (\d+)', said)}


def comes_first(root, folder, header):
    """Whether a source of this folder includes the header before anything else: the build has compiled it then."""
    source = root / folder / (Path(header).stem + '.c')
    found = re.search(r'^#include [<"](.*?)[>"]', source.read_text(), re.MULTILINE) if source.exists() else None
    return found is not None and found.group(1) == header


def check_folder(tap, root, build, folder):
    flags = flags_of(root, build, folder)
    if flags is None:
        if folder.startswith(('ui', 'app')):
            tap.skip(folder, 'built without the window')
        else:
            tap.ok(False, folder, 'no compiler call of this folder in compile_commands.json')
        return
    for header in headers_of(root, folder):
        if not comes_first(root, folder, header):
            tap.run('%s sees its own %s' % (folder, header), must_compile, build, flags, header)
    above = [room for room in [*SEES, *TOP] if room != folder and room not in SEES[folder]]
    unwanted = [(header, '%s/%s' % (room, header)) for room in above for header in headers_of(root, room)]
    if folder.startswith(('engine', 'cli')):
        unwanted += [(header, header) for header in LIBRARIES]
    own = headers_of(root, folder)[0]
    wanted = [(header, '%s/%s' % (room, header)) for room in SEES[folder] for header in headers_of(root, room)]
    visible = find_visible(build, flags, [own] + [header for header, _ in wanted + unwanted])
    tap.ok(own in visible, '%s: what is there is found' % folder)
    hidden = [name for header, name in wanted if header not in visible]
    tap.ok(not hidden, '%s sees the rooms below it' % folder, ', '.join(hidden))
    for header, name in unwanted:
        tap.ok(header not in visible, '%s does not see %s' % (folder, name))


def self_test(tap, root, build):
    """The check itself: a folder given the path of one above it is caught."""
    flags = flags_of(root, build, 'engine/base') + ['-I' + str(root / 'engine/nn')]
    tap.ok(find_visible(build, flags, ['ae-params.h', 'ae-run.h']) == {'ae-params.h'},
           'self-test: a forbidden include is found, another is not')


def main():
    root, build = (Path(argument).resolve() for argument in sys.argv[1:3])
    tap = Tap()
    self_test(tap, root, build)
    for folder in SEES:
        check_folder(tap, root, build, folder)
    tap.finish()


main()
