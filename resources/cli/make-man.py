#!/usr/bin/python3
"""Makes the manual page out of what the program itself says of its commands, so that the two never differ.

usage: make-man.py BANDLOOM-CLI OUTPUT
"""
import os
import re
import subprocess
import sys
from pathlib import Path


def ask(program, *words):
    return subprocess.run([program, *words, '--help'], capture_output=True, text=True, check=True,
                          env={**os.environ, 'LC_ALL': 'C.UTF-8'}).stdout


def escape(text):
    text = text.replace('\\', '\\e').replace('-', '\\-')
    return '\n'.join('\\&' + line if line.startswith(('.', "'")) else line for line in text.split('\n'))


def verbatim(text):
    return '.nf\n%s\n.fi\n' % escape(text.strip('\n'))


def commands_of(help_text):
    """(name, arguments, summary) of each line that lists a command."""
    return re.findall(r'^  (\w[\w-]*) +([A-Z][A-Z ]*?)? {2,}(\S.*)$', help_text, re.MULTILINE)


def page(program):
    main = ask(program)
    version = subprocess.run([program, '--version'], capture_output=True, text=True, check=True).stdout.split()[-1]
    parts = ['.TH BANDLOOM\\-CLI 1 "" "Bandloom %s" "Bandloom"\n' % escape(version),
             '.SH NAME\nbandloom\\-cli \\- autoencoders on hyperspectral images, without a window\n',
             '.SH SYNOPSIS\n.B bandloom\\-cli\n.I COMMAND\n[OPTIONS] ...\n',
             '.SH DESCRIPTION\n' + escape(main.strip().split('\n\n')[-1]) + '\n',
             '.SH COMMANDS\n']
    for name, arguments, summary in commands_of(main):
        parts.append('.SS %s %s\n%s.\n.PP\n' % (escape(name), escape(arguments), escape(summary)))
        said = ask(program, name).split('\n\n', 1)[-1]
        parts.append(verbatim(said))
    parts.append('.SH EXIT STATUS\n0 on success, 1 on failure, 2 on a mistake in the options.\n')
    parts.append('.SH FILES\n.TP\n.I FILE.bandloom\nA project: one SQLite database with a scene reference and runs; '
                 '`sqlite3 FILE .schema` explains itself.\n')
    parts.append('.SH SEE ALSO\n.BR bandloom (1)\n')
    return ''.join(parts)


Path(sys.argv[2]).write_text(page(sys.argv[1]))
