"""The parts of a control and its objectives: the first at once, the rest as soon as the page is on the screen."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import ControlView
from srm_desktop.domain.vocabulary import Result
from srm_desktop.ui.control_page import folds
from srm_desktop.ui.control_page.objectives import FEW, Acts, Objectives, ResultButton, counted
from srm_desktop.ui.control_page.part_row import LONGEST, MarkPart, PartRow, Shown
from srm_desktop.ui.control_page.section import Section
from srm_desktop.ui.flow import Pool, set_shown
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import ShortLabel, button, label, named
from srm_desktop.ui.words import id_style

NO_TEXT = "Official texts come with the publisher's file."
FIRST, MORE = 6, 4
"""How much is filled before the page is shown, and how much in each turn after that: a part counts 1, and so does each
of its objectives while they are unfolded."""
PAUSE = 10
"""Milliseconds between turns: whoever goes through the list fast does not wait for rows that are never looked at."""
FOLD = "objectives"
"""Under which name it is kept whether objectives are unfolded."""


class Parts(Section):
    """All the parts of a control, then the objectives that are of none of them."""

    editor_made = Signal(object)
    """The field for a part's own statement that was made just now."""
    catalog_asked = Signal()
    """The official text is wanted."""
    reached = Signal(object)
    """The widget that the keys went to just now."""

    def __init__(self, session: Session, mark: MarkPart, mark_objective: Callable[[str, Result], object]) -> None:
        """`mark` sets something on a part of the control of the page, `mark_objective` a result on an objective."""
        super().__init__("parts_section", "Parts and objectives")
        self.folding = named(button("", self._fold_all, kind="link"), "fold_objectives")
        self.head.insertWidget(2, self.folding)
        self.no_text = named(ShortLabel(NO_TEXT, quiet=True, least=60), "no_official_text", NO_TEXT)
        self.add_texts = named(button("Add catalog…", self.catalog_asked.emit, kind="link"), "add_official_text")
        self.no_texts = QWidget()
        line = QHBoxLayout(self.no_texts)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.no_text)
        line.addWidget(self.add_texts)
        line.addStretch(1)
        self.body.addWidget(self.no_texts)
        rows = QVBoxLayout()
        rows.setSpacing(8)
        self.body.addLayout(rows)
        acts = Acts(mark_objective, self._go)
        self.pool = Pool(rows, lambda n: self._made(PartRow(session, n, mark, acts)), PartRow.show_part)
        self.whole = Objectives("whole_objectives", acts, self._order)
        self.whole_title = label("Of the control as a whole", bold=True)
        for made in (self.whole_title, self.whole.link, self.whole):
            self.body.addWidget(made)
        self._opened = False
        self._said = folds.known().get(FOLD)
        self._waiting: list[Shown] = []
        self._key = ""
        self._view: ControlView | None = None
        self._soon = QTimer(self)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self._go_on)

    def _made(self, row: PartRow) -> PartRow:
        row.editor_made.connect(self.editor_made)
        return row

    def facts(self, view: ControlView) -> Any:
        return view.row.key, view.parts, view.objectives

    def fill(self, view: ControlView, writable: bool) -> None:
        self.flush()
        elsewhere, self._key, self._view = view.row.key != self._key, view.row.key, view
        if elsewhere:
            self._opened = self._wanted(view)
        set_shown(self.no_texts, not view.has_text)
        self.add_texts.setEnabled(writable)
        gutter = self._gutter(view)
        self._waiting = [Shown(view.row.key, id_style(), p, writable, gutter, self._opened) for p in view.parts]
        first = self._up_to(0, FIRST)
        self._show_rows(first if elsewhere else max(first, self.pool.shown))
        self._show_whole(view, writable, self._opened if elsewhere else self.whole.open)
        self._say(view)

    def _wanted(self, view: ControlView) -> bool:
        return len(_every(view)) <= FEW if self._said is None else self._said

    def _gutter(self, view: ControlView) -> int:
        """Room for the letters, so that all texts of a level begin alike."""
        metrics = self.title.fontMetrics()
        short = (part.letter for part in view.parts if len(part.letter) <= LONGEST)
        return max(map(metrics.horizontalAdvance, short), default=0)

    def _up_to(self, start: int, room: int) -> int:
        """Where rows from `start` on end that together count no more than `room`; one at least."""
        for end in range(start, len(self._waiting)):
            room -= 1 + (len(self._waiting[end].part.objectives) if self._opened else 0)
            if room < 0:
                return max(end, start + 1)
        return len(self._waiting)

    def _show_rows(self, most: int, kept: int = 0) -> None:
        made = len(self.pool.rows)
        self.pool.show(self._waiting[:most], kept=kept)
        if len(self.pool.rows) != made:
            self._order()
        if most < len(self._waiting):
            self._soon.start()
        else:
            self._soon.stop()

    def _go_on(self) -> None:
        self.body.setEnabled(False)
        self._show_rows(self._up_to(self.pool.shown, MORE), self.pool.shown)
        self.body.setEnabled(True)
        self.body.invalidate()

    def _show_whole(self, view: ControlView, writable: bool, opened: bool) -> None:
        set_shown(self.whole_title, bool(view.objectives))
        self.whole.show_objectives(view.objectives, writable, opened)

    def _say(self, view: ControlView) -> None:
        every = _every(view)
        self.beside.setText(counted(every) if len(every) > 1 else "")
        set_shown(self.folding, len(every) > 1)
        self.folding.setText("Fold objectives" if self._opened else "Unfold objectives")

    def _fold_all(self) -> None:
        self.set_opened(not self._opened)
        self._said = self._opened
        folds.remember(FOLD, self._opened)

    def set_opened(self, opened: bool) -> None:
        """Unfold or fold the objectives of all parts, those that still wait included."""
        self._opened = opened
        self._waiting = [item._replace(opened=opened) for item in self._waiting]
        for row in self.pool.rows[: self.pool.shown]:
            row.set_opened(opened)
        if self._view is not None:
            self._show_whole(self._view, self.whole.writable, opened)
            self._say(self._view)

    def flush(self) -> None:
        """Hand over what was typed into fields of parts."""
        for row in self.pool.rows:
            if row.made_editor is not None:
                row.made_editor.saver.flush()

    def _go(self, start: ResultButton, forward: bool) -> None:
        rows = [row for part in self.pool.rows for row in part.objectives.pool.rows]
        buttons = [row.result for row in (*rows, *self.whole.pool.rows) if not row.isHidden() and row.isVisibleTo(self)]
        if start not in buttons:
            return
        beyond = buttons[buttons.index(start) + 1 :] if forward else buttons[: buttons.index(start)][::-1]
        if beyond:
            beyond[0].setFocus(Qt.FocusReason.TabFocusReason)
            self.reached.emit(beyond[0])

    def _order(self) -> None:
        """What was made just now is reached with Tab where it stands, not last."""
        stops: list[QWidget] = [self.folding]
        for row in self.pool.rows:
            stops += row.stops()
        stops += [self.whole.link, *(row.result for row in self.whole.pool.rows)]
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)


def _every(view: ControlView) -> tuple[Any, ...]:
    return (*(o for part in view.parts for o in part.objectives), *view.objectives)
