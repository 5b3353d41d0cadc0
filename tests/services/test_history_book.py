"""The history narrowed, written as a workbook, and undone down to a step."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from srm_desktop.domain.problems import BadValue, UnknownEvidence
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import attach, evidence, history, listing, scope, steps, walk
from srm_desktop.services.history import NothingToUndo, Wanted

EVIL = '=HYPERLINK("http://x")'


@pytest.fixture
def file(assessment, clock):
    """Ada on the 2nd, Ben on the 5th of March."""
    first, second, *_ = (row.key for row in listing.rows(assessment))
    walk.mark(assessment, [first], walk.Marking(status=(Status.IMPLEMENTED,), note=EVIL))
    attach.attach(assessment, [first], [attach.Pasted("a.txt", b"one"), attach.Pasted("b.txt", b"two")])
    clock.advance(days=3)
    assessment.who = "Ben"
    walk.mark(assessment, [second], walk.Marking(flag=True))
    scope.choose(assessment, only=["ec2"])
    return assessment


def names(file, **narrowed) -> list[str]:
    return [step.name for step in steps.taken(file, 100, **narrowed).steps]


def test_filters_add_up(file):
    assert len(names(file)) == 5
    assert len(names(file, wanted=Wanted(who="Ben"))) == 2
    assert names(file, wanted=Wanted(kind="scope", who="Ben"))[0].startswith("Services: remove")
    assert len(names(file, wanted=Wanted(kind="evidence"))) == 1
    assert len(names(file, wanted=Wanted(start=date(2026, 3, 4)))) == 2
    assert len(names(file, wanted=Wanted(end=date(2026, 3, 4)))) == 3
    assert names(file, wanted=Wanted(kind="evidence", start=date(2026, 3, 4))) == []


def test_one_piece_is_followed_with_its_links(file):
    one, other = (row.piece.uid for row in evidence.listed(file))
    evidence.edit(file, [one], evidence.Edit(note="n"))
    assert len(names(file, uid=one)) == 2 and len(names(file, uid=other)) == 1
    evidence.remove(file, [one])
    assert history.piece_named(file, "e-1") == one
    with pytest.raises(UnknownEvidence, match="There never was evidence 'E-7'"):
        history.piece_named(file, "E-7")


def cells(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name("History").to_python()


def test_the_workbook_holds_every_change_with_its_seal(file, tmp_path):
    done = history.export(file, tmp_path / "out.xlsx", program_version="1")
    headings, *rows = cells(done.path)
    events = history.history(file)
    assert (
        headings[:5] == ["Entry", "When (UTC)", "When (local)", "Who", "Step"]
        and headings[-1] == "SHA-256 of the entry"
    )
    assert len(rows) == done.rows == len(events)
    assert [int(row[0]) for row in rows] == [event.seq for event in events]
    assert rows[0][-1] == history.head(file).sha256
    assert rows[0][1] == datetime(2026, 3, 5, 9, 30)
    assert [row[3] for row in rows] == [event.who for event in events]
    assert EVIL in [row[9] for row in rows]


def test_text_of_users_is_no_formula(file, tmp_path):
    from openpyxl import load_workbook

    done = history.export(file, tmp_path / "out.xlsx")
    sheet = load_workbook(done.path)["History"]
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == EVIL)
    assert cell.data_type == "s" or cell.data_type == "inlineStr"
    assert sheet.freeze_panes == "C2" and next(iter(sheet.tables.values())).autoFilter is not None


def test_what_is_written_can_be_narrowed(file, tmp_path):
    key = listing.rows(file)[0].key
    assert history.export(file, tmp_path / "a.xlsx", wanted=Wanted(who="ben")).rows < len(history.history(file))
    assert history.export(file, tmp_path / "b.xlsx", key=key).rows == len(history.history(file, key))
    assert history.export(file, tmp_path / "c.xlsx", wanted=Wanted(who="Nobody")).rows == 0
    assert cells(tmp_path / "c.xlsx")[-1][0] == "Nothing of this kind happened."
    with pytest.raises(BadValue, match="must end in"):
        history.export(file, tmp_path / "a.csv")


def test_undo_goes_back_to_a_step_one_by_one(file):
    shown = steps.taken(file, 100)
    third = shown.steps[2].id
    assert shown.undoable[third] == history.steps_back(file, third) == 3 and shown.steps[-1].id not in shown.undoable
    back = history.undo_back(file, third)
    assert (back.steps, back.stopped) == (3, "") and back.changes.everything and not evidence.listed(file)
    after = steps.taken(file, 100)
    assert len(after.steps) == 8 and third in after.undone and third not in after.undoable
    with pytest.raises(NothingToUndo, match="cannot be undone"):
        history.undo_back(file, third)
    for _ in range(3):
        history.redo(file)
    assert len(evidence.listed(file)) == 2


def test_days_are_those_of_this_machine():
    begin, end = Wanted(start=date(2026, 3, 4), end=date(2026, 3, 4)).moments()
    first, last = (datetime.fromisoformat(moment).astimezone() for moment in (begin, end))
    assert first.date() == last.date() == date(2026, 3, 4) and datetime.fromisoformat(begin).tzinfo == UTC
