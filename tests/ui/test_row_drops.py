"""Drops on rows of the list go to the control of the row; drops beside it name none."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from srm_desktop.services import attach, evidence
from srm_desktop.services.listing import Filter
from srm_desktop.ui.pages.evidence_page import EvidencePage
from srm_desktop.ui.walk_view import WalkView

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def walk(session, show) -> WalkView:
    made = WalkView(session)
    made.opened()
    show(made)
    assert made.page.key
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "report.txt"
    made.write_text("what it says")
    return made


def urls(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def row(walk: WalkView, n: int) -> QPoint:
    return walk.list.view.visualRect(walk.list.model.index(n, 1)).center()


def enter(walk: WalkView, mime: QMimeData, at: QPoint) -> bool:
    event = QDragEnterEvent(at, COPY, mime, LEFT, NONE)
    QApplication.sendEvent(walk.list.view.viewport(), event)
    return event.isAccepted()


def move(walk: WalkView, mime: QMimeData, at: QPoint) -> bool:
    event = QDragMoveEvent(at, COPY, mime, LEFT, NONE)
    QApplication.sendEvent(walk.list.view.viewport(), event)
    return event.isAccepted()


def drop(walk: WalkView, mime: QMimeData, at: QPoint) -> bool:
    event = QDropEvent(QPointF(at), COPY, mime, LEFT, NONE)
    QApplication.sendEvent(walk.list.view.viewport(), event)
    return event.isAccepted()


def test_the_row_under_the_pointer_is_marked_and_takes_the_file(walk, session, file):
    before, third = walk.page.key, walk.list.model.rows[2]
    mime, sign = urls(file), walk._drops.sign
    assert enter(walk, mime, row(walk, 1)) and sign.isVisible() and sign.text.endswith(walk.list.model.rows[1].id)
    assert move(walk, mime, row(walk, 2)) and sign.text == f"Drop to attach to {third.id}"
    assert sign.geometry().center().y() == row(walk, 2).y()
    assert drop(walk, mime, row(walk, 2)) and sign.isHidden()
    session.worker.drain()
    assert [r.controls for r in evidence.listed(session.file)] == [(third.id,)]
    assert walk.page.key == before  # the page stays where it is


def test_leaving_takes_the_mark_away(walk, file):
    enter(walk, urls(file), row(walk, 1))
    QApplication.sendEvent(walk.list.view.viewport(), QDragLeaveEvent())
    assert walk._drops.sign.isHidden()


def test_beside_the_rows_no_control_is_named(walk, session, file, qtbot):
    walk.narrow(Filter(text=walk.list.model.rows[0].id), "One")
    mime, below = urls(file), QPoint(30, walk.list.view.viewport().height() - 30)
    assert enter(walk, mime, below) and walk._drops.sign.isHidden() and move(walk, mime, below)
    with qtbot.waitSignal(walk.dropped_beside):
        assert drop(walk, mime, below)
    session.worker.drain()
    assert not evidence.listed(session.file)


def test_an_assessment_and_mere_text_are_left_to_the_window(walk, tmp_path):
    text = QMimeData()
    text.setText("words")
    assert not enter(walk, urls(tmp_path / "other.srma"), row(walk, 1))
    assert not enter(walk, text, row(walk, 1))


def test_the_same_file_twice_is_said(walk, session, file, qtbot):
    key = walk.list.model.rows[1].key
    attach.attach(session.file, [key], [file])
    mime = urls(file)
    with qtbot.waitSignal(session.notice, check_params_cb=lambda text, _: "has this evidence already" in text):
        enter(walk, mime, row(walk, 1))
        drop(walk, mime, row(walk, 1))
    with qtbot.waitSignal(session.notice, check_params_cb=lambda text, _: "linked instead of stored" in text) as said:
        enter(walk, mime, row(walk, 2))
        drop(walk, mime, row(walk, 2))
    assert said.args == ["report.txt is E-1 already; linked instead of stored.", True]


def test_a_withdrawn_control_and_a_read_only_assessment_take_nothing(session, published, show, file):
    session.adopt(published)
    walk = WalkView(session)
    walk.opened()
    show(walk)
    assert walk.page is not None
    walk.narrow(Filter(), "All")
    n = next(n for n, one in enumerate(walk.list.model.rows) if one.withdrawn)
    mime = urls(file)
    assert enter(walk, mime, row(walk, 0)) and not move(walk, mime, row(walk, n))
    assert walk._drops.sign.isHidden() and not drop(walk, mime, row(walk, n))
    session.worker.drain()
    assert not evidence.listed(session.file)


def test_beside_the_pieces_of_the_evidence_page_files_go_to_the_inbox(session, show, file, qtbot):
    page = EvidencePage(session)
    show(page)
    mime, at = urls(file), QPoint(300, 500)
    QApplication.sendEvent(page, QDragEnterEvent(at, COPY, mime, LEFT, NONE))
    event = QDragMoveEvent(at, COPY, mime, LEFT, NONE)
    QApplication.sendEvent(page, event)
    assert event.isAccepted()
    with qtbot.waitSignal(page.inbox_asked, check_params_cb=lambda paths: paths == [file]):
        QApplication.sendEvent(page, QDropEvent(QPointF(at), COPY, mime, LEFT, NONE))
    session.worker.drain()
    assert not evidence.listed(session.file)
