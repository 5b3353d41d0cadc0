"""The preview of one piece of evidence: what it is, a viewer for its kind, a search in it, and all of it in large."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.look import Look
from srm_desktop.domain.problems import Problem
from srm_desktop.services.looking import TookTooLong
from srm_desktop.ui.preview.find_bar import FindBar
from srm_desktop.ui.preview.head import Head
from srm_desktop.ui.preview.keys import Wanted, wanted
from srm_desktop.ui.preview.large import Stage, page_around
from srm_desktop.ui.preview.reading import Reading, Seen
from srm_desktop.ui.preview.source import Source
from srm_desktop.ui.preview.tool_row import ToolRow
from srm_desktop.ui.preview.viewer import Viewer
from srm_desktop.ui.preview.viewers import Viewers
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import label, named

QUIET = 150
"""Milliseconds of reading before anything is said about it."""
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
        self.head = Head()
        self.tools = ToolRow()
        self.hash = named(label(size="small", quiet=True, wrap=True), "preview_hash", "SHA-256")
        self.finder = FindBar()
        self._stack = Viewers()
        self._lay_out()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._quiet.timeout.connect(lambda: self.head.say("Reading…"))
        self._connect()
        self._show_nothing()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(self.tools)
        layout.addWidget(self.finder)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.hash)

    def _connect(self) -> None:
        self.finder.sought.connect(lambda text: self.viewer.seek(text) if self.viewer else None)
        self.finder.moved.connect(lambda by: self.viewer.seek_next(by) if self.viewer else None)
        self.finder.left.connect(self.end_find)
        self.head.patience_asked.connect(self._try_longer)
        self.head.bytes_asked.connect(self._first_bytes)
        self.tools.back_asked.connect(self.shrink)
        self.tools.large_asked.connect(self.enlarge)
        self.tools.find_asked.connect(self.begin_find)
        self.tools.step_asked.connect(self.step_asked)
        for keys, by in (("Alt+Down", 1), ("Alt+Up", -1)):  # viewers scroll by arrows, whatever else is held down
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.step_asked.emit(by))
        self._stack.made.connect(self._follow_viewer)
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
        same = (
            source.piece is not None and self._source.piece is not None and _content(source) == _content(self._source)
        )
        self._stack.keep_place(self._source.key)
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
            self.head.say("Reading, for at most 20 seconds…")
            self.viewer_focus()
            reading.look(
                lambda seen: self._arrived(reading, seen),
                lambda problem: self._failed(reading, problem),
                patient=True,
            )

    def _first_bytes(self) -> None:
        if (reading := self._reading) is not None:
            sentence = self.head.note.text()

            def arrived(look: Look) -> None:
                self._arrived(reading, Seen(look, reading.source))
                if reading is self._reading:
                    self.head.say(" ".join([sentence, *look.notes]))

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
        self.head.say(problem.sentence, patience=isinstance(problem, TookTooLong), first_bytes=True)
        self._fit()

    def _show_look(self, look: Look, reading: Reading) -> None:
        viewer = self._stack.take_up(look, self._source.kind)
        self._show_tools()
        self.head.say(" ".join(look.notes))
        viewer.show_look(look, reading)
        if self.tools.back.hasFocus():  # it was enlarged before there was anything to show
            self.viewer_focus()
        self._fit()
        self._stack.go_back(self._source.key)
        if not self.finder.isHidden():
            if viewer.can_find:
                viewer.seek(self.finder.field.text())
            else:
                self.end_find()

    def _follow_viewer(self, viewer: Viewer) -> None:
        viewer.found.connect(self.finder.tell)
        viewer.resized.connect(self._fit)

    @property
    def viewer(self) -> Viewer | None:
        """The viewer that was in front last."""
        return self._stack.viewer

    @property
    def _in_front(self) -> Viewer | None:
        return self._stack.in_front

    def _show_tools(self) -> None:
        large = self._stage is not None
        self.tools.show_for(self._in_front, large=large, anything=self._source != Source())
        for child in (*self._stack.findChildren(QWidget), *self.tools.findChildren(QWidget)):
            child.setProperty("own_keys", large or self._roomy)

    def _show_nothing(self) -> None:
        self._quiet.stop()
        self.head.say("")
        self._stack.show_nothing()
        self._show_tools()
        if self._source == Source():
            self.finder.hide()
            self._fit()

    def _tell_facts(self) -> None:
        self.head.tell(self._source)
        self._tell_hash()

    def _tell_hash(self) -> None:
        """The hash in one line, or in two where it does not fit: it has no place to wrap at."""
        piece = self._source.piece
        sha256 = piece.sha256 if piece is not None else ""
        narrow = self.hash.fontMetrics().horizontalAdvance(sha256) > self.width()
        self.hash.setText(f"SHA-256 {sha256[:32]}\n{sha256[32:]}" if narrow else f"SHA-256 {sha256}")
        self.hash.setVisible(piece is not None)

    def _forget(self) -> None:
        self._show_source(Source())
        self._stack.forget_places()

    # Find

    def begin_find(self) -> None:
        """Ask for a text to look for."""
        if self._in_front is not None and self._in_front.can_find:
            self.finder.show()
            self.finder.begin()
            self._fit()

    def end_find(self) -> None:
        """Look for nothing any more; the keys go back to the viewer."""
        had = self.finder.isAncestorOf(QApplication.focusWidget() or self)
        self.finder.hide()
        self.finder.field.clear()
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
        if self._in_front is not None:
            self._in_front.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._stage is not None:
            self.tools.back.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt's side

    def _fit(self) -> None:
        if self._roomy or self._stage is not None:
            self._stack.fill()
        elif self._in_front is not None:
            self._stack.fit(self.width())
        elif self._source == Source() or not self.head.note.isHidden():
            self._stack.setFixedHeight(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_hash()
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()  # it is ours here, not the menu's
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> Wanted | None:
        typing = isinstance(QApplication.focusWidget(), QLineEdit)
        plain = (self._roomy or self._stage is not None) and not typing
        return wanted(event, plain=plain)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match self._means(event):
            case Wanted.FIND:
                self.begin_find()
            case Wanted.NEXT | Wanted.BEFORE as which if not self.finder.isHidden():
                self.finder.go(1 if which is Wanted.NEXT else -1)
            case Wanted.LARGER | Wanted.SMALLER | Wanted.FITTED as which if self.viewer is not None:
                self.viewer.zoom({Wanted.LARGER: 1, Wanted.SMALLER: -1, Wanted.FITTED: 0}[which])
            case Wanted.LARGE:
                self.shrink() if self._stage is not None else self.enlarge()
            case Wanted.LEAVE:
                self._leave()
            case _:
                if self._stage is None or not event.text().isprintable() or not event.text():
                    super().keyPressEvent(event)

    def _leave(self) -> None:
        if not self.finder.isHidden():
            self.end_find()
        elif self._stage is not None:
            self.shrink()
        else:
            self.left.emit()


def _content(source: Source) -> tuple[str, str, str]:
    assert source.piece is not None
    return source.piece.uid, source.piece.sha256, source.piece.media_type
