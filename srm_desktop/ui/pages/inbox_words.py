"""What the inbox says: its keys, what waits, which folders are watched, what is known of a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from srm_desktop.services.inbox import Inbox, Waiting
from srm_desktop.ui.pages.dates import plural

INBOX_KEYS = (
    ("Enter", "Attach to what is ticked, and on to the next"),
    ("Space", "Leave it for later, and on to the next"),
    ("Letters, digits", "Find a control to add; Enter ticks the first that is found"),
    ("Tab", "To the controls: Space ticks one, or no longer"),
    ("Delete", "Ignore it; where ignored ones are shown, bring it back"),
    ("Ctrl+Shift+Enter", "Attach all whose names are sure"),
)
"""Keys in the inbox, for the sheet of keys."""

EVERY = "Attach all sure ones"
HINT = "Enter attaches, Space leaves it for later, letters and digits find a control"


def number_text(held: Inbox, sure: int, *, looking: bool) -> str:
    """How many things wait, and of how many it is sure where they go."""
    waits = plural(held.number, "waits", "wait") if held.number else "looking…" if looking else "nothing waits"
    return f"{waits}, {sure} sure of their control" if sure else waits


def watched_text(held: Inbox, folders: Sequence[Path]) -> str:
    """Which folders are watched, and what keeps files in them from waiting."""
    told = f"Watching {', '.join(folder.name or str(folder) for folder in folders)}" if folders else ""
    if held.missing:
        gone = ", ".join(str(path) for path in held.missing)
        told += f"  ·  {gone} cannot be reached at the moment"
    if held.settling:
        told += f"  ·  {plural(held.settling, 'file is', 'files are')} still being written"
    if held.more:
        told += "  ·  there are more files than are looked at"
    return told.removeprefix("  ·  ")


def empty_text(folders: Sequence[Path]) -> str:
    """What waits here, told while nothing does."""
    if not folders:
        return "Files that you drop anywhere in the window wait here, and so do new files in folders that you watch."
    names = ", ".join(folder.name for folder in folders)
    return f"New files in {names} wait here, and so does what you drop anywhere in the window."


def known_text(one: Waiting) -> str:
    """What is known of something that waits and has its bytes in the assessment already; else empty."""
    if one.path is None:
        return f"{one.known_id} is in the assessment and serves no control yet."
    if one.known_id:
        return f"The same bytes are {one.known_id} already: it will be linked instead of stored."
    return ""
