#!/usr/bin/python3
"""Runs the built command line as a user does: exit codes, one sentence on standard error, one JSON object
on standard output, and numbers that have a known truth.

usage: test-cli.py BANDLOOM-CLI
"""
import json
import math
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

INFO_KEYS = ('lines samples bands data_type interleave wavelength_units wavelengths bad_bands masked_pixels '
             'labels warnings').split()
TRAIN_KEYS = ('variant layers parameters weights epochs steps batch seed threads train_loss val_loss '
              'reconstruction sparsity latent val_rmse val_sam_deg psnr_db mean_activation active_units '
              'kl_per_unit pca_rmse seconds samples_per_s history').split()
SHORT = ['--epochs', '2', '--max-pixels', '2000']


class Cli:
    def __init__(self, program):
        self.program = program

    def run(self, *words):
        done = subprocess.run([self.program, *map(str, words)], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def json(self, *words):
        status, out, err = self.run(*words, '--json')
        assert status == 0, 'exit code %d: %s' % (status, err)
        assert err == '', 'standard error: ' + err
        return json.loads(out, parse_constant=no_constant)

    def refuses(self, wanted, *words):
        """One sentence, nothing on standard output, this exit code."""
        for more in ([], ['--json']):
            status, out, err = self.run(*words, *more)
            assert status == wanted, 'exit code %d, not %d: %s' % (status, wanted, err)
            assert out == '', 'standard output: ' + out
            lines = err.splitlines()
            assert len(lines) == 1 and lines[0].startswith('bandloom-cli: ') and not lines[0].endswith('.'), err
        return lines[0]


def no_constant(word):
    raise AssertionError('%s is no JSON' % word)


def write_envi(folder, lines, given):
    """A float32 pair of 4 bands whose file holds `given` of its lines."""
    (folder / 'cut.hdr').write_text('ENVI\nsamples = 8\nlines = %d\nbands = 4\ndata type = 4\n'
                                    'interleave = bip\nbyte order = 0\nheader offset = 0\n' % lines)
    values = [float(i % 7) + 0.1 * i for i in range(given * 8 * 4)]
    (folder / 'cut.img').write_bytes(struct.pack('<%df' % len(values), *values))
    return folder / 'cut.hdr'


# ------------------------------------------------------------------ what must work

def info_of_demo(cli):
    info = cli.json('info', 'demo:')
    missing = [key for key in INFO_KEYS if key not in info]
    assert not missing, 'missing: %s' % missing
    assert (info['lines'], info['samples'], info['bands']) == (145, 145, 268)
    assert len(info['wavelengths']) == 268 and info['wavelengths'][0] == 400
    assert sum(label['pixels'] for label in info['labels']) == 145 * 145
    assert '145 lines' in cli.run('info', 'demo:')[1]
    told = cli.json('train', 'demo:', '--epochs', '1', '--layers', '9')
    assert abs(info['pca_val_rmse_by_size'][8] / told['pca_val_rmse'] - 1) < 1e-9, 'another PCA than that of train'
    assert info['noise_from'] == 'bands' and 0.001 < info['noise_rmse'] < 0.003, info['noise_rmse']
    size = info['code_size']
    assert info['pca_val_rmse_by_size'][size - 1] <= info['noise_rmse'] < info['pca_val_rmse_by_size'][size - 2]
    assert size <= info['signal_dimension'] <= 40


def info_of_pair(cli, folder):
    info = cli.json('info', write_envi(folder, 6, 6))
    assert (info['lines'], info['samples'], info['bands']) == (6, 8, 4)
    assert info['interleave'] == 'bip' and info['wavelengths'] is None and info['labels'] is None


def train_reports(cli):
    told = cli.json('train', 'demo:', '--variant', 'stacked', *SHORT)
    missing = [key for key in TRAIN_KEYS if key not in told]
    assert not missing, 'missing: %s' % missing
    assert told['layers'] == [130, 70, 40, 20]
    assert told['weights'] == 2 * (268 * 130 + 130 * 70 + 70 * 40 + 40 * 20)
    assert told['parameters'] == told['weights'] + 2 * (130 + 70 + 40) + 20 + 268
    assert told['steps'] == 2 * math.ceil(told['training_pixels'] / 256)
    assert [epoch['epoch'] for epoch in told['history']] == [0, 1, 2]
    assert told['start_loss'] == told['history'][0]['validation'] and told['start_components'] == 20
    assert abs(told['start_loss'] / told['pca_val_rmse'] ** 2 - 1) < 1e-3, told['start_loss']
    losses = [epoch['validation'] for epoch in told['history']]
    assert losses[told['best_epoch']] == min(losses) and abs(told['val_loss'] / min(losses) - 1) < 1e-5
    assert told['kl_per_unit'] is None
    assert abs(told['train_loss'] - told['reconstruction']) <= 1e-12
    assert abs(told['psnr_db'] + 20 * math.log10(told['val_rmse'])) < 1e-9
    text = cli.run('train', 'demo:', '--variant', 'stacked', *SHORT)[1]
    assert '268 → 130 → 70 → 40 → 20' in text and 'beside PCA' in text


def train_is_repeatable(cli):
    told = [cli.json('train', 'demo:', '--variant', 'denoising,tied', '--threads', threads, '--seed', seed, *SHORT)
            for threads, seed in ((1, 3), (2, 3), (1, 4))]
    for one in told:
        one['history'] = [(epoch['train'], epoch['validation']) for epoch in one['history']]
    for key in ('history', 'train_loss', 'val_rmse', 'val_sam_deg', 'mean_activation', 'psnr_clean_db'):
        assert told[0][key] == told[1][key], '%s: %s on one thread, %s on two' % (key, told[0][key], told[1][key])
    assert told[0]['train_loss'] != told[2]['train_loss'], 'another seed, the same loss'


def variants_report(cli):
    told = cli.json('train', 'demo:', '--variant', 'variational', '--kl-warmup', 1, *SHORT)
    assert len(told['kl_per_unit']) == told['layers'][-1]
    expected = told['knobs']['kl_weight'] * sum(told['kl_per_unit']) / 268
    assert abs(told['latent'] - expected) < 1e-9 * expected
    assert told['active_units'] == sum(kl > 0.01 for kl in told['kl_per_unit'])
    told = cli.json('train', 'demo:', '--sparsity-target', 0.1, '--sparsity-weight', 0.5, *SHORT)
    assert told['variant'] == 'sparse' and told['sparsity'] > 0 and 0 < told['mean_activation'] < 1
    told = cli.json('train', 'demo:', '--variant', 'tied', '--noise', 0.2, '--weight-decay', 1e-4, *SHORT)
    assert told['variant'] == 'tied, denoising' and told['decay'] > 0
    assert told['knobs']['noise_level'] == 0.2
    terms = told['reconstruction'] + told['sparsity'] + told['latent'] + told['decay']
    assert abs(told['train_loss'] - terms) < 1e-12


def starts_and_keeps(cli):
    told = {}
    for start in ('pca', 'random'):
        for keep in ('best', 'last'):
            told[start, keep] = cli.json('train', 'demo:', '--layers', '30,6', '--start', start, '--keep', keep,
                                         '--learning-rate', 0.1, *SHORT)
    for start in ('pca', 'random'):
        best, last = told[start, 'best'], told[start, 'last']
        assert best['spec']['start'] == start and (best['plan']['keep'], last['plan']['keep']) == ('best', 'last')
        assert best['history'][-1]['train'] == last['history'][-1]['train'], 'what is kept changes the training'
        assert abs(last['val_loss'] / last['history'][-1]['validation'] - 1) < 1e-5
    assert told['pca', 'best']['best_epoch'] == 0 and told['pca', 'best']['val_loss'] < told['pca', 'last']['val_loss']
    assert told['random', 'best']['start_loss'] > 10 * told['pca', 'best']['start_loss']
    assert told['random', 'best']['start_components'] == 0
    linear = cli.json('train', 'demo:', '--variant', 'linear', *SHORT)
    assert linear['spec']['start'] == 'random'


def greedy_has_phases(cli):
    told = cli.json('train', 'demo:', '--variant', 'stacked', '--pretrain', 'greedy', '--epochs', 10,
                    '--max-pixels', 2000)
    assert sorted({epoch['phase'] for epoch in told['history']}) == [0, 1, 2, 3, 4]
    assert told['epochs'] == 10


def other_ways(cli):
    told = cli.json('train', 'demo:', '--loss', 'angle', '--optimizer', 'sgd', '--momentum', 0.8, '--schedule',
                    'constant', '--split', 'blocks', '--scale', 'standard', '--activation', 'tanh', '--batch', 100,
                    '--learning-rate', 0.01, *SHORT)
    assert (told['spec']['loss'], told['plan']['optimizer'], told['plan']['schedule']) == ('angle', 'sgd', 'constant')
    told = cli.json('train', 'demo:', '--validation', 0, *SHORT)
    assert told['val_rmse'] is None and told['val_loss'] is None and told['validation_pixels'] == 0
    told = cli.json('train', 'demo:', '--variant', 'linear', '--patience', 3, '--epochs', 1000, '--max-seconds', 60,
                    '--learning-rate', 0.05, '--max-pixels', 600)
    assert told['epochs'] < 1000 and 'No better validation loss' in told['reason'], told['reason']


def interrupt_reports(cli):
    """Ctrl-C during training ends it, and what there is so far is told."""
    words = [cli.program, 'train', 'demo:', '--epochs', '1000000', '--json', '--threads', '1']
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        status = Path('/proc/%d/status' % child.pid)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and status.exists():
            caught = [line for line in status.read_text().splitlines() if line.startswith('SigCgt')]
            if caught and int(caught[0].split()[1], 16) & (1 << (signal.SIGINT - 1)):
                break  # the program listens: training has begun
            time.sleep(0.02)
        time.sleep(0.3)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
    assert child.returncode == 0, '%d: %s' % (child.returncode, err)
    told = json.loads(out)
    assert told['interrupted'] is True and told['steps'] > 0


def bench_reports(cli):
    told = cli.json('bench', '--seconds', 0.02)
    assert told['gemm_gflops'] > 0 and told['threads'] >= 1
    assert [run['batch'] for run in told['runs']] == [256, 1024]
    for run in told['runs']:
        assert math.isclose(run['gflops'], 6e-9 * told['weights'] * run['samples_per_s'], rel_tol=1e-9)
        assert math.isclose(run['efficiency'], run['gflops'] / told['gemm_gflops'], rel_tol=1e-9)
    assert told['encoding']['samples_per_s'] > told['runs'][0]['samples_per_s']
    if not (told['together'] or 0) > 0:  # on a busy machine a run may not come to its turn in so short a time
        told = cli.json('bench', '--seconds', 0.3)
    assert (told['together'] or 0) > 0, 'four runs at once: %s' % told['together']


def help_is_help(cli):
    for words in (['--help'], ['train', '--help'], ['info', '--help'], ['bench', '-h'], ['--version']):
        status, out, err = cli.run(*words)
        assert status == 0 and out and not err, words
    assert '--sparsity-target' in cli.run('train', '--help')[1]


# ------------------------------------------------------------------ what must be refused

def bad_options(cli):
    for words in (['train', 'demo:', '--bogus'], ['train'], ['train', 'demo:', 'demo:'], ['nonsense'],
                  ['bench', 'demo:'], ['info'], ['train', 'demo:', '--epochs', 'x'],
                  ['train', 'demo:', '--epochs', '-3'], ['train', 'demo:', '--variant', 'square'],
                  ['train', 'demo:', '--layers', '300'], ['train', 'demo:', '--layers', ''],
                  ['train', 'demo:', '--layers', '1000000'], ['train', 'demo:', '--optimizer', 'newton'],
                  ['train', 'demo:', '--sparsity-target', '0'], ['train', 'demo:', '--sparsity-target', '1'],
                  ['train', 'demo:', '--noise', '-0.1'], ['train', 'demo:', '--mask', '1.5'],
                  ['train', 'demo:', '--validation', '1'], ['train', 'demo:', '--batch', '0'],
                  ['train', 'demo:', '--learning-rate', '0'], ['train', 'demo:', '--scale', 'log'],
                  ['train', 'demo:', '--pretrain', 'greedy', '--layers', '20'],
                  ['train', 'demo:', '--variant', 'sparse,variational']):
        try:
            cli.refuses(2, *words)
        except AssertionError as error:
            raise AssertionError('%s: %s' % (' '.join(words), error)) from error


def bad_files(cli, folder):
    text = folder / 'notes.txt'
    text.write_text('not a scene\n')
    assert '/nowhere.mat' in cli.refuses(1, 'info', '/nowhere.mat')
    cli.refuses(1, 'info', folder)
    cli.refuses(1, 'train', text)
    cut = write_envi(folder, 60, 3)
    assert str(60 * 8 * 4 * 4) in cli.refuses(1, 'info', cut).replace(',', ''), 'the expected size is not told'
    cli.refuses(1, 'train', 'demo:', '--labels', text)


def explosion_is_told(cli):
    assert 'learning rate 10' in cli.refuses(1, 'train', 'demo:', '--learning-rate', 10, *SHORT)


# ------------------------------------------------------------------ known truths

def samson(cli, path):
    """The optimum of a linear autoencoder is PCA: within 1 % of it, and never below."""
    told = cli.json('train', path, '--variant', 'linear', '--layers', 3)
    pca = told['pca_rmse'] ** 2
    assert told['reconstruction'] >= pca, '%g is below the optimum %g' % (told['reconstruction'], pca)
    assert told['reconstruction'] <= 1.01 * pca, '%g of the optimum' % (told['reconstruction'] / pca)


def published_optimum(cli, path):
    """Samson, all pixels, divided by the largest value: exact PCA with three codes has an MSE of 3.155e-5."""
    told = cli.json('train', path, '--variant', 'linear', '--layers', 3, '--scale', 'global', '--validation', 0,
                    '--epochs', 1)
    assert abs(told['pca_mse'] - 3.155e-5) < 5e-9, told['pca_mse']


def check(tap, test, *arguments):
    name = test.__name__.replace('_', ' ')
    if test in (bench_reports, samson) and 'ASAN_OPTIONS' in os.environ:
        tap.skip(name, 'speed and long training are of the normal build: under a sanitizer they take minutes')
    else:
        tap.run(name, test, *arguments)


def main():
    tap, cli = Tap(), Cli(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for test in (info_of_demo, train_reports, train_is_repeatable, variants_report, starts_and_keeps,
                     greedy_has_phases, other_ways, interrupt_reports, bench_reports, help_is_help, bad_options,
                     explosion_is_told):
            check(tap, test, cli)
        for test in (info_of_pair, bad_files):
            check(tap, test, cli, folder)
    scene = Path(os.environ.get('BANDLOOM_TEST_DATA', '/nonexistent')) / 'samson' / 'samson_1.mat'
    for test in (samson, published_optimum):
        if scene.exists():
            check(tap, test, cli, scene)
        else:
            tap.skip(test.__name__.replace('_', ' '), 'no samson_1.mat in BANDLOOM_TEST_DATA')
    tap.finish()


main()
