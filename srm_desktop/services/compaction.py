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
    """What compacting would erase, largest first, and how many bytes that is."""

    unused: tuple[Unused, ...]

    @property
    def size(self) -> int:
        """Bytes that would be erased."""
        return sum(one.size for one in self.unused)


def plan(file: Assessment) -> Plan:
    """What no evidence uses any more: bytes of pieces that were removed, or whose attaching was taken back."""
    return Plan(compaction.unused(file))


def compact(file: Assessment, wanted: Plan, progress: Tell = tell_nobody) -> Changes:
    """Erase what a plan says, as a step that cannot be taken back; nobody reads the file while it shrinks at the end.

    Steps that would need these bytes again can no longer be taken back or repeated. `progress` is in bytes, and must
    not raise: half of it would be no way to stop. Raises BadValue where there is nothing to erase.
    """
    if not wanted.unused:
        raise BadValue("There is nothing to compact: every byte in the file is used by evidence.")
    count = len(wanted.unused)
    what = "bytes of 1 removed piece" if count == 1 else f"bytes of {count:,} removed pieces"
    return compaction.erase(file, wanted.unused, f"Compact: erase {what} ({size_text(wanted.size)})", progress)
