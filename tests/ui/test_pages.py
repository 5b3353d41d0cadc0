"""Overview and map on real assessments: what they show is what is there, and a click asks for the rows behind it."""

import gc
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMenu, QPushButton

from srm_desktop.domain.vocabulary import Result, Status
from srm_desktop.services import attach, listing, scope, walk
from srm_desktop.services.attach import Facts, Pasted
from srm_desktop.services.listing import Filter
from srm_desktop.services.walk import Marking
from srm_desktop.ui import pages
from srm_desktop.ui.inbox_watch import InboxWatch
from srm_desktop.ui.pages.map_geometry import BAND, Spot
from srm_desktop.ui.pages.map_page import MapPage
from srm_desktop.ui.pages.overview_page import OverviewPage
from srm_desktop.ui.pages.rows import RowList
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import theme

KEYS = ("overview", "map", "evidence", "history", "inbox")


def mine(session: Session) -> list[str]:
    assert session.file is not None
    return [row.key for row in listing.rows(session.file) if row.mine]


def work(session: Session, clock) -> None:
    keys = mine(session)
    file = session.file
    walk.mark(file, keys[:9], Marking(status=(Status.IMPLEMENTED,), result=Result.SATISFIED))
    walk.mark(file, keys[9:13], Marking(status=(Status.PARTIAL, Status.PLANNED), result=Result.OTHER))
    for n in range(4):
        facts = Facts(collected=clock.now.date() - timedelta(days=20 * n))
        attach.attach(file, keys[n : n + 1 + n % 2], [Pasted(f"{n}.txt", b"%d" % n)], facts)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_paints_with_and_without_an_assessment(key, scheme, session, show, clock):
    theme.apply(scheme)
    page = pages.make(key, session, InboxWatch(session, session))
    page_shown = show(page, 900, 600)
    assert not page_shown.grab().isNull()
    assert page.objectName() == f"{key}_page" and page.accessibleName()
    session.close()
    assert not page_shown.grab().isNull()


@pytest.mark.parametrize("key", KEYS[:-1])  # the inbox is looked at by its watch
def test_a_page_reads_again_only_while_it_is_seen(key, session, show, monkeypatch):
    page = pages.make(key, session, InboxWatch(session, session))
    reads = []
    reload = page.reload
    monkeypatch.setattr(page, "reload", lambda file: (reads.append(1), reload(file)))
    show(page)
    assert len(reads) == 1
    session.run(lambda file: walk.mark(file, mine(session)[:1], Marking(owner="Grace")))
    session.worker.drain()
    assert len(reads) == 2
    page.hide()
    session.run(lambda file: walk.mark(file, mine(session)[:1], Marking(owner="Hopper")))
    session.worker.drain()
    assert len(reads) == 2
    page.show()
    assert len(reads) == 3


@pytest.mark.parametrize("key", KEYS)
def test_a_page_can_be_let_go(key, session, qapp, clock):
    """Rows that held a method of their page made Python's collector take the widgets apart in the wrong order."""
    work(session, clock)
    for _ in range(3):
        page = pages.make(key, session, InboxWatch(session, session))
        page.show()
        page.hide()
        del page
        gc.collect()


@pytest.mark.parametrize("key", KEYS)
def test_every_widget_that_takes_the_keyboard_has_a_name(key, session, show):
    page = show(pages.make(key, session, InboxWatch(session, session)))
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for widget in page.findChildren(kind):
            if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert widget.objectName() and (widget.accessibleName() or widget.text()), widget


def test_every_row_of_the_overview_leads_to_as_many_controls_as_it_says(session, qtbot, show, clock):
    work(session, clock)
    page = show(OverviewPage(session))
    asked: list[tuple[Filter, str]] = []
    page.filter_asked.connect(lambda wanted, title: asked.append((wanted, title)))
    checked = 0
    for name in ("progress_rows", "responsibility_rows", "status_rows", "blocker_rows", "missing_rows"):
        for row in page.findChild(RowList, name).shown():
            if row.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            asked.clear()
            qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
            ((wanted, title),) = asked
            numbers = [c.text.replace(",", "") for c in row.cells if c.text.replace(",", "").isdigit()]
            assert len(listing.narrow(session.file, wanted)) == int(numbers[0]), (name, row.text())
            assert title
            checked += 1
    assert checked > 20


def test_groups_of_the_overview_lead_to_their_controls(session, qtbot, show, clock):
    work(session, clock)
    page = show(OverviewPage(session))
    for row, group in zip(page._group_rows.shown()[1:], page.figures.groups, strict=True):
        with qtbot.waitSignal(page.filter_asked) as caught:
            qtbot.keyClick(row, Qt.Key.Key_Return)
        assert caught.args == [group.wanted, group.title]
        assert row.cells[-1].text in (f"{group.walked} / {group.mine}", "")


def test_what_goes_stale_leads_to_its_control(session, qtbot, show, clock):
    work(session, clock)
    page = show(OverviewPage(session))
    rows = page._due_rows.shown()
    assert len(rows) == len(page.figures.due) == 4
    single = next(n for n, due in enumerate(page.figures.due) if len(due.controls) == 1)
    with qtbot.waitSignal(page.control_asked) as caught:
        qtbot.mouseClick(rows[single], Qt.MouseButton.LeftButton)
    assert caught.args == [page.figures.due[single].controls[0]]


