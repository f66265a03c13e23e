#!/usr/bin/python3
"""What the Generate page says of the prior: of a latent space that has collapsed, of one that has not, and of a model
that has none. And that it follows the point on a scene that is too large to be compared in one frame.

usage: test-prior.py BANDLOOM
"""
import array
import math
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import drive  # noqa: E402
from tap import Tap  # noqa: E402

COLLAPSED = 'the latent space has collapsed, lower the KL weight'


def train_one_epoch(app, kl_weight=None):
    """One epoch of the run as it is set, from its start; then the Generate page."""
    app.key('alt+1')
    app.find('Epochs', 'spin button').value = 1
    if kl_weight is not None:
        app.find('KL weight', 'slider').value = kl_weight
        app.find('KL warm-up', 'spin button').value = 0
    app.press('Train', 'push button')
    app.told('The epoch is done', 60)
    app.find('Finished', 'label')
    app.key('alt+3')
    app.find('Latent pad', 'image')


def wait_for_words(app, question):
    """What the pad says, once there is a point and what is asked holds: the last view comes after the last batch."""
    def say():
        said = app.describe('Latent pad', 'image')
        return 'nearest pixel' in said and question(said) and said
    return app.wait(say, 20, 'other words of the pad than: ' + app.describe('Latent pad', 'image'))


def test_collapse(app):
    app.press('Variational', 'push button')
    train_one_epoch(app, 100)
    said = wait_for_words(app, lambda said: COLLAPSED in said)
    app.find('collapsed, all codes give one spectrum: lower the KL weight', 'label')
    app.key('alt+1')
    app.wait(lambda: COLLAPSED in app.describe('Latent space', 'image'), 10, 'the same words on the Train page')
    return said


def test_no_collapse(app):
    app.press('Reset', 'push button')
    train_one_epoch(app, 0.001)
    said = wait_for_words(app, lambda said: COLLAPSED not in said)
    app.find('drag to generate; rings: 1, 2, 3 σ of the prior', 'label')
    app.key('alt+1')
    active = re.search(r'(\d+) of \d+ units active', app.describe('Latent space', 'image'))
    assert active and int(active.group(1)) >= 2, app.describe('Latent space', 'image')
    return '%s; %s' % (active.group(0), said)


def test_no_prior(app):
    """The page is there, with words for what is missing; no spread, and samples like the codes instead of N(0, 1)."""
    app.key('alt+1')
    app.press('Variational', 'push button')  # no more
    train_one_epoch(app)
    app.find('drag to decode; no prior: codes of pixels are the guide', 'label')
    assert not app.has('±2σ'), 'a spread that the model does not know'
    said = app.wait(lambda: (lambda words: words.startswith('like the codes') and words)(
        app.describe('Spectra of the latent space', 'image')), 20, 'samples like the codes')
    app.drag('Latent pad', (0.4, 0.6), (0.6, 0.4), steps=10, role='image')
    app.wait(lambda: 'nearest pixel' in app.describe('Latent pad', 'image'), 10, 'a point')
    return said


def write_large_scene(folder):
    """200 × 200 pixels of 270 bands, more values than are compared between two frames: two smooth spectra, mixed."""
    side, bands = 200, 270
    ends = [[0.3 + 0.2 * math.sin(b / 40), 0.3 + 0.2 * math.cos(b / 25)] for b in range(bands)]
    table = [array.array('f', (a + (b - a) * i / 4095 for a, b in ends)).tobytes() for i in range(4096)]
    share = ((97 * line + 31 * sample + line * sample // 3) % 4096 for line in range(side) for sample in range(side))
    (folder / 'large.img').write_bytes(b''.join(table[i] for i in share))
    (folder / 'large.hdr').write_text(
        'ENVI\nsamples = %d\nlines = %d\nbands = %d\nheader offset = 0\ndata type = 4\ninterleave = bip\n'
        'byte order = 0\nwavelength units = Nanometers\nwavelength = {%s}\n'
        % (side, side, bands, ', '.join('%d' % (400 + 7 * b) for b in range(bands))))
    return folder / 'large.hdr'


def nearest(app):
    found = re.search(r'nearest pixel line \d+, sample \d+, angle ([\d.]+)°', app.describe('Latent pad', 'image'))
    return found and found.group(0)


def test_large(desktop, folder):
    """The comparison is a worker's there: the point is answered at once, the map and the nearest pixel follow."""
    app = desktop.start([sys.argv[1], write_large_scene(folder)])
    app.wait(lambda: app.is_sensitive('Train', 'push button'), 15, 'the scene')
    train_one_epoch(app)
    first = app.wait(lambda: nearest(app), 20, 'a nearest pixel')
    where = app.describe('Angle map', 'image')
    app.drag('Latent pad', (0.3, 0.3), (0.7, 0.7), steps=40, seconds=1, role='image')
    app.wait(lambda: nearest(app) and nearest(app) != first, 10, 'another nearest pixel')
    said = app.wait(lambda: (lambda now: now != where and now)(app.describe('Angle map', 'image')), 10, 'another map')
    assert '40000 pixels' in said, said
    app.end()
    return said


def main():
    tap = Tap()
    lacks = drive.missing()
    if lacks:
        tap.skip('the prior', 'not on this machine: ' + ', '.join(lacks))
        tap.finish()
    with drive.Desktop() as desktop, tempfile.TemporaryDirectory() as folder:
        app = desktop.start([sys.argv[1], 'demo:'])
        app.wait(lambda: app.is_sensitive('Train', 'push button'), 15, 'the scene')
        for func, name in ((test_collapse, 'a KL weight of 100 is called a collapse within one epoch'),
                           (test_no_collapse, 'one of 0.001 is not'),
                           (test_no_prior, 'a model without a prior opens the page, and a line says what that means'),
                           (lambda app: (app.end(), test_large(desktop, Path(folder)))[1],
                            'on a large scene map and nearest pixel follow the point')):
            said = []
            if not tap.run(name, lambda f=func, s=said: s.append(f(app))):
                tap.note(app.said())
                if app.process.poll() is None:
                    tap.note('picture: %s' % app.picture(Path(tempfile.gettempdir()) / 'failed-prior.png'))
            for text in said:
                tap.note(text or '')
    tap.finish()


main()
