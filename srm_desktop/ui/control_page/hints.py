"""What good evidence looks like, where in the AWS console it is found, and the command that gets it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import ControlView
from srm_desktop.domain.catalog import EvidenceHint
from srm_desktop.ui.control_page.section import Section, set_text
from srm_desktop.ui.flow import Pool, set_shown
from srm_desktop.ui.theme import font, theme
from srm_desktop.ui.widgets import button, label, measure, named


class Code(QWidget):
    """A command in letters of one width, broken anywhere rather than cut."""

    ROOM = 8

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._text = ""
        made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        made.setPointSizeF(font("small").pointSizeF())
        self.setFont(made)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def set_text(self, text: str) -> None:
        """Show a command."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _layout(self, width: int) -> tuple[QTextLayout, int]:
        made = QTextLayout(self._text, self.font())
        made.setTextOption(_BREAK_ANYWHERE)
        made.beginLayout()
        y = 0.0
        while (row := made.createLine()).isValid():
            row.setLineWidth(max(40, width - 2 * self.ROOM))
            row.setPosition(row.position().__class__(0, y))
            y += row.height()
        made.endLayout()
        return made, int(y) + self.ROOM

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._layout(width)[1]

    def sizeHint(self) -> QSize:
        return QSize(min(self.fontMetrics().horizontalAdvance(self._text) + 2 * self.ROOM, measure()), 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + self.ROOM)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.palette.pane))
        painter.drawRoundedRect(self.rect(), 4, 4)
        painter.setPen(QColor(theme.palette.text))
        made, _ = self._layout(self.width())
        made.draw(painter, self.rect().topLeft().toPointF() + _inset(self.ROOM))


def _inset(room: int) -> Any:
    from PySide6.QtCore import QPointF

    return QPointF(room, room / 2)


_BREAK_ANYWHERE = QTextOption()
_BREAK_ANYWHERE.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


class HintRow(QWidget):
    """One kind of good evidence."""

    def __init__(self, number: int) -> None:
        """`number` tells the rows apart."""
        super().__init__()
        self.setObjectName(f"hint_{number}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        self.what = label(wrap=True)
        self.console = label(quiet=True, wrap=True)
        self.code = Code()
        self.copy = named(button("Copy", self._copy, kind="flat"), f"hint_{number}_copy", "Copy the command")
        self.copy.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._cli = ""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.code, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.what)
        layout.addWidget(self.console)
        layout.addLayout(row)

    def show_hint(self, hint: EvidenceHint) -> None:
        """Show a hint."""
        self._cli = hint.cli
        self.what.setText(hint.what)
        set_text(self.console, f"Console: {hint.console}" if hint.console else "")
        self.code.set_text(hint.cli)
        set_shown(self.code, bool(hint.cli))
        set_shown(self.copy, bool(hint.cli))
        self.copy.setText("Copy")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._cli)
        self.copy.setText("Copied")
        QTimer.singleShot(1500, self.copy, lambda: self.copy.setText("Copy"))


class Hints(Section):
    """What good evidence for this control looks like."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__("hints_section", "What good evidence looks like")
        self.pool = Pool(self.body, HintRow, HintRow.show_hint)

    def facts(self, view: ControlView) -> Any:
        return view.hints, view.fresh

    def fill(self, view: ControlView, writable: bool) -> None:
        set_shown(self, bool(view.hints))
        self.beside.setText(view.fresh.words)
        self.pool.show(view.hints)
