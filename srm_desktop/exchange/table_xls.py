"""Old workbooks (xls), gone through for how much a reader would have to hold ([MS-CFB], [MS-XLS] 2.1.4 and 2.4).

The reader makes room for what each sheet declares, and for every cell between the outermost ones, in all sheets at
once: so both are looked at before it is asked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from srm_desktop.exchange.table_extent import MOST_CELLS, Extent
from srm_desktop.exchange.table_problems import EXPECTED, BadTable, ProtectedTable

_END, _SHEET, _FILE_PASS, _DIMENSIONS, _MANY = 0x000A, 0x0085, 0x002F, 0x0200, 0x00BD
_FORMULA, _TEXT, _SHARED, _CONTINUED = 0x0006, 0x0207, 0x00FC, 0x003C
_VALUES = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_ROWS, _COLUMNS = 65_536, 256
_FREE = 0xFFFFFFFA  # numbers from here on are no sectors


class _Damaged(Exception):
    pass


def measure(name: str, data: bytes) -> None:
    """Raise BadTable where an xls is damaged or would need too much memory, ProtectedTable where it is locked."""
    try:
        streams = _Compound(data).streams()
        if "EncryptedPackage" in streams:
            raise _locked(name)
        stream = streams.get("Workbook") or streams.get("Book")
        if stream is None:
            raise BadTable(f"{name} is an Office file without a worksheet; {EXPECTED}.")
        _sheets(name, stream())
    except (_Damaged, struct.error, IndexError) as error:
        raise BadTable(f"{name} is a damaged or cut off workbook (xls); get a whole copy of it.") from error


def _locked(name: str) -> ProtectedTable:
    return ProtectedTable(f"{name} is locked with a password; open it in Excel and save a copy without one.")


def _sheets(name: str, stream: bytes) -> None:
    starts: list[int] = []
    said = room = 0
    before = 0
    for kind, at, size in _records(stream, 0):
        if kind == _FILE_PASS and size >= 2 and stream[at : at + 2] != b"\0\0":
            raise _locked(name)
        if kind == _SHEET:
            starts.append(*struct.unpack_from("<I", stream, at))
        if kind == _SHARED:
            said = max(said, *struct.unpack_from("<4xI", stream, at))
        if kind == _SHARED or (kind == _CONTINUED and before in (_SHARED, _CONTINUED)):
            room += size // 3
        before = kind
    if said > room:
        raise _Damaged  # more shared texts are said to be there than have room
    total = seen = 0
    for number, start in enumerate(starts, 1):
        extent, records = _extent(stream, start)
        seen += records
        total += extent.cells
        extent.check(name, f"sheet {number}")
        if extent.bottom >= _ROWS or extent.right >= _COLUMNS or max(total, seen) > MOST_CELLS:
            raise BadTable(f"{name} has or declares more cells than are read ({MOST_CELLS:,}); save it anew as .xlsx.")


def _extent(stream: bytes, start: int) -> tuple[Extent, int]:
    extent, seen, formula = Extent(), 0, (0, 0)
    for kind, at, size in _records(stream, start):
        seen += 1
        if kind in _VALUES:
            row, column = struct.unpack_from("<HH", stream, at)
            extent.take(row, column)
            if kind == _MANY:
                extent.take(row, *struct.unpack_from("<H", stream, at + size - 2))
            formula = (row, column) if kind == _FORMULA else formula
        elif kind == _TEXT:
            extent.take(*formula)  # the text that a formula gave
        elif kind == _DIMENSIONS:
            first, rows, left, columns = struct.unpack_from("<IIHH" if size >= 14 else "<HHHH", stream, at)
            if rows > _ROWS or columns > _COLUMNS or first > max(rows, 1) or left > max(columns, 1):
                extent.take(_ROWS, _COLUMNS)
    return extent, seen


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of the records from a place to the end of the sheet or of the stream."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _END:
            return
        if at + 4 + size > len(stream):
            raise _Damaged
        yield kind, at + 4, size
        at += 4 + size


class _Compound:
    """The container of old Office files, and of new ones that are locked with a password ([MS-CFB])."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise _Damaged
        self.sector = 1 << shift
        folders, table, directory, _, _, mini, minis, more, mores = struct.unpack_from("<9I", data, 40)
        if max(folders, table, minis, mores) > len(data) // self.sector:
            raise _Damaged  # the reader makes room for what the header says
        blocks = list(struct.unpack_from("<109I", data, 76))
        while more < _FREE:
            found = struct.unpack(f"<{self.sector // 4}I", self._at(more))
            blocks, more = [*blocks, *found[:-1]], found[-1]
            if len(blocks) > len(data) // 4:
                raise _Damaged  # it goes round
        self.fat = self._numbers(b"".join(self._at(block) for block in blocks if block != 0xFFFFFFFF))
        self.directory = self._chain(directory)
        self.mini_fat = self._numbers(self._chain(mini))
        self.mini = self._chain(struct.unpack_from("<I", self.directory, 116)[0])

    def streams(self) -> dict[str, _Stream]:
        """What is in the container, by name; read when it is asked for."""
        found: dict[str, _Stream] = {}
        for at in range(0, len(self.directory) - 127, 128):
            start, size = struct.unpack_from("<II" if self.sector == 512 else "<IQ", self.directory, at + 116)
            name = self.directory[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
            if name and size > len(self.data):
                raise _Damaged
            found.setdefault(name, _Stream(self, start, size))
        return found

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self.sector
        if start >= len(self.data):
            raise _Damaged
        return self.data[start : start + self.sector].ljust(self.sector, b"\0")

    def _numbers(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data)

    def _chain(self, sector: int) -> bytes:
        found: list[bytes] = []
        while sector < _FREE:
            if len(found) > len(self.fat):
                raise _Damaged  # it goes round
            found.append(self._at(sector))
            sector = self.fat[sector]
        return b"".join(found)

    def content(self, start: int, size: int) -> bytes:
        """A stream, from the sectors or, where it is short, from the small ones."""
        if size >= 4096:
            return self._chain(start)[:size]
        found: list[bytes] = []
        while start < _FREE:
            if len(found) > len(self.mini_fat):
                raise _Damaged
            found.append(self.mini[start * 64 : start * 64 + 64])
            start = self.mini_fat[start]
        return b"".join(found)[:size]


class _Stream:
    def __init__(self, compound: _Compound, start: int, size: int) -> None:
        self._compound, self._start, self._size = compound, start, size

    def __call__(self) -> bytes:
        return self._compound.content(self._start, self._size)
