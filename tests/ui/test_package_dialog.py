"""Packaging from the window: what is asked, what is shown in the end."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from srm_desktop import settings
from srm_desktop.domain.assessment import Head
from srm_desktop.exchange.hash_logs import HashValues
from srm_desktop.services.package import Packaged
from srm_desktop.ui.dialogs import package_dialog
from srm_desktop.ui.dialogs.package_dialog import PackageChoice
from srm_desktop.ui.handing_over import HandingOver, Shown

HASHES = HashValues("F00D" * 16, "CMMCAssessmentArtifacts.log", "SHA256", "2026-11-24")
DONE = Packaged(Path("p.zip"), "ab" * 32, 2_000, {"controls": 1, "evidence": 2}, Head("cd" * 32, 7), HASHES)


def test_enter_packages_everything_without_notes(act, assessment, tmp_path):
    act(lambda dialog: dialog.accept_button.click())
    choice = package_dialog.ask_package(None, assessment, tmp_path / "p.zip", 3, 131)
    assert choice == PackageChoice(tmp_path / "p.zip", False, False, False, False, False)


def test_every_choice_is_taken(act, assessment, tmp_path):
    (tmp_path / "p.zip").touch()

    def do(dialog):
        assert dialog.existing.text() == "p.zip is there already and will be replaced."
        assert dialog.accept_button.text() == "&Replace package"
        assert dialog.shown.text() == "&Only the 3 that the list shows"
        for box in (dialog.shown, dialog.only_accepted, dialog.notes, dialog.older, dialog.hash_logs):
            assert box.accessibleName() and box.objectName()
            box.click()
        dialog.submit()

    act(do)
    choice = package_dialog.ask_package(None, assessment, tmp_path / "p.zip", 3, 131)
    assert choice == PackageChoice(tmp_path / "p.zip", True, True, True, True, True)


def test_a_catalog_of_cmmc_suggests_the_hash_logs(act, new_assessment, tmp_path):
    act(lambda dialog: dialog.submit())
    file = new_assessment(catalogs=["cmmc-2"])
    choice = package_dialog.ask_package(None, file, tmp_path / "p.zip", 110, 110)
    assert choice is not None and choice.hash_logs


def test_what_was_written_is_shown_to_copy(act):
    def do(dialog):
        shown = [field.text() for field in dialog.findChildren(QLineEdit)]
        assert shown == ["p.zip", "ab" * 32, str(DONE.head), *HASHES]
        assert dialog.about.text() == "2.0 kB: 1 control and 2 pieces of evidence."
        dialog.findChild(QWidget, "packaged_copy_5").click()
        copied.append(QGuiApplication.clipboard().text())
        dialog.findChild(QWidget, "packaged_copy_all").click()
        copied.append(QGuiApplication.clipboard().text())
        QGuiApplication.clipboard().clear()

    copied: list[str] = []
    act(do)
    package_dialog.show_packaged(None, DONE)
    assert copied[1].splitlines()[3:] == [f"{label}: {value}" for label, value in HASHES.labelled()]
    assert copied[0] == HASHES.value


@pytest.fixture
def window(qtbot, session):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_the_command_writes_the_package_and_shows_it(qtbot, session, window, assessment, tmp_path, monkeypatch):
    monkeypatch.setenv("SRM_DESKTOP_HOME", str(tmp_path / "preferences"))
    shown: list[Packaged] = []
    answer = PackageChoice(tmp_path / "p.zip", True, False, False, False, True)
    monkeypatch.setattr(package_dialog, "ask_package", lambda *_asked: answer)
    monkeypatch.setattr(package_dialog, "show_packaged", lambda _parent, done: shown.append(done))
    settings.load()
    keys = ("aws-srm:SRM-IAM-01", "aws-srm:SRM-IAM-02")
    HandingOver(session, window, lambda: Shown(keys, 131)).package()
    qtbot.waitUntil(lambda: bool(shown), timeout=20_000)
    assert shown[0].counts["controls"] == 2 and shown[0].hash_values is not None
    assert (tmp_path / "p.zip").is_file()


def test_leaving_the_dialog_writes_nothing(session, window, tmp_path, monkeypatch):
    monkeypatch.setenv("SRM_DESKTOP_HOME", str(tmp_path / "preferences"))
    monkeypatch.setattr(package_dialog, "ask_package", lambda *_asked: None)
    HandingOver(session, window, lambda: Shown((), 131)).package()
    assert not list(tmp_path.glob("*.zip"))
