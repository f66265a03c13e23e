#!/usr/bin/python3
"""Drives the Compare page: four variants at once, the same table as the command line, runs taken out and put back, one
that explodes beside one that goes on.

usage: test-compare.py PROGRAM BANDLOOM-CLI
"""
import array
import csv
import math
import re
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
import drive  # noqa: E402
from cli import Cli  # noqa: E402
from tap import Tap  # noqa: E402

FOUR = ('plain', 'denoising', 'sparse', 'variational')
LAYERS = {'sparse': '20', 'variational': '130,70,20'}  # as usual, but for the number of codes
TIMES = ('seconds', 'samples_per_s')
EPOCHS = 3
LONG = 60


def epoch(app, run):
    found = re.search(r'epoch (\d+)', app.describe('Loss, ' + run, 'image'))
    return int(found.group(1)) if found else -1


def choose(app, run, item):
    """An item of a run's menu, not the one of that name which another run's closed menu keeps."""
    def open_menu():
        """A click may have closed what was still open instead."""
        app.click('Menu of ' + run, 0.5, 0.5, role='push button')
        end = time.monotonic() + 3
        while time.monotonic() < end and not app.has(item, 'push button'):
            time.sleep(0.1)
        return app.look(item, 'push button')
    app.wait(open_menu, 5, item).press()
    app.wait(lambda: not app.has(item, 'push button'), 3, 'the menu to go')


def four_appear(app):
    """The first run was not begun: it makes room. Each has a column of its own."""
    app.wait(lambda: app.is_sensitive('Train', 'push button'), 15, 'the scene')
    app.find('Epochs', 'spin button').value = EPOCHS
    app.key('alt+2')
    app.press('All four beside each other', 'push button')
    for run in FOUR:
        app.find('Latent space, ' + run, 'image')
    assert not app.has('Loss, stacked', 'image'), 'the run that was not begun is still there'


def all_train(app):
    app.press('Train all', 'push button')
    for run in FOUR:
        app.wait(lambda r=run: epoch(app, r) == EPOCHS, LONG, 'the end of ' + run)
    app.wait(lambda: app.has('Train all', 'push button'), 5, 'the end of all')
    for run in FOUR:
        for what in ('Loss', 'Latent space', 'Reconstruction', 'Error map', 'Code map'):
            name = '%s, %s' % (what, run)
            app.wait(lambda n=name: 'nothing yet' not in app.describe(n, 'image'), 5, name)
            colours, share = app.ink(name, 'image')
            assert colours > 8 and share > 0.005, '%s: %d colours, ink on %.1f %%' % (name, colours, share * 100)


def read_table(path):
    with open(path, newline='', encoding='utf-8') as file:
        return list(csv.DictReader(file))


def table_is_that_of_cli(app, cli, folder):
    """Saved from the window and from the command line: the same digits in every column but the times. All have as many
    codes."""
    app.wait(lambda: all(app.has(str(n)) for n in ('PCA-20', *FOUR)), 20, 'the table')
    assert not app.has('PCA-200'), 'not the same number of codes for all'
    rows = []
    for attempt in range(10):  # a slow machine has not judged the last of them yet
        app.press('Save CSV…', 'push button')
        app.choose_file(str(folder / ('window%d' % attempt)))
        file = app.wait(lambda n=attempt: next(folder.glob('window%d*.csv' % n), None), 10, 'the file')
        rows = read_table(app.wait(lambda path=file: path.stat().st_size and path, 5, 'its rows'))
        if all(row['epochs'] == str(EPOCHS) and row['mse'] for row in rows if row['name'] in FOUR):
            break
        time.sleep(3)
    words = [word for run in FOUR
             for word in ('--run', '--variant %s --layers %s --epochs %d --name %s'
                                       % (run, LAYERS.get(run, '130,70,40,20'), EPOCHS, run))]
    cli.run('compare', 'demo:', *words, '--csv', folder / 'cli.csv')
    tables = (rows, read_table(folder / 'cli.csv'))
    assert [row['name'] for row in tables[0]] == [row['name'] for row in tables[1]], tables
    for window, command in zip(*tables):
        for key in window:
            if key not in TIMES:
                assert window[key] == command[key], '%s of %s: %s, command line %s' % (key, window['name'], window[key],
                                                                                      command[key])
    return ', '.join('%s %s' % (row['name'], row['rmse']) for row in tables[0])


