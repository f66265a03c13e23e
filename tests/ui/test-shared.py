#!/usr/bin/python3
"""One project and several programs: nobody loses a run of another's, two windows do not write one file, and work that
was left over is touched by nobody before it is in a window.

usage: test-shared.py PROGRAM BANDLOOM-CLI
"""
import re
import signal
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'attack'))
sys.dont_write_bytecode = True
import attack  # noqa: E402
import drive  # noqa: E402
from cli import Cli  # noqa: E402
from tap import Tap  # noqa: E402

LONG = 30
ASIDE = 'bandloom/unsaved-*.bandloom'
OFFER = 'Work that was not saved is still there'


def runs(path):
    """Names and steps of the runs in a project."""
    with sqlite3.connect('file:%s?immutable=1' % path, uri=True) as project:
        return dict(project.execute('SELECT name, step FROM run'))


def epoch(app):
    match = app.has('Loss curves') and re.search(r'epoch (\d+), training', app.describe('Loss curves'))
    return int(match.group(1)) if match else -1


def trained(app, epochs=1):
    """Trains until so many epochs are there, and pauses."""
    if app.has('Train', 'push button'):
        app.press('Train', 'push button')
    app.wait(lambda: epoch(app) >= epochs, LONG, 'epoch %d' % epochs, 0.1)
    if app.has('Pause', 'push button'):
        app.press('Pause')
    app.find('Train', 'push button', LONG)


def make(cli, folder, name):
    """A project with one run, `first`."""
    cli.json('train', folder / 'scene.hdr', '--layers', '9,4', '--epochs', 4000, '--stop-after', 2, '--name', 'first',
             '--save', folder / name)
    return folder / name


def opened(desktop, program, path, **env):
    app = desktop.start([program, path], **env)
    app.wait(lambda: epoch(app) >= 0, LONG, 'the run')
    return app


def takes_in(desktop, program, cli, folder):
    """A run that the command line added meanwhile is in the file and in the window after Ctrl+S."""
    path = make(cli, folder, 'takes-in.bandloom')
    app = opened(desktop, program, path)
    cli.json('train', folder / 'scene.hdr', '--layers', '9,4', '--epochs', 3, '--name', 'fromcli', '--save', path)
    before = runs(path)
    app.key('ctrl+s')
    app.told('Saved as takes-in.bandloom', LONG)
    assert runs(path) == before, '%s, it was %s' % (runs(path), before)
    app.key('alt+2')
    app.find(re.compile('fromcli.*'), seconds=LONG)
    app.key('ctrl+s')
    app.wait(lambda: runs(path) == before, LONG, 'both runs again')
    app.end()


def asks(desktop, program, cli, folder):
    """Both went on with the same run: one is asked, and nothing is written before the answer."""
    path = make(cli, folder, 'asks.bandloom')
    app = opened(desktop, program, path)
    trained(app, 8)
    cli.json('train', '--resume', path, '--stop-after', 5, '--save', path)
    theirs, before = runs(path), path.read_bytes()
    app.key('ctrl+s')
    app.find('The project was changed elsewhere', seconds=LONG)
    assert path.read_bytes() == before
    app.press(re.compile('.*Keep both.*'), 'push button')
    app.told('Saved as asks.bandloom', LONG)
    found = runs(path)
    assert found['first'] == theirs['first'] and found['first 2'] > found['first'], found
    app.end()


def second_reads(desktop, program, cli, folder):
    """A project that is open in a window: another one does not save to it, until the first is gone."""
    path = make(cli, folder, 'second.bandloom')
    first = opened(desktop, program, path)
    second = opened(desktop, program, path)
    second.find('second.bandloom (read only)', seconds=LONG)
    second.wait(lambda: 'open in another window' in second.said(), LONG, 'a sentence')
    before = path.read_bytes()
    windows = second.windows()
    second.key('ctrl+s')
    second.wait(lambda: set(second.windows()) - set(windows), LONG, 'the file dialog')
    assert path.read_bytes() == before
    second.key('Escape')
    second.wait(lambda: len(second.windows()) == len(windows), LONG, 'the dialog to go')
    first.end()
    second.key('ctrl+s')
    second.told('Saved as second.bandloom', LONG)
    second.end()


def left(desktop):
    return sorted((desktop.folder / 'state').glob(ASIDE))


def kill(app):
    app.process.send_signal(signal.SIGKILL)
    app.process.wait()


def stays_until_restored(desktop, program, folder):
    """The scene is away, and Restore is cancelled: the work is as it was whatever comes after, and offered again."""
    away = attack.write_scene(folder, 'away')
    app = desktop.start([program, '--train', away], BANDLOOM_AUTOSAVE_SECONDS='0.3')
    app.wait(lambda: left(desktop), LONG, 'a file aside')
    app.wait(lambda: epoch(app) > 3, LONG, 'an epoch')
    kill(app)
    precious, = left(desktop)
    before = precious.read_bytes()
    Path(away).rename(folder / 'gone.hdr')
    app = desktop.start([program], BANDLOOM_AUTOSAVE_SECONDS='0.3')
    app.find(OFFER, seconds=LONG)
    app.press(re.compile('Restore.*'), 'push button')
    app.find('The project’s scene has moved', seconds=LONG)
    app.press(re.compile('.*Cancel.*'), 'push button')
    app.wait(lambda: len(app.windows()) == 1, LONG, 'the question to go')
    app.press('Demo scene')
    app.find('Scene image', 'image', LONG)
    app.wait(lambda: app.is_sensitive('Train', 'push button'), LONG, 'the scene')
    assert 'point to that scene' not in app.said(), app.said()
    app.press('Train', 'push button')
    app.wait(lambda: len(left(desktop)) == 2, LONG, 'a file of its own')
    assert precious.read_bytes() == before
    other = desktop.start([program])
    other.find(OFFER, seconds=LONG)  # the first one's: the window that runs holds its own
    kill(app)
    other.end()
    (folder / 'gone.hdr').rename(away)
    assert precious.read_bytes() == before
    next(path for path in left(desktop) if path != precious).unlink()
    app = desktop.start([program])
    app.find(OFFER, seconds=LONG)
    app.press(re.compile('Restore.*'), 'push button')
    app.wait(lambda: epoch(app) > 0, LONG, 'the run')
    app.end()
    precious.unlink()


def running_is_not_offered(desktop, program, folder):
    """Nobody is offered what a window that runs has put aside."""
    app = desktop.start([program, '--train', folder / 'scene.hdr'], BANDLOOM_AUTOSAVE_SECONDS='0.3')
    app.wait(lambda: left(desktop), LONG, 'a file aside')
    other = desktop.start([program])
    other.find('Demo scene', seconds=LONG)
    assert not other.has(OFFER)
    other.end()
    kill(app)
    other = desktop.start([program])
    other.find(OFFER, seconds=LONG)
    other.end()


def main():
    program, tap = sys.argv[1], Tap()
    cli = Cli(sys.argv[2])
    with drive.Desktop() as desktop:
        folder = desktop.folder / 'work'
        folder.mkdir()
        attack.write_scene(folder)
        tap.run('takes in what others saved', takes_in, desktop, program, cli, folder)
        tap.run('asks where both changed a run', asks, desktop, program, cli, folder)
        tap.run('a second window reads', second_reads, desktop, program, cli, folder)
        tap.run('left-over work stays until it is restored', stays_until_restored, desktop, program, folder)
        tap.run('what runs is not offered', running_is_not_offered, desktop, program, folder)
    tap.finish()


main()
