"""Versions of evidence: a newer piece supersedes an older one, which stays readable; links follow where asked to.

Every version is a piece with an id of its own, so that an id in a matrix that was handed over means the same bytes for
ever.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from srm_desktop.domain.assessment import Changes, Evidence
from srm_desktop.domain.problems import BadValue, UnknownEvidence
from srm_desktop.services.board import board
from srm_desktop.storage import journal
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment


class Renewal(NamedTuple):
    """That a piece becomes the next version of another (its uid), and which controls go over to it (their keys).

    Links that go over keep their part and place; the other controls keep the older version.
    """

    of: str
    controls: frozenset[str]


TAKEN_OVER = ("source", "account", "region", "method", "collector", "population", "confidentiality")
"""What a new version takes over from the one before, where nothing else is said of it."""


def line_of(file: Assessment, uid: str) -> tuple[Evidence, ...]:
    """All versions of the piece that one of them is, oldest first. Raises UnknownEvidence."""
    with file.reading():
        held = board(file)
        pieces = held.evidence
        if uid not in pieces:
            raise UnknownEvidence(f"There is no evidence {uid!r} in this assessment.")
        line = [pieces[uid]]
        while older := pieces.get(line[0].supersedes):
            line.insert(0, older)
        while newer := pieces.get(held.newer.get(line[-1].uid, "")):
            line.append(newer)
        return tuple(line)


def supersede(file: Assessment, renews: Renewal, uid: str) -> Changes:
    """Let a piece that is in the file be the next version of another one, as one step.

    Raises UnknownEvidence, or BadValue where one of them has its place in a line of versions already.
    """
    older = renewable(file, renews.of)
    with file.reading():
        if uid not in board(file).evidence:
            raise UnknownEvidence(f"There is no evidence {uid!r} in this assessment.")
        name = board(file).evidence[uid].id
    row = row_of(file, older, uid, None)
    with journal.step(file, f"Renew {older.id} with {name}") as step:
        step.put("evidence", (uid,), row)
        move_links(file, step, older.uid, uid, renews.controls)
        changes = journal.changes_of(step)
    return file.record(changes)


def renewable(file: Assessment, uid: str, sources: int = 1) -> Evidence:
    """The piece that is to be renewed by so many files. Raises UnknownEvidence, or BadValue where it makes no sense."""
    with file.reading():
        held = board(file)
        piece = held.evidence.get(uid)
        newer = held.evidence.get(held.newer.get(uid, ""))
    if piece is None:
        raise UnknownEvidence("The piece that was to be renewed is not in this assessment any more.")
    if sources != 1:
        raise BadValue(f"One file renews one piece; {sources} were given for {piece.id}.")
    if newer is not None:
        raise BadValue(f"{piece.id} has a newer version already, {newer.id}; renew that one.")
    return piece


def row_of(file: Assessment, older: Evidence, uid: str, made: Mapping[str, Any] | None) -> dict[str, object]:
    """What is to be written of the piece that supersedes another: `made` are the fields of a new one, None if it is
    there already.

    A new one takes over title, rule of freshness and what was known of the older; never its dates. Raises BadValue for
    a piece that is the older one itself or belongs to a line of versions already.
    """
    follows: dict[str, object] = {"version": older.version + 1, "supersedes": older.uid}
    if made is not None:
        kept = {name: getattr(older, name) for name in TAKEN_OVER if not made[name]}
        return {**made, **kept, "title": older.title, "fresh": str(older.fresh or ""), **follows}
    if uid == older.uid:
        raise BadValue(f"This is {older.id} itself, byte for byte; there is nothing to renew.")
    with file.reading():
        held = board(file)
        piece = held.evidence[uid]
        if piece.supersedes or uid in held.newer:
            raise BadValue(f"{piece.id} is a version of another piece already; {older.id} was not renewed.")
    return follows


def move_links(file: Assessment, step: journal.Step, old: str, new: str, keys: Collection[str]) -> None:
    """Let controls look at another piece in the same place; a link that is there already stays as it is."""
    held = board(file).links
    places = {(one.control, one.part): one.place for key in keys for one in held.get(key, ()) if one.evidence == old}
    there = step.present("link", [(*at, new) for at in places])
    step.put_all("link", {(*at, old): None for at in places})
    step.put_all("link", {(*at, new): {"place": place} for at, place in places.items() if (*at, new) not in there})
