#!/usr/bin/python3
"""The real window keeps what is in it: saves a project, opens it again where it was, goes on training, offers after a
kill what was saved aside, and asks for a scene that has moved.

usage: test-keep.py PROGRAM BANDLOOM-CLI
"""
import array
import math
import random
import re
import signal
import sqlite3
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
import drive  # noqa: E402
from cli import Cli  # noqa: E402
from tap import Tap  # noqa: E402

LOSS = re.compile(r'epoch (\d+), training ([\d.e+-]+)')
LONG = 30
SIDE = 180  # so that training takes longer than looking


def write_scene(folder, name):
    place, values = random.Random(1), array.array('f')
    for _ in range(SIDE * SIDE):
        a, b, c = place.random(), place.random(), place.random()
        values.extend(2 + a * math.sin(i / 9) + b * i / 60 + c * math.cos(i / 5) for i in range(60))
    (folder / (name + '.img')).write_bytes(values.tobytes())
    (folder / (name + '.hdr')).write_text('ENVI\nsamples = %d\nlines = %d\nbands = 60\ndata type = 4\n'
                                          'interleave = bip\nbyte order = 0\n' % (SIDE, SIDE))
    return folder / (name + '.hdr')


def epoch(app):
    if not app.has('Loss curves'):
        return -1
    match = LOSS.search(app.describe('Loss curves'))
    return int(match.group(1)) if match else -1


def layers(app):
    return app.find('Layers, the coding layer last').text()


def trains(app, epochs):
    app.wait(lambda: epoch(app) >= epochs, LONG, 'epoch %d' % epochs, 0.1)


def pause(app):
    app.press('Pause')
    app.find('Train', 'push button', LONG)


def saves(desktop, program, folder):
    """Ctrl+S, a name, Enter: the file is there, and the window bears its name."""
    app = desktop.start([program, '--train', folder / 'scene.hdr'])
    trains(app, 3)
    pause(app)
    app.key('ctrl+s')
    app.choose_file(str(folder / 'mine'))  # the ending stands there already
    app.wait((folder / 'mine.bandloom').exists, LONG, 'the file')
    app.find('mine.bandloom', seconds=LONG)
    last = epoch(app)
    app.end()
    return last


def same_numbers(cli, folder, last):
    """What the window saved the command line goes on with, and gives the numbers of an unbroken training."""
    broken = cli.json('train', '--resume', folder / 'mine.bandloom', '--stop-after', last + 3)
    whole = cli.json('train', folder / 'scene.hdr', '--variant', 'stacked', '--stop-after', last + 3)
    for key in ('layers', 'spec', 'train_loss', 'val_loss', 'steps'):
        assert whole[key] == broken[key], '%s: %s, through the window %s' % (key, whole[key], broken[key])


def opens(desktop, program, folder, last):
    """The saved epoch, losses and layers are shown; Train goes on from there."""
    app = desktop.start([program, folder / 'mine.bandloom'])
    app.wait(lambda: epoch(app) >= 0, LONG, 'the run')
    assert epoch(app) == last, 'epoch %d, saved at %d' % (epoch(app), last)
    assert app.has('mine.bandloom')
    app.press('Train', 'push button')
    trains(app, last + 2)
    app.end()


def exports(desktop, program, cli, folder):
    """The menu tells the command line of the run, and writes its codes for other programs."""
    app = desktop.start([program, folder / 'mine.bandloom'])
    app.wait(lambda: epoch(app) >= 0, LONG, 'the run')
    app.key('F10')
    app.press('Command line of this run…', 'menu item')
    told = app.find(re.compile('bandloom-cli train .*'), 'label', LONG).name
    assert str(folder / 'scene.hdr') in told and '--variant stacked' in told and '--seed 1' in told, told
    app.press(re.compile('_Close.*'), 'push button')
    app.wait(lambda: len(app.windows()) == 1, LONG, 'the command line to go')
    app.key('F10')
    app.press('Export', 'menu item')
    app.press('Codes…', 'menu item')
    app.choose_file(str(folder / 'out'))  # the rest of the name stands there already
    app.wait(lambda: list(folder.glob('out*.img')), LONG, 'the file')
    app.told('Written: .*img', LONG)
    cli.json('encode', folder / 'mine.bandloom', folder / 'scene.hdr', '-o', folder / 'codes.img')
    made = next(folder.glob('out*.img')).read_bytes()
    assert made == (folder / 'codes.img').read_bytes(), 'other codes than the command line'
    app.end()


