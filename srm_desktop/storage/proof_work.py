"""The work as the journal tells it, compared with what the tables say; and which evidence and controls a fault hits."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import select

from srm_desktop.domain.assessment import Fault, Head
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.responsibility import shorten
from srm_desktop.storage import journal, lenient, proof_chain, schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import Damaged
from srm_desktop.storage.proof_chain import State

Rows = dict[tuple[str, str], dict[str, Any]]


class Chain(NamedTuple):
    """The journal, followed to its end: how many entries, its end, what they add up to, and what is wrong.

    `whole` says whether all of it could be read; otherwise the state lacks what is lost. `ever` names, by hash, the
    pieces of all contents that came in, and `erased` holds the hashes whose bytes were given up since.
    """

    entries: int
    head: Head
    state: State
    faults: list[Fault]
    whole: bool
    tables: Rows
    damaged: set[str]
    ever: dict[str, str]

    @property
    def erased(self) -> set[str]:
        """The hashes of which the journal says that their bytes were erased."""
        return {ids[0] for table, key in self.state if table == "erased" and (ids := _ids(key))}


class Piece(NamedTuple):
    """A piece of evidence as far as a fault has to name it."""

    uid: str
    id: str
    name: str
    sha256: str


class Work:
    """Pieces and links, of the tables and of the journal: who is hit when a content is."""

    def __init__(self, rows: Iterable[tuple[tuple[str, str], dict[str, Any]]]) -> None:
        """Rows by table and key, as the journal writes them; of the same row the first counts."""
        self.pieces: dict[str, Piece] = {}
        self.controls: dict[str, set[str]] = defaultdict(set)
        self.links: list[tuple[str, str, str]] = []
        by_content: dict[str, dict[str, Piece]] = defaultdict(dict)
        for (table, key), fields in rows:
            ids = _ids(key)
            if table == "evidence" and ids:
                piece = Piece(ids[0], f"E-{fields.get('number')}", str(fields.get("name")), str(fields.get("sha256")))
                self.pieces.setdefault(piece.uid, piece)
                by_content[piece.sha256].setdefault(piece.uid, piece)
            elif table == "link" and len(ids) == 3:
                self.controls[ids[2]].add(id_of(ids[0]))
                self.links.append((ids[0], ids[1], ids[2]))
        self._by_content = {sha256: list(pieces.values()) for sha256, pieces in by_content.items()}
        self.numbers = {uid: piece.id for uid, piece in self.pieces.items()}

    @property
    def needed(self) -> set[str]:
        """The contents that pieces have."""
        return set(self._by_content)

    def hit(self, sha256: object, wrong: str) -> Fault:
        """The fault that a content is `wrong`, with the pieces that have it and the controls they serve."""
        pieces = self._by_content.get(str(sha256), [])
        controls = sorted({control for piece in pieces for control in self.controls[piece.uid]})
        names = ", ".join(f"{piece.id} {piece.name}" for piece in pieces)
        names = names or f"Content {str(sha256)[:16]}... (used by no evidence)"
        return Fault(f"{names}: {wrong}.", tuple(dict.fromkeys(piece.id for piece in pieces)), tuple(controls))

    def named(self, entity: str, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The evidence and the controls that a row of the work is about."""
        pieces, controls = proof_chain.hit_by(entity, key, self.numbers)
        if entity == "evidence" and (ids := _ids(key)):
            controls = tuple(sorted(self.controls[ids[0]]))
        return pieces, controls


def _ids(key: str) -> list[str]:
    try:
        return [str(part) for part in json.loads(key)]
    except (ValueError, TypeError):
        return []


def key_of(uid: str) -> str:
    """The key of a piece as the journal writes it."""
    return journal.encode_key((uid,))


