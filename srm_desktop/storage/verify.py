"""Proof: all evidence, catalogs and journal entries are read again, the work is replayed, the word search made anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Row, select

from srm_desktop.domain.assessment import Fault, Head, Verdict
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.storage import content, editions, journal, schema, words_proof
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import Damaged


def verify(file: AssessmentFile, progress: Tell = tell_nobody) -> Verdict:
    """Read everything again and say what is wrong; a damaged page is a fault, not a failure. `progress` is in bytes."""
    faults: list[Fault] = []
    faults += _structure(file)
    contents = _contents(file, faults, progress)
    entries, head = _replay(file, faults)
    faults += _guarded("A catalog cannot be read", lambda: [*_catalogs(file), *words_proof.faults(file)])
    return Verdict(contents, entries, head, tuple(faults))


def _structure(file: AssessmentFile) -> list[Fault]:
    """Whether every table and index hangs together; chunks are left out, for all of their bytes are hashed anyway."""
    faults = []
    names = [table.name for table in schema.metadata.sorted_tables if table is not schema.chunk]
    for name in (*names, *words_proof.TABLES):
        try:
            with file.reading() as connection:
                said = connection.exec_driver_sql(f"PRAGMA integrity_check({name})").scalars().all()
        except Damaged:
            said = ["it cannot be read"]
        if list(said) != ["ok"]:
            faults.append(Fault(f"The table {name} is damaged: {said[0]}."))
    return faults


def _guarded(what: str, look: Callable[[], list[Fault]]) -> list[Fault]:
    try:
        return look()
    except (Damaged, ValueError, KeyError, TypeError) as error:
        return [Fault(f"{what}: {error}")]


def _contents(file: AssessmentFile, faults: list[Fault], progress: Tell) -> int:
    c, e = schema.content.c, schema.evidence.c
    try:
        with file.reading():
            rows = file.fetch(select(c.id, c.sha256, c.size).where(c.sha256.is_not(None)).order_by(c.id))
            used = {r.sha256 for r in file.fetch(select(e.sha256).distinct())}
    except Damaged as problem:
        faults.append(Fault(f"The list of stored contents cannot be read: {problem.sentence}"))
        return 0
    for missing in sorted(used - {r.sha256 for r in rows}):
        faults.append(_hit(file, missing, "its content is missing"))
    total, done = sum(r.size for r in rows), 0
    for row in rows:
        digest, size, wrong = hashlib.sha256(), 0, ""
        try:
            for data in content.chunks(file, row.id):
                digest.update(data)
                size += len(data)
                progress(min(done + size, total), total)
        except Damaged:
            wrong = "its bytes cannot be read"
        done += row.size
        if not wrong and size != row.size:
            wrong = f"{size} of {row.size} bytes are there"
        elif not wrong and digest.hexdigest() != row.sha256:
            wrong = f"its bytes changed since it was imported (SHA-256 is now {digest.hexdigest()[:16]}...)"
        if wrong:
            faults.append(_hit(file, row.sha256, wrong))
    return len(rows)


def _hit(file: AssessmentFile, sha256: str, wrong: str) -> Fault:
    e, k = schema.evidence.c, schema.link.c
    try:
        pieces = file.fetch(select(e.uid, e.number, e.name).where(e.sha256 == sha256))
        uids = [p.uid for p in pieces]
        controls = [r.control for r in file.fetch(select(k.control).where(k.evidence.in_(uids)).distinct())]
    except Damaged:
        pieces, controls = [], []
    ids = tuple(f"E-{p.number}" for p in pieces)
    names = ", ".join(f"E-{p.number} {p.name}" for p in pieces) or f"Content {sha256[:16]}... (used by no evidence)"
    return Fault(f"{names}: {wrong}.", ids, tuple(sorted(id_of(c) for c in controls)))


def _replay(file: AssessmentFile, faults: list[Fault]) -> tuple[int, Head]:
    """Walk the chain, rebuilding the work as the journal tells it, and compare it with what the tables say."""
    state: dict[tuple[str, str], dict[str, object]] = {}
    head, number = Head(journal.GENESIS, 0), 0

    def replay(rows: Iterable[Row[Any]]) -> None:
        nonlocal head, number
        for row in rows:
            number += 1
            head = _follow(row, head, faults)
            key = (row.entity, row.key)
            if row.new is None:
                state.pop(key, None)
            else:
                state[key] = {**state.get(key, {}), **json.loads(row.new)}

    try:
        replay(journal.entries(file))
        with file.reading():  # what came in meanwhile, and the tables, at one moment
            replay(journal.entries(file, after=head.length))
            faults += _empty_steps(file)
            faults += _compare(file, state)
    except Damaged as problem:
        faults.append(Fault(f"The journal cannot be read after entry {number}: {problem.sentence}"))
    except (ValueError, TypeError, KeyError) as error:
        faults.append(Fault(f"The journal cannot be understood at entry {number}: {error}."))
    return number, head


def tail(file: AssessmentFile, most: int = 200) -> list[Fault]:
    """What is wrong with the last entries of the journal, at most `most`: quick enough for every opening."""
    faults: list[Fault] = []
    e = schema.entry.c
    with file.reading() as connection:
        start = max(journal.head(connection).length - most, 0)
        before = connection.execute(select(e.sha256).where(e.seq == start)).scalar()
        head = Head(before or journal.GENESIS, start)
        for row in journal.entries(file, after=start):
            head = _follow(row, head, faults)
    return faults


def _follow(row: Row[Any], head: Head, faults: list[Fault]) -> Head:
    if row.seq != head.length + 1:
        faults.append(Fault(f"Journal entries are missing before entry {row.seq}."))
    if row.kind is None:
        faults.append(Fault(f"The step of journal entry {row.seq} is missing."))
        return Head(row.sha256, row.seq)
    header = journal.StepHeader(row.step, row.kind, row.name, row.who, row.target)
    wanted = journal.seal(head.sha256, header, (row.seq, row.at, row.entity, row.key, row.old, row.new))
    if row.sha256 != wanted:
        faults.append(Fault(f"Journal entry {row.seq} ({row.name}, {row.at}) was changed after it was written."))
    return Head(row.sha256, row.seq)


def _empty_steps(file: AssessmentFile) -> list[Fault]:
    s, e = schema.step.c, schema.entry.c
    rows = file.fetch(select(s.id, s.name).where(~select(e.seq).where(e.step == s.id).exists()).order_by(s.id))
    return [Fault(f"Step {row.id} ({row.name}) has lost its journal entries.") for row in rows]


def _compare(file: AssessmentFile, state: dict[tuple[str, str], dict[str, object]]) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for name, table in schema.JOURNALED.items():
        names = journal.key_names(table)
        for row in (r._mapping for r in file.fetch(select(table))):
            key = journal.encode_key(tuple(row[n] for n in names))
            seen.add((name, key))
            told = state.get((name, key))
            if told is None or schema.LATER.get(name, {}) | told != {n: v for n, v in row.items() if n not in names}:
                faults.append(_outside(name, key, "was changed without an entry in the journal"))
    for name, key in sorted(state.keys() - seen):
        faults.append(_outside(name, key, "was removed without an entry in the journal"))
    return faults


def _outside(name: str, key: str, what: str) -> Fault:
    ids = [str(k) for k in json.loads(key)]
    controls = (id_of(ids[0]),) if name in ("mark", "work", "overrule", "objective_result", "link") else ()
    shown = " ".join(id_of(k) if ":" in k else k for k in ids if k)
    return Fault(f"The {name.replace('_', ' ')} {shown} {what}.", controls=controls)


def _catalogs(file: AssessmentFile) -> list[Fault]:
    chosen = {r.catalog: r.sha256 for r in file.fetch(select(schema.chosen_catalog))}
    found = [(sha256, editions.fingerprint(catalog), catalog) for sha256, catalog in editions.stored(file)]
    faults = [
        Fault(f"The catalog {catalog.title} {catalog.version} was changed after it was imported.")
        for sha256, now, catalog in found
        if now != sha256
    ]
    here = {now for _, now, _ in found}
    faults += [
        Fault(f"The catalog {name} is not the one that the journal says was chosen.")
        for name, sha256 in chosen.items()
        if sha256 not in here
    ]
    return faults


def anchor_fault(file: AssessmentFile, anchor: Head) -> Fault | None:
    """What is wrong if the journal does not contain the head and length that an earlier export printed."""
    e = schema.entry.c
    found = [r.sha256 for r in file.fetch(select(e.sha256).where(e.seq == anchor.length))]
    if not found:
        return Fault(f"The journal is shorter than the {anchor.length} entries it had when that export was made.")
    if found != [anchor.sha256]:
        return Fault("The journal is not the one that export was made from: it was rewritten.")
    return None
