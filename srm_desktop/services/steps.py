"""The journal as steps: one line each, found by text or person, and unfolded into what it changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from srm_desktop.domain.ids import canonical, find, id_of
from srm_desktop.services.board import board
from srm_desktop.services.history import KINDS, Event, Wanted, events_of
from srm_desktop.storage import steps as storage_steps
from srm_desktop.storage import undo as stack
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.steps import StepTaken

__all__ = ["SMALL", "Event", "StepTaken", "StepsShown", "changes", "newest", "people", "taken"]

SMALL = 3
"""A step with no more entries than this comes with its changes at once."""


class StepsShown(NamedTuple):
    """The newest steps that were asked for, how many there are of the kind in all, and what the small ones changed.

    `undoable` says of steps how many undos take them back, themselves included; `undone` are those that were taken
    back and can be taken again.
    """

    steps: tuple[StepTaken, ...]
    total: int
    changed: dict[int, tuple[Event, ...]]
    undoable: dict[int, int]
    undone: frozenset[int]


def taken(file: Assessment, most: int, *, text: str = "", wanted: Wanted | None = None, uid: str = "") -> StepsShown:
    """The newest steps, newest first, that have all words of `text` in name or changes, and of what is wanted.

    With `uid` only those that changed this piece or one of its links.

    The id of a control is found in any usual spelling; where there is a space in it, if it stands alone.
    """
    with file.reading():
        wanted = wanted or Wanted()
        begin, end = wanted.moments()
        kinds = KINDS[wanted.kind] if wanted.kind else ()
        narrowed = storage_steps.Narrowed(tuple(_as_written(file, text)), wanted.who, kinds, begin, end, uid)
        found = storage_steps.newest(file, most, narrowed)
        total = storage_steps.count(file, narrowed)
        small = [step.id for step in found if step.entries <= SMALL]
        stacks = stack.stacks(file)
        back = {number: n for n, (number, _) in enumerate(reversed(stacks.undo), 1)}
        undone = frozenset(number for number, _ in stacks.redo)
        return StepsShown(tuple(found), total, _events(file, small, SMALL * len(small)), back, undone)


def _as_written(file: Assessment, text: str) -> list[str]:
    """The words of a text, those that spell the id of a control as the assessment spells it."""
    keys = board(file).rows

    def own(word: str) -> str:
        found = find(word, keys) if len(canonical(word)) > 1 else []
        return id_of(found[0]) if len(found) == 1 else ""

    whole = own(text)
    if whole and canonical(whole) == canonical(text):  # with a space in it, and not the beginning of more
        return [whole]
    return [own(word) or word for word in text.split()]


def newest(file: Assessment, most: int) -> tuple[StepTaken, ...]:
    """The last steps that were taken, newest first."""
    return tuple(storage_steps.newest(file, most))


def changes(file: Assessment, step: int, most: int) -> tuple[Event, ...]:
    """What a step changed, in the order it did; of its journal entries at most the last `most`."""
    with file.reading():
        return _events(file, [step], most).get(step, ())


def people(file: Assessment) -> tuple[str, ...]:
    """Everybody who took a step."""
    return tuple(storage_steps.people(file))


def _events(file: Assessment, steps: Sequence[int], most: int) -> dict[int, tuple[Event, ...]]:
    names = {uid: f"{piece.id} {piece.name}" for uid, piece in board(file).evidence.items()}
    found: dict[int, list[Event]] = defaultdict(list)
    for change in reversed(storage_steps.entries(file, steps, most)):
        found[change.step] += events_of(change, names)
    return {step: tuple(some) for step, some in found.items()}
