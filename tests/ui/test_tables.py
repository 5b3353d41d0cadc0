"""Tables over tuples of rows: what stays when rows change, how they sort, and 20,000 resets and emits."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from srm_desktop.domain.assessment import Changes
from srm_desktop.ui.tables import KEY_ROLE, Column, RowsModel, RowsView
from srm_desktop.ui.theme import theme

MANY = 20_000


@dataclass(frozen=True)
class Thing:
    key: str
    size: int = 0


COLUMNS = (
    Column("Key", lambda t: t.key, width=6),
    Column(
        "Size", lambda t: f"{t.size} kB", lambda t: t.size, right=True, tone=lambda t: "bad" if t.size > 9 else None
    ),
)


@pytest.fixture
def model(qapp: QApplication) -> Iterator[RowsModel]:
    theme.apply("light")
    made = RowsModel(COLUMNS, lambda thing: thing.key)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield made
    tester.deleteLater()


@pytest.fixture
def view(model: RowsModel, qtbot) -> RowsView:
    made = RowsView(model)
    qtbot.addWidget(made)
    made.resize(300, 120)
    made.show()
    return made


def things(*keys: str) -> list[Thing]:
    return [Thing(key, n) for n, key in enumerate(keys)]


def test_the_model_says_what_the_columns_say(model: RowsModel) -> None:
    model.set_rows([Thing("a", 3), Thing("b", 12)])
    cell = model.index(1, 1)
    assert cell.data() == "12 kB"
    assert cell.data(KEY_ROLE) == "b" and model.rows[1] == Thing("b", 12)
    assert cell.data(KEY_ROLE) == "b"
    assert cell.data(Qt.ItemDataRole.ForegroundRole).name() == theme.tone("bad").ink
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Size"
    assert (model.row_of("b"), model.row_of("c")) == (1, -1)
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_the_same_keys_change_in_place_and_only_where_they_differ(model: RowsModel, qtbot) -> None:
    rows = things(*"abcdef")
    model.set_rows(rows)
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_rows([replace(r, size=99) if r.key in "be" else r for r in rows])
        model.set_rows([replace(r, size=99) if r.key in "be" else r for r in rows])
    assert changed == [(1, 1), (4, 4)]
    with qtbot.waitSignal(model.modelReset):
        model.set_rows(rows[:3])


def test_sorting_holds_for_rows_that_come_later_and_can_be_given_up(model: RowsModel) -> None:
    model.set_rows([Thing("b", 10), Thing("a", 9), Thing("c", 100)])
    model.sort(1)
    assert model.keys() == ["a", "b", "c"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_rows([Thing("b", 10), Thing("d", 11), Thing("c", 100)])
    assert model.keys() == ["c", "d", "b"]
    model.sort(-1)
    assert model.keys() == ["b", "d", "c"]


def test_selection_current_row_and_scroll_position_stay(model: RowsModel, view: RowsView) -> None:
    letters = [chr(code) + str(n) for code in range(97, 123) for n in range(4)]
    view.show_rows(things(*letters))
    view.select_keys(["c1", "e3"], "e3")
    view.verticalScrollBar().setValue(30)
    view.show_rows(things(*[key for key in letters if not key.startswith("z")]))
    assert (view.selected_keys(), view.current_key(), view.verticalScrollBar().value()) == (["c1", "e3"], "e3", 30)
    view.show_rows(things(*[key for key in letters if key != "c1"]))
    assert (view.selected_keys(), view.current_key()) == (["e3"], "e3")
    view.show_rows([])
    assert (view.selected_keys(), view.current_key()) == ([], None)


def test_going_to_a_row_selects_it_alone_whatever_keys_are_held(model, view, qtbot, monkeypatch) -> None:
    view.show_rows(things(*"abcdef"))
    view.go_to("a")
    held: list[list[str]] = []
    model_of = view.selectionModel()
    model_of.currentRowChanged.connect(lambda *_: held.append(view.selected_keys()))
    view.keyPressEvent = lambda event: view.go_to("b")
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_keys() == ["b"], "with Ctrl held down the row before stayed selected"
    assert held == [["b"]]


def test_tab_leaves_a_table(view: RowsView) -> None:
    assert not view.tabKeyNavigation()


# PySide6 6.12.0 on CPython 3.11 aborts the process after some thousand of these: None and True lose references.


class Speaker(QObject):
    said = Signal(object)


@pytest.mark.slow
def test_20_000_emits_of_an_object(qapp: QApplication) -> None:
    speaker, heard = Speaker(), []
    speaker.said.connect(heard.append)
    values = (None, True, False, Changes(), (), "text", 7)
    for n in range(MANY):
        speaker.said.emit(values[n % len(values)])
    assert len(heard) == MANY
    assert all(value is values[n % len(values)] for n, value in enumerate(heard) if n % len(values) < 3)


@pytest.mark.slow
def test_20_000_resets_of_a_model(qapp: QApplication, qtbot) -> None:
    model = RowsModel(COLUMNS, lambda thing: thing.key)
    view = RowsView(model)
    qtbot.addWidget(view)
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(model.rowCount()))
    one, other = things("a", "b"), things("b", "c", "d")
    for n in range(MANY):
        model.set_rows(other if n % 2 else one)
        assert model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) is None
        assert model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole) is None
    assert len(resets) == MANY
