"""The inbox: what names of files propose, what waits, and how it is taken."""

from __future__ import annotations

import os
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop import settings
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import tell_nobody
from srm_desktop.services import attach, evidence, history, inbox, listing
from srm_desktop.services.attach import Pasted
from srm_desktop.services.proposals import Names, named
from srm_desktop.services.versions import Renewal


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """Names as they are read for an assessment of one or several catalogs."""
    from srm_desktop.domain.assessment import Details
    from srm_desktop.services import assessments

    made: dict[str, Names] = {}

    def read(catalogs: str, name: str) -> str:
        if catalogs not in made:
            path = tmp_path_factory.mktemp("names") / "a.srma"
            with assessments.create(path, Details("A"), who="Ann", catalogs=catalogs.split("+")) as file:
                made[catalogs] = Names(file)
        found = made[catalogs].proposals(name)
        return ", ".join(named(one) + ("" if one.sure else "?") for one in found)

    return read


MODERATE = [
    ("AC-2(3) report.pdf", "AC-2(3)"),
    ("AC-02_x.png", "AC-2"),
    ("AC-02(03) x.png", "AC-2(3)"),
    ("ac-2.3 export.csv", "AC-2(3)"),
    ("AC2.pdf", "AC-2"),
    ("AC-2.zip", "AC-2"),
    ("AC-2(3).tar.gz", "AC-2(3)"),
    ("AC-2 (1).png", "AC-2(1)?, AC-2?"),
    ("AC-2_1.png", "AC-2(1)?, AC-2?"),
    ("AC-2(3) (1).pdf", "AC-2(3)"),
    ("AC-2 v2.docx", "AC-2"),
    ("AC-2 - Account list (3).xlsx", "AC-2"),
    ("2026-10-02 AC-2.pdf", "AC-2"),
    ("20261002_AC-2_users.csv", "AC-2"),
    ("AC-2 2026-01-01.png", "AC-2"),
    ("AC-2, AC-3 and IA-5(1).docx", "AC-2, AC-3, IA-5(1)"),
    ("AC-2_AC-3_evidence.pdf", "AC-2, AC-3"),
    ("evidence_AC-2.pdf", "AC-2"),
    ("Evidence-AC-2.pdf", "AC-2"),
    ("AC-2(a) list.txt", "AC-2 (a)"),
    ("ac-2d.1 list.txt", "AC-2 (d.1)"),
    ("AC-2(d)(1).txt", "AC-2 (d.1)"),
    ("AC-02a.[01] list.txt", "AC-2 (a)"),
    ("PE-3 door 3.jpg", "PE-3"),
    ("SC-28 S3 SSE-KMS.png", "SC-28"),
    ("TLS1.2 SC-8.txt", "SC-8"),
    ("SR-71 Blackbird.pdf", ""),
    ("AC-99.pdf", ""),
    ("AC-2(99).pdf", ""),
    ("CIS 1.1 passwords.pdf", ""),
    ("ISO27001 certificate.pdf", ""),
    ("Screenshot 2026-10-02 at 10.15.22.png", ""),
    ("IMG_2031.JPG", ""),
    ("report v3.1.2.pdf", ""),
    ("scan 10.1.2.3.pdf", ""),
    ("E-12 report.pdf", ""),
    ("DE-10 lane.txt", ""),
    ("AC-13 gone.txt", ""),
    ("", ""),
    ("...", ""),
    ("AC-2\u2013AC-3.pdf", "AC-2, AC-3"),
    ("\uff21\uff23-\uff12.pdf", "AC-2"),
]
OTHERS = [
    ("nist-800-171", "3.1.10[b] E-AC-32.png", "3.1.10 (b)"),
    ("nist-800-171", "3.1.10 E-AC-32.png", "3.1.10"),
    ("nist-800-171", "3.1.10.png", "3.1.10"),
    ("nist-800-171", "3.1.1 3.1.2.pdf", "3.1.1, 3.1.2"),
    ("nist-800-171", "2026-10-02 3.1.1 users.csv", "3.1.1"),
    ("nist-800-171", "AC.L2-3.1.1 users.csv", "3.1.1"),
    ("nist-800-171", "openssl 3.1.2 changes.txt", "3.1.2?"),
    ("nist-800-171", "AC-2 users.csv", ""),
    ("aws-srm", "SRM-IAM-01 users.csv", "SRM-IAM-01"),
    ("aws-srm", "iam-1 users.csv", "SRM-IAM-01"),
    ("aws-srm", "IAM-01(b) users.csv", "SRM-IAM-01 (b)"),
    ("aws-srm", "AC-2 users.csv", ""),
    ("cmmc-2", "AC.L2-3.1.1-policy.docx", "AC.L2-3.1.1"),
    ("nist-low", "AC-2_1.png", "AC-2"),
    ("nist-moderate+fedramp-moderate", "AC-2 users.csv", "AC-2, AC-2"),
    ("nist-moderate+aws-srm", "AC-2 users.csv", "AC-2"),
]


