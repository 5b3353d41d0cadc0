"""The ways into an assessment: what is to be done and which groups there are, each with its count and its filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from srm_desktop.domain.assessment import ControlRow
from srm_desktop.domain.rollup import cover
from srm_desktop.domain.vocabulary import Responsibility, Result
from srm_desktop.services.board import board
from srm_desktop.services.listing import Filter, coverage, next_open, rows, standings
from srm_desktop.storage import reading_catalogs, reading_journal
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment


@dataclass(frozen=True, slots=True)
class Entry:
    """A way in: its title, what it counts in words, and the filter that shows the rows behind the count."""

    key: str
    title: str
    count: str
    filter: Filter
    indent: bool = False


def to_do(file: Assessment) -> list[Entry]:
    """What is to be done, most pressing first; entries that count nothing are left out, but for the first ones."""
    every = [row for row in rows(file) if not row.withdrawn]
    total = coverage(file)
    kinds = [
        Entry(f"kind:{word}", word.value.capitalize(), str(count), Filter(responsibility=frozenset({word})), True)
        for word, count in (
            (Responsibility.SHARED, total.shared),
            (Responsibility.CUSTOMER, total.customer),
            (Responsibility.INHERITED, total.inherited),
            (Responsibility.NOT_APPLICABLE, total.not_applicable),
        )
        if count or word is not Responsibility.NOT_APPLICABLE
    ]
    narrowed = [
        Entry("no evidence", "No evidence", str(total.mine - total.with_evidence), Filter(mine=True, no_evidence=True)),
        Entry("stale", "Stale evidence", str(_stale(every)), Filter(stale=True)),
        Entry("other", "Other than satisfied", str(total.other), Filter(mine=True, result=frozenset({Result.OTHER}))),
        Entry("flagged", "Flagged", str(sum(1 for r in every if r.flag)), Filter(flagged=True)),
    ]
    return [
        Entry("open", "Still open", str(total.open), Filter(mine=True, open=True)),
        Entry("mine", "Mine", str(total.mine), Filter(mine=True)),
        *kinds,
        *(entry for entry in narrowed if entry.count != "0"),
        Entry("all", "All controls", str(total.controls + total.withdrawn), Filter()),
    ]


def _stale(every: Sequence[ControlRow]) -> int:
    return sum(1 for r in every if r.freshness and r.freshness.bad)


class CatalogGroups(NamedTuple):
    """A catalog that the assessment walks, and its groups."""

    catalog: str
    title: str
    groups: list[Entry]


def groups(file: Assessment) -> list[CatalogGroups]:
    """The groups of every catalog in order, with how many of the customer's controls are walked: `9/25`."""
    with file.reading():
        titles = {catalog.id: catalog.title for catalog in reading_catalogs.catalogs(file)}
        found = {catalog: CatalogGroups(catalog, title, []) for catalog, title in titles.items()}
        every = rows(file)
    for (catalog, group, title), some in groupby(every, key=lambda r: (r.catalog, r.group, r.group_title)):
        counted = cover(standings(some))
        count = f"{counted.walked}/{counted.mine}" if counted.mine else "AWS" if counted.inherited else ""
        entry = Entry(f"group:{catalog}:{group}", title, count, Filter(catalog=catalog, group=group))
        found[catalog].groups.append(entry)
    return list(found.values())


def resume(file: Assessment) -> str | None:
    """The key of the control where the work goes on: the last one worked on if it is still open, else the next open."""
    last = reading_journal.last_worked_on(file)
    held = board(file).rows
    return last if last in held and held[last].open else next_open(file, last)
