"""Everything on the pages for evidence is reached with Tab, and the history of a piece from wherever it is listed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from srm_desktop.services import attach, evidence, listing
from srm_desktop.ui.dialogs.evidence_details import EvidenceDialog
from srm_desktop.ui.pages.asking import ControlChooser
from srm_desktop.ui.pages.evidence_page import EvidencePage
from srm_desktop.ui.pages.history_page import HistoryPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def uid(assessment):
    key = listing.rows(assessment)[0].key
    return attach.attach(assessment, [key], [attach.Pasted("users.csv", b"a,b\n")]).new[0]


def tabbed(page: QWidget) -> set[str]:
    """The names of what Tab reaches from where the keys are."""
    page.activateWindow()
    assert QTest.qWaitForWindowActive(page)
    page.setFocus()
    names = []
    for _ in range(60):
        now = QApplication.focusWidget()
        names.append(now.objectName())
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return set(names)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (EvidencePage, {"evidence_table", "evidence_text", "evidence_choice", "evidence_details_button"}),
        (HistoryPage, {"history_tree", "history_text", "history_who", "anchor", "verify"}),
    ],
)
def test_tab_reaches_what_is_above_the_list(kind, wanted, session, uid, show):
    page = kind(session)
    show(page)
    if kind is EvidencePage:
        page.select(uid)
    assert wanted <= tabbed(page)


def test_the_keys_of_a_page_begin_in_its_list(session, uid, show):
    page = EvidencePage(session)
    show(page)
    page.activateWindow()
    assert QTest.qWaitForWindowActive(page)
    page.setFocus()
    assert QApplication.focusWidget() is page.view


def test_the_history_of_a_piece_has_a_key(session, uid, show, qtbot):
    page = EvidencePage(session)
    show(page)
    page.select(uid)
    with qtbot.waitSignal(session.history_wanted) as asked:
        QTest.keyClick(page.view, Qt.Key.Key_H, CTRL)
    assert asked.args == [uid]


def test_details_keep_what_was_changed_and_go_on_to_the_history(session, uid, show, act, qtbot):
    page = EvidencePage(session)
    show(page)
    page.select(uid)

    def rename(dialog: EvidenceDialog) -> None:
        dialog.title.setText("Users of October")
        dialog.findChild(QWidget, "evidence_history").click()

    act(rename)
    with qtbot.waitSignal(session.history_wanted) as asked:
        page.ask_details()
    session.worker.drain()
    assert asked.args == [uid]
    assert evidence.listed(session.file)[0].piece.title == "Users of October"


def test_controls_are_chosen_from_the_field_by_arrows(assessment, qtbot):
    dialog = ControlChooser(None, assessment, "does E-1")
    qtbot.addWidget(dialog)
    assert dialog.heading.text() == "Which controls does E-1 serve?"
    dialog.submit()
    assert dialog.answer is None and "Choose at least one control" in dialog.sentence.text()
    for _ in range(3):
        QTest.keyClick(dialog.text, Qt.Key.Key_Down)
    dialog.submit()
    assert dialog.answer == [dialog.view.rows_model.keys()[2]]


def test_the_title_stays_readable_on_a_narrow_page(session, assessment, uid, page_on, qtbot):
    key = listing.rows(assessment)[0].key
    evidence.edit(assessment, [uid], evidence.Edit(acceptance=evidence.Acceptance.REJECTED))
    page = page_on(key)
    table = page.evidence.table
    table.resize(320, table.height())
    qtbot.waitUntil(lambda: table.columnWidth(1) >= table.fontMetrics().averageCharWidth() * 12)
    assert table.rows_model.index(0, 1).data().startswith("✗ ")
