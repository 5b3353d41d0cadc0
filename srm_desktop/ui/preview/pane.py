"""The preview of one piece of evidence: what it is, a viewer for its kind, a search in it, and all of it in large."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.look import Look
from srm_desktop.domain.problems import Problem
from srm_desktop.services.looking import TookTooLong
from srm_desktop.ui.flow import Flow, set_shown
from srm_desktop.ui.preview.choice import make_viewer, viewer_key
from srm_desktop.ui.preview.find_bar import FindBar
from srm_desktop.ui.preview.keys import Wanted, wanted
from srm_desktop.ui.preview.large import Stage, page_around
from srm_desktop.ui.preview.reading import Reading, Seen
from srm_desktop.ui.preview.source import Source
from srm_desktop.ui.preview.viewer import Viewer
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import button, label, named

HEIGHT = 360
"""Pixels that a viewer gets at most on a page that scrolls."""
QUIET = 150
"""Milliseconds of reading before anything is said about it."""
_PLACES = 200
"""Pieces of which is known where the user was in them."""
_numbers = count()


class Preview(QWidget):
    """Shows one piece of evidence, or a file that is none yet, and says what it is."""

    step_asked = Signal(int)
    """The next piece (1) or the one before (-1) is wanted."""
    left = Signal()
    """Esc was pressed while it is not shown in large: the keys go back to the list."""

    def __init__(self, session: Session, *, roomy: bool = False) -> None:
        """Nothing is shown yet. `roomy`: it takes all the height there is, instead of what the piece needs."""
        super().__init__()
        self._session, self._roomy = session, roomy
        self._asker = f"preview {next(_numbers)}"
        self._source = Source()
        self._reading: Reading | None = None
        self._stage: Stage | None = None
        self._viewers: dict[str, Viewer] = {}
        self._places: dict[str, Any] = {}
        self.viewer: Viewer | None = None
        self._make_words()
        self._make_tools()
        self.find = FindBar()
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())
        self._lay_out()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._quiet.timeout.connect(lambda: self._say("Reading…"))
        self._connect()
        self._show_nothing()

    def _make_words(self) -> None:
        self.facts = named(label(quiet=True, wrap=True), "preview_facts", "What it is")
        self.warning = named(label(wrap=True), "preview_warning", "The name and the content differ")
        self.warning.setProperty("kind", "bad")
        self.note = named(label(quiet=True, wrap=True), "preview_note", "About this view")
        self.hash = named(label(size="small", quiet=True, wrap=True), "preview_hash", "SHA-256")

    def _make_tools(self) -> None:
        self.patient = named(button("Try for 20 seconds", self._try_longer), "preview_patient")
        self.bytes_link = named(button("Show its first bytes", self._first_bytes, kind="link"), "preview_first_bytes")
        self.find_link = named(button("Find", self.begin_find, kind="flat", tip="Ctrl+F"), "preview_find")
        self.large_link = named(button("Enlarge", self.enlarge, kind="flat", tip="F6"), "preview_enlarge")
        self.before = named(button("↑ Before", lambda: self.step_asked.emit(-1), kind="flat"), "preview_before")
        self.before.setToolTip("The piece before (Alt+Up)")
        self.next = named(button("↓ Next", lambda: self.step_asked.emit(1), kind="flat"), "preview_next")
        self.next.setToolTip("The next piece (Alt+Down)")
        self.back = named(button("Back", self.shrink, tip="Esc"), "preview_back", "Back to the page")

    def _lay_out(self) -> None:
        self._bar = QWidget()
        self._tools = Flow(4, 4, self._bar)
        for made in (self.find_link, self.large_link, self.before, self.next, self.back):
            self._tools.addWidget(made)
        asking = QHBoxLayout()
        asking.setSpacing(12)
        asking.addWidget(self.patient)
        asking.addWidget(self.bytes_link)
        asking.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        for made in (self.facts, self.warning, self.note):
            layout.addWidget(made)
        layout.addLayout(asking)
        layout.addWidget(self._bar)
        layout.addWidget(self.find)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.hash)

    def _connect(self) -> None:
        self.find.sought.connect(lambda text: self.viewer.seek(text) if self.viewer else None)
        self.find.moved.connect(lambda by: self.viewer.seek_next(by) if self.viewer else None)
        self.find.left.connect(self.end_find)
        self._session.opened.connect(self._forget)

    # What is shown

    def show_piece(self, piece: Evidence | None) -> None:
        """Show a piece of the open assessment; None clears."""
        self._show_source(Source(piece=piece))

    def show_path(self, path: Path | None) -> None:
        """Show a file that is not in the assessment; None clears. It is read again each time."""
        self._source = Source() if path is not None else self._source
        self._show_source(Source(path=path))

    def _show_source(self, source: Source) -> None:
        if source == self._source:
            return
        same = source.piece is not None and self._source.piece is not None and _content(source) == _content(self._source)
        self._remember_place()
        self._source = source
        self._tell_facts()
        if same:  # its title or dates were changed: nothing of it need be read again
            return
        if self._reading is not None:
            self._reading.look_away()
        self._reading = None
        self._show_nothing()
        if source == Source() or (source.piece is not None and self._session.file is None):
            self.shrink()
            return
        self._reading = Reading(self._session, self._asker, source)
        self._read(self._reading)

    def _read(self, reading: Reading) -> None:
        try:
            look = reading.at_once()
        except Problem as problem:
            self._failed(reading, problem)
            return
        if look is not None:
            self._arrived(reading, Seen(look, reading.source))
            return
        self._quiet.start()
        reading.look(lambda seen: self._arrived(reading, seen), lambda problem: self._failed(reading, problem))

    def _try_longer(self) -> None:
        if (reading := self._reading) is not None:
            self._show_nothing()
            self._say("Reading, for at most 20 seconds…")
            self.viewer_focus()
            reading.look(
                lambda seen: self._arrived(reading, seen),
                lambda problem: self._failed(reading, problem),
                patient=True,
            )

    def _first_bytes(self) -> None:
        if (reading := self._reading) is not None:
            sentence = self.note.text()

            def arrived(look: Look) -> None:
                self._arrived(reading, Seen(look, reading.source))
                if reading is self._reading:
                    self._say(" ".join([sentence, *look.notes]))

            reading.first_bytes(arrived, lambda problem: self._failed(reading, problem))

    def _arrived(self, reading: Reading, seen: Seen) -> None:
        if not isValid(self) or reading is not self._reading:
            return
        self._quiet.stop()
        self._source = reading.source = seen.source
        self._tell_facts()
        self._show_look(seen.look, reading)

    def _failed(self, reading: Reading, problem: Problem) -> None:
        if not isValid(self) or reading is not self._reading:
            return
        self._quiet.stop()
        self._say(problem.sentence)
        self.patient.setVisible(isinstance(problem, TookTooLong))
        self.bytes_link.show()
        self._fit()

    def _show_look(self, look: Look, reading: Reading) -> None:
        key = viewer_key(look, self._source.kind)
        if key not in self._viewers:
            self._viewers[key] = self._add_viewer(make_viewer(look, self._source.kind))
        viewer = self._viewers[key]
        self._take_up(viewer)
        self._say(" ".join(look.notes))
        for made in (self.patient, self.bytes_link):
            made.hide()
        viewer.show_look(look, reading)
        self._fit()
        if (place := self._places.get(self._source.key)) and place[0] is viewer:
            viewer.go_to(place[1])
        if not self.find.isHidden():
            if viewer.can_find:
                viewer.seek(self.find.field.text())
            else:
                self.end_find()

    def _add_viewer(self, viewer: Viewer) -> Viewer:
        self._stack.addWidget(viewer)
        viewer.found.connect(self.find.tell)
        viewer.resized.connect(self._fit)
        for tool in viewer.tools:
            tool.setParent(self._bar)
        return viewer

    def _take_up(self, viewer: Viewer | None) -> None:
        """Bring a viewer and its tools to the front, or none."""
        before, self.viewer = self.viewer, viewer
        if before is not None and before is not viewer:
            before.clear()
            for tool in before.tools:
                self._tools.removeWidget(tool)
                tool.hide()
        if viewer is not None:
            fixed = (self.find_link, self.large_link, self.before, self.next, self.back)
            for tool in (*viewer.tools, *fixed):
                self._tools.removeWidget(tool)
                self._tools.addWidget(tool)
            for tool in viewer.tools:
                tool.show()
            self._stack.setCurrentWidget(viewer)
        self._show_tools()

    def _show_tools(self) -> None:
        large = self._stage is not None
        set_shown(self.find_link, self.viewer is not None and self.viewer.can_find)
        set_shown(self.large_link, not large and self._source != Source())
        for made in (self.before, self.next, self.back):
            set_shown(made, large)
        plain = large or self._roomy
        for child in (*self._stack.findChildren(QWidget), *self._bar.findChildren(QWidget)):
            child.setProperty("own_keys", plain)

    def _show_nothing(self) -> None:
        self._quiet.stop()
        self._say("")
        for made in (self.patient, self.bytes_link):
            made.hide()
        if self.viewer is not None:
            self.viewer.clear()
        self._stack.setCurrentIndex(0)
        self._show_tools()
        if self._source == Source():
            self.find.hide()
            self._fit()

    def _tell_facts(self) -> None:
        source = self._source
        self.facts.setText(source.facts)
        self.hash.setText(f"SHA-256 {source.piece.sha256}" if source.piece else "")
        self.hash.setVisible(source.piece is not None)
        self.warning.setText(f"! {source.warning}" if source.warning else "")
        self.warning.setVisible(bool(source.warning))

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _remember_place(self) -> None:
        if self.viewer is not None and self._stack.currentWidget() is self.viewer:
            self._places.pop(self._source.key, None)
            self._places[self._source.key] = (self.viewer, self.viewer.place())
            while len(self._places) > _PLACES:
                self._places.pop(next(iter(self._places)))

    def _forget(self) -> None:
        self._show_source(Source())
        self._places.clear()

    # Find

    def begin_find(self) -> None:
        """Ask for a text to look for."""
        if self.viewer is not None and self.viewer.can_find:
            self.find.show()
            self.find.begin()
            self._fit()

    def end_find(self) -> None:
        """Look for nothing any more; the keys go back to the viewer."""
        had = self.find.isAncestorOf(self.focusWidget() or self)
        self.find.hide()
        self.find.field.clear()
        if self.viewer is not None:
            self.viewer.seek("")
            if had:
                self.viewer_focus()
        self._fit()

    # In large

    @property
    def is_large(self) -> bool:
        """Whether it covers the page."""
        return self._stage is not None

    def enlarge(self) -> None:
        """Cover the page; `shrink`, or Esc, goes back to where the user was."""
        page = page_around(self)
        if self._stage is not None or page is None or self._source == Source():
            return
        self._stage = Stage(page, self)
        self._show_tools()
        self._fit()
        self.viewer_focus()

    def shrink(self) -> None:
        """Go back to where it was."""
        if self._stage is not None:
            stage, self._stage = self._stage, None
            self._show_tools()
            stage.leave()
            self._fit()

    def viewer_focus(self) -> None:
        """Give the keys to the viewer."""
        if self.viewer is not None and self._stack.currentWidget() is self.viewer:
            self.viewer.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._stage is not None:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt's side

    def _fit(self) -> None:
        viewer = self.viewer if self._stack.currentWidget() is self.viewer else None
        if self._roomy or self._stage is not None:
            self._stack.setMinimumHeight(0)
            self._stack.setMaximumHeight(16_777_215)
        elif viewer is not None:
            self._stack.setFixedHeight(max(40, min(HEIGHT, viewer.wanted_height(self.width()))))
        elif self._source == Source() or not self.note.isHidden():
            self._stack.setFixedHeight(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()  # it is ours here, not the menu's
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> Wanted | None:
        typing = isinstance(self.focusWidget(), QLineEdit | QAbstractSpinBox)
        plain = (self._roomy or self._stage is not None) and not typing
        return wanted(event, plain=plain)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match self._means(event):
            case Wanted.FIND if self.viewer is not None and self.viewer.can_find:
                self.begin_find()
            case Wanted.NEXT | Wanted.BEFORE as which if not self.find.isHidden():
                self.find.go(1 if which is Wanted.NEXT else -1)
            case Wanted.LARGER | Wanted.SMALLER | Wanted.FITTED as which if self.viewer is not None:
                self.viewer.zoom({Wanted.LARGER: 1, Wanted.SMALLER: -1, Wanted.FITTED: 0}[which])
            case Wanted.PIECE_AFTER | Wanted.PIECE_BEFORE as which:
                self.step_asked.emit(1 if which is Wanted.PIECE_AFTER else -1)
            case Wanted.LARGE:
                self.shrink() if self._stage is not None else self.enlarge()
            case Wanted.LEAVE:
                self._leave()
            case _:
                if self._stage is None or not event.text().isprintable() or not event.text():
                    super().keyPressEvent(event)

    def _leave(self) -> None:
        if not self.find.isHidden():
            self.end_find()
        elif self._stage is not None:
            self.shrink()
        else:
            self.left.emit()


def _content(source: Source) -> tuple[str, str, str]:
    assert source.piece is not None
    return source.piece.uid, source.piece.sha256, source.piece.media_type
