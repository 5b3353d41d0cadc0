"""`inbox`: what waits, and attaching what its name says."""

from pathlib import Path

import pytest

from srm_desktop import settings
from srm_desktop.cli.inbox import waits
from srm_desktop.services import assessments


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scans"
    made.mkdir()
    for name in ("SRM-IAM-01 users.csv", "IAM-02(a), IAM-03 keys.csv", "notes.txt", "SRM-IAM-01_1.txt"):
        (made / name).write_text(f"what {name} says")
    return made


@pytest.fixture(autouse=True)
def _settled(monkeypatch):
    """The files of these tests were written a moment ago."""
    monkeypatch.setattr(waits, "SETTLED", 0.0)


def test_what_waits_is_listed_with_where_it_goes(srm, assessment, folder):
    ran = srm("inbox", assessment, folder)
    lines = ran.out.splitlines()
    assert ran.code == 0 and lines[0].split() == ["Name", "Size", "Changed", "Goes", "to", "Is"]
    assert any("IAM-02(a), IAM-03 keys.csv" in line and "SRM-IAM-02 (a), SRM-IAM-03" in line for line in lines)
    assert any("notes.txt" in line and line.endswith(" -") for line in lines)
    assert lines[-1] == "4 things wait; --attach takes the 3 that are sure"
    assert srm("evidence", assessment, "--json").json == []


def test_the_list_as_data(srm, assessment, folder):
    listed = {one["name"]: one for one in srm("inbox", assessment, folder, "--json").json}
    one = listed["IAM-02(a), IAM-03 keys.csv"]
    assert [(p["control"], p["part"], p["sure"]) for p in one["proposals"]] == [
        ("SRM-IAM-02", "a", True),
        ("SRM-IAM-03", "", True),
    ]
    assert one["path"] == str(folder / one["name"]) and one["known"] is None and one["modified"].endswith("+00:00")


def test_what_is_sure_is_attached_as_one_step_and_the_rest_is_named(srm, assessment, folder):
    ran = srm("inbox", assessment, folder, "--attach")
    assert ran.code == 0 and "SRM-IAM-01 users.csv  ->  SRM-IAM-01" in ran.out
    assert "attached, as one step" in ran.out and "Left, for it names no control" in ran.out and "notes.txt" in ran.out
    serves = {one["name"]: one["controls"] for one in srm("evidence", assessment, "--json").json}
    assert serves["IAM-02(a), IAM-03 keys.csv"] == ["SRM-IAM-02", "SRM-IAM-03"]
    again = srm("inbox", assessment, folder, "--attach")
    assert "nothing was attached" in again.out
    srm("undo", assessment)
    assert srm("evidence", assessment, "--json").json == []


def test_the_same_bytes_are_said(srm, assessment, folder, tmp_path):
    other = tmp_path / "report.txt"
    other.write_bytes((folder / "SRM-IAM-01 users.csv").read_bytes())
    srm("attach", assessment, "IAM-05", other)
    listed = {one["name"]: one["known"] for one in srm("inbox", assessment, folder, "--json").json}
    assert listed["SRM-IAM-01 users.csv"] == "E-1"
    ran = srm("inbox", assessment, folder, "--attach")
    assert "SRM-IAM-01 users.csv is E-1 already; linked instead of stored." in ran.out
    again = srm("attach", assessment, "IAM-06", other)
    assert "report.txt is E-1 already; linked instead of stored" in again.out


def test_attaching_as_data(srm, assessment, folder):
    said = srm("inbox", assessment, folder, "--attach", "--json").json
    assert "SRM-IAM-03" in said["controls"] and said["linked"] == []
    assert "notes.txt" in [one["name"] for one in said["left"]]


def test_folders_and_what_is_ignored_come_from_the_preferences(srm, assessment, folder, tmp_path):
    assert "No folder is watched; name one" in srm("inbox", assessment).out
    with assessments.open_assessment(assessment, who="Ann", read_only=True) as file:
        own = assessments.info(file).id
        (first, *_) = waits.waiting(file, [folder]).waiting
    known = settings.watching(settings.load(), own, folder)
    known = settings.watching(known, own, tmp_path / "gone")
    settings.save(settings.ignoring(known, own, [first.key]))
    ran = srm("inbox", assessment)
    assert f"{tmp_path / 'gone'} cannot be reached at the moment." in ran.out and "1 ignored file not shown." in ran.out
    assert first.name not in ran.out and "notes.txt" in ran.out


def test_wrong_words_are_refused(srm, assessment, tmp_path):
    assert "There is no folder" in srm("inbox", assessment, tmp_path / "nowhere").refused()
    assert "leave --copy out" in srm("inbox", assessment, "--attach", "--copy").refused(2)
    assert srm("inbox", tmp_path / "none.srma").code == 3
