"""When evidence goes stale: by the day, never backwards, and not after the audit period has closed."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from srm_desktop.domain.freshness import (
    DUE_SOON_DAYS,
    WITHIN,
    Dates,
    Period,
    Rule,
    audit_period,
    judge,
    parse_rule,
    stale_on,
    worst,
)
from srm_desktop.domain.vocabulary import Freshness

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
ages = st.integers(0, 800)
D = date


@st.composite
def periods(draw) -> Period:
    start, end = draw(st.none() | days), draw(st.none() | days)
    if start and end and end < start:
        start, end = end, start
    return Period(start, end)


dates = st.builds(Dates, days, periods())


@given(dates, days, periods(), ages, st.integers(1, 400))
def test_evidence_never_becomes_fresher_by_waiting(piece: Dates, today: date, audit: Period, age: int, wait: int):
    now, later = judge(piece, today, audit, Rule(age)), judge(piece, today + timedelta(wait), audit, Rule(age))
    assert later.rank >= now.rank


@given(dates, days, periods(), ages)
def test_a_longer_allowance_never_makes_it_staler(piece: Dates, today: date, audit: Period, age: int):
    strict, lenient = judge(piece, today, audit, Rule(age)), judge(piece, today, audit, Rule(age + 1))
    assert (strict is Freshness.STALE) or (lenient is not Freshness.STALE)
    assert judge(piece, today, audit, Rule()) in (Freshness.FRESH, Freshness.OUTSIDE)


@given(dates, periods(), ages, days, days)
def test_a_closed_audit_period_stops_the_ageing(piece: Dates, audit: Period, age: int, one: date, two: date):
    assume(audit.end is not None)
    assert audit.end is not None
    one, two = max(one, audit.end), max(two, audit.end)
    assert judge(piece, one, audit, Rule(age)) is judge(piece, two, audit, Rule(age))


@given(days, st.integers(1, 800))
def test_the_last_day_allowed_is_not_stale_and_the_next_one_is(collected: date, age: int):
    piece = Dates(collected)
    assert judge(piece, collected + timedelta(age), rule=Rule(age)) is Freshness.DUE_SOON
    assert judge(piece, collected + timedelta(age + 1), rule=Rule(age)) is Freshness.STALE


@given(dates, periods(), st.none() | ages, days)
def test_it_is_stale_from_the_first_stale_day_on_and_never_before(
    piece: Dates, audit: Period, age: int | None, today: date
):
    first = stale_on(piece, audit, Rule(age))
    near = [first + timedelta(n) for n in (-1, 0, 1)] if first else []
    for day in (today, *near, date(2099, 1, 1)):
        assert (judge(piece, day, audit, Rule(age)) is Freshness.STALE) == (first is not None and day >= first)


def test_a_day_beyond_the_calendar_never_comes():
    assert stale_on(Dates(date.max), rule=Rule(365)) is None
    assert stale_on(Dates(date.max), rule=Rule(10**12)) is None


@given(days, st.integers(0, 800))
def test_due_soon_is_two_weeks_or_a_tenth_of_the_age(collected: date, age: int):
    warning = min(DUE_SOON_DAYS, age // 10)
    assert judge(Dates(collected), collected + timedelta(age - warning), rule=Rule(age)) is Freshness.DUE_SOON
    if age > warning:
        before = judge(Dates(collected), collected + timedelta(age - warning - 1), rule=Rule(age))
        assert before is Freshness.FRESH


@given(dates, days, periods(), st.none() | ages)
def test_outside_means_no_day_in_common(piece: Dates, today: date, audit: Period, age: int | None):
    span = piece.covers if piece.covers else Period(piece.collected, piece.collected)
    first = max(span.start or D.min, audit.start or D.min)
    last = min(span.end or D.max, audit.end or D.max)
    assert (judge(piece, today, audit, Rule(age)) is Freshness.OUTSIDE) == (first > last)


@pytest.mark.parametrize(
    ("start", "end", "outside"),
    [
        (D(2025, 12, 1), D(2025, 12, 31), True),
        (D(2025, 12, 1), D(2026, 1, 1), False),
        (D(2026, 6, 30), D(2026, 7, 31), False),
        (D(2026, 7, 1), D(2026, 7, 31), True),
        (None, D(2025, 12, 31), True),
        (D(2026, 7, 1), None, True),
        (None, D(2026, 1, 1), False),
    ],
)
def test_edges_of_the_audit_period_belong_to_it(start: date | None, end: date | None, outside: bool):
    audit = Period(D(2026, 1, 1), D(2026, 6, 30))
    found = judge(Dates(D(2026, 3, 1), Period(start, end)), D(2026, 3, 1), audit, Rule(365))
    assert (found is Freshness.OUTSIDE) == outside


def test_age_counts_from_the_end_of_what_it_covers():
    piece = Dates(D(2026, 6, 1), Period(D(2025, 1, 1), D(2025, 12, 31)))
    assert judge(piece, D(2026, 6, 1), rule=Rule(90)) is Freshness.STALE
    assert judge(Dates(D(2026, 6, 1)), D(2026, 6, 1), rule=Rule(90)) is Freshness.FRESH


@given(periods(), periods())
def test_meeting_is_mutual_and_an_open_period_meets_all(one: Period, two: Period):
    assert one.meets(two) == two.meets(one)
    assert one.meets(one)
    assert Period().meets(one)


@given(st.lists(st.sampled_from(list(Freshness))))
def test_worst(states: list[Freshness]):
    assert worst(states) is (max(states, key=lambda s: s.rank) if states else None)


@given(dates, days, periods())
def test_within_means_from_end_to_end_whatever_its_age(piece: Dates, today: date, audit: Period):
    span = piece.covers if piece.covers else Period(piece.collected, piece.collected)
    inside = (span.start or D.min) >= (audit.start or D.min) and (span.end or D.max) <= (audit.end or D.max)
    assert judge(piece, today, audit, WITHIN) is (Freshness.FRESH if inside else Freshness.OUTSIDE)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("90", Rule(90)), (" 90 days ", Rule(90)), ("1 day", Rule(1)), ("Period", WITHIN), ("none", Rule()), ("", None)],
)
def test_a_rule_is_typed_as_it_is_stored(typed: str, rule: Rule | None):
    assert parse_rule(typed) == rule
    assert rule is None or parse_rule(str(rule)) == rule


@pytest.mark.parametrize("typed", ["0", "-3", "soon", "1e3", "99999999", "٣"])
def test_what_is_no_rule_is_refused_in_a_sentence(typed: str):
    with pytest.raises(ValueError, match="number of days"):
        parse_rule(typed)


def test_where_a_day_stands_in_the_audit_period():
    period = Period(date(2026, 1, 1), date(2026, 12, 31))
    before = audit_period(period, date(2025, 12, 25))
    assert (before.until_start, before.elapsed) == (7, 0.0)
    assert audit_period(period, date(2025, 12, 31)).elapsed == 0.0
    middle = audit_period(period, date(2026, 7, 2))
    assert middle.left == 182 and middle.elapsed == pytest.approx(0.5, abs=0.01) and middle.until_start is None
    after = audit_period(period, date(2027, 1, 10))
    assert (after.left, after.elapsed) == (-10, 1.0)
    assert audit_period(Period(), date(2026, 1, 1)).left is None
