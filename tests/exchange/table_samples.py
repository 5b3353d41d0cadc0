"""Workbooks and text tables made by tests, good ones and hostile ones, in every format that is read."""

import csv
import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
Rows = Sequence[Sequence[Any]]


def shared(name: str) -> Path:
    """A real file of others; the test is skipped where the folder is absent."""
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"{path} is absent")
    return path


def workbook(path: Path, *sheets: tuple[str, Rows] | tuple[str, Rows, str], at: tuple[int, int] = (1, 1)) -> Path:
    """An xlsx with sheets of a name, rows, and where it is not to be seen "hidden"; the table begins `at`."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows, *state in sheets:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state[0] if state else "visible"
        for r, row in enumerate(rows, at[0]):
            for c, value in enumerate(row, at[1]):
                if value is not None:
                    sheet.cell(r, c, value)
    book.save(path)
    return path


def text(path: Path, rows: Rows, delimiter: str = ",", encoding: str = "utf-8", **more: Any) -> Path:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, **more).writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def patched(path: Path, entry: str, change: Callable[[bytes], bytes]) -> Path:
    """The archive with one of its entries changed; entries that it lacks are made."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries[entry] = change(entries.get(entry, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def with_cells(path: Path, cells: str, head: str = "") -> Path:
    """An xlsx whose only sheet has just this XML as its data."""
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    data = f"{head}<sheetData>{cells}</sheetData></worksheet>".encode()
    return patched(workbook(path, ("Sheet", [["x"]])), SHEET, lambda _: start + data)


def ods(path: Path, body: str) -> Path:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Controls">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def ods_cell(value: str, **repeated: int) -> str:
    times = "".join(f' table:number-{what}-repeated="{times}"' for what, times in repeated.items())
    return f'<table:table-cell office:value-type="string"{times}><text:p>{value}</text:p></table:table-cell>'


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(data) & 0x7F | 0x80, len(data) >> 7]) + data


def _wide(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def xlsb(path: Path, cells: Iterable[tuple[int, int, str]]) -> Path:
    """An xlsb with one sheet ([MS-XLSB] 2.1.7)."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Controls")
    book = _record(0x0083) + _record(0x008F) + _record(0x009C, bundle) + _record(0x0090) + _record(0x0084)
    sheet = _record(0x0081) + _record(0x0094, bytes(16)) + _record(0x0091)
    for row, column, value in cells:
        sheet += _record(0x0000, struct.pack("<I", row) + bytes(21))
        sheet += _record(0x0006, struct.pack("<II", column, 0) + _wide(value))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet + _record(0x0092) + _record(0x0082))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        )
    return path


def _biff(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def xls(path: Path, cells: Iterable[tuple[int, int, str]], rows: int = 10, before: bytes = b"") -> Path:
    """An xls with one sheet that declares so many rows ([MS-XLS] 2.1.7.20); `before` stands among the globals."""
    sheet = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    sheet += _biff(0x0200, struct.pack("<IIHHH", 0, rows, 0, 3, 0))
    for row, column, value in cells:
        written = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        sheet += _biff(0x0204, struct.pack("<HHH", row, column, 0) + written)
    sheet += _biff(0x000A)
    start = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + before
    name = struct.pack("<BB", 8, 0) + b"Controls"
    place = len(start) + 4 + 6 + len(name) + 4
    stream = start + _biff(0x0085, struct.pack("<IH", place, 0) + name) + _biff(0x000A) + sheet
    path.write_bytes(compound({"Workbook": stream}))
    return path


def compound(streams: dict[str, bytes]) -> bytes:
    """A container of old Office files with sectors of 512 bytes ([MS-CFB])."""
    body, chain, entries = b"", [0xFFFFFFFD, 0xFFFFFFFE], []
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        data += bytes(-len(data) % 512)
        first = len(chain)
        chain += [*range(first + 1, first + len(data) // 512), 0xFFFFFFFE]
        body += data
        entries.append(_entry(name, 2, first, len(data)))
    directory = (_entry("Root Entry", 5, 0xFFFFFFFE, 0) + b"".join(entries)).ljust(512, b"\0")
    fat = struct.pack("<128I", *(chain + [0xFFFFFFFF] * 128)[:128])
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108) + fat + directory + body


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


_READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
from pathlib import Path
from srm_desktop.exchange.table import BadTable, read
try:
    print(sum(len(sheet.rows) for sheet in read(Path(sys.argv[1])).sheets), "rows")
except BadTable as problem:
    print(problem)
"""


def told_within(path: Path, memory: int = 768 << 20, seconds: int = 30) -> str:
    """What reading says in a process that may only have so many bytes and seconds of work."""
    pytest.importorskip("resource", reason="the system has no limits for a process")
    code = _READ.format(memory=memory, seconds=seconds)
    done = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()
