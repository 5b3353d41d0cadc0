"""Tables as Excel and browsers put them on the clipboard: HTML, and text with tabs; written as CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

Rows = tuple[tuple[str, ...], ...]

LONGEST = 20_000_000
"""How many characters of a clipboard are looked at; what is longer stays text."""

_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"style", "script", "title", "head", "template"})
_WIDEST = 1_000


def table_in(html: str, text: str) -> Rows | None:
    """The one table that a clipboard holds, its cells as they stand there; None where it holds anything else.

    A table has two cells at least. Text beside a table in the HTML makes it a page, which is none. Where text with tabs
    has the same number of rows as the HTML, its cells count: a browser joins lines, Excel's text does not.
    """
    if max(len(html), len(text)) > LONGEST:
        return None
    tabs = _of_text(text)
    if "<table" not in html.lower():
        return tabs if tabs and len(tabs) > 1 else None
    found = _of_html(html)
    if found is None or sum(map(len, found)) < 2:
        return None
    alike = tabs is not None and [len(row) for row in tabs] == [len(row) for row in found]
    return tabs if alike else found


def _of_text(text: str) -> Rows | None:
    """Text as rows where every line has the same number of tabs, and none only because it is indented."""
    if "\t" not in text:
        return None
    try:
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), "excel-tab"))
    except csv.Error:  # a cell that is longer than the reader takes
        return None
    alike = len({len(row) for row in rows}) == 1 and len(rows[0]) > 1
    return rows if alike and any(row[0] for row in rows) else None


def _of_html(html: str) -> Rows | None:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return None if reader.more else reader.rows()


class _Reader(HTMLParser):
    """Reads the one table; `more` says that there is something besides, or a table within a table."""

    def __init__(self) -> None:
        super().__init__()
        self.more = False
        self._depth = 0
        self._unseen = 0
        self._rows: list[dict[int, str]] = []
        self._reserved: dict[tuple[int, int], None] = {}
        self._cell: list[str] | None = None
        self._at = (0, 0)
        self._tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
            self._tables += 1
            self.more |= self._tables > 1
        elif tag == "tr" and self._depth:
            self._end_cell()
            self._rows.append({})
        elif tag in _CELLS and self._rows:
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag in ("br", "p", "div", "li") and self._cell and "".join(self._cell).strip():
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in (*_CELLS, "tr"):
            self._end_cell()
        elif tag == "table":
            self._end_cell()
            self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._cell is not None:
            self._cell.append(re.sub(r"\s+", " ", data))
        elif data.strip() and not self._depth:
            self.more = True

    def _begin_cell(self, attrs: dict[str, str | None]) -> None:
        row, column = len(self._rows) - 1, 0
        while (row, column) in self._reserved:
            column += 1
        for down in range(_span(attrs.get("rowspan"))):
            for across in range(_span(attrs.get("colspan"))):
                self._reserved[row + down, column + across] = None
        self._at, self._cell = (row, column), []

    def _end_cell(self) -> None:
        if self._cell is not None:
            row, column = self._at
            lines = "".join(self._cell).split("\n")
            self._rows[row][column] = "\n".join(" ".join(line.split()) for line in lines).strip()
            self._cell = None

    def rows(self) -> Rows:
        """The rows, all of the same width; a cell over several columns or rows stands in the first."""
        width = max((column + 1 for _, column in self._reserved), default=0)
        kept = [row for row in self._rows if row]
        return tuple(tuple(row.get(n, "") for n in range(width)) for row in kept)


def _span(said: str | None) -> int:
    return min(max(int(said), 1), _WIDEST) if said and said.strip().isdecimal() else 1


def as_csv(rows: Rows) -> bytes:
    """Rows as CSV in UTF-8 with its mark, so that Excel reads it as such; no cell is changed."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig", "replace")
