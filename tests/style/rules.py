"""The habits that a program can check. Each rule takes a tree and returns what it found, as
(file, line, message); an empty list is a pass. test-style.py runs them over the project, and over
a planted tree that breaks each of them once."""
import re
from pathlib import Path

SOURCES = ('engine', 'ui', 'app', 'cli', 'tests')
PUBLIC = ('engine', 'ui', 'app', 'cli')
MAX_LINES = 800
MAX_COLUMNS = 96
MAX_ROOM_FILES = 18
# one painter a kind of drawing, one file a command
ROOM_FILES = {'ui/plot': 36, 'cli': 28, 'ui/common': 19}
MAX_COLUMNS_HEADER = 160  # a declaration may carry its remark on the same line

COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.DOTALL)
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'')


def blank(match):
    """Keeps the line breaks of what is taken out, so that line numbers stay true."""
    return re.sub(r'[^\n]', ' ', match.group(0))


def code_of(path):
    """The text of a C file without comments."""
    return COMMENT.sub(blank, path.read_text(errors='replace'))


def bare_code_of(path):
    """The text of a C file without comments, strings and character constants."""
    return STRING.sub(blank, code_of(path))


def files(root, folders, *endings):
    for folder in folders:
        for path in sorted((root / folder).rglob('*')):
            if path.suffix in endings and path.is_file():
                yield path


def line_of(text, offset):
    return text.count('\n', 0, offset) + 1


def matches(root, folders, endings, pattern, message, read=bare_code_of, allowed=()):
    found = []
    for path in files(root, folders, *endings):
        if str(path.relative_to(root)) in allowed:
            continue
        text = read(path)
        for match in re.finditer(pattern, text, re.MULTILINE):
            found.append((path.relative_to(root), line_of(text, match.start()),
                          '%s: %s' % (message, match.group(0).strip())))
    return found


def engine_includes(root):
    """No engine file includes a header of the window system or of a drawing library."""
    return matches(root, ['engine'], ['.c', '.h'],
                   r'^\s*#\s*include\s*[<"](gtk|gdk|gsk|adwaita|cairo|pango|graphene)[^>"]*[>"]',
                   'the engine knows no window', read=code_of)


def engine_calls(root):
    """Nothing in the engine prints, exits, sleeps or runs a main loop."""
    return matches(root, ['engine'], ['.c', '.h'],
                   r'\b(printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|perror|g_print|g_printerr|exit|_exit|'
                   r'quick_exit|sleep|usleep|nanosleep|g_usleep|g_main_loop_\w+|g_main_context_iteration)\s*\(',
                   'the engine does not print, exit, sleep or run a main loop')


def engine_random(root):
    """Randomness comes only from an AeRng."""
    return matches(root, ['engine'], ['.c', '.h'],
                   r'\b(s?rand|s?random|[dlm]rand48|g_random_\w+|g_rand_\w+)\s*\(',
                   'random numbers come from an AeRng that is passed in')


def engine_state(root):
    """No mutable state at file level in the engine."""
    return matches(root, ['engine'], ['.c'],
                   # GLib's own table of a source's functions is the exception: its API wants it writable
                   r'^static (?!const\b|inline\b|GSourceFuncs\b)[^(){};=]*[;=]',
                   'no mutable file-static state')


def of_include(path):
    return re.findall(r'^#include "([^"]+)"', code_of(path), re.MULTILINE)


def find_circle(graph):
    """One circle of a graph as a list of its nodes, or None."""
    state, trail = {}, []

    def visit(node):
        state[node] = 'open'
        trail.append(node)
        for other in sorted(graph.get(node, ())):
            if state.get(other) == 'open':
                return trail[trail.index(other):]
            if other not in state:
                circle = visit(other)
                if circle:
                    return circle
        state[node] = 'done'
        trail.pop()
        return None

    for node in sorted(graph):
        if node not in state:
            circle = visit(node)
            if circle:
                return circle
    return None


