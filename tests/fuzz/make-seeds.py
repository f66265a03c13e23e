#!/usr/bin/python3
"""Makes what the fuzzer begins with: small good files of each kind, and those of many makers where they are at hand
(BANDLOOM_TEST_DATA). What it found before is in the folder `corpus` beside this script.

usage: make-seeds.py BANDLOOM-CLI FOLDER
"""
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

MOST_BYTES = 200000
HEADERS = [
    'ENVI\nsamples = 3\nlines = 2\nbands = 4\ndata type = 4\ninterleave = bip\nbyte order = 0\n'
    'wavelength units = Nanometers\nwavelength = {400, 500, 600, 700}\n',
    'ENVI\ndescription = {\n  odd = things, {nested} }\nSamples=3\nLines=2\nbands   = 4\nheader offset = 8\n'
    'data type = 12\ninterleave = bsq\nbyte order = 1\nbbl = {1,0,1,1}\ndata ignore value = 0\n'
    'reflectance scale factor = 10000\nmap info = {UTM, 1, 1, 500000, 4000000, 30, 30, 33, North, WGS-84}\n',
    'ENVI\r\n; comment\r\nsamples = 3\r\nlines = 2\r\nbands = 4\r\ndata type = 2\r\ninterleave = bil\r\n'
    'wavelength = {\r\n,0.4\r\n,0.5\r\n,0.6\r\n,0.7}\r\nband names = {a, b, c, d}\r\ndefault bands = {3,2,1}',
    'ENVI\nsamples = 4\nlines = 2\nbands = 1\ndata type = 4\ninterleave = bsq\nfile type = ENVI Spectral Library\n'
    'spectra names = {one, two}\nwavelength = {400, 500, 600, 700}\n',
    'ENVI\nsamples = 3\nlines = 2\nbands = 1\ndata type = 1\nfile type = ENVI Classification\nclasses = 3\n'
    'class names = {none, a, b}\nclass lookup = {0,0,0, 255,0,0, 0,255,0}\n',
]


def npy(descr, shape, data):
    head = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }" % (descr, shape)
    head += ' ' * (63 - (10 + len(head)) % 64) + '\n'
    return b'\x93NUMPY\x01\x00' + struct.pack('<H', len(head)) + head.encode() + data


def mat4(name, rows, columns, values):
    return (struct.pack('<5i', 0, rows, columns, 0, len(name) + 1) + name.encode() + b'\0'
            + struct.pack('<%dd' % len(values), *values))


def element(kind, data):
    return struct.pack('<2I', kind, len(data)) + data + b'\0' * (-len(data) % 8)


def mat5(name, shape, values):
    body = (element(6, struct.pack('<2I', 6, 0)) + element(5, struct.pack('<%di' % len(shape), *shape))
            + element(1, name.encode()) + element(9, struct.pack('<%dd' % len(values), *values)))
    return b'MATLAB 5.0 MAT-file'.ljust(116) + b'\0' * 8 + struct.pack('<H', 0x100) + b'IM' + element(14, body)


def put(folder, name, data):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def own(program, out):
    numbers = struct.pack('<24f', *range(24))
    for i, text in enumerate(HEADERS):
        put(out / 'header', 'own-%d' % i, text.encode())
        put(out / 'envi', 'own-%d' % i, text.encode() + b'\0' + numbers)
    put(out / 'npy', 'own-0', npy('<f4', '(2, 3, 4)', numbers))
    put(out / 'npy', 'own-1', npy('>u2', '(4, 3, 2)', bytes(48)))
    put(out / 'mat', 'own-0', mat4('V', 4, 6, range(24)))
    put(out / 'mat', 'own-1', mat5('cube', (2, 3, 4), range(24)))
    put(out / 'mat', 'own-2', mat5('V', (4, 6), range(24)) + mat5('nRow', (1, 1), [2])[128:])
    for i, text in enumerate(('smooth:9,derivative:7,norm', '1-3, 7, 400-500nm', '20,10,5',
                              '{"variants":["plain"],"bands":20,"layers":[5,2],"activation":"elu"}')):
        put(out / 'words', 'own-%d' % i, text.encode())
    (out / 'project').mkdir(parents=True, exist_ok=True)
    put(out / 'tmp', 's.hdr', HEADERS[0].encode())
    put(out / 'tmp', 's.img', numbers)
    subprocess.run([program, 'train', out / 'tmp' / 's.hdr', '--layers', '2', '--epochs', '2', '--batch', '4', '--save',
                    out / 'project' / 'own-0'], check=True, stdout=subprocess.DEVNULL)


def others(data, out):
    for path in sorted(data.rglob('*')):
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            continue
        if path.suffix.lower() == '.hdr':
            put(out / 'header', path.name, path.read_bytes())
        elif path.suffix.lower() in ('.mat', '.npy', '.nc', '.h5'):
            data = path.read_bytes()
            put(out / ('hdf5' if b'\x89HDF' in data[:1024] else path.suffix.lower()[1:]), path.name, data)


def main():
    out = Path(sys.argv[2])
    shutil.rmtree(out, ignore_errors=True)
    own(sys.argv[1], out)
    data = Path(os.environ.get('BANDLOOM_TEST_DATA', ''))
    if os.environ.get('BANDLOOM_TEST_DATA') and data.is_dir():
        others(data, out)
    for name in ('header', 'envi', 'mat', 'hdf5', 'npy', 'project', 'words'):
        (out / name).mkdir(exist_ok=True)  # none, where the real files are not there
        (out.parent / ('grown-' + name)).mkdir(exist_ok=True)  # what the fuzzer finds worth keeping


main()
