"""What is sound comes out of a damaged file; what is not is left out and named."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from srm_desktop.domain.problems import Cancelled
from srm_desktop.services import assessments, attach, evidence, listing, proof
from srm_desktop.services.evidence import CannotExtract
from srm_desktop.services.rescue import REPORT

NAMES = ("../../etc/passwd", "NUL.txt", "policy.pdf", "POLICY.pdf")


@pytest.fixture
def path(new_assessment) -> Path:
    """Four pieces with awkward names on two controls; closed."""
    file = new_assessment()
    keys = [row.key for row in listing.rows(file)][:2]
    attach.attach(file, keys, [attach.Pasted(name, name.encode() * 20_000) for name in NAMES])
    file.close()
    return file.path


def tamper(path: Path, *statements: str) -> None:
    """Change a file behind its guards, which are put back exactly as they were."""
    connection = sqlite3.connect(path, isolation_level=None)
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in (*statements, *(sql for _, sql in guards)):
        connection.execute(statement)
    connection.close()


def rescue(path: Path, folder: Path):
    with assessments.open_assessment(path, who="Ada", read_only=True) as file:
        return proof.rescue(file, folder, proof.verify(file), program_version="1")


def test_a_piece_that_is_hit_is_left_out_and_named_and_nothing_else_is_lost(path, tmp_path):
    tamper(path, "UPDATE chunk SET bytes = zeroblob(length(bytes)) WHERE content = 3")
    done = rescue(path, tmp_path / "out")
    assert [(p.id, p.name) for p in done.left_out] == [("E-3", "policy.pdf")] and len(done.left_out[0].controls) == 2
    out = {found.name: hashlib.sha256(found.read_bytes()).hexdigest() for _, found in done.written}
    assert len(out) == 3 and all(found.parent == tmp_path / "out" for _, found in done.written)
    assert set(out.values()) == {p.sha256 for p, _ in done.written}
    assert done.matrix and done.matrix.exists()
    report = done.report.read_text("utf-8")
    assert "E-3 policy.pdf: its bytes are not what was imported any more" in report and "SRM-" in report
    assert {found.name for found in (tmp_path / "out").iterdir()} == {*out, done.matrix.name, REPORT}


def test_nothing_that_is_there_is_overwritten(path, tmp_path):
    one, other = rescue(path, tmp_path / "out"), rescue(path, tmp_path / "out")
    assert not {p for _, p in one.written} & {p for _, p in other.written} and one.report != other.report
    assert not one.left_out


def test_pieces_come_out_without_list_and_index_and_without_a_matrix(path, tmp_path):
    tamper(
        path,
        "UPDATE mark SET status = 'nonsense'",
        "INSERT INTO mark VALUES ('aws-srm:SRM-IAM-01', 'a', '[', '', '', '')",
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM content",
    )
    done = rescue(path, tmp_path / "out")
    assert len(done.written) == 4 and done.matrix is None and done.no_matrix
    assert f"Matrix: not written. {done.no_matrix}" in done.report.read_text("utf-8")


def test_a_piece_that_was_slipped_in_or_exchanged_is_no_sound_one(path, tmp_path):
    tamper(
        path,
        "PRAGMA foreign_keys = OFF",
        "UPDATE evidence SET sha256 = (SELECT sha256 FROM evidence WHERE number = 2) WHERE number = 1",
        "INSERT INTO evidence SELECT 'sly', 9, name, title, sha256, media_type, collected, collected_guessed, "
        "period_from, period_to, imported, source, note, version, account, region, method, collector, "
        "population, confidentiality, acceptance, fresh, guessed_from, supersedes FROM evidence WHERE number = 2",
    )
    why = {p.id: p.wrong for p in rescue(path, tmp_path / "out").left_out}
    assert why.keys() == {"E-1", "E-9"} and "different bytes" in why["E-1"] and "no entry" in why["E-9"]


def test_a_stop_leaves_nothing(path, tmp_path):
    def stop(done: int, total: int) -> None:
        if done > total * 0.6:
            raise Cancelled("Stopped.")

    with assessments.open_assessment(path, who="Ada", read_only=True) as file:
        verdict = proof.verify(file)
        with pytest.raises(Cancelled):
            proof.rescue(file, tmp_path / "out", verdict, stop)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_a_sentence(path, tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(CannotExtract, match="is a file, not a folder"):
        rescue(path, tmp_path / "out")


def test_bytes_of_a_piece_that_was_taken_out_must_be_there_too(path):
    with assessments.open_assessment(path, who="Ada") as file:
        evidence.remove(file, [row.piece.uid for row in evidence.listed(file)][:1])
        assert proof.verify(file).ok
    tamper(path, "PRAGMA foreign_keys = OFF", "DELETE FROM chunk WHERE content = 1", "DELETE FROM content WHERE id = 1")
    with assessments.open_assessment(path, who="Ada", read_only=True) as file:
        (fault,) = proof.verify(file).faults
    assert fault.sentence.startswith("E-1 ../../etc/passwd, which was taken out: its content is missing")


def test_links_that_lead_nowhere_are_named(path):
    tamper(
        path,
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO link VALUES ('aws-srm:SRM-IAM-01', '', 'nobody', '')",
        "INSERT INTO link SELECT 'aws-srm:SRM-XXX-99', '', uid, '' FROM evidence WHERE number = 2",
    )
    with assessments.open_assessment(path, who="Ada", read_only=True) as file:
        said = [fault.sentence for fault in proof.verify(file).faults]
    assert "SRM-IAM-01 has a link to evidence that is not there." in said
    assert "E-2 has a link to SRM-XXX-99, which no catalog has." in said


def test_progress_goes_once_over_the_whole_file(path):
    told: list[tuple[int, int]] = []
    with assessments.open_assessment(path, who="Ada", read_only=True) as file:
        assert proof.verify(file, progress=lambda done, total: told.append((done, total))).ok
    assert {total for _, total in told} == {path.stat().st_size}
    assert [done for done, _ in told] == sorted(done for done, _ in told) and told[-1][0] == path.stat().st_size


@pytest.mark.parametrize(("last", "due"), [
    ("2026-03-02T09:30:00+00:00", False), ("2026-02-23T09:30:01+00:00", False), ("2026-02-23T09:29:59+00:00", True),
    ("2026-03-02T09:30:01+00:00", True), ("yesterday", True), ("2026-03-01T09:30:00", True),
])  # fmt: skip
def test_a_check_is_due_after_a_week(clock, last, due):
    assert proof.is_due(last, clock()) is due
