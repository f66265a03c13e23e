#!/usr/bin/python3
"""Files that are none, places that take nothing, names of every kind: one sentence, nothing hangs, and what was
there before is as it was.

usage: test-files.py BANDLOOM-CLI
"""
import json
import math
import os
import stat
import struct
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
import attack  # noqa: E402

SMALL = ['--layers', '9,4', '--epochs', '3', '--seed', '4']


def content(folder):
    """Names and bytes of all regular files."""
    return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.is_file()}


def pipes_do_not_hang(cli, folder):
    os.mkfifo(folder / 'pipe')
    os.mkfifo(folder / 'pipe.csv')
    os.mkfifo(folder / 'side.hdr')
    os.mkfifo(folder / 'side.spc')
    attack.accepts(cli, 'reconstruct', folder / 'model.bandloom', folder / 'scene.hdr', '-o', folder / 'side.tif')
    for words in (['info', folder / 'pipe'], ['export', folder / 'pipe', '-o', folder / 'x.npz'],
                  ['train', 'demo:', *SMALL, '--save', folder / 'pipe'],
                  ['train', '--resume', folder / 'pipe'],
                  ['info', folder / 'scene.hdr', '--labels', folder / 'pipe'],
                  ['endmembers', folder / 'model.bandloom', folder / 'scene.hdr', '--library', folder / 'pipe.csv']):
        said = attack.refuses(cli, *words)
        assert 'not a regular file' in said, said
    attack.accepts(cli, 'info', folder / 'side.tif')
    for name in ('pipe', 'pipe.csv', 'side.hdr', 'side.spc'):
        assert stat.S_ISFIFO(os.stat(folder / name).st_mode), name


def large_tables_are_not_read(cli, folder):
    with open(folder / 'large.csv', 'wb') as file:
        file.truncate(3 << 30)
    # The address sanitizer reserves terabytes of addresses, so there no limit can be set.
    is_sanitized = b'__asan_init' in Path(cli).read_bytes()
    said = attack.refuses(cli, 'endmembers', folder / 'model.bandloom', folder / 'scene.hdr', '--library',
                          folder / 'large.csv', memory_limit=None if is_sanitized else 2 << 30)
    assert 'bytes long' in said, said


def matrix(name, dims):
    """An element of a MATLAB file of version 5: float64, full, of zeros but for a one."""
    def padded(type_, data):
        return struct.pack('<II', type_, len(data)) + data + b'\0' * (-len(data) % 8)
    count = math.prod(dims)
    body = (padded(6, struct.pack('<II', 6, 0)) + padded(5, struct.pack('<%di' % len(dims), *dims))
            + padded(1, name.encode()) + padded(9, struct.pack('<%dd' % count, 1, *[0] * (count - 1))))
    return struct.pack('<II', 14, len(body)) + body


def many_variables_are_one_pass(cli, folder, tap):
    """Twenty times as many take twenty times as long, not four hundred."""
    head = b'MATLAB 5.0 MAT-file'.ljust(124) + struct.pack('<H', 0x100) + b'IM'
    for dims, names in (((3, 3), 'v%d'), ((6, 7), 'map%d'), ((3, 3, 3), 'v%d')):
        for n in (1000, 20000):
            path = folder / 'many.mat'
            path.write_bytes(head + matrix('cube', (6, 7, 40)) + b''.join(matrix(names % i, dims) for i in range(n)))
            status, _, err, seconds = attack.run(cli, 'info', path, limit_s=180)
            assert status in (0, 1), (status, err)
            tap.note('%d variables of %s: %.2f s' % (n, '×'.join(map(str, dims)), seconds))


def many_bands_are_refused(cli, folder):
    """A background of 65,536 bands needs 96 GiB: it is said, and not asked of the system."""
    scene = attack.write_scene(folder, 'wide', lines=1, bands=65536)
    said = attack.refuses(cli, 'anomaly', scene)
    assert '65536 bands' in said and 'GiB' in said, said


def outputs(folder, kind):
    """Commands that write a file, and what it may end in."""
    model, scene = folder / 'model.bandloom', folder / 'scene.hdr'
    return [(['train', 'demo:', *SMALL, '--max-pixels', 300, '--save'], '.bandloom'),
            (['export', model, '-o'], '.npz'), (['export', model, '-o'], '.onnx'), (['export', model, '-o'], '.csv'),
            (['encode', model, scene, '-o'], '.npy'), (['encode', model, scene, '-o'], '.tif'),
            (['encode', model, scene, '-o'], '.img'), (['anomaly', scene, '-o'], '.tif'),
            (['endmembers', model, scene, '-o'], '.csv'), (['endmembers', model, scene, '-o'], '.sli'),
            (['sample', folder / 'variational.bandloom', '-o'], '.npy')]


def odd_places_stay(cli, folder):
    """A pipe, a device as root, a folder, a link to a pipe in the place of each output."""
    place = folder / 'odd'
    place.mkdir()
    for words, ending in outputs(folder, 'odd'):
        pipe, link, node, inner = (place / (name + ending) for name in ('pipe', 'link', 'node', 'folder'))
        os.mkfifo(pipe)
        os.symlink(pipe.name, link)
        inner.mkdir()
        targets = [pipe, link, inner]
        if os.geteuid() == 0:
            os.mknod(node, stat.S_IFCHR | 0o666, os.makedev(1, 3))
            targets.append(node)
        for target in targets:
            before = os.stat(target)
            attack.refuses(cli, *words, target)
            after = os.stat(target)
            assert (before.st_mode, before.st_ino) == (after.st_mode, after.st_ino), '%s %s' % (words[0], target)
        for path in place.iterdir():
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()


