#!/usr/bin/python3
"""A saved model applied by the command line: codes and reconstructions in three formats with the same numbers, a
scene with another grid refused or resampled in plain sight, the same files under a locale with a decimal comma.

usage: test-apply.py BANDLOOM-CLI
"""
import array
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

LINES, SAMPLES = 30, 21


def value(place, nm):
    a, b, c = place
    return 2 + a * math.sin(nm / 90) + b * nm / 700 + c * math.cos(nm / 50)


def write_scene(folder, name, grid, holes=(), wavelengths=True, bad=()):
    """An ENVI pair of mixtures of three curves over this grid; holes are pixels of zeroes, given as no data."""
    source, values = random.Random(3), array.array('f')
    for pixel in range(LINES * SAMPLES):
        place = source.random(), source.random(), source.random()
        values.extend(0 if pixel in holes else value(place, nm) for nm in grid)
    (folder / (name + '.img')).write_bytes(values.tobytes())
    text = ('ENVI\nsamples = %d\nlines = %d\nbands = %d\ndata type = 4\ninterleave = bip\nbyte order = 0\n'
            'data ignore value = 0\nmap info = {UTM, 1, 1, 500000.5, 4649776.25, 30, 30, 33, North, WGS-84, '
            'units=Meters}\n' % (SAMPLES, LINES, len(grid)))
    if wavelengths:
        text += 'wavelength units = Nanometers\nwavelength = {%s}\n' % ', '.join('%.3f' % nm for nm in grid)
    if bad:
        text += 'bbl = {%s}\n' % ', '.join('0' if i in bad else '1' for i in range(len(grid)))
    (folder / (name + '.hdr')).write_text(text)
    return folder / (name + '.hdr')


def read_npy(path):
    data = path.read_bytes()
    assert data[:8] == b'\x93NUMPY\x01\x00'
    size = data[8] + 256 * data[9]
    assert (10 + size) % 64 == 0
    header = eval(data[10:10 + size])  # a literal of three entries
    assert header['descr'] == '<f4' and header['fortran_order'] is False
    return header['shape'], array.array('f', data[10 + size:])


def read_bil(path, bands):
    """An ENVI file of ours, as (lines, samples, bands)."""
    raw, out = array.array('f', path.read_bytes()), array.array('f')
    for line in range(LINES):
        for sample in range(SAMPLES):
            out.extend(raw[(line * bands + band) * SAMPLES + sample] for band in range(bands))
    return out


def same(a, b):
    return len(a) == len(b) and all(x == y or (x != x and y != y) for x, y in zip(a, b))


def formats_agree(cli, folder, model, scene):
    for command, bands in (('encode', 3), ('reconstruct', 40)):
        told = [cli.json(command, model, scene, '-o', folder / (command + ending), '--threads', threads)
                for ending, threads in (('.npy', 1), ('.hdr', 2), ('.tif', 2))]
        shape, numbers = read_npy(folder / (command + '.npy'))
        assert shape == (LINES, SAMPLES, bands), shape
        assert same(numbers, read_bil(folder / (command + '.img'), bands))
        for one in told:
            assert (one['pixels'], one['latent'], one['resampled']) == (LINES * SAMPLES - 2, 3, False), one
            assert (one['rmse'], one['sam_deg']) == (told[0]['rmse'], told[0]['sam_deg'])
        holes = [pixel for pixel in range(LINES * SAMPLES) if numbers[pixel * bands] != numbers[pixel * bands]]
        assert holes == [5, 100], holes


def keeps_metadata(cli, folder, model, scene):
    for ending in ('.hdr', '.tif'):
        cli.json('reconstruct', model, scene, '-o', folder / ('meta' + ending))
        told, given = cli.json('info', folder / ('meta' + ending)), cli.json('info', scene)
        assert max(abs(a - b) for a, b in zip(told['wavelengths'], given['wavelengths'])) < 1e-6
        assert told['geotransform'] == given['geotransform']
        found = re.search(r'"central_meridian",([0-9.]+)', told['projection'], re.IGNORECASE)
        assert found and float(found.group(1)) == 15, told['projection']  # zone 33
        assert told['masked_pixels'] == 2


