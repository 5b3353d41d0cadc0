"""A workbook measured before it is read: what is unpacked, how far its cells reach, how much text they hold.

The archive is looked at as a whole, whatever the parts are called: a part counts as a sheet by what is in it, since it
is the reader's choice which part it takes for one.
"""

from __future__ import annotations

import re
from xml.parsers import expat
from zipfile import ZipInfo

from srm_desktop.domain.progress import Tell
from srm_desktop.exchange.table_extent import MOST_CELLS, MOST_TEXT
from srm_desktop.exchange.table_problems import EXPECTED, BadTable, ProtectedTable
from srm_desktop.exchange.table_xlsb import BinPart, Damaged
from srm_desktop.exchange.table_xml import Hostile, OdsXml, SharedXml, SheetXml
from srm_desktop.exchange.table_zip import Archive

_SHEET, _ODS, _LOCKED = b"sheetData", b"table-row", b"encryption-data"
_SHARED = {b"<si>", b"<si ", b":si>", b":si "}
_MARKS = (_SHEET, *_SHARED, _ODS, _LOCKED)

_COUNT = re.compile(rb"""[\s"'](?:uniqueCount|count)\s{0,8}=\s{0,8}["'](\d{8,40})""")
"""How much a part says that it holds, where that is much: the reader makes room for it."""


class _Texts:
    """How often shared texts are used, and how long they are: together what all cells hold."""

    def __init__(self) -> None:
        self.uses: list[dict[str, int]] = []
        self.lengths: list[int] = []
        self.direct = 0

    @property
    def characters(self) -> int:
        known = {str(number): length for number, length in enumerate(self.lengths)}
        return self.direct + sum(known.get(n, 0) * times for uses in self.uses for n, times in uses.items())


def measure(name: str, data: bytes, progress: Tell) -> None:
    """Raise BadTable where a zip-based workbook is damaged, hostile or too large to be read, or is no workbook at all.

    `progress` is told bytes unpacked and in all; it may raise to stop.
    """
    archive = Archive(name, data)
    names = archive.names()
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} and "[content_types].xml" not in names:
        raise BadTable(f"{name} is an archive (zip) and no workbook; {EXPECTED}.")
    texts, done = _Texts(), 0
    for entry in archive.entries:
        marks = _marks(archive, entry)
        if _LOCKED in marks and entry.filename == "META-INF/manifest.xml":
            raise ProtectedTable(f"{name} is locked with a password; save a copy without one.")
        if "xl/workbook.bin" in names and _is_binary(entry):
            _binary(archive, entry, texts)
        elif marks:
            _xml(archive, entry, marks, texts)
        done += entry.file_size
        progress(min(done, archive.size), archive.size)
    if texts.characters > MOST_TEXT:
        raise BadTable(
            f"{name} holds {texts.characters / 1e6:,.0f} million characters when every cell is written out, and at"
            f" most {MOST_TEXT / 1e6:,.0f} million are read; keep only the sheets that are needed."
        )


def _marks(archive: Archive, entry: ZipInfo) -> set[bytes]:
    """What an entry holds, by words that such a part cannot do without; the whole of it is unpacked and measured."""
    found: set[bytes] = set()
    before = b""
    for piece in archive.pieces(entry):
        seen = before + piece
        found |= {mark for mark in _MARKS if mark in seen}
        if any(int(said[1][:18]) > max(entry.file_size, MOST_CELLS) for said in _COUNT.finditer(seen)):
            raise BadTable(f"{archive.name} is damaged: {_told(entry)!r} in it says that it holds more than it can.")
        before = piece[-48:]
    return found


def _xml(archive: Archive, entry: ZipInfo, marks: set[bytes], texts: _Texts) -> None:
    where = f"{archive.name}, {entry.filename[:80]!r} in it"
    try:
        if _SHEET in marks:
            sheet = SheetXml()
            _feed(archive, entry, sheet)
            sheet.extent.check(archive.name, _told(entry))
            texts.uses.append(sheet.uses)
        if _SHARED & marks:
            shared = SharedXml()
            _feed(archive, entry, shared)
            texts.lengths = max(texts.lengths, shared.lengths, key=sum)
        if _ODS in marks:
            ods = OdsXml()
            _feed(archive, entry, ods)
            for number, extent in enumerate(ods.extents, 1):
                extent.check(archive.name, f"sheet {number}")
            if (cells := sum(extent.cells for extent in ods.extents)) > MOST_CELLS:
                raise BadTable(f"{archive.name} has room for {cells:,} cells, and at most {MOST_CELLS:,} are read.")
            texts.direct += ods.text
    except expat.ExpatError as error:
        place = f"line {error.lineno}, column {error.offset + 1}"
        raise BadTable(f"{where}, is damaged at {place}; get a whole copy of the workbook.") from error
    except (LookupError, ValueError) as error:
        raise BadTable(f"{where}, is written in an encoding that workbooks do not use; it is not read.") from error
    except Hostile as error:
        raise BadTable(f"{where}, has a document type, and workbooks have none; it is not read.") from error


def _feed(archive: Archive, entry: ZipInfo, parser: SheetXml | SharedXml | OdsXml) -> None:
    for piece in archive.pieces(entry):
        parser.feed(piece)
    parser.close()


def _is_binary(entry: ZipInfo) -> bool:
    """Whether the reader may take it for a sheet or the shared texts of an xlsb: it goes by the folder."""
    folder, _, name = entry.filename.lower().removeprefix("xl/").partition("/")
    return folder in ("worksheets", "chartsheets", "dialogsheets") or (folder, name) == ("sharedstrings.bin", "")


def _binary(archive: Archive, entry: ZipInfo, texts: _Texts) -> None:
    part = BinPart()
    try:
        for piece in archive.pieces(entry):
            part.feed(piece)
    except Damaged as error:
        raise BadTable(f"{archive.name} is damaged in {_told(entry)}; get a whole copy of the workbook.") from error
    part.extent.check(archive.name, _told(entry))
    texts.uses.append(part.uses)
    texts.lengths = max(texts.lengths, part.lengths, key=sum)


def _told(entry: ZipInfo) -> str:
    """A part of the workbook as people would look for it: xl/worksheets/sheet3.xml is "sheet3"."""
    return entry.filename.rpartition("/")[2].rpartition(".")[0][:40] or "a sheet"
