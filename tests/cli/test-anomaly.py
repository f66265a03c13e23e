#!/usr/bin/python3
"""What is unusual, by the command line: a known outlier found, the maps in the file, the published area under RX's
curve on a real scene.

usage: test-anomaly.py BANDLOOM-CLI
"""
import array
import os
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

SIDE, BANDS, TARGETS = 24, 12, {37, 300, 301}


def write_scene(folder):
    """Mixtures of two spectra with a little noise, and three pixels of a third; labels beside it."""
    source, cube = random.Random(5), array.array('f')
    for pixel in range(SIDE * SIDE):
        a = source.random()
        for band in range(BANDS):
            mixed = a * (1 + band / 10) + (1 - a) * (2 - band / 20)
            cube.append(mixed + source.gauss(0, .01) + (.3 * (band % 2) if pixel in TARGETS else 0))
    labels = bytes(2 * (pixel in TARGETS) for pixel in range(SIDE * SIDE))
    head = 'ENVI\nsamples = %d\nlines = %d\nbands = %d\ndata type = %d\ninterleave = bip\nbyte order = 0\n'
    (folder / 'odd.img').write_bytes(cube.tobytes())
    (folder / 'odd.hdr').write_text(head % (SIDE, SIDE, BANDS, 4))
    (folder / 'targets.img').write_bytes(labels)
    (folder / 'targets.hdr').write_text(head % (SIDE, SIDE, 1, 1))
    return folder / 'odd.hdr', folder / 'targets.hdr'


def finds_the_outlier(cli, scene, targets):
    told = cli.json('anomaly', scene, '--labels', targets, '--codes', 1)
    assert told['auc_rx'] == 1 and told['auc_pca'] == 1 and told['auc_model'] is None, told
    assert told['targets'] == 3 and told['pixels'] == SIDE * SIDE and told['codes'] == 1, told
    told = cli.json('anomaly', scene)
    assert told['auc_rx'] is None and told['targets'] == 0, told
    assert 'targets' in cli.refuses(1, 'anomaly', scene, '--labels', targets, '--target', 1)


def maps_and_model(cli, folder, scene, targets):
    model = folder / 'odd.bandloom'
    cli.json('train', scene, '--layers', 1, '--epochs', 60, '--save', model)
    one = cli.json('anomaly', scene, model, '--labels', targets, '-o', folder / 'maps.npy', '--threads', 1)
    two = cli.json('anomaly', scene, model, '--labels', targets, '-o', folder / 'again.npy', '--threads', 2)
    assert one['codes'] == 1 and one['auc_model'] > .99, one
    assert (folder / 'maps.npy').read_bytes() == (folder / 'again.npy').read_bytes()
    assert {key: one[key] for key in one if key != 'file'} == {key: two[key] for key in two if key != 'file'}
    values = array.array('f', (folder / 'maps.npy').read_bytes()[-SIDE * SIDE * 3 * 4:])
    highest = sorted(range(SIDE * SIDE), key=lambda pixel: -values[3 * pixel])[:3]
    assert set(highest) == TARGETS, highest
    # the third map is what `encode`'s neighbour reports, pixel by pixel
    error = cli.json('reconstruct', model, scene, '-o', folder / 'back.npy')['rmse']
    mean_square = sum(values[3 * pixel + 2] ** 2 for pixel in range(SIDE * SIDE)) / (SIDE * SIDE)
    assert abs(mean_square ** .5 - error) < 1e-5 * error, (mean_square ** .5, error)


def gulfport(cli, data):
    """60 anomalous pixels; published: RX .9526, the residual of ten components .9895."""
    told = cli.json('anomaly', data / 'gulfport' / 'abu-airport-4.mat', '--codes', 10)
    assert told['targets'] == 60 and round(told['auc_rx'], 4) == .9526 and round(told['auc_pca'], 4) == .9895, told


def bad_options(cli, scene):
    cli.refuses(2, 'anomaly')
    cli.refuses(2, 'anomaly', scene, '--codes', -1)
    cli.refuses(1, 'anomaly', scene, 'nothing.bandloom')
    cli.refuses(2, 'anomaly', scene, '-o', 'maps.gif')


def main():
    tap, cli, data = Tap(), Cli(sys.argv[1]), Path(os.environ.get('BANDLOOM_TEST_DATA', ''))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scene, targets = write_scene(folder)
        tap.run('a known outlier is found, with labels and without', finds_the_outlier, cli, scene, targets)
        tap.run('three maps in one file, on any number of threads', maps_and_model, cli, folder, scene, targets)
        tap.run('mistakes get a sentence', bad_options, cli, scene)
    if (data / 'gulfport').is_dir():
        tap.run('Gulfport: the published areas', gulfport, cli, data)
    else:
        tap.skip('Gulfport: the published areas', 'no real files: set BANDLOOM_TEST_DATA to their folder')
    tap.finish()


main()
