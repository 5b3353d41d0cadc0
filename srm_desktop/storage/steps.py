"""Questions about the steps in the journal: the newest, those that mention something, and what one of them changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select

from srm_desktop.domain.assessment import Change
from srm_desktop.storage import reading_journal, schema
from srm_desktop.storage.assessment_file import AssessmentFile


class StepTaken(NamedTuple):
    """A step of the journal: number, when its last entry was made (UTC), who took it, how many entries it has."""

    id: int
    at: datetime
    who: str
    name: str
    entries: int


class Narrowed(NamedTuple):
    """Which steps are asked for: by whom, with each of `words` in name or entries, with an entry of such a table.

    `begin` and `end` are moments as the journal writes them, `uid` a piece that an entry is about.
    """

    words: tuple[str, ...] = ()
    who: str = ""
    entities: tuple[str, ...] = ()
    begin: str = ""
    end: str = ""
    uid: str = ""


def newest(file: AssessmentFile, most: int, narrowed: Narrowed | None = None) -> list[StepTaken]:
    """The newest steps, newest first, at most `most`."""
    s, e = schema.step.c, schema.entry.c
    chosen = _narrowed(select(s.id, s.kind, s.name, s.who), narrowed or Narrowed())
    some = chosen.order_by(s.id.desc()).limit(most).subquery()
    query = (
        select(some, func.count().label("entries"), func.max(e.at).label("at"))
        .join_from(some, schema.entry, e.step == some.c.id)
        .group_by(some.c.id)
        .order_by(some.c.id.desc())
    )
    return [
        StepTaken(r.id, datetime.fromisoformat(r.at), r.who, reading_journal.step_name(r.kind, r.name), r.entries)
        for r in file.fetch(query)
    ]


def count(file: AssessmentFile, narrowed: Narrowed | None = None) -> int:
    """How many steps there are, narrowed as in `newest`."""
    return int(file.fetch(_narrowed(select(func.count()).select_from(schema.step), narrowed or Narrowed()))[0][0])


def people(file: AssessmentFile) -> list[str]:
    """Everybody who took a step, by name."""
    return [r.who for r in file.fetch(select(schema.step.c.who).distinct().order_by(schema.step.c.who))]


def entries(file: AssessmentFile, steps: Sequence[int], most: int) -> list[Change]:
    """The entries of these steps (some hundreds of them at most), newest first, at most `most` in all."""
    s, e = schema.step.c, schema.entry.c
    query = (
        select(e.seq, e.step, e.at, s.who, s.name, s.kind, e.entity, e.key, e.old, e.new)
        .join_from(schema.entry, schema.step, s.id == e.step)
        .where(e.step.in_(steps))
        .order_by(e.seq.desc())
        .limit(most)
    )
    return [reading_journal.change_of(r) for r in file.fetch(query)]


def seals(file: AssessmentFile) -> dict[int, str]:
    """The SHA-256 of every journal entry, by its number."""
    e = schema.entry.c
    return {row.seq: row.sha256 for row in file.fetch(select(e.seq, e.sha256))}


def piece_numbered(file: AssessmentFile, number: int) -> str | None:
    """The uid of the piece that has, or last had, this number."""
    e = schema.entry.c
    made = e.entity == "evidence", e.old.is_(None), func.json_extract(e.new, "$.number") == number
    found = file.fetch(select(e.key).where(*made).order_by(e.seq.desc()).limit(1))
    return str(json.loads(found[0].key)[0]) if found else None


def _narrowed(query: Select[Any], wanted: Narrowed) -> Select[Any]:
    e = schema.entry.c
    if wanted.who:
        query = query.where(schema.step.c.who == wanted.who)
    within: list[ColumnElement[bool]] = [e.entity.in_(wanted.entities)] if wanted.entities else []
    within += [e.at >= wanted.begin] if wanted.begin else []
    within += [e.at <= wanted.end] if wanted.end else []
    within += [reading_journal.about_piece(wanted.uid)] if wanted.uid else []
    if within:
        query = query.where(exists().where(e.step == schema.step.c.id, *within))
    for word in wanted.words:
        query = query.where(_mentions(word))
    return query


def _mentions(word: str) -> ColumnElement[bool]:
    s, e = schema.step.c, schema.entry.c
    text = e.key + " " + func.coalesce(e.old, "") + " " + func.coalesce(e.new, "")
    inside = exists().where(e.step == s.id, text.icontains(word, autoescape=True))
    return (s.kind + " " + s.name).icontains(word, autoescape=True) | inside
