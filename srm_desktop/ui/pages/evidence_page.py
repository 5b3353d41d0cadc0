"""All evidence: a table that can be narrowed down, what a piece looks like, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedLayout, QWidget

from srm_desktop.domain.assessment import Evidence, EvidenceRow
from srm_desktop.services import evidence, search
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.evidence_listing import EvidenceFilter, narrow_evidence
from srm_desktop.ui import piece_actions
from srm_desktop.ui.attaching import paths_in
from srm_desktop.ui.evidence_words import CONFIRM_KEY
from srm_desktop.ui.inside_search import InsideSearch
from srm_desktop.ui.judging import ACCEPT_KEY, REJECT_KEY, Judging, ask_details
from srm_desktop.ui.pages import asking
from srm_desktop.ui.pages.dates import plural
from srm_desktop.ui.pages.evidence_columns import COLUMNS
from srm_desktop.ui.pages.evidence_filters import EvidenceFilters
from srm_desktop.ui.pages.evidence_fit import ColumnFit
from srm_desktop.ui.pages.page import Page, column, head
from srm_desktop.ui.pages.page_actions import action_button, page_action
from srm_desktop.ui.pages.sides import put_beside, two_sides
from srm_desktop.ui.piece_actions import asked_by
from srm_desktop.ui.session import Session
from srm_desktop.ui.tables import RowsModel, RowsView
from srm_desktop.ui.version_line import VersionLine
from srm_desktop.ui.widgets import Dropdown, EmptyState, button, named
from srm_desktop.ui.words import id_text

if TYPE_CHECKING:
    from srm_desktop.ui.preview import Preview


class EvidencePage(Page):
    """The table with its filter line, and the preview of the current piece on the right."""

    control_asked = Signal(str)
    inbox_asked = Signal(object)
    """The paths of files that were dropped on no piece."""

    def __init__(self, session: Session) -> None:
        """Follow `session`."""
        super().__init__(session, "evidence_page", "Evidence")
        self._all: tuple[EvidenceRow, ...] = ()
        self._inside: frozenset[str] = frozenset()
        """The pieces whose own text holds the words of the filter, as far as that is known."""
        self._words = InsideSearch(session, search.uids_inside, self._know_inside)
        self._wanted: str | None = None
        self._preview: Preview | None = None
        self._beside: QWidget
        self._previewed: Evidence | None = None
        self.actions_by_name: dict[str, QAction] = {}
        self.view = self._table()
        self._columns = ColumnFit(self.view)
        self.begin_at(self.view)
        self._empty = EmptyState("Nothing here", "No evidence passes these filters.", "Clear filters", self.clear)
        self._none = EmptyState(
            "No evidence yet",
            "Drop files on a control, or anywhere else to let them wait in the inbox; all of it is listed here.",
        )
        self._lists = QStackedLayout()
        self._split = two_sides("evidence_split", "Evidence and preview")
        self._split.addWidget(self._left())
        column(self.body).addWidget(self._split)
        self.view.installEventFilter(self)
        self.setAcceptDrops(True)
        self._selected()

    def _table(self) -> RowsView:
        view = named(RowsView(RowsModel(COLUMNS, lambda row: row.piece.uid, self)), "evidence_table", "Evidence")
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu_at)
        view.doubleClicked.connect(lambda _index: self.ask_details())
        view.setDragEnabled(True)
        view.drag_wanted.connect(lambda: piece_actions.drag_out(self.view, self._session, self.pieces))
        view.selectionModel().selectionChanged.connect(self._selected)
        view.selectionModel().currentRowChanged.connect(self._selected)
        return view

    def _left(self) -> QWidget:
        """Heading, filter line and table."""
        made = QWidget()
        content = column(made)
        content.setContentsMargins(0, 12, 0, 0)
        content.addLayout(self._head())
        self.filters = EvidenceFilters()
        self._count, self._clear = self.filters.number, self.filters.drop
        self.filters.typed.connect(self._type)
        self.filters.chosen.connect(self._show)
        content.addLayout(self.filters)
        table = column()
        table.setContentsMargins(16, 0, 0, 0)
        table.addLayout(self._lists)
        content.addLayout(table, 1)
        for widget in (self.view, self._empty, self._none):  # now: in a layout without a parent they would be windows
            self._lists.addWidget(widget)
        return made

    def _head(self) -> QHBoxLayout:
        row, _title, self._about = head("Evidence")
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(8)
        steps: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("details", "Details…", "Return", self.ask_details),
            ("link", "Link…", "Ctrl+L", self.ask_link),
            ("extract", "Extract…", "Ctrl+Shift+E", self.ask_extract),
            ("remove", "Remove", "Delete", self.remove),
        )
        for name, text, key, does in steps:
            self.actions_by_name[name] = page_action(self, self.view, f"evidence_{name}", text, (key,), does)
            row.addWidget(action_button(self.actions_by_name[name]))
        self.judging = Judging(self.view, self._session, lambda: self.pieces)
        self._mark = named(
            button("Mark ▾", self._ask_mark), "evidence_mark_button", "Mark as accepted, rejected, dated"
        )
        self._mark.setToolTip(
            f"Accept ({ACCEPT_KEY}), reject ({REJECT_KEY}), or say that the day is right ({CONFIRM_KEY})"
        )
        row.insertWidget(row.count() - 1, self._mark)
        return row

    def _ask_mark(self) -> None:
        menu = named(QMenu(self), "evidence_mark", "Mark")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.judging.fill(menu)
        menu.popup(self._mark.mapToGlobal(QPoint(0, self._mark.height())))

    @property
    def text(self) -> QLineEdit:
        """The field for words to narrow the list down by."""
        return self.filters.text

    @property
    def choice(self) -> Dropdown:
        """The list of choices to narrow the list down by."""
        return self.filters.choice

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and event.type() == QEvent.Type.Resize:
            self._columns.fit(self._all)
        elif watched is self.view and event.type() == QEvent.Type.KeyPress and (wanted := asked_by(event)):
            if pieces := self.pieces:
                piece_actions.do(wanted, self, self._session, pieces)
            return True
        return super().eventFilter(watched, event)

    def clear(self) -> None:
        """Drop all filters."""
        self.filters.clear_all()

    def select(self, uid: str) -> None:
        """Make a piece the selected one, if need be without filters; before the page was shown, as soon as it is."""
        self._wanted = uid
        if self.isVisible():
            self._take_wanted()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_wanted()

    def _take_wanted(self) -> None:
        if self._wanted is None or self._session.file is None:
            return
        uid, self._wanted = self._wanted, None
        if self.view.rows_model.row_of(uid) < 0:
            self.clear()
        self.view.go_to(uid)

    def forget(self) -> None:
        self._all, self._wanted = (), None
        self.clear()
        self.view.show_rows(())

    def reload(self, file: Assessment) -> None:
        self._all = evidence.listed(file)
        self.filters.count_choices(self._all)
        self._columns.fit(self._all)
        self._show()

    def _type(self, text: str) -> None:
        self._inside = frozenset()
        self._words.ask(text)
        self._show()

    def _know_inside(self, text: str, uids: frozenset[str]) -> None:
        if text == self.text.text() and uids:
            self._inside = uids
            self._show()

    def _show(self) -> None:
        rows = narrow_evidence(self._all, self.filters.wanted, self._inside)
        self.view.show_rows(rows)
        self._lists.setCurrentWidget(self.view if rows else self._empty if self._all else self._none)
        narrowed = self.filters.wanted != EvidenceFilter()
        self._clear.setVisible(narrowed)
        self._count.setText(f"{len(rows):,} of {len(self._all):,}" if narrowed else plural(len(rows), "piece"))
        self._selected()

    @property
    def pieces(self) -> list[Evidence]:
        """The selected pieces, in the order shown."""
        rows = self.view.rows_model
        return [rows.rows[rows.row_of(uid)].piece for uid in self.view.selected_keys()]

    @property
    def current(self) -> Evidence | None:
        """The piece that is looked at: the current row, if it is selected."""
        return self._current_of(self.pieces)

    def _current_of(self, pieces: list[Evidence]) -> Evidence | None:
        key = self.view.current_key()
        return next((p for p in pieces if p.uid == key), pieces[0] if pieces else None)

    def _selected(self) -> None:
        pieces, writable = self.pieces, self._session.writable
        for name in ("details", "link", "remove"):
            self.actions_by_name[name].setEnabled(writable and bool(pieces))
        self._mark.setEnabled(writable and bool(pieces))
        self.judging.follow()
        self.actions_by_name["extract"].setEnabled(bool(pieces))
        self._preview_piece(self._current_of(pieces))

    def _preview_piece(self, piece: Evidence | None) -> None:
        if piece == self._previewed:
            return
        self._previewed = piece
        if self._preview is None:
            if piece is None:
                return
            self._preview = self._make_preview()
        self._preview.show_piece(piece)
        self.version.show_piece(self._session.file, piece)
        self._beside.setVisible(piece is not None)

    def _make_preview(self) -> Preview:
        from srm_desktop.ui.preview import Preview

        made = named(Preview(self._session, roomy=True), "evidence_preview", "Preview")
        made.step_asked.connect(self.view.step)
        made.left.connect(self.view.setFocus)
        self.version = VersionLine()
        self.version.wanted.connect(self._show_versions)
        self._beside = put_beside(self._split, (self.version, made), least=260)
        return made

    def _show_versions(self) -> None:
        if piece := self.current:
            piece_actions.show_versions(self, self._session, piece)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._session.writable and event.source() is None and paths_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        paths, uid = paths_in(event.mimeData()), self.view.key_at(self.mapToGlobal(event.position().toPoint()))
        row = self.view.rows_model.row_of(uid or "")
        if not paths or row < 0:
            event.setAccepted(bool(paths))
            if paths:  # on no piece: they wait in the inbox
                self.inbox_asked.emit(paths)
            return
        piece = self.view.rows_model.rows[row].piece
        ask = partial(piece_actions.take_version, self, self._session, piece, paths, dropped=True)
        QTimer.singleShot(0, self, ask)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def enlarge(self) -> None:
        """Show the current piece, or the first, over the whole page; back again where it is."""
        if self._preview is not None and self._preview.is_large:
            self._preview.shrink()
            return
        if not self.pieces and self.view.rows_model.rows:
            self.view.go_to(self.view.rows_model.keys()[0])
        if self._preview is not None:
            self._preview.enlarge()

    def _menu_at(self, at: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the selected pieces."""
        menu = named(QMenu(self), "evidence_menu", "Evidence")
        for name in ("details", "link", "extract"):
            menu.addAction(self.actions_by_name[name])
        menu.addSeparator()
        self.judging.fill(menu)
        if pieces := self.pieces:
            menu.addSeparator()
            piece_actions.add_to(menu, self, self._session, pieces)
        keys = self._served()
        if keys:
            menu.addSeparator()
            for key in keys[:12]:
                menu.addAction(f"Go to {id_text(key)}", partial(self.control_asked.emit, key))
        menu.addSeparator()
        menu.addAction(self.actions_by_name["remove"])
        return menu

    def _served(self) -> tuple[str, ...]:
        """The keys of the controls that the current piece serves."""
        file, piece = self._session.file, self.current
        if file is None or piece is None:
            return ()
        return evidence.served(file, piece.uid)

    def ask_details(self) -> None:
        """Ask for what is known of the selected pieces, and keep what was changed."""
        if (pieces := self.pieces) and self.actions_by_name["details"].isEnabled():
            ask_details(self, self._session, pieces)

    def ask_link(self) -> None:
        """Ask which controls the selected pieces serve too."""
        file, pieces = self._session.file, self.pieces
        if file is None or not pieces:
            return
        what = f"does {pieces[0].id}" if len(pieces) == 1 else f"do {plural(len(pieces), 'piece')}"
        if keys := asking.ask_controls(self, file, what):
            uids = [piece.uid for piece in pieces]
            self._session.run(lambda file: evidence.link(file, keys, uids))

    def remove(self) -> None:
        """Take the selected pieces out; that can be undone, so nobody is asked."""
        if uids := [piece.uid for piece in self.pieces]:
            self._session.run(lambda file: evidence.remove(file, uids))

    def ask_extract(self) -> None:
        """Ask for a folder and write the selected pieces into it."""
        uids = [piece.uid for piece in self.pieces]
        if not uids or (folder := asking.ask_folder(self)) is None:
            return

        def then(written: list[Path]) -> None:
            self._session.notice.emit(f"{plural(len(written), 'file')} written to {folder}", False)

        self._session.run_long("Extract evidence", lambda f, p: evidence.extract(f, uids, folder, p.report), then)
