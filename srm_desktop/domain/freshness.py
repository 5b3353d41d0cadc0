"""Whether evidence is still fresh. Dates only: the clock is the caller's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
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

    def holds(self, other: Period) -> bool:
        """Whether all days of the other span lie in this one."""
        begins = self.start is None or (other.start is not None and other.start >= self.start)
        return begins and (self.end is None or (other.end is not None and other.end <= self.end))


ALWAYS = Period()
"""The span that has no ends."""


class Dates(NamedTuple):
    """The dates of a piece of evidence: the day it was collected, and the period it covers."""

    collected: date
    covers: Period = ALWAYS

    @property
    def as_of(self) -> date:
        """The day its age is counted from: the last one that it covers, else the one it was collected on."""
        return self.covers.end or self.collected

    def outside(self, audit: Period, wholly: bool = False) -> bool:
        """Whether the audit period has no day in common with what it covers, else with the day it was collected on.

        `wholly`: whether it does not hold all of it.
        """
        span = self.covers or Period(self.collected, self.collected)
        return not (audit.holds(span) if wholly else audit.meets(span))


def guessed(said_by: str) -> str:
    """That a day of collection is a guess, and what it was taken from: `guessed from the file's time`."""
    known = {
        "file time": "the file's time",
        "PDF": "the PDF",
        "Office": "the document",
        "mail": "the mail",
        "pasting": "the time it was pasted",
    }
    return f"guessed from {known.get(said_by, said_by or 'the file')}"


class Rule(NamedTuple):
    """How long evidence may be shown: at most `days` old (None: it does not age).

    `within` says that what it covers must lie in the audit period from end to end; otherwise one day in common will do.
    """

    days: int | None = None
    within: bool = False

    def __str__(self) -> str:
        """The form in which it is typed and stored: `90`, `period` or `none`."""
        return "period" if self.within else "none" if self.days is None else str(self.days)

    @property
    def words(self) -> str:
        """What it asks, as the end of a sentence."""
        if self.within:
            return "within the audit period"
        return "of any age" if self.days is None else f"at most {self.days} day{'' if self.days == 1 else 's'} old"


class Given(NamedTuple):
    """A rule that nobody set on the control itself, and what gives it: `the catalog` or `the assessment`."""

    rule: Rule
    by: str


AGELESS = Rule()
"""Evidence that does not age."""

WITHIN = Rule(within=True)
"""Evidence that must lie within the audit period."""


def parse_rule(text: str) -> Rule | None:
    """The rule that `text` spells: a number of days, `period`, or `none` for no limit; None where it says nothing.

    Raises ValueError with a sentence.
    """
    word = text.strip().lower()
    number = word.removesuffix("s").removesuffix("day").strip()
    if word in ("", "period", "none"):
        return {"": None, "period": WITHIN, "none": AGELESS}[word]
    if number.isascii() and number.isdigit() and 1 <= int(number) <= 36_525:
        return Rule(int(number))
    raise ValueError(f"{text!r} is no rule of freshness: give a number of days (as 90), period, or none.")


def judge(dates: Dates, today: date, audit: Period = ALWAYS, rule: Rule = AGELESS) -> Freshness:
    """How fresh a piece is on `today` for an audit period under a rule.

    Age is counted from `Dates.as_of` up to today or to the end of the audit period, whichever comes first: evidence for
    a closed period does not go on ageing.
    """
    if dates.outside(audit, rule.within):
        return Freshness.OUTSIDE
    if rule.days is None or rule.within:
        return Freshness.FRESH
    reference = min(today, audit.end) if audit.end else today
    left = rule.days - (reference - dates.as_of).days
    if left < 0:
        return Freshness.STALE
    return Freshness.DUE_SOON if left <= min(DUE_SOON_DAYS, rule.days // 10) else Freshness.FRESH


def stale_on(dates: Dates, audit: Period = ALWAYS, rule: Rule = AGELESS) -> date | None:
    """The first day on which `judge` says stale; None where it never will."""
    if rule.days is None or rule.within or dates.outside(audit):
        return None
    try:
        day = dates.as_of + timedelta(days=rule.days + 1)
    except OverflowError:
        return None
    return None if audit.end is not None and day > audit.end else day


def worst(states: Iterable[Freshness]) -> Freshness | None:
    """The state that wants attention most; None where there is no evidence at all."""
    return max(states, key=lambda s: s.rank, default=None)


class AuditPeriod(NamedTuple):
    """The audit period on a day: `left` counts the days to its end (negative once it is over), None where it is open.

    `elapsed` is the share of it that is over, from 0 to 1; None where an end is open.
    """

    period: Period
    left: int | None
    until_start: int | None
    elapsed: float | None


def audit_period(period: Period, today: date) -> AuditPeriod:
    """Where `today` stands in an audit period."""
    start, end = period.start, period.end
    elapsed = None
    if start is not None and end is not None:
        elapsed = min(max((today - start).days + 1, 0) / ((end - start).days + 1), 1.0)
    return AuditPeriod(
        period=period,
        left=(end - today).days if end is not None else None,
        until_start=(start - today).days if start is not None and start > today else None,
        elapsed=elapsed,
    )
