"""How the marks on parts add up to a control, and controls to a whole. The rules are stated in the docstrings.

Results of objectives: a result that is set on a part is the result of all its objectives, and takes the place of those
that were set singly before. One that is then set singly stands for itself; the others go on following the part. What
the part shows is what its objectives add up to (`determined`). So there is one truth, and it is what was set last.
Objectives that are of no part (`catalog.part_of`) follow what was set on all parts alike, as a result set on the
control is, and count for the control as one part more as soon as one of them is set singly.
"""

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


def determined(own: Result, singly: Sequence[Result | None]) -> Result:
    """The result of a part (`own` is what was set on it) with objectives; None where one was not set singly.

    Other than satisfied as soon as one objective is; not assessed while some are determined and one is not; else
    satisfied, or not applicable where all are. Where none was set singly, the result set on the part.
    """
    return roll_up_result(result or own for result in singly) if singly else own


def roll_up_result(results: Iterable[Result]) -> Result:
    """The result of a control: other than satisfied if one part is; not assessed while one is; else satisfied.

    Not applicable where all are.
    """
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
    withdrawn: bool = False


class Coverage(NamedTuple):
    """Counts over a set of controls. All but the first three and `withdrawn` count only the customer's.

    Withdrawn controls count nowhere else: there is nothing to assess.
    """

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
    withdrawn: int = 0

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
    every = list(controls)
    rows = [c for c in every if not c.withdrawn]
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
        withdrawn=len(every) - len(rows),
    )
