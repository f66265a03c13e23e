#!/usr/bin/python3
"""One run again and again: each trial is what `train` gives, and the mean is the mean.

usage: test-sweep.py BANDLOOM-CLI
"""
import csv
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

SHORT = ('--epochs', 2, '--max-pixels', 1500)


def trials_are_trainings(cli):
    short = (*SHORT, '--start', 'random', '--variant', 'denoising')
    told = cli.json('sweep', 'demo:', *short, '--factor', 'noise', '--from', 0.1, '--to', 0.5, '--steps', 3)
    assert [trial['value'] for trial in told['trials']] == [0.1, 0.3, 0.5], told
    for trial in told['trials']:
        alone = cli.json('train', 'demo:', *short, '--noise', trial['value'])
        assert trial['rmse'] == alone['val_rmse'], (trial, alone['val_rmse'])
        assert trial['pca_rmse'] == alone['pca_val_rmse'], (trial, alone['pca_val_rmse'])
    assert len({trial['rmse'] for trial in told['trials']}) == 3, 'the noise makes no difference'


def code_sizes_beside_pca(cli):
    """Whole numbers in equal ratios, each beside PCA of its own size; the linear one is never better than that."""
    told = cli.json('sweep', 'demo:', '--variant', 'linear', '--epochs', 20, '--max-pixels', 1500, '--factor', 'code',
                    '--from', 1, '--to', 8, '--steps', 4)
    assert [trial['value'] for trial in told['trials']] == [1, 2, 4, 8], told
    pca = [trial['pca_rmse'] for trial in told['trials']]
    assert pca == sorted(pca, reverse=True) and len(set(pca)) == 4, pca
    assert [trial['active_units'] for trial in told['trials']] == [1, 2, 4, 8], told


def areas_under_curves(cli, folder):
    """AUC against code size: of each trial what `anomaly` says of the same model, and in the file, too."""
    model, path = folder / 'two.bandloom', folder / 'codes.csv'
    words = (*SHORT, '--variant', 'plain')
    told = cli.json('sweep', 'demo:', *words, '--layers', '6,2', '--factor', 'code', '--from', 2, '--to', 5,
                    '--steps', 2, '--target', 4, '--csv', path)
    cli.json('train', 'demo:', *words, '--layers', '6,2', '--save', model)
    alone = cli.json('anomaly', 'demo:', model, '--target', 4)
    first, second = told['trials']
    assert (first['auc'], first['pca_auc']) == (alone['auc_model'], alone['auc_pca']), (first, alone)
    assert second['pca_auc'] != first['pca_auc'] and 0 < second['auc'] < 1, second
    with open(path, newline='', encoding='utf-8') as file:
        rows = list(csv.DictReader(file))
    wanted = [first['auc'], second['auc'], first['pca_auc'], second['pca_auc']]
    assert [float(row['auc']) for row in rows] == wanted, rows
    assert 'label' in cli.refuses(2, 'sweep', 'demo:', '--factor', 'code', '--from', 2, '--to', 5, '--target', 77)
    plain = cli.json('sweep', 'demo:', *SHORT, '--factor', 'seed', '--from', 1, '--to', 1, '--steps', 1)
    assert plain['trials'][0]['auc'] is None, 'nobody asked for it'
    return '2 codes: AUC %.4f, PCA %.4f; 5 codes: %.4f, %.4f' % (first['auc'], first['pca_auc'], second['auc'],
                                                                 second['pca_auc'])


def mean_over_seeds(cli, folder):
    path = folder / 'seeds.csv'
    words = ('sweep', 'demo:', *SHORT, '--start', 'random', '--factor', 'seed', '--from', 1, '--to', 4, '--steps', 4,
             '--csv', path)
    status, out, err = cli.run(*words)
    assert status == 0 and not err, err
    with open(path, newline='', encoding='utf-8') as file:
        rmses = [float(row['rmse']) for row in csv.DictReader(file) if row['name'].startswith('seed')]
    line = next(line for line in out.splitlines() if line.strip().startswith('RMSE'))
    wanted = '%.3g ± %.3g' % (statistics.mean(rmses), statistics.stdev(rmses))
    assert len(set(rmses)) == 4 and wanted in line, '%s, not %s' % (line, wanted)
    return line.strip()


def failure_is_a_result(cli):
    told = cli.json('sweep', 'demo:', *SHORT, '--variant', 'linear', '--scale', 'standard', '--optimizer', 'sgd',
                    '--momentum', 0.99, '--schedule', 'constant', '--batch', 8, '--factor', 'learning-rate',
                    '--from', 0.0001, '--to', 1, '--steps', 2)
    assert told['trials'][0]['failure'] is None and 'exploded' in told['trials'][1]['failure'], told


def mistakes_are_told(cli):
    assert '--factor' in cli.refuses(2, 'sweep', 'demo:')
    assert 'nois' in cli.refuses(2, 'sweep', 'demo:', '--factor', 'nois', '--from', 0, '--to', 1)
    assert '--from' in cli.refuses(2, 'sweep', 'demo:', '--factor', 'seed')
    assert 'no difference' in cli.refuses(2, 'sweep', 'demo:', '--factor', 'noise', '--from', 0, '--to', 1)
    assert 'epochs' in cli.refuses(2, 'sweep', 'demo:', '--epochs', 0, '--factor', 'seed', '--from', 1, '--to', 2)
    cli.refuses(2, 'sweep', 'demo:', '--variant', 'sparse', '--factor', 'sparsity-target', '--from', 0.1, '--to', 3)
    cli.refuses(2, 'sweep', 'demo:', '--factor', 'code', '--from', 0, '--to', 3)
    cli.refuses(1, 'sweep', '/no/such.hdr', '--factor', 'seed', '--from', 1, '--to', 2)


def main():
    tap, cli = Tap(), Cli(sys.argv[1])
    said = []
    with tempfile.TemporaryDirectory() as folder:
        tap.run('each trial is what train gives', trials_are_trainings, cli)
        tap.run('code sizes beside exact PCA', code_sizes_beside_pca, cli)
        tap.run('areas under the curve against code size', lambda: said.append(areas_under_curves(cli, Path(folder))))
        tap.run('mean and deviation over seeds', lambda: said.append(mean_over_seeds(cli, Path(folder))))
        for text in said:
            tap.note(text)
        tap.run('a trial that fails is a result', failure_is_a_result, cli)
        tap.run('mistakes are told in a sentence', mistakes_are_told, cli)
    tap.finish()


main()
