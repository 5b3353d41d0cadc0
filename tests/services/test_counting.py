"""What counts as evidence of a control: in the list, on the page, on the overview, in the package, always the same."""

import zipfile
from datetime import date

import pytest

from srm_desktop.domain.assessment import Evidence, counted
from srm_desktop.domain.freshness import AGELESS, Rule
from srm_desktop.domain.vocabulary import Acceptance, Freshness
from srm_desktop.services import attach, board, evidence, export, listing, overview, package, page, walk
from srm_desktop.services.package import Choice
from srm_desktop.services.versions import Renewal
from srm_desktop.services.walk import Marking

REJECTED = evidence.Edit(acceptance=Acceptance.REJECTED)
ACCEPTED = evidence.Edit(acceptance=Acceptance.ACCEPTED)


def put(file, keys, text, older: Evidence | None = None, day: date | None = None) -> Evidence:
    renews = None if older is None else Renewal(older.uid, frozenset())
    facts = attach.Facts(collected=day)
    done = attach.attach(file, keys, [attach.Pasted(f"{text}.txt", text.encode())], facts, renews=renews)
    return board.board(file).evidence[done.new[0]]


def counts(file, key) -> int:
    """How much evidence a control has, after the list and its page were seen to agree."""
    (row,) = [row for row in listing.rows(file) if row.key == key]
    shown = counted(page.view(file, key).links)
    assert row == board._load(file, board.board(file).today).rows[key]
    assert row.evidence == len({linked.piece.uid for linked in shown})
    assert row.freshness == max((linked.freshness for linked in shown), key=lambda f: f.rank, default=None)
    return row.evidence


@pytest.fixture
def key(assessment) -> str:
    return next(row.key for row in listing.rows(assessment) if row.mine)


def test_a_rejected_version_does_not_take_the_place_of_the_older_one(assessment, key):
    old = put(assessment, [key], "one")
    new = put(assessment, [key], "two", old)
    assert counts(assessment, key) == 1
    evidence.edit(assessment, [new.uid], REJECTED)
    assert counts(assessment, key) == 1 and counted(page.view(assessment, key).links)[0].piece.uid == old.uid
    evidence.edit(assessment, [old.uid], REJECTED)
    assert counts(assessment, key) == 0


def test_a_version_beside_one_two_steps_newer_does_not_count(assessment, key):
    first = put(assessment, [key], "one", day=date(2020, 1, 1))
    second = put(assessment, [], "two", first)
    third = put(assessment, [key], "three", second)
    assert counts(assessment, key) == 1 and counted(page.view(assessment, key).links)[0].piece.uid == third.uid
    evidence.detach(assessment, key, [third.uid])
    assert counts(assessment, key) == 1 and counted(page.view(assessment, key).links)[0].piece.uid == first.uid


def test_what_goes_stale_next_has_an_older_version_that_still_serves_a_control(assessment, key):
    other = next(row.key for row in listing.rows(assessment) if row.mine and row.key != key)
    today = board.board(assessment).today
    old = put(assessment, [key, other], "one", day=today)
    new = put(assessment, [key], "two", old, day=today)
    for piece in (old, new):
        evidence.edit(assessment, [piece.uid], evidence.Edit(fresh=Rule(100)))
    assert [(due.piece.uid, due.controls) for due in overview.overview(assessment).due] == [
        (old.uid, (other,)),
        (new.uid, (key,)),
    ]


def test_a_package_counts_what_the_list_does(assessment, key, tmp_path):
    good, bad = put(assessment, [key], "good"), put(assessment, [key], "bad", day=date(2020, 1, 1))
    other = next(row.key for row in listing.rows(assessment) if row.mine and row.key != key)
    evidence.link(assessment, [other], [bad.uid])
    evidence.edit(assessment, [bad.uid], REJECTED)
    content = package._content(assessment, Choice(), "1")
    rows = {control.row.key: control.row for control in content.matrix.controls}
    assert (rows[key].evidence, rows[other].evidence) == (1, 0) == (counts(assessment, key), counts(assessment, other))
    assert content.coverage.with_evidence == listing.coverage(assessment).with_evidence == 1

    package.package(assessment, tmp_path / "p.zip", program_version="1")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/index.html")]
        shown = [line for line in archive.read(name).decode().splitlines() if f"{bad.id} bad" in line]
    assert len(shown) == 2 and all("rejected" in line for line in shown)

    evidence.edit(assessment, [bad.uid], evidence.Edit(acceptance=Acceptance.NOT_CHECKED))
    evidence.edit(assessment, [good.uid], ACCEPTED)
    content = package._content(assessment, Choice(accepted_only=True), "1")
    rows = {control.row.key: control.row for control in content.matrix.controls}
    assert (rows[key].evidence, rows[key].freshness) == (1, Freshness.FRESH)  # what is left out makes nothing stale
    assert (rows[other].evidence, rows[other].freshness) == (0, None)


def test_a_part_of_the_controls_judges_pieces_by_their_rules_alone(assessment, key):
    other = next(row.key for row in listing.rows(assessment) if row.mine and row.key != key)
    piece = put(assessment, [key, other], "old", day=date(2020, 1, 1))
    walk.mark(assessment, [key], Marking(fresh=AGELESS))
    walk.mark(assessment, [other], Marking(fresh=Rule(5)))
    content = export.content(assessment, [key], "1")
    (row,) = content.evidence
    assert row.piece.uid == piece.uid and row.keys == (key,) and len(row.controls) == 1
    assert (row.freshness, row.rules) == (Freshness.FRESH, (AGELESS,)) and content.controls[0].links[
        0
    ].freshness == "fresh"
    (whole,) = export.content(assessment, None, "1").evidence
    assert whole.freshness is Freshness.STALE and len(whole.rules) == 2
