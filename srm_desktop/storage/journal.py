"""The journal: every change, append-only, in the transaction that makes it, each entry sealed with the one before.

An entry holds the fields of one row that changed: `old` is None where the row is new, `new` is None where it goes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, and_, bindparam, delete, insert, select, tuple_, update

from srm_desktop.domain.assessment import Changes, Head
from srm_desktop.storage import schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.content import Staged, seal_contents

GENESIS = "0" * 64
"""What stands before the first entry of a chain."""

Key = tuple[str, ...]
Fields = Mapping[str, Any]
Rows = Mapping[Any, Fields | None]
"""Rows by key (a tuple of text); None for one that is to go."""


encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""JSON in the one form that is hashed: sorted keys, no blanks, Unicode as it is."""


def encode_key(key: Key) -> str:
    """The key of a row as it stands in the journal."""
    return encode(list(key))


class StepHeader(NamedTuple):
    """What a step is: number, kind (do, undo, redo), name, who took it and which step it undoes or redoes."""

    id: int
    kind: str
    name: str
    who: str
    target: int | None


def seal(before: str, header: StepHeader, entry: Sequence[object]) -> str:
    """The hash of an entry (seq, at, entity, key, old, new), its step and the hash of the entry before it."""
    step = [header.id, header.kind, header.name, header.who, header.target]
    return hashlib.sha256((before + encode([step, list(entry)])).encode()).hexdigest()


def head(connection: Connection) -> Head:
    """The end of the chain; an empty journal ends where it begins."""
    e = schema.entry.c
    row = connection.execute(select(e.sha256, e.seq).order_by(e.seq.desc()).limit(1)).first()
    return Head(row.sha256, row.seq) if row else Head(GENESIS, 0)


class Step:
    """One undoable step while it is being taken: rows change through it, and it writes the journal along the way."""

    def __init__(self, connection: Connection, header: StepHeader, at: str) -> None:
        """Begin to append to the journal of `connection`, which is in a writing transaction."""
        self.connection = connection
        self.header = header
        self._at = at
        self._head = head(connection)
        self.touched: list[tuple[str, Key]] = []

    def put(self, entity: str, key: Key, fields: Fields | None) -> None:
        """Change one row; see `put_all`."""
        self.put_all(entity, {key: fields})

    def put_all(self, entity: str, rows: Rows) -> None:
        """Bring rows to the given fields: made where they do not exist, deleted where None is given.

        Fields that are not named keep their value; a row that is already so is left alone and not journaled.
        """
        table = schema.JOURNALED[entity]
        before = existing(self.connection, table, list(rows))
        made: list[dict[str, object]] = []
        changed: dict[tuple[str, ...], list[dict[str, object]]] = {}
        gone: list[Key] = []
        entries: list[tuple[Key, Fields | None, Fields | None]] = []
        names = key_names(table)
        for key, wanted in rows.items():
            was = before.get(key)
            if wanted is None:
                if was is not None:
                    gone.append(key)
                    entries.append((key, was, None))
                continue
            fields = {name: plain(value) for name, value in wanted.items()}
            if was is None:
                fields = {**schema.LATER.get(entity, {}), **fields}
                made.append({**dict(zip(names, key, strict=True)), **fields})
                entries.append((key, None, fields))
                continue
            differing = {name: value for name, value in fields.items() if was[name] != value}
            if differing:
                columns = tuple(sorted(differing))
                named_key = {f"key_{n}": k for n, k in zip(names, key, strict=True)}
                changed.setdefault(columns, []).append(differing | named_key)
                entries.append((key, {n: was[n] for n in columns}, differing))
        self._write(table, made, changed, gone)
        self._append(entity, entries)

    def witness(self, entity: str, key: Key) -> None:
        """Journal that a row is as it was, so that a step which comes to nothing is still in the journal."""
        self._append(entity, [(key, {}, {})])

    def present(self, entity: str, keys: Sequence[Key]) -> set[Key]:
        """Those of `keys` under which a row exists."""
        return set(existing(self.connection, schema.JOURNALED[entity], keys))

    def reveal(self, staged: list[Staged]) -> None:
        """Make staged contents final and visible together with this step."""
        seal_contents(self.connection, staged)

    def _write(
        self,
        table: Table,
        made: list[dict[str, object]],
        changed: dict[tuple[str, ...], list[dict[str, object]]],
        gone: list[Key],
    ) -> None:
        names = key_names(table)
        same_key = and_(*(table.c[n] == bindparam(f"key_{n}") for n in names))
        if gone:
            self.connection.execute(
                delete(table).where(same_key), [{f"key_{n}": k for n, k in zip(names, g, strict=True)} for g in gone]
            )
        for columns, rows in changed.items():
            values: dict[str, Any] = {name: bindparam(name) for name in columns}
            self.connection.execute(update(table).where(same_key).values(values), rows)
        if made:
            self.connection.execute(insert(table), made)

    def _append(self, entity: str, entries: Iterable[tuple[Key, Fields | None, Fields | None]]) -> None:
        sha256, seq = self._head.sha256, self._head.length
        rows: list[dict[str, object]] = []
        for key, old, new in entries:
            seq += 1
            content = (
                seq, self._at, entity, encode_key(key),
                None if old is None else encode(old), None if new is None else encode(new),
            )  # fmt: skip
            sha256 = seal(sha256, self.header, content)
            self.touched.append((entity, key))
            if entity == "evidence":  # what it supersedes, or did, shows it
                older = {str(fields["supersedes"]) for fields in (old, new) if fields and fields.get("supersedes")}
                self.touched += ((entity, (uid,)) for uid in older)
            named = zip(("seq", "at", "entity", "key", "old", "new"), content, strict=True)
            rows.append({**dict(named), "step": self.header.id, "sha256": sha256})
        if rows:
            if not self.is_journaled():
                self.connection.execute(insert(schema.step), vars_of(self.header))
            self.connection.execute(insert(schema.entry), rows)
        self._head = Head(sha256, seq)

    def is_journaled(self) -> bool:
        """Whether anything of this step is in the journal yet: a step that changes nothing leaves no trace."""
        found = self.connection.execute(select(schema.step.c.id).where(schema.step.c.id == self.header.id))
        return found.first() is not None


