"""Questions about evidence and what it serves, answered as domain records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, select, tuple_

from srm_desktop.domain.assessment import (
    Evidence,
    Link,
)
from srm_desktop.domain.freshness import Dates, Period, Rule
from srm_desktop.domain.vocabulary import Acceptance
from srm_desktop.storage import schema
from srm_desktop.storage.asking import day_of, fetch, rule_of, understood
from srm_desktop.storage.assessment_file import AssessmentFile


@understood
def evidence(file: AssessmentFile, uids: Iterable[str] | None = None) -> dict[str, Evidence]:
    """Pieces of evidence by uid, in the order of their numbers; all, or only those asked for."""
    e, c = schema.evidence, schema.content
    query = select(e, c.c.size).join_from(e, c, c.c.sha256 == e.c.sha256).order_by(e.c.number)
    return {r.uid: _piece(r) for r in fetch(file, query, e.c.uid, uids)}


class Backing(NamedTuple):
    """How many pieces of a control have the same dates and the same rule of their own."""

    dates: Dates
    fresh: Rule | None
    pieces: int


@understood
def backing(file: AssessmentFile, controls: Iterable[str] | None = None) -> dict[str, tuple[Backing, ...]]:
    """How many pieces of evidence serve each control, by what decides about freshness; by control key.

    What was rejected does not count, nor does a version that serves a control beside a newer one which does.
    """
    k, e = schema.link, schema.evidence
    what = (k.c.control, e.c.collected, e.c.period_from, e.c.period_to, e.c.fresh)
    counts = e.c.acceptance != Acceptance.REJECTED.value
    if superseded(file):
        counts &= tuple_(k.c.control, e.c.uid).not_in(_outdone())
    query = select(*what, func.count(k.c.evidence.distinct())).join_from(k, e, e.c.uid == k.c.evidence)
    made: dict[tuple[str | None, ...], tuple[Dates, Rule | None]] = {}
    found: dict[str, list[Backing]] = defaultdict(list)
    for key, collected, start, end, fresh, pieces in fetch(
        file, query.where(counts).group_by(*what), k.c.control, controls
    ):
        if (same := made.get((collected, start, end, fresh))) is None:
            dates = Dates(date.fromisoformat(collected), Period(day_of(start), day_of(end)))
            same = made[collected, start, end, fresh] = (dates, rule_of(fresh))
        found[key].append(Backing(*same, pieces))
    return {key: tuple(some) for key, some in found.items()}


def _outdone() -> Select[tuple[str, str]]:
    """Control and piece, where a later version of the piece that was not rejected serves the same control."""
    e, k, after = schema.evidence, schema.link, schema.evidence.alias()
    line = select(e.c.supersedes.label("older"), e.c.uid.label("newer")).where(e.c.supersedes != "").cte(recursive=True)
    on = (after.c.supersedes == line.c.newer) & (after.c.supersedes != "")
    line = line.union(select(line.c.older, after.c.uid).join_from(line, after, on))
    good = (e.c.uid == line.c.newer) & (e.c.acceptance != Acceptance.REJECTED.value)
    return select(k.c.control, line.c.older).join_from(line, e, good).join(k, k.c.evidence == line.c.newer)


def unlinked(file: AssessmentFile) -> tuple[str, ...]:
    """The uids of pieces that serve no control, in the order of their numbers; none that a newer version supersedes."""
    e, newer, k = schema.evidence, schema.evidence.alias(), schema.link.c
    serves = select(k.evidence).where(k.evidence == e.c.uid).exists()
    older = select(newer.c.uid).where(newer.c.supersedes == e.c.uid).exists()
    return tuple(r.uid for r in file.fetch(select(e.c.uid).where(~serves & ~older).order_by(e.c.number)))


def superseded(file: AssessmentFile) -> dict[str, str]:
    """The uid of the newer version, by the uid of the one that it supersedes."""
    e = schema.evidence.c
    return {r.supersedes: r.uid for r in file.fetch(select(e.supersedes, e.uid).where(e.supersedes != ""))}


def evidence_count(file: AssessmentFile) -> int:
    """How many pieces of evidence there are."""
    return int(file.fetch(select(func.count()).select_from(schema.evidence))[0][0])


def highest_number(file: AssessmentFile) -> int:
    """The highest number that a piece of evidence ever had, taken-back ones included; 0 where there was none."""
    e = schema.entry.c
    with file.reading():
        held = file.memo.get(_HIGHEST)
        seen, highest = held if isinstance(held, tuple) else (0, 0)  # once per opening: the whole journal
        number = func.json_extract(e.new, "$.number")
        made = (e.entity == "evidence") & e.old.is_(None) & (e.seq > seen)
        since = file.fetch(select(func.max(number)).where(made))[0][0]
        last = file.fetch(select(func.max(e.seq)))[0][0]
        present = file.fetch(select(func.max(schema.evidence.c.number)))[0][0]
        highest = max(int(highest), int(since or 0), int(present or 0))
        file.memo[_HIGHEST] = (int(last or 0), highest)
        return highest


_HIGHEST = "highest number"


def pieces_with(file: AssessmentFile, contents: Sequence[str]) -> dict[str, str]:
    """The uid of the first piece that holds each of these contents (SHA-256), where there is one."""
    e = schema.evidence.c
    query = select(e.sha256, e.uid).order_by(e.number.desc())
    return dict(fetch(file, query, e.sha256, contents))


@understood
def links(file: AssessmentFile, controls: Iterable[str] | None = None) -> tuple[Link, ...]:
    """Which evidence serves which control; `Link.evidence` is a uid. Those of all controls, or of those asked for."""
    k = schema.link.c
    query = select(k.control, k.part, k.evidence, k.place).order_by(k.control, k.part)
    return tuple(Link(*row) for row in fetch(file, query, k.control, controls))


def linked_controls(file: AssessmentFile, uids: Iterable[str]) -> set[str]:
    """The keys of the controls that any of these pieces serves."""
    k = schema.link.c
    return {key for (key,) in fetch(file, select(k.control).distinct(), k.evidence, uids)}


def _piece(r: Row[Any]) -> Evidence:
    return Evidence(
        number=r.number, uid=r.uid, name=r.name, title=r.title, sha256=r.sha256, size=r.size,
        media_type=r.media_type, collected=date.fromisoformat(r.collected),
        collected_guessed=bool(r.collected_guessed), covers=Period(day_of(r.period_from), day_of(r.period_to)),
        imported=datetime.fromisoformat(r.imported), source=r.source, note=r.note, version=r.version,
        account=r.account, region=r.region, method=r.method, collector=r.collector, population=r.population,
        confidentiality=r.confidentiality, acceptance=Acceptance(r.acceptance), fresh=rule_of(r.fresh),
        guessed_from=r.guessed_from, supersedes=r.supersedes,
    )  # fmt: skip