@pytest.mark.parametrize(("name", "proposed"), MODERATE)
def test_names_propose_what_they_say(names, name, proposed):
    assert names("nist-moderate", name) == proposed


@pytest.mark.parametrize(("catalogs", "name", "proposed"), OTHERS)
def test_names_are_read_for_the_catalogs_in_use(names, catalogs, name, proposed):
    assert names(catalogs, name) == proposed


def test_ids_of_a_catalog_of_ones_own_are_found_too(published):
    found = [
        (n, [named(one) for one in inbox.proposals(published, n)]) for n in ("xx-02(1) a.pdf", "XX-4.pdf", "xx.pdf")
    ]
    assert found == [("xx-02(1) a.pdf", ["XX-2(1)"]), ("XX-4.pdf", []), ("xx.pdf", [])]  # XX-4 is withdrawn


@given(st.text(st.sampled_from(string.ascii_uppercase[:6] + "SRXMI-_.()[] 0123456789\u2013ab"), max_size=40))
def test_no_proposal_names_what_is_not_there(names_of_two, name):
    reader, keys, parts = names_of_two
    for one in reader.proposals(name):
        assert one.key in keys
        assert not one.part or one.part in parts[one.key]


@pytest.fixture(scope="module")
def names_of_two(tmp_path_factory):
    from srm_desktop.domain.assessment import Details
    from srm_desktop.services import assessments
    from srm_desktop.services.board import board

    path = tmp_path_factory.mktemp("names") / "a.srma"
    with assessments.create(path, Details("A"), who="Ann", catalogs=["nist-high", "nist-800-171"]) as file:
        outlines = board(file).outlines
        there = {key for key, outline in outlines.items() if not outline.withdrawn}
        return Names(file), there, {key: {letter for letter, _ in outlines[key].parts} for key in there}


# What waits


@pytest.fixture
def file(start):
    return start("nist-moderate")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "watched"
    made.mkdir()
    return made


def put(folder: Path, name: str, text: str = "", *, age: float = 60) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or f"what {name} says")
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))
    return path


def waiting_names(found: inbox.Inbox) -> list[str]:
    return [one.name for one in found.waiting]


def test_new_files_wait_and_what_is_no_evidence_does_not(file, folder):
    for name in ("b.txt", "AC-2 a.txt", "below/c.txt"):
        put(folder, name)
    for name in (".hidden", "~$b.docx", "x.part", "x.CRDOWNLOAD", "Thumbs.db", "desktop.ini", "other.srma", ".git/x"):
        put(folder, name)
    (folder / "empty.txt").touch()
    put(folder, "growing.txt", age=0)
    found = inbox.waiting(file, [folder])
    assert waiting_names(found) == ["AC-2 a.txt", "b.txt", "c.txt"] and found.number == 3
    assert found.settling == 1 and not found.missing and set(found.folders) == {folder, folder / "below"}
    assert found.waiting[0].size == len("what AC-2 a.txt says") and found.waiting[0].modified.utcoffset() is not None


def test_a_folder_that_vanished_is_named_and_the_others_are_read(file, folder, tmp_path):
    put(folder, "a.txt")
    found = inbox.waiting(file, [tmp_path / "gone", folder])
    assert found.missing == (tmp_path / "gone",) and waiting_names(found) == ["a.txt"]


