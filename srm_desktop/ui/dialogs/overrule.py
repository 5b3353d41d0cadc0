"""Overruling a derived responsibility, with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from srm_desktop.domain.responsibility import Overrule
from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.ui.dialogs.frame import Frame, Wrong, add_row, ask, form, wide
from srm_desktop.ui.widgets import Pill, label, named
from srm_desktop.ui.words import sign

_MEANS = {
    Responsibility.INHERITED: ("&Inherited", "AWS does all of it; there is nothing for you to do."),
    Responsibility.SHARED: ("&Shared", "AWS does its part and you do yours."),
    Responsibility.CUSTOMER: ("&Customer", "It is yours alone."),
    Responsibility.NOT_APPLICABLE: ("&Not applicable", "It does not concern this system."),
}


class OverruleDialog(Frame):
    """What was derived, what is to hold instead, and why."""

    def __init__(
        self, parent: QWidget | None, label_text: str, derived: Responsibility, current: Overrule | None
    ) -> None:
        """`label_text` names the control or part; `current` is the overruling that holds now."""
        heading = f"Whose is {label_text}?"
        about = "What was derived stays visible beside your word, in the window and in the matrix."
        accept = "&Overrule"
        super().__init__(parent, "overrule_dialog", "Overrule", heading=heading, about=about, accept=accept)
        self.heading.setWordWrap(True)
        self._derived = derived
        self.group = QButtonGroup(self)
        self.choices = {word: self._choice(word, current) for word in Responsibility}
        self.reason = named(QPlainTextEdit(current.reason if current else ""), "overrule_reason", "reason")
        self.reason.setPlaceholderText("Why, in words that the assessor will read")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.reason.fontMetrics().lineSpacing() * 5 + 16)
        self.reason.textChanged.connect(lambda: self.say(""))
        self._lay_out()
        if current is not None:
            self.add_button("&Take the overruling back", "overrule_back", self.take_back, left=True)
        self.setMinimumWidth(wide())
        self.choices[current.value if current else derived].setFocus()

    def _choice(self, word: Responsibility, current: Overrule | None) -> QRadioButton:
        made = named(QRadioButton(_MEANS[word][0]), f"overrule_{word.name.lower()}", str(word))
        made.setAccessibleDescription(_MEANS[word][1])
        made.setAutoExclusive(True)
        self.group.addButton(made)
        made.setChecked(current is not None and current.value is word)
        made.toggled.connect(lambda _on: self._note())
        return made

    def _lay_out(self) -> None:
        pill = named(Pill(sign(self._derived)), "overrule_derived", f"derived: {self._derived}")
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        width = max(choice.sizeHint().width() for choice in self.choices.values())
        for word, choice in self.choices.items():
            choice.setFixedWidth(width)
            row = QHBoxLayout()
            row.setSpacing(16)
            row.addWidget(choice)
            row.addWidget(label(_MEANS[word][1], quiet=True), 1)
            column.addLayout(row)
        self.note = named(label(" ", quiet=True), "overrule_note", "note")
        rows = form()
        rows.setVerticalSpacing(12)
        add_row(rows, "Derived", pill)
        add_row(rows, "Your word", words)
        reason = QWidget()
        under = QVBoxLayout(reason)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(4)
        under.addWidget(self.reason)
        under.addWidget(self.note)
        add_row(rows, "&Reason", reason, self.reason)
        self.body.addLayout(rows)
        self.body.addStretch(1)

    def _chosen(self) -> Responsibility | None:
        return next((word for word, choice in self.choices.items() if choice.isChecked()), None)

    def _note(self) -> None:
        self.say("")
        same = self._chosen() is self._derived
        self.note.setText("That is what was derived: it will stay so when the services change." if same else " ")

    def collect(self) -> tuple[Responsibility, str]:
        """The word and the reason. Raises Wrong."""
        word, reason = self._chosen(), self.reason.toPlainText().strip()
        if word is None:
            raise Wrong("Choose whose it is.", self.choices[self._derived])
        if not reason:
            raise Wrong("Overruling needs a reason, which the assessor will read.", self.reason)
        return word, reason

    def take_back(self) -> None:
        """Answer that what was derived holds again."""
        self.answer = (None, "")
        self.accept()


def ask_overrule(
    parent: QWidget | None, label: str, derived: Responsibility, current: Overrule | None
) -> tuple[Responsibility | None, str] | None:
    """What is to hold for the control or part called `label`, and why; (None, "") takes the overruling back."""
    answer: tuple[Responsibility | None, str] | None = ask(OverruleDialog(parent, label, derived, current))
    return answer
