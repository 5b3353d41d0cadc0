"""Sizes in the unit in which they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.sizes import size_text

UNITS = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9}


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1500, "1.5 kB"), (999_949, "999.9 kB"), (999_950, "1.0 MB"),
        (210_000_000, "210.0 MB"), (999_950_000, "1.0 GB"), (2**30, "1.1 GB"), (2 * 10**12, "2000.0 GB"),
    ],
)  # fmt: skip
def test_a_size_in_its_unit(size: int, text: str):
    assert size_text(size) == text


@given(st.integers(0, 10**15))
def test_what_is_read_is_what_was_meant(size: int):
    number, unit = size_text(size).split()
    assert abs(float(number) * UNITS[unit] - size) <= 0.051 * UNITS[unit]
    assert unit == "GB" or float(number) < 1000
