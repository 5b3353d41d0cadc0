"""Where the control stands: implementation status by digit, result, review state, owner, flag and origination."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from srm_desktop.domain.assessment import ControlView
from srm_desktop.domain.vocabulary import Result, Review, Status, Word
from srm_desktop.services.walk import Marking
from srm_desktop.ui.control_page.origination import Said, ask_origination, said_of, show_origination
from srm_desktop.ui.control_page.saver import Saver
from srm_desktop.ui.control_page.section import Section
from srm_desktop.ui.flow import Flow
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import theme
from srm_desktop.ui.widgets import Dropdown, label, named
from srm_desktop.ui.words import sign

_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
Mark = Callable[[Marking], object]


class StatusButton(QPushButton):
    """One implementation status with its digit; tinted, framed and bold while it holds."""

    def __init__(self, word: Status, chosen: Callable[[Status, bool], object]) -> None:
        """`chosen` is called with the status, and whether it is meant beside the others (Shift)."""
        super().__init__()
        self.word, self._chosen, self._adding = word, chosen, False
        named(self, f"status_{word.rank}", f"{word.value.capitalize()}, key {word.rank}")
        self.setCheckable(True)
        self.setToolTip(f"Press {word.rank}. With Alt, or Shift and a click, beside the others or no longer.")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._clicked)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)
        self._adding = False

    def _clicked(self) -> None:
        self.setChecked(not self.isChecked())  # what holds comes from the file, not from the click
        self._chosen(self.word, self._adding)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(sign(self.word).text)
        return QSize(width + self.fontMetrics().horizontalAdvance("0") + 32, self.fontMetrics().height() + 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, shown, tone = theme.palette, sign(self.word), theme.tone(sign(self.word).tone)
        back = palette.hover if self.underMouse() and self.isEnabled() else palette.page
        painter.setBrush(QColor(tone.tint if self.isChecked() else back))
        edge = palette.accent if self.hasFocus() else (tone.ink if self.isChecked() else palette.line)
        painter.setPen(QPen(QColor(edge), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QColor(tone.ink if self.isChecked() else palette.quiet))
        digit = self.fontMetrics().horizontalAdvance("0")
        painter.drawText(self.rect().adjusted(9, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(self.word.rank))
        painter.setPen(QColor(tone.ink if self.isChecked() else palette.text if self.isEnabled() else palette.quiet))
        text = self.rect().adjusted(9 + digit + 10, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, shown.text)


class Choice(Dropdown):
    """One word of a closed set."""

    def __init__(self, words: type[Word], name: str, says: str, chosen: Callable[[Any], object]) -> None:
        """`chosen` is called with the word when the user picks one."""
        super().__init__()
        named(self, name, says)
        self._words = list(words)
        self.addItems([sign(word).text for word in self._words])
        self.activated.connect(lambda n: chosen(self._words[n]))

    def show_word(self, word: Word) -> None:
        """Show a word."""
        self.setCurrentIndex(self._words.index(word))


class StatusRow(Section):
    """Everything that is set with one key or one click."""

    def __init__(self, session: Session, mark: Mark) -> None:
        """`mark` sets something on the control of the page."""
        super().__init__("status_row", above=20)
        self.setAccessibleName("Status")
        self._mark = mark
        self._flagged = False
        self._key = ""
        self._said: tuple[Said, ...] = ()
        self.buttons = [StatusButton(word, self.choose) for word in Status]
        self.result = Choice(Result, "control_result", "Result", lambda w: mark(Marking(result=w)))
        self.review = Choice(Review, "control_review", "Review state", lambda w: mark(Marking(review=w)))
        self.owner = named(QLineEdit(), "control_owner", "Owner")
        self.owner.setAcceptDrops(False)  # files go to the page, not into the field as a path
        self.owner.setPlaceholderText("who answers for it")
        self.owner.setFixedWidth(self.fontMetrics().averageCharWidth() * 24)
        self.saver = Saver(session, "owner", self.owner.text, self._show_owner, self)
        self.owner.textEdited.connect(lambda _text: self.saver.touched())
        self.owner.editingFinished.connect(self.saver.flush)
        self.flag = named(QPushButton(), "control_flag", "Flag for another look")
        self.flag.setToolTip("A flag says: look at this again. It is for you and is found by the filter.")
        self.flag.clicked.connect(lambda: mark(Marking(flag=not self._flagged)))
        self.origination = named(QPushButton(), "control_origination", "Origination")
        self.origination.clicked.connect(lambda: self._ask_origination())
        self._lay_out()

    def _lay_out(self) -> None:
        keys = Flow(8, 8)
        keys.add(*self.buttons[1:], self.buttons[0])
        rest = Flow(20, 8)
        rest.add(_pair("Result", self.result), _pair("Review", self.review), _pair("Owner", self.owner))
        rest.add(self.flag, self.origination)
        self.body.addLayout(keys)
        self.body.addSpacing(4)
        self.body.addLayout(rest)

    def choose(self, word: Status, beside: bool = False) -> None:
        """Set a status: instead of those that stand, or beside them (and away again)."""
        self._mark(Marking(toggle=(word,)) if beside else Marking(status=(word,)))

    def _ask_origination(self) -> None:
        key = self._key
        words = ask_origination(self.origination, self._said)
        if words and self._key == key:  # the page may have gone on under the menu
            self._mark(Marking(toggle=words))

    def _show_owner(self, text: str, elsewhere: bool) -> None:
        place = 0 if elsewhere else self.owner.cursorPosition()
        self.owner.setText(text)
        self.owner.setCursorPosition(min(place, len(text)))

    def facts(self, view: ControlView) -> Any:
        return view.row, said_of(view)

    def show_view(self, view: ControlView, writable: bool) -> None:
        self.saver.show_text(view.row.key, view.work.owner)
        super().show_view(view, writable)

    def fill(self, view: ControlView, writable: bool) -> None:
        row = view.row
        for made in self.buttons:
            made.setChecked(made.word in row.status)
        self.result.show_word(row.result)
        self.review.show_word(row.review)
        self._flagged = row.flag
        self.flag.setText("⚑ Flagged" if row.flag else "⚐ Flag")
        self._key, self._said = row.key, said_of(view)
        show_origination(self.origination, self._said)
        for field in (*self.buttons, self.result, self.review, self.flag, self.origination):
            field.setEnabled(writable)
        self.owner.setReadOnly(not writable)


def _pair(text: str, field: QWidget) -> QWidget:
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(label(text, quiet=True))
    layout.addWidget(field)
    return made
