"""Questions about the catalogs in the file, answered as domain records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from srm_desktop.domain.assessment import (
    CatalogInUse,
)
from srm_desktop.domain.catalog import Control, Reference
from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.storage import schema
from srm_desktop.storage.asking import fetch, understood
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.edition_rows import read_controls


class Outline(NamedTuple):
    """What the list needs to know of a control from its catalog; `parts` are pairs of letter and layers."""

    key: str
    id: str
    catalog: str
    edition: int
    group: str
    group_title: str
    title: str
    fresh_days: int | None
    kind: Responsibility | None
    base: str
    withdrawn: bool
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def catalogs(file: AssessmentFile) -> tuple[CatalogInUse, ...]:
    """The catalogs that the assessment walks, in the order they were added."""
    chosen, edition, control = schema.chosen_catalog, schema.edition, schema.control
    number = select(func.count()).where(control.c.edition == chosen.c.edition).scalar_subquery()
    query = (
        select(edition.c.catalog, edition.c.title, edition.c.version, number.label("controls"))
        .join_from(chosen, edition, edition.c.id == chosen.c.edition)
        .order_by(chosen.c.ordinal)
    )
    return tuple(CatalogInUse(r.catalog, r.title, r.version, r.controls) for r in file.fetch(query))


@understood
def outlines(file: AssessmentFile) -> tuple[Outline, ...]:
    """All controls of the chosen catalogs, in catalog order."""
    chosen, control, group, part = schema.chosen_catalog, schema.control, schema.edition_group, schema.part
    parts: dict[tuple[int, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    split: dict[str, tuple[str, ...]] = {}
    query = select(part.c.edition, part.c.control, part.c.letter, part.c.layers).join_from(
        part, chosen, chosen.c.edition == part.c.edition
    )
    for edition, key, letter, layers in map(tuple, file.fetch(query.order_by(part.c.ordinal))):
        if layers not in split:
            split[layers] = tuple(layers.split())
        parts[edition, key].append((letter, split[layers]))
    c = control.c
    kinds: dict[str | None, Responsibility | None] = {kind.value: kind for kind in Responsibility}
    what = (c.key, c.id, chosen.c.catalog, c.edition, c.grp, group.c.title.label("g"), c.title, c.fresh_days)
    query_controls = (
        select(*what, c.kind, c.base, c.withdrawn)
        .join_from(control, chosen, chosen.c.edition == c.edition)
        .join(group, (group.c.edition == c.edition) & (group.c.id == c.grp))
        .order_by(chosen.c.ordinal, c.ordinal)
    )
    return tuple(
        Outline(
            key, id_, catalog, edition, grp, grp_title, title, days,
            kinds.get(kind), base, bool(withdrawn), tuple(parts[edition, key]),
        )
        for key, id_, catalog, edition, grp, grp_title, title, days, kind, base, withdrawn in file.fetch(query_controls)
    )  # fmt: skip


@understood
def control(file: AssessmentFile, outline: Outline) -> Control:
    """The whole text of one control."""
    return next(read_controls(file, outline.edition, [outline.key]))[1]


@understood
def controls(file: AssessmentFile, edition: int) -> list[Control]:
    """The whole texts of all controls of an edition."""
    return [found for _, found in read_controls(file, edition)]


def references(file: AssessmentFile) -> Iterator[tuple[str, Reference]]:
    """What the controls of the chosen catalogs refer to in other frameworks: control key and reference."""
    r, chosen = schema.reference, schema.chosen_catalog
    query = select(r.c.control, r.c.framework, r.c.id).join_from(r, chosen, chosen.c.edition == r.c.edition)
    for key, framework, id_ in file.fetch(query):
        yield key, Reference(framework, id_)


def objectives(file: AssessmentFile, controls: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The objectives of controls in the editions that are walked, by control key: pairs of id and part, in order."""
    o, chosen = schema.objective.c, schema.chosen_catalog.c
    query = select(o.control, o.id, o.part).join(schema.chosen_catalog, chosen.edition == o.edition).order_by(o.ordinal)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, objective, part in fetch(file, query, schema.objective.c.control, controls):
        found[key].append((objective, part))
    return {key: tuple(some) for key, some in found.items()}


@understood
def controls_at(file: AssessmentFile, places: Sequence[tuple[int, int]]) -> list[tuple[int, Control]]:
    """The whole texts of the controls at these places (some tens), each an edition and the number of the control in it.

    With the number of the edition, in the order of the places; a place without a control is left out.
    """
    c = schema.control.c
    found: dict[tuple[int, int], Control] = {}
    for edition in {edition for edition, _ in places}:
        numbers = [number for one, number in places if one == edition]
        keys = [r.key for r in file.fetch(select(c.key).where(c.edition == edition, c.ordinal.in_(numbers)))]
        found |= {(edition, ordinal): control for ordinal, control in read_controls(file, edition, keys)}
    return [(place[0], found[place]) for place in places if place in found]
