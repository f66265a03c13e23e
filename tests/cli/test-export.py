#!/usr/bin/python3
"""Exported models: what is in the files, told by readers of our own here; and where an interpreter with NumPy can be
had, what NumPy, onnxruntime and SPy make of them (check-export.py).

The interpreter is BANDLOOM_TEST_PYTHON, or this one.

usage: test-export.py BANDLOOM-CLI
"""
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

TRAIN = ['demo:', '--max-pixels', '600', '--epochs', '1']


def names_of(onnx):
    """Operators and tensors of a graph, in their order: what protocol buffers keep as plain text."""
    pattern = rb'(Gemm|Elu|Sigmoid|transB|Sub|Mul|Add|[a-z]+\.[a-z0-9.]*weight)'
    return [word.decode() for word in re.findall(pattern, onnx)]


def npz_is_whole(cli, folder):
    cli.json('train', *TRAIN, '--variant', 'tied', '--layers', '20,4', '--save', folder / 'a.bandloom')
    told = cli.json('export', folder / 'a.bandloom', '-o', folder / 'a.npz')
    assert told['bytes'] == (folder / 'a.npz').stat().st_size
    with zipfile.ZipFile(folder / 'a.npz') as file:
        assert file.testzip() is None
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}, 'a day in the archive'
        names = {name[:-4] for name in file.namelist()}
        assert {'encoder.0.weight', 'encoder.1.bias', 'decoder.1.bias', 'input.offset', 'input.factor', 'input.bands',
                'input.wavelengths_nm', 'spec', 'activations'} <= names, names
        assert 'decoder.0.weight' not in names, 'a tied weight twice'
        head = file.read('encoder.0.weight.npy')
        assert b"'<f4'" in head and b'(268, 20)' in head and len(head) == 128 + 268 * 20 * 4
        assert b'tied' in file.read('spec.npy')


def onnx_has_tied_weights_once(cli, folder):
    told = cli.json('export', folder / 'a.bandloom', '-o', folder / 'a.onnx')
    assert told['opset'] == 13
    names = names_of((folder / 'a.onnx').read_bytes())
    assert names.count('Gemm') == 4 and names.count('transB') == 2, names
    assert names.count('encoder.0.weight') == 3, 'used twice and held once: %s' % names
    assert told['bytes'] < (268 * 20 + 20 * 4) * 4 + 30000


def parts(cli, folder):
    for part, gemms in (('whole', 4), ('encoder', 2), ('decoder', 2)):
        cli.json('export', folder / 'a.bandloom', '-o', folder / 'p.onnx', '--part', part)
        data = (folder / 'p.onnx').read_bytes()
        assert names_of(data).count('Gemm') == gemms
        assert (b'spectrum' in data) == (part != 'decoder') and (b'reconstruction' in data) == (part != 'encoder')


def same_bytes(cli, folder):
    for ending in ('.onnx', '.npz'):
        for name in ('one', 'two'):
            cli.json('export', folder / 'a.bandloom#1', '-o', folder / (name + ending))
        assert (folder / ('one' + ending)).read_bytes() == (folder / ('two' + ending)).read_bytes()


def preprocessing_is_inside(cli, folder):
    cli.json('train', *TRAIN, '--layers', '4', '--preprocess', 'norm,derivative:5', '--save', folder / 'p.bandloom')
    cli.json('export', folder / 'p.bandloom', '-o', folder / 'p.onnx')
    data = (folder / 'p.onnx').read_bytes()
    assert 0 < data.index(b'ReduceL2') < data.index(b'MatMul') < data.index(b'Sub') and b'step.1.matrix' in data
    assert b'preprocessed: norm,derivative:5' in data and b'preprocessed_spectrum' not in data
    cli.json('export', folder / 'p.bandloom', '-o', folder / 'p.npz')
    with zipfile.ZipFile(folder / 'p.npz') as file:
        assert b'norm,derivative' in file.read('input.steps.npy') and 'input.step.1.matrix.npy' in file.namelist()
        assert b'scene units' in file.read('input.units.npy')
        assert b'preprocessed: norm' in file.read('reconstruction.units.npy')
    done = cli.json('reconstruct', folder / 'p.bandloom', 'demo:', '-o', folder / 'r.npy')
    assert done['units'] == 'preprocessed: norm,derivative:5', done['units']
    assert cli.json('encode', folder / 'p.bandloom', 'demo:', '-o', folder / 'r.npy')['units'] == 'code'
    assert cli.json('decode', folder / 'a.bandloom', '--code', '0,0,0,0')['units'] == 'scene units'
    plain = (folder / 'a.onnx').read_bytes()
    assert b'ReduceL2' not in plain and b'preprocessed' not in plain and b'scene units' in plain


def what_cannot_be_inside_is_refused_or_named(cli, folder):
    cli.json('train', *TRAIN, '--layers', '4', '--preprocess', 'smooth:5,continuum', '--save', folder / 'c.bandloom')
    for ending in ('.onnx', '.npz'):
        assert 'continuum' in cli.refuses(1, 'export', folder / 'c.bandloom', '-o', folder / ('c' + ending))
        assert not (folder / ('c' + ending)).exists()
        cli.json('export', folder / 'c.bandloom', '-o', folder / ('c' + ending), '--input', 'preprocessed')
    data = (folder / 'c.onnx').read_bytes()
    assert b'preprocessed_spectrum' in data and b'MatMul' not in data
    cli.json('export', folder / 'c.bandloom', '-o', folder / 'd.onnx', '--part', 'decoder')
    cli.json('export', folder / 'c.bandloom', '-o', folder / 'c.csv')
    cli.refuses(2, 'export', folder / 'c.bandloom', '-o', folder / 'c.npz', '--input', 'cooked')


def refusals(cli, folder):
    cli.refuses(2, 'export', folder / 'a.bandloom')
    cli.refuses(2, 'export', '-o', folder / 'x.onnx')
    cli.refuses(2, 'export', folder / 'a.bandloom', '-o', folder / 'x.h5')
    cli.refuses(2, 'export', folder / 'a.bandloom', '-o', folder / 'x.onnx', '--part', 'half')
    cli.refuses(1, 'export', folder / 'none.bandloom', '-o', folder / 'x.onnx')
    cli.refuses(1, 'export', folder / 'a.bandloom', '-o', folder / 'no' / 'x.onnx')


def checked_by_others(python):
    done = subprocess.run([python, str(Path(__file__).with_name('check-export.py')), sys.argv[1]],
                          capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        print('# ' + line)
    assert done.returncode == 0, done.stderr


def main():
    tap, cli = Tap(), Cli(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        for test in (npz_is_whole, onnx_has_tied_weights_once, parts, same_bytes, preprocessing_is_inside,
                     what_cannot_be_inside_is_refused_or_named, refusals):
            tap.run(test.__name__.replace('_', ' '), test, cli, Path(name))
    python = os.environ.get('BANDLOOM_TEST_PYTHON', sys.executable)
    has = subprocess.run([python, '-c', 'import numpy'], capture_output=True, check=False).returncode == 0
    if has:
        tap.run('checked by others', checked_by_others, python)
    else:
        tap.skip('checked by others', 'no NumPy; give an interpreter that has it in BANDLOOM_TEST_PYTHON')
    tap.finish()


main()
