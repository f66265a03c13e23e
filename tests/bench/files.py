#!/usr/bin/env python3
"""How fast files open, and how much memory a scene larger than it takes, as ratios within one run.

usage: files.py BANDLOOM-CLI FOLDER [--peers]

A cube of 1 GiB of float32, by pixels and by bands, is opened (all pixels in memory) and compared with `cat` of the same
file into a pipe; with --peers also with SPy and with GDAL's own Python where they can be imported. A cube of 4 GiB is
trained on and encoded to a file with 128 MiB for its pixels.
"""
import array
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

LINES, SAMPLES, BANDS = 1024, 1024, 256
TRIES = 5
BARS = {'bip': 70, 'bsq': 35}
MOST_MIB = 600


def block():
    """16 MiB of numbers between 0 and 1."""
    source = random.Random(1)
    return array.array('f', (source.random() for _ in range(1 << 18))).tobytes() * 16


def write(folder, name, lines, interleave):
    path = folder / (name + '.img')
    with open(path, 'wb') as out:
        part = block()
        for _ in range(lines * SAMPLES * BANDS * 4 // len(part)):
            out.write(part)
    path.with_suffix('.hdr').write_text(
        'ENVI\nsamples = %d\nlines = %d\nbands = %d\ndata type = 4\ninterleave = %s\nbyte order = 0\n'
        % (SAMPLES, lines, BANDS, interleave))
    return path


def best(command):
    seconds = []
    for _ in range(TRIES):
        start = time.perf_counter()
        subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def peer(code, path):
    """Best of some tries within one process of its own, or nothing where the package is not there."""
    program = ('import sys, time\n' + code + 'best = 1e9\nfor _ in range(3):\n    start = time.perf_counter()\n'
               '    cube = read()\n    best = min(best, time.perf_counter() - start)\n    del cube\nprint(best)\n')
    done = subprocess.run([sys.executable, '-c', program, str(path)], capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else None


PEERS = {
    'SPy': 'import spectral.io.envi as envi\ndef read():\n'
           '    return envi.open(sys.argv[1][:-4] + ".hdr", sys.argv[1]).load()\n',
    'GDAL’s Python': 'from osgeo import gdal\ngdal.UseExceptions()\ndef read():\n'
                     '    return gdal.Open(sys.argv[1]).ReadAsArray()\n',
}


def opening(program, folder, with_peers):
    for interleave, bar in BARS.items():
        path = write(folder, 'one-' + interleave, LINES, interleave)
        best("cat '%s'" % path)  # warm
        ours = best("'%s' info '%s' --json" % (program, path.with_suffix('.hdr')))
        cat = best("cat '%s' | cat" % path)
        print('opening 1 GiB, %s: %.2f s, %.0f %% of the rate of cat (bar %d)'
              % (interleave, ours, 100 * cat / ours, bar))
        for name, code in PEERS.items() if with_peers else ():
            theirs = peer(code, path)
            print('  %s: %s' % (name, 'cannot be imported' if theirs is None else '%.2f s, %.1f times ours'
                                % (theirs, theirs / ours)))
        path.unlink()


def peak_mib(command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return usage.ru_maxrss / 1024


def larger(program, folder):
    path = write(folder, 'four', 4 * LINES, 'bip')
    header, model = path.with_suffix('.hdr'), folder / 'four.bandloom'
    for name, words in (('trained', ['train', header, '--layers', '40,10', '--epochs', '1', '--save', model]),
                        ('encoded to a file', ['encode', model, header, '-o', folder / 'codes.img'])):
        start = time.perf_counter()
        mib = peak_mib([program, *map(str, words), '--memory', '128'])
        print('4 GiB on demand, %s: %.1f s, at most %.0f MiB resident (bar %d)'
              % (name, time.perf_counter() - start, mib, MOST_MIB))


def main():
    program, folder = os.path.abspath(sys.argv[1]), Path(sys.argv[2])
    if shutil.disk_usage(folder.parent).free < 8 << 30:
        print('files: skipped, there are less than 8 GiB of disk left')
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        opening(program, folder, '--peers' in sys.argv[3:])
        larger(program, folder)
    finally:
        shutil.rmtree(folder)


main()
