"""Taking bytes into the file: nobody sees them before the step that says what they are evidence for."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.progress import Tell
from srm_desktop.exchange.media_type import SAMPLE, media_type
from srm_desktop.services.own_dates import Asked, may_say, own_days
from srm_desktop.services.source_files import CannotRead, stat_of, unreadable
from srm_desktop.storage import reading_evidence
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.content import Readable, Staged, Stager

FILE_TIME, PASTED = "file time", "pasting"
"""What a day of collection is guessed from where a file says nothing better: when it was changed last, or pasted."""


class Pasted(NamedTuple):
    """Evidence that comes from the clipboard: its bytes and the name it gets."""

    name: str
    data: bytes


class Taken(NamedTuple):
    """A source whose bytes are in the file, unseen: what it is, the day it is guessed to be of, and by what."""

    name: str
    staged: Staged
    media_type: str
    day: date
    said_by: str


def size_of(file: Assessment, source: Path | Pasted) -> int:
    """How many bytes a source has. Raises CannotRead for one that cannot be attached."""
    if isinstance(source, Pasted):
        size = len(source.data)
    elif file.is_itself(source):  # reading it would let go of its locks, and never come to an end
        raise CannotRead(f"{source} is this assessment itself; nothing was attached.")
    else:
        found = stat_of(source)
        if stat.S_ISDIR(found.st_mode):
            raise CannotRead(f"{source} is a folder, not a file; nothing was attached.")
        if not stat.S_ISREG(found.st_mode):
            raise CannotRead(f"{source} is not a regular file; nothing was attached.")
        size = found.st_size
    if size == 0:
        name = source.name
        raise CannotRead(f"{name} is empty; an empty file proves nothing, and nothing was attached.")
    return size


def take_all(
    file: Assessment, stager: Stager, sources: Sequence[Path | Pasted], total: int, progress: Tell
) -> list[Taken]:
    """Take in everything, in order; `total` is how many bytes that is. Raises CannotRead."""
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(min(done, total), total)

    taken = []
    for source in sources:
        if isinstance(source, Pasted):
            today = file.clock().astimezone().date()
            taken.append(_take(stager, source.name, io.BytesIO(source.data), (today, PASTED), advance))
            continue
        try:
            with source.open("rb", buffering=0) as stream:
                day = day_of(os.fstat(stream.fileno()).st_mtime, file.clock())
                taken.append(_take(stager, source.name, stream, (day, FILE_TIME), advance))
        except OSError as error:
            raise unreadable(source, error) from error
    return taken


def better_guessed(
    file: Assessment, sources: Sequence[Path | Pasted], taken: Sequence[Taken], waiting: Callable[[], None]
) -> list[Taken]:
    """The same with the days that files say themselves; of those that are in the assessment already nobody asks."""
    both = list(zip(sources, taken, strict=True))
    asked = {s: item for s, item in both if isinstance(s, Path) and may_say(item.media_type)}
    with file.reading():
        known = reading_evidence.pieces_with(file, [item.staged.sha256 for item in asked.values()])
    files = [Asked(source, item.media_type) for source, item in asked.items() if item.staged.sha256 not in known]
    days = own_days(files, file.clock(), waiting)
    return [
        item._replace(day=own.day, said_by=own.said_by)
        if isinstance(source, Path) and (own := days.get(source))
        else item
        for source, item in both
    ]


def day_of(seconds: float, now: datetime) -> date:
    """The local day of a file's own time; today where that lies ahead or is none that a calendar has."""
    try:
        return min(datetime.fromtimestamp(seconds, UTC), now).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return now.astimezone().date()


class _Peek:
    """A stream that keeps its first bytes for the judgement of what they are."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.sample = b""

    def readinto(self, buffer: memoryview, /) -> int:
        count = self._stream.readinto(buffer) or 0
        if len(self.sample) < SAMPLE:
            self.sample += buffer[: min(count, SAMPLE - len(self.sample))]
        return count


def _take(
    stager: Stager, name: str, stream: Readable, guess: tuple[date, str], advance: Callable[[int], None]
) -> Taken:
    name = name.encode("utf-8", "replace").decode()  # a disk may hold names that are no text
    peek = _Peek(stream)
    staged = stager.take(peek, advance)
    if staged.size == 0:
        raise CannotRead(f"{name} became empty while it was read; nothing was attached.")
    return Taken(name, staged, media_type(peek.sample, name), *guess)
