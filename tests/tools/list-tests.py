#!/usr/bin/python3
"""Prints the names of the tests of a build folder whose program lies under one of the given paths, or, with --targets,
what has to be built for the tests of the given suites or paths, as ninja names it.

usage: list-tests.py BUILD PREFIX…
       list-tests.py BUILD --targets SUITE-OR-PREFIX…
Fails when a list comes out empty: a run of no tests must not look like a pass.
"""
import json
import subprocess
import sys
from pathlib import Path


def introspect(build, what):
    return json.loads(subprocess.check_output(['meson', 'introspect', '--' + what, str(build)]))


def lies_under(test, build, prefixes):
    program = Path(test['cmd'][0])
    return program.is_relative_to(build) and str(program.relative_to(build)).startswith(tuple(prefixes))


def list_names(build, prefixes):
    return [test['name'] for test in introspect(build, 'tests') if lies_under(test, build, prefixes)]


def list_targets(build, wanted):
    """Of what a test starts by itself only the name is known to it: readers are among all programs of app/."""
    files = {target['id']: target['filename'] for target in introspect(build, 'targets')}
    needed = {name for test in introspect(build, 'tests')
              if lies_under(test, build, wanted) or {suite.split(':')[-1] for suite in test['suite']} & set(wanted)
              for target in test['depends'] for name in files[target]}
    needed.update(name for names in files.values() for name in names if Path(name).name == 'bandloom-reader')
    return [str(Path(name).relative_to(build)) for name in needed if Path(name).is_relative_to(build)]


def main():
    build, words = Path(sys.argv[1]).resolve(), sys.argv[2:]
    found = list_targets(build, words[1:]) if words[0] == '--targets' else list_names(build, words)
    if not found:
        sys.exit('list-tests.py: nothing for ' + ', '.join(words))
    print('\n'.join(sorted(set(found))))


main()
