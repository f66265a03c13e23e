#!/usr/bin/python3
"""Drives the Generate page: a variational model, a real drag across the pad, keys, sliders, samples.

usage: test-generate.py PROGRAM BANDLOOM-CLI
"""
import re
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
import drive  # noqa: E402
from cli import Cli  # noqa: E402
from tap import Tap  # noqa: E402
from tree import Gone  # noqa: E402

POINT = re.compile(r'code (\d+): (-?[\d.]+), code (\d+): (-?[\d.]+); nearest pixel line (\d+), sample (\d+), '
                   r'angle ([\d.]+)°')
DRAG = re.compile(r'drag_frames=(\d+) drag_median_ms=([\d.]+) drag_p95_ms=([\d.]+)')


class Page:
    def __init__(self, app):
        self.app = app

    def say(self):
        return self.app.describe('Latent pad', 'image')

    def point(self):
        """The two coordinates, the nearest pixel and its angle, as a screen reader hears them."""
        found = POINT.search(self.say())
        assert found, self.say()
        return float(found.group(2)), float(found.group(4)), found.group(5, 6), float(found.group(7))

    def epoch(self):
        found = re.search(r'epoch (\d+)', self.app.describe('Loss curves', 'image'))
        return int(found.group(1)) if found else -1

    def wait_for_point(self, question, what):
        try:
            return self.app.wait(lambda: POINT.search(self.say()) and question(self.point()), 10, what)
        except AssertionError as error:
            raise AssertionError('%s; the pad says: %s' % (error, self.say())) from None

    def steady(self):
        """The point once nothing moves it any more: what the pad says follows a click when the answer is there."""
        said, since = self.say(), time.monotonic()
        end = since + 10
        while time.monotonic() - since < 0.7:
            assert time.monotonic() < end, 'the point does not come to rest: ' + said
            time.sleep(0.1)
            if self.say() != said:
                said, since = self.say(), time.monotonic()
        return self.point()

MATERIALS = ('Water', 'Vegetation', 'Dry grass', 'Clay', 'Iron oxide', 'Limestone')  # of the demo scene

def test_train(page):
    page.app.wait(lambda: page.app.is_sensitive('Train', 'push button'), 15, 'the scene')
    page.app.press('Variational', 'push button')
    page.app.find('Epochs', 'spin button').value = 0  # no end: it is paused below
    page.app.press('Train', 'push button')
    page.app.wait(lambda: page.epoch() >= 6, 60, 'six epochs')
    page.app.key('alt+3')
    page.wait_for_point(lambda point: True, 'a point with its nearest pixel')
    return page.say()


def test_samples_on_train_page(page):
    """Those of the Train page follow the model while it trains."""
    def say():
        return re.search(r'60 spectra decoded from N\(0, 1\) at epoch (\d+), (.*)',
                         page.app.describe('VAE samples', 'image'))
    page.app.key('alt+1')
    first = page.app.wait(say, 10, 'samples')
    later = page.app.wait(lambda: (lambda now: now and int(now.group(1)) > int(first.group(1)) and now)(say()), 20,
                          'samples of a later epoch')
    assert later.group(2) != first.group(2), 'the same spectra: ' + later.group(0)
    page.app.key('alt+3')
    page.wait_for_point(lambda point: True, 'the point again')
    return later.group(0)


def test_drag(page):
    """The point, the spectrum, the map and the nearest pixel follow the pointer, while the model trains."""
    page.app.drag('Latent pad', (0.3, 0.7), (0.4, 0.6), steps=10, role='image')
    page.wait_for_point(lambda point: point[0] < 1, 'the point on the left')
    before = page.point()
    where = page.app.describe('Angle map', 'image')
    page.app.drag('Latent pad', (0.4, 0.6), (0.72, 0.3), steps=60, seconds=1, role='image')
    page.wait_for_point(lambda point: point[0] > before[0] + 0.5 and point[1] > before[1] + 0.5, 'the point elsewhere')
    after = page.point()
    assert after[2] != before[2], 'the nearest pixel is still %s' % (after[2],)
    assert page.app.describe('Angle map', 'image') != where, 'the map is the same: ' + where
    assert '268 bands' in page.app.describe('Generated spectrum', 'image')
    return 'from %s to %s' % (before, after)


