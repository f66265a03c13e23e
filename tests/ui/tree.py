"""The accessible tree of a program, read in few calls.

A screen reader's library asks for each name, role and child by itself: seconds for a window of a thousand objects. GTK
gives the names and roles of all at once (org.a11y.atspi.Cache), but with those that are hidden, and only once their
parents were asked for their children. So all children are asked for first, a level at a time without waiting between
the answers.
"""
import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

CACHE, ROOT = '/org/a11y/atspi/cache', '/org/a11y/atspi/accessible/root'
ACCESSIBLE, ACTION, COMPONENT, TEXT, VALUE = ('org.a11y.atspi.' + name for name in (
    'Accessible', 'Action', 'Component', 'Text', 'Value'))
WINDOW_COORDS = 1
ROLES = {}


def role_name(number):
    if number not in ROLES:
        ROLES[number] = Atspi.role_get_name(Atspi.Role(number))
    return ROLES[number]


class Gone(Exception):
    """The object or its program is no more."""


class Node:
    """One accessible object. Its name, role, description and states are those of the moment it was read."""

    def __init__(self, tree, item):
        (_, self.path), _, _, _, _, _, self.name, role, self.description, states = item
        self.tree, self.role = tree, role_name(role)
        self.states = states[0] | states[1] << 32

    def ask(self, interface, method, *arguments):
        return self.tree.ask(self.path, interface, method, *arguments)

    def read(self, interface, name):
        return self.ask('org.freedesktop.DBus.Properties', 'Get', GLib.Variant('(ss)', (interface, name)))[0]

    def renew(self):
        """Reads name and description again; whether it still is what it was."""
        before = self.name
        self.name, self.description = self.read(ACCESSIBLE, 'Name'), self.read(ACCESSIBLE, 'Description')
        states = self.ask(ACCESSIBLE, 'GetState')[0]
        self.states = states[0] | states[1] << 32
        return self.name == before

    def has(self, state):
        """Whether it has a state, such as Atspi.StateType.SENSITIVE."""
        return bool(self.states >> int(state) & 1)

    def extents(self):
        """x, y, width and height within its window."""
        return self.ask(COMPONENT, 'GetExtents', GLib.Variant('(u)', (WINDOW_COORDS,)))[0]

    def is_visible(self):
        return self.has(Atspi.StateType.VISIBLE)

    def is_showing(self):
        """GTK 4.8 calls only windows `showing`, so: visible, and with room on the display."""
        try:
            return self.is_visible() and min(self.extents()[2:]) > 0
        except Gone:  # or never on the display
            return False

    def press(self):
        """Does its first action, as a screen reader would."""
        assert self.read(ACTION, 'NActions') > 0, '%s has no action' % self.name
        self.ask(ACTION, 'DoAction', GLib.Variant('(i)', (0,)))

    def text(self):
        """What is typed in there. GTK 4.8 says nothing when it is asked for all, by an end of -1."""
        count = self.read(TEXT, 'CharacterCount')
        return self.ask(TEXT, 'GetText', GLib.Variant('(ii)', (0, count)))[0]

    @property
    def value(self):
        return self.read(VALUE, 'CurrentValue')

    @value.setter
    def value(self, value):
        self.ask('org.freedesktop.DBus.Properties', 'Set',
                 GLib.Variant('(ssv)', (VALUE, 'CurrentValue', GLib.Variant('d', value))))

    @property
    def least(self):
        return self.read(VALUE, 'MinimumValue')

    @property
    def most(self):
        return self.read(VALUE, 'MaximumValue')


class Tree:
    """The tree of the program with that number; address is that of the accessibility bus."""

    def __init__(self, address, pid):
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        self.pid, self.name = pid, None

    def call(self, name, path, interface, method, arguments=None):
        try:
            return self.bus.call_sync(name, path, interface, method, arguments, None, 0, 30000, None).unpack()
        except GLib.Error as error:
            raise Gone('%s of %s: %s' % (method, path, error.message)) from error

    def ask(self, path, interface, method, arguments=None):
        return self.call(self.name, path, interface, method, arguments)

    def is_there(self):
        """Whether the program is on the bus and has a window on it."""
        daemon = ('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus')
        if not self.name:
            for name in self.call(*daemon, 'ListNames')[0]:
                try:
                    if name.startswith(':') and self.pid == self.call(
                            *daemon, 'GetConnectionUnixProcessID', GLib.Variant('(s)', (name,)))[0]:
                        self.name = name
                except Gone:
                    continue
        try:
            return self.name and self.window_size()
        except (Gone, ValueError):
            return None

    def window_size(self):
        """Width and height of the program's first window, without the border that it draws around itself."""
        (_, window), *_ = self.ask(ROOT, ACCESSIBLE, 'GetChildren')[0]
        return self.ask(window, COMPONENT, 'GetExtents', GLib.Variant('(u)', (WINDOW_COORDS,)))[0][2:]

    def items(self):
        """All objects that GTK has made known, by path; nothing where the program is not on the bus yet."""
        try:
            answer = self.ask(CACHE, 'org.a11y.atspi.Cache', 'GetItems')[0]
        except Gone:
            return {}
        return {node.path: node for node in (Node(self, item) for item in answer)}

    def nodes(self):
        """All objects in the order of the tree, as they are now, without what is hidden."""
        below = self.below([ROOT])
        found = self.items()

        def ordered(path):
            if path in found:
                yield found[path]
            for child in below.get(path, ()):
                yield from ordered(child)
        return list(ordered(ROOT))

    def below(self, paths):
        """The paths of the children of each object from these down: a level at a time, all of a level asked at once."""
        below = {}
        while paths:
            self.ask_children(paths, below)
            paths = [child for path in paths for child in below.get(path, ())]
        return below

    def ask_children(self, paths, below):
        waiting = [len(paths)]

        def answered(bus, result, path):
            waiting[0] -= 1
            try:
                below[path] = [child for _, child in bus.call_finish(result).unpack()[0]]
            except GLib.Error:
                pass  # gone in the meantime
        for path in paths:
            self.bus.call(self.name, path, ACCESSIBLE, 'GetChildren', None, None, 0, 30000, None, answered, path)
        while waiting[0]:
            GLib.MainContext.default().iteration(True)
