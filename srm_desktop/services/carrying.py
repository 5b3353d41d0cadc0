"""Taking the auditor's work over to a newer edition of a catalog: what stays, what moves, what wants another look."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from srm_desktop.domain.assessment import ControlWork
from srm_desktop.domain.catalog import Catalog, Objective
from srm_desktop.domain.difference import Changed, Difference, Place
from srm_desktop.domain.ids import control_key
from srm_desktop.storage import reading
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.journal import Fields, Key, Step

_BY_PART = ("mark", "overrule", "link")
_WORK = {**ControlWork()._asdict(), "flag": 0, "fresh": ""}


class Carried(NamedTuple):
    """What becomes of the work: ids of the controls that keep it as it is, that are flagged, and whose work has moved.

    `left` are controls that the newer edition lacks or has withdrawn: their work stays in the file, out of sight.
    """

    kept: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    rows: Mapping[str, Mapping[Key, Fields | None]] = {}


def carry(file: Assessment, old: Catalog, new: Catalog, difference: Difference) -> Carried:
    """What becomes of the work on a catalog by a newer edition of it, and of what that changes.

    By the text of the requirement: a part whose text only moved takes its marks and evidence along. A part whose text
    changed keeps them, and its control is flagged for another look. Where an undivided control was divided, each part
    takes what was marked on the whole. Results of objectives follow their text. Words that find no place of their own
    any more go to the note of the control: nothing that was written is lost.
    """
    return _Move(old, new, reading.work_rows(file, new.id), difference).result()


def write(step: Step, carried: Carried) -> None:
    """Change what is to be changed, in the step that chooses the edition."""
    for entity, rows in carried.rows.items():
        step.put_all(entity, rows)


class _Move:
    """The rows of one catalog's work while they are being moved."""

    def __init__(
        self, old: Catalog, new: Catalog, rows: Mapping[str, Mapping[Key, Fields]], difference: Difference
    ) -> None:
        self._catalog, self._rows, self._difference = new.id, rows, difference
        self._old, self._new = _objectives(old), _objectives(new)
        self._changes = {change.id: change for change in difference.changed}
        self._gone: dict[str, set[Key]] = {entity: set() for entity in rows}
        self._made: dict[str, dict[Key, Fields]] = {entity: {} for entity in rows}
        self._notes: dict[str, list[str]] = defaultdict(list)
        self._targets: dict[str, list[str]] = defaultdict(list)
        for (was, _), (now, _) in difference.moved.items():
            if now not in self._targets[was]:
                self._targets[was].append(now)

    def result(self) -> Carried:
        """What becomes of all of it."""
        worked = list(dict.fromkeys(_id(key) for rows in self._rows.values() for key in rows))
        for entity in _BY_PART:
            # Texts that moved first: they have the better right to a place than marks spread over new parts.
            for key, fields in sorted(self._rows[entity].items(), key=lambda item: not self._has_moved(item[0])):
                self._part(entity, key, fields)
        for key, fields in self._rows["objective_result"].items():
            self._objective(key, fields)
        gone = {*self._difference.gone, *self._difference.withdrawn}
        for old in gone:
            self._control(old)
        self._settle()
        wanting = {*self._changes, *self._difference.added}
        flagged = {i for i in worked if i in wanting} | self._notes.keys()
        for i in flagged:
            self._flag(i)
        moved = tuple(i for i in worked if self._targets.get(i))
        return Carried(
            kept=tuple(i for i in worked if i not in flagged and i not in gone and i not in moved),
            flagged=(*(i for i in worked if i in flagged), *sorted(flagged - {*worked})),
            moved=moved,
            left=tuple(i for i in worked if i in gone and i not in moved),
            rows=self._changed_rows(),
        )

    def _key(self, control: str) -> str:
        return control_key(self._catalog, control)

    def _has_moved(self, key: Key) -> bool:
        return (_id(key), key[1]) in self._difference.moved

    def _part(self, entity: str, key: Key, fields: Fields) -> None:
        control, part = _id(key), key[1]
        if entity == "link" and not part:
            return  # evidence on the control as a whole stays with it
        places = self._places(control, part)
        for target in places:
            self._take(entity, key, (self._key(target[0]), target[1], *key[2:]), fields)
        change = self._changes.get(control)
        if places or (change is None and not self._targets.get(control)) or (change and part not in change.went):
            return
        home = control if change else self._targets[control][0]
        if entity == "link":
            self._take(entity, key, (self._key(home), "", *key[2:]), fields)
        else:
            self._gone[entity].add(key)
            self._notes[home].append(_in_words(control, part, fields))

    def _places(self, control: str, part: str) -> list[Place]:
        """Where the marks of a part go to; nowhere where they stay."""
        if place := self._difference.moved.get((control, part)):
            return [place]
        change = self._changes.get(control, Changed(control))
        return [(control, letter) for letter in change.came] if not part and part in change.went else []

    def _take(self, entity: str, old: Key, new: Key, fields: Fields) -> None:
        self._gone[entity].add(old)
        if new not in self._made[entity]:
            self._made[entity][new] = fields
        elif entity != "link":
            self._notes[_id(new)].append(_in_words(_id(old), old[1], fields))

    def _objective(self, key: Key, fields: Fields) -> None:
        """A result goes where the text of its objective stands; without one, to the note."""
        control, name = _id(key), key[1]
        text = self._old.get((control, name), "")
        if not text or self._new.get((control, name)) == text:
            return
        around = {control, *self._targets.get(control, ())}
        found = [place for place, said in self._new.items() if place[0] in around and said == text]
        if len(found) == 1:
            self._take("objective_result", key, (self._key(found[0][0]), found[0][1]), fields)
        elif (home := self._home(control)) is not None:
            self._gone["objective_result"].add(key)
            self._notes[home].append(f"Objective {name} of the edition before: {fields['result']}")

    def _home(self, control: str) -> str | None:
        """The control that words on `control` go to now; None where it is gone without a trace."""
        if self._targets.get(control) and control in {*self._difference.gone, *self._difference.withdrawn}:
            return self._targets[control][0]
        return None if control in {*self._difference.gone, *self._difference.withdrawn} else control

    def _control(self, old: str) -> None:
        """What was set on a control as a whole goes to where its texts stand now."""
        targets = self._targets.get(old, [])
        was = self._key(old)
        for key, fields in self._rows["link"].items():
            if key[0] == was and not key[1]:
                for target in targets:
                    self._take("link", key, (self._key(target), *key[1:]), fields)
        work = self._rows["work"].get((was,))
        if work is None or not targets:
            return
        if len(targets) == 1 and (self._key(targets[0]),) not in self._rows["work"]:
            self._take("work", (was,), (self._key(targets[0]),), work)
            return
        for target in targets:
            self._notes[target].append(_work_in_words(old, work))

    def _settle(self) -> None:
        """Where a row that comes meets one that stays, the one that stays goes to the note."""
        for entity in ("mark", "overrule"):
            for key in self._made[entity].keys() & (self._rows[entity].keys() - self._gone[entity]):
                if self._rows[entity][key] != self._made[entity][key]:
                    self._notes[_id(key)].append(_in_words(_id(key), key[1], self._rows[entity][key]))

    def _flag(self, control: str) -> None:
        key = (self._key(control),)
        work = {**_WORK, **self._rows["work"].get(key, {}), **self._made["work"].get(key, {}), "flag": 1}
        work["note"] = "\n".join(text for text in (work["note"], *self._notes.get(control, ())) if text)
        self._made["work"][key] = work

    def _changed_rows(self) -> dict[str, dict[Key, Fields | None]]:
        changed: dict[str, dict[Key, Fields | None]] = {}
        for entity, made in self._made.items():
            rows: dict[Key, Fields | None] = dict.fromkeys(self._gone[entity])
            rows |= made
            if rows:
                changed[entity] = rows
        return changed


def _id(key: Key) -> str:
    return key[0].partition(":")[2]


def _objectives(catalog: Catalog) -> dict[Place, str]:
    """The text of each objective by control and id."""
    return {(c.id, o.id): _text(o) for c in catalog.controls() for o in c.objectives}


def _text(objective: Objective) -> str:
    return " ".join(objective.text.casefold().split())


def _in_words(control: str, part: str, fields: Fields) -> str:
    """What was said of a part that has no place any more, for a note."""
    where = f"{control}({part})" if part else control
    if "status" in fields:
        said: Iterable[str] = _mark_words(fields)
    else:
        said = (fields["value"], fields["reason"])
    return f"{where} in the edition before: {'; '.join(text for text in said if text)}"


def _mark_words(fields: Fields) -> Iterator[str]:
    yield ", ".join(json.loads(fields["status"]))
    yield fields["result"]
    yield ", ".join(json.loads(fields["origination"]))
    yield fields["statement"]


def _work_in_words(control: str, fields: Fields) -> str:
    said = (
        fields["review"],
        f"owner {fields['owner']}" if fields["owner"] else "",
        fields["statement"],
        fields["note"],
    )
    return f"{control} in the edition before: {'; '.join(text for text in said if text)}"