def test_keys(page):
    """Arrows move the point by a tenth, with Shift by a hundredth."""
    page.app.press('Pause', 'push button')
    page.app.wait(lambda: page.app.is_sensitive('Train', 'push button'), 10, 'the pause')
    page.steady()
    page.app.click('Latent pad', 0.5, 0.5, role='image')
    start = page.steady()
    page.app.key('Right')
    page.wait_for_point(lambda point: abs(point[0] - start[0] - 0.1) < 0.002, 'a tenth to the right')
    page.app.key('shift+Up')
    page.wait_for_point(lambda point: abs(point[1] - start[1] - 0.01) < 0.002, 'a hundredth up')


def test_drag_paused(page):
    """As while it trains, and back to the middle: the trace tells the times of both."""
    page.app.drag('Latent pad', (0.4, 0.6), (0.72, 0.3), steps=60, seconds=1, role='image')
    end = page.steady()
    page.app.drag('Latent pad', (0.72, 0.3), (0.5, 0.5), steps=60, seconds=1, role='image')
    page.wait_for_point(lambda point: point[0] < end[0] and point[1] < end[1], 'the point nearer the middle')


def test_slider(page):
    unit = POINT.search(page.say()).group(1)
    node = page.app.find('Code %s' % unit, 'slider')
    node.value = 1.5
    page.wait_for_point(lambda point: abs(point[0] - 1.5) < 0.01, 'the point where the slider is')


def test_pinned(page):
    """The code of the pinned pixel decodes to its reconstruction: the nearest pixels are like it."""
    page.app.press('Pinned pixel', 'push button')
    page.wait_for_point(lambda point: point[3] < 3, 'a spectrum like a real one')
    return page.say()


def test_corners(page):
    """A code of four units has five corners; each becomes a spectrum that is kept."""
    def count():
        return page.app.names().splitlines().count('push button: Remove')
    before = count()
    page.app.press('Corners', 'push button')
    page.app.wait(lambda: count() > before, 10, 'corners in the list')
    units = len(re.findall(r'^slider: Code \d+$', page.app.names(), re.MULTILINE))
    page.app.wait(lambda: count() - before == min(units + 1, 6), 5, 'as many corners as the code has')
    path = page.app.folder / 'corners.bandloom'
    page.app.key('ctrl+shift+s')
    page.app.choose_file(str(path.with_suffix('')))  # the ending stands there already
    page.app.wait(path.exists, 10, 'the project')
    page.app.told('Saved as corners.bandloom')
    with sqlite3.connect('file:%s?mode=ro' % path, uri=True) as project:
        names = [name for name, in project.execute("SELECT name FROM spectrum WHERE name LIKE 'Corner%'")]
    found = [re.fullmatch(r'Corner \d: (?:like none known \()?(.*?)(?:, [\d.]+°| is \d+° away\))', name)
             for name in names]
    assert len(names) == min(units + 1, 6) and all(found), names
    materials = [one.group(1) for one in found]
    assert sum('like none' in name for name in names) < 3, names
    assert len(set(materials)) == len(names) and set(materials) <= set(MATERIALS), names
    return ', '.join(names)


def test_samples(page):
    first = page.app.describe('Spectra of the latent space', 'image')
    page.app.wait(lambda: 'from a pixel' in page.app.describe('Spectra of the latent space', 'image'), 10,
                  'samples that were judged, not ' + first)
    before = page.app.describe('Spectra of the latent space', 'image')
    page.app.press('Again', 'push button')
    page.app.wait(lambda: 'seed 2' in page.app.describe('Spectra of the latent space', 'image'), 10, 'other samples')
    return before