def pin_is_shared(app):
    """A click into one map pins the pixel in every column."""
    before = {run: app.describe('Reconstruction, ' + run, 'image') for run in FOUR}
    app.click('Error map, denoising', 0.4, 0.6, role='image')
    for run in FOUR:
        app.wait(lambda r=run: app.describe('Reconstruction, ' + r, 'image') != before[r], 3, 'another pixel of ' + run)


def selected(app, name):
    found = re.search(r'(\d+) selected', app.describe(name, 'image'))
    return int(found.group(1)) if found else 0


def lasso_selects_everywhere(app):
    """Around part of one latent space: as many in every column and on the Train page; back, forward, Escape."""
    app.lasso('Latent space, plain', ((0.2, 0.35), (0.55, 0.35), (0.55, 0.8), (0.2, 0.8)), 'image')
    n = app.wait(lambda: selected(app, 'Latent space, plain'), 5, 'selected pixels')
    assert all(selected(app, 'Latent space, ' + run) == n for run in FOUR), 'not as many in every column'
    app.lasso('Code map, sparse', ((0.4, 0.5), (0.6, 0.5), (0.6, 0.7), (0.4, 0.7)), 'image')
    m = app.wait(lambda: selected(app, 'Latent space, plain') not in (0, n) and selected(app, 'Latent space, plain'), 5,
                 'others, selected on a map')
    app.key('alt+1')
    app.wait(lambda: selected(app, 'Scene image') == m, 5, '%d on the scene' % m)
    app.wait(lambda: 'deviation of %d selected' % m in app.describe('Pixel spectrum', 'image'), 5, 'their mean')
    app.key('7')
    app.told('%d pixels are of class 7 now' % m)
    app.key('alt+Left')
    app.wait(lambda: selected(app, 'Scene image') == n, 5, 'the %d before' % n)
    app.wait(lambda: selected(app, 'Latent space') == n, 5, 'the %d before in the latent space' % n)
    app.wait(lambda: not app.has('%d pixels are of class 7 now' % m, 'label'), 10, 'the toast to go: it takes Escape')
    app.key('Escape')
    app.wait(lambda: selected(app, 'Scene image') == 0, 5, 'nothing')
    app.key('alt+2')
    app.find('Latent space, plain', 'image')
    return '%d in the latent space, %d on a map' % (n, m)


def losses_in_one_plot(app):
    app.click('Loss curves', 0.5, 0.5, role='page tab')
    said = app.wait(lambda: app.describe('Loss curves of all runs', 'image'), 5, 'the curves')
    assert all('%s: epoch %d' % (run, EPOCHS) in said for run in FOUR), said
    app.click('Table', 0.5, 0.5, role='page tab')
    return said


def repeats_and_sweeps(app):
    """Five seeds of a run give a row with deviations; a sweep of the code size a curve beside PCA."""
    choose(app, 'plain', 'Repeat with other seeds')
    app.find('plain, 5 seeds', 'label', LONG)
    app.wait(lambda: app.has(re.compile(r'[\d.]+ ± [\d.e-]+'), 'label'), 5, 'deviations')
    app.click('Sweep', 0.5, 0.5, role='page tab')
    app.find('Steps', 'spin button').value = 3
    app.press('Sweep', 'push button')
    app.wait(lambda: '3 trials' in app.describe('Sweep', 'image'), LONG, 'the sweep')
    said = app.describe('Sweep', 'image')
    app.click('Table', 0.5, 0.5, role='page tab')
    return said


