"""Proving that a file is what it was."""

from __future__ import annotations

import re

from srm_desktop.domain.assessment import Fault, Head, Verdict
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.services import reading_inside
from srm_desktop.storage import verify as storage_verify
from srm_desktop.storage import words_proof
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment


def verify(file: Assessment, anchor: Head | None = None, progress: Tell = tell_nobody) -> Verdict:
    """Read every byte, every catalog and every journal entry again and name what is wrong and which evidence it hits.

    With an anchor (head and length that an earlier export printed) a journal that was cut or rewritten is found too.
    """
    verdict = storage_verify.verify(file, progress)
    fault = storage_verify.anchor_fault(file, anchor) if anchor else None
    return verdict._replace(faults=(*verdict.faults, fault)) if fault else verdict


def renew_search(file: Assessment) -> None:
    """Make the word search anew of the texts of the catalogs, and forget what was read inside evidence.

    The way out where verification finds them to differ; `reading_inside.catch_up` reads the evidence again.
    """
    words_proof.renew(file)
    reading_inside.forget(file)


def tail(file: Assessment) -> list[Fault]:
    """What is wrong with the end of the journal; quick, to be looked at whenever a file is opened."""
    return storage_verify.tail(file)


def parse_anchor(text: str) -> Head:
    """The head and length in `HEAD:LENGTH`, as exports print them. Raises BadValue."""
    found = re.fullmatch(r"\s*([0-9a-fA-F]{64}):(\d+)\s*", text)
    if not found:
        raise BadValue(f"{text!r} is not an anchor; it looks like HEAD:LENGTH, as the cover of an export shows it.")
    return Head(found[1].lower(), int(found[2]))
