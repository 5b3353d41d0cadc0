"""Which bytes of an SQLite file matter, and to which row they belong: its b-trees, walked by the file format.

https://www.sqlite.org/fileformat2.html, sections 1.5 to 2.1. Live is what is read when all rows are read: page headers
(type, number of cells, where cells begin, right-most child), cell pointers, cells, and payload and next pointers on
overflow pages. Not live are free pages, the space between pointers and cells, what deleted cells left, the counts of
free bytes, the end of the last overflow page of a row and its next pointer, and the reserved part of the file header.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple


class Span(NamedTuple):
    """Live bytes `[start, end)` of a table or index; `row` is the rowid they belong to, None where they serve more."""

    start: int
    end: int
    tree: str
    row: int | None


def live(path: Path) -> list[Span]:
    """The live bytes of the file, by tree."""
    data = path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        trees = connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0").fetchall()
    walk = _Walk(data)
    return [span for name, root in [("sqlite_master", 1), *trees] for span in walk.tree(name, root)]


class _Walk:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.page_size = self.number(16, 2)
        self.usable = self.page_size - data[20]

    def number(self, at: int, size: int) -> int:
        return int.from_bytes(self.data[at : at + size], "big")

    def varint(self, at: int) -> tuple[int, int]:
        """A variable-length integer, and where it ends."""
        value = 0
        for n in range(9):
            byte = self.data[at + n]
            value = (value << 8 | byte) if n == 8 else (value << 7 | byte & 0x7F)
            if n == 8 or not byte & 0x80:
                return value, at + n + 1
        raise AssertionError

    def tree(self, name: str, page: int) -> Iterator[Span]:
        base = (page - 1) * self.page_size
        head = base + (100 if page == 1 else 0)
        kind, cells = self.data[head], self.number(head + 3, 2)
        size = 12 if kind in (2, 5) else 8
        yield Span(head, head + 1, name, None)
        yield Span(head + 3, head + 5, name, None)
        yield Span(head + size, head + size + 2 * cells, name, None)
        for n in range(cells):
            yield from self.cell(name, kind, base + self.number(head + size + 2 * n, 2))
        if size == 12:
            yield Span(head + 8, head + 12, name, None)
            yield from self.tree(name, self.number(head + 8, 4))

    def cell(self, name: str, kind: int, start: int) -> Iterator[Span]:
        at, row = start, None
        if kind in (2, 5):
            yield from self.tree(name, self.number(at, 4))
            at += 4
        if kind == 5:
            yield Span(start, self.varint(at)[1], name, None)
            return
        payload, at = self.varint(at)
        if kind == 13:
            row, at = self.varint(at)
        most = self.usable - 35 if kind == 13 else (self.usable - 12) * 64 // 255 - 23
        least = (self.usable - 12) * 32 // 255 - 23
        kept = payload
        if payload > most:
            kept = least + (payload - least) % (self.usable - 4)
            kept = kept if kept <= most else least
        end = at + kept
        yield Span(start, end + (4 if kept < payload else 0), name, row)
        if kept < payload:
            yield from self.overflow(name, row, self.number(end, 4), payload - kept)

    def overflow(self, name: str, row: int | None, page: int, left: int) -> Iterator[Span]:
        while left > 0:
            base = (page - 1) * self.page_size
            here = min(left, self.usable - 4)
            left -= here
            yield Span(base + (0 if left else 4), base + 4 + here, name, row)
            page = self.number(base, 4)
