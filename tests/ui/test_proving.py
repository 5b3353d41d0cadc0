"""Verification in the window: anchor, faults with their ways out, the weekly offer, the name; the history narrowed."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from srm_desktop import settings
from srm_desktop.domain.assessment import Fault, Head, Verdict
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import attach, evidence, history, listing, proof, walk
from srm_desktop.ui.commands import Commands
from srm_desktop.ui.dialogs import attach_dialog, faults, who
from srm_desktop.ui.handing_over import HandingOver, Shown
from srm_desktop.ui.pages.history_model import STEP
from srm_desktop.ui.pages.history_page import HistoryPage
from srm_desktop.ui.status_bar import StatusBar

FAULTS = (Fault("E-1 a.txt: its bytes changed.", ("E-1",), ("SRM-IAM-01",)), Fault("Journal entry 3 was changed."))
WRONG = Verdict(2, 9, Head("0" * 64, 9), FAULTS)


@pytest.fixture(autouse=True)
def preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SRM_DESKTOP_HOME", str(tmp_path / "home"))


@pytest.fixture
def page(session, assessment, show) -> HistoryPage:
    key = listing.rows(assessment)[0].key
    for word in (Status.PLANNED, Status.PARTIAL, Status.IMPLEMENTED):
        walk.mark(assessment, [key], walk.Marking(status=(word,)))
    attach.attach(assessment, [key], [attach.Pasted("a.txt", b"a"), attach.Pasted("b.txt", b"b")])
    return show(HistoryPage(session))


def verified(page, session, qtbot) -> str:
    with qtbot.waitSignal(session.proven):
        page.proof.verify_button.click()
    return page.proof.verdict.text()


def test_an_anchor_is_checked_with_the_file(page, session, qtbot):
    page.proof.anchor.setText(str(history.head(session.file)))
    assert "Unchanged since it was imported" in verified(page, session, qtbot)
    qtbot.waitUntil(page.proof.verify_button.isEnabled)
    page.proof.anchor.setText("f" * 64 + ":3")
    assert "it was rewritten" in verified(page, session, qtbot)
    assert page.proof._ways_out.isVisible()


def test_a_wrong_anchor_is_one_sentence_and_nothing_is_verified(page, session):
    page.proof.anchor.setText("abc")
    page.proof.verify_button.click()
    assert "'abc' is not an anchor" in page.proof.verdict.text() and page.proof.verify_button.isEnabled()
    assert session.running is None and not page.proof._ways_out.isVisible()


def test_faults_are_shown_copied_and_lead_to_what_is_sound(page, session, qtbot):
    session.proven.emit(WRONG)
    assert "2 things are not as they should be" in page.proof.verdict.text()
    page.proof.copy_faults()
    assert "E-1 a.txt: its bytes changed. Hits E-1, SRM-IAM-01." in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(session.rescue_asked) as asked:
        page.proof.findChild(QWidget, "export_sound").click()
    assert asked.args == [WRONG]


def test_the_dialog_of_faults_can_be_copied_and_answers(act):
    def copy(dialog) -> None:
        dialog.copy()
        assert len(QGuiApplication.clipboard().text().splitlines()) == 2
        QGuiApplication.clipboard().clear()
        dialog.accept_button.click()

    act(copy)
    assert faults.show_faults(None, WRONG) is True
    act(lambda dialog: dialog.reject())
    assert faults.show_faults(None, WRONG) is False


@pytest.fixture
def commands(session, show) -> Commands:
    return Commands(session, show(QWidget()))


@pytest.fixture
def handing(session, show) -> HandingOver:
    return HandingOver(session, show(QWidget()), lambda: Shown((), 0))


def test_what_is_sound_is_written_into_a_folder(handing, page, session, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(attach_dialog, "ask_folder", lambda *_: tmp_path / "out")
    monkeypatch.setattr(faults, "show_faults", lambda *_: True)
    with qtbot.waitSignal(session.notice, check_params_cb=lambda text, _: "2 pieces written" in text):
        session.proven.emit(WRONG)
    assert "Journal entry 3 was changed." in (tmp_path / "out" / "rescue report.txt").read_text("utf-8")


def test_the_history_is_written_from_the_menu(handing, page, session, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(attach_dialog, "ask_target", lambda *_: tmp_path / "history.xlsx")
    with qtbot.waitSignal(session.notice, check_params_cb=lambda text, _: "changes written" in text):
        handing.export_history()
    assert (tmp_path / "history.xlsx").exists()


def test_the_name_is_asked_once_and_kept(commands, session, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(who, "ask_who", lambda _parent, suggested: asked.append(suggested))
    commands.ask_who_once()
    commands.ask_who_once()
    assert asked == ["Ann"] and settings.load().who == "Ann" and settings.load().who_asked
    monkeypatch.setattr(who, "ask_who", lambda *_: "Zoë")
    commands.who()
    assert session.who == session.file.who == settings.load().who == "Zoë"


@pytest.fixture
def bar(session, show) -> StatusBar:
    return show(StatusBar(session, lambda _said: None, session.verify))


def offered(bar, session, qtbot) -> bool:
    bar.opened()
    qtbot.waitUntil(lambda: "chain ok" in bar._saved.text())
    return bar._offer.isVisible()


def test_a_check_is_offered_after_a_week_and_not_for_a_new_file(bar, session, clock, qtbot):
    assert not offered(bar, session, qtbot)
    clock.advance(days=6)
    assert not offered(bar, session, qtbot)
    clock.advance(days=2)
    assert offered(bar, session, qtbot)
    with qtbot.waitSignal(session.proven):
        bar._offer.click()
    assert not bar._offer.isVisible() and not offered(bar, session, qtbot)
    assert settings.load().verified == {proof.identity(session.file): clock().isoformat()}
    clock.advance(days=8)
    session.proven.emit(WRONG)
    assert offered(bar, session, qtbot)


def test_the_history_of_one_piece(page, session):
    uid = evidence.listed(session.file)[1].piece.uid
    page.show_piece(uid)
    assert page._count.text() == "1 step" and page.filters.narrowed
    assert page.findChild(QWidget, "history_piece").text().startswith("About E-2 b.txt")
    page.findChild(QWidget, "history_piece").click()
    assert page._count.text() == "5 steps" and not page.filters.narrowed


def test_the_history_is_narrowed_by_kind_and_days(page, session, clock):
    filters = page.filters
    filters.kind.setCurrentIndex(filters.kind.findData("evidence"))
    assert page._count.text() == "1 step"
    tomorrow = (clock().astimezone() + timedelta(days=1)).date()
    filters.days.start.field.setText(tomorrow.isoformat())
    page._refilter()
    assert page._count.text() == "0 steps" and page._empty.isVisible()
    page.clear()
    assert page._count.text() == "5 steps" and not filters.days.start.field.text()


def test_steps_are_undone_down_to_the_current_one(page, session, qtbot):
    page.view.setCurrentIndex(page.model.index(2, 0))
    link = page.findChild(QWidget, "history_undo")
    assert link.text() == "Undo this step and the 2 after it"
    with qtbot.waitSignal(session.notice) as said:
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert said.args[0].startswith("3 steps undone") and evidence.listed(session.file) == ()
    texts = [page.model.index(n, STEP).data() for n in range(page.model.rowCount())]
    assert len(texts) == 8 and sum(text.endswith("(undone)") for text in texts) == 3
    page.view.setCurrentIndex(page.model.index(0, 0))
    assert not link.isVisible()
