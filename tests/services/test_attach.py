"""Evidence coming in: all of it or nothing, once, quickly, in bounded memory, and refused in one sentence."""

import os
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from srm_desktop.domain.freshness import Period
from srm_desktop.domain.problems import BadValue, Cancelled, Problem, UnknownControl
from srm_desktop.services import assessments, attach, evidence, history, listing, proof
from srm_desktop.storage import schema


@pytest.fixture
def key(assessment) -> str:
    return listing.rows(assessment)[0].key


def contents(file: assessments.Assessment) -> int:
    return len(file.fetch(select(schema.content.c.id)))


def refused(file: assessments.Assessment, *args, problem: type[Problem] = attach.CannotRead, **named) -> str:
    """Attaching fails with one sentence, and not a byte of it is in the file."""
    before = (history.head(file), contents(file))
    with pytest.raises(problem) as caught:
        attach.attach(file, *args, **named)
    assert (history.head(file), contents(file)) == before
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
    return str(caught.value)


def test_a_piece_comes_in_with_its_facts_and_goes_out_again(assessment, key, tmp_path):
    source = tmp_path / "policy.txt"
    source.write_bytes(b"We review accounts.\n" * 200_000)
    facts = attach.Facts(date(2026, 2, 1), Period(date(2026, 1, 1), date(2026, 1, 31)), "Policy", "SharePoint")
    attached = attach.attach(assessment, [key], [source], facts)
    assert attached.changes.step == "Attach policy.txt to SRM-PHY-01"
    (row,) = evidence.listed(assessment)
    piece = row.piece
    assert (piece.id, piece.title, piece.source, piece.size) == ("E-1", "Policy", "SharePoint", 4_000_000)
    assert (piece.collected, piece.collected_guessed, piece.media_type) == (date(2026, 2, 1), False, "text/plain")
    (out,) = evidence.extract(assessment, None, tmp_path / "out")
    assert out.read_bytes() == source.read_bytes()


def test_what_cannot_be_evidence_is_refused_and_nothing_is_kept(assessment, key, tmp_path):
    good, empty = tmp_path / "good.txt", tmp_path / "empty.txt"
    good.write_text("good")
    empty.touch()
    assert "There is no file" in refused(assessment, [key], [good, tmp_path / "gone.txt"])
    assert "is empty" in refused(assessment, [key], [good, empty])
    assert "is a folder" in refused(assessment, [key], [good, tmp_path])
    assert "this assessment itself" in refused(assessment, [key], [good, assessment.path])
    assert "no control 'SRM-X-1'" in refused(assessment, ["aws-srm:SRM-X-1"], [good], problem=UnknownControl)
    assert "no part 'zz'" in refused(assessment, [key], [good], part="zz", problem=BadValue)
    backwards = attach.Facts(covers=Period(date(2026, 2, 1), date(2026, 1, 1)))
    assert "before it begins" in refused(assessment, [key], [good], backwards, problem=BadValue)
    assert "no file to attach" in refused(assessment, [key], [], problem=BadValue)
    with pytest.raises(attach.CannotRead, match="There is no file"):
        attach.files_under([tmp_path / "gone"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files on Windows")
def test_a_pipe_and_an_unreadable_file_are_refused(assessment, key, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in refused(assessment, [key], [tmp_path / "pipe"])
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    secret.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises(attach.CannotRead, match="cannot be read"):
            attach.attach(assessment, [key], [secret])
    finally:
        if root:
            os.seteuid(0)
    assert contents(assessment) == 0


def test_a_file_that_vanishes_or_empties_on_the_way_takes_all_with_it(assessment, key, tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    for doing in (second.unlink, lambda: second.write_text("")):
        first.write_text("a")
        second.write_text("b")
        refused(
            assessment, [key], [first, second], progress=lambda *_, doing=doing: doing() if second.exists() else None
        )


def test_the_same_bytes_are_stored_once(assessment, tmp_path):
    first, second, third = (row.key for row in listing.rows(assessment)[:3])
    one, two = attach.Pasted("one.txt", b"same"), attach.Pasted("two.txt", b"same")
    attached = attach.attach(assessment, [first], [one, two])
    assert (len(attached.new), attached.linked, contents(assessment)) == (1, (), 1)
    again = attach.attach(assessment, [first, second], [two])
    assert (again.new, again.linked, contents(assessment)) == ((), attached.new, 1)
    history.undo(assessment)
    history.undo(assessment)
    assert evidence.listed(assessment) == ()
    anew = attach.attach(assessment, [third], [two])
    assert (contents(assessment), anew.linked) == (1, ())
    (row,) = evidence.listed(assessment)
    assert row.piece.id == "E-2", "a number is never given twice"


@pytest.mark.parametrize("at", [0, 9 << 20, 23 << 20])
def test_cancelling_midway_leaves_nothing(assessment, key, tmp_path, at):
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(os.urandom(8 << 20))

    def stop(done: int, _total: int) -> None:
        if done > at:
            raise Cancelled("Attaching was cancelled.")

    sources = [tmp_path / name for name in ("a", "b", "c")]
    refused(assessment, [key], sources, progress=stop, problem=Cancelled)
    assert assessment.fetch(select(schema.chunk.c.id)) == []
    assert len(attach.attach(assessment, [key], sources).new) == 3
    assert proof.verify(assessment).ok


def test_what_a_crash_left_is_cleared_at_the_next_opening(assessment):
    with assessment.writing() as connection:
        connection.exec_driver_sql("INSERT INTO content (id) VALUES (1), (2), (3)")
        for n in range(12):
            connection.exec_driver_sql("INSERT INTO chunk (content, n, bytes) VALUES (1, ?, zeroblob(1000000))", (n,))
    assessment.close()
    with assessments.open_assessment(assessment.path, who="Ada") as file:
        assert contents(file) == 0
        assert file.fetch(select(schema.chunk.c.id)) == []


def test_a_full_disk_keeps_nothing_of_it(assessment, key):
    with assessment.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1000}")
    big = attach.Pasted("big.bin", os.urandom(30_000_000))
    assert "full" in refused(assessment, [key], [big], problem=Problem)
    assert proof.verify(assessment).ok


def test_memory_does_not_grow_with_the_file(assessment, key, tmp_path):
    with (tmp_path / "big.bin").open("wb") as out:
        out.truncate(200 << 20)
    attach.attach(assessment, [key], [attach.Pasted("warm.bin", b"\x00warm")])
    tracemalloc.start()
    attach.attach(assessment, [key], [tmp_path / "big.bin"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20


def test_ten_thousand_files_are_one_step(assessment, key):
    many = [attach.Pasted(f"{n}.txt", f"finding {n}".encode()) for n in range(10_000)]
    assert len(attach.attach(assessment, [key], many).new) == 10_000
    assert history.names(assessment).undo == "Attach 10000 files to SRM-PHY-01"
    assert listing.rows(assessment)[0].evidence == 10_000
    history.undo(assessment)
    assert history.names(assessment).undo == ""
    assert evidence.listed(assessment) == ()


def test_a_folder_stands_for_its_files_in_order(tmp_path: Path):
    for name in ("b.txt", "sub/a.txt", ".hidden", "~$lock.docx", "Thumbs.db", ".git/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [p.name for p in attach.files_under([tmp_path])] == ["b.txt", "a.txt"]
