#!/usr/bin/python3
"""Validates what a user's desktop reads: launcher, metainfo, icons, settings schemas. Each validator is
first shown a broken twin that it must refuse.

usage: test-desktop.py RESOURCES VERSION
"""
import configparser
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

APP = 'org.bandloom.Bandloom'
SVG = '{http://www.w3.org/2000/svg}'


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def launcher(path):
    status, said = run('desktop-file-validate', path)
    assert status == 0 and not said, said
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(path)
    entry = parser['Desktop Entry']
    assert entry['Icon'] == APP, 'Icon is %s, not %s' % (entry['Icon'], APP)
    assert re.match(r'bandloom %[fFuU]$', entry['Exec']), 'Exec takes no file: ' + entry['Exec']


def metainfo(path, version):
    status, said = run('appstreamcli', 'validate', '--no-net', path)
    assert status == 0, said
    tree = ElementTree.parse(path)
    assert tree.findtext('id') == APP
    assert tree.findtext('launchable') == APP + '.desktop'
    newest = tree.find('releases/release').get('version')
    assert newest == version, 'newest release is %s, the project is %s' % (newest, version)


def scalable_icon(path):
    root = ElementTree.parse(path).getroot()
    assert root.tag == SVG + 'svg' and root.get('viewBox') == '0 0 128 128', root.attrib
    used = set(re.findall(r'url\(#([^)]+)\)', path.read_text()))
    made = {element.get('id') for element in root.iter() if element.get('id')}
    assert used <= made, 'used but not defined: %s' % (used - made)
    assert not re.search(r'(href|data:|<image|<text)', path.read_text()), 'an icon stands by itself'


def symbolic_icon(path):
    root = ElementTree.parse(path).getroot()
    assert root.get('viewBox') == '0 0 16 16', root.attrib
    strokes = [element for element in root.iter() if element.get('stroke')]
    assert not strokes, 'a symbolic icon is recoloured by its fill: no strokes'
    fills = {element.get('fill') for element in root.iter() if element.get('fill')}
    assert len(fills) == 1, 'one colour: %s' % fills


def schemas(folder):
    status, said = run('glib-compile-schemas', '--strict', '--dry-run', folder)
    assert status == 0, said


def refused(check, path, old, new, *args):
    """The twin of path with old replaced by new must not pass."""
    text = path.read_text()
    assert old in text, 'nothing to break: ' + old
    with tempfile.TemporaryDirectory() as folder:
        twin = Path(folder) / path.name
        twin.write_text(text.replace(old, new, 1))
        try:
            check(twin, *args)
        except (AssertionError, ElementTree.ParseError):
            return
    raise AssertionError('a broken twin passed: %s -> %s' % (old, new))


def main():
    resources, version = Path(sys.argv[1]), sys.argv[2]
    tap = Tap()
    desktop = resources / 'desktop' / (APP + '.desktop')
    info = resources / 'desktop' / (APP + '.metainfo.xml')
    icon = resources / 'desktop/hicolor/scalable/apps' / (APP + '.svg')
    symbolic = resources / 'desktop/hicolor/symbolic/apps' / (APP + '-symbolic.svg')

    if shutil.which('desktop-file-validate'):
        tap.run('launcher', launcher, desktop)
        tap.run('launcher: a broken twin is refused', refused, launcher, desktop, 'Type=Application', 'Type=Sofa')
    else:
        tap.skip('launcher', 'desktop-file-validate is not installed')
    if shutil.which('appstreamcli'):
        tap.run('metainfo', metainfo, info, version)
        tap.run('metainfo: a broken twin is refused', refused, metainfo, info, '<summary>', '<summery>', version)
        tap.run('metainfo: an older version is refused', refused, metainfo, info, 'version="' + version,
                'version="0.0', version)
    else:
        tap.skip('metainfo', 'appstreamcli is not installed')
    tap.run('icon', scalable_icon, icon)
    tap.run('icon: a broken twin is refused', refused, scalable_icon, icon, 'id="tile"', 'id="tiles"')
    tap.run('symbolic icon', symbolic_icon, symbolic)
    tap.run('symbolic icon: a broken twin is refused', refused, symbolic_icon, symbolic, '<path ',
            '<path stroke="red" ')
    folders = sorted({path.parent for path in resources.rglob('*.gschema.xml')})
    for folder in folders:
        tap.run('schemas in %s' % folder.name, schemas, folder)
    tap.finish()


main()
