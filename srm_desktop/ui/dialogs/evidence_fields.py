"""The groups of fields of the dialog about evidence: each shows what is common to its pieces and says what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from srm_desktop.domain.assessment import Evidence, Link
from srm_desktop.domain.freshness import ALWAYS, Rule, guessed
from srm_desktop.domain.vocabulary import Acceptance
from srm_desktop.services.evidence import LinkPlace
from srm_desktop.ui.dialogs.dates import DateField, PeriodField
from srm_desktop.ui.dialogs.frame import Wrong, add_row, fixed_font, form, text_field
from srm_desktop.ui.dialogs.rule_field import RuleField
from srm_desktop.ui.dialogs.suggest_field import SuggestField, suggest
from srm_desktop.ui.pages.dates import minute_text
from srm_desktop.ui.widgets import button, label, named
from srm_desktop.ui.words import id_text

T = TypeVar("T")

SEVERAL = "several; write one for all"
"""What stands in an empty field where the pieces differ."""

METHODS = ("screenshot", "export", "report", "query", "configuration", "interview", "observation")
LEVELS = ("public", "internal", "confidential", "secret")
MOST_PLACES = 4
"""How many places to look are shown before they scroll."""

_ORIGIN = (
    ("source", "&Source", "IAM console, ticket system"),
    ("account", "A&ccount", "123456789012"),
    ("region", "&Region", "eu-west-1"),
    ("method", "&Method", "how it was obtained"),
    ("collector", "C&ollector", "who collected it"),
    ("population", "&Query", "the query, or what it was drawn from"),
    ("confidentiality", "Con&fidentiality", "who may see it"),
)


def grouped(title: str, inside: QWidget) -> QVBoxLayout:
    """A group under its title."""
    column = QVBoxLayout()
    column.setSpacing(8)
    column.addWidget(label(title, bold=True))
    column.addWidget(inside)
    return column


def _common(pieces: Sequence[Evidence], of: Callable[[Evidence], T]) -> T | None:
    """What all pieces have alike, None where they differ."""
    found = {of(piece) for piece in pieces}
    return found.pop() if len(found) == 1 else None


class Dated(QWidget):
    """The day it was collected, the period it covers, and how fresh it must be."""

    def __init__(self, pieces: Sequence[Evidence]) -> None:
        """Filled with what is common to the pieces; a guess is marked, and can be confirmed."""
        super().__init__()
        named(self, "evidence_dates", "Dates")
        self._pieces = pieces
        self._day = _common(pieces, lambda p: p.collected)
        covers = _common(pieces, lambda p: p.covers)
        self._covers = ALWAYS if covers is None else covers
        self.collected = DateField("evidence_collected", "collected", self._day)
        self.covers = PeriodField("evidence_covers", "period", self._covers)
        if self._day is None:
            self.collected.field.setPlaceholderText("several")
        if covers is None:
            self.covers.start.field.setPlaceholderText("several")
            self.covers.end.field.setPlaceholderText("several")
        several = len({piece.fresh for piece in pieces}) > 1
        own = None if several else pieces[0].fresh
        self.fresh = RuleField("evidence_fresh", "how fresh it must be", own, "as its controls say", several=several)
        rows = form()
        rows.setContentsMargins(0, 0, 0, 0)
        add_row(rows, "Co&llected", self.collected, self.collected.field)
        rows.addRow("", self._guess())
        add_row(rows, "Co&vers", self.covers, self.covers.start.field)
        add_row(rows, "M&ust be", self.fresh, self.fresh.choice)
        self.setLayout(rows)

    def _guess(self) -> QWidget:
        """While a day is a guess: what said so, and a way to say that it is right."""
        made = named(QWidget(), "evidence_guess", "Whether the day is a guess")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        unsure = [piece for piece in self._pieces if piece.collected_guessed]
        self.guessed = named(QLabel(_guess_text(unsure, len(self._pieces))), "evidence_guessed", "a guess")
        self.guessed.setProperty("kind", "warn")
        right = "They are r&ight" if len(unsure) > 1 else "It is r&ight"
        self.confirm = named(button(right, kind="link"), "evidence_confirm", right.replace("&", ""))
        self.confirm.clicked.connect(lambda _checked=False: self._say_right())
        self.collected.edited.connect(self._say_right)
        row.addWidget(self.guessed)
        row.addWidget(self.confirm)
        row.addStretch(1)
        self.right = not unsure
        made.setVisible(not self.right)
        return made

    def _say_right(self) -> None:
        if not self.right:
            self.right = True
            self.guessed.setText("✓ no longer a guess")
            self.guessed.setProperty("kind", "quiet")
            self.guessed.style().unpolish(self.guessed)
            self.guessed.style().polish(self.guessed)
            self.confirm.hide()

    def changed(self) -> dict[str, Any]:
        """The fields of an `Edit` that are different. Raises Wrong."""
        day, covers = self.collected.value(), self.covers.value()
        if day is None and self._day is not None:
            raise Wrong("Say on which day it was collected.", self.collected.field)
        found: dict[str, Any] = {}
        if day is not None and day != self._day:
            found["collected"] = day
        elif self.right and any(piece.collected_guessed for piece in self._pieces):
            found["confirmed"] = True
        if covers != self._covers:
            found["covers"] = covers
        if self.fresh.touched:
            rule: Rule | str = self.fresh.value() or ""
            found["fresh"] = rule
        return found


def _guess_text(unsure: Sequence[Evidence], pieces: int) -> str:
    if pieces == 1:
        return f"≈ {guessed(unsure[0].guessed_from)}" if unsure else ""
    return f"≈ {len(unsure)} of {pieces} days are guesses"


class Origin(QWidget):
    """Where it comes from, how it was obtained, by whom, and who may see it."""

    def __init__(self, pieces: Sequence[Evidence], known: Mapping[str, Sequence[str]]) -> None:
        """Filled with what is common; each field suggests what other pieces have there."""
        super().__init__()
        named(self, "evidence_origin", "Where it comes from")
        self.fields: dict[str, QLineEdit] = {}
        self._started: dict[str, str] = {}
        rows = form()
        for name, title, hint in _ORIGIN:
            common = _common(pieces, lambda p, name=name: getattr(p, name))  # type: ignore[misc]
            self._started[name] = common or ""
            self._add(rows, name, title, SEVERAL if common is None else hint, known.get(name, ()))
        self.setLayout(rows)

    def _add(self, rows: QFormLayout, name: str, title: str, hint: str, known: Sequence[str]) -> None:
        usual = {"method": METHODS, "confidentiality": LEVELS}.get(name)
        text, says = self._started[name], "query or population" if name == "population" else name
        if usual:
            words = tuple(dict.fromkeys((*usual, *known)))
            made = SuggestField(f"evidence_{name}", text, words, hint=hint, says=says)
            self.fields[name] = made.field
            add_row(rows, title, made, made.field)
            return
        field = self.fields[name] = text_field(f"evidence_{name}", text, hint=hint, says=says)
        suggest(field, known)
        add_row(rows, title, field)

    def changed(self) -> dict[str, Any]:
        """The fields of an `Edit` that are different."""
        now = {name: field.text().strip() for name, field in self.fields.items()}
        return {name: text for name, text in now.items() if text != self._started[name]}


class Checked(QWidget):
    """Whether somebody looked at it and lets it count, and a note for the own team."""

    def __init__(self, pieces: Sequence[Evidence]) -> None:
        """Filled with what is common; where pieces differ nothing is chosen."""
        super().__init__()
        named(self, "evidence_check", "Acceptance")
        self._acceptance = _common(pieces, lambda p: p.acceptance)
        note = _common(pieces, lambda p: p.note)
        self._note = note or ""
        self.group = QButtonGroup(self)
        self.choices = {word: self._choice(word) for word in Acceptance}
        self.note = named(QPlainTextEdit(self._note), "evidence_note", "note")
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(SEVERAL if note is None else "for your own team")
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * 3 + 16)
        words = QWidget()
        words.setObjectName("evidence_acceptance")
        row = QHBoxLayout(words)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for choice in self.choices.values():
            row.addWidget(choice)
        row.addStretch(1)
        rows = form()
        add_row(rows, "It is", words, self.choices[Acceptance.NOT_CHECKED])
        add_row(rows, "&Note", self.note)
        self.setLayout(rows)

    def _choice(self, word: Acceptance) -> QRadioButton:
        texts = {
            Acceptance.NOT_CHECKED: "not chec&ked",
            Acceptance.ACCEPTED: "acc&epted",
            Acceptance.REJECTED: "re&jected",
        }
        made = named(QRadioButton(texts[word]), f"evidence_{word.name.lower()}", word.value)
        made.setChecked(word is self._acceptance)
        self.group.addButton(made)
        return made

    def acceptance(self) -> Acceptance | None:
        """The word that was chosen, None where it is as before."""
        chosen = next((word for word, choice in self.choices.items() if choice.isChecked()), None)
        return None if chosen is self._acceptance else chosen

    def note_changed(self) -> str | None:
        """The note, None where it is as before."""
        now = self.note.toPlainText().strip()
        return None if now == self._note else now


class Places(QWidget):
    """A field for each control that it serves: where in the piece to look."""

    def __init__(self, links: Sequence[Link]) -> None:
        """Filled with the places of these links."""
        super().__init__()
        named(self, "evidence_places", "Where to look")
        self.fields: list[tuple[Link, QLineEdit]] = []
        rows = form()
        inside = QWidget()
        for number, link in enumerate(links, 1):
            of = id_text(link.control, link.part)
            hint, says = "p. 12, a sheet, a line", f"place for {of}"
            field = text_field(f"evidence_place_{number}", link.place, hint=hint, says=says)
            add_row(rows, of, field)
            self.fields.append((link, field))
        inside.setLayout(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if len(self.fields) <= MOST_PLACES:
            column.addWidget(inside)
            return
        area = named(QScrollArea(), "evidence_places_area", "Where to look")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setFixedHeight((self.fields[0][1].sizeHint().height() + rows.verticalSpacing()) * MOST_PLACES)
        column.addWidget(area)

    def changed(self) -> tuple[LinkPlace, ...]:
        """The places that are different."""
        now = ((link, field.text().strip()) for link, field in self.fields)
        return tuple(LinkPlace(link.control, link.part, text) for link, text in now if text != link.place)


class Stored(QWidget):
    """What cannot be edited: when it was imported, by the clock, and the hash of its bytes, to be copied."""

    def __init__(self, piece: Evidence) -> None:
        """The facts of one piece."""
        super().__init__()
        self.sha256 = _fact("evidence_sha256", "SHA-256", piece.sha256, fixed=True)
        self.copy = named(button("Cop&y", kind="link", tip="Copy the SHA-256"), "evidence_copy", "Copy the SHA-256")
        self.copy.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText(piece.sha256))
        rows = form()
        rows.setVerticalSpacing(0)
        imported = f"{minute_text(piece.imported)}, by the clock"
        add_row(rows, "Imported", _fact("evidence_imported", "imported", imported))
        line = QWidget()
        line.setObjectName("evidence_hash_row")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sha256, 1)
        row.addWidget(self.copy)
        add_row(rows, "SHA-256", line, self.sha256)
        self.setLayout(rows)


def _fact(name: str, says: str, text: str, *, fixed: bool = False) -> QLineEdit:
    """A value that can be selected and copied but not changed."""
    made = text_field(name, text, says=says)
    made.setReadOnly(True)
    made.setFrame(False)
    made.setStyleSheet("QLineEdit { background: transparent; border: 0; padding: 3px 0; }")
    if fixed:
        made.setFont(fixed_font())
        made.setMinimumWidth(made.fontMetrics().horizontalAdvance("0" * 64) + 4)
    return made
