"""The few lines of TAP that the Python tests need: points, skips, notes and a plan at the end."""
import sys
import time
import traceback


class Tap:
    """Counts points and prints them. finish () prints the plan and ends the program."""

    def __init__(self):
        self.count = 0
        self.failures = 0

    def ok(self, passed, name, *details):
        """Prints one point; the details only where it failed."""
        self.count += 1
        self.failures += not passed
        print('%s %d %s' % ('ok' if passed else 'not ok', self.count, name.replace('#', '')), flush=True)
        if not passed:
            for detail in details:
                self.note(detail)
        return bool(passed)

    def skip(self, name, why):
        self.count += 1
        print('ok %d %s # SKIP %s' % (self.count, name.replace('#', ''), why), flush=True)

    def note(self, text):
        for line in str(text).splitlines():
            print('# ' + line, flush=True)

    def run(self, name, func, *args):
        """One point from a function that returns nothing when all is well, or raises AssertionError."""
        begun = time.monotonic()
        try:
            func(*args)
        except AssertionError as error:
            return self.ok(False, name, str(error) or traceback.format_exc())
        except Exception:  # pylint: disable=broad-except  # a driver's surprise is a failed point, not the end
            return self.ok(False, name, traceback.format_exc())
        finally:
            self.note('%.1f s' % (time.monotonic() - begun))
        return self.ok(True, name)

    def finish(self):
        print('1..%d' % self.count, flush=True)
        sys.exit(1 if self.failures or not self.count else 0)
