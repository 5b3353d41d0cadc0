"""When files were made, as they say themselves: a better guess for the day of collection than the file's time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.kinds import Shape, shape

MOST_SECONDS = 20.0
"""How long the files of one batch are asked, all in all; those that are left keep the file's time."""

_CARRY = (Shape.PICTURE, Shape.PDF, Shape.DOCUMENT, Shape.MAIL)


class Asked(NamedTuple):
    """A file that may say when it was made: where it is, and its media type by its content."""

    path: Path
    media_type: str


class OwnDay(NamedTuple):
    """The local day, and what says so: EXIF, PDF, Office or mail."""

    day: date
    said_by: str


def may_say(media_type: str) -> bool:
    """Whether files of this kind may carry a date inside."""
    kind = shape(media_type)
    return kind in _CARRY or (kind is Shape.TABLE and not media_type.startswith("text/"))


def own_days(
    files: Iterable[Asked], now: datetime, waiting: Callable[[], None], seconds: float = MOST_SECONDS
) -> dict[Path, OwnDay]:
    """The day of each file that says one; none that lies ahead of `now`. What cannot be read just says nothing.

    All are read in one process of its own, which is only started where a file may say something. `waiting` is called
    while that takes time, and may raise to stop.
    """
    asked = [file for file in files if may_say(file.media_type)]
    if not asked:
        return {}
    from srm_desktop.exchange.lens import QUICK, CannotShow, Lens, Piece

    found: dict[Path, OwnDay] = {}
    until = time.monotonic() + seconds
    with Lens() as lens:
        for path, media_type in asked:
            waiting()
            if (left := until - time.monotonic()) <= 0:
                break
            try:
                own = lens.own_date(Piece(path, path.name, media_type), min(QUICK, left), waiting)
            except CannotShow:
                continue
            if own is not None and (day := _local_day(own.at)) <= now.astimezone().date():
                found[path] = OwnDay(day, own.said_by)
    return found


def _local_day(at: datetime) -> date:
    """The day here at that time; one without a zone is local to where it was made, and says the day itself."""
    try:
        return at.date() if at.tzinfo is None else at.astimezone().date()
    except (ValueError, OverflowError):
        return date.max
