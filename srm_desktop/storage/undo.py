"""Undo and redo: the journal is the stack. Undoing appends a step that restores the old values; nothing is erased."""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlalchemy import select

from srm_desktop.domain.assessment import Changes
from srm_desktop.storage import journal, schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import NothingToUndo

_MEMO = "undo"

FOUNDING = 1
"""The step that made the assessment; it cannot be undone."""


class Stacks(NamedTuple):
    """The numbers and names of the steps that can be undone and redone, the next one last."""

    undo: tuple[tuple[int, str], ...]
    redo: tuple[tuple[int, str], ...]


def stacks(file: AssessmentFile) -> Stacks:
    """Work out from the journal what can be undone and redone."""
    s = schema.step.c
    with file.reading():
        held = file.memo.get(_MEMO)
        last, undo, redo = held if isinstance(held, tuple) else (0, [], [])
        for row in file.fetch(select(s.id, s.kind, s.name, s.target).where(s.id > last).order_by(s.id)):
            last = row.id
            if row.kind == "undo" and undo:
                redo.append(undo.pop())
            elif row.kind == "redo" and redo:
                undo.append(redo.pop())
            elif row.kind == "do" and row.id != FOUNDING and row.target != row.id:
                undo.append((row.id, row.name))
                redo.clear()
        file.memo[_MEMO] = (last, undo, redo)
        return Stacks(tuple(undo), tuple(redo))


def undo(file: AssessmentFile) -> Changes:
    """Take back the last step that was not taken back yet. Raises NothingToUndo."""
    stack = stacks(file).undo
    if not stack:
        raise NothingToUndo("There is nothing to undo.")
    return _restore(file, "undo", *stack[-1])


def redo(file: AssessmentFile) -> Changes:
    """Take the step again that was taken back last. Raises NothingToUndo."""
    stack = stacks(file).redo
    if not stack:
        raise NothingToUndo("There is nothing to redo.")
    return _restore(file, "redo", *stack[-1])


def _restore(file: AssessmentFile, kind: str, number: int, name: str) -> Changes:
    backwards = kind == "undo"
    with journal.step(file, name, kind=kind, target=number) as taken:
        e = schema.entry.c
        order = e.seq.desc() if backwards else e.seq
        query = select(e.entity, e.key, e.old, e.new).where(e.step == number).order_by(order)
        wanted: dict[str, dict[journal.Key, journal.Fields | None]] = {}
        for row in taken.connection.execute(query):
            table, key = wanted.setdefault(row.entity, {}), tuple(json.loads(row.key))
            text = row.old if backwards else row.new
            fields = None if text is None else json.loads(text)
            held = table.get(key)
            table[key] = fields if held is None or fields is None else {**held, **fields}
        _check_contents(taken, name, wanted)
        _keep_what_is_here(taken, wanted)
        _apply(taken, wanted)
        if not taken.touched:  # what was typed was deleted again: without an entry the step could never be passed
            entity, rows = next(iter(wanted.items()))
            taken.witness(entity, next(iter(rows)))
        changes = journal.changes_of(taken)
    return file.record(changes)


def _check_contents(
    taken: journal.Step, name: str, wanted: dict[str, dict[journal.Key, journal.Fields | None]]
) -> None:
    """Refuse to bring back evidence whose bytes were erased since, or are about to be."""
    back = {str(row["sha256"]): row for row in wanted.get("evidence", {}).values() if row and "sha256" in row}
    c, gone = schema.content.c, schema.erased.c
    whole = select(c.sha256).where(~select(gone.size).where(gone.sha256 == c.sha256).exists())
    for start in range(0, len(back), 500):
        some = list(back)[start : start + 500]
        here = set(taken.connection.execute(whole.where(c.sha256.in_(some))).scalars())
        for sha256 in some:
            if sha256 not in here:
                piece = f"E-{back[sha256].get('number')} {back[sha256].get('name')}"
                raise NothingToUndo(f"“{name}” cannot be taken back or repeated: the bytes of {piece} were erased.")


def _keep_what_is_here(taken: journal.Step, wanted: dict[str, dict[journal.Key, journal.Fields | None]]) -> None:
    """Bytes that came in again stay, though the step that brought them is taken back: only compacting erases."""
    again = {
        key: fields for key, fields in wanted.pop("erased", {}).items() if fields is None or not _is_here(taken, key)
    }
    if again:
        wanted["erased"] = again


def _is_here(taken: journal.Step, key: journal.Key) -> bool:
    c = schema.content.c
    return taken.connection.execute(select(c.id).where(c.sha256 == key[0])).first() is not None


def _apply(taken: journal.Step, wanted: dict[str, dict[journal.Key, journal.Fields | None]]) -> None:
    """Write rows back in an order that no foreign key minds: what goes from the leaves, what comes from the roots."""
    names = list(schema.JOURNALED)
    for name in reversed(names):
        gone = {key: None for key, fields in wanted.get(name, {}).items() if fields is None}
        if gone:
            taken.put_all(name, gone)
    for name in names:
        kept = {key: fields for key, fields in wanted.get(name, {}).items() if fields is not None}
        if kept:
            taken.put_all(name, kept)
