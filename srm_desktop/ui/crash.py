"""Reports about faults of the program that hold nothing of the user's: code lines, type names, and no values.

The message of an exception may quote a file, a statement or a piece of evidence. Of a message only that is kept which
the code itself wrote: constants of the module that raised it, names in the function, and words of the interpreter.
"""

from __future__ import annotations

import builtins
import contextlib
import linecache
import platform
import re
import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import NamedTuple

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from srm_desktop import __version__


class Report(NamedTuple):
    """What is told about a fault, and where it was written (None: nowhere)."""

    text: str
    path: Path | None


Show = Callable[[Report], None]
"""Shows a report."""

LEFT_OUT = "[...]"
"""Stands in a message for what was left out."""
MOST_REPORTS = 20
"""How many reports are kept in the folder; the oldest go first."""
MOST_SHOWN = 3
"""How often one and the same fault is shown, so that a fault while painting does not lock the user out."""

_LEAST = 4
"""Shorter pieces of text are not taken for constants of the code."""
_PACKAGE = Path(__file__).resolve().parent.parent
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’|`[^`]*`|<[^>]*>")
_INTERPRETER_SAYS = """
    a an and are argument arguments as attribute base be between bool bytes callable can cannot dict divide division
    enough expected float for from function given got has in index instance instances int invalid is item iterable
    key keyword length list literal local many missing module must None NoneType not object of only operand operands
    or out positional range required set slice str subscriptable supported takes the to too tuple type types
    unexpected unhashable unpack unsupported values variable was where with zero
"""
_INTERPRETER = frozenset(_INTERPRETER_SAYS.split())


def report(error: BaseException, now: datetime) -> str:
    """The report about an exception, in text of a few lines per frame."""
    head = (
        f"SRM Desktop {__version__}",
        f"{now:%Y-%m-%d %H:%M:%S} UTC",
        f"Python {platform.python_version()}, Qt {qVersion()} ({QGuiApplication.platformName() or 'no display'})",
        f"{platform.system()} {platform.release()} {platform.machine()}",
    )
    return "\n".join((*head, "", *_chain(error))) + "\n"


def _chain(error: BaseException) -> Iterator[str]:
    """The exception that came first, then what came of it, as Python prints them."""
    seen: set[int] = set()
    chain: list[tuple[BaseException, str]] = []
    current: BaseException | None = error
    because = ""
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        chain.append((current, because))
        if current.__cause__ is not None:
            current, because = current.__cause__, "That led to:"
        else:
            current = None if current.__suppress_context__ else current.__context__
            because = "While that was handled:"
    for one, joined in reversed(chain):
        yield from _one(one)
        if joined:
            yield from ("", joined, "")


def _one(error: BaseException) -> Iterator[str]:
    yield "Traceback, the last call last:"
    last: FrameType | None = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        last, code = frame, frame.f_code
        path = Path(code.co_filename)
        yield f"  {_place(path)}, line {number}, in {code.co_name}"
        if _ours(path):
            yield f"    {linecache.getline(code.co_filename, number).strip()}"
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    message = _message(error, last)
    yield f"{name}: {message}" if message else name
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _one(inner)


def _ours(path: Path) -> bool:
    return _PACKAGE in path.parents


def _place(path: Path) -> str:
    """A file of code without the folders that name a user or a machine."""
    if _ours(path):
        return f"{_PACKAGE.name}/{path.relative_to(_PACKAGE).as_posix()}"
    parts = path.parts
    for root in ("site-packages", "dist-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) + 1 :])
    library = Path(sysconfig.get_path("stdlib"))
    return f"python/{path.relative_to(library).as_posix()}" if library in path.parents else "elsewhere"


def _message(error: BaseException, frame: FrameType | None) -> str:
    """What may be told of a message: what stands in the code that raised it, and how the system numbers the error."""
    number = getattr(error, "sqlite_errorname", "") or (f"errno {error.errno}" if isinstance(error, OSError) else "")
    if isinstance(error, OSError) and type(error).__module__ == "builtins":
        return number
    try:
        text = str(error)
    except Exception:  # a message that cannot be made must not stop the report
        return number
    ours = frame is not None and _ours(Path(frame.f_code.co_filename))
    kept = _written_by(_constants(frame), text) if ours and frame is not None else ""
    if not kept and type(error) is getattr(builtins, type(error).__name__, None):
        kept = _said_by_python(text, _names(frame.f_code) if ours and frame is not None else frozenset())
    return " ".join(filter(None, (kept or (LEFT_OUT if text else ""), number and f"({number})")))


def _constants(frame: FrameType) -> set[str]:
    """The texts that stand in the functions of the module in which something was raised."""
    values = list(frame.f_globals.values())
    values += [inner for value in values if isinstance(value, type) for inner in vars(value).values()]
    codes = [frame.f_code, *(value.__code__ for value in values if isinstance(value, FunctionType))]
    found: set[str] = set()
    while codes:
        code = codes.pop()
        if _ours(Path(code.co_filename)):
            found |= {constant for constant in code.co_consts if isinstance(constant, str)}
            codes += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return found


def _written_by(constants: Iterable[str], text: str) -> str:
    """The pieces of a message that are constants of the code, with what was put between them left out."""
    text = _QUOTED.sub(LEFT_OUT, text)
    spoken = (c for c in constants if len(c.strip()) >= _LEAST and " " in c)
    inside = sorted((c for c in spoken if c in text), key=len, reverse=True)
    if not inside:
        return ""
    found = re.split("(" + "|".join(map(re.escape, inside)) + ")", text)
    return "".join(piece if n % 2 else (LEFT_OUT if piece.strip() else piece) for n, piece in enumerate(found)).strip()


def _names(code: CodeType) -> frozenset[str]:
    return frozenset((*code.co_names, *code.co_varnames, *code.co_freevars))


def _said_by_python(text: str, names: frozenset[str]) -> str:
    """A message of the interpreter: its own words and names that stand in the code; all else is left out."""
    known = _INTERPRETER | names
    bare = _QUOTED.sub(lambda found: found[0] if found[0][1:-1] in known else LEFT_OUT, text)
    kept: list[str] = []
    for token in bare.split():
        word = re.sub(r"\W", "", token)
        said = token if (not word and len(token) < _LEAST) or word in known else LEFT_OUT
        if not (said == LEFT_OUT and kept and kept[-1] == LEFT_OUT):
            kept.append(said)
    return "" if kept == [LEFT_OUT] else " ".join(kept)


class Crashes:
    """Writes and shows reports; `handle` takes an exception from anywhere on the window's thread."""

    def __init__(self, folder: Path, show: Show) -> None:
        """Reports go into `folder`, which is made when the first one is written."""
        self._folder = folder
        self._show = show
        self._showing = False
        self._times: dict[str, int] = {}

    def handle(self, error: BaseException) -> None:
        """Write a report and show it. Never raises."""
        now = datetime.now(UTC)
        text = report(error, now)
        fault = "\n".join(_chain(error))
        self._times[fault] = self._times.get(fault, 0) + 1
        if self._times[fault] > MOST_SHOWN:
            return
        path = self._write(text, now)
        if self._showing:
            return
        self._showing = True
        try:
            self._show(Report(text, path))
        except Exception as second:  # the dialog itself is at fault: the file must do
            sys.stderr.write(report(second, now))
        finally:
            self._showing = False

    def _write(self, text: str, now: datetime) -> Path | None:
        path = self._folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            for old in sorted(self._folder.glob("crash-*.txt"))[:-MOST_REPORTS]:
                with contextlib.suppress(OSError):
                    old.unlink()
        except OSError:
            return None
        return path


def show_report(parent: QWidget | None, report: Report) -> None:
    """Show a report in a dialog until it is closed."""
    from srm_desktop.ui.dialogs.crash_report import show_crash

    show_crash(parent, report.text, report.path)


def install(report_folder: Path, show: Show) -> Crashes:
    """From now on every exception that nobody caught is written to a report and shown.

    Ctrl+C in a terminal still ends the program. Returns what to hand exceptions to that were caught elsewhere.
    """
    crashes = Crashes(report_folder, show)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            crashes.handle(error)

    sys.excepthook = hook
    return crashes
