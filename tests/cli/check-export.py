"""What others make of exported models: onnxruntime and NumPy give the same codes and reconstructions as Bandloom.

usage: check-export.py BANDLOOM-CLI

Run by test-export.py with an interpreter that has numpy; onnxruntime and spectral where it has them.
"""
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

VARIANTS = ['plain', 'linear', 'stacked', 'tied', 'denoising', 'sparse', 'variational', 'tied,sparse',
            'tied,variational,stacked', 'unmixing']
PREPROCESSING = ['norm', 'smooth:7', 'derivative:5', 'norm,smooth:5', 'smooth:5,derivative:7,norm']
SCALES = ['band', 'global', 'standard', 'minmax', 'percentile', 'none']
ACTIVATIONS = ['elu', 'relu', 'tanh', 'sigmoid']
LINES, SAMPLES, BANDS = 20, 18, 50
BOUND = 1e-5


def has(name):
    return importlib.util.find_spec(name) is not None


def run(program, *words):
    subprocess.run([program, *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def write_scene(folder):
    source = random.Random(2)
    nm = np.linspace(400, 1000, BANDS)
    curves = np.stack([np.sin(nm / 90), nm / 700, np.cos(nm / 50)])
    mix = np.array([[source.random() for _ in range(3)] for _ in range(LINES * SAMPLES)])
    cube = (2000 + 800 * mix @ curves).astype('<f4')
    cube.tofile(folder / 'scene.img')
    (folder / 'scene.hdr').write_text(
        'ENVI\nsamples = %d\nlines = %d\nbands = %d\ndata type = 4\ninterleave = bip\nbyte order = 0\n'
        'wavelength units = Nanometers\nwavelength = {%s}\nbbl = {%s}\n'
        % (SAMPLES, LINES, BANDS, ', '.join('%.3f' % x for x in nm),
           ', '.join('0' if i in (7, 8) else '1' for i in range(BANDS))))
    return cube


# Where no data are, as the file says it: by a number of its own, of the values, or with the wish of who opens it.
STORED = [(1.0, 0.0, None, None), (0.25, 10.0, -9999, None), (1e-4, 0.0, -1, None), (2.0, -3.0, None, -7)]


def write_stored(folder, cube, gain, offset, declared, wished):
    """The scene as whole numbers with gain and offset, two pixels without data; returns their values."""
    noisy = cube + np.random.default_rng(3).normal(0, 20, cube.shape)  # more codes than curves: they hold the noise
    stored = np.round((noisy - offset) / gain).astype('<i4')
    missing = declared if declared is not None else wished
    if missing is not None:
        stored[[5, 100]] = missing
    stored.tofile(folder / 'scene.img')
    text = (folder / 'scene.hdr').read_text().replace('data type = 4', 'data type = 3')
    text += 'data gain values = {%s}\ndata offset values = {%s}\n' % (
        ', '.join(['%g' % gain] * BANDS), ', '.join(['%g' % offset] * BANDS))
    if declared is not None:
        text += 'data ignore value = %d\n' % declared
    (folder / 'stored.hdr').write_text(text)
    (folder / 'scene.img').rename(folder / 'stored.img')
    return (stored * gain + offset).astype('f4'), () if missing is None else (5, 100)


def activate(name, x):
    return {'linear': lambda: x, 'relu': lambda: np.maximum(x, 0), 'tanh': lambda: np.tanh(x),
            'sigmoid': lambda: 1 / (1 + np.exp(-x)), 'elu': lambda: np.where(x > 0, x, np.expm1(x))}[name]()


def with_numpy(file, spectra):
    """Forward through the arrays of an .npz, in double."""
    spec = json.loads(file['spec'].item().decode())
    activations = file['activations'].item().decode().split(',')
    x = spectra.astype(float)
    for i, name in enumerate(filter(None, file['input.steps'].item().decode().split(','))):
        if name == 'norm':
            x = x / np.linalg.norm(x, axis=1, keepdims=True)
        else:
            x = x @ file['input.step.%d.matrix' % i].astype(float)
    scene, unmixing = x, 'unmixing' in spec['variants']
    if unmixing:
        x = (x / np.linalg.norm(x, axis=1, keepdims=True) - file['input.mean']) * file['input.gain'].astype(float)
    else:
        x = (x - file['input.offset']) * file['input.factor']
    n, tied = len(spec['layers']), 'tied' in spec['variants']
    for i in range(n):
        name = 'encoder.%d' % i
        x = activate(activations[i], x @ file[name + '.weight'].astype(float) + file[name + '.bias'])
    if unmixing:
        x = np.exp((x - np.max(x, axis=1, keepdims=True)) / file['abundances.temperature'])
        x /= x.sum(axis=1, keepdims=True)
        made = x @ file['decoder.0.weight'].astype(float)
        return x, made * ((scene * made).sum(1) / (made * made).sum(1))[:, None]
    code = x
    for i in range(n):
        encoder = 'encoder.%d' % (n - 1 - i)
        weight = file[encoder + '.weight'].T if tied else file['decoder.%d.weight' % i]
        x = activate(activations[n + i], x @ weight.astype(float) + file['decoder.%d.bias' % i])
    return code, x / file['input.factor'] + file['input.offset']


def far(a, b, scale):
    return float(np.max(np.abs(np.asarray(a, float) - np.asarray(b, float)) / scale))


def with_onnx(folder, spectra, code):
    import onnxruntime
    found = {}
    for part, given in (('whole', {'spectrum': spectra}), ('encoder', {'spectrum': spectra}),
                        ('decoder', {'code': code})):
        session = onnxruntime.InferenceSession(str(folder / (part + '.onnx')), providers=['CPUExecutionProvider'])
        found[part] = session.run(None, {name: value.astype('f4') for name, value in given.items()})
    return found


def check_valid(folder):
    import onnx
    for part in ('whole', 'encoder', 'decoder'):
        model = onnx.load(str(folder / (part + '.onnx')))
        onnx.checker.check_model(model, full_check=True)
        assert model.opset_import[0].version == 13
    return len(model.graph.initializer)


def one(program, folder, cube, variant, activation, *options, name='scene.hdr', holes=(), wishes=()):
    """Largest differences, relative to the range of a code and of a band."""
    model, scene = folder / 'model.bandloom', folder / name
    model.unlink(missing_ok=True)
    layers = ['--layers', '24,12,5'] if 'stacked' in variant else ['--layers', '16,5']
    run(program, 'train', scene, *wishes, '--variant', variant, *layers, '--activation', activation, '--epochs',
        '8', '--batch', '64', '--save', model, *options)
    run(program, 'encode', model, scene, *wishes, '-o', folder / 'code.npy')
    run(program, 'reconstruct', model, scene, *wishes, '-o', folder / 'cube.npy')
    run(program, 'export', model, '-o', folder / 'model.npz')
    good = [i for i in range(BANDS) if i not in (7, 8)]
    there = [i for i in range(LINES * SAMPLES) if i not in holes]
    code = np.load(folder / 'code.npy').reshape(-1, 5)
    made = np.load(folder / 'cube.npy').reshape(-1, BANDS)[:, good]
    assert np.array_equal(np.flatnonzero(np.isnan(code[:, 0])), sorted(holes))
    spectra, code, made = cube[there][:, good], code[there], made[there]
    with np.load(folder / 'model.npz') as file:
        assert list(file['input.bands']) == good and abs(file['input.wavelengths_nm'][0] - 400) < 1e-9
        unit = 1 / file['input.factor']
        numpy_code, numpy_made = with_numpy(file, spectra)
    spread = np.maximum(np.ptp(code, axis=0), 1)
    worst = {'numpy': max(far(code, numpy_code, spread), far(made, numpy_made, unit))}
    for part in ('whole', 'encoder', 'decoder'):
        run(program, 'export', model, '-o', folder / (part + '.onnx'), '--part', part)
    if has('onnx'):
        check_valid(folder)
    if has('onnxruntime'):
        found = with_onnx(folder, spectra, code)
        if variant == 'unmixing':  # a code alone has no brightness
            with np.load(folder / 'model.npz') as file:
                made_of_code = code @ file['decoder.0.weight']
        else:
            made_of_code = made
        worst['onnxruntime'] = max(far(code, found['whole'][0], spread), far(made, found['whole'][1], unit),
                                   far(code, found['encoder'][0], spread),
                                   far(made_of_code, found['decoder'][0], unit))
    return worst


def planted(folder, cube):
    """Without the steps the codes are others: what is compared above can differ."""
    good = [i for i in range(BANDS) if i not in (7, 8)]
    code = np.load(folder / 'code.npy').reshape(-1, 5)
    with np.load(folder / 'model.npz') as file:
        arrays = {name: file[name] for name in file.files}
    arrays['input.steps'] = np.array(b'')
    assert far(code, with_numpy(arrays, cube[:, good])[0], np.maximum(np.ptp(code, axis=0), 1)) > 100 * BOUND


def check_spectral(folder):
    """SPy opens what was written as ENVI, with the same numbers and wavelengths."""
    import spectral
    program = sys.argv[1]
    run(program, 'reconstruct', folder / 'model.bandloom', folder / 'scene.hdr', '-o', folder / 'spy.hdr')
    image = spectral.open_image(str(folder / 'spy.hdr'))
    there = np.asarray(image.load())
    assert np.array_equal(there, np.load(folder / 'cube.npy'), equal_nan=True)
    assert np.allclose(image.bands.centers, np.linspace(400, 1000, BANDS), atol=1e-3)


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cube = write_scene(folder)
        cases = [(variant, 'elu') for variant in VARIANTS] + [('plain', one_of) for one_of in ACTIVATIONS[1:]]
        for variant, activation in cases:
            worst = one(program, folder, cube, variant, activation)
            print('%s, %s: %s' % (variant, activation, ', '.join('%s %.1e' % pair for pair in worst.items())))
            assert max(worst.values()) <= BOUND, 'more than %g' % BOUND
        for i, steps in enumerate(PREPROCESSING * 2):
            variant, scale = VARIANTS[i % len(VARIANTS)], SCALES[(i + i // len(SCALES)) % len(SCALES)]
            options = ['--preprocess', steps, '--scale', scale]
            worst = one(program, folder, cube, variant, 'elu', *options)
            print('%s, %s: %s' % (variant, ' '.join(options), ', '.join('%s %.1e' % p for p in worst.items())))
            assert max(worst.values()) <= BOUND, 'more than %g' % BOUND
            if 'norm' in steps or 'derivative' in steps:  # smoothing changes little of curves as smooth as these
                planted(folder, cube)
        for i, stored in enumerate(STORED * 3):
            gain, offset, declared, wished = stored
            values, holes = write_stored(folder, cube, *stored)
            variant, steps = VARIANTS[(3 * i) % len(VARIANTS)], PREPROCESSING[1]
            options = ['--scale', SCALES[:-1][i % (len(SCALES) - 1)]] + (['--preprocess', steps] if i % 2 else [])
            wishes = ['--nodata', str(wished * gain + offset)] if wished is not None else []
            worst = one(program, folder, values, variant, 'elu', *options, name='stored.hdr', holes=holes,
                        wishes=wishes)
            print('%s, %s, stored %s: %s' % (variant, ' '.join(options), stored,
                                             ', '.join('%s %.1e' % p for p in worst.items())))
            assert max(worst.values()) <= BOUND, 'more than %g' % BOUND
        if has('spectral'):
            check_spectral(folder)
        absent = [name for name in ('onnxruntime', 'onnx', 'spectral') if not has(name)]
        print('checked with numpy %s%s' % (np.__version__, '; not here: ' + ', '.join(absent) if absent else ''))


main()
