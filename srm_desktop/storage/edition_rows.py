"""A catalog's records as rows of the file, and back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row, Table, select

from srm_desktop.domain.catalog import (
    Control,
    EvidenceHint,
    Objective,
    Parameter,
    Part,
    Reference,
    Side,
)
from srm_desktop.domain.vocabulary import Method, Responsibility
from srm_desktop.storage import schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.journal import encode

T = TypeVar("T")
Rows = dict[str, list[dict[str, object]]]
"""Rows to be inserted, by the name of their table."""

_MORE = ("guidance", "moved_to", "methods", "params", "related", "sort_id", "oscal_id", "why")
"""Fields of a control that only its page shows: JSON beside the other long texts, without those that are empty."""


def control_rows(rows: Rows, edition: int, ordinal: int, key: str, control: Control) -> None:
    """Add what an edition holds of one control."""
    at = {"edition": edition, "control": key}
    rows["control"].append(
        {
            "edition": edition,
            "key": key,
            "ordinal": ordinal,
            "grp": control.group,
            "id": control.id,
            "title": control.title,
            "kind": control.kind,
            "fresh_days": control.fresh_days,
            "base": control.base,
            "withdrawn": int(control.withdrawn),
        }
    )
    rows["control_text"].append(
        {
            **at,
            "aws": encode(control.aws._asdict()),
            "customer": encode(control.customer._asdict()),
            "hints": encode([h._asdict() for h in control.hints]),
            "more": encode({name: value for name in _MORE if (value := getattr(control, name))}),
        }
    )
    for n, p in enumerate(control.parts):
        facts = {"letter": p.letter, "text": p.text, "layers": " ".join(p.layers), "intro": p.intro}
        rows["part"].append({**at, "ordinal": n, **facts})
    for n, o in enumerate(control.objectives):
        facts = {"id": o.id, "part": o.part, "method": o.method or "", "text": o.text}
        rows["objective"].append({**at, "ordinal": n, **facts})
    for n, r in enumerate(control.references):
        rows["reference"].append({**at, "framework": r.framework, "id": r.id, "ordinal": n})


def read_controls(
    file: AssessmentFile, edition: int, keys: Sequence[str] | None = None
) -> Iterator[tuple[int, Control]]:
    """The controls of an edition in catalog order, each with its place in it; only those (a few) of `keys` if given."""
    where = (file, edition, keys)
    parts = _by_control(*where, schema.part, lambda r: Part(r.letter, r.text, tuple(r.layers.split()), r.intro))
    objectives = _by_control(*where, schema.objective, _objective)
    references = _by_control(*where, schema.reference, lambda r: Reference(r.framework, r.id))
    c, t = schema.control, schema.control_text
    query = select(c, t.c.aws, t.c.customer, t.c.hints, t.c.more).join_from(
        c, t, (t.c.edition == c.c.edition) & (t.c.control == c.c.key)
    )
    query = query.where(c.c.edition == edition).order_by(c.c.ordinal)
    if keys is not None:
        query = query.where(c.c.key.in_(keys))
    for r in file.fetch(query):
        yield (
            r.ordinal,
            Control(
                id=r.id, group=r.grp, title=r.title, parts=tuple(parts[r.key]),
                kind=Responsibility(r.kind) if r.kind else None,
                aws=_side(json.loads(r.aws)), customer=_side(json.loads(r.customer)),
                objectives=tuple(objectives[r.key]),
                hints=tuple(EvidenceHint(**h) for h in json.loads(r.hints)),
                references=tuple(references[r.key]), fresh_days=r.fresh_days,
                base=r.base, withdrawn=bool(r.withdrawn), **_more(json.loads(r.more)),
            ),
        )  # fmt: skip


def _by_control(
    file: AssessmentFile, edition: int, keys: Sequence[str] | None, table: Table, make: Callable[[Row[Any]], T]
) -> dict[str, list[T]]:
    query = select(table).where(table.c.edition == edition).order_by(table.c.ordinal)
    if keys is not None:
        query = query.where(table.c.control.in_(keys))
    found: dict[str, list[T]] = defaultdict(list)
    for row in file.fetch(query):
        found[row.control].append(make(row))
    return found


def _objective(r: Row[Any]) -> Objective:
    return Objective(r.id, r.part, Method(r.method) if r.method else None, r.text)


def _side(value: dict[str, Any]) -> Side:
    return Side(value["text"], tuple((tier, words) for tier, words in value["tiers"]), tuple(value["sources"]))


def _more(said: dict[str, Any]) -> dict[str, Any]:
    """The fields of `_MORE` as the record has them; what is not said keeps its default."""
    made: dict[str, Any] = {name: said[name] for name in ("guidance", "sort_id", "oscal_id", "why") if name in said}
    made.update((name, tuple(said[name])) for name in ("moved_to", "related") if name in said)
    if "methods" in said:
        made["methods"] = tuple((Method(method), objects) for method, objects in said["methods"])
    if "params" in said:
        made["params"] = tuple(Parameter(*param) for param in said["params"])
    return made