def circles(root):
    """No circle of headers, and none of folders."""
    headers = {path.name: path for path in files(root, PUBLIC, '.h')}
    by_header = {name: {other for other in of_include(path) if other in headers} for name, path in headers.items()}
    by_folder = {}
    for path in files(root, PUBLIC, '.c', '.h'):
        here = str(path.relative_to(root).parent)
        seen = by_folder.setdefault(here, set())
        seen.update(str(headers[name].relative_to(root).parent) for name in of_include(path)
                    if name in headers and headers[name].parent != path.parent)
    found = []
    for graph in (by_header, by_folder):
        circle = find_circle(graph)
        if circle:
            found.append((Path(circle[0]), 1, 'a circle: ' + ' -> '.join(circle + circle[:1])))
    return found


def rooms(root):
    """A folder of the engine holds a quarter of its lines at most, and none more files than can be overseen."""
    found, lines = [], {}
    for path in files(root, PUBLIC, '.c'):
        name = path.relative_to(root).parent
        lines.setdefault(name, []).append(path.read_text(errors='replace').count('\n'))
    whole = sum(sum(n) for name, n in lines.items() if name.parts[0] == 'engine')
    for name, n in sorted(lines.items()):
        if name.parts[0] == 'engine' and len(lines) > 8 and sum(n) > whole / 4:
            found.append((name, 1, '%d of the engine\'s %d lines' % (sum(n), whole)))
        if len(n) > ROOM_FILES.get(str(name), MAX_ROOM_FILES):
            found.append((name, 1, '%d sources: make two rooms of it' % len(n)))
    return found


def blas_includes(root):
    """ae-blas.c is the only file that knows the linear algebra library."""
    return matches(root, SOURCES, ['.c', '.h'],
                   r'^\s*#\s*include\s*[<"](cblas|f77blas|lapack|lapacke|openblas_config|mkl\w*|libxsmm\w*)\.h[>"]',
                   'only ae-blas.c includes this', read=code_of,
                   allowed=('engine/base/ae-blas.c',))


def layout(root):
    """No tabs, no blanks at a line's end, a final line break, lines and files of readable size."""
    found = []
    for path in files(root, SOURCES, '.c', '.h', '.py'):
        name = path.relative_to(root)
        text = path.read_text(errors='replace')
        lines = text.split('\n')
        limit = MAX_COLUMNS_HEADER if path.suffix == '.h' else MAX_COLUMNS if path.suffix == '.c' else 120
        for number, line in enumerate(lines, 1):
            if '\t' in line:
                found.append((name, number, 'a tab'))
            if line != line.rstrip():
                found.append((name, number, 'blanks at the end of the line'))
            if len(line) > limit:
                found.append((name, number, '%d columns, at most %d' % (len(line), limit)))
        if text and not text.endswith('\n'):
            found.append((name, len(lines), 'no line break at the end of the file'))
        if len(lines) - 1 > MAX_LINES:
            found.append((name, len(lines) - 1, 'more than %d lines: make two files of it' % MAX_LINES))
    return found


def head_comments(root):
    """Each .c begins by saying what it is."""
    found = []
    for path in files(root, SOURCES, '.c'):
        if not path.read_text(errors='replace').lstrip().startswith('/*'):
            found.append((path.relative_to(root), 1, 'no head comment'))
    return found


DECLARATION = re.compile(r'^(?!static|typedef|#|G_DEF|G_DECL)[A-Za-z_][\w \t\n*]*?\b(\w+)\s*\(([^;{}]*)\)[^;{}()]*'
                         r'(?:G_GNUC_\w+(?:\s*\([^)]*\))?)?\s*;', re.MULTILINE)
INLINE = re.compile(r'^static inline [^;{]*?\b(\w+)\s*\(', re.MULTILINE)


