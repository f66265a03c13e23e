"""Drives the real window: a display and a session bus of its own, the accessible tree, real clicks.

    with Desktop() as desktop:
        app = desktop.start([program, 'demo:'])
        app.press('Train')
        app.wait(lambda: 'epoch' in app.describe('Loss curves'))
        app.click('Scene image', 0.3, 0.7)

A place within a drawing is given in shares of its width and height. Nothing of the user's session is
touched, so tests may run beside each other and beside the user.
"""
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

NEEDS = ('Xvfb', 'xdotool', 'import', 'convert', 'dbus-daemon', 'gdbus')
WIDTH, HEIGHT = 1600, 1000
PATIENCE = 4  # times what a wait gives: on a busy machine all is late, and only what hangs is to fail
# GTK 4.8 says this when somebody reads the accessible tree while the application is entered in it: GTK's own list of
# windows is not made yet. Nothing of the program stands above it on the stack.
TOOLKIT_COMPLAINT = "g_list_model_get_n_items: assertion 'G_IS_LIST_MODEL (list)' failed"


def missing():
    """What this machine lacks for driving a window: an empty list is good."""
    lacks = [name for name in NEEDS if not shutil.which(name)]
    try:
        import gi
        gi.require_version('Atspi', '2.0')
        from gi.repository import Atspi  # noqa: F401
    except (ImportError, ValueError) as error:
        lacks.append(str(error))
    return lacks


def call(*words, **options):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, **options).stdout


