#!/usr/bin/python3
"""Files that say where else to look: no host hears of it, no other file is opened, and each is a scene or a sentence.

usage: test-readers.py BANDLOOM-CLI
"""
import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tools'))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
import attack  # noqa: E402

PORT = 8077  # the one that the stored inputs name
SECRET = 'the-secret-of-somebody-else'

ISIS = """Object = IsisCube
  Object = Core
    StartByte = 1
    ^Core = %s
    Format = BandSequential
    Group = Dimensions
      Samples = 4
      Lines = 2
      Bands = 3
    End_Group
    Group = Pixels
      Type = UnsignedByte
      ByteOrder = Lsb
      Base = 0.0
      Multiplier = 1.0
    End_Group
  End_Object
End_Object
End
"""
VRT = """<VRTDataset rasterXSize="4" rasterYSize="2"><VRTRasterBand dataType="Byte" band="1">
<SimpleSource>
<SourceFilename relativeToVRT="0">%s</SourceFilename><SourceBand>1</SourceBand></SimpleSource>
</VRTRasterBand></VRTDataset>
"""
PDS4 = """<?xml version="1.0" encoding="UTF-8"?>
<Product_Observational xmlns="http://pds.nasa.gov/pds4/pds/v1"><File_Area_Observational>
<File><file_name>%s</file_name></File><Array_3D_Spectrum><offset unit="byte">0</offset><axes>3</axes>
<axis_index_order>Last Index Fastest</axis_index_order>
<Element_Array><data_type>UnsignedByte</data_type></Element_Array>
<Axis_Array><axis_name>Band</axis_name><elements>3</elements><sequence_number>1</sequence_number></Axis_Array>
<Axis_Array><axis_name>Line</axis_name><elements>2</elements><sequence_number>2</sequence_number></Axis_Array>
<Axis_Array><axis_name>Sample</axis_name><elements>4</elements><sequence_number>3</sequence_number></Axis_Array>
</Array_3D_Spectrum></File_Area_Observational></Product_Observational>
"""


class Host:
    """Counts who calls."""

    def __init__(self):
        self.calls = []
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(('127.0.0.1', PORT))
        self.socket.listen(16)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                call, _ = self.socket.accept()
            except OSError:
                return
            call.settimeout(1)
            try:
                self.calls.append(call.recv(200))
                call.sendall(b'HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n')
            except OSError:
                self.calls.append(b'')
            call.close()


