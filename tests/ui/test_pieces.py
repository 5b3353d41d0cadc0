"""Versions, comparing, compacting and copies in the window."""

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from srm_desktop.services import attach, compaction, comparing, evidence, history, listing, versions
from srm_desktop.ui import piece_actions
from srm_desktop.ui.compare.dialog import CompareDialog
from srm_desktop.ui.notice import Notice
from srm_desktop.ui.pages.evidence_page import EvidencePage


def put(file, keys, text, name="users.csv", renews=None):
    done = attach.attach(file, keys, [attach.Pasted(name, text.encode())], renews=renews)
    return piece(file, (*done.new, *done.linked)[0])


def piece(file, uid):
    return next(row.piece for row in evidence.listed(file) if row.piece.uid == uid)


def act_when_open(do) -> None:
    """Do something with the dialog that opens once what goes before it is done."""

    def now():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, now)
            return
        try:
            do(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(10, now)


@pytest.fixture
def keys(assessment):
    return [row.key for row in listing.rows(assessment)][:3]


@pytest.fixture
def newer(tmp_path):
    path = tmp_path / "users new.csv"
    path.write_text("user,mfa\nann,yes\n")
    return path


def test_a_new_version_asks_which_controls_follow(assessment, session, keys, newer, page_on, act, monkeypatch, qtbot):
    old = put(assessment, keys[:2], "user,mfa\nann,no\n")
    page = page_on(keys[0])
    page.evidence.select([old.uid])
    monkeypatch.setattr("srm_desktop.ui.control_page.asking.ask_files", lambda _parent: [newer])

    def answer(dialog):
        assert dialog.model.ticked == {*keys[:2]}
        assert dialog.model.entries[1].lead == keys[1].partition(":")[2]
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
        QTest.keyClick(dialog.list, Qt.Key.Key_Space)
        dialog.accept_button.click()

    act(answer)
    with qtbot.waitSignal(session.changed):
        QTest.keyClick(
            page.evidence.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
    new = evidence.listed(assessment)[-1].piece
    assert (new.version, new.supersedes) == (2, old.uid)
    assert [evidence.served(assessment, one.uid) for one in (old, new)] == [(keys[1],), (keys[0],)]
    page.evidence.select([new.uid])
    assert page.evidence.version.text.text() == "version 2  ·  supersedes E-1"
    page.show_control(keys[1])
    assert page.evidence.table.rows_model.index(0, 1).data() == "users  (superseded by E-2)"


def drop(page, place: QPoint, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(page.mapFromGlobal(place)), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    page.dropEvent(event)


@pytest.mark.parametrize("another", [False, True])
def test_a_file_dropped_on_a_row_is_a_version_or_another_piece(
    assessment, session, keys, newer, page_on, act, qtbot, another
):
    put(assessment, keys[:1], "one")
    page = page_on(keys[0])
    table = page.evidence.table
    place = table.viewport().mapToGlobal(table.visualRect(table.rows_model.index(0, 1)).center())
    act_when_open(lambda dialog: (dialog.another_button if another else dialog.accept_button).click())
    with qtbot.waitSignal(session.changed):
        drop(page, place, newer)
    new = evidence.listed(assessment)[-1].piece
    assert new.version == (1 if another else 2)
    assert evidence.served(assessment, new.uid) == (keys[0],)


def test_a_file_dropped_on_a_row_of_the_list_of_all_evidence(assessment, session, keys, newer, show, act, qtbot):
    old = put(assessment, keys[:1], "one")
    page = EvidencePage(session)
    page.reload(assessment)
    show(page)
    place = page.view.viewport().mapToGlobal(page.view.visualRect(page.view.rows_model.index(0, 1)).center())
    act_when_open(lambda dialog: dialog.accept_button.click())
    with qtbot.waitSignal(session.changed):
        drop(page, place, newer)
    assert [one.id for one in versions.line_of(assessment, old.uid)] == ["E-1", "E-2"]
    page.view.go_to(old.uid)
    assert page.version.text.text() == "version 1  ·  superseded by E-2"


def test_a_file_of_the_same_name_is_offered_as_a_version(assessment, session, keys, page_on, qtbot, tmp_path):
    old = put(assessment, keys[:2], "one")
    page = page_on(keys[0])
    notice = Notice(page, session.undo)
    session.offer.connect(notice.offer)
    again = tmp_path / "users.csv"
    again.write_text("two")
    with qtbot.waitSignal(session.offer):
        page.attach_paths([again])
    button = notice.findChild(type(notice._offer), "notice_offer")
    assert button.text() == "Make it the next version of E-1" and not button.isHidden()
    with qtbot.waitSignal(session.changed):
        button.click()
    assert [one.id for one in versions.line_of(assessment, old.uid)] == ["E-1", "E-2"]
    assert evidence.served(assessment, old.uid) == (keys[1],)
    notice.say("Something else", True)
    assert button.isHidden()


def test_versions_are_listed_and_one_is_shown(assessment, session, keys, page_on, act, qtbot):
    old = put(assessment, keys[:1], "one")
    put(assessment, [], "two", renews=versions.Renewal(old.uid, frozenset(keys[:1])))
    page = page_on(keys[0])
    page.evidence.table.select_pieces([evidence.listed(assessment)[1].piece.uid])

    def choose(dialog):
        assert [dialog.view.rows_model.index(n, 1).data() for n in range(2)] == ["E-1", "E-2"]
        dialog.view.go_to(old.uid)
        dialog.show_button.click()

    act(choose)
    with qtbot.waitSignal(session.piece_wanted) as asked:
        page.evidence.version.more.click()
    assert asked.args == [old.uid]


def compared(assessment, left: str, right: str, name="a.txt"):
    one, other = put(assessment, [], left, name), put(assessment, [], right, name)
    return comparing.compare(assessment, one.uid, other.uid)


def test_two_pieces_scroll_together_and_keys_lead_through_the_differences(assessment, session, qtbot):
    lines = [f"line {n} of the file" for n in range(300)]
    other = [*lines[:100], "something new", *lines[100:250], "line 250 of that file", *lines[251:]]
    dialog = CompareDialog(None, compared(assessment, "\n".join(lines), "\n".join(other)))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    assert dialog.heading.text() == "1 line changed, 1 added"
    assert dialog.where.text() == "2 places"
    QTest.keyClick(dialog.left, Qt.Key.Key_F8)
    assert (dialog.where.text(), dialog.left.place) == ("1 of 2", 100)
    QTest.keyClick(dialog.left, Qt.Key.Key_N)
    assert (dialog.where.text(), dialog.right.place) == ("2 of 2", 251)
    assert dialog.left.verticalScrollBar().value() == dialog.right.verticalScrollBar().value() > 200
    dialog.right.verticalScrollBar().setValue(5)
    assert dialog.left.verticalScrollBar().value() == 5
    QTest.keyClick(dialog.left, Qt.Key.Key_P)
    assert dialog.where.text() == "1 of 2"
    assert dialog.left.toPlainText().split("\n")[100] == ""
    dialog.close()


def test_compare_takes_two_pieces_or_one_and_the_version_before(assessment, session, keys, page_on):
    old = put(assessment, keys[:1], "one\n")
    new = put(assessment, [], "two\n", renews=versions.Renewal(old.uid, frozenset()))
    page = page_on(keys[0])
    seen = []

    def look(dialog):
        seen.append((dialog.windowTitle(), dialog.heading.text()))

    for chosen in ([new], [old], [old, new]):
        act_when_open(look)
        piece_actions.do("compare", page, session, chosen)
        session.worker.drain()
    assert seen == [("Compare E-1 and E-2", "1 row added, 1 removed")] * 3


def test_what_may_run_is_asked_about_before_a_copy_is_opened(
    assessment, session, page_on, keys, act, monkeypatch, qtbot
):
    opened = []
    monkeypatch.setattr(piece_actions.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    page = page_on(keys[0])
    script = put(assessment, [], "#!/bin/sh\nrm -rf /\n", "tidy.sh")

    def leave(dialog):
        assert "it is a script" in dialog.about.text() and dialog.cancel_button.isDefault()
        dialog.reject()

    act(leave)
    piece_actions.open_copy(page, session, script)
    assert opened == []
    plain = put(assessment, [], "hello", "note.txt")
    piece_actions.open_copy(page, session, plain)
    qtbot.waitUntil(lambda: bool(opened))
    copy = Path(opened[0])
    assert copy.name == "E-2 note.txt" and copy.read_text() == "hello"
    assert not copy.stat().st_mode & (stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
    session.close()
    assert not copy.exists() and not copy.parent.parent.exists()


def test_a_drag_carries_copies_and_copying_carries_text(assessment, session, page_on, keys, monkeypatch):
    page = page_on(keys[0])
    one, two = put(assessment, keys[:1], "one", "../a:b.txt"), put(assessment, keys[:1], "two", "c.txt")
    dragged = []
    monkeypatch.setattr(
        piece_actions.QDrag, "exec", lambda drag, action: dragged.append((drag.mimeData().urls(), action))
    )
    page.show_control(keys[0])
    page.evidence.table.selectAll()
    page.evidence.table.startDrag(Qt.DropAction.CopyAction)
    ((urls, action),) = dragged
    paths = [Path(url.toLocalFile()) for url in urls]
    assert action == Qt.DropAction.CopyAction
    assert [path.read_text() for path in paths] == ["one", "two"]
    assert [path.name for path in paths] == ["E-1 .._a_b.txt", "E-2 c.txt"]
    QTest.keyClick(page.evidence.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"E-1  {one.title}\nE-2  {two.title}"
    QGuiApplication.clipboard().clear()
    monkeypatch.setattr(piece_actions, "DRAGGED", 5)
    page.evidence.table.startDrag(Qt.DropAction.CopyAction)
    assert len(dragged) == 1


def test_compacting_shows_what_goes_and_does_it(assessment, session, keys, page_on, act, qtbot):
    from srm_desktop.ui.dialogs import compacting

    evidence.remove(assessment, [put(assessment, keys[:1], "gone" * 100).uid])
    page = page_on(keys[0])
    notices = []
    session.notice.connect(lambda text, undoable: notices.append((text, undoable)))

    def go(dialog):
        assert dialog.heading.text() == "Erase 1 removed piece, 400 B?"
        assert dialog.view.rows_model.index(0, 0).data() == "E-1 users.csv"
        assert "can no longer be taken back" in dialog.about.text()
        dialog.accept_button.click()
        dialog.reject()
        assert dialog.isVisible()  # nothing can be done until it is finished
        qtbot.waitUntil(lambda: not dialog.isVisible())

    act(go)
    compacting.compact(page, session)
    assert compaction.plan(assessment).unused == ()
    assert notices[-1][0].startswith("Compacted: the file has") and notices[-1][1] is False
    compacting.compact(page, session)
    assert notices[-1] == (compaction.NOTHING, False)
    assert history.names(assessment).undo.startswith("Remove")
