"""Packages: what is in them, what stays out, and what happens where something is wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from srm_desktop.domain.problems import BadValue, Cancelled
from srm_desktop.domain.vocabulary import Acceptance, Status
from srm_desktop.exchange.bag import NotAsRecorded
from srm_desktop.exchange.workbook_file import CannotExport, TargetIsFolder
from srm_desktop.services import assessments, compaction, evidence, history, listing, versions, walk
from srm_desktop.services.attach import Facts, Pasted, attach
from srm_desktop.services.package import EVERYTHING, Choice, package
from srm_desktop.services.walk import Marking
from tests.services.packages import check, evidence_rows, index_of, links_of, unpack

SECRET = "Ask Bob before the assessor does"


@pytest.fixture
def walked(published):
    keys = [listing.control_named(published, name) for name in ("XX-1", "XX-2", "XX-3")]
    walk.mark(published, keys, Marking(status=(Status.IMPLEMENTED,), statement="<b>Done</b> & dusted"))
    walk.mark(published, keys[:1], Marking(note=SECRET))
    day = published.clock().date()
    attach(published, keys[:1], [Pasted("one [1].txt", b"one")], Facts(day, source="=HYPERLINK(1)"))
    attach(published, keys[1:], [Pasted("größe 100%.txt", b"two" * 9)], Facts(day))
    return published


def packed(file, folder: Path, choice: Choice = EVERYTHING, name: str = "p.zip"):
    done = package(file, folder / name, choice, program_version="1.2")
    return done, unpack(done.path, folder / f"{name} unzipped")


def journal_of(data: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (data / "journal.jsonl").read_text("utf-8").split("\n")[:-1]]


def test_a_package_holds_everything_and_every_link_leads_somewhere(walked, tmp_path):
    done, data = packed(walked, tmp_path)
    check(data)
    assert done.counts == {"controls": 4, "evidence": 2, "files": 7} and done.head == history.head(walked)
    assert {row["path"] for row in index_of(data)} == {
        "evidence/XX-1/E-1 one [1].txt",
        "evidence/XX-2/E-2 größe 100_.txt",
    }
    assert [row["Controls"] for row in evidence_rows(data)] == ["XX-1", "XX-2, XX-3"]
    leads = {(sheet, target) for sheet, _, target in links_of(data)}
    assert {
        ("Evidence", "evidence/XX-1/E-1%20one%20%5B1%5D.txt"),
        ("Matrix", "evidence/XX-1/E-1%20one%20%5B1%5D.txt"),
    } <= leads
    page = (data / "index.html").read_text("utf-8")
    assert "&lt;b&gt;Done&lt;/b&gt; &amp; dusted" in page and "http" not in page.replace("http-equiv", "")
    info = (data.parent / "bag-info.txt").read_text("utf-8")
    assert f"Journal-Head: {done.head.sha256}\n" in info and "Bagging-Date: 2026-03-02\n" in info


def test_text_never_becomes_a_formula_in_the_index(walked, tmp_path):
    _, data = packed(walked, tmp_path)
    assert [row["source"] for row in index_of(data)] == ["'=HYPERLINK(1)", ""]


def test_notes_stay_out_and_the_journal_says_where(walked, tmp_path):
    evidence.edit(walked, [evidence.listed(walked)[0].piece.uid], evidence.Edit(note=SECRET))
    _, data = packed(walked, tmp_path)
    texts = [path.read_bytes() for path in data.rglob("*") if path.is_file() and path.suffix != ".xlsx"]
    assert not [text for text in texts if SECRET.encode() in text]
    assert SECRET not in str([CalamineWorkbook.from_path(data / "matrix.xlsx").get_sheet_by_index(n).to_python()
                              for n in range(6)])  # fmt: skip
    redacted = [entry for entry in journal_of(data) if "redacted" in entry]
    assert [(entry["entity"], entry["redacted"]) for entry in redacted] == [
        ("work", ["new.note"]),
        ("evidence", ["new.note"]),
    ]
    check(data)
    _, data = packed(walked, tmp_path, Choice(with_notes=True), "notes.zip")
    check(data, whole=True)
    assert SECRET in (data / "index.html").read_text("utf-8") and index_of(data)[0]["note"] == SECRET


def test_some_controls_take_only_their_evidence_and_their_part_of_the_journal(walked, tmp_path):
    key = listing.control_named(walked, "XX-1")
    done, data = packed(walked, tmp_path, Choice(keys=[key]))
    check(data)
    assert done.counts["controls"] == 1 and [row["id"] for row in index_of(data)] == ["E-1"]
    told = journal_of(data)
    assert "größe" not in json.dumps(told, ensure_ascii=False)
    assert {entry["key"][0] for entry in told if entry["entity"] == "work" and entry["key"]} == {key}
    assert [entry["name"] for entry in told if entry["entity"] == "evidence"][-1] is None
    assert "3 of 4 controls" in (data / "README.txt").read_text("utf-8")


def test_some_controls_do_not_tell_what_was_erased_of_others(walked, tmp_path):
    gone = attach(walked, [listing.control_named(walked, "XX-2")], [Pasted("fraud.txt", b"gone")]).new
    evidence.remove(walked, gone)
    compaction.compact(walked, compaction.plan(walked))
    _, data = packed(walked, tmp_path, Choice(keys=[listing.control_named(walked, "XX-1")]))
    check(data)
    assert "fraud" not in (data / "journal.jsonl").read_text("utf-8")
    _, data = packed(walked, tmp_path, name="all.zip")
    assert "E-3 fraud.txt" in str([entry["new"] for entry in journal_of(data) if entry["entity"] == "erased"])


def test_only_what_was_accepted(walked, tmp_path):
    uid = evidence.listed(walked)[1].piece.uid
    evidence.edit(walked, [uid], evidence.Edit(acceptance=Acceptance.ACCEPTED))
    _, data = packed(walked, tmp_path, Choice(accepted_only=True))
    check(data)
    assert [(row["id"], row["acceptance"]) for row in index_of(data)] == [("E-2", "accepted")]
    assert "Evidence that nobody accepted: 1 piece." in (data / "README.txt").read_text("utf-8")


def test_older_versions_when_asked_for(walked, tmp_path):
    first = evidence.listed(walked)[0].piece.uid
    key = listing.control_named(walked, "XX-1")
    attach(walked, [key], [Pasted("newer.txt", b"newer")], renews=versions.Renewal(first, frozenset({key})))
    _, data = packed(walked, tmp_path)
    assert [row["id"] for row in index_of(data)] == ["E-2", "E-3"]
    _, data = packed(walked, tmp_path, Choice(older=True), "older.zip")
    check(data)
    rows = {row["id"]: row for row in index_of(data)}
    assert rows["E-1"]["path"].startswith("evidence/older versions/") and rows["E-3"]["supersedes"] == "E-1"


def test_what_serves_no_control_stays_out_and_is_counted(walked, tmp_path):
    uid = evidence.listed(walked)[0].piece.uid
    evidence.detach(walked, listing.control_named(walked, "XX-1"), [uid])
    _, data = packed(walked, tmp_path)
    assert [row["id"] for row in index_of(data)] == ["E-2"]
    assert "Evidence that serves no control: 1 piece." in (data / "README.txt").read_text("utf-8")


def test_hash_logs_come_with_their_values(walked, tmp_path, clock):
    clock.advance(days=3)
    done, data = packed(walked, tmp_path, Choice(hash_logs=True))
    check(data)
    values = dict(done.hash_values.labelled())
    log = (data / "cmmc" / values["Hashed Data List"]).read_bytes()
    assert values["Hash Value"].encode() in (data / "cmmc" / "CMMCAssessmentLogHash.log").read_bytes()
    assert values["Hash Date"] == "2026-03-05"
    for row in index_of(data):
        assert row["sha256"].upper().encode() in log
    assert package(walked, tmp_path / "q.zip", program_version="1").hash_values is None


def test_an_assessment_of_cmmc_has_hash_logs_by_itself(new_assessment, tmp_path):
    file = new_assessment(catalogs=["cmmc-2"])
    assert package(file, tmp_path / "p.zip", program_version="1").hash_values is not None
    assert package(file, tmp_path / "p.zip", Choice(hash_logs=False), program_version="1").hash_values is None


def test_copies_give_the_same_bytes_whoever_packs_them_wherever_and_whenever(walked, tmp_path, clock):
    first = package(walked, tmp_path / "a.zip", Choice(with_notes=True), program_version="1")
    copy = Path(shutil.copy(walked.path, tmp_path / "another name.srma"))
    packing = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from srm_desktop.services import assessments, package\n"
        "with assessments.open_assessment(Path(sys.argv[1]), who='Zoe', read_only=True,\n"
        "                                 clock=lambda: datetime(2031, 5, 6, tzinfo=UTC)) as file:\n"
        "    choice = package.Choice(with_notes=True)\n"
        "    print(package.package(file, Path(sys.argv[2]), choice, program_version='1').sha256)\n"
    )
    where = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati"}
    command = [sys.executable, "-c", packing, str(copy), str(tmp_path / "b.zip")]
    said = subprocess.run(command, env=where, capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.strip() == first.sha256
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_freshness_is_that_of_the_last_change_and_the_window_keeps_its_own(walked, tmp_path, clock):
    clock.advance(days=800)
    assert {str(row.freshness) for row in evidence.listed(walked)} == {"stale"}
    _, data = packed(walked, tmp_path)
    assert {row["Freshness"] for row in evidence_rows(data)} == {"fresh"}
    assert {str(row.freshness) for row in evidence.listed(walked)} == {"stale"}


def test_packaging_changes_nothing(walked, tmp_path):
    before, revision = history.head(walked), walked.revision
    packed(walked, tmp_path)
    assert (history.head(walked), walked.revision) == (before, revision)


def test_a_damaged_piece_is_named_and_nothing_is_left(walked, tmp_path):
    attach(walked, [listing.control_named(walked, "XX-1")], [Pasted("mice.txt", b"three blind mice")])
    path = walked.path
    walked.close()
    assert path.read_bytes().count(b"three blind mice") == 1
    path.write_bytes(path.read_bytes().replace(b"three blind mice", b"three blind micE"))
    (tmp_path / "out").mkdir()
    with (
        assessments.open_assessment(path, who="Ann") as file,
        pytest.raises(NotAsRecorded, match=r"^E-3 mice\.txt is not what was imported any more; nothing was written\.$"),
    ):
        package(file, tmp_path / "out" / "p.zip", program_version="1")
    assert list((tmp_path / "out").iterdir()) == []


def test_cancelling_leaves_what_was_there(walked, tmp_path):
    target = tmp_path / "p.zip"
    target.write_text("of yesterday")
    names = sorted(path.name for path in tmp_path.iterdir())
    for after in range(4):
        reports = iter([False] * after + [True])

        def stop(_done: int, _total: int, reports=reports) -> None:
            if next(reports, True):
                raise Cancelled("The packaging was cancelled.")

        with pytest.raises(Cancelled):
            package(walked, target, program_version="1", progress=stop)
        assert target.read_text() == "of yesterday"
        assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_progress_counts_the_bytes_of_the_evidence(walked, tmp_path):
    seen: list[tuple[int, int]] = []
    package(walked, tmp_path / "p.zip", program_version="1", progress=lambda *p: seen.append(p))
    assert seen == sorted(seen) and seen[0] == (0, 30) and seen[-1] == (30, 30)


def test_bad_targets_and_nothing_to_package_are_sentences(walked, tmp_path):
    (tmp_path / "folder.zip").mkdir()
    with pytest.raises(BadValue, match=r"must end in \.zip"):
        package(walked, tmp_path / "p.xlsx", program_version="1")
    with pytest.raises(TargetIsFolder):
        package(walked, tmp_path / "folder.zip", program_version="1")
    with pytest.raises(CannotExport, match="does not exist"):
        package(walked, tmp_path / "no" / "p.zip", program_version="1")
    with pytest.raises(BadValue, match="no control"):
        package(walked, tmp_path / "p.zip", Choice(keys=[]), program_version="1")


def test_the_assessment_itself_is_not_replaced(walked, tmp_path):
    os.link(walked.path, tmp_path / "same.zip")
    with pytest.raises(BadValue, match="this assessment itself"):
        package(walked, tmp_path / "same.zip", program_version="1")
    assert (tmp_path / "same.zip").samefile(walked.path)


def test_a_title_made_of_path_becomes_a_folder(new_assessment, tmp_path):
    file = new_assessment()
    details = assessments.details(file)._replace(title="../../CON\\*: " + "x" * 300)
    assessments.describe(file, details)
    done, data = packed(file, tmp_path)
    check(data)
    assert len(data.parent.name) <= 40 and done.counts["evidence"] == 0


def test_a_link_leads_to_a_file_with_any_letters(walked, tmp_path):
    key = listing.control_named(walked, "XX-1")
    attach(walked, [key], [Pasted("отчёт 한국 & 'x' (2); [a].txt", b"three")], Facts(date(2026, 3, 1) - timedelta(1)))
    _, data = packed(walked, tmp_path)
    check(data)
    target = [target for sheet, _, target in links_of(data) if sheet == "Evidence"][-1]
    assert target.startswith("evidence/XX-1/E-3%20отчёт%20한국%20")


def test_names_in_the_archive_say_their_encoding(walked, tmp_path):
    done, _ = packed(walked, tmp_path)
    with zipfile.ZipFile(done.path) as archive:
        flagged = [info for info in archive.infolist() if info.flag_bits & 0x800]
    assert [info.filename.rpartition("/")[2] for info in flagged] == ["E-2 größe 100_.txt"]
