"""Counterparts in the real window: links lead there, and one key links what is offered."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from srm_desktop.domain.assessment import Details
from srm_desktop.services import assessments, attach, evidence, history, page
from srm_desktop.services.attach import Pasted
from srm_desktop.ui.control_page.offers import KEY, OfferMenu
from srm_desktop.ui.dialogs import shortcuts
from srm_desktop.ui.main_window import MainWindow

LEAST, AC_6 = "aws-srm:SRM-IAM-04", "fedramp-moderate:AC-6"
OFFERED = (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An assessment of two catalogs with three pieces on one control."""
    where = tmp_path / "acme.srma"
    chosen = ("aws-srm", "fedramp-moderate")
    with assessments.create(where, Details("Acme"), who="Ada", services=("ec2", "s3"), catalogs=chosen) as file:
        sources = [Pasted(name, name.encode()) for name in ("roles.csv", "review.pdf", "R&D.txt")]
        uids = attach.attach(file, [LEAST], sources).new
        evidence.set_place(file, LEAST, "", uids[1], "p. 12")
    return where


def settle(window: MainWindow) -> None:
    window.session.worker.drain()
    QCoreApplication.processEvents()


def at(window: MainWindow, key: str) -> MainWindow:
    window.show_control(key)
    settle(window)
    return window


def linked(window: MainWindow, key: str = AC_6) -> list[tuple[str, str]]:
    settle(window)
    return [(one.piece.name, one.link.place) for one in page.view(window.session.file, key).links]


def test_one_key_links_what_is_offered_and_undo_takes_it_back(window: MainWindow, keys: Callable[..., None]) -> None:
    shown = at(window, AC_6).walk.page.evidence
    assert not shown.offers.isHidden()
    assert shown.offers.text.text() == "3 pieces on SRM-IAM-04 may serve here too"
    assert all(name in shown.offers.names.text() for name in ("E-1", "roles", "review", "R&D"))
    keys(OFFERED)
    assert linked(window) == [("roles.csv", ""), ("review.pdf", "p. 12"), ("R&D.txt", "")]
    assert shown.offers.isHidden()
    assert shown.beside.text() == "3 pieces"
    assert len(shown.table.selected()) == 3
    assert window.notice.isVisible()
    assert history.names(window.session.file).undo == "Link 3 pieces from SRM-IAM-04 to AC-6"
    assert window.walk.list.view.hasFocus()
    keys((Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
    assert linked(window) == []
    assert not shown.offers.isHidden()


def test_the_key_pressed_again_and_where_nothing_is_offered_does_no_harm(
    window: MainWindow, keys: Callable[..., None], answers
) -> None:
    at(window, AC_6)
    keys(OFFERED, OFFERED)
    settle(window)
    keys(OFFERED)
    settle(window)
    assert len(linked(window)) == 3
    assert answers.problems == []
    at(window, "fedramp-moderate:AC-2")
    keys(OFFERED)
    assert "No other control offers evidence for AC-2" in window.notice._text.text()


def test_the_button_links_and_leaves_the_focus_on_what_came(window: MainWindow) -> None:
    shown = at(window, AC_6).walk.page.evidence
    shown.offers.link.setFocus()
    QTest.keyClick(shown.offers.link, Qt.Key.Key_Space)
    assert len(linked(window)) == 3
    assert shown.table.hasFocus()


def choosing(window: MainWindow, act: Callable[[OfferMenu], object]) -> None:
    """Press the button that opens the menu, and do something in it; it is closed then, as by a click outside."""

    def do() -> None:
        menu = QApplication.activePopupWidget()
        try:
            assert isinstance(menu, OfferMenu)
            act(menu)
        finally:
            if menu is not None:
                menu.close()

    QTimer.singleShot(0, do)
    window.walk.page.evidence.offers.choose.click()


def test_some_are_chosen_with_the_mouse(window: MainWindow) -> None:
    def click(menu: OfferMenu) -> None:
        for n in (0, 2, -1):
            assert menu.isVisible()
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[n]).center())
            if n >= 0:
                assert menu.actions()[n].isChecked()

    choosing(at(window, AC_6), click)
    assert linked(window) == [("roles.csv", ""), ("R&D.txt", "")]
    assert window.walk.page.evidence.offers.text.text() == "1 piece on SRM-IAM-04 may serve here too"
    assert window.walk.page.evidence.offers.choose.isHidden()


