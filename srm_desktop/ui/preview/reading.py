"""How a source becomes a look: at once where that is quick and safe, else away from the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from srm_desktop.domain.kinds import Shape, shape
from srm_desktop.domain.look import BytesLook, FoundOnPage, Look, Picture
from srm_desktop.domain.problems import Problem
from srm_desktop.services import quick_look
from srm_desktop.services.looking import PATIENT, QUICK, Looker, outside
from srm_desktop.ui.preview.source import Source
from srm_desktop.ui.session import Session, Waiting


class Seen(NamedTuple):
    """A look, with the source it is of as it is known now."""

    look: Look
    source: Source


class Reading:
    """Reads one source for one preview. Each kind of question (look, page, find) drops the one of its kind before."""

    def __init__(self, session: Session, asker: str, source: Source) -> None:
        """`asker` tells this preview from others."""
        self._session, self._asker, self.source = session, asker, source

    def at_once(self) -> Look | None:
        """The look, where it is quick and safe to make here; None where another process has to. May raise a Problem."""
        file, piece = self._session.file, self.source.piece
        if file is None or piece is None:
            return None
        if quick_look.is_short_text(piece):
            return quick_look.short_text(file, piece)
        if shape(piece.media_type) is Shape.BYTES:
            return quick_look.first_bytes(file, piece)
        if shape(piece.media_type) is Shape.PICTURE and piece.size <= quick_look.SMALL:
            from srm_desktop.ui.preview import quick_picture

            data, notes = quick_look.whole(file, piece)
            return quick_picture.look(data, piece.media_type, notes)
        return None

    def look(self, then: Callable[[Seen], None], failed: Callable[[Problem], None], *, patient: bool = False) -> None:
        """The look, later. `patient`: try for 20 seconds."""
        source, seconds = self.source, PATIENT if patient else QUICK

        def read(looker: Looker, file: Any, waiting: Waiting) -> Seen:
            known = source
            if source.path is not None:
                known = source._replace(media_type=outside(source.path).media_type, size=_size(source.path))
            return Seen(looker.look(file, _asked(source), seconds, waiting), known)

        self._session.look((self._asker, "look"), read, then, failed)

    def first_bytes(self, then: Callable[[BytesLook], None], failed: Callable[[Problem], None]) -> None:
        """The first bytes, whatever it is."""
        source = self.source

        def read(looker: Looker, file: Any, waiting: Waiting) -> BytesLook:
            if source.piece is not None:
                return quick_look.first_bytes(file, source.piece)
            return quick_look.first_bytes_outside(Path(str(source.path)))

        self._session.look((self._asker, "look"), read, then, failed)

    def page(
        self, number: int, scale: float, then: Callable[[Picture], None], failed: Callable[[Problem], None]
    ) -> None:
        """A page of a PDF, from 0; a scale of 1 is 72 dots per inch."""
        source = self.source
        self._session.look(
            (self._asker, "page"),
            lambda looker, file, waiting: looker.page(file, _asked(source), number, scale, PATIENT, waiting),
            then,
            failed,
        )

    def find(
        self, text: str, then: Callable[[tuple[FoundOnPage, ...]], None], failed: Callable[[Problem], None]
    ) -> None:
        """Where a text stands in a PDF."""
        source = self.source
        self._session.look(
            (self._asker, "find"),
            lambda looker, file, waiting: looker.find(file, _asked(source), text, PATIENT, waiting),
            then,
            failed,
        )

    def look_away(self) -> None:
        """Nobody waits for anything of it any more."""
        for what in ("look", "page", "find"):
            self._session.look_away((self._asker, what))


def _asked(source: Source) -> str | Path:
    return source.piece.uid if source.piece is not None else Path(str(source.path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
