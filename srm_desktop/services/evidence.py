"""What is known of the evidence: the list, its dates and words, its links, and getting it out again."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.assessment import TEXTS, Changes, Evidence, EvidenceRow, Link
from srm_desktop.domain.filenames import folded, safe_name, unlike
from srm_desktop.domain.freshness import Period, Rule
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.problems import BadValue, Problem, UnknownEvidence
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.domain.responsibility import shorten
from srm_desktop.domain.vocabulary import Acceptance
from srm_desktop.services import versions
from srm_desktop.services.attach import check_collected
from srm_desktop.services.board import board, check_place
from srm_desktop.services.held import Board
from srm_desktop.storage import content, journal
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.problems import Damaged


class CannotExtract(Problem):
    """A piece could not be written to where it was asked for."""


def listed(file: Assessment) -> tuple[EvidenceRow, ...]:
    """All evidence in the order it came in, with the controls it serves, and as fresh as the strictest of them says."""
    with file.reading():
        held = board(file)
        serves = _serves(held)
        return tuple(_row(held, piece, serves.get(uid, [])) for uid, piece in held.evidence.items())


def served(file: Assessment, uid: str) -> tuple[str, ...]:
    """The keys of the controls that a piece serves, in catalog order."""
    with file.reading():
        return tuple(_serves(board(file)).get(uid, ()))


def _serves(held: Board) -> dict[str, list[str]]:
    serves: dict[str, list[str]] = {}
    for key in held.outlines:
        for link in held.links.get(key, ()):
            keys = serves.setdefault(link.evidence, [])
            if key not in keys:
                keys.append(key)
    return serves


def _row(held: Board, piece: Evidence, keys: Sequence[str]) -> EvidenceRow:
    ids, fresh, rules = tuple(id_of(k) for k in keys), held.freshness(piece, keys), held.rules_for(piece, keys)
    older = held.evidence[piece.supersedes].id if piece.supersedes in held.evidence else ""
    return EvidenceRow(piece, ids, fresh, tuple(keys), *held.newer_than(piece.uid), older, rules)


def piece_named(file: Assessment, name: str) -> Evidence:
    """The piece that `name` means: its id (`E-12`, `e12`, `12`) or its uid. Raises UnknownEvidence."""
    digits = name.strip().upper().removeprefix("E").lstrip("-")
    with file.reading():
        for piece in board(file).evidence.values():
            if name == piece.uid or (digits.isdigit() and int(digits) == piece.number):
                return piece
    raise UnknownEvidence(f"There is no evidence {name!r} in this assessment.")


class LinkPlace(NamedTuple):
    """Where in a piece to look for a control (its key) or a part of it."""

    control: str
    part: str
    place: str


class Edit(NamedTuple):
    """What is to be changed on pieces; None leaves a field as it is, and "" as a rule leaves it to their controls.

    `confirmed` says that the days on which they were collected are right as they were guessed. `places` are for links
    of one piece.
    """

    title: str | None = None
    source: str | None = None
    note: str | None = None
    collected: date | None = None
    covers: Period | None = None
    account: str | None = None
    region: str | None = None
    method: str | None = None
    collector: str | None = None
    population: str | None = None
    confidentiality: str | None = None
    acceptance: Acceptance | None = None
    fresh: Rule | str | None = None
    confirmed: bool = False
    places: tuple[LinkPlace, ...] = ()


def edit(file: Assessment, uids: Sequence[str], changed: Edit) -> Changes:
    """Change what is known of pieces of evidence, as one step; a date that a person gives is no longer a guess.

    An empty title leaves the one that stands. Raises UnknownEvidence, also for a place of a link that is not there;
    BadValue for impossible dates, and for places of several pieces at once.
    """
    _check_known(file, uids)
    check_collected(file, changed.collected)
    if changed.places and len(uids) != 1:
        raise BadValue("A place to look belongs to one piece; name one.")
    for place in changed.places:
        _check_linked(file, uids[0], place)
    if changed.covers and changed.covers.start and changed.covers.end and changed.covers.end < changed.covers.start:
        raise BadValue(f"The period ends ({changed.covers.end}) before it begins ({changed.covers.start}).")
    fields = _edited(changed)
    with journal.step(file, _edit_name(file, uids, changed)) as step:
        step.put_all("evidence", {(uid,): fields for uid in uids})
        step.put_all("link", {(p.control, p.part, uids[0]): {"place": p.place.strip()} for p in changed.places})
        changes = journal.changes_of(step)
    return file.record(changes)


def _check_linked(file: Assessment, uid: str, place: LinkPlace) -> None:
    with file.reading():
        links = board(file).links.get(place.control, ())
    if not any(link.evidence == uid and link.part == place.part for link in links):
        named = f"part {place.part} of {id_of(place.control)}" if place.part else id_of(place.control)
        raise UnknownEvidence(f"The evidence is not linked to {named}; a place belongs to a link.")


def words_used(file: Assessment) -> dict[str, tuple[str, ...]]:
    """What is written in the text fields of all pieces but titles and notes, by field, in alphabetical order."""
    with file.reading():
        pieces = board(file).evidence.values()
    fields = [name for name in TEXTS if name not in ("title", "note")]
    return {name: tuple(sorted({getattr(p, name) for p in pieces} - {""}, key=str.casefold)) for name in fields}


def links_of(file: Assessment, uid: str) -> tuple[Link, ...]:
    """The links of a piece, in the order of the controls."""
    with file.reading():
        held = board(file)
        return tuple(link for key in held.outlines for link in held.links.get(key, ()) if link.evidence == uid)


def _edited(changed: Edit) -> dict[str, object]:
    fields: dict[str, object] = {name: value.strip() for name in TEXTS if (value := getattr(changed, name)) is not None}
    if fields.get("title") == "":
        del fields["title"]
    if changed.collected is not None:
        fields["collected"] = changed.collected.isoformat()
    if changed.collected is not None or changed.confirmed:
        fields |= {"collected_guessed": 0, "guessed_from": ""}
    if changed.covers is not None:
        start, end = changed.covers.start, changed.covers.end
        fields["period_from"] = start.isoformat() if start else None
        fields["period_to"] = end.isoformat() if end else None
    if changed.acceptance is not None:
        fields["acceptance"] = changed.acceptance.value
    if changed.fresh is not None:
        fields["fresh"] = str(changed.fresh)
    return fields


def _edit_name(file: Assessment, uids: Sequence[str], changed: Edit) -> str:
    if changed == Edit(confirmed=True):
        return f"Confirm when {_names(file, uids)} was collected"
    verbs = {Acceptance.ACCEPTED: "Accept", Acceptance.REJECTED: "Reject", Acceptance.NOT_CHECKED: "Check again"}
    only = changed.acceptance is not None and changed == Edit(acceptance=changed.acceptance)
    verb = verbs[changed.acceptance] if only and changed.acceptance is not None else "Edit"
    return f"{verb} {_names(file, uids)}"


def confirm_dates(file: Assessment, uids: Sequence[str]) -> Changes:
    """Confirm the days on which pieces were collected as they were guessed, as one step."""
    return edit(file, uids, Edit(confirmed=True))


def link(file: Assessment, keys: Iterable[str], uids: Sequence[str], part: str = "") -> Changes:
    """Let pieces that are in the file serve controls too, as one step."""
    keys = list(keys)
    check_place(file, keys, part)
    _check_known(file, uids)
    with journal.step(file, f"Link {_names(file, uids)} to {shorten([id_of(k) for k in keys], 2)}") as step:
        wanted = [(key, part, uid) for key in keys for uid in uids]
        there = step.present("link", wanted)
        step.put_all("link", {k: {"place": ""} for k in wanted if k not in there})
        changes = journal.changes_of(step)
    return file.record(changes)


def set_place(file: Assessment, key: str, part: str, uid: str, place: str) -> Changes:
    """Say where in a piece to look for this control ("p. 12", a sheet), as one step."""
    check_place(file, [key], part)
    _check_known(file, [uid])
    with journal.step(file, f"Edit place in {_names(file, [uid])}") as step:
        if not step.present("link", [(key, part, uid)]):
            raise UnknownEvidence(f"{id_of(key)} does not have this evidence any more; nothing was changed.")
        step.put("link", (key, part, uid), {"place": place.strip()})
        changes = journal.changes_of(step)
    return file.record(changes)


def detach(file: Assessment, key: str, uids: Sequence[str]) -> Changes:
    """Take pieces off a control, as one step; the pieces themselves stay in the file."""
    with journal.step(file, f"Detach {_names(file, uids)} from {id_of(key)}") as step:
        gone = [(o.control, o.part, o.evidence) for o in board(file).links.get(key, ()) if o.evidence in set(uids)]
        step.put_all("link", dict.fromkeys(gone))
        changes = journal.changes_of(step)
    return file.record(changes)


def remove(file: Assessment, uids: Sequence[str]) -> Changes:
    """Take pieces out of the assessment with all their links, as one step; undo brings them back.

    Where one goes from among several versions, the newer one supersedes the one before it.
    """
    wanted = set(uids)
    with journal.step(file, f"Remove {_names(file, uids)}") as step:
        links = [o for some in board(file).links.values() for o in some if o.evidence in wanted]
        step.put_all("link", {(o.control, o.part, o.evidence): None for o in links})
        step.put_all("evidence", versions.closing_up(file, wanted))
        step.put_all("evidence", {(uid,): None for uid in uids})
        changes = journal.changes_of(step)
    return file.record(changes)


def _check_known(file: Assessment, uids: Iterable[str]) -> None:
    with file.reading():
        pieces = board(file).evidence
        if unknown := next((uid for uid in uids if uid not in pieces), None):
            raise UnknownEvidence(f"There is no evidence {unknown!r} in this assessment.")


def _names(file: Assessment, uids: Sequence[str]) -> str:
    pieces = board(file).evidence
    return shorten([pieces[u].name for u in uids if u in pieces], 1) or "evidence"


def read_start(file: Assessment, uid: str, most: int) -> bytes:
    """The first bytes of a piece, at most `most`, for a preview."""
    data = b""
    with file.reading():
        _check_known(file, [uid])
        sha256 = board(file).evidence[uid].sha256
    for chunk in content.read(file, sha256):
        data += chunk[: most - len(data)]
        if len(data) >= most:
            break
    return data


def extract(
    file: Assessment,
    uids: Sequence[str] | None,
    folder: Path,
    progress: Tell = tell_nobody,
) -> list[Path]:
    """Write pieces (all where `uids` is None) into a folder under safe names, and return their paths.

    Nothing in the folder is overwritten. What is written is compared with the hash it was imported under; a piece that
    differs is not left there. Raises CannotExtract or Damaged.
    """
    _check_known(file, uids or ())
    with file.reading():
        held = board(file).evidence
        pieces = list(held.values()) if uids is None else [held[u] for u in uids]
    if folder.exists() and not folder.is_dir():
        raise CannotExtract(f"{folder} is a file, not a folder; nothing was written.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = {folded(p.name) for p in folder.iterdir()}
    except OSError as error:
        raise CannotExtract(f"{folder} cannot be written to ({error.strerror or error}).") from error
    total, done = sum(p.size for p in pieces), 0
    written: list[Path] = []
    try:
        for piece in pieces:
            target = folder / unlike(safe_name(f"{piece.id} {piece.name}", piece.id), taken)
            _write_out(file, piece, target)
            written.append(target)
            done += piece.size
            progress(done, total)
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return written


def _write_out(file: Assessment, piece: Evidence, target: Path) -> None:
    import hashlib

    digest = hashlib.sha256()
    try:
        with target.open("xb") as out:
            try:
                for chunk in content.read(file, piece.sha256):
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
                if digest.hexdigest() != piece.sha256:
                    raise Damaged(f"{piece.id} {piece.name} is not what was imported any more; nothing was written.")
            except BaseException:
                with contextlib.suppress(OSError):
                    target.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise CannotExtract(f"{target} cannot be written ({error.strerror or error}); nothing was kept.") from error


__all__ = [
    "CannotExtract",
    "Edit",
    "LinkPlace",
    "confirm_dates",
    "detach",
    "edit",
    "extract",
    "link",
    "links_of",
    "listed",
    "piece_named",
    "read_start",
    "remove",
    "set_place",
    "words_used",
]  # fmt: skip
