"""Catalogs in the file. An edition is one catalog as it was read once: written whole, never changed, sealed by a hash.

Which edition of a catalog the assessment walks is a journaled choice (`chosen_catalog`), so adding one can be undone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Table, insert, select

from srm_desktop.domain.catalog import Catalog, Control, EvidenceHint, Group, Objective, Part, Reference, Side
from srm_desktop.domain.vocabulary import Method, Responsibility
from srm_desktop.storage import schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.journal import Step, encode

T = TypeVar("T")

LATER = frozenset(
    ["intro", "guidance", "base", "withdrawn", "moved_to", "methods", "params", "related", "sort_id", "oscal_id"]
)
"""Fields that records gained after files had been written: left out of the hash where nothing is in them."""


def fingerprint(catalog: Catalog) -> str:
    """SHA-256 over the whole content of a catalog, independent of how it was written down."""
    return hashlib.sha256(encode(_named(catalog)).encode()).hexdigest()


def _named(value: object) -> object:
    """Records as mappings from field to value, so that the hash does not depend on the order of fields."""
    if isinstance(value, tuple):
        fields: tuple[str, ...] = getattr(value, "_fields", ())
        if not fields:
            return [_named(v) for v in value]
        return {f: _named(v) for f, v in zip(fields, value, strict=True) if v or f not in LATER}
    return value


def adopt(step: Step, catalog: Catalog) -> None:
    """Write a catalog down, unless this very edition is in the file already, and choose it for the assessment."""
    connection = step.connection
    sha256 = fingerprint(catalog)
    edition = connection.execute(select(schema.edition.c.id).where(schema.edition.c.sha256 == sha256)).scalar()
    if edition is None:
        edition = _write(connection, catalog, sha256)
    chosen = connection.execute(select(schema.chosen_catalog.c.catalog)).scalars().all()
    ordinal = list(chosen).index(catalog.id) if catalog.id in chosen else len(chosen)
    step.put("chosen_catalog", (catalog.id,), {"edition": edition, "sha256": sha256, "ordinal": ordinal})


def _write(connection: Connection, catalog: Catalog, sha256: str) -> int:
    facts = {n: getattr(catalog, n) for n in ("title", "version", "source", "about")}
    made = connection.execute(insert(schema.edition), {"catalog": catalog.id, "sha256": sha256, **facts})
    edition = int(made.lastrowid)
    rows: dict[str, list[dict[str, object]]] = defaultdict(list)
    for n, group in enumerate(catalog.groups):
        rows["edition_group"].append({"id": group.id, "ordinal": n, "title": group.title, "about": group.about})
    for n, control in enumerate(catalog.controls()):
        _control_rows(rows, n, catalog.key(control), control)
    for name, found in rows.items():
        for row in found:
            row["edition"] = edition
        connection.execute(insert(schema.metadata.tables[name]), found)
    return edition


def _control_rows(rows: dict[str, list[dict[str, object]]], ordinal: int, key: str, control: Control) -> None:
    rows["control"].append(
        {
            "key": key,
            "ordinal": ordinal,
            "grp": control.group,
            "id": control.id,
            "title": control.title,
            "kind": control.kind,
            "fresh_days": control.fresh_days,
        }
    )
    rows["control_text"].append(
        {
            "control": key,
            "aws": encode(control.aws._asdict()),
            "customer": encode(control.customer._asdict()),
            "hints": encode([h._asdict() for h in control.hints]),
        }
    )
    for n, p in enumerate(control.parts):
        rows["part"].append(
            {"control": key, "letter": p.letter, "ordinal": n, "text": p.text, "layers": " ".join(p.layers)}
        )
    for n, o in enumerate(control.objectives):
        facts = {"id": o.id, "part": o.part, "method": o.method, "text": o.text}
        rows["objective"].append({"control": key, "ordinal": n, **facts})
    for n, r in enumerate(control.references):
        rows["reference"].append({"control": key, "framework": r.framework, "id": r.id, "ordinal": n})


def _side(value: dict[str, Any]) -> Side:
    return Side(value["text"], tuple((tier, words) for tier, words in value["tiers"]), tuple(value["sources"]))


def stored(file: AssessmentFile) -> Iterator[tuple[str, Catalog]]:
    """Every edition in the file, put together again from its rows, with the hash it was sealed with."""
    for row in file.fetch(select(schema.edition).order_by(schema.edition.c.id)):
        yield row.sha256, _catalog(file, row.id, row.catalog, row.title, row.version, row.source, row.about)


def _catalog(
    file: AssessmentFile, edition: int, catalog: str, title: str, version: str, source: str, about: str
) -> Catalog:
    controls: dict[str, list[Control]] = defaultdict(list)
    for group_id, control in read_controls(file, edition):
        controls[group_id].append(control)
    g = schema.edition_group.c
    rows = file.fetch(select(g.id, g.title, g.about).where(g.edition == edition).order_by(g.ordinal))
    groups = tuple(Group(r.id, r.title, r.about, tuple(controls[r.id])) for r in rows)
    return Catalog(catalog, title, version, source, groups, about)


def read_controls(file: AssessmentFile, edition: int, key: str | None = None) -> Iterator[tuple[str, Control]]:
    """The controls of an edition in catalog order with the id of their group; only one where `key` is given."""
    where = (file, edition, key)
    parts = _by_control(*where, schema.part, lambda r: Part(r.letter, r.text, tuple(r.layers.split())))
    objectives = _by_control(*where, schema.objective, lambda r: Objective(r.id, r.part, Method(r.method), r.text))
    references = _by_control(*where, schema.reference, lambda r: Reference(r.framework, r.id))
    c, t = schema.control, schema.control_text
    query = select(c, t.c.aws, t.c.customer, t.c.hints).join_from(
        c, t, (t.c.edition == c.c.edition) & (t.c.control == c.c.key)
    )
    query = query.where(c.c.edition == edition).order_by(c.c.ordinal)
    if key is not None:
        query = query.where(c.c.key == key)
    for r in file.fetch(query):
        yield (
            r.grp,
            Control(
                id=r.id, group=r.grp, title=r.title, parts=tuple(parts[r.key]),
                kind=Responsibility(r.kind) if r.kind else None,
                aws=_side(json.loads(r.aws)), customer=_side(json.loads(r.customer)),
                objectives=tuple(objectives[r.key]),
                hints=tuple(EvidenceHint(**h) for h in json.loads(r.hints)),
                references=tuple(references[r.key]), fresh_days=r.fresh_days,
            ),
        )  # fmt: skip


def _by_control(
    file: AssessmentFile, edition: int, key: str | None, table: Table, make: Callable[[Row[Any]], T]
) -> dict[str, list[T]]:
    query = select(table).where(table.c.edition == edition).order_by(table.c.ordinal)
    if key is not None:
        query = query.where(table.c.control == key)
    found: dict[str, list[T]] = defaultdict(list)
    for row in file.fetch(query):
        found[row.control].append(make(row))
    return found
