"""Questions to the journal, answered as domain records."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from srm_desktop.domain.assessment import (
    Change,
    Head,
)
from srm_desktop.storage import journal, schema
from srm_desktop.storage.asking import understood
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.journal import encode_key


def head(file: AssessmentFile) -> Head:
    """The end of the journal."""
    with file.reading() as connection:
        return journal.head(connection)


@understood
def history(
    file: AssessmentFile, control: str | None = None, uid: str | None = None, most: int | None = None
) -> list[Change]:
    """Journal entries, newest first: of the whole file, of one control, or of one piece of evidence."""
    s, e = schema.step.c, schema.entry.c
    query = (
        select(e.seq, e.step, e.at, s.who, s.name, s.kind, e.entity, e.key, e.old, e.new)
        .join_from(schema.entry, schema.step, s.id == e.step)
        .order_by(e.seq.desc())
    )
    if control is not None:
        exact = encode_key((control,))
        query = query.where((e.key == exact) | ((e.key >= exact[:-1] + ",") & (e.key < exact[:-1] + "-")))
    if uid is not None:
        query = query.where(about_piece(uid))
    if most is not None:
        query = query.limit(most)
    return [change_of(r) for r in file.fetch(query)]


def about_piece(uid: str) -> ColumnElement[bool]:
    """Whether a journal entry is about a piece of evidence or one of its links."""
    key = schema.entry.c.key
    return (key == encode_key((uid,))) | key.endswith("," + encode_key((uid,))[1:], autoescape=True)


def last_worked_on(file: AssessmentFile) -> str | None:
    """The key of the control that was changed last; None where none was."""
    e = schema.entry.c
    on_controls = e.entity.in_(("mark", "work", "overrule", "objective_result", "link"))
    found = file.fetch(select(e.key).where(on_controls).order_by(e.seq.desc()).limit(1))
    return str(json.loads(found[0].key)[0]) if found else None


def step_name(kind: str, name: str) -> str:
    """What a step is called: one that takes back or repeats another is named after it."""
    return {"undo": f"Undo {name}", "redo": f"Redo {name}"}.get(kind, name)


def change_of(r: Row[Any]) -> Change:
    """A row of the journal joined with its step, decoded."""
    name = step_name(r.kind, r.name)
    old, new = (None if text is None else json.loads(text) for text in (r.old, r.new))
    at = datetime.fromisoformat(r.at)
    return Change(r.seq, r.step, at, r.who, name, r.entity, tuple(json.loads(r.key)), old, new)