def test_what_is_in_the_file_does_not_wait_in_a_watched_folder(file, folder):
    put(folder, "AC-2 users.csv", "same")
    (one,) = inbox.waiting(file, [folder]).waiting
    inbox.take(file, [(one, one.places)])
    assert not inbox.waiting(file, [folder]).waiting
    put(folder, "AC-3 users.csv", "same")  # the same bytes, but for another control
    (other,) = inbox.waiting(file, [folder]).waiting
    assert other.name == "AC-3 users.csv" and other.known == evidence.listed(file)[0].piece.uid
    done = inbox.take(file, [(other, other.places)])
    assert not done.new and done.linked == (other.known,)
    assert attach.said_of_linked(file, done) == "AC-3 users.csv is E-1 already; linked instead of stored."
    assert evidence.listed(file)[0].controls == ("AC-2", "AC-3")
    assert not inbox.waiting(file, [folder]).waiting


def test_what_was_dropped_waits_even_if_it_is_in_the_file(file, folder):
    path = put(folder, "x.txt", "same")
    attach.attach(file, [listing.control_named(file, "AC-2")], [path])
    found = inbox.waiting(file, [], [folder])
    assert [(one.name, bool(one.known), one.dropped) for one in found.waiting] == [("x.txt", True, True)]


def test_only_files_of_the_size_of_a_piece_are_read(file, folder):
    attach.attach(file, [], [Pasted("p.txt", b"12345")])
    put(folder, "same size.txt", "54321")
    put(folder, "other.txt", "123456")
    memory = inbox.Memory()
    inbox.waiting(file, [folder], memory=memory)
    assert len(memory.hashes) == 1
    memory.hashes = dict.fromkeys(memory.hashes, evidence.listed(file)[0].piece.sha256)  # as if it had been read so
    found = inbox.waiting(file, [folder], memory=memory)
    assert waiting_names(found) == ["other.txt", "p.txt"]


def test_what_is_ignored_is_shown_only_when_asked_for_and_comes_back_when_it_changes(file, folder):
    path = put(folder, "a.txt")
    (one,) = inbox.waiting(file, [folder]).waiting
    quiet = inbox.waiting(file, [folder], ignored=[one.key])
    assert not quiet.waiting and quiet.ignored == 1
    assert [w.ignored for w in inbox.waiting(file, [folder], ignored=[one.key], with_ignored=True).waiting] == [True]
    path.write_text("it says more now")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert waiting_names(inbox.waiting(file, [folder], ignored=[one.key])) == ["a.txt"]


def test_an_ignored_file_whose_bytes_are_there_can_be_brought_back(file, folder):
    path = put(folder, "AC-2 twin.txt")
    attach.attach(file, [], [path])
    one = next(w for w in inbox.waiting(file, [folder]).waiting if w.path == path)
    quiet = inbox.waiting(file, [folder], ignored=[one.key])
    assert one.key not in [w.key for w in quiet.waiting] and quiet.ignored == 1
    shown = inbox.waiting(file, [folder], ignored=[one.key], with_ignored=True).waiting
    assert [w.ignored for w in shown if w.key == one.key] == [True]


def test_pieces_that_serve_no_control_wait_and_superseded_ones_do_not(file):
    old, new = (attach.attach(file, [], [Pasted(n, n.encode())]).new[0] for n in ("AC-2 old.txt", "new.txt"))
    attach.attach(file, [listing.control_named(file, "AC-3")], [Pasted("linked.txt", b"l")])
    assert waiting_names(inbox.waiting(file, [])) == ["AC-2 old.txt", "new.txt"]
    from srm_desktop.services import versions

    versions.supersede(file, versions.Renewal(old, frozenset()), new)
    found = inbox.waiting(file, [])
    assert waiting_names(found) == ["new.txt"] and found.waiting[0].known == new and found.waiting[0].path is None


