"""What is known of evidence can be changed, and it comes out again as it went in, without harm to what lies there."""

from datetime import timedelta
from pathlib import Path

import pytest

from srm_desktop.domain.problems import BadValue, UnknownEvidence
from srm_desktop.services import attach, board, evidence, history, listing, taking_in
from srm_desktop.services.attach import Facts, Pasted
from srm_desktop.services.evidence import CannotExtract, Edit


@pytest.fixture
def key(assessment) -> str:
    return listing.rows(assessment)[0].key


@pytest.fixture
def uid(assessment, key) -> str:
    return attach.attach(assessment, [key], [Pasted("scan.txt", b"nothing found\n")]).new[0]


def linked(assessment, key) -> list[str]:
    return [link.place for link in board.board(assessment).links.get(key, ())]


def test_a_place_is_kept_with_its_link(assessment, key, uid):
    evidence.set_place(assessment, key, "", uid, " p. 12 ")
    assert linked(assessment, key) == ["p. 12"]


def test_a_place_does_not_attach_what_was_detached(assessment, key, uid):
    evidence.detach(assessment, key, [uid])
    before = history.head(assessment)
    with pytest.raises(UnknownEvidence):
        evidence.set_place(assessment, key, "", uid, "p. 12")
    assert linked(assessment, key) == []
    assert history.head(assessment) == before


def test_what_is_extracted_is_what_was_attached(assessment, uid, tmp_path):
    (path,) = evidence.extract(assessment, [uid], tmp_path / "out")
    assert path.read_bytes() == b"nothing found\n"


def test_a_failed_extract_removes_only_what_it_wrote(assessment, key, uid, tmp_path, monkeypatch):
    attach.attach(assessment, [key], [Pasted("later.txt", b"later\n")])
    folder = tmp_path / "out"
    folder.mkdir()
    (theirs := folder / "E-2 later.txt").write_text("theirs")
    # Somebody else makes the file after we looked at what is there.
    seen = iter([[]])
    real = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda self: iter(next(seen)) if self == folder else real(self))
    with pytest.raises(CannotExtract):
        evidence.extract(assessment, None, folder)
    monkeypatch.undo()
    assert [p.name for p in folder.iterdir()] == ["E-2 later.txt"]
    assert theirs.read_text() == "theirs"


@pytest.mark.parametrize("days", [2, 13_000])
def test_a_day_that_lies_ahead_is_refused(assessment, key, uid, clock, days):
    ahead = (clock() + timedelta(days=days)).date()
    with pytest.raises(BadValue, match="lies ahead"):
        attach.attach(assessment, [key], [Pasted("a.txt", b"a")], Facts(collected=ahead))
    with pytest.raises(BadValue, match="lies ahead"):
        evidence.edit(assessment, [uid], Edit(collected=ahead))
    assert len(evidence.listed(assessment)) == 1


@pytest.mark.parametrize("seconds", [4e9, 1e15, -1e12])
def test_a_file_whose_own_time_makes_no_sense_is_attached_all_the_same(assessment, key, clock, seconds):
    day = taking_in.day_of(seconds, clock())
    assert day <= clock().astimezone().date()
