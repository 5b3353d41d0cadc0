"""Days as people type them: one meaning, or none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.days import parse_day
from srm_desktop.domain.problems import BadValue


@pytest.mark.parametrize("text", ["2026-03-02", "2026/3/2", "2.3.2026", "02.03.2026", "2 Mar 2026", "2 March 2026"])
def test_a_day_in_its_usual_spellings(text: str):
    assert parse_day(f" {text} ") == date(2026, 3, 2)


@given(st.dates())
def test_every_day_is_read_as_it_is_shown(day: date):
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    ["", "2026-02-30", "03/02/2026", "yesterday", "2 Foo 2026", "26-3-2", "²026-03-02", "\uff12026-03-02", "20260302"],
)
def test_what_is_no_day_for_certain(text: str):
    with pytest.raises(BadValue) as problem:
        parse_day(text)
    assert problem.value.sentence == f"{text!r} is not a date; write it as 2026-10-31."