def declared(header):
    """Names of the functions that a header declares, with their lines."""
    text = re.sub(r'^\s*#(?:[^\n]*\\\n)*[^\n]*$', blank, bare_code_of(header), flags=re.MULTILINE)
    text = re.sub(r'\{[^{}]*\}', blank, text)
    text = re.sub(r'\btypedef\b[^;]*;', blank, text)
    text = re.sub(r'^(G_BEGIN_DECLS|G_END_DECLS|G_DE\w+\s*\([^)]*\))', blank, text, flags=re.MULTILINE)
    text = re.sub(r'\b(const|extern)\b[ ]*', '', text)
    for match in DECLARATION.finditer(text):
        if not match.group(1).endswith('_get_type') and not match.group(1).startswith('G_'):
            yield match.group(1), line_of(text, match.start(1))


def is_documented(text, name):
    """Whether the definition of name in this text stands right below a comment that names it."""
    for match in re.finditer(r'^%s\s*\(' % re.escape(name), text, re.MULTILINE):
        above = text[:match.start()].rstrip('\n').rsplit('\n', 1)  # the return type
        comment = above[0].rstrip() if len(above) == 2 else ''
        if comment.endswith('*/'):
            start = comment.rfind('/**')
            if start >= 0 and re.search(r'^ \* %s:' % re.escape(name), comment[start:], re.MULTILINE):
                return True
    return False


def doc_comments(root):
    """Every public function is defined, and has its comment above the definition."""
    found = []
    for header in files(root, PUBLIC, '.h'):
        if header.stem.endswith('-private'):
            continue
        texts = [path.read_text(errors='replace') for path in sorted(header.parent.rglob('*.c'))]
        for name, line in declared(header):
            if name.endswith('_quark') and any('G_DEFINE_QUARK' in text for text in texts):
                continue
            defined = [text for text in texts if re.search(r'^%s\s*\(' % re.escape(name), text, re.MULTILINE)]
            if not defined:
                found.append((header.relative_to(root), line, '%s: declared, but not defined in this folder' % name))
            elif not any(is_documented(text, name) for text in defined):
                found.append((header.relative_to(root), line, '%s: no comment above its definition' % name))
        text = header.read_text(errors='replace')
        for match in INLINE.finditer(text):
            if not is_documented(text, match.group(1)) and not is_documented_inline(text, match):
                found.append((header.relative_to(root), line_of(text, match.start()),
                              '%s: no comment above it' % match.group(1)))
    return found


def is_documented_inline(text, match):
    return text[:match.start()].rstrip().endswith('*/')


DECLARES = re.compile(r'\bG_DECLARE_\w+\s*\(\s*(\w+)\s*,\s*\w+\s*,\s*(\w+)\s*,\s*(\w+)\s*,')
DEFINITION = re.compile(r'^(?P<name>\w+) \((?:const )?(?P<type>\w+) \*(?P<self>\w+)\b[^{};]*\)\n\{\n(?P<body>.*?)^\}',
                        re.MULTILINE | re.DOTALL)


def preconditions(root):
    """A public function of window and pages that is given an object of ours asks what it is before it uses it."""
    headers = list(files(root, ('ui', 'app'), '.h'))
    checks = {match.group(1): '%s_IS_%s' % match.groups()[1:]
              for header in headers for match in DECLARES.finditer(code_of(header))}
    public = {name for header in headers if not header.stem.endswith('-private') for name, _ in declared(header)}
    found = []
    for path in files(root, ('ui', 'app'), '.c'):
        text = bare_code_of(path)
        for match in DEFINITION.finditer(text):
            if match.group('name') not in public or match.group('type') not in checks:
                continue
            wanted = r'\bg_return_(?:val_)?if_fail \([^;]*?\b%s \(%s\)' % (checks[match.group('type')],
                                                                      match.group('self'))
            check = re.search(wanted, match.group('body'))
            use = re.search(r'\b%s\b' % match.group('self'), match.group('body'))
            if use is not None and (check is None or use.start() < check.start()):
                found.append((path.relative_to(root), line_of(text, match.start()),
                              '%s: begins without g_return_if_fail (%s (%s))'
                              % (match.group('name'), checks[match.group('type')], match.group('self'))))
    return found


