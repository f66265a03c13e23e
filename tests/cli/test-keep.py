#!/usr/bin/python3
"""What the command line keeps: a training saved and gone on with gives the same numbers, whatever ends the program
in between, and nothing that was there before is lost.

usage: test-keep.py BANDLOOM-CLI
"""
import array
import csv
import json
import math
import random
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

SMALL = ['--layers', '9,4', '--epochs', '6', '--seed', '4']
VARIANTS = ['linear', 'stacked', 'tied,denoising', 'sparse', 'variational']
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 6
SAME = ('history', 'train_loss', 'val_loss', 'val_rmse', 'mean_activation', 'steps', 'epochs', 'spec', 'knobs')


def write_scene(folder, name, lines=24, bands=30):
    """A small ENVI pair: mixtures of three curves, and noise."""
    place, values = random.Random(lines), array.array('f')
    for _ in range(lines * 24):
        a, b, c = place.random(), place.random(), place.random()
        values.extend(a * math.sin(i / 9) + b * i / bands + c * math.cos(i / 5) + 0.05 * place.random() + 2
                      for i in range(bands))
    (folder / (name + '.img')).write_bytes(values.tobytes())
    (folder / (name + '.hdr')).write_text(
        'ENVI\nsamples = 24\nlines = %d\nbands = %d\ndata type = 4\ninterleave = bip\nbyte order = 0\n'
        % (lines, bands))
    return folder / (name + '.hdr')


def same(whole, broken):
    for told in (whole, broken):
        for epoch in told['history']:
            epoch.pop('seconds', None)
    for key in SAME:
        assert whole[key] == broken[key], '%s: %s, with a break %s' % (key, whole[key], broken[key])


def goes_on(cli, folder, variant):
    path = folder / 'goes-on.bandloom'
    whole = cli.json('train', folder / 'scene.hdr', '--variant', variant, *SMALL)
    cli.json('train', folder / 'scene.hdr', '--variant', variant, *SMALL, '--stop-after', 3, '--save', path,
             '--name', variant)
    broken = cli.json('train', folder / 'scene.hdr', '--resume', '%s#%s' % (path, variant), '--threads', 1)
    same(whole, broken)


def greedy_goes_on(cli, folder):
    path, greedy = folder / 'greedy.bandloom', ['--variant', 'stacked', '--layers', '20,10,5', '--pretrain', 'greedy']
    whole = cli.json('train', folder / 'scene.hdr', *greedy, *SMALL)
    cli.json('train', folder / 'scene.hdr', *greedy, *SMALL, '--stop-after', 2, '--save', path)
    same(whole, cli.json('train', '--resume', path, '--save', path))


def longer(cli, folder):
    """With a constant rate, six epochs and six more are twelve."""
    path, constant = folder / 'longer.bandloom', ['--schedule', 'constant', *SMALL]
    cli.json('train', folder / 'scene.hdr', *constant, '--save', path)
    broken = cli.json('train', folder / 'scene.hdr', '--resume', path, '--epochs', 12)
    same(cli.json('train', folder / 'scene.hdr', *constant, '--epochs', 12), broken)


def runs_are_added(cli, folder):
    path = folder / 'runs.bandloom'
    assert cli.json('train', folder / 'scene.hdr', *SMALL, '--save', path)['run'] == 'plain'
    assert cli.json('train', folder / 'scene.hdr', *SMALL, '--save', path)['run'] == 'plain 2'
    assert cli.json('train', folder / 'scene.hdr', *SMALL, '--save', path, '--name', 'mine')['run'] == 'mine'
    assert cli.json('train', '--resume', '%s#2' % path, '--save', path)['run'] == 'plain 2'
    assert '“plain”, “plain 2”, “mine”' in cli.refuses(1, 'train', '--resume', '%s#other' % path)


def command_repeats(cli, folder):
    """The command that a training tells gives the same numbers again, in another folder too."""
    for words in (['--variant', 'denoising,tied', '--noise', '0.123456789', '--weight-decay', '1e-5'],
                  ['--variant', 'variational', '--kl-weight', '0.3', '--kl-warmup', '2', '--split', 'blocks'],
                  ['--variant', 'sparse', '--sparsity-target', '0.07', '--scale', 'standard'],
                  ['--variant', 'linear', '--optimizer', 'sgd', '--momentum', '0.8', '--batch', '50', '--learning-rate',
                   '0.003'],
                  ['--variant', 'stacked', '--pretrain', 'greedy', '--layers', '12,6,3', '--split-seed', '9'],
                  ['--mask', '0.2', '--loss', 'angle', '--activation', 'tanh', '--stop-after', '3']):
        told = cli.json('train', folder / 'scene.hdr', *SMALL, *words)
        command = shlex.split(told['command'])
        assert command[0] == 'bandloom-cli'
        again = cli.json(*command[1:])
        same(told, again)
        assert again['command'] == told['command']


def losses_as_csv(cli, folder):
    path = folder / 'losses.bandloom'
    told = cli.json('train', folder / 'scene.hdr', *SMALL, '--save', path)
    cli.json('export', path, '-o', folder / 'losses.csv')
    with open(folder / 'losses.csv', encoding='utf-8') as file:
        rows = list(csv.DictReader(file))
    assert [int(row['step']) for row in rows] == list(range(told['steps'] + 1))
    assert math.isclose(float(rows[0]['validation']), told['start_loss'], rel_tol=1e-8)
    assert rows[0]['batches'] == '0'
    ends = [row for row in rows if row['validation']]
    assert [float(row['epoch']) for row in ends] == [epoch['epoch'] for epoch in told['history']]
    for row, epoch in zip(ends, told['history']):
        assert math.isclose(float(row['validation']), epoch['validation'], rel_tol=1e-8)


