"""Objectives, each with its result: folded to one link that counts them, marked by menu or by digit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from srm_desktop.domain.assessment import ObjectiveView
from srm_desktop.domain.vocabulary import Result
from srm_desktop.ui.control_page.section import pop_up
from srm_desktop.ui.flow import Pool, set_shown
from srm_desktop.ui.theme import theme
from srm_desktop.ui.widgets import button, label, named
from srm_desktop.ui.words import id_text, sign


class Acts(NamedTuple):
    """What the rows can do."""

    mark: Callable[[str, Result], object]
    """Set a result on the objective with an id."""
    go: Callable[[ResultButton, bool], object]
    """Go from this button to that of the next objective, or of the one before."""


FEW = 8
"""Up to so many objectives of a control are unfolded unless somebody wished otherwise."""

_SHORT = {Result.OTHER: "Other", Result.NOT_APPLICABLE: "Not applicable"}
_ROOM = 8
NARROW = 460
"""Below this width, in pixels, the id of an objective stands above its text."""
_LEAST = 160


def result_keys() -> str:
    """Which digit sets which result, for people."""
    return ", ".join(f"{n} {word}" for n, word in enumerate(Result))


def counted(objectives: Sequence[ObjectiveView]) -> str:
    """How many objectives there are and how they stand: "5 of 7 objectives satisfied"."""
    many = len(objectives)
    if many == 1:
        return f"1 objective, {objectives[0].result}"
    good = sum(o.result is Result.SATISFIED for o in objectives)
    other = sum(o.result is Result.OTHER for o in objectives)
    return f"{good} of {many} objectives satisfied" + (f", {other} other than satisfied" if other else "")


class ResultButton(QAbstractButton):
    """The result of an objective. A digit sets it and goes on to the next objective; Up and Down go there too."""

    def __init__(
        self, name: str, chosen: Callable[[Result], object], go: Callable[[ResultButton, bool], object]
    ) -> None:
        """`chosen` is called with the word that the user picks, `go` with this button and whether it goes forward."""
        super().__init__()
        named(self, name, "Result")
        self.setProperty("own_keys", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._chosen, self._go = chosen, go
        self._word, self._singly = Result.NOT_ASSESSED, False
        self.clicked.connect(self._ask)

    def show_result(self, objective: ObjectiveView) -> None:
        """Show a result; one that only follows the part stands on no tint."""
        self._word, self._singly = objective.result, objective.singly
        self.setAccessibleName(f"Result of {id_text(objective.key)}: {objective.result}")
        follows = "" if objective.singly else "\nNot set on this objective alone: it follows the part."
        self.setToolTip(f"{objective.result.capitalize()}{follows}\nPress {result_keys()}.")
        self.update()

    def _ask(self) -> None:
        menu = QMenu(self)
        for n, word in enumerate(Result):
            action = menu.addAction(f"{sign(word).text}\t{n}")
            action.setCheckable(True)
            action.setChecked(word is self._word)
            action.triggered.connect(lambda _on=False, w=word: self._chosen(w))
        pop_up(menu, self.mapToGlobal(QPoint(0, self.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_0
        if 0 <= digit < len(Result) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._chosen(list(Result)[digit])
            self._go(self, True)
        elif event.text().isdigit():
            event.accept()  # it is no result, and must not become a status of the control either
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(self, event.key() == Qt.Key.Key_Down)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(_text(word)) for word in Result)
        return QSize(widest + 2 * _ROOM, metrics.height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tone, palette = theme.tone(sign(self._word).tone), theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(palette.accent if self.hasFocus() else palette.line if not self._singly else tone.tint))
        hovered = self.underMouse() and self.isEnabled()
        painter.setBrush(QColor(tone.tint if self._singly else palette.hover if hovered else palette.page))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QColor(tone.ink if self._singly or self._word is not Result.NOT_ASSESSED else palette.quiet))
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect().adjusted(_ROOM, 0, 0, 0), place, _text(self._word))


def _text(word: Result) -> str:
    shown = sign(word)
    return f"{shown.symbol} {_SHORT.get(word, shown.word)}"


class ObjectiveRow(QWidget):
    """The result of an objective, its id and what is determined by it."""

    def __init__(self, name: str, acts: Acts) -> None:
        """`acts` says what can be done."""
        super().__init__()
        self.setObjectName(name)
        self._id = ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.result = ResultButton(f"{name}_result", lambda word: acts.mark(self._id, word), acts.go)
        self.name = label(quiet=True)
        self.text = label(wrap=True)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 2, 0, 0)  # the first line stands as high as the word on the button
        beside.addWidget(self.text)
        self.name.setFixedHeight(self.result.sizeHint().height())
        self._words = QHBoxLayout()
        self._words.setSpacing(8)
        self._words.addWidget(self.name, 0, Qt.AlignmentFlag.AlignTop)
        self._words.addLayout(beside, 100)
        layout.addWidget(self.result, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._words, 100)
        layout.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.result.sizeHint().width() + 8 + _LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if direction != self._words.direction():
            self._words.setDirection(direction)
            self._words.setSpacing(0 if narrow else 8)

    def show_objective(self, objective: ObjectiveView, width: int, writable: bool) -> None:
        """Show an objective; its id takes `width` pixels."""
        self._id = objective.id
        self.name.setText(title_of(objective))
        if self.name.minimumWidth() != width:
            self.name.setFixedWidth(width)
        self.text.setText(objective.text)
        self.result.show_result(objective)
        self.result.setEnabled(writable)


def title_of(objective: ObjectiveView) -> str:
    """The id, and the method where it is known for this objective alone."""
    shown = id_text(objective.key)
    return f"{shown}  {objective.method.capitalize()}" if objective.method else shown


class Objectives(QWidget):
    """Objectives that belong together; rows are made when they are unfolded first."""

    def __init__(self, name: str, acts: Acts, toggled: Callable[[], object]) -> None:
        """Folded. `link` is to be put where it suits; `toggled` is called once the rows came or went."""
        super().__init__()
        named(self, name, "Objectives")
        self.link = named(button("", self._toggle, kind="link"), f"{name}_fold", "Objectives")
        self._given: tuple[tuple[ObjectiveView, ...], bool] = ((), False)
        self._toggled = toggled
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 2, 0, 4)
        rows.setSpacing(4)
        self.pool = Pool(rows, lambda n: ObjectiveRow(f"{name}_{n}", acts), lambda row, item: row.show_objective(*item))
        self.open = False
        self.hide()
        self.link.hide()

    def show_objectives(self, objectives: tuple[ObjectiveView, ...], writable: bool, opened: bool) -> None:
        """Show objectives, unfolded or only their count."""
        self._given, self.open = (objectives, writable), opened
        set_shown(self.link, bool(objectives))
        if objectives:
            self.link.setText(f"{'▾' if opened else '▸'} {counted(objectives)}")
        if opened and objectives:
            metrics = self.fontMetrics()
            width = max(metrics.horizontalAdvance(title_of(o)) for o in objectives) + 4
            self.pool.show([(o, width, writable) for o in objectives])
        set_shown(self, opened and bool(objectives))

    @property
    def writable(self) -> bool:
        """Whether the results that are shown can be changed."""
        return self._given[1]

    def _toggle(self) -> None:
        self.show_objectives(*self._given, not self.open)
        self._toggled()