def test_all_that_is_proposed_is_one_step_with_places_of_their_own(file, folder):
    for name in ("AC-2(a) a.txt", "AC-3, AC-4 b.txt", "c.txt", "AC-2_1.txt"):
        put(folder, name)
    attach.attach(file, [], [Pasted("AC-6 loose.txt", b"loose")])
    found = inbox.waiting(file, [folder])
    wanted = inbox.proposed(found.waiting)
    assert [one.name for one, _ in wanted] == ["AC-2(a) a.txt", "AC-3, AC-4 b.txt", "AC-6 loose.txt"]
    before = history.head(file).length
    done = inbox.take(file, wanted)
    assert len(done.new) == 2 and history.names(file).undo == "Attach 3 files to AC-6, AC-2 and 2 more"
    serves = {row.piece.name: row.controls for row in evidence.listed(file)}
    assert serves == {"AC-6 loose.txt": ("AC-6",), "AC-2(a) a.txt": ("AC-2",), "AC-3, AC-4 b.txt": ("AC-3", "AC-4")}
    history.undo(file)
    assert waiting_names(inbox.waiting(file, [folder])) == waiting_names(found)
    assert history.head(file).length > before


def test_a_piece_alone_is_linked_as_one_step(file):
    attach.attach(file, [], [Pasted("AC-6 loose.txt", b"loose")])
    (one,) = inbox.waiting(file, []).waiting
    done = inbox.take(file, [(one, one.places)])
    assert not done.new and not done.linked and history.names(file).undo == "Link AC-6 loose.txt to AC-6"
    assert not inbox.waiting(file, []).waiting


def test_nothing_is_taken_without_a_control_or_when_one_file_is_gone(file, folder):
    put(folder, "AC-2 a.txt")
    gone = put(folder, "AC-3 b.txt")
    found = inbox.waiting(file, [folder]).waiting
    with pytest.raises(BadValue, match=r"Choose what AC-2 a.txt serves first; nothing was attached\."):
        inbox.take(file, [(found[0], ())])
    gone.unlink()
    with pytest.raises(attach.CannotRead, match="nothing was attached"):
        inbox.take(file, inbox.proposed(found))
    assert not evidence.listed(file)


def test_ten_thousand_files_are_told_about_one_by_one(file, folder):
    """Looking can be stopped anywhere: it tells at each file."""
    for n in range(300):
        put(folder, f"AC-2 {n}.txt")
    told: list[int] = []
    inbox.waiting(file, [folder], progress=lambda done, _total: told.append(done) or tell_nobody(0, 0))
    assert len(told) >= 600


# Preferences


def test_folders_and_ignored_files_are_remembered_by_assessment(tmp_path, monkeypatch):
    monkeypatch.setenv(settings.HOME, str(tmp_path))
    known = settings.load()
    for name in ("a", "b", "a"):
        known = settings.watching(known, "one", tmp_path / name)
    known = settings.ignoring(known, "one", ["k1", "k2"])
    known = settings.ignoring(known, "two", [str(n) for n in range(settings.MOST_IGNORED + 5)])
    settings.save(settings.attached_from(known, tmp_path))
    known = settings.load()
    assert settings.folders_of(known, "one") == [tmp_path / "b", tmp_path / "a"]
    assert settings.folders_of(known, "two") == [] and known.ignored["one"] == ("k1", "k2")
    assert len(known.ignored["two"]) == settings.MOST_IGNORED and settings.folder_to_attach(known) == tmp_path
    known = settings.watching(known, "one", tmp_path / "a", watched=False)
    known = settings.ignoring(known, "one", ["k1", "k2"], ignored=False)
    assert settings.folders_of(known, "one") == [tmp_path / "b"] and "one" not in known.ignored


def test_a_file_whose_piece_was_superseded_does_not_come_back(file, folder):
    path = put(folder, "AC-2 users.csv")
    (one,) = inbox.waiting(file, [folder]).waiting
    (old,) = inbox.take(file, [(one, one.places)]).new
    key = listing.control_named(file, "AC-2")
    renews = Renewal(old, frozenset([key]))
    (middle,) = attach.attach(file, [], [Pasted("users.csv", b"newer")], renews=renews).new
    assert not inbox.waiting(file, [folder]).waiting
    attach.attach(file, [], [Pasted("users.csv", b"newest")], renews=Renewal(middle, frozenset([key])))
    assert not inbox.waiting(file, [folder]).waiting
    path.rename(folder / "AC-3 users.csv")  # what none of the versions serves is asked about
    assert waiting_names(inbox.waiting(file, [folder])) == ["AC-3 users.csv"]
