"""The dialog about evidence: all that is known of a piece, many pieces at once, and by keyboard."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from srm_desktop.domain.assessment import Details, Evidence, Link
from srm_desktop.domain.freshness import AGELESS, WITHIN, Period, Rule
from srm_desktop.domain.vocabulary import Acceptance
from srm_desktop.services.evidence import Edit, LinkPlace
from srm_desktop.ui.dialogs import details
from srm_desktop.ui.dialogs.evidence_details import ask_evidence

Key = Qt.Key

PIECE = Evidence(
    number=12, uid="u", name="report.csv", title="Credential report", sha256="9f" * 32, size=48213,
    media_type="text/csv", collected=date(2026, 10, 2), collected_guessed=True, covers=Period(),
    imported=datetime(2026, 10, 3, 9, 14, tzinfo=UTC), source="AWS IAM", method="export", guessed_from="PDF",
)  # fmt: skip
OTHER = PIECE._replace(
    number=13, uid="v", collected=date(2026, 10, 9), collected_guessed=False, guessed_from="", source="Jira",
    note="Lee", acceptance=Acceptance.ACCEPTED, fresh=Rule(30), covers=Period(date(2026, 1, 1)),
)  # fmt: skip
LINKS = [Link("aws-srm:SRM-IAM-01", "a", "u", "p. 1"), Link("aws-srm:SRM-IAM-02", "", "u")]


def write(dialog: QWidget, name: str, text: str) -> None:
    field = dialog.findChild(QLineEdit, name)
    assert isinstance(field, QLineEdit), name
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Key.Key_Delete)
    QTest.keyClicks(field, text)


def enter(dialog: QWidget) -> None:
    dialog.accept_button.click()


def test_every_fact_can_be_changed(act):
    facts = {"source": "S3", "account": "1", "region": "eu", "method": "query", "collector": "P", "population": "all",
             "confidentiality": "secret"}  # fmt: skip

    def do(dialog):
        for name, text in facts.items():
            write(dialog, f"evidence_{name}", text)
        dialog.findChild(QPlainTextEdit, "evidence_note").setPlainText("ask Lee")
        dialog.checked.choices[Acceptance.REJECTED].click()
        dialog.dated.fresh.choice.setCurrentIndex(dialog.dated.fresh.choice.findData("within"))
        write(dialog, "evidence_place_2", "sheet Users")
        enter(dialog)

    act(do)
    assert ask_evidence(None, [PIECE], LINKS) == Edit(
        **facts, note="ask Lee", acceptance=Acceptance.REJECTED, fresh=WITHIN,
        places=(LinkPlace("aws-srm:SRM-IAM-02", "", "sheet Users"),),
    )  # fmt: skip


def test_of_many_pieces_only_what_was_changed_is_written(act):
    def do(dialog):
        assert dialog.heading.text() == "2 pieces of evidence"
        assert dialog.origin.fields["method"].text() == "export"
        assert dialog.origin.fields["source"].text() == ""
        assert not any(choice.isChecked() for choice in dialog.checked.choices.values())
        write(dialog, "evidence_region", "eu-west-1")
        enter(dialog)

    act(do)
    assert ask_evidence(None, [PIECE, OTHER]) == Edit(region="eu-west-1")
    act(enter)
    assert ask_evidence(None, [PIECE, OTHER]) is None


def test_of_many_pieces_days_are_confirmed_together_and_rules_given_back(act):
    def do(dialog):
        assert dialog.dated.guessed.text() == "≈ 1 of 2 days are guesses"
        dialog.dated.confirm.click()
        dialog.dated.fresh.choice.setCurrentIndex(0)
        enter(dialog)

    act(do)
    assert ask_evidence(None, [PIECE, OTHER]) == Edit(confirmed=True, fresh="")


def test_a_rule_of_days_is_checked(act):
    def do(dialog):
        dialog.dated.fresh.choice.setCurrentIndex(dialog.dated.fresh.choice.findData("days"))
        write(dialog, "evidence_fresh", "0")
        enter(dialog)
        assert dialog.sentence.text() == "! Evidence stays fresh for a number of days from 1 to 3650."
        assert dialog.focusWidget().objectName() == "evidence_fresh"
        write(dialog, "evidence_fresh", "45")
        enter(dialog)

    act(do)
    assert ask_evidence(None, [PIECE]) == Edit(fresh=Rule(45))


def test_words_are_suggested_and_others_taken(act):
    def do(dialog):
        field = dialog.origin.fields["method"]
        field.setFocus()
        QTest.keyClick(field, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        popup = field.completer().popup()
        assert popup.isVisible()
        assert "screenshot" in [popup.model().index(n, 0).data() for n in range(popup.model().rowCount())]
        popup.hide()
        write(dialog, "evidence_source", "jir")
        assert dialog.origin.fields["source"].completer().currentCompletion() == "Jira"
        dialog.origin.fields["source"].completer().popup().hide()
        write(dialog, "evidence_source", "elsewhere")
        enter(dialog)

    act(do)
    assert ask_evidence(None, [PIECE], (), {"source": ("Jira",)}) == Edit(source="elsewhere")


def test_tab_goes_through_the_groups_in_order(act):
    def do(dialog):
        seen = []
        for _ in range(40):
            seen.append(dialog.focusWidget().objectName())
            QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)
        wanted = ["evidence_title", "evidence_collected_field", "evidence_covers_from_field", "evidence_source",
                  "evidence_confidentiality", "evidence_place_1"]  # fmt: skip
        assert [name for name in dict.fromkeys(seen) if name in wanted] == wanted
        dialog.reject()

    act(do)
    assert ask_evidence(None, [PIECE], LINKS) is None


def test_places_of_many_controls_scroll(act):
    links = [Link(f"aws-srm:SRM-IAM-{n:02}", "", "u") for n in range(1, 10)]

    def do(dialog):
        assert dialog.height() < 760
        enter(dialog)

    act(do)
    assert ask_evidence(None, [PIECE], links) is None


@pytest.mark.parametrize(("kind", "rule"), [("within", WITHIN), ("ageless", AGELESS)])
def test_the_assessment_has_a_rule_too(act, kind, rule):
    given = Details("Acme", period=Period(date(2026, 1, 1)), fresh=Rule(90))

    def do(dialog):
        dialog.form.fresh.choice.setCurrentIndex(dialog.form.fresh.choice.findData(kind))
        enter(dialog)

    act(do)
    assert details.ask_details(None, given) == given._replace(fresh=rule)


def test_within_the_audit_period_needs_one(act):
    def do(dialog):
        dialog.form.fresh.choice.setCurrentIndex(dialog.form.fresh.choice.findData("within"))
        enter(dialog)
        assert dialog.sentence.text().startswith("! Evidence can only lie within the audit period")
        dialog.reject()

    act(do)
    assert details.ask_details(None, Details("Acme", fresh=Rule(90))) is None
