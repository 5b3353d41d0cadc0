"""Documents and slides of Word, PowerPoint and OpenDocument as text: paragraphs, headings, tables with tabs.

The archive is measured while it is unpacked (`table_zip`), and XML is read with document types and entities refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from srm_desktop.domain.kinds import kind_text
from srm_desktop.domain.look import TextLook
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.problems import CannotShow
from srm_desktop.exchange.table_problems import BadTable
from srm_desktop.exchange.table_zip import Archive

LARGEST = 128 * 1024 * 1024
"""Bytes of a document."""
LARGEST_PART = 48_000_000
"""Bytes of its text with marks, unpacked."""
MOST = 1_000_000
"""Characters that are shown."""

_MACROS = "It holds macros; they are not run here."
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_WITHIN = {"span", "a", "tab", "s", "line-break"}
"""What stands in a paragraph of OpenDocument, which is told as a whole."""
_SIGNS = {"tab": "\t", "s": " ", "line-break": "\n"}
_HEADING = re.compile(r"(?:heading|berschrift|titre|t[ií]tulo)\s?(\d)", re.IGNORECASE)


def look(piece: Piece) -> TextLook:
    """The beginning of the text. Raises CannotShow."""
    archive = _archive(piece)
    text = _text(piece, archive, MOST + 1)
    notes = [f"The text of the {kind_text(piece.media_type)}; pictures and layout are not shown."]
    if any(name.endswith("vbaproject.bin") for name in archive.names()):
        notes.append(_MACROS)
    if len(text) > MOST:
        notes.append(f"The first {MOST:,} characters are shown.")
    if not text.strip():
        notes.append("There is no text in it.")
    return TextLook(text[:MOST], "plain", tuple(notes))


def text_of(piece: Piece, most: int) -> str:
    """The text, at most `most` characters. Raises CannotShow."""
    return _text(piece, _archive(piece), most)[:most]


def _archive(piece: Piece) -> Archive:
    try:
        return Archive(piece.name, piece.whole(LARGEST))
    except BadTable as problem:
        raise _told(piece, problem) from problem


def _told(piece: Piece, problem: BadTable) -> CannotShow:
    """The sentence about a workbook as one about this document: both are archives of the same kind."""
    sentence = problem.sentence.removeprefix(piece.name).replace("as .xlsx", "anew")
    for word, instead in (("no workbook", "no document"), ("workbooks", "documents"), ("workbook", "document")):
        sentence = sentence.replace(word, instead)
    return CannotShow(piece.name + sentence.replace("; keep only the sheets that are needed", ""))


def part(piece: Piece, archive: Archive, entry: ZipInfo) -> bytes:
    """One part of the archive, unpacked. Raises CannotShow."""
    data = bytearray()
    try:
        for more in archive.pieces(entry):
            data += more
            if len(data) > LARGEST_PART:
                raise CannotShow(
                    f"{piece.name} unpacks to more than the {LARGEST_PART / 1e6:.0f} MB that are read for a preview;"
                    " extract it and open it in its own program."
                )
    except BadTable as problem:
        raise _told(piece, problem) from problem
    return bytes(data)


def _text(piece: Piece, archive: Archive, most: int) -> str:
    parts = {entry.filename.replace("\\", "/").lower(): entry for entry in archive.entries}
    if "meta-inf/manifest.xml" in parts and b"encryption-data" in part(piece, archive, parts["meta-inf/manifest.xml"]):
        raise CannotShow(f"{piece.name} is locked with a password; extract it and open it in its own program.")
    if "word/document.xml" in parts:
        return _joined(_word(_xml(piece, archive, parts["word/document.xml"])), most)
    if "content.xml" in parts:
        return _joined(_open_document(_xml(piece, archive, parts["content.xml"])), most)
    slides = sorted((int(found[1]), entry) for name, entry in parts.items() if (found := _SLIDE.fullmatch(name)))
    if not slides:
        raise CannotShow(f"{piece.name} is an archive without a document that could be shown; it may be damaged.")
    text = ""
    for number, entry in slides:
        text += f"\n# Slide {number}\n" + _joined(_slide(_xml(piece, archive, entry)), most - len(text))
        if len(text) > most:
            break
    return text.lstrip()


def _joined(pieces: Iterator[str], most: int) -> str:
    made: list[str] = []
    for text in pieces:
        made.append(text)
        most -= len(text)
        if most < 0:
            break
    return re.sub(r"\n{3,}", "\n\n", "".join(made)).strip("\n") + "\n"


def _xml(piece: Piece, archive: Archive, entry: ZipInfo) -> Iterator[tuple[str, str, Any]]:
    """What begins and ends, by its name without the namespace. Raises CannotShow."""
    data = part(piece, archive, entry)
    try:
        for event, element in iterparse(BytesIO(data), events=("start", "end"), forbid_dtd=True):
            yield event, element.tag.rpartition("}")[2], element
            if event == "end" and element.tag.rpartition("}")[2] not in _WITHIN:
                element.clear()
    except DefusedXmlException as error:
        raise CannotShow(
            f"{piece.name} has a document type with entities in {entry.filename[:80]!r}, as no document of this kind"
            " has; it is not read."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise CannotShow(f"{piece.name} is damaged: {entry.filename[:80]!r} in it is no whole XML.") from error


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _word(events: Iterator[tuple[str, str, Any]]) -> Iterator[str]:
    in_cell = 0
    for event, tag, element in events:
        if event == "start":
            in_cell += tag == "tc"
            if tag == "pStyle" and (found := _HEADING.search(_attribute(element, "val"))):
                yield "\n" + "#" * int(found[1]) + " "
        elif tag == "t":
            yield element.text or ""
        elif tag in ("tab", "br", "cr", "noBreakHyphen"):
            yield {"tab": "\t", "noBreakHyphen": "-"}.get(tag, "\n")
        elif tag == "p":
            yield " " if in_cell else "\n"
        elif tag == "tc":
            in_cell -= 1
            yield "\t"
        elif tag == "tr":
            yield "\n"


def _slide(events: Iterator[tuple[str, str, Any]]) -> Iterator[str]:
    in_cell = 0
    for event, tag, element in events:
        if event == "start":
            in_cell += tag == "tc"
        elif tag == "t":
            yield element.text or ""
        elif tag == "br":
            yield "\n"
        elif tag == "p":
            yield " " if in_cell else "\n"
        elif tag == "tc":
            in_cell -= 1
            yield "\t"
        elif tag == "tr":
            yield "\n"


def _open_document(events: Iterator[tuple[str, str, Any]]) -> Iterator[str]:
    """Text stands before, in and behind the elements of a paragraph, so that it is told when the paragraph ends."""
    in_cell = 0
    for event, tag, element in events:
        if event == "start":
            in_cell += tag == "table-cell"
            if tag in ("p", "h"):
                yield "\n" + "#" * min(9, int(_attribute(element, "outline-level") or 1)) + " " if tag == "h" else ""
            elif tag == "page":
                yield f"\n# {_attribute(element, 'name')}\n"
            continue
        if tag in _SIGNS:
            element.text = _SIGNS[tag] * min(100, int(_attribute(element, "c") or 1))
        elif tag in ("p", "h"):
            yield "".join(element.itertext()) + (" " if in_cell else "\n")
        elif tag == "table-cell":
            in_cell -= 1
            yield "\t"
        elif tag == "table-row":
            yield "\n"
