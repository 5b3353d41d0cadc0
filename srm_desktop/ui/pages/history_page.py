"""The history: the whole journal as steps, newest first, each unfolding into what it changed."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QStackedLayout, QTreeView

from srm_desktop.services import history, steps
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.history import Event
from srm_desktop.ui.pages.dates import plural
from srm_desktop.ui.pages.history_model import CHANGE, STEP, WHEN, WHERE, WHO, StepsModel
from srm_desktop.ui.pages.page import Page, column, head
from srm_desktop.ui.pages.proof_bar import ProofBar
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import Dropdown, EmptyState, button, label, named

AT_FIRST = 500
"""So many steps are shown; "Show more" adds as many again."""
_EVERYBODY = "Everybody"


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
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(150)
        self._later.timeout.connect(self._refilter)
        self.setFocusProxy(self.view)
        top, _title, self._about = head("History")
        content = column(self.body, spacing=12)
        content.setContentsMargins(20, 16, 20, 8)
        content.addLayout(top)
        content.addWidget(self.proof)
        content.addLayout(self._filters())
        self._lists = QStackedLayout()
        content.addLayout(self._lists, 1)  # first: a widget in a layout without a parent is shown as a window
        self._lists.addWidget(self.view)
        self._lists.addWidget(self._empty)
        self._more = named(button("", self.show_more, kind="link"), "show_more", "Show more steps")
        content.addWidget(self._more)

    def _filters(self) -> QHBoxLayout:
        self.text = named(QLineEdit(), "history_text", "Filter by step, control, evidence or value")
        self.text.setPlaceholderText("Filter by step, control, evidence or value")
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._later.start)
        self.who = named(Dropdown(), "history_who", "Who")
        self.who.addItem(_EVERYBODY)
        self.who.setMinimumContentsLength(14)
        self.who.currentIndexChanged.connect(self._refilter)
        self._count = named(label("", quiet=True), "history_count", "How many are shown")
        self._clear = named(button("Clear filters", self.clear, kind="link"), "history_clear")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        for widget in (self.who, self._count, self._clear):
            row.addWidget(widget)
        return row

    def _tree(self) -> QTreeView:
        view = named(QTreeView(), "history_tree", "Steps")
        view.setModel(self.model)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setExpandsOnDoubleClick(True)
        view.setIndentation(16)
        view.setStyleSheet("QTreeView::item { padding: 4px 1px; }")
        header = view.header()
        header.setStretchLastSection(False)
        unit = view.fontMetrics().averageCharWidth()
        for section, width in ((WHO, 12), (WHERE, 16), (CHANGE, 16)):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(section, width * unit + 12)
        header.setSectionResizeMode(WHEN, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(WHEN, view.fontMetrics().horizontalAdvance("30 Nov 2026 23:58") + 20)
        header.setSectionResizeMode(STEP, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(80)
        return view

    def clear(self) -> None:
        """Drop the filters."""
        with QSignalBlocker(self.text), QSignalBlocker(self.who):
            self.text.clear()
            self.who.setCurrentIndex(0)
        self._refilter()

    def show_more(self) -> None:
        """Show as many steps again."""
        self._most += AT_FIRST
        self.refresh()

    def forget(self) -> None:
        self._most = AT_FIRST
        with QSignalBlocker(self.text), QSignalBlocker(self.who):
            self.text.clear()
            self.who.setCurrentIndex(0)
        self.proof.forget()

    def reload(self, file: Assessment) -> None:
        who = self.who.currentText() if self.who.currentIndex() > 0 else ""
        text = self.text.text()
        with file.reading():
            self._show_people(steps.people(file))
            shown = steps.taken(file, self._most, text=text, who=who)
            self.proof.show_head(history.head(file))
        told = self._session.all_told(step.name for step in shown.steps)
        named_so = (step._replace(name=name) for step, name in zip(shown.steps, told, strict=True))
        self._show(shown._replace(steps=tuple(named_so)))
        narrowed = bool(text.strip() or who)
        self._clear.setVisible(narrowed)
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

    def _show_people(self, people: tuple[str, ...]) -> None:
        if [self.who.itemText(n) for n in range(1, self.who.count())] == list(people):
            return
        chosen = self.who.currentText()
        with QSignalBlocker(self.who):
            self.who.clear()
            self.who.addItems([_EVERYBODY, *people])
            self.who.setCurrentIndex(max(self.who.findText(chosen), 0))

    def _refilter(self) -> None:
        self._most = AT_FIRST
        self.refresh()

    def _read(self, step: int, most: int) -> tuple[Event, ...]:
        file = self._session.file
        return steps.changes(file, step, most) if file is not None else ()
