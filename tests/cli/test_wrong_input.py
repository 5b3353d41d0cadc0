"""Wrong input: one sentence, the right exit code, and everything as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def unchanged(assessment: Path) -> Iterator[Path]:
    """The assessment, which must be the same bytes afterwards, with nothing new beside it."""
    before, names = assessment.read_bytes(), set(names_in(assessment.parent)) - {"preferences"}
    yield assessment
    assert assessment.read_bytes() == before
    assert {n for n in names_in(assessment.parent) if n.startswith((".", "a.srma", "~$"))} <= names


@contextmanager
def ordinary_user(folder: Path, mode: int) -> Iterator[None]:
    """Within the block the administrator, for whom nothing is forbidden, is nobody in particular."""
    folder.chmod(mode)
    if os.geteuid() == 0:
        os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        if os.getresuid()[2] == 0:
            os.setresuid(0, 0, 0)
        folder.chmod(0o755)


@pytest.fixture
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that everybody can reach; pytest's own are closed to others."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="srm-public-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_not_an_assessment(srm, tmp_path):
    path = tmp_path / "notes.srma"
    path.write_text("just text, " * 30)
    assert "not an assessment" in srm("info", path).refused()
    assert path.read_text() == "just text, " * 30


def test_database_of_another_program(srm, tmp_path):
    path = tmp_path / "other.srma"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    before = path.read_bytes()
    assert "another program" in srm("set", path, "iam-1", "--flag").refused()
    assert path.read_bytes() == before


def test_newer_schema(srm, assessment):
    data = bytearray(assessment.read_bytes())
    data[60:64] = (99).to_bytes(4, "big")
    assessment.write_bytes(data)
    assert "newer version" in srm("set", assessment, "iam-1", "--flag").refused()
    assert assessment.read_bytes() == data


def test_truncated(srm, assessment):
    data = assessment.read_bytes()[:300_000]
    assessment.write_bytes(data)
    assert "cut short" in srm("info", assessment).refused()
    assert assessment.read_bytes() == data


def test_trigger_slipped_in(srm, assessment):
    with sqlite3.connect(assessment) as other:
        other.execute("CREATE TRIGGER t AFTER INSERT ON evidence BEGIN DELETE FROM link; END")
    other.close()
    before = assessment.read_bytes()
    assert "trigger" in srm("set", assessment, "iam-1", "--flag").refused()
    assert assessment.read_bytes() == before


_HOLD = """
import sys
from pathlib import Path
from srm_desktop.services.assessments import open_assessment
with open_assessment(Path(sys.argv[1]), who="Marek Novak"):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_second_process_is_told_who_has_it_and_may_read_a_copy(srm, assessment):
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(assessment)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "open\n"
        before = assessment.read_bytes()
        assert "Marek Novak" in srm("set", assessment, "iam-1", "--flag").refused()
        assert "--copy" in srm("info", assessment).refused()
        assert srm("info", assessment, "--copy", "--json").json["title"] == "Acme"
        assert assessment.read_bytes() == before
    finally:
        holder.communicate("", timeout=30)


def test_read_only_folder(srm, made, public):
    path = Path(shutil.copy(made, public / "a.srma"))
    path.chmod(0o644)
    before = path.read_bytes()
    srm("set", path, "iam-1", "--owner", "")  # imports what it needs while everything can be read
    srm("new", public / "m.srma", "--title", "x", "--services", "ec2")
    srm("export", path, "--layout", "matrix", "--to", public / "m.xlsx")
    (public / "m.srma").unlink()
    (public / "m.xlsx").unlink()
    with ordinary_user(public, 0o555):
        said = [
            srm("set", path, "iam-1", "--flag").refused(),
            srm("new", public / "n.srma", "--title", "x").refused(),
            srm("export", path, "--layout", "matrix", "--to", public / "m.xlsx").refused(),
        ]
        reading = srm("info", path, "--json")
    assert all("writ" in sentence or "denied" in sentence for sentence in said), said
    assert reading.code == 0
    assert path.read_bytes() == before
    assert names_in(public) == ["a.srma"]


_FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from srm_desktop.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_full_disk(unchanged, tmp_path):
    """The system refuses to let files grow, as a full disk does."""
    big = tmp_path / "big.bin"
    big.write_bytes(os.urandom(3_000_000))
    limit = unchanged.stat().st_size + 100_000
    command = [sys.executable, "-c", _FULL, str(limit), "attach", str(unchanged), "iam-1", str(big)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert found.returncode == 3, found
    assert found.stderr.count("\n") == 1 and "disk" in found.stderr
    # What the failed write left behind is cleared away by the next one who writes.
    assert subprocess.run([sys.executable, "-m", "srm_desktop", "verify", str(unchanged)], timeout=60).returncode == 0
    target = tmp_path / "m.xlsx"
    command = [
        sys.executable,
        "-c",
        _FULL,
        "20000",
        "export",
        str(unchanged),
        "--layout",
        "matrix",
        "--to",
        str(target),
    ]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert found.returncode == 3 and found.stderr.count("\n") == 1, found
    assert not target.exists()


def test_vanished_evidence_path(srm, unchanged, tmp_path):
    assert "There is no file" in srm("attach", unchanged, "iam-1", tmp_path / "gone.pdf").refused()


def test_unreadable_evidence(srm, made, public, tmp_path):
    path = Path(shutil.copy(made, public / "a.srma"))
    path.chmod(0o666)
    secret = public / "secret.txt"
    secret.write_text("x")
    secret.chmod(0o000)
    srm("attach", path, "iam-99", path)  # imports what it needs while everything can be read
    before = path.read_bytes()
    with ordinary_user(public, 0o777):
        sentence = srm("attach", path, "iam-1", secret).refused()
    assert "secret.txt cannot be read" in sentence
    assert path.read_bytes() == before


def test_empty_evidence(srm, unchanged, tmp_path, report):
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert "empty" in srm("attach", unchanged, "iam-1", report, empty).refused()


def test_empty_folder_as_evidence(srm, unchanged, tmp_path):
    (tmp_path / "nothing").mkdir()
    assert "no file" in srm("attach", unchanged, "iam-1", tmp_path / "nothing").refused()


def test_directory_given_as_a_file(srm, tmp_path):
    assert "folder" in srm("info", tmp_path).refused()


@pytest.mark.parametrize("command", [["set", "--flag"], ["attach", "report"], ["show"], ["history"]])
def test_unknown_control(srm, unchanged, report, command):
    rest = [report if word == "report" else word for word in command[1:]]
    assert "IAM-99" in srm(command[0], unchanged, "IAM-99", *rest).refused()


def test_one_unknown_control_among_several(srm, unchanged, report):
    assert "iam-99" in srm("attach", unchanged, "iam-1,iam-99", report).refused()
    assert "iam-99" in srm("set", unchanged, "iam-1,iam-99", "--flag").refused()


def test_unknown_service(srm, unchanged, tmp_path):
    assert "lambada" in srm("services", unchanged, "--add", "ec2,lambada").refused()
    assert "lambada" in srm("new", tmp_path / "n.srma", "--title", "x", "--services", "lambada").refused()
    assert not (tmp_path / "n.srma").exists()
    assert "lambada" in srm("controls", unchanged, "--service", "lambada").refused()


@pytest.mark.parametrize("day", ["2026-13-01", "10/31/2026", "20261031", "2026-02-30", "soon", "", "2026-W10-1"])
def test_bad_date(srm, unchanged, report, tmp_path, day):
    assert "2026-10-31" in srm("attach", unchanged, "iam-1", report, f"--collected={day}").refused()
    assert "2026-10-31" in srm("new", tmp_path / "n.srma", "--title", "x", f"--from={day}").refused()
    assert not (tmp_path / "n.srma").exists()


def test_period_upside_down(srm, unchanged, report, tmp_path):
    period = ["--from", "2026-10-31", "--to", "2026-10-01"]
    assert "before it begins" in srm("attach", unchanged, "iam-1", report, *period).refused()
    assert "before it begins" in srm("new", tmp_path / "n.srma", "--title", "x", *period).refused()


def test_output_path_is_a_directory(srm, unchanged, tmp_path):
    assert "folder" in srm("export", unchanged, "--layout", "matrix", "--to", tmp_path).refused()
    assert "folder" in srm("export", unchanged, "--layout", "matrix", "--to", tmp_path / "no" / "m.xlsx").refused()


def test_extract_into_a_file(srm, unchanged, report):
    assert "not a folder" in srm("extract", unchanged, "--to", report).refused()


def test_export_over_the_assessment_itself(srm, unchanged):
    assert ".xlsx" in srm("export", unchanged, "--layout", "matrix", "--to", unchanged).refused()


def test_new_over_a_file(srm, unchanged):
    assert "exists already" in srm("new", unchanged, "--title", "x").refused()
    assert "exists already" in srm("sample", unchanged).refused()


def test_what_comes_later_is_refused_in_a_sentence(srm, unchanged, tmp_path):
    fresh = tmp_path / "n.srma"
    assert "later version" in srm("new", fresh, "--title", "x", "--profile", "p.json").refused()
    assert "later version" in srm("new", fresh, "--title", "x", "--catalog", "mine/catalog.json").refused()
    assert "matrix" in srm("export", unchanged, "--layout", "fedramp", "--to", tmp_path / "x.xlsx").refused()
    assert not fresh.exists()


def test_overruling_needs_a_reason(srm, unchanged):
    assert "reason" in srm("set", unchanged, "iam-1", "--responsibility", "shared").refused()


def test_unknown_part_group_evidence_and_anchor(srm, unchanged, report, tmp_path):
    assert "no part" in srm("set", unchanged, "iam-1", "--part", "z", "--flag").refused()
    assert "no part" in srm("attach", unchanged, "iam-1", report, "--part", "z").refused()
    assert "no part" in srm("set", unchanged, "iam-1(z)", "--flag").refused()
    assert "one part at a time" in srm("set", unchanged, "iam-1(a),iam-1(b)", "--flag").refused()
    assert "one part at a time" in srm("set", unchanged, "iam-1(a)", "--part", "b", "--flag").refused()
    assert "one part at a time" in srm("set", unchanged, "iam-1(a),iam-2", "--flag").refused()
    assert "is part a of SRM-IAM-01" in srm("history", unchanged, "iam-1(a)").refused()
    assert "no group" in srm("controls", unchanged, "--group", "ZZZ").refused()
    assert "E-7" in srm("extract", unchanged, "E-7", "--to", tmp_path / "out").refused()
    assert "anchor" in srm("verify", unchanged, "--anchor", "zz:1").refused()
    assert "one file" in srm("attach", unchanged, "iam-1", report, unchanged, "--title", "T").refused()


def test_nothing_to_undo(srm, unchanged):
    assert "nothing to undo" in srm("undo", unchanged).refused()
    assert "nothing to redo" in srm("undo", unchanged, "--redo").refused()


@pytest.mark.parametrize(
    "typed",
    [
        ["bogus"],
        ["bogus", "a.srma"],
        ["set"],
        ["set", "a.srma", "iam-1"],
        ["set", "a.srma", "iam-1", "--reason", "x"],
        ["set", "a.srma", "iam-1", "--status", "finished"],
        ["set", "a.srma", "iam-1", "--result", "implemented,planned"],
        ["new", "n.srma"],
        ["services", "a.srma", "--set", "ec2", "--add", "s3"],
        ["services", "a.srma", "--set", "ec2", "--copy"],
        ["export", "a.srma", "--layout", "matrix", "--to", "m.xlsx", "--level", "low"],
        ["export", "a.srma", "--layout", "matrix"],
        ["--no-such-option"],
    ],
)
def test_wrong_usage(srm, assessment, monkeypatch, typed):
    monkeypatch.chdir(assessment.parent)
    before = assessment.read_bytes()
    srm(*typed).refused(code=2)
    assert assessment.read_bytes() == before


def test_sentence_stays_one_line_whatever_the_name(srm, tmp_path):
    sentence = srm("info", tmp_path / "a\nb\x1b[1m.srma").refused()
    assert "\x1b" not in sentence
