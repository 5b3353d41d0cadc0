"""Looks as JSON and raw bytes, and back. What comes back is not trusted: a hostile file may be speaking.

A record is the list of its fields, a look `[kind, fields]`; pixels and first bytes travel as the raw bytes beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from srm_desktop.domain.look import (
    ArchiveLook,
    BytesLook,
    FoundOnPage,
    Look,
    MailLook,
    Member,
    OwnDate,
    PdfLook,
    Picture,
    PictureLook,
    Sheet,
    TableLook,
    TextLook,
    TreeLook,
)
from srm_desktop.exchange.lens.frames import MOST_PIXELS, BadFrame

DEEPEST = 100
"""How deep a tree may be nested."""

Read = Callable[[Any], Any]


def told(value: object) -> tuple[object, bytes]:
    """What a reader found, as something JSON can hold, and the raw bytes in it."""
    if isinstance(value, PictureLook):
        return ["PictureLook", _plain(value._replace(picture=value.picture._replace(pixels=b"")))], value.picture.pixels
    if isinstance(value, BytesLook):
        return ["BytesLook", _plain(value._replace(start=b""))], value.start
    if isinstance(value, Picture):
        return _plain(value._replace(pixels=b"")), value.pixels
    if isinstance(value, TreeLook):  # the tree is plain already
        return ["TreeLook", list(value)], b""
    return [type(value).__name__, _plain(value)] if type(value) in _LOOKS else _plain(value), b""


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def a_text(value: Any) -> str:
    """A text without half surrogates."""
    if type(value) is not str:
        raise BadFrame
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def _a_number(value: Any) -> int:
    if type(value) is not int or not -1 <= value < 1 << 63:
        raise BadFrame
    return value


def _a_length(value: Any) -> float:
    if type(value) not in (int, float) or not -1e9 < value < 1e9:
        raise BadFrame
    return float(value)


def _a_truth(value: Any) -> bool:
    if type(value) is not bool:
        raise BadFrame
    return value


def _a_moment(value: Any) -> datetime:
    try:
        return datetime.fromisoformat(a_text(value))
    except ValueError as error:
        raise BadFrame from error


def _nothing_or(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def _many(read: Read) -> Read:
    def many(value: Any) -> Any:
        if type(value) is not list:
            raise BadFrame
        return tuple([read(one) for one in value])

    return many


def _record(kind: Callable[..., Any], *fields: Read) -> Read:
    def record(value: Any) -> Any:
        if type(value) is not list or len(value) != len(fields):
            raise BadFrame
        return kind(*[read(one) for read, one in zip(fields, value, strict=True)])

    return record


def _together(*values: Any) -> tuple[Any, ...]:
    return values


def _a_tree(value: Any, depth: int = 0) -> Any:
    if depth > DEEPEST:
        raise BadFrame
    if type(value) is dict:
        return {a_text(key): _a_tree(one, depth + 1) for key, one in value.items()}
    if type(value) is list:
        return [_a_tree(one, depth + 1) for one in value]
    return a_text(value) if type(value) is str else value


_texts = _many(a_text)
_pairs = _many(_record(_together, a_text, a_text))
_picture = _record(Picture, _a_number, _a_number, lambda value: b"")
_member = _record(Member, a_text, _a_number, a_text, _nothing_or(_a_moment))
_sheet = _record(Sheet, a_text, _many(_texts), _a_number, _a_truth)
_four = _record(_together, _a_length, _a_length, _a_length, _a_length)
_LOOKS: dict[type, Read] = {
    TextLook: _record(TextLook, a_text, a_text, _texts),
    TreeLook: _record(TreeLook, _a_tree, a_text, a_text, _texts),
    TableLook: _record(TableLook, _many(_sheet), _texts),
    PdfLook: _record(PdfLook, _many(_record(_together, _a_length, _a_length)), a_text, _texts),
    PictureLook: _record(PictureLook, _picture, _a_number, _a_number, _pairs, _texts),
    MailLook: _record(MailLook, _pairs, a_text, _many(_member), _texts),
    ArchiveLook: _record(ArchiveLook, _many(_member), _a_number, _texts),
    BytesLook: _record(BytesLook, lambda value: b"", _texts),
}
_BY_NAME = {kind.__name__: read for kind, read in _LOOKS.items()}


def look(value: Any, raw: bytes) -> Look:
    """The look that was sent. Raises BadFrame for anything else."""
    if type(value) is not list or len(value) != 2 or type(value[0]) is not str or value[0] not in _BY_NAME:
        raise BadFrame
    found: Look = _BY_NAME[value[0]](value[1])
    if isinstance(found, PictureLook):
        return found._replace(picture=_with_pixels(found.picture, raw))
    return found._replace(start=raw) if isinstance(found, BytesLook) else found


def picture(value: Any, raw: bytes) -> Picture:
    """The picture that was sent."""
    return _with_pixels(_picture(value), raw)


def found_on_pages(value: Any, raw: bytes) -> tuple[FoundOnPage, ...]:
    """The places that were sent."""
    places: tuple[FoundOnPage, ...] = _many(_record(FoundOnPage, _a_number, _many(_four)))(value)
    return places


def text(value: Any, raw: bytes) -> str:
    """The text that was sent."""
    return a_text(value)


def own_date(value: Any, raw: bytes) -> OwnDate | None:
    """The date that was sent, or None."""
    found: OwnDate | None = _nothing_or(_record(OwnDate, _a_moment, a_text))(value)
    return found


def nothing(value: Any, raw: bytes) -> None:
    """The answer to what asks for nothing."""


def _with_pixels(made: Picture, raw: bytes) -> Picture:
    if not 0 < made.width * made.height <= MOST_PIXELS or len(raw) != made.width * made.height * 4:
        raise BadFrame
    return made._replace(pixels=raw)
