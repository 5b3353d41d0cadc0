"""Editing what is known of a piece of evidence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.sizes import size_text
from srm_desktop.services.evidence import Edit
from srm_desktop.ui.dialogs.dates import DateField, PeriodField
from srm_desktop.ui.dialogs.frame import Frame, Wrong, add_row, ask, fixed_font, form, text_field
from srm_desktop.ui.widgets import button, label, measure, named


class EvidenceDialog(Frame):
    """Words and dates to edit; what was imported to read and to copy."""

    def __init__(self, parent: QWidget | None, piece: Evidence) -> None:
        """Filled with what is known of `piece`."""
        heading, about = f"{piece.id}  {piece.name}", f"{size_text(piece.size)}, {piece.media_type}"
        super().__init__(parent, "evidence_dialog", f"Evidence {piece.id}", heading="", about=about, accept="Apply")
        self._piece = piece
        width = measure() + 120
        self.heading.setText(self.heading.fontMetrics().elidedText(heading, Qt.TextElideMode.ElideMiddle, width))
        self.heading.setToolTip(piece.name)
        self.heading.setAccessibleName(heading)
        self.heading.show()
        self.title = text_field("evidence_title", piece.title, says="title")
        self.source = text_field("evidence_source", piece.source, hint="Where it comes from", says="source")
        self.note = named(QPlainTextEdit(piece.note), "evidence_note", "note")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * 4 + 16)
        self.collected = DateField("evidence_collected", "collected", piece.collected)
        self.covers = PeriodField("evidence_covers", "period", piece.covers)
        self._lay_out()
        self.setMinimumWidth(width + 48)
        self.title.setFocus()

    def _lay_out(self) -> None:
        rows = form()
        add_row(rows, "&Title", self.title)
        add_row(rows, "&Source", self.source)
        add_row(rows, "&Collected", self._collected_row(), self.collected.field)
        add_row(rows, "Covers &from", self.covers, self.covers.start.field)
        add_row(rows, "&Note", self.note)
        imported = self._piece.imported.astimezone()
        add_row(rows, "Imported", self._fact("evidence_imported", "imported", f"{imported:%Y-%m-%d %H:%M %Z}".strip()))
        add_row(rows, "SHA-256", self._hash_row())
        self.body.addLayout(rows)
        self.body.addStretch(1)

    def _collected_row(self) -> QWidget:
        """The day, and while it is a guess, that it is one and a way to say that it is right."""
        made = QWidget()
        made.setObjectName("evidence_collected_row")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.collected)
        self.guessed = named(label("guessed from the file", quiet=True), "evidence_guessed")
        self.confirm = named(button("It is &right", kind="link"), "evidence_confirm", "The day is right")
        self.confirm.clicked.connect(lambda _checked=False: self._say_right())
        self.collected.edited.connect(self._say_right)
        row.addWidget(self.guessed)
        row.addWidget(self.confirm)
        row.addStretch(1)
        self._right = not self._piece.collected_guessed
        self.guessed.setVisible(not self._right)
        self.confirm.setVisible(not self._right)
        return made

    def _say_right(self) -> None:
        if not self._right:
            self._right = True
            self.guessed.setText("no longer a guess")
            self.confirm.hide()

    def _fact(self, name: str, says: str, text: str, *, fixed: bool = False) -> QWidget:
        """A value that can be selected and copied but not changed."""
        made = text_field(name, text, says=says)
        made.setReadOnly(True)
        made.setFrame(False)
        made.setStyleSheet("QLineEdit { background: transparent; border: 0; padding: 3px 0; }")
        if fixed:
            made.setFont(fixed_font())
            made.setMinimumWidth(made.fontMetrics().horizontalAdvance("0" * 64) + 4)
        return made

    def _hash_row(self) -> QWidget:
        made = QWidget()
        made.setObjectName("evidence_hash_row")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._fact("evidence_sha256", "SHA-256", self._piece.sha256, fixed=True), 1)
        self.copy = named(button("Cop&y", kind="link", tip="Copy the SHA-256"), "evidence_copy", "Copy the SHA-256")
        self.copy.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText(self._piece.sha256))
        row.addWidget(self.copy)
        column.addLayout(row)
        return made

    def collect(self) -> Edit | None:
        """What is different; None where nothing is. Raises Wrong."""
        title, day, covers = self.title.text().strip(), self.collected.value(), self.covers.value()
        if not title:
            raise Wrong("A piece of evidence needs a title; its file name will do.", self.title)
        if day is None:
            raise Wrong("Say on which day it was collected.", self.collected.field)
        piece = self._piece
        newly_right = piece.collected_guessed and self._right
        edit = Edit(
            title=_different(title, piece.title),
            source=_different(self.source.text().strip(), piece.source),
            note=_different(self.note.toPlainText().strip(), piece.note),
            collected=day if newly_right or day != piece.collected else None,
            covers=None if covers == piece.covers else covers,
        )
        return None if edit == Edit() else edit


def _different(now: str, before: str) -> str | None:
    return None if now == before else now


def ask_evidence(parent: QWidget | None, piece: Evidence) -> Edit | None:
    """What is to be changed on a piece; None where the user left or nothing is different."""
    answer: Edit | None = ask(EvidenceDialog(parent, piece))
    return answer
