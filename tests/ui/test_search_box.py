"""Search everything: controls, evidence, texts and commands, by keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from srm_desktop.services import attach, board, listing, walk
from srm_desktop.services.walk import Marking
from srm_desktop.ui.search_box import SearchBox
from srm_desktop.ui.session import Session


class Bench(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self.triggered: list[str] = []
        self.actions_offered = [QAction(t, self) for t in ("&Export the matrix...", "E&xtract all...", "&Verify")]
        for action in self.actions_offered:
            action.triggered.connect(lambda _on=False, a=action: self.triggered.append(a.text()))
        self.actions_offered[2].setEnabled(False)
        self.box = SearchBox(session, self, lambda: self.actions_offered)
        self.other = QPushButton("other")
        column = QVBoxLayout(self)
        column.addWidget(self.box)
        column.addWidget(self.other)
        self.resize(900, 600)


@pytest.fixture
def bench(session: Session, qtbot) -> Iterator[Bench]:
    made = Bench(session)
    qtbot.addWidget(made)
    tester = QAbstractItemModelTester(made.box._model, QAbstractItemModelTester.FailureReportingMode.Warning)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowExposed(made)
    made.other.setFocus()
    yield made
    tester.deleteLater()


def found(bench: Bench, text: str) -> list[tuple[str, str]]:
    bench.box.begin()
    bench.box.setText(text)
    return [(row.kind, row.target) for row in bench.box._model.rows]


def test_every_kind_is_found(bench: Bench, session: Session) -> None:
    key = listing.rows(session.file)[3].key
    walk.mark(session.file, [key], Marking(statement="We rotate every quarter with zircon."))
    attach.attach(session.file, [key], [attach.Pasted("amethyst.txt", b"a")])
    piece = next(iter(board.board(session.file).evidence))
    assert ("control", key) in found(bench, listing.rows(session.file)[3].id)
    assert found(bench, "zircon") == [("text", key)]
    assert found(bench, "amethyst") == [("evidence", piece)]
    kinds = [kind for kind, _ in found(bench, "matrix export")]
    assert kinds == ["command", *["text"] * (len(kinds) - 1)], "a command is named so, a text only says so"
    assert not any(kind == "command" for kind, _ in found(bench, "verify")), "what cannot be done is not offered"
    assert found(bench, "nothing is called that") == []
    assert not bench.box._list.isVisible()


def test_choosing_by_keyboard_announces_and_gives_the_focus_back(bench: Bench, session: Session, qtbot) -> None:
    row = listing.rows(session.file)[7]
    found(bench, row.id)
    assert bench.box._list.isVisible()
    with qtbot.waitSignal(bench.box.control_asked) as asked:
        qtbot.keyClick(bench.box, Qt.Key.Key_Return)
    assert asked.args == [row.key]
    assert not bench.box._list.isVisible()
    assert QApplication.focusWidget() is bench.other
    found(bench, "all extract")
    qtbot.keyClick(bench.box, Qt.Key.Key_Return)
    assert bench.triggered == ["E&xtract all..."]


def test_down_and_up_move_in_the_list_and_escape_leaves(bench: Bench, qtbot) -> None:
    assert len(found(bench, "encrypt")) > 3
    rows = bench.box._view
    for key, at in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_PageUp, 0)):
        qtbot.keyClick(bench.box, key)
        assert rows.currentIndex().row() == at
    qtbot.keyClick(bench.box, Qt.Key.Key_Escape)
    assert (bench.box.text(), bench.box._list.isVisible()) == ("", False)
    assert QApplication.focusWidget() is bench.other


def test_without_an_assessment_commands_are_found(bench: Bench, session: Session) -> None:
    session.close()
    assert [kind for kind, _ in found(bench, "ex")] == ["command", "command"]
