#!/usr/bin/python3
"""The programs are built so that a fault in memory ends them: as readelf sees them, after a look at one that is not.

usage: test-builds.py PROGRAM…
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

SOURCE = '''#include <stdio.h>
#include <string.h>
int main (int argc, char **argv) { char text[64]; strcpy (text, argv[0]); return puts (text) < 0; }
'''


def read(program, *options):
    return subprocess.run(['readelf', '--wide', *options, program], check=True, capture_output=True, text=True).stdout


def lacks(program):
    """Names of the protections that a program does not have."""
    headers, dynamic, symbols = read(program, '-h', '-l'), read(program, '-d'), read(program, '--dyn-syms')
    stack = re.search(r'GNU_STACK.*', headers)
    have = {'position-independent': re.search(r'Type:\s+DYN', headers) and 'PIE' in dynamic,
            'read-only relocations': 'GNU_RELRO' in headers,
            'bound at the start': re.search(r'\(FLAGS_1\).*NOW', dynamic),
            'no program on the stack': stack and ' RW ' in stack.group(0),
            'stack protector': '__stack_chk_fail' in symbols,
            # A program that calls none of these has no checked ones in their place either.
            'checked functions': not re.search(r' (?:v?s?n?printf|fprintf|strn?cpy|strn?cat|gets)@', symbols)}
    return sorted(name for name, found in have.items() if not found)


def is_protected(program):
    missing = lacks(program)
    assert not missing, 'without: %s' % ', '.join(missing)


def is_filled(program):
    """Local variables begin as zero, where the compiler can: it says with what it was called."""
    producers = set(re.findall(r'DW_AT_producer.*: (GNU C\d.*)', read(program, '--debug-dump=info', '--dwarf-depth=1')))
    if not producers:
        return 'no debug information of this compiler'
    if not any('-ftrivial-auto-var-init=zero' in producer for producer in producers):
        version = int(re.search(r'GNU C\d+ (\d+)', next(iter(producers))).group(1))
        assert version < 12, producers
        return 'compiler %d cannot' % version
    return None


def a_plain_build_is_seen(folder):
    if shutil.which('cc') is None:
        return
    (folder / 'plain.c').write_text(SOURCE)
    subprocess.run(['cc', '-O2', '-no-pie', '-fno-stack-protector', '-U_FORTIFY_SOURCE', '-w', '-Wl,-z,norelro,-z,lazy',
                    '-o', folder / 'plain', folder / 'plain.c'], check=True)
    assert len(lacks(folder / 'plain')) == 5, lacks(folder / 'plain')


def main():
    tap = Tap()
    if shutil.which('readelf') is None:
        tap.skip('protections', 'readelf is not here')
    else:
        with tempfile.TemporaryDirectory() as name:
            tap.run('a plain build is seen', a_plain_build_is_seen, Path(name))
        for program in sys.argv[1:]:
            tap.run('%s is protected' % Path(program).name, is_protected, program)
        tap.run('local variables begin as zero', lambda: tap.note(is_filled(sys.argv[1]) or 'they do'))
    tap.finish()


if __name__ == '__main__':
    main()