def vars_of(header: StepHeader) -> dict[str, object]:
    """The columns of a step."""
    return {n: getattr(header, n) for n in ("id", "kind", "name", "who", "target")}


def key_names(table: Table) -> tuple[str, ...]:
    """The names of a table's key columns, in order."""
    return tuple(c.name for c in table.primary_key.columns)


def existing(connection: Connection, table: Table, keys: Sequence[Key]) -> dict[Key, dict[str, object]]:
    """The fields, without the key, of those rows of `table` that exist under `keys`."""
    names = key_names(table)
    own = [table.c[n] for n in names]
    others = [c for c in table.c if c.name not in names]
    columns = [c.name for c in others]
    whole = tuple_(*own) if len(names) > 1 else own[0]
    found: dict[Key, dict[str, object]] = {}
    for start in range(0, len(keys), 250):
        some = keys[start : start + 250]
        query = select(*own, *others).where(whole.in_(some if len(names) > 1 else [key[0] for key in some]))
        for row in map(tuple, connection.execute(query)):
            found[row[: len(names)]] = dict(zip(columns, row[len(names) :], strict=True))
    return found


def plain(value: object) -> object:
    """Any value; text without half characters, which nothing could store or hash (a name on a disk may hold them)."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and not value.isascii() else value


@contextmanager
def step(
    file: AssessmentFile,
    name: str,
    *,
    kind: str = "do",
    target: int | None = None,
    going_on: int | None = None,
    final: bool = False,
) -> Iterator[Step]:
    """A transaction that takes one step and journals it; `changes_of` says afterwards what it touched.

    A `final` step cannot be taken back: it is its own target.

    `going_on` is the number of a step to which this belongs (typing goes on in the same field): it is continued if it
    is still the last one and by the same person, otherwise a new step begins.
    """
    with file.writing() as connection:
        last = connection.execute(select(schema.step).order_by(schema.step.c.id.desc()).limit(1)).first()
        if going_on is not None and last is not None and last.id == going_on and last.who == file.who:
            header = StepHeader(last.id, last.kind, last.name, last.who, last.target)
        else:
            number = (last.id if last else 0) + 1
            aim = number if final else target
            header = StepHeader(number, kind, str(plain(name)), str(plain(file.who)), aim)
        yield Step(connection, header, file.clock().isoformat(timespec="milliseconds"))


def changes_of(taken: Step) -> Changes:
    """What a step touched, to be read inside its transaction or after it."""
    controls: set[str] = set()
    evidence: set[str] = set()
    everything = False
    for entity, key in taken.touched:
        if entity in ("mark", "work", "overrule", "objective_result"):
            controls.add(key[0])
        elif entity == "link":
            controls.add(key[0])
            evidence.add(key[2])
        elif entity == "evidence":
            evidence.add(key[0])
        else:
            everything = True
    return Changes(taken.header.name, frozenset(controls), frozenset(evidence), everything)


def entries(file: AssessmentFile, batch: int = 1000, after: int = 0) -> Iterator[Row[Any]]:
    """Entries from `after` on with their steps, oldest first, in batches, so that nobody waits long for the lock."""
    s, e = schema.step.c, schema.entry.c
    query = (
        select(e.seq, e.step, e.at, e.entity, e.key, e.old, e.new, e.sha256, s.kind, s.name, s.who, s.target)
        .join_from(schema.entry, schema.step, s.id == e.step, isouter=True)
        .order_by(e.seq)
        .limit(batch)
    )
    rows = file.fetch(query.where(e.seq > after))
    while rows:
        yield from rows
        rows = file.fetch(query.where(e.seq > rows[-1].seq))
