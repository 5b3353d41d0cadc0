"""The journal as people read it, and undo and redo, which are the same list."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from srm_desktop.domain.assessment import Change, Changes, Head
from srm_desktop.domain.id_text import as_published
from srm_desktop.domain.ids import catalog_of, control_key
from srm_desktop.domain.problems import BadValue, UnknownEvidence
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.storage import reading, reading_evidence, reading_journal
from srm_desktop.storage import steps as storage_steps
from srm_desktop.storage import undo as stack
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.problems import NothingToUndo

if TYPE_CHECKING:
    from srm_desktop.domain.id_text import Spell

__all__ = ["NothingToUndo"]

KINDS: dict[str, tuple[str, ...]] = {
    "work": ("mark", "work", "overrule", "objective_result"),
    "evidence": ("evidence", "link", "erased"),
    "scope": ("service", "chosen_catalog"),
    "assessment": ("setting",),
}
"""What changes can be about, as the history is narrowed: controls, evidence, services and catalogs, the rest."""


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
    entity: str = ""

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


class Wanted(NamedTuple):
    """What a history is narrowed to: a person, a kind of thing (of `KINDS`), and days in local time, both included."""

    who: str = ""
    kind: str = ""
    start: date | None = None
    end: date | None = None

    def moments(self) -> tuple[str, str]:
        """The first and the last moment, in UTC as the journal writes it; empty for an open end."""
        return (
            _utc(datetime.combine(self.start, time.min)) if self.start else "",
            _utc(datetime.combine(self.end, time.max)) if self.end else "",
        )


def _utc(local: datetime) -> str:
    return local.astimezone(UTC).isoformat(timespec="milliseconds")


def is_wanted(event: Event, wanted: Wanted) -> bool:
    """Whether a change is of the kind that is wanted."""
    day = event.at.astimezone().date()
    return (
        (not wanted.who or event.who.casefold() == wanted.who.casefold())
        and (not wanted.kind or event.entity in KINDS[wanted.kind])
        and (wanted.start is None or day >= wanted.start)
        and (wanted.end is None or day <= wanted.end)
    )


def history(file: Assessment, key: str | None = None, uid: str | None = None, most: int | None = None) -> list[Event]:
    """What happened, newest first: to the whole assessment, one control (its key) or one piece of evidence (its uid).

    `most` limits how many journal entries are read.
    """
    with file.reading():
        changes = reading_journal.history(file, key, uid, most)
        told_of = {c.key[-1] for c in changes if c.entity in ("link", "evidence")}
        names = {u: f"{e.id} {e.name}" for u, e in reading_evidence.evidence(file, told_of).items()}
    return [event for change in changes for event in events_of(change, names)]


def events_of(change: Change, names: dict[str, str]) -> list[Event]:
    """A journal entry in words; `names` gives the readable name of a piece of evidence by its uid."""
    head = (change.seq, change.step, change.at, change.who, change.step_name, *_place(change, names))
    if describe := _WHOLE.get(change.entity):
        made, now = ("" if fields is None else describe(fields) for fields in (change.old, change.new))
        return [Event(*head, _CALLED.get(change.entity, change.entity.replace("_", " ")), made, now, change.entity)]
    if change.entity == "evidence" and (change.old is None or change.new is None):
        old_one, new_one = ("" if fields is None else "present" for fields in (change.old, change.new))
        return [Event(*head, "evidence", old_one, new_one, change.entity)]
    old, new = change.old or {}, change.new or {}
    return [
        Event(*head, name.replace("_", " "), _text(old.get(name)), _text(new.get(name)), change.entity)
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
    return reading_journal.history(file, most=1)[0].at


def head(file: Assessment) -> Head:
    """The end of the journal, as exports print it."""
    return reading_journal.head(file)


def steps(events: list[Event]) -> list[tuple[Event, int]]:
    """One line per step, newest first: its last event and how many changes it made."""
    grouped = [list(some) for _, some in groupby(events, key=lambda e: e.step)]
    return [(some[0], len(some)) for some in grouped]


def piece_named(file: Assessment, name: str) -> str:
    """The uid of the piece that `name` means (`E-12`, `e12`, `12`), also of one that was taken out.

    Raises UnknownEvidence.
    """
    digits = name.strip().upper().removeprefix("E").lstrip("-")
    uid = storage_steps.piece_numbered(file, int(digits)) if digits.isdigit() and len(digits) < 10 else None
    if uid is None:
        raise UnknownEvidence(f"There never was evidence {name!r} in this assessment.")
    return uid


class Back(NamedTuple):
    """What came of undoing several steps: what they touched, how many there were, and why it ended before the last."""

    changes: Changes
    steps: int
    stopped: str = ""


def steps_back(file: Assessment, step: int) -> int:
    """How many undos take this step back, itself included; 0 where it cannot be undone."""
    ids = [number for number, _ in stack.stacks(file).undo]
    return len(ids) - ids.index(step) if step in ids else 0


def undo_back(file: Assessment, step: int) -> Back:
    """Take back all steps down to this one, newest first, each as a step of its own. Raises NothingToUndo."""
    count = steps_back(file, step)
    if not count:
        raise NothingToUndo("That step cannot be undone: it was taken back already, or is final.")
    total = Changes()
    for done in range(count):
        try:
            total |= stack.undo(file)
        except NothingToUndo as problem:
            if not done:
                raise
            return Back(total, done, problem.sentence)
    return Back(total, count)


class Written(NamedTuple):
    """A history that was written: where, how many changes it holds, and the end of the journal at that moment."""

    path: Path
    rows: int
    head: Head


def export(
    file: Assessment,
    target: Path,
    *,
    key: str | None = None,
    uid: str | None = None,
    wanted: Wanted | None = None,
    program_version: str = "",
    progress: Tell = tell_nobody,
) -> Written:
    """Write the history, newest first, of all or of one control or piece, narrowed to what is wanted, as a workbook.

    What is at `target` is replaced, all of it or nothing. Raises BadValue, or CannotExport where the system refuses.
    """
    if target.suffix.lower() != ".xlsx" and not target.is_dir():
        raise BadValue(f"{target.name} must end in .xlsx; nothing was written.")
    from srm_desktop.exchange.history_book import HistoryContent, HistoryRow, write_history

    with file.reading():
        events = [event for event in history(file, key, uid) if is_wanted(event, wanted or Wanted())]
        seals = storage_steps.seals(file)
        end, title = head(file), str(reading.settings(file).get("title", ""))
    rows = [
        HistoryRow(e.seq, e.step, e.at, e.who, e.step_name, e.place, e.field, e.old, e.new, seals.get(e.seq, ""))
        for e in events
    ]
    program = f"SRM Desktop {program_version}".strip()
    write_history(HistoryContent(title, rows, end, file.who, file.clock(), program), target.absolute(), progress)
    return Written(target.absolute(), len(rows), end)
