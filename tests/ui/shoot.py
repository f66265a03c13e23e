#!/usr/bin/python3
"""Takes the pictures of resources/screenshots: the demo scene, trained for forty epochs, one pixel pinned.

usage: shoot.py PROGRAM FOLDER
"""
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import drive  # noqa: E402


def epoch(app):
    found = re.search(r'epoch (\d+)', app.describe('Loss curves', 'image'))
    return int(found.group(1)) if found else -1


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    with drive.Desktop(1440, 900) as desktop:
        app = desktop.start([program, '--train', 'demo:'], ADW_DEBUG_COLOR_SCHEME='prefer-light')
        app.wait(lambda: epoch(app) >= 1, 20, 'the first epoch')
        app.click('Scene image', 0.46, 0.13, role='image')
        app.wait(lambda: epoch(app) >= 40, 120, 'forty epochs')
        drive.call('xdotool', 'mousemove', 1439, 899)
        picture = app.picture(folder / 'train-light.png')
        drive.call('convert', picture, '-strip', '-define', 'png:compression-level=9', picture)


main()
