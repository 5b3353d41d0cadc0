"""PDF: how many pages there are and how large, a page drawn, where a text stands. Forms show; scripts are not run."""

from __future__ import annotations

import ctypes
import math
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from srm_desktop.domain.look import FoundOnPage, PdfLook, Picture
from srm_desktop.exchange.lens.frames import MOST_PIXELS
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.problems import CannotShow

MOST_PAGES = 20_000
MOST_HITS = 1_000
MOST_RECTANGLES = 50
"""Rectangles of one hit; it has one for each line that it runs over."""

_FINE = 100  # steps of the converter between page and drawing for one point: it knows whole numbers only


class _Open:
    """The document that was read last."""

    document: Any = None
    path = Path()
    stamp = (0, 0)


_open = _Open()


def let_go() -> None:
    """Close the document that is kept open."""
    if _open.document is not None:
        _open.document.close()
        _open.document = None


def look(piece: Piece) -> PdfLook:
    """The sizes of the pages. Raises CannotShow."""
    document = opened(piece)
    count = len(document)
    if not count:
        raise CannotShow(f"{piece.name} has no page that could be shown.")
    notes = [f"The first {MOST_PAGES:,} of {count:,} pages are shown."] if count > MOST_PAGES else []
    sizes = tuple(_size(document, number) for number in range(min(count, MOST_PAGES)))
    if document.get_formtype():
        notes.append("It has form fields; they are shown as they are filled in, and nothing in them is run.")
    title = str(document.get_metadata_value("Title") or "")[:300]
    return PdfLook(sizes, title, tuple(notes))


def _size(document: Any, number: int) -> tuple[float, float]:
    try:
        width, height = document.get_page_size(number)
    except pypdfium2.PdfiumError:
        return (0.0, 0.0)
    return (round(min(max(width, 0.0), 1e6), 3), round(min(max(height, 0.0), 1e6), 3))


def page(piece: Piece, number: int, scale: float) -> Picture:
    """A page drawn. Raises CannotShow."""
    found = _page(piece, number)
    try:
        width, height = found.get_size()
        if not (width > 0 and height > 0):
            raise CannotShow(f"Page {number + 1} of {piece.name} has no size and cannot be shown.")
        scale = min(max(scale, 0.01), math.sqrt(MOST_PIXELS / 1.05 / (width * height)), 20_000 / width, 20_000 / height)
        bitmap = found.render(
            scale=scale,
            fill_color=(255, 255, 255, 255),
            force_bitmap_format=pdfium.FPDFBitmap_BGRA,
            may_draw_forms=True,
        )
        rows, line = memoryview(bitmap.buffer).cast("B"), bitmap.width * 4
        if bitmap.stride == line:
            pixels = bytes(rows[: line * bitmap.height])
        else:
            starts = range(0, bitmap.stride * bitmap.height, bitmap.stride)
            pixels = b"".join(bytes(rows[at : at + line]) for at in starts)
        return Picture(bitmap.width, bitmap.height, pixels)
    except pypdfium2.PdfiumError as error:
        raise CannotShow(f"Page {number + 1} of {piece.name} is damaged and cannot be drawn.") from error
    finally:
        found.close()


def find(piece: Piece, text: str) -> tuple[FoundOnPage, ...]:
    """Where a text stands. Raises CannotShow."""
    if not text.strip():
        return ()
    document = opened(piece)
    hits: list[FoundOnPage] = []
    for number in range(min(len(document), MOST_PAGES)):
        try:
            hits += _hits(document, number, text, MOST_HITS - len(hits))
        except pypdfium2.PdfiumError:
            continue  # a damaged page hides nothing of the others
        if len(hits) >= MOST_HITS:
            break
    return tuple(hits)


def _hits(document: Any, number: int, text: str, most: int) -> list[FoundOnPage]:
    page = document[number]
    words = page.get_textpage()
    try:
        search = words.search(text, match_case=False, match_whole_word=False)
        hits: list[FoundOnPage] = []
        while len(hits) < most and (found := search.get_next()):
            lines = min(words.count_rects(*found), MOST_RECTANGLES)
            hits.append(FoundOnPage(number, tuple(_upright(page, *words.get_rect(n)) for n in range(lines))))
        return hits
    finally:
        words.close()
        page.close()


def _upright(page: Any, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    """A rectangle of the page as it is turned for reading, counted from the top left."""
    width, height = (int(length * _FINE) for length in page.get_size())
    x, y, corners = ctypes.c_int(), ctypes.c_int(), []
    for across, up in ((left, top), (right, bottom)):
        pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, across, up, ctypes.byref(x), ctypes.byref(y))
        corners.append((x.value / _FINE, y.value / _FINE))
    (x1, y1), (x2, y2) = corners
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def text_of(piece: Piece, most: int) -> str:
    """The text of the pages, one after the other, up to a number of characters. Raises CannotShow."""
    document, pages, left = opened(piece), [], most
    for number in range(min(len(document), MOST_PAGES)):
        try:
            page = document[number]
            words = page.get_textpage()
            said = words.get_text_bounded() if words.count_chars() else ""
            words.close()
            page.close()
        except pypdfium2.PdfiumError:
            continue
        pages.append(said.replace("\r\n", "\n").replace("\x00", ""))
        left -= len(said)
        if left <= 0:
            break
    return "\n".join(pages)


def opened(piece: Piece) -> Any:
    """The document, opened anew only where it is not the last one. Raises CannotShow."""
    try:
        about = piece.path.stat()
    except OSError as error:
        raise CannotShow(f"{piece.name} cannot be read: {error.strerror or error}.") from error
    stamp = (about.st_mtime_ns, about.st_size)
    if _open.document is not None and (_open.path, _open.stamp) == (piece.path, stamp):
        return _open.document
    let_go()
    try:
        document = pypdfium2.PdfDocument(piece.path)
        if document.get_formtype():
            document.init_forms()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise CannotShow(
                f"{piece.name} is locked with a password; extract it and open it in its own program."
            ) from error
        raise CannotShow(f"{piece.name} is damaged or no whole PDF, and cannot be shown.") from error
    _open.document, _open.path, _open.stamp = document, piece.path, stamp
    return document


def _page(piece: Piece, number: int) -> Any:
    document = opened(piece)
    if not 0 <= number < len(document):
        raise CannotShow(f"{piece.name} has no page {number + 1}; it has {len(document):,}.")
    try:
        return document[number]
    except pypdfium2.PdfiumError as error:
        raise CannotShow(f"Page {number + 1} of {piece.name} is damaged and cannot be drawn.") from error
