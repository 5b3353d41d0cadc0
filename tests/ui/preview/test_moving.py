"""Going through pieces by keyboard: enlarged and back, where one was in each, and what stays from one to the next."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from srm_desktop.services import attach, listing
from srm_desktop.services.assessments import Assessment
from srm_desktop.ui.main_window import MainWindow
from srm_desktop.ui.preview import Preview
from srm_desktop.ui.session import Session
from tests.exchange.lens import samples
from tests.ui.preview.conftest import Piece


@pytest.fixture
def window(session: Session, assessment: Assessment, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """The window on a control with three pieces of evidence: a picture and two texts."""
    (tmp_path / "a shot.png").write_bytes(samples.png(600, 400))
    (tmp_path / "b.txt").write_text("\n".join(f"line {n}" for n in range(500)))
    (tmp_path / "c.txt").write_text("short")
    key = next(row.key for row in listing.rows(assessment) if row.responsibility != "inherited")
    attach.attach(assessment, [key], [*sorted(tmp_path.glob("?*.*t")), tmp_path / "a shot.png"])
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.show()
    made.show_control(key)
    made.activateWindow()
    qtbot.waitActive(made)
    qtbot.waitUntil(made.walk.page.evidence.table.isVisible)
    return made


def evidence_of(window: MainWindow) -> tuple[object, Preview]:
    section = window.walk.page.evidence
    return section, section.preview


def test_f6_enlarges_the_first_piece_and_esc_goes_back_to_where_the_focus_was(window: MainWindow, qtbot: QtBot) -> None:
    window.walk.list.view.setFocus()
    section, preview = evidence_of(window)
    window.menus.actions["Enlarge the preview"].trigger()
    assert preview.is_large and preview.width() > window.walk.width() - 60
    assert preview.isAncestorOf(QApplication.focusWidget()) and preview.tools.back.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not preview.is_large and window.walk.list.view.hasFocus()
    assert section.isAncestorOf(preview) and preview.isVisible() and not preview.tools.back.isVisible()  # type: ignore[attr-defined]


def test_alt_and_arrows_go_through_the_pieces_while_it_is_large(window: MainWindow, qtbot: QtBot) -> None:
    section, preview = evidence_of(window)
    window.enlarge()
    names = [preview._source.name]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.AltModifier)
        names.append(preview._source.name)
    assert names == ["b.txt", "c.txt", "a shot.png", "a shot.png", "c.txt"] and preview.is_large
    assert section.table.selected()[0].piece.name == "c.txt"  # type: ignore[attr-defined]


def test_keys_of_the_walk_do_nothing_while_it_is_large(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    assert session.file is not None
    before = listing.rows(session.file)
    window.enlarge()
    for text in ("3", "x", " "):
        qtbot.keyClicks(QApplication.focusWidget(), text)
    qtbot.keyClick(evidence_of(window)[1].tools.back, Qt.Key.Key_4)
    session.worker.drain()
    assert listing.rows(session.file) == before and evidence_of(window)[1].is_large


def test_the_keys_go_to_a_look_that_arrives_after_it_was_enlarged(
    window: MainWindow, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    assert session.file is not None
    (tmp_path / "d.pdf").write_bytes(samples.pdf("one", "two"))
    section, _preview = evidence_of(window)
    attached = attach.attach(session.file, [window.walk.page.key or ""], [tmp_path / "d.pdf"])
    session.changed.emit(attached.changes)
    section.select(attached.new)  # type: ignore[attr-defined]
    window.enlarge()
    qtbot.waitUntil(lambda: QApplication.focusWidget().objectName() == "preview_pages", timeout=10_000)


def test_tab_stays_in_what_is_enlarged(window: MainWindow, qtbot: QtBot) -> None:
    window.enlarge()
    preview = evidence_of(window)[1]
    seen = set()
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert preview.isAncestorOf(focus)
        seen.add(focus.objectName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert {"preview_back", "preview_before", "preview_next", "preview_find_link", "preview_text"} <= seen


def test_ctrl_f_looks_in_the_piece_where_the_preview_has_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    preview = evidence_of(window)[1]
    window.enlarge()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert preview.finder.field.hasFocus() and preview.is_large
    qtbot.keyClick(preview.finder.field, Qt.Key.Key_Escape)
    assert preview.finder.isHidden() and preview.is_large  # the first Esc leaves the search, the next one goes back
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert not preview.is_large


def test_another_control_without_evidence_ends_it(window: MainWindow) -> None:
    preview = evidence_of(window)[1]
    window.enlarge()
    window.walk.step(1)
    assert not preview.is_large and preview.isHidden()


def test_esc_in_the_preview_gives_the_keys_back_to_the_table(window: MainWindow, qtbot: QtBot) -> None:
    section, preview = evidence_of(window)
    section.table.go_to(section.table.rows_model.keys()[0])  # type: ignore[attr-defined]
    preview.viewer_focus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert section.table.hasFocus()  # type: ignore[attr-defined]


def test_the_focus_goes_back_into_the_preview_too(window: MainWindow, qtbot: QtBot) -> None:
    section, preview = evidence_of(window)
    section.table.go_to(section.table.rows_model.keys()[0])  # type: ignore[attr-defined]
    preview.viewer_focus()
    before = QApplication.focusWidget()
    qtbot.keyClick(before, Qt.Key.Key_F6)
    assert preview.is_large
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert not preview.is_large and QApplication.focusWidget() is before


def test_the_evidence_page_enlarges_too(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("evidence")
    window.enlarge()
    page = window.page("evidence")
    assert page._preview.is_large  # type: ignore[attr-defined]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.view.hasFocus() and page.current.name == page._preview._source.name == "c.txt"  # type: ignore[attr-defined]
    window.enlarge()
    window.enlarge()
    assert not page._preview.is_large  # type: ignore[attr-defined]


def test_the_place_in_a_piece_and_the_size_of_pictures_stay(preview: Preview, piece: Piece) -> None:
    long = piece("long.txt", "\n".join(f"line {n}" for n in range(900)).encode())
    first, second = piece("a.png", samples.png(900, 700)), piece("b.png", samples.png(900, 701))
    preview.show_piece(long)
    preview.viewer.field.verticalScrollBar().setValue(321)  # type: ignore[union-attr]
    preview.show_piece(first)
    preview.viewer.zoom(0)  # type: ignore[union-attr]
    preview.show_piece(second)
    assert preview.viewer.canvas.scale == 1.0  # type: ignore[union-attr]
    preview.show_piece(long)
    assert preview.viewer.field.verticalScrollBar().value() == 321  # type: ignore[union-attr]


def test_new_words_about_a_piece_do_not_read_it_again(preview: Preview, piece: Piece) -> None:
    made = piece("long.txt", "\n".join(f"line {n}" for n in range(900)).encode())
    preview.show_piece(made)
    preview.viewer.field.verticalScrollBar().setValue(100)  # type: ignore[union-attr]
    preview.show_piece(made._replace(title="Another title"))
    assert preview.viewer.field.verticalScrollBar().value() == 100  # type: ignore[union-attr]


def test_only_the_newest_of_many_pieces_is_shown(preview: Preview, piece: Piece, qtbot: QtBot) -> None:
    pieces = [piece(f"{n}.pdf", samples.pdf(*[f"of {n}"] * (n + 1))) for n in range(6)]
    for one in pieces:
        preview.show_piece(one)
    qtbot.waitUntil(lambda: preview._in_front is not None, timeout=10_000)
    assert preview.viewer.of.text() == "of 6"  # type: ignore[union-attr]
    assert preview._session.worker._looks.keys() <= {(preview._asker, "page")}
