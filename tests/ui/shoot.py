#!/usr/bin/python3
"""Takes the pictures of resources/screenshots: the demo scene in training, four variants beside each other,
a spectrum generated, and the scene itself.

usage: shoot.py PROGRAM FOLDER
"""
import re
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
import drive  # noqa: E402


def epoch(app):
    found = re.search(r'epoch (\d+)', app.describe('Loss curves', 'image'))
    return int(found.group(1)) if found else -1


def shoot(app, path):
    drive.call('xdotool', 'mousemove', 1439, 899)
    picture = app.picture(path)
    drive.call('convert', picture, '-strip', '-define', 'png:compression-level=9', picture)


def train(desktop, program, folder):
    app = desktop.start([program, '--train', 'demo:'], ADW_DEBUG_COLOR_SCHEME='prefer-light')
    drive.call('xdotool', 'windowsize', '--sync', app.window, 1440, 900)
    app.wait(lambda: epoch(app) >= 1, 20, 'the first epoch')
    app.click('Scene image', 0.46, 0.13, role='image')
    app.wait(lambda: epoch(app) >= 40, 120, 'forty epochs')
    shoot(app, folder / 'train-light.png')
    app.end()


def compare(desktop, program, folder):
    app = desktop.start([program, 'demo:'], ADW_DEBUG_COLOR_SCHEME='prefer-dark')
    app.wait(lambda: app.is_sensitive('Train', 'push button'), 20, 'the scene')
    drive.call('xdotool', 'windowsize', '--sync', app.window, 1440, 900)
    app.key('alt+2')
    app.press('All four beside each other', 'push button')
    time.sleep(1)
    app.press('Train all', 'push button')
    time.sleep(14)
    shoot(app, folder / 'compare-dark.png')
    app.end()


def generate(desktop, program, folder):
    app = desktop.start([program, 'demo:'], ADW_DEBUG_COLOR_SCHEME='prefer-dark')
    app.wait(lambda: app.is_sensitive('Train', 'push button'), 20, 'the scene')
    drive.call('xdotool', 'windowsize', '--sync', app.window, 1440, 900)
    app.press('Variational', 'push button')
    app.find('Epochs', 'spin button').value = 25
    app.press('Train', 'push button')
    app.told('All 25 epochs are done', 60)
    app.key('alt+3')
    app.press('±2σ', 'push button')
    app.wait(lambda: 'nearest pixel' in app.describe('Latent pad', 'image'), 20, 'a point')
    for end in ((.6, .5), (.52, .33), (.56, .44)):
        app.drag('Latent pad', (.5, .5), end, steps=10, role='image')
        app.press('Keep', 'push button')
        time.sleep(4)  # marks have blinked
    shoot(app, folder / 'generate-dark.png')
    app.end()


def scene(desktop, program, folder):
    app = desktop.start([program, 'demo:'], ADW_DEBUG_COLOR_SCHEME='prefer-light')
    app.wait(lambda: app.is_sensitive('Train', 'push button'), 20, 'the scene')
    drive.call('xdotool', 'windowsize', '--sync', app.window, 1440, 900)
    app.key('alt+4')
    app.wait(lambda: 'shown:' in app.describe('Large image', 'image'), 10, 'the picture')
    app.lasso('Large image', [(.47, .1), (.54, .1), (.54, .25), (.47, .25)])
    time.sleep(1)
    app.press('Keep', 'push button')
    app.click('Large image', .34, .3, role='image')
    time.sleep(2)
    shoot(app, folder / 'scene-light.png')
    app.end()


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    with drive.Desktop(1440, 900) as desktop:
        train(desktop, program, folder)
        compare(desktop, program, folder)
        generate(desktop, program, folder)
        scene(desktop, program, folder)


main()
