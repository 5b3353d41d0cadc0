"""Proof: all evidence, catalogs and journal entries are read again, the work is replayed, the word search made anew.

Whatever is damaged costs what lies on it and nothing else: each table is read as far as it can be, and each fault names
the evidence and the controls that it hits.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from sqlalchemy import select

from srm_desktop.domain.assessment import Fault, Head, Verdict
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.storage import (
    editions,
    journal,
    lenient,
    proof_bytes,
    proof_chain,
    proof_work,
    schema,
    texts_proof,
    words_proof,
)
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import Damaged
from srm_desktop.storage.proof_work import Chain, Work

_POLL = 0.05
"""Seconds between two reports while the catalogs are waited for."""


def verify(file: AssessmentFile, progress: Tell = tell_nobody) -> Verdict:
    """Read everything again and say what is wrong; a damaged page is a fault, not a failure.

    `progress` counts the bytes of the file; it may raise to stop. Catalogs, whose words are compared one by one, are
    read on a second thread, while the bytes of the evidence are hashed here.
    """
    told = _Told(file, progress)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="srm-verify") as beside:
        words = beside.submit(lambda: _catalogs(file) + texts_proof.faults(file))
        faults = _structure(file)
        told.at(0.02)
        chain = proof_work.journal_of(file, lambda share: told.at(0.02 + 0.06 * share))
        work = proof_work.work_of(file, chain)
        contents, wrong = _contents(file, chain, work, told)
        faults += chain.faults + wrong + proof_work.faults(file, chain, work)
        faults += _waited_for(words, told)
    told.at(1)
    return Verdict(contents, chain.entries, chain.head, tuple(faults))


class _Told:
    """Progress over all of the file: a little for tables and journal, then the contents, byte by byte."""

    def __init__(self, file: AssessmentFile, progress: Tell) -> None:
        with file.reading() as connection:
            pages, size = (connection.exec_driver_sql(f"PRAGMA {n}").scalar() for n in ("page_count", "page_size"))
        self._total = max(int(pages or 0) * int(size or 0), 1)
        self._begun = int(self._total * 0.08)
        self._done = 0
        self._progress = progress

    def at(self, share: float) -> None:
        self._progress(max(int(self._total * share), min(self._begun + self._done, self._total)), self._total)

    def more(self, count: int) -> None:
        self._done += int(count * 0.9)
        self._progress(min(self._begun + self._done, self._total), self._total)


def _waited_for(words: Future[list[Fault]], told: _Told) -> list[Fault]:
    while True:
        try:
            return words.result(timeout=_POLL)
        except TimeoutError:
            told.more(0)


def _structure(file: AssessmentFile) -> list[Fault]:
    """Whether every table and index hangs together; chunks are left out, for all of their bytes are hashed anyway."""
    faults = []
    names = [table.name for table in schema.metadata.sorted_tables if table is not schema.chunk]
    for name in (*names, *words_proof.TABLES, *texts_proof.TABLES):
        try:
            with file.reading() as connection:
                said = connection.exec_driver_sql(f"PRAGMA integrity_check({name})").scalars().all()
        except Damaged:
            said = ["it cannot be read"]
        if list(said) != ["ok"]:
            faults.append(Fault(f"The table {name} is damaged: {' '.join(str(said[0]).split())}."))
    return faults


def _contents(file: AssessmentFile, chain: Chain, work: Work, told: _Told) -> tuple[int, list[Fault]]:
    """How many contents there are, and what is wrong with any.

    Each that a piece has must be there as it was, and so must those of pieces that were taken out, for undo brings them
    back, unless the journal says that their bytes were erased.
    """
    stored = proof_bytes.read_all(file, told.more)
    listed = lenient.read(file, schema.content)
    gone = {sha256 for sha256 in chain.erased if sha256 not in work.needed}
    sealed = [row for row in listed.rows if row.sha256 is not None and row.sha256 not in gone]
    here = {str(row.sha256): _wrong_with(row, stored) for row in sealed}
    faults = [work.hit(sha256, wrong) for sha256, wrong in here.items() if wrong]
    faults += [work.hit(sha256, "its content is missing") for sha256 in sorted(work.needed - here.keys())]
    for sha256, name in sorted(chain.ever.items()):
        if sha256 not in here and sha256 not in gone and sha256 not in work.needed:
            faults.append(Fault(f"{name}, which was taken out: its content is missing, so it cannot be brought back."))
    if not listed.whole and not faults:
        faults.append(Fault("The list of stored contents cannot be read to its end."))
    return len(sealed), faults


def _wrong_with(row: Any, stored: proof_bytes.Stored) -> str:
    found = stored.contents.get(row.id, proof_bytes.NOTHING)
    if row.id in stored.unreadable:
        return "its bytes cannot be read"
    if found.size != row.size:
        return f"{found.size} of {row.size} bytes are there"
    if found.sha256 != row.sha256:
        return f"its bytes changed since it was imported (SHA-256 is now {found.sha256[:16]}...)"
    return "its bytes are as they were, but the index does not lead to them" if row.id in stored.misplaced else ""


def tail(file: AssessmentFile, most: int = 200) -> list[Fault]:
    """What is wrong with the last entries of the journal, at most `most`: quick enough for every opening."""
    e = schema.entry.c
    with file.reading() as connection:
        start = max(journal.head(connection).length - most, 0)
        before = connection.execute(select(e.sha256).where(e.seq == start)).scalar()
        head = Head(before or journal.GENESIS, start)
        chain = proof_chain.entries(file, after=start)
        return [Fault(said) for _, _, said in proof_chain.links(chain, head) if said]


def _catalogs(file: AssessmentFile) -> list[Fault]:
    try:
        return _editions(file) + words_proof.faults(file)
    except (Damaged, ValueError, KeyError, TypeError, AttributeError) as error:
        return [Fault(f"A catalog cannot be read: {error}")]


def _editions(file: AssessmentFile) -> list[Fault]:
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
    try:
        found = [r.sha256 for r in lenient.fetch(file, select(e.sha256).where(e.seq == anchor.length))]
    except Damaged:
        return Fault(f"Journal entry {anchor.length}, where that export was made, cannot be read.")
    if not found and anchor.length:
        return Fault(f"The journal is shorter than the {anchor.length} entries it had when that export was made.")
    if found != [anchor.sha256] and anchor != Head(journal.GENESIS, 0):
        return Fault("The journal is not the one that export was made from: it was rewritten.")
    return None
