#!/usr/bin/python3
"""Project files of earlier versions open, say what they said, and go on as they would have then.

The files in tests/project/fixtures were saved by version 0.1.0 in the middle of their training. What that version said
at the end of each is below; on one machine the bits are equal, between machines the last digits of a float differ.

usage: test-old-projects.py BANDLOOM-CLI FIXTURES-FOLDER
"""
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

# name: options with which the scene is what it was, epochs done, losses (validation, training) at the end of six
OLD = {
    'plain': ([], 3, 0.009162648338759353, 0.009385684531031559),
    'greedy-tied-sparse': ([], 2, 0.038132575427987356, 0.03495649764143447),
    'variational': (['--bands', '5-200', '--preprocess', 'norm,smooth:5'], 3,
                    0.025018054963287736, 0.026838320276471886),
}
NEAR = 1e-3


def go_on(cli, source, options, threads):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / source.name
        shutil.copy(source, path)
        told = cli.json('train', 'demo:', '--resume', path, '--epochs', 6, '--threads', threads, *options)
    return told


def goes_on(cli, fixtures, name):
    options, done, validation, training = OLD[name]
    told, other = (go_on(cli, fixtures / (name + '.bandloom'), options, threads) for threads in (1, 3))
    assert told['epochs'] == 6 and len(told['history']) >= 6, told['epochs']
    for key in ('val_loss', 'train_loss'):
        assert told[key] == other[key], '%s on one thread %r, on three %r' % (key, told[key], other[key])
    pairs = [(told['val_loss'], validation), (told['train_loss'], training)]
    if name == 'variational':  # codes were their means in 0.1.0's losses
        assert told['train_loss'] > training * (1 + NEAR), told['train_loss']
        pairs = [(told['train_rmse'] ** 2 + told['latent'], training)]
    for now, wanted in pairs:
        assert abs(now / wanted - 1) < NEAR, '%r, then %r' % (now, wanted)
    return '%s: %d of 6 epochs were done; off by %.1e from what was said then' % (
        name, done, abs(pairs[0][0] / pairs[0][1] - 1))


def other_seed_differs(cli):
    """The comparison itself: a training that is not this one is further away than what is allowed."""
    told = cli.json('train', 'demo:', '--layers', '24,6', '--max-pixels', 2000, '--epochs', 6, '--seed', 2)
    assert abs(told['val_loss'] / OLD['plain'][2] - 1) > NEAR, told['val_loss']


def main():
    cli, fixtures = Cli(sys.argv[1]), Path(sys.argv[2])
    tap = Tap()
    for name in OLD:
        tap.run('goes on: ' + name, lambda name=name: tap.note(goes_on(cli, fixtures, name)))
    tap.run('planted: another training is told apart', other_seed_differs, cli)
    tap.finish()


main()
