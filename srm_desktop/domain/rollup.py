"""How the marks on parts add up to a control, and controls to a whole. The rules are stated in the docstrings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from srm_desktop.domain.vocabulary import Freshness, Responsibility, Result, Status, Statuses, statuses

_DONE = {Status.IMPLEMENTED, Status.ALTERNATIVE}


class PartState(NamedTuple):
    """What counts of a part when a control is rolled up."""

    responsibility: Responsibility
    status: Statuses = (Status.NOT_STARTED,)
    result: Result = Result.NOT_ASSESSED


def counted(parts: Sequence[PartState]) -> Sequence[PartState]:
    """The parts that decide a control: those of the customer (customer or shared), or all where none is."""
    return [p for p in parts if p.responsibility.mine] or parts


def roll_up_status(parts: Sequence[PartState]) -> Statuses:
    """The implementation status of a control.

    Parts marked not applicable are left out unless all are. If the rest agree, theirs is the answer. If all of them are
    implemented or alternative, so is the control. Otherwise it is partially implemented as soon as one part is done or
    partly done, and planned as soon as one is planned; with neither, not started. "Not applicable" beside another word
    on one part (a service of several) does not count against the other word.
    """
    sets = [p.status for p in counted(parts)]
    applying = [s for s in sets if s != (Status.NOT_APPLICABLE,)] or sets
    if len(set(applying)) <= 1:
        return applying[0] if applying else (Status.NOT_STARTED,)
    union = {word for s in applying for word in s} - {Status.NOT_APPLICABLE}
    if union <= _DONE:
        return statuses(list(union))
    mixed = []
    if union & (_DONE | {Status.PARTIAL}):
        mixed.append(Status.PARTIAL)
    if Status.PLANNED in union:
        mixed.append(Status.PLANNED)
    return statuses(mixed)


def roll_up_result(results: Iterable[Result]) -> Result:
    """The result of a control: other than satisfied if one part is; not assessed while one is; else satisfied."""
    found = set(results)
    if Result.OTHER in found:
        return Result.OTHER
    if not found or Result.NOT_ASSESSED in found:
        return Result.NOT_ASSESSED
    return Result.SATISFIED if Result.SATISFIED in found else Result.NOT_APPLICABLE


def walked(parts: Sequence[PartState]) -> bool:
    """Whether every part that is the customer's (customer or shared) has an implementation status."""
    return all(p.status != (Status.NOT_STARTED,) for p in parts if p.responsibility.mine)


class Standing(NamedTuple):
    """What counts of a control when an assessment is rolled up."""

    responsibility: Responsibility
    walked: bool
    status: Statuses
    result: Result
    evidence: int
    freshness: Freshness | None


class Coverage(NamedTuple):
    """Counts over a set of controls. All but `controls`, `inherited` and `not_applicable` count only the customer's."""

    controls: int = 0
    inherited: int = 0
    not_applicable: int = 0
    shared: int = 0
    customer: int = 0
    walked: int = 0
    with_evidence: int = 0
    stale: int = 0
    satisfied: int = 0
    other: int = 0

    @property
    def mine(self) -> int:
        """Controls that are the customer's: shared and customer."""
        return self.shared + self.customer

    @property
    def open(self) -> int:
        """Controls of the customer that are not walked yet."""
        return self.mine - self.walked

    @property
    def percent(self) -> int:
        """Share of the customer's controls that are walked, in per cent, rounded down; 100 where there are none."""
        return 100 * self.walked // self.mine if self.mine else 100


def cover(controls: Iterable[Standing]) -> Coverage:
    """Count controls; the counts of disjoint sets add up to those of their union."""
    rows = list(controls)
    mine = [c for c in rows if c.responsibility.mine]
    by = Counter(c.responsibility for c in rows)
    return Coverage(
        controls=len(rows),
        inherited=by[Responsibility.INHERITED],
        not_applicable=by[Responsibility.NOT_APPLICABLE],
        shared=by[Responsibility.SHARED],
        customer=by[Responsibility.CUSTOMER],
        walked=sum(1 for c in mine if c.walked),
        with_evidence=sum(1 for c in mine if c.evidence),
        stale=sum(1 for c in mine if c.freshness and c.freshness.bad),
        satisfied=sum(1 for c in mine if c.result is Result.SATISFIED),
        other=sum(1 for c in mine if c.result is Result.OTHER),
    )
