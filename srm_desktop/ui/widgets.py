"""Small widgets used all over: texts of a rank, status pills, lines, empty states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from srm_desktop.ui.theme import font, theme
from srm_desktop.ui.words import Sign

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str, says: str = "") -> W:
    """Give a widget its object name, and the name that screen readers say (by default the same in words)."""
    widget.setObjectName(name)
    widget.setAccessibleName(says or name.replace("_", " "))
    return widget


def label(text: str = "", *, size: str = "body", bold: bool = False, quiet: bool = False, wrap: bool = False) -> QLabel:
    """A text of one of the three sizes; it can be selected with the mouse where it wraps."""
    made = Text(text) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(size, bold=bold))
    if quiet:
        made.setProperty("kind", "quiet")
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
        made.setMaximumWidth(measure())
    return made


class Text(QLabel):
    """Running text that wraps: as high as it needs at the width it really gets, and never in the way of a narrow pane.

    Layouts ask for the height many times over, so it is remembered per width. It can be selected once the mouse is over
    it: text that can be selected takes Qt three times as long to set and paint.
    """

    def __init__(self, text: str = "") -> None:
        """Show a text."""
        super().__init__(text)
        self._heights: dict[int, int] = {}

    def setText(self, text: str, /) -> None:
        if text != self.text():
            self._heights.clear()
            self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            super().setText(text)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        super().enterEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        self._heights.clear()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:
        width = min(width, self.maximumWidth())
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), 160), least.height())


class ShortLabel(QLabel):
    """A line of text that gives way: without room it ends in an ellipsis, and all of it is in the tool tip."""

    def __init__(
        self, text: str = "", *, size: str = "body", bold: bool = False, quiet: bool = False, least: int = 1
    ) -> None:
        """A text in one of the three sizes. `least` is how far it gives way, in pixels."""
        super().__init__(text)
        self._least = least
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(size, bold=bold))
        if quiet:
            self.setProperty("kind", "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._least, self.sizeHint().width()), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def measure() -> int:
    """The width of running text in pixels: about 80 characters."""
    from PySide6.QtGui import QFontMetrics

    return QFontMetrics(font()).averageCharWidth() * 84


def line() -> QFrame:
    """A thin line across."""
    made = QFrame()
    made.setProperty("kind", "line")
    return made


def button(text: str, clicked: Callable[[], object] | None = None, *, kind: str = "", tip: str = "") -> QPushButton:
    """A push button; `kind` is primary, flat, tight, link or nothing."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


class Dropdown(QComboBox):
    """A drop-down list with its arrow; the wheel scrolls what lies around it and never changes the choice."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(theme.palette.quiet))
        where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -8, 0), int(where), "▾")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Pill(QWidget):
    """A status: symbol and word on a tint."""

    def __init__(self, shown: Sign | None = None) -> None:
        """Show a sign, or nothing yet."""
        super().__init__()
        self._sign = shown
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_sign(self, shown: Sign, tip: str = "") -> None:
        """Show another sign."""
        self._sign = shown
        self.setAccessibleName(shown.word)
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        text = self._sign.text if self._sign else ""
        return QSize(self.fontMetrics().horizontalAdvance(text) + 16, self.fontMetrics().height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._sign is None:
            return
        tone = theme.tone(self._sign.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.tint))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setPen(QColor(tone.ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._sign.text)


class EmptyState(QWidget):
    """What an empty pane says: what is missing, what to do next, and a button that does it."""

    def __init__(
        self,
        title: str,
        text: str,
        action: str = "",
        clicked: Callable[[], object] | None = None,
        more: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """Centred in whatever room there is; `more` are further ways out, each a button of second rank."""
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(2)
        for made in (label(title, size="title", bold=True), label(text, quiet=True, wrap=True)):
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row = QHBoxLayout()  # between stretches, not aligned: a text that wraps needs a width to know its height
            row.addStretch(1)
            row.addWidget(made, 1000)
            row.addStretch(1)
            layout.addLayout(row)
        if action and clicked:
            layout.addSpacing(8)
            layout.addWidget(
                named(button(action, clicked, kind="primary"), "empty_action", action), 0, Qt.AlignmentFlag.AlignHCenter
            )
        for title_of_more, act in more:
            layout.addWidget(button(title_of_more, act, kind="link"), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
