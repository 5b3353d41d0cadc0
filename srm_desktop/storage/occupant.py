"""Who has an assessment open: a small note beside the file, written on opening, removed on closing.

The note only informs; what keeps a second writer out is SQLite's own lock. A note left behind by a crash is replaced at
the next opening.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from datetime import datetime
from pathlib import Path


def note_path(path: Path) -> Path:
    """Where the note for an assessment lies: `~$name.srma`, hidden beside it as office programs do."""
    return path.with_name("~$" + path.name)


def announce(path: Path, who: str, since: datetime) -> None:
    """Write down who has the file; where that cannot be written, opening goes on without it."""
    note = {"who": who, "host": socket.gethostname(), "process": os.getpid(), "since": since.isoformat()}
    with contextlib.suppress(OSError):
        note_path(path).write_text(json.dumps(note), encoding="utf-8")


def leave(path: Path) -> None:
    """Remove our note; one that another process wrote meanwhile, about a file that took this one's place, stays."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        note = json.loads(note_path(path).read_text(encoding="utf-8"))
        if (note["process"], note["host"]) == (os.getpid(), socket.gethostname()):
            note_path(path).unlink(missing_ok=True)


def sentence(path: Path) -> str:
    """Who has the file, as the sentence shown to the second opener."""
    try:
        note = json.loads(note_path(path).read_text(encoding="utf-8"))
        who, host, process = str(note["who"])[:80], str(note["host"])[:80], int(note["process"])
    except (OSError, ValueError, KeyError, TypeError):
        return f"{path.name} is open in another program."
    return f"{path.name} is open in another window of {who} on {host} (process {process})."
