"""Every single edit, deletion, insertion or swap in a journal of 1,000 entries is found.

The chain is a fold over the entries whose only memory is the seal of the one before. So for each of the 1,000 places
and each kind of tampering it is enough to follow the entries around the place, from the true seal before them, with
the very function that `verify` uses; the whole verification of a tampered file is done for a sample.
"""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from srm_desktop.domain.assessment import Details, Fault, Head
from srm_desktop.services import assessments, history, listing, proof, walk
from srm_desktop.storage import journal, proof_chain
from srm_desktop.storage.proof_chain import Entry
from tests.conftest import published_catalog

LENGTH = 1000


class Sample(NamedTuple):
    path: Path
    entries: list[Entry]
    anchor: Head


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    path = tmp_path_factory.mktemp("chain") / "acme.srma"
    with assessments.create(path, Details("Acme"), who="Ada", catalogs=[published_catalog()]) as file:
        keys = [row.key for row in listing.rows(file) if not row.withdrawn]
        for n in range(LENGTH):
            file.who = "Ben" if n % 3 else "Ada"
            walk.mark(file, [keys[n % len(keys)]], walk.Marking(note=f"note {n}"))
            if history.head(file).length >= LENGTH:
                break
        entries = [entry for entry in proof_chain.entries(file) if entry is not None]
        return Sample(path, entries, history.head(file))


def header(entry: Entry, **changed: object) -> Entry:
    assert entry.header is not None
    return entry._replace(header=entry.header._replace(**changed))


def resealed(entry: Entry, before: str, **changed: object) -> Entry:
    """A tampered entry with a seal that fits it, as somebody makes it who knows how."""
    entry = entry._replace(**changed)
    assert entry.header is not None
    return entry._replace(sha256=journal.seal(before, entry.header, entry[:6]))


EDITS: dict[str, Callable[[Entry], Entry]] = {
    "at": lambda e: e._replace(at=e.at[:-1] + "x"),
    "entity": lambda e: e._replace(entity="mark" if e.entity != "mark" else "work"),
    "key": lambda e: e._replace(key=e.key.replace("X", "Y", 1) + " "),
    "old": lambda e: e._replace(old=None if e.old else "{}"),
    "new": lambda e: e._replace(new=(e.new or "") + " "),
    "seal": lambda e: e._replace(sha256=e.sha256[:-1] + ("0" if e.sha256[-1] != "0" else "1")),
    "number": lambda e: e._replace(seq=e.seq + 5000),
    "step": lambda e: header(e, id=e.header.id + 1),
    "kind": lambda e: header(e, kind="undo"),
    "name": lambda e: header(e, name=e.header.name + "."),
    "who": lambda e: header(e, who="Mallory"),
    "target": lambda e: header(e, target=1),
    "no step": lambda e: e._replace(header=None),
}


def faults(entries: list[Entry | None], begin: int, true: list[Entry]) -> list[str]:
    """What following `entries` says that stand from place `begin` on, behind entries that are true."""
    head = Head(true[begin - 1].sha256, begin) if begin else Head(journal.GENESIS, 0)
    return [said for _, _, said in proof_chain.links(entries, head) if said]


def test_the_journal_is_as_long_as_it_says_and_whole(sample: Sample):
    assert len(sample.entries) == LENGTH == sample.anchor.length
    assert faults(list(sample.entries), 0, sample.entries) == []


@pytest.mark.parametrize("what", EDITS)
def test_every_edit_is_found(sample: Sample, what: str):
    true = sample.entries
    for n in range(LENGTH):
        assert faults([EDITS[what](true[n]), *true[n + 1 : n + 3]], n, true), n


def test_every_deletion_is_found(sample: Sample):
    true = sample.entries
    for n in range(LENGTH - 1):
        assert faults(true[n + 1 : n + 3], n, true), n
        moved = [entry._replace(seq=entry.seq - 1) for entry in true[n + 1 : n + 3]]
        assert faults(moved, n, true), n  # numbered anew, so that no number is missing


def test_every_insertion_is_found(sample: Sample):
    true = sample.entries
    for n in range(LENGTH):
        before = true[n - 1].sha256 if n else journal.GENESIS
        false = resealed(true[n], before, new='{"note": "never"}')
        moved = [entry._replace(seq=entry.seq + 1) for entry in true[n : n + 2]]
        assert faults([false, *moved], n, true), n
        assert faults([true[n], true[n], *true[n + 1 : n + 2]], n, true), n  # the same twice


