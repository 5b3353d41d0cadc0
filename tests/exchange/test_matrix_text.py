"""Text in cells: whatever an auditor typed comes back, in one cell or in several."""

from __future__ import annotations

import errno
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from srm_desktop.exchange.workbook_file import (
    CannotExport,
    DiskFull,
    FolderMissing,
    NotWritable,
    TargetInUse,
    problem_of,
    replacing,
)
from srm_desktop.exchange.workbook_text import LIMIT, day, escaped, footer, moment, needs_escape, one_line, pieces

TRICKY = st.text(st.sampled_from("_x0007DF5aA\x00\x07\r\n\t\x1f =+-@&<é😀"), max_size=40) | st.text(max_size=60)
HELD = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")


@given(TRICKY.filter(lambda t: all(c not in t for c in "\ufffe\uffff")))
def test_escaped_text_is_restored_by_the_standard_rule(text: str) -> None:
    assert unescape(escaped(text)) == text
    assert needs_escape(text) or escaped(text) == text


def test_what_is_no_character_stays_visible() -> None:
    assert unescape(escaped("a\ud83d.\ufffe")) == "a_xD83D_._xFFFE_"


@given(st.text(HELD, min_size=1, max_size=30), st.integers(1, 120_000))
def test_pieces_fit_and_join_to_the_text(seed: str, length: int) -> None:
    text = (seed * (length // len(seed) + 1))[:length]
    cut = pieces(text)
    assert "".join(cut) == text
    assert all(0 < len(escaped(piece).encode("utf-16-le")) // 2 <= LIMIT for piece in cut)


def test_plain_text_of_just_the_limit_is_one_piece() -> None:
    assert len(pieces("a" * LIMIT)) == 1
    assert [len(piece) for piece in pieces("a" * (LIMIT + 1))] == [LIMIT, 1]


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)))
def test_days_are_excel_days(value: date) -> None:
    number = day(value)
    assert isinstance(number, int)
    assert from_excel(number).date() == value


def test_days_that_excel_does_not_have_are_text() -> None:
    assert day(date(1900, 2, 28)) == "1900-02-28"
    assert day(None) is None


def test_times_are_utc_to_the_second() -> None:
    east = datetime(2025, 11, 3, 1, 30, 15, 999_999, timezone(timedelta(hours=2)))
    number = moment(east)
    assert isinstance(number, float)
    assert from_excel(number) == datetime(2025, 11, 2, 23, 30, 15)
    assert moment(datetime(2025, 11, 2, 23, 30, 15, tzinfo=UTC)) == number


def test_footers_and_headings_hold_no_codes() -> None:
    assert footer("R&D &[Page]\nx\x07") == "R&&D && [Page] x"
    assert len(footer("a" * 300)) == 80
    assert one_line("a\tb\n c", 10) == "a b c"


@pytest.mark.parametrize(
    ("number", "renaming", "kind", "words"),
    [
        (errno.ENOSPC, False, DiskFull, "no room"),
        (errno.EACCES, False, NotWritable, "cannot be written to"),
        (errno.EROFS, False, NotWritable, "cannot be written to"),
        (errno.EACCES, True, TargetInUse, "close it in Excel"),
        (errno.ENOENT, False, FolderMissing, "no longer there"),
        (errno.EIO, False, CannotExport, "could not be written"),
    ],
)
def test_what_the_system_says_becomes_a_sentence(number: int, renaming: bool, kind: type, words: str) -> None:
    problem = problem_of(OSError(number, "reason"), Path("folder/matrix.xlsx"), renaming)
    assert type(problem) is kind
    assert words in problem.sentence
    assert problem.sentence.endswith(".")


def test_a_name_that_is_too_long_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match="could not be written"), replacing(tmp_path / ("n" * 300)):
        pass
    assert list(tmp_path.iterdir()) == []
