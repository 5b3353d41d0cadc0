"""A look at evidence: at a piece in the assessment, or at a file that is not in it yet.

Window and command line share it. The readers run in a process of their own (`exchange.lens`); what a piece holds is
written for them into a private folder under a neutral name, and taken away with the next piece or at the end.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from srm_desktop.domain import kinds
from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.look import FoundOnPage, Look, OwnDate, Picture
from srm_desktop.domain.problems import UnknownEvidence
from srm_desktop.domain.sizes import size_text
from srm_desktop.exchange.lens import PATIENT, QUICK, CannotShow, CannotTry, Lens, Piece, TookTooLong
from srm_desktop.exchange.lens.lens import MOST_TEXT, Waiting, just_wait
from srm_desktop.exchange.lens.problems import too_long
from srm_desktop.exchange.media_type import SAMPLE, media_type
from srm_desktop.services.board import board
from srm_desktop.services.leftovers import private_folder, remove
from srm_desktop.storage import content
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

T = TypeVar("T")

Source = str | Path
"""What is looked at: the uid of a piece in the assessment, or the path of a file outside of it."""

BEGINNING = 8_000_000
"""Bytes that are taken out of a piece of which only the beginning is shown."""

LARGEST = 1_000_000_000
"""Bytes of a piece that is taken out as a whole."""

CHANGED = "What is stored is not what was imported: its SHA-256 differs. Verify the assessment."


class _Kept(NamedTuple):
    """A piece that was taken out: what it is, how much of it there is, and whether it is what was imported."""

    sha256: str
    most: int
    piece: Piece
    sound: bool


class Looker:
    """Looks at one thing after another; `close` ends the process that reads and takes away what was written for it.

    For one thread at a time. Everything raises CannotShow (TookTooLong after `seconds`, taking out included) with a
    sentence, or UnknownEvidence; `waiting` is called about every 20 ms and may raise to stop.
    """

    def __init__(self) -> None:
        """Nothing is started or written yet."""
        self._lens = Lens()
        self._folder: Path | None = None
        self._kept: _Kept | None = None

    def look(
        self, file: Assessment | None, source: Source, seconds: float = QUICK, waiting: Waiting = just_wait
    ) -> Look:
        """What there is to show, with a note where the bytes are not those that were imported."""
        piece, left = self._ready(file, source, seconds, waiting)
        found = self._told(seconds, lambda: self._lens.look(piece, left(), waiting), piece)
        if self._kept is not None and self._kept.piece == piece and not self._kept.sound:
            return found._replace(notes=(CHANGED, *found.notes))
        return found

    def page(
        self,
        file: Assessment | None,
        source: Source,
        number: int,
        scale: float,
        seconds: float = QUICK,
        waiting: Waiting = just_wait,
    ) -> Picture:
        """A page of a PDF, from 0, drawn; a scale of 1 is 72 dots per inch. Smaller where it would be too large."""
        piece, left = self._ready(file, source, seconds, waiting)
        return self._told(seconds, lambda: self._lens.page(piece, number, scale, left(), waiting), piece)

    def find(
        self,
        file: Assessment | None,
        source: Source,
        text: str,
        seconds: float = QUICK,
        waiting: Waiting = just_wait,
    ) -> tuple[FoundOnPage, ...]:
        """Where a text stands in a PDF, upper and lower case alike; nowhere in other files."""
        piece, left = self._ready(file, source, seconds, waiting)
        return self._told(seconds, lambda: self._lens.find(piece, text, left(), waiting), piece)

    def text(
        self,
        file: Assessment | None,
        source: Source,
        most: int = MOST_TEXT,
        seconds: float = PATIENT,
        waiting: Waiting = just_wait,
    ) -> str:
        """The text inside, to be searched: at most `most` characters, none where there is no text."""
        piece, left = self._ready(file, source, seconds, waiting, most * 4)
        return self._told(seconds, lambda: self._lens.text(piece, most, left(), waiting), piece)

    def own_date(
        self, file: Assessment | None, source: Source, seconds: float = QUICK, waiting: Waiting = just_wait
    ) -> OwnDate | None:
        """When this state of it was made, as it says itself; None where it does not say so."""
        piece, left = self._ready(file, source, seconds, waiting)
        return self._told(seconds, lambda: self._lens.own_date(piece, left(), waiting), piece)

    def let_go(self) -> None:
        """Take away what was written for the last look; the process stays ready."""
        self._kept = None
        if self._folder is not None:
            self._lens.let_go()
            folder, self._folder = self._folder, None
            remove(folder)

    def close(self) -> None:
        """End the process and take away what was written. The next look starts anew."""
        self._lens.close()
        self.let_go()

    def __enter__(self) -> Looker:
        """Itself."""
        return self

    def __exit__(self, *failure: object) -> None:
        """Close it."""
        self.close()

    def _ready(
        self, file: Assessment | None, source: Source, seconds: float, waiting: Waiting, most: int = BEGINNING
    ) -> tuple[Piece, Callable[[], float]]:
        """The piece as a file, and how many seconds are left at any time after."""
        until = time.monotonic() + seconds
        if isinstance(source, Path):
            piece = outside(source)
        else:
            known = _known(file, source)
            try:
                piece = self._taken_out(file, known, most, until, waiting)
            except TimeoutError:
                raise too_long(known.name, seconds) from None
        return piece, lambda: max(0.01, until - time.monotonic())

    def _told(self, seconds: float, ask: Callable[[], T], piece: Piece) -> T:
        """What was asked for; a time limit is told as it was given and not as what was left of it."""
        try:
            return ask()
        except TookTooLong:
            raise too_long(piece.name, seconds) from None

    def _taken_out(self, file: Assessment | None, known: Evidence, most: int, until: float, waiting: Waiting) -> Piece:
        """The piece in our folder. Raises TimeoutError where there is no time left, CannotShow where it cannot be."""
        most = LARGEST if kinds.needs_whole(known.media_type) else min(most, known.size)
        kept = self._kept
        if kept is not None and kept.sha256 == known.sha256 and kept.most >= most:
            return kept.piece._replace(name=known.name, media_type=known.media_type)
        if most == LARGEST < known.size:
            raise CannotShow(
                f"{known.name} has {size_text(known.size)}, more than is shown here; extract it and open it in its own"
                " program."
            )
        assert file is not None
        self.let_go()
        try:
            self._folder = private_folder()
            piece = Piece(self._folder / "piece", known.name, known.media_type, known.size)
            digest = _write(file, known.sha256, piece.path, most, until, waiting)
        except BaseException as error:
            self.let_go()
            if isinstance(error, OSError) and not isinstance(error, TimeoutError):
                raise CannotTry(f"{known.name} cannot be taken out to be shown: {error.strerror or error}.") from error
            raise
        self._kept = _Kept(known.sha256, most, piece, most < known.size or digest == known.sha256)
        return piece


def outside(path: Path) -> Piece:
    """A file outside the assessment, of the kind that its first bytes tell. Raises CannotShow."""
    piece = Piece(path, path.name, "")
    if path.exists() and not path.is_file():
        raise CannotShow(f"{path.name} is no file and cannot be shown.")  # a folder, or a pipe that may never end
    return piece._replace(media_type=media_type(piece.start(SAMPLE), path.name))


def _known(file: Assessment | None, uid: str) -> Evidence:
    if file is not None:
        with file.reading():
            if (piece := board(file).evidence.get(uid)) is not None:
                return piece
    raise UnknownEvidence(f"There is no evidence {uid!r} in this assessment.")


def _write(file: Assessment, sha256: str, target: Path, most: int, until: float, waiting: Waiting) -> str:
    """Write the first bytes of a content, and return the SHA-256 of what was written."""
    digest, left = hashlib.sha256(), most
    with target.open("xb") as out:
        for chunk in content.read(file, sha256):
            waiting()
            if time.monotonic() > until:
                raise TimeoutError
            digest.update(chunk[:left])
            out.write(chunk[:left])
            left -= len(chunk)
            if left <= 0:
                break
    return digest.hexdigest()


__all__ = ["PATIENT", "QUICK", "CannotShow", "CannotTry", "Looker", "Source", "TookTooLong", "outside"]
