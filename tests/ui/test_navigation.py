"""The left pane: headings lead nowhere, everything else to a page or to the rows that it counts."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import catalogs, listing, todo, walk
from srm_desktop.services.walk import Marking
from srm_desktop.ui.navigation import PAGES, Navigation
from srm_desktop.ui.session import Session


@pytest.fixture
def ways(session: Session, qtbot) -> Iterator[Navigation]:
    made = Navigation(session)
    qtbot.addWidget(made)
    tester = QAbstractItemModelTester(made._model, QAbstractItemModelTester.FailureReportingMode.Warning)
    made.reload()
    made.resize(220, 700)
    made.show()
    yield made
    tester.deleteLater()


def test_pages_what_is_to_be_done_and_groups_are_there(ways: Navigation, session: Session) -> None:
    keys = ways._model.keys()
    expected = [key for key, _ in PAGES] + ["h:todo"] + [entry.key for entry in todo.to_do(session.file)]
    expected += ["h:groups:aws-srm"] + [entry.key for entry in todo.groups(session.file)[0].groups]
    assert keys == expected


def test_headings_lead_nowhere(ways: Navigation) -> None:
    for n, way in enumerate(ways._model.rows):
        selectable = bool(ways._model.index(n, 0).flags() & Qt.ItemFlag.ItemIsSelectable)
        assert selectable == (not way.heading)


def test_choosing_announces_a_page_or_a_filter(ways: Navigation, qtbot) -> None:
    with qtbot.waitSignal(ways.page_chosen) as chosen:
        ways._view.go_to("map")
    assert chosen.args == ["map"]
    with qtbot.waitSignal(ways.filter_chosen) as chosen:
        ways._view.go_to("open")
    assert chosen.args == [*ways.filter_of("open")]
    with qtbot.waitSignal(ways.filter_chosen):  # a second click brings the way back after other filters
        at = ways._view.visualRect(ways._model.index(ways._model.row_of("open"), 0)).center()
        qtbot.mouseClick(ways._view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_counting_again_and_showing_what_is_chosen_announce_nothing(ways: Navigation, session, qtbot) -> None:
    ways._view.go_to("mine")
    key = next(iter(walk.board(session.file).rows))
    before = ways._model.rows[ways._model.row_of("open")].count
    with qtbot.assertNotEmitted(ways.page_chosen), qtbot.assertNotEmitted(ways.filter_chosen):
        open_keys = [k for k, r in walk.board(session.file).rows.items() if r.open]
        walk.mark(session.file, open_keys[:3], Marking(status=(Status.IMPLEMENTED,)))
        walk.mark(session.file, [key], Marking(flag=True))  # one more row: "Flagged"
        ways.reload()
        ways.show_chosen("overview")
        ways.show_chosen("mine")
    assert int(ways._model.rows[ways._model.row_of("open")].count) == int(before) - 3
    assert ways._model.row_of("flagged") >= 0
    assert ways._view.selected_keys() == ["mine"]


def test_rows_are_spoken_with_their_counts(ways: Navigation) -> None:
    n = ways._model.row_of("open")
    assert ways._model.index(n, 0).data() == f"Still open {ways._model.rows[n].count}"
    ways.grab()


def test_several_catalogs_stand_under_their_titles(session: Session, qtbot):
    catalogs.add(session.file, catalogs.plan(session.file, catalogs.arrival_of("cmmc-2")))
    navigation = Navigation(session)
    qtbot.addWidget(navigation)
    navigation.reload()
    headings = [way.title for way in navigation._model.rows if way.heading]
    assert headings == ["TO DO", "AWS Shared Responsibility", "CMMC level 2"]
    wanted, title = navigation.filter_of("group:cmmc-2:AC")
    assert title == "Access Control"
    assert {row.catalog for row in listing.narrow(session.file, wanted)} == {"cmmc-2"}
