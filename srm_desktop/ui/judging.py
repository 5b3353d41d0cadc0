"""Judging evidence in a table: accept it, reject it, say that its day is right; one key each, for all selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.vocabulary import Acceptance
from srm_desktop.services import evidence
from srm_desktop.services.evidence import Edit
from srm_desktop.ui.evidence_words import CONFIRM_KEY
from srm_desktop.ui.session import Session

ACCEPT_KEY, REJECT_KEY = "F7", "F8"


class Judging:
    """The actions on a table. A key that would change nothing takes the word back: accepted is not checked again."""

    def __init__(self, view: QWidget, session: Session, pieces: Callable[[], Sequence[Evidence]]) -> None:
        """`pieces` gives those that are selected in `view`."""
        self._session, self._pieces = session, pieces
        self.accept = self._action(view, "accept", "Accept", ACCEPT_KEY, lambda: self._mark(Acceptance.ACCEPTED))
        self.reject = self._action(view, "reject", "Reject", REJECT_KEY, lambda: self._mark(Acceptance.REJECTED))
        self.confirm = self._action(view, "confirm", "The day it was collected is right", CONFIRM_KEY, self._confirm)

    def _action(self, view: QWidget, name: str, text: str, key: str, does: Callable[[], object]) -> QAction:
        action = QAction(text, view)
        action.setObjectName(f"evidence_{name}")
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: does())
        view.addAction(action)
        return action

    def follow(self) -> None:
        """Say what can be done with the pieces that are selected now."""
        pieces, writable = self._pieces(), self._session.writable
        for action, word, back in (
            (self.accept, Acceptance.ACCEPTED, "Accepted: take that back"),
            (self.reject, Acceptance.REJECTED, "Rejected: take that back"),
        ):
            action.setEnabled(writable and bool(pieces))
            action.setText(back if _all_are(pieces, word) else "Accept" if word is Acceptance.ACCEPTED else "Reject")
        self.confirm.setEnabled(writable and any(piece.collected_guessed for piece in pieces))

    def fill(self, menu: QMenu) -> None:
        """Add the actions to a menu."""
        for action in (self.accept, self.reject, self.confirm):
            menu.addAction(action)

    def _mark(self, word: Acceptance) -> None:
        pieces = self._pieces()
        uids = list(dict.fromkeys(piece.uid for piece in pieces))
        if uids and self._session.writable:
            now = Acceptance.NOT_CHECKED if _all_are(pieces, word) else word
            self._session.run(lambda file: evidence.edit(file, uids, Edit(acceptance=now)))

    def _confirm(self) -> None:
        uids = list(dict.fromkeys(piece.uid for piece in self._pieces() if piece.collected_guessed))
        if uids and self._session.writable:
            self._session.run(lambda file: evidence.confirm_dates(file, uids))


def _all_are(pieces: Sequence[Evidence], word: Acceptance) -> bool:
    return bool(pieces) and all(piece.acceptance is word for piece in pieces)


def ask_details(parent: QWidget, session: Session, pieces: Sequence[Evidence]) -> None:
    """Ask for what is known of pieces, and keep what was changed as one step."""
    from srm_desktop.ui.dialogs.evidence_details import ask_evidence

    file = session.file
    if file is None or not session.writable:
        return
    uids = list(dict.fromkeys(piece.uid for piece in pieces))
    once = [next(piece for piece in pieces if piece.uid == uid) for uid in uids]
    links = evidence.links_of(file, uids[0]) if len(uids) == 1 else ()
    history: list[str] = []
    edit = ask_evidence(parent, once, links, evidence.words_used(file), history.append)
    if edit is not None:
        session.run(lambda file: evidence.edit(file, uids, edit))
    for uid in history:
        session.history_wanted.emit(uid)