def reconstruction_is_good(cli, folder, model, scene):
    """Three curves, three codes: the reconstruction is the scene, in the scene's units, and its error is told."""
    told = cli.json('reconstruct', model, scene, '-o', folder / 'r.npy')
    cube, numbers = array.array('f', scene.with_suffix('.img').read_bytes()), read_npy(folder / 'r.npy')[1]
    far = max(abs(a - b) for a, b in zip(cube, numbers) if b == b)
    assert far < 0.2, far
    assert told['rmse'] < 0.02 and told['sam_deg'] < 1, told


def beyond_is_told(cli, folder, model, scene):
    """Values that no training pixel comes near are told with their share, and none where there are none."""
    assert not cli.json('encode', model, scene, '-o', folder / 'b.npy')['warnings']
    bright = folder / 'bright.hdr'
    bright.write_text(scene.with_suffix('.hdr').read_text())
    cube = array.array('f', scene.with_suffix('.img').read_bytes())
    shift = 3 * (max(cube) - min(cube))
    for i in range(len(cube) // 10):
        cube[i] += shift if cube[i] != 0 else 0
    bright.with_suffix('.img').write_bytes(cube.tobytes())
    told = cli.json('encode', model, bright, '-o', folder / 'b.npy')['warnings']
    assert len(told) == 1 and 'beyond those' in told[0], told
    assert 9 < float(re.search(r'([0-9.]+) %', told[0]).group(1)) < 11, told


def other_grids(cli, folder, model, scene):
    grid = [402.5 + 10 * i for i in range(45)]
    other = write_scene(folder, 'other', [395 + 10 * i for i in range(42)], holes=(5, 100))
    assert '--resample' in cli.refuses(1, 'encode', model, other, '-o', folder / 'o.npy')
    assert not (folder / 'o.npy').exists()
    told = cli.json('encode', model, other, '-o', folder / 'o.npy', '--resample')
    assert told['resampled'] and told['resampled_bands'] == 40 and told['bridged_bands'] == 0
    cli.json('encode', model, scene, '-o', folder / 'own.npy')
    own, far = read_npy(folder / 'own.npy')[1], read_npy(folder / 'o.npy')[1]
    spread = max(v for v in own if v == v) - min(v for v in own if v == v)
    assert max(abs(a - b) for a, b in zip(own, far) if a == a) < 0.05 * spread, 'resampled codes differ'
    short = write_scene(folder, 'short', grid[:20])
    assert 'lie outside' in cli.refuses(1, 'encode', model, short, '-o', folder / 'o.npy', '--resample')
    blind = write_scene(folder, 'blind', [400 + 10 * i for i in range(40)], wavelengths=False)
    assert 'has none' in cli.refuses(1, 'encode', model, blind, '-o', folder / 'o.npy', '--resample')
    told = cli.json('reconstruct', model, other, '-o', folder / 'o.hdr', '--resample')
    assert told['bands'] == 40 and cli.json('info', folder / 'o.hdr')['wavelengths'][0] == 400


def bad_bands(cli, folder):
    """Bands that the model does not know are no data, and are marked as left out."""
    scene = write_scene(folder, 'bad', [400 + 10 * i for i in range(40)], bad=(3, 17))
    cli.json('train', scene, '--layers', '3', '--epochs', 3, '--save', folder / 'bad.bandloom')
    told = cli.json('reconstruct', folder / 'bad.bandloom', scene, '-o', folder / 'badout.hdr')
    assert told['bands'] == 40
    numbers = read_bil(folder / 'badout.img', 40)
    assert [band for band in range(40) if numbers[band] != numbers[band]] == [3, 17]
    assert cli.json('info', folder / 'badout.hdr')['bad_bands'] == [4, 18]


def other_units(cli, folder, model, scene):
    """The same scene ten thousand times brighter is fed, but said to be far away."""
    cube = array.array('f', (10000 * v for v in array.array('f', scene.with_suffix('.img').read_bytes())))
    (folder / 'bright.img').write_bytes(cube.tobytes())
    (folder / 'bright.hdr').write_text(scene.read_text())
    assert cli.json('encode', model, scene, '-o', folder / 'u.npy')['warnings'] == []
    assert 'units' in cli.json('encode', model, folder / 'bright.hdr', '-o', folder / 'u.npy')['warnings'][0]


def beside(cli, folder):
    """A project moved together with its scene finds it, whatever folder the program is started in."""
    away, there = folder / 'away', folder / 'there'
    away.mkdir()
    write_scene(away, 'near', [400 + 10 * i for i in range(40)])
    cli.json('train', away / 'near.hdr', '--layers', '3', '--epochs', 2, '--stop-after', 1, '--save',
             away / 'near.bandloom')
    away.rename(there)
    before = os.getcwd()
    os.chdir(there)
    try:
        assert cli.json('train', '--resume', 'near.bandloom', '--save', 'near.bandloom')['epochs'] == 2
    finally:
        os.chdir(before)


def refusals(cli, folder, model, scene):
    cli.refuses(2, 'encode', model, scene)
    cli.refuses(2, 'encode', model, '-o', folder / 'x.npy')
    cli.refuses(2, 'encode', model, scene, '-o', folder / 'x.png')
    cli.refuses(2, 'reconstruct', model, scene, '-o', scene)
    cli.refuses(1, 'encode', scene, scene, '-o', folder / 'x.npy')
    cli.refuses(1, 'encode', str(model) + '#none', scene, '-o', folder / 'x.npy')
    cli.refuses(1, 'reconstruct', model, scene, '-o', folder / 'no' / 'x.hdr')
    assert scene.with_suffix('.img').stat().st_size == LINES * SAMPLES * 40 * 4


def decimal_comma(cli, folder, scene):
    """Training, saving and writing under a locale with a decimal comma: the same bytes."""
    if not shutil.which('localedef') or not Path('/usr/share/i18n/locales/de_DE').exists():
        print('# skipped: no source of a locale with a decimal comma')
        return
    subprocess.run(['localedef', '-i', 'de_DE', '-f', 'UTF-8', folder / 'de_DE.UTF-8'], check=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert 'de_DE.UTF-8' in os.listdir(folder)
    there = dict(os.environ, LOCPATH=str(folder), LC_ALL='de_DE.UTF-8', LANG='de_DE.UTF-8')
    told = []
    for name, environment in (('point', None), ('comma', there)):
        cli.environment = environment
        model = folder / (name + '.bandloom')
        told.append(cli.json('train', scene, '--layers', '3', '--epochs', 2, '--learning-rate', '0.0125',
                             '--save', model))
        for ending in ('.hdr', '.tif', '.npy'):
            cli.json('reconstruct', model, scene, '-o', folder / (name + ending))
    cli.environment = None
    assert told[0]['val_loss'] == told[1]['val_loss']
    for ending in ('.hdr', '.img', '.tif', '.npy'):
        assert (folder / ('point' + ending)).read_bytes() == (folder / ('comma' + ending)).read_bytes(), ending


def main():
    tap, cli = Tap(), Cli(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scene = write_scene(folder, 'scene', [400 + 10 * i for i in range(40)], holes=(5, 100))
        model = folder / 'model.bandloom'
        cli.json('train', scene, '--variant', 'linear', '--layers', '3', '--epochs', 60, '--batch', 32, '--save', model)
        for test in (formats_agree, keeps_metadata, reconstruction_is_good, beyond_is_told, other_grids,
                     other_units, refusals):
            tap.run(test.__name__.replace('_', ' '), test, cli, folder, model, scene)
        tap.run('bad bands', bad_bands, cli, folder)
        tap.run('beside', beside, cli, folder)
        tap.run('decimal comma', decimal_comma, cli, folder, scene)
    tap.finish()


main()
