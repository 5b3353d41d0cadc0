"""The far end: reads files as it is asked to, one after the other, until nobody asks any more.

Nothing here is imported by the program itself. Whatever goes wrong with a file becomes a sentence about it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from srm_desktop.domain.problems import Problem
from srm_desktop.exchange.lens import frames, wire
from srm_desktop.exchange.lens.guard import Forbidden, Guard
from srm_desktop.exchange.lens.piece import Piece

_PIECE = 1 << 20


def main() -> None:
    """Answer until the other end closes."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)  # what a library prints must not get between the answers
    sys.setrecursionlimit(2_000)
    guard = Guard()
    guard.begin()
    while True:
        try:
            asked, _ = frames.read(_take)
        except EOFError:
            return
        guard.reading = asked["path"]
        guard.allow_seconds(asked["seconds"])
        _write(answers, _answer(asked))


def _answer(asked: dict[str, Any]) -> bytes:
    name = asked["name"]
    try:
        value, raw = wire.told(_done(asked))
        return frames.packed({"ok": value}, raw)
    except Problem as problem:
        return frames.packed({"problem": problem.sentence})
    except (MemoryError, frames.BadFrame):
        return frames.packed(
            {"problem": f"{name} needs more memory than a preview may use; extract it and open it in its own program."}
        )
    except Forbidden:
        return frames.packed({"problem": f"{name} asks for something that no file needs to be shown; it is not read."})
    except Exception:  # readers meet what nobody thought of; the sentence is all that the user can use of it
        return frames.packed(
            {"problem": f"{name} is damaged or not what it seems to be, and cannot be shown; its bytes are unchanged."}
        )


def _done(asked: dict[str, Any]) -> object:
    from srm_desktop.exchange.lens import readers

    piece = Piece(Path(asked["path"]), asked["name"], asked["media_type"], asked["size"])
    match asked["do"]:
        case "look":
            return readers.look(piece)
        case "page":
            return readers.page(piece, asked["number"], asked["scale"])
        case "find":
            return readers.find(piece, asked["text"])
        case "text":
            return readers.text(piece, asked["most"])
        case "own_date":
            return readers.own_date(piece)
        case _:
            readers.let_go()
            return None


def _take(most: int) -> bytes:
    data = bytearray()
    while len(data) < most:
        came = os.read(0, most - len(data))
        if not came:
            raise EOFError
        data += came
    return bytes(data)


def _write(fd: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(fd, left[:_PIECE]) :]
