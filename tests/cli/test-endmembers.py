#!/usr/bin/python3
"""What a model decodes at the corners of a scene's codes: the demo scene's materials by name, Samson's within the angle
that vertex component analysis is known for.

usage: test-endmembers.py BANDLOOM-CLI
"""
import array
import os
import struct
import sys
import tempfile
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

VCA = .0925  # published mean angle on Samson, radians


def demo(cli, folder):
    model = folder / 'demo.bandloom'
    cli.json('train', 'demo:', '--variant', 'linear', '--layers', 5, '--epochs', 40, '--save', model)
    told = cli.json('endmembers', model, 'demo:', '-o', folder / 'corners.csv', '--threads', 1)
    again = cli.json('endmembers', model, 'demo:', '-o', folder / 'again.csv', '--threads', 2)
    names = [one['name'] for one in told['endmembers']]
    assert len(set(names)) == 6 and told['mean_angle_rad'] < .1, told
    assert told['endmembers'] == again['endmembers']
    assert (folder / 'corners.csv').read_bytes() == (folder / 'again.csv').read_bytes()
    assert names[0] in (folder / 'corners.csv').read_text()
    few = cli.json('endmembers', model, 'demo:', '-n', 2)
    assert len(few['endmembers']) == 2, few
    assert 'corners' in cli.refuses(2, 'endmembers', model, 'demo:', '-n', 7)
    cli.refuses(2, 'endmembers', model)
    cli.refuses(1, 'endmembers', model, 'demo:', '--library', folder / 'nothing.sli')
    # What was written is a library.
    by_itself = cli.json('endmembers', model, 'demo:', '--library', folder / 'corners.csv')
    assert by_itself['mean_angle_rad'] < 1e-3, by_itself


def element(data, at):
    """Type, bytes and the next place of an element of a MATLAB file."""
    kind, = struct.unpack('<I', data[at:at + 4])
    if kind >> 16:
        return data[at + 4:at + 4 + (kind >> 16)], at + 8
    size, = struct.unpack('<I', data[at + 4:at + 8])
    return data[at + 8:at + 8 + size], at + 8 + (size + 7) // 8 * 8


def write_truth(data, path):
    """Samson's published endmembers, (3, 156) by columns, as a library."""
    at = 128
    while at < len(data):
        kind, size = struct.unpack('<II', data[at:at + 8])
        body, at = data[at + 8:at + 8 + size], at + 8 + size
        if kind == 15:
            body = zlib.decompress(body)[8:]
        dims, place = element(body, 16)
        name, place = element(body, place)
        if name == b'GT':
            rows, columns = struct.unpack('<2i', dims)
            values = struct.unpack('<%dd' % (rows * columns), element(body, place)[0])
            spectra = array.array('f', (values[c * rows + r] for r in range(rows) for c in range(columns)))
            path.write_bytes(spectra.tobytes())
            path.with_suffix('.hdr').write_text(
                'ENVI\nsamples = %d\nlines = %d\nbands = 1\ndata type = 4\ninterleave = bsq\n'
                'file type = ENVI Spectral Library\nspectra names = {soil, tree, water}\n' % (columns, rows))
            return
    raise AssertionError('no endmembers in the file')


def samson(cli, folder, data):
    write_truth((data / 'Samson_with_gt.mat').read_bytes(), folder / 'truth.sli')
    scene, model = data / 'samson_1.mat', folder / 'samson.bandloom'
    cli.json('train', scene, '--variant', 'linear', '--layers', 3, '--epochs', 100, '--save', model)
    told = cli.json('endmembers', model, scene, '-n', 3, '--library', folder / 'truth.sli')
    assert {one['name'] for one in told['endmembers']} == {'soil', 'tree', 'water'}, told
    print('# Samson: mean angle %.4f rad' % told['mean_angle_rad'])
    assert told['mean_angle_rad'] <= VCA, told
    # A library with wavelengths and a model without: they are compared in order, or not at all.
    (folder / 'three.csv').write_text('nm,a,b,c\n400,1,2,3\n500,2,3,4\n')
    cli.json('endmembers', model, scene, '-n', 3, '--library', folder / 'three.csv')


def main():
    tap, cli, data = Tap(), Cli(sys.argv[1]), Path(os.environ.get('BANDLOOM_TEST_DATA', ''))
    with tempfile.TemporaryDirectory() as name:
        tap.run('the demo scene’s materials by name', demo, cli, Path(name))
        if (data / 'samson').is_dir():
            tap.run('Samson: no further from the truth than VCA', samson, cli, Path(name), data / 'samson')
        else:
            tap.skip('Samson', 'no real files: set BANDLOOM_TEST_DATA to their folder')
    tap.finish()


main()
