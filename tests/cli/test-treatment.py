#!/usr/bin/python3
"""What is changed of a scene by the command line: units, bands, preprocessing; and that a saved model remembers.

usage: test-treatment.py BANDLOOM-CLI
"""
import array
import math
import shlex
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

LINES, SAMPLES, BANDS = 16, 15, 40


def write_scene(folder, name, poison=()):
    """A cube whose named bands hold 1e30, marked bad, and the same without the mark's being needed."""
    values = array.array('f')
    for pixel in range(LINES * SAMPLES):
        a, b = math.sin(pixel) + 2, math.cos(pixel * 1.7) + 2
        values.extend(1e30 if band in poison else a * (1 + band / 40) + b * math.exp(-((band - 20) / 6) ** 2)
                      for band in range(BANDS))
    (folder / (name + '.img')).write_bytes(values.tobytes())
    (folder / (name + '.hdr')).write_text(
        'ENVI\nsamples = %d\nlines = %d\nbands = %d\ndata type = 4\ninterleave = bip\nbyte order = 0\n'
        'wavelength = {%s}\n%s' % (SAMPLES, LINES, BANDS, ', '.join('%g' % (400 + 10 * i) for i in range(BANDS)),
                                   'bbl = {%s}\n' % ', '.join('0' if i in poison else '1' for i in range(BANDS))
                                   if poison else ''))
    return folder / (name + '.hdr')


SHORT = ('--layers', 2, '--epochs', 8, '--batch', 32)


def bad_bands_do_not_count(cli, folder):
    """Bands that are marked bad, whatever they hold, train to the digit as a scene without them."""
    whole, poisoned = write_scene(folder, 'whole'), write_scene(folder, 'poisoned', {3, 20, 21})
    a = cli.json('train', poisoned, *SHORT)
    b = cli.json('train', whole, *SHORT, '--bands', '1-3,5-20,23-40')
    assert (a['train_loss'], a['val_loss'], a['parameters']) == (b['train_loss'], b['val_loss'], b['parameters'])
    assert cli.json('train', whole, *SHORT)['parameters'] > a['parameters']
    by_nm = cli.json('train', whole, *SHORT, '--bands', '400-420nm, 440-590nm, 620-790nm')
    assert by_nm['train_loss'] == b['train_loss']
    assert 'Band 4' in cli.refuses(1, 'train', poisoned, *SHORT, '--bands', '1-40')


def models_remember(cli, folder):
    """A model trained on preprocessed bands is fed the scene as it is, and goes on where it stopped."""
    scene, model = write_scene(folder, 'scene'), folder / 'steps.bandloom'
    steps = ('--bands', '2-38', '--preprocess', 'smooth:7,derivative:5,norm')
    whole = cli.json('train', scene, *SHORT, *steps)
    cli.json('train', scene, *SHORT, *steps, '--stop-after', 3, '--save', model)
    resumed = cli.json('train', '--resume', model, '--save', model)
    assert resumed['train_loss'] == whole['train_loss'] and resumed['val_loss'] == whole['val_loss']
    fed = cli.json('encode', model, scene, '-o', folder / 'fed.npy')
    same = cli.json('encode', model, scene, '--preprocess', 'smooth:7,derivative:5,norm', '--bands', '2-38', '-o',
                    folder / 'same.npy')
    assert abs(fed['rmse'] - same['rmse']) < 1e-6, (fed, same)
    assert 'norm' in cli.refuses(1, 'encode', model, scene, '--preprocess', 'norm', '-o', folder / 'no.npy')
    raw = cli.json('train', scene, *SHORT)
    assert raw['train_loss'] != whole['train_loss']


def read_floats(path):
    numbers = array.array('f')
    numbers.frombytes(path.read_bytes()[128:])
    return numbers


