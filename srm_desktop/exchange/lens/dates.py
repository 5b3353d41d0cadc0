"""When this state of a file was made, as it says itself: a guess for the day on which evidence was collected."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from typing import Any

from srm_desktop.domain.kinds import Shape, shape
from srm_desktop.domain.look import OwnDate
from srm_desktop.exchange.lens.piece import Piece

EARLIEST = 1990
"""Years before are of clocks that were never set, or of files that lie."""

_EXIF = re.compile(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
_PDF = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")


def own_date(piece: Piece) -> OwnDate | None:
    """The date, and what says so; None where nothing does or it cannot be. Raises CannotShow where it is damaged."""
    match shape(piece.media_type):
        case Shape.PICTURE:
            found = _taken(piece), "EXIF"
        case Shape.PDF:
            found = _of_pdf(piece), "PDF"
        case Shape.DOCUMENT:
            found = _of_office(piece), "Office"
        case Shape.TABLE if not piece.media_type.startswith("text/") and piece.start(2) == b"PK":
            found = _of_office(piece), "Office"
        case Shape.MAIL:
            from srm_desktop.exchange.lens import mail

            found = mail.sent(mail.read(piece)), "mail"
        case _:
            return None
    return OwnDate(found[0], found[1]) if found[0] is not None and _is_likely(found[0]) else None


def _is_likely(at: datetime) -> bool:
    """Whether a date may be true: not long ago, and not later than a day from now (zones differ)."""
    with contextlib.suppress(OverflowError):
        in_utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        return at.year >= EARLIEST and in_utc < datetime.now(UTC) + timedelta(days=1)
    return False


def _made(*numbers: int, offset: timedelta | None = None) -> datetime | None:
    try:
        return datetime(*numbers, tzinfo=None if offset is None else timezone(offset))  # type: ignore[arg-type, misc]
    except ValueError:
        return None


def _taken(piece: Piece) -> datetime | None:
    """When a picture was taken: DateTimeOriginal, else DateTimeDigitized, with the offset where it is given."""
    from srm_desktop.exchange.lens import picture

    with contextlib.suppress(ValueError, KeyError, TypeError, SyntaxError, OSError):
        tags: Any = picture.opened(piece).getexif().get_ifd(0x8769)
        for tag, offset_tag in ((0x9003, 0x9011), (0x9004, 0x9012)):
            if found := _EXIF.match(str(tags.get(tag, ""))):
                return _made(*map(int, found.groups()), offset=_offset(str(tags.get(offset_tag, ""))))
    return None


def _offset(text: str) -> timedelta | None:
    found = _OFFSET.match(text)
    if found is None:
        return None
    return timedelta(hours=int(found[2]), minutes=int(found[3])) * (-1 if found[1] == "-" else 1)


def _of_pdf(piece: Piece) -> datetime | None:
    """The later of creation and change: that is when this state of the document was made."""
    from srm_desktop.exchange.lens import pdf

    document = pdf.opened(piece)
    dates = [_pdf_date(str(document.get_metadata_value(name) or "")) for name in ("CreationDate", "ModDate")]
    likely = [date for date in dates if date is not None and _is_likely(date)]
    return max(likely, key=lambda at: at.replace(tzinfo=UTC) if at.tzinfo is None else at, default=None)


def _pdf_date(text: str) -> datetime | None:
    """A date as PDF writes it (ISO 32000-1, 7.9.4): D:20261031142200+02'00'."""
    found = _PDF.match(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[:6])
    offset = timedelta() if found[7] else _offset(f"{found[8]}{found[9]}:{found[10] or '00'}" if found[8] else "")
    return _made(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0, offset=offset)


def _of_office(piece: Piece) -> datetime | None:
    """docProps/core.xml (OOXML), meta.xml (OpenDocument): when it was changed last, else when it was made."""
    from defusedxml.ElementTree import iterparse

    from srm_desktop.exchange.lens import office
    from srm_desktop.exchange.table_problems import BadTable
    from srm_desktop.exchange.table_zip import Archive

    found: dict[str, datetime] = {}
    with contextlib.suppress(BadTable, ValueError, SyntaxError):
        archive = Archive(piece.name, piece.whole(office.LARGEST))
        for entry in archive.entries:
            if entry.filename.lower() not in ("docprops/core.xml", "meta.xml") or entry.file_size > 1_000_000:
                continue
            for _, element in iterparse(BytesIO(office.part(piece, archive, entry)), forbid_dtd=True):
                name = element.tag.rpartition("}")[2]
                if name in ("modified", "date", "created", "creation-date") and element.text:
                    with contextlib.suppress(ValueError):
                        found[name] = datetime.fromisoformat(element.text.strip()[:35])
    return next((found[name] for name in ("modified", "date", "created", "creation-date") if name in found), None)
