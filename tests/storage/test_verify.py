"""Tampering is found, and said to be where it is; the schema itself refuses the simple kind."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from srm_desktop.domain.assessment import Head
from srm_desktop.domain.problems import Problem
from srm_desktop.domain.vocabulary import Result, Status
from srm_desktop.services import assessments, attach, evidence, history, listing, proof, walk
from srm_desktop.storage import editions


@pytest.fixture
def path(new_assessment) -> Path:
    """A closed assessment with steps of every kind in its journal."""
    file = new_assessment()
    first, second, *_ = (row.key for row in listing.rows(file))
    walk.mark(file, [first, second], walk.Marking(status=(Status.IMPLEMENTED,)))
    walk.mark(file, [first], walk.Marking(result=Result.SATISFIED, statement="We do."))
    pasted = [attach.Pasted(f"{n}.txt", f"proof {n}".encode() * 5000) for n in range(3)]
    attached = attach.attach(file, [first], pasted, attach.Facts(collected=date(2026, 2, 1)))
    evidence.remove(file, attached.new[:1])
    history.undo(file)
    walk.mark(file, [second], walk.Marking(flag=True))
    file.close()
    return file.path


def verdict(path: Path, anchor: Head | None = None) -> list[str]:
    with assessments.open_assessment(path, who="Eve", read_only=True) as file:
        return [fault.sentence for fault in proof.verify(file, anchor).faults]


def head(path: Path) -> Head:
    with assessments.open_assessment(path, who="Eve", read_only=True) as file:
        return history.head(file)


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


def test_an_untouched_file_is_fine(path: Path):
    assert verdict(path, head(path)) == []
    with tampering(path):
        pass
    assert verdict(path) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET at = 'x'", "DELETE FROM entry", "UPDATE step SET who = 'x'", "DELETE FROM step",
        "UPDATE content SET size = 1", "DELETE FROM content", "UPDATE chunk SET bytes = x'00'", "DELETE FROM chunk",
        "INSERT INTO chunk (content, n, bytes) SELECT id, 99, x'00' FROM content",
        "INSERT INTO entry SELECT 1000, step, at, entity, key, old, new, sha256 FROM entry LIMIT 1",
    ],
)  # fmt: skip
def test_the_schema_refuses_to_change_what_is_final(path: Path, statement: str):
    with assessments.open_assessment(path, who="Eve") as file:
        with pytest.raises(IntegrityError, match=r"append-only|never"), file.writing() as connection:
            connection.exec_driver_sql(statement)
        assert proof.verify(file).ok


def entries(path: Path) -> list[int]:
    connection = sqlite3.connect(path)
    found = [seq for (seq,) in connection.execute("SELECT seq FROM entry ORDER BY seq")]
    connection.close()
    return found


COLUMNS = ("step", "at", "entity", "key", "old", "new", "sha256")


@pytest.mark.parametrize("where", [0, 0.4, 0.7, 1])
def test_every_single_edit_deletion_and_swap_in_the_journal_is_found(path: Path, tmp_path: Path, where: float):
    copy = tmp_path / "copy.srma"
    numbers = entries(path)
    seq = numbers[int(where * (len(numbers) - 1))]
    edits = [f"UPDATE entry SET {c} = {tampered(c)} WHERE seq = {seq}" for c in COLUMNS]
    swap = random.Random(7).choice([n for n in numbers if n != seq])
    for statements in (
        *([edit] for edit in edits),
        [f"DELETE FROM entry WHERE seq = {seq}"],
        [f"UPDATE entry SET seq = {a} WHERE seq = {b}" for a, b in ((-1, seq), (seq, swap), (swap, -1))],
    ):
        shutil.copyfile(path, copy)
        with tampering(copy) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            for statement in statements:
                connection.execute(statement)
        assert verdict(copy), statements


def tampered(column: str) -> str:
    return {
        "step": "step % 2 + 1",
        "entity": "'mark' || entity",
        "old": "coalesce(old, '{}') || ' '",
        "new": "CASE WHEN new IS NULL THEN '{}' ELSE NULL END",
    }.get(column, f"{column} || 'x'")


@pytest.mark.parametrize("column", ["kind", "name", "who", "target"])
def test_an_edit_of_a_step_is_found(path: Path, column: str):
    value = {"kind": "'redo'", "target": "1"}.get(column, "'Mallory'")
    with tampering(path) as connection:
        connection.execute(f"UPDATE step SET {column} = {value} WHERE id = 3")
    assert "was changed after it was written" in verdict(path)[0]


def test_a_lost_or_invented_step_is_found(path: Path):
    with tampering(path) as connection:
        connection.execute("INSERT INTO step VALUES (1000, 'do', 'Approve all', 'Mallory', NULL)")
        connection.execute("DELETE FROM step WHERE id = 3")
    found = " ".join(verdict(path))
    assert "Step 1000" in found and "step of journal entry" in found


def test_a_catalog_that_was_doctored_together_with_its_hash_is_found(path: Path):
    with tampering(path) as raw:
        raw.execute("UPDATE control_text SET aws = replace(aws, 'AWS', 'You')")
    assert any("was changed after it was imported" in said for said in verdict(path))
    with assessments.open_assessment(path, who="Ada") as file:
        now = [editions.fingerprint(catalog) for _, catalog in editions.stored(file)]
    with tampering(path) as raw:
        raw.execute("UPDATE edition SET sha256 = ?", now)
    chosen, words = verdict(path)
    assert chosen == "The catalog aws-srm is not the one that the journal says was chosen."
    assert words.startswith("The word search does not match the catalog texts")


def test_a_cut_tail_is_found_with_the_anchor(path: Path):
    anchor = head(path)
    with tampering(path) as connection:
        last, key = connection.execute("SELECT step, key FROM entry ORDER BY seq DESC").fetchone()
        connection.execute("DELETE FROM entry WHERE step = ?", (last,))
        connection.execute("DELETE FROM step WHERE id = ?", (last,))
        connection.execute("UPDATE work SET flag = 0 WHERE json_array(control) = ?", (key,))
    assert verdict(path) == []
    assert "shorter than" in verdict(path, anchor)[0]


def test_a_rewrite_is_found_with_the_anchor(path: Path, new_assessment):
    anchor = head(path)
    other = new_assessment("other.srma")
    first = listing.rows(other)[0].key
    for n in range(anchor.length):
        walk.mark(other, [first], walk.Marking(note=str(n)))
    other.close()
    assert verdict(other.path) == []
    assert "rewritten" in verdict(other.path, anchor)[0]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE mark SET result = 'satisfied'", "mark"),
        ("UPDATE work SET flag = 1 - flag", "work"),
        ("DELETE FROM link", "link"),
        ("UPDATE evidence SET collected = '2026-06-01'", "evidence"),
        ("INSERT INTO setting VALUES ('sly', '1')", "setting"),
        ("DELETE FROM service WHERE id = 's3'", "service s3"),
        ("UPDATE control SET title = 'x'", "catalog"),
        ("UPDATE part SET layers = 'data'", "catalog"),
    ],
)
def test_work_changed_behind_the_journal_is_found(path: Path, statement: str, said: str):
    with tampering(path) as connection:
        connection.execute(statement)
    assert said in verdict(path)[0]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE chunk SET bytes = x'00' WHERE id = 2", "bytes are there"),
        ("UPDATE chunk SET bytes = zeroblob(length(bytes)) WHERE id = 2", "changed since it was imported"),
        ("DELETE FROM chunk WHERE id = 2", "0 of 35000 bytes"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM content WHERE id = 2", "content is missing"),
        ("UPDATE chunk SET n = 1 WHERE id = 2", "the index does not lead to them"),
    ],
)
def test_changed_evidence_is_named_with_its_controls(path: Path, statement: str, said: str):
    with tampering(path) as connection:
        connection.executescript(statement)
    with assessments.open_assessment(path, who="Eve", read_only=True) as file:
        (fault,) = proof.verify(file).faults
        first = listing.rows(file)[0]
    assert said in fault.sentence and fault.sentence.startswith("E-2 1.txt: ")
    assert (fault.evidence, fault.controls) == (("E-2",), (first.id,))


def test_flipped_bytes_are_refused_found_or_without_any_effect(path: Path, tmp_path: Path):
    whole = path.read_bytes()
    told = answers(path)
    chosen = random.Random(3)
    copy = tmp_path / "copy.srma"
    silent = 0
    for at in [*chosen.sample(range(100, len(whole)), 25), *chosen.sample(index_bytes(path), 25)]:
        copy.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
        try:
            if not verdict(copy):
                silent += 1
                assert answers(copy) == told, at
        except Problem:
            pass
    assert silent < 50


def index_bytes(path: Path) -> list[int]:
    """Where in the file the word search lies."""
    with closing(sqlite3.connect(path)) as connection:
        pages = connection.execute("SELECT pageno, pgsize FROM dbstat WHERE name LIKE 'catalog_words_%'").fetchall()
    return [at for page, size in pages for at in range((page - 1) * size, page * size)]


def answers(path: Path) -> list[object]:
    """All that a file says: its rows, and for each word in the index and each beginning of one what is found."""
    with closing(sqlite3.connect(path)) as connection:
        rows: list[object] = [line for line in connection.iterdump() if "catalog_words_" not in line]
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, catalog_words, row)")
        words = [word for (word,) in connection.execute("SELECT term FROM temp.words")]
        asked = sorted({f'"{word[:n]}"*' for word in words for n in (1, 3, len(word))} | {f'"{w}"' for w in words})
        find = "SELECT rowid FROM catalog_words WHERE catalog_words MATCH ? ORDER BY bm25(catalog_words, 8, 2, 1), 1"
        return rows + [(words, connection.execute(find, (words,)).fetchall()) for words in asked]


DOCTORED = {
    "a control is hidden": "INSERT INTO catalog_words (catalog_words, rowid, title, text, more) "
    "SELECT 'delete', rowid, '', 'encryption', '' FROM (SELECT 1 << 20 | 12 AS rowid)",
    "a word is put in": "INSERT INTO catalog_words (rowid, title) VALUES (1 << 20 | 3, 'zebra')",
    "a control that does not exist": "INSERT INTO catalog_words (rowid, title) VALUES (9 << 20, 'zebra')",
    "all is gone": "INSERT INTO catalog_words (catalog_words) VALUES ('delete-all')",
    "a page is blank": "UPDATE catalog_words_data SET block = zeroblob(length(block)) WHERE id > 100",
    "pages are gone": "DELETE FROM catalog_words_data WHERE id > 100",
    "the list of segments": "UPDATE catalog_words_data SET block = x'00' WHERE id = 10",
    "the lengths": "UPDATE catalog_words_docsize SET sz = x'010101' WHERE id = 1 << 20 | 3",
    "a length is gone": "DELETE FROM catalog_words_docsize WHERE id = 1 << 20 | 3",
    "the average": "UPDATE catalog_words_data SET block = x'01010101' WHERE id = 1",
    "the version": "UPDATE catalog_words_config SET v = 9",
    "a setting": "INSERT INTO catalog_words_config VALUES ('rank', 'bm25(0, 0, 0)')",
    "the directory leads past words": "UPDATE catalog_words_idx SET pgno = (SELECT max(pgno) FROM catalog_words_idx)",
    "the directory is gone": "DELETE FROM catalog_words_idx",
    "the directory is out of order": "UPDATE catalog_words_idx SET term = x'3061' WHERE pgno = "
    "(SELECT max(pgno) FROM catalog_words_idx)",
    "a line too many in the directory": "INSERT INTO catalog_words_idx SELECT segid, CAST('0acc' AS BLOB), max(pgno) "
    "FROM catalog_words_idx GROUP BY segid",
}


@pytest.mark.parametrize("what", DOCTORED)
def test_a_word_search_that_does_not_match_the_texts_is_found_and_made_anew(path: Path, what: str):
    with tampering(path) as connection:
        connection.execute(DOCTORED[what])
    found = verdict(path)
    assert "The word search does not match the catalog texts; search may miss controls." in found[-1]
    with assessments.open_assessment(path, who="Ada") as file:
        proof.renew_search(file)
        assert proof.verify(file).ok
    assert verdict(path) == []


def test_the_directory_of_the_word_search_is_followed_not_only_read(path: Path, tmp_path: Path):
    """The directory in order, all words there when they are read one after another, and yet some are passed by."""
    copy = tmp_path / "copy.srma"
    with closing(sqlite3.connect(path)) as connection:
        lines = connection.execute("SELECT segid, term, pgno FROM catalog_words_idx ORDER BY 1, 2").fetchall()
    for (_, before, _), (segment, term, page) in pairwise(lines):
        if not before < term[:2] < term:
            continue
        shutil.copyfile(path, copy)
        with tampering(copy) as connection:
            change = "UPDATE catalog_words_idx SET term = ? WHERE segid = ? AND pgno = ?"
            connection.execute(change, (term[:2], segment, page))
            connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, catalog_words, row)")
            words = connection.execute("SELECT term, doc FROM temp.words").fetchall()
            find = "SELECT count(*) FROM catalog_words WHERE catalog_words MATCH ?"
            missed = [word for word, n in words if connection.execute(find, (f'"{word}"',)).fetchone() != (n,)]
        if missed:
            break
    assert missed
    assert "The word search does not match" in verdict(copy)[-1]


def test_an_anchor_is_read_as_exports_print_it(path: Path):
    printed = head(path)
    assert proof.parse_anchor(f" {printed} ") == printed
    with pytest.raises(Problem, match="not an anchor"):
        proof.parse_anchor("abc:3")