def norm_is_undone(cli, folder):
    """A reconstruction of normed spectra is as long as its pixel again; what smoothing took is gone."""
    scene = write_scene(folder, 'lengths')
    model = folder / 'norm.bandloom'
    cli.json('train', scene, *SHORT, '--preprocess', 'norm', '--save', model)
    normed = cli.json('reconstruct', model, scene, '-o', folder / 'normed.npy')
    told = cli.json('reconstruct', model, scene, '-o', folder / 'undone.npy', '--scene-units')
    assert normed['units'] == 'preprocessed: norm' and told['units'] == 'scene units', (normed, told)
    raw = array.array('f', scene.with_suffix('.img').read_bytes())
    plain, undone = read_floats(folder / 'normed.npy'), read_floats(folder / 'undone.npy')
    assert len(plain) == len(undone) == len(raw)
    assert max(abs(a - b) for a, b in zip(raw, undone)) < 0.05 * max(raw)
    assert max(abs(a - b) for a, b in zip(raw, plain)) > 0.5 * max(raw)
    cli.json('train', scene, *SHORT, '--preprocess', 'smooth:5', '--save', folder / 'smooth.bandloom')
    assert 'cannot be undone' in cli.refuses(2, 'reconstruct', folder / 'smooth.bandloom', scene, '-o',
                                             folder / 'no.npy', '--scene-units')
    assert 'open it as it is' in cli.refuses(2, 'reconstruct', model, scene, '--preprocess', 'norm', '-o',
                                             folder / 'no.npy', '--scene-units')
    assert not (folder / 'no.npy').exists()


def commands_repeat(cli, folder):
    scene = write_scene(folder, 'again')
    told = cli.json('train', scene, *SHORT, '--units', 'nm', '--bands', '1-9,12', '--preprocess', 'continuum')
    words = shlex.split(told['command'])
    assert words[words.index('--bands') + 1] == '1-9,12' and '--preprocess' in words and '--units' in words, words
    assert cli.json(*words[1:])['train_loss'] == told['train_loss']


def units(cli, folder):
    scene = write_scene(folder, 'units')
    guessed, said = cli.json('info', scene), cli.json('info', scene, '--units', 'nm')
    assert guessed['wavelength_units_guessed'] and not said['wavelength_units_guessed'], (guessed, said)
    assert said['wavelengths'] == guessed['wavelengths']
    assert 'no sense' in cli.refuses(1, 'info', scene, '--units', 'um')
    assert cli.json('info', scene, '--units', 'cm-1')['axis_kind'] == 'wavenumber'
    assert cli.json('info', scene, '--units', 'raman')['wavelengths'] is None
    cli.refuses(1, 'info', scene, '--units', 'inch')
    cli.refuses(1, 'info', scene, '--bands', '0-3')
    cli.refuses(1, 'info', scene, '--preprocess', 'smooth:2')


def nodata(cli, folder):
    """A value that no header declares is found, left out when asked for, and remembered with the model."""
    values = array.array('f')
    for pixel in range(LINES * SAMPLES):
        values.extend(-9999 if pixel < 60 else 100 + 50 * math.sin(pixel * 1.3 + band) for band in range(BANDS))
    (folder / 'empty.img').write_bytes(values.tobytes())
    (folder / 'empty.hdr').write_text('ENVI\nsamples = %d\nlines = %d\nbands = %d\ndata type = 4\ninterleave = bip\n'
                                      % (SAMPLES, LINES, BANDS))
    scene = folder / 'empty.hdr'
    assert any('-9999' in note and '25 %' in note for note in cli.json('info', scene)['warnings'])
    told = cli.json('info', scene, '--nodata', '-9999')
    assert told['masked_pixels'] == 60 and told['nodata'] == -9999 and told['warnings'] == [], told
    assert 50 <= told['lowest'] < told['mean'] < told['highest'] <= 150 and told['default_bands'] is None, told
    cli.refuses(1, 'info', scene, '--nodata', 'nothing')
    trained = cli.json('train', scene, *SHORT, '--nodata', '-9999', '--save', folder / 'empty.bandloom')
    words = shlex.split(trained['command'])
    assert words[words.index('--nodata') + 1] == '-9999', words
    with_all = cli.json('train', scene, *SHORT)
    assert with_all['train_loss'] != trained['train_loss']
    more = cli.json('train', '--resume', folder / 'empty.bandloom', '--epochs', '4')
    assert '--nodata' in more['command'], more['command']


def main():
    tap, cli = Tap(), Cli(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        for test in (bad_bands_do_not_count, models_remember, norm_is_undone, commands_repeat, units, nodata):
            tap.run(test.__name__.replace('_', ' '), test, cli, Path(name))
    tap.finish()


main()