def write_scene(folder):
    """A scene of 60 bands: another grid than the demo scene's."""
    values = array.array('f', (2 + math.sin(p % 7 + i / 9) + p % 40 * i / 900 for p in range(1600) for i in range(60)))
    (folder / 'other.img').write_bytes(values.tobytes())
    (folder / 'other.hdr').write_text(
        'ENVI\nsamples = 40\nlines = 40\nbands = 60\ndata type = 4\ninterleave = bip\nbyte order = 0\n'
        'wavelength units = Nanometers\nwavelength = {%s}\n' % ', '.join('%.3f' % (410 + 35 * i) for i in range(60)))
    return folder / 'other.hdr'


def carries_over(app, cli, folder):
    """A model of another scene, resampled in plain sight: the losses are those of the command line."""
    model = folder / 'other.bandloom'
    cli.run('train', write_scene(folder), '--layers', '12,3', '--epochs', 5, '--save', model)
    app.click('Transfer', 0.5, 0.5, role='page tab')
    app.press('Model…', 'push button')
    app.choose_file(str(model))
    app.find('other.bandloom', 'push button', LONG)
    app.find('Epochs of each way').value = 3
    app.press('Transfer', 'push button')
    app.find(re.compile('.*resampling by wavelength'), 'label', LONG)  # refused, and what to do
    app.click('Resample by wavelength', 0.1, 0.5, role='check box')
    app.press('Transfer', 'push button')
    app.find('60 of 60 bands resampled by wavelength', 'label', LONG)
    app.key('F10')
    app.press('Save labels…', 'menu item')
    app.choose_file(str(folder / 'drawn'))  # labels that a test before this one has changed by hand
    labels = app.wait(lambda: next(iter(folder.glob('drawn*.hdr')), None), LONG, 'the labels')
    told = cli.json('transfer', model, 'demo:', '--resample', '--epochs', 3, '--labels', labels)
    said = app.describe('Transfer', 'image')
    for name, curve in zip(('as it is', 'decoder refitted', 'all fine-tuned', 'from scratch'), told['curves']):
        wanted = '%s %.4g' % (name, curve['losses'][-1])
        assert wanted in said, '%s is not in: %s' % (wanted, said)
    accuracy = app.describe('Label efficiency', 'image')
    for one in told['label_efficiency']:
        wanted = '%d: %.1f ± %.1f %%' % (one['labels_per_class'], 100 * one['accuracy'], 100 * one['deviation'])
        assert wanted in accuracy, '%s is not in: %s' % (wanted, accuracy)
    app.press('Save models…', 'push button')
    app.choose_file(str(folder / 'fitted'))
    made = app.wait(lambda: next(iter(folder.glob('fitted*.bandloom')), None), LONG, 'the models')
    assert cli.json('export', '%s#3' % made, '-o', folder / 'third.npz')['bytes'] > 1000
    app.click('Table', 0.5, 0.5, role='page tab')
    return said


def removed_and_back(app):
    """A run that trains is taken out; Undo brings it back as it was, by its button or, when that is gone, by key."""
    app.press('Reset', 'push button')
    app.wait(lambda: epoch(app, FOUR[3]) != EPOCHS, 5, 'the reset')
    app.press('Train all', 'push button')
    for by_key in (False, True):
        choose(app, 'variational', 'Remove')
        app.wait(lambda: not app.has('Loss, variational', 'image'), 5, 'three columns')
        if by_key or not app.has(re.compile('.*Undo'), 'push button'):
            app.key('ctrl+z')
        else:
            app.press(re.compile('.*Undo'), 'push button')
        app.find('Loss, variational', 'image', 5)
        app.find('Loss, plain', 'image', 5)


def steps_back_and_forth(app):
    """Adding, removing and changing are steps; with six runs open, too, there is a way back."""
    def names():
        return re.findall(r'^image: Loss, (.*?)(?:$| \()', app.names(), re.MULTILINE)

    def wait_for(n):
        app.wait(lambda: len(names()) == n, 5, '%d columns, not %s' % (n, names()))
    first = names()
    choose(app, 'sparse', 'Remove')
    wait_for(3)
    for n in range(4, 7):
        choose(app, 'plain', 'Duplicate')
        wait_for(n)
    full = names()
    for n in (5, 4, 3, 4):
        app.key('ctrl+z')
        wait_for(n)
    assert names() == first, '%s, not %s' % (names(), first)
    for n in (3, 4, 5, 6):
        app.key('ctrl+shift+z')
        wait_for(n)
    assert names() == full, '%s, not %s' % (names(), full)
    for n in (5, 4, 3, 4):
        app.key('ctrl+z')
        wait_for(n)