def prefixes(root):
    """The prefix of a public name tells its layer."""
    found = []
    for folder, prefix in (('engine', 'ae_'), ('ui/plot', 'plot_'), ('ui', 'bl_'), ('app', 'bl_'), ('cli', 'bl_')):
        for header in files(root, [folder], '.h'):
            if folder == 'ui' and (root / 'ui' / 'plot') in header.parents:
                continue
            for name, line in declared(header):
                if not name.startswith(prefix):
                    found.append((header.relative_to(root), line,
                                  '%s: public names here start with %s' % (name, prefix)))
    return found


TEXT = ('.c', '.h', '.py', '.md', '.ui', '.xml', '.in', '.css', '.build', '.txt', '.json', '.desktop', '.sh', '')
SKIP = ('.git', 'COPYING')


SETS_ERROR = re.compile(r'\b(?:g_set_error|g_set_error_literal|g_error_new|g_error_new_literal|ae_error_set) \(')
ENDS_WITH_STOP = re.compile(r'[^."]\."\s*[,:)]')


def arguments_of(text, start):
    """A call's arguments with its closing parenthesis, from behind the opening one on."""
    bare = STRING.sub(lambda match: match.group(0)[0] + 'x' * (len(match.group(0)) - 2) + match.group(0)[-1], text)
    depth, end = 1, start
    while depth > 0 and end < len(bare):
        depth += (bare[end] == '(') - (bare[end] == ')')
        end += 1
    return text[start:end]


def error_sentences(root):
    """The sentence of an error has no full stop at its end: it may stand within another."""
    found = []
    for path in files(root, PUBLIC, '.c'):
        text = code_of(path)
        for match in SETS_ERROR.finditer(text):
            stop = ENDS_WITH_STOP.search(arguments_of(text, match.end()))
            if stop:
                found.append((path.relative_to(root), line_of(text, match.end() + stop.start()),
                              'an error ends with a full stop'))
    return found


def local_paths(root):
    """No file speaks of the machine that it was written on."""
    pattern = re.compile(r'(?<![\w.])/(?:work|home|root|Users)/\w|/tmp/\w+/')
    found = []
    for path in sorted(root.rglob('*')):
        parts = path.relative_to(root).parts
        if not path.is_file() or path.suffix not in TEXT or parts[0] in SKIP or parts[0].startswith('build'):
            continue
        if '__pycache__' in parts or parts[:2] == ('tests', 'style'):
            continue
        for number, line in enumerate(path.read_text(errors='replace').split('\n'), 1):
            if pattern.search(line):
                found.append((path.relative_to(root), number, 'a path of one machine: ' + line.strip()[:80]))
    return found


TOP = {'app', 'cli', 'doc', 'engine', 'ui', 'resources', 'tests', 'script', 'meson.build',
       'meson_options.txt', 'README.md', 'DESIGN.md', 'CONTRIBUTING.md', 'NEWS.md', 'SECURITY.md', 'COPYING'}


def top_level(root):
    """The top folder stays a table of contents."""
    return [(Path(path.name), 1, 'does not belong at the top') for path in sorted(root.iterdir())
            if path.name not in TOP and not path.name.startswith(('.', 'build'))]


PLACE_IN_TEXT = re.compile(r'`((?:[\w-]+/)+[\w.-]+\.\w+)`')


def adding(root):
    """What doc/adding.md lists exists, and a variant with a knob and a term touches six files at most."""
    page = root / 'doc' / 'adding.md'
    if not page.exists():
        return []
    found, text = [], page.read_text()
    for number, line in enumerate(text.split('\n'), 1):
        for name in PLACE_IN_TEXT.findall(line):
            place = root / name
            if not (place.parent.is_dir() if 'NAME' in name else place.exists()):
                found.append((Path('doc/adding.md'), number, '%s is not there' % name))
    variant = re.search(r'^## A variant(.*?)(?=^## |\Z)', text, re.MULTILINE | re.DOTALL)
    steps = len(re.findall(r'^\d+\. ', variant.group(1), re.MULTILINE)) if variant else 0
    if not 1 <= steps <= 6:
        found.append((Path('doc/adding.md'), 1, 'a variant touches %d files, at most six' % steps))
    return found


