#!/usr/bin/python3
"""Counts what the test programs said, line by line of their TAP output.

usage: tally.py LOGS [--broken]
LOGS holds the JSON logs of `meson test`. The last line printed is `N passed, N failed, N skipped`.
The exit status is 1 when anything failed, when nothing passed in one of the logs, or with --broken (a build or a run
that ended before its tests could speak).
"""
import itertools
import json
import re
import sys
from pathlib import Path

SAID_LINES = 4  # lines kept at either end of what a failed point says, so that the end of a long log tells why
POINT = re.compile(r'^(not )?ok\b(.*)$')
DIRECTIVE = re.compile(r'#\s*(skip|todo)\b(.*)', re.IGNORECASE)
PLAN = re.compile(r'^1\.\.(\d+)\s*(#\s*skip.*)?$', re.IGNORECASE)
GOOD = ('OK', 'EXPECTEDFAIL', 'SKIP', 'IGNORED')


def tally_tap(text):
    """Returns passed, the failed lines, each with the first words said of it, and the skipped lines of one program's
    TAP output."""
    passed, failed, skipped = 0, [], []
    lines = text.splitlines()
    for i, line in enumerate(lines):
        plan = PLAN.match(line)
        if plan and plan.group(1) == '0':
            skipped.append(line)
        point = POINT.match(line)
        if not point:
            continue
        directive = DIRECTIVE.search(point.group(2))
        if directive:
            skipped.append(line)
        elif point.group(1):
            said = list(itertools.takewhile(lambda words: words.startswith('#'), lines[i + 1:]))
            if len(said) > 2 * SAID_LINES:
                said[SAID_LINES:-SAID_LINES] = ['# …']
            failed.append('\n    '.join([line, *said]))
        else:
            passed += 1
    return passed, failed, skipped


def tally_test(test):
    """Returns the counts of one entry of meson's log. A program that died after its last `ok` fails once more."""
    passed, failed, skipped = tally_tap(test.get('stdout') or '')
    if passed + len(failed) + len(skipped) == 0:
        if test['result'] == 'SKIP':
            skipped = [test['name']]
        elif test['result'] == 'OK':
            passed = 1
    if test['result'] not in GOOD and not failed:
        failed = ['%s: %s (status %s)' % (test['name'], test['result'].lower(), test.get('returncode'))]
    return passed, failed, skipped


def main():
    passed, failed, skipped, seconds = 0, [], [], 0.0
    for log in sorted(Path(sys.argv[1]).glob('*.json')):
        passed_before = passed
        for line in log.read_text(errors='replace').splitlines():
            test = json.loads(line)
            p, f, s = tally_test(test)
            passed += p
            failed += ['%s: %s: %s' % (log.stem, test['name'], text) for text in f]
            skipped += ['%s: %s: %s' % (log.stem, test['name'], text) for text in s]
            seconds += test.get('duration') or 0
        if passed == passed_before:
            failed.append('%s: nothing passed' % log.stem)
    broken = '--broken' in sys.argv[2:]
    if broken and not failed:
        failed.append('a build, or a run of the tests, ended early: see above')
    for text in skipped:
        print('skipped  ' + text)
    for text in failed:
        print('FAILED   ' + text)
    print('test programs ran for %.0f s' % seconds)
    print('%d passed, %d failed, %d skipped' % (passed, len(failed), len(skipped)))
    sys.exit(1 if failed or passed == 0 else 0)


if __name__ == '__main__':
    main()
