"""Parts of workbooks that are XML, gone through once and piece by piece, for how much a reader would have to hold."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from xml.parsers import expat

from srm_desktop.exchange.table_extent import COLUMNS, ROWS, Extent, column_of

_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


class _Xml(ABC):
    """A document that is gone through once; one with a document type is refused, for it could define entities."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse
        self.parser.buffer_text = True

    @abstractmethod
    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def feed(self, piece: bytes) -> None:
        """Go on with the next piece. Raises expat.ExpatError, and Hostile for a document type."""
        self.parser.Parse(piece, False)

    def close(self) -> None:
        """Nothing more comes. Raises expat.ExpatError where the end is missing."""
        self.parser.Parse(b"", True)


class Hostile(Exception):
    """A document type in a part of a workbook, where none belongs."""


def _refuse(*_: object) -> None:
    raise Hostile


class SheetXml(_Xml):
    """A worksheet of xlsx (ECMA-376 part 1, 18.3.1): rows and cells may or may not name their place.

    `uses` counts by the number of a shared text how often it stands in a cell.
    """

    def __init__(self) -> None:
        """Nothing was seen yet."""
        super().__init__()
        self.extent = Extent()
        self.uses: dict[str, int] = {}
        self._row, self._column = -1, -1
        self._shared = False
        self._at: tuple[int, int] = (0, 0)
        self.parser.EndElementHandler = self._end

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A cell counts once it has a value."""
        name = name.rpartition(":")[2]
        if name == "c":
            self._column += 1
            self._at = self._row, self._column
            if found := _PLACE.fullmatch(attributes.get("r", "")):
                self._at = int(found[2]) - 1, column_of(found[1])
                self._column = self._at[1]
            self._shared = attributes.get("t") == "s"
        elif name in ("v", "is"):
            self.extent.take(*self._at)
            if self._shared:
                self.parser.CharacterDataHandler = self._used
        elif name == "row":
            said = attributes.get("r", "")
            self._row, self._column = int(said) - 1 if said.isdecimal() and len(said) < 10 else self._row + 1, -1

    def _end(self, name: str) -> None:
        if self._shared and name.rpartition(":")[2] == "v":
            self.parser.CharacterDataHandler = None

    def _used(self, text: str) -> None:
        self.uses[text] = self.uses.get(text, 0) + 1


class SharedXml(_Xml):
    """The shared texts of xlsx (ECMA-376 part 1, 18.4): how long each is, in characters."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        super().__init__()
        self.lengths: list[int] = []
        self.parser.CharacterDataHandler = self._text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """The next text begins."""
        if name.rpartition(":")[2] == "si":
            self.lengths.append(0)

    def _text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class OdsXml(_Xml):
    """The sheets of ods (OpenDocument 1.3 part 3, 9.1): rows and cells may be repeated without being written down.

    `text` is how many characters all cells have together.
    """

    def __init__(self) -> None:
        """Nothing was seen yet."""
        super().__init__()
        self.extents: list[Extent] = []
        self.text = 0
        self._rows = self._columns = range(0)  # where the row, or the cell, stands and is repeated
        self.parser.CharacterDataHandler = self._text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A cell counts once it has a value or a text."""
        name = name.rpartition(":")[2]
        if name == "table":
            self.extents.append(Extent())
            self._rows = self._columns = range(0)
        elif name == "table-row":
            self._rows, self._columns = _after(self._rows, attributes, "rows", ROWS), range(0)
        elif name in ("table-cell", "covered-table-cell"):
            self._columns = _after(self._columns, attributes, "columns", COLUMNS)
            if any(key.rpartition(":")[2] == "value-type" for key in attributes):
                self._take()
        elif name == "p":
            self._take()

    def _take(self) -> None:
        if self.extents and self._rows and self._columns:
            self.extents[-1].take(self._rows[0], self._columns[0])
            self.extents[-1].take(self._rows[-1], self._columns[-1])

    def _text(self, text: str) -> None:
        self.text += len(text) * max(1, len(self._rows) * len(self._columns))


def _after(before: range, attributes: dict[str, str], what: str, most: int) -> range:
    """The places of a row or cell that comes after others, by how often it is repeated; what is outside is cut."""
    said = next((v for k, v in attributes.items() if k.rpartition(":")[2] == f"number-{what}-repeated"), "1")
    times = int(said[:9]) if said.isdecimal() else 1
    first = min(before.stop, most - 1)
    return range(first, min(first + max(1, times), most))
