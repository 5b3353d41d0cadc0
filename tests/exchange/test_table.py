"""Workbooks and text tables of every format that is read, and what comes out of their cells."""

import csv
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.problems import Cancelled
from srm_desktop.exchange.table import Row, read
from srm_desktop.exchange.table_text import delimiter
from tests.exchange.table_samples import ods, ods_cell, text, workbook, xls, xlsb

CELLS = [(0, 0, "Control ID"), (0, 1, "Title"), (2, 0, "AC-2"), (2, 1, "Konten – Übersicht")]
EXPECTED = (Row(1, ("Control ID", "Title")), Row(3, ("AC-2", "Konten – Übersicht")))


def _xlsx(path: Path) -> Path:
    return workbook(path, ("Controls", [CELLS[0][2:] + CELLS[1][2:], [], [CELLS[2][2], CELLS[3][2]]]))


def _ods(path: Path) -> Path:
    first, second = ods_cell("Control ID") + ods_cell("Title"), ods_cell("AC-2") + ods_cell("Konten – Übersicht")
    blank = '<table:table-row table:number-rows-repeated="{}"><table:table-cell/></table:table-row>'
    rows = [f"<table:table-row>{cells}</table:table-row>" for cells in (first, second)]
    return ods(path, rows[0] + blank.format(1) + rows[1] + blank.format(1_048_570))


MADE: dict[str, Callable[[Path], Path]] = {
    "xlsx": _xlsx,
    "xlsb": lambda path: xlsb(path, CELLS),
    "xls": lambda path: xls(path, CELLS),
    "ods": _ods,
    "csv": lambda path: text(path, [["Control ID", "Title"], [], ["AC-2", "Konten – Übersicht"]]),
}


@pytest.mark.parametrize("name", ["list.xlsx", "list.dat"])
@pytest.mark.parametrize("kind", MADE)
def test_the_content_says_what_a_file_is(tmp_path: Path, kind: str, name: str):
    """Whatever it is called; rows keep the numbers that the user sees."""
    table = read(MADE[kind](tmp_path / name))
    assert table.name == name
    assert [sheet.rows for sheet in table.sheets] == [EXPECTED]
    assert table.sheets[0].name == ("list" if kind == "csv" else "Controls")


def test_values_keep_their_kinds(tmp_path: Path):
    row = ["text ", 7, 3.1, True, date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), time(3, 4), "#REF!", "two\nlines"]
    path = workbook(tmp_path / "values.xlsx", ("Sheet", [row]))
    (found,) = read(path).sheets[0].rows
    times = [date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), "03:04:00"]
    assert list(found.cells) == ["text ", 7, 3.1, True, *times, None, "two\nlines"]
    assert [type(cell) for cell in found.cells[1:4]] == [int, float, bool]
    assert found.at(99) is None
    assert found.at(None) is None


def test_a_table_in_the_middle_of_a_sheet_keeps_its_places(tmp_path: Path):
    path = workbook(tmp_path / "inner.xlsx", ("Sheet", [["Control ID", "Title"], ["AC-2", "Accounts"]]), at=(5, 3))
    assert read(path).sheets[0].rows == (
        Row(5, (None, None, "Control ID", "Title")),
        Row(6, (None, None, "AC-2", "Accounts")),
    )


def test_hidden_sheets_are_marked(tmp_path: Path):
    path = workbook(tmp_path / "a.xlsx", ("A", [["a"]]), ("B", [["b"]], "hidden"), ("C", [["c"]], "veryHidden"))
    assert [(sheet.name, sheet.hidden) for sheet in read(path).sheets] == [("A", False), ("B", True), ("C", True)]


def test_formulas_are_their_last_value_and_formatted_cells_are_nothing(tmp_path: Path):
    path = workbook(tmp_path / "far.xlsx", ("Sheet", [["a", None, "b"]]))
    book = openpyxl.load_workbook(path)
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.active["B1"] = "=1+1"  # never computed, as other programs write it
    book.save(path)
    assert read(path).sheets[0].rows == (Row(1, ("a", None, "b")),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_text_tables_in_every_usual_spelling(tmp_path: Path, sign: str, encoding: str):
    rows = [
        ["Ref", "Title", "Text"],
        ["1.1", "Zugänge", 'He said "no, never"; so be it'],
        ["1.2", "", "two\nlines\r\nand a tab\there | there"],
        ["1.3", "Café", "plain, with commas, and; signs"],
    ]
    found = read(text(tmp_path / "list.csv", rows, sign, encoding)).sheets[0].rows
    assert [list(row.cells) for row in found] == [[cell or None for cell in row] for row in rows]
    assert [row.number for row in found] == [1, 2, 3, 4]


def test_titles_above_the_header_and_ragged_rows(tmp_path: Path):
    path = tmp_path / "list.csv"
    path.write_text("Our controls, all of them\n\nid;title;text\nA-1;One;Do, this, that\nA-2;Two\n", "utf-8")
    assert [(row.number, row.cells) for row in read(path).sheets[0].rows][-2:] == [
        (4, ("A-1", "One", "Do, this, that")),
        (5, ("A-2", "Two")),
    ]


def test_the_line_by_which_excel_names_the_sign(tmp_path: Path):
    path = tmp_path / "list.csv"
    path.write_text("sep=|\nid|a,b,c\nA-1|d,e,f\n", "utf-8")
    assert [row.cells for row in read(path).sheets[0].rows] == [("id", "a,b,c"), ("A-1", "d,e,f")]


def test_line_ends_of_old_macintoshes(tmp_path: Path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"id,title\rA-1,One\r")
    assert [row.cells for row in read(path).sheets[0].rows] == [("id", "title"), ("A-1", "One")]


def test_the_sign_is_found_where_the_sample_ends_within_a_cell():
    rows = "".join(f'"A-{n}";"a, b\nc, d\ne"\n' for n in range(2000))
    assert delimiter(rows) == ";"


printable = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("\n\t,;|\"' "), max_size=12)


@given(
    rows=st.lists(st.lists(printable, min_size=2, max_size=5), min_size=1, max_size=8),
    sign=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_rows_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], sign: str, encoding: str
):
    """Quoted throughout, so that nothing is left open; what is empty is None, and not kept at the end of a row."""
    rows = [["Control ID", *rows[0]], *rows]
    path = text(tmp_path_factory.mktemp("csv") / "any.csv", rows, sign, encoding, quoting=csv.QUOTE_ALL)
    wanted = []
    for number, row in enumerate(rows, 1):
        cells = [cell or None for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            wanted.append(Row(number, tuple(cells)))
    assert list(read(path).sheets[0].rows) == wanted


def test_reading_can_be_followed_and_stopped(tmp_path: Path):
    rows = [["id", "title"], *([f"A-{n}", "x"] for n in range(12_000))]
    for path in (text(tmp_path / "a.csv", rows), workbook(tmp_path / "a.xlsx", ("Sheet", rows))):
        told: list[tuple[int, int]] = []
        assert len(read(path, lambda done, total, told=told: told.append((done, total))).sheets[0].rows) == 12_001
        assert told
        assert all(0 < done <= total for done, total in told)

        def stop(_done: int, _total: int) -> None:
            raise Cancelled("Stopped.")

        with pytest.raises(Cancelled):
            read(path, stop)
