"""Proving that a file is what it was."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from srm_desktop.domain.assessment import Fault, Head, Verdict
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.storage import reading, texts_proof, words_proof
from srm_desktop.storage import verify as storage_verify
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.problems import Damaged

if TYPE_CHECKING:
    from srm_desktop.services.rescue import Rescued

ANCHOR = re.compile(r"\s*([0-9a-fA-F]{64}):(\d{1,12})\s*")
"""The form of an anchor."""

_DUE = timedelta(days=7)


def verify(file: Assessment, anchor: Head | None = None, progress: Tell = tell_nobody) -> Verdict:
    """Read every byte, every catalog and every journal entry again and name what is wrong and which evidence it hits.

    With an anchor (head and length that an earlier export printed) a journal that was cut or rewritten is found too.
    """
    verdict = storage_verify.verify(file, progress)
    fault = storage_verify.anchor_fault(file, anchor) if anchor else None
    return verdict._replace(faults=(*verdict.faults, fault)) if fault else verdict


def rescue(
    file: Assessment, folder: Path, verdict: Verdict, progress: Tell = tell_nobody, *, program_version: str = ""
) -> Rescued:
    """Write everything that is sound into a folder, and what is not into a report; see `services.rescue`."""
    from srm_desktop.services import rescue as rescuing  # it knows the exports, which verifying does without

    return rescuing.rescue(file, folder, verdict, progress, program_version=program_version)


def renew_search(file: Assessment) -> None:
    """Make both word searches anew of the texts: the way out where verification finds them to differ."""
    words_proof.renew(file)
    texts_proof.renew(file)


def tail(file: Assessment) -> list[Fault]:
    """What is wrong with the end of the journal; quick, to be looked at whenever a file is opened."""
    return storage_verify.tail(file)


def parse_anchor(text: str) -> Head:
    """The head and length in `HEAD:LENGTH`, as exports print them. Raises BadValue."""
    found = ANCHOR.fullmatch(text)
    if not found:
        raise BadValue(f"{text!r} is not an anchor; it looks like HEAD:LENGTH, as the cover of an export shows it.")
    return Head(found[1].lower(), int(found[2]))


def identity(file: Assessment) -> str:
    """What an assessment is known by, whatever its file is called; empty where that cannot be read."""
    try:
        return str(reading.settings(file).get("id", ""))
    except Damaged:
        return ""


def is_due(last: str, now: datetime) -> bool:
    """Whether a full check should be offered: the last one that was fine (or the first opening) is older than a week.

    `last` is an ISO time; one that makes no sense, or lies in the future, counts as none.
    """
    try:
        then = datetime.fromisoformat(last)
        return not now - _DUE <= then <= now
    except (ValueError, TypeError):
        return True