def refusals(cli, folder):
    path, text, later = folder / 'r.bandloom', folder / 'notes.txt', folder / 'later.bandloom'
    text.write_text('mine\n')
    cli.json('train', folder / 'scene.hdr', *SMALL, '--save', path)
    cli.refuses(2, 'train', '--resume', path, '--layers', '5')
    cli.refuses(2, 'train', folder / 'scene.hdr', '--name', 'a')
    cli.refuses(2, 'train', folder / 'scene.hdr', '--stop-after', '-1')
    cli.refuses(1, 'train', folder / 'scene.hdr', *SMALL, '--save', text)
    cli.refuses(1, 'train', folder / 'scene.hdr', *SMALL, '--save', folder / 'no' / 'a.bandloom')
    cli.refuses(1, 'train', folder / 'scene.hdr', '--resume', folder / 'none.bandloom')
    data = bytearray(path.read_bytes())
    data[60:64] = (99).to_bytes(4, 'big')  # the place of user_version
    later.write_bytes(data)
    assert 'later Bandloom' in cli.refuses(1, 'train', '--resume', later)
    assert 'later Bandloom' in cli.refuses(1, 'train', folder / 'scene.hdr', *SMALL, '--save', later)
    assert later.read_bytes() == data and text.read_text() == 'mine\n'


def moved_scene(cli, folder):
    """A scene that has moved: a sentence says so, and it can be pointed to; another one is refused."""
    write_scene(folder, 'here')
    write_scene(folder, 'other', 22)
    path = folder / 'moved.bandloom'
    words = ['--layers', '3', '--epochs', '4']
    whole = cli.json('train', folder / 'here.hdr', *words)
    cli.json('train', folder / 'here.hdr', *words, '--stop-after', 2, '--save', path)
    away = folder / 'away'
    away.mkdir()
    for name in ('here.hdr', 'here.img'):
        (folder / name).rename(away / name)
    assert str(folder / 'here') in cli.refuses(1, 'train', '--resume', path)
    assert '22' in cli.refuses(1, 'train', folder / 'other.hdr', '--resume', path)
    same(whole, cli.json('train', away / 'here.hdr', '--resume', path))


# ------------------------------------------------------------------ the program ends

def stamp(path):
    """Which file is there, and since when, or nothing."""
    try:
        return path.stat().st_ino, path.stat().st_mtime_ns
    except FileNotFoundError:
        return None


def wait_for(path, child, before=None):
    """Waits for a file, or for another than the one that was there before."""
    deadline = time.monotonic() + 60
    while stamp(path) == before and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert stamp(path) != before, 'nothing was saved'


def interrupt_saves(cli, folder):
    """Ctrl-C: what there is so far is saved, and going on from there gives the same numbers."""
    path = folder / 'interrupt.bandloom'
    words = ['train', folder / 'scene.hdr', '--layers', '9,4', '--epochs', '400000', '--threads', '1',
             '--schedule', 'constant']
    with subprocess.Popen([cli.program, *words, '--save', path, '--autosave', '0.05', '--json'],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        wait_for(path, child)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
    assert child.returncode == 0 and err == '', err
    told = json.loads(out)
    assert told['interrupted'] and told['steps'] > 0
    total = told['epochs'] + 2
    broken = cli.json('train', folder / 'scene.hdr', '--resume', path, '--epochs', total)
    words[words.index('400000')] = str(total)
    whole = cli.json(*words)
    for key in ('train_loss', 'val_loss', 'steps'):
        assert whole[key] == broken[key], key


def kill_loses_nothing(cli, folder):
    """kill -9 at a random moment while training and saving as often as can be: the file opens each time, with at
    least what was in it when it was last seen whole, and no heap of half files is left."""
    path, place = folder / 'kill.bandloom', random.Random(5)
    steps = 0
    for _ in range(KILLS):
        before = stamp(path)
        words = (['--resume', path] if before else
                 ['--variant', 'stacked', '--layers', '20,9,4', '--schedule', 'constant'])
        with subprocess.Popen([cli.program, 'train', folder / 'scene.hdr', *words, '--epochs', '1000000',
                               '--save', path, '--autosave', '0.001', '--threads', '1'],
                              stderr=subprocess.DEVNULL) as child:
            wait_for(path, child, before)
            time.sleep(place.uniform(0, 0.2))
            child.kill()
        now = cli.json('train', folder / 'scene.hdr', '--resume', path, '--stop-after', 1)['steps']
        assert now >= steps, '%d batches, and before %d' % (now, steps)
        steps = now
    assert steps > KILLS, '%d batches after %d starts' % (steps, KILLS)
    assert len(list(folder.glob('kill*'))) <= 2, sorted(folder.glob('kill*'))
    print('# killed %d times, %d batches kept' % (KILLS, steps))


def main():
    tap, cli = Tap(), Cli(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_scene(folder, 'scene')
        for variant in VARIANTS:
            tap.run('goes on: ' + variant, goes_on, cli, folder, variant)
        for test in (greedy_goes_on, longer, runs_are_added, command_repeats,
                     losses_as_csv, refusals, moved_scene, interrupt_saves,
                     kill_loses_nothing):
            tap.run(test.__name__.replace('_', ' '), test, cli, folder)
    tap.finish()


main()