def test_number_and_seed(page):
    """As many samples as asked for, from the seed that was typed; Again takes the one after."""
    page.app.press(re.compile('36, seed 2'), 'push button')
    page.app.find('Number of samples', 'spin button').value = 9
    page.app.wait(lambda: sheet(page).startswith('N(0, 1), 9 samples, seed 2'), 10, 'nine samples')
    page.app.find('Seed of the samples', 'spin button').value = 41
    page.app.wait(lambda: 'seed 41' in sheet(page), 10, 'the seed that was typed')
    page.app.find('Seed of the samples', 'spin button').value = 2
    page.app.find('Number of samples', 'spin button').value = 36
    page.app.wait(lambda: sheet(page).startswith('N(0, 1), 36 samples, seed 2'), 10, 'what was there before')
    page.app.key('Escape')
    page.app.wait(lambda: not page.app.has('Number of samples', 'spin button'), 5, 'the choice to close')


def test_overlay_and_grid(page):
    """One plot with axes instead of a sheet; a grid is another sheet."""
    def look():
        """Colours and ink: two pictures may have as much of one."""
        return page.app.ink('Spectra of the latent space', 'image')

    def is_same(one, other):
        return abs(one[1] - other[1]) < 0.01 and abs(one[0] - other[0]) <= 0.1 * max(one[0], other[0])

    def at_rest():
        before = look()
        time.sleep(0.5)
        return is_same(look(), before) and before
    apart = page.app.wait(at_rest, 10, 'the sheet at rest')
    page.app.press('Overlay', 'push button')
    overlaid = page.app.wait(lambda: not is_same(look(), apart) and look(), 10, 'another picture than %s' % (apart,))
    page.app.press('Overlay', 'push button')
    page.app.wait(lambda: is_same(look(), apart), 10, 'the sheet again, not %s' % (overlaid,))
    choose_sheet(page, 'Grid')
    page.app.wait(lambda: sheet(page) == 'quantiles 0.05 to 0.95', 10, 'the grid')
    choose_sheet(page, 'Prior')
    page.app.wait(lambda: sheet(page).startswith('N(0, 1)'), 10, 'samples again')


def test_spread(page):
    """Two standard deviations around the spectrum, where asked."""
    def said():
        return page.app.describe('Generated spectrum', 'image')
    assert 'deviations' not in said(), said()
    page.app.press('±2σ', 'push button')
    found = page.app.wait(lambda: re.search(r'2 standard deviations are at most ([\d.e-]+)', said()), 10, 'a band')
    assert 0 < float(found.group(1)) < 1, said()
    page.app.press('±2σ', 'push button')
    page.app.wait(lambda: 'deviations' not in said(), 10, 'no band')
    return found.group(0)


def test_nearest(page):
    """The nearest pixels are listed, the nearest first; one click pins one, on every page."""
    buttons = [node for node in page.app.tree.nodes() if node.description.startswith('Pin line') and node.is_showing()]
    names = [node.description for node in buttons]
    line, sample = page.point()[2]
    assert len(names) == 5 and names[0] == 'Pin line %s, sample %s' % (line, sample), names
    buttons[2].press()
    page.app.key('alt+1')
    wanted = names[2].replace('Pin line', 'pinned line')
    page.app.wait(lambda: wanted in page.app.describe('Scene image', 'image'), 10, wanted)
    page.app.key('alt+3')
    page.app.find('Latent pad', 'image')
    return '; '.join(names)


def test_marks_on_scene(page):
    """The same marks on the scene in its colours; a click there pins a pixel, and back is the map."""
    def look():
        return page.app.ink('Angle map', 'image')
    before = page.app.describe('Angle map', 'image')
    map_ink = look()
    page.app.press('Nearest pixels on the scene', 'push button')
    page.app.wait(lambda: look()[0] > 2 * map_ink[0], 10, 'more colours than a map of angles has')
    scene_ink = look()
    assert page.app.describe('Angle map', 'image') == before, page.app.describe('Angle map', 'image')
    time.sleep(0.5)
    page.app.press('Nearest pixels on the scene', 'push button')
    page.app.wait(lambda: look()[0] < scene_ink[0] / 2, 10, 'the map again')
    return '%d colours, then %d' % (map_ink[0], scene_ink[0])


