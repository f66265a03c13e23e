#!/usr/bin/python3
"""Unmixing on the command line: truth in MATLAB files of any orientation, abundances and
endmembers in files, starts that are given, and what cannot be done is refused with a sentence.

usage: test-unmixing.py BANDLOOM-CLI
"""
import array
import math
import random
import struct
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

BANDS, LINES, SAMPLES, N = 40, 20, 30, 3
SHORT = ['--epochs', 12]


def write_mat(path, matrices):
    """MATLAB 4: a header of five numbers, the name, and doubles by columns."""
    data = b''
    for name, rows in matrices.items():
        data += struct.pack('<5i', 0, len(rows), len(rows[0]), 0, len(name) + 1) + name.encode() + b'\0'
        data += b''.join(struct.pack('<d', row[c]) for c in range(len(rows[0])) for row in rows)
    path.write_bytes(data)


def transpose(rows):
    return [list(column) for column in zip(*rows)]


def write_scene(folder):
    """Mixtures of three spectra with some pure pixels, as ENVI, and their truth."""
    draw = random.Random(3)
    spectra = []
    for i in range(N):
        spectra.append([.2 + .6 * math.exp(-((b / BANDS - .2 - .3 * i) / .12) ** 2) for b in range(BANDS)])
    shares, values = [], array.array('f')
    for _ in range(LINES * SAMPLES):
        parts = [math.exp(3 * draw.gauss(0, 1)) for _ in range(N)]
        shares.append([part / sum(parts) for part in parts])
        values.extend(sum(a * one[b] for a, one in zip(shares[-1], spectra)) + draw.gauss(0, .002)
                      for b in range(BANDS))
    (folder / 'mix.img').write_bytes(values.tobytes())
    wavelengths = [400 + 20 * b for b in range(BANDS)]
    (folder / 'mix.hdr').write_text(
        'ENVI\nsamples = %d\nlines = %d\nbands = %d\ndata type = 4\ninterleave = bip\nbyte order = 0\n'
        'wavelength units = nm\nwavelength = {%s}\n' % (SAMPLES, LINES, BANDS, ', '.join(map(str, wavelengths))))
    by_column = [shares[line * SAMPLES + sample] for sample in range(SAMPLES) for line in range(LINES)]
    write_mat(folder / 'rows.mat', {'GT': spectra, 'S_GT': transpose(by_column), 'other': [[1, 2]]})
    write_mat(folder / 'columns.mat', {'M1': transpose(spectra[::-1]), 'M': transpose(spectra), 'A': by_column})
    write_mat(folder / 'wrong.mat', {'M': [one[1:] for one in spectra]})
    return folder / 'mix.hdr', shares


def read_npy(path):
    data = path.read_bytes()
    start = 10 + struct.unpack('<H', data[8:10])[0]
    return array.array('f', data[start:])


def truth(cli, folder):
    scene, shares = write_scene(folder)
    model = folder / 'mix.bandloom'
    words = ['train', scene, '--variant', 'unmixing', '--endmembers', N]
    told = cli.json(*words, '--truth', folder / 'rows.mat', '--save', model, '--spectra', folder / 'ends.sli')
    other = cli.json(*words, '--truth', folder / 'columns.mat', '--threads', 1)
    for key in ('mean_angle_rad', 'abundance_rmse', 'abundance_sparsity', 'sum_error', 'sparsity_rule'):
        assert told[key] == other[key], key
    assert len(told['endmembers']) == N and told['layers'] == [9 * N, N], told['layers']
    assert told['mean_angle_rad'] < .045 and told['abundance_rmse'] < .1, told
    assert told['sum_error'] <= 1e-6 and min(told['sparsity_rule']['sparsity']) == 0
    assert {one['name'] for one in told['endmembers']} == {'GT 1', 'GT 2', 'GT 3'}
    encoded = cli.json('encode', model, scene, '-o', folder / 'a.npy')
    assert encoded['latent'] == N and encoded['bands'] == N, encoded
    parts = read_npy(folder / 'a.npy')
    worst = max(abs(sum(parts[i * N:(i + 1) * N]) - 1) for i in range(LINES * SAMPLES))
    assert worst <= 1e-6 and min(parts) >= 0, worst
    order = [int(one['name'][3:]) - 1 for one in told['endmembers']]
    square = sum((parts[i * N + j] - shares[i][order[j]]) ** 2 for i in range(LINES * SAMPLES) for j in range(N))
    assert abs(math.sqrt(square / (LINES * SAMPLES * N)) - told['abundance_rmse']) < 1e-5
    cli.json('encode', model, scene, '-o', folder / 'a.hdr')
    assert 'endmember 3' in (folder / 'a.hdr').read_text()
    ends = cli.json('endmembers', model, scene, '--library', folder / 'ends.sli', '-o', folder / 'ends.csv')
    assert len(ends['endmembers']) == N and ends['mean_angle_rad'] < 1e-3, ends
    # The command that a training tells gives the same again.
    again = cli.json(*told['command'].split()[1:])
    assert again['train_loss'] == told['train_loss']


