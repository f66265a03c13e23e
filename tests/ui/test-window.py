#!/usr/bin/python3
"""Drives the real window through first light: welcome, demo scene, Train, watch, Pause, Reset, pin, turn a
knob, open a bad file, dark style. What it reads it reads as a screen reader would.

usage: test-window.py PROGRAM
"""
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
import drive  # noqa: E402
from tap import Tap  # noqa: E402

DRAWINGS = ('Scene image', 'Pixel spectrum', 'Loss curves', 'Latent space', 'Reconstructed spectra')
LOSS = re.compile(r'epoch (\d+).*?training ([\d.e+-]+)')
STALL_MS, REDRAWS, PAUSE_S = 50, 30, 0.1


class Window:
    """The window's own words for what the tests ask."""

    def __init__(self, app):
        self.app = app

    def loss(self):
        """Epoch and training loss as the curves' description gives them, or nothing before the first."""
        found = LOSS.search(self.app.describe('Loss curves'))
        return (int(found.group(1)), float(found.group(2))) if found else None

    def wait_for_epoch(self, epoch, seconds):
        return self.app.wait(lambda: (self.loss() or (-1, 0))[0] >= epoch and self.loss(), seconds,
                             'epoch %d' % epoch)


def test_welcome(window):
    for name in ('Open', 'Demo scene'):
        assert window.app.has(name), 'no %s on the welcome page:\n%s' % (name, window.app.names())


def test_two_clicks(window):
    """From start to a moving loss curve: two clicks and three seconds."""
    start = time.monotonic()
    window.app.press('Demo scene')
    window.app.press('Train')
    first = window.app.wait(window.loss, 3, 'a loss')
    window.app.wait(lambda: window.loss() != first, 3, 'a loss that moves')
    seconds = time.monotonic() - start
    assert seconds <= 3, 'took %.1f s' % seconds
    return 'a moving loss curve %.2f s after the first click' % seconds


def test_loss_falls(window):
    epoch, first = window.loss()
    later, last = window.wait_for_epoch(epoch + 5, 20)
    assert last < first, 'epoch %d: %g, epoch %d: %g' % (epoch, first, later, last)
    return 'epoch %d: %g, epoch %d: %g' % (epoch, first, later, last)


def test_pause(window):
    """The last change of the curves comes at most a tenth of a second after Pause, and a redraw."""
    button = window.app.find('Pause')
    start = time.monotonic()
    button.queryAction().doAction(0)
    last, changed = window.app.describe('Loss curves'), start
    while time.monotonic() - start < 1:
        now = window.app.describe('Loss curves')
        if now != last:
            last, changed = now, time.monotonic()
    late = changed - start
    assert late <= PAUSE_S + 1 / REDRAWS + 0.02, 'still moving %.0f ms after Pause' % (late * 1000)
    assert window.app.has('Train'), 'no Train button while paused'
    return 'last change %.0f ms after Pause' % (late * 1000)


def test_reset(window):
    before = window.loss()
    window.app.press('Reset')
    window.app.wait(lambda: window.loss() is None or window.loss()[0] < before[0], 3, 'the curves to start anew')


def test_pin(window):
    before = window.app.describe('Pixel spectrum')
    window.app.click('Scene image', 0.37, 0.61)
    window.app.wait(lambda: window.app.describe('Pixel spectrum') != before, 2, 'another pixel spectrum')
    return window.app.describe('Pixel spectrum')


def test_ink(window):
    """Every drawing shows something while training."""
    if window.app.has('Train'):
        window.app.press('Train')
    window.wait_for_epoch(2, 20)
    blank = []
    for name in DRAWINGS:
        colours, share = window.app.ink(name)
        if colours < 16 or share < 0.01:
            blank.append('%s: %d colours, ink on %.1f %%' % (name, colours, share * 100))
    assert not blank, '\n'.join(blank)


def test_knob(window):
    """The learning rate is the running model's from the next batch on."""
    before = window.loss()
    window.app.set_value('Learning rate', window.app.find('Learning rate').queryValue().minimumValue)
    window.app.wait(lambda: 'Learning rate' in window.app.describe('Loss curves') or window.loss() != before, 3,
                    'a mark on the curves')


POINTS = ((test_two_clicks, 'demo scene and Train: a moving loss curve within two clicks and three seconds'),
          (test_loss_falls, 'the loss falls'),
          (test_pause, 'Pause answers within a tenth of a second'),
          (test_reset, 'Reset starts anew'),
          (test_pin, 'a click pins a pixel'),
          (test_ink, 'every drawing has ink'),
          (test_knob, 'the learning rate acts on the running model'))


def drive_points(tap, window):
    tap.run('welcome page offers Open and the demo scene', test_welcome, window)
    for func, name in POINTS:
        said = []
        tap.run(name, lambda f=func, s=said: s.append(f(window)))
        for text in said:
            if text:
                tap.note(text)


def main():
    program = sys.argv[1]
    tap = Tap()
    lacks = drive.missing()
    if lacks:
        tap.skip('the real window', 'not on this machine: ' + ', '.join(lacks))
        tap.finish()
    with drive.Desktop() as desktop:
        app = desktop.start([program], BANDLOOM_TRACE='1')
        tap.note('window in the tree %.2f s after start' % (time.monotonic() - app.started))
        drive_points(tap, Window(app))
        status = app.end()
        tap.note(app.said())
    tap.finish()


main()
