"""What is held of an open assessment in memory, and how fresh, derived and determined things are by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from srm_desktop.domain.assessment import ControlRow, ControlWork, Details, Evidence, Link, PartMark
from srm_desktop.domain.catalog import part_of
from srm_desktop.domain.freshness import Dates, Given, Rule, judge
from srm_desktop.domain.responsibility import Derivation, Overrule, Service, derive
from srm_desktop.domain.rollup import Coverage, determined
from srm_desktop.domain.vocabulary import Freshness, Responsibility, Result, Status
from srm_desktop.storage.reading_catalogs import Outline
from srm_desktop.storage.reading_evidence import Backing

Part = tuple[tuple[str, ...], Responsibility | None, tuple[Overrule, ...], tuple[Status, ...], Result]
"""What counts of a part: its layers, whose the catalog calls it, the auditor's words on that, and how it is marked."""


class Rolled(NamedTuple):
    """What the parts of a control add up to."""

    responsibility: Responsibility
    derived: Responsibility
    status: tuple[Status, ...]
    result: Result
    walked: bool
    services: tuple[str, ...]


@dataclass(slots=True)
class Board:
    """All that rows are made of, remembered between calls and refreshed where something was touched."""

    revision: int
    today: date
    details: Details
    services: tuple[Service, ...]
    outlines: dict[str, Outline]
    marks: dict[tuple[str, str], PartMark]
    works: dict[str, ControlWork]
    overrules: dict[tuple[str, str], tuple[Overrule, ...]]
    results: dict[str, dict[str, Result]]
    """The results that were set on single objectives, by control key and objective."""
    objectives: dict[str, tuple[tuple[str, str], ...]]
    """Id and part of all objectives of those controls: of most nobody need know them."""
    backing: dict[str, tuple[Backing, ...]]
    """How many pieces serve a control, by their dates: all that rows need of evidence."""
    newer: dict[str, str]
    """The uid of the newer version of each piece that is superseded."""
    read_evidence: Callable[[], dict[str, Evidence]]
    read_links: Callable[[], tuple[Link, ...]]
    lock: Callable[[], AbstractContextManager[object]]
    rows: dict[str, ControlRow] = field(default_factory=dict)
    derived: dict[tuple[tuple[str, ...], Responsibility | None], Derivation] = field(default_factory=dict)
    judged: dict[tuple[object, ...], Freshness] = field(default_factory=dict)
    rolled: dict[tuple[Part, ...], Rolled] = field(default_factory=dict)
    pieces: dict[str, Evidence] | None = None
    """Evidence, once somebody has asked for it: the first list must not wait for it. So with `linked`."""
    linked: dict[str, tuple[Link, ...]] | None = None
    counted: Coverage | None = None
    """What the rows add up to, once somebody has asked."""

    @property
    def evidence(self) -> dict[str, Evidence]:
        """All pieces of evidence by uid, in the order of their numbers."""
        with self.lock():
            if self.pieces is None:
                self.pieces = self.read_evidence()
            return self.pieces

    def newer_than(self, uid: str) -> tuple[str, str]:
        """Uid and id of the version that supersedes a piece; both empty where it is the newest."""
        newer = self.newer.get(uid, "")
        return (newer, self.evidence[newer].id) if newer in self.evidence else ("", "")

    def later(self, uid: str) -> tuple[str, ...]:
        """The uids of all versions after a piece, the nearest first."""
        found: dict[str, None] = {}
        while (uid := self.newer.get(uid, "")) and uid not in found:  # a file that was tampered with may lead round
            found[uid] = None
        return tuple(found)

    @property
    def links(self) -> dict[str, tuple[Link, ...]]:
        """Which pieces serve which control, by control key."""
        with self.lock():
            if self.linked is None:
                self.linked = by_control(self.read_links())
            return self.linked

    def derivation(
        self, layers: tuple[str, ...], kind: Responsibility | None, overrules: Sequence[Overrule] = ()
    ) -> Derivation:
        """What the services in scope make of these layers, with the auditor's word on single services; see `derive`."""
        by_service = {o.service: o for o in overrules if o.service}
        if by_service:
            return derive(layers, self.services, by_service, kind)
        if (layers, kind) not in self.derived:
            self.derived[layers, kind] = derive(layers, self.services, kind=kind)
        return self.derived[layers, kind]

    def result(self, key: str, letter: str, own: Result) -> Result:
        """The result of a part on which `own` was set."""
        return determined(own, self._singly(key, letter))

    def result_of_whole(self, key: str, followed: Result) -> Result | None:
        """The result of the objectives that are of no part, which follow `followed`; None where none was set singly."""
        singly = self._singly(key, None)
        return determined(followed, singly) if any(singly) else None

    def _singly(self, key: str, letter: str | None) -> list[Result | None]:
        found = self.results.get(key)
        if not found:
            return []
        letters = [part for part, _ in self.outlines[key].parts]
        return [found.get(name) for name, part in self.objectives.get(key, ()) if part_of(part, letters) == letter]

    def rule_of(self, key: str) -> Rule:
        """How long evidence for a control may be shown: as was set on it, as its catalog says, or the assessment."""
        if (work := self.works.get(key)) is not None and work.fresh is not None:
            return work.fresh
        return self.given_rule(key).rule

    def given_rule(self, key: str) -> Given:
        """The rule for a control that has none of its own: as its catalog says, else as the assessment does."""
        days = self.outlines[key].fresh_days if key in self.outlines else None
        return Given(self.details.fresh, "the assessment") if days is None else Given(Rule(days), "the catalog")

    def rules_for(self, piece: Evidence, keys: Iterable[str]) -> tuple[Rule, ...]:
        """The rules a piece is under that serves these controls: its own alone, else theirs, else the assessment's."""
        if piece.fresh is not None:
            return (piece.fresh,)
        return tuple(dict.fromkeys(self.rule_of(key) for key in keys)) or (self.details.fresh,)

    def freshness(self, piece: Evidence, keys: Iterable[str]) -> Freshness:
        """How fresh a piece is today for controls: as the strictest of their rules says."""
        return max((self.judge(piece.dates, rule) for rule in self.rules_for(piece, keys)), key=lambda s: s.rank)

    def judge(self, dates: Dates, rule: Rule) -> Freshness:
        """How fresh something with these dates is today under a rule."""
        asked = (dates.collected, dates.covers.start, dates.covers.end, rule.days, rule.within)
        if (found := self.judged.get(asked)) is None:
            found = self.judged[asked] = judge(dates, self.today, self.details.period, rule)
        return found


def whole_part(overrules: Sequence[Overrule]) -> Overrule | None:
    """The auditor's word on a part as a whole."""
    return next((o for o in overrules if not o.service), None)


def by_control(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    """Links by the key of the control they are of."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.control].append(link)
    return {key: tuple(some) for key, some in found.items()}