def test_a_piece_that_serves_several_controls_offers_each(session, qtbot, show, clock):
    work(session, clock)
    page = show(OverviewPage(session))
    several = next(n for n, due in enumerate(page.figures.due) if len(due.controls) == 2)
    qtbot.mouseClick(page._due_rows.shown()[several], Qt.MouseButton.LeftButton)
    menu = page.findChild(QMenu, "controls_menu")
    with qtbot.waitSignal(page.control_asked) as caught:
        menu.actions()[1].trigger()
    menu.close()
    assert caught.args == [page.figures.due[several].controls[1]]


def test_overview_keeps_focus_when_it_is_read_again(session, show, clock):
    work(session, clock)
    page = show(OverviewPage(session))
    row = page._status_rows.shown()[2]
    row.setFocus()
    session.run(lambda file: walk.mark(file, mine(session)[20:30], Marking(status=(Status.PLANNED,))))
    session.worker.drain()
    assert page.focusWidget() is row and page._status_rows.shown()[1].cells[-1].text == "14"


def test_overview_is_arranged_to_its_width(session, qtbot, show):
    page = show(OverviewPage(session), 1280, 800)
    assert page._columns == 6
    page.resize(900, 600)
    qtbot.waitUntil(lambda: page._columns == 2)
    assert page._time.isHidden()  # no audit period is set


def test_overview_without_services_offers_to_choose_some(new_assessment, qtbot, show, qapp):
    session = Session("Ada")
    session.adopt(new_assessment("empty.srma", services=()))
    page = show(OverviewPage(session))
    assert page._warning.isVisible()
    with qtbot.waitSignal(page.services_asked):
        page.findChild(QPushButton, "choose_services").click()
    session.run(lambda file: scope.choose(file, add=["s3"]))
    session.worker.drain()
    assert not page._warning.isVisible()
    session.end()


def test_map_cells_lead_to_layer_and_service(session, qtbot, show):
    page = show(MapPage(session))
    view = page.view
    places = view.places
    for n, band in enumerate(view.shown.bands):
        for m, column in enumerate(view.shown.columns):
            with qtbot.waitSignal(page.filter_asked) as caught:
                qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=places.cell(Spot(n, m)).center())
            assert caught.args == [band.cells[m].wanted, f"{band.layer.title} · {column.title}"]
            assert caught.args[0].layer == band.layer.id and caught.args[0].service == column.service
        for place in (places.title(n).center(), places.bar(n).center()):
            with qtbot.waitSignal(page.filter_asked) as caught:
                qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
            assert caught.args == [Filter(layer=band.layer.id, mine=band.mine > 0), band.layer.title]
    with qtbot.waitSignal(page.filter_asked) as caught:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=places.cell(Spot(places.bands, 1)).center())
    assert caught.args == [Filter(mine=True, service="rds"), "RDS"]


def test_map_by_keyboard(session, qtbot, show):
    page = show(MapPage(session))
    view = page.view
    view.setFocus()
    top = len(view.shown.bands)
    for key, spot in (
        (Qt.Key.Key_Home, Spot(top - 1, BAND)),
        (Qt.Key.Key_Up, Spot(top - 1, BAND)),
        (Qt.Key.Key_Right, Spot(top - 1, 0)),
        (Qt.Key.Key_Up, Spot(top, 0)),
        (Qt.Key.Key_Left, Spot(top, 0)),
        (Qt.Key.Key_Right, Spot(top, 1)),
        (Qt.Key.Key_Down, Spot(top - 1, 1)),
        (Qt.Key.Key_End, Spot(0, BAND)),
        (Qt.Key.Key_Down, Spot(0, BAND)),
        (Qt.Key.Key_Right, Spot(0, 0)),
    ):
        qtbot.keyClick(view, key)
        assert view.current == spot
        assert view.accessibleDescription() == view.says(spot)
    with qtbot.waitSignal(page.filter_asked) as caught:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert caught.args[0] == view.shown.bands[0].cells[0].wanted


def test_map_says_why(session, show):
    page = show(MapPage(session))
    view = page.view
    n = next(n for n, band in enumerate(view.shown.bands) if band.layer.id == "guest-os")
    said = []
    view.told.connect(said.append)
    at = QPointF(view.places.cell(Spot(n, 1)).center())
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, move)
    assert "shared" in said[-1] and "maintenance window" in view.tip(Spot(n, 1))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert "Click" in said[-1]


def test_map_of_many_services_stands_by_tier_and_fits(new_assessment, qtbot, show, qapp):
    session = Session("Ada")
    session.adopt(new_assessment("many.srma", services=sorted({s for p in scope.presets() for s in p.services})))
    page = show(MapPage(session), 900, 600)
    assert page.view.shown.columns[0].title == "Infrastructure"
    assert page.view.width() <= 900 and page.view.height() <= 600
    spots = [page.view.places.at(page.view.places.cell(Spot(n, 2)).center()) for n in range(12)]
    assert spots == [Spot(n, 2) for n in range(12)]
    with qtbot.assertNotEmitted(page.filter_asked):
        page.view.ask(Spot(12, 2))
    assert all(page.view.says(Spot(n, m)) for n in range(13) for m in range(3))
    session.end()


def test_map_without_services_asks_for_them(new_assessment, qtbot, show, qapp):
    session = Session("Ada")
    session.adopt(new_assessment("empty.srma", services=()))
    page = show(MapPage(session))
    assert not page.view.isVisible()
    offered = [b for b in page.findChildren(QPushButton) if b.isVisible()]
    with qtbot.waitSignal(page.services_asked):
        offered[0].click()
    session.run(lambda file: scope.choose(file, add=["lambda"]))
    session.worker.drain()
    assert page.view.isVisible() and len(page.view.shown.columns) == 1
    session.end()
