"""The near end: asks the process that reads, waits for it, ends it where it takes too long, and checks what it says."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from srm_desktop.domain.look import FoundOnPage, Look, OwnDate, Picture
from srm_desktop.exchange.lens import frames, pipe, wire
from srm_desktop.exchange.lens.command import command, surroundings
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.problems import QUICK, CannotShow, too_long

T = TypeVar("T")

Waiting = Callable[[], None]
"""Called about every 20 ms while a file is read; may raise to stop."""

MOST_TEXT = 10_000_000
"""Characters of the text inside a file that are looked for, where nobody asks for fewer."""


LONGEST_NAME = 1_000
"""Characters of a name, or of what is searched for, that are told: a request must fit into the pipe."""

_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only


def just_wait() -> None:
    """Do nothing meanwhile."""


class Lens:
    """Reads files for looks in one process of its own, which is started at the first look, kept, and ended by `close`.

    For one thread at a time. Everything here raises CannotShow (TookTooLong after `seconds`) with a sentence that names
    the file; whatever `waiting` raises goes through. After either the next call works: where the process was ended or
    ended by itself, another one is started.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._child: subprocess.Popen[bytes] | None = None

    def look(self, piece: Piece, seconds: float = QUICK, waiting: Waiting = just_wait) -> Look:
        """What there is to show of a file."""
        return self._ask("look", piece, {}, wire.look, seconds, waiting)

    def page(
        self, piece: Piece, number: int, scale: float, seconds: float = QUICK, waiting: Waiting = just_wait
    ) -> Picture:
        """A page of a PDF, from 0, drawn; a scale of 1 is 72 dots per inch. Smaller where it would be too large.

        The document stays open for the next page until another one is read, or `let_go`.
        """
        return self._ask("page", piece, {"number": number, "scale": scale}, wire.picture, seconds, waiting)

    def find(
        self, piece: Piece, text: str, seconds: float = QUICK, waiting: Waiting = just_wait
    ) -> tuple[FoundOnPage, ...]:
        """Where a text stands in a PDF, upper and lower case alike; the first places only, where there are many."""
        return self._ask("find", piece, {"text": text[:LONGEST_NAME]}, wire.found_on_pages, seconds, waiting)

    def text(self, piece: Piece, most: int = MOST_TEXT, seconds: float = QUICK, waiting: Waiting = just_wait) -> str:
        """The text inside a file, to be searched: at most `most` characters of it, none where there is no text."""
        return self._ask("text", piece, {"most": most}, wire.text, seconds, waiting)[:most]

    def own_date(self, piece: Piece, seconds: float = QUICK, waiting: Waiting = just_wait) -> OwnDate | None:
        """When this state of the file was made, as it says itself; None where it does not, or what cannot be.

        A time without a zone is as the file has it: local to where it was made.
        """
        return self._ask("own_date", piece, {}, wire.own_date, seconds, waiting)

    def let_go(self) -> None:
        """Close the document that is kept open, so that its file can be removed (Windows holds on to open files)."""
        if self._child is not None:
            with contextlib.suppress(CannotShow):
                self._ask("let_go", Piece(Path(), "The document", ""), {}, wire.nothing, QUICK, just_wait)

    def close(self) -> None:
        """End the process, if there is one."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        child.wait()

    def __enter__(self) -> Lens:
        """Itself."""
        return self

    def __exit__(self, *failure: object) -> None:
        """Close it."""
        self.close()

    def _ask(
        self,
        what: str,
        piece: Piece,
        more: dict[str, object],
        understand: Callable[[Any, bytes], T],
        seconds: float,
        waiting: Waiting,
    ) -> T:
        until = time.monotonic() + seconds
        about = {
            "path": str(piece.path.resolve()),  # it runs in another folder
            "name": piece.name[:LONGEST_NAME],
            "media_type": piece.media_type,
            "size": piece.size,
        }
        answered = False
        try:
            self._send(frames.packed({"do": what, "seconds": seconds, **about, **more}))
            said, raw = frames.read(lambda most: self._take(most, piece.name, until, seconds, waiting))
            if type(said) is not dict or len(said) != 1:
                raise frames.BadFrame
            if "problem" in said:
                sentence = wire.a_text(said["problem"])
                answered = True
                raise CannotShow(sentence[:1000])
            found = understand(said.get("ok"), raw)
            answered = True
        except (frames.BadFrame, RecursionError, MemoryError) as error:
            raise CannotShow(f"{piece.name} could not be shown: what came of reading it makes no sense.") from error
        finally:
            if not answered:
                self.close()
        return found

    def _send(self, message: bytes) -> None:
        if self._child is not None and self._child.poll() is not None:
            self.close()
        if self._child is None:
            self._child = _started()
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(message)
            self._child.stdin.flush()
        except OSError as error:
            raise CannotShow("The process that reads files for previews ended; try again.") from error

    def _take(self, most: int, name: str, until: float, seconds: float, waiting: Waiting) -> bytes:
        assert self._child is not None and self._child.stdout is not None
        fd, data = self._child.stdout.fileno(), bytearray()
        while len(data) < most:
            waiting()
            left = until - time.monotonic()
            if left <= 0:
                raise too_long(name, seconds)
            came = pipe.arrived(fd, min(left, pipe.EVERY), most - len(data))
            if came == b"":
                raise CannotShow(
                    f"{name} could not be shown: reading it failed and was ended. It may be damaged, or take more"
                    " memory than a preview may use; extract it and open it in its own program."
                )
            data += came or b""
        return bytes(data)


def _started() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=Path(sys.executable).anchor or None,
            env=surroundings(),
            start_new_session=True,  # Ctrl+C in the terminal is for the program itself
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        raise CannotShow(f"Files cannot be shown here: {error.strerror or error}.") from error
