"""Runs the built command line as a user does."""
import json
import os
import subprocess


class Cli:
    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.environment = None  # another one for the program

    def run(self, *words):
        done = subprocess.run([self.program, *map(str, words)], capture_output=True, text=True, check=False,
                              env=self.environment)
        return done.returncode, done.stdout, done.stderr

    def json(self, *words):
        status, out, err = self.run(*words, '--json')
        assert status == 0 and err == '', 'exit code %d: %s' % (status, err)
        return json.loads(out)

    def refuses(self, wanted, *words):
        """One sentence, nothing on standard output, this exit code."""
        status, out, err = self.run(*words)
        assert status == wanted and out == '', 'exit code %d, not %d: %s' % (status, wanted, err)
        assert len(err.splitlines()) == 1 and err.startswith('bandloom-cli: ') and not err.endswith('.\n'), err
        return err
