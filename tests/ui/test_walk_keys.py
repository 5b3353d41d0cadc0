"""Keys of the walk: what acts where, and what is left to fields and buttons."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from srm_desktop.domain.vocabulary import Status
from srm_desktop.ui.walk_keys import Acts, WalkKeys

NONE, ALT, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier


class Bench(QWidget):
    """A walk with one of each kind of widget, and a widget outside it."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[object] = []
        self.walk = QWidget(self)
        self.outside = QListWidget(self)
        column = QVBoxLayout(self)
        column.addWidget(self.walk)
        column.addWidget(self.outside)
        inside = QVBoxLayout(self.walk)
        self.list, self.line, self.text = QListWidget(), QLineEdit(), QPlainTextEdit()
        self.button, self.box = QPushButton("b"), QComboBox()
        self.box.addItems(["one", "two"])
        for made in (self.list, self.line, self.text, self.button, self.box):
            inside.addWidget(made)
        acts = Acts(
            lambda word, adding: self.done.append((word, adding)),
            lambda: self.done.append("next"),
            lambda text: self.done.append(text),
        )
        self.keys = WalkKeys(self.walk, acts)


@pytest.fixture
def bench(qapp: QApplication, qtbot) -> Iterator[Bench]:
    made = Bench()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowExposed(made)
    yield made
    qapp.removeEventFilter(made.keys)


def press(bench: Bench, widget: QWidget, key: object, modifier: Qt.KeyboardModifier = NONE) -> list[object]:
    widget.setFocus()
    assert QApplication.focusWidget() is widget
    QTest.keyClick(widget, key, modifier)
    done, bench.done = bench.done, []
    return done


@pytest.mark.parametrize("digit", range(6))
def test_digits_mark_and_alt_adds(bench: Bench, digit: int) -> None:
    word, key = list(Status)[digit], Qt.Key(Qt.Key.Key_0 + digit)
    assert press(bench, bench.list, key) == [(word, False)]
    assert press(bench, bench.list, key, KEYPAD) == [(word, False)]
    assert press(bench, bench.list, key, ALT) == [(word, True)]
    assert press(bench, bench.button, key) == [(word, False)]
    assert press(bench, bench.list, key, CTRL) == []


@pytest.mark.parametrize("key", [Qt.Key.Key_6, Qt.Key.Key_9, Qt.Key.Key_F5, Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_other_keys_are_left_alone(bench: Bench, key: Qt.Key) -> None:
    assert press(bench, bench.list, key) == []


def test_letters_go_into_the_statement(bench: Bench) -> None:
    assert press(bench, bench.list, "a") == ["a"]
    assert press(bench, bench.list, "A", SHIFT) == ["A"]
    assert press(bench, bench.list, "(") == ["("]
    assert press(bench, bench.list, "a", CTRL) == []
    bench.list.setFocus()
    QApplication.sendEvent(bench.list, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, "ß"))
    assert bench.done == ["ß"]


def test_space_goes_on_but_presses_what_is_pressed_by_it(bench: Bench) -> None:
    assert press(bench, bench.list, Qt.Key.Key_Space) == ["next"]
    pressed: list[bool] = []
    bench.button.clicked.connect(lambda: pressed.append(True))
    assert press(bench, bench.button, Qt.Key.Key_Space) == []
    assert pressed == [True]


@pytest.mark.parametrize("name", ["line", "text"])
def test_fields_that_take_text_take_all_of_it(bench: Bench, name: str) -> None:
    field = getattr(bench, name)
    for key in ("3", "a", Qt.Key.Key_Space):
        assert press(bench, field, key) == []
    said = field.text() if name == "line" else field.toPlainText()
    assert said == "3a "


def test_nothing_happens_outside_the_walk(bench: Bench) -> None:
    assert press(bench, bench.outside, "3") == []
    assert press(bench, bench.outside, "a") == []
