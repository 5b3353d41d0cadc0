"""Writing to the terminal or a pipe: aligned text, JSON, progress. Text from files cannot steer the terminal."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
import textwrap
import time
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from types import TracebackType

from srm_desktop.cli import stopping
from srm_desktop.domain.problems import Problem

WIDTH = 100
"""The widest running text, in characters."""

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def prepare_streams() -> None:
    """Let output survive an encoding that lacks a character."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            with contextlib.suppress(ValueError, OSError):
                reconfigure(errors="replace")


def visible(text: str) -> str:
    """Text in which what would steer a terminal or turn its direction is written out, as `\\x1b`."""
    return _STEERING.sub(lambda m: m.group().encode("ascii", "backslashreplace").decode(), _low(text))


def _low(text: str) -> str:
    """The first characters, for which there is no Unicode escape in `backslashreplace`."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f]", lambda m: f"\\x{ord(m.group()):02x}", text)


def one_line(text: str) -> str:
    """Text on one line, safe to print."""
    return visible(re.sub(r"\s*[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*", " ", text.strip()))


def say(text: str = "") -> None:
    """Print text to standard output."""
    _write(visible(text) + "\n")


def as_json(value: object) -> None:
    """Print data as JSON, in characters that every encoding has."""
    _write(json.dumps(value, indent=2) + "\n")


def complain(sentence: str) -> None:
    """Print one line to standard error."""
    with contextlib.suppress(OSError, ValueError):
        print(one_line(sentence), file=sys.stderr, flush=True)


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        _mute()


def flush() -> None:
    """Send what is printed on its way; a reader who has read enough is no failure."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _mute()
    except OSError as error:
        _mute()
        raise Problem(f"The output could not be written: {error.strerror or error}.") from error


def _mute() -> None:
    """Send the rest nowhere, also what Python flushes when it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def moment(at: datetime) -> str:
    """A time as people here read it: local, to the minute."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)


def _fill(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _cut(text: str, most: int) -> str:
    if _width(text) <= most:
        return text
    while text and _width(text) > most - 3:
        text = text[:-1]
    return text.rstrip() + "..."


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, give: int = 1) -> None:
    """Print rows under headings, aligned; on a terminal the column `give` gives way so that lines do not wrap."""
    cells = [[one_line(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(_width(row[n]) for row in cells) for n in range(len(headings))]
    if sys.stdout.isatty():
        over = sum(widths) + 2 * (len(widths) - 1) - shutil.get_terminal_size().columns
        widths[give] = max(20, widths[give] - over) if over > 0 and widths[give] > 20 else widths[give]
    for row in cells:
        row[give] = _cut(row[give], widths[give])
        _write("  ".join(_fill(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n")


def pairs(entries: Sequence[tuple[str, str]]) -> None:
    """Print labels and values below each other, aligned; what is empty is left out."""
    shown = [(label, one_line(value)) for label, value in entries if value]
    width = max((len(label) for label, _ in shown), default=0)
    for label, value in shown:
        _write(f"  {label:<{width}}  {value}\n")


def paragraph(text: str, indent: str = "  ", first: str | None = None) -> None:
    """Print running text, wrapped; its own line breaks stay. `first` stands before the first line."""
    width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    before = indent if first is None else first
    for line in visible(text.strip()).splitlines() or [""]:
        _write(textwrap.fill(line, width, initial_indent=before, subsequent_indent=indent) + "\n")
        before = indent


def section(title: str) -> None:
    """Print the heading of a section."""
    _write(f"\n{one_line(title)}\n")


class Progress:
    """Progress on standard error, only on a terminal and only for what takes longer than half a second."""

    def __init__(self, what: str, *, stops: bool = True) -> None:
        """Call it `what`; Ctrl+C stops it unless half of it would be worse than all."""
        self._what = what
        self._stops = stops
        self._shown = bool(sys.stderr) and sys.stderr.isatty()
        self._next = time.monotonic() + 0.5
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        """Tell how much is done of how much, as `domain.progress.Tell` does; the place to stop at after Ctrl+C."""
        if self._stops:
            stopping.check()
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + 0.1
            self._put(f"{self._what} {100 * done // total:3d} %" if total else f"{self._what}, {done} found so far")

    def __enter__(self) -> Progress:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take the line away."""
        if self._width:
            self._put("")
            print(end="\r", file=sys.stderr, flush=True)

    def _put(self, line: str) -> None:
        """Write over the line before."""
        print(f"\r{line:<{self._width}}", end="", file=sys.stderr, flush=True)
        self._width = len(line)
