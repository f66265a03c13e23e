#!/usr/bin/python3
"""Prints the names of the tests whose program lies under one of the given paths of a build folder.

usage: list-tests.py BUILD PREFIX…
Fails when a list comes out empty: a run of no tests must not look like a pass.
"""
import json
import subprocess
import sys
from pathlib import Path


def main():
    build, prefixes = Path(sys.argv[1]).resolve(), sys.argv[2:]
    found = json.loads(subprocess.check_output(['meson', 'introspect', '--tests', str(build)]))
    names = []
    for test in found:
        program = Path(test['cmd'][0])
        if not program.is_relative_to(build):
            continue
        if str(program.relative_to(build)).startswith(tuple(prefixes)):
            names.append(test['name'])
    if not names:
        sys.exit('list-tests.py: no test under ' + ', '.join(prefixes))
    print('\n'.join(sorted(set(names))))


main()
