#!/usr/bin/python3
"""Several trainings in one table: the same numbers as one by one, and a run that fails is no harm to the others.

usage: test-compare.py BANDLOOM-CLI
"""
import csv
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from cli import Cli  # noqa: E402

SHORT = '--epochs 2 --max-pixels 2000'
RUNS = (SHORT + ' --variant stacked', SHORT + ' --variant tied,denoising --layers 20,4 --name "the tied, one"',
        SHORT + ' --variant variational --seed 5')
TIMES = ('seconds', 'samples_per_s', 'history', 'name', 'failure', 'command', 'file', 'run')


def runs_of(words):
    return [word for run in words for word in ('--run', run)]


def same_as_train(cli):
    """Digit for digit what `train` gives with the same options, losses of each epoch included."""
    told = cli.json('compare', 'demo:', *runs_of(RUNS))
    assert [run['name'] for run in told['runs']] == ['stacked', 'the tied, one', 'variational'], told['runs']
    for text, run in zip(RUNS, told['runs']):
        alone = cli.json('train', 'demo:', *text.split(' --name')[0].split())
        for key in alone:
            if key not in TIMES:
                assert run[key] == alone[key], '%s of %s: %s, alone %s' % (key, run['name'], run[key], alone[key])
        losses = [[(epoch['train'], epoch['validation']) for epoch in one['history']] for one in (run, alone)]
        assert losses[0] == losses[1], losses
    assert [base['code'] for base in told['baseline']] == [20, 4]
    assert told['baseline'][0]['pca_val_rmse'] == told['runs'][0]['pca_val_rmse']


def table_is_readable(cli, folder):
    status, out, err = cli.run('compare', 'demo:', *runs_of(RUNS), '--csv', folder / 'table.csv')
    assert status == 0 and not err, err
    for word in ('stacked', 'the tied, one', 'PCA-20', 'PCA-4', 'RMSE', 'KL nats'):
        assert word in out, 'no %s in\n%s' % (word, out)
    line = next(line for line in out.splitlines() if line.strip().startswith('RMSE'))
    assert line.count('*') == 1, line
    with open(folder / 'table.csv', newline='', encoding='utf-8') as file:
        rows = list(csv.DictReader(file))
    assert [row['name'] for row in rows] == ['stacked', 'the tied, one', 'variational', 'PCA-20', 'PCA-4'], rows
    assert float(rows[0]['rmse']) > 0 and rows[0]['kl_nats'] == '' and float(rows[2]['kl_nats']) > 0
    best = min(rows, key=lambda row: float(row['rmse']))
    assert '%.3g*' % float(best['rmse']) in line, line


def failure_is_no_harm(cli):
    wild = SHORT + (' --variant linear --scale standard --optimizer sgd --learning-rate 1 --momentum 0.99'
                    ' --schedule constant --batch 8 --name wild')
    told = cli.json('compare', 'demo:', *runs_of((wild, RUNS[0])))
    assert told['runs'][0]['failure'] and 'history' not in told['runs'][0], told['runs'][0]
    assert told['runs'][1]['failure'] is None and told['runs'][1]['val_rmse'] > 0
    status, out, _ = cli.run('compare', 'demo:', *runs_of((wild, RUNS[0])))
    assert status == 0 and 'failed' in out and 'wild: ' in out, out
    return told['runs'][0]['failure']


def mistakes_are_told(cli):
    assert '--run' in cli.refuses(2, 'compare', 'demo:')
    assert 'quantum' in cli.refuses(2, 'compare', 'demo:', '--run', '--variant quantum')
    assert '--epohcs' in cli.refuses(2, 'compare', 'demo:', '--run', '--epohcs 3')
    assert 'words' in cli.refuses(2, 'compare', 'demo:', '--run', SHORT + ' extra')
    assert 'Sparsity target' in cli.refuses(2, 'compare', 'demo:', '--run', '--variant sparse --sparsity-target 1')
    cli.refuses(2, 'compare', '--run', SHORT)
    cli.refuses(1, 'compare', '/no/such/scene.hdr', '--run', SHORT)
    cli.refuses(1, 'compare', 'demo:', '--run', '--epochs 1 --max-pixels 300', '--csv', '/no/folder/t.csv')


def main():
    tap, cli = Tap(), Cli(sys.argv[1])
    said = []
    with tempfile.TemporaryDirectory() as folder:
        tap.run('the same numbers as one by one', same_as_train, cli)
        tap.run('a table for people, and as CSV', table_is_readable, cli, Path(folder))
        tap.run('a run that fails is no harm to the others', lambda: said.append(failure_is_no_harm(cli)))
        for text in said:
            tap.note(text)
        tap.run('mistakes are told in a sentence', mistakes_are_told, cli)
    tap.finish()


main()
