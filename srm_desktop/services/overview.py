"""The figures of the overview: where the assessment stands, what blocks it, what goes stale next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from srm_desktop.domain.assessment import CatalogInUse, ControlRow, Details, Evidence
from srm_desktop.domain.freshness import AuditPeriod, audit_period, stale_on
from srm_desktop.domain.rollup import Coverage, cover
from srm_desktop.domain.vocabulary import Acceptance, Freshness, Responsibility, Result, Review, Status, Word
from srm_desktop.services.board import board
from srm_desktop.services.held import Board
from srm_desktop.services.listing import Filter, standings
from srm_desktop.storage import reading_catalogs
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

MOST_DUE = 8
"""How many pieces that go stale next are shown."""


@dataclass(frozen=True, slots=True)
class Slice:
    """How many controls carry a word, and the filter that gives just these."""

    word: Word
    count: int
    wanted: Filter


class GroupFigures(NamedTuple):
    """A group of one catalog: what of it is the customer's, how much of that is walked and how much has evidence."""

    catalog: str
    id: str
    title: str
    mine: int
    walked: int
    with_evidence: int
    wanted: Filter


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that stands between here and the hand-over: how many controls, of which kind, what that means."""

    kind: str
    count: int
    text: str
    hint: str
    wanted: Filter


class Due(NamedTuple):
    """A piece that is still good, the first day on which it is not any more, and the controls (keys) that it serves."""

    piece: Evidence
    stale_on: date
    days: int
    controls: tuple[str, ...]


class Overview(NamedTuple):
    """All figures of the overview, of one moment."""

    details: Details
    catalogs: tuple[CatalogInUse, ...]
    today: date
    services: int
    evidence: int
    coverage: Coverage
    responsibility: tuple[Slice, ...]
    status: tuple[Slice, ...]
    result: tuple[Slice, ...]
    groups: tuple[GroupFigures, ...]
    blockers: tuple[Blocker, ...]
    due: tuple[Due, ...]
    period: AuditPeriod


def overview(file: Assessment) -> Overview:
    """All figures; each count equals the number of rows that its filter gives."""
    with file.reading():
        held = board(file)
        every = tuple(held.rows.values())
        rows = [row for row in every if not row.withdrawn]
        mine = [row for row in rows if row.mine]
        return Overview(
            details=held.details,
            catalogs=reading_catalogs.catalogs(file),
            today=held.today,
            services=len(held.services),
            evidence=len(held.evidence),
            coverage=cover(standings(every)),
            responsibility=_responsibilities(rows),
            status=_statuses(mine),
            result=_results(mine),
            groups=_groups(rows),
            blockers=_blockers(rows, mine),
            due=_due(held),
            period=audit_period(held.details.period, held.today),
        )


def _responsibilities(rows: Iterable[ControlRow]) -> tuple[Slice, ...]:
    counts = Counter(row.responsibility for row in rows)
    return tuple(Slice(w, counts[w], Filter(responsibility=frozenset({w}))) for w in Responsibility)


def _statuses(mine: Iterable[ControlRow]) -> tuple[Slice, ...]:
    counts = Counter(word for row in mine for word in row.status)
    return tuple(Slice(w, counts[w], Filter(mine=True, status=frozenset({w}))) for w in Status)


def _results(mine: Iterable[ControlRow]) -> tuple[Slice, ...]:
    counts = Counter(row.result for row in mine)
    return tuple(Slice(w, counts[w], Filter(mine=True, result=frozenset({w}))) for w in Result)


def _groups(rows: Iterable[ControlRow]) -> tuple[GroupFigures, ...]:
    titles: dict[tuple[str, str], str] = {}
    mine, walked, proven = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in rows:
        group = (row.catalog, row.group)
        titles.setdefault(group, row.group_title)
        mine[group] += row.mine
        walked[group] += row.mine and row.walked
        proven[group] += row.mine and row.evidence > 0
    return tuple(
        GroupFigures(*g, title, mine[g], walked[g], proven[g], Filter(catalog=g[0], group=g[1], mine=mine[g] > 0))
        for g, title in titles.items()
    )


def _blockers(rows: Sequence[ControlRow], mine: Sequence[ControlRow]) -> tuple[Blocker, ...]:
    unfinished = frozenset({Status.PLANNED, Status.PARTIAL})
    found = (
        Blocker("open", sum(r.open for r in mine), "not walked yet", "no implementation status on some part",
                Filter(mine=True, open=True)),
        Blocker("no evidence", sum(not r.evidence for r in mine), "without evidence", "nothing to show an assessor",
                Filter(mine=True, no_evidence=True)),
        _aged(mine, Freshness.STALE, "with stale evidence", "older than its rule allows"),
        _aged(mine, Freshness.OUTSIDE, "outside the audit period", "evidence that shows another time"),
        _aged(mine, Freshness.DUE_SOON, "with evidence due soon", "collect it again before it is stale"),
        Blocker("other", sum(r.result is Result.OTHER for r in mine), "other than satisfied",
                "findings to close or to plan", Filter(mine=True, result=frozenset({Result.OTHER}))),
        Blocker("unfinished", sum(not unfinished.isdisjoint(r.status) for r in mine), "planned or partly implemented",
                "an assessor asks by when", Filter(mine=True, status=unfinished)),
        Blocker("not applicable", sum(Status.NOT_APPLICABLE in r.status for r in mine), "marked not applicable",
                "each needs a reason that holds", Filter(mine=True, status=frozenset({Status.NOT_APPLICABLE}))),
        Blocker("ready", sum(r.review is Review.READY for r in rows), "waiting for review", "somebody has to sign off",
                Filter(review=frozenset({Review.READY}))),
        Blocker("flagged", sum(r.flag for r in rows), "flagged", "marked for another look", Filter(flagged=True)),
    )  # fmt: skip
    return tuple(b for b in found if b.count)


def _aged(mine: Sequence[ControlRow], state: Freshness, text: str, hint: str) -> Blocker:
    wanted = Filter(mine=True, freshness=frozenset({state}))
    return Blocker(state.value, sum(r.freshness is state for r in mine), text, hint, wanted)


def _due(held: Board) -> tuple[Due, ...]:
    """The pieces in use that are good today and go stale soonest, soonest first."""
    serves: dict[str, dict[str, None]] = {}
    for key in held.outlines:
        for link in held.links.get(key, ()):
            serves.setdefault(link.evidence, {})[key] = None
    rejected = {uid for uid in serves if (p := held.evidence.get(uid)) and p.acceptance is Acceptance.REJECTED}
    found = []
    for uid, served in serves.items():
        piece, later = held.evidence.get(uid), [one for one in held.later(uid) if one not in rejected]
        keys = {key: None for key in served if not any(key in serves.get(one, ()) for one in later)}
        if piece is None or not keys or uid in rejected:
            continue
        days = [stale_on(piece.dates, held.details.period, rule) for rule in held.rules_for(piece, keys)]
        day = min((day for day in days if day is not None), default=None)
        if day is not None and day > held.today:
            found.append(Due(piece, day, (day - held.today).days, tuple(keys)))
    return tuple(sorted(found, key=lambda entry: (entry.stale_on, entry.piece.number))[:MOST_DUE])
