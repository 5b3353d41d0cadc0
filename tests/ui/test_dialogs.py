"""The dialogs of fields: answered, left, and filled in wrongly, with the keyboard as far as it goes."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from srm_desktop.domain.assessment import CatalogInUse, Details, Evidence
from srm_desktop.domain.freshness import Period, Rule
from srm_desktop.domain.responsibility import Overrule
from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.services.evidence import Edit
from srm_desktop.ui.dialogs import details, drop_choice, evidence_details, export_dialog, overrule, problem, who
from srm_desktop.ui.dialogs.frame import Frame

Key = Qt.Key


def field(dialog: QDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def write(dialog: QDialog, name: str, text: str) -> None:
    field(dialog, name).selectAll()
    QTest.keyClick(field(dialog, name), Key.Key_Delete)
    QTest.keyClicks(field(dialog, name), text)


def enter(dialog: QDialog) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, Key.Key_Return)


def refused(dialog: Frame) -> str:
    """What the dialog says when it is answered as it is."""
    enter(dialog)
    assert dialog.isVisible()
    return dialog.sentence.text()


def all_are_named(dialog: QWidget) -> None:
    for widget in dialog.findChildren(QWidget):
        inner = widget.objectName().startswith("qt_") or (isinstance(widget, QLabel) and not widget.wordWrap())
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not inner:
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget.objectName()


# --- the frame: Enter, Escape, focus, names ---


def test_enter_answers_and_escape_leaves(act):
    act(enter)
    assert who.ask_who(None, "Ada") == "Ada"
    act(lambda dialog: QTest.keyClick(dialog, Key.Key_Escape))
    assert who.ask_who(None, "Ada") is None


def test_what_is_wrong_is_said_and_goes_when_it_is_mended(act):
    def do(dialog):
        assert dialog.focusWidget().objectName() == "who_name"
        write(dialog, "who_name", "  ")
        assert refused(dialog) == "! Say who is working; every change is written down with a name."
        assert dialog.focusWidget().objectName() == "who_name"
        write(dialog, "who_name", "Grace")
        assert dialog.sentence.text() == ""
        enter(dialog)

    act(do)
    assert who.ask_who(None, "") == "Grace"


def test_nothing_is_left_behind_by_a_dialog(act, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    act(enter)
    who.ask_who(parent, "Ada")
    qtbot.waitUntil(lambda: parent.findChildren(QDialog) == [])


def test_problem_shows_its_whole_sentence_and_closes_with_enter(act):
    sentence = "The file that was chosen is an SQLite file of another program; nothing was opened. " * 4

    def do(dialog):
        all_are_named(dialog)
        assert dialog.about.text() == sentence
        assert dialog.about.height() >= dialog.about.heightForWidth(dialog.about.width())
        enter(dialog)
        assert not dialog.isVisible()

    act(do)
    problem.show_problem(None, sentence)


# --- details ---

KNOWN = Details("Acme", "Acme GmbH", "Payments", Period(date(2026, 1, 1), date(2026, 12, 31)), Rule(90))


def test_details_come_back_as_they_were_edited(act):
    def do(dialog):
        all_are_named(dialog)
        write(dialog, "about_title", "Acme 2")
        write(dialog, "about_period_to_field", "30 Jun 2026")
        write(dialog, "about_days", "30")
        enter(dialog)

    act(do)
    changed = details.ask_details(None, KNOWN)
    assert changed == KNOWN._replace(title="Acme 2", period=Period(date(2026, 1, 1), date(2026, 6, 30)), fresh=Rule(30))


def test_details_that_are_not_different_are_no_answer(act):
    act(enter)
    assert details.ask_details(None, KNOWN) is None


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("about_title", " ", "! The assessment needs a title."),
        ("about_period_from_field", "soon", "! 'soon' is not a date; write it as 2026-10-31."),
        ("about_period_to_field", "2025-12-31", "! The audit period ends (2025-12-31) before it begins (2026-01-01)."),
        ("about_days", "0", "! Evidence stays fresh for a number of days from 1 to 3650."),
        ("about_days", "many", "! Evidence stays fresh for a number of days from 1 to 3650."),
    ],
)
def test_wrong_details_are_refused_with_a_sentence_at_the_field(act, name, text, sentence):
    def do(dialog):
        write(dialog, name, text)
        assert refused(dialog) == sentence
        assert dialog.focusWidget().objectName() == name

    act(do)
    assert details.ask_details(None, KNOWN) is None


def test_tab_goes_through_the_fields_in_order(act):
    def do(dialog):
        seen = []
        for _ in range(8):
            seen.append(dialog.focusWidget().objectName())
            QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)
        fields = ["title", "organisation", "system", "period_from_field", "period_to_field", "days_kind", "days"]
        assert seen == [*(f"about_{f}" for f in fields), "details_dialog_accept"]

    act(do)
    details.ask_details(None, KNOWN)


def test_a_day_goes_up_and_down_and_comes_from_the_calendar(act, qtbot):
    def do(dialog):
        day = field(dialog, "about_period_from_field")
        QTest.keyClick(day, Key.Key_Up)
        assert day.text() == "2026-01-02"
        QTest.keyClick(day, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        calendar = popup.findChild(QWidget, "about_period_from_days")
        calendar.activated.emit(calendar.selectedDate().addDays(4))
        assert day.text() == "2026-01-06"

    act(do)
    details.ask_details(None, KNOWN)


# --- overruling ---


def test_overruling_needs_a_word_and_a_reason(act):
    def do(dialog):
        all_are_named(dialog)
        assert refused(dialog) == "! Choose whose it is."
        QTest.keyClick(dialog.choices[Responsibility.SHARED], Key.Key_Down)
        QTest.keyClick(dialog.focusWidget(), Key.Key_Space)
        assert dialog.choices[Responsibility.CUSTOMER].isChecked()
        assert refused(dialog) == "! Overruling needs a reason, which the assessor will read."
        assert dialog.focusWidget() is dialog.reason
        QTest.keyClicks(dialog.reason, "We run it.")
        QTest.keyClick(dialog.reason, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    act(do)
    answer = overrule.ask_overrule(None, "SRM-IAM-01(a)", Responsibility.SHARED, None)
    assert answer == (Responsibility.CUSTOMER, "We run it.")


def test_overruling_is_taken_back(act):
    act(lambda dialog: dialog.findChild(QPushButton, "overrule_back").click())
    current = Overrule(Responsibility.CUSTOMER, "We run it.")
    assert overrule.ask_overrule(None, "SRM-IAM-01", Responsibility.SHARED, current) == (None, "")


def test_tab_leaves_the_reason(act):
    def do(dialog):
        dialog.reason.setFocus()
        QTest.keyClick(dialog.reason, Key.Key_Tab)
        assert dialog.focusWidget() is not dialog.reason
        assert dialog.reason.toPlainText() == ""

    act(do)
    assert overrule.ask_overrule(None, "SRM-IAM-01", Responsibility.SHARED, None) is None


# --- evidence ---

PIECE = Evidence(
    number=12, uid="u", name="report.csv", title="Credential report", sha256="9f" * 32, size=48213,
    media_type="text/csv", collected=date(2026, 10, 2), collected_guessed=True, covers=Period(),
    imported=datetime(2026, 10, 3, 9, 14, tzinfo=UTC), guessed_from="EXIF",
)  # fmt: skip


def test_evidence_gives_only_what_is_different(act):
    def do(dialog):
        all_are_named(dialog)
        write(dialog, "evidence_source", "IAM console")
        write(dialog, "evidence_covers_from_field", "2026-07-01")
        enter(dialog)

    act(do)
    edit = evidence_details.ask_evidence(None, [PIECE])
    assert edit == Edit(source="IAM console", covers=Period(date(2026, 7, 1), None))


def test_evidence_without_a_difference_is_no_answer(act):
    act(enter)
    assert evidence_details.ask_evidence(None, [PIECE]) is None


def test_a_guessed_day_can_be_confirmed(act):
    def do(dialog):
        assert dialog.dated.guessed.text() == "≈ guessed from EXIF"
        dialog.dated.confirm.click()
        enter(dialog)

    act(do)
    assert evidence_details.ask_evidence(None, [PIECE]) == Edit(confirmed=True)


def test_a_known_day_is_not_called_a_guess(act):
    def do(dialog):
        assert not dialog.dated.guessed.isVisible()
        assert not dialog.dated.confirm.isVisible()

    act(do)
    evidence_details.ask_evidence(None, [PIECE._replace(collected_guessed=False)])


def test_the_hash_is_copied_and_not_edited(act):
    def do(dialog):
        assert field(dialog, "evidence_sha256").isReadOnly()
        assert field(dialog, "evidence_imported").isReadOnly()
        dialog.stored.copy.click()
        assert QGuiApplication.clipboard().text() == PIECE.sha256

    act(do)
    evidence_details.ask_evidence(None, [PIECE])


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("evidence_title", "", "! A piece of evidence needs a title; its file name will do."),
        ("evidence_collected_field", "", "! Say on which day it was collected."),
        ("evidence_collected_field", "1.1", "! '1.1' is not a date; write it as 2026-10-31."),
    ],
)
def test_wrong_evidence_is_refused(act, name, text, sentence):
    def do(dialog):
        write(dialog, name, text)
        assert refused(dialog) == sentence

    act(do)
    assert evidence_details.ask_evidence(None, [PIECE]) is None


# --- export ---


def test_export_of_everything_is_one_key(act, assessment, tmp_path):
    act(enter)
    choice = export_dialog.ask_export(None, assessment, tmp_path / "m.xlsx", 58, 131)
    assert choice == export_dialog.ExportChoice("matrix", tmp_path / "m.xlsx", only_shown=False)


def test_export_of_what_is_shown_says_what_is_in_it(act, qtbot, assessment, tmp_path):
    def do(dialog):
        all_are_named(dialog)
        texts = [label.text() for label in dialog.findChildren(QLabel)]
        assert {"Cover", "Matrix", "Inherited", "Services", "Evidence", "Open items"} <= set(texts)
        assert dialog.shown.text() == "&Only the 58 that the list shows"
        QTest.keyClick(dialog, Key.Key_O, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(dialog.shown.isChecked)
        enter(dialog)

    act(do)
    choice = export_dialog.ask_export(None, assessment, tmp_path / "m.xlsx", 58, 131)
    assert choice is not None and choice.only_shown


def test_export_says_that_it_replaces(act, assessment, tmp_path):
    (tmp_path / "m.xlsx").touch()

    def do(dialog):
        assert dialog.existing.text() == "m.xlsx is there already and will be replaced."
        assert dialog.accept_button.text() == "&Replace and export"
        write(dialog, "export_path_field", "other")
        assert dialog.existing.text() == ""
        enter(dialog)

    act(do)
    choice = export_dialog.ask_export(None, assessment, tmp_path / "m.xlsx", 131, 131)
    assert choice is not None and choice.path == tmp_path / "other.xlsx"


def test_export_goes_nowhere_impossible(act, assessment, tmp_path):
    (tmp_path / "folder.xlsx").mkdir()

    def do(dialog):
        for text, sentence in (
            ("", "! Say where the file goes."),
            (str(tmp_path), f"! {tmp_path} is a folder; add the name of the file."),
            ("folder", f"! {tmp_path / 'folder.xlsx'} is a folder; choose another name."),
            (str(tmp_path / "no" / "m"), f"! There is no folder {tmp_path / 'no'}; choose one that exists."),
            ("x" * 300, "! That cannot be the name of a file here; choose another."),
        ):
            write(dialog, "export_path_field", text)
            assert refused(dialog) == sentence

    act(do)
    assert export_dialog.ask_export(None, assessment, tmp_path / "m.xlsx", 131, 131) is None


def test_export_path_is_browsed_for(act, assessment, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "picked"), ""))

    def do(dialog):
        dialog.path.browse_button.click()
        dialog.submit()

    act(do)
    choice = export_dialog.ask_export(None, assessment, tmp_path / "m.xlsx", 131, 131)
    assert choice is not None and choice.path == tmp_path / "picked.xlsx"


def test_a_dropped_table_is_a_catalog_or_evidence(act):
    act(enter)
    assert drop_choice.ask_drop(None, "policy.csv", "AC-2") == drop_choice.CATALOG
    act(lambda dialog: dialog.evidence_button.click())
    assert drop_choice.ask_drop(None, "policy.csv", "AC-2") == drop_choice.EVIDENCE
    act(lambda dialog: dialog.reject())
    assert drop_choice.ask_drop(None, "policy.csv", "AC-2") is None


def test_details_list_the_catalogs(act):
    def do(dialog):
        assert dialog.catalogs.text() == "FedRAMP Moderate, version 5: 323 controls\nOurs: 1,007 controls"

    act(do)
    in_use = (CatalogInUse("f", "FedRAMP Moderate", "5", 323), CatalogInUse("o", "Ours", "", 1007))
    assert details.ask_details(None, KNOWN, in_use) is None