def test_pinned_is_nearest(page):
    """The code of a pixel decodes to something that is nearer to no pixel than to it, or to a nearer one."""
    before = page.steady()
    page.app.press('Random', 'push button')
    page.wait_for_point(lambda point: point != before, 'a code that was drawn')
    other = page.steady()
    page.app.press('Pinned pixel', 'push button')
    page.wait_for_point(lambda point: point != other, 'the pinned pixel')
    first = page.steady()
    page.app.press('Mean', 'push button')
    page.wait_for_point(lambda point: point != other and point != first, 'the mean')
    page.app.press('Pinned pixel', 'push button')
    page.wait_for_point(lambda point: point == first, 'the pinned pixel again')


def test_undo(page):
    """Two are removed and come back one by one, each where it was."""
    def kept():
        try:
            return [node.text() for node in page.app.tree.nodes() if node.name == 'Name' and node.role == 'text']
        except Gone:
            return None
    before = kept()
    for _ in range(2):
        page.app.press('Remove', 'push button')
        time.sleep(0.5)
    page.app.wait(lambda: kept() == before[2:], 5, 'two less than %s' % before)
    page.app.press('Undo', 'push button')
    page.app.wait(lambda: kept() == before[1:], 5, 'one back')
    time.sleep(0.5)
    page.app.press('Undo', 'push button')
    page.app.wait(lambda: kept() == before, 5, 'all back')
    assert not page.app.has('Undo', 'push button'), 'something more to put back'
    return '%d kept' % len(before)


def test_like_file(page, folder, cli):
    """Samples like the codes: the same file from the window and from the command line."""
    page.app.press('Save these spectra', 'push button')
    page.app.choose_file(str(Path(folder) / 'like'))
    page.app.wait(lambda: list(Path(folder).glob('like*.csv')), 10, 'the file')
    cli.json('sample', Path(folder) / 'p.bandloom', '--like', 'demo:', '-n', 36, '--seed', 2,
             '-o', Path(folder) / 'cli-like.csv')
    assert next(Path(folder).glob('like*.csv')).read_bytes() == (Path(folder) / 'cli-like.csv').read_bytes()


def test_same_file(page, folder, cli):
    """The samples on screen, saved here and by the command line from the saved project: the same file.

    The training ends first: then the model that is shown is the one that is saved, that of the best epoch."""
    page.app.key('alt+1')
    page.app.find('Epochs', 'spin button').value = page.epoch() + 2
    page.app.press('Train', 'push button')
    page.app.told(r'All \d+ epochs are done')
    page.app.key('alt+3')
    page.steady()
    page.app.wait(lambda: 'seed 2' in page.app.describe('Spectra of the latent space', 'image'), 10, 'samples')
    page.app.press('Save these spectra', 'push button')
    page.app.choose_file(str(Path(folder) / 'window'))
    page.app.wait(lambda: list(Path(folder).glob('window*.csv')), 10, 'the file')
    page.app.key('ctrl+shift+s')
    page.app.choose_file(str(Path(folder) / 'p'))
    page.app.wait((Path(folder) / 'p.bandloom').exists, 10, 'the project')
    told = cli.json('sample', Path(folder) / 'p.bandloom', '-n', 36, '--seed', 2, '-o', Path(folder) / 'cli.csv')
    assert told['samples'] == 36, told
    assert next(Path(folder).glob('window*.csv')).read_bytes() == (Path(folder) / 'cli.csv').read_bytes()


def test_keep(page, folder):
    for _ in range(2):
        page.app.press('Keep', 'push button')
        time.sleep(0.5)  # pressed through the accessible tree, a button stays down for a quarter of a second
    page.app.wait(lambda: page.app.has('Remove', 'push button'), 3, 'a kept spectrum')
    page.app.wait(lambda: page.app.is_sensitive('Save…', 'push button'), 3, 'Save')
    page.app.press('Save…', 'push button')
    path = Path(folder) / 'kept.csv'
    page.app.choose_file(str(path.with_suffix('')))  # the ending is there already
    page.app.wait(path.exists, 5, 'the file')
    lines = path.read_text().splitlines()
    assert len(lines) == 269 and lines[0].startswith('wavelength_nm,') and lines[1].count(',') == 2, lines[:2]
    assert lines[1].split(',')[1] == lines[1].split(',')[2], 'the same spectrum twice differs: ' + lines[1]


