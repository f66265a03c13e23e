#!/usr/bin/python3
"""Projects that somebody made to break what opens them: each is refused in one sentence, at once and in little memory.

usage: test-projects.py BANDLOOM-CLI
"""
import gzip
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
import attack  # noqa: E402

MEMORY = 2 << 30


def crafted(folder):
    """Copies of a good project, each with one thing changed by SQL."""
    good = (folder / 'good.bandloom').read_bytes()
    bomb = 'hex(zeroblob(499999900))'
    deep = "replace(hex(zeroblob(%d)), '00', '[')"
    changes = {
        'generated': 'DROP TABLE setting; CREATE TABLE setting (key TEXT AS (%s), value BLOB)' % bomb,
        'generated-run': 'ALTER TABLE run ADD COLUMN more TEXT AS (%s)' % bomb,
        'virtual-tab': 'DROP TABLE setting; CREATE VIRTUAL\tTABLE setting USING fts5(key, value)',
        'virtual-remark': 'DROP TABLE setting; CREATE VIRTUAL --\nTABLE setting USING fts5(key, value)',
        'view': 'DROP TABLE mark; CREATE VIEW mark AS SELECT * FROM history',
        'trigger': 'CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM run; END',
        'check': "DROP TABLE setting; CREATE TABLE setting (key TEXT CHECK (key <> %s), value BLOB)" % bomb,
        'default': 'ALTER TABLE setting ADD COLUMN more TEXT DEFAULT (%s)' % "'x'",
        'index': 'CREATE INDEX i ON history (%s)' % "abs(step)",
    }
    for column in ('spec', 'plan', 'part', 'knobs'):
        for depth in (9, 1000, 80000):
            changes['deep-%s-%d' % (column, depth)] = 'UPDATE run SET %s = %s' % (column, deep % depth)
        for name, text in (('objects', "replace(hex(zeroblob(40000)), '00', '{\"a\":')"),
                           ('long', "'{' || replace(hex(zeroblob(99999)), '00', ' ') || '}'")):
            changes['%s-%s' % (name, column)] = 'UPDATE run SET %s = %s' % (column, text)
    for name, sql in changes.items():
        path = folder / (name + '.bandloom')
        path.write_bytes(good)
        with sqlite3.connect(path) as file:
            file.executescript(sql)
        yield path


def are_refused(cli, paths, tap):
    is_sanitized = b'__asan_init' in Path(cli).read_bytes()
    longest = 0
    for path in paths:
        for words in (['export', path, '-o', path.with_suffix('.npz')], ['train', '--resume', path]):
            status, out, err, seconds = attack.run(cli, *words, memory_limit=None if is_sanitized else MEMORY)
            text = err.decode(errors='replace')
            assert status == 1 and len(text.splitlines()) == 1 and 'is damaged' in text, (path.name, status, text, out)
            longest = max(longest, seconds)
    tap.note('%d files, the slowest %.1f s' % (len(paths), longest))


def is_good(cli, folder):
    """What nobody changed is no such file."""
    attack.accepts(cli, 'export', folder / 'good.bandloom', '-o', folder / 'good.npz')


def main():
    tap, cli = Tap(), os.path.abspath(sys.argv[1])
    stored = Path(os.environ.get('BANDLOOM_TEST_DATA', '/nowhere')) / 'hostile'
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scene = attack.write_scene(folder)
        attack.accepts(cli, 'train', scene, '--layers', '9,4', '--epochs', '2', '--save', folder / 'good.bandloom')
        paths = list(crafted(folder))
        if stored.is_dir():
            for path in stored.glob('*.bandloom.gz'):
                paths.append(folder / ('stored-' + path.stem))
                paths[-1].write_bytes(gzip.decompress(path.read_bytes()))
        else:
            tap.note('the stored inputs are not here: those that are made by this test alone')
        tap.run('a good project is read', is_good, cli, folder)
        tap.run('crafted projects are refused', are_refused, cli, paths, tap)
    tap.finish()


if __name__ == '__main__':
    main()
