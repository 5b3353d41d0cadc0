"""Catalogs in the file. An edition is one catalog as it was read once: written whole, never changed, sealed by a hash.

Which edition of a catalog the assessment walks is a journaled choice (`chosen_catalog`), so adding one can be undone.
An edition is written in short transactions, so that nobody waits for it, and sealed by the step that chooses it; what a
crash leaves of one that was not is cleared at the next opening.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Connection, delete, insert, select, update

from srm_desktop.domain.catalog import Catalog, Control, Group
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.storage import catalog_words, schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.edition_rows import Rows, control_rows, read_controls
from srm_desktop.storage.journal import Step, encode, plain
from srm_desktop.storage.problems import Damaged

T = TypeVar("T")

LATER = frozenset(
    ["intro", "guidance", "base", "withdrawn", "moved_to", "methods", "params", "related", "sort_id", "oscal_id", "why"]
)
"""Fields that records gained after files had been written: left out of the hash where nothing is in them."""

_UNSEALED = "unsealed "
"""What the hash begins with while an edition is not sealed yet."""

_BATCH = 100
"""How many controls are written in one transaction.

Measured on SP 800-53 (durable as ever: each transaction waits for the disk): with 100 one takes 9 ms on the average and
16 at most, all together 0.21 s; with 50 it is 5, 12 and 0.24; with 400 it is 22, 41 and 0.21. Larger ones save nothing
any more, and whoever wants to read meanwhile waits longer.
"""


class Edition(NamedTuple):
    """An edition in the file: its number, the catalog it is one of, and what it is sealed with."""

    number: int
    catalog: str
    sha256: str


def fingerprint(catalog: Catalog) -> str:
    """SHA-256 over the whole content of a catalog, independent of how it was written down."""
    return hashlib.sha256(encode(_named(catalog)).encode()).hexdigest()


def _named(value: object) -> object:
    """Records as mappings from field to value, so that the hash does not depend on the order of fields."""
    if not isinstance(value, tuple):
        return value
    fields: tuple[str, ...] = getattr(value, "_fields", ())
    if not fields:
        return [_named(v) for v in value]
    # Most are text: only what has records in it is worth a call.
    return {
        f: _named(v) if isinstance(v, tuple) else v for f, v in zip(fields, value, strict=True) if v or f not in LATER
    }


def write(file: AssessmentFile, catalog: Catalog, progress: Tell = tell_nobody) -> Edition:
    """Write a catalog down, unless this very edition is in the file already; unseen until it is chosen.

    `progress` is told controls done and in all; where it raises, nothing is left. Half characters, which nothing can
    store or hash, are written as question marks.
    """
    try:
        sha256 = fingerprint(catalog)
    except UnicodeEncodeError:
        catalog = whole_characters(catalog)
        sha256 = fingerprint(catalog)
    e = schema.edition.c
    if found := file.fetch(select(e.id).where(e.sha256 == sha256)):
        return Edition(found[0].id, catalog.id, sha256)
    number = _begin(file, catalog)
    controls = list(enumerate(catalog.controls()))
    try:
        for start in range(0, len(controls), _BATCH):
            progress(start, len(controls))
            _write_some(file, catalog, number, controls[start : start + _BATCH])
        progress(len(controls), len(controls))
    except BaseException:
        _erase(file, number)
        raise
    return Edition(number, catalog.id, sha256)


def whole_characters(value: T) -> T:
    """A record, or anything in one, with question marks for half characters."""
    made: Any = value
    if isinstance(value, str):
        made = plain(value)
    elif isinstance(value, tuple):
        fields = [whole_characters(v) for v in value]
        make = getattr(type(value), "_make", tuple)
        made = make(fields)
    return cast(T, made)


def _begin(file: AssessmentFile, catalog: Catalog) -> int:
    facts = {n: getattr(catalog, n) for n in ("title", "version", "source", "about")}
    with file.writing() as connection:
        row = {"catalog": catalog.id, "sha256": _UNSEALED + file.new_id(), **facts}
        made = connection.execute(insert(schema.edition), row)
        number = int(made.lastrowid)
        groups = [
            {"edition": number, "id": group.id, "ordinal": n, "title": group.title, "about": group.about}
            for n, group in enumerate(catalog.groups)
        ]
        if groups:
            connection.execute(insert(schema.edition_group), groups)
    return number


def _write_some(file: AssessmentFile, catalog: Catalog, edition: int, controls: Sequence[tuple[int, Control]]) -> None:
    rows: Rows = defaultdict(list)
    for ordinal, control in controls:
        control_rows(rows, edition, ordinal, catalog.key(control), control)
    words = [catalog_words.row(edition, ordinal, control) for ordinal, control in controls]
    with file.writing() as connection:
        for name, found in rows.items():
            connection.execute(insert(schema.metadata.tables[name]), found)
        catalog_words.add(connection, words)


def seals(connection: Connection) -> dict[str, str]:
    """The hash that the chosen edition of each catalog is sealed with, by catalog."""
    c = schema.chosen_catalog.c
    return {row.catalog: row.sha256 for row in connection.execute(select(c.catalog, c.sha256))}


def choose(step: Step, *editions: Edition) -> None:
    """Seal editions that were written, and let the assessment walk them: new catalogs after those that it has."""
    chosen = step.connection.execute(select(schema.chosen_catalog)).all()
    places = {row.catalog: row.ordinal for row in chosen}
    last = max(places.values(), default=-1)
    for edition in editions:
        e = schema.edition
        step.connection.execute(
            update(e).where(e.c.id == edition.number, e.c.sha256 != edition.sha256).values(sha256=edition.sha256)
        )
        if edition.catalog not in places:
            last += 1
            places[edition.catalog] = last
        fields = {"edition": edition.number, "sha256": edition.sha256, "ordinal": places[edition.catalog]}
        step.put("chosen_catalog", (edition.catalog,), fields)


def discard(file: AssessmentFile, *editions: Edition) -> None:
    """Take out editions that were written and then not chosen after all; those that are sealed stay."""
    unsealed = set(_unsealed(file))
    for edition in editions:
        if edition.number in unsealed:
            _erase(file, edition.number)


def clear_leftovers(file: AssessmentFile) -> None:
    """Delete what a crash left of editions that were never sealed."""
    try:
        for number in _unsealed(file):
            _erase(file, number)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{file.path.name} holds a catalog that was never finished and cannot be read.") from error


def _unsealed(file: AssessmentFile) -> list[int]:
    e = schema.edition.c
    return [row.id for row in file.fetch(select(e.id).where(e.sha256.startswith(_UNSEALED)))]


def _erase(file: AssessmentFile, edition: int) -> None:
    """Take out an edition that is not sealed, in short transactions; what is left by a crash goes at the next try."""
    c = schema.control.c
    keys = [r.key for r in file.fetch(select(c.key).where(c.edition == edition).order_by(c.ordinal))]
    for start in range(0, len(keys), _BATCH):
        some = keys[start : start + _BATCH]
        words = [catalog_words.row(edition, *found) for found in read_controls(file, edition, some)]
        with file.writing() as connection:
            catalog_words.remove(connection, words)
            for table in (schema.reference, schema.objective, schema.part, schema.control_text):
                connection.execute(delete(table).where(table.c.edition == edition, table.c.control.in_(some)))
            connection.execute(delete(schema.control).where(c.edition == edition, c.key.in_(some)))
    with file.writing() as connection:
        connection.execute(delete(schema.edition_group).where(schema.edition_group.c.edition == edition))
        connection.execute(delete(schema.edition).where(schema.edition.c.id == edition))


def stored(file: AssessmentFile) -> Iterator[tuple[str, Catalog]]:
    """Every edition in the file, put together again from its rows, with the hash it was sealed with."""
    e = schema.edition.c
    for row in file.fetch(select(schema.edition).where(~e.sha256.startswith(_UNSEALED)).order_by(e.id)):
        yield row.sha256, _catalog(file, row.id, row.catalog, row.title, row.version, row.source, row.about)


def chosen(file: AssessmentFile, catalog: str) -> Catalog | None:
    """The edition of a catalog that the assessment walks, put together again; None where it does not walk it."""
    c, e = schema.chosen_catalog.c, schema.edition
    query = select(e).join(schema.chosen_catalog, c.edition == e.c.id).where(c.catalog == catalog)
    for row in file.fetch(query):
        return _catalog(file, row.id, row.catalog, row.title, row.version, row.source, row.about)
    return None


def _catalog(
    file: AssessmentFile, edition: int, catalog: str, title: str, version: str, source: str, about: str
) -> Catalog:
    controls: dict[str, list[Control]] = defaultdict(list)
    for _, control in read_controls(file, edition):
        controls[control.group].append(control)
    g = schema.edition_group.c
    rows = file.fetch(select(g.id, g.title, g.about).where(g.edition == edition).order_by(g.ordinal))
    groups = tuple(Group(r.id, r.title, r.about, tuple(controls[r.id])) for r in rows)
    return Catalog(catalog, title, version, source, groups, about)
