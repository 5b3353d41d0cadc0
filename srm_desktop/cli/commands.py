"""From the name of a command to what does it."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from srm_desktop.cli import catalogs, describing, handing, inbox, looking, pieces, proving, reading, searching, writing

_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "new": writing.new,
    "sample": writing.sample,
    "info": reading.info,
    "services": writing.services,
    "controls": reading.controls,
    "show": reading.show,
    "set": writing.mark,
    "attach": writing.attach,
    "describe": describing.describe,
    "inbox": inbox.inbox,
    "evidence": reading.evidence,
    "look": looking.look,
    "search": searching.search,
    "compare": pieces.compare,
    "extract": handing.extract,
    "import": catalogs.import_,
    "export": handing.export,
    "package": handing.package,
    "verify": proving.verify,
    "compact": pieces.compact,
    "history": proving.history,
    "undo": writing.undo,
}


def run(args: argparse.Namespace) -> int:
    """Do what was typed and return the exit code."""
    return _COMMANDS[args.command](args)
