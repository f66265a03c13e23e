#!/usr/bin/python3
"""The real window loses no trained run: buttons, keys and settings in random order, and Undo leads back to the run that
was trained, with the same bits; closing and starting again finds it.

usage: test-undo.py PROGRAM BANDLOOM-CLI

BANDLOOM_UNDO_SECONDS: how long to press (20); BANDLOOM_UNDO_SEED: in which order.
"""
import os
import random
import re
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
import drive  # noqa: E402
from cli import Cli  # noqa: E402
from tap import Tap  # noqa: E402

VARIANTS = ('Tied weights', 'Denoising', 'Sparse', 'Linear', 'Stacked')
RUN = 'variational'
EPOCHS = 3
LONG = 60


def weights(cli, project, folder):
    """The bits of the trained run, as the file has them."""
    made = folder / 'model.npz'
    made.unlink(missing_ok=True)
    cli.run('export', '%s#%s' % (project, RUN), '-o', made)
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith('.npy')}


def chip(app, name):
    return app.look(name, 'push button')


def opens(app):
    app.wait(lambda: chip(app, RUN), LONG, 'the chip of the trained run')
    app.wait(lambda: app.is_sensitive('Train', 'push button'), LONG, 'the run')


def is_active(app, name):
    node = chip(app, name)
    return node is not None and node.has(app.states().PRESSED)


def type_text(app, text):
    app.key(*('comma' if letter == ',' else letter for letter in text), 'Return')


# What a hand may do. Training the run itself goes on with it, and is no loss: it is not among them.
def change_variant(app, place):
    app.key('alt+1')
    name = place.choice(VARIANTS)
    node = app.look(name, 'push button')
    if node is not None:
        node.press()


def type_layers(app, place):
    app.key('alt+1')
    if app.has('Layers, the coding layer last', 'text'):
        app.click('Layers, the coding layer last', role='text')
        app.key('ctrl+a')
        type_text(app, '%d,%d' % (place.randrange(30, 60), place.randrange(2, 9)))


def change_validation(app, place):
    app.key('alt+1')
    node = app.look('Greedy epochs', 'spin button')
    if node is not None:
        node.value = place.randrange(0, 3)


def reset(app, place):
    app.key(place.choice(('ctrl+r', 'ctrl+shift+r')))


def look_around(app, place):
    app.key(place.choice(('alt+1', 'alt+2', 'alt+3', 'alt+4')))


def train_new(app, place):
    """A structure of its own first: the trained run is not the active one then."""
    change_variant(app, place)
    time.sleep(0.3)
    if not is_active(app, RUN):
        app.key('ctrl+t')
        time.sleep(0.5)
        app.key('ctrl+t')


def remove(app, place):
    """The menu may not open while the list changes: then nothing is removed."""
    node = app.look('Menu of ' + RUN, 'push button')
    if node is not None:
        x, y = app.point('Menu of ' + RUN, role='push button')
        drive.call('xdotool', 'mousemove', x, y, 'click', 1)
        time.sleep(0.3)
        item = app.look('Remove', 'push button')
        if item is not None:
            item.press()
        else:
            app.key('Escape')


def step_back_and_forth(app, place):
    app.key('ctrl+z')
    app.key('ctrl+shift+z')
    time.sleep(0.5)  # what comes next is asked of what is there then


ACTIONS = (change_variant, type_layers, change_validation, reset, look_around, train_new, remove, step_back_and_forth)


def click_chip(app):
    """Any: names follow what was typed a moment later."""
    for name in re.findall(r'^push button: Menu of (.*)', app.names(), re.M):
        if chip(app, name) is not None:
            app.click(name, role='push button')
            return True
    return False


def undo_all(app):
    """One run, as it was when the project was opened."""
    def is_back():
        app.key('ctrl+z')
        time.sleep(0.05)
        names = app.names()
        return (is_active(app, RUN) and len(set(re.findall(r'^push button: Menu of (.*)', names, re.M))) == 1
                and 'at epoch %d' % EPOCHS in names)  # not one that took its place and its name
    app.key('alt+1')
    # Away from the layers, whose text has an undo of its own.
    app.wait(lambda: click_chip(app), LONG, 'a chip')
    app.wait(is_back, LONG, 'the trained run alone')


def saves(app, project):
    before = project.stat().st_mtime_ns
    app.key('ctrl+s')
    app.wait(lambda: project.stat().st_mtime_ns != before, LONG, 'the project')
    time.sleep(0.2)


def is_not_lost(app, cli, project, folder):
    seed = int(os.environ.get('BANDLOOM_UNDO_SEED', time.time_ns() % 100000))
    seconds = float(os.environ.get('BANDLOOM_UNDO_SECONDS', 20))
    place, trained, done, rounds = random.Random(seed), weights(cli, project, folder), [], 0
    assert len(trained) > 4, 'no weights in the project: %s' % list(trained)
    opens(app)
    end = time.monotonic() + seconds
    while time.monotonic() < end or rounds < 2:
        for action in place.sample(ACTIONS, 4):
            done.append(action.__name__)
            action(app, place)
            app.assert_running()
        undo_all(app)
        saves(app, project)
        assert weights(cli, project, folder) == trained, 'other weights after %s, seed %d' % (done[-4:], seed)
        rounds += 1
    # What is typed may be no network: that is told, and no complaint.
    assert not [line for line in app.complaints() if not line.startswith('bandloom: ')], app.said()
    return 'seed %d: %d actions in %d rounds' % (seed, len(done), rounds)


def is_found_again(desktop, program, app, cli, project, folder):
    trained = weights(cli, project, folder)
    app.end()
    again = desktop.start([program, project])
    opens(again)
    saves_again = weights(cli, project, folder)
    again.end()
    assert saves_again == trained, 'opening and closing changes the run'


def main():
    tap, cli = Tap(), Cli(sys.argv[2])
    lacks = drive.missing()
    if lacks:
        tap.skip('nothing is lost', 'not on this machine: ' + ', '.join(lacks))
        tap.finish()
    with drive.Desktop() as desktop, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = folder / 'p.bandloom'
        cli.run('train', 'demo:', '--variant', RUN, '--epochs', EPOCHS, '--max-pixels', 2000, '--save', project)
        app = desktop.start([sys.argv[1], project])
        for func, words in (
                (lambda: is_not_lost(app, cli, project, folder), 'undo leads back to the trained run'),
                (lambda: is_found_again(desktop, sys.argv[1], app, cli, project, folder), 'it is there again')):
            said = []
            if not tap.run(words, lambda f=func, s=said: s.append(f())):
                tap.note(app.said())
                if app.process.poll() is None:
                    tap.note('picture: %s' % app.picture(Path(tempfile.gettempdir()) / 'failed-undo.png'))
            for text in said:
                tap.note(text or '')
    tap.finish()


main()