@pytest.mark.parametrize(
    ("pressed", "names"),
    [
        ([Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Return], ["roles.csv", "review.pdf"]),
        ([Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Escape], []),
        ([Qt.Key.Key_Down, Qt.Key.Key_Space], []),
        ([Qt.Key.Key_Return], []),
    ],
)
def test_some_are_chosen_with_keys(window: MainWindow, pressed: list[Qt.Key], names: list[str]) -> None:
    def press(menu: OfferMenu) -> None:
        for key in pressed:
            QTest.keyClick(menu, key)

    choosing(at(window, AC_6), press)
    assert [name for name, _ in linked(window)] == names


def test_what_comes_in_elsewhere_is_offered_on_the_page_that_is_shown(window: MainWindow) -> None:
    shown = at(window, "fedramp-moderate:AC-3").walk.page
    window.session.run(lambda file: attach.attach(file, ["aws-srm:SRM-IAM-05"], [Pasted("new.txt", b"new")]))
    settle(window)
    assert "SRM-IAM-05" in shown.evidence.offers.text.text()
    assert "E-4" in shown.evidence.offers.names.text()


def test_a_counterpart_is_one_click_away_and_so_is_the_way_back(window: MainWindow) -> None:
    found = at(window, LEAST).walk.page.references
    assert [one.row.id for one in found.table.rows_model.rows] == ["AC-3", "AC-6", "AC-6(1)", "AC-6(7)", "AC-6(10)"]
    there = found.table.visualRect(found.table.rows_model.index(1, 2)).center()
    QTest.mouseClick(found.table.viewport(), Qt.MouseButton.LeftButton, pos=there)
    settle(window)
    assert window.walk.page.key == AC_6 == window.walk.list.view.current_key()
    found.table.setFocus()
    found.table.go_to(LEAST)
    QTest.keyClick(found.table, Qt.Key.Key_Return)
    settle(window)
    assert window.walk.page.key == LEAST
    found.table.setFocus()
    QTest.keyClick(found.table, Qt.Key.Key_Return)
    settle(window)
    assert window.walk.page.key == "fedramp-moderate:AC-3"


def test_references_without_a_counterpart_stay_text(window: MainWindow) -> None:
    found = at(window, LEAST).walk.page.references
    said = {name.text(): ids.text() for name, ids in found.lines.values() if not ids.isHidden()}
    assert "NIST SP 800-53 rev 5" not in said
    assert said["SOC 2"].startswith("CC6.1")
    at(window, "fedramp-moderate:AC-2")
    assert all(ids.isHidden() for _, ids in found.lines.values())
    assert found.beside.text() == "3 in this assessment"


def test_a_file_that_is_only_read_offers_nothing(build: Callable[..., MainWindow], path: Path) -> None:
    window = build()
    window.session.adopt(assessments.open_assessment(path, who="Eve", read_only=True))
    at(window, AC_6)
    assert window.walk.page.evidence.offers.isHidden()
    assert not window.walk.page.references.table.isHidden()


def test_the_key_is_in_the_sheet_and_the_search(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    assert window.menus.actions["Link what is offered"].shortcut().toString() == KEY
    seen: list = []
    monkeypatch.setattr(shortcuts, "show_shortcuts", lambda _parent, groups: seen.extend(groups))
    window.show_shortcuts()
    assert ("Ctrl+Shift+L", "Link what is offered") in dict(seen)["Evidence"]
    window.search.begin()
    window.search.setText("offered")
    assert any(found.title == "Link what is offered" for found in window.search._model.rows)
