"""What every dialog has in common: a heading, fields under each other, one sentence for what is wrong, its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from srm_desktop.domain.problems import Problem
from srm_desktop.ui.theme import font
from srm_desktop.ui.widgets import button, label, line, measure, named


class Wrong(Problem):
    """What was filled in cannot be taken: the sentence, and the field to go to."""

    def __init__(self, sentence: str, field: QWidget | None = None) -> None:
        """Keep the field for the focus."""
        super().__init__(sentence)
        self.field = field


class Frame(QDialog):
    """A dialog that is answered or left: the first button is never dead, it says what is missing instead.

    A subclass fills `body` and returns the answer from `collect`, which raises `Wrong`. Enter answers (in a field of
    several lines Ctrl+Enter does), Escape leaves; `answer` stays None then.
    """

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        title: str,
        *,
        heading: str = "",
        about: str = "",
        accept: str = "",
        quiet: bool = True,
    ) -> None:
        """`title` is the window's; `heading` stands on the page, and `about` under it, in quiet text or not."""
        super().__init__(parent)
        named(self, name, title)
        self.setWindowTitle(title)
        self.answer: Any = None
        self._fitted = False
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(24, 20, 24, 16)
        self._outer.setSpacing(12)
        self.heading = named(label(heading, size="title", bold=True), f"{name}_heading", heading)
        self.about = named(label(about, quiet=quiet, wrap=True), f"{name}_about", about)
        for made in (self.heading, self.about):
            made.setVisible(bool(made.text()))
            self._outer.addWidget(made)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._outer.addLayout(self.body, 1)
        self._add_foot(name, accept)

    def _add_foot(self, name: str, accept: str) -> None:
        self.sentence = named(QLabel(), f"{name}_sentence", "what is wrong")
        self.sentence.setProperty("kind", "bad")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumHeight(self.sentence.fontMetrics().height() + 4)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.sentence.setVisible(bool(accept))
        self.buttons = named(QDialogButtonBox(), f"{name}_buttons", "buttons")
        self.accept_button = named(button(accept, self.submit, kind="primary"), f"{name}_accept", plain(accept))
        self.cancel_button = named(button("Cancel" if accept else "Close", self.reject), f"{name}_cancel")
        if accept:
            self.buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
            QShortcut(QKeySequence("Ctrl+Return"), self, self.accept_button.click)
        else:
            self.accept_button.setParent(self)
            self.accept_button.hide()
        self.buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        (self.accept_button if accept else self.cancel_button).setDefault(True)
        for widget in (self.sentence, line(), self.buttons):
            self._outer.addWidget(widget)

    def add_rail(self, steps: Sequence[str]) -> list[QLabel]:
        """The steps of an assistant above the heading: where one is and what is to come."""
        rail = QHBoxLayout()
        rail.setSpacing(16)
        made = [named(QLabel(), f"{self.objectName()}_step_{n}", step) for n, step in enumerate(steps)]
        for one in made:
            rail.addWidget(one)
        rail.addStretch(1)
        self._outer.insertLayout(0, rail)
        return made

    def add_button(self, text: str, name: str, clicked: Callable[[], object], *, left: bool = False) -> QPushButton:
        """One more button at the foot, at the far side where it does something of its own."""
        made = named(button(text, clicked), name, plain(text))
        role = QDialogButtonBox.ButtonRole.ResetRole if left else QDialogButtonBox.ButtonRole.ActionRole
        self.buttons.addButton(made, role)
        return made

    def setVisible(self, visible: bool) -> None:
        if visible and not self._fitted:
            self._fitted = True
            self.fit()
        super().setVisible(visible)

    def fit(self) -> None:
        """Be as wide as the widest line needs, and as high as the text is at that width; never smaller than that."""
        own = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        width = max(self.minimumWidth(), self._outer.totalMinimumSize().width(), self.width() if own else 0)
        height = self._outer.totalHeightForWidth(width) if self._outer.hasHeightForWidth() else 0
        height = height if height > 0 else self._outer.totalSizeHint().height()
        self.setMinimumSize(width if not own else self.minimumWidth(), height if not own else self.minimumHeight())
        self.resize(width, max(height, self.height() if own else 0))

    def roomy(self, width: float, lines: int) -> None:
        """Open with `width` times the width of running text, and room for so many lines as far as the screen goes."""
        room = max(self.screen().availableSize().height() * 9 // 10, 640)
        self.resize(int(measure() * width), min(lines * self.fontMetrics().lineSpacing(), room))

    def collect(self) -> Any:
        """The answer as it is filled in. Raises Wrong."""
        return None

    def submit(self) -> None:
        """Answer, or say what is wrong and go there."""
        try:
            self.answer = self.collect()
        except Problem as problem:
            self.refuse(problem.sentence, getattr(problem, "field", None))
        else:
            self.accept()

    def refuse(self, sentence: str, field: QWidget | None = None) -> None:
        """Say what is wrong and put the focus where it is mended."""
        self.say(sentence)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.setAccessibleDescription(sentence)
            if isinstance(field, QLineEdit):
                field.textEdited.connect(lambda _text: self.say(""), Qt.ConnectionType.SingleShotConnection)

    def say(self, sentence: str) -> None:
        """Show a sentence about what is wrong; none takes it away."""
        self.sentence.setText(f"! {sentence}" if sentence else "")
        self.sentence.setAccessibleName(sentence or "what is wrong")
        if self.isVisible() and self.sentence.heightForWidth(self.sentence.width()) > self.sentence.height():
            self.fit()


def ask(dialog: Frame) -> Any:
    """Show a dialog, wait for its answer (None where it was left) and let go of it."""
    dialog.exec()
    answer = dialog.answer
    dialog.deleteLater()
    return answer


def plain(text: str) -> str:
    """A text with mnemonic marks taken out."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def form() -> QFormLayout:
    """Fields under each other, their labels aligned on the left."""
    made = QFormLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(16)
    made.setVerticalSpacing(8)
    made.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    made.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    return made


def add_row(rows: QFormLayout, text: str, field: QWidget, focus: QWidget | None = None) -> QLabel:
    """A labelled row; `text` carries the mnemonic, which goes to `focus` or the field itself."""
    made = label(text)
    made.setBuddy(focus or field)
    made.setObjectName(f"{field.objectName()}_label")
    made.setMinimumHeight(field.sizeHint().height() if isinstance(field, QLineEdit) else 0)
    rows.addRow(made, field)
    return made


def text_field(name: str, text: str = "", *, hint: str = "", says: str = "") -> QLineEdit:
    """A field of one line; `hint` stands in it while it is empty."""
    made = named(QLineEdit(text), name, says)
    made.setPlaceholderText(hint)
    made.setCursorPosition(0)
    return made


def fixed_font() -> QFont:
    """The system's font for hashes and code, in the size of running text."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPointSizeF(font().pointSizeF())
    return made


def wide() -> int:
    """A comfortable width for a dialog of fields, in pixels."""
    return measure()