def number(app, name, pattern):
    """What a drawing's description says, or 0."""
    drawing = app.peek(name, 'image')
    found = drawing and re.search(pattern, drawing.description)
    return int(found.group(1)) if found else 0


def kept(path):
    """Names of the spectra in a project, and how many bytes each takes."""
    with sqlite3.connect('file:%s?mode=ro' % path, uri=True) as project:
        return project.execute('SELECT list, name, length(value) FROM spectrum ORDER BY position').fetchall()


def mark(app):
    """A lasso on the Scene page; how many pixels it selects."""
    app.key('alt+4')
    app.find('Large image', 'image', LONG)
    app.wait(lambda: 'shown: ' in app.describe('Large image', 'image'), LONG, 'the image')
    app.lasso('Large image', ((.4, .4), (.6, .4), (.6, .55), (.4, .55)), 'image')
    return app.wait(lambda: number(app, 'Large image', r'(\d+) selected'), LONG, 'selected pixels')


def zoom(path):
    """Which part of which plot is in view: ranges of x and y by the plot's id."""
    with sqlite3.connect('file:%s?mode=ro' % path, uri=True) as project:
        return {name: ranges for (text,) in project.execute("SELECT value FROM setting WHERE key = 'zoom'")
                for name, ranges in re.findall(r"'([^']+)': (\(.*?\)\))", text.decode())}


def keeps_marks(desktop, program, cli, folder):
    """Labels by hand, a selection, a kept spectrum, the page and the zoom: saved, and there again."""
    app = desktop.start([program, folder / 'mine.bandloom'])
    app.wait(lambda: epoch(app) >= 0, LONG, 'the run')
    n = mark(app)
    app.key('3')
    app.told('%d pixels are of class 3 now' % n, LONG)
    app.press('Keep', 'push button')
    app.find('Remove', 'push button')
    for _ in range(3):
        app.click('Large image', 0.4, 0.4, button=4, role='image')  # the wheel
    app.key('ctrl+s')
    app.told('Saved as mine.bandloom', LONG)
    before = zoom(folder / 'mine.bandloom')
    assert list(before) == ['large-image'], before
    app.end()
    app = desktop.start([program, folder / 'mine.bandloom'])
    app.wait(lambda: number(app, 'Large image', r'(\d+) selected') == n, LONG, 'the selection, on its page')
    app.find('Remove', 'push button')
    app.key('F10')
    app.press('Save labels…', 'menu item')
    app.choose_file(str(folder / 'named'))  # the rest of the name stands there already
    image = app.wait(lambda: next(iter(folder.glob('named*.img')), None), LONG, 'the labels')
    app.told('Written: .*img', LONG)
    assert image.read_bytes().count(b'\3') == n, 'not as many pixels of class 3'
    said = cli.json('info', folder / 'scene.hdr', '--labels', image)
    assert [one['pixels'] for one in said['labels']] == [SIDE * SIDE - n, 0, 0, n], said['labels']
    app.key('alt+1')
    app.find('Loss curves', 'image')
    app.key('ctrl+s')
    app.told('Saved as mine.bandloom', LONG)
    after = zoom(folder / 'mine.bandloom')
    assert after == before, 'another part of the image: %s, it was %s' % (after, before)
    assert kept(folder / 'mine.bandloom') == [('collected', 'Mean of %d pixels' % n, 60 * 4)]
    app.end()
    return '%d pixels' % n


def marks_survive(desktop, program, folder):
    """A selection is kept aside though nothing ever trained."""
    app = desktop.start([program, folder / 'scene.hdr'], BANDLOOM_AUTOSAVE_SECONDS='0.3')
    n = mark(app)
    app.wait(lambda: list((desktop.folder / 'state').glob('bandloom/unsaved-*.bandloom')), LONG, 'a file aside')
    app.process.send_signal(signal.SIGKILL)
    app.process.wait()
    app = desktop.start([program])
    app.find('Work that was not saved is still there', seconds=LONG)
    app.press(re.compile('Restore.*'), 'push button')
    app.wait(lambda: number(app, 'Large image', r'(\d+) selected') == n, LONG, 'the selection')
    app.end()
    for path in (desktop.folder / 'state').glob('bandloom/unsaved-*.bandloom'):
        path.unlink()


