"""The command line: the same use cases as the window, without Qt. What a command needs is imported when it runs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from srm_desktop.cli import arguments, parser, printing, stopping
from srm_desktop.domain.problems import Problem

DONE, FOUND, USAGE, FAILED = range(4)
"""Exit codes: done; a check found something; wrong usage; an expected failure."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; one line on standard error says what went wrong."""
    printing.prepare_streams()
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        printing.flush()
    except SystemExit as done:  # argparse, after --help or a usage error
        code = done.code if isinstance(done.code, int) else FAILED
        printing.flush()
    except arguments.WrongUsage as wrong:
        return _fail(USAGE, str(wrong))
    except Problem as problem:
        return _fail(FAILED, problem.sentence)
    except KeyboardInterrupt:
        return _fail(FAILED, stopping.STOPPED)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _fail(FAILED, f"{where}{error.strerror or error}.")
    except Exception:
        if not stopping.insisted():
            raise
        return _fail(FAILED, stopping.STOPPED)
    return code


def _fail(code: int, sentence: str) -> int:
    printing.complain(sentence)
    return code


def _run(argv: list[str]) -> int:
    if not argv:
        return _window(None)
    first = argv[0]
    if first == "--lens" and len(argv) == 1:  # a frozen program starts itself so; see exchange.lens.command
        from srm_desktop.services.lens_child import serve

        serve()
        return DONE
    if len(argv) == 1 and not first.startswith("-") and first not in parser.COMMANDS:
        path = Path(first)
        if not path.exists() and path.suffix != ".srma":
            raise arguments.WrongUsage(f"There is neither a command nor a file {first!r}; see srm-desktop --help.")
        return _window(path)
    args = parser.build().parse_args(argv)
    from srm_desktop.cli.commands import run

    with stopping.at_safe_places():
        return run(args)


def _window(path: Path | None) -> int:
    gc.disable()  # nothing of what is imported is garbage: looking through it takes a fifth of the start
    try:
        # Before Qt: shiboken reads the source of every module that is imported after it.
        from srm_desktop.services import assessments, listing, todo, walk  # noqa: F401, I001
        from srm_desktop.app import main as window
    except ImportError as error:
        raise Problem(f"The window cannot be opened here ({error}); the commands work without it.") from error
    return window(path)  # enables it again
