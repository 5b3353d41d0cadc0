"""`package` as it is typed: what it prints, what it takes, and what it says where something is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_full_disk import APART, ON_A_SMALL_DISK, PROGRAM, can_mount
from tests.services.packages import check, index_of, unpack


@pytest.fixture
def filled(srm, assessment, report):
    assert srm("attach", assessment, "iam-1,vul-1", report, "--collected", "2026-10-31").code == 0
    assert srm("set", assessment, "iam-1", "--note", "internal").code == 0
    return assessment


def test_package_as_json(srm, filled, tmp_path):
    said = srm("package", filled, "--to", tmp_path / "p.zip", "--json").json
    data = unpack(tmp_path / "p.zip", tmp_path / "out")
    check(data)
    assert said.keys() == {"path", "sha256", "size", "counts", "head", "length", "hash_values"}
    assert said["path"] == str(tmp_path / "p.zip") and said["size"] == (tmp_path / "p.zip").stat().st_size
    assert said["counts"]["evidence"] == len(index_of(data)) == 1 and said["hash_values"] is None
    head = srm("info", filled, "--json").json
    assert (said["head"], said["length"]) == (head["head"], head["length"])
    assert srm("verify", filled, "--anchor", f"{said['head']}:{said['length']}").code == 0


def test_package_for_people_prints_head_and_the_values_for_emass(srm, filled, tmp_path):
    ran = srm("package", filled, "--to", tmp_path / "p.zip", "--cmmc")
    assert ran.code == 0 and ran.out.splitlines()[0] == str(tmp_path / "p.zip")
    said = srm("package", filled, "--to", tmp_path / "p.zip", "--cmmc", "--json").json
    for text in (f"Journal head {said['head']}:{said['length']}", said["sha256"], said["hash_values"]["value"]):
        assert text in ran.out
    for label in ("Hash Value", "Hashed Data List", "Hash Algorithm", "Hash Date"):
        assert f"\n  {label} " in ran.out


def test_filters_accepted_and_notes_reach_the_package(srm, filled, tmp_path):
    done = srm(
        "package", filled, "--to", tmp_path / "p.zip", "--group", "VUL", "--with-notes", "--older", "--json"
    ).json
    assert done["counts"]["controls"] == len(srm("controls", filled, "--group", "VUL", "--json").json)
    assert done["counts"]["evidence"] == 1
    done = srm("package", filled, "--to", tmp_path / "p.zip", "--accepted", "--json").json
    assert done["counts"]["evidence"] == 0
    assert srm("package", filled, "--to", tmp_path / "n.zip", "--with-notes").code == 0
    assert "internal" in (unpack(tmp_path / "n.zip", tmp_path / "n") / "index.html").read_text("utf-8")


def test_bad_targets_leave_everything_as_it_was(srm, filled, tmp_path):
    names = sorted(path.name for path in tmp_path.iterdir())
    assert "folder" in srm("package", filled, "--to", tmp_path).refused()
    assert "does not exist" in srm("package", filled, "--to", tmp_path / "no" / "p.zip").refused()
    assert ".zip" in srm("package", filled, "--to", filled).refused()
    assert "no control" in srm("package", filled, "--to", tmp_path / "p.zip", "--search", "zzz").refused()
    assert "--to" in srm("package", filled).refused(2)
    assert sorted(path.name for path in tmp_path.iterdir()) == names


@pytest.mark.parametrize("size", ["4k", "80k"])
def test_the_package_onto_a_full_disk(filled: Path, tmp_path: Path, size: str) -> None:
    if not can_mount():
        pytest.skip("no disk can be mounted here")
    disk = tmp_path / "disk"
    disk.mkdir()
    package = [*PROGRAM, "package", str(filled), "--to", str(disk / "p.zip")]
    command = [*APART, ON_A_SMALL_DISK, "sh", str(disk), size, "", *package]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert found.returncode == 3
    assert found.stderr == "There is no room to write p.zip; free some space or choose another disk.\n"
    assert found.stdout == ""


_LITTLE_ROOM = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from srm_desktop.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
@pytest.mark.parametrize("limit", [0, 10_000, 200_000])
def test_no_room_for_any_file(filled: Path, tmp_path: Path, limit: int) -> None:
    names = sorted(path.name for path in tmp_path.iterdir())
    command = [sys.executable, "-c", _LITTLE_ROOM, str(limit), "package", str(filled), "--to", str(tmp_path / "p.zip")]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (found.returncode, found.stderr.count("\n")) == (3, 1), found
    assert sorted(path.name for path in tmp_path.iterdir()) == names
