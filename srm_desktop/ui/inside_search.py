"""Words looked up inside evidence on the worker, so that no key waits for it, however much text there is.

It begins when what the key changed is painted: the worker would take turns with the painting, and both would be late.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer

from srm_desktop.domain.problems import Problem
from srm_desktop.services.assessments import Assessment
from srm_desktop.ui.session import Session

PAINTING = 5
"""Milliseconds that a key is given to be painted."""


class InsideSearch:
    """Asks for one text at a time; of those typed meanwhile only the last one is asked for."""

    def __init__(
        self, session: Session, look: Callable[[Assessment, str], Any], found: Callable[[str, Any], None]
    ) -> None:
        """`found` is called with a text and what `look` returned for it, unless another text was typed since."""
        self._session = session
        self._look = look
        self._found = found
        self._wanted = ""
        self._under_way = False
        self.waits = False
        """Whether an answer is still to come."""
        self._told: Assessment | None = None
        """The file of which it was said that its index is damaged."""

    def ask(self, text: str) -> None:
        """Look this up as soon as may be; nothing but blanks only forgets what was asked before."""
        self._wanted = text
        self.waits = bool(text.strip()) and self._session.file is not None
        if text.strip() and not self._under_way:
            QTimer.singleShot(PAINTING, self._session, self._begin)

    def _begin(self) -> None:
        text = self._wanted
        if text.strip() and not self._under_way and self._session.file is not None:
            self._under_way = True
            self._session.run(lambda file: self._answer(file, text), say=False, then=self._answered)

    def _answer(self, file: Assessment, text: str) -> tuple[Assessment, str, Any]:
        """On the worker."""
        try:
            return file, text, self._look(file, text)
        except Problem as problem:
            return file, text, problem

    def _answered(self, answer: tuple[Assessment, str, Any]) -> None:
        file, text, found = answer
        self._under_way = False
        if file is not self._session.file:
            return
        if text != self._wanted:
            self.ask(self._wanted)
            return
        self.waits = False
        if not isinstance(found, Problem):
            self._found(text, found)
        elif self._told is not file:
            self._told = file
            self._session.notice.emit(found.sentence, False)
