"""The models of the viewers, checked by Qt itself, and the small functions beneath them."""

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from srm_desktop.domain.look import Sheet
from srm_desktop.ui.preview.hexes import hex_lines
from srm_desktop.ui.preview.table_model import SheetModel, column_name
from srm_desktop.ui.preview.texts import broken, places_of
from srm_desktop.ui.preview.tree_model import TreeModel

MODE = QAbstractItemModelTester.FailureReportingMode.Warning


@pytest.mark.parametrize("value", [{"a": [1, {"b": None}], "c": "x"}, [], {}, "alone", 7, [[[]]], {"": {"": ""}}])
def test_the_tree_is_a_sound_model(qapp: QApplication, value: object) -> None:
    model = TreeModel()
    tester = QAbstractItemModelTester(model, MODE)
    model.show_value(value)
    model.show_value({"another": [value]})
    assert model.rowCount() == 1 and tester is not None


def test_the_values_of_a_tree_read_as_json_writes_them(qapp: QApplication) -> None:
    model = TreeModel()
    model.show_value({"n": None, "t": True, "f": False, "i": 1, "s": "a\nb", "o": {"id": True, "in": {}}, "l": [1, 2]})
    said = [model.index(n, 1).data() for n in range(model.rowCount())]
    assert said == ["null", "true", "false", "1", "a ⏎ b", "{2}   id: true", "[2]"]


def test_the_sheet_is_a_sound_model(qapp: QApplication) -> None:
    model = SheetModel()
    tester = QAbstractItemModelTester(model, MODE)
    model.show_sheet(Sheet("One", (("a",), (), ("1", "2", "3")), 3))
    assert (model.rowCount(), model.columnCount(), model.cell(1, 2), model.cell(2, 2)) == (3, 3, "", "3")
    model.show_sheet(Sheet("None", (), 0))
    assert model.rowCount() == 0 and tester is not None


def test_columns_are_named_as_in_a_workbook() -> None:
    assert [column_name(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_places_are_counted_as_qt_counts() -> None:
    assert places_of("b", "abAB") == [(1, 2), (3, 4)]
    assert places_of("b🙂", "🙂ab🙂 B🙂") == [(3, 6), (7, 10)]
    assert places_of("(", "f(x)") == [(1, 2)] and places_of("", "x") == []


def test_hex_lines_are_aligned_and_long_lines_broken() -> None:
    assert hex_lines(b"AB\x00") == f"0000  {'41 42 00':<47}  AB·"
    assert [len(line) for line in broken("x" * 4500 + "\n\ny").split("\n")] == [2000, 2000, 500, 0, 1]