def test_every_swap_of_neighbours_and_many_of_others_is_found(sample: Sample):
    true, rng = sample.entries, random.Random(5)
    for n in range(LENGTH - 1):
        assert faults([true[n + 1], true[n], *true[n + 2 : n + 3]], n, true), n
        one, other = true[n], true[rng.choice([m for m in range(LENGTH) if m != n])]
        swapped = other._replace(seq=one.seq)  # it takes the number of the place where it is put
        assert faults([swapped, *true[n + 1 : n + 2]], n, true), n


def test_every_edit_with_a_seal_that_fits_is_found_at_the_next_entry(sample: Sample):
    true = sample.entries
    for n in range(LENGTH - 1):
        before = true[n - 1].sha256 if n else journal.GENESIS
        assert faults([resealed(true[n], before, new='{"note": "never"}'), true[n + 1]], n, true), n


@contextmanager
def tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """The file without its guards, which are put back exactly as they were."""
    connection = sqlite3.connect(path, isolation_level=None)
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    for _, sql in guards:
        connection.execute(sql)
    connection.close()


def found(path: Path, anchor: Head | None = None) -> list[Fault]:
    with assessments.open_assessment(path, who="Eve", read_only=True) as file:
        return list(proof.verify(file, anchor).faults)


IN_FILE = {
    "edit": "UPDATE entry SET new = replace(new, 'note', 'nose') WHERE seq = :n",
    "edit of a step": "UPDATE step SET who = 'Mallory' WHERE id = (SELECT step FROM entry WHERE seq = :n)",
    "deletion": "DELETE FROM entry WHERE seq = :n",
    "insertion": "INSERT INTO entry SELECT 1001, step, at, entity, key, old, new, sha256 FROM entry WHERE seq = :n",
    "swap": "UPDATE entry SET seq = -seq WHERE seq IN (:n, :n + 7); "
    "UPDATE entry SET seq = 2 * :n + 7 + seq WHERE seq < 0",
}


@pytest.mark.parametrize("what", IN_FILE)
def test_tampering_with_a_file_is_found(sample: Sample, tmp_path: Path, what: str):
    copy = tmp_path / "copy.srma"
    for n in random.Random(what).sample(range(3, LENGTH - 8), 12):
        shutil.copyfile(sample.path, copy)
        with tampering(copy) as connection:
            for statement in IN_FILE[what].split("; "):
                connection.execute(statement, {"n": n})
        assert any("entr" in fault.sentence for fault in found(copy)), n


@pytest.mark.parametrize("kept", [999, 998, 700, 100])
def test_a_cut_tail_is_found_with_the_anchor(sample: Sample, tmp_path: Path, kept: int):
    copy = tmp_path / "copy.srma"
    shutil.copyfile(sample.path, copy)
    cut(copy, kept)
    assert [f.sentence for f in found(copy)] == []
    assert "shorter than the 1000 entries" in found(copy, sample.anchor)[-1].sentence


def cut(path: Path, kept: int) -> None:
    """Take the last entries out, and what they did, so that all that is left agrees."""
    with assessments.open_assessment(path, who="Eve", read_only=True) as file:
        state: proof_chain.State = {}
        for entry in proof_chain.entries(file):
            if entry is not None and entry.seq <= kept:
                proof_chain.replay(state, entry)
    with tampering(path) as connection:
        connection.execute("DELETE FROM entry WHERE seq > ?", (kept,))
        connection.execute("DELETE FROM step WHERE id NOT IN (SELECT step FROM entry)")
        for (control,) in connection.execute("SELECT control FROM work").fetchall():
            row = state.get(("work", journal.encode_key((control,))))
            if row is None:
                connection.execute("DELETE FROM work WHERE control = ?", (control,))
            else:
                connection.execute("UPDATE work SET note = ? WHERE control = ?", (row["note"], control))


def test_a_whole_rewrite_is_found_with_the_anchor(sample: Sample, tmp_path: Path):
    copy = tmp_path / "copy.srma"
    shutil.copyfile(sample.path, copy)
    with tampering(copy) as connection:
        connection.execute("UPDATE step SET who = 'Mallory' WHERE who = 'Ben'")
        before = journal.GENESIS
        for entry in sample.entries:
            changed = header(entry, who=entry.header.who.replace("Ben", "Mallory"))
            before = resealed(changed, before).sha256
            connection.execute("UPDATE entry SET sha256 = ? WHERE seq = ?", (before, entry.seq))
    assert found(copy) == []
    assert "rewritten" in found(copy, sample.anchor)[-1].sentence
