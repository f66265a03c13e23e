#!/usr/bin/python3
"""Spectra out of a saved model: drawn and decoded.

usage: test-generate.py BANDLOOM-CLI
"""
import math
import struct
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

TRAIN = ['demo:', '--max-pixels', '1000', '--epochs', '3']


def read_npy(path):
    """Rows of floats of an array, its last axis along a row."""
    data = path.read_bytes()
    length = struct.unpack('<H', data[8:10])[0]
    header = eval(data[10:10 + length])  # a dictionary, written by us  # pylint: disable=eval-used
    rows, columns = math.prod(header['shape'][:-1]), header['shape'][-1]
    values = struct.unpack('<%df' % (rows * columns), data[10 + length:])
    return [values[i * columns:(i + 1) * columns] for i in range(rows)]


def samples_are_repeatable(cli, folder, model):
    for name, seed in (('a', 7), ('b', 7), ('c', 8)):
        told = cli.json('sample', model, '-n', 50, '--seed', seed, '-o', folder / (name + '.npy'))
        assert (told['samples'], told['latent']) == (50, 4), told
    assert (folder / 'a.npy').read_bytes() == (folder / 'b.npy').read_bytes()
    assert (folder / 'a.npy').read_bytes() != (folder / 'c.npy').read_bytes()
    rows = read_npy(folder / 'a.npy')
    assert len(rows) == 50 and len(rows[0]) == 268
    assert rows[0] != rows[1] and all(-1 < value < 3 for row in rows for value in row)


def formats_agree(cli, folder, model):
    for ending in ('csv', 'sli'):
        cli.json('sample', model, '-n', 5, '--seed', 7, '-o', folder / ('a5.' + ending))
    cli.json('sample', model, '-n', 5, '--seed', 7, '-o', folder / 'a5.npy')
    rows = read_npy(folder / 'a5.npy')
    lines = [line.split(',') for line in (folder / 'a5.csv').read_text().splitlines()]
    assert lines[0][0] == 'wavelength_nm' and float(lines[1][0]) == 400 and float(lines[-1][0]) == 2500
    for j, line in enumerate(lines[1:]):
        for i in range(5):
            assert struct.pack('<f', float(line[i + 1])) == struct.pack('<f', rows[i][j]), (i, j)
    assert (folder / 'a5.hdr').exists()


def decode_is_deterministic(cli, folder, model):
    told = cli.json('decode', model, '--code', '0.5,-1,0,2')
    assert len(told['spectrum']) == len(told['wavelengths']) == 268 and told['code'] == [0.5, -1, 0, 2]
    again = cli.json('decode', model, '--code', '0.5, -1, 0, 2', '-o', folder / 'd.npy')
    assert again['spectrum'] == told['spectrum']
    assert list(read_npy(folder / 'd.npy')[0]) == told['spectrum']
    assert cli.json('decode', model, '--code', '0.5,-1,0,1')['spectrum'] != told['spectrum']
    text = cli.run('decode', model, '--code', '0,0,0,0')[1]
    assert len(text.splitlines()) == 268


def many_are_fast(cli, folder, model):
    start = time.monotonic()
    cli.json('sample', model, '-n', 10000, '-o', folder / 'many.npy')
    seconds = time.monotonic() - start
    assert len(read_npy(folder / 'many.npy')) == 10000
    return '10,000 spectra in %.2f s' % seconds


def samples_like_a_scene(cli, folder, plain):
    """A model that is not variational draws from its scene's codes: the same from the same seed, where the scene is."""
    for name, seed in (('l1', 3), ('l2', 3), ('l3', 4)):
        cli.json('sample', plain, '--like', 'demo:', '-n', 400, '--seed', seed, '-o', folder / (name + '.npy'))
    files = [(folder / (name + '.npy')).read_bytes() for name in ('l1', 'l2', 'l3')]
    assert files[0] == files[1] != files[2]
    drawn = read_npy(folder / 'l1.npy')
    cli.json('reconstruct', plain, 'demo:', '-o', folder / 'seen.npy')
    seen = read_npy(folder / 'seen.npy')
    for band in (20, 130, 250):
        a = [row[band] for row in drawn]
        b = [row[band] for row in seen]
        mean = sum(b) / len(b)
        spread = (sum((value - mean) ** 2 for value in b) / len(b)) ** .5
        assert abs(sum(a) / len(a) - mean) < .3 * spread, (band, sum(a) / len(a), mean, spread)
    cli.refuses(1, 'sample', plain, '--like', folder / 'no.hdr', '-o', folder / 'x.npy')


def mistakes_are_told(cli, folder, model, plain):
    assert 'variational' in cli.refuses(2, 'sample', plain, '-o', folder / 'x.npy')
    assert '-o' in cli.refuses(2, 'sample', model)
    assert '.sli' in cli.refuses(2, 'sample', model, '-o', folder / 'x.txt')
    assert '4 units' in cli.refuses(2, 'decode', model, '--code', '1,2')
    assert 'abc' in cli.refuses(2, 'decode', model, '--code', '1,2,3,abc')
    assert '--code' in cli.refuses(2, 'decode', model)
    cli.refuses(2, 'sample', model, '-n', 0, '-o', folder / 'x.npy')
    cli.refuses(1, 'sample', folder / 'no.bandloom', '-o', folder / 'x.npy')
    cli.refuses(1, 'sample', model, '-o', folder / 'no' / 'folder.npy')


def main():
    tap, cli = Tap(), Cli(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model, plain = folder / 'vae.bandloom', folder / 'plain.bandloom'
        cli.json('train', *TRAIN, '--variant', 'variational', '--save', model)
        cli.json('train', *TRAIN, '--layers', '20,4', '--save', plain)
        said = []
        tap.run('the same seed, the same samples', samples_are_repeatable, cli, folder, model)
        tap.run('all formats hold the same numbers', formats_agree, cli, folder, model)
        tap.run('one code, one spectrum', decode_is_deterministic, cli, folder, model)
        tap.run('ten thousand samples', lambda: said.append(many_are_fast(cli, folder, model)))
        for text in said:
            tap.note(text)
        tap.run('samples like a scene', samples_like_a_scene, cli, folder, plain)
        tap.run('mistakes are told in a sentence', mistakes_are_told, cli, folder, model, plain)
    tap.finish()


main()
