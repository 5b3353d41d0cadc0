"""The text inside evidence: what is to be read, what is kept of it, and finding words whatever is typed."""

import hashlib
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.services import assessments, attach, compaction, evidence, history, listing
from srm_desktop.services.assessments import Assessment
from srm_desktop.storage import evidence_words as words
from srm_desktop.storage import reading_journal
from srm_desktop.storage.evidence_words import Found, Read

BODIES = {
    "keys.txt": "Each quarter the keys are counted.\nMulti-factor locks hold.",
    "gate.txt": "The gate is shut at night, in Zürich too. keyring",
    "empty.bin": "",
}


@pytest.fixture
def file(assessment: Assessment) -> Assessment:
    key = listing.rows(assessment)[0].key
    attach.attach(assessment, [key], [attach.Pasted(name, name.encode()) for name in BODIES])
    return assessment


@pytest.fixture
def read(file: Assessment) -> Assessment:
    words.put(file, [Read(unread.content, BODIES[unread.name]) for unread in words.pending(file, 9)])
    return file


def names(file: Assessment, text: str) -> list[str]:
    called = {row.piece.sha256: row.piece.name for row in evidence.listed(file)}
    there = words.find(file, text, 9)
    assert {found.sha256 for found in there} == words.find_all(file, text) & set(called)
    return sorted(called[found.sha256] for found in there)


def test_pieces_are_to_be_read_once_newest_first(file: Assessment):
    assert [unread.name for unread in words.pending(file, 9)] == ["empty.bin", "gate.txt", "keys.txt"]
    assert [unread.name for unread in words.pending(file, 1)] == ["empty.bin"]
    assert words.pending(file, 9, largest=3) == []
    (newest,) = words.pending(file, 1)
    assert (newest.size, newest.sha256) == (9, hashlib.sha256(b"empty.bin").hexdigest())
    words.put(file, [Read(newest.content, "", "There is nothing in it.")])
    assert words.waiting(file) == 2 and newest not in words.pending(file, 9)
    assert words.note(file, newest.sha256) == "There is nothing in it."
    assert words.note(file, words.pending(file, 1)[0].sha256) is None


def test_what_was_read_is_no_step(file: Assessment):
    before = reading_journal.head(file), file.revision
    words.put(file, [Read(words.pending(file, 1)[0].content, "said")])
    assert (reading_journal.head(file), file.revision) == before


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("keys", ["keys.txt"]),
        ("KEY", ["gate.txt", "keys.txt"]),
        ("key count", ["keys.txt"]),
        ("cou key", ["keys.txt"]),
        ("k", ["gate.txt", "keys.txt"]),
        ("ke", ["gate.txt", "keys.txt"]),
        ("zurich", ["gate.txt"]),
        ("ZÜRICH", ["gate.txt"]),
        ("multi-factor", ["keys.txt"]),
        ("multi-fac", ["keys.txt"]),
        ("factor-multi", []),
        ("counted gate", []),
        ("eys", []),
        ("at nig", ["gate.txt"]),
        ("a night", []),
        ("night AND keys", []),
        ('"night"', ["gate.txt"]),
        ("night*", ["gate.txt"]),
        ("body:night", []),
        ("body : night", []),
        ("NEAR(night)", []),
        ("empty", []),
        ("...", []),
        ("", []),
    ],
)
def test_all_words_must_be_there_from_their_beginning(read: Assessment, text: str, there: list[str]):
    assert names(read, text) == there


@given(st.text(max_size=40))
def test_no_text_is_an_error(read: Assessment, text: str):
    words.find(read, text, 9)
    words.find_all(read, text)


def test_the_newest_come_first(read: Assessment):
    there = [found.content for found in words.find(read, "key", 9)]
    assert there == sorted(there, reverse=True) and len(there) == 2
    assert [found.content for found in words.find(read, "key", 1)] == there[:1]


def test_what_nobody_uses_is_not_found_until_it_is_used_again(read: Assessment):
    uids = [row.piece.uid for row in evidence.listed(read)]
    evidence.remove(read, uids)
    assert words.find(read, "keys", 9) == []
    history.undo(read)
    assert names(read, "keys") == ["keys.txt"] and words.waiting(read) == 0
    history.undo(read)
    assert words.waiting(read) == 0 and words.find(read, "keys", 9) == []


def test_compacting_takes_the_words_along(read: Assessment):
    with read.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM evidence_text").scalar() == 3
    evidence.remove(read, [row.piece.uid for row in evidence.listed(read) if row.piece.name == "keys.txt"])
    gone = compaction.plan(read)
    compaction.compact(read, gone)
    assert names(read, "key") == ["gate.txt"]
    assert words.find_all(read, "keys") == frozenset()
    words.put(read, [Read(10_000, "of a content that is not there")])
    assert words.waiting(read) == 0 and words.find_all(read, "content") == frozenset()


def test_a_content_is_read_once_whoever_read_it_first(file: Assessment):
    (one, *_) = words.pending(file, 9)
    words.put(file, [Read(one.content, "first")])
    words.put(file, [Read(one.content, "second")])
    assert words.bodies(file, [Found(one.content, one.sha256)]) == {one.content: "first"}
    assert words.find_all(file, "second") == frozenset()


def test_all_is_forgotten_and_can_be_read_again(read: Assessment):
    words.clear(read)
    assert words.waiting(read) == 3 and words.find(read, "keys", 9) == []
    words.put(read, [Read(unread.content, "again") for unread in words.pending(read, 9)])
    assert len(words.find(read, "again", 9)) == 3
    with read.writing() as connection:
        connection.exec_driver_sql("INSERT INTO evidence_words (evidence_words, rank) VALUES ('integrity-check', 1)")


@pytest.mark.parametrize("damage", ["UPDATE evidence_words_config SET v = 99", "DELETE FROM evidence_words_data"])
def test_a_broken_index_is_said_and_made_anew(read: Assessment, damage: str):
    path = read.path
    read.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(damage)
    with assessments.open_assessment(path, who="Ann") as opened:
        with pytest.raises(words.SearchDamaged, match="--renew-search"):
            words.find(opened, "keys", 9)
        words.clear(opened)
        words.put(opened, [Read(unread.content, BODIES[unread.name]) for unread in words.pending(opened, 9)])
        assert names(opened, "keys") == ["keys.txt"]
