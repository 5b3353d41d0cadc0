"""Every stored byte is read again, in the order in which it lies in the file, and every way to find it is compared.

The order of the file, and one chunk at a time: reading 500 MB then takes a third of hashing it. Asking for each content
through the index, or holding several chunks at once (memory that is fresh each time), took as long as hashing.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

from sqlalchemy import func, select, text

from srm_desktop.storage import lenient, schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.content import BATCH, CHUNK
from srm_desktop.storage.problems import Damaged

_BUFFER = BATCH
_SMALL = CHUNK // 4
_SCAN = "SELECT id, content, n, bytes FROM chunk NOT INDEXED WHERE id > ? ORDER BY id LIMIT 256"
"""The chunks themselves, whatever the index says of them. Asked of the driver: SQLAlchemy takes 0.1 ms each time."""

_MOST_IDS = 10_000_000
"""No file has more chunks than this; a higher number is itself broken."""
_ONE = text("SELECT id, content, n, bytes FROM chunk NOT INDEXED WHERE id = :id")
_PLACES = text(
    "SELECT content, n, id FROM chunk INDEXED BY chunk_by_content WHERE (content, n) > (:content, :n) "
    "ORDER BY content, n LIMIT 5000"
)


class Place(NamedTuple):
    """A chunk: which content it belongs to, its number in it, and its own id."""

    content: Any
    n: Any
    id: int


class Found(NamedTuple):
    """What is there of one content: SHA-256 and size of its chunks in order, and their ids."""

    sha256: str
    size: int
    ids: tuple[int, ...]


NOTHING = Found(hashlib.sha256().hexdigest(), 0, ())
"""A content without chunks."""


class Stored(NamedTuple):
    """All contents, by number; those for which chunks or their places cannot be read; and those the index misleads."""

    contents: dict[Any, Found]
    unreadable: set[Any]
    misplaced: set[Any]


class _Hashing:
    """Hashes beside the reading, from two buffers in turn: several chunks at once, for which Python is not needed.

    Chunk by chunk, each call would wait for whoever else runs Python code just then (the catalogs are compared
    meanwhile), up to 5 ms each time.
    """

    def __init__(self) -> None:
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="srm-hash")
        self._buffers = [memoryview(bytearray(_BUFFER)), memoryview(bytearray(_BUFFER))]
        self._running: list[Future[None] | None] = [None, None]
        self._now = self._used = 0
        self._digest: Any = None

    def add(self, digest: Any, first: bool, data: bytes) -> None:
        """Go on with a digest; `first` says that nothing was added to it yet."""
        if first and len(data) < _SMALL:
            digest.update(data)  # a small content, done at once
            return
        if digest is not self._digest or self._used + len(data) > _BUFFER:
            self.flush()
        if len(data) > _BUFFER:
            self.finish()
            digest.update(data)
            return
        self._digest = digest
        self._buffers[self._now][self._used : self._used + len(data)] = data
        self._used += len(data)

    def flush(self) -> None:
        """Hash what is in the buffer, and go on with the other one."""
        if self._used:
            full = self._buffers[self._now][: self._used]
            self._running[self._now] = self._beside.submit(self._digest.update, full)
            self._now, self._used, self._digest = 1 - self._now, 0, None
            if (before := self._running[self._now]) is not None:
                before.result()

    def finish(self) -> None:
        """Wait until all is hashed."""
        self.flush()
        for running in self._running:
            if running is not None:
                running.result()

    def close(self) -> None:
        """End the thread."""
        self._beside.shutdown(wait=True)


class _Sum:
    """A content while its chunks are read in the order of the file; `order` is lost where they do not follow."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self.size = 0
        self.ids: list[tuple[Any, int]] = []
        self.ordered = True

    @property
    def counts(self) -> bool:
        """Whether the numbers of the chunks go from 0 on without a gap: reading asks for them one after another."""
        return self.ordered or {n for n, _ in self.ids} == set(range(len(self.ids)))

    def add(self, n: Any, id_: int, data: bytes, hashing: _Hashing) -> None:
        self.ordered = self.ordered and n == len(self.ids)
        self.ids.append((n, id_))
        if self.ordered:
            hashing.add(self.digest, n == 0, data)
            self.size += len(data)


def read_all(file: AssessmentFile, advance: Callable[[int], None]) -> Stored:
    """Read and hash every chunk. `advance` is told how many bytes were read each time, and may raise to stop."""
    indexed = _places(file)
    hashing = _Hashing()
    try:
        sums, places, unreadable = _sums(file, indexed, hashing, advance)
        hashing.finish()
    finally:
        hashing.close()
    misplaced = {place.content for place in places ^ set(indexed.found)} if indexed.whole else set(sums)
    misplaced |= {content for content, made in sums.items() if not made.counts}
    return Stored({c: _found(file, c, made) for c, made in sums.items()}, unreadable, misplaced)


