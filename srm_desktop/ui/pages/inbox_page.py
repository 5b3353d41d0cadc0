"""The inbox: what waits, what it looks like, what it serves. It is emptied by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QSplitter, QStackedLayout, QToolButton, QWidget

from srm_desktop.domain.assessment import Changes
from srm_desktop.services import evidence, inbox
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.attach import Attached
from srm_desktop.services.inbox import Inbox, Waiting
from srm_desktop.ui import attaching
from srm_desktop.ui.inbox_watch import InboxWatch
from srm_desktop.ui.pages.dates import plural
from srm_desktop.ui.pages.inbox_columns import COLUMNS, LESSER
from srm_desktop.ui.pages.inbox_words import EVERY, HINT, empty_text, known_text, number_text, watched_text
from srm_desktop.ui.pages.page import Page, column, head
from srm_desktop.ui.pages.page_actions import action_button, page_action
from srm_desktop.ui.pages.serves import Serves
from srm_desktop.ui.pages.sides import put_beside, two_sides
from srm_desktop.ui.session import Session
from srm_desktop.ui.tables import RowsModel, RowsView
from srm_desktop.ui.widgets import EmptyState, ShortLabel, button, label, named

if TYPE_CHECKING:
    from srm_desktop.ui.preview import Preview

Wanted = Sequence[tuple[Waiting, tuple[tuple[str, str], ...]]]


class InboxPage(Page):
    """The list of what waits; below it what the current one serves, beside it what it looks like."""

    watch_asked = Signal()
    """A folder is to be watched."""

    def __init__(self, session: Session, watch: InboxWatch) -> None:
        """Follow `watch`, which knows what waits."""
        super().__init__(session, "inbox_page", "Inbox")
        self._watch = watch
        self._later: list[str] = []
        self._going: set[str] = set()
        self._chosen_for: Waiting | None = None
        self._wanted: str | None = None
        self._preview: Preview | None = None
        self._beside: QWidget
        self.actions_by_name: dict[str, QAction] = {}
        self.view = self._table()
        self.serves = Serves()
        self.begin_at(self.view)
        self._lists = QStackedLayout()
        self._split = two_sides("inbox_split", "Inbox and preview")
        self._split.addWidget(self._left())
        column(self.body).addWidget(self._split)
        self.view.installEventFilter(self)
        for before, after in ((self.view, self.serves.field), (self.serves.field, self.serves.view)):
            self.setTabOrder(before, after)
        self.serves.attach_asked.connect(self.attach)
        self.serves.left.connect(self.view.setFocus)
        self.serves.changed.connect(self._enable)
        watch.found.connect(self._found)

    # What it is made of

    def _table(self) -> RowsView:
        view = named(RowsView(RowsModel(COLUMNS, lambda one: one.key, self)), "inbox_table", "What waits")
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.selectionModel().currentRowChanged.connect(lambda *_: self._look())
        steps: tuple[tuple[str, str, tuple[str, ...], Callable[[], object]], ...] = (
            ("attach", "Attach", ("Return", "Enter"), self.attach),
            ("later", "Later", ("Space",), self.later),
            ("ignore", "Ignore", ("Delete",), self.ignore),
        )
        for name, text, keys, does in steps:
            self.actions_by_name[name] = page_action(self, view, f"inbox_{name}", text, keys, does)
        every = ("Ctrl+Shift+Return", "Ctrl+Shift+Enter")
        self.actions_by_name["all"] = page_action(self, self, "inbox_all", EVERY, every, self.attach_all)
        return view

    def _left(self) -> QWidget:
        made = QWidget()
        content = column(made)
        content.setContentsMargins(0, 12, 0, 12)
        content.addLayout(self._head())
        content.addLayout(self._watched_line())
        parts = named(QSplitter(Qt.Orientation.Vertical), "inbox_parts", "What waits and what it serves")
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        upper = QWidget()
        table = column(upper)
        table.setContentsMargins(16, 0, 0, 8)
        table.addLayout(self._lists)
        parts.addWidget(upper)
        self._lower = self._choosing()
        parts.addWidget(self._lower)
        parts.setStretchFactor(0, 1)
        parts.setSizes([520, 260])
        content.addWidget(parts, 1)
        self._empty = QWidget()
        self._lists.addWidget(self.view)
        self._lists.addWidget(self._empty)
        return made

    def _head(self) -> QHBoxLayout:
        row, _title, self._about = head("Inbox")
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(8)
        self._all = action_button(self.actions_by_name["all"])
        self._show_ignored = named(QToolButton(), "inbox_show_ignored", "Show what is ignored")
        self._show_ignored.setText("Show ignored")
        self._show_ignored.setCheckable(True)
        self._show_ignored.setProperty("kind", "toggle")
        self._show_ignored.clicked.connect(lambda on: self._watch.show_ignored(on))
        for made in (
            self._all,
            self._show_ignored,
            named(button("Watch a folder…", self.watch_asked.emit), "inbox_watch", "Watch a folder"),
        ):
            row.addWidget(made)
        return row

    def _watched_line(self) -> QHBoxLayout:
        self._watching = named(ShortLabel(quiet=True), "inbox_watching", "Folders that are watched")
        self._stop = named(
            button("Stop watching…", self._ask_stop, kind="link"), "inbox_stop", "Stop watching a folder"
        )
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 12, 0)
        row.addWidget(self._watching)
        row.addWidget(self._stop)
        row.addStretch(1)
        return row

    def _choosing(self) -> QWidget:
        made = QWidget()
        content = column(made)
        content.setContentsMargins(20, 8, 12, 0)
        self._name = named(ShortLabel(bold=True), "inbox_name", "What is attached")
        self._said = named(label(quiet=True, wrap=True), "inbox_said", "What is known of it")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(action_button(self.actions_by_name["attach"], "primary"))
        row.addWidget(action_button(self.actions_by_name["later"]))
        row.addWidget(action_button(self.actions_by_name["ignore"]))
        row.addSpacing(8)
        row.addWidget(named(ShortLabel(HINT, quiet=True), "inbox_hint", "The keys"), 1)
        for part in (self._name, self._said):
            content.addWidget(part)
        content.addWidget(self.serves, 1)
        content.addLayout(row)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and event.type() == QEvent.Type.Resize:
            self._fit()
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            text = event.text()
            free = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            if free and text and text.isprintable() and not text.isspace() and self.serves.isEnabled():
                self.serves.type_on(text)
                return True
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Show as many columns as leave the name readable."""
        letter = self.view.fontMetrics().averageCharWidth()
        room = self.view.width() - letter * 24
        for n in range(len(COLUMNS)):
            self.view.setColumnHidden(n, False)
        used = sum(self.view.columnWidth(n) for n in range(1, len(COLUMNS)))
        for n in LESSER:
            if used > room:
                used -= self.view.columnWidth(n)
                self.view.setColumnHidden(n, True)

    # What is shown

    def cares(self, changes: Changes) -> bool:
        return changes.everything  # all else comes from the watch

    def forget(self) -> None:
        self._later, self._going, self._wanted, self._chosen_for = [], set(), None, None
        self._show_ignored.setChecked(False)
        self.view.show_rows(())

    def reload(self, file: Assessment) -> None:
        if self._watch.inbox is None:
            self._watch.look()
        self._found()

    def _found(self) -> None:
        """What waits is another; the current one stays, or the one in its place comes."""
        if not self.isVisible() or self._session.file is None:
            self._stale = True
            return
        held = self._watch.inbox or Inbox()
        shown = [one for one in held.waiting if one.key not in self._going]
        shown.sort(key=lambda one: self._later.index(one.key) if one.key in self._later else -1)
        before, keys = self.view.current_key(), self.view.rows_model.keys()
        self.view.show_rows(shown)
        if self._wanted is not None and self.view.rows_model.row_of(self._wanted) >= 0:
            self.view.go_to(self._wanted)
            self._wanted = None
        elif self.view.current_key() is None and shown:
            there = set(self.view.rows_model.keys())
            after = keys[keys.index(before) :] if before in keys else []
            self.view.go_to(next((key for key in after if key in there), shown[-1 if after else 0].key))
        self._tell(held)
        self._look()

    def _tell(self, held: Inbox) -> None:
        sure = len(inbox.proposed(held.waiting))
        self._about.setText(number_text(held, sure, looking=self._watch.inbox is None))
        self._show_ignored.setVisible(bool(held.ignored) or self._show_ignored.isChecked())
        folders = self._watch.folders
        told = watched_text(held, folders)
        self._watching.setText(told)
        self._watching.setToolTip("\n".join(map(str, folders)))
        self._watching.setVisible(bool(told))
        self._stop.setVisible(bool(folders))
        self._show_whether_empty()

    def _show_whether_empty(self) -> None:
        there = bool(self.view.rows_model.rows)
        self._lower.setVisible(there)
        if there:
            self._lists.setCurrentWidget(self.view)
            return
        text = empty_text(self._watch.folders)
        made = named(EmptyState("The inbox is empty", text, "Watch a folder…", self.watch_asked.emit), "inbox_empty")
        self._lists.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = made
        self._lists.addWidget(made)
        self._lists.setCurrentWidget(made)

    @property
    def current(self) -> Waiting | None:
        """What is looked at."""
        key = self.view.current_key()
        n = self.view.rows_model.row_of(key) if key else -1
        return self.view.rows_model.rows[n] if n >= 0 else None

    def _look(self) -> None:
        """Show the current one; what was ticked for it stays while it is the same."""
        one, before = self.current, self._chosen_for
        if one is None or before is None or (one.key, one.proposals) != (before.key, before.proposals):
            self.serves.show_for(self._session.file, one)
        self._chosen_for = one
        if one is not None:
            self._name.setText(one.name)
            self._said.setText(known_text(one))
            self._said.setVisible(bool(self._said.text()))
        self._enable()
        self._show_preview(one)

    def _enable(self) -> None:
        one, writable = self.current, self._session.writable
        self.actions_by_name["attach"].setEnabled(writable and one is not None)
        self.actions_by_name["later"].setEnabled(len(self.view.rows_model.rows) > 1)
        self.actions_by_name["ignore"].setEnabled(one is not None)
        self.actions_by_name["ignore"].setText("Bring back" if one is not None and one.ignored else "Ignore")
        held = self._watch.inbox
        sure = len(inbox.proposed(held.waiting)) if held else 0
        every = self.actions_by_name["all"]
        every.setEnabled(writable and sure > 0)
        every.setText(f"{EVERY}: {sure:,}" if sure else EVERY)

    def _show_preview(self, one: Waiting | None) -> None:
        file = self._session.file
        if self._preview is None:
            if one is None:
                return
            self._preview = self._make_preview()
        self._beside.setVisible(one is not None)
        if one is None or file is None:
            self._preview.show_piece(None)
        elif one.path is None:
            self._preview.show_piece(evidence.piece_named(file, one.known))
        else:
            self._preview.show_path(one.path)

    def _make_preview(self) -> Preview:
        from srm_desktop.ui.preview import Preview

        made = named(Preview(self._session, roomy=True), "inbox_preview", "Preview")
        made.step_asked.connect(self.step)
        made.left.connect(self.view.setFocus)
        self._beside = put_beside(self._split, (made,), least=280)
        return made

    # What is done

    def enlarge(self) -> None:
        """Show the current one over the whole page; back again where it is."""
        if self._preview is not None:
            self._preview.shrink() if self._preview.is_large else self._preview.enlarge()

    def step(self, by: int) -> None:
        """Go up or down the list."""
        keys, key = self.view.rows_model.keys(), self.view.current_key()
        if keys and key in keys:
            self.view.go_to(keys[max(0, min(len(keys) - 1, keys.index(key) + by))])

    def attach(self) -> None:
        """Attach the current one to what is ticked, as one step, and go on to the next."""
        one = self.current
        if one is None or not self._session.writable:
            return
        if not self.serves.places:
            self._session.notice.emit("Tick what it serves first, or type the id of a control.", False)
            self.serves.field.setFocus()
            return
        self._take([(one, self.serves.places)])

    def attach_all(self) -> None:
        """Attach all whose names say for sure where they go, as one step."""
        held = self._watch.inbox
        if held is not None and self._session.writable and (wanted := inbox.proposed(held.waiting)):
            self._take(wanted)

    def _take(self, wanted: Wanted) -> None:
        keys = [one.key for one, _ in wanted]
        what = wanted[0][0].name if len(wanted) == 1 else plural(len(wanted), "file")

        def settled(worked: bool) -> None:
            self._going.difference_update(keys)
            if not worked:
                self._found()

        def then(attached: Attached) -> None:
            other = [one.key for one, places in wanted if not set(one.places) <= set(places)]
            self._watch.taken(keys, other)
            attaching.say_linked(self._session, attached)

        self._going.update(keys)
        self._found()
        self.view.setFocus()
        self._session.run_long(
            f"Attach {what}",
            lambda file, progress: inbox.take(file, wanted, progress=progress.report),
            then,
            in_bytes=True,
            settled=settled,
        )

    def later(self) -> None:
        """Leave the current one for the end, and go on to the next."""
        one, keys = self.current, self.view.rows_model.keys()
        if one is None or len(keys) < 2:
            return
        following = keys[(keys.index(one.key) + 1) % len(keys)]
        self._later = [*(key for key in self._later if key != one.key), one.key]
        self._wanted = following
        self._found()

    def ignore(self) -> None:
        """Let the current one wait no longer, or again where it is ignored; on the disk nothing is done to it."""
        if (one := self.current) is not None:
            self._watch.ignore([one.key], ignored=not one.ignored)
            word = "waits again" if one.ignored else "is ignored from now on; Show ignored brings it back"
            self._session.notice.emit(f"{one.name} {word}.", False)

    def take_mime(self, mime: QMimeData | None) -> None:
        """What is pasted here: files wait as they are; a picture, table or text comes in and waits for a control."""
        if mime is None or not self._session.writable:
            return
        if paths := attaching.paths_in(mime):
            self._watch.drop(paths)
        elif pasted := attaching.pasted_in(mime, attaching.PASTED):
            attaching.attach_pasted(self._session, [], pasted, self._pasted)
        else:
            self._session.notice.emit("There is nothing on the clipboard that could be evidence.", False)

    def _pasted(self, attached: Attached) -> None:
        self._wanted = next((f"piece:{uid}" for uid in (*attached.new, *attached.linked)), None)

    def _ask_stop(self) -> None:
        menu = named(QMenu(self), "inbox_stop_menu", "Stop watching")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for folder in self._watch.folders:
            menu.addAction(str(folder), partial(self._watch.watch, folder, watched=False))
        menu.popup(self._stop.mapToGlobal(self._stop.rect().bottomLeft()))