def journal_of(file: AssessmentFile, advance: Callable[[float], None]) -> Chain:
    """Follow the chain to its end, and read the tables at that moment. `advance` is told the share that is done."""
    state: State = {}
    wrong: list[tuple[str, proof_chain.Entry | None]] = []
    ever: dict[str, str] = {}
    head, count, whole = Head(journal.GENESIS, 0), 0, True

    def follow(chain: Iterable[proof_chain.Entry | None], most: int) -> None:
        nonlocal head, count, whole
        for entry, now, said in proof_chain.links(chain, head):
            head = now
            if said:
                wrong.append((said, entry))
            if entry is None:
                whole = False
                continue
            count += 1
            row = proof_chain.replay(state, entry)
            if entry.entity == "evidence" and "sha256" in row:
                ever.setdefault(str(row["sha256"]), f"E-{row.get('number')} {row.get('name')}")
            if count % 1000 == 0:
                advance(min(count / max(most, count), 1))

    follow(proof_chain.entries(file), proof_chain.last(file))
    with file.reading():  # what came in meanwhile, and the tables, at one moment
        if whole:
            follow(proof_chain.entries(file, after=head.length), count)
        tables, damaged = _tables(file)
        empty = _empty_steps(file)
    numbers = Work([*state.items(), *tables.items()]).numbers
    faults = [
        Fault(said, *(proof_chain.hit_by(entry.entity, entry.key, numbers) if entry else ())) for said, entry in wrong
    ]
    return Chain(count, head, state, faults + empty, whole, tables, damaged, ever)


def work_of(file: AssessmentFile, chain: Chain) -> Work:
    """The pieces and links that tables and journal name."""
    return Work([*chain.tables.items(), *chain.state.items()])


def _tables(file: AssessmentFile) -> tuple[Rows, set[str]]:
    """The rows of the work, by table and key, and the names of tables that cannot be read to their end."""
    rows: Rows = {}
    damaged = set()
    for name, table in schema.JOURNALED.items():
        names = journal.key_names(table)
        held = lenient.read(file, table)
        if not held.whole:
            damaged.add(name)
        for row in (r._mapping for r in held.rows):
            key = journal.encode_key(tuple(str(row[n]) for n in names))
            rows[name, key] = {n: v for n, v in row.items() if n not in names}
    return rows, damaged


def _empty_steps(file: AssessmentFile) -> list[Fault]:
    s, e = schema.step.c, schema.entry.c
    query = select(s.id, s.name).where(~select(e.seq).where(e.step == s.id).exists()).order_by(s.id)
    try:
        rows = lenient.fetch(file, query)
    except Damaged:
        return [Fault("The list of steps cannot be read to its end.")]
    return [Fault(f"Step {row.id} ({row.name}) has lost its journal entries.") for row in rows]


def faults(file: AssessmentFile, chain: Chain, work: Work) -> list[Fault]:
    """Where the tables say something else than the journal, and links that lead nowhere."""
    found = []
    for name, key in sorted(chain.state.keys() | chain.tables.keys()):
        told, is_ = chain.state.get((name, key)), chain.tables.get((name, key))
        if told is not None:
            told = schema.LATER.get(name, {}) | told
        if told == is_:
            continue
        what = "was changed without an entry in the journal"
        if is_ is None:
            what = "cannot be read" if name in chain.damaged else "was removed without an entry in the journal"
        found.append(_outside(work, name, key, what))
    if not chain.whole and found:
        found = [_unproven(found)]
    return found + _broken_links(file, work)


def _unproven(found: list[Fault]) -> Fault:
    """One fault for all that differs from what is left of the journal: it may have been changed by a lost entry."""
    evidence = tuple(dict.fromkeys(e for fault in found for e in fault.evidence))
    controls = tuple(dict.fromkeys(c for fault in found for c in fault.controls))
    about = shorten([*evidence, *controls], 8) or "the settings"
    return Fault(f"What the journal says of {about} cannot be read any more, so it is not proven.", evidence, controls)


def _outside(work: Work, name: str, key: str, what: str) -> Fault:
    evidence, controls = work.named(name, key)
    ids = [work.numbers.get(part, part) for part in _ids(key)]
    shown = " ".join(id_of(k) if ":" in k else k for k in ids if k)
    return Fault(f"The {name.replace('_', ' ')} {shown} {what}.", evidence, controls)


def _broken_links(file: AssessmentFile, work: Work) -> list[Fault]:
    """Links to pieces that are not there, and to controls that no catalog in the file has, chosen or not.

    A catalog that was taken out stays in the file, so links to its controls lead somewhere.
    """
    known = lenient.read(file, schema.control)
    keys = {row.key for row in known.rows}
    found = []
    for control, _part, uid in sorted(set(work.links)):
        if uid not in work.pieces:
            found.append(Fault(f"{id_of(control)} has a link to evidence that is not there.", (), (id_of(control),)))
        elif known.whole and control not in keys:
            piece = work.numbers[uid]
            found.append(Fault(f"{piece} has a link to {id_of(control)}, which no catalog has.", (piece,), ()))
    return found
