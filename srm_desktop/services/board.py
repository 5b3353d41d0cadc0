"""All that rows are made of, read once, remembered with the open assessment and kept up to date change by change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from srm_desktop.domain.assessment import ControlRow, ControlWork, Details, Evidence, Link, PartMark
from srm_desktop.domain.catalog import part_of
from srm_desktop.domain.freshness import Dates, Given, Rule, judge, worst
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.problems import BadValue, UnknownControl
from srm_desktop.domain.responsibility import Derivation, Overrule, Service, combine, derive, effective
from srm_desktop.domain.rollup import Coverage, PartState, determined, roll_up_result, roll_up_status, walked
from srm_desktop.domain.vocabulary import Freshness, Owner, Responsibility, Result, Status
from srm_desktop.storage import reading
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.reading import Backing, Outline

_MEMO = "board"
_DAY = "day of the board"

_Part = tuple[tuple[str, ...], Responsibility | None, tuple[Overrule, ...], tuple[Status, ...], Result]
"""What counts of a part: its layers, whose the catalog calls it, the auditor's words on that, and how it is marked."""


class _Rolled(NamedTuple):
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
    rolled: dict[tuple[_Part, ...], _Rolled] = field(default_factory=dict)
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
                self.linked = _by_control(self.read_links())
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


def board(file: Assessment) -> Board:
    """The up-to-date board of an assessment; keep the lock (`file.reading()`) while going through it."""
    with file.reading():
        day, held = file.memo.get(_DAY), file.memo.get(_MEMO)
        today = day if isinstance(day, date) else file.clock().astimezone().date()
        if not isinstance(held, Board) or held.today != today:
            held = None
        touched = file.touched_since(held.revision) if held else None
        if held is None or touched is None or touched.everything:
            held = _load(file, today)
            file.memo[_MEMO] = held
        elif touched:
            _refresh(file, held, touched.controls, touched.evidence)
        return held


@contextmanager
def as_of(file: Assessment, day: date) -> Iterator[None]:
    """Let `day` be today for everything that is asked within the block, which keeps the lock."""
    with file.reading():
        held = file.memo.pop(_MEMO, None)
        file.memo[_DAY] = day
        try:
            yield
        finally:
            del file.memo[_DAY]
            file.memo[_MEMO] = held


def _load(file: Assessment, today: date) -> Board:
    with file.reading():
        results = reading.results(file)
        loaded = Board(
            revision=file.revision,
            today=today,
            details=reading.details(file),
            services=reading.services(file),
            outlines={o.key: o for o in reading.outlines(file)},
            marks=reading.marks(file),
            works=reading.works(file),
            overrules=reading.overrules(file),
            results=results,
            objectives=reading.objectives(file, results),
            backing=reading.backing(file),
            newer=reading.superseded(file),
            read_evidence=lambda: reading.evidence(file),
            read_links=lambda: reading.links(file),
            lock=file.reading,
        )
    loaded.rows = {key: _row(loaded, outline) for key, outline in loaded.outlines.items()}
    return loaded


def _refresh(file: Assessment, held: Board, controls: frozenset[str], uids: frozenset[str]) -> None:
    with file.reading():
        held.revision, held.counted = file.revision, None
        if uids:
            _reread_evidence(file, held, uids)
        touched = controls | (reading.linked_controls(file, uids) if uids else set())
        _reread_marks(file, held, touched)
        if uids:
            _reread_links(file, held, touched)
    for key in touched & held.outlines.keys():
        held.rows[key] = _row(held, held.outlines[key])


def _reread_evidence(file: Assessment, held: Board, uids: frozenset[str]) -> None:
    held.newer = reading.superseded(file)
    if held.pieces is not None:
        now = reading.evidence(file, uids)
        others = {u: e for u, e in held.pieces.items() if u not in uids} | now
        held.pieces = dict(sorted(others.items(), key=lambda item: item[1].number))


def _reread_marks(file: Assessment, held: Board, keys: frozenset[str]) -> None:
    for key in keys:
        for letter, _ in held.outlines[key].parts if key in held.outlines else ():
            held.marks.pop((key, letter), None)
            held.overrules.pop((key, letter), None)
        held.works.pop(key, None)
        held.results.pop(key, None)
    held.marks |= reading.marks(file, keys)
    held.works |= reading.works(file, keys)
    held.overrules |= reading.overrules(file, keys)
    results = reading.results(file, keys)
    held.results |= results
    held.objectives |= reading.objectives(file, results.keys() - held.objectives.keys())


def _reread_links(file: Assessment, held: Board, keys: frozenset[str]) -> None:
    for key in keys:
        held.backing.pop(key, None)
    held.backing |= reading.backing(file, keys)
    if held.linked is not None:
        held.linked |= dict.fromkeys(keys, ()) | _by_control(reading.links(file, keys))


