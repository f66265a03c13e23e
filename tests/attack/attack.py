"""What the attacks share: a small scene, and programs that are watched while they run."""
import array
import math
import os
import random
import resource
import signal
import subprocess
import time

LIMIT_S = 60  # of what should have ended by itself


def write_scene(folder, name='scene', lines=24, bands=30):
    """A small ENVI pair: mixtures of three curves, and noise. Names may be bytes."""
    place, values = random.Random(lines), array.array('f')
    for _ in range(lines * 24):
        a, b, c = place.random(), place.random(), place.random()
        values.extend(a * math.sin(i / 9) + b * i / bands + c * math.cos(i / 5) + 0.05 * place.random() + 2
                      for i in range(bands))
    stem = os.path.join(os.fsencode(str(folder)), os.fsencode(name))
    with open(stem + b'.img', 'wb') as file:
        file.write(values.tobytes())
    with open(stem + b'.hdr', 'wb') as file:
        file.write(b'ENVI\nsamples = 24\nlines = %d\nbands = %d\ndata type = 4\ninterleave = bip\nbyte order = 0\n'
                   % (lines, bands))
    return os.fsdecode(stem + b'.hdr')


def run(program, *words, file_limit=None, memory_limit=None, limit_s=LIMIT_S, env=None):
    """(exit code, output, complaints, seconds) as bytes; the exit code is None for what did not end."""
    def prepare():
        if file_limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
        if memory_limit is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))
        # Python ignores it, and what is started would inherit that
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    begun = time.monotonic()
    with subprocess.Popen([program, *(os.fsencode(str(word)) if not isinstance(word, bytes) else word
                                      for word in words)],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          preexec_fn=prepare, env=env) as process:
        try:
            out, err = process.communicate(timeout=limit_s)
            return process.returncode, out, err, time.monotonic() - begun
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            return None, out, err, time.monotonic() - begun


def refuses(program, *words, wanted=(1, 2), **options):
    """One sentence, no crash, no hanging; returns the sentence."""
    status, out, err, seconds = run(program, *words, **options)
    assert status is not None, '%s: no end within %.0f s' % (words, seconds)
    assert status in wanted, '%s: exit code %s: %s' % (words, status, (out + err).decode(errors='replace')[-300:])
    text = err.decode(errors='replace')
    assert len(text.splitlines()) == 1 and text.startswith('bandloom-cli: '), text
    return text


def accepts(program, *words, **options):
    """Exit code 0; returns standard output."""
    status, out, err, seconds = run(program, *words, **options)
    assert status is not None, '%s: no end within %.0f s' % (words, seconds)
    assert status == 0, '%s: exit code %s: %s' % (words, status, err.decode(errors='replace')[-300:])
    return out
