"""Tables in the assistant for catalogs: columns guessed, changed and remembered, rows left out shown."""

from pathlib import Path

import pytest

from srm_desktop import settings
from srm_desktop.ui.dialogs.add_catalog import COLUMNS, SUMMARY
from tests.exchange import oscal_samples as samples
from tests.ui.assistant import ask, lines, reach, wait_for

CSV = """Acme security policy,,,,
Control,Requirement,Chapter,Owner,Remarks
ACME-1,Keep the doors shut whenever nobody is there to look.,Doors,Customer,first
ACME-2,Keep the windows shut whenever nobody is there to look.,Windows,Shared,second
ACME-3,Keep the roof tight and look at it after every storm.,Roof,Customer,third
ACME-2,Keep the windows shut a second time and for good.,Windows,Customer,again
,Nobody gave this row an id although it requires a lot.,Roof,,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "Acme_policy.csv"
    path.write_text(CSV, "utf-8")
    return path


def test_columns_are_guessed_changed_and_remembered(act, session, table, tmp_path, monkeypatch):
    monkeypatch.setenv(settings.HOME, str(tmp_path / "preferences"))

    def do(dialog):
        reach(dialog, COLUMNS)
        page = dialog.columns
        assert page.title.text() == "Acme policy"
        assert page.about.text().startswith("Guessed from")
        assert {role: page.roles[role].currentText() for role in ("id", "text", "group", "responsibility")} == {
            "id": "A  Control", "text": "B  Requirement", "group": "C  Chapter", "responsibility": "D  Owner"
        }  # fmt: skip
        guidance = page.roles["guidance"]
        guidance.setCurrentIndex(guidance.findText("E  Remarks"))
        guidance.activated.emit(guidance.currentIndex())
        assert page.mapping.guidance == 4
        dialog.accept_button.click()
        reach(dialog, SUMMARY)
        dialog.accept_button.click()

    act(do)
    adding = ask(session, tmp_path, table)
    assert adding is not None and adding.remembered is not None
    assert [c.guidance for c in adding.plan.arrival.catalog.controls()] == ["first", "second", "third"]
    settings.save(settings.with_columns(settings.load(), *adding.remembered))

    def again(dialog):
        reach(dialog, COLUMNS)
        assert dialog.columns.about.text() == "These are the columns that you chose for a table like this before."
        assert dialog.columns.mapping.guidance == 4

    act(again)
    assert ask(session, tmp_path, table) is None


def test_rows_left_out_are_shown_with_their_numbers(act, session, table, tmp_path):
    def do(dialog):
        reach(dialog, COLUMNS)
        page = dialog.columns
        assert wait_for(lambda: page.tabs.tabText(1) == "Left out: 2")
        assert [line.row for line in page.view.rows_model.rows] == [3, 4, 5, 6, 7]
        page.tabs.setCurrentIndex(1)
        assert [(line.row, line.why) for line in page.view.rows_model.rows] == [
            (6, "Row 6 is left out: its id ACME-2 is that of row 4 already."),
            (7, "Row 7 is left out: it has no id."),
        ]
        dialog.accept_button.click()
        reach(dialog, SUMMARY)
        assert len(lines(dialog, "Rows left out or not understood (2)")) == 2
        dialog.back_button.click()
        assert dialog.pages.currentIndex() == COLUMNS

    act(do)
    assert ask(session, tmp_path, table) is None


def test_a_table_without_ids_or_title_holds_the_assistant(act, session, table, tmp_path):
    def do(dialog):
        reach(dialog, COLUMNS)
        page = dialog.columns
        chosen = page.roles["id"]
        chosen.setCurrentIndex(0)
        chosen.activated.emit(0)
        dialog.accept_button.click()
        assert dialog.sentence.text() == "! Choose the column with the ids; without it no row is a control."
        chosen.setCurrentIndex(1)
        chosen.activated.emit(1)
        page.title.clear()
        dialog.accept_button.click()
        assert dialog.sentence.text() == "! The catalog needs a title."
        page.header.setCurrentIndex(0)
        page.header.activated.emit(0)
        assert page.mapping.header == 0
        assert page.roles["id"].itemText(1) == "A"

    act(do)
    assert ask(session, tmp_path, table) is None


def test_a_sheet_has_columns_of_its_own(act, session, tmp_path):
    workbook = samples.shared("NIST_SP-800-171A.xlsx")

    def do(dialog):
        reach(dialog, COLUMNS)
        page = dialog.columns
        before = page.mapping
        page.sheet.setCurrentIndex(page.sheet.findText("README"))
        page.sheet.activated.emit(page.sheet.currentIndex())
        assert page.mapping.sheet == "README"
        page.sheet.setCurrentIndex(page.sheet.findText("SP800-171A"))
        page.sheet.activated.emit(page.sheet.currentIndex())
        assert page.mapping == before
        dialog.accept_button.click()
        reach(dialog, SUMMARY)
        assert dialog.summary.facts["recognised"].text() == "NIST SP 800-171 rev 2"

    act(do)
    assert ask(session, tmp_path, workbook) is None
