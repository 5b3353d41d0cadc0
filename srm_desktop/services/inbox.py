"""The inbox: files that wait to become evidence, and pieces that serve no control yet.

Nothing of it is written into the assessment before it is taken, and nothing is ever deleted or moved on the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.services.attach import NOTHING_KNOWN, Attached, Facts, Pasted, Places, attach_each
from srm_desktop.services.board import board
from srm_desktop.services.held import Board
from srm_desktop.services.proposals import Names, Proposal, proposals
from srm_desktop.services.watching import Scan, Seen, scan
from srm_desktop.storage import reading_evidence
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

SETTLED = 2.0
"""For how many seconds a file must not have changed: before that it may still be written."""

TAKEN = "taken:"
"""In front of a key among the ignored ones: it was attached, and does not come back as long as its bytes are there."""

_CHUNK = 1 << 20


class Waiting(NamedTuple):
    """Something in the inbox. `key` is what it is known again by, also as ignored; `size` is in bytes, `modified` UTC.

    `path` is where a file lies; None for a piece that is in the assessment. `known` is the uid of the piece, or of the
    one that has the same bytes as the file, and `known_id` what people call it (`E-12`). `dropped` says that it was
    brought here, and lies in no watched folder.
    """

    key: str
    name: str
    size: int
    modified: datetime
    proposals: tuple[Proposal, ...] = ()
    path: Path | None = None
    known: str = ""
    dropped: bool = False
    ignored: bool = False
    known_id: str = ""

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Where its name says for sure that it goes."""
        return tuple(one.place for one in self.proposals if one.sure)


class Inbox(NamedTuple):
    """What waits, files first; with it what was ignored, if that was asked for.

    `ignored` is how many are ignored in all; `settling` how many files were changed a moment ago and come later;
    `missing` are folders that cannot be reached; `folders` are those that were looked into; `more` says that there are
    more files than are looked at.
    """

    waiting: tuple[Waiting, ...] = ()
    ignored: int = 0
    settling: int = 0
    missing: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    more: bool = False

    @property
    def number(self) -> int:
        """How many wait."""
        return sum(not one.ignored for one in self.waiting)


