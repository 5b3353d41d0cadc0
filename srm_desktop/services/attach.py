"""Attaching evidence: bytes stream into the file, and one last transaction makes all of it visible, or none."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from srm_desktop.domain.assessment import TEXTS, Changes
from srm_desktop.domain.filenames import stem
from srm_desktop.domain.freshness import ALWAYS, Period
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.problems import BadValue, Problem
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.domain.responsibility import shorten
from srm_desktop.services import versions
from srm_desktop.services.board import check_place
from srm_desktop.services.source_files import CannotRead, files_under
from srm_desktop.services.taking_in import Pasted, Taken, better_guessed, size_of, take_all
from srm_desktop.services.versions import Renewal
from srm_desktop.storage import compaction, journal, reading_evidence
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.content import Stager


class Facts(NamedTuple):
    """What is known of the pieces that are attached together.

    Without `collected` the day is guessed: from what a file says itself, else from its time. The texts are as on
    `Evidence`; a title is for one piece alone.
    """

    collected: date | None = None
    covers: Period = ALWAYS
    title: str = ""
    source: str = ""
    account: str = ""
    region: str = ""
    method: str = ""
    collector: str = ""
    population: str = ""
    confidentiality: str = ""
    note: str = ""


NOTHING_KNOWN = Facts()


class Attached(NamedTuple):
    """What came of it: ids of new pieces, ids of pieces that were there already and are now linked too.

    `came_as` are the names of the files that were found to be those of `linked`, in the same order. `twins` are files
    with the bytes of another one that came with them: name, and the uid of their piece.
    """

    changes: Changes
    new: tuple[str, ...]
    linked: tuple[str, ...]
    came_as: tuple[str, ...] = ()
    twins: tuple[tuple[str, str], ...] = ()


Places = Sequence[tuple[str, str]]
"""Where a piece goes: the key of a control and the letter of a part, which is empty for the control as a whole."""


def attach(
    file: Assessment,
    keys: Sequence[str],
    sources: Sequence[Path | Pasted],
    facts: Facts = NOTHING_KNOWN,
    *,
    part: str = "",
    renews: Renewal | None = None,
    progress: Tell = tell_nobody,
) -> Attached:
    """Attach files (no folders; see `files_under`) or pasted data to controls, as one step: all of it or none.

    The same bytes are stored once: a piece that is there already is linked instead. With `renews` the one file becomes
    the next version of a piece and is linked to `keys` beside the controls that go over to it. Raises CannotRead for a
    file that is missing, unreadable, empty, a folder or this assessment itself; UnknownControl; BadValue where there is
    nothing to attach, the period is upside down, or the piece cannot be renewed so. `progress` is told how many files
    there are until their sizes are known, then bytes.
    """
    if renews is not None:
        versions.renewable(file, renews.of, len(sources))
    places = [(key, part) for key in keys]
    return attach_each(file, [(source, places) for source in sources], facts, renews=renews, progress=progress)


def attach_each(
    file: Assessment,
    wanted: Sequence[tuple[Path | Pasted, Places]],
    facts: Facts = NOTHING_KNOWN,
    *,
    also: Mapping[str, Places] = MappingProxyType({}),
    renews: Renewal | None = None,
    progress: Tell = tell_nobody,
) -> Attached:
    """As `attach`, each file to places of its own. `also` links pieces of the file, by uid, in the same step."""
    for key, part in dict.fromkeys(place for some in (*(p for _, p in wanted), *also.values()) for place in some):
        check_place(file, [key], part)
    check_collected(file, facts.collected)
    sources = [source for source, _ in wanted]
    if not sources and not also:
        raise BadValue("There is no file to attach.")
    if facts.covers.start and facts.covers.end and facts.covers.end < facts.covers.start:
        raise BadValue(f"The period ends ({facts.covers.end}) before it begins ({facts.covers.start}).")
    total = 0
    for source in sources:
        progress(len(sources), 0)
        total += size_of(file, source)
    compaction.finish(file)  # else bytes that are half erased would pass for being there
    stager = Stager(file)
    try:
        taken = take_all(file, stager, sources, total, progress)
        stager.flush()
        if facts.collected is None:
            taken = better_guessed(file, sources, taken, lambda: progress(total, total))
        return _acknowledge(file, [places for _, places in wanted], taken, facts, renews, also)
    except BaseException:
        with contextlib.suppress(Problem):  # what cannot be cleared away now goes at the next opening
            stager.discard()
        raise
    finally:
        stager.close()


def check_collected(file: Assessment, day: date | None) -> None:
    """Refuse a day of collection that lies ahead; tomorrow may be today elsewhere in the world."""
    if day is not None and day > file.clock().astimezone().date() + timedelta(days=1):
        raise BadValue(f"Evidence cannot have been collected on {day}, which lies ahead.")


def _acknowledge(
    file: Assessment,
    places: Sequence[Places],
    taken: Sequence[Taken],
    facts: Facts,
    renews: Renewal | None,
    also: Mapping[str, Places],
) -> Attached:
    """The last transaction: contents become visible together with evidence, links and the journal."""
    with file.reading():
        known = reading_evidence.pieces_with(file, [item.staged.sha256 for item in taken])
        number = reading_evidence.highest_number(file)
    pieces: dict[journal.Key, journal.Fields] = {}
    links: dict[journal.Key, journal.Fields] = {
        (key, part, uid): {"place": ""} for uid, some in also.items() for key, part in some
    }
    uids: dict[str, str] = {}
    linked: dict[str, str] = {}
    twins: list[tuple[str, str]] = []
    for item, some in zip(taken, places, strict=True):
        sha256 = item.staged.sha256
        if sha256 in uids:
            twins.append((item.name, uids[sha256]))
        elif sha256 in known:
            uids[sha256] = known[sha256]
            linked[known[sha256]] = item.name
        else:
            uids[sha256] = file.new_id()
            number += 1
            pieces[(uids[sha256],)] = _fields(item, number, facts, file.clock(), only=len(taken) == 1)
        links |= {(key, part, uids[sha256]): {"place": ""} for key, part in some}
    if renews is not None:
        return _renew(file, renews, taken[0], pieces, uids[taken[0].staged.sha256], links)
    with journal.step(file, _name(file, taken, also, list(dict.fromkeys(key for key, _, _ in links)))) as step:
        _reveal(step, taken)
        step.put_all("evidence", pieces)
        there = step.present("link", list(links))
        step.put_all("link", {k: f for k, f in links.items() if k not in there})
        changes = journal.changes_of(step)
    new = tuple(key[0] for key in pieces)
    return Attached(file.record(changes), new, tuple(linked), tuple(linked.values()), tuple(twins))


def _reveal(step: journal.Step, taken: Sequence[Taken]) -> None:
    """Make contents visible; bytes that were erased once and come in again are erased no longer."""
    step.reveal([item.staged for item in taken])
    step.put_all("erased", {(item.staged.sha256,): None for item in taken})


def _renew(
    file: Assessment,
    renews: Renewal,
    item: Taken,
    pieces: dict[journal.Key, journal.Fields],
    uid: str,
    links: dict[journal.Key, journal.Fields],
) -> Attached:
    """The last transaction of a new version: a new piece, or one that is there already and holds the same bytes."""
    older = versions.renewable(file, renews.of)
    row = versions.row_of(file, older, uid, pieces.get((uid,)))
    with journal.step(file, f"Renew {older.id} with {item.name}") as step:
        _reveal(step, [item])
        step.put("evidence", (uid,), row)
        versions.move_links(file, step, older.uid, uid, renews.controls)
        there = step.present("link", list(links))
        step.put_all("link", {k: f for k, f in links.items() if k not in there})
        changes = journal.changes_of(step)
    made = (uid,) in pieces
    return Attached(file.record(changes), (uid,) if made else (), () if made else (uid,), () if made else (item.name,))


def _fields(item: Taken, number: int, facts: Facts, now: datetime, *, only: bool) -> journal.Fields:
    covers = facts.covers
    return {
        "number": number,
        "name": item.name,
        "title": facts.title.strip() if facts.title.strip() and only else stem(item.name),
        "sha256": item.staged.sha256,
        "media_type": item.media_type,
        "collected": (facts.collected or item.day).isoformat(),
        "collected_guessed": int(facts.collected is None),
        "period_from": covers.start.isoformat() if covers.start else None,
        "period_to": covers.end.isoformat() if covers.end else None,
        "imported": now.isoformat(timespec="milliseconds"),
        "version": 1,
        "guessed_from": "" if facts.collected else item.said_by,
        **{name: getattr(facts, name).strip() for name in TEXTS if name != "title"},
    }


def _name(file: Assessment, taken: Sequence[Taken], also: Collection[str], keys: Sequence[str]) -> str:
    names = [item.name for item in taken]
    if len(taken) + len(also) == 1 and also:
        names = [one.name for one in reading_evidence.evidence(file, also).values()]
    what = names[0] if len(taken) + len(also) == 1 and names else f"{len(taken) + len(also)} files"
    verb = "Attach" if taken else "Link"
    return f"{verb} {what}" + (f" to {shorten([id_of(k) for k in keys], 2)}" if keys else "")


def said_of_linked(file: Assessment, attached: Attached) -> str:
    """A sentence about files whose bytes were in the assessment already; empty where there was none."""
    with file.reading():
        again = (*zip(attached.came_as, attached.linked, strict=True), *attached.twins)
        pieces = reading_evidence.evidence(file, {uid for _, uid in again}) if again else {}
    if not again:
        return ""
    if len(again) == 1:
        return f"{again[0][0]} is {pieces[again[0][1]].id} already; linked instead of stored."
    ids = [piece.id for piece in pieces.values()]
    return f"{len(again)} files are in the assessment already ({shorten(ids, 3)}); linked instead of stored."


__all__ = [
    "NOTHING_KNOWN",
    "Attached",
    "CannotRead",
    "Facts",
    "Pasted",
    "Places",
    "attach",
    "attach_each",
    "check_collected",
    "files_under",
    "said_of_linked",
]
