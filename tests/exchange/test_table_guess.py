"""Which sheet, header row and columns are taken for a catalog, and how that is remembered."""

from pathlib import Path

import pytest

from srm_desktop.exchange.table import Table, read
from srm_desktop.exchange.table_catalog import Mapping, as_words, from_words, guess, signature
from tests.exchange.table_samples import text, workbook

ROWS = [
    ["Control Number", "Control Name", "Security Requirement", "Domain", "Responsible party", "Discussion"],
    ["AC-1", "Policy", "Have a policy that everyone who has access has read.", "Access", "Customer", "Think."],
    ["AC-2", "Accounts", "Manage the accounts of all who have access, in time.", "Access", "Shared", "Think twice."],
    ["AU-1", "Logging", "Keep logs of what is done, and by whom it was done.", "Audit", "AWS", "Think again."],
    ["AU-2", "Events", "Log the events that the policy names, and no others.", "Audit", "Inherited", "Do."],
]
FOUND = Mapping("Controls", 1, id=0, title=1, text=2, group=3, responsibility=4, guidance=5)


def test_by_headings(tmp_path: Path):
    assert guess(read(workbook(tmp_path / "a.xlsx", ("Controls", ROWS)))) == FOUND


@pytest.mark.parametrize(
    "heads",
    [
        ("Req #", "Name", "Control Text", "Category", "Owner"),
        ("Identifier", "Title", "Description", "Family", "Shared"),
        ("ID", "Control Title", "Statement", "Group", "Responsibility"),
        ("REF", "Title", "Requirement\n(English)", "Control\nFamily", "Control Owner:"),
    ],
)
def test_by_other_headings(tmp_path: Path, heads: tuple[str, ...]):
    rows = [heads, *(row[:5] for row in ROWS[1:])]
    assert guess(read(workbook(tmp_path / "a.xlsx", ("Controls", rows))))[2:7] == (0, 1, 2, 3, 4)


def test_by_content_where_headings_say_nothing(tmp_path: Path):
    rows = [["Spalte A", "Spalte B", "Spalte C", "Spalte D"], *([r[3], r[2], r[4], r[0]] for r in ROWS[1:])]
    found = guess(read(workbook(tmp_path / "a.xlsx", ("Controls", rows))))
    assert (found.id, found.text, found.responsibility) == (3, 1, 2)


def test_without_a_header_row(tmp_path: Path):
    found = guess(read(text(tmp_path / "a.csv", [row[:3] for row in ROWS[1:]])))
    assert (found.header, found.id, found.text) == (0, 0, 2)


def test_cover_sheets_and_titles_are_passed_over(tmp_path: Path):
    cover = [["Responsibility matrix"], ["Version", "Date", "Author"], ["1.0", "2026-01-01", "Somebody"]]
    above = [["Acme Payments"], [], ["Confidential; see the family of controls below"], [], *ROWS]
    path = workbook(tmp_path / "a.xlsx", ("Cover", cover), ("Old", ROWS * 3, "hidden"), ("Controls", above))
    assert guess(read(path)) == FOUND._replace(header=5)


def test_a_hidden_sheet_where_no_other_has_ids(tmp_path: Path):
    path = workbook(tmp_path / "a.xlsx", ("Cover", [["Hello", "World"]]), ("Controls", ROWS, "hidden"))
    assert guess(read(path)) == FOUND


def test_columns_without_ids(tmp_path: Path):
    rows = [["Colour", "Requirement"], ["red", "Something that is said at length about the colour red."]]
    found = guess(read(workbook(tmp_path / "a.xlsx", ("Colours", rows))))
    assert (found.sheet, found.header, found.id, found.text) == ("Colours", 1, None, 1)


def test_what_was_chosen_is_found_again_when_columns_move(tmp_path: Path):
    first = read(workbook(tmp_path / "a.xlsx", ("Controls", ROWS)))
    chosen = FOUND._replace(text=5, guidance=None)
    words = as_words(chosen, first)
    assert words == {
        "sheet": "Controls",
        "id": "control number",
        "title": "control name",
        "text": "discussion",
        "group": "domain",
        "responsibility": "responsible party",
    }
    turned = [["Our controls, 2027"], *([*reversed(row)] for row in ROWS)]
    other = read(workbook(tmp_path / "b.xlsx", ("Cover", [["x"]]), ("Controls 2027", turned)))
    found = guess(other)
    assert signature(first.sheets[0], 1) == signature(other.sheets[1], found.header) != ""
    assert from_words(words, other) == Mapping("Controls 2027", 2, 5, 4, 0, 2, 1)
    assert from_words({**words, "id": "gone"}, other) is None
    assert from_words({}, other) is None


def test_two_columns_of_one_name(tmp_path: Path):
    rows = [["ID", "Description", "Description"], ["A-1", "short", "long"]]
    found = read(workbook(tmp_path / "a.xlsx", ("Sheet", rows)))
    chosen = Mapping("Sheet", 1, id=0, title=1, text=2)
    assert as_words(chosen, found)["text"] == "description (2)"
    assert from_words(as_words(chosen, found), found) == chosen


def test_other_headings_have_another_signature(tmp_path: Path):
    found = read(workbook(tmp_path / "a.xlsx", ("A", ROWS), ("B", [row[:4] for row in ROWS])))
    assert signature(found.sheets[0], 1) != signature(found.sheets[1], 1)
    assert signature(found.sheets[0], 0) == ""
    assert as_words(Mapping("A", 0, id=0), found) == {}
    assert isinstance(found, Table)
