"""Compacting: bytes of removed evidence leave the file for good; the journal and all hashes stay."""

from __future__ import annotations

from typing import NamedTuple

from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.domain.sizes import size_text
from srm_desktop.storage import compaction
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.compaction import Unused

__all__ = ["Plan", "Unused", "compact", "plan"]


class Plan(NamedTuple):
    """What compacting would erase, largest first; `spare` bytes of the file are room that nothing uses already."""

    unused: tuple[Unused, ...]
    spare: int = 0

    @property
    def size(self) -> int:
        """Bytes that would be erased."""
        return sum(one.size for one in self.unused)

    @property
    def worth(self) -> bool:
        """Whether compacting would change anything worth the time."""
        return bool(self.unused) or self.spare >= WORTH


WORTH = 1 << 20
"""Spare room of fewer bytes than this is left to what comes in next."""


def plan(file: Assessment) -> Plan:
    """What no evidence uses any more: bytes of pieces that were removed, or whose attaching was taken back."""
    with file.reading():
        return Plan(compaction.unused(file), file.spare())


def compact(file: Assessment, wanted: Plan, progress: Tell = tell_nobody) -> Changes:
    """Erase what a plan says, as a step that cannot be taken back; nobody reads the file while it shrinks at the end.

    Steps that would need these bytes again can no longer be taken back or repeated. Bytes that a piece uses again since
    the plan was made stay. `progress` is in bytes, and must not raise: half of it would be no way to stop. Raises
    BadValue where there is nothing to erase; CannotWrite where the disk has no room for the smaller file.
    """
    now = plan(file)
    unused = tuple(one for one in wanted.unused if one in now.unused)
    if not unused and not now.worth:
        raise BadValue(NOTHING)
    if not unused:
        compaction.shrink(file)
        return Changes()
    return compaction.erase(file, unused, _name(unused), progress)


STAYS = (
    "The journal and all hashes stay. Steps that need these bytes, and steps before them, can no longer be taken back"
    " or repeated."
)
"""What compacting leaves, and what it takes."""

NOTHING = "There is nothing to compact: every byte in the file is used by evidence."


def _name(unused: tuple[Unused, ...]) -> str:
    what = "bytes of 1 removed piece" if len(unused) == 1 else f"bytes of {len(unused):,} removed pieces"
    return f"Compact: erase {what} ({size_text(sum(one.size for one in unused))})"
