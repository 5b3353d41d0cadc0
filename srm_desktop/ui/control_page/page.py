"""The page of one control, top to bottom in one scroll area."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Changes, ControlView
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.problems import UnknownControl
from srm_desktop.domain.vocabulary import Result, Status
from srm_desktop.services import page, walk
from srm_desktop.services.attach import Attached, Pasted
from srm_desktop.services.walk import Marking
from srm_desktop.ui import piece_actions
from srm_desktop.ui.attaching import attach_pasted, attach_paths, brings_evidence, pasted_in, paths_in
from srm_desktop.ui.control_page.drop import DropSign
from srm_desktop.ui.control_page.evidence_section import EvidenceSection
from srm_desktop.ui.control_page.header import Header
from srm_desktop.ui.control_page.hints import Hints
from srm_desktop.ui.control_page.history_section import HistorySection
from srm_desktop.ui.control_page.in_catalog import InCatalog
from srm_desktop.ui.control_page.parts import Parts
from srm_desktop.ui.control_page.references import References
from srm_desktop.ui.control_page.section import Section
from srm_desktop.ui.control_page.sides import Sides
from srm_desktop.ui.control_page.statement import Editor, note_section, statement_section
from srm_desktop.ui.control_page.status_row import StatusRow
from srm_desktop.ui.flow import set_shown
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import EmptyState, measure, named
from srm_desktop.ui.words import id_text


class _Content(QWidget):
    """What scrolls: as high as its texts need at the width there is, not as high as they would need at their least."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class ControlPage(QWidget):
    """Shows one control and takes what the auditor does to it."""

    next_asked = Signal()
    """The user wants the next control that is still open."""
    catalog_asked = Signal()
    """A catalog with official texts is to be added."""
    control_asked = Signal(str)
    """The key of another control that the user wants to see."""

    def __init__(self, session: Session) -> None:
        """No control is shown yet."""
        super().__init__()
        named(self, "control_page", "Control").setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._session = session
        self.key: str | None = None
        self._view: ControlView | None = None
        self.header = Header(session)
        self.status = StatusRow(session, self._mark)
        self.sides = Sides()
        self.parts = Parts(session, self._mark, self._mark_objective)
        self.in_catalog = InCatalog()
        self.statement = statement_section(session)
        self.note = note_section(session)
        self.evidence = EvidenceSection(session, self.attach_paths)
        self.hints = Hints()
        self.references = References()
        self.history = HistorySection(session)
        self._lay_out()
        self._sign = DropSign(self)
        self.header.next_asked.connect(self.next_asked)
        self.header.control_asked.connect(self.control_asked)
        self.in_catalog.control_asked.connect(self.control_asked)
        self.parts.catalog_asked.connect(self.catalog_asked)
        self.parts.editor_made.connect(self._watch_editor)
        self.parts.reached.connect(lambda widget: self.area.ensureWidgetVisible(widget, 0, 60))
        for editor in (self.statement.editor, self.note.editor):
            self._watch_editor(editor)
        self.references.control_asked.connect(self.control_asked)
        session.changed.connect(self.reload)
        session.restyled.connect(self._refresh)
        session.opened.connect(self.forget)
        session.closing.connect(self.flush)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections, top to bottom."""
        return (
            self.header, self.status, self.sides, self.parts, self.in_catalog, self.statement, self.evidence,
            self.hints, self.note, self.references, self.history,
        )  # fmt: skip

    def _lay_out(self) -> None:
        column = QWidget()
        column.setMaximumWidth(measure() * 2)
        stack = QVBoxLayout(column)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        for section in self.sections:
            stack.addWidget(section)
        stack.addStretch(1)
        self._content = content = _Content()
        across = QHBoxLayout(content)
        across.setContentsMargins(24, 20, 16, 32)
        across.addWidget(column, 1)
        self._layouts = (across, stack)
        self.area = named(QScrollArea(), "control_scroll", "Control page")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(content)
        for surface in (content, self.area.viewport()):
            surface.setAutoFillBackground(False)
        self.empty = named(
            EmptyState(
                "No control chosen",
                "Choose a control in the list, or go to the next one of yours that is still open.",
                "Next open control",
                self.next_asked.emit,
            ),
            "control_empty",
            "No control chosen",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    # What is shown

    def show_control(self, key: str | None) -> None:
        """Show a control, from its top; None shows what to do next."""
        self.flush()
        elsewhere = key != self.key
        self.key = key
        self._refresh()
        if elsewhere:
            self.area.verticalScrollBar().setValue(0)

    def reload(self, changes: Changes) -> None:
        """Show what changed, if it is about this control."""
        if self.key is None:
            return
        keys, pieces = {self.key}, set[str]()
        if view := self._view:
            keys |= {other.row.key for other in view.counterparts}
            pieces = {linked.piece.uid for linked in view.links} | {offer.piece.uid for offer in view.offers}
        if changes.everything or not keys.isdisjoint(changes.controls) or not pieces.isdisjoint(changes.evidence):
            self._refresh()

    def _refresh(self) -> None:
        self._view = self._read()
        if self._view is None:
            self.key = None
            self._stack.setCurrentWidget(self.empty)
            return
        for layout in self._layouts:  # one layout at the end, not one for each row that comes or goes
            layout.setEnabled(False)
        for section in self.sections:
            section.show_view(self._view, self._session.writable if section is self.header else self.writable)
        self._leave_out(self._view)
        for layout in reversed(self._layouts):
            layout.setEnabled(True)
            layout.invalidate()
        self._stack.setCurrentWidget(self.area)

    def _leave_out(self, view: ControlView) -> None:
        """Of a withdrawn control only what was done before it was withdrawn is shown, to be read."""
        gone = view.row.withdrawn
        for section, something in (
            (self.status, False),
            (self.parts, False),
            (self.statement, bool(view.work.statement)),
            (self.note, bool(view.work.note)),
            (self.evidence, bool(view.links)),
        ):
            set_shown(section, something or not gone)

    @property
    def writable(self) -> bool:
        """Whether there is a control on the page that can be marked."""
        return self._session.writable and self._view is not None and not self._view.row.withdrawn

    def _read(self) -> ControlView | None:
        if self._session.file is None or self.key is None:
            return None
        try:
            return page.view(self._session.file, self.key)
        except (KeyError, UnknownControl):  # it went with its catalog
            return None

    def forget(self) -> None:
        """Another assessment is open: nothing that waits belongs to it."""
        for editor in self._editors():
            editor.saver.forget()
        self.status.saver.forget()
        self._refresh()

    def _editors(self) -> list[Editor]:
        own = (row.made_editor for row in self.parts.pool.rows)
        return [self.statement.editor, self.note.editor, *(editor for editor in own if editor is not None)]

    def _watch_editor(self, editor: Editor) -> None:
        editor.evidence_pasted.connect(self.paste)
        editor.cursor_moved.connect(self._follow_cursor)

    def _follow_cursor(self) -> None:
        editor = self.sender()
        if isinstance(editor, Editor) and editor.hasFocus():
            place = editor.mapTo(self._content, editor.cursorRect().bottomLeft())
            self.area.ensureVisible(place.x(), place.y(), 0, 40)

    # What the user does

    def _mark(self, marking: Marking, part: str | None = None) -> None:
        key = self.key
        if key is not None and self.writable:
            self.flush()
            self._session.run(lambda file: walk.mark(file, [key], marking, part))

    def _mark_objective(self, objective: str, result: Result) -> None:
        key = self.key
        if key is not None and self.writable:
            self.flush()
            self._session.run(lambda file: walk.mark_objective(file, key, objective, result))

    def type_into_statement(self, text: str) -> None:
        """Go on writing the statement at its end."""
        if self.key is not None and self.writable:
            self.statement.editor.insert_at_end(text)

    def focus_statement(self) -> None:
        """Go on writing the statement."""
        self.statement.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Hand what was typed and is not written yet to the session now."""
        for editor in self._editors():
            editor.saver.flush()
        self.status.saver.flush()

    def attach_paths(self, paths: list[Path]) -> None:
        """Attach files, and the files in folders, to the control on the page."""
        key = self.key
        if key is not None and self.writable:
            attach_paths(self._session, [key], paths, lambda attached: self._attached(key, attached))

    def _attach_pasted(self, pasted: Pasted) -> None:
        key = self.key
        if key is not None and self.writable:
            attach_pasted(self._session, [key], pasted, lambda attached: self._attached(key, attached))

    def _attached(self, key: str, attached: Attached) -> None:
        if key == self.key:
            self.evidence.select([*attached.new, *attached.linked])
        if not attached.changes:
            self._session.notice.emit(f"{id_text(key)} has this evidence already.", False)
        piece_actions.offer_twin(self._session, key, attached)

    def paste(self) -> bool:
        """Attach what is on the clipboard: files, a picture, or text. Whether there was anything to attach."""
        return self._take(QGuiApplication.clipboard().mimeData(), text=True)

    def _take(self, mime: QMimeData | None, *, text: bool) -> bool:
        if mime is None or self.key is None or not self.writable:
            return False
        if paths := paths_in(mime):
            self.attach_paths(paths)
            return True
        pasted = pasted_in(mime, id_of(self.key), text=text)
        if pasted is not None:
            self._attach_pasted(pasted)
        return pasted is not None

    # Qt's side

    def keyPressEvent(self, event: QKeyEvent) -> None:
        adding = event.modifiers() == Qt.KeyboardModifier.AltModifier
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        digit = event.key() - Qt.Key.Key_0
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif 0 <= digit < len(Status) and (plain or adding):
            self.status.choose(list(Status)[digit], adding)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.key is not None and self.writable and brings_evidence(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._sign.show_for(id_text(self.key))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._sign.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._sign.hide()
        paths, place = paths_in(event.mimeData()), self.mapToGlobal(event.position().toPoint())
        on_row = self.writable and bool(paths) and self.evidence.take_drop(paths, place)
        if on_row or self._take(event.mimeData(), text=False):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._sign.isVisible():
            self._sign.setGeometry(self.rect())
