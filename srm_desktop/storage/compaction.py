"""Giving back the room of bytes that no evidence uses any more. The journal stays whole, and with it every hash.

First the journal says what is erased, then the bytes go in short transactions, at last the file shrinks. What a crash
leaves undone is done at the next opening or compaction.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.storage import content, evidence_words, journal, schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import CannotWrite


class Unused(NamedTuple):
    """Bytes that no piece of evidence uses: hash, size in bytes, and what the pieces were called that had them."""

    sha256: str
    size: int
    names: tuple[str, ...]


def unused(file: AssessmentFile) -> tuple[Unused, ...]:
    """The stored bytes that no evidence uses, largest first."""
    c, e = schema.content.c, schema.evidence.c
    query = select(c.sha256, c.size).where(c.sha256.is_not(None), ~select(e.uid).where(e.sha256 == c.sha256).exists())
    with file.reading():
        found = {r.sha256: r.size for r in file.fetch(query)}
        names = _names(file, found)
    rows = [Unused(sha256, size, tuple(names.get(sha256, ()))) for sha256, size in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.size, row.sha256)))


def _names(file: AssessmentFile, contents: Iterable[str]) -> dict[str, dict[str, None]]:
    """What pieces with these contents were called, by content, as the journal says."""
    wanted, e = set(contents), schema.entry.c
    found: dict[str, dict[str, None]] = {}
    if not wanted:
        return found
    whole = e.entity == "evidence", e.old.is_(None)
    for row in file.fetch(select(e.new).where(*whole).order_by(e.seq)):
        fields = json.loads(row.new)
        if fields.get("sha256") in wanted:
            found.setdefault(fields["sha256"], {})[f"E-{fields.get('number')} {fields.get('name')}"] = None
    return found


def erase(file: AssessmentFile, rows: Iterable[Unused], name: str, progress: Tell = tell_nobody) -> Changes:
    """Erase unused bytes: a step that cannot be taken back, then the bytes, then the room. `progress` is in bytes.

    Raises CannotWrite where the disk is full: the step stands all the same, and what is left of the bytes, or the room
    of them, goes the next time.
    """
    with journal.step(file, name, final=True) as step:
        e = schema.evidence.c
        used = set(step.connection.execute(select(e.sha256).distinct()).scalars())
        gone = {(r.sha256,): {"size": r.size, "names": journal.encode(r.names)} for r in rows if r.sha256 not in used}
        step.put_all("erased", gone)
        changes = journal.changes_of(step)
    file.record(changes)
    try:
        finish(file, progress)
    except CannotWrite as error:
        raise CannotWrite(
            f"What is to be erased is in the journal of {file.path.name}, but not all of the bytes are gone yet, "
            "because the disk is full. Free some space and compact again."
        ) from error
    shrink(file)
    return changes


def shrink(file: AssessmentFile) -> None:
    """Give the room of erased bytes back to the disk. Raises CannotWrite where the smaller file has no room beside."""
    try:
        file.shrink()
    except CannotWrite as error:
        raise CannotWrite(
            f"The bytes are erased, but {file.path.name} could not be made smaller, because the disk has no room for "
            "the smaller file beside it. Free some space and compact again."
        ) from error


def finish(file: AssessmentFile, progress: Tell = tell_nobody) -> None:
    """Delete the bytes that the journal says are erased and that no evidence uses. `progress` is in bytes.

    Raises CannotWrite where the disk is full: overwriting takes as much room beside the file as is overwritten at once.
    """
    c, gone, e, k = schema.content.c, schema.erased.c, schema.evidence.c, schema.chunk.c
    unneeded = ~select(e.uid).where(e.sha256 == c.sha256).exists()
    erased = select(c.id, c.size).join(schema.erased, gone.sha256 == c.sha256).where(unneeded).order_by(c.id)
    rows = file.fetch(erased)
    total, done = sum(row.size for row in rows), 0
    together = _together(file) if rows else content.BATCH
    for row in rows:
        _forget_text(file, row.id)
        for n in range(0, max(row.size, 1), together):
            progress(done + n, total)
            first = n // content.CHUNK
            with file.writing(secure=True) as connection:
                batch = k.n.between(first, first + together // content.CHUNK - 1)
                connection.execute(delete(schema.chunk).where(k.content == row.id, batch))
        with file.writing(secure=True) as connection:
            connection.execute(delete(schema.content).where(c.id == row.id))
        done += row.size
    progress(done, total)


def _together(file: AssessmentFile) -> int:
    """How many bytes are overwritten in one transaction: few where the disk is nearly full."""
    try:
        plenty = shutil.disk_usage(file.path.parent).free > 4 * content.BATCH
    except OSError:
        plenty = True
    return content.BATCH if plenty else content.CHUNK


def _forget_text(file: AssessmentFile, row: int) -> None:
    """Take the text inside a content out of the word search; all texts, to be read again, where that is damaged."""
    try:
        _take_out(file, row)
    except evidence_words.SearchDamaged:
        evidence_words.clear(file, secure=True)


def _take_out(file: AssessmentFile, row: int) -> None:
    t = schema.evidence_text.c
    with file.writing(secure=True) as connection:
        body = connection.execute(select(t.body).where(t.id == row)).scalar()
        if body is not None:
            take_out = text("INSERT INTO evidence_words (evidence_words, rowid, body) VALUES ('delete', :id, :body)")
            try:
                connection.execute(take_out, {"id": row, "body": body})
            except DBAPIError as error:
                raise evidence_words.damaged(file, error) from error
            connection.execute(delete(schema.evidence_text).where(t.id == row))