BOUND = re.compile(r'bind_template_(?:child|callback)\s*\((?:[^,()]|\([^()]*\))*,\s*(?:\w+,\s*)?(\w+)')
USED_IN_TEMPLATE = re.compile(r'bind-source="(\w+)"|<lookup[^>]*>(\w+)</lookup>|<property[^>]*>(\w+)</property>|'
                              r'<constant>(\w+)</constant>|<relation[^>]*>(\w+)</relation>')
VISIBLE = re.compile(r'<(?:property name="(?:label|title|subtitle|tooltip-text|empty-text|description)"|item)>'
                     r'([^<]*[^\W\d_]{2}[^<]*)<')
NOT_TRANSLATED = {'Bandloom', 'nm', 'µm', 'cm⁻¹'}


def templates(root):
    """A template and its file of C name the same children and callbacks; its words can be translated."""
    resources = ''.join(path.read_text() for path in files(root, PUBLIC, '.xml'))
    found = []
    for path in files(root, PUBLIC, '.ui'):
        text, code, name = path.read_text(), path.with_suffix('.c'), path.relative_to(root)
        found += [(name, line_of(text, match.start()), 'cannot be translated: ' + match.group(1))
                  for match in VISIBLE.finditer(text) if match.group(1) not in NOT_TRANSLATED]
        if '>%s<' % path.name not in resources and '/%s<' % path.name not in resources:
            found.append((name, 1, 'is in no list of resources'))
        if '<template ' not in text:
            continue
        if not code.exists():
            found.append((name, 1, 'has no file of C beside it'))
            continue
        bound = set(BOUND.findall(code_of(code)))
        ids = set(re.findall(r' id="(\w+)"', text))
        called = set(re.findall(r'(?:handler|function)="(\w+)"', text))
        used = {word for match in USED_IN_TEMPLATE.findall(text) for word in match if word}
        found += [(name, 1, 'bound in C, and not in the template: ' + word) for word in sorted(bound - ids - called)]
        found += [(name, 1, 'called by the template, and not bound: ' + word) for word in sorted(called - bound)]
        found += [(name, 1, 'an id that nobody uses: ' + word) for word in sorted(ids - bound - used)]
    return found


SERIES = (r'plot_chart_(?:set_(?:line|line_floats|line_set|error_band|level|bars|small_multiples\w*|rug|points|'
          r'point_\w+|selection)|remove|get_series)|bl_band_axis_set_\w+ \([^,;]+')


def titles_as_identity(root):
    """Nothing is told by its visible words: kinds are enums, and series and places have ids."""
    return matches(root, ['ui', 'app'], ['.c', '.h'],
                   r'\b(?:%s)(?: \(|,) ?[^,;]+,\s*(?:"[^"]*[A-Z][^"]*"|(?:[\w.>\[\]]|->)*(?:name|title|label|text)s?\b'
                   r'[^,;]*)[,)]' % SERIES, 'a series with a title as its id', read=code_of) + \
        matches(root, ['ui', 'app'], ['.c', '.h'],
                   r'\b(?:g_str_equal|g_strcmp0|strn?cmp|g_ascii_strcasecmp|g_str_has_prefix|g_str_has_suffix|strstr) '
                   r'\([^;"]*"(?:[A-Z][^"]*|\w+ \w[^"]*)"', 'compares with visible words', read=code_of)


RULES = (adding, engine_includes, engine_calls, engine_random, engine_state, circles, rooms, blas_includes, layout,
         head_comments, doc_comments, preconditions, prefixes, error_sentences, local_paths, top_level,
         templates, titles_as_identity)


def function_lengths(root):
    """Lengths of all function bodies in lines, for the note at the end of the test."""
    lengths = []
    for path in files(root, PUBLIC, '.c'):
        for match in re.finditer(r'^\{\n(.*?)^\}', path.read_text(errors='replace'), re.MULTILINE | re.DOTALL):
            lengths.append(match.group(1).count('\n'))
    return sorted(lengths)
