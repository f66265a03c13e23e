#!/usr/bin/python3
"""A model carried over by the command line from 156 bands to 198: resampled in plain sight, its encoder frozen byte for
byte, its curves beside one from scratch, and what few labels are worth on its codes.

usage: test-transfer.py BANDLOOM-CLI
"""
import array
import math
import random
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from cli import Cli  # noqa: E402
from tap import Tap  # noqa: E402

SIDE = 40
FROM = [401 + i * 488 / 155 for i in range(156)]
TO = [380 + i * 2120 / 197 for i in range(198)]
TRAIN_KEYS = ('variant layers parameters weights epochs steps batch seed threads train_loss val_loss reconstruction '
              'sparsity latent val_rmse val_sam_deg psnr_db mean_activation active_units kl_per_unit pca_rmse seconds '
              'samples_per_s history').split()


def write_scene(folder, name, grid, seed):
    """Mixtures of three curves; the class of a pixel is the curve that it has most of."""
    place, values, labels = random.Random(seed), array.array('f'), array.array('H')
    for _ in range(SIDE * SIDE):
        mix = [place.random() ** 2 for _ in range(3)]
        labels.append(0 if place.random() < 0.1 else 1 + mix.index(max(mix)))
        values.extend(2 + mix[0] * math.sin(nm / 90) + mix[1] * nm / 900 + mix[2] * math.cos(nm / 60)
                      + place.gauss(0, 0.05) for nm in grid)
    head = ('ENVI\nsamples = %d\nlines = %d\nbands = %%d\ndata type = %%d\ninterleave = bip\nbyte order = 0\n'
            % (SIDE, SIDE))
    (folder / (name + '.img')).write_bytes(values.tobytes())
    (folder / (name + '.hdr')).write_text(head % (len(grid), 4) + 'wavelength units = Nanometers\nwavelength = {%s}\n'
                                          % ', '.join('%.4f' % nm for nm in grid))
    (folder / (name + '-labels.img')).write_bytes(labels.tobytes())
    (folder / (name + '-labels.hdr')).write_text(head % (1, 12))
    return folder / (name + '.hdr')


def arrays(cli, folder, model):
    cli.json('export', model, '-o', folder / 'arrays.npz')
    with zipfile.ZipFile(folder / 'arrays.npz') as file:
        return {name: file.read(name) for name in file.namelist()}


def train(cli, folder, scene, *more):
    model = folder / 'model.bandloom'
    model.unlink(missing_ok=True)
    cli.json('train', scene, '--layers', '24,3', '--epochs', 30, '--batch', 64, '--start', 'random', *more,
             '--save', model)
    return model


def carries_over(cli, folder, here, there):
    model = train(cli, folder, here, '--weight-decay', '1e-5')
    assert '--resample' in cli.refuses(1, 'transfer', model, there)
    told = cli.json('transfer', model, there, '--resample', '--epochs', 12, '--save', folder / 'carried.bandloom')
    missing = [key for key in TRAIN_KEYS + ['resampled_bands', 'frozen', 'epochs_to_equal_loss'] if key not in told]
    assert not missing, 'missing: %s' % missing
    assert told['resampled'] and told['resampled_bands'] >= 150 and told['frozen'] is True
    curves = {curve['way']: curve for curve in told['curves']}
    assert [len(curves[way]['losses']) for way in ('as-is', 'decoder', 'all', 'scratch')] == [1, 13, 13, 13]
    for way in ('decoder', 'all'):
        assert curves[way]['losses'][0] == curves['as-is']['losses'][0], 'they begin where the model stands'
        assert curves[way]['losses'][-1] < 1.05 * curves[way]['losses'][0]
    assert curves['scratch']['losses'][0] > 3 * curves['as-is']['losses'][0], 'the model is worth nothing there'
    last = curves['scratch']['losses'][-1]
    for curve in curves.values():
        wanted = next((i for i, loss in enumerate(curve['losses']) if loss <= last), None)
        assert curve['epochs_to_equal_loss'] == wanted, curve
    assert curves['all']['encoder_unchanged'] is False and curves['scratch']['encoder_unchanged'] is False
    assert told['label_efficiency'] is None


def frozen_to_the_byte(cli, folder):
    """What was saved: the encoder's arrays are those of the model, the decoder's are not."""
    own, refitted = arrays(cli, folder, folder / 'model.bandloom'), arrays(cli, folder,
                                                                         '%s#1' % (folder / 'carried.bandloom'))
    for name in own:
        if name.startswith('encoder.') or name.startswith('input.'):
            assert own[name] == refitted[name], name
        elif name.startswith('decoder.'):
            assert own[name] != refitted[name], name
    tuned = arrays(cli, folder, '%s#2' % (folder / 'carried.bandloom'))
    assert own['encoder.0.weight.npy'] != tuned['encoder.0.weight.npy']


def labels(cli, folder, here, there):
    """With labels: more of them are worth more, and the codes hold what tells the classes apart."""
    told = cli.json('transfer', train(cli, folder, here), there, '--resample', '--epochs', 1, '--labels',
                    there.with_name('there-labels.hdr'))
    found = {(one['features'], one['labels_per_class']): one for one in told['label_efficiency']}
    assert len(found) == 9 and all(one['draws'] == 10 and one['classes'] == 3 for one in found.values())
    for features in ('codes', 'pca', 'bands'):
        ten, hundred = found[features, 10], found[features, 100]
        assert hundred['accuracy'] > ten['accuracy'] > 0.6, (features, ten, hundred)
        assert 0 < ten['deviation'] < 0.2
    again = cli.json('transfer', folder / 'model.bandloom', there, '--resample', '--epochs', 1, '--labels',
                     there.with_name('there-labels.hdr'), '--threads', 1)
    assert again['label_efficiency'] == told['label_efficiency']


def tied_is_told(cli, folder, here, there):
    """A tied decoder cannot be fitted while its encoder stays: that way is said to be impossible."""
    told = cli.json('transfer', train(cli, folder, here, '--variant', 'tied'), there, '--resample', '--epochs', 2)
    assert [curve['possible'] for curve in told['curves']] == [True, False, True, True]
    assert told['way'] == 'all' and told['frozen'] is False


def refusals(cli, folder, there):
    model = folder / 'model.bandloom'
    cli.refuses(2, 'transfer', model)
    cli.refuses(2, 'transfer', model, there, '--resample', '--epochs', '0')
    cli.refuses(2, 'transfer', model, there, '--resample', '--save', model)
    cli.refuses(1, 'transfer', there, there)


def main():
    tap, cli = Tap(), Cli(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        here, there = write_scene(folder, 'here', FROM, 1), write_scene(folder, 'there', TO, 2)
        tap.run('carries over from 156 to 198 bands', carries_over, cli, folder, here, there)
        tap.run('frozen to the byte', frozen_to_the_byte, cli, folder)
        tap.run('labels', labels, cli, folder, here, there)
        tap.run('tied is told', tied_is_told, cli, folder, here, there)
        tap.run('refusals', refusals, cli, folder, there)
    tap.finish()


main()
