#!/usr/bin/python3
"""Abundances by least squares on the command line: the demo scene's own mixtures come back, files hold what was told,
any number of threads gives the same, and what cannot be done is refused with a sentence.

usage: test-unmix.py BANDLOOM-CLI
"""
import array
import random
import struct
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

BANDS, SIDE = 12, 8


def write_scene(folder, bands=BANDS):
    """Known mixtures of three spectra, and the spectra as a library."""
    draw = random.Random(5)
    spectra = [[0.1 + draw.random() for _ in range(bands)] for _ in range(3)]
    truth, values = [], array.array('f')
    for pixel in range(SIDE * SIDE):
        parts = [draw.random() for _ in range(3)]
        if pixel < 3:
            parts = [float(i == pixel) for i in range(3)]
        parts = [part / sum(parts) for part in parts]
        truth.append(parts)
        values.extend(sum(part * one[b] for part, one in zip(parts, spectra)) for b in range(bands))
    (folder / 'mix.img').write_bytes(values.tobytes())
    wavelengths = [500 + 20 * b for b in range(bands)]
    (folder / 'mix.hdr').write_text(
        'ENVI\nsamples = %d\nlines = %d\nbands = %d\ndata type = 4\ninterleave = bip\nbyte order = 0\n'
        'wavelength units = nm\nwavelength = {%s}\n' % (SIDE, SIDE, bands, ', '.join(map(str, wavelengths))))
    rows = ['wavelength,first,second,third']
    rows += ['%g,' % w + ','.join('%.9g' % one[b] for one in spectra) for b, w in enumerate(wavelengths)]
    (folder / 'known.csv').write_text('\n'.join(rows) + '\n')
    return folder / 'mix.hdr', folder / 'known.csv', truth


def read_npy(path):
    data = path.read_bytes()
    start = 10 + struct.unpack('<H', data[8:10])[0]
    return array.array('f', data[start:])


def known_mixtures(cli, folder):
    scene, library, truth = write_scene(folder)
    for method in ('fcls', 'nnls'):
        words = ['unmix', scene, '--endmembers', library, '--method', method, '-o', folder / 'a.npy']
        told = cli.json(*words, '--threads', 1)
        first = read_npy(folder / 'a.npy')
        cli.json(*words, '--threads', 3)
        assert first == read_npy(folder / 'a.npy'), 'other threads, other numbers'
        flat = [part for parts in truth for part in parts]
        worst = max(abs(a - b) for a, b in zip(first, flat))
        assert worst < 1e-5, (method, worst)
        assert told['sum_error'] < (1e-6 if method == 'fcls' else 1e-4), told
        assert [one['name'] for one in told['endmembers']] == ['first', 'second', 'third'], told
        assert told['pixels'] == SIDE * SIDE and told['bands'] == BANDS and told['rmse'] < 1e-6, told
    flat[0] += 0.01  # planted
    assert max(abs(a - b) for a, b in zip(first, flat)) > 1e-3


def names_bands(cli, folder):
    scene, library, _ = write_scene(folder)
    cli.json('unmix', scene, '--endmembers', library, '-o', folder / 'a.hdr')
    header = (folder / 'a.hdr').read_text()
    assert 'first' in header and 'third' in header and 'bands = 3' in header.replace('   ', ' '), header


def finds_corners(cli, folder):
    scene, _, _ = write_scene(folder)
    told = cli.json('unmix', scene, '--endmembers', 'auto', '-n', 3, '--spectra', folder / 'found.csv')
    places = {(one['line'], one['sample']) for one in told['endmembers']}
    assert places == {(0, 0), (0, 1), (0, 2)}, told
    again = cli.json('unmix', scene, '--endmembers', folder / 'found.csv')
    assert again['rmse'] < 1e-5, again
    demo = cli.json('unmix', 'demo:', '--endmembers', 'auto', '-n', 6)
    assert demo['mean_angle_rad'] < 0.1 and demo['sum_error'] < 1e-6, demo
    return 'the demo scene: %.4f rad from the truth' % demo['mean_angle_rad']


def refuses(cli, folder):
    scene, library, _ = write_scene(folder)
    assert '--endmembers' in cli.refuses(2, 'unmix', scene)
    assert '-n' in cli.refuses(2, 'unmix', scene, '--endmembers', 'auto')
    assert '13' in cli.refuses(2, 'unmix', scene, '--endmembers', 'auto', '-n', 13)
    assert 'fcls' in cli.refuses(2, 'unmix', scene, '--endmembers', library, '--method', 'best')
    cli.refuses(1, 'unmix', scene, '--endmembers', folder / 'nothing.csv')
    far = folder / 'far.csv'
    far.write_text('wavelength,only\n3000,1\n3100,2\n3200,1\n')
    assert 'wavelengths' in cli.refuses(2, 'unmix', scene, '--endmembers', far)
    zero = folder / 'zero.csv'
    zero.write_text(library.read_text().split('\n')[0] + ',dark\n'
                    + '\n'.join(line + ',0' for line in library.read_text().split('\n')[1:-1]) + '\n')
    assert 'zero' in cli.refuses(2, 'unmix', scene, '--endmembers', zero, '--method', 'nnls')
    assert len(cli.json('unmix', scene, '--endmembers', zero)['endmembers']) == 4


def told(tap, test, cli, folder):
    text = test(cli, folder)
    if text:
        tap.note(text)


def main():
    cli = Cli(sys.argv[1])
    tap = Tap()
    for test in (known_mixtures, names_bands, finds_corners, refuses):
        with tempfile.TemporaryDirectory() as folder:
            tap.run(test.__name__.replace('_', ' '), told, tap, test, cli, Path(folder))
    tap.finish()


main()
