"""Bytes that leave the file: really gone, in whatever state a crash leaves it, and nothing that is used ever is."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from srm_desktop.services import assessments, attach, board, compaction, evidence, history, proof
from srm_desktop.storage import compaction as erasing
from srm_desktop.storage import schema
from srm_desktop.storage.problems import CannotWrite, NothingToUndo

FILES = Path(__file__).resolve().parent.parent / "files"
MARK = b"a password that should never have been in a screenshot"


def put(file, data: bytes, name="a.bin"):
    (uid,) = attach.attach(file, [], [attach.Pasted(name, data)]).new
    return board.board(file).evidence[uid]


def stopping(batches: int):
    """Fail when so many batches are erased."""
    seen = []

    def stop(done, total):
        seen.append(done)
        if len(seen) > batches:
            raise RuntimeError("stopped")

    return stop


@pytest.mark.parametrize(
    "data", [MARK, b"x" * 3_000_000 + MARK, MARK + bytes(20_000_000)], ids=["small", "3 MB", "20 MB"]
)
def test_bytes_are_really_gone_from_the_file(assessment, data):
    kept = put(assessment, b"stays", "kept.txt")
    evidence.remove(assessment, [put(assessment, data).uid])
    assert MARK in assessment.path.read_bytes()
    before = assessment.path.stat().st_size
    compaction.compact(assessment, compaction.plan(assessment))
    assert MARK not in assessment.path.read_bytes()
    assert assessment.path.stat().st_size <= before - len(data) // 16_384 * 16_384
    assert evidence.read_start(assessment, kept.uid, 9) == b"stays"
    verdict = proof.verify(assessment)
    assert verdict.ok and verdict.content == 1


KILLED = """
import os, sys
from pathlib import Path
from srm_desktop.services import assessments, compaction
left = int(sys.argv[2])
def report(done, total):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
with assessments.open_assessment(Path(sys.argv[1]), who="Ada") as file:
    compaction.compact(file, compaction.plan(file), report)
"""


@pytest.mark.parametrize("batches", range(5))
def test_a_crash_between_the_step_and_the_last_byte_is_finished_at_the_next_opening(assessment, batches):
    gone = [put(assessment, MARK + bytes([n]) * 20_000_000) for n in range(1)] + [put(assessment, MARK)]
    evidence.remove(assessment, [piece.uid for piece in gone])
    path = assessment.path
    assessment.close()
    child = subprocess.run([sys.executable, "-c", KILLED, str(path), str(batches)], timeout=100)
    assert child.returncode == 9
    with assessments.open_assessment(path, who="Ada") as file:
        assert compaction.plan(file).unused == ()
        assert file.fetch(select(schema.content.c.id)) == file.fetch(select(schema.chunk.c.id)) == []
        assert proof.verify(file).ok
        with pytest.raises(NothingToUndo, match=r"were erased"):
            history.undo(file)
        assert compaction.plan(file).spare > 0
        compaction.compact(file, compaction.plan(file))
        assert MARK not in path.read_bytes()


def test_nothing_half_erased_comes_back(assessment):
    piece = put(assessment, bytes(20_000_000))
    evidence.remove(assessment, [piece.uid])
    with pytest.raises(RuntimeError):
        compaction.compact(assessment, compaction.plan(assessment), stopping(1))
    head = history.head(assessment)
    with pytest.raises(NothingToUndo, match=r"the bytes of E-1 a.bin were erased"):
        history.undo(assessment)
    assert history.head(assessment) == head and board.board(assessment).evidence == {}
    again = put(assessment, bytes(20_000_000))
    assert sum(map(len, _chunks(assessment, again))) == 20_000_000
    assert proof.verify(assessment).ok


def _chunks(file, piece):
    from srm_desktop.storage import content

    return content.read(file, piece.sha256)


def test_a_full_disk_while_it_shrinks_says_that_the_bytes_are_gone_and_can_be_tried_again(assessment, monkeypatch):
    evidence.remove(assessment, [put(assessment, MARK + bytes(6_000_000)).uid])
    with (
        monkeypatch.context() as patch,
        pytest.raises(CannotWrite, match=r"erased, but acme.srma could not be made sm"),
    ):
        patch.setattr(assessment, "shrink", _full)
        compaction.compact(assessment, compaction.plan(assessment))
    assert MARK not in assessment.path.read_bytes()
    left = compaction.plan(assessment)
    assert left.unused == () and left.spare > 5_000_000 and left.worth
    length = history.head(assessment).length
    assert not compaction.compact(assessment, left)
    assert history.head(assessment).length == length
    assert compaction.plan(assessment).spare == 0
    assert proof.verify(assessment).ok


def _full():
    raise CannotWrite("The disk is full.")


def test_bytes_that_come_in_again_stay_when_that_is_taken_back(assessment):
    evidence.remove(assessment, [put(assessment, MARK).uid])
    compaction.compact(assessment, compaction.plan(assessment))
    path = assessment.path
    put(assessment, MARK, "again.txt")
    assert assessment.fetch(select(schema.erased)) == []
    history.undo(assessment)
    assessment.close()
    with assessments.open_assessment(path, who="Ada") as file:
        assert MARK in path.read_bytes()  # only compacting erases
        (one,) = compaction.plan(file).unused
        assert one.names == ("E-1 a.bin", "E-2 again.txt")
        history.redo(file)
        assert proof.verify(file).ok
        history.undo(file)
        compaction.compact(file, compaction.plan(file))
        with pytest.raises(NothingToUndo, match=r"the bytes of E-2 again.txt were erased"):
            history.redo(file)
        assert proof.verify(file).ok


@pytest.mark.parametrize("sample", sorted(FILES.glob("schema-*.srma")), ids=lambda p: p.stem)
def test_a_file_of_an_earlier_schema_is_compacted(sample, tmp_path):
    path = Path(shutil.copy(sample, tmp_path / "old.srma"))
    with assessments.open_assessment(path, who="Ada") as file:
        evidence.remove(file, [row.piece.uid for row in evidence.listed(file)])
        wanted = compaction.plan(file)
        assert [one.names for one in wanted.unused] == [("E-1 report.txt",)] or len(wanted.unused) == 1
        compaction.compact(file, wanted)
        assert proof.verify(file).ok and file.fetch(select(schema.content)) == []


def test_the_text_inside_goes_with_the_bytes(assessment):
    piece = put(assessment, MARK)
    row = assessment.fetch(select(schema.content.c.id))[0].id
    with assessment.writing() as connection:
        body = {"id": row, "sha256": piece.sha256, "body": MARK.decode(), "note": ""}
        connection.execute(schema.evidence_text.insert(), body)
        connection.exec_driver_sql("INSERT INTO evidence_words (rowid, body) VALUES (?, ?)", (row, MARK.decode()))
    evidence.remove(assessment, [piece.uid])
    compaction.compact(assessment, compaction.plan(assessment))
    with assessment.reading() as connection:
        found = connection.exec_driver_sql("SELECT rowid FROM evidence_words WHERE evidence_words MATCH 'password'")
        assert found.fetchall() == []
        assert assessment.fetch(select(schema.evidence_text)) == []


def test_finishing_leaves_alone_what_evidence_uses(assessment):
    piece = put(assessment, MARK)
    erasing.finish(assessment)
    assert evidence.read_start(assessment, piece.uid, 100) == MARK
