"""Evidence coming in: all of it or nothing, once, quickly, in bounded memory, and refused in one sentence."""

import itertools
import os
import shutil
import tempfile
import time
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
    with pytest.raises(attach.CannotRead, match="There is no file"):
        attach.files_under([Path("no\0name")])
    assert "There is no file" in refused(assessment, [key], [Path("no\0name")])


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

        def once_bytes_come(_done: int, total: int, doing=doing) -> None:
            if total and second.exists():
                doing()

        refused(assessment, [key], [first, second], progress=once_bytes_come)


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

    def stop(done: int, total: int) -> None:
        if total and done > at:
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


def test_a_deep_tree_comes_in_order_and_links_to_folders_are_not_followed(tmp_path: Path):
    for name in ("z.txt", "b/1.txt", "a/c/2.txt", "a/3.txt", "a/b/4.txt", "a-b/5.txt"):
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / name).write_text(name)
    (tmp_path / "tree" / "again").symlink_to(tmp_path / "tree")
    (tmp_path / "tree" / "link.txt").symlink_to(tmp_path / "tree" / "z.txt")
    (tmp_path / "tree" / "round").symlink_to("round")
    found = [str(p.relative_to(tmp_path / "tree")) for p in attach.files_under([tmp_path / "tree"])]
    assert found == ["link.txt", "round", "z.txt", "a/3.txt", "a/b/4.txt", "a/c/2.txt", "a-b/5.txt", "b/1.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders are closed in another way on Windows")
def test_a_folder_that_may_not_be_read_is_a_sentence():
    public = Path(tempfile.mkdtemp(prefix="srm-public-"))  # pytest's own folders are closed to others
    closed = public / "tree" / "closed"
    closed.mkdir(parents=True)
    public.chmod(0o755)
    closed.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises(attach.CannotRead, match=r"closed may not be read; nothing was attached\."):
            attach.files_under([public / "tree"])
        with pytest.raises(attach.CannotRead, match=r"a\.txt cannot be read \(Permission denied\)"):
            attach.files_under([closed / "a.txt"])
    finally:
        if root:
            os.seteuid(0)
        closed.chmod(0o755)
        shutil.rmtree(public)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some thousand files in some hundred folders, and 2,000 in one."""
    tree = tmp_path_factory.mktemp("drop") / "tree"
    for folder in (tree / f"{a:02}" / f"{b:02}" for a in range(20) for b in range(10)):
        folder.mkdir(parents=True)
        for n in range(20):
            (folder / f"{n:02}.txt").write_text(f"{folder} {n}")
    (tree / "flat").mkdir()
    for n in range(2_000):
        (tree / "flat" / f"{n:04}.txt").write_text(str(n))
    return tree


FILES, FOLDERS = 6_000, 221


def test_what_is_found_is_told_at_each_name(assessment, key, tree):
    told: list[tuple[int, int]] = []
    found = attach.files_under([tree], lambda done, total: told.append((done, total)))
    assert len(found) == FILES
    assert len(told) == 1 + FILES + FOLDERS, "at each file and each folder, before it is looked at"
    assert {total for _, total in told} == {0} and told == sorted(told) and told[-1][0] >= FILES - 1
    told.clear()

    def until_bytes_come(done: int, total: int) -> None:
        told.append((done, total))
        if total:
            raise Cancelled("Attaching was cancelled.")

    refused(assessment, [key], found, progress=until_bytes_come, problem=Cancelled)
    assert told[:-1] == [(FILES, 0)] * FILES, "before the size of each file is taken"


@pytest.mark.parametrize("at", [1, 1_000, FILES + FOLDERS, FILES + FOLDERS + 1_000])
def test_cancelling_before_the_first_byte_stops_at_once(assessment, key, tree, at):
    calls, stopped = 0, 0.0

    def stop(_done: int, total: int) -> None:
        nonlocal calls, stopped
        calls += 1
        if calls == at:
            stopped = time.perf_counter()
            raise Cancelled("Attaching was cancelled.")
        assert not total

    before = history.head(assessment)
    with pytest.raises(Cancelled):
        attach.attach(assessment, [key], attach.files_under([tree], stop), progress=stop)
    assert time.perf_counter() - stopped < 0.1
    assert calls == at
    assert (history.head(assessment), contents(assessment)) == (before, 0)


def test_nobody_waits_long_to_be_told(assessment, key, tree):
    """The longest silence is what a cancel may have to wait for; the best of three, for other programs run too."""
    longest = []
    for _ in range(3):
        moments = [time.perf_counter()]

        def note(_done: int, total: int, moments=moments) -> None:
            moments.append(time.perf_counter())
            if total:
                raise Cancelled("Attaching was cancelled.")

        with pytest.raises(Cancelled):
            attach.attach(assessment, [key], attach.files_under([tree], note), progress=note)
        longest.append(max(after - before for before, after in itertools.pairwise(moments)))
    assert min(longest) < 0.1


def test_a_number_is_never_used_again_after_a_removal(assessment):
    def put(name):
        return attach.attach(assessment, [], [attach.Pasted(name, name.encode())]).new

    put("a"), evidence.remove(assessment, put("b")), put("c")
    assert [row.piece.id for row in evidence.listed(assessment)] == ["E-1", "E-3"]


def test_the_same_bytes_twice_in_one_drop_are_said(assessment, key):
    done = attach.attach(assessment, [key], [attach.Pasted("a.txt", b"same"), attach.Pasted("b.txt", b"same")])
    assert len(done.new) == 1 and done.twins == (("b.txt", done.new[0]),)
    assert attach.said_of_linked(assessment, done) == "b.txt is E-1 already; linked instead of stored."
    again = attach.attach(assessment, [], [attach.Pasted(f"{name}.txt", b"same") for name in "cd"])
    assert not again.new
    assert attach.said_of_linked(assessment, again) == (
        "2 files are in the assessment already (E-1); linked instead of stored."
    )
