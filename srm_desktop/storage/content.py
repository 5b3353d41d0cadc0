"""Evidence bytes: addressed by SHA-256, in chunks of 1 MiB, written once, never changed (DESIGN, section 4).

Bytes go in through a `Stager` in short transactions and stay unseen; `seal_contents` makes them visible in the
transaction that writes the evidence. Memory does not grow with the size of a file.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from srm_desktop.storage import schema
from srm_desktop.storage.assessment_file import AssessmentFile

CHUNK = 1 << 20
"""Bytes in a chunk; only the last one of a content may be shorter."""

BATCH = 8 << 20
"""About how many bytes go into one transaction."""

BATCH_FILES = 512
"""At most how many small contents go into one transaction."""


class Readable(Protocol):
    """Anything that bytes can be read from into a buffer; none at its end."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Put the next bytes into `buffer` and say how many."""


class Staged(NamedTuple):
    """Content in the file that is not visible yet; `content` is its row, or None where the bytes were there already."""

    sha256: str
    size: int
    content: int | None


class Stager:
    """Takes contents in, many in one go; they become visible through `seal_contents`, or go with `discard`."""

    def __init__(self, file: AssessmentFile) -> None:
        """Prepare to stage into `file`; `close` it in the end.

        Whole chunks are hashed beside the writing: hashing a large file takes as long as SQLite's own work, and hidden
        behind the waits for the disk it costs nothing. Files of less than a chunk never start that thread.
        """
        assert not file.staging, "one stager at a time: attaching is long work"
        file.staging = True
        self._file = file
        self._contents: list[int] = []
        self._written: set[int] = set()
        self._new: list[dict[str, object]] = []
        self._chunks: list[dict[str, object]] = []
        self._memory = memoryview(bytearray(BATCH + CHUNK))  # one buffer for all: fresh memory costs as much as hashing
        self._used = 0
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="srm-hash")
        self._hashing: list[Future[None]] = []
        self._next: int | None = None
        self._here: dict[str, Staged] = {}

    def take(self, stream: Readable, advance: Callable[[int], None]) -> Staged:
        """Read `stream` to its end; `advance` is told how many bytes were read each time and may raise to stop.

        Bytes that the file holds already, or that were taken before by this stager, are not kept twice.
        """
        content = self._new_content()
        digest = hashlib.sha256()
        size = 0
        for n in itertools.count():
            start, room = self._used, self._memory[self._used : self._used + CHUNK]
            self._used += (count := stream.readinto(room) or 0)
            if not count:
                break
            data = self._memory[start : self._used]
            if count == CHUNK:
                self._hashing.append(self._beside.submit(digest.update, data))
            else:
                self._wait_for_hashes()
                digest.update(data)
            size += count
            self._chunks.append({"content": content, "n": n, "bytes": data})
            if self._used >= BATCH:
                self.flush()
            advance(count)
        self._wait_for_hashes()
        staged = Staged(digest.hexdigest(), size, content)
        known = self._here.get(staged.sha256) or self._known(staged)
        if known:
            self._drop([content])
            return known
        self._here[staged.sha256] = staged
        if len(self._new) >= BATCH_FILES:
            self.flush()
        return staged

    def flush(self) -> None:
        """Write what is held in memory, in one short transaction."""
        if not self._new and not self._chunks:
            return
        with self._file.writing() as connection:
            if self._new:
                connection.execute(insert(schema.content), self._new)
            if self._chunks:
                connection.execute(insert(schema.chunk), self._chunks)
        self._written.update(int(str(row["id"])) for row in self._new)
        self._wait_for_hashes()  # the buffer is used again
        self._new, self._chunks, self._used = [], [], 0

    def _wait_for_hashes(self) -> None:
        for hashing in self._hashing:
            hashing.result()
        self._hashing = []

    def discard(self) -> None:
        """Take everything back out that was not sealed."""
        self._wait_for_hashes()
        self._new, self._chunks, self._used = [], [], 0
        self._drop(self._contents)
        self._contents, self._here = [], {}

    def close(self) -> None:
        """End the thread that hashed, if there was one."""
        self._beside.shutdown(wait=True)
        self._file.staging = False

    def _new_content(self) -> int:
        if self._next is None:
            highest = self._file.fetch(select(func.max(schema.content.c.id)))[0][0]
            self._next = (highest or 0) + 1
        content, self._next = self._next, self._next + 1
        self._contents.append(content)
        self._new.append({"id": content})
        return content

    def _known(self, staged: Staged) -> Staged | None:
        c = schema.content.c
        found = self._file.fetch(select(c.id).where(c.sha256 == staged.sha256))
        return Staged(staged.sha256, staged.size, None) if found else None

    def _drop(self, contents: list[int]) -> None:
        gone = set(contents)
        self._new = [row for row in self._new if row["id"] not in gone]
        self._chunks = [row for row in self._chunks if row["content"] not in gone]
        if written := sorted(gone & self._written):
            _erase(self._file, written)
            self._written -= gone


def clear_leftovers(file: AssessmentFile) -> None:
    """Delete what a crash left of contents that were never sealed."""
    c = schema.content.c
    _erase(file, [row.id for row in file.fetch(select(c.id).where(c.sha256.is_(None)))])


def _erase(file: AssessmentFile, contents: list[int]) -> None:
    """Delete contents that are not sealed, in short transactions: SQLite reads every page that it frees."""
    k = schema.chunk.c
    for start in range(0, len(contents), BATCH_FILES):
        some = contents[start : start + BATCH_FILES]
        here = file.fetch(select(k.id, func.length(k.bytes).label("size")).where(k.content.in_(some)))
        before = itertools.accumulate((row.size for row in here), initial=0)
        for _, batch in itertools.groupby(zip(before, here, strict=False), key=lambda pair: pair[0] // BATCH):
            with file.writing() as connection:
                connection.execute(delete(schema.chunk).where(k.id.in_([row.id for _, row in batch])))
        with file.writing() as connection:
            connection.execute(delete(schema.content).where(schema.content.c.id.in_(some)))


def seal_contents(connection: Connection, staged: list[Staged]) -> None:
    """Make staged contents final and visible, in the caller's transaction; those that were there already stay."""
    c = schema.content
    rows = {s.content: {"row": s.content, "sha": s.sha256, "length": s.size} for s in staged if s.content is not None}
    if rows:
        statement = (
            update(c).where(c.c.id == bindparam("row")).values(sha256=bindparam("sha"), size=bindparam("length"))
        )
        connection.execute(statement, list(rows.values()))


def read(file: AssessmentFile, sha256: str) -> Iterator[bytes]:
    """The bytes of a content in chunks, each read under its own short lock. Nothing for a hash that is not there."""
    c = schema.content.c
    for row in file.fetch(select(c.id).where(c.sha256 == sha256)):
        yield from chunks(file, row.id)


def chunks(file: AssessmentFile, content: int) -> Iterator[bytes]:
    """The chunks of one row of `content`, in order, up to the first that is missing."""
    k = schema.chunk.c
    query = select(k.bytes).where(k.content == content)
    for n in itertools.count():
        found = file.fetch(query.where(k.n == n))
        if not found:
            return
        yield found[0].bytes
