"""The history: the whole journal as steps, newest first, each unfolding into what it changed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QMenu, QStackedLayout, QTreeView

from srm_desktop.services import history, steps
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.history import Event
from srm_desktop.ui.pages.dates import plural
from srm_desktop.ui.pages.history_filters import HistoryFilters
from srm_desktop.ui.pages.history_model import CHANGE, STEP, WHEN, WHERE, WHO, StepsModel
from srm_desktop.ui.pages.page import Page, column, head
from srm_desktop.ui.pages.proof_bar import ProofBar
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import EmptyState, button, label, named

AT_FIRST = 500
"""So many steps are shown; "Show more" adds as many again."""


class HistoryPage(Page):
    """Steps with when, who, what and where; the chain of the journal and its verification above them."""

    def __init__(self, session: Session) -> None:
        """Follow `session`."""
        super().__init__(session, "history_page", "History")
        self._most = AT_FIRST
        self.model = StepsModel(self._read, self)
        self.view = self._tree()
        self.proof = named(ProofBar(session), "proof", "Journal")
        self._empty = EmptyState("Nothing here", "No step passes these filters.", "Clear filters", self.clear)
        self.filters = HistoryFilters()
        self.filters.changed.connect(self._refilter)
        self.text, self.who = self.filters.text, self.filters.who
        self.undo_action = QAction("Undo", self)
        self.undo_action.triggered.connect(self.undo_to_current)
        self.begin_at(self.view)
        top, _title, self._about = head("History")
        content = column(self.body, spacing=12)
        content.setContentsMargins(20, 16, 20, 8)
        content.addLayout(top)
        content.addWidget(self.proof)
        content.addWidget(self.filters)
        content.addLayout(self._foot())
        self._lists = QStackedLayout()
        content.addLayout(self._lists, 1)  # first: a widget in a layout without a parent is shown as a window
        self._lists.addWidget(self.view)
        self._lists.addWidget(self._empty)
        self._more = named(button("", self.show_more, kind="link"), "show_more", "Show more steps")
        content.addWidget(self._more)

    def _foot(self) -> QHBoxLayout:
        """How many are shown, and the way back from filters."""
        self._count = named(label("", quiet=True), "history_count", "How many are shown")
        self._clear = named(button("Clear filters", self.clear, kind="link"), "history_clear")
        self._back = named(button("", self.undo_to_current, kind="link"), "history_undo")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._count)
        row.addWidget(self._clear)
        row.addStretch(1)
        row.addWidget(self._back)
        return row

    def _tree(self) -> QTreeView:
        view = named(QTreeView(), "history_tree", "Steps")
        view.setModel(self.model)
        view.setUniformRowHeights(True)
        view.setExpandsOnDoubleClick(True)
        view.setIndentation(16)
        view.setStyleSheet("QTreeView::item { padding: 4px 1px; }")
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.selectionModel().currentChanged.connect(lambda *_: self._name_undo())
        header = view.header()
        header.setStretchLastSection(False)
        unit = view.fontMetrics().averageCharWidth()
        for section, width in ((WHO, 15), (WHERE, 22), (CHANGE, 20)):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(section, width * unit + 12)
        header.setSectionResizeMode(WHEN, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(WHEN, view.fontMetrics().horizontalAdvance("30 Nov 2026 23:58") + 20)
        header.setSectionResizeMode(STEP, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(80)
        return view

    def clear(self) -> None:
        """Drop the filters."""
        self.filters.clear()
        self._refilter()

    def show_piece(self, uid: str) -> None:
        """Show what happened to one piece of evidence and its links."""
        self.filters.clear()
        name = ""
        if (file := self._session.file) is not None:
            event = next(iter(history.history(file, uid=uid, most=1)), None)
            name = event.about if event is not None else ""
        self.filters.show_piece(uid, name or "evidence")
        self._refilter()

    def undo_to_current(self) -> None:
        """Take back the current step and all that were taken after it."""
        shown = self._current()
        if shown is not None and self._session.writable and self.model.undoable.get(shown):
            self._session.undo_back(shown)

    def _current(self) -> int | None:
        """The step that is current, or that the current change belongs to."""
        index = self.view.currentIndex()
        owner = self.model.owner(index)
        return owner.step.id if owner is not None else self._step_at(index.row())

    def _name_undo(self) -> None:
        """Say how far back the undo of the current step goes."""
        step = self._current()
        count = self.model.undoable.get(step, 0) if step is not None and self._session.writable else 0
        after = {1: "", 2: " and the one after it"}.get(count, f" and the {count - 1} after it")
        text = f"Undo this step{after}"
        self.undo_action.setText(text)
        self.undo_action.setEnabled(bool(count))
        self._back.setText(text)
        self._back.setVisible(bool(count))

    def _show_menu(self, place: QPoint) -> None:
        self._name_undo()
        menu = QMenu(self.view)
        menu.addAction(self.undo_action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def show_more(self) -> None:
        """Show as many steps again."""
        self._most += AT_FIRST
        self.refresh()

    def forget(self) -> None:
        self._most = AT_FIRST
        self.filters.clear()
        self.proof.forget()

    def reload(self, file: Assessment) -> None:
        filters = self.filters
        with file.reading():
            filters.show_people(steps.people(file))
            shown = steps.taken(file, self._most, text=filters.text.text(), wanted=filters.wanted(), uid=filters.piece)
            self.proof.show_head(history.head(file))
        told = self._session.all_told(step.name for step in shown.steps)
        named_so = (step._replace(name=name) for step, name in zip(shown.steps, told, strict=True))
        self._show(shown._replace(steps=tuple(named_so)))
        self._clear.setVisible(filters.narrowed)
        self._name_undo()
        self._count.setText(plural(shown.total, "step"))
        self._lists.setCurrentIndex(0 if shown.steps else 1)
        left = shown.total - len(shown.steps)
        self._more.setText(f"Show more: {left:,} older {'step' if left == 1 else 'steps'}")
        self._more.setVisible(left > 0)

    def _show(self, shown: steps.StepsShown) -> None:
        """Show steps; what is unfolded, current and at the top stays so."""
        current = self.view.currentIndex()
        owner = self.model.owner(current)
        at = owner.step.id if owner is not None else self._step_at(current.row())
        unfolded = {s.step.id for s in self.model.steps if self.view.isExpanded(self.model.index(s.row, 0))}
        place = self.view.verticalScrollBar().value()
        self.model.show_steps(shown)
        for step in unfolded:
            if (row := self.model.row_of(step)) >= 0:
                self.view.expand(self.model.index(row, 0))
        if at is not None and (row := self.model.row_of(at)) >= 0:
            self.view.setCurrentIndex(self.model.index(row, 0))
        self.view.verticalScrollBar().setValue(place)

    def _step_at(self, row: int) -> int | None:
        return self.model.steps[row].step.id if 0 <= row < len(self.model.steps) else None

    def _refilter(self) -> None:
        self._most = AT_FIRST
        self.refresh()

    def _read(self, step: int, most: int) -> tuple[Event, ...]:
        file = self._session.file
        return steps.changes(file, step, most) if file is not None else ()
