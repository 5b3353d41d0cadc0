"""What a control id is once it is read: one key whatever the spelling, and why one could not be read."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from srm_desktop.domain.control_ids.frameworks import TITLES
from srm_desktop.domain.problems import Problem

Order = tuple[tuple[int, int, str], ...]

_WORDS = re.compile(r"\d{1,18}|[A-Za-z]+")
_RANKS = {framework: rank for rank, framework in enumerate(TITLES)}


class ControlId(NamedTuple):
    """A control, or a place in it. Equal ids are the same place, however they were spelled.

    `framework` is a key of `TITLES`. `family` is what stands before the number: `AC`, `3.1`, `GV.OC`, `A.5`, `CC6`,
    `8.3`, `SRM-IAM`. `part` leads down from the control: letters and numbers of the statement (`a`, `1`), then what an
    assessor determines, in brackets (`[1]`, `[a]`). Numbers carry no zeros in front, letters are small.
    """

    framework: str
    family: str
    number: int
    enhancement: int | None = None
    part: tuple[str, ...] = ()

    @property
    def control(self) -> ControlId:
        """The control or enhancement itself, without the place in it."""
        return self._replace(part=())

    @property
    def order(self) -> tuple[int, Order, int, Order]:
        """A sort key by number, not by text: AC-9, AC-10, AC-10(a), AC-10(2). A control comes before what is in it."""
        words = tuple(_word(w) for w in [*_WORDS.findall(self.family), str(self.number)])
        return (_RANKS[self.framework], words, self.enhancement or 0, tuple(_step(s) for s in self.part))

    def within(self, other: ControlId) -> bool:
        """Whether this is `other`, an enhancement of it, or a place in it."""
        if self[:3] != other[:3]:
            return False
        if other.enhancement is None and not other.part:
            return True
        return self.enhancement == other.enhancement and self.part[: len(other.part)] == other.part


def _word(text: str) -> tuple[int, int, str]:
    return (0, int(text), "") if text.isdigit() else (1, 0, text)


def _step(text: str) -> tuple[int, int, str]:
    bare = text.strip("[]")
    rank = 0 if text != bare else 1  # what is determined of a statement comes before what is below it
    return (rank, int(bare), "") if bare.isdigit() else (rank + 2, 0, bare)


class Source(StrEnum):
    """What a column or file is known to hold, where that decides between two readings of an id.

    `CONTROLS`: controls and enhancements, so that `AC-2.1` is AC-2(1), and ISO's `5.1` is A.5.1. `PROCEDURES`:
    assessment procedures, so that `AC-2.1` is the first thing determined of AC-2. `CLAUSES`: ISO's `5.1` is clause 5.1.
    """

    CONTROLS = "controls"
    PROCEDURES = "procedures"
    CLAUSES = "clauses"


class Unread(NamedTuple):
    """A piece of text that looks like an id and is none that could be read; `why` is one clear sentence."""

    text: str
    why: str


class Ambiguous(NamedTuple):
    """A piece of text that may mean any of `readings`; `why` is one clear sentence. One reading: or no id at all."""

    text: str
    readings: tuple[ControlId, ...]
    why: str


class Found(NamedTuple):
    """What a cell, a search text or a file name holds, each id once, in the order of the text."""

    ids: tuple[ControlId, ...] = ()
    unread: tuple[Unread, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()


class UnreadableId(Problem):
    """The text is no control id that is known here."""


class AmbiguousId(Problem):
    """The text may mean several things, and nothing in it decides. `readings` are those, to be chosen from."""

    def __init__(self, sentence: str, readings: tuple[ControlId, ...]) -> None:
        """Keep the sentence and the readings."""
        super().__init__(sentence)
        self.readings = readings