def write_attacks(folder, stored):
    """Files in a folder of their own, each naming another."""
    place = folder / 'attacks'
    place.mkdir()
    (folder / 'secret').write_text(SECRET * 20)
    (place / 'below').mkdir()
    (place / 'below' / 'secret').write_text(SECRET * 20)
    for number, target in enumerate((str(folder / 'secret'), '../secret', 'below/secret', '/etc/passwd',
                                     '/vsicurl/http://127.0.0.1:%d/a.tif' % PORT,
                                     '/vsis3/127.0.0.1:%d/a' % PORT, 'http://127.0.0.1:%d/wms?SERVICE=WMS' % PORT,
                                     'WMS:http://127.0.0.1:%d/' % PORT, '/vsigzip/%s' % (folder / 'secret'),
                                     '/vsisubfile/0_20,%s' % (folder / 'secret'), '/proc/self/environ')):
        for name, text in (('isis-%d.cub', ISIS), ('isis-%d.lbl', ISIS), ('vrt-%d.vrt', VRT), ('vrt-%d.tif', VRT),
                           ('pds4-%d.xml', PDS4), ('pds4-%d.tif', PDS4)):
            (place / (name % number)).write_text(text % target)
    if stored and (stored / 'hostile').is_dir():
        for path in (stored / 'hostile').iterdir():
            if path.suffix == '.gz' and 'bandloom' not in path.name:
                (place / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
            elif path.suffix in ('.xml', '.h5'):
                shutil.copyfile(path, place / path.name)
    return sorted(path for path in place.iterdir() if path.is_file())


def nobody_is_called(cli, paths, folder):
    """Each is refused, or is a scene without a word of what lies elsewhere."""
    host = Host()
    try:
        for path in paths:
            attack.refuses(cli, 'info', path)
        for path in paths[::9]:
            attack.refuses(cli, 'encode', folder / 'model.bandloom', path, '-o', folder / 'codes.npy')
        assert not host.calls, host.calls
        with socket.create_connection(('127.0.0.1', PORT)):  # it does hear who calls
            pass
    finally:
        host.socket.close()


def beside_is_read_and_said(cli, folder):
    """A label whose pixels lie beside it, under another name: read, and the file is named."""
    place = folder / 'beside'
    place.mkdir()
    (place / 'pixels.dat').write_bytes(bytes(range(1, 25)))
    (place / 'label.lbl').write_text(ISIS % 'pixels.dat')
    out = attack.accepts(cli, 'info', place / 'label.lbl').decode()
    assert 'pixels.dat' in out and '2 lines × 4 samples × 3 bands' in out, out
    (place / 'link.dat').symlink_to(folder / 'secret')
    (place / 'other.lbl').write_text(ISIS % 'link.dat')
    attack.refuses(cli, 'info', place / 'other.lbl')


def nothing_else_is_opened(cli, paths, folder):
    """As the kernel sees it: who looks into the file opens no other of ours, asks for no host, starts nothing."""
    wanted = re.compile(r'"(/usr/|/lib|/etc/ld\.so)')
    for path in [folder / 'good.tif', folder / 'scene.hdr', *paths]:
        trace = folder / 'trace'
        subprocess.run(['strace', '-f', '-s', '300', '-o', trace, '-e',
                        'trace=open,openat,connect,execve,seccomp,prctl', cli, 'info', path], capture_output=True,
                       check=False, timeout=120)
        sandboxed, opened = set(), 0
        for line in trace.read_text(errors='replace').splitlines():
            process, call = line.split(None, 1)
            done = re.search(r'\) += (-?\d+)', call)
            if 'PR_SET_SECCOMP' in call or call.startswith('seccomp('):
                sandboxed.add(process)
            elif process in sandboxed and done and int(done.group(1)) >= 0 and not call.startswith('prctl'):
                assert call.startswith('open'), call
                opened += 1
                assert wanted.search(call) or str(path.parent) in call, '%s: %s' % (path.name, call)
                assert 'secret' not in call and 'passwd' not in call, '%s: %s' % (path.name, call)
            assert not call.startswith('connect') or 'AF_UNIX' in call, call
        if path.suffix in ('.tif', '.xml') and 'good' in path.name:
            assert sandboxed and opened, 'nothing was traced'


def loading_code_is_not_asked_for(cli, folder):
    """Variables that make a library load code do not reach who reads."""
    plugin = folder / 'plugins'
    plugin.mkdir()
    source = plugin / 'gdal_X.c'
    source.write_text('#include <stdio.h>\nvoid GDALRegisterMe (void) { fclose (fopen ("%s", "w")); }\n'
                      'void GDALRegister_X (void) { GDALRegisterMe (); }\n' % (folder / 'loaded'))
    if shutil.which('cc') is None:
        return
    subprocess.run(['cc', '-shared', '-fPIC', '-o', plugin / 'gdal_X.so', source], check=True)
    env = dict(os.environ, GDAL_DRIVER_PATH=str(plugin), HDF5_PLUGIN_PATH=str(plugin))
    attack.accepts(cli, 'info', folder / 'good.tif', env=env)
    attack.accepts(cli, 'encode', folder / 'model.bandloom', folder / 'scene.hdr', '-o', folder / 'codes.tif', env=env)
    assert not (folder / 'loaded').exists(), 'a driver was loaded'


def main():
    tap, cli = Tap(), os.path.abspath(sys.argv[1])
    stored = Path(os.environ['BANDLOOM_TEST_DATA']) if 'BANDLOOM_TEST_DATA' in os.environ else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scene = attack.write_scene(folder)
        attack.accepts(cli, 'train', scene, '--layers', '9,4', '--epochs', '2', '--save', folder / 'model.bandloom')
        attack.accepts(cli, 'reconstruct', folder / 'model.bandloom', scene, '-o', folder / 'good.tif')
        paths = write_attacks(folder, stored)
        if stored is None:
            tap.note('the stored inputs are not here: those that are made by this test alone')
        tap.run('nobody is called', nobody_is_called, cli, paths, folder)
        tap.run('what lies beside is read, and said', beside_is_read_and_said, cli, folder)
        if shutil.which('strace'):
            tap.run('nothing else is opened', nothing_else_is_opened, cli, paths[::7], folder)
        else:
            tap.skip('nothing else is opened', 'strace is not here')
        tap.run('loading code is not asked for', loading_code_is_not_asked_for, cli, folder)
    tap.finish()


if __name__ == '__main__':
    main()