def choose_sheet(page, name):
    """Opens the list of sheets and takes one by its place in it."""
    page.app.press('Which spectra', 'push button')
    time.sleep(0.6)  # the list opens
    page.app.key('Home')
    for _ in range(('Prior', 'Mixture', 'Grid', 'Colours', 'Line').index(name)):
        page.app.key('Down')
    page.app.key('Return')


def sheet(page):
    return page.app.describe('Spectra of the latent space', 'image')


def test_line(page):
    """From the pinned pixel, or a start that is set, to the point: as many steps as asked for, angles to both ends."""
    choose_sheet(page, 'Line')
    page.app.wait(lambda: sheet(page).startswith('from the pinned pixel to the point'), 10, 'a line')
    page.app.press('Start here', 'push button')
    page.app.wait(lambda: re.match('from the start that was set.* 0.00° apart', sheet(page)), 10, 'a line of no length')
    page.app.find('Steps of the line', 'spin button').value = 5
    page.app.click('Latent pad', 0.7, 0.6, role='image')
    said = page.app.wait(lambda: re.search(r', 5 steps, ([1-9][\d.]*)° apart; in the middle ([\d.]+)° from the first, '
                                           r'([\d.]+)° from the last', sheet(page)), 10, 'a line of five steps')
    whole, first, last = (float(number) for number in said.groups())
    assert 0 < first < whole + 1 and 0 < last < whole + 1, said.group(0)  # the middle is between
    return said.group(0)


def test_colours(page):
    choose_sheet(page, 'Colours')
    page.app.wait(lambda: 'in the scene' in sheet(page), 10, 'the colours')
    time.sleep(0.5)
    colours, _ = page.app.ink('Spectra of the latent space', 'image')
    assert colours > 60, '%d colours' % colours
    choose_sheet(page, 'Mixture')
    page.app.wait(lambda: sheet(page).startswith('like the codes'), 10, 'samples of the mixture')
    return '%d colours; %s' % (colours, sheet(page))


def test_double_click(page):
    """Back to the mean, on the row's name and on its slider; the point's own units stay."""
    before = page.point()
    node = page.app.find('Code 1', 'slider')
    for role, x in (('label', 0.5), ('slider', 0.9)):
        node.value = 2.5
        page.app.wait(lambda: abs(node.value - 2.5) < 0.01, 3, 'the slider at 2.5')
        time.sleep(0.7)  # or this click is the third
        page.app.click('Code 1', x, 0.5, role=role, times=2)
        page.app.wait(lambda: abs(node.value) < 1, 5, 'the mean after a double click on the ' + role)
    # Code 1 is the pad's first axis: codes begin in the order of their variance
    assert page.point()[1] == before[1], 'another unit moved: %s, then %s' % (before, page.point())
    page.app.click('Latent pad', 0.5, 0.5, role='image')  # the keyboard goes there, too


def has_moved(app, before):
    """Within a row of the list the tree knows nothing that has the keyboard."""
    now = app.focused()
    if now is None and before is None:
        time.sleep(0.2)
        return True
    return now is None or before is None or now.path != before.path


def tab_to(app, name, role=None, key='Tab', most=70):
    """Tab, or Shift and Tab, until that is reached; what was on the way."""
    way = []
    for _ in range(most):
        at = app.focused()
        if at and re.fullmatch(name, at.name) and (role is None or at.role == role):
            return way
        way.append(at and (at.name, at.role))
        app.key(key)
        app.wait(lambda before=at: has_moved(app, before), 2, 'another focus after %s' % way[-6:])
    raise AssertionError('Tab does not reach %s: %s' % (name, way))