def starts(cli, folder):
    scene = folder / 'mix.hdr'
    for what in (folder / 'ends.csv', '3,2;7,11;29,19'):
        told = cli.json('train', scene, '--variant', 'unmixing', '--endmembers', what, *SHORT)
        assert told['layers'][-1] == N, told
    found = cli.json('train', scene, '--variant', 'unmixing', '--endmembers', 'auto', *SHORT)
    assert len(found['endmembers']) == N and 'HySime' in found['endmembers_found_by'], found['layers']
    for start in ('nfindr', 'random'):
        cli.json('train', scene, '--endmembers', N, '--start', start, *SHORT)
    for loss in ('mse', 'angle', 'sid', 'sad+mse'):
        told = cli.json('train', scene, '--endmembers', N, '--loss', loss, '--brightness', 'one', *SHORT)
        assert told['sum_error'] <= 1e-6, told
    many = cli.json('train', scene, '--endmembers', N, '--seeds', 3, '--truth', folder / 'rows.mat', *SHORT)
    assert [one['seed'] for one in many['seeds']] == [1, 2, 3] and many['best_seed'] == many['seed']
    least = min(many['seeds'], key=lambda one: one['loss'])
    assert least['seed'] == many['best_seed'] and least['mean_angle_rad'] == many['mean_angle_rad']


def refused(cli, folder):
    scene = folder / 'mix.hdr'
    words = ['train', scene, '--variant', 'unmixing']
    assert 'choose one' in cli.refuses(2, 'train', scene, '--variant', 'unmixing,tied')
    assert 'choose one' in cli.refuses(2, 'train', scene, '--variant', 'unmixing,variational')
    assert 'tell apart' in cli.refuses(2, *words, '--endmembers', 1)
    assert 'bands' in cli.refuses(2, *words, '--endmembers', BANDS + 1)
    assert 'more than can be told apart' in cli.refuses(1, *words, '--endmembers', 33)
    assert '--layers' in cli.refuses(2, *words, '--endmembers', N, '--layers', '20,4')
    assert 'no pixel' in cli.refuses(2, *words, '--endmembers', '3,2;500,1')
    assert 'vca' in cli.refuses(2, *words, '--start', 'pca')
    assert '40 bands' in cli.refuses(1, *words, '--endmembers', N, '--truth', folder / 'wrong.mat')
    cli.refuses(1, *words, '--endmembers', folder / 'nothing.sli')
    cli.refuses(1, *words, '--endmembers', N, '--truth', folder / 'nothing.mat')
    many = folder / 'many.csv'
    rows = ['wavelength,' + ','.join('m%d' % i for i in range(1365))]
    rows += ['%d,' % (400 + 20 * b) + ','.join('%.3f' % (1 + (i * b) % 7) for i in range(1365)) for b in range(BANDS)]
    many.write_text('\n'.join(rows) + '\n')
    assert '1365 spectra' in cli.refuses(2, *words, '--endmembers', many)


def main():
    cli, tap = Cli(sys.argv[1]), Tap()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for check in (truth, starts, refused):
            tap.run(check.__name__, check, cli, folder)
    tap.finish()


main()