class Memory:
    """What looking once leaves for the next time: names that were read, and hashes of files that have not changed.

    It holds as long as the same assessment with the same catalogs is open.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self.names: Names | None = None
        self.hashes: dict[str, str] = {}


def waiting(
    file: Assessment,
    folders: Iterable[Path],
    dropped: Iterable[Path] = (),
    ignored: Collection[str] = (),
    *,
    with_ignored: bool = False,
    memory: Memory | None = None,
    progress: Tell = tell_nobody,
) -> Inbox:
    """What waits: files in watched folders that are not in the file yet, files that were dropped, unlinked pieces.

    A file in a watched folder whose bytes are in the file waits only where its name says for sure that it belongs to a
    control which that piece does not serve. `memory` is what one call leaves for the next. Reads no file but those that
    have the size of a piece.
    """
    watched, brought = scan(folders, progress), scan(dropped, progress)
    memory = memory or Memory()
    with file.reading():
        held = board(file)
        pieces = _Pieces(held) if watched.files or brought.files else None
        loose = [held.evidence[uid] for uid in reading_evidence.unlinked(file)]
    if memory.names is None and (pieces is not None or loose):
        memory.names = Names(file)
    found = _Found(memory, pieces, set(ignored), file.clock(), progress)
    own = {one.path for one in watched.files}
    for one in brought.files:
        if one.path not in own:
            found.take(one, dropped=True)
    for one in watched.files:
        found.take(one, dropped=False)
    for piece in loose:
        found.take_piece(piece)
    shown = [one for one in found.found if with_ignored or not one.ignored]
    return _inbox(shown, found, watched, brought)


def _inbox(shown: list[Waiting], found: _Found, watched: Scan, brought: Scan) -> Inbox:
    return Inbox(
        tuple(shown),
        sum(one.ignored for one in found.found),
        found.settling,
        watched.missing,
        watched.folders,
        watched.more or brought.more,
    )


class _Pieces:
    """What is in the file already: pieces by size and hash, and what each serves."""

    def __init__(self, held: Board) -> None:
        self.by_hash = {piece.sha256: piece.uid for piece in reversed(held.evidence.values())}
        self.ids = {piece.uid: piece.id for piece in held.evidence.values()}
        self.sizes = {piece.size for piece in held.evidence.values()}
        self.serves = {(link.evidence, link.control, link.part) for some in held.links.values() for link in some}
        self.wholes = {(uid, control) for uid, control, _ in self.serves}
        self.later = held.later

    def serve(self, uid: str, places: Places) -> bool:
        """Whether a piece, or a version after it that took its place, serves all of these."""
        line = (uid, *self.later(uid))
        return all(
            any((one, key, letter) in self.serves for one in line for letter in {part, ""})
            if part
            else any((one, key) in self.wholes for one in line)
            for key, part in places
        )


class _Found:
    """Gathers what waits."""

    def __init__(
        self,
        memory: Memory,
        pieces: _Pieces | None,
        ignored: set[str],
        now: datetime,
        progress: Tell,
    ) -> None:
        self._memory, self._pieces, self._ignored = memory, pieces, ignored
        self._hashes, self._now, self._progress = memory.hashes, now, progress
        self.found: list[Waiting] = []
        self.settling = 0

    def take(self, seen: Seen, *, dropped: bool) -> None:
        """A file, if it waits."""
        self._progress(len(self.found), 0)
        if 0 <= self._now.timestamp() - seen.changed / 1e9 < SETTLED:
            self.settling += 1
            return
        known = self._known(seen)
        name = seen.path.name.encode("utf-8", "replace").decode()
        made = Waiting(
            seen.mark, name, seen.size, _moment(seen.changed), self._proposed(name), seen.path, known, dropped,
            seen.mark in self._ignored, self._pieces.ids[known] if self._pieces and known else "",
        )  # fmt: skip
        if not (known and self._is_done(made)):
            self.found.append(made)

    def _is_done(self, one: Waiting) -> bool:
        """Whether a file that is in the assessment needs no more looking at."""
        if TAKEN + one.key in self._ignored:
            return True
        if one.ignored:  # it can be brought back, so it is among the ignored ones
            return False
        return not one.dropped and self._pieces is not None and self._pieces.serve(one.known, one.places)

    def take_piece(self, piece: Evidence) -> None:
        """A piece that serves no control."""
        key = f"piece:{piece.uid}"
        given = self._proposed(piece.name)
        ignored = key in self._ignored
        self.found.append(
            Waiting(key, piece.name, piece.size, piece.imported, given, None, piece.uid, False, ignored, piece.id)
        )

    def _proposed(self, name: str) -> tuple[Proposal, ...]:
        return self._memory.names.proposals(name) if self._memory.names else ()

    def _known(self, seen: Seen) -> str:
        """The uid of the piece with the same bytes; a file that cannot be read is said when it is taken."""
        if self._pieces is None or seen.size not in self._pieces.sizes:
            return ""
        if seen.mark not in self._hashes:
            digest = hashlib.sha256()
            try:
                with seen.path.open("rb", buffering=0) as stream:
                    while chunk := stream.read(_CHUNK):
                        digest.update(chunk)
                        self._progress(len(self.found), 0)
            except OSError:
                return ""
            self._hashes[seen.mark] = digest.hexdigest()
        return self._pieces.by_hash.get(self._hashes[seen.mark], "")


def _moment(nanoseconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(nanoseconds / 1e9, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def take(
    file: Assessment,
    wanted: Sequence[tuple[Waiting, Places]],
    facts: Facts = NOTHING_KNOWN,
    progress: Tell = tell_nobody,
) -> Attached:
    """Attach what waits to controls and parts, each to its own, as one step: all of it or none.

    Raises BadValue where one has nowhere to go, and what `attach` raises.
    """
    if nowhere := next((one for one, places in wanted if not places), None):
        raise BadValue(f"Choose what {nowhere.name} serves first; nothing was attached.")
    files: list[tuple[Path | Pasted, Places]] = [(one.path, places) for one, places in wanted if one.path is not None]
    also = {one.known: tuple(places) for one, places in wanted if one.path is None}
    return attach_each(file, files, facts, also=also, progress=progress)


def proposed(found: Iterable[Waiting]) -> list[tuple[Waiting, tuple[tuple[str, str], ...]]]:
    """What can go where its name says, without anybody looking: with its places."""
    return [(one, one.places) for one in found if one.places and not one.ignored]


__all__ = ["Inbox", "Memory", "Proposal", "Waiting", "proposals", "proposed", "take", "waiting"]