def _sums(
    file: AssessmentFile, indexed: _Indexed, hashing: _Hashing, advance: Callable[[int], None]
) -> tuple[dict[Any, _Sum], set[Place], set[Any]]:
    """The contents by number, the places of their chunks, and the contents of which chunks cannot be read."""
    sums: dict[Any, _Sum] = defaultdict(_Sum)
    places, unreadable = set(), set()
    expected = {place.id: place.content for place in indexed.found}
    for chunk in _chunks(file, sorted(expected)):
        if isinstance(chunk, int):
            unreadable |= {expected[chunk]} if chunk in expected else set()
            continue
        id_, content, n, data = chunk
        if not isinstance(data, bytes):
            unreadable |= {expected.get(id_, content), content}
            continue
        sums[content].add(n, id_, data, hashing)
        places.add(Place(content, n, id_))
        advance(len(data))
    return sums, places, unreadable


class _Indexed(NamedTuple):
    found: list[Place]
    whole: bool


def _places(file: AssessmentFile) -> _Indexed:
    """Where the index says that each chunk is; it is read from end to end and must be in order."""
    found: list[Place] = []
    last: dict[str, Any] = {"content": -1, "n": -1}
    try:
        while True:
            with lenient.lenient(file) as connection:
                rows = [Place(*row) for row in connection.execute(_PLACES, last)]
            if not rows:
                return _Indexed(found, True)
            if not all(isinstance(value, int) for value in itertools.chain.from_iterable(rows)):
                return _Indexed([row for row in [*found, *rows] if type(row.id) is int], False)
            if (rows[-1].content, rows[-1].n) <= (last["content"], last["n"]):
                return _Indexed([*found, *rows], False)
            found += rows
            last = {"content": rows[-1].content, "n": rows[-1].n}
    except Damaged:
        return _Indexed(found, False)


Chunk = tuple[int, Any, Any, Any]


def _chunks(file: AssessmentFile, expected: list[int]) -> Iterator[Chunk | int]:
    """Every chunk in the order of the file, then what that way led past; of one that cannot be read, its id."""
    seen: set[int] = set()
    after = 0
    try:
        while chunks := _some(file, after):
            for chunk in chunks:
                if chunk[0] <= after:
                    raise Damaged(f"{file.path.name} holds chunks that are not in their order.")
                after = chunk[0]
                seen.add(after)
                yield chunk
    except Damaged:
        last = max([*expected[-1:], _highest(file)])
        rest: Iterable[int] = range(1, last + 1) if last < _MOST_IDS else ()
        expected = sorted({*expected, *rest})
    for id_ in expected:
        if id_ in seen:
            continue
        try:
            with lenient.lenient(file) as connection:
                row = connection.execute(_ONE, {"id": id_}).first()
        except Damaged:
            yield id_
            continue
        if row is not None:
            yield row[0], row[1], row[2], row[3]


def _highest(file: AssessmentFile) -> int:
    try:
        return int(lenient.fetch(file, select(func.max(schema.chunk.c.id)))[0][0] or 0)
    except (Damaged, TypeError, ValueError):
        return 0


def _some(file: AssessmentFile, after: int) -> list[Chunk]:
    """The next chunks: one large one, or several small ones, up to about the size of a chunk."""
    size, chunks = 0, []
    with lenient.lenient(file) as connection:
        raw: Any = connection.connection.dbapi_connection
        cursor = raw.execute(_SCAN, (after,))
        for chunk in cursor:
            chunks.append(chunk)
            size += len(chunk[3]) if isinstance(chunk[3], bytes) else 0
            if size >= CHUNK // 2:
                break
        cursor.close()
    return chunks


def _found(file: AssessmentFile, content: Any, made: _Sum) -> Found:
    """What a content comes to; chunks that do not lie in their order are read once more, in order."""
    if made.ordered:
        return Found(made.digest.hexdigest(), made.size, tuple(id_ for _, id_ in made.ids))
    digest, size = hashlib.sha256(), 0
    ids = [id_ for _, id_ in sorted(made.ids, key=lambda pair: (str(type(pair[0])), pair[0]))]
    for data in chunks_by_id(file, ids):
        digest.update(data)
        size += len(data)
    return Found(digest.hexdigest(), size, tuple(ids))


def chunks_by_id(file: AssessmentFile, ids: Iterable[int]) -> Iterator[bytes]:
    """These chunks, one after another, without asking the index where they are. Raises Damaged."""
    for id_ in ids:
        with lenient.lenient(file) as connection:
            row = connection.execute(_ONE, {"id": id_}).first()
        if row is None or not isinstance(row[3], bytes):
            raise Damaged(f"{file.path.name} has lost a part of this content.")
        yield row[3]
