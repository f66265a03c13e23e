#!/usr/bin/python3
"""The shortcuts window lists every key that the window binds, none twice, and none that nothing binds.

usage: test-shortcuts.py SOURCE-FOLDER
"""
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

# Keys that are a loop, or the toolkit's own.
BY_LOOP = {'<alt>1...4', '1...9'}
TOOLKIT = {'f10'}


def listed(text):
    """Each group with its keys, in lower case."""
    groups = {}
    for group in ElementTree.fromstring(text).iter('object'):
        if group.get('class') == 'GtkShortcutsGroup':
            keys = groups.setdefault(group.find("property[@name='title']").text, [])
            for shortcut in group.iter('object'):
                if shortcut.get('class') == 'GtkShortcutsShortcut':
                    keys += shortcut.find("property[@name='accelerator']").text.lower().split()
    return groups


def bound(sources):
    """Keys of the classes, as the shortcuts window writes them."""
    keys = set()
    for text in sources:
        for key, modifiers in re.findall(
                r'(?:bind_key|gtk_widget_class_add_binding_action) \(\w+,\s*GDK_KEY_(\w+),\s*([^"]*?),\s*"', text):
            words = ''.join(f'<{word.lower()}>' for word in ('CONTROL', 'SHIFT', 'ALT') if word in modifiers)
            keys.add(words + key.lower())
        for names in re.findall(r'_keys\[\] = \{([^}]*)\}', text):
            keys.update(name.lower() for name in re.findall(r'"([^"]+)"', names))
    return keys


def faults(groups, keys):
    """What is wrong with the list."""
    found = [f'{key} is not listed' for key in sorted(keys) if not any(key in of for of in groups.values())]
    everywhere = [key for of in groups.values() for key in of if key not in ('left', 'right', 'up', 'down')]
    found += [f'{key} is listed twice' for key in sorted(set(everywhere)) if everywhere.count(key) > 1]
    with_modifier = {key for key in everywhere if '<' in key or re.fullmatch(r'f\d+', key)}
    found += [f'{key} does nothing' for key in sorted(with_modifier - keys - BY_LOOP - TOOLKIT)]
    return found


def main():
    root = Path(sys.argv[1])
    tap = Tap()
    text = (root / 'app' / 'window' / 'bl-shortcuts.ui').read_text(encoding='utf-8')
    sources = [path.read_text(encoding='utf-8')
               for folder in ('app', 'ui') for path in sorted((root / folder).rglob('*.c'))]
    groups, keys = listed(text), bound(sources)
    tap.ok(len(keys) > 15, 'keys are found in the source', str(sorted(keys)))
    tap.ok(not faults(groups, keys), 'the shortcuts window lists what is bound', '; '.join(faults(groups, keys)))
    tap.ok({'Train', 'Compare', 'Generate'} <= set(groups), 'each page has a group', str(list(groups)))
    spoiled = listed(text.replace('&lt;Control&gt;t<', 'Escape<'))
    tap.ok(len(faults(spoiled, keys)) == 2, 'a key that is missing and one that is there twice are found')
    tap.ok(bool(faults(listed(text.replace('>F9<', '>F8<')), keys)), 'a key that does nothing is found')
    tap.finish()


if __name__ == '__main__':
    main()