def test_keyboard_alone(page):
    """Without the pointer: the pad is reached and the point moved, a coordinate typed, a spectrum kept."""
    def count():
        return page.app.names().splitlines().count('push button: Remove')
    page.app.key('alt+1')
    page.app.find('Loss curves', 'image')
    page.app.key('alt+3')
    page.app.find('Latent pad', 'image')
    tab_to(page.app, 'Latent pad', key='shift+Tab')
    before = page.point()
    page.app.key('Right')
    page.wait_for_point(lambda point: abs(point[0] - before[0] - 0.1) < 0.002, 'a step to the right')
    unit = POINT.search(page.say()).group(1)
    tab_to(page.app, 'Code %s as a number' % unit)
    page.app.key('ctrl+a')
    drive.call('xdotool', 'type', '--delay', '15', '0.725')
    page.app.key('Return')
    page.wait_for_point(lambda point: abs(point[0] - 0.725) < 0.001, 'the typed coordinate')
    tab_to(page.app, 'Keep', 'push button')
    kept = count()
    page.app.key('space')
    page.app.wait(lambda: count() == kept + 1, 5, 'a kept spectrum')


def test_quiet(page):
    page.app.key('ctrl+q')
    status = page.app.process.wait(60)
    said = page.app.complaints()
    assert status == 0 and not said, 'status %d\n%s' % (status, '\n'.join(said))
    long = [drag for drag in DRAG.findall(page.app.said()) if int(drag[0]) >= 2]
    assert len(long) >= 3, 'not every drag was traced:\n' + page.app.said()
    return '\n'.join('%s frames answered a drag: median %s ms, 95th percentile %s ms' % drag for drag in long)


def main():
    tap = Tap()
    lacks = drive.missing()
    if lacks:
        tap.skip('the Generate page', 'not on this machine: ' + ', '.join(lacks))
        tap.finish()
    with drive.Desktop() as desktop, tempfile.TemporaryDirectory() as folder:
        page = Page(desktop.start([sys.argv[1], 'demo:'], BANDLOOM_TRACE='1'))
        for func, name in ((test_train, 'a variational model opens the page'),
                           (test_samples_on_train_page, 'samples on the Train page follow the training'),
                           (test_drag, 'spectrum, map and nearest pixel follow a drag'),
                           (test_keys, 'arrows move the point, finely with Shift'),
                           (test_drag_paused, 'a drag while nothing trains'),
                           (test_slider, 'a slider moves the point'),
                           (test_double_click, 'a double click sends one unit to its mean'),
                           (test_pinned, 'the code of the pinned pixel gives a spectrum like it'),
                           (test_samples, 'samples are drawn and judged, others with the next seed'),
                           (test_number_and_seed, 'as many samples as asked for, from the seed that is typed'),
                           (test_overlay_and_grid, 'all in one plot, and a grid'),
                           (test_spread, 'two standard deviations around the spectrum'),
                           (test_nearest, 'the nearest pixels, and one click that pins one'),
                           (test_marks_on_scene, 'the nearest pixels on the scene in its colours'),
                           (test_pinned_is_nearest, 'the pinned pixel, a drawn code and the mean'),
                           (lambda p: test_same_file(p, folder, Cli(sys.argv[2])), 'the same file as the command line'),
                           (lambda p: test_keep(p, folder), 'kept spectra are saved'),
                           (test_corners, 'the corners of the codes are kept'),
                           (test_undo, 'what was removed comes back where it was'),
                           (test_keyboard_alone, 'the page by keyboard alone'),
                           (test_line, 'a line between two codes, with the angles to both'),
                           (test_colours, 'a sheet of colours, and one like the codes'),
                           (lambda p: test_like_file(p, folder, Cli(sys.argv[2])), 'the mixture’s file, too'),
                           (test_quiet, 'it ends quietly, and the drag was traced')):
            said = []
            if not tap.run(name, lambda f=func, s=said: s.append(f(page))):
                tap.note(page.app.said())
                if page.app.process.poll() is None:
                    tap.note('picture: %s' % page.app.picture(Path(tempfile.gettempdir()) / 'failed-generate.png'))
            for text in said:
                tap.note(text or '')
    tap.finish()


main()
