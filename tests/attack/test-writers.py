#!/usr/bin/python3
"""Writers of one project that do not wait for each other, some of them killed: every run that was reported saved is in
the file.

usage: test-writers.py BANDLOOM-CLI [ROUNDS]
"""
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
import attack  # noqa: E402

SAVED = re.compile(r'saved +.*, run “(.*)”')


def start(cli, project, folder, name, epochs):
    """One that trains for a moment and saves again and again meanwhile."""
    words = [cli, 'train', folder / 'scene.hdr', '--layers', '9,4', '--epochs', epochs, '--threads', 1, '--autosave',
             '0.01', '--save', project]
    return subprocess.Popen([str(word) for word in words + (['--name', name] if name else [])], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def runs(project):
    """Names and how far they came, from a file that is whole."""
    with sqlite3.connect('file:%s?immutable=1' % project, uri=True) as file:
        assert file.execute('PRAGMA integrity_check').fetchone() == ('ok',)
        return dict(file.execute('SELECT name, epoch FROM run'))


def one_round(cli, folder, project, place, number):
    """Two or three at once, under names of their own or, where they give none, all under the same; returns how many
    were killed, and what was reported: names and epochs."""
    writers = []
    for index in range(place.choice((2, 2, 3))):
        name = place.choice(('round %d writer %d' % (number, index), None))
        epochs = place.randrange(3, 60)
        writers.append((start(cli, project, folder, name, epochs), epochs))
        time.sleep(place.random() * 0.05)
    killed = 0
    if place.random() < 0.5:
        time.sleep(place.random() * 0.4)
        victim = place.choice(writers)[0]
        victim.send_signal(signal.SIGKILL)
        killed = 1
    reported = {}
    for writer, epochs, (out, err) in [(*one, one[0].communicate(timeout=attack.LIMIT_S)) for one in writers]:
        if writer.returncode == -signal.SIGKILL:
            continue
        assert writer.returncode == 0, err
        name = SAVED.search(out).group(1)
        assert name not in reported, 'two were told that they saved “%s”' % name
        reported[name] = epochs
    return killed, reported


def rounds(cli, folder, n, tap):
    """Projects grow over some rounds, so that there is something to be lost."""
    place, killed, reported = random.Random(n), 0, 0
    for number in range(n):
        if number % 5 == 0:
            known, project = {}, folder / ('project-%d.bandloom' % number)
        dead, told = one_round(cli, folder, project, place, number)
        found = runs(project) if project.exists() else {}
        for name, epochs in told.items():
            assert found.get(name) == epochs, 'round %d: “%s” of %d epochs was saved; the file has %s' % (
                number, name, epochs, found)
        # A run of before may only have been replaced by one that was given its name.
        for name in known:
            assert name in found, 'round %d: “%s” is gone' % (number, name)
        known.update(told)
        killed, reported = killed + dead, reported + len(told)
    tap.note('%d rounds, %d writers killed, %d runs were reported saved and each is there' % (n, killed, reported))


def sees_a_loss(folder):
    """The look at the file itself: a run that is not there is noticed."""
    project = folder / 'project-0.bandloom'
    before = runs(project)
    with sqlite3.connect(project) as file:
        file.execute('DELETE FROM run WHERE name = ?', (next(iter(before)),))
    assert len(runs(project)) == len(before) - 1


def main():
    tap, cli = Tap(), os.path.abspath(sys.argv[1])
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        attack.write_scene(folder)
        tap.run('what was reported saved is in the file', rounds, cli, folder, n, tap)
        tap.run('a loss is seen', sees_a_loss, folder)
    tap.finish()


if __name__ == '__main__':
    main()