class Desktop:
    """A virtual display, a session bus and the accessibility bus. One a process: the tree's client knows one bus."""

    def __init__(self, width=WIDTH, height=HEIGHT):
        self.size = (width, height)
        self.processes = []
        self.apps = []

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix='bandloom-ui-'))
        os.environ.update(self.environment())
        self.start_display()
        self.start_bus()
        self.start_accessibility()
        return self

    def __exit__(self, *_):
        for app in self.apps:
            app.end()
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self):
        """Folders of its own, software drawing, one language."""
        made = {'GDK_BACKEND': 'x11', 'GSK_RENDERER': 'cairo', 'GSETTINGS_BACKEND': 'memory', 'LANG': 'C.UTF-8',
                'LC_ALL': 'C.UTF-8', 'NO_AT_BRIDGE': '0', 'G_MESSAGES_DEBUG': 'bandloom'}
        for name in ('CONFIG', 'DATA', 'CACHE', 'STATE', 'RUNTIME'):
            folder = self.folder / name.lower()
            folder.mkdir(mode=0o700)
            made['XDG_%s_%s' % (name, 'DIR' if name == 'RUNTIME' else 'HOME')] = str(folder)
        for name in ('WAYLAND_DISPLAY', 'AT_SPI_BUS_ADDRESS', 'GTK_THEME', 'GTK_A11Y'):
            os.environ.pop(name, None)
        return made

    def start_display(self):
        read, write = os.pipe()
        self.processes.append(subprocess.Popen(
            ['Xvfb', '-displayfd', str(write), '-screen', '0', '%dx%dx24' % self.size, '-nolisten', 'tcp', '-noreset'],
            pass_fds=[write], stderr=subprocess.DEVNULL))
        os.close(write)
        with os.fdopen(read) as pipe:
            os.environ['DISPLAY'] = ':' + pipe.readline().strip()

    def start_bus(self):
        bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address=1'], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
        self.processes.append(bus)
        os.environ['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().strip()

    def start_accessibility(self):
        """The first call starts the bus, the second its registry; without them a program registers nowhere."""
        said = call('gdbus', 'call', '--session', '--dest', 'org.a11y.Bus', '--object-path', '/org/a11y/bus',
                    '--method', 'org.a11y.Bus.GetAddress')
        self.address = re.search(r"'([^']+)'", said).group(1)
        call('gdbus', 'call', '--address', self.address, '--dest', 'org.a11y.atspi.Registry', '--object-path',
             '/org/a11y/atspi/accessible/root', '--method', 'org.freedesktop.DBus.Peer.Ping')

    def start(self, command, **environment):
        """Starts a program and waits for its window in the accessible tree."""
        app = App(command, environment, self.folder, self.address)
        self.apps.append(app)
        return app

    def screenshot(self, path):
        call('import', '-window', 'root', path)


class App:
    """A running program seen through its accessible tree."""

    def __init__(self, command, environment, folder, address):
        from tree import Tree
        self.folder = folder
        self.known = {}
        self.heard = 0  # how much of what the program told is known
        self.output = tempfile.NamedTemporaryFile('w+', dir=folder, prefix='output-', delete=False)
        self.started = time.monotonic()
        self.process = subprocess.Popen([str(word) for word in command], stdout=self.output, stderr=self.output,
                                        env={**os.environ, **environment})
        self.tree = Tree(address, self.process.pid)
        self.wait(self.has_registered, 30, 'the window in the accessible tree')
        self.window = self.wait(self.find_window, 10, 'the window on the display')

    # the program

    def has_registered(self):
        self.assert_running()
        return self.tree.is_there()

    def find_window(self):
        """The largest visible window of the program."""
        return max(self.windows(), key=self.area, default=None)

    def find_dialog(self):
        """The smallest visible window of the program: its dialog, if one is open."""
        return min(self.windows(), key=self.area)

    @staticmethod
    def geometry(window):
        """x, y, width and height of a window on the display."""
        said = dict(line.split('=') for line in call('xdotool', 'getwindowgeometry', '--shell', window).split())
        return tuple(int(said[name]) for name in ('X', 'Y', 'WIDTH', 'HEIGHT'))

    def area(self, window):
        _, _, width, height = self.geometry(window)
        return width * height

    def assert_running(self):
        assert self.process.poll() is None, 'the program ended, status %s\n%s' % (self.process.returncode, self.said())

    def said(self):
        return Path(self.output.name).read_text(errors='replace')

    def complaints(self):
        """The lines that the program wrote, without its trace, what it told its user and the toolkit's own."""
        return [line for line in self.said().splitlines()
                if line and not line.startswith('trace:') and 'bandloom-DEBUG' not in line
                and not line.endswith(TOOLKIT_COMPLAINT)]

    def told(self, pattern, seconds=20):
        """Waits for words at the lower edge of the window that it has not told before, and returns them. They are gone
        after seconds, so the tree may never show them to who is slow."""
        def listen():
            said = self.said()
            found = re.compile('told: (%s)$' % pattern, re.MULTILINE).search(said, self.heard)
            if found:
                self.heard = found.end()
            return found and found.group(1)
        return self.wait(listen, seconds, 'the words ' + pattern)

    def end(self, seconds=5 * PATIENCE):
        """Asks the program to end and returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()

    def wait(self, question, seconds=5, what='', pause=0.01):
        """Asks until the answer is true, and returns it; an assertion fails when time is up."""
        end = time.monotonic() + PATIENCE * seconds
        while True:
            answer = question()
            if answer:
                return answer
            assert time.monotonic() < end, 'waited %g s for %s' % (PATIENCE * seconds, what or question.__name__)
            time.sleep(pause)

    # the tree

    def look(self, name, role=None):
        """The first object of that accessible name (or pattern) that shows, or nothing."""
        for node in self.tree.nodes():
            called = name.fullmatch(node.name) if isinstance(name, re.Pattern) else node.name == name
            if called and (not role or node.role == role) and node.is_showing():
                return node
        return None

    def peek(self, name, role=None):
        """The object of that name if it shows now; remembered as long as it keeps name and place."""
        from tree import Gone
        known = self.known.get((name, role))
        try:
            if known is not None and known.renew() and known.is_showing():
                return known
        except Gone:
            pass
        self.known[name, role] = self.look(name, role)
        return self.known[name, role]

    def find(self, name, role=None, seconds=5):
        """The object of that name, waited for."""
        return self.wait(lambda: self.peek(name, role), seconds, 'an object named %s' % (name,), 0.05)

    def has(self, name, role=None):
        return self.look(name, role) is not None

    def names(self):
        """Role and name of everything that shows: what a failed test prints."""
        return '\n'.join('%s: %s' % (node.role, node.name)
                         for node in self.tree.nodes() if node.name and node.is_showing())

    def describe(self, name, role=None):
        return self.find(name, role).description

    def is_sensitive(self, name, role=None):
        return self.find(name, role).has(self.states().SENSITIVE)

    def focused(self):
        """The object below the window that has the keyboard, or nothing."""
        def has_it(node):
            return node.role != 'frame' and node.has(self.states().FOCUSED)
        return next(filter(has_it, self.tree.items().values()), None) or next(filter(has_it, self.tree.nodes()), None)

    @staticmethod
    def states():
        from gi.repository import Atspi
        return Atspi.StateType

    # acting on it

    def press(self, name, role=None):
        """Does the object's own action, as a screen reader would."""
        self.find(name, role).press()

    def value(self, name):
        return self.find(name).value

    def set_value(self, name, value, role=None):
        self.find(name, role).value = value

    def bounds(self, name, role=None):
        """x, y, width and height on the display."""
        left, top, inner_width, inner_height = self.find(name, role).extents()
        x, y, width, height = self.geometry(self.window)
        frame_width, frame_height = self.tree.window_size()
        # The tree counts from inside the border that the window draws around itself.
        return (x + (width - frame_width) // 2 + left, y + (height - frame_height) // 2 + top,
                inner_width, inner_height)

    def place(self, name, x, y, role=None):
        left, top, width, height = self.bounds(name, role)
        return round(left + x * width), round(top + y * height)

    def point(self, name, x=0.5, y=0.5, role=None):
        """Moves the pointer there."""
        at = self.place(name, x, y, role)
        call('xdotool', 'mousemove', *at)
        return at

    def click(self, name, x=0.5, y=0.5, button=1, role=None, times=1):
        """A real click with the pointer, or a double one."""
        at = self.point(name, x, y, role)
        call('xdotool', 'click', '--repeat', times, '--delay', 60, button)
        return at

    def drag(self, name, start, end, steps=20, seconds=0.3, role=None):
        """A real drag with the pointer, from one place in a drawing to another."""
        self.rest(name, role)
        (x0, y0), (x1, y1) = self.place(name, *start, role), self.place(name, *end, role)
        call('xdotool', 'mousemove', x0, y0, 'mousedown', 1)
        for i in range(1, steps + 1):
            call('xdotool', 'mousemove', round(x0 + (x1 - x0) * i / steps), round(y0 + (y1 - y0) * i / steps))
            time.sleep(seconds / steps)
        call('xdotool', 'mouseup', 1)

    def rest(self, name, role=None):
        """Waits until a drawing stays where it is: a page that has just come is laid out more than once."""
        before = []
        def stays():
            before.append(self.bounds(name, role))
            time.sleep(0.2)
            return before[-3:] == [before[-1]] * 3
        self.wait(stays, 10, '%s to rest' % name)

    def lasso(self, name, corners, role=None, steps=6):
        """Shift and a real drag around places in a drawing."""
        self.rest(name, role)
        places = [self.place(name, *corner, role) for corner in corners]
        call('xdotool', 'mousemove', *places[0], 'keydown', 'shift', 'mousedown', 1)
        for (x0, y0), (x1, y1) in zip(places, places[1:] + places[:1]):
            for i in range(1, steps + 1):
                call('xdotool', 'mousemove', round(x0 + (x1 - x0) * i / steps), round(y0 + (y1 - y0) * i / steps))
                time.sleep(0.01)
        call('xdotool', 'mouseup', 1, 'keyup', 'shift')

    def key(self, *keys):
        """Real keys, such as 'ctrl+q'. The display has no window manager to give the focus."""
        call('xdotool', 'windowfocus', '--sync', self.window)
        call('xdotool', 'key', *keys)

    def windows(self):
        """All visible windows of the program, by their numbers on the display."""
        return subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)], text=True,
                              capture_output=True, check=False).stdout.split()

    def type_path(self, path):
        """Until it stands there: a dialog that is still being made loses the first of what is typed."""
        from tree import Gone
        def stands():
            try:
                return any(node.role == 'text' and node.text().startswith(path) for node in self.tree.nodes())
            except Gone:  # it is being made
                return False
        for _ in range(6):
            call('xdotool', 'type', '--delay', '15', path)
            try:
                self.wait(stands, 1, path)
                return
            except AssertionError:
                call('xdotool', 'key', 'ctrl+a')
        raise AssertionError('the file dialog does not take ' + path)

    def choose_file(self, path):
        """Types a path into the file dialog that is open, as a person would."""
        dialog = self.wait(lambda: next((w for w in self.windows() if w != self.window), None), 5, 'the file dialog')
        call('xdotool', 'windowfocus', '--sync', dialog)
        self.type_path(path)
        for _ in range(3):  # the first may only complete the name
            call('xdotool', 'key', 'Return')
            try:
                self.wait(lambda: dialog not in self.windows(), 1, 'the dialog to go')
                return
            except AssertionError:  # another Return on its way to the window would press what has the keyboard there
                call('xdotool', 'windowfocus', '--sync', dialog)
        raise AssertionError('the file dialog stays open')

    # looking at it

    def picture(self, path, name=None, role=None):
        """Writes the window, or what one object covers, as an image file."""
        if name is None:
            call('import', '-window', self.window, path)
        else:
            x, y, width, height = self.bounds(name, role)
            call('import', '-window', 'root', '-crop', '%dx%d+%d+%d' % (width, height, x, y), '+repage', path)
        return path

    def ink(self, name, role=None):
        """How many colours a drawing shows, and which share of it is not the most frequent colour."""
        path = self.picture(self.folder / 'ink.png', name, role)
        total, largest, colours = 0, 0, 0
        for line in call('convert', path, '-format', '%c', 'histogram:info:-').splitlines():
            match = re.match(r'\s*(\d+):', line)
            if match:
                count = int(match.group(1))
                total, largest, colours = total + count, max(largest, count), colours + 1
        return colours, 1 - largest / max(total, 1)
