"""Choosing services: in the assistant for a new assessment and on an open one."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.modeltest import ModelTester

from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.services import assessments, catalogs, scope
from srm_desktop.ui.dialogs import new_assessment, services_dialog
from srm_desktop.ui.dialogs.chooser import ServiceChooser
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import theme

Key = Qt.Key
THREE_TIER = next(p for p in scope.presets() if p.id == "three-tier").services
SERVERLESS = next(p for p in scope.presets() if p.id == "serverless").services


@pytest.fixture
def chooser(qtbot) -> ServiceChooser:
    theme.apply("light")
    made = ServiceChooser()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(made.model.entries))
    return made


def search(chooser: ServiceChooser, text: str) -> list[str]:
    chooser.search.setText("")
    QTest.keyClicks(chooser.search, text)
    return [entry.key for entry in chooser.model.entries]


# --- the chooser ---


def test_all_services_stand_under_their_categories(chooser, qtmodeltester: ModelTester):
    keys = [entry.key for entry in chooser.model.entries if not entry.heading]
    headings = [entry.text for entry in chooser.model.entries if entry.heading]
    assert sorted(keys) == sorted(s.id for s in scope.known_services())
    assert headings == sorted({s.category for s in scope.known_services()})
    assert chooser.found.text() == f"{len(keys)} of {len(keys)} services"
    qtmodeltester.check(chooser.model)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("rds", "rds"),
        ("EC2", "ec2"),
        ("virtual machines", "ec2"),
        ("queue", "sqs"),
        ("elastic load", "elb"),
        ("s3", "s3"),
    ],
)
def test_search_finds_by_id_name_and_alias_the_nearest_first(chooser, text, first):
    assert search(chooser, text)[0] == first


def test_search_shows_the_name_that_it_was_found_by(chooser):
    search(chooser, "virtual machines")
    assert chooser.model.entries[0].aside == "virtual machines"


def test_search_for_nothing_known_says_so(chooser):
    assert search(chooser, "zzz") == []
    assert chooser.found.text() == "No service is known as “zzz”."


def test_type_down_space_chooses(chooser):
    search(chooser, "rds")
    QTest.keyClick(chooser.search, Key.Key_Down)
    assert chooser.view.hasFocus() or chooser.focusWidget() is chooser.view
    QTest.keyClick(chooser.view, Key.Key_Space)
    assert chooser.ids() == ("rds",)
    QTest.keyClick(chooser.view, Key.Key_Space)
    assert chooser.ids() == ()


def test_enter_chooses_the_nearest_and_the_next_word_replaces_the_text(chooser):
    search(chooser, "rds")
    QTest.keyClick(chooser.search, Key.Key_Return)
    QTest.keyClicks(chooser.search, "lambda")
    QTest.keyClick(chooser.search, Key.Key_Return)
    assert set(chooser.ids()) == {"rds", "lambda"}
    assert chooser.search.text() == "lambda"


def test_up_at_the_top_and_letters_go_back_to_the_search(chooser):
    search(chooser, "s3")
    QTest.keyClick(chooser.search, Key.Key_Down)
    QTest.keyClick(chooser.view, Key.Key_Up)
    assert chooser.focusWidget() is chooser.search
    QTest.keyClick(chooser.search, Key.Key_Down)
    QTest.keyClick(chooser.view, Key.Key_G)
    assert chooser.search.text().endswith("g")


def test_escape_empties_the_search(chooser):
    search(chooser, "s3")
    QTest.keyClick(chooser.search, Key.Key_Escape)
    assert chooser.search.text() == ""


def test_a_heading_is_stepped_over(chooser):
    QTest.keyClick(chooser.search, Key.Key_Down)
    seen = []
    for _ in range(40):
        seen.append(chooser.view.currentIndex().row())
        QTest.keyClick(chooser.view, Key.Key_Down)
    assert seen == sorted(set(seen))
    assert all(not chooser.model.entries[row].heading for row in seen)


def test_a_click_on_a_line_chooses_it(chooser, qtbot):
    search(chooser, "sqs")
    place = chooser.view.visualRect(chooser.model.index(0)).center()
    qtbot.mouseClick(chooser.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chooser.ids() == ("sqs",)
    qtbot.mouseClick(chooser.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chooser.ids() == ()


def test_presets_add_up_and_can_be_taken_back(chooser):
    chooser.findChild(QPushButton, "preset_three-tier").click()
    assert set(chooser.ids()) == set(THREE_TIER)
    chooser.findChild(QPushButton, "preset_serverless").click()
    assert set(chooser.ids()) == set(THREE_TIER) | set(SERVERLESS)
    chooser.undo_button.click()
    assert set(chooser.ids()) == set(THREE_TIER)
    chooser.clear_button.click()
    assert chooser.ids() == ()
    assert chooser.count.text() == "No service in scope"
    chooser.undo_button.click()
    assert set(chooser.ids()) == set(THREE_TIER)


def test_chosen_ones_are_taken_away_by_key_and_by_cross(chooser, qtbot):
    chooser.choose(["ec2", "rds", "s3"])
    view = chooser.chosen_view
    view.go_to_first()
    QTest.keyClick(view, Key.Key_Delete)
    assert set(chooser.ids()) == {"rds", "s3"}
    area = view.visualRect(view.entries.index(view.entries.row_of("s3")))
    place = area.center()
    place.setX(area.right() - 12)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chooser.ids() == ("rds",)


def test_tab_leaves_the_lists(chooser):
    chooser.choose(["ec2"])
    for view in (chooser.view, chooser.chosen_view):
        view.setFocus()
        QTest.keyClick(view, Key.Key_Tab)
        assert chooser.focusWidget() is not view


# --- the assistant ---


def to_services(dialog) -> None:
    QTest.keyClicks(dialog.form.title, "Acme: Payments / 2026")
    QTest.keyClick(dialog.form.title, Key.Key_Return)
    assert dialog.pages.currentIndex() == 1
    QTest.keyClick(dialog.catalogs.view, Key.Key_Return)
    assert dialog.pages.currentIndex() == 2
    dialog.chooser.load()


def test_the_assistant_end_to_end(act, tmp_path):
    def do(dialog):
        assert dialog.focusWidget() is dialog.form.title
        to_services(dialog)
        assert dialog.outlook.text().startswith("No service is chosen yet, so nothing is inherited: all ")
        QTest.keyClicks(dialog.chooser.search, "ec2")
        QTest.keyClick(dialog.chooser.search, Key.Key_Return)
        assert " shared with AWS, " in dialog.outlook.text()
        dialog.accept_button.click()
        assert dialog.path.field.text() == str(tmp_path / "Acme_ Payments _ 2026.srma")
        assert "1 service in scope" in dialog.recap.text()
        assert dialog.accept_button.text() == "&Create"
        QTest.keyClick(dialog.path.field, Key.Key_Return)

    act(do)
    answer = new_assessment.ask_new(None, tmp_path, "Jo")
    assert answer is not None
    assert answer.details.title == "Acme: Payments / 2026"
    assert (answer.path, answer.services, answer.who) == (tmp_path / "Acme_ Payments _ 2026.srma", ("ec2",), "Jo")


def test_the_outlook_is_what_the_assessment_will_hold(act, tmp_path, new_assessment):
    from srm_desktop.services import listing

    counts = scope.outlook(scope.services_named(SERVERLESS))
    file = new_assessment(services=SERVERLESS)
    values = [row.responsibility for row in listing.rows(file)]
    assert counts.controls == len(values)
    assert counts.shared == values.count(Responsibility.SHARED)
    assert counts.customer == values.count(Responsibility.CUSTOMER)
    assert counts.inherited == values.count(Responsibility.INHERITED)


def test_a_new_assessment_starts_from_a_baseline(act, tmp_path):
    def do(dialog):
        QTest.keyClicks(dialog.form.title, "T")
        dialog.accept_button.click()
        QTest.keyClick(dialog.catalogs.view, Key.Key_Space)
        dialog.catalogs.toggle("fedramp-moderate")
        dialog.accept_button.click()
        assert "all 323 controls are yours" in dialog.outlook.text()
        dialog.accept_button.click()
        assert dialog.recap.text().startswith("T: FedRAMP Moderate.")
        dialog.accept_button.click()

    act(do)
    answer = new_assessment.ask_new(None, tmp_path, "Jo")
    assert answer is not None and answer.catalogs == ("fedramp-moderate",)
    file = assessments.create(answer.path, answer.details, who=answer.who, catalogs=answer.catalogs)
    assert [(c.title, c.controls) for c in catalogs.in_use(file)] == [("FedRAMP Moderate", 323)]
    file.close()


def test_going_back_keeps_what_was_filled_in(act, tmp_path):
    def do(dialog):
        to_services(dialog)
        dialog.chooser.choose(["s3"])
        dialog.back_button.click()
        dialog.back_button.click()
        assert dialog.form.title.text() == "Acme: Payments / 2026"
        assert not dialog.back_button.isVisible()
        dialog.accept_button.click()
        dialog.accept_button.click()
        assert dialog.chooser.ids() == ("s3",)

    act(do)
    assert new_assessment.ask_new(None, tmp_path, "Jo") is None


def test_wrong_input_holds_the_assistant_with_a_sentence(act, tmp_path):
    (tmp_path / "there.srma").touch()

    def do(dialog):
        dialog.accept_button.click()
        assert (dialog.pages.currentIndex(), dialog.sentence.text()) == (0, "! The assessment needs a title.")
        QTest.keyClicks(dialog.form.title, "T")
        assert dialog.sentence.text() == ""
        dialog.form.who.clear()
        dialog.accept_button.click()
        assert dialog.sentence.text() == "! Say who is working; every change is written down with a name."
        QTest.keyClicks(dialog.form.who, "Jo")
        QTest.keyClicks(dialog.form.period.start.field, "31.2.2026")
        dialog.accept_button.click()
        assert dialog.sentence.text() == "! '31.2.2026' is not a date; write it as 2026-10-31."
        dialog.form.period.start.field.clear()
        dialog.accept_button.click()
        dialog.catalogs.toggle("aws-srm")
        dialog.accept_button.click()
        assert dialog.sentence.text() == "! Choose at least one catalog; without one there is nothing to assess."
        dialog.catalogs.toggle("fedramp-moderate")
        dialog.accept_button.click()
        dialog.accept_button.click()
        dialog.path.field.setText(str(tmp_path / "there"))
        dialog.accept_button.click()
        assert dialog.sentence.text() == "! there.srma exists already in that folder; choose another name."
        assert dialog.isVisible()

    act(do)
    assert new_assessment.ask_new(None, tmp_path, "Jo") is None


def test_the_suggested_file_does_not_exist_yet(tmp_path):
    assert new_assessment.suggested_path(tmp_path, "CON") == tmp_path / "_CON.srma"
    assert new_assessment.suggested_path(tmp_path, "  ") == tmp_path / "Assessment.srma"
    (tmp_path / "Acme.srma").touch()
    assert new_assessment.suggested_path(tmp_path, "Acme") == tmp_path / "Acme (2).srma"


def test_a_chosen_file_stays_when_the_title_changes(act, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "mine.srma"), ""))

    def do(dialog):
        to_services(dialog)
        dialog.accept_button.click()
        dialog.path.browse_button.click()
        for _ in range(3):
            dialog.back_button.click()
        dialog.findChild(QLineEdit, "about_title").setText("Another")
        dialog.accept_button.click()
        dialog.accept_button.click()
        dialog.accept_button.click()
        assert dialog.path.field.text() == str(tmp_path / "mine.srma")
        dialog.accept_button.click()

    act(do)
    answer = new_assessment.ask_new(None, tmp_path, "Jo")
    assert answer is not None and answer.path == Path(tmp_path / "mine.srma")


# --- on an open assessment ---


def test_what_changes_is_shown_before_it_applies(act, session):
    expected = scope.preview(session.file, ())
    assert expected

    def do(dialog):
        dialog.chooser.load()
        assert dialog.difference.text().startswith("Nothing yet.")
        dialog.chooser.clear_button.click()
        shown = [(e.lead, e.text) for e in dialog.flips.entries.entries if not e.heading]
        assert sorted(shown) == sorted((f.id, f.title) for f in expected)
        headings = {e.text for e in dialog.flips.entries.entries if e.heading}
        assert headings == {"▼ Inherited  →  ▲ Customer", "◐ Shared  →  ▲ Customer"}
        said = dialog.difference.text()
        assert f"{len(expected)} controls change hands. Nothing that you marked, wrote or attached is lost." in said
        assert said.startswith("Removes Amazon EC2, Amazon S3 and 1 more.")
        assert {s.id for s in scope.in_scope(session.file)} == {"ec2", "rds", "s3"}
        dialog.chooser.undo_button.click()
        assert dialog.difference.text().startswith("Nothing yet.")
        assert not dialog.flips.isVisible()

    act(do)
    assert services_dialog.ask_services(None, session) is None


def test_the_choice_comes_back_and_fits_the_service(act, session):
    def do(dialog):
        dialog.chooser.load()
        dialog.chooser.toggle("lambda")
        QTest.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    act(do)
    chosen = services_dialog.ask_services(None, session)
    assert chosen is not None and set(chosen) == {"ec2", "rds", "s3", "lambda"}
    scope.choose(session.file, only=chosen)
    assert {s.id for s in scope.in_scope(session.file)} == set(chosen)


def test_the_same_services_are_no_answer(act, session):
    act(lambda dialog: dialog.submit())
    assert services_dialog.ask_services(None, session) is None


def test_without_an_assessment_nothing_is_asked(qtbot):
    session = Session("Ada")
    assert services_dialog.ask_services(None, session) is None
    session.end()
