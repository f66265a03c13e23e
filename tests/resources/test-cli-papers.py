#!/usr/bin/python3
"""The manual page and the completion of the command line know every command and option that the program has.

usage: test-cli-papers.py BANDLOOM-CLI MAN-PAGE COMPLETION
"""
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402


def ask(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def commands(program):
    return re.findall(r'^  ([a-z][a-z-]*) ', ask(program, '--help'), re.MULTILINE)


def options(program, command):
    return re.findall(r'^  (?:-\w, )?(--[a-z-]+)', ask(program, command, '--help'), re.MULTILINE)


def complete(program, file, *words):
    script = ('source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _bandloom_cli; printf "%%s\\n" "${COMPREPLY[@]}"'
              % (file, ' '.join("'%s'" % word for word in (program, *words)), len(words)))
    return ask('bash', '-c', script).split()


def page_is_complete(program, page):
    text = page.read_text().replace('\\-', '-')
    assert len(commands(program)) >= 5
    for command in commands(program):
        assert '.SS %s ' % command in text, command
        for option in options(program, command):
            assert option in text, (command, option)
    assert '--sparsity-weight' in text and 'EXIT STATUS' in text


def page_is_well_formed(page):
    said = subprocess.run(['groff', '-man', '-Tutf8', '-ww', '-z', '-k', page], capture_output=True, text=True,
                          check=True).stderr
    assert not re.search(r'(?i)error|macro .* not defined', said), said


def completion_knows(program, file):
    assert set(commands(program)) <= set(complete(program, file, ''))
    assert complete(program, file, 'tr') and all(word.startswith('tr') for word in complete(program, file, 'tr'))
    for command in commands(program):
        assert set(options(program, command)) <= set(complete(program, file, command, '--')), command
    assert complete(program, file, 'train', 'demo:', '--variant', 'sp') == ['sparse']
    assert 'demo:' in complete(program, file, 'info', 'de')


def main():
    program, page, completion = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    tap = Tap()
    tap.run('the manual page is complete', page_is_complete, program, page)
    if shutil.which('groff'):
        tap.run('the manual page is well formed', page_is_well_formed, page)
    else:
        tap.skip('the manual page is well formed', 'no groff')
    if shutil.which('bash'):
        tap.run('completion knows all', completion_knows, program, completion)
    else:
        tap.skip('completion knows all', 'no bash')
    tap.finish()


main()
