"""Taking the auditor's work over to a newer edition of a catalog: what stays, what moves, what wants another look."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from srm_desktop.domain.assessment import ControlWork
from srm_desktop.domain.catalog import Catalog
from srm_desktop.domain.difference import Changed, Difference, Place
from srm_desktop.domain.ids import control_key
from srm_desktop.storage import reading
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.journal import Fields, Key, Step

_BY_PART = ("mark", "overrule", "link")
_WORK = {**ControlWork()._asdict(), "flag": 0}


class Carried(NamedTuple):
    """What becomes of the work: ids of the controls that keep it as it is, that are flagged, and whose work has moved.

    `left` are controls that the newer edition lacks or has withdrawn: their work stays in the file, out of sight.
    """

    kept: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    rows: Mapping[str, Mapping[Key, Fields | None]] = {}


def carry(file: Assessment, catalog: Catalog, difference: Difference) -> Carried:
    """What becomes of the work on a catalog by a newer edition, `catalog`, and what that changes.

    By the text of the requirement: a part whose text only moved takes its marks along. A part whose text changed keeps
    them, and its control is flagged for another look. Where an undivided control was divided, each part takes what was
    marked on the whole; of a part that is no more, evidence goes to the control and words to its note.
    """
    return _Move(catalog.id, reading.work_rows(file, catalog.id), difference).result()


def write(step: Step, carried: Carried) -> None:
    """Change what is to be changed, in the step that chooses the edition."""
    for entity, rows in carried.rows.items():
        step.put_all(entity, rows)


class _Move:
    """The rows of one catalog's work while they are being moved."""

    def __init__(
        self,
        catalog: str,
        rows: Mapping[str, Mapping[Key, Fields]],
        difference: Difference,
    ) -> None:
        self._catalog, self._rows, self._difference = catalog, rows, difference
        self._changes = {change.id: change for change in difference.changed}
        self._whole = _renamed(difference)
        self._gone: dict[str, set[Key]] = {entity: set() for entity in rows}
        self._made: dict[str, dict[Key, Fields]] = {entity: {} for entity in rows}
        self._notes: dict[str, list[str]] = {}

    def result(self) -> Carried:
        """What becomes of all of it."""
        worked = self._worked()
        flagged = {i for i in worked if i in self._changes}
        for entity in _BY_PART:
            for key, fields in self._rows[entity].items():
                self._part(entity, key, fields)
        for old, new in self._whole.items():
            self._control(old, new)
        for i in flagged:
            self._flag(i)
        moved = tuple(i for i in worked if any(place[0] == i for place in self._difference.moved))
        lost = {*self._difference.gone, *self._difference.withdrawn} - self._whole.keys() - {*moved}
        return Carried(
            kept=tuple(i for i in worked if i not in flagged and i not in lost and i not in moved),
            flagged=tuple(i for i in worked if i in flagged),
            moved=moved,
            left=tuple(i for i in worked if i in lost),
            rows=self._changed_rows(),
        )

    def _worked(self) -> list[str]:
        """The ids of all controls on which there is work, as they come."""
        found = dict.fromkeys(key[0] for rows in self._rows.values() for key in rows)
        return [key.partition(":")[2] for key in found]

    def _key(self, control: str) -> str:
        return control_key(self._catalog, control)

    def _part(self, entity: str, key: Key, fields: Fields) -> None:
        control, part = key[0].partition(":")[2], key[1]
        if entity == "link" and not part:
            return  # evidence on the control as a whole stays with it
        for target in self._targets(control, part):
            self._take(entity, key, (self._key(target[0]), target[1], *key[2:]), fields)
        change = self._changes.get(control)
        if change is None or part not in change.went or self._targets(control, part):
            return
        if entity == "link":
            self._take(entity, key, (key[0], "", *key[2:]), fields)
        else:
            self._gone[entity].add(key)
            self._notes.setdefault(control, []).append(_in_words(part, fields))

    def _targets(self, control: str, part: str) -> list[Place]:
        """Where the marks of a part go to; nowhere where they stay."""
        if place := self._difference.moved.get((control, part)):
            return [place]
        change = self._changes.get(control, Changed(control))
        return [(control, letter) for letter in change.came] if not part and part in change.went else []

    def _take(self, entity: str, old: Key, new: Key, fields: Fields) -> None:
        self._gone[entity].add(old)
        self._made[entity].setdefault(new, fields)

    def _control(self, old: str, new: str) -> None:
        was, now = self._key(old), self._key(new)
        for entity in ("work", "link"):
            for key, fields in self._rows[entity].items():
                if key[0] == was and (entity == "work" or not key[1]):
                    self._take(entity, key, (now, *key[1:]), fields)

    def _flag(self, control: str) -> None:
        key = (self._key(control),)
        work = {**_WORK, **self._rows["work"].get(key, {}), "flag": 1}
        if notes := self._notes.get(control):
            work["note"] = "\n".join(text for text in (work["note"], *notes) if text)
        self._made["work"][key] = work

    def _changed_rows(self) -> dict[str, dict[Key, Fields | None]]:
        changed: dict[str, dict[Key, Fields | None]] = {}
        for entity, made in self._made.items():
            rows: dict[Key, Fields | None] = dict.fromkeys(self._gone[entity])
            here = self._rows[entity].keys() - self._gone[entity]
            rows |= {key: fields for key, fields in made.items() if entity == "work" or key not in here}
            if rows:
                changed[entity] = rows
        return changed


def _renamed(difference: Difference) -> dict[str, str]:
    """Controls that went, all of whose texts that moved stand in one control that came."""
    went, came = {*difference.gone, *difference.withdrawn}, {*difference.added}
    reached: dict[str, set[str]] = {}
    for (old, _), (new, _) in difference.moved.items():
        reached.setdefault(old, set()).add(new)
    return {old: next(iter(new)) for old, new in reached.items() if old in went and len(new) == 1 and new <= came}


def _in_words(part: str, fields: Fields) -> str:
    """What was said of a part that is no more, for the note of its control."""
    said: Iterable[str]
    if "status" in fields:
        said = (", ".join(json.loads(fields["status"])), fields["result"], fields["statement"])
    else:
        said = (fields["value"], fields["reason"])
    return f"Part {part or 'as a whole'} of the edition before: {'; '.join(text for text in said if text)}"
