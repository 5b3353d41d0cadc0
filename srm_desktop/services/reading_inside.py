"""The text inside evidence, read in the background so that it can be searched.

It is derived from the stored bytes and changes nothing that an auditor did: no step, no journal entry, no `Changes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from srm_desktop.domain import kinds
from srm_desktop.domain.kinds import Shape
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.domain.sizes import size_text
from srm_desktop.services.looking import PATIENT, CannotShow, CannotTry, Source
from srm_desktop.storage import evidence_words
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.evidence_words import Read, Unread

MOST = 1_000_000
"""Characters of a piece that are searched: 500 pages, or a log of 10,000 lines."""

LARGEST = 250_000_000
"""Bytes of a piece that is taken out as a whole to be searched; of text only the beginning is."""

QUICK_SIZE = 8_000_000
"""Bytes of a piece that is read while somebody waits for a command."""

_TOGETHER = 100_000
"""Characters that are written in one transaction, or one piece that has more."""

NO_TEXT = "There is no text in this kind of file."
EMPTY = "No text was found in it."
CUT = f"Only the first {MOST:,} characters are searched."


class Reader(Protocol):
    """What reads the text inside a piece: `looking.Looker`."""

    def text(
        self, file: Assessment | None, source: Source, most: int, seconds: float, waiting: Callable[[], None]
    ) -> str:
        """At most `most` characters of text. Raises CannotShow; whatever `waiting` raises goes through."""

    def let_go(self) -> None:
        """Take away what was written for it."""


class Standing(NamedTuple):
    """How far reading is: contents that were read now, and those that are still to be read."""

    read: int
    left: int


def waiting(file: Assessment) -> int:
    """How many pieces of evidence are still to be read (equal bytes count once)."""
    return evidence_words.waiting(file)


def catch_up(
    file: Assessment,
    reader: Reader,
    most: int | None = None,
    progress: Tell = tell_nobody,
    *,
    largest: int | None = None,
    seconds: float = PATIENT,
) -> Standing:
    """Read the text of pieces that were not read yet, newest first: all of them, or at most `most`.

    Each is tried once, for `seconds`; why one could not be read is noted. `progress` is told how many are done, about
    every 20 ms, and may raise to stop: what was read by then is kept. Pieces over `largest` bytes are left for later.
    Raises CannotTry where nothing can be read here.
    """
    if file.read_only:
        return Standing(0, waiting(file))
    some = evidence_words.pending(file, waiting(file) if most is None else most, largest)
    made: list[Read] = []
    done = 0
    try:
        for unread in some:
            progress(done, len(some))
            made.append(_read(file, reader, unread, seconds, lambda: progress(done, len(some))))  # noqa: B023
            done += 1
            if sum(len(one.body) for one in made) > _TOGETHER:
                made = _keep(file, made)
    finally:
        _keep(file, made)
        reader.let_go()
    progress(done, len(some))
    return Standing(done, waiting(file))


def _keep(file: Assessment, made: Iterable[Read]) -> list[Read]:
    if made:
        evidence_words.put(file, made)
    return []


def _read(file: Assessment, reader: Reader, unread: Unread, seconds: float, wait: Callable[[], None]) -> Read:
    """The text inside one piece, or why there is none."""
    if kinds.shape(unread.media_type) in (Shape.PICTURE, Shape.BYTES):
        return Read(unread.content, "", NO_TEXT)
    if unread.size > LARGEST and kinds.needs_whole(unread.media_type):
        size, most = size_text(unread.size), size_text(LARGEST)
        return Read(unread.content, "", f"It has {size}; what has more than {most} is not searched inside.")
    try:
        said = reader.text(file, unread.uid, MOST + 1, seconds, wait)
    except CannotTry:
        raise
    except CannotShow as problem:
        return Read(unread.content, "", problem.sentence)
    body = said[:MOST].replace("\0", " ")
    return Read(unread.content, body, CUT if len(said) > MOST else "" if body.strip() else EMPTY)


def forget(file: Assessment) -> None:
    """Forget what was read, so that all of it is read again."""
    evidence_words.clear(file)
