"""The list of controls: filters, marks, and where it goes next."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from srm_desktop.domain.vocabulary import Responsibility, Status
from srm_desktop.services import attach, listing, walk
from srm_desktop.services.listing import Filter
from srm_desktop.services.walk import Marking
from srm_desktop.ui.control_list import ControlList, marks
from srm_desktop.ui.session import Session


@pytest.fixture
def shown(session: Session, qtbot) -> Iterator[ControlList]:
    made = ControlList(session)
    qtbot.addWidget(made)
    tester = QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    made.set_filter(Filter(mine=True), "Mine")
    made.show()
    yield made
    tester.deleteLater()


def test_what_is_chosen_in_the_boxes_is_what_is_shown(shown: ControlList, session: Session) -> None:
    file = session.file
    assert [row.mine for row in shown.model.rows] == [True] * len(shown.model.rows)
    for n in range(shown._scope.count()):
        shown._scope.setCurrentIndex(n)
        shown._scope.activated.emit(n)
        assert tuple(shown.model.rows) == listing.narrow(file, shown.filter)
        assert shown._scope.currentIndex() == n
    assert len(shown.model.rows) == len(listing.rows(file)), "the last choice shows everybody's"
    walk.mark(file, shown.model.keys()[:3], Marking(status=(Status.PARTIAL,)))
    for n in range(shown._state.count()):
        shown._state.setCurrentIndex(n)
        shown._state.activated.emit(n)
        assert tuple(shown.model.rows) == listing.narrow(file, shown.filter)
        assert shown._state.currentIndex() == n
    total = len(listing.rows(file))
    assert shown._count.text() == f"{len(shown.model.rows)} of {total}"


def test_a_filter_from_elsewhere_shows_in_the_boxes(shown: ControlList) -> None:
    shown.set_filter(Filter(responsibility=frozenset({Responsibility.INHERITED}), text="data"), "Inherited")
    assert (shown._scope.currentText(), shown.text.text()) == ("Inherited", "data")
    shown.set_filter(Filter(mine=True, no_evidence=True), "No evidence")
    assert shown._lacking.isChecked()
    shown.set_filter(Filter(stale=True), "Stale evidence")
    assert shown.model.rows == ()
    assert shown._empty.isVisibleTo(shown)
    shown.clear()
    assert not shown._empty.isVisibleTo(shown)


def test_small_marks_say_what_a_control_has(shown: ControlList, session: Session) -> None:
    key = shown.model.keys()[0]
    walk.mark(session.file, [key], Marking(flag=True, statement="so"))
    attach.attach(session.file, [key], [attach.Pasted("a.txt", b"a")])
    shown.reload()
    row = shown.model.rows[0]
    assert "✎" in marks(row) and "⚑" in marks(row)
    assert row.evidence == 1
    tips = [shown.model.index(0, n).data(3) for n in range(shown.model.columnCount())]
    assert any("1 piece" in tip and "a statement" in tip and "flagged" in tip for tip in tips)


def test_the_next_open_control_is_below_and_then_round_again(shown: ControlList, session: Session) -> None:
    keys = shown.model.keys()
    shown.view.go_to(keys[0])
    assert shown.next_open() == keys[1]
    walk.mark(session.file, keys[1:4], Marking(status=(Status.PLANNED,)))
    shown.reload()
    assert shown.next_open() == keys[4]
    shown.view.go_to(keys[-1])
    assert shown.next_open() == keys[0]


def test_a_control_that_is_hidden_is_shown_all_the_same(shown: ControlList, session: Session) -> None:
    inherited = next(r.key for r in listing.rows(session.file) if not r.mine)
    assert shown.model.row_of(inherited) < 0
    shown.show_key(inherited)
    assert shown.view.selected_keys() == [inherited]
    assert shown.filter == Filter()


def test_steps_stop_at_both_ends(shown: ControlList) -> None:
    keys = shown.model.keys()
    shown.view.go_to(keys[0])
    shown.step(-1)
    assert shown.view.current_key() == keys[0]
    shown.step(1)
    assert shown.view.current_key() == keys[1]
    shown.view.go_to(keys[-1])
    shown.step(1)
    assert shown.view.current_key() == keys[-1]


def test_nothing_open_is_an_empty_list(session: Session, shown: ControlList) -> None:
    session.close()
    shown.reload()
    assert shown.model.rows == ()
    assert shown.next_open() is None
