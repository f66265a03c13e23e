#!/usr/bin/python3
"""Numbers that are none, or that no run can stand: refused in one sentence before anything is trained; and what is
printed to repeat a run is accepted.

usage: test-settings.py BANDLOOM-CLI
"""
import json
import os
import shlex
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
import attack  # noqa: E402

NO_NUMBERS = ('nan', 'NaN', 'inf', '-inf', '1e999', '0x10', '+1', '1,5', '', ' 1', 'five', '--', '1e')
NO_COUNTS = ('-1', '+1', '0x10', '1e3', '1.0', '', ' 1', 'nan', '99999999999999999999999')
NUMBERS = ('learning-rate', 'noise', 'sparsity-target', 'sparsity-weight', 'kl-weight', 'weight-decay', 'validation',
           'max-seconds')
COUNTS = ('epochs', 'batch', 'seed', 'split-seed', 'max-pixels', 'threads', 'patience', 'stop-after', 'memory')
LISTS = (('layers', ('-5', '4,,2', '4,', ',4', '0x10', '4;2', 'nan', '4.5', '0', '')),
         ('bands', ('1,,5', '1,', ',1', 'nan', '0x10', '5-1', '0')))
OUT_OF_RANGE = (('learning-rate', '1e10'), ('learning-rate', '0'), ('noise', '1e6'), ('kl-weight', '1e38'),
                ('sparsity-weight', '1e30'), ('sparsity-target', '1'), ('weight-decay', '1e9'), ('validation', '1'),
                ('batch', '0'), ('epochs', '0'))


def are_refused(cli, scene, tap):
    tries = [(name, text) for i, name in enumerate(NUMBERS) for text in (NO_NUMBERS if i < 2 else NO_NUMBERS[:1])]
    tries += [(name, text) for i, name in enumerate(COUNTS) for text in (NO_COUNTS if i < 3 else NO_COUNTS[:1])]
    tries += [(name, text) for name, texts in LISTS for text in texts]
    tries += OUT_OF_RANGE
    for name, text in tries:
        attack.refuses(cli, 'train', scene, '--epochs', 1, '--layers', '4', '--%s=%s' % (name, text))
    tap.note('%d settings refused' % len(tries))


def decimals_are_decimal(cli, scene):
    """010 is ten."""
    same = [attack.accepts(cli, 'train', scene, '--layers', '4', '--epochs', text, '--seed', text, '--json')
            for text in ('10', '010')]
    assert all(json.loads(out)['epochs'] == json.loads(out)['seed'] == 10 for out in same), same


def repeats(cli, scene, tap):
    """The command that is printed runs, and prints itself."""
    tries = (['--seed', str(2**64 - 1)], ['--seed', str(2**63)], ['--split-seed', str(2**64 - 1)],
             ['--variant', 'variational', '--kl-weight', '1000000'],
             ['--variant', 'sparse', '--sparsity-weight', '1000000', '--sparsity-target', '0.9'],
             ['--noise', '0.1', '--learning-rate', '1e-12', '--weight-decay', '3.3333333333333331e-05'],
             ['--validation', '0', '--max-pixels', '2'], ['--bands', '1-7,9', '--preprocess', 'norm'])
    for words in tries:
        first = command(attack.accepts(cli, 'train', scene, '--layers', '4', '--epochs', '2', *words))
        again = command(attack.accepts(cli, *first))
        assert first == again, '%s, then %s' % (first, again)
    tap.note('%d runs repeated' % len(tries))


def command(out):
    line = next(line for line in out.decode().splitlines() if line.strip().startswith('again with'))
    words = shlex.split(line.split('again with', 1)[1])
    assert words[0] == 'bandloom-cli', words
    return words[1:]


def main():
    tap, cli = Tap(), os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        scene = attack.write_scene(Path(name))
        tap.run('what is no number is refused', are_refused, cli, scene, tap)
        tap.run('decimals are decimal', decimals_are_decimal, cli, scene)
        tap.run('what is printed to repeat a run is accepted', repeats, cli, scene, tap)
    tap.finish()


if __name__ == '__main__':
    main()
