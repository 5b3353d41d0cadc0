"""Parts of xlsb workbooks, gone through for how much a reader would have to hold ([MS-XLSB], 2.1.4 and 2.5)."""

from __future__ import annotations

from srm_desktop.exchange.table_extent import Extent

_ROW, _SHARED_USE, _SHARED_TEXT, _SHEET_DATA = 0x0000, 0x0007, 0x0013, 0x0091
_VALUES = frozenset({0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x0008, 0x0009, 0x000A, 0x000B})
_LONGEST_NUMBER = 4  # bytes that a record's size may take


class Damaged(Exception):
    """A row or cell is shorter than any is."""


class BinPart:
    """One binary part: a sheet, the shared texts, or something else. Pieces are fed as they are unpacked.

    `uses` counts by the number of a shared text how often it stands in a cell; `lengths` are those of shared texts.
    """

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self.extent = Extent()
        self.uses: dict[str, int] = {}
        self.lengths: list[int] = []
        self._left = b""
        self._skip = 0
        self._row = 0
        self._in_sheet = False

    def feed(self, piece: bytes) -> None:
        """Go on with the next piece; of long records only the beginning is kept. Raises Damaged."""
        data = self._left + piece
        at = min(self._skip, len(data))
        self._skip -= at
        while not self._skip and (head := _head(data, at)):
            kind, size, start = head
            need = min(size, 16)
            if len(data) - start < need:
                break
            self._record(kind, data[start : start + need])
            at = min(start + size, len(data))
            self._skip = start + size - at
        self._left = data[at:]

    def _record(self, kind: int, data: bytes) -> None:
        if kind == _SHEET_DATA:
            self._in_sheet = True
        elif kind == _SHARED_TEXT and len(data) >= 5:
            self.lengths.append(int.from_bytes(data[1:5], "little"))
        elif not self._in_sheet:
            return
        elif (kind == _ROW and len(data) < 4) or (kind in _VALUES and len(data) < 9):
            raise Damaged  # the reader would take what is missing from the record before
        elif kind == _ROW:
            self._row = int.from_bytes(data[:4], "little")
        elif kind in _VALUES:
            self.extent.take(self._row, int.from_bytes(data[:4], "little"))
            if kind == _SHARED_USE:
                number = str(int.from_bytes(data[8:12], "little"))
                self.uses[number] = self.uses.get(number, 0) + 1


def _head(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Kind and size of the record at a place, and where its content starts; None where the piece ends before that."""
    if at >= len(data):
        return None
    kind, start = data[at], at + 1
    if kind & 0x80:
        if start >= len(data):
            return None
        kind, start = (kind & 0x7F) | (data[start] & 0x7F) << 7, start + 1
    size = 0
    for depth in range(_LONGEST_NUMBER):
        if start >= len(data):
            return None
        byte, start = data[start], start + 1
        size |= (byte & 0x7F) << (7 * depth)
        if not byte & 0x80:
            break
    return kind, size, start
