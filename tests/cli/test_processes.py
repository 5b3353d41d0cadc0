"""The program as a process of its own: start, pipes, encodings, Ctrl+C, and what is imported for what."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "srm_desktop"]


def run(*arguments: object, **changed) -> subprocess.CompletedProcess[bytes]:
    env = os.environ | changed.pop("env", {})
    return subprocess.run([*PROGRAM, *map(str, arguments)], capture_output=True, timeout=60, env=env, **changed)


def test_help_and_version():
    found = run("--help")
    assert found.returncode == 0 and found.stderr == b""
    for command in (b"new", b"sample", b"extract", b"verify", b"undo"):
        assert command in found.stdout
    assert run("--version").stdout.startswith(b"srm-desktop ")


_IMPORTED = """
import sys
from srm_desktop.cli import main
main(sys.argv[1:])
loaded = [m for m in ("PySide6", "openpyxl", "sqlalchemy", "yaml") if m in sys.modules]
print(*loaded, file=sys.stderr)
"""


def imported(*arguments: object) -> set[str]:
    command = [sys.executable, "-c", _IMPORTED, *map(str, arguments)]
    return set(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stderr.split())


def test_only_what_is_needed_is_imported(assessment):
    assert imported("--help") == set()
    assert not {"PySide6", "openpyxl"} & imported("info", assessment)
    assert not {"PySide6", "openpyxl"} & imported("set", assessment, "iam-1", "--flag")


def test_program_without_a_display_prints_and_fails_like_the_function(assessment, tmp_path):
    found = run("controls", assessment, "--group", "IAM", cwd=tmp_path)
    assert found.returncode == 0 and b"SRM-IAM-01" in found.stdout and b"\x1b" not in found.stdout
    wrong = run("show", assessment, "IAM-99")
    assert wrong.returncode == 3 and wrong.stderr.count(b"\n") == 1 and wrong.stdout == b""


def test_narrow_encoding(assessment):
    run("set", assessment, "iam-1", "--owner", "Zoë Ōkafor 监督")
    text = run("show", assessment, "iam-1", env={"PYTHONIOENCODING": "ascii"})
    assert text.returncode == 0 and b"Zo? ?kafor ??" in text.stdout
    data = run("show", assessment, "iam-1", "--json", env={"PYTHONIOENCODING": "cp1252"})
    assert data.returncode == 0 and data.stdout.isascii()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end differently there")
def test_reader_that_has_read_enough(assessment):
    program = " ".join(f"'{word}'" for word in [*PROGRAM, "controls", str(assessment), "--json"])
    script = f"{{ {program}; echo $? >&2; }} | head -c 10"
    found = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=60)
    assert found.stderr == "0\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_output_that_cannot_be_written(assessment):
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run([*PROGRAM, "controls", str(assessment)], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert found.returncode == 3 and found.stderr.count(b"\n") == 1


def wait_for(note: Path, running: subprocess.Popen[bytes]) -> None:
    """Until the process has the file open, as the note beside it says."""
    deadline = time.monotonic() + 30
    while not note.exists() and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
@pytest.mark.parametrize("after", [0.0, 0.1, 0.2])
def test_ctrl_c_stops_in_one_line_with_nothing_half_written(assessment, tmp_path, after):
    big = tmp_path / "big.bin"
    big.write_bytes(os.urandom(1 << 20) * 100)
    running = subprocess.Popen([*PROGRAM, "attach", str(assessment), "iam-1", str(big)], stderr=subprocess.PIPE)
    wait_for(tmp_path / "~$a.srma", running)
    time.sleep(after)  # the moment is the point: somewhere in the middle, and no matter where
    running.send_signal(signal.SIGINT)
    error = running.communicate(timeout=60)[1]
    assert running.returncode in (0, 3), error
    assert error.count(b"\n") == (1 if running.returncode else 0)
    assert run("verify", assessment).returncode == 0
    pieces = run("evidence", assessment, "--json").stdout
    assert (b"big.bin" in pieces) == (running.returncode == 0)
    assert sorted(p.name for p in tmp_path.iterdir() if "a.srma" in p.name) == ["a.srma"]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
def test_ctrl_c_while_the_sample_is_made_leaves_nothing(tmp_path):
    running = subprocess.Popen([*PROGRAM, "sample", str(tmp_path / "s.srma")], stderr=subprocess.PIPE)
    wait_for(tmp_path / "~$s.srma", running)
    running.send_signal(signal.SIGINT)
    error = running.communicate(timeout=60)[1]
    assert (running.returncode, error) == (3, b"Stopped; nothing is left half-written.\n")
    assert [p.name for p in tmp_path.iterdir() if p.name != "preferences"] == []
