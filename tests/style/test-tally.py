#!/usr/bin/python3
"""The count at the end of script/test: what it must and must not call a pass.

usage: test-tally.py TOOLS-FOLDER
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

CASES = (
    ('two points pass', 'ok 1 /a\nok 2 /b\n1..2\n', 'OK', 0, (2, 0, 0), 0),
    ('a failed point fails', 'ok 1 /a\nnot ok 2 /b\n1..2\n', 'FAIL', 1, (1, 1, 0), 1),
    ('a skipped point is neither', 'ok 1 /a\nok 2 /b # SKIP no data\n1..2\n', 'OK', 0, (1, 0, 1), 0),
    ('a failed point to do is neither', 'ok 1 /a\nnot ok 2 /b # TODO later\n1..2\n', 'OK', 0, (1, 0, 1), 0),
    ('a program that dies after a pass fails', 'ok 1 /a\n', 'ERROR', -6, (1, 1, 0), 1),
    ('a program that never ends fails', 'ok 1 /a\n', 'TIMEOUT', -9, (1, 1, 0), 1),
    ('skipping everything is no pass', '1..0 # SKIP no display\n', 'SKIP', 0, (0, 0, 1), 1),
    ('a remark is no point', '# ok 7 /x\nok 1 /a\n    ok 1 indented\n1..1\n', 'OK', 0, (1, 0, 0), 0),
)


def tally(tools, logs, *options):
    done = subprocess.run([sys.executable, str(tools / 'tally.py'), logs, *options], capture_output=True, text=True,
                          check=False)
    return done.returncode, done.stdout.strip().splitlines()[-1]


def check(tools, stdout, result, status, counts, wanted):
    with tempfile.TemporaryDirectory() as logs:
        entry = {'name': 'x', 'stdout': stdout, 'result': result, 'returncode': status, 'duration': 1.0}
        (Path(logs) / 'normal.json').write_text(json.dumps(entry) + '\n')
        returned, last = tally(tools, logs)
        passed, failed, skipped = counts
        failed += not passed  # a log without a pass is a failure of its own
        assert last == '%d passed, %d failed, %d skipped' % (passed, failed, skipped), last
        assert returned == wanted, 'status %d' % returned


def check_nothing(tools):
    with tempfile.TemporaryDirectory() as logs:
        returned, last = tally(tools, logs)
        assert returned == 1 and last.startswith('0 passed'), last


def check_broken(tools):
    with tempfile.TemporaryDirectory() as logs:
        entry = {'name': 'x', 'stdout': 'ok 1 /a\n1..1\n', 'result': 'OK', 'returncode': 0}
        (Path(logs) / 'normal.json').write_text(json.dumps(entry) + '\n')
        returned, last = tally(tools, logs, '--broken')
        assert returned == 1 and last == '1 passed, 1 failed, 0 skipped', last


def check_words(tools):
    """What a failed point says stands below it, of much the two ends; not what is said of the next."""
    with tempfile.TemporaryDirectory() as logs:
        said = ''.join('# word %d\n' % i for i in range(20))
        entry = {'name': 'x', 'stdout': 'not ok 1 /a\n%sok 2 /b\n# of b\n1..2\n' % said, 'result': 'FAIL',
                 'returncode': 1}
        (Path(logs) / 'normal.json').write_text(json.dumps(entry) + '\n')
        done = subprocess.run([sys.executable, str(tools / 'tally.py'), logs], capture_output=True, text=True,
                              check=False)
        assert 'not ok 1 /a\n    # word 0\n' in done.stdout and '    # word 19\n' in done.stdout, done.stdout
        assert '# word 10' not in done.stdout and '# of b' not in done.stdout, done.stdout


def main():
    tools = Path(sys.argv[1])
    tap = Tap()
    for name, *case in CASES:
        tap.run(name, check, tools, *case)
    tap.run('no log at all fails', check_nothing, tools)
    tap.run('a build that ended early fails', check_broken, tools)
    tap.run('a failed point is told with its words', check_words, tools)
    tap.finish()


main()
