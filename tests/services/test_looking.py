"""A look at pieces of the assessment and at files outside it; nothing stays behind."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from srm_desktop.domain.look import PdfLook, TextLook
from srm_desktop.domain.problems import Cancelled, UnknownEvidence
from srm_desktop.services import attach, evidence, looking
from srm_desktop.services.assessments import open_assessment
from srm_desktop.services.looking import PATIENT, CannotShow, Looker, TookTooLong
from tests.exchange.lens import samples


@pytest.fixture
def taken_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which private folders are made; it is empty again in the end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def looker(taken_out: Path) -> Iterator[Looker]:
    with Looker() as made:
        yield made
    assert list(taken_out.iterdir()) == []


def attached(file, folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    (uid,) = attach.attach(file, [], [path]).new
    return uid


def test_a_piece_is_looked_at_through_a_private_copy(new_assessment, looker: Looker, taken_out: Path, tmp_path: Path):
    file = new_assessment("a.srma")
    report = attached(file, tmp_path, "report.pdf", samples.pdf("Keys", "Two"))
    notes = attached(file, tmp_path, "notes.txt", b"hello")
    assert isinstance(looker.look(file, report, PATIENT), PdfLook)
    (folder,) = taken_out.iterdir()
    assert folder.stat().st_mode & 0o077 == 0 and [p.name for p in folder.iterdir()] == ["piece"]
    assert looker.page(file, report, 1, 1.0, PATIENT).width == 200
    assert looker.find(file, report, "KEYS", PATIENT)[0].page == 0
    assert "Keys" in looker.text(file, report)
    assert looker.own_date(file, report, PATIENT) is None
    assert list(taken_out.iterdir()) == [folder]  # still the same copy
    assert looker.look(file, notes, PATIENT) == TextLook("hello")
    assert folder not in taken_out.iterdir()
    looker.let_go()
    assert list(taken_out.iterdir()) == []
    assert looker.look(file, notes, PATIENT) == TextLook("hello")


def test_only_the_beginning_of_a_long_text_is_taken_out(
    new_assessment, looker: Looker, taken_out: Path, tmp_path: Path
):
    file = new_assessment("a.srma")
    uid = attached(file, tmp_path, "a.log", b"line\n" * 2_400_000)
    assert looker.look(file, uid, PATIENT).notes == ("The first 1.0 MB of 12.0 MB are shown.",)
    (copy,) = taken_out.rglob("piece")
    assert copy.stat().st_size == looking.BEGINNING
    assert len(looker.text(file, uid, 10_000_000)) == 10_000_000  # more of it is asked for


def test_a_file_outside_the_assessment_is_read_where_it_is(looker: Looker, taken_out: Path, tmp_path: Path):
    path = tmp_path / "inbox.txt"
    path.write_bytes(b"new")
    assert looker.look(None, path, PATIENT) == TextLook("new")
    assert list(taken_out.iterdir()) == []
    with pytest.raises(CannotShow, match=r"is no file"):
        looker.look(None, tmp_path)
    with pytest.raises(CannotShow, match=r"gone\.txt cannot be read"):
        looker.look(None, tmp_path / "gone.txt")


def test_a_relative_path_is_found(looker: Looker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.txt").write_bytes(b"here")
    monkeypatch.chdir(tmp_path)
    assert looker.look(None, Path("a.txt"), PATIENT) == TextLook("here")


def test_bytes_that_changed_are_said_so(new_assessment, looker: Looker, tmp_path: Path):
    with new_assessment("a.srma") as file:
        uid = attached(file, tmp_path, "notes.txt", b"hello")
    with sqlite3.connect(tmp_path / "a.srma") as bare:
        bare.execute("PRAGMA writable_schema = ON")
        triggers = bare.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            bare.execute(f"DROP TRIGGER {name}")
        bare.execute("UPDATE chunk SET bytes = CAST('hullo' AS BLOB) WHERE length(bytes) = 5")
        for _, sql in triggers:
            bare.execute(sql)
    bare.close()
    with open_assessment(tmp_path / "a.srma", who="", read_only=True) as file:
        piece = evidence.piece_named(file, uid)
        assert piece.sha256 == hashlib.sha256(b"hello").hexdigest()
        seen = looker.look(file, uid, PATIENT)
        assert seen == TextLook("hullo", notes=(looking.CHANGED,))


def test_what_goes_wrong_leaves_nothing(new_assessment, looker: Looker, taken_out: Path, tmp_path: Path):
    file = new_assessment("a.srma")
    uid = attached(file, tmp_path, "report.pdf", b"%PDF-1.7\nnothing")

    def stop() -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(UnknownEvidence):
        looker.look(file, "nobody")
    with pytest.raises(CannotShow, match=r"^report\.pdf is damaged"):
        looker.look(file, uid, PATIENT)
    looker.let_go()
    with pytest.raises(Cancelled):
        looker.look(file, uid, PATIENT, stop)
    looker.let_go()
    with pytest.raises(TookTooLong, match=r"^report\.pdf took longer than 1e-09 seconds"):
        looker.look(file, uid, 1e-9)
    assert list(taken_out.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there the age of a folder decides")
def test_what_a_killed_program_left_is_taken_away(new_assessment, looker: Looker, taken_out: Path, tmp_path: Path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, in_use = taken_out / f"srm-desktop-{ended.pid}-x", taken_out / f"srm-desktop-{os.getpid()}-x"
    for folder in (left, in_use):
        folder.mkdir()
        (folder / "piece").write_bytes(b"secret")
    file = new_assessment("a.srma")
    looker.look(file, attached(file, tmp_path, "notes.txt", b"hello"), PATIENT)
    assert not left.exists() and in_use.exists()
    shutil.rmtree(in_use)
