"""The assistant for catalogs: from files, tables and the program's own list, and what it says before it adds."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from srm_desktop import settings
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import catalogs, history, listing, walk
from srm_desktop.services.catalogs import How
from srm_desktop.services.walk import Marking
from srm_desktop.ui.dialogs import catalog_words, missing_import
from srm_desktop.ui.dialogs.add_catalog import SOURCE, SUMMARY
from tests.exchange import oscal_samples as samples
from tests.ui.assistant import add, ask, headings, lines, reach, refused, titles, wait_for


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return samples.write(
        tmp_path / "rules.json", samples.catalog(samples.control("hb-1"), samples.control("hb-2", "Cranes"))
    )


def test_a_file_is_recognised_and_shown_before_it_is_added(act, session, rules, tmp_path):
    def do(dialog):
        assert [dialog.sentence.text(), dialog.accept_button.text()] == ["", "&Next"]
        dialog.source.path.field.setText(str(rules))
        QTest.keyClick(dialog.source.path.field, Qt.Key.Key_Return)
        reach(dialog, SUMMARY)
        said = {name: made.text() for name, made in dialog.summary.facts.items()}
        assert said["what"] == "OSCAL catalog: Harbour rules 3"
        assert said["holds"] == "2 controls with 2 parts"
        assert "2 controls to walk beside those that are here" in said["happens"]
        assert headings(dialog) == ["New controls (2)"]
        assert lines(dialog, "New controls (2)") == ["HB-1 Title of hb-1", "HB-2 Cranes"]
        assert not dialog.summary.choices[How.ADD].isVisible()
        dialog.summary.copy_button.click()
        assert "HB-2  Cranes" in QGuiApplication.clipboard().text()
        assert dialog.accept_button.text() == "&Add"
        dialog.accept_button.click()

    act(do)
    adding = ask(session, tmp_path)
    assert adding is not None and adding.remembered is None
    add(session, adding)
    assert titles(session) == ["AWS Shared Responsibility", "Harbour rules"]
    history.undo(session.file)
    assert titles(session) == ["AWS Shared Responsibility"]


def test_a_newer_edition_says_what_becomes_of_the_work(act, session, rules, tmp_path):
    catalogs.add(session.file, catalogs.plan(session.file, catalogs.read(rules)))
    keys = [row.key for row in listing.rows(session.file) if row.id.startswith("HB-")]
    walk.mark(session.file, keys, Marking(flag=False, status=(Status.IMPLEMENTED,)))
    changed = samples.control("hb-1")
    changed["parts"][0]["prose"] = "Keep it in perfect order from now on."
    newer = samples.write(tmp_path / "newer.json", samples.catalog(changed, samples.control("hb-3", "Ropes")))

    def do(dialog):
        reach(dialog, SUMMARY)
        assert dialog.accept_button.text() == "&Renew"
        assert lines(dialog, "New (1)") == ["HB-3 Ropes"]
        assert lines(dialog, "Gone (1)")[0].startswith("HB-2")
        assert lines(dialog, "Requirement changed (1)") == ["HB-1 Title of hb-1   (new text)"]
        assert lines(dialog, "Your work stays, flagged for another look (1)") == ["HB-1 Title of hb-1"]
        assert lines(dialog, "Your work stays in the file, out of sight (1)")[0].startswith("HB-2")
        dialog.accept_button.click()

    act(do)
    adding = ask(session, tmp_path, newer)
    assert adding is not None and adding.plan.how is How.RENEW


def test_what_is_here_already_is_nothing_to_do(act, session, rules, tmp_path):
    catalogs.add(session.file, catalogs.plan(session.file, catalogs.read(rules)))

    def do(dialog):
        reach(dialog, SUMMARY)
        assert dialog.summary.facts["happens"].text().startswith("Nothing: this assessment has all of it already")
        assert headings(dialog) == ["Controls as before (2)"]
        dialog.accept_button.click()
        assert dialog.sentence.text() == "! There is nothing to do: this assessment has all of it already."

    act(do)
    assert ask(session, tmp_path, rules) is None


def test_a_profile_asks_for_what_it_imports(act, session, rules, tmp_path, monkeypatch):
    address = "https://harbour.example/rules-of-all.json"
    profile = samples.write(tmp_path / "baseline.json", samples.profile([samples.including(address, "hb-2")]))
    asked: list[str] = []
    monkeypatch.setattr(missing_import, "ask_import", lambda _parent, href, _folder: asked.append(href) or rules)

    def do(dialog):
        reach(dialog, SUMMARY)
        assert dialog.summary.facts["what"].text() == "OSCAL profile: Harbour baseline 1"
        assert lines(dialog, "New controls (1)") == ["HB-2 Cranes"]
        dialog.accept_button.click()

    act(do)
    adding = ask(session, tmp_path, profile)
    assert adding is not None and adding.plan.arrival.controls == 1
    assert asked == [address]


def test_a_profile_without_its_import_is_not_added(act, session, tmp_path, monkeypatch):
    address = "https://x.example/y.json"
    profile = samples.write(tmp_path / "p.json", samples.profile([samples.including(address, "a-1")]))
    monkeypatch.setattr(missing_import, "ask_import", lambda _parent, _href, _folder: None)

    def do(dialog):
        assert wait_for(lambda: not dialog.busy.isVisible())
        assert dialog.pages.currentIndex() == SOURCE

    act(do)
    assert ask(session, tmp_path, profile) is None


def test_the_address_of_an_import_is_shown_and_a_file_wanted(act, rules, tmp_path):
    def do(dialog):
        assert "https://x.example/y.json" in dialog.about.text()
        dialog.accept_button.click()
        assert dialog.sentence.text() == "! Choose a file."
        dialog.path.field.setText(str(rules))
        dialog.accept_button.click()

    act(do)
    assert missing_import.ask_import(None, "https://x.example/y.json", tmp_path) == rules


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bad.json", '{"catalog": [}', "bad.json ends in the middle"),
        ("plan.json", '{"system-security-plan": {"uuid": "x"}}', "plan.json"),
        ("picture.png", "\x89PNG not a table\0\0", "picture.png"),
    ],
)
def test_a_bad_file_is_said_and_changes_nothing(act, session, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_text(content, "utf-8")

    def do(dialog):
        assert said in refused(dialog)
        assert dialog.pages.currentIndex() == SOURCE

    act(do)
    assert ask(session, tmp_path, path) is None
    assert titles(session) == ["AWS Shared Responsibility"]


def test_what_is_no_file_holds_the_assistant(act, session, tmp_path):
    def do(dialog):
        field = dialog.source.path.field
        for text, said in (
            ("", "! Choose a file."),
            ("https://nist.example/catalog.json", "! Nothing is fetched from the web: download it"),
            (str(tmp_path), f"! {tmp_path.name} is a folder; choose a file in it."),
            ("nowhere.json", "! There is no file "),
        ):
            field.setText(text)
            dialog.accept_button.click()
            assert dialog.sentence.text().startswith(said)
        dialog.source.by_name.click()
        dialog.source.view.setCurrentIndex(dialog.source.model.index(-1))
        dialog.accept_button.click()
        assert dialog.sentence.text() == "! Choose a catalog in the list."

    act(do)
    assert ask(session, tmp_path) is None


def test_leaving_while_it_reads_leaves_nothing(act, session, rules, tmp_path):
    act(lambda dialog: dialog.reject())
    assert ask(session, tmp_path, rules) is None
    session.worker.drain()
    assert titles(session) == ["AWS Shared Responsibility"]


def test_browsing_takes_the_file(act, session, rules, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(rules), ""))

    def do(dialog):
        dialog.source.by_name.click()
        dialog.source.path.browse_button.click()
        assert dialog.source.value() == rules

    act(do)
    assert ask(session, tmp_path) is None


# --- those that come with the program ---


def test_one_that_comes_with_the_program_is_added_by_its_name(act, session, tmp_path):
    def do(dialog):
        assert "in this assessment, 131 controls" in dialog.source.model.entries[0].aside
        dialog.source.choose("nist-low")
        dialog.accept_button.click()
        reach(dialog, SUMMARY)
        assert headings(dialog) == ["New controls (149)"]
        dialog.back_button.click()
        assert dialog.source.value() == "nist-low"
        dialog.accept_button.click()
        reach(dialog, SUMMARY)
        dialog.accept_button.click()

    act(do)
    adding = ask(session, tmp_path)
    assert adding is not None
    add(session, adding)
    assert titles(session)[-1] == "NIST SP 800-53B Low"


def test_official_texts_are_filled_in_or_added_beside(act, session, tmp_path):
    full = samples.shared(samples.FULL)
    catalogs.add(session.file, catalogs.plan(session.file, catalogs.arrival_of("nist-low")))

    def do(dialog):
        reach(dialog, SUMMARY)
        assert headings(dialog)[0] == "Texts filled in (149)"
        assert dialog.summary.choices[How.FILL].isChecked()
        dialog.summary.choices[How.ADD].click()
        assert wait_for(lambda: dialog.accept_button.text() == "&Add")
        assert headings(dialog)[0] == "New controls (1,007)"
        dialog.summary.choices[How.FILL].click()
        assert wait_for(lambda: dialog.accept_button.text() == "&Fill in")
        dialog.accept_button.click()

    act(do)
    adding = ask(session, tmp_path, full)
    assert adding is not None and adding.plan.how is How.FILL


def test_what_a_profile_adds_to_nothing_is_listed_in_words(act, session, tmp_path):
    profile = samples.shared("FedRAMP_rev5_MODERATE-baseline_profile.json")

    def do(dialog):
        reach(dialog, SUMMARY)
        assert "Did not match (297)" in headings(dialog)
        listed = lines(dialog, "Did not match (297)")
        assert len(listed) == 298
        assert listed[1] == "AC-1 the profile adds something to ac-1_obj.a-1, which is not there"

    act(do)
    assert ask(session, tmp_path, profile) is None
    assert catalog_words.unmatched_line("related of AC-1: zz-9") == ("", "related of AC-1: zz-9")


def test_remembered_columns_are_few_and_what_makes_no_sense_is_ignored():
    kept = settings.Settings(who="Ada", mappings={"odd": "[1", "list": "[]"})
    assert settings.columns(kept) == {}
    for n in range(25):
        kept = settings.with_columns(kept, f"shape {n}", {"id": "control"})
    assert len(kept.mappings) == settings.MOST_MAPPINGS
    assert next(iter(kept.mappings)) == "shape 24"
    assert json.loads(kept.mappings["shape 24"]) == {"id": "control"}


def test_everything_in_the_assistant_has_a_name(act, session, tmp_path):
    def do(dialog):
        for widget in dialog.findChildren(QWidget):
            shown = widget.window() is dialog  # and not in the list of a drop-down
            if shown and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.objectName().startswith("qt_"):
                inner = isinstance(widget, QLabel)
                assert inner or (widget.objectName() and widget.accessibleName()), widget

    act(do)
    assert ask(session, tmp_path) is None
