#!/usr/bin/python3
"""Drives the Scene page: bands by slider and by dragged marks, statistics, regions, what is unusual, a library,
units, bands that are left out, preprocessing; and a project that remembers them.

usage: test-scene.py PROGRAM BANDLOOM-CLI
"""
import array
import math
import re
import shutil
import statistics
import struct
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
import drive  # noqa: E402
from cli import Cli  # noqa: E402
from tap import Tap  # noqa: E402

SIDE, BANDS = 40, 60
GRID = [400 + 35 * band for band in range(BANDS)]
ODD = {pixel for pixel in range(SIDE * SIDE) if 10 <= pixel // SIDE < 14 and 10 <= pixel % SIDE < 14}


def value(pixel, band):
    a = .5 + .4 * math.sin(pixel / 7) * math.cos(pixel / 331)
    odd = .3 * (band % 2) if pixel in ODD else 0
    return a * (1 + band / 60) + (1 - a) * math.exp(-((band - 30) / 12) ** 2) + odd


def write_scene(folder):
    """Wavelengths without a unit; a block of pixels unlike all others."""
    values = array.array('f', (value(pixel, band) for pixel in range(SIDE * SIDE) for band in range(BANDS)))
    (folder / 'cube.img').write_bytes(values.tobytes())
    (folder / 'cube.hdr').write_text(
        'ENVI\nsamples = %d\nlines = %d\nbands = %d\ndata type = 4\ninterleave = bip\nbyte order = 0\n'
        'wavelength = {%s}\n' % (SIDE, SIDE, BANDS, ', '.join(map(str, GRID))))
    return folder / 'cube.hdr'


def write_library(folder, pixel):
    """Three spectra; the second is the pixel's, three times as bright."""
    values = array.array('f', [1 + band % 7 for band in range(BANDS)])
    values.extend(3 * value(pixel, band) for band in range(BANDS))
    values.extend(60 - band for band in range(BANDS))
    (folder / 'known.sli').write_bytes(values.tobytes())
    (folder / 'known.hdr').write_text(
        'ENVI\nsamples = %d\nlines = 3\nbands = 1\ndata type = 4\ninterleave = bsq\nbyte order = 0\n'
        'file type = ENVI Spectral Library\nwavelength units = Nanometers\n'
        'spectra names = {sawtooth, the same, slope}\n'
        'wavelength = {%s}\n' % (BANDS, ', '.join(map(str, GRID))))
    return folder / 'known.sli'


class Page:
    def __init__(self, app):
        self.app = app
        self.shown = 0  # of the list of what the image shows

    def say(self, drawing='Large image'):
        return self.app.describe(drawing, 'image')

    def wait(self, drawing, pattern):
        found = None

        def ask():
            nonlocal found
            found = re.search(pattern, self.say(drawing))
            return found
        try:
            self.app.wait(ask, 15, pattern, 0.05)
        except AssertionError as error:
            raise AssertionError('%s; it says: %s' % (error, self.say(drawing))) from None
        return found

    def show(self, place):
        """Chooses from the list of what the image shows, by its place."""
        self.app.point('Large image', .5, .9, role='image')
        time.sleep(.3)
        self.app.click('Shown as', .5, .5)
        time.sleep(.3)
        self.app.key(*['Up'] * (self.shown - place), *['Down'] * (place - self.shown), 'Return')
        self.shown = place

    def type_into(self, name, text):
        self.app.click(name, .4, .6)
        self.app.key('ctrl+a', 'Delete')
        drive.call('xdotool', 'type', '--delay', '10', '--', text)
        self.app.key('Return')


def test_true_colour(page):
    page.app.wait(lambda: page.app.is_sensitive('Train', 'push button'), 15, 'the scene')
    page.app.click('Scene', .5, .5, role='page tab')
    page.wait('Large image', r'shown: 645 · 540 · 470 nm')
    colours, ink = page.app.ink('Large image', 'image')
    assert colours > 50 and ink > .3, (colours, ink)


def test_statistics(page):
    """One band by the slider: its numbers are the file's."""
    page.show(4)
    page.app.set_value('Band', 31)
    found = page.wait('Band histogram', r'^1450 nm: ([\d.]+) to ([\d.]+), mean ([\d.]+) ± ([\d.]+)')
    band = [value(pixel, 30) for pixel in range(SIDE * SIDE)]
    for told, wanted in zip(found.groups(), (min(band), max(band), statistics.mean(band), statistics.stdev(band))):
        assert abs(float(told) - wanted) < 2e-3 * wanted, (told, wanted)


def test_marks(page):
    """The red mark is dragged to 1200 nm; the others stay."""
    page.show(0)
    page.wait('Large image', r'shown: 645 · 540 · 470 nm')
    # where the axis begins and ends is found by trying: the mark follows the pointer as soon as it is taken
    for start in (x / 1000 for x in range(100, 220, 3)):
        page.app.drag('Scene spectrum', (start, .6), (.5, .6), steps=10, seconds=.2, role='image')
        found = re.search(r'shown: (\d+) · (\d+) · (\d+) nm', page.say())
        if [int(nm) for nm in found.groups()] != [645, 540, 470]:
            break
        page.app.key('0')
    moved = sorted(set(map(int, found.groups())) - {645, 540, 470})
    assert len(moved) == 1 and 1150 < moved[0] < 1650, found.group(0)


def test_unusual(page):
    """The odd block is selected and labelled; RX and the residual find it."""
    page.show(1)
    page.wait('Large image', r'shown: 855 · 645 · 540 nm, pinned')
    corner = .25 + .002, .35 - .002
    page.app.lasso('Large image', [(.5 + (x - .5) * page_share(page), y) for x, y in
                                   ((corner[0], corner[0]), (corner[1], corner[0]), (corner[1], corner[1]),
                                    (corner[0], corner[1]))])
    page.wait('Large image', r'(\d+) selected')
    page.app.key('1')
    page.show(5)
    found = page.wait('Band histogram', r'RX AUC ([\d.]+) · PCA residual AUC ([\d.]+) · (\d+) targets')
    assert float(found.group(1)) > .99 and 12 <= int(found.group(3)) <= 20, found.group(0)


def page_share(page):
    """The image is square in a drawing that is wider."""
    _, _, width, height = page.app.bounds('Large image', 'image')
    return height / width


def test_region(page):
    found = page.wait('Scene spectrum', r'mean ± deviation of (\d+) selected')
    page.app.press('Keep', 'push button')
    page.app.wait(lambda: page.app.has(re.compile('Remove')), 5, 'the kept spectrum')
    page.app.press('Remove', 'push button')
    page.app.press('Undo', 'push button')
    page.app.wait(lambda: page.app.has('Remove'), 5, 'the kept spectrum again')
    page.app.key('Escape')
    assert int(found.group(1)) >= 12


def test_library(page, folder):
    page.app.click('Large image', .5, .5, role='image')
    found = page.wait('Large image', r'pinned line (\d+), sample (\d+)')
    write_library(folder, int(found.group(1)) * SIDE + int(found.group(2)))
    page.app.press('Open library…', 'push button')
    page.app.choose_file(str(folder / 'known.sli'))
    row = page.app.find('the same', seconds=10)
    said = '%s %s' % (row.description, page.app.names())
    assert '0.00°' in said or page.app.has('0.00°'), said


def test_units(page):
    """A guess is called one; a unit that makes no sense is refused and the scene stays."""
    page.app.find('nm (guessed)')
    page.app.click('Units', .5, .5)
    page.app.key('Down', 'Return')
    page.app.find(re.compile('.*make no sense.*'), seconds=10)
    page.app.press('Dismiss', 'push button')
    page.app.find('nm (guessed)')


def test_bands(page, cli, folder, scene):
    """Bands and steps as typed; a training on them is what the command line gives; the project keeps them."""
    page.type_into('Bands to use', '1-30,35-60')
    page.app.find(re.compile('56 used, 4 left out.*'), seconds=10)
    page.app.wait(lambda: page.app.has(re.compile('.*4 bad bands left out.*')), 5, 'the status')
    page.type_into('Preprocessing', 'smooth:5, norm')
    page.app.find('All as in the file', seconds=10)
    page.app.click('Train', .5, .5, role='page tab')
    page.app.key('ctrl+greater')
    page.app.wait(lambda: 'epoch 1,' in page.app.describe('Loss curves', 'image'), 30, 'an epoch')
    page.app.key('ctrl+s')
    page.app.choose_file(str(folder / 'changed'))
    page.app.wait((folder / 'changed.bandloom').exists, 10, 'the file')
    told = cli.json('train', '--resume', folder / 'changed.bandloom', '--stop-after', 2)
    fresh = cli.json('train', scene, '--variant', 'stacked', '--bands', '1-30,35-60', '--preprocess', 'smooth:5,norm',
                     '--stop-after', 2)
    assert told['train_loss'] == fresh['train_loss'], (told['train_loss'], fresh['train_loss'])


def test_begin_anew(page):
    """A change of a scene that was trained on is asked about first."""
    page.app.click('Scene', .5, .5, role='page tab')
    page.app.press('All as in the file', 'push button')
    page.app.find('Change the scene and begin anew?', seconds=10)
    page.app.press(re.compile('_Cancel.*'), 'push button')
    page.app.wait(lambda: not page.app.has('Change the scene and begin anew?'), 5, 'the dialog’s end')
    page.app.find(re.compile('56 used, 4 left out.*'))
    page.app.press('All as in the file', 'push button')
    page.app.press(re.compile('_Begin anew.*'), 'push button')
    page.app.find('all 60 used', seconds=10)


def test_reopened(desktop, program, folder):
    app = desktop.start([program, folder / 'changed.bandloom'])
    app.wait(lambda: 'epoch 1,' in app.describe('Loss curves', 'image'), 20, 'the training as it was')
    app.click('Scene', .5, .5, role='page tab')
    app.find(re.compile('56 used, 4 left out.*'), seconds=10)
    assert app.end() == 0, app.said()


def test_misfit(desktop, program, folder):
    """A header that describes five lines too many: the arithmetic, and the nearest reading at one click."""
    (folder / 'long.img').write_bytes((folder / 'cube.img').read_bytes())
    (folder / 'long.hdr').write_text((folder / 'cube.hdr').read_text().replace('lines = %d' % SIDE, 'lines = 45'))
    app = desktop.start([program, folder / 'long.hdr'])
    app.find('The header does not fit its file', seconds=10)
    assert app.has(re.compile('.*45 × 40 × 60 × 4 = 432000.*')), app.names()
    app.press(re.compile('_Open it so.*'), 'push button')
    app.find('long.img · 40×40 · 60 bands', seconds=10)
    text = (folder / 'cube.hdr').read_text()
    (folder / 'long.hdr').write_text(text[:text.index('wavelength')])  # the same without wavelengths
    again = desktop.start([program, folder / 'long.hdr'])
    again.wait(lambda: again.is_sensitive('Train', 'push button'), 10, 'the scene')
    again.click('Scene', .5, .5, role='page tab')
    again.wait(lambda: 'not true colour' in again.describe('Large image', 'image'), 10, 'that it is no true colour')
    assert again.end() == 0, again.said()
    assert app.end() == 0, app.said()


def element(kind, data):
    return struct.pack('<2I', kind, len(data)) + data + b'\0' * (-len(data) % 8)


def matlab_array(name, shape, func):
    """One array of a MATLAB 5 file, the first dimension fastest."""
    values = [func(i, j, k) for k in range(shape[2]) for j in range(shape[1]) for i in range(shape[0])]
    return element(14, element(6, struct.pack('<2I', 6, 0)) + element(5, struct.pack('<3i', *shape))
                   + element(1, name.encode()) + element(9, struct.pack('<%dd' % len(values), *values)))


def test_arrays(desktop, program, folder):
    """Of two arrays one is chosen, by its picture; its axes are taken in another order, and the project knows."""
    (folder / 'two.mat').write_bytes(
        b'MATLAB 5.0 MAT-file'.ljust(116) + b'\0' * 8 + struct.pack('<H', 0x100) + b'IM'
        + matlab_array('first', (60, 40, 20), lambda i, j, k: math.sin(i / 9 + k / 5) + j / 40)
        + matlab_array('second', (50, 50, 24), lambda i, j, k: math.hypot(i - 25, j - 25) / 20 + math.cos(k / 6)))
    app = desktop.start([program, folder / 'two.mat'])
    app.find('Which array is the scene?', seconds=10)
    app.find('second', 'list item')
    app.window = app.find_dialog()
    app.wait(lambda: int(drive.call('convert', app.picture(app.folder / 'asked.png'), '-format', '%k', 'info:-')) > 900,
             10, 'the pictures')
    app.window = app.find_window()
    app.click('first', .5, .5, role='list item')
    app.find('two.mat · 60×40 · 20 bands', seconds=10)
    app.click('Scene', .5, .5, role='page tab')
    app.click('Order of axes', .5, .5)
    app.key('Down', 'Down', 'Return')
    app.find('two.mat · 40×60 · 20 bands', seconds=10)
    app.key('ctrl+s')
    app.choose_file(str(folder / 'turned'))
    app.wait((folder / 'turned.bandloom').exists, 10, 'the file')  # put in place in one go: it is whole
    again = desktop.start([program, folder / 'turned.bandloom'])
    again.find('two.mat · 40×60 · 20 bands', seconds=10)
    assert again.end() == 0, again.said()
    assert app.end() == 0, app.said()


def test_rectangle(page):
    """Ctrl and Shift and a drag: the pixels of a rectangle."""
    app = page.app
    (x0, y0), (x1, y1) = (app.place('Large image', x, y, 'image') for x, y in ((.45, .4), (.55, .6)))
    drive.call('xdotool', 'mousemove', x0, y0, 'keydown', 'ctrl', 'keydown', 'shift', 'mousedown', 1)
    for i in range(1, 9):
        drive.call('xdotool', 'mousemove', x0 + (x1 - x0) * i // 8, y0 + (y1 - y0) * i // 8)
        time.sleep(0.02)
    drive.call('xdotool', 'mouseup', 1, 'keyup', 'shift', 'keyup', 'ctrl')
    found = page.wait('Large image', r'(\d+) selected')
    side = page.app.bounds('Large image', 'image')[3] / SIDE  # of a pixel, at least where the image is as high as that
    n = (x1 - x0) / side * (y1 - y0) / side
    assert 0.6 * n < int(found.group(1)) < 1.7 * n, '%s selected, about %d wanted' % (found.group(1), n)


def shown_bands(page):
    found = re.search(r'shown: (\d+ · \d+ · \d+) nm', page.say())
    return found and found.group(1)


def test_remembered(desktop, program, folder):
    """Another scene of the same sensor begins as this one was shown."""
    for ending in ('img', 'hdr'):
        shutil.copy(folder / ('cube.' + ending), folder / ('next.' + ending))
    said = []
    for name in ('cube.hdr', 'next.hdr'):
        page = Page(desktop.start([program, folder / name]))
        page.app.wait(lambda p=page: p.app.is_sensitive('Train', 'push button'), 15, 'the scene')
        page.app.click('Scene', .5, .5, role='page tab')
        page.app.wait(lambda p=page: shown_bands(p), 15, 'the picture')
        if not said:
            page.app.press('Shown as', 'push button')
            time.sleep(.5)
            page.app.key('Home', 'Down', 'Return')  # infrared
            page.app.wait(lambda p=page: shown_bands(p) and int(shown_bands(p).split()[0]) > 800, 15, 'infrared')
            time.sleep(1)  # kept once nothing moves
        else:
            page.app.wait(lambda p=page: shown_bands(p) == said[0], 15, 'the bands ' + said[0])
        said.append(shown_bands(page))
        page.app.end()
    return said[1]


def test_nodata(desktop, program, folder):
    """A value that fills whole pixels is offered, left out at one click, named in its row, and taken back."""
    values = array.array('f', (-9999 if pixel < 5 * SIDE else value(pixel, band)
                               for pixel in range(SIDE * SIDE) for band in range(BANDS)))
    (folder / 'holes.img').write_bytes(values.tobytes())
    (folder / 'holes.hdr').write_text((folder / 'cube.hdr').read_text())
    page = Page(desktop.start([program, folder / 'holes.hdr']))
    page.app.wait(lambda: page.app.is_sensitive('Train', 'push button'), 15, 'the scene')
    page.app.click('Scene', .5, .5, role='page tab')
    page.app.press('Leave out the value -9999', 'push button')
    page.app.find(re.compile('%d of %d without data.*' % (5 * SIDE, SIDE * SIDE)), seconds=10)
    page.app.wait(lambda: not page.app.has('Leave out the value -9999'), 10, 'nothing more to leave out')
    page.app.press('All as in the file', 'push button')
    page.app.find(re.compile('all %d have data.*' % (SIDE * SIDE)), seconds=10)
    page.type_into('No data', '-9999')
    page.app.find(re.compile('%d of %d without data.*' % (5 * SIDE, SIDE * SIDE)), seconds=10)
    page.app.end()


def run(tap, desktop, program, cli, folder):
    scene = write_scene(folder)
    page = Page(desktop.start([program, scene]))
    for name, test, words in (
            ('true colour where the bands are', test_true_colour, ()),
            ('one band by the slider, with its statistics', test_statistics, ()),
            ('a mark of the spectrum is dragged', test_marks, ()),
            ('what is unusual, with its ROC', test_unusual, ()),
            ('a rectangle is selected', test_rectangle, ()),
            ('a region is kept, removed and put back', test_region, ()),
            ('a library: the nearest first', test_library, (folder,)),
            ('units: a guess is called one', test_units, ()),
            ('bands and preprocessing, as the command line', test_bands, (cli, folder, scene)),
            ('a change is asked about first', test_begin_anew, ())):
        if not tap.run(name, test, page, *words):
            tap.note(page.app.names())
            return
    tap.ok(page.app.end() == 0, 'leaves cleanly', page.app.said())
    tap.run('a project remembers what was changed', test_reopened, desktop, program, folder)
    tap.run('a sensor is shown as it was last', test_remembered, desktop, program, folder)
    tap.run('what no header calls no data', test_nodata, desktop, program, folder)
    tap.run('one of several arrays, and its axes', test_arrays, desktop, program, folder)
    tap.run('a header that does not fit is offered as it would', test_misfit, desktop, program, folder)


def main():
    tap, program, cli = Tap(), sys.argv[1], Cli(sys.argv[2])
    if drive.missing():
        tap.skip('the Scene page', 'missing: ' + ', '.join(drive.missing()))
        tap.finish()
    with tempfile.TemporaryDirectory() as name, drive.Desktop() as desktop:
        run(tap, desktop, program, cli, Path(name))
    tap.finish()


main()
