"""Why a control is whose it is: per part a sentence, and a row for each service and layer that decided."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout

from srm_desktop.domain.assessment import ControlView, PartView
from srm_desktop.domain.responsibility import Reason, derive
from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.services import scope, walk
from srm_desktop.ui.control_page.section import Section, set_text
from srm_desktop.ui.flow import Pool, set_shown
from srm_desktop.ui.session import Session
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import button, label, named
from srm_desktop.ui.words import id_text, sign

_BESIDE, _ABOVE = 4, 10
"""Room in a cell at each side of its text, and above and below it together, in pixels."""
MOST = 420
"""The greatest height of the table in pixels; beyond it the table scrolls."""


class WhyRow(NamedTuple):
    """One row of the table."""

    part: PartView
    reason: Reason
    layer: str

    @property
    def key(self) -> str:
        """Unique in the table."""
        return f"{self.part.letter}|{self.reason.service}|{self.reason.layer}"


def _short(name: str) -> str:
    return name.removeprefix("Amazon ").removeprefix("AWS ")


def _why(row: WhyRow) -> str:
    return ("Overruled: " if row.reason.overruled else "") + row.reason.why


COLUMNS = (
    Column("Part", lambda r: r.part.letter or "–", width=4),
    Column("Service", lambda r: _short(r.reason.service_name), width=13, tip=lambda r: r.reason.service_name),
    Column("Layer", lambda r: r.layer, width=23),
    Column("Owner", lambda r: sign(r.reason.owner).text, tone=lambda r: sign(r.reason.owner).tone, width=12),
    Column("Tier", lambda r: r.reason.tier, width=24),
    Column("Why", _why),
    Column("Layer and why", lambda r: f"{r.layer}. {_why(r)}"),
)
_LAYER, _TIER, _WHY, _LAYER_AND_WHY = 2, 4, 5, 6


class ReasonTable(RowsView):
    """Rows as high as their text, the whole as high as its rows up to a limit."""

    def __init__(self, model: RowsModel) -> None:
        """For a model with `COLUMNS`."""
        super().__init__(model)
        self.setWordWrap(True)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._heights: dict[tuple[str, int], int] = {}

    def fit(self) -> None:
        """Fit columns and heights to the width there is."""
        narrow = self.width() < 560
        for column, hidden in (
            (_LAYER, narrow), (_TIER, self.width() < 760), (_WHY, narrow), (_LAYER_AND_WHY, not narrow)
        ):  # fmt: skip
            self.setColumnHidden(column, hidden)
        shown = [(c.text, self.columnWidth(n)) for n, c in enumerate(COLUMNS) if not self.isColumnHidden(n)]
        total = 0
        for n, row in enumerate(self.rows_model.rows):
            height = max(self._height(text(row), width) for text, width in shown)
            self.setRowHeight(n, height)
            total += height
        self.setFixedHeight(min(MOST, total + self.horizontalHeader().sizeHint().height() + 4))

    def _height(self, text: str, width: int) -> int:
        """The height of a cell. Many rows say the same, and Qt would measure every cell of them anew."""
        if (text, width) not in self._heights:
            room = QRect(0, 0, max(width - 2 * _BESIDE, 1), 0)
            wrapped = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text)
            self._heights[text, width] = wrapped.height() + _ABOVE
        return self._heights[text, width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()


class WhyPanel(Section):
    """The derivation, unfolded; filled only while it is seen."""

    def __init__(self, session: Session) -> None:
        """Folded at first."""
        super().__init__("why_panel", above=8)
        self._session = session
        self._pending: tuple[ControlView, bool] | None = None
        self._layers: dict[str, str] = {}
        self._view: ControlView | None = None
        sentences = QVBoxLayout()
        sentences.setSpacing(2)
        self.sentences = Pool(sentences, lambda _n: label(wrap=True), lambda made, text: made.setText(text))
        self.layers_why = named(label(wrap=True), "layers_why", "Why it touches these layers")
        self.table = named(ReasonTable(RowsModel(COLUMNS, lambda r: r.key)), "why_table", "Owners by service and layer")
        self.overrule = named(button("Overrule a service…", self._overrule), "overrule_service")
        self.take_back = named(button("Take back", self._take_back), "take_back_service", "Take back the overruling")
        foot = QHBoxLayout()
        foot.addWidget(self.overrule)
        foot.addWidget(self.take_back)
        foot.addStretch(1)
        self.body.addWidget(self.layers_why)
        self.body.addLayout(sentences)
        self.body.addWidget(self.table)
        self.body.addLayout(foot)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        self.table.doubleClicked.connect(lambda _index: self._overrule())

    def facts(self, view: ControlView) -> Any:
        return view.parts, view.layers_why

    def show_view(self, view: ControlView, writable: bool) -> None:
        self._pending = (view, writable)
        if not self.isHidden():
            super().show_view(view, writable)

    def unfolded(self) -> None:
        """It was opened or closed: show what waits."""
        if self._pending is not None and not self.isHidden():
            super().show_view(*self._pending)
            self.table.fit()

    def fill(self, view: ControlView, writable: bool) -> None:
        self._layers = self._layers or {layer.id: layer.title for layer in scope.layers()}
        self._view = view
        set_text(self.layers_why, view.layers_why)
        self.sentences.show(_sentences(view))
        rows = [WhyRow(p, r, self._layers.get(r.layer, r.layer)) for p in view.parts for r in p.derivation.reasons]
        self.table.show_rows(rows)
        set_shown(self.table, bool(rows))
        self.table.fit()
        self._offer()

    def _current(self) -> WhyRow | None:
        keys = self.table.selected_keys()
        return self.table.rows_model.rows[self.table.rows_model.row_of(keys[0])] if keys else None

    def _offer(self) -> None:
        row = self._current()
        writable = self._session.writable
        set_shown(self.overrule, writable and self.table.rows_model.rowCount() > 0)
        self.overrule.setEnabled(row is not None)
        where = f" in part {row.part.letter}" if row and row.part.letter else ""
        self.overrule.setText(f"Overrule {_short(row.reason.service_name)}{where}…" if row else "Overrule a service…")
        self.overrule.setToolTip("" if row else "Choose a row of the table first")
        set_shown(self.take_back, writable and row is not None and row.reason.overruled)

    def _overrule(self) -> None:
        row, view, file = self._current(), self._view, self._session.file
        if row is None or view is None or file is None or not self._session.writable:
            return
        from srm_desktop.ui.dialogs.overrule import ask_overrule

        service = next((s for s in scope.in_scope(file) if s.id == row.reason.service), None)
        derived = derive(row.part.layers, [service]).value if service else Responsibility.CUSTOMER
        current = next((o for o in row.part.service_overrules if o.service == row.reason.service), None)
        part = f", part {row.part.letter}" if row.part.letter else ""
        answer = ask_overrule(self, f"{row.reason.service_name} in {id_text(view.row.key)}{part}", derived, current)
        if answer is not None:
            self._put(view.row.key, row, answer[0], answer[1])

    def _take_back(self) -> None:
        if (row := self._current()) is not None and self._view is not None:
            self._put(self._view.row.key, row, None, "")

    def _put(self, key: str, row: WhyRow, value: Responsibility | None, reason: str) -> None:
        part, service = row.part.letter, row.reason.service
        self._session.run(lambda file: walk.overrule_service(file, key, part, service, value, reason))


def _sentences(view: ControlView) -> list[str]:
    """Why the parts are whose they are, each sentence once with the parts that it holds for."""
    letters: dict[str, list[str]] = {}
    for part in view.parts:
        said = f"{part.derivation.value.value.capitalize()}. {part.derivation.sentence}"
        letters.setdefault(said, []).append(part.letter)
    if len(letters) == 1:
        return list(letters)
    return [f"({', '.join(parts)})  {said}" for said, parts in letters.items()]
