"""The matrix onto a disk that is really full: one sentence, nothing half-written, and what was there stays."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "srm_desktop"]
APART = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
"""A process with mounts of its own, which go with it; nobody has to be the administrator for that."""

ON_A_SMALL_DISK = """
disk=$1 size=$2 old=$3; shift 3
mount -t tmpfs -o "size=$size" disk "$disk" || exit 99
test -z "$old" || printf %s "$old" > "$disk/m.xlsx"
"$@"; code=$?
for name in "$disk"/* "$disk"/.[!.]*; do test ! -e "$name" || { printf '%s ' "${name##*/}"; cat "$name"; }; done
exit $code
"""


@functools.cache
def can_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*APART, "mount -t tmpfs disk /mnt"], capture_output=True, timeout=60).returncode == 0


@pytest.mark.parametrize(
    ("size", "old"), [("4k", ""), ("4k", "an earlier matrix"), ("16k", "an earlier matrix"), ("80k", "")]
)
def test_the_matrix_onto_a_full_disk(assessment: Path, tmp_path: Path, size: str, old: str) -> None:
    if not can_mount():
        pytest.skip("no disk can be mounted here")
    disk = tmp_path / "disk"
    disk.mkdir()
    export = [*PROGRAM, "export", str(assessment), "--layout", "matrix", "--to", str(disk / "m.xlsx")]
    command = [*APART, ON_A_SMALL_DISK, "sh", str(disk), size, old, *export]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert found.returncode == 3
    assert found.stderr == "There is no room to write m.xlsx; free some space or choose another disk.\n"
    assert found.stdout == (f"m.xlsx {old}" if old else "")


_NO_ROOM = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from srm_desktop.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_no_room_for_temporary_files_anywhere(assessment: Path, tmp_path: Path) -> None:
    target = tmp_path / "m.xlsx"
    command = [sys.executable, "-c", _NO_ROOM, "export", str(assessment), "--layout", "matrix", "--to", str(target)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (found.returncode, found.stderr.count("\n")) == (3, 1), found
    assert "No usable temporary directory" in found.stderr
    assert [path.name for path in tmp_path.iterdir() if "m.xlsx" in path.name or path.name.startswith(".")] == []


SCENES = """
import os, sys
from pathlib import Path
from srm_desktop.domain.assessment import Details
from srm_desktop.domain.problems import Problem
from srm_desktop.services import assessments, attach, compaction, evidence, history, listing, proof, walk
from srm_desktop.services.walk import Marking

disk = Path(sys.argv[1])
path = disk / "a.srma"

def bring(file, size, progress=lambda done, total: None):
    return attach.attach(file, [], [attach.Pasted(f"{size}.bin", os.urandom(size))], progress=progress).new

def fill(left):
    about = os.statvfs(disk)
    (disk / "fill").write_bytes(bytes(about.f_bavail * about.f_frsize - left))

def compacted():
    with assessments.create(path, Details("A"), who="Ann") as file:
        evidence.remove(file, bring(file, 5_000_000))
        bring(file, 4_000_000)
        fill(400_000)
        try:
            compaction.compact(file, compaction.plan(file))
        except Problem as problem:
            print(problem)
        assert history.history(file, most=1)[0].step_name.startswith("Compact")

def killed():
    file = assessments.create(path, Details("A"), who="Ann")
    if not os.fork():
        bring(file, 9_000_000, lambda done, total: os._exit(0) if done > 8_500_000 else None)
    os.wait()
    os._exit(0)

def opened():
    if not (disk / "fill").exists():
        fill(900_000)
    with assessments.open_assessment(path, who="Ann") as file:
        walk.mark(file, [listing.rows(file)[0].key], Marking(flag=True))
    (disk / "fill").unlink()
    with assessments.open_assessment(path, who="Ann") as file:
        assert not compaction.plan(file).unused and proof.verify(file).ok

globals()[sys.argv[2]]()
"""


@pytest.mark.skipif(not can_mount(), reason="needs a disk of its own")
@pytest.mark.parametrize("scene", ["compacted", "killed"])
def test_what_is_half_erased_on_a_full_disk_locks_nobody_out(tmp_path: Path, scene: str) -> None:
    on_it = 'mount -t tmpfs -o size=12m disk "$1" || exit 99; "$2" -c "$3" "$1" "$4" && "$2" -c "$3" "$1" opened'
    given = [*APART, on_it, "sh", str(tmp_path), sys.executable, SCENES, scene]
    done = subprocess.run(given, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("What is to be erased is in the journal" if scene == "compacted" else "")
