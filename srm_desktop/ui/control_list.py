"""The middle pane: the controls that pass the filters, with marks for what each has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import ControlRow
from srm_desktop.domain.vocabulary import Freshness, Responsibility, Status
from srm_desktop.services import listing
from srm_desktop.services.listing import Filter
from srm_desktop.ui.flow import Flow
from srm_desktop.ui.session import Session
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import Dropdown, EmptyState, button, label, named
from srm_desktop.ui.words import WITHDRAWN, Sign, id_text, sign, status_sign

_LETTERS = {
    Responsibility.INHERITED: "I",
    Responsibility.SHARED: "S",
    Responsibility.CUSTOMER: "C",
    Responsibility.NOT_APPLICABLE: "–",
}
_SCOPES: tuple[tuple[str, dict[str, object]], ...] = (
    ("Mine", {"mine": True, "responsibility": frozenset()}),
    ("Shared", {"mine": False, "responsibility": frozenset({Responsibility.SHARED})}),
    ("Customer", {"mine": False, "responsibility": frozenset({Responsibility.CUSTOMER})}),
    ("Inherited", {"mine": False, "responsibility": frozenset({Responsibility.INHERITED})}),
    ("Everybody's", {"mine": False, "responsibility": frozenset()}),
)
_STATES: tuple[tuple[str, dict[str, object]], ...] = (
    ("Any status", {"open": False, "status": frozenset()}),
    ("Still open", {"open": True, "status": frozenset()}),
    *((sign(word).word, {"open": False, "status": frozenset({word})}) for word in Status),
)


def marks(row: ControlRow) -> str:
    """The small marks of a control: text, evidence and its age, a flag."""
    shown = ["✎"] if row.has_statement else []
    if row.freshness in (Freshness.STALE, Freshness.OUTSIDE, Freshness.DUE_SOON):
        shown.append(sign(row.freshness).symbol)
    if row.flag:
        shown.append("⚑")
    return " ".join(shown)


def _marks_said(row: ControlRow) -> str:
    if row.withdrawn:
        return WITHDRAWN.word
    said = [f"{row.evidence} pieces of evidence"] if row.evidence else ["no evidence"]
    said += ["a statement"] if row.has_statement else []
    said += [f"evidence {row.freshness}"] if row.freshness else []
    said += ["flagged for another look"] if row.flag else []
    return ", ".join(said).capitalize()


def _standing(row: ControlRow) -> Sign:
    return WITHDRAWN if row.withdrawn else status_sign(row.status)


def _whose(row: ControlRow) -> Sign:
    return WITHDRAWN if row.withdrawn else sign(row.responsibility)


def _id(row: ControlRow) -> str:
    """Enhancements stand a little to the right of what they enhance."""
    return f"\N{EN SPACE}{id_text(row.key)}" if row.base else id_text(row.key)


def _faded(row: ControlRow) -> str | None:
    return WITHDRAWN.tone if row.withdrawn else None


COLUMNS = (
    Column(
        "", lambda r: _standing(r).symbol, lambda r: [s.rank for s in r.status],
        tone=lambda r: _standing(r).tone, tip=lambda r: _standing(r).word, width=1,
    ),
    Column("Id", _id, lambda r: listing.id_order(r), tone=_faded, width=12),
    Column(
        "Title", lambda r: r.title, lambda r: r.title.casefold(), tone=_faded,
        tip=lambda r: f"{r.title}\n{r.group_title}" + ("\nWithdrawn" if r.withdrawn else ""),
    ),
    Column(
        "Who", lambda r: "W" if r.withdrawn else _LETTERS[r.responsibility],
        lambda r: (r.withdrawn, r.responsibility.rank), tone=lambda r: _whose(r).tone, tip=lambda r: _whose(r).word,
        width=4,
    ),
    Column(
        "Ev.", lambda r: str(r.evidence or ""), lambda r: r.evidence, right=True, width=4,
        tone=lambda r: "quiet", tip=_marks_said,
    ),
    Column(
        "", marks, width=5, tip=_marks_said,
        tone=lambda r: sign(r.freshness).tone if r.freshness not in (None, Freshness.FRESH) else "quiet",
    ),
)  # fmt: skip


NARROW = 400
"""Below this width, in pixels, the title needs the room of the lesser columns."""
_ID = 1
_LESSER = (4, 5)


class ControlList(QWidget):
    """The list with its filters. Filters stack; the line below them says how many of how many are shown."""

    current_changed = Signal(str)

    def __init__(self, session: Session) -> None:
        """Show the open assessment of `session`."""
        super().__init__()
        self._session = session
        self.setMinimumWidth(280)
        self._filter = Filter(mine=True)
        self._heading = "Mine"
        self._settling = False
        named(self, "control_list", "Controls")
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = RowsModel(COLUMNS, lambda row: row.key, self)
        self.view = named(RowsView(self.model), "controls", "Controls")
        self._empty = EmptyState("Nothing here", "No control passes these filters.", "Clear filters", self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._head())
        layout.addLayout(self._filters())
        self._stack = QStackedLayout()
        layout.addLayout(self._stack, 1)  # first: a widget in a layout without a parent is shown as a window
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)
        session.restyled.connect(self._restyled)

    def _head(self) -> QHBoxLayout:
        self._title = label("", bold=True)
        self._count = named(label("", quiet=True), "shown_count", "How many are shown")
        self._clear = named(button("Clear filters", self.clear, kind="link"), "clear_filters")
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 8, 0)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._count)
        row.addWidget(self._clear)
        return row

    def _filters(self) -> QVBoxLayout:
        self.text = named(QLineEdit(), "filter_text", "Filter by id, title, owner or service")
        self.text.setPlaceholderText("Filter")
        self.text.setClearButtonEnabled(True)
        self.text.setAcceptDrops(False)
        self.text.textChanged.connect(lambda text: self._narrow(text=text))
        self._scope = self._choice("scope_filter", "Whose controls", [title for title, _ in _SCOPES])
        self._scope.activated.connect(lambda n: self._narrow(**_SCOPES[n][1]))
        self._state = self._choice("status_filter", "Status", [title for title, _ in _STATES])
        self._state.activated.connect(lambda n: self._narrow(**_STATES[n][1]))
        self._lacking = self._toggle("no_evidence_filter", "No evidence", "no_evidence")
        self._stale = self._toggle("stale_filter", "Stale", "stale")
        self._flagged = self._toggle("flagged_filter", "Flagged", "flagged")
        choices = Flow(4, 4)
        choices.add(self._scope, self._state, self._lacking, self._stale, self._flagged)
        rows = QVBoxLayout()
        rows.setContentsMargins(8, 0, 8, 4)
        rows.setSpacing(4)
        rows.addWidget(self.text)
        rows.addLayout(choices)
        return rows

    def _toggle(self, name: str, title: str, field: str) -> QToolButton:
        made = named(QToolButton(), name, f"Only controls: {title.lower()}")
        made.setText(title)
        made.setCheckable(True)
        made.setProperty("kind", "toggle")
        made.clicked.connect(lambda on: self._narrow(**{field: on}))
        return made

    def _choice(self, name: str, says: str, titles: list[str]) -> QComboBox:
        box = named(Dropdown(), name, says)
        box.addItems(titles)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        return box

    @property
    def filter(self) -> Filter:
        """What the list is narrowed to."""
        return self._filter

    def set_filter(self, wanted: Filter, heading: str) -> None:
        """Narrow the list to something chosen elsewhere, under its title."""
        self._heading = heading
        self._filter = wanted
        self.text.blockSignals(True)
        self.text.setText(wanted.text)
        self.text.blockSignals(False)
        self.reload()
        if self.view.current_key() is None and self.model.rows:
            self.view.go_to(self.model.rows[0].key)

    def clear(self) -> None:
        """Show all controls."""
        self.set_filter(Filter(), "All controls")

    def fit_ids(self) -> None:
        """Make room for the longest id, however the filters are."""
        file = self._session.file
        self.view.fit_column(_ID, map(_id, listing.rows(file)) if file else ())

    def _restyled(self) -> None:
        self.fit_ids()
        self.reload()

    def reload(self) -> None:
        """Read the rows again; selection, scroll position and focus stay."""
        file = self._session.file
        rows = listing.narrow(file, self._filter) if file else ()
        total = len(listing.rows(file)) if file else 0
        self._show(rows)
        self._stack.setCurrentIndex(0 if rows or not total else 1)
        self._title.setText(self._heading)
        self._count.setText(f"{len(rows)} of {total}")
        self._clear.setVisible(self._filter != Filter())
        self._show_choices()

    def _show(self, rows: Sequence[ControlRow]) -> None:
        """Show rows. Where the current one goes, walking on starts from the last before it that is still there."""
        current, before = self.view.current_key(), self.model.keys()
        self._settling = True
        self.view.show_rows(rows)
        if current and self.view.current_key() is None:
            left = [key for key in before[: before.index(current)] if self.model.row_of(key) >= 0]
            self.view.stand_at(left[-1] if left else None)
        self._settling = False

    def _narrow(self, **fields: Any) -> None:
        self._filter = self._filter._replace(**fields)
        self.reload()

    def _show_choices(self) -> None:
        for box, choices in ((self._scope, _SCOPES), (self._state, _STATES)):
            fits = [
                n
                for n, (_, fields) in enumerate(choices)
                if all(getattr(self._filter, k) == v for k, v in fields.items())
            ]
            box.setCurrentIndex(fits[0] if fits else -1)
        for toggle, on in (
            (self._lacking, self._filter.no_evidence),
            (self._stale, self._filter.stale),
            (self._flagged, self._filter.flagged),
        ):
            toggle.setChecked(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        for column in _LESSER:
            self.view.setColumnHidden(column, narrow)

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and not self._settling:
            self.current_changed.emit(self.model.rows[index.row()].key)

    def show_key(self, key: str) -> None:
        """Go to a control, clearing filters that hide it."""
        if self.model.row_of(key) < 0:
            self.clear()
        self.view.go_to(key)

    def next_open(self) -> str | None:
        """The next control that is mine and not walked: of this list, else of the whole assessment."""
        file = self._session.file
        if file is None:
            return None
        here = self.view.current_key()
        return listing.next_open(file, here, self.model.keys()) or listing.next_open(file, here)

    def step(self, by: int) -> None:
        """Go up or down the list."""
        rows = self.model.rows
        if rows:
            n = self.model.row_of(self.view.current_key() or "")
            self.view.go_to(rows[max(0, min(len(rows) - 1, n + by))].key)