def ends_at_once(app):
    """Four in training, and the window closes within a second."""
    app.key('alt+1')
    app.find('Epochs', 'spin button').value = 0
    app.key('alt+2')
    choose(app, 'variational', 'Duplicate')
    app.find('Loss, variational 2', 'image')
    app.press('Train all', 'push button')
    time.sleep(2)
    start = time.monotonic()
    app.key('ctrl+q')
    status = app.process.wait(60)
    seconds = time.monotonic() - start
    said = app.said()
    assert status == 0, 'status %d\n%s' % (status, said)
    assert seconds < 10, 'took %.1f s' % seconds  # one second is wanted and printed; this is what hangs
    assert not app.complaints(), said
    found = re.search(r'busy_ms=([\d.]+)', said)
    # The figure is printed; what fails here is a window that hangs, on whatever machine this runs.
    assert found and float(found.group(1)) < 3000, 'the window was busy for too long: ' + said
    return 'closed after %.2f s; %s' % (seconds, '; '.join(re.findall(r'stall_max.*|training_stall.*', said)))


def failure_beside(desktop, program, cli, folder):
    """A run that explodes says so in its column; the other goes on."""
    cli.run('train', 'demo:', *('--variant linear --scale standard --optimizer sgd --schedule constant --batch 1 '
                                '--learning-rate 0.001 --epochs 99 --stop-after 1 --max-pixels 40').split(),
            '--save', folder / 'p.bandloom')
    app = desktop.start([program, folder / 'p.bandloom'])
    app.wait(lambda: app.is_sensitive('Train', 'push button'), 15, 'the run')
    node = app.find('Learning rate', 'slider')
    node.value = node.most
    app.key('alt+2')
    app.press('Plain', 'push button')
    app.find('Loss, plain', 'image')
    app.press('Train all', 'push button')
    said = app.wait(lambda: app.look(re.compile('The loss exploded.*'), 'label'), 20, 'the reason').name
    last = epoch(app, 'plain')
    app.wait(lambda: epoch(app, 'plain') > last, LONG, 'more epochs of the other')
    app.end()
    return said


def main():
    tap, cli = Tap(), Cli(sys.argv[2])
    lacks = drive.missing()
    if lacks:
        tap.skip('the Compare page', 'not on this machine: ' + ', '.join(lacks))
        tap.finish()
    with drive.Desktop() as desktop, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = desktop.start([sys.argv[1], 'demo:'], BANDLOOM_TRACE='1')
        for func, words in ((lambda: four_appear(app), 'four variants beside each other'),
                            (lambda: all_train(app), 'all train at once, and every plot has ink'),
                            (lambda: table_is_that_of_cli(app, cli, folder), 'the same table as the command line'),
                            (lambda: pin_is_shared(app), 'a pinned pixel is pinned in every column'),
                            (lambda: lasso_selects_everywhere(app), 'a lasso selects in every panel'),
                            (lambda: losses_in_one_plot(app), 'all losses in one plot'),
                            (lambda: repeats_and_sweeps(app), 'a run is repeated, and swept'),
                            (lambda: carries_over(app, cli, folder), 'a model of another scene is carried over'),
                            (lambda: removed_and_back(app), 'a run is taken out and put back'),
                            (lambda: steps_back_and_forth(app), 'changes of the list are steps, with six runs too'),
                            (lambda: ends_at_once(app), 'four in training end within a second'),
                            (lambda: failure_beside(desktop, sys.argv[1], cli, folder), 'one explodes alone')):
            said = []
            if not tap.run(words, lambda f=func, s=said: s.append(f())):
                tap.note(app.said())
                if app.process.poll() is None:
                    tap.note('picture: %s' % app.picture(Path(tempfile.gettempdir()) / 'failed-compare.png'))
            for text in said:
                tap.note(text or '')
    tap.finish()


main()
