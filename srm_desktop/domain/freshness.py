"""Whether evidence is still fresh. Dates only: the clock is the caller's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from srm_desktop.domain.vocabulary import Freshness

DUE_SOON_DAYS = 14
"""How many days before it goes stale a piece counts as due soon; a tenth of its allowed age where that is less."""


class Period(NamedTuple):
    """A span of days, both ends included; None leaves an end open."""

    start: date | None = None
    end: date | None = None

    def __bool__(self) -> bool:
        """Whether at least one end is set."""
        return self.start is not None or self.end is not None

    def meets(self, other: Period) -> bool:
        """Whether the two spans have a day in common."""
        after = self.start is not None and other.end is not None and other.end < self.start
        before = self.end is not None and other.start is not None and other.start > self.end
        return not (after or before)


ALWAYS = Period()
"""The span that has no ends."""


class Dates(NamedTuple):
    """The dates of a piece of evidence: the day it was collected, and the period it covers."""

    collected: date
    covers: Period = ALWAYS


def judge(dates: Dates, today: date, audit: Period = ALWAYS, max_age: int | None = None) -> Freshness:
    """How fresh a piece is on `today` for an audit period and an allowed age in days (None: it does not age).

    Outside the period: what it covers (or, if it covers no span, the day it was collected) has no day in common with
    the audit period. Age is counted from the end of what it covers, else from the day it was collected, up to today or
    to the end of the audit period, whichever comes first: evidence for a closed period does not go on ageing.
    """
    span = dates.covers if dates.covers else Period(dates.collected, dates.collected)
    if audit and not audit.meets(span):
        return Freshness.OUTSIDE
    if max_age is None:
        return Freshness.FRESH
    as_of = dates.covers.end or dates.collected
    reference = min(today, audit.end) if audit.end else today
    left = max_age - (reference - as_of).days
    if left < 0:
        return Freshness.STALE
    return Freshness.DUE_SOON if left <= min(DUE_SOON_DAYS, max_age // 10) else Freshness.FRESH


def worst(states: Iterable[Freshness]) -> Freshness | None:
    """The state that wants attention most; None where there is no evidence at all."""
    return max(states, key=lambda s: s.rank, default=None)


def strictest(ages: Iterable[int | None]) -> int | None:
    """The smallest allowed age in days; None where no rule limits it."""
    return min((a for a in ages if a is not None), default=None)