def _by_control(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.control].append(link)
    return {key: tuple(some) for key, some in found.items()}


_UNMARKED = PartMark()
_UNTOUCHED = ControlWork()


def _row(held: Board, outline: Outline) -> ControlRow:
    key = outline.key
    marks = [held.marks.get((key, letter), _UNMARKED) for letter, _ in outline.parts]
    rolled = _rolled(held, outline, marks)
    work = held.works.get(key, _UNTOUCHED)
    backing = held.backing.get(key, ())
    rule = held.rule_of(key)
    return ControlRow(
        key=key, id=outline.id, catalog=outline.catalog, group=outline.group, group_title=outline.group_title,
        title=outline.title, responsibility=rolled.responsibility, derived=rolled.derived,
        status=rolled.status, result=_with_whole(held, outline, rolled.result), review=work.review, owner=work.owner,
        evidence=sum(some.pieces for some in backing),
        freshness=worst({held.judge(some.dates, some.fresh or rule) for some in backing}),
        has_statement=bool(work.statement) or any(mark.statement for mark in marks), flag=work.flag,
        walked=rolled.walked, services=rolled.services, base=outline.base, withdrawn=outline.withdrawn,
    )  # fmt: skip


def _with_whole(held: Board, outline: Outline, of_parts: Result) -> Result:
    """What the parts add up to, and with them the objectives that are of none."""
    if outline.key not in held.results:
        return of_parts
    whole = held.result_of_whole(outline.key, set_alike(held, outline.key))
    return roll_up_result((of_parts, whole)) if whole else of_parts


def set_alike(held: Board, key: str) -> Result:
    """The result that was set on all parts that decide a control; not assessed where they differ."""
    found = {held.marks.get((key, letter), _UNMARKED).result for letter in deciding(held, held.outlines[key])}
    return found.pop() if len(found) == 1 else Result.NOT_ASSESSED


def deciding(held: Board, outline: Outline) -> Sequence[str]:
    """The parts that decide a control: those that are the customer's, or all where none is."""
    mine = []
    for letter, layers in outline.parts:
        words = held.overrules.get((outline.key, letter), ())
        if effective(held.derivation(layers, outline.kind, words).value, whole_part(words)).mine:
            mine.append(letter)
    return mine or [letter for letter, _ in outline.parts]


def _rolled(held: Board, outline: Outline, marks: Sequence[PartMark]) -> _Rolled:
    key = outline.key
    parts = tuple(
        (
            layers,
            outline.kind,
            held.overrules.get((key, letter), ()),
            mark.status,
            held.result(key, letter, mark.result),
        )
        for (letter, layers), mark in zip(outline.parts, marks, strict=True)
    )
    if (rolled := held.rolled.get(parts)) is None:  # many controls are alike: they are reckoned once
        rolled = held.rolled[parts] = _roll_up(held, parts)
    return rolled


def _roll_up(held: Board, parts: Sequence[_Part]) -> _Rolled:
    states, derived, services = [], [], dict[str, None]()
    for layers, kind, words, status, result in parts:
        derivation = held.derivation(layers, kind, words)
        derived.append(derivation.value)
        states.append(PartState(effective(derivation.value, whole_part(words)), status, result))
        services |= {r.service: None for r in derivation.reasons if r.owner is not Owner.ABSENT}
    responsibility = combine(s.responsibility for s in states)
    decisive = [s for s in states if s.responsibility.mine] or states
    return _Rolled(
        responsibility=responsibility,
        derived=combine(derived),
        status=roll_up_status(states),
        result=roll_up_result(s.result for s in decisive),
        walked=responsibility.mine and walked(states),
        services=tuple(services),
    )


def outline_of(held: Board, key: str, part: str | None = None) -> Outline:
    """A control by its key. Raises UnknownControl, or BadValue where it has no such part."""
    outline = held.outlines.get(key)
    if outline is None:
        raise UnknownControl(f"There is no control {id_of(key) or key!r} in this assessment.")
    if part is not None and part not in (letter for letter, _ in outline.parts):
        raise BadValue(f"{outline.id} has no part {part!r}.")
    return outline


def to_assess(held: Board, key: str, part: str | None = None) -> Outline:
    """As `outline_of`, of a control that can be marked. Raises BadValue where it is withdrawn."""
    outline = outline_of(held, key)
    if outline.withdrawn:
        raise BadValue(f"{outline.id} is withdrawn: there is nothing to assess. Open it to see where it went.")
    return outline_of(held, key, part)


def check_place(file: Assessment, keys: Iterable[str], part: str = "") -> None:
    """Refuse controls that are not there or withdrawn, and a part (where one is named) that one of them lacks."""
    with file.reading():
        held = board(file)
        for key in keys:
            to_assess(held, key, part or None)
