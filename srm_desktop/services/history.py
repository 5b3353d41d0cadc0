"""The journal as people read it, and undo and redo, which are the same list."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from srm_desktop.domain.assessment import Change, Changes, Head
from srm_desktop.domain.id_text import as_published
from srm_desktop.domain.ids import catalog_of, control_key
from srm_desktop.storage import reading
from srm_desktop.storage import undo as stack
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.problems import NothingToUndo

if TYPE_CHECKING:
    from srm_desktop.domain.id_text import Spell

__all__ = ["Event", "Names", "NothingToUndo", "head", "history", "last_change", "names", "redo", "undo"]


class Event(NamedTuple):
    """A change in words: when (UTC), who, in which step, on what, which field, from what to what.

    What it is on: the control (by its key), the part or the objective, if it is about one, and `about`: a service,
    evidence, a thing.
    """

    seq: int
    step: int
    at: datetime
    who: str
    step_name: str
    key: str
    part: str
    objective: str
    about: str
    field: str
    old: str
    new: str

    @property
    def place(self) -> str:
        """What it is on, in words."""
        return self.place_in(as_published)

    def place_in(self, spell: Spell) -> str:
        """The same, with the id of the control written by `spell`."""
        control = spell(self.key, self.part) if self.key else ""
        return ", ".join(text for text in (control, self.objective_in(spell), self.about) if text)

    def objective_in(self, spell: Spell) -> str:
        """The objective in words, empty where it is about none."""
        return f"objective {spell(control_key(catalog_of(self.key), self.objective))}" if self.objective else ""


class Names(NamedTuple):
    """The names of what undo and redo would do next; empty where there is nothing."""

    undo: str
    redo: str


def history(file: Assessment, key: str | None = None, uid: str | None = None, most: int | None = None) -> list[Event]:
    """What happened, newest first: to the whole assessment, one control (its key) or one piece of evidence (its uid).

    `most` limits how many journal entries are read.
    """
    with file.reading():
        changes = reading.history(file, key, uid, most)
        told_of = {c.key[-1] for c in changes if c.entity in ("link", "evidence")}
        names = {u: f"{e.id} {e.name}" for u, e in reading.evidence(file, told_of).items()}
    return [event for change in changes for event in events_of(change, names)]


def events_of(change: Change, names: dict[str, str]) -> list[Event]:
    """A journal entry in words; `names` gives the readable name of a piece of evidence by its uid."""
    head = (change.seq, change.step, change.at, change.who, change.step_name, *_place(change, names))
    if describe := _WHOLE.get(change.entity):
        made, now = ("" if fields is None else describe(fields) for fields in (change.old, change.new))
        return [Event(*head, _CALLED.get(change.entity, change.entity.replace("_", " ")), made, now)]
    if change.entity == "evidence" and (change.old is None or change.new is None):
        return [
            Event(*head, "evidence", "" if change.old is None else "present", "" if change.new is None else "present")
        ]
    old, new = change.old or {}, change.new or {}
    return [
        Event(*head, name.replace("_", " "), _text(old.get(name)), _text(new.get(name)))
        for name in new or old
        if _text(old.get(name)) != _text(new.get(name)) and not (change.old is None and _blank(new.get(name)))
    ]


_WHOLE: dict[str, Callable[[dict[str, object]], str]] = {
    "overrule": lambda fields: f"{fields.get('value', '')}: {fields.get('reason', '')}".strip(": "),
    "setting": lambda fields: _text(fields.get("value")),
    "service": lambda fields: f"in scope ({fields.get('tier_title', 'tier')})",
    "chosen_catalog": lambda fields: f"edition {fields.get('edition', '')}",
    "objective_result": lambda fields: _text(fields.get("result")),
    "link": lambda fields: str(fields.get("place") or "linked"),
}
"""How rows that are read as a whole are put into words."""


_CALLED = {"objective_result": "result"}
"""What a row is called as a field, where its place says already what it is."""


def _place(change: Change, names: dict[str, str]) -> tuple[str, str, str, str]:
    """Key, part, objective and the rest, as in `Event`."""
    key = change.key
    if change.entity == "link":
        return key[0], key[1], "", names.get(key[2], "removed evidence")
    if change.entity in ("mark", "overrule"):
        return key[0], key[1], "", key[2] if change.entity == "overrule" else ""
    if change.entity == "objective_result":
        return key[0], "", key[1], ""
    if change.entity == "work":
        return key[0], "", "", ""
    if change.entity == "evidence":
        named = change.new or change.old or {}
        return "", "", "", names.get(key[0]) or str(named.get("name", "removed evidence"))
    return "", "", "", key[0].replace("_", " ")


def _text(value: object) -> str:
    """A stored value as people read it: lists joined, JSON undone, yes and no."""
    if value is None:
        return ""
    if isinstance(value, str) and (value[:1] in ("[", '"') or value == "null"):
        try:
            value = json.loads(str(value))
        except ValueError:
            return str(value)
        return ", ".join(map(str, value)) if isinstance(value, list) else _text(value)
    return str(value)


def _blank(value: object) -> bool:
    """Whether a new row holds in this field only what it would hold anyway."""
    return value in ("", 0, "[]", '["not started"]', "not assessed", "open", None)


def names(file: Assessment) -> Names:
    """What undo and redo would do next."""
    stacks = stack.stacks(file)
    return Names(stacks.undo[-1][1] if stacks.undo else "", stacks.redo[-1][1] if stacks.redo else "")


def undo(file: Assessment) -> Changes:
    """Take back the last step. Raises NothingToUndo."""
    return stack.undo(file)


def redo(file: Assessment) -> Changes:
    """Take the step again that was taken back last. Raises NothingToUndo."""
    return stack.redo(file)


def last_change(file: Assessment) -> datetime:
    """When the assessment was changed last (UTC)."""
    return reading.history(file, most=1)[0].at


def head(file: Assessment) -> Head:
    """The end of the journal, as exports print it."""
    return reading.head(file)


def steps(events: list[Event]) -> list[tuple[Event, int]]:
    """One line per step, newest first: its last event and how many changes it made."""
    grouped = [list(some) for _, some in groupby(events, key=lambda e: e.step)]
    return [(some[0], len(some)) for some in grouped]