def full_disk_keeps_the_old(cli, folder):
    """Files may have some bytes alone: what was there is as it was, and nothing is left beside it."""
    place = folder / 'full'
    place.mkdir()
    for words, ending in outputs(folder, 'full'):
        target = place / ('out' + ending)
        if ending == '.bandloom':
            attack.accepts(cli, 'train', 'demo:', *SMALL, '--max-pixels', 300, '--save', target)
        else:
            target.write_bytes(b'good old output')
            if ending in ('.img', '.sli'):
                target.with_suffix('.hdr').write_bytes(b'good old header')
        before = content(place)
        said = attack.refuses(cli, *words, target, file_limit=100)
        assert 'ulimit -f' in said, said
        assert content(place) == before, '%s: %s, not %s' % (words, sorted(content(place)), sorted(before))
        for path in place.iterdir():
            path.unlink()


def links_modes_and_names(cli, folder):
    """A dangling link is made whole, rights stay, and a name may have all 255 bytes."""
    place = folder / 'names'
    place.mkdir()
    model, scene = folder / 'model.bandloom', folder / 'scene.hdr'
    for words, ending in ((['encode', model, scene, '-o'], '.tif'), (['encode', model, scene, '-o'], '.img'),
                          (['export', model, '-o'], '.npz'),
                          (['train', scene, *SMALL, '--save'], '.bandloom')):
        longest = place / ('n' * (255 - len(ending)) + ending)
        attack.accepts(cli, *words, longest)
        longest.chmod(0o600)
        attack.accepts(cli, *words, longest)
        assert stat.S_IMODE(longest.stat().st_mode) == 0o600, oct(longest.stat().st_mode)
        link = place / ('link' + ending)
        link.symlink_to('real' + ending)
        attack.accepts(cli, *words, link)
        assert link.is_symlink() and (place / ('real' + ending)).is_file()
    assert not [path for path in place.iterdir() if 'saving' in path.name]
    attack.accepts(cli, 'info', place / ('n' * 251 + '.tif'))
    attack.accepts(cli, 'info', place / ('n' * 251 + '.img'))


def names_are_bytes(cli, folder):
    """A scene whose name is not UTF-8 is found again."""
    scene = attack.write_scene(folder, b'scene-\xff\xfe')
    project = folder / 'bytes.bandloom'
    attack.accepts(cli, 'train', scene, *SMALL, '--stop-after', 1, '--save', project)
    attack.accepts(cli, 'train', '--resume', project, '--save', project)
    told = json.loads(attack.accepts(cli, 'info', scene, '--json'))
    assert told['bands'] == 30


def nothing_steers_the_terminal(cli, folder):
    """Control characters in names and metadata reach nobody raw."""
    bad = b'esc-\x1b[31m-\xc2\x9b31m-\nline'
    scene = attack.write_scene(folder, bad)
    missing = os.path.join(os.fsencode(str(folder)), b'no-' + bad)
    for words in (['info', scene], ['info', scene, '--json'], ['info', missing], ['info', scene, '--units', bad],
                  [b'no-' + bad], ['train', scene, *SMALL, '--name', bad, '--save', folder / 'esc.bandloom'],
                  ['encode', folder / 'esc.bandloom', scene, '-o', missing + b'.npy'],
                  ['encode', folder / 'esc.bandloom', scene, '-o', missing + b'.what'],
                  ['export', os.fsencode(folder / 'esc.bandloom') + b'#' + bad, '-o', folder / 'esc.npz']):
        status, out, err, _ = attack.run(cli, *words)
        assert status in (0, 1, 2), '%s: %s' % (words, status)
        for text in (out, err):
            assert b'\x1b' not in text and b'\xc2\x9b' not in text, '%s: %r' % (words, text)


def dashes_end_options(cli, folder):
    attack.write_scene(folder, '-dash')
    here = os.getcwd()
    os.chdir(folder)
    try:
        attack.accepts(cli, 'info', '--', '-dash.hdr')
        attack.refuses(cli, 'info', '-dash.hdr')
        attack.refuses(cli, 'info', '--', '-dash.hdr', '--json')
    finally:
        os.chdir(here)


def main():
    tap, cli = Tap(), os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scene = attack.write_scene(folder)
        attack.accepts(cli, 'train', scene, *SMALL, '--save', folder / 'model.bandloom')
        attack.accepts(cli, 'train', scene, *SMALL, '--variant', 'variational', '--save',
                       folder / 'variational.bandloom')
        for what, func in (('pipes do not hang', pipes_do_not_hang),
                           ('large tables are not read', large_tables_are_not_read),
                           ('odd places stay', odd_places_stay),
                           ('a full disk keeps the old', full_disk_keeps_the_old),
                           ('links, modes and names', links_modes_and_names),
                           ('names are bytes', names_are_bytes),
                           ('nothing steers the terminal', nothing_steers_the_terminal),
                           ('dashes end options', dashes_end_options)):
            tap.run(what, func, cli, folder)
        tap.run('many bands are refused', many_bands_are_refused, cli, folder)
        tap.run('many variables are one pass', many_variables_are_one_pass, cli, folder, tap)
    tap.finish()


if __name__ == '__main__':
    main()
