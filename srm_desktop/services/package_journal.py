"""The journal as a package holds it: whole, but for notes, and for what is about controls that are not handed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from srm_desktop.storage import journal
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

if TYPE_CHECKING:
    from srm_desktop.exchange.package_content import PackageContent
    from srm_desktop.exchange.package_journal import JournalEntry
    from srm_desktop.services.package import Choice

_ON_CONTROLS = {"mark", "work", "overrule", "objective_result"}


def entries_of(file: Assessment, content: PackageContent, choice: Choice) -> Iterator[JournalEntry]:
    """The entries up to the head of `content`, oldest first, with what has to stay out of them marked.

    With a choice of controls, entries on others, and on pieces that are not in the package, show only that they are
    there; the name of a step stays out too where anything of the step does.
    """
    from srm_desktop.exchange.package_journal import JournalEntry

    told = None if choice.keys is None else _Told(content)
    named = _steps(file, content, told) if told else set()
    for row in journal.entries(file):
        if row.seq > content.matrix.head.length:
            return
        yield JournalEntry(
            row.seq, row.at, row.step, row.kind, row.name, row.who, row.target, row.entity, row.key, row.old, row.new,
            row.sha256, hidden=told is not None and not told.of(row), quiet=told is not None and row.step not in named,
            note=not choice.with_notes,
        )  # fmt: skip


class _Told:
    """Which entries may be told: those on controls and pieces of the package, and those on neither."""

    def __init__(self, content: PackageContent) -> None:
        self._controls = {control.row.key for control in content.matrix.controls}
        self._pieces = {entry.piece.uid for entry in content.evidence}

    def of(self, row: Any) -> bool:
        """Whether this entry may be told."""
        key = json.loads(row.key)
        if row.entity in _ON_CONTROLS:
            return key[0] in self._controls
        if row.entity == "link":
            return key[0] in self._controls and key[2] in self._pieces
        if row.entity == "erased":  # it names what was taken out, whatever that served
            return False
        return row.entity != "evidence" or key[0] in self._pieces


def _steps(file: Assessment, content: PackageContent, told: _Told) -> set[int]:
    """The steps of which every entry may be told: the name of another one may speak of what is left out."""
    seen: set[int] = set()
    hidden: set[int] = set()
    for row in journal.entries(file):
        if row.seq > content.matrix.head.length:
            break
        (seen if told.of(row) else hidden).add(row.step)
    return seen - hidden
