"""Handing the work over: the whole, a part, nothing at all."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from srm_desktop.domain.problems import BadValue, Cancelled
from srm_desktop.domain.vocabulary import Result, Status
from srm_desktop.services import export as exporting
from srm_desktop.services import history, listing, walk
from srm_desktop.services.attach import Facts, Pasted, attach
from srm_desktop.services.export import export, layout_named
from srm_desktop.services.walk import Marking


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def sheet(path: Path, title: str) -> list[dict[str, object]]:
    headings, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(title).to_python()
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


@pytest.fixture
def walked(new_assessment):
    file = new_assessment()
    keys = [listing.control_named(file, name) for name in ("iam-1", "vul-1")]
    walk.mark(file, keys, Marking(status=(Status.IMPLEMENTED,), statement="=1+1 is no formula", owner="Dana"))
    attach(file, [keys[0]], [Pasted("one.txt", b"one")], Facts(file.clock().date()))
    attach(file, keys, [Pasted("both.txt", b"both")], Facts(file.clock().date()))
    attach(file, [listing.control_named(file, "log-1")], [Pasted("other.txt", b"other")])
    return file


def test_whole_assessment(walked, tmp_path):
    done = export(walked, "matrix", tmp_path / "m.xlsx", program_version="1.2")
    assert done.path == tmp_path / "m.xlsx"
    assert done.head == history.head(walked)
    assert done.counts["Evidence"] == 3 and done.counts["Services"] == len(listing.rows(walked))
    for title, rows in done.counts.items():
        assert len(sheet(done.path, title)) == rows
    cover = str(CalamineWorkbook.from_path(done.path).get_sheet_by_name("Cover").to_python())
    assert (
        str(done.head.sha256) in cover
        and "SRM Desktop 1.2" in cover
        and " of " + str(len(listing.rows(walked))) not in cover
    )


def test_part_of_the_controls_says_so_and_takes_only_its_evidence(walked, tmp_path):
    key = listing.control_named(walked, "vul-1")
    done = export(walked, "matrix", tmp_path / "m.xlsx", program_version="1", keys=[key])
    every = len(listing.rows(walked))
    assert done.counts["Services"] == 1 and done.counts["Evidence"] == 1
    cover = str(CalamineWorkbook.from_path(done.path).get_sheet_by_name("Cover").to_python())
    assert f"(1 of {every} controls)" in cover
    text = str(CalamineWorkbook.from_path(done.path).get_sheet_by_name("Evidence").to_python())
    assert "both.txt" in text and "SRM-VUL-01" in text and "SRM-IAM-01" not in text


def test_nothing_to_export_and_unknown_layout(walked, tmp_path):
    with pytest.raises(BadValue, match="no control"):
        export(walked, "matrix", tmp_path / "m.xlsx", program_version="1", keys=[])
    with pytest.raises(BadValue, match="there is: matrix"):
        export(walked, "appendix-j", tmp_path / "m.xlsx", program_version="1")
    assert not (tmp_path / "m.xlsx").exists()
    assert layout_named(" Matrix ").levels == ()


def test_cancelling_leaves_what_was_there(walked, tmp_path):
    target = tmp_path / "m.xlsx"
    target.write_text("of yesterday")
    names = set(names_in(tmp_path))
    reports = iter([False, False, True])

    def stop(_done: int, _total: int) -> None:
        if next(reports, True):
            raise Cancelled("The export was cancelled.")

    with pytest.raises(Cancelled):
        export(walked, "matrix", target, program_version="1", progress=stop)
    assert target.read_text() == "of yesterday"
    assert set(names_in(tmp_path)) == names


def test_progress_goes_up_to_the_end(walked, tmp_path):
    seen: list[tuple[int, int]] = []
    export(walked, "matrix", tmp_path / "m.xlsx", program_version="1", progress=lambda *p: seen.append(p))
    assert seen == sorted(seen) and seen[-1][0] == seen[-1][1] > 100


def test_export_changes_nothing_in_the_assessment(walked, tmp_path):
    before = history.head(walked)
    export(walked, "matrix", tmp_path / "m.xlsx", program_version="1")
    assert history.head(walked) == before


def test_every_layout_is_named_once():
    assert len({one.id for one in exporting.LAYOUTS}) == len(exporting.LAYOUTS)


def test_withdrawn_controls_are_left_out_and_the_matrix_is_whole_without_them(published, tmp_path):
    walk.mark_objective(published, "published:XX-2", "XX-02b.", Result.SATISFIED)
    done = export(published, "matrix", tmp_path / "m.xlsx", program_version="1")
    assert {row["ID"] for row in sheet(done.path, "Services")} == {"XX-1", "XX-2", "XX-2(1)", "XX-3"}
    rows = {(row["ID"], row["Part"]): row for row in sheet(done.path, "Matrix")}
    assert (rows["XX-2", "b"]["Result"], rows["XX-2", "a.1"]["Result"]) == ("satisfied", "not assessed")
    assert rows["XX-3", ""]["Why"] == "The catalog names no layers for this, so nothing is inherited."
    cover = str(CalamineWorkbook.from_path(done.path).get_sheet_by_name("Cover").to_python())
    assert "version 5: 4 controls" in cover and " of 4 controls" not in cover
