"""What a killed program leaves in the temporary folder holds evidence: the next one takes it away."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from srm_desktop.services import attach, leftovers, listing

KILLED = """
import os, sys
from pathlib import Path
from srm_desktop.services import assessments, board, copies, package
file = assessments.open_assessment(Path(sys.argv[1]), who="Ann", copy=sys.argv[2] == "copy")
if sys.argv[2] == "copies":
    copies.Copies().take(file, list(board.board(file).evidence))
if sys.argv[2] == "package":
    def stop(done, total):
        if done:
            os._exit(9)
    package.package(file, Path(sys.argv[3]), program_version="1", progress=stop)
os._exit(9)
"""


@pytest.mark.parametrize("what", ["copy", "copies", "package"])
def test_what_a_killed_program_left_goes_at_the_next_start(assessment, tmp_path, monkeypatch, what):
    attach.attach(assessment, [listing.rows(assessment)[0].key], [attach.Pasted("secret.txt", b"secret")])
    if what != "copy":
        assessment.close()
    apart = tmp_path / "temporary"
    apart.mkdir()
    given = [sys.executable, "-c", KILLED, str(assessment.path), what, str(tmp_path / "p.zip")]
    done = subprocess.run(given, env=os.environ | {"TMPDIR": str(apart), "TEMP": str(apart)}, timeout=60)
    assert done.returncode == 9 and any(path.is_file() for path in apart.rglob("*"))
    monkeypatch.setattr(tempfile, "tempdir", str(apart))
    leftovers.clear()
    assert not list(apart.iterdir())


def test_what_a_running_program_uses_stays(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = leftovers.private_folder()
    leftovers.clear()
    assert folder.is_dir()
