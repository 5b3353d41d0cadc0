"""Versions of evidence: a newer piece supersedes an older one, which stays readable; links follow where asked to.

Every version is a piece with an id of its own, so that an id in a matrix that was handed over means the same bytes for
ever.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from unicodedata import normalize

from srm_desktop.domain.assessment import TEXTS, Changes, Evidence
from srm_desktop.domain.filenames import stem
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


TAKEN_OVER = tuple(name for name in TEXTS if name not in ("title", "note"))
"""What a new version takes over from the one before, where nothing else is said of it."""


def line_of(file: Assessment, uid: str) -> tuple[Evidence, ...]:
    """All versions of the piece that one of them is, oldest first. Raises UnknownEvidence."""
    with file.reading():
        held = board(file)
        pieces = held.evidence
        if uid not in pieces:
            raise UnknownEvidence(f"There is no evidence {uid!r} in this assessment.")
        line, seen = [pieces[uid]], {uid}  # seen: a file that was tampered with may lead round in a circle
        while (older := pieces.get(line[0].supersedes)) and older.uid not in seen:
            line.insert(0, older)
            seen.add(older.uid)
        while (newer := pieces.get(held.newer.get(line[-1].uid, ""))) and newer.uid not in seen:
            line.append(newer)
            seen.add(newer.uid)
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

    A new one takes over the rule of freshness, what was known of the older, and its title if a person gave it one;
    never its dates. Raises BadValue for a piece that is the older one itself or belongs to a line of versions already.
    """
    follows: dict[str, object] = {"version": older.version + 1, "supersedes": older.uid}
    if made is not None:
        kept = {name: getattr(older, name) for name in TAKEN_OVER if not made[name]}
        named = older.title != stem(older.name) and made["title"] == stem(str(made["name"]))
        title = older.title if named else made["title"]
        return {**made, **kept, "title": title, "fresh": str(older.fresh or ""), **follows}
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


def closing_up(file: Assessment, gone: Collection[str]) -> dict[journal.Key, journal.Fields]:
    """What is to be written of the versions after pieces that go: each supersedes the nearest older one that stays."""
    pieces = board(file).evidence
    rows: dict[journal.Key, journal.Fields] = {}
    for piece in pieces.values():
        if piece.supersedes in gone and piece.uid not in gone:
            line = [one.uid for one in line_of(file, piece.uid)]
            older = [uid for uid in line[: line.index(piece.uid)] if uid not in gone]
            rows[(piece.uid,)] = {"supersedes": older[-1] if older else ""}
    return rows


def twin(file: Assessment, key: str, uids: Collection[str]) -> tuple[Evidence, Evidence] | None:
    """A piece that just came to a control and the only other one there of the same name: (older, newer).

    None where there is no such pair or more than one, or where one of them has its place in a line of versions already.
    """
    with file.reading():
        held = board(file)
        here = [held.evidence[uid] for uid in dict.fromkeys(link.evidence for link in held.links.get(key, ()))]
        pairs = [
            (older, newer)
            for newer in here
            for older in here
            if newer.uid in uids and older.uid not in uids and _called(older) == _called(newer)
            if older.uid not in held.newer and newer.uid not in held.newer and not newer.supersedes
        ]
    return pairs[0] if len(pairs) == 1 else None


def _called(piece: Evidence) -> str:
    return normalize("NFC", piece.name).casefold()