def offers_after_kill(desktop, program, folder):
    """Killed while training: the next start offers what was saved aside; the project's file is as it was."""
    before = (folder / 'mine.bandloom').read_bytes()
    app = desktop.start([program, '--train', folder / 'mine.bandloom'], BANDLOOM_AUTOSAVE_SECONDS='0.3')
    first = app.wait(lambda: epoch(app) if epoch(app) >= 0 else None, LONG, 'the run')
    if app.has('Train', 'push button'):
        app.press('Train', 'push button')
    app.wait(lambda: list((desktop.folder / 'state').glob('bandloom/unsaved-*.bandloom')), LONG, 'a file aside')
    trains(app, first + 8)
    time.sleep(1)  # three intervals: at most one of them is lost
    app.process.send_signal(signal.SIGKILL)
    app.process.wait()
    assert (folder / 'mine.bandloom').read_bytes() == before
    app = desktop.start([program])
    app.find('Work that was not saved is still there', seconds=LONG)
    app.press(re.compile('Restore.*'), 'push button')
    app.wait(lambda: epoch(app) >= 0, LONG, 'the run')
    kept = epoch(app)
    assert kept > first, 'epoch %d, opened at %d' % (kept, first)
    assert app.has('mine.bandloom'), 'the project that it was is forgotten'
    app.key('ctrl+s')
    app.wait(lambda: (folder / 'mine.bandloom').read_bytes() != before, LONG, 'the saved project', 0.0005)
    app.end()  # at once: before the program may have heard of its own file
    app = desktop.start([program])
    app.find('Demo scene')
    assert not app.has('Work that was not saved is still there'), 'what is saved is offered again'
    app.end()
    return 'killed beyond epoch %d, restored at %d' % (first + 8, kept)


def asks_for_moved_scene(desktop, program, folder):
    away = folder / 'away'
    away.mkdir()
    for name in ('scene.hdr', 'scene.img'):
        (folder / name).rename(away / name)
    app = desktop.start([program, folder / 'mine.bandloom'])
    app.find('The project’s scene has moved', seconds=LONG)
    asking = app.windows()
    app.press(re.compile('.*Point to the scene…'), 'push button')
    app.wait(lambda: set(app.windows()) - set(asking), LONG, 'the file dialog')
    app.wait(lambda: len(app.windows()) == 2, LONG, 'the question to go')
    app.choose_file(str(away / 'scene.hdr'))
    app.wait(lambda: epoch(app) > 0, LONG, 'the run')
    app.end()


def says_what_is_wrong(desktop, program, folder):
    (folder / 'bad.bandloom').write_bytes((folder / 'mine.bandloom').read_bytes()[:9000])
    app = desktop.start([program, folder / 'bad.bandloom'])
    app.wait(lambda: 'bad.bandloom is damaged' in app.said(), LONG, 'a sentence')
    app.end()


def main():
    program, tap = sys.argv[1], Tap()
    with drive.Desktop() as desktop:
        folder = desktop.folder / 'work'
        folder.mkdir()
        write_scene(folder, 'scene')
        last = []
        tap.run('saves', lambda: last.append(saves(desktop, program, folder)))
        if last:
            tap.run('the command line goes on with the same numbers', same_numbers, Cli(sys.argv[2]), folder, last[0])
            tap.run('opens', opens, desktop, program, folder, last[0])
            tap.run('keeps what was marked', lambda: tap.note(keeps_marks(desktop, program, Cli(sys.argv[2]), folder)))
            tap.run('exports', exports, desktop, program, Cli(sys.argv[2]), folder)
        tap.run('marks survive a kill', marks_survive, desktop, program, folder)
        tap.run('offers after a kill', lambda: tap.note(offers_after_kill(desktop, program, folder)))
        tap.run('asks for a scene that has moved', asks_for_moved_scene, desktop, program, folder)
        tap.run('says what is wrong', says_what_is_wrong, desktop, program, folder)
    tap.finish()


main()
